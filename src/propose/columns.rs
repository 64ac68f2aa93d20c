//! The columns of a list as the form says them: ids, headings with placeholders, kinds, formulas by ids, roles.

use std::collections::{BTreeMap, BTreeSet};

use super::dated::When;
use super::given::APRIL;
use super::joined::{Joined, bare};
use super::{By, Column, Computed, Guess, Holds, Placeholder, RowFormula, TotalIs};
use crate::form::Hue;
use crate::money::Unit;
use crate::names::{Heading, one_line};
use crate::returns::grid::Raw;
use crate::source::Address;

/// A column as the form says it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Col {
    /// Where it stands in the joined table.
    pub(super) at: u32,
    pub(super) id: String,
    pub(super) heading: String,
    /// Other headings of it.
    pub(super) also: Vec<String>,
    pub(super) holds: Holds,
    pub(super) unit: Option<Guess<Unit>>,
    pub(super) required: bool,
    pub(super) optional: bool,
    pub(super) cumulative: bool,
    pub(super) blank_is_nil: bool,
    /// Whether it stands once for the rows below it.
    pub(super) as_above: bool,
    pub(super) codes: BTreeMap<String, Placeholder>,
    pub(super) colours: Vec<(Hue, String)>,
    pub(super) formula: Option<(String, usize, By)>,
    /// The formula of its total, where it has one of its own.
    pub(super) total: Option<String>,
    pub(super) only_in: Vec<String>,
    /// In a summary: which column it sums up, or that it counts.
    pub(super) sum: Option<String>,
    /// Whether it does not come to that in every row.
    pub(super) sum_differs: bool,
    pub(super) count: bool,
}

/// Words of headings over a status, of which only a few are used whatever comes.
const STATUSES: [&str; 18] = [
    "rag",
    "status",
    "stage",
    "confidence",
    "type",
    "category",
    "rating",
    "level",
    "recurring",
    "recurrence",
    "deliverability",
    "progress",
    "certainty",
    "risk",
    "priority",
    "tier",
    "phase",
    "classification",
];

/// Words of headings over running text.
const TEXTS: [&str; 8] = ["comment", "comments", "commentary", "note", "notes", "update", "narrative", "explanation"];

/// The most words of a choice that no heading says is one.
const FEW: usize = 4;

/// How often each of them stands at least.
const OFTEN: usize = 3;

/// Ids that are words of formulas, or of the program.
const RESERVED: [&str; 6] = ["area", "all", "and", "not", "or", "year"];

/// A column of a newer period, by what it is known again in an earlier one.
pub(super) struct Known {
    /// Its heading with placeholders, and without its days and small words.
    full: String,
    bare: String,
    at: u32,
    role: Option<usize>,
    id: String,
}

impl Known {
    pub(super) fn of(column: &Column, when: When, id: &str) -> Known {
        let role = (column.holds.value == Holds::Money).then(|| role_of(&column.heading)).flatten();
        let full = full(&column.heading, when);
        Known { full, bare: bare(&column.heading), at: column.at, role, id: id.to_string() }
    }
}

/// Of which role the words of a heading are, and of no other.
pub(super) fn role_of(heading: &str) -> Option<usize> {
    let words = Heading::words(heading);
    let has = |all: &[&str]| words.iter().any(|word| all.contains(&word.as_str()));
    if has(&OTHERS) {
        return None;
    }
    let found = [has(&ACHIEVED), has(&FORECASTS), has(&TARGETS)];
    found.iter().position(|found| *found)
}

/// The ids of a list's columns. Those that `known` has by the same heading are called the same.
pub(super) fn ids(list: &Joined, when: When, known: &[Known]) -> BTreeMap<u32, String> {
    let mut ids: BTreeMap<u32, String> = BTreeMap::new();
    let columns = shown(list);
    let keys: Vec<(u32, String, String)> =
        columns.iter().map(|column| (column.at, full(&column.heading, when), bare(&column.heading))).collect();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for exact in [true, false] {
        for (at, full, bare) in &keys {
            let same = |known: &&Known| {
                let is_same = if exact { known.full == *full } else { known.bare == *bare && !bare.is_empty() };
                !taken.contains(&known.id) && is_same
            };
            if ids.contains_key(at) {
                continue;
            }
            if let Some(known) = known.iter().find(same) {
                taken.insert(known.id.clone());
                ids.insert(*at, known.id.clone());
            }
        }
    }
    // Another heading in the same place, over a figure of the same part: 'Forecast' became 'Projected outturn'.
    for column in columns.iter().filter(|column| column.holds.value == Holds::Money) {
        let role = role_of(&column.heading);
        if role.is_none() || ids.contains_key(&column.at) {
            continue;
        }
        let free: Vec<&Known> = known.iter().filter(|it| it.role == role && !taken.contains(&it.id)).collect();
        let found = match free.as_slice() {
            [only] => Some(*only),
            several => several.iter().copied().find(|known| known.at == column.at),
        };
        if let Some(known) = found {
            taken.insert(known.id.clone());
            ids.insert(column.at, known.id.clone());
        }
    }
    taken.extend(known.iter().map(|known| known.id.clone()));
    for column in &columns {
        if ids.contains_key(&column.at) {
            continue;
        }
        let id = id_of(&column.heading, when);
        let id = (1..).map(|number| if number == 1 { id.clone() } else { format!("{id}_{number}") });
        let id = id.into_iter().find(|id| !taken.contains(id)).unwrap_or_default();
        taken.insert(id.clone());
        ids.insert(column.at, id);
    }
    ids
}

/// A heading by which columns of two periods are one.
pub(super) fn full(heading: &str, when: When) -> String {
    let (placed, _) = when.placed(heading);
    Heading::of(&placed, APRIL).without_unit().without(&["to", "at", "by", "as", "on", "in"]).to_string()
}

/// The columns that people see and that hold something, or have a heading.
pub(super) fn shown(list: &Joined) -> Vec<&Column> {
    list.table.columns.iter().filter(|column| column.shown && !column.heading.is_empty()).collect()
}

fn id_of(heading: &str, when: When) -> String {
    let (placed, names) = when.placed(heading);
    let words = placed.split("{{").enumerate().map(|(index, part)| match part.split_once("}}") {
        Some((_, rest)) if index > 0 => rest,
        _ => part,
    });
    let text = words.collect::<Vec<_>>().join(" ").replace('%', " percent ");
    let known = Heading::of(&text, APRIL).without_unit();
    let small = known.without(&[
        "to", "at", "by", "as", "of", "the", "in", "for", "and", "is", "on", "a", "an", "be", "with", "date",
    ]);
    let known = if RESERVED.contains(&small.to_string().as_str()) || small.is_empty() { known } else { small };
    let mut id = String::new();
    for token in known.tokens() {
        let word: String = token.chars().filter(char::is_ascii_alphanumeric).collect();
        if word.is_empty() || !id.is_empty() && id.len() + word.len() > 30 {
            continue;
        }
        if !id.is_empty() {
            id.push('_');
        }
        id.push_str(&word);
    }
    let next = names.iter().any(|name| name.starts_with("next"));
    let later = names.contains(&"year_after_next");
    match id.as_str() {
        "" if next => "next_year".to_string(),
        "" if later => "later_year".to_string(),
        "" if !names.is_empty() => "this_year".to_string(),
        "" => "column".to_string(),
        // Words of formulas, and of the program.
        id if RESERVED.contains(&id) => format!("{id}_column"),
        id if id.starts_with(|letter: char| letter.is_ascii_digit()) => format!("year_{id}"),
        id if next => format!("{id}_next_year"),
        id if later && !id.contains("later") => format!("{id}_later_year"),
        id => id.to_string(),
    }
}

/// The columns of a list, as a form says them.
pub(super) fn columns(list: &Joined, when: When, ids: &BTreeMap<u32, String>) -> Vec<Col> {
    let items: Vec<u32> = list.table.items().map(|row| row.at).collect();
    let key = list.table.key;
    let label = list.table.label;
    let has_total = list.table.columns.iter().any(|column| column.total.is_some());
    let columns = shown(list).into_iter().filter_map(|column| {
        let id = ids.get(&column.at)?.clone();
        let is_name = Some(column.at) == key || Some(column.at) == label;
        let holds = said_as(column, items.len(), is_name);
        let formula = column.computed.as_ref().and_then(|computed| said(computed, ids));
        let is_share = matches!(holds, Holds::Percent { .. });
        let total = formula.as_ref().filter(|_| is_share).map(|(formula, ..)| formula.clone());
        let total = match column.total {
            Some(TotalIs::Stated) if is_share && formula.is_none() => Some("given".to_string()),
            // Where total rows stand and state nothing here, nothing is added up.
            None if has_total && holds.is_amount() => Some("none".to_string()),
            _ => total,
        };
        let colours = match &holds {
            Holds::Colour(hues) => colours(hues, list),
            _ => Vec::new(),
        };
        let (heading, _) = when.placed(&column.heading);
        let also = also(list, column, &heading, when);
        let is_given = formula.is_none();
        Some(Col {
            at: column.at,
            id,
            also,
            unit: column.unit.clone(),
            required: is_name && column.blanks == 0,
            optional: is_given && !is_name && in_few(list, column.at),
            cumulative: is_given && holds == Holds::Money && says_to_date(&column.heading, &heading),
            blank_is_nil: column.blank_is_nil && column.blanks > 0,
            as_above: !is_name && stands_once(list, column, &items),
            codes: column.placeholders.clone(),
            colours,
            formula,
            total,
            only_in: Vec::new(),
            sum: None,
            sum_differs: false,
            count: false,
            heading,
            holds,
        })
    });
    columns.collect()
}

/// Words of headings over groups of items.
const GROUPS: [&str; 12] = [
    "programme",
    "theme",
    "group",
    "workstream",
    "block",
    "pool",
    "strand",
    "team",
    "head",
    "pillar",
    "objective",
    "priority",
];

/// Whether an area or a group stands in the first of its rows alone: nothing else has it blank below, and never in a table's first row.
fn stands_once(list: &Joined, column: &Column, items: &[u32]) -> bool {
    let words = Heading::words(&column.heading);
    let of_group = |word: &String| {
        let word = word.trim_end_matches('s');
        super::areas::AREAS.contains(&word) || GROUPS.contains(&word)
    };
    let text = matches!(column.holds.value, Holds::Text | Holds::Choice(_) | Holds::Code);
    let stands = |row: &u32| list.sheet.cells.contains_key(&Address::new(*row, column.at));
    let firsts = list.starts.iter().all(|start| items.iter().find(|row| *row >= start).is_none_or(stands));
    let filled = items.iter().filter(|row| stands(row)).count();
    text && words.iter().any(of_group)
        && column.blanks > 0
        && filled > 1
        && firsts
        && list.table.label > Some(column.at)
}

/// What a column holds, for a form: a choice only where new words are not to be expected.
fn said_as(column: &Column, items: usize, is_name: bool) -> Holds {
    match &column.holds.value {
        Holds::Choice(_) if is_name => Holds::Text,
        Holds::Choice(words) => {
            let by_heading =
                Heading::words(&column.heading).iter().any(|word| STATUSES.contains(&word.trim_end_matches('s')));
            let is_text = Heading::words(&column.heading).iter().any(|word| TEXTS.contains(&word.as_str()));
            let by_use = words.len() <= FEW && items >= words.len() * OFTEN;
            let is_choice = words.len() > 1 && !is_text && (by_heading || by_use);
            if is_choice { Holds::Choice(words.clone()) } else { Holds::Text }
        }
        // Only what tells items apart is a reference.
        Holds::Code if !is_name => Holds::Text,
        Holds::Nothing => Holds::Text,
        other => other.clone(),
    }
}

/// Whether a column stands in fewer than all tables of its list.
fn in_few(list: &Joined, at: u32) -> bool {
    list.columns.iter().any(|columns| !columns.values().any(|place| *place == at))
}

fn says_to_date(heading: &str, placed: &str) -> bool {
    let words = Heading::words(heading);
    let has = |word: &str| words.iter().any(|known| known == word);
    let forecast = ["forecast", "projected", "likely", "expected", "profile", "profiled", "budget", "target", "plan"];
    !forecast.iter().any(|word| has(word))
        && (has("date") && has("to")
            || has("ytd")
            || placed.contains("{{as_at}}") && (has("to") || has("at") || has("by")))
}

/// What colours stand for: by the legend, else by their own names.
fn colours(hues: &BTreeSet<Hue>, list: &Joined) -> Vec<(Hue, String)> {
    let legend = &list.table.legend;
    let all: BTreeSet<Hue> = hues.iter().chain(legend.keys()).copied().collect();
    let in_use = |hue: &Hue| hues.contains(hue) || hues.iter().all(|hue| legend.contains_key(hue));
    let word = |hue: Hue| legend.get(&hue).cloned().unwrap_or_else(|| crate::names::capital(hue.name()));
    all.into_iter().filter(in_use).map(|hue| (hue, word(hue))).collect()
}

/// Other headings of a column in the tables of its list.
fn also(list: &Joined, column: &Column, heading: &str, when: When) -> Vec<String> {
    let known = |text: &str| Heading::of(text, APRIL).without_unit();
    let mut also: Vec<String> = Vec::new();
    for (piece, places) in list.pieces.iter().zip(&list.columns) {
        let own = piece.table.columns.iter().find(|own| places.get(&own.at) == Some(&column.at));
        let Some(own) = own.filter(|own| !own.heading.is_empty()) else { continue };
        let same = known(&own.heading) == known(&column.heading);
        let (placed, _) = when.placed(&own.heading);
        if !same && placed != heading && !also.contains(&placed) {
            also.push(placed);
        }
    }
    also
}

/// How a column is worked out, by the ids of the columns it is worked out from; none where one of them is not shown.
fn said(computed: &Computed, ids: &BTreeMap<u32, String>) -> Option<(String, usize, By)> {
    let id = |at: &u32| ids.get(at).map(String::as_str);
    let formula = match &computed.formula {
        RowFormula::Sum { plus, less } => {
            let plus = plus.iter().map(id).collect::<Option<Vec<_>>>()?.join(" + ");
            let less = less.iter().map(|at| Some(format!(" - {}", id(at)?))).collect::<Option<String>>()?;
            format!("{plus}{less}")
        }
        RowFormula::Share { part, of } => format!("{} / {}", id(part)?, id(of)?),
    };
    Some((formula, computed.rows, computed.by))
}

/// Words of headings over targets, forecasts and what is achieved, the surest first.
const TARGETS: [&str; 14] = [
    "target",
    "proposed",
    "approved",
    "agreed",
    "planned",
    "plan",
    "budgeted",
    "pledged",
    "required",
    "budget",
    "original",
    "requirement",
    "saving",
    "savings",
];
const FORECASTS: [&str; 9] =
    ["forecast", "projected", "projection", "likely", "outturn", "expected", "anticipated", "estimated", "estimate"];
const ACHIEVED: [&str; 11] =
    ["achieved", "banked", "secured", "delivered", "realised", "actual", "actuals", "cashed", "saved", "ytd", "date"];

/// Words of headings over what is missing, slips, is no saving or is another period's: none of the roles above.
const OTHERS: [&str; 28] = [
    "shortfall",
    "gap",
    "variance",
    "slipped",
    "slippage",
    "undeliverable",
    "deliverable",
    "risk",
    "mitigations",
    "mitigation",
    "balance",
    "remaining",
    "still",
    "cost",
    "previous",
    "previously",
    "prior",
    "last",
    "unachievable",
    "unachieved",
    "undelivered",
    "lost",
    "further",
    "additional",
    "base",
    "not",
    "pressures",
    "growth",
];

/// Words by which one of several columns is the one that counts now, and by which it is not.
const NOW: [&str; 6] = ["revised", "current", "latest", "this", "updated", "net"];
const ONCE: [&str; 3] = ["original", "initial", "opening"];

/// A column of the main list that the first page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RoleOf {
    pub(super) role: &'static str,
    pub(super) id: String,
    /// The word of its heading by which it was found; empty where it is the only column of amounts.
    pub(super) word: &'static str,
    /// How many other columns it could be as well.
    pub(super) others: usize,
}

/// Which columns of the main list the first page shows: the target, the forecast, what is achieved.
pub(super) fn roles(columns: &[Col]) -> Vec<RoleOf> {
    let money: Vec<&Col> = columns.iter().filter(|column| column.holds == Holds::Money).collect();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    // A budget to date is what should have been achieved by now.
    let profile = money.iter().find(|column| {
        let words = Heading::words(&column.heading);
        let has = |all: &[&str]| words.iter().any(|word| all.contains(&word.as_str()));
        let to_date = has(&["ytd"]) || has(&["date"]) && has(&["to"]);
        let planned = has(&["budget", "target", "plan", "planned"]);
        column.formula.is_none() && (has(&["profile", "profiled"]) || to_date && planned)
    });
    taken.extend(profile.iter().map(|column| column.id.as_str()));
    let role = |role: &'static str, (id, word, others): (&str, &'static str, usize)| RoleOf {
        role,
        id: id.to_string(),
        word,
        others,
    };
    let profile = profile.map(|column| role("profile", (&column.id, "profile", 0)));
    let achieved = worded(&money, (&ACHIEVED, true), &mut taken).map(|found| role("achieved", found));
    let forecast = worded(&money, (&FORECASTS, false), &mut taken).map(|found| role("forecast", found));
    let target = worded(&money, (&TARGETS, true), &mut taken).map(|found| role("target", found));
    // The only column of amounts there is.
    let only = match money.as_slice() {
        [only] if taken.is_empty() => Some(role("target", (&only.id, "", 0))),
        _ => None,
    };
    [target.or(only), forecast, achieved, profile].into_iter().flatten().collect()
}

/// The column of this year whose heading has the first of these words, that word, and how many others have it as well; where it must
/// be `given`, one that is not worked out.
fn worded<'c>(
    money: &[&'c Col],
    (words, given): (&[&'static str], bool),
    taken: &mut BTreeSet<&'c str>,
) -> Option<(&'c str, &'static str, usize)> {
    let said = |column: &Col| Heading::words(&column.heading);
    let candidates: Vec<&Col> = money
        .iter()
        .copied()
        .filter(|column| !column.heading.contains("{{next") && !column.heading.contains("{{year_after"))
        .filter(|column| !taken.contains(column.id.as_str()))
        .filter(|column| !given || column.formula.is_none())
        .filter(|column| moments(&column.heading))
        .filter(|column| !said(column).iter().any(|word| OTHERS.contains(&word.as_str())))
        .collect();
    let weight = |column: &Col| {
        let words = said(column);
        let has = |all: &[&str]| words.iter().any(|word| all.contains(&word.as_str()));
        match (has(&NOW), has(&ONCE)) {
            (true, _) => 0,
            (_, false) => 1,
            _ => 2,
        }
    };
    let found = words.iter().find_map(|word| {
        let mut with: Vec<&Col> =
            candidates.iter().copied().filter(|column| said(column).iter().any(|known| known == word)).collect();
        with.sort_by_key(|column| weight(column));
        let first = *with.first()?;
        // One that is said to be the present one is no matter of choice.
        let others = with.iter().filter(|other| other.id != first.id && weight(other) == weight(first)).count();
        Some((first.id.as_str(), *word, others))
    });
    taken.extend(found.iter().map(|(id, ..)| *id));
    found
}

/// Whether a heading names no year that no placeholder says: '2026/27' is a later one.
fn moments(heading: &str) -> bool {
    crate::period::moments_in(heading).iter().all(|(_, moment)| !matches!(moment, crate::period::Moment::Year(_)))
}

/// What a text in place of a figure means: what a note says of it, else what it says by itself in any council.
pub(super) fn meaning(code: &str, notes: &[String]) -> Option<String> {
    let plain = code.to_lowercase();
    for sentence in notes.iter().flat_map(|note| note.split(['.', ';'])) {
        if let Some((before, means)) = sentence.split_once(':') {
            let before = before.trim().trim_start_matches('\'').trim_start_matches(|letter: char| letter.is_numeric());
            if before.trim().to_lowercase() == plain && !means.trim().is_empty() {
                return Some(means.trim().to_string());
            }
        }
        let lower = sentence.to_lowercase();
        let named = [format!("{plain} means that "), format!("{plain} means ")];
        let said = named.iter().find_map(|named| lower.find(named.as_str()).map(|at| at + named.len()));
        if let Some(means) = said.and_then(|at| sentence.get(at..)).map(str::trim).filter(|means| !means.is_empty()) {
            return Some(means.to_string());
        }
        let bracketed = format!("({plain})");
        if let Some(at) = sentence.to_lowercase().find(&bracketed)
            && let Some(before) = sentence.get(..at)
        {
            let words = before.trim().trim_start_matches(|letter: char| letter.is_numeric() || letter == '.');
            if words.split(' ').count() > 1 {
                return Some(words.trim().to_string());
            }
        }
    }
    let means = match plain.as_str() {
        "n/a" | "na" | "n.a." | "not applicable" => "not applicable",
        "tbc" | "to be confirmed" => "to be confirmed",
        "tba" => "to be agreed",
        "tbd" => "to be decided",
        "nil" | "none" | "zero" | "nothing" => "nil",
        "n/k" | "nk" | "not known" | "unknown" => "not known",
        text if text.chars().all(crate::names::is_dash) => "nothing",
        _ => return None,
    };
    Some(means.to_string())
}

/// What prints in place of a computed figure that does not exist: the text that most such cells have.
pub(super) fn not_applicable(lists: &[&Joined]) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for list in lists {
        for column in list.table.columns.iter().filter(|column| column.shown) {
            if !matches!(column.holds.value, Holds::Percent { .. }) || column.computed.is_none() {
                continue;
            }
            for row in list.table.items() {
                if let Some(Raw::Text(text)) = list.sheet.cells.get(&Address::new(row.at, column.at))
                    && super::lines::figure(&Raw::Text(text.clone())).is_none()
                {
                    *counts.entry(one_line(text)).or_default() += 1;
                }
            }
        }
    }
    counts.into_iter().max_by_key(|(_, times)| *times).map(|(text, _)| text)
}
