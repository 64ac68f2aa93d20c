//! One slip that contradicts much is one finding; what it explains is told when somebody says that it is not so.

use crate::support::{findings, made};

const BEFORE: &str = "== Return
Scheme | Target | Forecast | Share
Voids | 100 | 80 | 80%
Rents | 50 | 40 | 80%
Fleet | 200 | 160 | 80%
Total | 350 | 280 | 80%
";

/// This quarter's return, with nothing to find in it.
const NOW: &str = "== Return
Scheme | Target | Forecast | Share
Voids | 100 | 82 | 82%
Rents | 50 | 41 | 82%
Fleet | 200 | 164 | 82%
Total | 350 | 287 | 82%
";

/// What is open of this quarter's return with some of its lines changed: code and cell, in the order in which it is listed.
fn open(changes: &[(&str, &str)], decisions: &str) -> Vec<(String, String)> {
    let mut grid = NOW.to_string();
    for (from, to) in changes {
        assert!(grid.contains(from), "{from}");
        grid = grid.replacen(from, to, 1);
    }
    let files = [
        ("returns/2022-23-q2/north.txt", BEFORE),
        ("returns/2022-23-q3/north.txt", &grid),
        ("decisions.toml", decisions),
    ];
    let (_folder, collection) = made("", &files);
    let found = findings(&collection, &[]);
    let open = found["findings"].as_array().unwrap().iter();
    let open = open.filter(|finding| finding["status"] == "open" && finding["severity"] != "note");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_string();
    open.map(|finding| (text(&finding["code"]), text(&finding["at"]["cell"]))).collect()
}

fn owned(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(code, cell)| ((*code).to_string(), (*cell).to_string())).collect()
}

#[test]
fn one_slip_is_one_finding_where_it_is_certain() {
    let contradicts = |cell| vec![("figure-contradicts", cell)];
    for (what, changes, expected) in [
        ("nothing", vec![], vec![]),
        ("ten times", vec![("Voids | 100", "Voids | 1,000")], contradicts("B2")),
        ("the other sign", vec![("Rents | 50", "Rents | -50")], contradicts("B3")),
        ("another digit", vec![("Rents | 50", "Rents | 60")], contradicts("B3")),
        ("two digits", vec![("Fleet | 200 | 164", "Fleet | 200 | 146")], contradicts("C4")),
        (
            "two in different columns",
            vec![("Voids | 100", "Voids | 1,000"), ("Fleet | 200 | 164", "Fleet | 200 | 1,640")],
            vec![("figure-contradicts", "B2"), ("figure-contradicts", "C4")],
        ),
        (
            "a slip, and a total that is wrong besides",
            vec![("Voids | 100", "Voids | 1,000"), ("Total | 350 | 287", "Total | 350 | 297")],
            vec![("figure-contradicts", "B2"), ("column-total", "C5")],
        ),
        ("a total alone", vec![("Total | 350", "Total | 360")], vec![("column-total", "B5")]),
        (
            "a total of last time, and the one figure that moved since",
            vec![("41 | 82%", "40 | 80%"), ("164 | 82%", "160 | 80%"), ("287 | 82%", "280 | 80%")],
            vec![("column-total", "C5")],
        ),
        ("a share alone", vec![("82 | 82%", "82 | 28%")], vec![("computed-percent", "D2")]),
    ] {
        assert_eq!(open(&changes, ""), owned(&expected), "{what}");
    }
}

#[test]
fn what_a_slip_explains_is_told_when_its_figure_stands() {
    let slip = [("Voids | 100", "Voids | 1,000")];
    let set_aside = |stands: &str| {
        format!(
            "[[set_aside]]\nfinding = \"figure-contradicts:north:voids:target\"\nstated = \"1000\"\nstands = \"{stands}\"\n\
             rows = [\"B5 350\", \"D2 0.82\"]\n\
             words = \"As agreed.\"\nrole = \"section 151 officer\"\ndate = 2023-01-20\n"
        )
    };
    assert_eq!(open(&slip, &set_aside("100")), owned(&[]));
    let told = open(&slip, &set_aside("1000"));
    let all = [("computed-percent", "D2"), ("column-total", "B5"), ("figure-of-another-size", "B2")];
    assert_eq!(told, owned(&all), "the figure stands");
    // It was decided on these cells: with another total beside it, it is another question.
    let by_another = set_aside("100").replace("B5 350", "B5 410");
    assert_eq!(open(&slip, &by_another), owned(&[("figure-contradicts", "B2")]));
}

#[test]
fn what_a_column_explains_is_told_when_it_stands_as_it_should() {
    let exchanged = [
        ("Voids | 100 | 82", "Voids | 82 | 100"),
        ("Rents | 50 | 41", "Rents | 41 | 50"),
        ("Fleet | 200 | 164", "Fleet | 164 | 200"),
        ("Total | 350 | 287", "Total | 287 | 350"),
    ];
    assert_eq!(open(&exchanged, ""), owned(&[("figures-aside", "B2")]));
    let explained = "[[explain]]\nfinding = \"figures-aside:north:target-forecast\"\nstated = \"STATED\"\n\
                     words = \"It is so.\"\nrole = \"Head of Finance\"\ndate = 2023-01-20\n";
    let files = |decisions: &str| open(&exchanged, decisions);
    // What stands in the cells is part of the answer: another text answers nothing.
    let outdated = files(explained);
    assert!(outdated.contains(&("figures-aside".into(), "B2".into())), "{outdated:?}");
    let stated = "82; 100; 41; 50; 164; 200; and 2 more (mark MARK)";
    let mark = &mark("82\n100\n41\n50\n164\n200\n287\n350");
    let told = files(&explained.replace("STATED", &stated.replace("MARK", mark)));
    assert!(!told.iter().any(|(code, _)| code == "figures-aside"), "{told:?}");
    assert!(told.len() > 4 && told.contains(&("target-changed".into(), "B2".into())), "{told:?}");
}

/// The beginning of the SHA-256 of a text, as findings quote it.
#[test]
fn targets_that_are_about_what_they_were_are_in_the_unit_they_were_in() {
    let titles = ["Voids", "Rents", "Repairs", "Homelessness", "Vacancies", "Garages", "Energy"];
    let grid = |targets: [u32; 7], moved: u32| {
        let rows = titles.iter().zip(targets).zip([380, 250, 700, 1_100, 90, 45, 310]);
        let rows: String =
            rows.map(|((title, target), forecast)| format!("{title} | {target} | {} |\n", forecast + moved)).collect();
        let sums = (targets.iter().sum::<u32>(), 2_875 + 7 * moved);
        format!("== Return\nScheme | Target | Forecast | Share\n{rows}Total | {} | {} |\n", sums.0, sums.1)
    };
    let then = grid([400, 250, 820, 1_240, 90, 60, 310], 0);
    for targets in [[430, 260, 800, 1_300, 95, 60, 310], [412, 258, 845, 1_277, 93, 62, 319]] {
        let now = grid(targets, 1);
        let (_folder, collection) =
            made("", &[("returns/2022-23-q2/north.txt", &*then), ("returns/2022-23-q3/north.txt", &now)]);
        let found = findings(&collection, &[]);
        let asked = found["findings"].as_array().unwrap().iter();
        let asked = asked.filter(|finding| finding["status"] == "open" && finding["severity"] != "note");
        let codes: Vec<&str> = asked.filter_map(|finding| finding["code"].as_str()).collect();
        assert!(!codes.is_empty() && codes.iter().all(|code| *code == "target-changed"), "{targets:?}: {codes:?}");
    }
}

fn mark(text: &str) -> String {
    let hash = piperoll::file::sha256(text.as_bytes());
    hash[..8].to_string()
}
