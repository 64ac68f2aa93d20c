//! `levels`, `groups` and what a table says of them.

use super::*;
use crate::formula::Expr;

/// The base with levels.
fn grouped(returns: &str, table: &str) -> String {
    let text = changed("key = \"title\"", "key = \"title\"\nlevels = [\"pool\", \"rag\"]");
    let text = text.replacen("file = \"{area}\"", &format!("file = \"{{area}}\"\n{returns}"), 1);
    text.replacen("from = \"schemes\"\n", &format!("from = \"schemes\"\n{table}\n"), 1)
}

#[track_caller]
fn fault(text: &str, line: &str, message: &str) {
    let faults = faults(text);
    let told: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(told, [message]);
    let number = faults[0].at.line.unwrap() as usize;
    let found = text.lines().nth(number - 1).unwrap();
    assert!(found.contains(line), "line {number} is {found:?}");
}

const TOLD: &str = "groups = { pool = \"heading\" }";

#[test]
fn a_level_is_told_by_its_column_unless_the_return_says_else() {
    let form = parsed(&grouped(TOLD, "groups = [\"rag\"]\ngroup_order = [\"green\", \"RED\"]\nwhere = \"target > 0\""));
    assert_eq!(form.main().unwrap().levels, ["pool", "rag"]);
    assert_eq!(form.returns[0].groups, [GroupFrom::Heading, GroupFrom::Column("rag".into())]);
    assert!(!form.returns[0].unlabelled_subtotals);
    let table = &form.tables[0];
    assert_eq!((table.groups.as_slice(), table.group_heading), (&["rag".to_string()][..], false));
    assert_eq!(table.filter, Some(Expr::parse("target > 0").unwrap()));
    let form = parsed(&grouped("groups = { pool = \"sheet\", rag = \"subtotal\" }\nunlabelled = \"subtotal\"", ""));
    assert_eq!(form.returns[0].groups, [GroupFrom::Sheet, GroupFrom::Subtotal]);
    assert!(form.returns[0].unlabelled_subtotals);
    assert_eq!((form.tables[0].groups.len(), form.tables[0].filter.clone()), (0, None));
}

#[test]
fn every_level_must_be_told() {
    fault(
        &grouped("", ""),
        "[[return]]",
        "[[return]] needs `groups`: where the level `pool` is told (\"heading\", \"subtotal\", \"sheet\" or \"column:ID\")",
    );
    fault(
        &grouped("groups = { pol = \"heading\", pool = \"heading\" }", ""),
        "pol =",
        "unknown level `pol` in `groups`; did you mean `pool`?; the levels of `schemes` are named in its `levels`",
    );
    fault(
        &grouped("groups = { pool = \"above\" }", ""),
        "above",
        "`pool` cannot be \"above\"; it is \"heading\", \"subtotal\", \"sheet\" or \"column:ID\"",
    );
    fault(
        &grouped("groups = { pool = \"column:target\" }", ""),
        "column:target",
        "`target` holds figures, and figures name no group",
    );
    fault(
        &grouped("groups = { pool = \"sheet\" }\nsheet = \"S\"", ""),
        "groups",
        "`pool = \"sheet\"` takes the group from the sheet's name, but `sheet` names one sheet",
    );
}

#[test]
fn a_level_has_a_name_of_its_own() {
    let levels = |levels: &str| changed("key = \"title\"", &format!("key = \"title\"\nlevels = [{levels}]"));
    let faults = faults(&levels("\"area\", \"target\", \"rag\", \"rag\", \"a b\""));
    let told: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
    for message in [
        "`area` cannot be a level; levels are groups inside an area",
        "`target` does not group rows; name a level after a column of kind text, choice or code",
        "the level `rag` stands twice in `levels`",
        "`a b` cannot be a level: use letters, digits and hyphens",
    ] {
        assert!(told.contains(&message), "{message}: {told:#?}");
    }
    let summary =
        changed("summary_of = { list = \"schemes\" }", "summary_of = { list = \"schemes\" }\nlevels = [\"name\"]");
    fault(&summary, "levels", "a summary has no levels; its rows are the groups of the list summed up");
}

#[test]
fn a_table_prints_levels_that_there_are() {
    fault(
        &grouped(TOLD, "groups = [\"raj\"]"),
        "raj",
        "unknown level `raj` in `groups`; did you mean `rag`?; `schemes` has the levels `pool`, `rag`",
    );
    fault(
        &grouped(TOLD, "group_heading = true"),
        "group_heading",
        "`group_heading` says something of groups, but the table prints none; name levels in `groups`",
    );
    fault(
        &grouped(TOLD, "groups = [\"rag\"]\nsubtotals = false"),
        "subtotals = false",
        "without subtotals nothing would show the groups: add `group_heading = true`, or take `groups` out",
    );
    fault(
        &grouped(TOLD, "groups = [\"rag\"]\ngroup_heading = true\nsubtotals = false\nsubtotal_label = \"All\""),
        "subtotal_label",
        "`subtotal_label` names a row that `subtotals = false` leaves out",
    );
    fault(
        &grouped(TOLD, "groups = [\"rag\"]\ngroup_order = [\"REED\"]"),
        "REED",
        "\"REED\" is no choice of `rag`; did you mean `RED`?",
    );
    fault(
        &grouped(TOLD, "groups = [\"rag\"]\nsubtotal_label = \"Total {{grup}}\""),
        "grup",
        &format!(
            "unknown placeholder `{{{{grup}}}}`; did you mean `group`? (there are {}, number, name, group)",
            heading::NAMES.join(", ")
        ),
    );
    fault(
        &grouped(TOLD, "where = \"target\""),
        "where",
        "\"target\" in `where` is no condition; write a comparison, such as `target > 0`",
    );
}

#[test]
fn rows_are_named_by_a_column_of_their_own() {
    let text = BASE.replacen("key = \"title\"", "key = \"number\"", 1).replacen(
        "[[list.column]]",
        "[[list.column]]\nid = \"number\"\nheading = \"Number\"\nkind = \"code\"\nwithin = \"title\"\npattern = \"No {}\"\n\n[[list.column]]",
        1,
    );
    let faults = faults(&text);
    let told: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(
        told,
        ["rows are named by `number`, which stands inside the cells of `title`: name that one as `label`"]
    );
}

#[test]
fn rows_that_say_by_nothing_whose_they_are_may_have_an_area() {
    let message = "`otherwise` is for rows that say whose they are themselves: with `area` a \"column:ID\", \"heading\" or \"subtotal\"";
    let at = |keys: &str| faults(&changed("[[return]]\nlist", &format!("[[return]]\n{keys}\nlist")));
    assert!(
        at("otherwise = \"nobody\"")
            .iter()
            .any(|fault| fault.message.starts_with("unknown area `nobody` in `otherwise`"))
    );
    assert!(at("otherwise = \"nobody\"").iter().any(|fault| fault.message == message));
}
