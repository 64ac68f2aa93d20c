//! Which figures that moved are asked about, on positions made by hand.

use super::tests::{all_found_in, codes, found, found_in};
use crate::decision::Decisions;
use crate::finding::{Finding, Severity};
use crate::form::{Form, Kind};
use crate::reconcile::position::Scheme;
use crate::reconcile::testing::{column, form, form_with_references, position, quarter, referenced, scheme};
use crate::source::{Address, Place};

const QUERY: Severity = Severity::Query;

/// What a new year asks first.
const TURNED: (&str, Severity) = ("year-turned", QUERY);

/// A form in which the forecast states no `movement`, and with a shortfall beside it.
fn silent_form() -> Form {
    let mut form = form();
    form.lists[0].columns[2].amount_mut().movement = None;
    form.lists[0].columns.push(column("shortfall", Kind::Money));
    let mut profile = column("profile", Kind::Money);
    profile.figure_mut().cumulative = true;
    form.lists[0].columns.push(profile);
    form.report.roles.profile = Some("profile".into());
    form
}

/// Voids then and now, beside a large scheme of which nothing moves but what is achieved.
fn silent(then: &[(&str, i64)], now: &[(&str, i64)]) -> Vec<Finding> {
    let large = |achieved| scheme("south", "Rents", &[("forecast", 1_000), ("achieved", achieved)]);
    let before = position(quarter(2), vec![scheme("north", "Voids", then), large(300)]);
    let after = position(quarter(3), vec![scheme("north", "Voids", now), large(400)]);
    found_in(&silent_form(), &Decisions::default(), before, after, Vec::new())
}

#[test]
fn where_the_form_is_silent_a_quarter_and_a_hundredth_of_the_largest_total_decide() {
    // The largest total is 1,000 and Voids' own.
    for (then, now, asked) in [(40, 52, true), (40, 50, false), (20, 30, false), (200, 140, true), (200, 160, false)] {
        let findings = silent(&[("forecast", then)], &[("forecast", now)]);
        let expected: Vec<_> = asked.then_some(("movement-unexplained", QUERY)).into_iter().collect();
        assert_eq!(codes(&findings), expected, "{then} to {now}");
    }
    let findings = silent(&[("forecast", 200)], &[("forecast", 140)]);
    assert!(findings[0].message.ends_with("-£60k (-30%), beyond £12k and 25%"), "{}", findings[0].message);
}

#[test]
fn a_figure_that_is_nil_or_turned_is_asked_about_at_any_size() {
    assert_eq!(codes(&silent(&[("forecast", 5)], &[("forecast", 0)])), [("fell-to-nil", QUERY)]);
    assert_eq!(codes(&silent(&[("forecast", 5)], &[])), [("fell-to-nil", QUERY)]);
    assert_eq!(codes(&silent(&[("forecast", 5)], &[("forecast", -5)])), [("sign-turned", QUERY)]);
    assert_eq!(codes(&silent(&[("forecast", 5)], &[("forecast", 50)])), [("figure-of-another-size", QUERY)]);
    assert_eq!(codes(&silent(&[("shortfall", 5)], &[("shortfall", 0)])), [("fell-to-nil", QUERY)]);
    assert_eq!(codes(&silent(&[("shortfall", 5)], &[])), [], "the column is gone");
}

#[test]
fn figures_of_a_row_that_moved_by_as_much_are_one_finding() {
    let findings = silent(&[("forecast", 200), ("shortfall", 10)], &[("forecast", 140), ("shortfall", 70)]);
    assert_eq!(codes(&findings), [("movement-unexplained", QUERY)]);
    assert!(findings[0].message.ends_with("; shortfall moved by as much the other way"), "{}", findings[0].message);
    let findings = silent(&[("forecast", 200), ("shortfall", 10)], &[("forecast", 140), ("shortfall", 80)]);
    assert_eq!(findings.len(), 2, "{findings:#?}");
}

#[test]
fn what_is_achieved_may_grow_as_far_as_the_forecast_and_must_where_it_was_profiled() {
    let achieved = |then: i64, now: i64| {
        codes(&silent(
            &[("forecast", 400), ("achieved", then), ("profile", 100)],
            &[("forecast", 400), ("achieved", now), ("profile", 200)],
        ))
    };
    assert_eq!(achieved(20, 390), []);
    assert_eq!(achieved(20, 410), [("figure-of-another-size", QUERY)]);
    assert_eq!(achieved(20, 20), [("no-growth", QUERY)]);
    assert_eq!(achieved(0, 0), [("no-growth", QUERY)]);
    assert_eq!(achieved(200, 200), [], "all that was profiled");
}

#[test]
fn a_new_year_sets_its_figures_anew() {
    let mut before = position(
        quarter(4),
        vec![
            scheme("north", "Voids", &[("target", 100), ("forecast", 100), ("achieved", 90)]),
            scheme("north", "Rents", &[("target", 300), ("forecast", 250), ("achieved", 240)]),
        ],
    );
    before.period.year.start = 2021;
    let now = |target| {
        position(
            quarter(1),
            vec![
                scheme("north", "Voids", &[("target", target), ("forecast", 50), ("achieved", 0)]),
                scheme("north", "Rents", &[("target", 700), ("forecast", 700), ("achieved", 2)]),
            ],
        )
    };
    let of = |target| all_found_in(&form(), &Decisions::default(), before.clone(), now(target), Vec::new());
    let note = ("set-anew", Severity::Note);
    assert_eq!(codes(&of(40)), [TURNED, note, note, note]);
    assert_eq!(of(40)[1].message, "target: 2 figures are set anew since Quarter 4, 2021/22: £740k in all, £400k then");
    assert_eq!(codes(&of(100_000)), [TURNED, ("figure-of-another-size", QUERY), note, note, note]);
    // Where most of the column stayed, it is not set anew.
    let same = position(
        quarter(1),
        vec![
            scheme("north", "Voids", &[("target", 40)]),
            scheme("north", "Rents", &[("target", 300)]),
            scheme("north", "Meals", &[("target", 5)]),
        ],
    );
    before.schemes.push(scheme("north", "Meals", &[("target", 5)]));
    let before = position(before.period, before.schemes);
    let findings = found_in(&form(), &Decisions::default(), before, same, Vec::new());
    assert_eq!(codes(&findings), [TURNED, ("target-changed", QUERY)]);
}

#[test]
fn a_new_years_figure_is_held_against_how_the_other_rows_changed() {
    let year = |start, quarter_of, voids: [i64; 3], others: [i64; 3]| {
        let row = |area, title, [target, forecast, achieved]: [i64; 3]| {
            scheme(area, title, &[("target", target), ("forecast", forecast), ("achieved", achieved)])
        };
        let [rents, meals, lifts] =
            others.map(|target| [target, target - 10, if quarter_of == 4 { target } else { 5 }]);
        let heat = [500, 490, if quarter_of == 4 { 490 } else { 9 }];
        let rows = [("Voids", voids), ("Rents", rents), ("Meals", meals), ("Lifts", lifts), ("Heat", heat)];
        let mut position =
            position(quarter(quarter_of), rows.map(|(title, figures)| row("north", title, figures)).to_vec());
        position.period.year.start = start;
        position
    };
    let size = "figure-of-another-size";
    for (voids, others, asked) in [
        ([180, 180, 20], [310, 180, 70], None),
        ([1_300, 1_280, 20], [310, 180, 70], None),
        // Ten times a target that is a little lower, and the forecast with it: one finding.
        ([1_460, 1_440, 20], [310, 180, 70], Some(size)),
        ([20, 20, 1], [310, 180, 70], Some(size)),
        // One of the others changed by more: about ten times only.
        ([1_460, 1_440, 20], [310, 180, 300], None),
        ([2_020, 2_000, 20], [310, 180, 300], Some(size)),
        ([2_020, 2_000, 20], [3_100, 180, 300], None),
        // Last year's outturn, though all others began anew.
        ([210, 210, 195], [310, 180, 70], Some("column-unmoved")),
        // All that is wanted of the new year, at once.
        ([195, 195, 195], [310, 180, 70], None),
    ] {
        let before = year(2021, 4, [200, 200, 195], [300, 200, 80]);
        let findings = found_in(&form(), &Decisions::default(), before, year(2022, 1, voids, others), Vec::new());
        let expected: Vec<_> = std::iter::once(TURNED).chain(asked.map(|code| (code, QUERY))).collect();
        assert_eq!(codes(&findings), expected, "{voids:?} {others:?}");
    }
}

#[test]
fn ten_times_within_the_forecast_is_asked_about_where_the_others_grew_little() {
    let asked = |then: i64, now: i64, other: i64, text: &str| {
        let rows = |voids: i64, other: i64, text: &str| {
            let others = ["Rents", "Meals", "Lifts"].map(|title| scheme("north", title, &[("achieved", other)]));
            let mut first = scheme("north", "Voids", &[("target", 450), ("forecast", 450), ("achieved", voids)]);
            first.texts.insert("risks".into(), text.into());
            std::iter::once(first).chain(others).collect::<Vec<_>>()
        };
        codes(&found(&Decisions::default(), rows(then, 100, ""), rows(now, other, text)))
    };
    let size = [("figure-of-another-size", QUERY)];
    assert_eq!(asked(31, 312, 140, "Going on."), size);
    assert_eq!(asked(31, 440, 140, ""), size);
    assert_eq!(asked(31, 250, 140, ""), []);
    assert_eq!(asked(31, 312, 200, ""), [], "another doubled");
    assert_eq!(asked(31, 450, 140, ""), [], "all of it");
    assert_eq!(asked(31, 312, 140, "A lump of £281k came in December."), []);
}

#[test]
fn what_moved_without_a_question_is_counted() {
    let side = |of, figures: [i64; 3]| {
        let schemes: Vec<Scheme> = ["Voids", "Rents", "Meals"]
            .iter()
            .zip(figures)
            .map(|(title, figure)| scheme("north", title, &[("forecast", figure)]))
            .collect();
        position(quarter(of), schemes)
    };
    let notes = |before, after| {
        let found = all_found_in(&form(), &Decisions::default(), side(2, before), side(3, after), Vec::new());
        found.iter().map(|finding| format!("{}: {}", finding.code, finding.message)).collect::<Vec<_>>()
    };
    assert_eq!(
        notes([500, 600, 700], [520, 550, 700]),
        ["smaller-movements: forecast: 2 smaller movements since Quarter 2, 2022/23, £70k in all, within £100k or 10%"]
    );
    assert_eq!(
        notes([500, 600, 700], [520, 580, 700]),
        [
            "offsetting: The north: forecast comes to what it was in Quarter 2, 2022/23, and yet £20k moved up and as much down: \
             'Voids' and 'Rents'",
            "smaller-movements: forecast: 2 smaller movements since Quarter 2, 2022/23, £40k in all, within £100k or 10%"
        ]
    );
    let first = found(
        &Decisions::default(),
        vec![scheme("north", "Voids", &[]), scheme("north", "Rents", &[("forecast", 5)])],
        vec![scheme("north", "Voids", &[("forecast", 900)]), scheme("north", "Rents", &[("forecast", 5)])],
    );
    assert_eq!(codes(&first), [], "a note alone");
}

#[test]
fn a_title_of_another_scheme_under_a_reference_is_asked_about() {
    let side = |of, titles: [&str; 2]| {
        let schemes = [("S1", titles[0]), ("S2", titles[1])];
        let schemes = schemes.map(|(reference, title)| referenced("north", reference, title, &[("target", 5)]));
        position(quarter(of), schemes.to_vec())
    };
    let found = |titles| {
        let (before, after) = (side(2, ["Voids", "Rents"]), side(3, titles));
        codes(&found_in(&form_with_references(), &Decisions::default(), before, after, Vec::new()))
    };
    assert_eq!(found(["Rents", "Voids"]), [("scheme-renamed", QUERY), ("scheme-renamed", QUERY)]);
    assert_eq!(found(["Empty homes", "Rents"]), [("scheme-renamed", Severity::Note)]);
}

#[test]
fn amounts_below_nil_grow_where_they_fall() {
    let side = |of, figures: [i64; 3]| {
        let schemes = ["Voids", "Rents", "Meals"].into_iter().zip(figures);
        let schemes = schemes.map(|(title, figure)| scheme("north", title, &[("achieved", figure)]));
        position(quarter(of), schemes.collect())
    };
    let found =
        |now| codes(&found_in(&form(), &Decisions::default(), side(2, [-40, -50, -60]), side(3, now), Vec::new()));
    assert_eq!(found([-60, -70, -80]), []);
    assert_eq!(found([-60, -30, -80]), [("cumulative-fell", QUERY)]);
}

#[test]
fn figures_of_last_years_end_are_asked_about() {
    let side = |year: i32, of, achieved: [i64; 3]| {
        let schemes = ["Voids", "Rents", "Meals"].into_iter().zip(achieved);
        let schemes = schemes
            .map(|(title, achieved)| scheme("north", title, &[("target", i64::from(year)), ("achieved", achieved)]));
        let mut position = position(quarter(of), schemes.collect());
        position.period.year.start = year.try_into().unwrap();
        position
    };
    let found = |achieved| {
        codes(&found_in(
            &form(),
            &Decisions::default(),
            side(2021, 4, [90, 80, 70]),
            side(2022, 1, achieved),
            Vec::new(),
        ))
    };
    assert_eq!(found([90, 80, 70]), [TURNED, ("column-unmoved", QUERY)]);
    assert_eq!(found([90, 5, 70]), [TURNED, ("column-unmoved", QUERY)]);
    assert_eq!(found([90, 5, 7]), [TURNED], "one may be chance");
}

#[test]
fn what_is_secured_in_full_from_april_is_not_left_from_last_year() {
    let titles = ["Voids", "Rents", "Repairs", "Fleet", "Energy"];
    let side = |start, of, forecasts: [i64; 5], achieved: [i64; 5]| {
        let rows = titles.into_iter().zip(forecasts.into_iter().zip(achieved));
        let rows = rows.map(|(title, (forecast, achieved))| {
            scheme("north", title, &[("target", forecast), ("forecast", forecast), ("achieved", achieved)])
        });
        let mut position = position(quarter(of), rows.collect());
        position.period.year.start = start;
        position
    };
    let was = [380, 250, 700, 90, 310];
    for (forecasts, achieved, asked) in [
        ([385, 250, 705, 95, 310], [77, 250, 141, 19, 310], false),
        // Short of what is wanted of the new year; one of them; beyond it.
        ([385, 270, 705, 95, 330], [77, 250, 141, 19, 310], true),
        ([385, 250, 705, 95, 330], [77, 250, 141, 19, 310], true),
        ([385, 200, 705, 95, 300], [77, 250, 141, 19, 310], true),
        // Most of the area was hardly secured at once.
        ([385, 250, 700, 95, 310], [77, 250, 700, 19, 310], true),
    ] {
        let (then, now) = (side(2021, 4, was, was), side(2022, 1, forecasts, achieved));
        let found = codes(&found_in(&form(), &Decisions::default(), then, now, Vec::new()));
        assert_eq!(found.contains(&("column-unmoved", QUERY)), asked, "{forecasts:?} {achieved:?}: {found:?}");
    }
}

#[test]
fn references_that_count_the_rows_are_not_exchanged() {
    let mut form = form_with_references();
    form.lists[0].key = "title".into();
    let side = |of, rows: &[(&str, &str)]| {
        let rows = rows.iter().enumerate().map(|(index, (reference, title))| {
            let mut scheme = scheme("north", title, &[("target", 5)]);
            scheme.texts.insert("ref".into(), (*reference).into());
            scheme.at = Place::cell("north.xlsx", "Return", Address::new(u32::try_from(index).unwrap(), 0));
            scheme
        });
        position(quarter(of), rows.collect())
    };
    let was = [("H1", "Voids"), ("H2", "Rents"), ("H3", "Fleet"), ("H4", "Meals")];
    let real = [("H1", "Voids"), ("H2", "Rents"), ("H3", "Fleet"), ("H7", "Meals")];
    let asked = vec![("references-exchanged", QUERY)];
    for (then, now, expected) in [
        (was, [("H1", "Fleet"), ("H2", "Voids"), ("H3", "Meals"), ("H4", "Rents")], vec![]),
        // They do not count the rows, or did not.
        (was, [("H2", "Voids"), ("H1", "Rents"), ("H3", "Fleet"), ("H4", "Meals")], asked.clone()),
        (was, [("H1", "Rents"), ("H2", "Voids"), ("H3", "Fleet"), ("G4", "Meals")], asked.clone()),
        (real, [("H1", "Rents"), ("H2", "Voids"), ("H3", "Fleet"), ("H7", "Meals")], asked.clone()),
    ] {
        let found = found_in(&form, &Decisions::default(), side(2, &then), side(3, &now), Vec::new());
        assert_eq!(codes(&found), expected, "{now:?}");
    }
}

#[test]
fn a_column_of_which_one_figure_alone_was_brought_up_to_date_is_asked_about() {
    let titles = ["Voids", "Rents", "Meals", "Parks", "Trees"];
    let side = |of, forecasts: [i64; 5], achieved: [i64; 5]| {
        let rows = titles.into_iter().zip(forecasts.into_iter().zip(achieved));
        let rows = rows.map(|(title, (forecast, achieved))| {
            scheme("north", title, &[("target", 400), ("forecast", forecast), ("achieved", achieved)])
        });
        position(quarter(of), rows.collect())
    };
    let (before, was) = ([300; 5], [40, 50, 60, 70, 80]);
    let found = |forecasts, achieved| {
        let (then, now) = (side(2, before, was), side(3, forecasts, achieved));
        codes(&found_in(&form(), &Decisions::default(), then, now, Vec::new()))
    };
    let anew = [305, 306, 304, 300, 300];
    assert_eq!(found(anew, [40, 50, 60, 70, 95]), [("column-unmoved", QUERY)]);
    assert_eq!(found(anew, [40, 50, 60, 85, 95]), [], "two moved");
    assert_eq!(found([305, 306, 300, 300, 300], [40, 50, 60, 70, 95]), [], "few rows are new");
}

#[test]
fn a_group_under_another_name_is_asked_about() {
    let mut form = form();
    form.lists[0].levels = vec!["programme".into()];
    let side = |of, group: &str| {
        let scheme = scheme("north", "Voids", &[("target", 5)]);
        position(quarter(of), vec![Scheme { groups: vec![group.into()], ..scheme }])
    };
    let found = |now| codes(&found_in(&form, &Decisions::default(), side(2, "Care"), side(3, now), Vec::new()));
    assert_eq!(found("Sum Care"), [("group-renamed", QUERY)]);
    assert_eq!(found("CARE"), []);
}
