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
    assert_eq!(found(&less), ["scheme-vanished:north:voids open: nothing for 100"]);
    // Whether it is gone is asked first; what was approved of it, when that is answered.
    let decisions = fs::read_to_string(less.join("decisions.toml")).unwrap();
    let answer = "\n[[explain]]\nfinding = \"scheme-vanished:north:voids\"\nperiod = \"2022-23-q3\"\nexpected = \"100\"\n\
                  rows = [\"Forecast £80k\", \"Achieved not stated\"]\nwords = \"It was dropped.\"\nrole = \"Head of Finance\"\n\
                  date = 2023-01-20\n";
    fs::write(less.join("decisions.toml"), decisions + answer).unwrap();
    let told = found(&less);
    assert!(told.contains(&format!("{NOT_REFLECTED}: nothing for 20")), "{told:?}");
}

#[test]
fn a_change_counts_if_approved_by_the_day_of_publication_and_is_subject_to_approval_if_later() {
    let said = |period: &str, date: &str, now: u32| {
        let request = "period = \"2022-23-q3\"\nkind = \"rebase\"\nfrom = 100\nto = 120";
        let (_folder, collection) = collection(100, Some(now), request);
        for (file, from, to) in [
            ("piperoll.toml", "version = 1\n", format!("version = 1\n{period}")),
            ("decisions.toml", "date = 2022-11-30", format!("date = {date}")),
        ] {
            let text = fs::read_to_string(collection.join(file)).unwrap();
            assert!(text.contains(from));
            fs::write(collection.join(file), text.replace(from, &to)).unwrap();
        }
        let report = {
            let collection = Collection::open(&collection).unwrap();
            let inputs = Inputs::read(&collection, &Options::default()).unwrap();
            format!("{:?}", inputs.examine().unwrap().report().unwrap())
        };
        let on_paper = ["(CR-07, ", "Board, "].map(|before| {
            let behind = report.split(before).nth(1).unwrap_or_default();
            behind.split(')').next().unwrap_or_default().to_string()
        });
        (found(&collection), lines(&collection), on_paper)
    };
    let period = "period = [{ id = \"2022-23-q3\", publication = 2023-01-31, meeting = 2023-02-08 }]\n";
    let rebased = |status: &str| vec![format!("target-rebased:north:voids:target {status}: 120 for 100")];

    let (found, lines, on_paper) = said(period, "2022-12-31", 120);
    assert_eq!((found, lines), (rebased("explained"), owned(&[(MovementLine::Rebased, "20")])));
    assert_eq!(on_paper, ["", "31 December 2022"]);

    let (found, lines, on_paper) = said(period, "2023-01-31", 120);
    assert_eq!((found, lines), (rebased("explained"), owned(&[(MovementLine::Rebased, "20")])));
    assert_eq!(on_paper, ["approved since, on 31 January 2023"; 2]);

    // What the meeting is to approve is no approved change when the paper is published, whatever the day that it is published.
    for period in [period, "period = [{ id = \"2022-23-q3\", meeting = 2023-02-08 }]\n"] {
        let (found, lines, on_paper) = said(period, "2023-02-08", 120);
        assert_eq!((found, lines), (rebased("open"), owned(&[(MovementLine::Awaited, "20")])));
        assert_eq!(on_paper, ["subject to approval on 8 February 2023", "8 February 2023"]);
    }

    // It need not show yet, and where it does not, nothing is said of it; another figure is a change of its own.
    let (found, lines, on_paper) = said(period, "2023-02-08", 100);
    assert_eq!((found, lines, on_paper), (vec![], vec![], [String::new(), String::new()]));
    let (found, lines, _) = said(period, "2023-02-08", 130);
    assert_eq!(found, ["target-changed:north:voids:target open: 130 for 100"]);
    assert_eq!(lines, owned(&[(MovementLine::Other, "30")]));
}

#[test]
fn parts_of_a_change_that_is_to_be_approved_show_together_and_the_next_paper_is_held_to_it() {
    let period = "\n[[period]]\nid = \"2022-23-q2\"\nmeeting = 2022-11-16\n[[period]]\nid = \"2022-23-q3\"\nmeeting = 2023-02-08\n";
    let grid = |voids: Option<u32>, rents: u32| {
        let of = |target: u32| format!("Voids | {target} | 40 |\n");
        let total =
            format!("Total | {} | {}", voids.unwrap_or_default() + rents, if voids.is_some() { 80 } else { 40 });
        format!(
            "== Return\nScheme | Target | Forecast | Share\n{}Rents | {rents} | 40 |\n{total} |\n",
            voids.map(of).unwrap_or_default()
        )
    };
    let asked = |now: (Option<u32>, u32), decisions: &str| {
        let files = [
            ("returns/2022-23-q2/north.txt", grid(Some(100), 50)),
            ("returns/2022-23-q3/north.txt", grid(now.0, now.1)),
            ("decisions.toml", decisions.to_string()),
        ];
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let (_folder, collection) = made(period, &files);
        let all =
            found(&collection).into_iter().filter(|told| told.contains(" open") && !told.starts_with("percent-better"));
        all.collect::<Vec<_>>()
    };
    let virement = [leg("Voids", 100, 80, ""), leg("Rents", 50, 70, "")].concat().replace("2022-11-30", "2023-02-08");
    let rebased =
        |scheme: &str, to: u32, from: u32| format!("target-rebased:north:{scheme}:target open: {to} for {from}");
    // All of it shows, or none; a part alone is an error.
    assert_eq!(asked((Some(80), 70), &virement), [rebased("voids", 80, 100), rebased("rents", 70, 50)]);
    assert!(asked((Some(100), 50), &virement).iter().all(|told| !told.contains("target")), "nothing of it shows");
    let half = asked((Some(80), 50), &virement);
    assert!(
        half.contains(&"change-request-not-reflected:north:rents:target:cr-07 open: 50 for 70".to_string()),
        "{half:?}"
    );
    // What the meeting of the last paper approved, this one must show.
    let of_last = virement.replace("2022-23-q3", "2022-23-q2").replace("2023-02-08", "2022-11-16");
    let missed = asked((Some(100), 50), &of_last);
    assert!(missed.iter().any(|told| told.starts_with("change-request-not-reflected:north:voids")), "{missed:?}");
    assert_eq!(asked((Some(80), 70), &of_last), Vec::<String>::new());
    // A scheme that is gone by it is asked about.
    let nil = leg("Voids", 100, 0, "").replace("2022-11-30", "2023-02-08").replace("virement", "rebase");
    let gone = asked((None, 50), &nil);
    assert!(gone.iter().any(|told| told.starts_with("scheme-vanished:north:voids")), "{gone:?}");
}

#[test]
fn a_change_beyond_what_its_approver_may_approve_is_asked_about() {
    let asked = |approvers: &str, decisions: &str| {
        let form = format!("\n{approvers}");
        let grid = |voids: u32, rents: u32, forecast: u32| {
            format!(
                "== Return\nScheme | Target | Forecast | Share\nVoids | {voids} | 80 |\nRents | {rents} | {forecast} |\nTotal | {} | {} |\n",
                voids + rents,
                80 + forecast
            )
        };
        let files = [
            ("returns/2022-23-q2/north.txt", grid(100, 50, 40)),
            ("returns/2022-23-q3/north.txt", grid(80, 70, 41)),
            ("decisions.toml", decisions.to_string()),
        ];
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let (_folder, collection) = made(&form, &files);
        let json = findings(&collection, &[]);
        let all = json["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == "approved-beyond");
        all.map(|finding| finding["message"].as_str().unwrap().to_string()).collect::<Vec<_>>()
    };
    let up_to = |pounds: &str| format!("[[approver]]\nname = \"Savings Board\"\nalso = [\"the Board\"]\n{pounds}\n");
    let virement = [leg("Voids", 100, 80, ""), leg("Rents", 50, 70, "")].concat();
    // Nothing is asked where the form says nothing, and nothing within the limit: what moves counts once.
    for form in ["".to_string(), up_to(""), up_to("up_to = 20000")] {
        assert_eq!(asked(&form, &virement), Vec::<String>::new(), "{form}");
    }
    assert_eq!(asked(&up_to("up_to = 20000"), &virement.replace("Savings Board", "The board")), Vec::<String>::new());
    // By whichever name, it is one change.
    let parts = [leg("Voids", 100, 80, ""), leg("Rents", 50, 70, "").replace("Savings Board", "The board")].concat();
    assert_eq!(asked(&up_to("up_to = 25000"), &parts.replace("virement", "rebase")).len(), 1);
    let said = asked(&up_to("up_to = 19999.99"), &virement);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].contains("CR-07, which comes to £20,000, and the form lets them approve up to £19,999.99"),
        "{said:?}"
    );
    assert!(said[0].ends_with("Target of Voids: -£20k and Target of Rents: +£20k"), "{said:?}");
    // Of changes that are no movement each counts.
    let both = virement.replace("virement", "rebase");
    assert_eq!(asked(&up_to("up_to = 39999"), &both).len(), 1);
    assert_eq!(asked(&up_to("up_to = 40000"), &both).len(), 0);
    assert!(
        asked(&up_to(""), &virement.replace("Savings Board", "Head of Housing"))[0].contains("no such [[approver]]")
    );
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

/// Three schemes whose targets were 100, 50 and 40, with forecasts that stay, under decisions.
fn of_targets(targets: [u32; 3], decisions: &str) -> Vec<String> {
    let grid = |[voids, rents, doors]: [u32; 3], forecast: u32| {
        format!(
            "== Return\nScheme | Target | Forecast | Share\nVoids | {voids} | 40 |\nRents | {rents} | 40 |\nDoors | {doors} | {forecast} |\n\
             Total | {} | {} |\n",
            voids + rents + doors,
            80 + forecast
        )
    };
    let (_folder, collection) = made(
        "",
        &[
            ("returns/2022-23-q2/north.txt", &grid([100, 50, 40], 40)),
            ("returns/2022-23-q3/north.txt", &grid(targets, 41)),
            ("decisions.toml", decisions),
        ],
    );
    let json = findings(&collection, &[]);
    let blocks = |finding: &&serde_json::Value| finding["severity"] != "note" && finding["status"] == "open";
    // That a percentage is better for it is another matter.
    let is_of_targets = |finding: &&serde_json::Value| finding["code"] != "percent-better-by-target";
    let all = json["findings"].as_array().unwrap().iter().filter(blocks).filter(is_of_targets);
    all.map(|finding| format!("{} {}", finding["id"].as_str().unwrap(), finding["rows"])).collect()
}

fn leg(scheme: &str, from: u32, to: u32, more: &str) -> String {
    format!(
        "[[change_request]]\nreference = \"CR-07\"\nperiod = \"2022-23-q3\"\nkind = \"virement\"\narea = \"north\"\nscheme = \"{scheme}\"\n\
         column = \"target\"\nfrom = {from}\nto = {to}\n{more}approved_by = \"Savings Board\"\ndate = 2022-11-30\nwords = \"As agreed.\"\n\n"
    )
}

#[test]
fn what_one_target_lost_another_gained_is_one_finding() {
    let of = |scheme: &str| format!("target-changed:north:{scheme}:target");
    for (targets, expected) in [
        ([90, 60, 40], vec![format!("{} [\"Rents: from £50k to £60k\"]", of("voids"))]),
        ([90, 55, 45], vec![format!("{} [\"Rents: from £50k to £55k\",\"Doors: from £40k to £45k\"]", of("voids"))]),
        ([90, 61, 40], vec![format!("{} []", of("voids")), format!("{} []", of("rents"))]),
        // With which of two the one was exchanged cannot be said.
        (
            [90, 60, 50],
            vec![format!("{} []", of("voids")), format!("{} []", of("rents")), format!("{} []", of("doors"))],
        ),
    ] {
        assert_eq!(of_targets(targets, ""), expected, "{targets:?}");
    }
}

#[test]
fn a_re_profiling_comes_to_nil_over_the_years_or_names_one_outside() {
    // The forms of the tests have no years: the forecast stands in for another one.
    let found = |years: &[(&str, &str, u32, u32)], more: &str| {
        let year = |(scheme, column, from, to): &(&str, &str, u32, u32)| {
            let leg = leg(scheme, *from, *to, more).replace("virement", "reprofile");
            leg.replace("column = \"target\"", &format!("column = \"{column}\""))
        };
        let found = of_targets([90, 60, 40], &years.iter().map(year).collect::<String>());
        found.into_iter().filter(|found| found.starts_with("reprofile-open")).collect::<Vec<_>>()
    };
    let open = |scheme: &str, each: &str| format!("reprofile-open:north:{scheme}:cr-07 {each}");
    let (voids, later) = (("Voids", "target", 100, 90), ("Voids", "forecast", 40, 50));
    assert_eq!(found(&[voids, later], ""), Vec::<String>::new());
    assert_eq!(found(&[voids], ""), [open("voids", "[\"Target: -£10k\"]")]);
    assert_eq!(found(&[voids], "outside = \"2024/25\"\n"), Vec::<String>::new());
    let less = ("Voids", "forecast", 40, 48);
    assert_eq!(found(&[voids, less], ""), [open("voids", "[\"Forecast: +£8k\",\"Target: -£10k\"]")]);
    // What another scheme gains is no other year of this one.
    let other = ("Rents", "target", 50, 60);
    assert_eq!(
        found(&[voids, other], ""),
        [open("voids", "[\"Target: -£10k\"]"), open("rents", "[\"Target: +£10k\"]")]
    );
}

#[test]
fn a_virement_comes_to_nil_or_names_a_budget_outside() {
    let open = |each: &str| vec![format!("virement-open:north:target:cr-07 {each}")];
    let (voids, rents) = (leg("Voids", 100, 90, ""), leg("Rents", 50, 60, ""));
    for (targets, decisions, expected) in [
        ([90, 60, 40], voids.clone() + &rents, vec![]),
        ([90, 50, 40], voids.clone(), open("[\"Voids: -£10k\"]")),
        ([90, 55, 40], voids + &leg("Rents", 50, 55, ""), open("[\"Rents: +£5k\",\"Voids: -£10k\"]")),
        ([90, 50, 40], leg("Voids", 100, 90, "outside = \"Contingency\"\n"), vec![]),
        ([90, 50, 40], leg("Voids", 100, 90, "").replace("virement", "rebase"), vec![]),
    ] {
        assert_eq!(of_targets(targets, &decisions), expected as Vec<String>, "{decisions}");
    }
}

#[test]
fn each_part_of_a_split_is_held_against_what_the_match_gives_it() {
    let grid =
        |rows: &str, sums: &str| format!("== Return\nScheme | Target | Forecast | Share\n{rows}Total | {sums} |\n");
    let told = |[day, night]: [u32; 2], amounts: [&str; 2], more: &str| {
        let sides = ["Day work", "Night work"].iter().zip(amounts);
        let sides: Vec<String> =
            sides.map(|(scheme, amount)| format!("{{ area = \"north\", scheme = \"{scheme}\"{amount} }}")).collect();
        let decisions = format!(
            "[[match]]\nperiod = \"2022-23-q3\"\nfrom = [{{ area = \"north\", scheme = \"Repairs\" }}]\nto = [{}]\nwords = \"Split.\"\n\
             role = \"Head of Housing\"\ndate = 2023-01-19\n\n{more}",
            sides.join(", ")
        );
        let now = format!("Day work | {day} | 40 |\nNight work | {night} | 20 |\n");
        let (_folder, collection) = made(
            "",
            &[
                ("returns/2022-23-q2/north.txt", &grid("Repairs | 80 | 60 |\n", "80 | 60")),
                ("returns/2022-23-q3/north.txt", &grid(&now, &format!("{} | 60", day + night))),
                ("decisions.toml", &decisions),
            ],
        );
        let all = found(&collection);
        all.into_iter().filter(|told| told.contains("open") && !told.starts_with("scheme-renamed")).collect::<Vec<_>>()
    };
    let (given, short, none) = ([", amount = 50", ", amount = 30"], [", amount = 50", ", amount = 20"], ["", ""]);
    let unmatched = || "decision-unmatched:north:repairs open: nothing for nothing".to_string();
    let of = |scheme: &str, figures: &str| format!("target-changed:north:{scheme}:target open: {figures}");
    let request = leg("Day work", 50, 60, "").replace("virement", "rebase");
    for (targets, amounts, more, expected) in [
        ([50, 30], given, "", vec![]),
        ([70, 10], given, "", vec![of("day-work", "70 for 50"), of("night-work", "10 for 30")]),
        ([50, 45], given, "", vec![of("night-work", "45 for 30")]),
        ([60, 30], given, &*request, vec![]),
        // Amounts that are not all of it: they are told, and each part is held against its own all the same, unless the rows say
        // which amount is the slip. What comes to less by return and match alike is told too.
        ([50, 30], short, "", vec![unmatched()]),
        ([70, 10], short, "", vec![unmatched(), of("day-work", "70 for 50"), of("night-work", "10 for 20")]),
        ([50, 20], short, "", vec![unmatched(), of("day-work", "70 for 80")]),
        ([50, 45], none, "", vec![of("day-work", "95 for 80")]),
    ] {
        assert_eq!(told(targets, amounts, more), expected, "{targets:?} {amounts:?}");
    }
}
