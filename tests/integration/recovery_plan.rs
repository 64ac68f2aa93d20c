//! The published recovery plan, from Excel returns to a final appendix: every figure, every slip, every movement.
//!
//! What the council published stands in `tests/data/recovery-plan*.csv`, as printed.

use std::fs;
use std::path::Path;

use calamine::Data;
use piperoll::collection::Collection;
use piperoll::pipeline::{Inputs, Options};
use piperoll::reconcile::MovementLine;
use piperoll::report::{Appears, Block, Origin, Report, RowKind, Table};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::support::{build, copy, findings, recovery_plan, repository, rows, sample, sheets, solid};
use crate::workbook;

const AWD: &str = "returns/2022-23-q3/AWD Q3 return v4 FINAL (2).xlsx";
const LIVING: &str = "returns/2022-23-q3/Living and Ageing Well.xlsx";
const GOVERNANCE: &str = "returns/2022-23-q3/governance-and-inclusion.xlsx";
const OVERALL: &str = "returns/2022-23-q3/overall.xlsx";

/// Every slip that can be seen from the cells: code, file, cell, stated (figure or as typed), expected, difference.
type Slip = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);
const SLIPS: [Slip; 14] = [
    ("column-total", AWD, "G20", "3440", "3292", "148"),
    ("computed-percent", GOVERNANCE, "D5", "150", "162", "-12"),
    ("pound-sign", GOVERNANCE, "F8", "1204", "", ""),
    ("done-not-achieved", GOVERNANCE, "G8", "1204", "1254", "-50"),
    ("done-not-achieved", AWD, "H16", "440", "678", "-238"),
    ("amount-unit", LIVING, "G6", "£2708, £3088m", "", ""),
    ("amount-unit", LIVING, "G7", "£1,436", "", ""),
    ("amount-contradiction", LIVING, "G7", "£2.9m; £3,900k; £1.5m; £508k", "", ""),
    ("amount-contradiction", AWD, "H6", "1300000", "2332000", "-1032000"),
    ("form-check", GOVERNANCE, "E5", "150", "162", "-12"),
    ("form-check", LIVING, "F10", "0", "0", "0"),
    ("weighted-total", GOVERNANCE, "E8", "1780.68", "1681", "99.68"),
    ("net-hides-over-delivery", OVERALL, "G13", "1285", "1814", "-529"),
    // The movement that a narrative cell speaks of: 'further invoices … take 20% off the forecast'.
    ("movement-unexplained", AWD, "D14", "560", "700", "-140"),
];

/// The computed figures that do not follow from their own rows: table, row, heading, published, printed.
const CORRECTED: [(&str, &str, &str, &str, &str); 2] = [
    ("3. Adults with a Disability", "Total", "Achieved to Date (£000s)", "3,440", "3,292"),
    ("6. Governance and Inclusion", "Income & Payments Programme", "% By 31/03/23", "150%", "162%"),
];

/// Areas print under one name, wherever they stand: as finance's summary names them, and as the sections do.
const NAMES: [(&str, &str); 4] = [
    ("Adults with Disabilities", "Adults with a Disability"),
    ("Mental Health and Wellbeing", "Mental Health and Safeguarding"),
    ("Care Governance and Inclusion", "Governance and Inclusion"),
    ("Commissioning and Partnerships", "Adult Commissioning and Partnerships"),
];

/// The report of the recovery plan, by the library.
pub fn report() -> Report {
    with_examined(|examined, _| examined.report().unwrap())
}

fn with_examined<T>(then: impl Fn(&piperoll::pipeline::Examined<'_>, &Collection) -> T) -> T {
    let collection = Collection::open(&sample("recovery-plan")).unwrap();
    let inputs = Inputs::read(&collection, &Options::default()).unwrap();
    then(&inputs.examine().unwrap(), &collection)
}

fn tables(report: &Report) -> impl Iterator<Item = &Table> {
    report.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    })
}

/// A published table: its title, its headings and its rows, the total last.
struct Published {
    title: String,
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

fn published() -> Vec<Published> {
    let mut tables: Vec<Published> = Vec::new();
    for file in ["recovery-plan.csv", "recovery-plan-overall.csv"] {
        let text = fs::read_to_string(repository().join("tests/data").join(file)).unwrap();
        let mut lines = text.lines().map(fields);
        // 'section, row_kind' stand before the council's own headings.
        let headings = lines.next().unwrap().split_off(2);
        for mut line in lines {
            let cells = line.split_off(2);
            if tables.last().is_none_or(|table| table.title != line[0]) {
                tables.push(Published { title: line[0].clone(), headings: headings.clone(), rows: Vec::new() });
            }
            assert_eq!(line[1] == "total", cells[0] == "Total");
            tables.last_mut().unwrap().rows.push(cells);
        }
    }
    tables
}

/// The fields of a line of CSV; none holds a quotation mark or a line break.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut quoted) = (vec![String::new()], false);
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            character => fields.last_mut().unwrap().push(character),
        }
    }
    fields
}

/// As it must print: amounts with commas and without a pound sign (the heading says '£000s'), percentages with their sign,
/// areas under one name; all else as published.
fn as_printed(table: &str, row: &str, heading: &str, published: &str) -> String {
    for (of, at, under, stated, printed) in CORRECTED {
        if (of, at, under) == (table, row, heading) {
            assert_eq!(published, stated);
            return printed.into();
        }
    }
    if let Some((_, name)) = NAMES.iter().find(|(name, _)| *name == published) {
        return (*name).into();
    }
    let digits = published.replace([',', '£'], "");
    match digits.parse::<i64>() {
        Ok(number) if heading.contains('%') => format!("{number}%"),
        Ok(_) => commas(&digits),
        Err(_) => published.into(),
    }
}

/// '1234' as '1,234'.
fn commas(figure: &str) -> String {
    let (sign, digits) = figure.split_at(usize::from(figure.starts_with('-')));
    let groups: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
    let groups: Vec<&str> = groups.into_iter().map(|group| std::str::from_utf8(group).unwrap()).collect();
    format!("{sign}{}", groups.join(","))
}

#[test]
fn the_build_is_final_and_leaves_three_files() {
    let built = recovery_plan();
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert_eq!(built.stdout, "");
    assert!(built.stderr.contains("For clearance: "), "{}", built.stderr);
    let names: Vec<&str> = built.files.keys().map(String::as_str).collect();
    assert_eq!(names[names.len() - 2..], ["consolidated.xlsx", "findings.json"]);
    assert_eq!(names.contains(&"appendix.pdf"), cfg!(feature = "typst"));
    let json = built.json();
    assert_eq!((&json["counts"]["error"], &json["counts"]["query"]), (&0.into(), &0.into()));
    assert_eq!((&json["period"], &json["prior"]), (&"2022-23-q3".into(), &"2022-23-q2".into()));
    assert!(!built.pages().is_some_and(|pages| pages.concat().contains("DRAFT")));
}

#[test]
fn everything_settled_is_visible_wherever_it_is_read() {
    let built = recovery_plan();
    let json = built.json();
    let settled: Vec<&Value> =
        json["findings"].as_array().unwrap().iter().filter(|finding| finding["status"] == "explained").collect();
    assert_eq!(json["counts"]["explained"], settled.len());
    assert!(settled.len() >= SLIPS.len(), "{}", settled.len());
    let pdf = built.pages().map(|pages| pages.concat());
    let sheets = sheets(built.xlsx());
    let sheet = |name: &str| rows(&sheets.iter().find(|(known, _)| known == name).unwrap().1);
    let (findings, explained) = (sheet("Findings"), sheet("Explained and set aside"));
    let explained = [explained, sheet("Reasons given for what changed")].concat();
    for finding in settled {
        let text = |value: &Value| value.as_str().unwrap().to_string();
        let (id, message, answer) = (text(&finding["id"]), text(&finding["message"]), &finding["explained_by"]);
        let (words, role) = (text(&answer["words"]), text(&answer["role"]));
        assert!(answer["line"].as_u64().is_some_and(|line| line > 0) && !text(&answer["date"]).is_empty(), "{id}");
        // What differs from last time, and what stands in place of a figure, is for everybody to read; the rest is in the workbook.
        let prints = finding["family"] == "period" || answer["kind"] == "set-aside";
        for piece in [&words, &role].into_iter().filter(|_| prints) {
            let printed = pdf.as_ref().is_none_or(|pdf| pdf.contains(&solid(piece)));
            assert!(printed, "{id}: not in the appendix: {piece}");
        }
        let has = |row: &&Vec<String>, piece: &str| row.iter().any(|cell| solid(cell).contains(&solid(piece)));
        let row = findings.iter().find(|row| has(row, &id)).unwrap_or_else(|| panic!("{id} is not in 'Findings'"));
        assert!(["Explained", &message, &words, &role].iter().all(|piece| has(&row, piece)), "{id}: {row:?}");
        let told = [without_cells(&message), words, role];
        let is_told = explained.iter().any(|row| told.iter().all(|piece| has(&row, piece)));
        assert!(is_told, "{id} is not told: {told:?}");
    }
}

/// A message as far as it names no cell: what prints says none.
fn without_cells(message: &str) -> String {
    let is_cell = |part: &str| {
        let digits = part.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
        digits.len() < part.len() && !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit())
    };
    message
        .split(" (")
        .next()
        .filter(|_| message.split([' ', '(', ')', ',']).any(is_cell))
        .unwrap_or(message)
        .to_string()
}

#[test]
fn every_published_figure_stands_in_its_cell() {
    let report = report();
    let (mut figures, mut corrected) = (0, 0);
    for published in published() {
        let table = tables(&report).find(|table| table.title == published.title);
        let table = table.unwrap_or_else(|| panic!("there is no table '{}'", published.title));
        let kinds: Vec<RowKind> = table.rows.iter().map(|row| row.kind).collect();
        let (total, items) = kinds.split_last().unwrap();
        assert!(*total == RowKind::Total && items.iter().all(|kind| *kind == RowKind::Item), "{kinds:?}");
        assert_eq!(table.rows.len(), published.rows.len(), "{}", published.title);
        for (column, heading) in published.headings.iter().enumerate() {
            // The text that we had writes the raised 'st' apart.
            let heading = heading.replace("1 st ", "1st ");
            assert_eq!(table.columns[column].heading, heading, "{}", published.title);
            for (row, published_row) in table.rows.iter().zip(&published.rows) {
                let expected = as_printed(&published.title, &published_row[0], &heading, &published_row[column]);
                let cell = &row.cells[column];
                assert_eq!(cell.text(), expected, "{}, {}, {heading}", published.title, published_row[0]);
                corrected += usize::from(expected != published_row[column] && expected.replace(',', "") == "3292");
                if let Some(number) = cell.number() {
                    figures += 1;
                    let plain = expected.replace([',', '%'], "").parse::<Decimal>().unwrap();
                    let plain = if expected.ends_with('%') { plain / Decimal::ONE_HUNDRED } else { plain };
                    let reach = if expected.ends_with('%') { Decimal::new(5, 3) } else { Decimal::ZERO };
                    assert!((number - plain).abs() <= reach, "{number} prints as {expected}");
                }
            }
        }
    }
    assert_eq!(corrected, 1);
    assert!(figures > 180, "{figures} figures");
}

#[test]
fn appendix_and_workbook_show_every_published_row() {
    let report = report();
    let pages = recovery_plan().pages();
    let sheets = sheets(recovery_plan().xlsx());
    for published in published() {
        let table = tables(&report).find(|table| table.title == published.title).unwrap();
        let range = &sheets.iter().find(|(name, _)| *name == table.sheet).unwrap().1;
        let sheet = rows(range);
        let first = sheet.iter().position(|row| solid(&row[0]) == solid(&table.columns[0].heading)).unwrap() + 1;
        for (index, row) in table.rows.iter().enumerate() {
            // Cell after cell, narrative and all, whole on one page.
            let solid_row: String = row.cells.iter().map(|cell| solid(cell.text())).collect();
            let label = row.cells[0].text();
            let on_a_page = |pages: &Vec<String>| pages.iter().any(|page| page.contains(&solid_row));
            assert!(pages.as_ref().is_none_or(on_a_page), "{}: {label}: {solid_row}", published.title);
            for (column, cell) in row.cells.iter().enumerate() {
                let held = range.get((first + index, column)).unwrap_or(&Data::Empty);
                let place = format!("sheet {}, {label}, {}", table.sheet, table.columns[column].heading);
                match (cell.number(), held) {
                    (Some(number), Data::Float(held)) => {
                        let held = Decimal::try_from(*held).unwrap();
                        assert!((held - number).abs() < Decimal::new(1, 9), "{place}: {held} for {number}");
                    }
                    (None, held) => assert_eq!(held.to_string(), cell.text(), "{place}"),
                    (Some(number), held) => panic!("{place}: {held:?} for {number}"),
                }
            }
        }
    }
}

/// Code, file, cell, stated, expected, difference of a finding.
fn described(finding: &Value) -> [String; 6] {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let stated = if finding["stated"].is_null() { &finding["stated_text"] } else { &finding["stated"] };
    [
        text(&finding["code"]),
        text(&finding["at"]["file"]),
        text(&finding["at"]["cell"]),
        text(stated),
        text(&finding["expected"]),
        text(&finding["difference"]),
    ]
}

#[test]
fn every_published_slip_is_a_finding_with_its_cell_both_figures_and_the_difference() {
    let json = recovery_plan().json();
    let all = json["findings"].as_array().unwrap();
    for (code, file, cell, stated, expected, difference) in SLIPS {
        let slip = [code, file, cell, stated, expected, difference].map(str::to_string);
        let finding = all.iter().find(|finding| described(finding) == slip);
        let finding = finding.unwrap_or_else(|| panic!("no finding {slip:?} among {:#?}", places(all)));
        let message = finding["message"].as_str().unwrap();
        if ["column-total", "computed-percent"].contains(&code) {
            for figure in [stated, expected, difference.trim_start_matches('-')] {
                assert!(message.contains(&commas(figure)), "{figure} is not said: {message}");
            }
        }
        assert!(!finding["help"].as_str().unwrap().is_empty(), "{code}");
    }
}

fn places(findings: &[Value]) -> Vec<[String; 6]> {
    findings.iter().map(described).collect()
}

#[test]
fn findings_json_keeps_its_contract() {
    let json = recovery_plan().json();
    let keys = |value: &Value| {
        let mut keys: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        keys.sort_unstable();
        keys.join(" ")
    };
    assert_eq!(keys(&json), "collection counts findings fingerprint period prior schema status");
    assert_eq!((&json["schema"], &json["collection"]), (&1.into(), &"recovery-plan".into()));
    assert_eq!(keys(&json["counts"]), "error explained note query");
    let mut ids = Vec::new();
    for finding in json["findings"].as_array().unwrap() {
        assert_eq!(
            keys(finding),
            "area at code column demanded_by difference expected explained_by family help id message related rows \
             scheme severity stated stated_text status unit"
        );
        let fields =
            if finding["at"]["range"].is_null() { "cell file line sheet" } else { "cell file line range sheet" };
        assert_eq!(keys(&finding["at"]), fields);
        let file = finding["at"]["file"].as_str().unwrap();
        assert!(sample("recovery-plan").join(file).is_file(), "{file} is there, as its path says");
        ids.push(finding["id"].as_str().unwrap());
    }
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "every id stands once");
}

#[test]
fn every_given_figure_is_traced_to_its_cell() {
    let report = report();
    let sheets = sheets(recovery_plan().xlsx());
    let sources = rows(&sheets.iter().find(|(name, _)| name == "Sources").unwrap().1);
    let mut traced = 0;
    for table in tables(&report).filter(|table| table.appears != Appears::Workbook) {
        for cell in table.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.number().is_some()) {
            assert_ne!(cell.origin, Origin::Label, "{}: {cell:?}", table.title);
            for place in cell.origin.places() {
                let (file, sheet) = (place.file.to_string(), place.sheet.as_deref().unwrap().to_string());
                let address = place.cell.unwrap().to_string();
                let found = sources.iter().any(|row| [&file, &sheet, &address].iter().all(|part| row.contains(part)));
                assert!(found, "{}: {place}", table.title);
                traced += 1;
            }
        }
    }
    assert!(traced > 100, "{traced}");
}

#[test]
fn the_prior_period_s_movements_are_all_found() {
    let json = recovery_plan().json();
    let codes: Vec<&str> =
        json["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    for code in [
        "scheme-appeared",
        "scheme-vanished",
        "scheme-renamed",
        "target-rebased",
        "target-changed",
        "cumulative-fell",
        "movement-unexplained",
        "summary-alias",
    ] {
        assert!(codes.contains(&code), "{code} is not among {codes:?}");
    }
    with_examined(|examined, _| {
        let reconciliation = examined.reconciliation.as_ref().unwrap();
        let lines: Vec<MovementLine> =
            reconciliation.pairs.iter().flat_map(|pair| &pair.changes).map(|change| change.line).collect();
        for line in [MovementLine::New, MovementLine::Closed, MovementLine::Rebased, MovementLine::Other] {
            assert!(lines.contains(&line), "{line:?}");
        }
        assert_eq!(reconciliation.movements.len(), 3 * 7, "three columns, six areas and overall");
        for movement in &reconciliation.movements {
            let sum: Decimal = movement.lines.iter().copied().sum::<Decimal>() + movement.opening;
            assert_eq!(sum, movement.closing, "{:?} {}", movement.area, movement.column);
        }
    });
}

#[test]
fn every_printed_movement_closes() {
    let report = report();
    let movements: Vec<&Table> = tables(&report).filter(|table| table.id.starts_with(".movement.")).collect();
    assert_eq!(movements.len(), 4, "target, forecast, achieved; the percentage in the workbook alone");
    for (table, role) in movements.iter().zip([1, 2, 5, 3]) {
        let adds_up = table.appears != Appears::Workbook;
        for row in &table.rows {
            let numbers: Vec<Decimal> = row.cells[1..].iter().map(|cell| cell.number().unwrap()).collect();
            let (closing, rest) = numbers.split_last().unwrap();
            let (opening, change) = (numbers[numbers.len() - 3], numbers[numbers.len() - 2]);
            let sum = if adds_up { rest.iter().sum() } else { opening + change / Decimal::ONE_HUNDRED };
            assert_eq!(sum.round_dp(12), closing.round_dp(12), "{}: {}", table.title, row.cells[0].text());
            // What it closes on is what the area's own table totals.
            let name = row.cells[0].text();
            if let Some(area) = tables(&report).find(|area| area.id.starts_with("area-") && area.title.ends_with(name))
            {
                assert_eq!(area.rows.last().unwrap().cells[role].number(), Some(*closing), "{name}");
            }
        }
    }
}

#[test]
fn a_period_reconciled_with_itself_gives_nothing() {
    for period in ["2022-23-q2", "2022-23-q3"] {
        let json = findings(&sample("recovery-plan"), &["--period", period, "--prior", period]);
        let found: Vec<&Value> =
            json["findings"].as_array().unwrap().iter().filter(|finding| finding["family"] == "period").collect();
        assert!(found.is_empty(), "{period}: {found:#?}");
    }
}

#[test]
fn without_decisions_it_is_a_draft_on_every_page_and_sheet() {
    let (_folder, collection) = copy(&sample("recovery-plan"));
    fs::remove_file(collection.join("decisions.toml")).unwrap();
    let draft = build(&collection, &[]);
    assert_eq!(draft.code, 1, "{}", draft.stderr);
    assert_eq!(draft.stdout, "");
    let json = draft.json();
    assert_eq!(json["counts"]["error"], 2);
    let all = json["findings"].as_array().unwrap();
    for (code, file, cell, ..) in SLIPS {
        let found = all
            .iter()
            .find(|finding| finding["code"] == code && finding["at"]["file"] == file && finding["at"]["cell"] == cell);
        assert_eq!(found.unwrap_or_else(|| panic!("{code} {cell}"))["status"], "open", "{code} {cell}");
    }
    for (number, page) in (263..).zip(draft.pages().unwrap_or_default()) {
        assert!(page.contains("DRAFT"), "page {number}");
    }
    for (name, range) in sheets(draft.xlsx()) {
        assert!(rows(&range).iter().flatten().any(|cell| cell.contains("DRAFT")), "sheet {name}");
    }
    let mut properties = 0;
    crate::support::repack(draft.xlsx(), |name, text| {
        assert!(!name.starts_with("docProps/c") || text.contains("DRAFT"), "{name}");
        text
    });
    for (name, range) in sheets(recovery_plan().xlsx()) {
        properties += 1;
        assert!(!rows(&range).iter().flatten().any(|cell| cell.contains("DRAFT")), "sheet {name} of the final one");
    }
    assert!(properties > 10);
    // The computed figures are right all the same.
    let computed = |pages: Vec<String>| pages.concat().contains("9,5064,65849%92%(8.78m)3,292");
    assert!(draft.pages().is_none_or(computed));
}

/// The slips mended in the grids: grid, what stands in it, what comes in its place.
const MENDED: [(&str, &str, &str); 10] = [
    (AWD, "| 3,440 |", "| 3,292 |"),
    (AWD, "£1.3m short of target", "£2.332m short of target by then"),
    (AWD, "| Work complete |", "| Reviews are finished; the savings build up to the end of the year |"),
    (GOVERNANCE, "| 150% | 150% |", "| 162% | 162% |"),
    (GOVERNANCE, "| £1,204 | Delivered – No Mitigations Required", "| 1,204 | On course"),
    (LIVING, "yield £2708 by", "yield £2,708k by"),
    (LIVING, "to £3088m.", "to £3,088k."),
    (LIVING, "saving of £1,436 is", "saving of £1,436k is"),
    (LIVING, "£2.9m in all", "£3.9m in all with the direct awards"),
    (LIVING, "That leaves £1.5m to be mitigated", "That leaves £0.5m to be mitigated"),
];

/// A copy of the collection with the slips mended.
fn mended() -> (tempfile::TempDir, std::path::PathBuf) {
    let (folder, collection) = copy(&sample("recovery-plan"));
    for file in [AWD, GOVERNANCE, LIVING] {
        let grid = Path::new(&file.replace("returns/", "grids/")).with_extension("txt");
        let mut text = fs::read_to_string(collection.join(grid)).unwrap();
        for (_, stands, comes) in MENDED.iter().filter(|(of, ..)| *of == file) {
            assert_eq!(text.matches(stands).count(), 1, "{stands}");
            text = text.replace(stands, comes);
        }
        fs::write(collection.join(file), workbook::workbook(&text)).unwrap();
    }
    (folder, collection)
}

#[test]
fn with_the_slips_mended_no_error_is_open_and_only_real_questions_are_left() {
    let (_folder, collection) = mended();
    let decisions = fs::read_to_string(collection.join("decisions.toml")).unwrap();
    fs::remove_file(collection.join("decisions.toml")).unwrap();
    let json = findings(&collection, &[]);
    let all = json["findings"].as_array().unwrap();
    assert_eq!(json["counts"]["error"], 0, "{:#?}", places(all));
    let mut asked: Vec<&str> = all
        .iter()
        .filter(|finding| finding["severity"] == "query" && finding["status"] == "open")
        .map(|finding| finding["code"].as_str().unwrap())
        .collect();
    asked.sort_unstable();
    assert_eq!(
        asked,
        [
            "cumulative-fell",
            "fell-to-nil",
            "fell-to-nil",
            "form-check",
            "likely-rename",
            "movement-unexplained",
            "net-hides-over-delivery",
            "scheme-appeared",
            "scheme-vanished",
            "target-changed",
            "target-changed"
        ],
        "what only people can answer: {:#?}",
        places(all)
    );

    // With the answers to these, and none to what was mended, it is final.
    let mut kept = Vec::new();
    for entry in decisions.split("\n[[").map(|entry| entry.trim_start_matches("[[")) {
        let about = entry.lines().find_map(|line| line.strip_prefix("finding = \""));
        let code = about.and_then(|about| about.split([':', '"']).next());
        // What the words of an answer raise is asked when that is given.
        let is_asked = |code: &&str| asked.contains(code) || *code == "transfer-open";
        if code.is_none_or(|code| is_asked(&code) && !entry.contains("later-position-not-below")) {
            kept.push(entry);
        }
    }
    fs::write(collection.join("decisions.toml"), kept.join("\n[[")).unwrap();
    let json = findings(&collection, &[]);
    let all = json["findings"].as_array().unwrap();
    assert_eq!((&json["counts"]["error"], &json["counts"]["query"]), (&0.into(), &0.into()), "{:#?}", places(all));

    // With all of the old answers, those to what is mended are findings in their turn: they match nothing any more.
    fs::write(collection.join("decisions.toml"), &decisions).unwrap();
    let json = findings(&collection, &[]);
    let stale = json["findings"].as_array().unwrap().iter().filter(|finding| finding["family"] == "decision").count();
    assert_eq!(stale, 11, "{:#?}", places(json["findings"].as_array().unwrap()));
}
