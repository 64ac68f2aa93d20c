//! Cases that a person can reckon.

use num_traits::Zero;
use rust_decimal::Decimal;

use super::{ratio, rounded};
use crate::disclosure::{Answer, Because, Figure, Known, Rational, Relation, System, decimal, exactly};

fn number(whole: i64) -> Rational {
    Rational::from_integer(whole.into())
}

/// A system with a column: its rows, and their total.
fn column(rows: &[(i64, Known)], total: Known) -> (System, Vec<Figure>, Relation) {
    let mut system = System::new();
    let mut figures: Vec<Figure> = rows.iter().map(|(is, known)| system.figure(number(*is), known.clone())).collect();
    figures.push(system.figure(number(rows.iter().map(|(is, _)| is).sum()), total));
    let last = figures.len() - 1;
    let terms = figures.iter().enumerate().map(|(index, figure)| (*figure, number(if index == last { -1 } else { 1 })));
    let relation = system.equal(terms.collect::<Vec<_>>(), Rational::zero());
    (system, figures, relation)
}

fn answer(system: &System) -> Answer {
    let mut answers = system.examine();
    assert_eq!(answers.len(), 1);
    answers.pop().unwrap().1
}

#[test]
fn a_total_gives_the_one_row_away_that_is_left_out_and_not_one_of_two() {
    let exact = Known::Exactly;
    let (mut one, figures, relation) = column(&[(110, Known::Nothing), (1130, exact.clone())], exact.clone());
    one.protect(figures[0], number(22));
    let Answer::Determined(proof) = answer(&one) else { panic!("{:?}", answer(&one)) };
    assert_eq!(proof.value, number(110));
    assert_eq!(proof.uses.keys().collect::<Vec<_>>(), [&Because::Relation(relation)]);
    let (mut two, figures, _) = column(&[(110, Known::Nothing), (1130, Known::Nothing), (5, exact.clone())], exact);
    two.protect(figures[0], number(22));
    assert_eq!(answer(&two), Answer::Safe);
}

#[test]
fn a_rounded_total_gives_a_large_row_away_and_not_a_small_one() {
    // 1,243 prints as 1,240: what is left for the row is 108 to 118.
    let total = rounded(&number(1240), &number(10));
    let (mut system, figures, _) = column(&[(110, Known::Nothing), (1133, Known::Exactly)], total.clone());
    system.protect(figures[0], number(22));
    let Answer::Narrow { low, high } = answer(&system) else { panic!("{:?}", answer(&system)) };
    assert_eq!((low.value, high.value), (number(102), number(112)));
    let (mut system, figures, _) = column(&[(10, Known::Nothing), (1233, Known::Exactly)], total);
    system.protect(figures[0], number(2));
    assert_eq!(answer(&system), Answer::Safe);
}

#[test]
fn a_rounded_figure_is_the_same_one_in_every_equation() {
    // x = r + 3 and x + y = 2r say more together than two intervals would: y = r - 3.
    let mut system = System::new();
    let rounded = system.figure(number(100), rounded(&number(100), &number(10)));
    let [x, y] = [103, 97].map(|is| system.figure(number(is), Known::Nothing));
    let difference = system.figure(number(6), Known::Nothing);
    system.equal([(x, number(1)), (rounded, number(-1))], number(-3));
    system.equal([(x, number(1)), (y, number(1)), (rounded, number(-2))], number(0));
    system.equal([(difference, number(1)), (x, number(-1)), (y, number(1))], number(0));
    system.protect(difference, number(1));
    let Answer::Determined(proof) = answer(&system) else { panic!("{:?}", answer(&system)) };
    assert_eq!(proof.value, number(6));
}

#[test]
fn a_sign_that_can_be_guessed_bounds_what_is_left_out() {
    let column_of = |known: Known| {
        let (mut system, figures, _) = column(&[(95, known.clone()), (1, known)], Known::Exactly);
        system.protect(figures[0], number(100));
        system
    };
    assert_eq!(answer(&column_of(Known::Nothing)), Answer::Safe);
    let Answer::Narrow { low, high } = answer(&column_of(Known::not_negative())) else { panic!() };
    assert_eq!((low.value, high.value), (number(0), number(96)));
    // Nil, and no width of it could be too narrow: one point is.
    let (mut system, figures, _) = column(&[(0, Known::not_negative()), (0, Known::not_negative())], Known::Exactly);
    system.protect(figures[0], number(0));
    assert!(matches!(answer(&system), Answer::Narrow { .. }));
}

#[test]
fn a_percentage_bounds_its_part_by_its_whole() {
    let bounded = |whole: Known, width: i64| {
        let mut system = System::new();
        let target = system.figure(number(1000), whole);
        let achieved = system.figure(number(404), Known::Nothing);
        // 40% as it prints.
        let of = |thousandths: i64| Rational::new(thousandths.into(), 1000.into());
        ratio(&mut system, achieved, target, &of(395), &of(405));
        system.protect(achieved, number(width));
        answer(&system)
    };
    let Answer::Narrow { low, high } = bounded(Known::Exactly, 80) else { panic!() };
    assert_eq!((low.value, high.value), (number(395), number(405)));
    assert_eq!(bounded(Known::Exactly, 10), Answer::Safe);
    let whole = rounded(&number(1000), &number(100));
    let Answer::Narrow { low, high } = bounded(whole, 100) else { panic!() };
    assert_eq!(
        (decimal(&low.value), decimal(&high.value)),
        (Some(Decimal::new(37525, 2)), Some(Decimal::new(42525, 2)))
    );
    assert_eq!(bounded(Known::Nothing, 80), Answer::Safe);
}

#[test]
fn what_does_not_fit_or_hangs_together_too_far_is_refused() {
    let mut system = System::new();
    let [a, b] = [1, 2].map(|is| system.figure(number(is), Known::Nothing));
    let relation = system.equal([(a, number(1)), (b, number(1))], number(-4));
    system.protect(a, number(1));
    assert_eq!(answer(&system), Answer::Contradicted(vec![Because::Relation(relation)]));
    let rows: Vec<(i64, Known)> = (0..700).map(|is| (is, Known::Nothing)).collect();
    let (mut system, figures, _) = column(&rows, Known::Exactly);
    system.protect(figures[0], number(1));
    assert_eq!(answer(&system), Answer::TooLarge);
    let (mut system, figures, _) = column(&[(1, Known::Exactly)], Known::Exactly);
    system.protect(figures[0], number(1));
    assert_eq!(answer(&system), Answer::Published);
}

#[test]
fn the_proof_is_the_short_way_where_there_is_a_long_one() {
    // The total by twelve months, and by two halves of which one is published.
    let exact = Known::Exactly;
    let mut rows = vec![(50, Known::Nothing)];
    rows.extend((0..11).map(|is| (is, exact.clone())));
    let (mut system, figures, _) = column(&rows, exact.clone());
    let half = system.figure(number(50), exact);
    let short = system.equal([(figures[0], number(2)), (half, number(-2))], number(0));
    system.protect(figures[0], number(10));
    let Answer::Determined(proof) = answer(&system) else { panic!() };
    assert_eq!(proof.uses.keys().collect::<Vec<_>>(), [&Because::Relation(short)]);
}

#[test]
fn thousands_of_published_figures_cost_little() {
    // 4,000 schemes by 12 columns in 20 areas, of which five rows are left out: what hangs together is five rows a column.
    let mut system = System::new();
    for column in 0..12 {
        let mut totals = Vec::new();
        for area in 0..20_i64 {
            let mut terms = Vec::new();
            let mut sum = 0;
            for row in 0..200_i64 {
                let is = (row * 37 + area * 11 + column) % 900;
                let is_exempt = area == 3 && row < 5;
                let figure = system.figure(number(is), if is_exempt { Known::Nothing } else { Known::Exactly });
                if is_exempt {
                    system.protect(figure, number(is / 5 + 1));
                }
                sum += is;
                terms.push((figure, number(1)));
            }
            let total = system.figure(number(sum), Known::Exactly);
            terms.push((total, number(-1)));
            system.equal(terms, number(0));
            totals.push((total, number(1)));
        }
        system.equal(
            totals,
            number(-(0..20 * 200).map(|at| ((at % 200) * 37 + (at / 200) * 11 + column) % 900).sum::<i64>()),
        );
    }
    let answers = system.examine();
    assert_eq!(answers.len(), 60);
    assert!(answers.iter().all(|(_, answer)| answer.is_safe()));
}

#[test]
fn amounts_are_exact_and_read_back() {
    let amount = Decimal::new(-12_345, 3);
    assert_eq!(exactly(amount), Rational::new((-12_345).into(), 1000.into()));
    assert_eq!(decimal(&exactly(amount)), Some(amount));
    assert_eq!(decimal(&Rational::new(1.into(), 3.into())), Some(Decimal::new(3_333_333_333, 10)));
    assert_eq!(decimal(&(exactly(Decimal::MAX) * number(10))), None);
}
