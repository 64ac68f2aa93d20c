//! Values and totals that do not stand in a column of their own, columns without headings, words alone, and figures of the
//! appendix as a whole; and what the rules say of them.

use rust_decimal::Decimal;

use crate::check::testing::{Sample, sample};
use crate::figures::Figures;
use crate::form::Form;
use crate::returns::{RowKind, Trouble, Value};

const FORM: &str = r#"
version = 1
[report]
title = "Savings"
council = "A Council"
committee = "A Committee"
money = { unit = "pounds" }
savings = "negative"
main_list = "cuts"
roles = { target = "amount" }
[[area]]
id = "parks"
name = "Parks"
[[list]]
id = "cuts"
item = "cut"
key = "number"
label = "cut"
[[list.column]]
id = "cut"
heading = "Cut"
kind = "text"
required = true
[[list.column]]
id = "number"
heading = "Number"
kind = "code"
within = "cut"
pattern = "P/{}"
required = true
gaps = "note"
[[list.column]]
id = "sort"
heading = "Sort"
kind = "choice"
choices = ["Firm", "Hoped for"]
within = "cut"
[[list.column]]
id = "amount"
heading = "Amount"
kind = "money"
unit = "pounds"
required = true
totals_in = "remark"
[[list.column]]
id = "remark"
heading = "Remark"
kind = "text"
[[list.column]]
id = "step"
heading = "Step"
kind = "choice"
choices = ["Idea", "Agreed", "Done"]
ordered = true
optional = true
[[return]]
list = "cuts"
file = "{area}"
sheet = "Cuts"
positions = { cut = "B", amount = "C", remark = "D", step = "E" }
totals = ["All cuts"]
[[check]]
id = "done"
list = "cuts"
when = "remark = 'done'"
require = "step >= 'Agreed'"
message = "is called done before it was agreed"
[[list]]
id = "ideas"
key = "soon"
text_only = true
[[list.column]]
id = "soon"
heading = "Soon"
kind = "text"
required = true
[[list.column]]
id = "later"
heading = "Later"
kind = "text"
required = true
[[return]]
list = "ideas"
file = "{area}"
sheet = "Ideas"
[[figure]]
id = "found"
heading = "Cuts found"
kind = "money"
unit = "millions"
file = "parks"
sheet = "Figures"
label = "Found so far"
[[figure]]
id = "wanted"
heading = "Cuts wanted"
kind = "money"
unit = "millions"
file = "parks"
label = "Wanted"
as_at = 2022-04-01
[[figure]]
id = "share"
heading = "Share found"
kind = "percent"
formula = "found / wanted"
file = "parks"
sheet = "Figures"
label = "Share"
[[table]]
id = "cuts"
title = "Cuts"
from = "cuts"
total_label = "All cuts"
notes = ["{{figure.found}} ({{figure.share}}) by {{figure.found.as_at}}"]
"#;

const GRID: &str = "\
== Cuts
A title

| P/01 Firm: fewer flower beds | -1,500 | | Agreed
| P/02: Mowing, hoped for | -250 | done | Done
| All cuts | | -1,750
== Ideas
Soon | Later
Mow less | Let a field
Ask friends |
== Figures
Found so far | 1.3 | @2022-12-05
Wanted:
7.7
Share | 17%
";

fn read(changes: &[(&str, &str)]) -> Sample {
    let mut grid = GRID.to_string();
    for (from, to) in changes {
        assert!(grid.contains(from), "{from}");
        grid = grid.replacen(from, to, 1);
    }
    sample(FORM, &[("parks", &grid)])
}

fn told(changes: &[(&str, &str)]) -> Vec<String> {
    read(changes).told()
}

fn faults(from: &str, to: &str) -> Vec<String> {
    assert!(FORM.contains(from), "{from}");
    let faults = Form::parse("piperoll.toml", &FORM.replacen(from, to, 1)).err().unwrap_or_default();
    faults.into_iter().map(|fault| fault.message).collect()
}

#[test]
fn nothing_is_found_in_a_return_that_is_in_order() {
    assert_eq!(told(&[]), Vec::<String>::new());
}

#[test]
fn columns_stand_where_the_form_says() {
    let sample = read(&[]);
    let block = &sample.returns.tables[0];
    let kinds: Vec<RowKind> = block.rows.iter().map(|row| row.kind).collect();
    assert_eq!(kinds, [RowKind::Item, RowKind::Item, RowKind::Total]);
    assert_eq!(block.rows[0].cells["amount"].at.cell.unwrap().to_string(), "C3");
    assert!(block.notes.iter().any(|(_, note)| note == "A title"), "{:?}", block.notes);
    let form = FORM.replacen("positions =", "from_row = 4\npositions =", 1);
    let sample = crate::check::testing::sample(&form, &[("parks", GRID)]);
    assert_eq!(sample.returns.tables[0].rows.len(), 2);
}

#[test]
fn a_value_is_taken_out_of_the_cell_it_stands_in() {
    let sample = read(&[]);
    let rows = &sample.returns.tables[0].rows;
    assert_eq!(rows[0].text("cut"), "P/01 Firm: fewer flower beds");
    assert_eq!(rows[0].text("number"), "01");
    assert_eq!(rows[0].text("sort"), "Firm");
    assert_eq!(rows[1].text("number"), "02");
    assert_eq!(rows[1].text("sort"), "Hoped for");
    assert_eq!(rows[0].cells["number"].at, rows[0].cells["cut"].at);
    assert_eq!(
        told(&[("P/02: Mowing", "Mowing")]),
        ["empty-required B4: 'Mowing, hoped for' (Parks) says nothing in Number (B4)"]
    );
    let both = told(&[("P/02: Mowing", "P/02: Firm mowing")]);
    assert!(both[0].contains("both 'Firm' and 'Hoped for' stand in it"), "{both:?}");
}

#[test]
fn totals_stand_in_the_other_column() {
    let sample = read(&[]);
    let total = &sample.returns.tables[0].rows[2];
    assert_eq!(total.cells["amount"].at.cell.unwrap().to_string(), "D5");
    assert!(
        matches!(&total.cells["amount"].value, Value::Figure(figure) if figure.quantity.value() == Decimal::from(-1750))
    );
    assert_eq!(total.text("remark"), "");
    let wrong = told(&[("-1,750", "-1,751")]);
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(wrong[0].starts_with("column-total D5: "), "{wrong:?}");
    // In its own column it is taken too; in both, one of them is left out, and said.
    assert_eq!(told(&[("| -1,750", "-1,750 |")]), Vec::<String>::new());
    let twice = read(&[("| | -1,750", "| -1,750 | -1,750")]);
    assert!(
        matches!(&twice.returns.troubles[..], [Trouble::StrayFigures { at, .. }] if at.cell.unwrap().to_string() == "C5")
    );
}

#[test]
fn stages_are_compared_in_their_order() {
    assert_eq!(told(&[("done | Done", "done | Agreed")]), Vec::<String>::new());
    let early = told(&[("done | Done", "done | Idea")]);
    assert_eq!(early.len(), 1, "{early:?}");
    assert!(
        early[0].starts_with("form-check ") && early[0].contains("is called done before it was agreed"),
        "{early:?}"
    );
}

#[test]
fn missing_references_are_listed() {
    assert_eq!(told(&[("P/02", "P/07")]), ["reference-gap B4: Numbers from 01 to 07 leave out 5 numbers: 02 to 06"]);
}

#[test]
fn words_alone_end_where_they_end() {
    let sample = read(&[("Ask friends |", "| Sell hay")]);
    let rows = &sample.returns.tables[1].rows;
    assert_eq!(rows.len(), 2, "a row that begins with a blank is kept");
    assert_eq!(rows[1].text("later"), "Sell hay");
    let hole = told(&[("Mow less | Let a field\nAsk friends |", "Mow less |\nAsk friends | Let a field")]);
    assert_eq!(hole, ["empty-required B2: 'Mow less' (Parks) says nothing in Later (B2)"]);
    assert_eq!(told(&[("Ask friends |", "Mow less | Let a field")]), Vec::<String>::new(), "nothing stands twice");
}

#[test]
fn figures_of_the_whole_stand_beside_their_labels() {
    let sample = read(&[]);
    let figures = Figures::of(&sample.form, &sample.returns).unwrap();
    let amount = |id: &str| figures.of_form(id).unwrap().figure.amount().unwrap();
    assert_eq!(amount("found"), Decimal::from(1_300_000));
    assert_eq!(amount("wanted"), Decimal::from(7_700_000), "below its label");
    assert_eq!(amount("share").round_dp(4), "0.1688".parse().unwrap());
    assert_eq!(figures.of_form("found").unwrap().as_at.unwrap().to_string(), "2022-12-05");
    assert_eq!(figures.of_form("wanted").unwrap().as_at.unwrap().to_string(), "2022-04-01");
}

#[test]
fn a_figure_of_the_whole_that_is_missing_or_differs_is_said() {
    let said = |from: &str, to: &str, expected: &str| assert_eq!(told(&[(from, to)]), [expected]);
    said(
        "17%",
        "19%",
        "figure-differs B4: Share found is stated as 19%, and the figures it follows from give 17% (difference +2 percentage points)",
    );
    said("Found so far", "Found", "missing-figure: Cuts found has no figure: nothing there is called 'Found so far'");
    said("7.7\n", "\n", "missing-figure A2: Cuts wanted has no figure: nothing stands right of its label, or below it");
    assert_eq!(told(&[("1.3", "TBC")]), Vec::<String>::new(), "a placeholder says that it is not known yet");
    let unread = told(&[("1.3", "lots")]);
    assert!(unread[0].starts_with("missing-figure B1: Cuts found has no figure: 'lots' stands there: "), "{unread:?}");
    let no_sheet = told(&[("== Figures\n", "== Figurs\n")]);
    assert_eq!(
        no_sheet,
        [
            "missing-figure: Cuts found has no figure: there is no sheet 'Figures'",
            "missing-figure: Share found has no figure: there is no sheet 'Figures'"
        ]
    );
}

#[test]
fn what_does_not_fit_is_told() {
    let fault = |from: &str, to: &str, message: &str| assert_eq!(faults(from, to), [message]);
    fault("pattern = \"P/{}\"", "pattern = \"P/\"", "\"P/\" must hold {} once, for the word that is the value");
    fault(
        "pattern = \"P/{}\"\n",
        "",
        "`within` needs a `pattern`, such as \"Saving {}\"; only a choice is found by its words alone",
    );
    fault(
        "within = \"cut\"\npattern = \"P/{}\"",
        "also = [\"No\"]\nwithin = \"cut\"\npattern = \"P/{}\"",
        "`also` does not fit a value that stands `within` another column's cell",
    );
    fault(
        "within = \"cut\"\npattern",
        "within = \"amount\"\npattern",
        "`within` of `number` names a column that holds no text",
    );
    fault(
        "within = \"cut\"\npattern",
        "within = \"sort\"\npattern",
        "`within` of `number` names a column that stands within another one",
    );
    fault(
        "totals_in = \"remark\"",
        "totals_in = \"cut\"",
        "`totals_in` cannot be `cut`: the row's own name stands there",
    );
    fault(
        "totals_in = \"remark\"",
        "totals_in = \"remrk\"",
        "unknown column `remrk` in `totals_in`; did you mean `remark`?",
    );
    fault("sheet = \"Cuts\"\n", "", "`positions` needs `sheet`: a table without headings cannot be looked for");
    fault("cut = \"B\", ", "cut = \"C\", ", "`cut` and `amount` cannot both stand in column C");
    fault("cut = \"B\", ", "cut = \"B4\", ", "\"B4\" is no column of a sheet: write \"A\" or \"AB\"");
    fault("remark = \"D\", ", "", "`positions` leaves out `remark`; say its column, or that it is `optional`");
    fault(
        "sheet = \"Ideas\"",
        "sheet = \"Ideas\"\nfrom_row = 2",
        "`from_row` is for a table without headings (`positions`); others are found",
    );
    fault("step >= 'Agreed'", "step >= 'Agred'", "'Agred' is no choice of `step`; did you mean `Agreed`?");
    fault("step >= 'Agreed'", "step < 'Idea'", "no stage of `step` stands on that side of 'Idea'");
    fault("step >= 'Agreed'", "sort >= 'Firm'", "text is compared by `=` or `<>`; it is neither more nor less");
    fault(
        "ordered = true",
        "ordered = true\ngaps = \"note\"",
        "`gaps` does not fit a column of kind choice; it is for code",
    );
    fault(
        "formula = \"found / wanted\"",
        "formula = \"found / wnted\"",
        "unknown column `wnted` in formula; did you mean `wanted`?",
    );
    fault("formula = \"found / wanted\"", "formula = \"share / wanted\"", "circular formula: `share` needs itself");
    fault("label = \"Wanted\"\n", "", "`file` without `label` does not say where the figure stands");
    fault(
        "file = \"parks\"\nlabel",
        "file = \"park\"\nlabel",
        "`file` is an area's id, for its own workbook, or a file that a [[return]] names; \"park\" is neither",
    );
    assert!(
        faults("{{figure.share}}", "{{figure.shre}}")[0]
            .starts_with("unknown placeholder `{{figure.shre}}`; did you mean `figure.share`?")
    );
}
