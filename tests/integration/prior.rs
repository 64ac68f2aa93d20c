//! What a period is compared with: returns, a consolidated workbook, a locked set.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use calamine::{Reader, Xlsx};

use piperoll::collection::{Collection, Prior};
use piperoll::form::Form;
use piperoll::pipeline::{Inputs, Options};
use piperoll::reconcile::{Reconciliation, published};
use piperoll::report::{Block, Origin};
use piperoll::returns::grid::{Raw, read_workbook};
use piperoll::source::Place;
use regex::Regex;

use crate::support::{built, copy, findings, piperoll, piperoll_build, report, sample, sheets, stderr, unpublished};

fn reconciliation(collection: &Path, prior: Option<Prior>) -> (Reconciliation, Vec<(String, String)>) {
    let collection = Collection::open(collection).unwrap();
    let inputs = Inputs::read(&collection, &Options { prior, ..Options::default() }).unwrap();
    let examined = inputs.examine().unwrap();
    let findings =
        examined.findings.iter().map(|finding| (finding.id.clone(), format!("{:?}", finding.difference))).collect();
    (examined.reconciliation.unwrap(), findings)
}

/// Builds a period of a sample.
fn build_prior(collection: &Path, period: &str, output: &Path) {
    let run = piperoll_build().arg(collection).args(["--period", period, "--output"]).arg(output).output().unwrap();
    assert!(matches!(run.status.code(), Some(0 | 1)), "{}", stderr(&run));
}

/// Every sample with its prior period.
const SAMPLES: [(&str, &str); 5] = [
    ("recovery-plan", "2022-23-q2"),
    ("rag-schemes", "2012-13-q1"),
    ("savings-list", "2020-21-outturn"),
    ("budget-recovery", "2018-19-p02"),
    ("multi-year-programme", "2017-18-p10"),
];

#[test]
fn a_consolidated_workbook_gives_the_same_movements_and_findings_as_the_returns() {
    for (name, period) in SAMPLES {
        let output = tempfile::tempdir().unwrap();
        build_prior(&sample(name), period, output.path());
        let set = output.path().join(period);
        let (by_returns, findings) = reconciliation(&sample(name), None);
        let (by_workbook, again) = reconciliation(&sample(name), Some(Prior::File(set.join("consolidated.xlsx"))));
        assert!(!by_returns.movements.is_empty(), "{name}");
        assert_eq!(by_workbook.movements, by_returns.movements, "{name}");
        assert_eq!(again, findings, "{name}");
        assert_eq!(by_workbook.prior, by_returns.prior, "{name}");
        // A locked set is a folder with such a workbook.
        let (by_set, _) = reconciliation(&sample(name), Some(Prior::File(set)));
        assert_eq!(by_set.movements, by_returns.movements, "{name}");
    }
}

#[test]
fn a_placeholder_stays_one_in_the_data_and_in_formulas() {
    let mut placeholders = 0;
    let literal = Regex::new(r"(^|[(,+*/-])0[-+*/]").unwrap();
    for (name, _) in SAMPLES {
        let report = report(&sample(name));
        let mut read = BTreeMap::new();
        let tables = report.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
            Block::Table(table) if table.id.starts_with(".data.") => Some(table),
            _ => None,
        });
        for cell in tables.flat_map(|table| &table.rows).flat_map(|row| &row.cells) {
            let Origin::Given(Place { file, sheet: Some(sheet), cell: Some(at), .. }) = &cell.origin else { continue };
            if !file.ends_with(".xlsx") {
                continue;
            }
            let file_of = || sheets(&fs::read(sample(name).join(&**file)).unwrap());
            let of_file = read.entry(file.to_string()).or_insert_with(file_of);
            let (_, range) = of_file.iter().find(|(name, _)| **name == **sheet).unwrap();
            let stated = range.get_value((at.row, at.column)).map(ToString::to_string).unwrap_or_default();
            let is_figure = stated.contains(|letter: char| letter.is_ascii_digit());
            assert!(is_figure || cell.number().is_none(), "{name}: '{stated}' in {file} {at} became {}", cell.text());
            placeholders += usize::from(!is_figure && cell.text() == stated.trim() && !stated.trim().is_empty());
        }
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(built(name).xlsx().to_vec())).unwrap();
        for sheet in book.sheet_names().to_vec() {
            for (row, column, formula) in book.worksheet_formula(&sheet).unwrap().used_cells() {
                assert!(!literal.is_match(formula), "{name}: {sheet} {row} {column}: {formula}");
            }
        }
    }
    assert!(placeholders > 100, "{placeholders}");
}

#[test]
fn the_last_published_set_is_the_prior_unless_another_is_named() {
    let (_folder, collection) = unpublished("recovery-plan");
    let output = tempfile::tempdir().unwrap();
    build_prior(&collection, "2022-23-q2", output.path());
    for set in ["1", "2"] {
        let locked = collection.join("published/2022-23-q2").join(set);
        fs::create_dir_all(&locked).unwrap();
        fs::copy(output.path().join("2022-23-q2/consolidated.xlsx"), locked.join("consolidated.xlsx")).unwrap();
    }
    // The first set is no workbook at all: only the newest counts.
    fs::write(collection.join("published/2022-23-q2/1/consolidated.xlsx"), b"").unwrap();
    let (published, _) = reconciliation(&collection, None);
    assert_eq!(published.prior_from.words(published.prior), "what was published for Quarter 2, 2022/23");
    let at = &published.before.schemes[0].at;
    assert_eq!(&*at.file, "published/2022-23-q2/2/consolidated.xlsx");
    let period = piperoll::period::Period::parse("2022-23-q2").unwrap();
    let (returns, _) = reconciliation(&collection, Some(Prior::Period(period)));
    assert_eq!(returns.prior_from.words(returns.prior), "the returns of Quarter 2, 2022/23");
}

/// The recovery plan with quarter 2 built, and what `check` says of it with sets published as `sets` has them: path in published/, and
/// which workbook (or none) lies there.
fn published(sets: &[(&str, Option<&[u8]>)]) -> (Option<i32>, String) {
    let (_folder, collection) = unpublished("recovery-plan");
    for (folder, workbook) in sets {
        let set = collection.join("published").join(folder);
        fs::create_dir_all(&set).unwrap();
        if let Some(bytes) = workbook {
            fs::write(set.join("consolidated.xlsx"), bytes).unwrap();
        }
    }
    let run = piperoll().arg("check").arg(&collection).output().unwrap();
    (run.status.code(), stderr(&run))
}

#[test]
fn an_older_base_never_steps_in_for_what_was_published_last() {
    let output = tempfile::tempdir().unwrap();
    build_prior(&sample("recovery-plan"), "2022-23-q2", output.path());
    let q2 = fs::read(output.path().join("2022-23-q2/consolidated.xlsx")).unwrap();
    let empty = crate::workbook::workbook("== Data projects\nnothing");
    let first = ("2022-23-q2/1", Some(q2.as_slice()));
    let second = "2022-23-q2/2";
    let (code, said) = published(&[first]);
    assert!(matches!(code, Some(0 | 1)), "{said}");
    let compared =
        "Compared with what was published for Quarter 2, 2022/23 (published/2022-23-q2/1/consolidated.xlsx).";
    assert!(said.lines().any(|line| line == compared), "{said}");
    let instead = "would be compared with published/2022-23-q2/1/consolidated.xlsx (Quarter 2, 2022/23)";
    for (sets, found, otherwise) in [
        (vec![first, (second, None)], "published/2022-23-q2/2 holds no consolidated.xlsx", instead),
        (
            vec![first, (second, Some(b""))],
            "2/consolidated.xlsx cannot be the prior period: the file is empty",
            instead,
        ),
        (
            vec![first, (second, Some(&empty))],
            "2/consolidated.xlsx cannot be the prior period: its sheet 'Data projects'",
            instead,
        ),
        (
            vec![first, ("2022-23-q2/2 corrected", None)],
            "published/2022-23-q2/2 corrected is no set that is understood",
            "",
        ),
        (
            vec![first, ("2022-23-q2/01", Some(&q2))],
            "published/2022-23-q2/01 and published/2022-23-q2/1 are both set 1",
            "",
        ),
        (vec![first, ("2022-23-q2 final", None)], "published/2022-23-q2 final is no period that is understood", ""),
        (vec![first, ("2022-23-q2", Some(&q2))], "published/2022-23-q2/consolidated.xlsx lies in no set", ""),
        (
            vec![("2022-23-q2", None)],
            "published/2022-23-q2 holds no published set",
            "the returns in returns/2022-23-q2",
        ),
        (
            vec![("2022-23-q1/1", Some(&q2))],
            "it lies in a folder of 2022-23-q1 (Quarter 1, 2022/23), and holds the figures of 2022-23-q2 (Quarter 2, 2022/23)",
            "the returns in returns/2022-23-q2",
        ),
    ] {
        let (code, said) = published(&sets);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(found) && said.contains(otherwise), "{found}: {said}");
    }
    // Sets of this period, and of later ones, are no base of it.
    for later in ["2022-23-q3/1", "2022-23-outturn/1"] {
        let (code, said) = published(&[first, (later, None)]);
        assert!(matches!(code, Some(0 | 1)) && said.contains(compared), "{said}");
    }
    // One that a person names is held to its folder as well.
    let wrong = output.path().join("2022-23-q1");
    fs::create_dir_all(&wrong).unwrap();
    fs::write(wrong.join("consolidated.xlsx"), &q2).unwrap();
    let run = piperoll().arg("check").arg(sample("recovery-plan")).arg("--prior").arg(&wrong).output().unwrap();
    assert!(
        run.status.code() == Some(2) && stderr(&run).contains("it lies in a folder of 2022-23-q1"),
        "{}",
        stderr(&run)
    );
}

#[test]
fn a_prior_period_without_a_return_stops_the_run() {
    let (_folder, collection) = unpublished("recovery-plan");
    let folder = collection.join("returns/2022-23-q2");
    fs::remove_dir_all(&folder).unwrap();
    fs::create_dir(&folder).unwrap();
    let run = piperoll().arg("check").arg(&collection).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    let said = stderr(&run);
    assert!(
        said.contains("returns/2022-23-q2 holds no return") && said.contains("compared with nothing at all"),
        "{said}"
    );
}

#[test]
fn sources_and_the_text_name_what_was_compared_with() {
    let output = tempfile::tempdir().unwrap();
    let built = |period: &str, compared: Option<&str>| {
        let mut run = piperoll_build();
        run.arg(sample("recovery-plan")).args(["--period", period, "--output"]).arg(output.path());
        let said = stderr(&run.output().unwrap());
        assert_eq!(said.lines().find(|line| line.starts_with("Compared with")), compared, "{said}");
        let xlsx = fs::read(output.path().join(period).join("consolidated.xlsx")).unwrap();
        let sheets = read_workbook(Path::new("x.xlsx"), &xlsx).unwrap().sheets;
        let sources = sheets.iter().find(|sheet| &*sheet.name == "Sources").unwrap();
        let stands = compared.unwrap_or("Compared with no earlier period: there was none.");
        assert!(sources.cells.values().any(|raw| raw.text() == stands), "{stands}");
        // What stands in no workbook is named by its line.
        assert!(sources.cells.values().any(|raw| raw.text().starts_with("line ")), "{stands}");
    };
    built("2022-23-q2", None);
    built(
        "2022-23-q3",
        Some(
            "Compared with what was published for Quarter 2, 2022/23 (published/2022-23-q2/1/restricted/consolidated.xlsx).",
        ),
    );
}

#[test]
fn the_same_file_again_is_noticed_where_the_prior_is_a_workbook() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    let output = tempfile::tempdir().unwrap();
    build_prior(&collection, "2022-23-q2", output.path());
    let workbook = output.path().join("2022-23-q2/consolidated.xlsx");
    let prior = workbook.to_str().unwrap();
    let again = || {
        let json = findings(&collection, &["--prior", prior]);
        let all = json["findings"].as_array().unwrap().clone();
        all.into_iter().filter(|finding| finding["code"] == "same-file-again").collect::<Vec<_>>()
    };
    assert!(again().is_empty());
    let path = |quarter: &str| format!("returns/2022-23-{quarter}/governance-and-inclusion.xlsx");
    fs::copy(collection.join(path("q2")), collection.join(path("q3"))).unwrap();
    // Nothing is left of the returns of the prior period but what the workbook says of them.
    fs::remove_dir_all(collection.join("returns/2022-23-q2")).unwrap();
    let found = again();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((&found[0]["at"]["file"], &found[0]["status"]), (&path("q3").into(), &"open".into()));
    assert_eq!(found[0]["related"][0]["file"], path("q2"));
}

#[test]
fn what_cannot_be_the_prior_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("other.xlsx");
    fs::copy(sample("recovery-plan").join("returns/2022-23-q2/overall.xlsx"), &file).unwrap();
    let check = |prior: &Path| {
        let run = piperoll().arg("check").arg(sample("recovery-plan")).arg("--prior").arg(prior).output().unwrap();
        assert_eq!(run.status.code(), Some(2));
        stderr(&run)
    };
    assert!(check(&file).contains("other.xlsx cannot be the prior period: it holds no data of an earlier period"));
    assert!(check(folder.path()).contains("there is no consolidated workbook"));
    assert!(check(&folder.path().join("nowhere")).contains("there is no file"));
}

#[test]
fn a_figure_read_back_is_traced_to_its_cell_even_if_the_form_has_changed_its_columns_since() {
    let output = tempfile::tempdir().unwrap();
    build_prior(&sample("recovery-plan"), "2022-23-q2", output.path());
    let path = output.path().join("2022-23-q2/consolidated.xlsx");
    let bytes = fs::read(&path).unwrap();
    let text = fs::read_to_string(sample("recovery-plan").join("piperoll.toml")).unwrap();
    let mut form = Form::parse("piperoll.toml", &text).unwrap();
    form.lists[0].columns.swap(1, 2);
    let position = published::position(&form, "consolidated.xlsx", &bytes).unwrap();
    let sheets = read_workbook(&path, &bytes).unwrap().sheets;
    let mut traced = 0;
    for scheme in &position.schemes {
        for (id, figure) in &scheme.figures {
            let place = &scheme.cells[id];
            let sheet = sheets.iter().find(|sheet| Some(&*sheet.name) == place.sheet.as_deref()).unwrap();
            let stands = match scheme.placeholders.get(id) {
                Some(typed) => Raw::Text(typed.as_str().into()),
                None => Raw::Number(*figure),
            };
            assert_eq!(sheet.cells[&place.cell.unwrap()], stands, "{id} of {}", scheme.label);
            traced += 1;
        }
    }
    assert!(traced > 100, "{traced}");
}
