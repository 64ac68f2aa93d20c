//! Likely matches among the schemes left unmatched, each with the entry of decisions.toml that would make it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::decision::entry::{DATE, ROLE, WORDS, quoted};
use crate::finding::slug;
use crate::form::{Form, List};

use crate::names::{Near, Reference, Title};

use super::matching::has_references;
use super::movement;
use super::position::{Position, Scheme};
use super::{Pair, Proposal, Uncompared, split};

/// How alike two titles of one area must be, in thousandths, to be proposed by themselves: a word changed or added, or
/// the words in another order, in a title of average length.
const ALIKE: u32 = 620;

/// How alike they must be if their money is the same too.
const ALIKE_WITH_SAME_FIGURES: u32 = 300;

/// What the same money adds to a likeness.
const SAME_MONEY: u32 = 500;

/// How much a reference weighs that differs by blanks or punctuation alone, beside the likeness of titles.
const SAME_BUT_FOR_BLANKS: u32 = 900;

/// Titles are compared each with each, so only so many comparisons are made for one area; beyond that its returns are hardly
/// two periods of one collection, and only exact likenesses are looked for.
const MOST_COMPARISONS: usize = 250_000;

/// So many are made in all, area after area.
const MOST_OF_ALL: usize = 2_500_000;

/// Longer titles are compared by their beginning.
const LONGEST_TITLE: usize = 200;

/// What is likely, best first for each scheme; no scheme is proposed twice. With it the areas in which too many schemes came and
/// went for their names to be compared.
pub fn proposals(
    form: &Form,
    before: &Position,
    after: &Position,
    pairs: &[Pair],
) -> (Vec<Proposal>, BTreeSet<Uncompared>) {
    let gone = pairs.iter().filter(|pair| pair.is_closed()).filter_map(|pair| pair.before.first().copied());
    let gone: Vec<usize> = gone.collect();
    let new = pairs.iter().filter(|pair| pair.is_new()).filter_map(|pair| pair.after.first().copied());
    let new: Vec<usize> = new.collect();
    let mut candidates = Vec::new();
    let (mut uncompared, mut comparisons) = (BTreeSet::new(), MOST_OF_ALL);
    for list in movement::lists(form) {
        let of_list = |position: &Position, schemes: &[usize]| -> Vec<usize> {
            let matches = |scheme: &Scheme| scheme.list == list.id && !scheme.balancing;
            schemes.iter().copied().filter(|index| position.schemes.get(*index).is_some_and(matches)).collect()
        };
        let of_list = Candidates { list, before, after, gone: of_list(before, &gone), new: of_list(after, &new) };
        of_list.find(&mut candidates);
        let areas = of_list.alike(&mut candidates, &mut comparisons);
        uncompared.extend(areas.into_iter().map(|area| Uncompared { list: list.id.clone(), area }));
    }
    candidates.sort_by_key(|candidate| (std::cmp::Reverse(candidate.score), candidate.after, candidate.before));
    let (mut used_before, mut used_after) = (BTreeSet::new(), BTreeSet::new());
    let mut proposals = split::proposals(form, before, after, &gone, &new);
    // Money that adds up says more than a name that is like another.
    used_before.extend(proposals.iter().flat_map(|proposal| proposal.before.iter().copied()));
    used_after.extend(proposals.iter().flat_map(|proposal| proposal.after.iter().copied()));
    for candidate in candidates {
        if used_before.contains(&candidate.before) || used_after.contains(&candidate.after) {
            continue;
        }
        used_before.insert(candidate.before);
        used_after.insert(candidate.after);
        let (then, now) = (&before.schemes[candidate.before], &after.schemes[candidate.after]);
        let entry = entry(form, before, then, after, now);
        let (before, after) = (vec![candidate.before], vec![candidate.after]);
        proposals.push(Proposal { before, after, why: candidate.why, entry });
    }
    proposals.sort_by(|one, other| (&one.after, &one.before).cmp(&(&other.after, &other.before)));
    (proposals, uncompared)
}

struct Candidate {
    before: usize,
    after: usize,
    score: u32,
    why: String,
}

/// A scheme as it is compared with others.
struct Named {
    index: usize,
    title: String,
    reference: Option<Reference>,
}

/// What is left of one list on either side.
struct Candidates<'a> {
    list: &'a List,
    before: &'a Position,
    after: &'a Position,
    gone: Vec<usize>,
    new: Vec<usize>,
}

impl Candidates<'_> {
    fn find(&self, candidates: &mut Vec<Candidate>) {
        self.elsewhere(candidates, 1_300, "the same title", |scheme| {
            Some(Title::of(&scheme.label)).filter(|title| !title.is_empty())
        });
        if has_references(self.list) {
            self.elsewhere(candidates, 1_200, "the same reference", |scheme| {
                Some(Reference::of(&scheme.key)).filter(|reference| !reference.is_empty())
            });
        }
    }

    /// The same name, in this area or another, standing once on each side of what is left.
    fn elsewhere<K: Ord>(
        &self,
        candidates: &mut Vec<Candidate>,
        score: u32,
        what: &str,
        name: impl Fn(&Scheme) -> Option<K>,
    ) {
        let by_name = |position: &Position, schemes: &[usize]| {
            let mut names: BTreeMap<K, Vec<usize>> = BTreeMap::new();
            for index in schemes {
                if let Some(name) = name(&position.schemes[*index]) {
                    names.entry(name).or_default().push(*index);
                }
            }
            names
        };
        let new = by_name(self.after, &self.new);
        for (name, gone) in by_name(self.before, &self.gone) {
            let ([gone], Some([new])) = (gone.as_slice(), new.get(&name).map(Vec::as_slice)) else { continue };
            let same_area = self.before.schemes[*gone].area == self.after.schemes[*new].area;
            let whose = if same_area { "" } else { " in another area" };
            candidates.push(Candidate { before: *gone, after: *new, score, why: format!("it has {what}{whose}") });
        }
    }

    /// Titles of one area that resemble each other, and references that are near, with or without the same money. Gives the
    /// areas in which they are too many to be compared; of `comparisons` it takes what it makes.
    fn alike(&self, candidates: &mut Vec<Candidate>, comparisons: &mut usize) -> Vec<Option<String>> {
        let mut too_many = Vec::new();
        let gone = self.by_area(self.before, &self.gone);
        for (area, new) in self.by_area(self.after, &self.new) {
            let Some(gone) = gone.get(&area) else { continue };
            let number = gone.len().saturating_mul(new.len());
            match comparisons.checked_sub(number).filter(|_| number <= MOST_COMPARISONS) {
                Some(left) => {
                    *comparisons = left;
                    let each = new.iter().flat_map(|now| gone.iter().map(move |then| (then, now)));
                    each.for_each(|(then, now)| self.compare(then, now, candidates));
                }
                None => too_many.push(area.map(str::to_string)),
            }
        }
        too_many
    }

    fn by_area<'p>(&self, position: &'p Position, schemes: &[usize]) -> BTreeMap<Option<&'p str>, Vec<Named>> {
        let mut areas: BTreeMap<Option<&str>, Vec<Named>> = BTreeMap::new();
        for index in schemes {
            let scheme = &position.schemes[*index];
            let reference = has_references(self.list).then(|| Reference::of(&scheme.key));
            let named = Named { index: *index, title: shortened(&scheme.label), reference };
            areas.entry(scheme.area.as_deref()).or_default().push(named);
        }
        areas
    }

    /// Adds what speaks for two of one area being the same.
    fn compare(&self, then: &Named, now: &Named, candidates: &mut Vec<Candidate>) {
        let new_year = self.before.period.year != self.after.period.year;
        let same_money = self.same_money(&self.before.schemes[then.index], &self.after.schemes[now.index]);
        let money = if same_money { SAME_MONEY } else { 0 };
        let mut add = |score: u32, why: String| {
            candidates.push(Candidate { before: then.index, after: now.index, score: score + money, why });
        };
        let near = now.reference.as_ref().zip(then.reference.as_ref()).and_then(|(one, other)| one.nearness(other));
        if let Some(near) = near {
            let (score, why) = match near {
                Near::Punctuation => (SAME_BUT_FOR_BLANKS, "its reference differs only by blanks or punctuation"),
                Near::LooksAlike => {
                    (SAME_BUT_FOR_BLANKS, "its reference differs only by letters and digits that look alike")
                }
                Near::OneCharacter => (ALIKE, "its reference is one character apart"),
            };
            add(score, format!("{why}{}", if same_money { " and its money is the same" } else { "" }));
        }
        let alike = likeness(&then.title, &now.title);
        let by_title = alike >= ALIKE && (!new_year || shares_most_words(&then.title, &now.title));
        let why = match (by_title, same_money) {
            (true, true) => "its title is much like the other and its money is the same",
            (true, false) => "its title is much like the other",
            (false, true) if alike >= ALIKE_WITH_SAME_FIGURES => {
                "its money is the same and its title resembles the other"
            }
            _ => return,
        };
        add(alike, why.to_string());
    }

    /// Whether the first given money column (the target, as a rule) is the same, and not nil.
    fn same_money(&self, then: &Scheme, now: &Scheme) -> bool {
        let money = self.list.columns.iter().find(|column| movement::has_movement(column));
        money.is_some_and(|column| {
            let (then, now) = (then.amount(&column.id), now.amount(&column.id));
            then == now && !now.is_zero()
        })
    }
}

fn shortened(title: &str) -> String {
    Title::of(title).as_str().chars().take(LONGEST_TITLE).collect()
}

/// How alike two folded titles are, in thousandths. Words in another order count as much as letters changed.
fn likeness(one: &str, other: &str) -> u32 {
    let sorted = |title: &str| {
        let mut words: Vec<&str> = title.split(|letter: char| !letter.is_alphanumeric()).collect();
        words.retain(|word| !word.is_empty());
        words.sort_unstable();
        words.join(" ")
    };
    let best = [
        strsim::normalized_damerau_levenshtein(one, other),
        strsim::normalized_damerau_levenshtein(&sorted(one), &sorted(other)),
        strsim::sorensen_dice(one, other),
    ]
    .into_iter()
    .fold(0.0, f64::max);
    thousandths(best)
}

/// The shortest word that says what a scheme is: 'of', 'in', 'for' and 'the' do not.
pub(super) const SHORTEST_WORD: usize = 4;

/// Whether two folded titles have more than two words in common for each one that they have not. With a new year many schemes
/// go and many come, and titles of one trade share words: 'Shared contract for libraries' is not 'Shared contract for payroll'.
fn shares_most_words(one: &str, other: &str) -> bool {
    let words = |title: &str| -> Vec<String> {
        let words = title.split(|letter: char| !letter.is_alphanumeric());
        words.filter(|word| word.chars().count() >= SHORTEST_WORD).map(str::to_string).collect()
    };
    let (one, mut rest) = (words(one), words(other));
    let longer = one.len().max(rest.len());
    let mut shared: usize = 0;
    for word in &one {
        if let Some(at) = rest.iter().position(|other| other == word) {
            rest.swap_remove(at);
            shared += 1;
        }
    }
    shared > 2 * (longer - shared)
}

/// A likeness from 0 to 1 in whole thousandths, so that candidates sort the same way everywhere.
#[expect(clippy::float_arithmetic, reason = "a likeness of two texts, not money")]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
fn thousandths(likeness: f64) -> u32 {
    (likeness.clamp(0.0, 1.0) * 1000.0) as u32
}

/// The entry that makes the match: an identity through a rename, a match where the scheme goes to another area.
fn entry(form: &Form, before: &Position, then: &Scheme, after: &Position, now: &Scheme) -> String {
    let references = form.list(&now.list).is_some_and(has_references);
    let mut entry = String::new();
    // Writing to a string cannot fail.
    if then.area == now.area {
        let _ = writeln!(entry, "[[scheme]]\nid = {}", quoted(&slug(&now.label)));
        for (period, scheme) in [(before.period, then), (after.period, now)] {
            let area = scheme.area.as_deref().unwrap_or_default();
            let _ = writeln!(entry, "\n[[scheme.was]]\nperiod = \"{period}\"\narea = {}", quoted(area));
            if references {
                let _ = writeln!(entry, "reference = {}", quoted(&scheme.key));
            }
            let _ = writeln!(entry, "title = {}", quoted(&scheme.label));
        }
    } else {
        let side = |scheme: &Scheme| {
            let area = scheme.area.as_deref().unwrap_or_default();
            let name = if references && !scheme.key.is_empty() { &scheme.key } else { &scheme.label };
            format!("[{{ area = {}, scheme = {} }}]", quoted(area), quoted(name))
        };
        let _ = writeln!(entry, "[[match]]\nperiod = \"{}\"\nfrom = {}\nto = {}", after.period, side(then), side(now));
        let _ = writeln!(entry, "{WORDS}\n{ROLE}\n{DATE}");
    }
    entry
}

#[cfg(test)]
mod tests {
    use crate::decision::Decisions;
    use crate::period::{FinancialYear, Period};
    use crate::reconcile::reconcile;
    use crate::reconcile::testing::{form, position, quarter, scheme};

    /// Whether one is proposed for the other when it comes a quarter later, and when it comes with the new year.
    fn proposed(then: (&str, i64), now: (&str, i64)) -> [bool; 2] {
        let next_year = Period { year: FinancialYear { start: 2023 }, ..quarter(1) };
        [quarter(3), next_year].map(|period| {
            let of = |(title, target)| vec![scheme("north", title, &[("target", target)])];
            let (before, after) = (position(quarter(2), of(then)), position(period, of(now)));
            let outcome =
                reconcile(&form(), &Decisions::default(), before, after, crate::reconcile::PriorFrom::Returns).unwrap();
            !outcome.proposals.is_empty()
        })
    }

    #[test]
    fn a_number_over_two_lines_is_not_written_with_an_escape_in_it() {
        assert_eq!(super::quoted("Desk\n(07700\n900123)"), "\"Desk\\n([telephone number withheld])\"");
        assert_eq!(super::quoted("Desk\n1"), "\"Desk\\n1\"");
    }

    #[test]
    fn with_a_new_year_titles_must_share_most_of_their_words() {
        let cases = [
            ("Energy saving in leisure centres", "Energy saving in libraries", [true, false]),
            ("Joint commissioning of home adaptations", "Joint commissioning of waste transfer", [true, false]),
            ("Review of temporary accommodation", "Higher charges for temporary accommodation", [true, false]),
            ("Joint commissioning of home adaptations", "Commissioning of home adaptations, joint", [true, true]),
            ("Shared contract for street lighting", "Shared contract for lighting in the street", [true, true]),
            ("Shared contract for street lighting", "Shared contract for better street lighting", [true, true]),
        ];
        for (then, now, expected) in cases {
            assert_eq!(proposed((then, 450), (now, 20)), expected, "{then} / {now}");
        }
        // The same money speaks for itself.
        assert_eq!(
            proposed(("Energy saving in leisure centres", 85), ("Energy saving in libraries", 85)),
            [true, true]
        );
    }
}
