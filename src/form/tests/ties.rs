//! Parts of items, conditions, and totals that are tied.

use super::*;

const KEY: &str = "id = \"schemes\"\nkey = \"title\"";

fn with_parts(parts: &str) -> Vec<String> {
    let text = changed(KEY, &format!("{KEY}\nparts = {parts}"));
    faults(&text).into_iter().map(|fault| fault.message).collect()
}

#[test]
fn parts_name_their_whole_in_words_and_add_up_in_figures() {
    let none: [&str; 0] = [];
    let whole = "heading = \"RAG\"\nkind = \"choice\"\nchoices = [\"RED\", \"GREEN\"]";
    let text = changed(KEY, &format!("{KEY}\nparts = {{ column = \"rag\", add_up = [\"target\", \"done\"] }}"));
    let text = text.replace(whole, "heading = \"RAG\"\nkind = \"text\"");
    let form = parsed(&text);
    let parts = form.list("schemes").unwrap().parts.clone().unwrap();
    assert_eq!((parts.column.as_str(), parts.add_up), ("rag", vec!["target".to_string(), "done".to_string()]));
    assert_eq!(
        with_parts("{ column = \"rag\", add_up = [] }"),
        ["`rag` cannot name a whole; name a column of kind text or code"]
    );
    assert_eq!(
        with_parts("{ column = \"title\", add_up = [\"share\"] }"),
        [
            "`share` does not add up; name columns of kind money or count",
            "`title` is the item's own key; a part names its whole in another column",
        ]
    );
    assert_ne!(with_parts("{ column = \"titel\", add_up = [\"target\"] }"), none);
}

#[test]
fn conditions_stand_in_texts() {
    let heading = "heading = \"Scheme\"";
    let form = parsed(&changed(heading, &format!("{heading}\nconditions = [\"Subject to approval\"]")));
    let title = form.list("schemes").unwrap().column("title").unwrap();
    assert_eq!(title.condition("Agency (SUBJECT\n to approval)"), Some("Subject to approval"));
    assert_eq!(title.condition("Agency"), None);
    told(
        "heading = \"Achieved\"",
        "heading = \"Achieved\"\nconditions = [\"x\"]",
        "conditions",
        "`conditions` does not fit a column of kind money; it is for text",
    );
}

const TIE: &str = "[[tie]]\nid = \"t\"\nleft = { name = \"L\", list = \"schemes\", column = \"target\", area = \"north\" }\nright = { name = \"R\", \
                   list = \"schemes\", column = \"done\", where = \"rag = 'RED'\", negate = true }\n";

#[test]
fn ties_name_two_totals() {
    let with = |tie: &str| changed("[[check]]", &format!("{tie}\n[[check]]"));
    let form = parsed(&with(TIE));
    let tie = &form.ties[0];
    assert_eq!((tie.left.area.as_deref(), tie.right.negate, tie.items.len()), (Some("north"), true, 0));
    let told = |from: &str, to: &str| {
        let text = with(&TIE.replace(from, to));
        faults(&text).into_iter().map(|fault| fault.message).collect::<Vec<_>>()
    };
    assert_eq!(
        told("column = \"target\"", "column = \"trget\""),
        ["unknown column `trget` in `column`; did you mean `target`?"]
    );
    assert_eq!(
        told("column = \"target\"", "column = \"rag\""),
        ["`rag` in `column` must be a column that holds money"]
    );
    assert_eq!(told("\"north\"", "\"nroth\""), ["unknown area `nroth`; did you mean `north`?"]);
    assert_eq!(
        told("list = \"schemes\", column = \"done\"", "list = \"shemes\", column = \"done\""),
        ["unknown list `shemes` in `list`; did you mean `schemes`?"]
    );
    assert_eq!(told("rag = 'RED'", "rag = 'BLUE'"), ["'BLUE' is no choice of `rag`"]);
}

#[test]
fn a_net_is_the_target_less_pressures_that_are_named() {
    told(
        "achieved = \"done\"",
        "achieved = \"done\", net = \"target\"",
        "net",
        "`net` of `roles` is the target less the pressures: name their column in `pressures`",
    );
    let form = parsed(&changed("achieved = \"done\"", "achieved = \"done\", pressures = \"done\", net = \"target\""));
    let tie = form.ties.last().unwrap();
    assert_eq!(
        (tie.id.as_str(), tie.items[0].column.as_str(), tie.items[0].negate),
        ("net-of-pressures", "done", true)
    );
}
