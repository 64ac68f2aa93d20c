//! One file that is the return of several areas, beside others that send their own.

use std::fs;

use crate::support::{findings, made, report, repository};

fn form() -> String {
    let base = fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    let areas = "[[area]]\nid = \"east\"\nname = \"East\"\n\n[[area]]\nid = \"west\"\nname = \"West\"\n\n[[list]]\nid = \"schemes\"";
    let several = "[[return]]\nlist = \"schemes\"\nfile = \"Social care {period}\"\narea = \"heading\"\nareas = [\"east\", \"west\"]\n\n\
                   [[table]]\nid = \"schemes\"";
    base.replacen("[[list]]\nid = \"schemes\"", areas, 1).replacen("[[table]]\nid = \"schemes\"", several, 1)
}

const NORTH: &str = "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80%\nTotal | 100 | 80 | 80%\n";
const BOTH: &str = "== Return\nScheme | Target | Forecast | Share\nEast |\nCafes | 10 | 10 | 100%\nTotal | 10 | 10 | 100%\nWest |\n\
                    Hire | 5 | 4 | 80%\nTotal | 5 | 4 | 80%\n";

fn told(files: &[(&str, &str)]) -> Vec<String> {
    let form = form();
    let files: Vec<(&str, &str)> =
        [("piperoll.toml", form.as_str())].into_iter().chain(files.iter().copied()).collect();
    let (_folder, collection) = made("", &files);
    let told = findings(&collection, &[]);
    let told = told["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] != "note");
    told.map(|finding| format!("{}: {}", finding["code"].as_str().unwrap(), finding["message"].as_str().unwrap()))
        .collect()
}

const OWN: (&str, &str) = ("returns/2022-23-q3/north.txt", NORTH);

fn beside(both: &str) -> Vec<String> {
    told(&[OWN, ("returns/2022-23-q3/Social care Q3.txt", both)])
}

#[test]
fn a_file_of_two_areas_is_the_return_of_both() {
    assert_eq!(beside(BOTH), Vec::<String>::new());
    let form = form();
    let files = [("piperoll.toml", form.as_str()), OWN, ("returns/2022-23-q3/Social care Q3.txt", BOTH)];
    let (_folder, collection) = made("", &files);
    let titles: Vec<String> = report(&collection).tables().map(|table| table.title.clone()).collect();
    for area in ["North", "East", "West"] {
        assert!(titles.iter().any(|title| title == area), "{titles:?}");
    }
}

#[test]
fn finances_own_file_is_nobodys_return_where_the_form_says_so() {
    // It names an area inside, which has sent nothing.
    let finance = (
        "returns/2022-23-q3/Finance monitoring Q3.txt",
        "== Return\nNorth savings\nScheme | Target | Forecast | Share\nVoids | 1 | 1 | 100%\n",
    );
    let form = form().replacen("[report]\n", "[report]\nnot_returns = [\"Finance monitoring {period}\"]\n", 1);
    let both = ("returns/2022-23-q3/Social care Q3.txt", BOTH);
    let all = |files: &[(&str, &str)]| -> Vec<String> {
        let files: Vec<(&str, &str)> =
            [("piperoll.toml", form.as_str())].into_iter().chain(files.iter().copied()).collect();
        let (_folder, collection) = made("", &files);
        let told = findings(&collection, &[]);
        let told = told["findings"].as_array().unwrap().iter();
        told.map(|finding| {
            format!("{}: {}", finding["severity"].as_str().unwrap(), finding["message"].as_str().unwrap())
        })
        .collect()
    };
    let there = all(&[OWN, both, finance]);
    let said =
        "'Finance monitoring Q3.xlsx' is a workbook that is no return by the form (`not_returns`), so it is not read";
    assert!(there.iter().any(|told| *told == format!("note: {said}")), "{there:?}");
    assert!(there.iter().all(|told| told.starts_with("note")), "{there:?}");
    let alone = all(&[both, finance]);
    assert!(alone.iter().any(|told| told.starts_with("error: no return came from North")), "{alone:?}");
}

#[test]
fn what_the_file_lacks_and_whose_rows_it_does_not_hold_is_told() {
    let lacks = beside(BOTH.split_once("West |").unwrap().0);
    assert_eq!(
        lacks,
        ["no-row: West: Social care Q3.xlsx holds no scheme of it, and the form says that it is its return too"]
    );
    let other = beside(&format!("{BOTH}North |\nLets | 7 | 7 | 100%\nTotal | 7 | 7 | 100%\n"));
    let said = "1 scheme of North stands in Social care Q3.xlsx from A9 on, which the form says is the return of East and West";
    assert!(other.iter().any(|told| told.starts_with("unknown-row-area") && told.contains(said)), "{other:?}");
    // The file itself is missed, and not the two areas one by one.
    let missing = told(&[OWN]);
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert!(missing[0].starts_with("missing-return") && missing[0].contains("Social care"), "{missing:?}");
    // A file of its own beside it would count twice.
    let east = NORTH.replace("Voids", "Lets");
    let twice = told(&[OWN, ("returns/2022-23-q3/Social care Q3.txt", BOTH), ("returns/2022-23-q3/east.txt", &east)]);
    assert_eq!(
        twice,
        [
            "two-returns: Social care Q3.xlsx and east.xlsx are both the return of East; only Social care Q3.xlsx is read"
        ]
    );
}

#[test]
fn an_areas_own_file_is_missed_for_a_list_that_the_file_of_several_does_not_hold() {
    let risks = "\n[[list]]\nid = \"risks\"\nitem = \"risk\"\nkey = \"risk\"\n\n[[list.column]]\nid = \"risk\"\nheading = \"Risk\"\nkind = \"text\"\n\n\
                 [[list.column]]\nid = \"cost\"\nheading = \"Cost\"\nkind = \"money\"\nunit = \"thousands\"\n\n[[return]]\nlist = \"risks\"\nfile = \"{area}\"\n\n\
                 [[table]]\nid = \"risks\"\ntitle = \"Risks\"\nfrom = \"risks\"\ntotal_label = \"Total\"\n";
    let form = format!("{}{risks}", form());
    let own = format!("{NORTH}== Risks\nRisk | Cost\nFlood | 5\nTotal | 5\n");
    let files = [
        ("piperoll.toml", form.as_str()),
        ("returns/2022-23-q3/north.txt", own.as_str()),
        ("returns/2022-23-q3/Social care Q3.txt", BOTH),
    ];
    let (_folder, collection) = made("", &files);
    let told = findings(&collection, &[]);
    let missing = told["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == "missing-return");
    assert_eq!(missing.count(), 2, "{told:#}");
}
