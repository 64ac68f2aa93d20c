//! What follows from a figure that a decision let stand: the row's own computed figures, the totals, what depends on those, and what a
//! summary states of them. What the return states just as it would be without the decision is settled by it, and told.

use serde_json::Value;

use crate::support::{findings, made, piperoll, report, repository, stderr};

/// Two areas, a variance by row and by total, and a summary.
fn form() -> String {
    let base = std::fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    let variance = "[[list.column]]\nid = \"variance\"\nheading = \"Variance\"\nkind = \"money\"\nunit = \"thousands\"\n\
                    formula = \"forecast - target\"\n\n[[list.column]]\nid = \"share\"";
    let base = base
        .replace("[[list.column]]\nid = \"share\"", variance)
        .replace("name = \"North\"\n", "name = \"North\"\n\n[[area]]\nid = \"south\"\nname = \"South\"\n")
        .replace("\"forecast\", \"share\"]", "\"forecast\", \"variance\", \"share\"]");
    base + "\n[[list]]\nid = \"overall\"\nitem = \"service\"\nitems = \"services\"\nkey = \"service\"\n\
            summary_of = { list = \"schemes\", by = \"area\" }\n\n\
            [[list.column]]\nid = \"service\"\nheading = \"Service\"\nkind = \"text\"\n\n\
            [[list.column]]\nid = \"target\"\nheading = \"Target\"\nkind = \"money\"\nunit = \"thousands\"\nsum = \"target\"\n\n\
            [[list.column]]\nid = \"variance\"\nheading = \"Variance\"\nkind = \"money\"\nunit = \"thousands\"\nsum = \"variance\"\n\n\
            [[return]]\nlist = \"overall\"\nfile = \"overall\"\narea = \"column:service\"\ntotals = [\"All\"]\n\n\
            [[table]]\nid = \"overall\"\nfrom = \"overall\"\ntitle = \"Overall\"\ncolumns = [\"service\", \"target\", \"variance\"]\n\
            total_label = \"All\"\n"
}

const THEN: &str = "== Return
Scheme | Target | Forecast | Variance | Share
Roofs | 240 | 205 | -35 | 85%
Voids | 100 | 100 | 0 | 100%
Total | 340 | 305 | -35 | 90%
";

/// Somebody sent a target that was never approved, and all else with it.
const NOW: &str = "== Return
Scheme | Target | Forecast | Variance | Share
Roofs | 210 | 205 | -5 | 98%
Voids | 100 | 100 | 0 | 100%
Total | 310 | 305 | -5 | 98%
";

const SOUTH: &str = "== Return
Scheme | Target | Forecast | Variance | Share
Doors | 50 | 20 | -30 | 40%
Total | 50 | 20 | -30 | 40%
";

const OVERALL: &str = "== Return
Service | Target | Variance
North | 310 | -5
South | 50 | -30
All | 360 | -35
";

const SET_ASIDE: &str = "[[set_aside]]\nfinding = \"target-changed:north:roofs:target\"\nperiod = \"2022-23-q3\"\nstated = \"210\"\n\
                         stands = \"240\"\nwords = \"No change was approved.\"\nrole = \"Section 151 officer\"\ndate = 2023-01-20\n\n";

fn collection(north: &str, overall: &str, decisions: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let before = OVERALL.replace("310 | -5", "340 | -35").replace("360 | -35", "390 | -65");
    let form = form();
    made(
        "",
        &[
            ("piperoll.toml", &*form),
            ("returns/2022-23-q2/north.txt", THEN),
            ("returns/2022-23-q2/south.txt", SOUTH),
            ("returns/2022-23-q2/overall.txt", &*before),
            ("returns/2022-23-q3/north.txt", north),
            ("returns/2022-23-q3/south.txt", &*SOUTH.replace("50 | 20 | -30 | 40%", "50 | 20 | -30 | 40.0%")),
            ("returns/2022-23-q3/overall.txt", overall),
            ("decisions.toml", decisions),
        ],
    )
}

/// With one target set aside, and all else as it was sent.
pub fn decided() -> (tempfile::TempDir, std::path::PathBuf) {
    collection(NOW, OVERALL, SET_ASIDE)
}

fn told(of: &Value) -> Vec<&Value> {
    of["findings"].as_array().unwrap().iter().collect()
}

fn open(of: &Value) -> Vec<&str> {
    let open = told(of).into_iter().filter(|finding| finding["status"] == "open" && finding["severity"] != "note");
    // A first area that sends what it sent is asked about, and beside the matter.
    open.map(|finding| finding["id"].as_str().unwrap()).filter(|id| !id.starts_with("figures-unmoved")).collect()
}

fn note(of: &Value) -> Option<&Value> {
    told(of).into_iter().find(|finding| finding["code"] == "follows-from-decision")
}

#[test]
fn what_is_stated_as_it_would_be_without_the_decision_is_settled_by_it_and_listed() {
    let (_folder, collection) = decided();
    let found = findings(&collection, &[]);
    assert_eq!(open(&found), [""; 0], "{found:#}");
    let note = note(&found).expect("one note a decision");
    let message = note["message"].as_str().unwrap();
    for said in [
        "'Roofs' (North): Variance is stated as -£5k (D2) and prints as -£35k",
        "North: the total of Target is stated as £310k (B4) and prints as £340k",
        "North: the total of Variance is stated as -£5k (D4) and prints as -£35k",
        "'North': Variance in the summary is stated as -£5k",
        "the total of Variance is stated as -£35k (C4 of returns/2022-23-q3/overall.xlsx) and prints as -£65k",
    ] {
        assert!(message.contains(said), "{said}: {message}");
    }
    assert_eq!(note["at"]["line"], 1, "{note:#}");
    let follows: Vec<&Value> =
        told(&found).into_iter().filter(|finding| finding["explained_by"]["kind"] == "follows").collect();
    assert_eq!(follows.len(), note["related"].as_array().unwrap().len(), "{found:#}");
    assert!(follows.iter().all(|finding| finding["status"] == "explained" && finding["explained_by"]["line"] == 1));
}

#[test]
fn what_follows_is_said_under_each_table_that_prints_it() {
    let (_folder, collection) = decided();
    let printed = serde_json::to_string(&report(&collection)).unwrap();
    // What was asked and answered is the one target; the rest was not asked.
    assert!(printed.contains("1 question that the returns raised has been answered"), "{printed}");
    for said in [
        "This follows from what was decided (Roofs, Target: Section 151 officer, 20 January 2023), and the return states otherwise. \
         Roofs, Variance: -35, not '-5'; Roofs, Share: 85%, not '98%'; Total of North, Target: 340, not '310'",
        "North, Target: 340, not '310'; North, Variance: -35, not '-5'; All, Target: 390, not '360'; All, Variance: -65, not '-35'.",
    ] {
        assert!(printed.contains(said), "{said}: {printed}");
    }
}

#[test]
fn a_figure_that_agrees_with_neither_is_open_and_says_what_the_decision_changed() {
    let north = NOW.replace("310 | 305 | -5 | 98%", "311 | 305 | -5 | 98%");
    let (_folder, collection) = collection(&north, OVERALL, SET_ASIDE);
    let found = findings(&collection, &[]);
    assert_eq!(open(&found), ["column-total:north:target"], "{found:#}");
    let total = told(&found).into_iter().find(|finding| finding["id"] == "column-total:north:target").unwrap();
    let message = total["message"].as_str().unwrap();
    let said = "; with the figure decided in decisions.toml, line 1, it comes to £340k, with the figure of the return to £310k";
    assert!(message.ends_with(said), "{message}");
}

#[test]
fn what_was_right_with_the_decision_is_no_part_of_it() {
    let (_folder, collection) =
        collection(&NOW.replace("Total | 310 | 305 | -5 | 98%", "Total | 340 | 305 | -35 | 90%"), OVERALL, SET_ASIDE);
    let found = findings(&collection, &[]);
    assert_eq!(open(&found), [""; 0], "{found:#}");
    let message = note(&found).unwrap()["message"].as_str().unwrap();
    assert!(!message.contains("North: the total of Target"), "{message}");
}

#[test]
fn a_total_of_stated_figures_one_of_which_was_set_aside_is_told() {
    // The row's variance is wrong by itself, and each total adds it up as it is stated.
    let north = THEN.replace("| -35 |", "| -5 |");
    let overall = OVERALL.replace("310 | -5", "340 | -5").replace("360 |", "390 |");
    let entry = "[[set_aside]]\nfinding = \"computed-amount:north:roofs:variance\"\nperiod = \"2022-23-q3\"\nstated = \"-5\"\n\
                 stands = \"-35\"\nwords = \"Forecast less target.\"\nrole = \"Section 151 officer\"\ndate = 2023-01-20\n";
    let (_folder, collection) = collection(&north, &overall, entry);
    let found = findings(&collection, &[]);
    assert_eq!(open(&found), [""; 0], "{found:#}");
    let message = note(&found).expect("nothing else tells it")["message"].as_str().unwrap();
    assert!(message.contains("North: the total of Variance is stated as -£5k (D4) and prints as -£35k"), "{message}");
    assert!(message.contains("the total of Variance is stated as -£35k (C4 of"), "{message}");
    let printed = serde_json::to_string(&report(&collection)).unwrap();
    assert!(printed.contains("Total of North, Variance: -35, not '-5'"), "{printed}");
}

#[test]
fn of_two_decisions_each_lists_what_follows_from_it() {
    let twice = SET_ASIDE.to_string()
        + &SET_ASIDE
            .replace("roofs", "voids")
            .replace("210", "100")
            .replace("240", "90")
            .replace("No change", "The change");
    let then = THEN.replace("Voids | 100 | 100 | 0 | 100%", "Voids | 90 | 100 | 10 | 111%");
    let (folder, collection) = collection(NOW, OVERALL, &twice);
    std::fs::write(collection.join("returns/2022-23-q2/north.xlsx"), crate::workbook::workbook(&then)).unwrap();
    let found = findings(&collection, &[]);
    let notes: Vec<&Value> =
        told(&found).into_iter().filter(|finding| finding["code"] == "follows-from-decision").collect();
    let [one, other] = notes.as_slice() else { panic!("{found:#}") };
    let (one, other) = (one["message"].as_str().unwrap(), other["message"].as_str().unwrap());
    assert!(one.contains("'Roofs'") && !one.contains("'Voids'"), "{one}");
    assert!(other.contains("'Voids'") && !other.contains("'Roofs'"), "{other}");
    assert!([one, other].iter().all(|note| note.contains("the total of Target")), "{one}\n{other}");
    drop(folder);
}

#[test]
fn without_a_decision_nothing_is_told() {
    let (_folder, collection) = collection(NOW, OVERALL, "");
    let found = findings(&collection, &[]);
    assert!(open(&found).contains(&"target-changed:north:roofs:target"));
    assert!(note(&found).is_none(), "{found:#}");
}

fn decide(collection: &std::path::Path, more: &[&str]) -> (Option<i32>, String) {
    let by = ["--words", "No change was approved.", "--role", "Section 151 officer", "--date", "20/01/2023", "--yes"];
    let run = piperoll().arg("decide").arg(collection).args(more).args(by).output().unwrap();
    (run.status.code(), stderr(&run).split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn decide_says_what_an_answer_raised_and_that_what_follows_needs_none() {
    let target = "target-changed:north:roofs:target";
    let (_folder, made) = collection(NOW, OVERALL, "");
    let (code, said) = decide(&made, &[target, "--stands", "240"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("not before"), "{said}");
    let (code, said) = decide(&made, &["computed-amount:north:roofs:variance", "--stands", "-35"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("follows from what line 1 of decisions.toml lets stand"), "{said}");
    // A total that was right with the target as it was sent, and a share that never was.
    let (_folder, made) = collection(&NOW.replace("205 | -5 | 98%", "205 | -5 | 97.6%"), OVERALL, "");
    let form = std::fs::read_to_string(made.join("piperoll.toml")).unwrap();
    let check = "\n[[check]]\nid = \"within\"\nlist = \"schemes\"\nrequire = \"target < 230000\"\nseverity = \"error\"\n\
                 message = \"is more than was ever approved\"\n";
    std::fs::write(made.join("piperoll.toml"), form + check).unwrap();
    let (code, said) = decide(&made, &["--quiet", target, "--stands", "240"]);
    assert_eq!(code, Some(0), "{said}");
    let raised = "With it, 1 error is open that was not before: `form-check:north:roofs:target:within`. `piperoll check` says what to do.";
    assert!(said.contains(raised), "{said}");
}
