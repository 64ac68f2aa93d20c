//! Movements: the line of each change.

use super::*;

#[test]
fn new_gone_and_changed_each_have_their_line() {
    let before = vec![
        scheme("north", "Kept", &[("target", 100)]),
        scheme("north", "Fell", &[("target", 40)]),
        scheme("south", "Gone", &[("target", 70)]),
    ];
    let after = vec![
        scheme("north", "Kept", &[("target", 130)]),
        scheme("north", "Fell", &[("target", 25)]),
        scheme("north", "Quite new", &[("target", 9)]),
    ];
    let outcome = reconciled(&form(), &Decisions::default(), before, after);
    let north = movement(&outcome, "target", Some("north"));
    assert_eq!((north.opening, north.closing), (pounds(140_000), pounds(164_000)));
    assert_eq!(lines(north), [(MovementLine::New, 9), (MovementLine::Other, 15)]);
    assert_eq!(
        north.gross(MovementLine::Other),
        Gross { up: pounds(30_000), down: pounds(-15_000) },
        "what offsets is shown gross"
    );
    assert_eq!(lines(movement(&outcome, "target", Some("south"))), [(MovementLine::Closed, -70)]);
    assert_eq!(
        lines(movement(&outcome, "target", None)),
        [(MovementLine::New, 9), (MovementLine::Closed, -70), (MovementLine::Other, 15)]
    );
    assert!(!outcome.movements.iter().any(|movement| movement.area.as_deref() == Some("west")), "nothing stands there");
}

#[test]
fn a_transfer_moves_the_opening_and_its_growth_is_the_new_areas() {
    let decisions = decided(vec![side("north", "Voids", None)], vec![side("south", "Voids", None)]);
    let before = vec![scheme("north", "Voids", &[("target", 100)])];
    let after = vec![scheme("south", "Voids", &[("target", 110)])];
    let outcome = reconciled(&form(), &decisions, before, after);
    assert_eq!(lines(movement(&outcome, "target", Some("north"))), [(MovementLine::Transfers, -100)]);
    assert_eq!(
        lines(movement(&outcome, "target", Some("south"))),
        [(MovementLine::Transfers, 100), (MovementLine::Other, 10)]
    );
    assert_eq!(lines(movement(&outcome, "target", None)), [(MovementLine::Other, 10)]);
}

#[test]
fn a_split_over_areas_takes_the_amounts_of_the_decision() {
    let sides = |amount| vec![side("north", "Part one", None), side("south", "Part two", amount)];
    let before = || vec![scheme("north", "Whole", &[("target", 100), ("forecast", 80)])];
    let after = || {
        vec![
            scheme("north", "Part one", &[("target", 60), ("forecast", 50)]),
            scheme("south", "Part two", &[("target", 50), ("forecast", 30)]),
        ]
    };
    let told = reconciled(&form(), &decided(vec![side("north", "Whole", None)], sides(Some(40))), before(), after());
    assert_eq!(lines(movement(&told, "target", Some("north"))), [(MovementLine::Split, -40)]);
    assert_eq!(lines(movement(&told, "target", Some("south"))), [(MovementLine::Split, 40), (MovementLine::Other, 10)]);
    assert_eq!(lines(movement(&told, "forecast", Some("north"))), [(MovementLine::Split, -30)]);
    let untold = reconciled(&form(), &decided(vec![side("north", "Whole", None)], sides(None)), before(), after());
    assert_eq!(
        lines(movement(&untold, "target", Some("north"))),
        [(MovementLine::Split, -50), (MovementLine::Other, 10)]
    );
    assert_eq!(lines(movement(&untold, "target", Some("south"))), [(MovementLine::Split, 50)]);
}

#[test]
fn a_split_within_an_area_is_nil_and_still_told() {
    let parts = || vec![side("north", "Part one", None), side("north", "Part two", None)];
    let whole = || vec![side("north", "Whole", None)];
    let one = || vec![scheme("north", "Whole", &[("target", 100)])];
    let two = |second| {
        vec![
            scheme("north", "Part one", &[("target", 60), ("forecast", 5)]),
            scheme("north", "Part two", &[("target", second)]),
        ]
    };
    for (decisions, before, after, line) in [
        (decided(whole(), parts()), one(), two(50), MovementLine::Split),
        (decided(parts(), whole()), two(40), one(), MovementLine::Merged),
    ] {
        let outcome = reconciled(&form(), &decisions, before, after);
        for area in [Some("north"), None] {
            let movement = movement(&outcome, "target", area);
            assert_eq!(movement.line(line), Decimal::ZERO);
            assert_eq!(movement.gross(line), Gross { up: pounds(100_000), down: pounds(-100_000) });
        }
    }
    // Nothing is told of a column in which nothing stood.
    let outcome = reconciled(&form(), &decided(whole(), parts()), one(), two(50));
    assert_eq!(movement(&outcome, "forecast", None).gross(MovementLine::Split), Gross::default());
    assert_eq!(lines(movement(&outcome, "target", None)), [(MovementLine::Other, 10)]);
}

#[test]
fn a_leg_of_a_virement_is_no_saving_that_came_or_went() {
    let before = vec![scheme("north", "Gone", &[("target", 60)]), scheme("north", "Kept", &[("target", 10)])];
    let after = vec![scheme("north", "Kept", &[("target", 30)]), scheme("south", "Quite new", &[("target", 40)])];
    let legs = vec![
        request(ChangeKind::Virement, "Gone", "target", 60, 0),
        request(ChangeKind::Virement, "Kept", "target", 10, 30),
        ChangeRequest { area: "south".into(), ..request(ChangeKind::Virement, "Quite new", "target", 0, 40) },
    ];
    let outcome = reconciled(&form(), &requests(legs), before, after);
    assert!(outcome.change_requests.iter().all(|outcome| outcome.reflected));
    assert_eq!(lines(movement(&outcome, "target", Some("north"))), [(MovementLine::Virements, -40)]);
    let overall = movement(&outcome, "target", None);
    assert!(lines(overall).is_empty());
    assert_eq!(overall.gross(MovementLine::Virements), Gross { up: pounds(60_000), down: pounds(-60_000) });
    // By two legs it went as well, and by a re-base and a leg each has its part.
    let one = || vec![scheme("north", "Gone", &[("target", 60)])];
    let first = |kind| request(kind, "Gone", "target", 60, 25);
    let second = request(ChangeKind::Virement, "Gone", "target", 25, 0);
    for (kind, expected) in [
        (ChangeKind::Virement, vec![(MovementLine::Virements, -60)]),
        (ChangeKind::Rebase, vec![(MovementLine::Closed, -35), (MovementLine::Virements, -25)]),
    ] {
        let decisions = requests(vec![first(kind), second.clone()]);
        let outcome = reconciled(&form(), &decisions, one(), Vec::new());
        assert_eq!(lines(movement(&outcome, "target", None)), expected, "{kind:?}");
        assert!(
            outcome.pairs[0].changes.iter().all(|change| change.change_request.is_some() || change.column != "target")
        );
    }
}

#[test]
fn a_merger_brings_what_stood_elsewhere() {
    let from = |one, two| vec![side("north", "One", one), side("south", "Two", two)];
    let before = || vec![scheme("north", "One", &[("target", 60)]), scheme("south", "Two", &[("target", 40)])];
    let after = || vec![scheme("south", "Both", &[("target", 90)])];
    let into = || vec![side("south", "Both", None)];
    let outcome = reconciled(&form(), &decided(from(None, None), into()), before(), after());
    assert_eq!(lines(movement(&outcome, "target", Some("north"))), [(MovementLine::Merged, -60)]);
    assert_eq!(
        lines(movement(&outcome, "target", Some("south"))),
        [(MovementLine::Merged, 60), (MovementLine::Other, -10)]
    );
    // What each brings may be said of them alone: the one that they became has all of it.
    let outcome = reconciled(&form(), &decided(from(Some(50), Some(40)), into()), before(), after());
    assert_eq!(
        lines(movement(&outcome, "target", Some("north"))),
        [(MovementLine::Merged, -50), (MovementLine::Other, -10)]
    );
    assert_eq!(lines(movement(&outcome, "target", Some("south"))), [(MovementLine::Merged, 50)]);
}

#[test]
fn an_approved_change_has_its_own_line_and_is_reflected() {
    let one = |target| vec![scheme("north", "Voids", &[("target", target)])];
    for (kind, line) in [
        (ChangeKind::Rebase, MovementLine::Rebased),
        (ChangeKind::Reprofile, MovementLine::Reprofiled),
        (ChangeKind::Virement, MovementLine::Virements),
        (ChangeKind::Correction, MovementLine::Corrections),
    ] {
        let decisions = requests(vec![request(kind, "voids", "target", 100, 120)]);
        let outcome = reconciled(&form(), &decisions, one(100), one(120));
        assert_eq!(lines(movement(&outcome, "target", Some("north"))), [(line, 20)]);
        assert!(outcome.change_requests[0].reflected);
        assert_eq!(outcome.pairs[0].changes[0].change_request, Some(0));
        // The percentage moves with it, and nobody approved that.
        let found = largest(&outcome, &decisions, "projects", "target", 5);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].reason.as_ref().unwrap().words, "Agreed with the board");
    }
}

fn period_form() -> PeriodForm {
    let at = Place::line("piperoll.toml", 1);
    PeriodForm { id: quarter(3), as_at: None, publication: None, meeting: None, first_page: None, nil: Vec::new(), at }
}

#[test]
fn what_is_to_be_approved_later_has_a_line_of_its_own_and_need_not_show_yet() {
    let mut form = form();
    form.periods = vec![PeriodForm { publication: Some(date(2023, 1, 31)), ..period_form() }];
    let one = |target| vec![scheme("north", "Voids", &[("target", target)])];
    let given = request(ChangeKind::Rebase, "Voids", "target", 100, 120);
    let awaited = ChangeRequest { date: date(2023, 2, 1), ..request(ChangeKind::Rebase, "Voids", "target", 120, 150) };
    let decisions = requests(vec![given, awaited]);
    for (now, expected) in [
        (150, vec![(MovementLine::Rebased, 20), (MovementLine::Awaited, 30)]),
        (120, vec![(MovementLine::Rebased, 20)]),
        (100, vec![]),
        (130, vec![(MovementLine::Other, 30)]),
    ] {
        let outcome = reconciled(&form, &decisions, one(100), one(now));
        assert_eq!(lines(movement(&outcome, "target", None)), expected, "{now}");
        let missing: Vec<bool> = outcome.change_requests.iter().map(ChangeOutcome::is_missing).collect();
        assert_eq!(missing, [now != 150 && now != 120, false], "{now}");
    }
}

#[test]
fn a_correction_that_is_still_to_be_approved_counts_only_where_it_is_made() {
    let mut form = form();
    form.periods = vec![PeriodForm { meeting: Some(date(2023, 2, 8)), ..period_form() }];
    let correction = request(ChangeKind::Correction, "Voids", "forecast", 100, 190);
    let decisions = requests(vec![ChangeRequest { date: date(2023, 2, 8), ..correction }]);
    for (now, line) in [(190, MovementLine::Awaited), (200, MovementLine::Other)] {
        let one = |forecast| vec![scheme("north", "Voids", &[("forecast", forecast)])];
        let outcome = reconciled(&form, &decisions, one(100), one(now));
        assert_eq!(lines(movement(&outcome, "forecast", None)), [(line, now - 100)]);
        assert_eq!(outcome.change_requests[0].reflected, now == 190);
    }
}

#[test]
fn a_change_that_is_not_the_one_approved_is_another_change() {
    let one = |target| vec![scheme("north", "Voids", &[("target", target)])];
    let decisions = requests(vec![request(ChangeKind::Rebase, "Voids", "target", 100, 120)]);
    for now in [100, 130] {
        let outcome = reconciled(&form(), &decisions, one(100), one(now));
        let expected: Vec<(MovementLine, i64)> = if now == 100 { vec![] } else { vec![(MovementLine::Other, 30)] };
        assert_eq!(lines(movement(&outcome, "target", None)), expected);
        assert!(!outcome.change_requests[0].reflected);
    }
    let correction = requests(vec![request(ChangeKind::Correction, "Voids", "target", 100, 120)]);
    let outcome = reconciled(&form(), &correction, one(100), one(130));
    assert_eq!(lines(movement(&outcome, "target", None)), [(MovementLine::Corrections, 20), (MovementLine::Other, 10)]);
    assert!(outcome.change_requests[0].reflected, "a corrected figure may have moved on");
}

#[test]
fn a_correction_that_was_not_made_is_not_reflected_and_moves_nothing() {
    let one = |target| vec![scheme("north", "Voids", &[("target", target)])];
    let decisions = requests(vec![request(ChangeKind::Correction, "Voids", "target", 100, 120)]);
    for (then, now, expected, reflected) in [
        // The figure stands where it wrongly stood.
        (100, 100, vec![], false),
        // The prior figure is not the one that the correction puts right: what moved is another change.
        (90, 90, vec![], false),
        (90, 130, vec![(MovementLine::Other, 40)], false),
        (90, 100, vec![(MovementLine::Other, 10)], false),
        // It was put right in the prior period itself, and may have moved on.
        (120, 120, vec![], true),
        (120, 130, vec![(MovementLine::Other, 10)], true),
        (120, 100, vec![(MovementLine::Other, -20)], false),
    ] {
        let outcome = reconciled(&form(), &decisions, one(then), one(now));
        assert_eq!(lines(movement(&outcome, "target", None)), expected, "{then} to {now}");
        assert_eq!(outcome.change_requests[0].reflected, reflected, "{then} to {now}");
        assert!(outcome.pairs[0].changes.iter().all(|change| change.change_request.is_none()), "{then} to {now}");
    }
    // A correction of what an earlier request made of the prior figure.
    let chain = requests(vec![
        request(ChangeKind::Rebase, "Voids", "target", 90, 100),
        request(ChangeKind::Correction, "Voids", "target", 100, 120),
    ]);
    let outcome = reconciled(&form(), &chain, one(90), one(120));
    assert_eq!(
        lines(movement(&outcome, "target", None)),
        [(MovementLine::Rebased, 10), (MovementLine::Corrections, 20)]
    );
    assert!(outcome.change_requests.iter().all(|outcome| outcome.reflected));
}

#[test]
fn a_scheme_whose_target_was_approved_to_nil_may_be_gone() {
    let before = || vec![scheme("north", "Voids", &[("target", 100)])];
    for (to, reflected) in [(0, true), (20, false)] {
        let decisions = requests(vec![request(ChangeKind::Rebase, "Voids", "target", 100, to)]);
        let outcome = reconciled(&form(), &decisions, before(), Vec::new());
        assert_eq!(lines(movement(&outcome, "target", Some("north"))), [(MovementLine::Closed, -100)], "to {to}");
        let change = outcome.pairs[0].changes.iter().find(|change| change.column == "target").unwrap();
        assert_eq!(change.change_request, reflected.then_some(0), "to {to}");
        let found = &outcome.change_requests[0];
        assert_eq!((found.pair, found.scheme, found.reflected), (Some(0), None, reflected), "to {to}");
    }
    // Of a scheme that there never was, nothing shows.
    let decisions = requests(vec![request(ChangeKind::Rebase, "Viods", "target", 100, 0)]);
    assert!(!reconciled(&form(), &decisions, before(), Vec::new()).change_requests[0].reflected);
}

#[test]
fn changes_approved_one_after_the_other_lead_to_the_figure() {
    let one = |target| vec![scheme("north", "Voids", &[("target", target)])];
    let decisions = requests(vec![
        request(ChangeKind::Rebase, "Voids", "target", 100, 120),
        request(ChangeKind::Virement, "Voids", "target", 120, 90),
    ]);
    let outcome = reconciled(&form(), &decisions, one(100), one(90));
    assert_eq!(
        lines(movement(&outcome, "target", None)),
        [(MovementLine::Rebased, 20), (MovementLine::Virements, -30)]
    );
    assert!(outcome.change_requests.iter().all(|outcome| outcome.reflected));
}

#[test]
fn requests_of_other_periods_are_let_be() {
    let mut early = request(ChangeKind::Rebase, "Voids", "target", 100, 120);
    early.period = quarter(2);
    let one = |target| vec![scheme("north", "Voids", &[("target", target)])];
    let outcome = reconciled(&form(), &requests(vec![early]), one(120), one(120));
    assert!(outcome.change_requests.is_empty());
    let mut late = request(ChangeKind::Rebase, "Voids", "target", 100, 120);
    late.period = quarter(4);
    for (now, expected) in [(100, vec![]), (120, vec![(MovementLine::Other, 20)])] {
        let outcome = reconciled(&form(), &requests(vec![late.clone()]), one(100), one(now));
        assert!(outcome.change_requests.is_empty(), "{now}");
        assert_eq!(lines(movement(&outcome, "target", None)), expected, "{now}: it holds from the next quarter");
    }
}

#[test]
fn what_is_no_longer_stated_is_a_change_and_counts_nil() {
    let outcome = reconciled(
        &form(),
        &Decisions::default(),
        vec![scheme("north", "A", &[("target", 5)]), scheme("north", "B", &[("target", 0)])],
        vec![scheme("north", "A", &[]), scheme("north", "B", &[])],
    );
    let north = movement(&outcome, "target", Some("north"));
    assert_eq!((north.closing, lines(north)), (Decimal::ZERO, vec![(MovementLine::Other, -5)]));
    assert!(outcome.pairs.iter().all(|pair| pair.changes.iter().any(|change| change.column == "target")));
}

#[test]
fn a_balancing_line_is_neither_new_nor_gone() {
    let line = |area| Scheme { balancing: true, ..scheme(area, "Balancing requirement", &[("target", 30)]) };
    let outcome = reconciled(&form(), &Decisions::default(), vec![line("north")], vec![line("south")]);
    assert_eq!(lines(movement(&outcome, "target", Some("north"))), [(MovementLine::Other, -30)]);
    assert!(outcome.proposals.is_empty());
}

#[test]
fn sums_out_of_bounds_are_refused_and_never_wrong() {
    let mut huge = scheme("north", "Huge", &[]);
    huge.figures.insert("target".into(), Decimal::MAX);
    let (before, after) = (position(quarter(2), vec![huge]), position(quarter(3), Vec::new()));
    let error =
        reconcile(&form(), &Decisions::default(), before, after, crate::reconcile::PriorFrom::Returns).unwrap_err();
    assert_eq!(error.column, "target");
}

/// The lines of each level of the targets, in thousands.
fn levels(outcome: &Reconciliation) -> Vec<(&str, Vec<(MovementLine, i64)>)> {
    let of_target = outcome.levels.iter().filter(|level| level.movement.column == "target");
    of_target.map(|level| (level.groups.first().map_or("", String::as_str), lines(&level.movement))).collect()
}

#[test]
fn what_went_from_level_to_level_is_a_transfer_and_what_changed_is_the_levels_where_it_is_now() {
    let mut form = form();
    form.lists[0].levels = vec!["service".into()];
    let of = |group: &str, scheme: Scheme| Scheme { groups: vec![group.into()], ..scheme };
    let before = || {
        vec![
            of("Homes", scheme("north", "Voids", &[("target", 100)])),
            of("Homes", scheme("north", "Rents", &[("target", 50)])),
            of("Streets", scheme("north", "Lights", &[("target", 40)])),
        ]
    };
    let after = vec![
        of("homes", scheme("north", "Rents", &[("target", 55)])),
        of("Streets", scheme("north", "Voids", &[("target", 120)])),
        of("Parks", scheme("north", "Benches", &[("target", 7)])),
    ];
    let outcome = reconciled(&form, &Decisions::default(), before(), after.clone());
    let (moved, other) = (MovementLine::Transfers, MovementLine::Other);
    let expected = [
        ("homes", vec![(moved, -100), (other, 5)]),
        ("Streets", vec![(MovementLine::Closed, -40), (moved, 100), (other, 20)]),
        ("Parks", vec![(MovementLine::New, 7)]),
    ];
    assert_eq!(levels(&outcome), expected);
    assert_eq!(outcome.levels[0].before, [1, 0], "in the order of what they are now");
    assert_eq!(lines(movement(&outcome, "target", Some("north"))).iter().find(|(line, _)| *line == moved), None);
    // Where the prior period says no levels, those of now stand for them; of what is gone none is known.
    let unknown = before().into_iter().map(|scheme| Scheme { groups: Vec::new(), ..scheme }).collect();
    let outcome = reconciled(&form, &Decisions::default(), unknown, after.clone());
    let expected = [
        ("homes", vec![(other, 5)]),
        ("Streets", vec![(other, 20)]),
        ("Parks", vec![(MovementLine::New, 7)]),
        ("", vec![(MovementLine::Closed, -40)]),
    ];
    assert_eq!(levels(&outcome), expected);
    // A split over levels has its own line.
    let parts = vec![side("north", "Rents", None), side("north", "Voids", None)];
    let whole = vec![of("Homes", scheme("north", "Whole", &[("target", 160)]))];
    let decisions = decided(vec![side("north", "Whole", None)], parts);
    let outcome = reconciled(&form, &decisions, whole, after);
    let split = MovementLine::Split;
    assert_eq!(levels(&outcome)[..2], [("homes", vec![(split, -120), (other, 15)]), ("Streets", vec![(split, 120)])]);
    // Without levels there is nothing to say.
    assert!(reconciled(&super::form(), &Decisions::default(), before(), Vec::new()).levels.is_empty());
}
