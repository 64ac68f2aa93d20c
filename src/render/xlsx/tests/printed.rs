//! How sheets print, and what they leave out.

use super::*;

/// A table of names and so many columns of figures.
pub(super) fn wide(figures: usize) -> Table {
    let mut columns = vec![column("Scheme", Holds::Label, 3)];
    columns.extend((1..=figures).map(|month| column(&format!("Month {month}"), Holds::Figure, 1)));
    let mut wide = table("wide", "Wide", columns);
    let cells =
        |name: &str| std::iter::once(label(name)).chain((0..figures).map(|_| number(Decimal::TEN, Origin::Label)));
    wide.rows = ["Voids", "Care & Support"].map(|name| item(cells(name).collect())).to_vec();
    wide
}

/// A table with a short text and this one.
pub(super) fn long(words: &str) -> Table {
    let columns = vec![column("Scheme", Holds::Label, 1), column("Comment", Holds::Text, 5)];
    let mut long = table("long", "Long", columns);
    long.rows = vec![item(vec![label("Voids"), label("Short")]), item(vec![label("Care"), label(words)])];
    long
}

/// The XML of a sheet.
fn sheet<'r>(read: &'r Read, name: &str) -> &'r str {
    let index = read.names.iter().position(|known| known == name).unwrap() + 1;
    &read.parts[&format!("xl/worksheets/sheet{index}.xml")]
}

#[test]
fn a_wide_sheet_prints_on_pages_that_each_say_which_row_it_is() {
    let read = rendered(&with(vec![wide(30)]));
    let xml = sheet(&read, "Wide");
    assert!(xml.contains("fitToWidth=\"3\" fitToHeight=\"0\""), "{xml:.600}");
    assert!(xml.contains("pageOrder=\"overThenDown\"") && xml.contains("xSplit=\"1\""));
    let row = read.first_row("Wide", "Scheme");
    let names = &read.parts["xl/workbook.xml"];
    assert!(names.contains(&format!("Wide!$A:$A,Wide!${row}:${row}</definedName>")), "{names}");
    assert!(names.contains(&format!("Wide!$A$1:$AE${}</definedName>", row + 2)), "{names}");
}

#[test]
fn a_sheet_that_can_be_read_so_is_one_page_wide_with_all_of_the_text_above_it() {
    let read = rendered(&fixture::staged(Stage::ForClearance, with(vec![wide(1)])));
    for (path, xml) in read.sheets() {
        assert!(!xml.contains("fitToWidth=\"0\"") && xml.contains("orientation=\"landscape\""), "{path}");
        assert!(xml.contains("<headerFooter scaleWithDoc=\"0\""), "{path}");
        assert!(xml.contains("FOR CLEARANCE, &amp;A, page &amp;P of &amp;N"), "{path}");
    }
    assert!(sheet(&read, "Wide").contains("fitToHeight=\"0\"") && !sheet(&read, "Wide").contains("fitToWidth"));
    // Two columns of 31 characters, and a line of 81.
    let names = &read.parts["xl/workbook.xml"];
    assert!(names.contains("Wide!$A$1:$J$"), "{names}");
}

#[test]
fn a_text_that_is_too_long_for_a_row_is_said_to_be_cut_off_in_print() {
    let words = "Savings are late. ".repeat(800);
    let read = rendered(&with(vec![long(&words)]));
    // The nearest to 409 points that is a whole number of pixels.
    assert!(sheet(&read, "Long").contains("ht=\"408.75\""));
    let said = (1..8).map(|row| read.text("Long", &format!("A{row}"))).find(|line| line.contains("is cut off"));
    assert!(said.is_some_and(|line| line.starts_with("In print, the longest text of 1 row is cut off")));
    let row = read.first_row("Long", "Scheme") + 2;
    assert_eq!(read.text("Long", &format!("B{row}")), words);
}

#[test]
fn a_column_of_the_programs_own_that_is_blank_is_left_out_and_formulas_follow() {
    let columns = ["Scheme", "Area", "Then", "Now"];
    let holds = [Holds::Label, Holds::Label, Holds::Figure, Holds::Figure];
    let columns = || columns.into_iter().zip(holds).map(|(name, holds)| column(name, holds, 1)).collect::<Vec<_>>();
    let row = |table: &str| {
        let same = number(Decimal::TEN, Origin::Computed(Expression::Same(at(table, 0, 2))));
        let place = Place::cell("returns/a.xlsx", "Return", Address::new(4, 2));
        vec![item(vec![label("Voids"), label(""), number(Decimal::TEN, Origin::Given(place)), same])]
    };
    let own = Table { rows: row(".own"), ..table(".own", "Own", columns()) };
    let council = Table { rows: row("council"), ..table("council", "Council", columns()) };
    let read = rendered(&with(vec![own, council]));
    let first = read.first_row("Own", "Scheme") + 1;
    assert_eq!(read.text("Own", &format!("B{}", first - 1)), "Then");
    assert_eq!(read.formula("Own", &format!("C{first}")), format!("B{first}"));
    let source = read.first_row("Sources", "Sheet") + 1;
    assert_eq!(read.text("Sources", &format!("B{source}")), format!("B{first}"));
    assert_eq!(read.text("Sources", &format!("D{source}")), "Then");
    // The council's form says that there is such a column.
    let first = read.first_row("Council", "Scheme") + 1;
    assert_eq!(read.formula("Council", &format!("D{first}")), format!("C{first}"));
    assert_eq!(read.text("Council", &format!("A{}", first - 2)), "Nothing is entered in any row under 'Area'.");
}

#[test]
fn columns_in_which_no_finding_has_anything_are_left_out() {
    let read = rendered(&report());
    let range = &read.values["Findings"];
    let headings = read.first_row("Findings", "Severity") - 1;
    let (last_row, last_column) = range.end().unwrap();
    for column in 0..=last_column {
        let blank = |row| range.get_value((row, column)).is_none_or(|value| value.to_string().is_empty());
        assert!(!(headings + 1..=last_row).all(blank), "{:?}", range.get_value((headings, column)));
    }
    let none = Read::of(&xlsx(&report(), Audience::Council).unwrap());
    assert_eq!(none.values["Findings"].end().unwrap().1, 24, "without findings all columns are there");
}

#[test]
fn the_title_says_the_period_once() {
    let titled = |title: &str| {
        let mut report = report();
        report.meta.title = title.to_owned();
        rendered(&report)
    };
    let footer = |read: &Read| {
        let xml = sheet(read, "Notes");
        xml[xml.find("<oddFooter>").unwrap()..xml.find("</oddFooter>").unwrap()].to_owned()
    };
    for title in ["Savings: Quarter 3, 2022/23", "Q3 2022/23 savings", "Savings, quarter 3 2022-23"] {
        let read = titled(title);
        assert!(read.parts["docProps/core.xml"].contains(&format!("<dc:title>{title}</dc:title>")), "{title}");
        assert!(!footer(&read).contains(", Quarter 3, 2022/23&amp;R"), "{title}");
        assert!((1..14).all(|row| read.text("Cover", &format!("A{row}")) != "Period: Quarter 3, 2022/23"), "{title}");
    }
    // Its year alone is said once as well.
    let core = &titled("Savings plan 2022/23").parts["docProps/core.xml"];
    assert!(core.contains("<dc:title>Savings plan 2022/23, Quarter 3</dc:title>"), "{core}");
    let read = titled("Savings, revised in Quarter 2");
    let both = "Savings, revised in Quarter 2, Quarter 3, 2022/23";
    assert!(read.parts["docProps/core.xml"].contains(&format!("<dc:title>{both}</dc:title>")));
    assert!(footer(&read).contains(both), "{}", footer(&read));
    assert!((1..14).any(|row| read.text("Cover", &format!("A{row}")) == "Period: Quarter 3, 2022/23"));
}

#[test]
fn a_sheet_whose_name_has_an_apostrophe_is_linked_printed_and_referred_to() {
    let mut children = wide(1);
    children.sheet = "Children's Services".to_owned();
    let mut total = table("total", "Total", vec![column("Figure", Holds::Figure, 1)]);
    total.rows = vec![item(vec![number(Decimal::TEN, Origin::Computed(Expression::Same(at("wide", 1, 1))))])];
    let read = rendered(&with(vec![children, total]));
    let row = read.first_row("Total", "Figure") + 1;
    let target = read.first_row("Children's Services", "Scheme") + 2;
    assert_eq!(read.formula("Total", &format!("A{row}")), format!("'Children''s Services'!B{target}"));
    assert!(read.parts["xl/workbook.xml"].contains("'Children''s Services'!$A$1:"));
    assert!(sheet(&read, "Cover").contains("location=\"'Children''s Services'!A1\""));
}

#[test]
fn words_behind_a_figure_keep_their_distance_to_it() {
    let columns = vec![column("Figure", Holds::Figure, 1), column("Year", Holds::Text, 1)];
    let mut years = table("years", "Years", columns);
    years.rows = vec![item(vec![number(Decimal::TEN, Origin::Label), label("2020/21")])];
    assert!(
        rendered(&with(vec![years])).parts["xl/styles.xml"]
            .contains("horizontal=\"left\" vertical=\"top\" indent=\"1\"")
    );
}
