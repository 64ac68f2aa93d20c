//! Formulas as sums of figures. What is left out, and what is refused, is held in tests/integration/exempt.rs.

use std::collections::BTreeMap;

use super::linear::{self, Linear};
use crate::disclosure::{Known, Rational, System};
use crate::formula::Expr;

fn number(whole: i64) -> Rational {
    Rational::from_integer(whole.into())
}

#[test]
fn a_formula_is_a_sum_of_what_is_not_published_as_far_as_it_is_one() {
    let mut system = System::new();
    let [a, b] = [6, -3].map(|is| (system.figure(number(is), Known::Nothing), number(is)));
    let name = |id: &str| match id {
        "a" => Some(Linear::figure(a.0, a.1.clone())),
        "b" => Some(Linear::figure(b.0, b.1.clone())),
        "c" => Some(Linear::known(number(10))),
        _ => None,
    };
    let of = |text: &str| linear::of(&Expr::parse(text).unwrap(), &name);
    for (text, times, constant, is) in [
        ("a - b + c", [1, -1], 10, 19),
        ("-(a * c) + 5", [-10, 0], 5, -55),
        ("abs(b) - a", [-1, -1], 0, -3),
        // One who knows the other factor, or the divisor.
        ("a * b", [-3, 0], 0, -18),
        ("a / b", [0, 0], 0, -2),
    ] {
        let found = of(text).unwrap();
        assert_eq!((&found.constant, &found.is), (&number(constant), &number(is)), "{text}");
        if text != "a / b" {
            let wanted: BTreeMap<_, _> = [(a.0, number(times[0])), (b.0, number(times[1]))]
                .into_iter()
                .filter(|(_, of)| *of != number(0))
                .collect();
            assert_eq!(found.terms, wanted, "{text}");
        }
    }
    assert!(of("a - a").unwrap().is_known());
    for none in ["a > b", "d + 1", "a / (c - 10)"] {
        assert!(of(none).is_none(), "{none}");
    }
    assert!(linear::sides(&Expr::parse("(a + b) / c").unwrap()).is_some());
    assert!(linear::sides(&Expr::parse("a + b / c").unwrap()).is_none());
}
