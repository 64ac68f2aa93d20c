//! Formulas: what they may name, what they may do, and circles.

use super::*;

#[test]
fn formulas_are_read_with_the_columns_they_name() {
    let formula = |formula: &str, message: &str| {
        told("formula = \"done / target\"", &format!("formula = {formula:?}"), "formula", message);
    };
    formula("done / targt", "unknown column `targt` in formula; did you mean `target`?");
    formula("done / title", "`title` holds text, and a formula cannot compute with text");
    formula("done > target", "\"done > target\" in formula is a comparison, and a figure is wanted");
    formula("title", "\"title\" in formula is text, and a figure is wanted");
    formula("share + 1", "circular formula: `share` needs itself");
    let unread = faults(&changed("formula = \"done / target\"", "formula = \"done / \""));
    assert!(unread[0].message.starts_with("cannot read \"done / \" in formula: "), "{unread:?}");

    let require = |formula: &str, message: &str| {
        told("require = \"done > 0\"", &format!("require = {formula:?}"), "require", message);
    };
    require("done", "\"done\" in `require` is no condition; write a comparison, such as `done > 0`");
    require("rag = 'GREN'", "'GREN' is no choice of `rag`; did you mean `GREEN`?");
    require("rag = 1", "a figure cannot be compared with text");
    require("rag > 'GREEN'", "text is compared by `=` or `<>`; it is neither more nor less");
    require("done > 0 and target", "`and`, `or` and `not` join comparisons, such as `forecast > 0`");
    require("not (done > 0) + 1 > 0", "a formula cannot compute with a comparison");
}

#[test]
fn circles_are_told_once() {
    told(
        "heading = \"Achieved\"",
        "heading = \"Achieved\"\nformula = \"share * target\"",
        "formula",
        "circular formula: `done` needs `share`, which needs `done`",
    );
    // By way of the amount beside a percentage.
    told(
        "heading = \"% next year\"",
        "heading = \"% next year\"\nformula = \"later_amount / target\"",
        "formula",
        "circular formula: `later` needs `later_amount`, which needs `later`",
    );
    told(
        "formula = \"done / target\"",
        "formula = \"done / target\"\ntotal = \"share\"",
        "total",
        "circular formula of totals: `share` needs itself",
    );
    let lists = changed(
        "id = \"schemes\"\nkey = \"title\"",
        "id = \"schemes\"\nkey = \"title\"\nsummary_of = { list = \"overall\" }",
    );
    let lists: Vec<_> = faults(&lists).into_iter().map(|fault| fault.message).collect();
    assert_eq!(lists, ["circular summary: `schemes` needs `overall`, which needs `schemes`"]);
}

#[test]
fn totals() {
    let total = |total: &str, message: &str| {
        let to = format!("formula = \"done / target\"\ntotal = {total:?}");
        told("formula = \"done / target\"", &to, "total", message);
    };
    total("sum", "only money and counts add up; write a formula over the other totals, \"given\" or \"none\"");
    total("done / targt", "unknown column `targt` in the formula of `total`; did you mean `target`?");
    total("later", "the formula of `total` needs the total of `later`, which has none");
    total("gven", "`total` cannot be \"gven\"; did you mean `given`?");
    let form =
        parsed(&changed("formula = \"done / target\"", "formula = \"done / target\"\ntotal = \"done / target\""));
    assert!(matches!(form.main().unwrap().column("share").unwrap().total, TotalOrigin::Formula(_)));
    told(
        "heading = \"Scheme\"",
        "heading = \"Scheme\"\ntotal = \"sum\"",
        "total",
        "only money and counts add up; write a formula over the other totals, \"given\" or \"none\"",
    );
}
