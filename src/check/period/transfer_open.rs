//! `transfer-open`

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::check::narrative::clause::occurrences;
use crate::check::{Rule, View, wording};
use crate::decision::{ChangeKind, ChangeRequest};
use crate::finding::{Family, Finding, Severity, slug};
use crate::form::{Column, List};
use crate::money::Told;
use crate::names::{Reference, Title};
use crate::reconcile::movement::has_movement;
use crate::reconcile::position::Scheme;
use crate::reconcile::{MovementLine, Pair, Reconciliation};
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "transfer-open",
    family: Family::Period,
    severity: Severity::Query,
    title: "Words tell of a transfer that the movement does not show",
    what: "A scheme's target moved, and a text of its row, or the words of a decision about it, say that the target went to other \
           schemes or came from them. No decision says so, and the movement counts what the one lost and the others gained as \
           closed, new or changed.",
    why: "Money that only went from scheme to scheme is neither a saving given up nor one that is new. Told as both, the one hides \
          what the other is, and whoever reads the words asks why the table says otherwise.",
    mend: "Enter one change request of kind \"virement\" for each of the schemes, all with one reference; or a [[match]], if the \
           scheme was split or merged. If it was no transfer, explain it.",
    run,
};

/// The shortest word of a title that tells it from others.
const SHORTEST_WORD: usize = 5;

/// Behind one of these stands why, or when, and no longer what went where.
const REASONS: [&str; 8] = ["because", "since", "due to", "as", "while", "when", "until", "after"];

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    // With a new year every target is set anew, and what a text says of one is no movement.
    let same_year = |both: &&Reconciliation| both.before.period.year == both.after.period.year;
    let Some(reconciliation) = view.reconciliation.filter(same_year) else { return Vec::new() };
    let target = view.form.main().zip(view.form.report.roles.target.as_deref());
    let Some((list, Some(column))) = target.map(|(list, id)| (list, list.column(id))) else { return Vec::new() };
    if !has_movement(column) {
        return Vec::new();
    }
    let moved: Vec<Moved<'_>> =
        reconciliation.pairs.iter().filter_map(|pair| Moved::of(reconciliation, list, column, pair)).collect();
    moved.iter().filter(|moved| !moved.is_shown).filter_map(|one| finding(rule, view, column, one, &moved)).collect()
}

/// A scheme whose target moved.
struct Moved<'a> {
    list: &'a List,
    pair: &'a Pair,
    schemes: Vec<&'a Scheme>,
    from: Decimal,
    to: Decimal,
    /// Whether the movement shows that it went elsewhere, or came from there.
    is_shown: bool,
}

impl<'a> Moved<'a> {
    fn of(reconciliation: &'a Reconciliation, list: &'a List, column: &Column, pair: &'a Pair) -> Option<Self> {
        let then = reconciliation.before.at(&pair.before);
        let now = reconciliation.after.at(&pair.after);
        let sum = |schemes: &[&Scheme]| {
            schemes.iter().fold(Decimal::ZERO, |sum, scheme| sum.saturating_add(scheme.amount(&column.id)))
        };
        let (from, to) = (sum(&then), sum(&now));
        // Now first: what a scheme is called now is what is said of it.
        let schemes: Vec<&Scheme> = now.into_iter().chain(then).collect();
        schemes.first().filter(|scheme| scheme.list == list.id && !scheme.balancing)?;
        let mut changes = pair.changes.iter().filter(|change| change.column == column.id);
        // Each part of what it lost or gained, or the rest is asked about.
        let is_shown = changes.all(|change| {
            !matches!(
                change.line,
                MovementLine::New
                    | MovementLine::Closed
                    | MovementLine::Rebased
                    | MovementLine::Awaited
                    | MovementLine::Other
            )
        });
        (from != to).then_some(Moved { list, pair, schemes, from, to, is_shown })
    }

    fn scheme(&self) -> Option<&'a Scheme> {
        self.schemes.first().copied()
    }

    /// Whether less is to be saved than was.
    fn lost(&self) -> bool {
        self.to.abs() < self.from.abs()
    }

    /// The words of the names it has, and had.
    fn words(&self) -> BTreeSet<String> {
        self.schemes.iter().flat_map(|scheme| words(&scheme.label)).collect()
    }

    /// Whether a text speaks of it: by its title or its reference, as whole words; or by the amount that it moved by beside a word of its
    /// title which is none of `other`'s.
    fn is_named(&self, column: &Column, text: &str, other: &BTreeSet<String>) -> bool {
        let title = |scheme: &&Scheme| !occurrences(text, Title::of(&scheme.label).as_str()).is_empty();
        let reference = |scheme: &&Scheme| {
            let reference = Reference::of(&scheme.key);
            reference.as_str().chars().any(|letter| letter.is_ascii_digit())
                && reference.as_str().chars().any(char::is_alphabetic)
                && !occurrences(text, reference.as_str()).is_empty()
        };
        let said = words(text);
        self.schemes.iter().any(|scheme| title(scheme) || reference(scheme))
            || self.words().iter().any(|word| said.contains(word) && !other.contains(word))
                && states(text, column, self.to.saturating_sub(self.from))
    }
}

/// Whether a text states an amount: in the column's unit, in pounds, in thousands or in millions.
fn states(text: &str, column: &Column, amount: Decimal) -> bool {
    let units = [column.factor(), Decimal::ONE, Decimal::ONE_THOUSAND, Decimal::from(1_000_000)];
    let amounts: Vec<Decimal> = units.into_iter().filter_map(|unit| amount.abs().checked_div(unit)).collect();
    let numbers = text.split(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ','));
    let numbers = numbers.filter_map(|number| number.trim_matches(['.', ',']).replace(',', "").parse::<Decimal>().ok());
    numbers.into_iter().any(|number| amounts.contains(&number))
}

/// The words of a text that are long enough to tell one title from another.
fn words(text: &str) -> BTreeSet<String> {
    let folded = Title::of(text);
    let words = folded.as_str().split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| word.chars().count() >= SHORTEST_WORD).map(str::to_string).collect()
}

/// A text about a scheme.
struct Text<'a> {
    text: &'a str,
    /// Who says it, for a sentence.
    by: String,
    at: Place,
}

/// What is said of a scheme: in its row, and in decisions about it.
fn texts<'a>(view: &View<'a>, moved: &Moved<'a>) -> Vec<Text<'a>> {
    let Some(scheme) = moved.scheme() else { return Vec::new() };
    let mut texts = Vec::new();
    if !moved.pair.is_closed() {
        let own = moved.schemes.iter().take(moved.pair.after.len());
        texts.extend(own.flat_map(|scheme| {
            scheme.texts.iter().map(|(column, text)| {
                let by = moved.list.column(column).map(|column| format!("its {}", view.name(column)));
                Text { text, by: by.unwrap_or_default(), at: scheme.place(column).clone() }
            })
        }));
    }
    let decided = |text: &'a str, at: &Place| Text { text, by: "a decision about it".to_string(), at: at.clone() };
    let (area, name) = (slug(scheme.area.as_deref().unwrap_or_default()), slug(&wording::one_line(&scheme.label)));
    let is_about = |finding: &str| {
        let mut parts = finding.split(':').skip(1);
        parts.next() == Some(area.as_str()) && parts.next() == Some(name.as_str())
    };
    let decisions = view.decisions;
    let of_period = decisions.explanations.iter().filter(|explain| explain.period == Some(view.returns.period));
    let explained = of_period.filter(|explain| is_about(&explain.finding) && !explain.finding.starts_with(RULE.code));
    texts.extend(explained.map(|explain| decided(&explain.words, &explain.at)));
    let requests: BTreeSet<usize> = moved.pair.changes.iter().filter_map(|change| change.change_request).collect();
    let requests = requests.into_iter().filter_map(|index| decisions.change_requests.get(index));
    let own = requests.filter(|request| request.kind != ChangeKind::Virement);
    texts.extend(own.map(|request| decided(&request.words, &request.at)));
    texts
}

/// What of each sentence stands behind a phrase that tells of a transfer: the other schemes.
fn told<'t>(text: &'t str, phrases: &[String]) -> Vec<&'t str> {
    let sentences = text.split(['\n', '\r', ';']).flat_map(|line| line.split(". "));
    let behind = sentences.filter_map(|sentence| {
        let ends = phrases.iter().flat_map(|phrase| occurrences(sentence, phrase)).map(|range| range.end);
        let behind = sentence.get(ends.min()?..)?;
        let reasons = REASONS.iter().flat_map(|word| occurrences(behind, word)).map(|range| range.start);
        behind.get(..reasons.min().unwrap_or(behind.len()))
    });
    behind.collect()
}

/// The schemes that a text about one says its target went to, or came from, and the text.
fn told_of<'a, 'm>(
    view: &View<'a>,
    column: &Column,
    one: &Moved<'a>,
    all: &'m [Moved<'a>],
) -> Option<(Vec<&'m Moved<'a>>, Text<'a>)> {
    let phrases = if one.lost() { &view.phrases.went_to } else { &view.phrases.came_from };
    let own = one.words();
    texts(view, one).into_iter().find_map(|said| {
        let told = told(said.text, phrases);
        let is_named = |other: &&Moved<'_>| {
            other.lost() != one.lost()
                && other.pair != one.pair
                && told.iter().any(|text| other.is_named(column, text, &own))
        };
        let others: Vec<&Moved<'_>> = all.iter().filter(is_named).collect();
        (!others.is_empty()).then_some((others, said))
    })
}

fn finding<'a>(rule: &Rule, view: &View<'a>, column: &Column, one: &Moved<'a>, all: &[Moved<'a>]) -> Option<Finding> {
    let scheme = one.scheme()?;
    let (others, said_by) = told_of(view, column, one, all)?;
    // Of two that say it of each other, the one that lost it is asked about.
    let is_asked_there = |other: &&&Moved<'a>| {
        let named = || told_of(view, column, other, all).map(|(named, _)| named).unwrap_or_default();
        !other.is_shown && named().iter().any(|named| named.pair == one.pair)
    };
    if !one.lost() && others.iter().find(is_asked_there).is_some() {
        return None;
    }
    let legs: Vec<&Moved<'_>> = std::iter::once(one).chain(others.iter().copied()).collect();
    let measure = wording::measure(column);
    let change = |moved: &Moved<'_>| measure.say_signed(Told::Computed(moved.to.saturating_sub(moved.from)));
    let line = |moved: &Moved<'_>| match (moved.pair.is_new(), moved.pair.is_closed()) {
        (true, _) => ", new",
        (_, true) => ", gone",
        _ => "",
    };
    let said = |moved: &&Moved<'_>| {
        let name = moved.scheme().map(|scheme| wording::one_line(&scheme.label)).unwrap_or_default();
        format!("'{name}' ({}{})", change(moved), line(moved))
    };
    let names: Vec<String> = others.iter().map(said).collect();
    let message = format!(
        "{}: its {} is {}{}, and {} says that it {} {}; the movement shows no transfer",
        view.scheme(scheme),
        view.name(column),
        change(one),
        line(one),
        said_by.by,
        if one.lost() { "went to" } else { "came from" },
        wording::list_of(&names),
    );
    let mut approved: Vec<String> = Vec::new();
    let mut entries: Vec<String> = Vec::new();
    for moved in legs {
        match request(view, column, moved) {
            Some(request) => approved.push(format!("that in {}", request.at)),
            None => entries.extend(
                moved
                    .scheme()
                    .map(|scheme| wording::change_request(view, scheme, column, [moved.from, moved.to], "virement")),
            ),
        }
    }
    let approved = match approved.is_empty() {
        true => String::new(),
        false => format!(" (of {} make the kind \"virement\")", wording::list_of(&approved)),
    };
    let help = format!(
        "if it was a transfer, enter the legs in decisions.toml, as below, with one reference{approved}; if it was none, explain it: \
         {}\n{}",
        wording::explain_entry(),
        entries.join("\n\n")
    );
    let row = |moved: &&Moved<'_>| Some(format!("{}: {}", moved.scheme()?.label.trim(), change(moved)));
    let at = scheme.place(&column.id);
    let draft = rule.at(at).about_scheme(view, one.list, scheme).column(column);
    let draft = draft.exactly(column, Some(one.to), Some(one.from)).rows(others.iter().filter_map(row));
    let places = others.iter().filter_map(|other| Some(other.scheme()?.place(&column.id).clone()));
    Some(draft.related(places.chain([said_by.at])).says(message, help))
}

/// The change request by which a target moved.
fn request<'a>(view: &View<'a>, column: &Column, moved: &Moved<'_>) -> Option<&'a ChangeRequest> {
    let mut changes = moved.pair.changes.iter().filter(|change| change.column == column.id);
    let index = changes.find_map(|change| change.change_request)?;
    view.decisions.change_requests.get(index)
}
