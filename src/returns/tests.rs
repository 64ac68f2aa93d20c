use rust_decimal::Decimal;

use super::workbook::workbook;
use super::*;

/// A small form: two areas, a list with a column of each kind, an overall summary of its own.
const FORM: &str = r#"
version = 1
[report]
title = "Savings"
council = "A Council"
committee = "A Committee"
money = { unit = "thousands", negative = "minus" }
main_list = "projects"
roles = { target = "target" }
[[area]]
id = "adults"
number = "1."
name = "Adults & Health"
also = ["Adult Social Care"]
[[area]]
id = "children"
name = "Children"
[[list]]
id = "projects"
item = "project"
items = "projects"
key = "title"
balancing = ["Balancing line"]
[[list.column]]
id = "title"
heading = "Project Title"
kind = "text"
required = true
[[list.column]]
id = "target"
heading = "Target {{year_end}} (£000s)"
also = ["Budget"]
kind = "money"
unit = "thousands"
required = true
[[list.column]]
id = "percent"
heading = "% By {{new_year}}"
kind = "percent"
total = "given"
beside = { id = "amount", of = "target" }
[[list.column]]
id = "rag"
heading = "RAG"
kind = "choice"
choices = ["RED", "AMBER", "GREEN"]
optional = true
[[list.column]]
id = "risks"
heading = "Risks"
kind = "text"
codes = { "n/a" = { means = "delivered" } }
[[return]]
list = "projects"
file = "{area}"
area = "file"
totals = ["Total"]
notes = ["Note", "*"]
[[list]]
id = "portfolios"
item = "portfolio"
items = "portfolios"
key = "portfolio"
summary_of = { list = "projects", by = "area" }
[[list.column]]
id = "portfolio"
heading = "Portfolio"
kind = "text"
required = true
[[list.column]]
id = "target"
heading = "Target {{year_end}} (£000s)"
kind = "money"
unit = "thousands"
sum = "target"
[[return]]
list = "portfolios"
file = "overall"
area = "column:portfolio"
totals = ["Total"]
optional = true
[[table]]
id = "area"
from = "projects"
one_per = "area"
title = "{{number}} {{name}}"
columns = ["title", "target", "percent", "risks"]
"#;

const HEADINGS: &str = "Project Title | Target 31/03/23 (£000s) | % By 31/03/23 | Risks";

fn form(changes: &[(&str, &str)]) -> Form {
    let text = changes.iter().fold(FORM.to_string(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    Form::parse("piperoll.toml", &text).unwrap()
}

/// Reads files given as name and grid.
fn read_all(form: &Form, files: &[(&str, &str)]) -> Returns {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("returns/2022-23-q3");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, grid) in files {
        std::fs::write(folder.join(name), workbook(grid)).unwrap();
    }
    read(form, root.path(), "returns/2022-23-q3", Period::parse("2022-23-q3").unwrap(), &Observer::default()).unwrap()
}

/// Reads one area's file, and drops the troubles about others that sent nothing.
fn read_one(form: &Form, grid: &str) -> Returns {
    let mut returns = read_all(form, &[("adults.xlsx", grid)]);
    returns.troubles.retain(|trouble| !matches!(trouble, Trouble::MissingReturn { .. }));
    returns
}

fn table(rows: &str) -> String {
    format!("== Return\n{HEADINGS}\n{rows}")
}

fn kinds(returns: &Returns) -> Vec<(RowKind, String)> {
    returns.tables[0].rows.iter().map(|row| (row.kind, row.text("title").to_string())).collect()
}

fn value<'a>(returns: &'a Returns, row: usize, column: &str) -> &'a Value {
    &returns.tables[0].rows[row].cells[column].value
}

fn figure(returns: &Returns, row: usize, column: &str) -> StatedFigure {
    match value(returns, row, column) {
        Value::Figure(figure) => figure.clone(),
        other => panic!("{other:?}"),
    }
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn place(cell: &str) -> String {
    format!("returns/2022-23-q3/adults.xlsx, sheet Return, cell {cell}")
}

fn unreadable(returns: &Returns) -> Vec<(String, String)> {
    let found = returns.troubles.iter().filter_map(|trouble| match trouble {
        Trouble::UnreadableValue { at, why, .. } => Some((at.cell.unwrap().to_string(), why.clone())),
        _ => None,
    });
    found.collect()
}

#[test]
fn a_table_is_found_anywhere_by_its_headings() {
    // Another order, another name, wrapped over two rows, a date written another way, a title and notes above.
    let grid = "== Notes\nHow to fill this in\n== Return\n\n | Savings return | <\n | Figures in £000s\n\n\
        | Risks | % by | Project  title | Target 31 March 2023\n | | 1 st April 2023 | | (£000's)\n\
        | n/a | 83% | Agency | 1,500\n | | 92% (8.78m) | Homecare | £303\n";
    let returns = read_one(&form(&[]), grid);
    assert_eq!(returns.troubles, []);
    let block = &returns.tables[0];
    assert_eq!(block.headings["percent"], (Address::new(4, 2), "% by 1 st April 2023".to_string()));
    assert_eq!(
        block.notes.iter().map(|note| note.1.as_str()).collect::<Vec<_>>(),
        ["Savings return", "Figures in £000s"]
    );
    assert_eq!(block.rows.len(), 2);
    assert_eq!(block.rows[0].area.as_deref(), Some("adults"));
    assert_eq!(block.rows[0].at.to_string(), place("B7"));
    assert_eq!(block.rows[0].cells["target"].at.to_string(), place("E7"));
    assert_eq!(figure(&returns, 0, "target").quantity, Quantity::exact(decimal("1500000")));
    assert_eq!(*value(&returns, 0, "risks"), Value::Absent(Absent::Code("n/a".to_string())));
    assert_eq!(*value(&returns, 1, "risks"), Value::Absent(Absent::Blank));
    let percent = figure(&returns, 1, "percent");
    assert_eq!(percent.quantity, Quantity::within(decimal("0.92"), decimal("0.005")));
    assert_eq!(percent.beside.unwrap().value(), decimal("8780000"));
    assert!(figure(&returns, 1, "target").pound_sign);
}

#[test]
fn rows_are_told_apart() {
    let grid = table(&format!(
        "Agency | 1 | 2% | x\n\nNote: all figures are net\n{HEADINGS}\nNotebooks | 3 | 2% | x\nBalancing line | 4 | 2%\n\
         Only named\nTotal: | 8 | 2% |\n* subject to audit\nSigned | | | A director\n"
    ));
    let returns = read_one(&form(&[]), &grid);
    let expected = [
        (RowKind::Item, "Agency"),
        (RowKind::Item, "Notebooks"),
        (RowKind::Balancing, "Balancing line"),
        (RowKind::Item, "Only named"),
        (RowKind::Total, "Total:"),
    ];
    assert_eq!(kinds(&returns), expected.map(|(kind, title)| (kind, title.to_string())));
    assert_eq!(returns.tables.len(), 1);
    let notes: Vec<&str> = returns.tables[0].notes.iter().map(|note| note.1.as_str()).collect();
    assert_eq!(notes, ["Note: all figures are net", "* subject to audit", "Signed", "A director"]);
    assert_eq!(returns.troubles, []);
}

#[test]
fn nothing_below_or_beside_is_lost_in_silence() {
    let grid = table("Agency | 1 | 2% | x\n | 7\n | | | carried on\n | - | |\nTotal | 8 | 2%\nLate one | 5 | 2% | x\n");
    let returns = read_one(&form(&[]), &grid);
    let counted = |row: &&Row| row.kind != RowKind::LeftOut;
    assert_eq!(returns.tables[0].rows.iter().filter(counted).count(), 2);
    let found: Vec<String> = returns
        .troubles
        .iter()
        .map(|trouble| match trouble {
            Trouble::StrayFigures { cells, .. } => {
                cells.iter().map(|cell| cell.cell.unwrap().to_string()).collect::<Vec<_>>().join(" ")
            }
            Trouble::StrayText { at, text, .. } => format!("{} {text}", at.cell.unwrap()),
            Trouble::BelowTotal { rows, what: Below::Memorandum | Below::Rows } => format!("{} below", rows[0].label),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(found, ["B3", "D4 carried on", "Late one below"]);
}

#[test]
fn a_legend_goes_on_below_the_note_that_the_form_names() {
    let grid = table(
        "Agency | 1 | 2% | x\nKey | | | green: on profile\n | | | amber: late\n | | | red: at risk\n\n | | | set apart",
    );
    let stray = |form: &Form| -> Vec<String> {
        let troubles = read_one(form, &grid).troubles;
        let text = |trouble: &Trouble| match trouble {
            Trouble::StrayText { text, .. } => Some(text.clone()),
            _ => None,
        };
        troubles.iter().filter_map(text).collect()
    };
    assert_eq!(stray(&form(&[("notes = [\"Note\", \"*\"]", "notes = [\"Key\"]")])), ["set apart"]);
    assert_eq!(stray(&form(&[])), ["amber: late", "red: at risk", "set apart"]);
}

#[test]
fn headings_and_subtotals_make_groups() {
    let grid = table(
        "Pooled\nHealth\nA | 1 | 2%\nSubtotal - Health | 1 | 2%\nCare\nB | 2 | 2%\nSubtotal - Care | 2 | 2%\n\
         Subtotal - Pooled | 3 | 2%\nC | 1 | 2%\nTotal | 4 | 2%",
    );
    let returns = read_one(&form(&[]), &grid);
    let groups: Vec<(RowKind, String)> =
        returns.tables[0].rows.iter().map(|row| (row.kind, row.groups.join("/"))).collect();
    let expected = [
        (RowKind::Item, "Pooled/Health"),
        (RowKind::Subtotal, "Pooled/Health"),
        (RowKind::Item, "Pooled/Care"),
        (RowKind::Subtotal, "Pooled/Care"),
        (RowKind::Subtotal, "Pooled"),
        (RowKind::Item, ""),
        (RowKind::Total, ""),
    ];
    assert_eq!(groups, expected.map(|(kind, groups)| (kind, groups.to_string())));
}

#[test]
fn areas_come_from_heading_rows_where_the_form_says_so() {
    let by_heading = form(&[("area = \"file\"", "area = \"heading\"")]);
    let grid = format!(
        "== Return\n1. Adults and Health\n{HEADINGS}\nA | 1 | 2%\nTotal | 1 | 2%\nChildren\nB | 2 | 2%\nTotal | 2 | 2%\n\
         1. Adults and Health\n{HEADINGS}\nC | 3 | 2%\n"
    );
    let returns = read_one(&by_heading, &grid);
    let rows: Vec<_> = returns.tables.iter().flat_map(|block| &block.rows).collect();
    let areas: Vec<_> = rows.iter().map(|row| (row.text("title"), row.area.as_deref().unwrap())).collect();
    assert_eq!(
        areas,
        [("A", "adults"), ("Total", "adults"), ("B", "children"), ("Total", "children"), ("C", "adults")]
    );
    assert_eq!(returns.troubles, []);
}

#[test]
fn a_row_names_its_area_in_a_column() {
    let grid = "== S\nPortfolio | Target 31/03/23 (£000s)\nAdult social care | 5\nChildern | 6\nTotal | 11";
    let mut returns = read_all(&form(&[]), &[("Overall.xlsx", grid)]);
    returns.troubles.retain(|trouble| !matches!(trouble, Trouble::MissingReturn { .. }));
    assert_eq!(returns.files[0].area, None);
    let areas: Vec<_> = returns.tables[0].rows.iter().map(|row| row.area.as_deref()).collect();
    assert_eq!(areas, [Some("adults"), None, None]);
    let [Trouble::UnknownRowArea { at, named, near, .. }] = returns.troubles.as_slice() else {
        panic!("{:?}", returns.troubles)
    };
    assert_eq!((at.cell.unwrap().to_string().as_str(), named.as_str()), ("A3", "Childern"));
    assert_eq!(near, &["Children"]);
}

#[test]
fn headings_missing_unknown_and_twice_are_said() {
    let grid = "== Return\nProject Title | Target 30/09/22 (£000s) | % By 31/03/23 | Contact | % by 31 March 2023 | Empty\n\
        A | 1 | 2% | somebody | 3%\n";
    let returns = read_one(&form(&[]), grid);
    let [
        Trouble::MissingColumn { column: target, near, .. },
        Trouble::MissingColumn { column: risks, near: None, .. },
        Trouble::UnknownColumn { heading, .. },
        Trouble::TwoColumns { at, first, column: twice, .. },
    ] = returns.troubles.as_slice()
    else {
        panic!("{:?}", returns.troubles)
    };
    assert_eq!((target.as_str(), risks.as_str(), twice.as_str()), ("target", "risks", "percent"));
    assert_eq!(near.as_ref().unwrap().1, "Target 30/09/22 (£000s)");
    assert_eq!(heading, "Contact");
    assert_eq!((at.to_string(), first.to_string()), (place("E1"), place("C1")));
    assert_eq!(figure(&returns, 0, "percent").quantity.value(), decimal("0.02"));
}

#[test]
fn a_sheet_without_the_table_is_said() {
    let returns = read_one(&form(&[]), "== Cover\nNothing here\n== Old !hidden\nx");
    let [Trouble::MissingSheet { looked_for, there, area, .. }] = returns.troubles.as_slice() else {
        panic!("{:?}", returns.troubles)
    };
    assert_eq!(looked_for, "Project Title, Target 31/03/23 (£000s), % By 1 April 2023, Risks");
    assert_eq!((there.as_slice(), area.as_deref()), (["Cover".to_string()].as_slice(), Some("adults")));
}

#[test]
fn a_hidden_sheet_is_read_only_where_the_form_names_it() {
    let grid = format!("{}== Last quarter !hidden\n{HEADINGS}\nOld | 2 | 2% | x\n", table("A | 1 | 2% | x\n"));
    assert_eq!(read_one(&form(&[]), &grid).tables.len(), 1);
    let named = form(&[("area = \"file\"", "area = \"file\"\nsheet = \"last quarter\"")]);
    let returns = read_one(&named, &grid);
    assert_eq!(kinds(&returns), [(RowKind::Item, "Old".to_string())]);
}

#[test]
fn whose_a_return_is() {
    let form = form(&[]);
    let rows = "A | 1 | 2% | x\n";
    let whose = |name: &str, above: &str| {
        let grid = format!("{above}\n{HEADINGS}\n{rows}");
        let returns = read_all(&form, &[(name, &grid)]);
        let unknown = returns.troubles.iter().find_map(|trouble| match trouble {
            Trouble::UnknownArea { named, near, .. } => Some(format!("{named}? {}", near.join(", "))),
            _ => None,
        });
        returns.files[0].area.clone().or(unknown).unwrap()
    };
    for (name, above, expected) in [
        // By its name alone.
        ("Adult Social Care.xlsx", "== R", "adults"),
        ("adults-health.xlsx", "== R", "adults-health? Adults & Health"),
        ("adults and health.xlsx", "== R", "adults"),
        ("ASC Q3 v4 FINAL (2).xlsx", "== R", "ASC Q3 v4 FINAL (2)? "),
        // By the title, a label, a label with its value in the next cell: these weigh more than the file's name.
        ("ASC Q3 v4 FINAL (2).xlsx", "== R\nSavings return – adults & health", "adults"),
        ("children.xlsx", "== R\nService area: Adult social care", "adults"),
        ("children.xlsx", "== R\nDirectorate | | 1. Adults and Health", "adults"),
        ("q3.xlsx", "== R\nDirectorate: Adult's Health", "Adult's Health? Adults & Health"),
        // Two areas named: not told from inside.
        ("children.xlsx", "== R\nAdults and Health\nChildren", "children"),
        ("q3.xlsx", "== R\nAdults and Health\nChildren", "q3? "),
        // The marker of a workbook that we issued weighs most.
        ("children.xlsx", "!name piperoll_area adults\n== R\nChildren", "adults"),
        ("children.xlsx", "!name piperoll_area parks\n== R", "parks? "),
    ] {
        assert_eq!(whose(name, above), expected, "{name}: {above}");
    }
}

#[test]
fn an_area_named_inside_the_table_says_nothing_of_the_file() {
    let grid = format!("== R\n{HEADINGS}\nChildren | 1 | 2% | x\n");
    assert_eq!(read_all(&form(&[]), &[("adults.xlsx", &grid)]).files[0].area.as_deref(), Some("adults"));
}

#[test]
fn two_returns_and_none() {
    let grid = table("A | 1 | 2% | x\n");
    let returns = read_all(&form(&[]), &[("Adult Social Care.xlsx", &grid), ("adults.xlsx", &grid)]);
    assert_eq!(returns.tables.len(), 1);
    let [Trouble::TwoReturns { at, first, area }, Trouble::MissingReturn { at: folder, area: missing, .. }] =
        returns.troubles.as_slice()
    else {
        panic!("{:?}", returns.troubles)
    };
    assert_eq!((at.to_string().as_str(), area.as_str()), ("returns/2022-23-q3/adults.xlsx", "adults"));
    assert_eq!(first.to_string(), "returns/2022-23-q3/Adult Social Care.xlsx");
    assert_eq!((folder.to_string().as_str(), missing.as_deref()), ("returns/2022-23-q3", Some("children")));
    assert_eq!(returns.files[0].sha256, crate::file::sha256(&workbook(&grid)));

    let demanding = form(&[("totals = [\"Total\"]\noptional = true", "totals = [\"Total\"]")]);
    let missing = read_all(&demanding, &[]).troubles;
    let missing: Vec<_> = missing
        .iter()
        .map(|trouble| match trouble {
            Trouble::MissingReturn { file, area, .. } => (file.as_str(), area.is_some()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(missing, [("adults", true), ("children", true), ("overall", false)]);
}

#[test]
fn an_unreadable_file_stops_no_other() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("returns/2022-23-q3");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("adults.xlsx"), "Project Title,Target\nA,1").unwrap();
    std::fs::write(folder.join("children.xlsx"), workbook(&table("A | 1 | 2% | x\n"))).unwrap();
    let period = Period::parse("2022-23-q3").unwrap();
    let returns = read(&form(&[]), root.path(), "returns/2022-23-q3", period, &Observer::default()).unwrap();
    let [Trouble::UnreadableFile { at, why }] = returns.troubles.as_slice() else { panic!("{:?}", returns.troubles) };
    assert_eq!(at.to_string(), "returns/2022-23-q3/adults.xlsx");
    assert!(why.contains("CSV"), "{why}");
    assert_eq!(returns.tables[0].rows[0].area.as_deref(), Some("children"));
    assert!(read(&form(&[]), root.path(), "returns/none", period, &Observer::default()).is_err());
}

#[test]
fn placeholders_are_kept_apart() {
    let grid = table("A | - | TBC | n/a\nB | – | not profiled | N/A\nC | N/A | 0 | \nD | 0 | 0% | -\n");
    let returns = read_one(&form(&[]), &grid);
    assert_eq!(returns.troubles, []);
    let code = |text: &str| Value::Absent(Absent::Code(text.to_string()));
    assert_eq!(*value(&returns, 0, "target"), code("-"));
    assert_eq!(*value(&returns, 0, "percent"), code("TBC"));
    assert_eq!(*value(&returns, 1, "target"), code("–"));
    assert_eq!(*value(&returns, 1, "percent"), code("not profiled"));
    assert_eq!(*value(&returns, 1, "risks"), code("N/A"));
    assert_eq!(*value(&returns, 2, "risks"), Value::Absent(Absent::Blank));
    assert_eq!(figure(&returns, 2, "percent").quantity.value(), Decimal::ZERO);
    assert!(!figure(&returns, 2, "percent").bare_percent);
    assert_eq!(figure(&returns, 3, "target").quantity.value(), Decimal::ZERO);
}

#[test]
fn percentages_are_read_as_typed() {
    let grid = table("A | 1 | 274%\nB | 1 | 83\nC | 1 | '83\nD | 1 | 0.8333\nE | 1 | '142%\nF | 1 | 1\n");
    let returns = read_one(&form(&[]), &grid);
    let read = |row| {
        let figure = figure(&returns, row, "percent");
        (
            returns.tables[0].rows[row].text("percent").to_string(),
            figure.quantity.value().to_string(),
            figure.bare_percent,
        )
    };
    let expected = |text: &str, value: &str, bare: bool| (text.to_string(), value.to_string(), bare);
    assert_eq!(read(0), expected("274%", "2.74", false));
    assert_eq!(read(1), expected("83", "0.83", true));
    assert_eq!(read(2), expected("83", "0.83", true));
    assert_eq!(read(3), expected("0.8333", "0.8333", false));
    assert_eq!(read(4), expected("142%", "1.42", false));
    assert_eq!(read(5), expected("100%", "1", false));
    assert_eq!(figure(&returns, 3, "percent").quantity.reach(), decimal("0.005"));
}

#[test]
fn what_is_no_figure_is_said() {
    let headings = "Project Title | Target 31/03/23 (£000s) | % By 31/03/23 | Risks | RAG";
    let grid = format!(
        "== Return\n{headings}\nA | about 5 | 2% | x | green\nB | =1/0 := #DIV/0! | 2% | x | Red\n\
         C | @2023-03-31 | 2% | x | blue\nD | 5% | '2% (x) | x | n/a\nE | '5% | 2% | x | \nF | 1000000000000 | 2%\n"
    );
    let returns = read_one(&form(&[]), &grid);
    let found = unreadable(&returns);
    let cells: Vec<&str> = found.iter().map(|(cell, _)| cell.as_str()).collect();
    assert_eq!(cells, ["B2", "B3", "B4", "E4", "C5", "B6", "B7"], "{found:?}");
    assert_eq!(found[1].1, "it is an error of the spreadsheet's own");
    assert_eq!(found[3].1, "it is none of RED, AMBER, GREEN");
    assert_eq!(*value(&returns, 0, "rag"), Value::Text("GREEN".to_string()));
    assert_eq!(*value(&returns, 0, "target"), Value::Absent(Absent::Unreadable));
    assert_eq!(returns.tables[0].rows[1].text("target"), "#DIV/0!");
    let Trouble::UnreadableValue { scheme, column, area, text, .. } = &returns.troubles[0] else { panic!() };
    assert_eq!(
        (scheme.as_deref(), column.as_str(), area.as_deref(), text.as_str()),
        (Some("A"), "target", Some("adults"), "about 5")
    );
}

#[test]
fn numbers_are_exact() {
    let grid = table("A | =0.1+0.2 := 0.30000000000000004 | 2%\nB | =4/3 := 1.3333333333333333 | 2%\n");
    let returns = read_one(&form(&[]), &grid);
    assert_eq!(figure(&returns, 0, "target").quantity, Quantity::exact(decimal("300")));
    assert_eq!(figure(&returns, 1, "target").quantity.value().round_dp(3), decimal("1333.333"));
    let rounded = form(&[(
        "required = true\n[[list.column]]\nid = \"percent\"",
        "rounded = true\n[[list.column]]\nid = \"percent\"",
    )]);
    let returns = read_one(&rounded, &table("A | 12 | 2%\nB | '1.2 | 2%\nC | £1.4m | 2%\n"));
    let reach = |row| figure(&returns, row, "target").quantity.reach();
    assert_eq!([reach(0), reach(1), reach(2)], [decimal("500"), decimal("50"), decimal("50000")]);
}

#[test]
fn the_order_is_that_of_the_form_then_the_files() {
    let area = table("A | 1 | 2% | x\n");
    let overall = "== S\nPortfolio | Target 31/03/23 (£000s)\nChildren | 5\n";
    let files = [("overall.xlsx", overall), ("children.xlsx", area.as_str()), ("Adults.xlsx", area.as_str())];
    // The name 'adults' is the area's id; upper and lower case alike.
    let returns = read_all(&form(&[]), &files);
    let order: Vec<_> = returns.tables.iter().map(|block| (&*block.list, &*block.at.file)).collect();
    assert_eq!(
        order,
        [
            ("projects", "returns/2022-23-q3/Adults.xlsx"),
            ("projects", "returns/2022-23-q3/children.xlsx"),
            ("portfolios", "returns/2022-23-q3/overall.xlsx")
        ]
    );
    assert_eq!(returns.troubles, []);
}

#[test]
fn an_area_is_found_by_its_name_however_it_is_typed() {
    let form = form(&[("name = \"Children\"", "name = \"Plant’s Café & Crèche\"")]);
    // A file's name as some machines keep it: each accent behind its letter.
    for name in ["PLANT'S CAFE\u{301} AND CRE\u{300}CHE.xlsx", "Plant‘s Cafe – Crèche.xlsx"] {
        let returns = read_all(&form, &[(name, &table("A | 1 | 2% | x\n"))]);
        let area = returns.files[0].area.as_deref();
        assert_eq!(area, name.contains("AND").then_some("children"), "{name}");
    }
}

#[test]
fn several_tables_of_one_list_stand_on_a_sheet() {
    let grid = format!(
        "{}\nSecond part\n{HEADINGS}\nB | 2 | 2% | x\nTotal | 2 | 2%\n",
        table("A | 1 | 2% | x\nTotal | 1 | 2%\n")
    );
    let returns = read_one(&form(&[]), &grid);
    assert_eq!(returns.tables.len(), 2);
    let blocks = returns.troubles.iter().map(|trouble| matches!(trouble, Trouble::TotalRead(_)));
    assert_eq!(blocks.collect::<Vec<_>>(), [true, true], "each block has its own total");
    assert_eq!(returns.tables[1].rows[0].at.to_string(), place("A7"));
}

#[test]
fn the_sample_is_read_without_a_doubt() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/recovery-plan");
    let text = std::fs::read_to_string(root.join("piperoll.toml")).unwrap();
    let form = Form::parse("piperoll.toml", &text).unwrap();
    for period in ["2022-23-q2", "2022-23-q3"] {
        let returns =
            read(&form, &root, &format!("returns/{period}"), Period::parse(period).unwrap(), &Observer::default())
                .unwrap();
        assert_eq!(returns.troubles, []);
        let count = |list: &str, kind: RowKind| {
            let rows = returns.tables.iter().filter(|block| block.list == list).flat_map(|block| &block.rows);
            rows.filter(|row| row.kind == kind).count()
        };
        assert_eq!((count("projects", RowKind::Item), count("projects", RowKind::Total)), (27, 6), "{period}");
        assert_eq!((count("portfolios", RowKind::Item), count("portfolios", RowKind::Total)), (7, 1), "{period}");
        assert!(
            returns
                .tables
                .iter()
                .flat_map(|block| &block.rows)
                .all(|row| row.kind != RowKind::Item || row.area.is_some())
        );
    }
}
