//! Columns of years, bridges and pairings.

use super::*;
use crate::form::Sign;

/// A programme over three years with its exceptions.
const PROGRAMME: &str = r#"version = 1

[report]
title = "Programme"
council = "A council"
committee = "A committee"
money = { unit = "millions" }
years = { from = "2017-18", to = "2019-20" }

[[list]]
id = "projects"
key = "title"

[[list.column]]
id = "title"
heading = "Project"
kind = "text"

[[list.column]]
id = "target"
heading = "Target {{column_year}} (£)"
kind = "money"
unit = "pounds"
each = "year"
across_total = { id = "target_total", heading = "Target, all years" }

[[list.column]]
id = "projection"
heading = "Projection {{column_year}} (£)"
kind = "money"
unit = "pounds"
each = "year"

[[list.column]]
id = "share"
heading = "% {{column_year}}"
kind = "percent"
formula = "projection / target"
total = "projection / target"
each = "year"

[[list.column]]
id = "difference"
heading = "Difference"
kind = "money"
unit = "pounds"
formula = "projection - target"

[[return]]
list = "projects"
file = "programme"

[[list]]
id = "exceptions"
key = "project"

[[list.column]]
id = "project"
heading = "Project"
kind = "text"

[[list.column]]
id = "year"
heading = "Year"
kind = "year"

[[list.column]]
id = "other_year"
heading = "Recovered in"
kind = "year"

[[list.column]]
id = "kind"
heading = "Kind"
kind = "choice"
choices = ["Over-achievement", "Slippage", "Recovery"]

[[list.column]]
id = "amount"
heading = "Amount (£)"
kind = "money"
unit = "pounds"

[[return]]
list = "exceptions"
file = "programme"
sheet = "Exceptions"

[[check]]
id = "target-there"
list = "projects"
require = "target > 0"
message = "has no target in any year"

[[check]]
id = "later"
list = "exceptions"
when = "year >= '2017/18'"
require = "other_year > year"
message = "comes back too early"

[[bridge]]
id = "why"
of = "projects"
from = "target"
to = "projection"
from_label = "Target"
to_label = "Projection"
list = "exceptions"
item = "project"
kind = "kind"
amount = "amount"
year = "year"
signs = { "Slippage" = "-", "Recovery" = "+", "Over-achievement" = "0" }

[[pairing]]
id = "slippage"
list = "exceptions"
item = "project"
amount = "amount"
year = "year"
other_year = "other_year"
out = "kind = 'Slippage'"
back = "kind = 'Recovery'"

[[table]]
id = "profile"
title = "Profile"
from = "projects"
columns = ["title", "target", "target_total"]
widths = [5, 2, 1]

[[table]]
id = "why"
title = "Why"
bridge = "why"
"#;

#[track_caller]
fn faulty(from: &str, to: &str, line: &str, message: &str) {
    assert_eq!(PROGRAMME.matches(from).count(), 1, "{from:?} must stand once");
    let text = PROGRAMME.replacen(from, to, 1);
    let faults = faults(&text);
    assert_eq!(faults.len(), 1, "{faults:#?}");
    assert_eq!(faults[0].message, message);
    let at = text.lines().nth(faults[0].at.line.unwrap() as usize - 1).unwrap();
    assert!(at.contains(line), "told at {at:?}");
}

#[test]
fn a_column_said_once_stands_for_each_year() {
    let form = parsed(PROGRAMME);
    let list = form.list("projects").unwrap();
    let columns: Vec<(&str, &str)> =
        list.columns.iter().map(|column| (column.id.as_str(), column.heading.as_str())).collect();
    assert_eq!(
        columns,
        [
            ("title", "Project"),
            ("target_2017_18", "Target 2017/18 (£)"),
            ("target_2018_19", "Target 2018/19 (£)"),
            ("target_2019_20", "Target 2019/20 (£)"),
            ("target_total", "Target, all years"),
            ("projection_2017_18", "Projection 2017/18 (£)"),
            ("projection_2018_19", "Projection 2018/19 (£)"),
            ("projection_2019_20", "Projection 2019/20 (£)"),
            ("share_2017_18", "% 2017/18"),
            ("share_2018_19", "% 2018/19"),
            ("share_2019_20", "% 2019/20"),
            ("difference", "Difference"),
        ]
    );
    assert_eq!(form.report.years.len(), 3);
    assert_eq!(form.tables[0].columns, ["title", "target_2017_18", "target_2018_19", "target_2019_20", "target_total"]);
    assert_eq!(form.tables[0].widths, [5, 2, 2, 2, 1]);
}

#[test]
fn a_formula_means_the_same_year_or_all_of_them() {
    let form = parsed(PROGRAMME);
    let list = form.list("projects").unwrap();
    let uses = |id: &str| match list.column(id).unwrap().origin() {
        ColumnOrigin::Formula(formula) => formula.columns().into_iter().map(str::to_string).collect::<Vec<_>>(),
        other => panic!("{id}: {other:?}"),
    };
    assert_eq!(uses("share_2018_19"), ["projection_2018_19", "target_2018_19"]);
    assert_eq!(uses("target_total"), ["target_2017_18", "target_2018_19", "target_2019_20"]);
    assert_eq!(uses("difference").len(), 6);
    assert_eq!(form.checks[0].require.columns().len(), 3);
    let total = &list.column("share_2019_20").unwrap().total;
    assert!(
        matches!(total, TotalOrigin::Formula(formula) if formula.columns() == ["projection_2019_20", "target_2019_20"])
    );
}

#[test]
fn a_word_in_quotes_is_no_column() {
    let form = parsed(&PROGRAMME.replace("'Slippage'\"", "'Slippage' or project = 'target'\""));
    assert_eq!(form.pairings[0].out.columns(), ["kind", "project"]);
}

#[test]
fn a_bridge_has_a_step_for_each_year_and_a_sign_for_each_kind() {
    let form = parsed(PROGRAMME);
    let bridge = form.bridge("why").unwrap();
    let steps: Vec<_> = bridge.steps.iter().map(|step| (step.from.as_str(), step.to.as_str())).collect();
    assert_eq!(
        steps,
        [
            ("target_2017_18", "projection_2017_18"),
            ("target_2018_19", "projection_2018_19"),
            ("target_2019_20", "projection_2019_20")
        ]
    );
    let signs: Vec<_> = bridge.signs.iter().map(|(kind, sign)| (kind.as_str(), *sign)).collect();
    assert_eq!(signs, [("Over-achievement", Sign::Within), ("Slippage", Sign::Minus), ("Recovery", Sign::Plus)]);
    assert_eq!(form.tables[1].bridge.as_deref(), Some("why"));
    let once = PROGRAMME
        .replace("year = \"year\"\nsigns", "signs")
        .replace("from = \"target\"\nto = \"projection\"", "from = \"target_total\"\nto = \"difference\"");
    let once = parsed(&once);
    assert_eq!(once.bridge("why").unwrap().steps.len(), 1);
}

#[test]
fn faults_of_years_are_told_at_their_lines() {
    let years = "years = { from = \"2017-18\", to = \"2019-20\" }";
    faulty(
        years,
        "years = { from = \"2019-20\", to = \"2017-18\" }",
        "years",
        "the last year (2017/18) is before the first (2019/20)",
    );
    faulty(
        "Target {{column_year}} (£)",
        "Target (£)",
        "heading = \"Target (£)\"",
        "the heading of a column with `each = \"year\"` must say which year: write `{{column_year}}` in it",
    );
    faulty(
        "heading = \"Project\"\nkind = \"text\"\n\n[[list.column]]\nid = \"target\"",
        "heading = \"Project\"\nkind = \"text\"\nacross_total = { id = \"all\", heading = \"All\" }\n\n[[list.column]]\nid = \"target\"",
        "across_total",
        "`across_total` is for a column with `each = \"year\"`; what would it add up?",
    );
    faulty(
        "when = \"year >= '2017/18'\"",
        "when = \"year >= '2017-18'\"",
        "when",
        "a financial year is written like '2017/18' in a formula, and '2017-18' is not",
    );
    faulty(
        "require = \"other_year > year\"",
        "require = \"kind > year\"",
        "require",
        "text is compared by `=` or `<>`; it is neither more nor less",
    );
    faulty(
        "each = \"year\"\nacross_total",
        "each = \"year\"\nfull_year_of = \"difference\"\nacross_total",
        "full_year_of",
        "`full_year_of` and `each` do not go together: what comes in a full year stands in the columns of the years that follow",
    );
    let none = PROGRAMME.replacen(years, "", 1);
    let told = faults(&none);
    assert!(
        told.iter().any(|fault| fault.message.starts_with("`each = \"year\"` needs to know the years")),
        "{told:#?}"
    );
    assert!(!told.iter().any(|fault| fault.message.contains("placeholder")), "{told:#?}");
}

#[test]
fn details_are_of_another_list() {
    let key = "key = \"project\"";
    assert!(
        parsed(&PROGRAMME.replacen(key, "key = \"project\"\ndetail_of = \"projects\"", 1)).lists[1].detail_of.is_some()
    );
    let itself = "key = \"project\"\ndetail_of = \"exceptions\"";
    faulty(key, itself, "detail_of", "`exceptions` cannot be a detail of itself");
    let unknown = "key = \"project\"\ndetail_of = \"project\"";
    faulty(key, unknown, "detail_of", "unknown list `project` in `detail_of`; did you mean `projects`?");
}

#[test]
fn faults_of_bridges_and_pairings_are_told_at_their_lines() {
    let signs = "signs = { \"Slippage\" = \"-\", \"Recovery\" = \"+\", \"Over-achievement\" = \"0\" }";
    faulty(
        signs,
        "signs = { \"Slippage\" = \"-\", \"Recovery\" = \"+\" }",
        "signs",
        "`signs` does not say how 'Over-achievement' counts: write \"+\", \"-\" or \"0\" for it",
    );
    faulty(
        signs,
        "signs = { \"Slippage\" = \"-\", \"Recovery\" = \"+\", \"Over-achievement\" = \"0\", \"Slipage\" = \"-\" }",
        "signs",
        "'Slipage' in `signs` is no choice of `kind`; did you mean `Slippage`?",
    );
    faulty(
        "from = \"target\"\nto = ",
        "from = \"target_total\"\nto = ",
        "from",
        "`target_total` in `from` must be a column with `each = \"year\"`, as the bridge is by year",
    );
    faulty(
        "year = \"year\"\nsigns",
        "year = \"kind\"\nsigns",
        "year",
        "`year` cannot be `kind`; name a column that holds a financial year: of kind year",
    );
    faulty("bridge = \"why\"", "bridge = \"wy\"", "bridge", "unknown bridge `wy`; did you mean `why`?");
    faulty(
        "bridge = \"why\"",
        "bridge = \"why\"\ncolumns = [\"title\"]",
        "columns",
        "`columns` does not go with `bridge`: a bridge has its own rows and columns",
    );
    faulty(
        "bridge = \"why\"",
        "bridge = \"why\"\nblank_columns = \"left-out\"",
        "blank_columns",
        "`blank_columns` does not go with `bridge`: a bridge has its own rows and columns",
    );
    faulty(
        "out = \"kind = 'Slippage'\"",
        "out = \"kind = 'Slipage'\"",
        "out",
        "'Slipage' is no choice of `kind`; did you mean `Slippage`?",
    );
}
