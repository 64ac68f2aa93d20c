//! What is personal in a return prints nowhere until somebody lets it stand, wherever it was typed, and whether the appendix is a draft
//! or not; and withholding it makes no two periods different.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use piperoll::collection::{Collection, Prior};
use piperoll::pipeline::{Inputs, Options};

use crate::support::{
    Built, build, copy, findings, made, piperoll, repack, repository, rows, sample, sheets, stderr, stdout,
};
use crate::workbook::workbook;

/// What is typed, and what of it may be read nowhere, in whatever spelling.
const SECRETS: [(&str, &str); 5] = [
    ("jo.bloggs@mail.example", "bloggs"),
    ("07700 900123", "900123"),
    ("AB 12 34 56 C", "12 34 56"),
    ("943 476 5919", "476 5919"),
    ("DOB 12/03/1961", "1961"),
];

/// Every part of a package as text.
fn parts(package: &[u8]) -> String {
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(package)).unwrap();
    let mut all = String::new();
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        all.push_str(&format!("\n--- {}\n", part.name().unwrap()));
        part.read_to_string(&mut all).unwrap();
    }
    all
}

/// Everything that a build wrote and said.
fn everything(collection: &Path) -> (Built, Vec<(String, String)>) {
    let built = build(collection, &[]);
    let mut all = vec![
        ("consolidated.xlsx".to_string(), parts(built.xlsx())),
        ("findings.json".to_string(), built.json().to_string()),
        ("stdout of build".to_string(), built.stdout.clone()),
        ("stderr of build".to_string(), built.stderr.clone()),
    ];
    if let Some(pages) = built.pages() {
        all.push(("appendix.pdf".to_string(), pages.join("\n")));
    }
    for more in
        [&["check"][..], &["check", "--all"], &["check", "--format", "json"], &["read"], &["read", "--format", "json"]]
    {
        let run = piperoll().arg(more[0]).arg(collection).args(&more[1..]).output().unwrap();
        assert!(matches!(run.status.code(), Some(0 | 1)), "{more:?}: {}", stderr(&run));
        all.push((format!("{more:?}"), stdout(&run) + &stderr(&run)));
    }
    (built, all)
}

fn nothing_is_left(all: &[(String, String)]) {
    for (name, text) in all {
        // Blanks do not count: a page breaks its lines where it likes, and so does a terminal.
        let solid: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        for (typed, part) in SECRETS {
            let part: String = part.chars().filter(|letter| !letter.is_whitespace()).collect();
            if let Some(at) = solid.find(&part) {
                let around: String = solid[..at].chars().rev().take(80).collect::<Vec<_>>().into_iter().rev().collect();
                panic!("{typed} is in {name}: {around}{part}");
            }
        }
    }
}

/// Writes the workbook of a sample's grid, changed.
fn plant(collection: &Path, sample: &str, grid: &str, changes: &[(&str, &str)], more: &str) {
    let text = fs::read_to_string(repository().join("samples").join(sample).join("grids").join(grid)).unwrap();
    let text = changes.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "{from} stands in {grid}");
        text.replacen(from, to, 1)
    });
    let target = collection.join("returns").join(grid).with_extension("xlsx");
    assert!(target.exists(), "{}", target.display());
    let names = SECRETS.iter().enumerate();
    let names: String = names.map(|(index, (typed, _))| format!("!name note_{index} {typed}\n")).collect();
    let book = workbook(&format!("{names}{text}\n{more}"));
    // Whoever saved it, and whoever wrote the comments.
    let book = repack(&book, |name, part| {
        match name {
        "docProps/core.xml" => part.replace("<dc:creator>", "<dc:creator>Jo jo.bloggs@mail.example ").replace(
            "</cp:coreProperties>",
            "<cp:lastModifiedBy>jo.bloggs@mail.example</cp:lastModifiedBy><dc:description>07700 900123</dc:description></cp:coreProperties>",
        ),
        name if name.contains("comments") => part.replace("<author>", "<author>jo.bloggs@mail.example "),
        _ => part,
    }
    });
    fs::write(target, book).unwrap();
}

#[test]
fn nothing_personal_is_in_anything_that_a_build_of_the_rag_schemes_writes_or_says() {
    let (_folder, collection) = copy(&sample("rag-schemes"));
    plant(
        &collection,
        "rag-schemes",
        "2012-13-q2/adult-social-care.txt",
        &[
            (
                "Adult Social Care Transformation Plan",
                "Ask jo.bloggs@mail.example, 07700 900123, AB 12 34 56 C, 943 476 5919, DOB 12/03/1961",
            ),
            ("Market development of major homecare provider", "Market development (jo.bloggs@mail.example)"),
            ("Homecare market development - rest of market", "Homecare: ring 07700 900123"),
            ("Reduce Learning Difficulties block contract", "Reduce the package of AB123456C"),
            ("Renegotiate Older People partner provider inflation", "Older People 943 476 5919"),
            ("Eliminate subsidies on meals", "Eliminate subsidies (DOB 12/03/1961)"),
            ("14a | AMBER |", "14a | AMBER jo.bloggs@mail.example, 07700 900123, DOB 12/03/1961 |"),
            ("'17 | AMBER", "'17 AB123456C | AMBER 943 476 5919"),
            (
                "'15 | RED | Assistive Technology | R | 1,200,000",
                "'15 | RED | Assistive Technology | R | ask 07700 900123 or AB123456C",
            ),
            ("| Reablement | R |", "| Reablement | born 12/03/1961 |"),
        ],
        "!comment C5 Ask jo.bloggs@mail.example or 07700 900123, AB123456C, 943 476 5919, DOB 12/03/1961\n\
         !box K9 Ask jo.bloggs@mail.example, DOB 12/03/1961\n",
    );
    let (built, all) = everything(&collection);
    assert_eq!(built.code, 1);
    nothing_is_left(&all);
    let book = &all[0].1;
    for mark in [
        "Market development ([e-mail address withheld])",
        "Homecare: ring [telephone number withheld]",
        "Reduce the package of [National Insurance number withheld]",
        "Older People [NHS number withheld]",
        "Eliminate subsidies (DOB [date of birth withheld])",
    ] {
        assert!(book.contains(mark), "{mark}");
        let solid = crate::support::solid(mark);
        assert!(built.pages().is_none_or(|pages| pages.iter().any(|page| page.contains(&solid))), "{mark}");
    }
}

#[test]
fn nothing_personal_is_in_anything_that_a_build_of_the_recovery_plan_writes_or_says() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    let all_of_it = "jo.bloggs@mail.example, 07700 900123, AB 12 34 56 C, 943 476 5919, DOB 12/03/1961";
    plant(
        &collection,
        "recovery-plan",
        "2022-23-q3/AWD Q3 return v4 FINAL (2).txt",
        &[
            ("Filling the new team.", &format!("Filling the new team: {all_of_it}.")),
            ("| Work complete |", &format!("| Work complete: {all_of_it} |")),
            (
                "The first project is finished; the second should be by March 2023",
                "Of £1.5m (07700 900123) the second should be by March 2023",
            ),
            ("| New Accommodation Strategy |", &format!("| New Accommodation Strategy ({all_of_it}) |")),
            ("| Note: the amounts", &format!("| Note: {all_of_it}; the amounts")),
            ("£726k remains to be mitigated", &format!("£726k remains to be mitigated ({all_of_it})")),
        ],
        "!comment C9 Ask jo.bloggs@mail.example\n",
    );
    let (built, all) = everything(&collection);
    assert_eq!(built.code, 1);
    nothing_is_left(&all);
    assert!(all[0].1.contains("New Accommodation Strategy ([e-mail address withheld], [telephone number withheld], "));
}

/// A return of the gallery's form in which a title and a text hold an address.
fn desk(title: &str, text: &str) -> String {
    format!(
        "== Return\nScheme | Target | Forecast | Share | Progress\n{title} | 100 | 80 | 80% | {text}\nVoids | 50 | 50 | 100% | Under way\n\
         Total | 150 | 130 | 87%\n"
    )
}

const Q3: &str = "returns/2022-23-q3/north.txt";
const WITH_PROGRESS: &str =
    "[[table]]\nid = \"all\"\nfrom = \"schemes\"\ntitle = \"All\"\ncolumns = [\"title\", \"target\", \"notes\"]\n";

/// The marks that the help of open findings of a code asks for.
fn stated(collection: &Path, code: &str) -> Vec<(String, String)> {
    let all = findings(collection, &[]);
    let open = all["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["code"] == code && finding["status"] == "open");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_string();
    open.map(|finding| (text(&finding["id"]), text(&finding["stated_text"]))).collect()
}

fn explain((finding, stated): &(String, String)) -> String {
    format!(
        "[[explain]]\nfinding = \"{finding}\"\nperiod = \"2022-23-q3\"\nstated = \"{stated}\"\nwords = \"An office, not a person.\"\nrole = \
         \"Head of Finance\"\ndate = 2023-01-20\n\n"
    )
}

#[test]
fn what_somebody_lets_stand_prints_and_lapses_with_it() {
    let (_folder, collection) = made(
        WITH_PROGRESS,
        &[(Q3, &desk("Desk of jo.bloggs@mail.example", "Ask jo.bloggs@mail.example or 07700 900123"))],
    );
    let open = stated(&collection, "personal-email");
    assert_eq!(open.len(), 2, "{open:?}");
    assert!(open.iter().all(|(_, stated)| stated.starts_with("an e-mail address (mark ")), "{open:?}");
    let decide = |answers: &[&(String, String)]| {
        let entries: String = answers.iter().map(|answer| explain(answer)).collect();
        fs::write(collection.join("decisions.toml"), entries).unwrap();
    };
    // While it is asked about in one cell, it prints in neither.
    decide(&[&open[0]]);
    assert!(!parts(build(&collection, &[]).xlsx()).contains("bloggs"));
    decide(&[&open[0], &open[1]]);
    let book = parts(build(&collection, &[]).xlsx());
    assert!(book.contains("Desk of jo.bloggs@mail.example"), "it stands");
    assert!(book.contains("Ask jo.bloggs@mail.example or [telephone number withheld]"), "and nothing else");
    // Another address in the same cells is another question.
    let other = desk("Desk of sam@mail.example", "Ask sam@mail.example or 07700 900123");
    fs::write(collection.join("returns/2022-23-q3/north.xlsx"), workbook(&other)).unwrap();
    let again = stated(&collection, "personal-email");
    assert_eq!(again.len(), 2, "{again:?}");
    assert!(!parts(build(&collection, &[]).xlsx()).contains("sam@"));
}

#[test]
fn contacts_that_the_form_lists_print_and_no_answer_lets_a_number_of_a_person_stand() {
    let text = "Ask desk@council.example, 943 476 5919";
    let (_folder, collection) =
        made(&format!("{WITH_PROGRESS}\n[privacy]\ncontacts = [\"@council.example\"]\n"), &[(Q3, &desk("Desk", text))]);
    let answer = explain(&("nhs-number:north:desk:notes".into(), "943 476 5919".into()));
    fs::write(collection.join("decisions.toml"), answer).unwrap();
    let book = parts(build(&collection, &[]).xlsx());
    assert!(book.contains("Ask desk@council.example, [NHS number withheld]"));
    assert!(!book.contains("476 5919"), "not even in the words of a decision");
}

#[test]
fn a_period_that_was_published_without_what_is_personal_is_compared_as_it_was_typed() {
    let was = desk("Desk of jo.bloggs@mail.example", "Under way with a team of agency staff, ring 07700 900123 for it");
    let is = was
        .replace("| 100 | 80 | 80%", "| 120 | 80 | 67%")
        .replace("Total | 150 | 130 | 87%", "Total | 170 | 130 | 76%");
    let (folder, collection) = made(WITH_PROGRESS, &[("returns/2022-23-q2/north.txt", &was)]);
    let published = build(&collection, &[]);
    assert!(!parts(published.xlsx()).contains("bloggs"));
    let book = folder.path().join("published.xlsx");
    fs::write(&book, published.xlsx()).unwrap();
    fs::create_dir_all(collection.join("returns/2022-23-q3")).unwrap();
    fs::write(collection.join("returns/2022-23-q3/north.xlsx"), workbook(&is)).unwrap();
    let found = |prior: Option<Prior>| {
        let opened = Collection::open(&collection).unwrap();
        let inputs = Inputs::read(&opened, &Options { prior, ..Options::default() }).unwrap();
        let examined = inputs.examine().unwrap();
        let reconciliation = examined.reconciliation.as_ref().unwrap();
        assert_eq!(reconciliation.one_to_one().count(), 2, "no scheme is new or gone");
        let told: Vec<String> =
            examined.findings.iter().map(|finding| format!("{} {}", finding.id, finding.message)).collect();
        (reconciliation.movements.clone(), told)
    };
    let (by_returns, by_workbook) = (found(None), found(Some(Prior::File(book))));
    assert_eq!(by_workbook, by_returns);
    assert!(
        by_returns.1.iter().any(|told| told.starts_with("target-changed:north:desk-of-e-mail-address-withheld")),
        "{by_returns:#?}"
    );
}

#[test]
fn an_entry_that_names_a_scheme_as_the_program_says_it_finds_it() {
    let was = desk("Desk of jo.bloggs@mail.example", "Under way");
    let is = was
        .replace("| 100 | 80 | 80%", "| 120 | 80 | 67%")
        .replace("Total | 150 | 130 | 87%", "Total | 170 | 130 | 76%");
    let (_folder, collection) = made("", &[("returns/2022-23-q2/north.txt", &was), (Q3, &is)]);
    let request = "[[change_request]]\nreference = \"CR-1\"\nperiod = \"2022-23-q3\"\nkind = \"rebase\"\narea = \"north\"\n\
                   scheme = \"Desk of [e-mail address withheld]\"\ncolumn = \"target\"\nfrom = 100\nto = 120\napproved_by = \"A board\"\n\
                   date = 2022-11-30\nwords = \"More work.\"\n";
    fs::write(collection.join("decisions.toml"), request).unwrap();
    let all = findings(&collection, &[]);
    let codes: Vec<&str> =
        all["findings"].as_array().unwrap().iter().filter_map(|finding| finding["code"].as_str()).collect();
    assert!(!codes.contains(&"target-changed") && !codes.contains(&"change-request-not-reflected"), "{codes:?}");
}

#[test]
fn the_name_of_a_sheet_and_of_a_file_prints_without_it_too() {
    let grid = desk("Desk", "Under way").replace("== Return", "== 07700 900123");
    let (_folder, collection) = made("", &[(Q3, &grid)]);
    let built = build(&collection, &[]);
    assert!(!parts(built.xlsx()).contains("900123"));
    let all = sheets(built.xlsx());
    let sources = rows(&all.iter().find(|(name, _)| name == "Sources").unwrap().1);
    assert!(sources.iter().any(|row| row.contains(&"[telephone number withheld]".to_string())));
}

#[test]
fn the_heading_of_a_group_is_looked_through() {
    let data = |ending: &str| {
        fs::read_to_string(repository().join("tests/data/groups/variance").with_extension(ending)).unwrap()
    };
    let grid = data("txt").replace("MLCO", "MLCO, ring 07700 900123");
    let (_folder, collection) = made("", &[("piperoll.toml", &data("toml")), ("returns/2018-19-p05/care.txt", &grid)]);
    let all = findings(&collection, &[]);
    let told = all["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == "personal-telephone");
    let cells: Vec<&str> = told.map(|finding| finding["at"]["cell"].as_str().unwrap()).collect();
    assert!(cells.contains(&"A3"), "{cells:?}");
    let book = parts(build(&collection, &[]).xlsx());
    assert!(book.contains("MLCO, ring [telephone number withheld]") && !book.contains("900123"));
}
