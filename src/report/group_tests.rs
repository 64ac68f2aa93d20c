//! Two published tables, from their cells to what is printed: groups inside groups with lines beside them, and blocks whose
//! subtotals have no label.

use super::{At, Expression, Material, Origin, Report, RowKind, Table, build};
use crate::check::testing::{Sample, sample};
use crate::decision::Decisions;
use crate::figures::Figures;
use crate::period::Period;
use crate::privacy::MayPrint;
use crate::report::Block;
use crate::words::Words;

const VARIANCE: &str = include_str!("../../tests/data/groups/variance.toml");

/// Cells as they are published: blanks for nil, amounts in parentheses, one heading at two levels.
const LINES: &str = include_str!("../../tests/data/groups/variance.txt");

const STATUS: &str = include_str!("../../tests/data/groups/status.toml");

/// A few rows of each block as published.
const SCHEMES: &str = "== Sheet
Scheme no | RAG status | Saving Summary | Full year budget | Projected shortfall
1 | RED | County placements | 50,000 | 50,000
7 | RED | Major homecare provider | 143,000 | 143,000
 | | Additional savings requirement to balance the budget | 436,298 | 414,298
 | | | 629,298 | 607,298
2Bii | AMBER | Block contract | 86,805 | 0
2C | AMBER | Partner inflation | 150,000 | C

Scheme no | RAG status | Saving Summary | Full year budget | Projected shortfall
 | | | 236,805 | 0
2A | GREEN | Funding of block contract | 380,000 | 0
 | | | 380,000 | 0
 | | TOTAL | 1,246,103 | 607,298
";

/// What is said of the one code among them.
const CODED: &str = "code-as-nil E7: Care: the total of Projected shortfall, £607,298, takes a code as nil for 1 scheme ('C' \
                     in 1); behind them stand Full year budget £150,000";

const NO_REFERENCE: &str = "no-reference A4: Care: 1 balancing line has no reference: 'Additional savings requirement to balance \
                            the budget' (C4)";

fn report(sample: &Sample) -> Report {
    let figures = Figures::of(&sample.form, &sample.returns).unwrap();
    let words =
        Words::load(std::path::Path::new("nowhere"), "templates/words", "en-GB", sample.form.report.money).unwrap();
    let material = Material {
        form: &sample.form,
        period: Period::parse("2022-23-q3").unwrap(),
        figures: &figures,
        standings: Vec::new(),
        last_reported: &[],
        reconciliation: None,
        decisions: &Decisions::default(),
        findings: &[],
        files: &[],
        compared_with: None,
        words: &words,
        may_print: MayPrint::default(),
        first_page: None,
        revision: None,
        earlier: &super::Earlier::default(),
        layout: None,
    };
    build(&material).unwrap()
}

fn table<'r>(report: &'r Report, id: &str) -> &'r Table {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let mut tables = blocks.filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.find(|table| table.id == id).unwrap()
}

/// The rows as they print, with a sign for their kind.
fn printed(table: &Table) -> Vec<String> {
    let row = |row: &super::Row| {
        let sign = match row.kind {
            RowKind::Head => "#",
            RowKind::Item => "",
            RowKind::Subtotal => "=",
            RowKind::Total => "==",
        };
        let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text()).collect();
        format!("{sign}{}", cells.join("|"))
    };
    table.rows.iter().map(row).collect()
}

/// Which rows a cell adds up.
fn parts(table: &Table, row: usize, column: usize) -> Vec<usize> {
    let Origin::Computed(Expression::Sum(cells)) = &table.rows[row].cells[column].origin else { panic!("no sum") };
    let own = |at: &At| {
        assert_eq!((at.table.as_str(), at.column), (table.id.as_str(), column));
        at.row
    };
    cells.iter().map(own).collect()
}

/// What is told of the rows; that one of the real figures is far larger than the others is another question.
fn asked(sample: &Sample) -> Vec<String> {
    sample.told().into_iter().filter(|told| !told.starts_with("beyond-its-column")).collect()
}

#[test]
fn groups_within_groups_print_with_their_own_totals_and_every_line_counts_once() {
    let sample = sample(VARIANCE, &[("care", LINES)]);
    assert_eq!(asked(&sample), [""; 0]);
    let report = report(&sample);
    let table = table(&report, "variance");
    let expected = "#MHCC||||
#MLCO||||
In house services - Agency||1,175|(75)|1,100
Other variances||158||158
=Total MLCO|0|1,333|(75)|1,258
#MHCC||||
Carers||(210)||(210)
Residential and Nursing|1,265|||1,265
Homecare|3,001|(101)||2,900
Learning Disability|213|||213
Mental Health|387|||387
Other Commissioning|500|5|(90)|415
Other Care||(42)||(42)
Demography - offset to overspend (subject to approval)|||(2,500)|(2,500)
=Total MHCC|5,366|(348)|(2,590)|2,428
=Total MHCC Pooled Budget|5,366|985|(2,665)|3,686
Homelessness||593||593
Safeguarding & other||(50)|(40)|(90)
==Total Adults Social Care|5,366|1,528|(2,705)|4,189";
    assert_eq!(printed(table), expected.lines().collect::<Vec<_>>());
    let levels: Vec<u8> = table.rows.iter().map(|row| row.level).collect();
    assert_eq!(levels, [0, 1, 2, 2, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 1, 0, 0, 0, 0]);
    assert_eq!(parts(table, 4, 4), [2, 3]);
    assert_eq!(parts(table, 15, 4), [4, 14], "the two subtotals");
    assert_eq!(parts(table, 18, 4), [15, 16, 17], "the subtotal and the lines beside it");
}

#[test]
fn a_total_of_a_group_is_checked_and_named() {
    let told = |from: &str, to: &str| {
        assert_eq!(LINES.matches(from).count(), 1, "{from}");
        let sample = sample(VARIANCE, &[("care", &LINES.replace(from, to))]);
        let ids: Vec<String> = sample.findings().iter().map(|finding| finding.id.clone()).collect();
        let ids: Vec<String> = ids.into_iter().filter(|id| !id.starts_with("beyond-its-column")).collect();
        (asked(&sample), ids)
    };
    let (messages, ids) = told("Total MHCC | 5,366", "Total MHCC | 5,366.5");
    assert_eq!(
        messages,
        [
            "column-total B16: Adults Social Care: 'Total MHCC' under Savings Shortfall is stated as £5,366.5k, but its 8 lines add up to \
          £5,366k (difference +£0.5k)"
        ]
    );
    assert_eq!(ids, ["column-total:care:shortfall:mhcc-mhcc"]);
    // The total around it adds up the wrong one: one cause, one finding.
    let grid = LINES
        .replace("Total MLCO | 0 | 1,333 | (75) | 1,258", "Total MLCO | 0 | 1,333 | (75) | 1,308")
        .replace("(2,665) | 3,686", "(2,665) | 3,736")
        .replace("(2,705) | 4,189", "(2,705) | 4,239");
    let sample = sample(VARIANCE, &[("care", &grid)]);
    let findings = sample.findings();
    let related: Vec<String> = findings[0].related.iter().filter_map(|at| Some(at.cell?.to_string())).collect();
    assert_eq!(
        (asked(&sample).len(), findings[0].id.as_str()),
        (1, "column-total:care:net:mhcc-mlco"),
        "{:#?}",
        asked(&sample)
    );
    assert_eq!(related, ["E17", "E20"]);
    // A subtotal left out of the total around it is pointed at.
    let (messages, ids) = told("(2,665) | 3,686", "(2,665) | 2,428");
    assert_eq!(ids, ["column-total:care:net:mhcc"]);
    assert!(messages[0].contains("'Total MHCC Pooled Budget' under Net"), "{messages:?}");
}

#[test]
fn a_subtotal_that_is_missing_is_a_note() {
    let grid = LINES.replace("Total MHCC | 5,366 | (348) | (2,590) | 2,428\n", "");
    let told = asked(&sample(VARIANCE, &[("care", &grid)]));
    assert_eq!(
        told,
        [
            "missing-total A15: Adults Social Care: 'MHCC > MHCC' has no subtotal row after its last row, A15, as the other groups have"
        ]
    );
}

#[test]
fn blocks_are_named_by_what_their_items_share_and_a_balancing_line_counts_where_it_stands() {
    let sample = sample(STATUS, &[("care", SCHEMES)]);
    assert_eq!(asked(&sample), [CODED, NO_REFERENCE]);
    let report = report(&sample);
    let table_of_all = table(&report, "schemes");
    let expected = "2A|GREEN|Funding of block contract|380,000|0
=||Total GREEN|380,000|0
2Bii|AMBER|Block contract|86,805|0
2C|AMBER|Partner inflation|150,000|C
=||Total AMBER|236,805|0
1|RED|County placements|50,000|50,000
7|RED|Major homecare provider|143,000|143,000
||Additional savings requirement to balance the budget|436,298|414,298
=||Total RED|629,298|607,298
==||TOTAL|1,246,103|607,298";
    assert_eq!(printed(table_of_all), expected.lines().collect::<Vec<_>>());
    assert_eq!(parts(table_of_all, 9, 3), [1, 4, 8]);
    let large = table(&report, "large");
    assert_eq!(
        printed(large),
        [
            "2C|AMBER|Partner inflation|150,000|C",
            "2A|GREEN|Funding of block contract|380,000|0",
            "==||Together|530,000|0"
        ]
    );
    assert_eq!(parts(large, 2, 3), [0, 1]);
}

#[test]
fn the_total_of_a_block_names_its_status_and_counts_the_balancing_line_apart() {
    let grid = SCHEMES.replace("629,298 | 607,298\n2Bii", "629,289 | 607,298\n2Bii");
    let told = asked(&sample(STATUS, &[("care", &grid)]));
    assert_eq!(
        told,
        [
            "column-total D5: Care: the total of RED under Full year budget is stated as £629,289, but its 2 schemes and 1 balancing line \
          add up to £629,298 (difference -£9)",
            CODED,
            NO_REFERENCE
        ]
    );
}

const FRUIT: &str = r#"
version = 1
[report]
title = "Fruit"
council = "A Council"
committee = "A Committee"
money = { unit = "pounds" }
roles = { target = "weight" }
[[area]]
id = "valley"
name = "Valley"
number = "1."
[[area]]
id = "hill"
name = "Hill"
[[list]]
id = "trees"
key = "tree"
levels = ["kind"]
[[list.column]]
id = "tree"
heading = "Tree"
kind = "text"
[[list.column]]
id = "kind"
heading = "Kind"
kind = "text"
[[list.column]]
id = "weight"
heading = "Weight"
kind = "money"
unit = "pounds"
[[list.column]]
id = "said"
heading = "Said"
kind = "text"
total = "given"
[[return]]
list = "trees"
file = "{area}"
[[table]]
id = "each"
from = "trees"
one_per = "area"
title = "{{number}} {{name}}"
columns = ["tree", "weight", "said"]
groups = ["kind"]
subtotal_label = "{{group}} of {{name}}"
order = ["b", "a"]
total_label = "All of {{name}}"
[[table]]
id = "everywhere"
from = "trees"
title = "Everywhere"
columns = ["tree", "weight", "said"]
groups = ["kind"]
group_heading = true
total_label = "All"
[[table]]
id = "plain"
from = "trees"
title = "Plain"
columns = ["tree", "weight", "said"]
order = ["d", "b"]
total_label = "All"
"#;

fn fruit() -> Sample {
    let valley = "== S\nTree | Kind | Weight | Said\na | Apple | 1 | x\nb | Apple | 2\nSubtotal of apples | | 3 | ripe\nc | Pear | 4\n\
                  Subtotal of pears | | 4 | green\nTotal | | 7 | mixed";
    let hill = "== S\nTree | Kind | Weight | Said\nd | Pear | 8\ne | Apple | 16\nf | | 32\nTotal | | 56";
    sample(FRUIT, &[("valley", valley), ("hill", hill)])
}

#[test]
fn texts_of_subtotals_print_as_given_and_labels_as_the_form_says() {
    let report = report(&fruit());
    assert_eq!(
        printed(table(&report, "each.valley")),
        ["b|2|", "a|1|x", "=Apple of Valley|3|ripe", "c|4|", "=Pear of Valley|4|green", "==All of Valley|7|mixed"]
    );
    assert_eq!(
        printed(table(&report, "each.hill")),
        ["d|8|", "=Pear of Hill|8|", "e|16|", "=Apple of Hill|16|", "f|32|", "==All of Hill|56|"]
    );
}

#[test]
fn headings_of_groups_stand_alone_where_the_form_says_so() {
    let form = FRUIT.replace("group_heading = true", "group_heading = true\nsubtotals = false");
    let valley = "== S\nTree | Kind | Weight\na | Apple | 1\nb | Apple | 2\nTotal | | 3";
    let hill = "== S\nTree | Kind | Weight\nd | Pear | 8\nf | | 32\nTotal | | 40";
    let report = report(&sample(&form, &[("valley", valley), ("hill", hill)]));
    let everywhere = table(&report, "everywhere");
    // What is in no group would else seem to be of the last one.
    assert_eq!(printed(everywhere), ["f|32|", "#Apple||", "a|1|", "b|2|", "#Pear||", "d|8|", "==All|43|"]);
    assert_eq!(everywhere.rows.iter().map(|row| row.level).collect::<Vec<_>>(), [0, 0, 1, 1, 0, 1, 0]);
}

#[test]
fn a_table_of_no_one_area_puts_the_groups_of_all_together() {
    let report = report(&fruit());
    let everywhere = table(&report, "everywhere");
    assert_eq!(
        printed(everywhere),
        [
            "#Apple||",
            "a|1|x",
            "b|2|",
            "e|16|",
            "=Total Apple|19|",
            "#Pear||",
            "c|4|",
            "d|8|",
            "=Total Pear|12|",
            "f|32|",
            "==All|63|"
        ]
    );
    assert_eq!(parts(everywhere, 10, 1), [4, 8, 9]);
    let plain = table(&report, "plain");
    assert_eq!(printed(plain), ["d|8|", "b|2|", "a|1|x", "c|4|", "e|16|", "f|32|", "==All|63|"]);
    assert_eq!(parts(plain, 6, 1), [0, 1, 2, 3, 4, 5]);
}
