//! What a list that sums up another one may say.

use super::*;
use crate::formula::Expr;

const SUM: &str = "sum = \"target\"";

#[test]
fn a_sum_may_take_only_some_items() {
    let form = parsed(&changed(SUM, "sum = \"target\"\nwhere = \"rag = 'RED' and done > 0\""));
    let amount = form.list("overall").unwrap().column("amount").unwrap();
    assert_eq!(amount.only(), Some(&Expr::parse("rag = 'RED' and done > 0").unwrap()));
    told(SUM, "sum = \"target\"\nwhere = \"rag = 'BLUE'\"", "where", "'BLUE' is no choice of `rag`");
    told(
        SUM,
        "sum = \"target\"\nwhere = \"targt > 0\"",
        "where",
        "unknown column `targt` in `where`; did you mean `target`?",
    );
    told(
        SUM,
        "where = \"target > 0\"",
        "where",
        "`where` says which items a `sum` or a `count` takes, and this column is neither",
    );
    told(
        "heading = \"Achieved\"",
        "heading = \"Achieved\"\nwhere = \"target > 0\"",
        "where",
        "`where` is for a list that sums up another one (`summary_of`)",
    );
}

#[test]
fn a_share_is_of_something_that_has_a_total() {
    let formula = "formula = \"done / target\"";
    let form = parsed(&changed(formula, "share = \"target\""));
    let share = form.list("schemes").unwrap().column("share").unwrap();
    assert_eq!((share.origin(), &share.total), (&ColumnOrigin::Share("target".into()), &TotalOrigin::Share));
    told(formula, "share = \"trget\"", "share", "unknown column `trget` in `share`; did you mean `target`?");
    told(formula, "share = \"later\"", "share", "`share` is a share of money or of a number; `later` is neither");
    told(SUM, "share = \"amount\"", "share", "`share` does not fit a column of kind money; it is for percent");
    let text = changed(formula, "share = \"target\"")
        .replace("heading = \"Achieved\"", "heading = \"Achieved\"\nformula = \"share * 2\"");
    let message = "`share` is a share of a total, and no formula can use it; divide by what it is a share of";
    assert_eq!(faults(&text).iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>(), [message]);
}

#[test]
fn a_summary_goes_by_area_column_level_or_all() {
    let by = |by: &str, more: &str| {
        let text = changed(
            "summary_of = { list = \"schemes\" }",
            &format!("summary_of = {{ list = \"schemes\", by = \"{by}\" }}"),
        );
        text.replace("id = \"schemes\"\nkey", &format!("id = \"schemes\"\n{more}key"))
    };
    for known in ["area", "rag", "all"] {
        assert_eq!(parsed(&by(known, "")).list("overall").unwrap().summary_of.as_ref().unwrap().by, known);
    }
    parsed(
        &by("team", "levels = [\"team\"]\n")
            .replace("file = \"{area}\"", "file = \"{area}\"\ngroups = { team = \"heading\" }"),
    );
    assert!(faults(&by("team", ""))[0].message.contains("unknown column `team`"));
}
