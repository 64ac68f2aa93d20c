//! Change requests that do not show, that need not, and that hold later: what is found, and the line of the movement.

use std::fs;
use std::path::Path;

use piperoll::collection::Collection;
use piperoll::pipeline::{Inputs, Options};
use piperoll::reconcile::MovementLine;

use crate::support::{findings, made};

/// A collection in which Voids had a target of `then`, and has one of `now` (or is gone), with a change request.
fn collection(then: u32, now: Option<u32>, request: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    // The forecast of another scheme moves a little: the same file again would be a finding of its own.
    let grid = |voids: Option<u32>, rents: u32| {
        let total = format!("Total | {} | {} |\n", 50 + voids.unwrap_or(0), rents + voids.map_or(0, |_| 80));
        let voids = voids.map(|target| format!("Voids | {target} | 80 |\n")).unwrap_or_default();
        format!("== Return\nScheme | Target | Forecast | Share\n{voids}Rents | 50 | {rents} |\n{total}")
    };
    let request = format!(
        "[[change_request]]\nreference = \"CR-07\"\narea = \"north\"\nscheme = \"Voids\"\ncolumn = \"target\"\n\
         approved_by = \"Savings Board\"\ndate = 2022-11-30\nwords = \"As the board agreed.\"\n{request}\n"
    );
    made(
        "",
        &[
            ("returns/2022-23-q2/north.txt", &grid(Some(then), 40)),
            ("returns/2022-23-q3/north.txt", &grid(now, 41)),
            ("decisions.toml", &request),
        ],
    )
}

/// What is found: its id, whether it is open, stated and expected.
fn found(collection: &Path) -> Vec<String> {
    let json = findings(collection, &[]);
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("nothing").to_string();
    let told = |finding: &serde_json::Value| {
        let [id, status, stated, expected] = ["id", "status", "stated", "expected"].map(|key| text(&finding[key]));
        format!("{id} {status}: {stated} for {expected}")
    };
    let all = json["findings"].as_array().unwrap().iter().map(told);
    all.filter(|told| !told.starts_with("smaller-movements")).collect()
}

/// The lines of the movement of the target that are not nil, in thousands.
fn lines(collection: &Path) -> Vec<(MovementLine, String)> {
    let collection = Collection::open(collection).unwrap();
    let inputs = Inputs::read(&collection, &Options::default()).unwrap();
    let reconciliation = inputs.examine().unwrap().reconciliation.unwrap();
    let mut movements = reconciliation.movements.iter();
    let target = movements.find(|movement| movement.column == "target" && movement.area.is_none()).unwrap();
    let moved = MovementLine::ALL.into_iter().filter(|line| !target.line(*line).is_zero());
    moved
        .map(|line| (line, (target.line(line) / rust_decimal::Decimal::ONE_THOUSAND).normalize().to_string()))
        .collect()
}

fn owned(expected: &[(MovementLine, &str)]) -> Vec<(MovementLine, String)> {
    expected.iter().map(|(line, amount)| (*line, (*amount).to_string())).collect()
}

const CORRECTION: &str = "period = \"2022-23-q3\"\nkind = \"correction\"\nfrom = 100\nto = 120";
const NOT_REFLECTED: &str = "change-request-not-reflected:north:voids:target:cr-07 open";

#[test]
fn a_correction_that_was_not_made_is_an_error() {
    // Uncorrected; of another prior figure than it says, which is a change of its own.
    for (then, now, moved) in [(100, 100, vec![]), (90, 130, vec![(MovementLine::Other, "40")]), (90, 90, vec![])] {
        let (_folder, collection) = collection(then, Some(now), CORRECTION);
        assert_eq!(found(&collection), [format!("{NOT_REFLECTED}: {now} for 120")], "{then} to {now}");
        assert_eq!(lines(&collection), owned(&moved), "{then} to {now}");
    }
    let (_folder, corrected) = collection(100, Some(120), CORRECTION);
    assert_eq!(found(&corrected), ["target-rebased:north:voids:target explained: 120 for 100"]);
    assert_eq!(lines(&corrected), owned(&[(MovementLine::Corrections, "20")]));
}

#[test]
fn a_scheme_that_a_request_brought_to_nil_is_closed_and_nobody_is_asked() {
    let nil = "period = \"2022-23-q3\"\nkind = \"rebase\"\nfrom = 100\nto = 0";
    let (_folder, approved) = collection(100, None, nil);
    assert_eq!(found(&approved), Vec::<String>::new());
    assert_eq!(lines(&approved), owned(&[(MovementLine::Closed, "-100")]));
    // To anything else, it should be there.
    let (_folder, less) = collection(100, None, &nil.replace("to = 0", "to = 20"));
    let asked =
        ["scheme-vanished:north:voids open: nothing for 100".into(), format!("{NOT_REFLECTED}: nothing for 20")];
    let mut told = found(&less);
    told.sort();
    let mut asked = asked.to_vec();
    asked.sort();
    assert_eq!(told, asked);
}

#[test]
fn a_request_of_a_later_period_has_no_effect_yet() {
    let later = "period = \"2022-23-q4\"\nkind = \"rebase\"\nfrom = 100\nto = 120";
    let (_folder, unmoved) = collection(100, Some(100), later);
    assert_eq!(found(&unmoved), Vec::<String>::new());
    assert_eq!(lines(&unmoved), owned(&[]));
    // Nor does it approve today what it approves for then.
    let (_folder, early) = collection(100, Some(120), later);
    assert_eq!(found(&early), ["target-changed:north:voids:target open: 120 for 100"]);
    assert_eq!(lines(&early), owned(&[(MovementLine::Other, "20")]));
    fs::remove_file(early.join("decisions.toml")).unwrap();
    assert_eq!(found(&early), ["target-changed:north:voids:target open: 120 for 100"], "as if it were not there");
}
