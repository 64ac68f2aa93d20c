//! What the council approved, against what the returns state.

use std::fs;
use std::path::{Path, PathBuf};

use piperoll::report::Block;
use tempfile::TempDir;

use crate::support::{build, findings, made, piperoll, report, rows, sheets, stderr};

/// An approved list of the form.
fn listed(items: &[(&str, u32)]) -> String {
    let items = items.iter().map(|(scheme, amount)| {
        format!("[[control.item]]\narea = \"north\"\nscheme = \"{scheme}\"\namount = {amount}\n")
    });
    format!("{APPROVED}{}", items.collect::<String>())
}

const APPROVED: &str = "[[control]]\nsource = \"Full Council\"\nminute = \"87\"\ndate = 2022-02-23\n";

/// A return with these targets; the forecasts are `less` below them, so that no return is the same as another.
fn grid(schemes: &[(&str, u32)], less: u32) -> String {
    let each = schemes.iter().map(|(scheme, target)| format!("{scheme} | {target} | {} |\n", target - less));
    let total: u32 = schemes.iter().map(|(_, target)| target).sum();
    let all = total - less * u32::try_from(schemes.len()).unwrap();
    format!("== Return\nScheme | Target | Forecast | Share\n{}Total | {total} | {all} |\n", each.collect::<String>())
}

type Schemes<'s> = &'s [(&'s str, u32)];

fn collection(form: &str, decisions: &str, quarters: &[(&str, Schemes<'_>)]) -> (TempDir, PathBuf) {
    let mut files = vec![("decisions.toml".to_string(), decisions.to_string())];
    for (less, (period, schemes)) in (1..).zip(quarters) {
        files.push((format!("returns/{period}/north.txt"), grid(schemes, less)));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    made(form, &files)
}

/// The findings that are no notes, each with its status and its figures.
fn found_in(collection: &Path, period: &str) -> Vec<String> {
    let json = findings(collection, &["--period", period]);
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("nothing").to_string();
    let all = json["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] != "note");
    let told = all.map(|finding| {
        let [id, status, stated, expected] = ["id", "status", "stated", "expected"].map(|key| text(&finding[key]));
        format!("{id} {status}: {stated} for {expected}")
    });
    told.collect()
}

fn found(form: &str, decisions: &str, quarters: &[(&str, Schemes<'_>)]) -> Vec<String> {
    let (_folder, collection) = collection(form, decisions, quarters);
    found_in(&collection, quarters.last().unwrap().0)
}

fn request(kind: &str, scheme: &str, (from, to): (u32, u32), date: &str) -> String {
    format!(
        "[[change_request]]\nreference = \"CR-{scheme}\"\nperiod = \"2022-23-q2\"\nkind = \"{kind}\"\narea = \"north\"\nscheme = \"{scheme}\"\n\
         column = \"target\"\nfrom = {from}\nto = {to}\napproved_by = \"Savings Board\"\ndate = {date}\nwords = \"As agreed.\"\n\n"
    )
}

/// A `[[match]]`; several names of a side stand with '+' between them.
fn changed(from: &str, to: &str) -> String {
    let side = |names: &str| {
        let each = names.split('+').map(|name| format!("{{ area = \"north\", scheme = \"{name}\" }}"));
        each.collect::<Vec<_>>().join(", ")
    };
    format!(
        "[[match]]\nperiod = \"2022-23-q2\"\nfrom = [{}]\nto = [{}]\nwords = \"As agreed.\"\nrole = \"Head of Finance\"\ndate = 2022-10-12\n\n",
        side(from),
        side(to)
    )
}

fn outside(period: &str, scheme: &str, amount: u32) -> String {
    format!(
        "[[outside_control]]\nperiod = \"{period}\"\narea = \"north\"\nscheme = \"{scheme}\"\namount = {amount}\n\
         words = \"Of another budget.\"\nrole = \"Head of Finance\"\ninitials = \"AB\"\ndate = 2022-10-12\n\n"
    )
}

fn first_page(collection: &Path) -> String {
    let report = report(collection);
    let texts = report.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
        Block::Paragraph { text } => Some(text.clone()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

const Q1: &str = "2022-23-q1";
const Q2: &str = "2022-23-q2";
const Q3: &str = "2022-23-q3";

#[test]
fn a_collection_with_its_list_in_a_workbook_is_built_and_says_on_what_it_was_checked() {
    let form = "[[control]]\nsource = \"Full Council\"\nminute = \"87\"\ndate = 2022-02-23\ntotal = 160\nunallocated = 10\n\
                workbook = { file = \"control/2022-23.xlsx\", area = \"Area\", scheme = \"Saving\", amount = \"£000\" }\n";
    let list = "== Approved\nArea | Saving | £000\nNorth | Voids | 100\n | Rents | 50\nTotal | | 150\n";
    let change = request("rebase", "Voids", (100, 112), "2022-08-30");
    let now = grid(&[("Voids", 112), ("Rents", 50)], 12);
    let (_folder, collection) = made(
        form,
        &[("control/2022-23.txt", list), ("returns/2022-23-q3/north.txt", &now), ("decisions.toml", &change)],
    );
    let built = build(&collection, &[]);
    assert_eq!(built.json()["status"], "for-clearance", "{:?}", built.json()["findings"]);
    let said = "Target agrees with the list approved by Full Council on 23 February 2022 (minute 87), after approved changes of £12k; \
                £10k of it had no scheme then.";
    let book = sheets(built.xlsx());
    let all = |book: &[(String, calamine::Range<calamine::Data>)]| {
        book.iter().flat_map(|(_, range)| rows(range)).flatten().collect::<Vec<_>>().join("\n")
    };
    let whole = all(&book);
    assert!(whole.contains(said), "{whole}");
    // What was changed in all might be what was changed of the one scheme that is exempt.
    let exempt = "[[exempt]]\nperiod = \"2022-23-q3\"\narea = \"north\"\nscheme = \"Voids\"\nparagraph = 3\nreason = \"Terms.\"\n\
                  role = \"Monitoring Officer\"\ndate = 2023-01-19\n";
    fs::write(collection.join("decisions.toml"), change.clone() + exempt).unwrap();
    let kept = first_page(&collection);
    assert!(kept.contains("(minute 87), with the changes approved since.") && !kept.contains("£12k;"), "{kept}");
    fs::write(collection.join("decisions.toml"), &change).unwrap();

    // The workbook is among the files that the appendix was made from, and £12k comes from the change request.
    let files = report(&collection).files;
    let file = files.iter().find(|file| file.path == "control/2022-23.xlsx").unwrap();
    assert_eq!((file.role, file.sha256.len()), ("control", 64));
    let public = report(&collection).for_public().unwrap();
    let public = serde_json::to_string(&public).unwrap();
    assert!(public.contains(said) && !public.contains("2022-23.xlsx"), "{public}");

    // A workbook that is not there, or is not understood, stops the run with its place.
    let fault = || {
        let output = piperoll().arg("check").arg(&collection).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        stderr(&output)
    };
    let path = collection.join("control/2022-23.xlsx");
    fs::write(&path, crate::workbook::workbook(&list.replace("50\n", "TBC\n"))).unwrap();
    assert!(fault().contains("control/2022-23.xlsx, sheet Approved, cell C3: 'TBC' beside 'Rents' is no amount"));
    fs::remove_file(&path).unwrap();
    let told = fault();
    assert!(told.contains("piperoll.toml, line 87: control/2022-23.xlsx is not there"), "{told}");
    assert!(told.contains("see docs/form.md"), "{told}");
}

#[test]
fn a_target_that_drifted_long_ago_keeps_the_paper_a_draft() {
    let quarters: [(&str, Schemes<'_>); 3] =
        [(Q1, &[("Voids", 110)]), (Q2, &[("Voids", 110)]), (Q3, &[("Voids", 110)])];
    let form = listed(&[("Voids", 100)]);
    let (_folder, collection) = collection(&form, "", &quarters);
    for period in [Q1, Q2, Q3] {
        assert_eq!(found_in(&collection, period), ["control-differs:north:voids:target open: 110 for 100"], "{period}");
    }
    let output = piperoll().args(["build", "--no-pdf", "--period", Q3]).arg(&collection).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let said = "Target was checked against the list approved by Full Council on 23 February 2022 (minute 87); it does not agree everywhere.";
    assert!(first_page(&collection).contains(said), "{}", first_page(&collection));
    // What was approved later answers it; what was approved before is in the list, and what is approved after the paper is not approved yet.
    let change = |date: &str| {
        fs::write(collection.join("decisions.toml"), request("rebase", "Voids", (100, 110), date)).unwrap();
        found_in(&collection, Q3)
    };
    assert_eq!(change("2022-08-30"), Vec::<String>::new());
    assert_eq!(change("2022-02-23"), ["control-differs:north:voids:target open: 110 for 100"]);
    // A change that starts from the drifted figure approves no more than it changes.
    let from_drift = request("rebase", "Voids", (110, 120), "2022-08-30");
    let (_folder, collection) =
        self::collection(&form, &from_drift, &[(Q1, &[("Voids", 110)]), (Q2, &[("Voids", 120)])]);
    let json = findings(&collection, &["--period", Q2]);
    let told =
        json["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "control-differs").unwrap();
    assert_eq!((told["stated"].as_str(), told["expected"].as_str()), (Some("120"), Some("110")));
    let message = told["message"].as_str().unwrap();
    assert!(message.ends_with("; CR-Voids starts from £110k, which is not what was approved by then"), "{message}");
}

#[test]
fn one_cause_is_one_finding() {
    let form = listed(&[("Voids", 100), ("Rents", 50)]);
    let then: Schemes<'_> = &[("Voids", 100), ("Rents", 50)];
    // A target that moved this quarter is asked about as such; that it was explained approves nothing.
    let moved: Schemes<'_> = &[("Voids", 110), ("Rents", 50)];
    assert_eq!(found(&form, "", &[(Q2, then), (Q3, moved)]), ["target-changed:north:voids:target open: 110 for 100"]);
    let explained = "[[explain]]\nfinding = \"target-changed:north:voids:target\"\nperiod = \"2022-23-q3\"\nstated = 110\nexpected = 100\n\
                     words = \"The service says so.\"\nrole = \"Head of Finance\"\ndate = 2023-01-20\n";
    let told = found(&form, explained, &[(Q2, then), (Q3, moved)]);
    assert!(told.contains(&"control-differs:north:voids:target open: 110 for 100".to_string()), "{told:?}");
    // So is one that came or went, an approved change that does not show, and what cannot be read.
    let gone = found(&form, "", &[(Q2, then), (Q3, &[("Voids", 100)])]);
    assert_eq!(gone.len(), 1, "{gone:?}");
    assert!(gone[0].starts_with("scheme-vanished:north:rents"), "{gone:?}");
    let new = found(&form, "", &[(Q2, then), (Q3, &[("Voids", 100), ("Rents", 50), ("Parking", 5)])]);
    assert_eq!(new.len(), 1, "{new:?}");
    assert!(new[0].starts_with("scheme-appeared:north:parking"), "{new:?}");
    let missing = request("rebase", "Voids", (100, 120), "2022-08-30").replace(Q2, Q3);
    let told = found(&form, &missing, &[(Q2, then), (Q3, then)]);
    assert_eq!(told, ["change-request-not-reflected:north:voids:target:cr-voids open: 100 for 120"]);
    let (_folder, unread) =
        made(&form, &[("returns/2022-23-q3/north.txt", &grid(then, 5).replace("Voids | 100", "Voids | about 100"))]);
    let told = found_in(&unread, Q3);
    assert!(told.iter().all(|told| !told.starts_with("control-")) && !told.is_empty(), "{told:?}");
    // Where an area sent nothing, its schemes are not missed one by one.
    let south = "[[area]]\nid = \"south\"\nname = \"South\"\n[[control.item]]\narea = \"south\"\nscheme = \"Doors\"\namount = 10\n";
    let form = format!("{}{}", south.split("[[control").next().unwrap(), listed(&[("Voids", 100), ("Rents", 50)]))
        + &format!("[[control{}", south.split("[[control").nth(1).unwrap());
    let told = found(&form, "", &[(Q3, then)]);
    assert_eq!(told, ["missing-return:south open: nothing for nothing"]);
}

#[test]
fn a_scheme_is_found_under_the_names_that_it_had() {
    let form = listed(&[("Voids", 100), ("Rents", 50)]);
    let then: Schemes<'_> = &[("Voids", 100), ("Rents", 50)];
    let renamed: Schemes<'_> = &[("Empty homes", 100), ("Rents", 50)];
    assert_eq!(found(&form, &changed("Voids", "Empty homes"), &[(Q1, then), (Q2, renamed), (Q3, renamed)]), [""; 0]);
    // Without a period to compare with, too.
    assert_eq!(found(&form, &changed("Voids", "Empty homes"), &[(Q3, renamed)]), [""; 0]);
    let split: Schemes<'_> = &[("Voids, east", 70), ("Voids, west", 30), ("Rents", 50)];
    let in_two = changed("Voids", "Voids, east+Voids, west");
    assert_eq!(found(&form, &in_two, &[(Q1, then), (Q2, split), (Q3, split)]), [""; 0]);
    let merged: Schemes<'_> = &[("Homes", 150)];
    assert_eq!(found(&form, &changed("Voids+Rents", "Homes"), &[(Q1, then), (Q2, merged), (Q3, merged)]), [""; 0]);
    let merged: Schemes<'_> = &[("Homes", 140)];
    assert_eq!(
        found(&form, &changed("Voids+Rents", "Homes"), &[(Q3, merged)]),
        ["control-differs:north:homes:target open: 140 for 150"]
    );
    let identity = "[[scheme]]\nid = \"voids\"\n[[scheme.was]]\nperiod = \"2022-23-q1\"\narea = \"north\"\ntitle = \"Voids\"\n\
                    [[scheme.was]]\nperiod = \"2022-23-q3\"\narea = \"north\"\ntitle = \"Empty homes\"\n";
    assert_eq!(found(&form, identity, &[(Q1, then), (Q2, then), (Q3, renamed)]), [""; 0]);
    // A new scheme under the old name is none of the list.
    let again: Schemes<'_> = &[("Empty homes", 100), ("Rents", 50), ("Voids", 5)];
    assert_eq!(
        found(&form, &changed("Voids", "Empty homes"), &[(Q3, again)]),
        ["control-not-listed:north:voids:target open: 5 for nothing"]
    );
}

#[test]
fn what_was_approved_since_is_counted_scheme_by_scheme_and_in_all() {
    let list = listed(&[("Voids", 100), ("Rents", 50)]);
    let total = format!("{APPROVED}total = 150\n");
    let virement =
        request("virement", "Voids", (100, 90), "2022-08-30") + &request("virement", "Rents", (50, 60), "2022-08-30");
    let virement = virement.replace("CR-Voids", "V-1").replace("CR-Rents", "V-1");
    let moved: Schemes<'_> = &[("Voids", 90), ("Rents", 60)];
    assert_eq!(found(&list, &virement, &[(Q3, moved)]), [""; 0]);
    assert_eq!(found(&total, &virement, &[(Q3, moved)]), [""; 0]);
    let (_folder, collection) = collection(&list, &virement, &[(Q3, moved)]);
    let said = "(minute 87), after approved changes that come to nil.";
    assert!(first_page(&collection).contains(said), "{}", first_page(&collection));
    // A scheme that was added or dropped by approval.
    let added =
        request("rebase", "Parking", (0, 20), "2022-08-30") + &request("rebase", "Rents", (50, 0), "2022-08-30");
    let now: Schemes<'_> = &[("Voids", 100), ("Parking", 20)];
    assert_eq!(found(&list, &added, &[(Q3, now)]), [""; 0]);
    assert_eq!(found(&total, &added, &[(Q3, now)]), [""; 0]);
    let now: Schemes<'_> = &[("Voids", 100), ("Parking", 25)];
    assert_eq!(found(&list, &added, &[(Q3, now)]), ["control-not-listed:north:parking:target open: 25 for 20"]);
    assert_eq!(found(&total, &added, &[(Q3, now)]), ["control-total:target open: 125 for 120"]);
    // A correction of a return that was wrong changes nothing that was approved.
    let correction = request("correction", "Voids", (110, 100), "2022-08-30");
    let right: Schemes<'_> = &[("Voids", 100), ("Rents", 50)];
    assert_eq!(found(&list, &correction, &[(Q3, right)]), [""; 0]);
    assert_eq!(found(&total, &correction, &[(Q3, right)]), [""; 0]);
    // What is approved after the paper is published may show, and is said.
    let form = format!("[[period]]\nid = \"2022-23-q3\"\npublication = 2023-01-31\n\n{list}");
    let late = request("rebase", "Voids", (100, 120), "2023-02-08").replace(Q2, Q3);
    let (_folder, collection) = self::collection(&form, &late, &[(Q2, right), (Q3, &[("Voids", 120), ("Rents", 50)])]);
    assert!(found_in(&collection, Q3).iter().all(|told| !told.starts_with("control-")));
    let said = "after approved changes that come to nil, with £20k that is subject to approval.";
    assert!(first_page(&collection).contains(said), "{}", first_page(&collection));
    assert_eq!(found(&form, &late, &[(Q2, right), (Q3, right)]), [""; 0]);
}

#[test]
fn a_change_of_last_year_s_figures_is_none_of_the_list_for_the_next() {
    let form = listed(&[("Voids", 100)]);
    let last = request("rebase", "Voids", (90, 95), "2022-03-10").replace(Q2, "2021-22-q4");
    assert_eq!(found(&form, &last, &[(Q3, &[("Voids", 100)])]), [""; 0]);
    // One that holds in the year itself counts, even if it was approved before; so it does in the year that was changed.
    let first = request("rebase", "Voids", (100, 95), "2022-03-10").replace(Q2, Q1);
    assert_eq!(found(&form, &first, &[(Q3, &[("Voids", 95)])]), [""; 0]);
    let revised = request("rebase", "Voids", (100, 95), "2022-03-10").replace(Q2, "2021-22-q4");
    assert_eq!(found(&form, &revised, &[("2021-22-q4", &[("Voids", 95)])]), [""; 0]);
    // A list that was approved during the year is that year's, and holds on.
    let within = form.replace("2022-02-23", "2021-09-22");
    assert_eq!(found(&within, &revised, &[(Q3, &[("Voids", 95)])]), [""; 0]);
}

#[test]
fn what_was_approved_of_a_scheme_that_is_gone_or_split_is_counted_with_it() {
    let form = listed(&[("Voids", 100)]);
    let split: Schemes<'_> = &[("Voids, east", 70), ("Voids, west", 30)];
    let ended = request("rebase", "Voids, west", (30, 0), "2022-11-30").replace(Q2, Q3);
    let decisions = changed("Voids", "Voids, east+Voids, west") + &ended;
    let east: Schemes<'_> = &[("Voids, east", 70)];
    assert_eq!(found(&form, &decisions, &[(Q2, split), (Q3, east)]), [""; 0]);
    assert_eq!(found(&form, &decisions, &[(Q3, east)]), [""; 0]);

    // A list that says no area speaks of any, of a scheme that is gone too.
    let anywhere = listed(&[("Voids", 100), ("Rents", 50)]).replace("area = \"north\"\n", "");
    let ended = request("rebase", "Rents", (50, 0), "2022-08-30");
    let (voids, both): (Schemes<'_>, Schemes<'_>) = (&[("Voids", 100)], &[("Voids", 100), ("Rents", 50)]);
    assert_eq!(found(&anywhere, &ended, &[(Q3, voids)]), [""; 0]);
    assert_eq!(found(&anywhere, &ended, &[(Q1, both), (Q2, voids), (Q3, voids)]), [""; 0]);

    // One that was added by approval, and became two.
    let added = request("rebase", "Parking", (0, 100), "2022-06-15").replace(Q2, Q1);
    let decisions = added + &changed("Parking", "Parking, east+Parking, west");
    let then: Schemes<'_> = &[("Voids", 100), ("Parking", 100)];
    let now: Schemes<'_> = &[("Voids", 100), ("Parking, east", 60), ("Parking, west", 40)];
    assert_eq!(found(&form, &decisions, &[(Q1, then), (Q2, now), (Q3, now)]), [""; 0]);
    assert_eq!(found(&form, &decisions, &[(Q3, now)]), [""; 0]);
    let more: Schemes<'_> = &[("Voids", 100), ("Parking, east", 60), ("Parking, west", 45)];
    assert_eq!(
        found(&form, &decisions, &[(Q3, more)]),
        ["control-not-listed:north:parking-east:target open: 105 for 100"]
    );
}

#[test]
fn of_what_is_to_be_approved_one_change_may_show_and_another_not() {
    let late = |name: &str, amounts: (u32, u32)| {
        request("rebase", "Voids", amounts, "2023-02-08").replace(Q2, Q3).replace("CR-Voids", name)
    };
    let decisions = late("CR-1", (100, 110)) + &late("CR-2", (110, 105));
    for control in [listed(&[("Voids", 100)]), format!("{APPROVED}total = 100\n")] {
        let form = format!("[[period]]\nid = \"2022-23-q3\"\npublication = 2023-01-31\n\n{control}");
        let told = |target: u32| {
            let now = [("Voids", target)];
            let all = found(&form, &decisions, &[(Q2, &[("Voids", 100)]), (Q3, &now)]);
            all.into_iter().filter(|told| !told.starts_with("target-changed")).collect::<Vec<_>>()
        };
        for target in [100, 110, 105] {
            let told = told(target);
            assert!(told.iter().all(|told| !told.starts_with("control-")), "{target}: {told:?}");
        }
    }
}

#[test]
fn why_one_side_has_a_scheme_alone_is_said_for_the_year_while_the_amount_stays() {
    let form = listed(&[("Voids", 100), ("Rents", 50)]);
    let now: Schemes<'_> = &[("Voids", 100), ("Parking", 20)];
    let open = [
        "control-not-listed:north:parking:target open: 20 for nothing",
        "control-not-returned:north:rents:target open: nothing for 50",
    ];
    let asked = |decisions: &str, period: &str| {
        let mut told = found(&form, decisions, &[(period, now)]);
        told.sort();
        told
    };
    assert_eq!(asked("", Q3), open);
    let both = outside(Q2, "Parking", 20) + &outside(Q2, "Rents", 50);
    let settled = open.map(|told| told.replace(" open:", " explained:"));
    assert_eq!(asked(&both, Q3), settled);
    assert_eq!(asked(&both, Q2), settled);
    // Before its period, and in the next year, it says nothing.
    for period in [Q1, "2023-24-q1"] {
        assert_eq!(asked(&both, period), open, "{period}");
    }
    let (_folder, collection) = collection(&form, &both, &[(Q3, now)]);
    let json = serde_json::to_string(&report(&collection)).unwrap();
    assert!(json.contains("Of another budget.") && json.contains("Reasons given"), "{json}");
    // It lapses with another amount; one that speaks of nothing is told in its own period.
    assert_eq!(asked(&(outside(Q2, "Parking", 25) + &outside(Q2, "Rents", 50)), Q3)[0], open[0]);
    let idle = asked(&(both.clone() + &outside(Q3, "Voids", 100)), Q3);
    assert_eq!(idle.len(), 3, "{idle:?}");
    assert!(idle[2].starts_with("decision-unmatched:outside-control"), "{idle:?}");
    let no_role = format!("{form}[[role]]\nname = \"Section 151 officer\"\nmay = [\"clear\", \"explain\"]\n");
    let told = found(&no_role, &both, &[(Q3, now)]);
    assert_eq!(told.iter().filter(|told| told.starts_with("role-may-not")).count(), 2, "{told:?}");
}
