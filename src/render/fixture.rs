//! Reports for the renderers' tests: one as a council would publish it, and one full of traps. The council is invented.

#[cfg(any(feature = "typst", feature = "genpdf"))]
mod every;
mod hostile;
mod projects;

#[cfg(any(feature = "typst", feature = "genpdf"))]
pub use every::every_block;
#[cfg(feature = "typst")]
pub use every::{chart, levelled, list, nested};
pub use hostile::{HOSTILE, hostile_report};

use projects::{DAY, HOME, Project};

use jiff::civil::date;
use rust_decimal::Decimal;

use crate::formula::{Expr, Operator};
use crate::report::{
    Appears, At, Block, Cell, CellValue, Chart, ChartGroup, ClearedBy, Column, Expression, Holds, Meta, NumberFormat,
    Origin, PageWords, Report, Row, RowKind, Section, Stage, Table, Tone,
};
use crate::source::{Address, Place};
use crate::words::fixed::Fixed;

const MONEY: NumberFormat = NumberFormat::Money { decimals: 0, parentheses: false };
const PERCENT: NumberFormat = NumberFormat::Percent { decimals: 0 };

/// A cell that is words of the form or of this program.
pub fn label(text: &str) -> Cell {
    Cell { value: CellValue::words(text), origin: Origin::Label, tone: Tone::Plain }
}

/// A row of words.
pub fn labels(kind: RowKind, texts: &[&str]) -> Row {
    Row { kind, level: 0, cells: texts.iter().map(|text| label(text)).collect() }
}

/// A column.
pub fn column(heading: &str, holds: Holds, width: u32) -> Column {
    Column { heading: heading.to_owned(), holds, width, left_out: false }
}

/// A table without rows or notes.
pub fn table(id: &str, title: &str, columns: Vec<Column>) -> Table {
    Table {
        id: id.to_owned(),
        title: title.to_owned(),
        sheet: title.replace(['[', ']', ':', '*', '?', '/', '\\'], " ").chars().take(31).collect(),
        description: format!("{title}: a row each, with figures in thousands of pounds."),
        appears: Appears::Both,
        columns,
        rows: Vec::new(),
        notes: Vec::new(),
    }
}

/// A section.
pub fn section(id: &str, heading: &str, new_page: bool, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), heading: heading.to_owned(), new_page, blocks }
}

fn status(text: &str) -> Cell {
    let tone = match text {
        "Red" => Tone::Red,
        "Amber" => Tone::Amber,
        "Green" | "Complete" => Tone::Green,
        _ => Tone::Plain,
    };
    Cell { tone, ..label(text) }
}

/// A number as it prints.
pub fn figure(number: Decimal, format: NumberFormat, text: &str, origin: Origin) -> Cell {
    let value = CellValue::Number { number, format, text: text.to_owned() };
    Cell { value, origin, tone: Tone::Plain }
}

fn place(area: &str, row: usize, column: usize) -> Place {
    let cell = Address::new(u32::try_from(row).unwrap() + 5, u32::try_from(column).unwrap());
    Place::cell(format!("returns/2022-23-q3/{area}.xlsx"), "Return", cell)
}

fn given(mut cell: Cell, area: &str, row: usize, column: usize) -> Cell {
    cell.origin = Origin::Given(place(area, row, column));
    cell
}

fn thousands(number: i64) -> String {
    let digits = number.abs().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

fn money(number: i64, origin: Origin) -> Cell {
    figure(number.into(), MONEY, &thousands(number), origin)
}

fn at(table: &str, row: usize, column: usize) -> At {
    At { table: table.to_owned(), row, column }
}

fn ratio(over: i64, under: i64, table: &str, row: usize) -> Cell {
    let expression = Expr::Binary(
        Operator::Divide,
        Box::new(Expr::Column("forecast".into())),
        Box::new(Expr::Column("target".into())),
    );
    let cells = vec![("target".to_owned(), at(table, row, 1)), ("forecast".to_owned(), at(table, row, 2))];
    let ratio = Decimal::from(over) / Decimal::from(under);
    let origin = Origin::Computed(Expression::Formula(expression, cells, "n/a".into()));
    figure(ratio, PERCENT, &format!("{}%", (ratio * Decimal::from(100)).round()), origin)
}

/// The sum of a column over rows, as a total or subtotal of the table.
fn sum(numbers: &[i64], table: &str, rows: &[usize], column: usize) -> Cell {
    let cells = rows.iter().map(|row| at(table, *row, column)).collect();
    money(numbers.iter().sum(), Origin::Computed(Expression::Sum(cells)))
}

fn project(area: &str, index: usize, project: &Project) -> Row {
    let (title, target, forecast, next, achieved, rating, timeline, risks) = *project;
    let from = |column| Origin::Given(place(area, index, column));
    let cells = vec![
        given(label(title), area, index, 0),
        money(target, from(1)),
        money(forecast, from(2)),
        ratio(forecast, target, area, index),
        given(label(next), area, index, 4),
        money(achieved, from(5)),
        given(status(rating), area, index, 6),
        given(label(timeline), area, index, 7),
        given(label(risks), area, index, 8),
    ];
    Row { kind: RowKind::Item, level: 0, cells }
}

fn area(id: &str, title: &str, projects: &[Project]) -> Table {
    let columns = vec![
        column("Project title", Holds::Label, 15),
        column("Target 31/03/23 (£000s)", Holds::Figure, 8),
        column("Forecast 31/03/23 (£000s)", Holds::Figure, 8),
        column("% by 31/03/23", Holds::Figure, 7),
        column("% by 31/03/24", Holds::Figure, 8),
        column("Achieved to date (£000s)", Holds::Figure, 8),
        column("Status", Holds::Status, 8),
        column("Timeline for completion", Holds::Text, 20),
        column("Risks and actions to deliver the savings", Holds::Text, 26),
    ];
    let mut table = table(id, title, columns);
    table.rows = projects.iter().enumerate().map(|(index, row)| project(id, index, row)).collect();
    let rows: Vec<usize> = (0..projects.len()).collect();
    let numbers =
        |figure: fn(&Project) -> i64, column| sum(&projects.iter().map(figure).collect::<Vec<_>>(), id, &rows, column);
    let (target, forecast) = (projects.iter().map(|p| p.1).sum::<i64>(), projects.iter().map(|p| p.2).sum::<i64>());
    table.rows.push(Row {
        kind: RowKind::Total,
        level: 0,
        cells: vec![
            label("Total"),
            numbers(|project| project.1, 1),
            numbers(|project| project.2, 2),
            ratio(forecast, target, id, projects.len()),
            label("92% (£10m)"),
            numbers(|project| project.4, 5),
            label(""),
            label("£888k remains to be mitigated by additional activity"),
            label(""),
        ],
    });
    table
}

/// The closing of each area by group, with subtotals and a status.
fn summary() -> Table {
    let columns = vec![
        column("Service area", Holds::Label, 26),
        column("Target 31/03/23 (£000s)", Holds::Figure, 12),
        column("Forecast 31/03/23 (£000s)", Holds::Figure, 12),
        column("Forecast % by 1 April 2023", Holds::Figure, 12),
        column("Mitigations required (£000s)", Holds::Figure, 12),
        column("Status", Holds::Status, 12),
    ];
    let mut summary = table("summary", "Overall total", columns);
    let row = |kind, name: &str, index, target: Cell, forecast: Cell, gap: Cell, rating: &str| {
        let (under, over) = (target.number().unwrap(), forecast.number().unwrap());
        let of = |number: Decimal| i64::try_from(number).unwrap();
        let cells =
            vec![label(name), target, forecast, ratio(of(over), of(under), "summary", index), gap, status(rating)];
        Row { kind, level: 0, cells }
    };
    let same = |number, table: &str, row, column| {
        money(number, Origin::Computed(Expression::Same(At { table: table.into(), row, column })))
    };
    let gap = |number, row| {
        let difference = Expr::Binary(
            Operator::Subtract,
            Box::new(Expr::Column("target".into())),
            Box::new(Expr::Column("forecast".into())),
        );
        let cells = vec![("target".to_owned(), at("summary", row, 1)), ("forecast".to_owned(), at("summary", row, 2))];
        money(number, Origin::Computed(Expression::Formula(difference, cells, "n/a".into())))
    };
    let total = |numbers: &[i64], rows: &[usize], column| sum(numbers, "summary", rows, column);
    let mut head = labels(RowKind::Head, &["Services for older people", "", "", "", "", ""]);
    summary.rows.push(head.clone());
    summary.rows.push(row(
        RowKind::Item,
        "Living at Home",
        1,
        same(10_508, "living-at-home", 5, 1),
        same(5_922, "living-at-home", 5, 2),
        gap(4_586, 1),
        "Amber",
    ));
    let (target, forecast) = (total(&[10_508], &[1], 1), total(&[5_922], &[1], 2));
    summary.rows.push(row(RowKind::Subtotal, "Older people", 2, target, forecast, gap(4_586, 2), ""));
    head.cells[0] = label("Services for adults with a disability");
    summary.rows.push(head);
    summary.rows.push(row(
        RowKind::Item,
        "Day Opportunities",
        4,
        same(4_052, "day-opportunities", 3, 1),
        same(1_198, "day-opportunities", 3, 2),
        gap(2_854, 4),
        "Red",
    ));
    let (target, forecast) = (total(&[4_052], &[4], 1), total(&[1_198], &[4], 2));
    summary.rows.push(row(RowKind::Subtotal, "Adults with a disability", 5, target, forecast, gap(2_854, 5), ""));
    let (target, forecast) = (total(&[10_508, 4_052], &[2, 5], 1), total(&[5_922, 1_198], &[2, 5], 2));
    summary.rows.push(row(RowKind::Total, "Total", 6, target, forecast, gap(7_440, 6), "Red"));
    summary.notes = vec![
        "Mitigations required are the target less the forecast of the year's end.".into(),
        "Status: Red – not expected; Amber – expected in part or late; Green – on course or complete.".into(),
    ];
    summary
}

/// Opening, kinds of movement and closing of each area.
fn movements() -> Table {
    let headings = ["Opening", "New", "Closed", "Transfers", "Re-based", "Other", "Closing"];
    let mut columns = vec![column("Service area", Holds::Label, 20)];
    columns.extend(headings.iter().map(|heading| column(heading, Holds::Figure, 9)));
    let mut movements = table("movements", "Movement of the forecast by service area (£000s)", columns);
    let rows: [(&str, &str, [i64; 6]); 2] = [
        ("Living at Home", "living-at-home", [6_310, 0, -120, 45, 0, -313]),
        ("Day Opportunities", "day-opportunities", [1_023, 130, 0, -45, 60, 30]),
    ];
    for (row, (name, area, figures)) in rows.iter().enumerate() {
        let mut cells = vec![label(name)];
        cells.extend(figures.iter().enumerate().map(|(column, figure)| {
            money(
                *figure,
                Origin::Given(Place::cell(
                    format!("returns/2022-23-q2/{area}.xlsx"),
                    "Return",
                    Address::new(20, u32::try_from(column).unwrap()),
                )),
            )
        }));
        cells.push(money(
            figures.iter().sum(),
            Origin::Computed(Expression::Sum((1..7).map(|column| at("movements", row, column)).collect())),
        ));
        movements.rows.push(Row { kind: RowKind::Item, level: 0, cells });
    }
    let mut cells = vec![label("Total")];
    cells.extend((0..6).map(|c| sum(&[rows[0].2[c], rows[1].2[c]], "movements", &[0, 1], c + 1)));
    cells.push(sum(&[5_922, 1_198], "movements", &[0, 1], 7));
    movements.rows.push(Row { kind: RowKind::Total, level: 0, cells });
    movements.notes = vec!["Transfers between service areas come to nil overall.".into()];
    movements
}

fn settled() -> Table {
    let mut settled = table(
        "settled",
        "Findings that were settled",
        vec![
            column("Finding", Holds::Label, 20),
            column("Service area", Holds::Label, 12),
            column("What was found", Holds::Text, 30),
            column("What was decided", Holds::Text, 30),
            column("By whom and when", Holds::Text, 16),
        ],
    );
    settled.rows = vec![
        labels(
            RowKind::Item,
            &[
                "column-total: living-at-home: achieved",
                "Living at Home",
                "The total of 'Achieved to date' is stated as 5,654 (£000s); its rows add up to 5,369: +285.",
                "Set aside: the typed total kept a line that was taken out in December. The computed total of 5,369 \
                 stands.",
                "Section 151 officer, 12 January 2023",
            ],
        ),
        labels(
            RowKind::Item,
            &[
                "narrative-unit: direct-payment-reviews",
                "Day Opportunities",
                "The timeline says '£1.46m', the row's own figures give £1.459m.",
                "Explained: rounded for reading.",
                "Head of finance, 13 January 2023",
            ],
        ),
    ];
    settled
}

fn meta() -> Meta {
    Meta {
        title: "Appendix 1: Recovery Plan Performance by Service Area".into(),
        council: "Northmere City Council".into(),
        committee: "Adult Care Policy Committee".into(),
        period: "Quarter 3, 2022/23".into(),
        as_at: "31 December 2022".into(),
        meeting: "8 February 2023".into(),
        dated: date(2023, 2, 8),
        language: "en-GB".into(),
        stage: Stage::Cleared,
        mark: String::new(),
        restricted: String::new(),
        words: PageWords::of(Fixed::built_in(), Stage::Cleared),
        fingerprint: "af3291bc0d4e77a1".repeat(4),
        fingerprint_printed: "af32 91bc 0d4e 77a1".into(),
        cleared_by: vec![ClearedBy {
            role: "Section 151 officer".into(),
            initials: "AB".into(),
            date: "27 January 2023".into(),
            comment: String::new(),
        }],
        first_page: 263,
    }
}

/// The same report before it was cleared.
pub fn staged(stage: Stage, mut report: Report) -> Report {
    report.meta.stage = stage;
    report.meta.mark = stage.mark(Fixed::built_in());
    report.meta.words = PageWords::of(Fixed::built_in(), stage);
    report
}

/// A report as a council would publish it.
pub fn report() -> Report {
    let chart = Chart {
        title: "Target, forecast and achieved to date by service area".into(),
        unit: "£000s".into(),
        series: vec!["Target".into(), "Forecast".into(), "Achieved to date".into()],
        groups: vec![
            ChartGroup {
                name: "Living at Home".into(),
                labels: vec!["10,508".into(), "5,922".into(), "5,369".into()],
                lengths: vec![1000, 564, 511],
            },
            ChartGroup {
                name: "Day Opportunities for Adults with a Disability".into(),
                labels: vec!["4,052".into(), "1,198".into(), "783".into()],
                lengths: vec![386, 114, 75],
            },
            ChartGroup {
                name: "Chief Social Work Officer".into(),
                labels: vec!["0".into(), "-".into(), "-".into()],
                lengths: vec![0, 0, 0],
            },
        ],
        alternative: "Bar chart in £000s. Living at Home: target 10,508, forecast 5,922, achieved 5,369. Day \
                      Opportunities: target 4,052, forecast 1,198, achieved 783. Chief Social Work Officer: none."
            .into(),
    };
    Report {
        meta: meta(),
        set_aside: Default::default(),
        as_last_reported: Vec::new(),
        findings: Vec::new(),
        files: Vec::new(),
        compared_with: None,
        exempt: Default::default(),
        sections: vec![
            section(
                "changes",
                "What changed since last time",
                false,
                vec![
                    Block::Paragraph {
                        text:
                            "At 31 December 2022, £7.12m of the year's target of £14.56m is forecast to be delivered \
                               by 31 March 2023 (49%). That is £213k less than was reported for quarter 2, when the \
                               forecast stood at £7.333m. £6.152m has been achieved to date."
                                .into(),
                    },
                    Block::Bullets {
                        items: vec![
                            "Vacancies and voids: the forecast fell by £313k (20%), because two homes opened a quarter \
                             later than planned."
                                .into(),
                            "Improved transitions planning is new, with a forecast of £130k.".into(),
                            "One target was re-based by £60k under change request CR-014, approved on 3 November 2022."
                                .into(),
                        ],
                    },
                    Block::Table(movements()),
                    Block::Chart(chart),
                ],
            ),
            section(
                "living-at-home",
                "2. Living at Home",
                true,
                vec![
                    Block::Paragraph {
                        text: "Five projects; £5.922m of £10.508m is forecast for the year's end.".into(),
                    },
                    Block::Table(area("living-at-home", "Projects of Living at Home", &HOME)),
                ],
            ),
            section(
                "day-opportunities",
                "3. Day Opportunities",
                true,
                vec![Block::Table(area("day-opportunities", "Projects of Day Opportunities", &DAY))],
            ),
            section("overall", "7. Overall total", true, vec![Block::Table(summary())]),
            section(
                "settled",
                "What was explained or set aside",
                false,
                vec![
                    Block::Paragraph {
                        text: "The returns raised these findings. Each was settled before publication.".into(),
                    },
                    Block::Table(settled()),
                ],
            ),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_cell_for_every_column_and_every_sum_is_of_its_cells() {
        for report in [report(), hostile_report()] {
            let tables: Vec<&Table> = report.tables().collect();
            let number = |at: &At| {
                let table = tables.iter().find(|table| table.id == at.table).unwrap();
                table.rows[at.row].cells[at.column].number().unwrap_or_default()
            };
            for table in &tables {
                for row in &table.rows {
                    assert_eq!(row.cells.len(), table.columns.len(), "{}", table.id);
                    for cell in &row.cells {
                        let expected = match &cell.origin {
                            Origin::Computed(Expression::Same(at)) => number(at),
                            Origin::Computed(Expression::Sum(cells)) => cells.iter().map(&number).sum(),
                            _ => continue,
                        };
                        assert_eq!(cell.number(), Some(expected), "{}: {}", table.id, cell.text());
                    }
                }
            }
        }
    }
}
