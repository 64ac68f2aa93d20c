//! What was published without what is personal is compared with what was typed: a text is the same where it agrees in all but what is
//! withheld from either.

use super::Pair;
use super::position::{Position, Scheme};
use crate::names::one_line;
use crate::privacy::{compared, compared_if_personal};

/// Gives the schemes of the prior period the words that stand in this one, where they differ in nothing but what is personal: whatever
/// compares the two then finds no change, and nothing has to think of it again.
pub(super) fn put_back(before: &mut Position, after: &Position, pairs: &[Pair]) {
    for (then, now) in pairs.iter().filter_map(Pair::one_to_one) {
        let (Some(then), Some(now)) = (before.schemes.get_mut(then), after.schemes.get(now)) else { continue };
        put_back_in(then, now);
    }
}

fn put_back_in(then: &mut Scheme, now: &Scheme) {
    for (was, is) in [(&mut then.key, &now.key), (&mut then.label, &now.label)] {
        take(was, is);
    }
    for (column, was) in &mut then.texts {
        now.texts.get(column).into_iter().for_each(|is| take(was, is));
    }
}

fn take(was: &mut String, is: &String) {
    if was != is && compared_if_personal(was).is_some_and(|was| one_line(&was) == one_line(&compared(is))) {
        was.clone_from(is);
    }
}

#[cfg(test)]
mod tests {
    use crate::decision::Decisions;
    use crate::reconcile::testing::{form, form_with_references, position, quarter, referenced, scheme};
    use crate::reconcile::{How, reconcile};

    const TYPED: &str = "Desk of jo.bloggs@mail.example";
    const PUBLISHED: &str = "Desk of [e-mail address withheld]";

    #[test]
    fn a_title_that_was_published_without_its_address_is_the_same() {
        for (was, is) in [(PUBLISHED, TYPED), (TYPED, PUBLISHED), (TYPED, "Desk of sam@mail.example")] {
            let then = position(
                quarter(2),
                vec![scheme("north", was, &[("target", 5)]), scheme("north", "Voids", &[("target", 1)])],
            );
            let now = position(
                quarter(3),
                vec![scheme("north", "Voids", &[("target", 1)]), scheme("north", is, &[("target", 7)])],
            );
            let of =
                reconcile(&form(), &Decisions::default(), then, now, crate::reconcile::PriorFrom::Returns).unwrap();
            assert!(of.pairs.iter().all(|pair| pair.how == How::Title), "{:?}", of.pairs);
            assert!(of.one_to_one().all(|(then, now)| then.label == now.label && then.key == now.key));
        }
    }

    #[test]
    fn another_title_is_another_and_of_two_alike_none_is_guessed() {
        let matched = |was: &[&str], is: &[&str]| {
            let of = |period, titles: &[&str]| {
                position(quarter(period), titles.iter().map(|title| scheme("north", title, &[("target", 5)])).collect())
            };
            let of =
                reconcile(&form(), &Decisions::default(), of(2, was), of(3, is), crate::reconcile::PriorFrom::Returns)
                    .unwrap();
            of.pairs.iter().filter(|pair| pair.how == How::Title).count()
        };
        assert_eq!(matched(&[PUBLISHED], &["Desk of somebody"]), 0);
        assert_eq!(matched(&[PUBLISHED], &["Post of jo.bloggs@mail.example"]), 0);
        assert_eq!(matched(&[PUBLISHED, PUBLISHED], &[TYPED, "Desk of sam@mail.example"]), 0);
        assert_eq!(
            matched(&[TYPED, "Desk of sam@mail.example"], &["Desk of sam@mail.example", TYPED]),
            2,
            "as typed, first"
        );
    }

    #[test]
    fn texts_and_references_that_agree_in_all_else_are_the_same() {
        let of = |period, reference: &str, text: &str| {
            let mut scheme = referenced("north", reference, "Voids", &[("target", 5)]);
            scheme.texts.insert("progress".into(), text.into());
            position(quarter(period), vec![scheme])
        };
        let then = of(2, "[NHS number withheld]", "Ring [telephone number withheld],\n as agreed");
        let now = of(3, "943 476 5919", "Ring 07700 900123, as agreed");
        let of =
            reconcile(&form_with_references(), &Decisions::default(), then, now, crate::reconcile::PriorFrom::Returns)
                .unwrap();
        assert_eq!(of.pairs[0].how, How::Reference);
        let (then, now) = of.one_to_one().next().unwrap();
        assert_eq!((&then.texts, &then.key), (&now.texts, &now.key));
    }
}
