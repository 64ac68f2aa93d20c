//! Whose the rows of a list are: the workbook, the sheet, a column or a heading row says it, and what the areas are called.

use std::collections::{BTreeMap, BTreeSet};

use super::called::{NO_NAMES, candidates, file_words, names, slug, stem_of};
use super::given::Given;
use super::joined::Joined;
use super::{HeadingLook, Holds, RowIs};
use crate::names::{Heading, Label, one_line};
use crate::period::mentions;
use crate::returns::grid::Raw;
use crate::source::Address;

/// What says of a list's rows whose they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum AreaBy {
    /// The workbook: each area has its own.
    File,
    /// The sheet: each area has its own.
    Sheet,
    /// A column.
    Column(u32),
    /// Heading rows that are written like this.
    Heading(HeadingLook),
    /// The title over each of several tables one below the other.
    Blocks,
    /// Nothing: there is one area, and the workbook is its own.
    One,
    /// Nothing, in a workbook that is no area's.
    Unknown,
}

/// A service area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) id: String,
    pub(super) name: String,
    /// What else it is called.
    pub(super) also: Vec<String>,
    /// Whether it has a workbook of its own.
    pub(super) sends: bool,
    /// Whether nothing but the name of a file speaks for it.
    pub(super) guessed: bool,
}

/// Words of headings over areas, and of labels in front of an area's name.
pub(super) const AREAS: [&str; 9] =
    ["area", "directorate", "service", "portfolio", "department", "division", "cluster", "committee", "board"];

/// Words of the names that councils give to their services.
const SERVICES: [&str; 26] = [
    "adult",
    "children",
    "education",
    "school",
    "place",
    "resource",
    "corporate",
    "housing",
    "environment",
    "health",
    "finance",
    "community",
    "communitie",
    "highway",
    "planning",
    "transport",
    "leisure",
    "economy",
    "growth",
    "regeneration",
    "neighbourhood",
    "customer",
    "digital",
    "legal",
    "governance",
    "people",
];

/// What the only area is called where nothing names it.
const NO_NAME: &str = "All services";

/// The most areas that a column may name.
const MOST_AREAS: usize = 40;

/// The most areas that headings may name. The largest council has a hundred; beyond it they are headings of something else, and to hold
/// thousands of names against each other takes minutes.
const MOST_HEADED: usize = 200;

/// Says of each list what says whose its rows are, and which areas there are.
pub(super) fn judge(lists: &mut [Joined], given: &[Given]) -> (Vec<AreaBy>, Vec<Area>) {
    let mut by: Vec<AreaBy> = lists.iter().map(of_pieces).collect();
    // A column that says another area from row to row says more than the names of sheets and files do.
    for (list, by) in lists.iter().zip(&mut by).filter(|(_, by)| matches!(by, AreaBy::File | AreaBy::Sheet)) {
        if worded(list).into_iter().any(|column| changes(list, column)) {
            *by = AreaBy::Unknown;
        }
    }
    let spoken = spoken(lists, &by);
    let mut areas = Areas::default();
    for (list, by) in lists.iter_mut().zip(&by) {
        if matches!(by, AreaBy::File | AreaBy::Sheet) {
            let names = names(&list.pieces, given, by, &spoken);
            for (names, piece) in names.iter().zip(&list.pieces) {
                areas.add(names, *by == AreaBy::File, stem_of(piece, given));
            }
            list.owners = names.iter().map(|names| names.first().and_then(|name| areas.find(name))).collect();
        }
    }
    for (list, by) in lists.iter_mut().zip(&mut by) {
        let names: Option<Vec<String>> = list.pieces.iter().map(|piece| piece.block.clone()).collect();
        if let Some(names) = names.filter(|names| names.len() > 1) {
            *by = AreaBy::Blocks;
            for name in &names {
                areas.add(std::slice::from_ref(name), false, None);
            }
            list.owners = names.iter().map(|name| areas.find(name)).collect();
        }
    }
    let lists = &*lists;
    // What a column of areas says is known before it is asked whether headings are areas.
    for (list, by) in lists.iter().zip(&mut by).filter(|(_, by)| **by == AreaBy::Unknown) {
        if let Some(column) = column_of_areas(list, &areas) {
            *by = AreaBy::Column(column);
            for name in values(list, column) {
                areas.add(&[name], false, None);
            }
        }
    }
    for (list, by) in lists.iter().zip(&mut by).filter(|(_, by)| **by == AreaBy::Unknown) {
        if let Some((look, names)) = heading_of_areas(list, &areas) {
            *by = AreaBy::Heading(look);
            for name in names {
                areas.add(&[name], false, None);
            }
        } else if let [piece] = list.pieces.as_slice()
            && areas.find(&piece.table.sheet).is_some()
        {
            *by = AreaBy::Sheet;
        }
    }
    let sends = areas.known.iter().any(|area| area.sends);
    for (list, by) in lists.iter().zip(&mut by).filter(|(_, by)| **by == AreaBy::Unknown) {
        // A workbook beside those of the areas is not an area's own; where there are none, it is the one of the only area.
        let own = list.pieces.first().and_then(|piece| given.get(piece.given));
        let names = list.pieces.first().map(|piece| candidates(piece, given, &spoken)).unwrap_or_default();
        let known = names.iter().flatten().find_map(|name| areas.find(name));
        let is_own = known.is_some_and(|known| areas.known[known].sends);
        if sends && !is_own || known.is_none() && !areas.known.is_empty() {
            continue;
        }
        *by = AreaBy::One;
        if let (None, Some(given)) = (known, own) {
            let said = names.iter().take(2).any(Option::is_some);
            let before = areas.known.len();
            let mut names: Vec<String> = names.into_iter().flatten().collect();
            if names.is_empty() {
                // The file is known again by the words of its name that stay.
                let stays = super::list::pattern(&given.stem).replace("{period}", "").replace("v*", "");
                names = vec![NO_NAME.to_string(), one_line(stays.trim())];
            }
            areas.add(&names, true, Some(given.stem.clone()));
            if let Some(area) = areas.known.get_mut(before) {
                area.guessed = !said;
            }
        }
    }
    (by, areas.known)
}

fn of_pieces(list: &Joined) -> AreaBy {
    let files: BTreeSet<usize> = list.pieces.iter().map(|piece| piece.given).collect();
    let sheets: BTreeSet<&str> = list.pieces.iter().map(|piece| &*piece.table.sheet).collect();
    match () {
        () if files.len() > 1 => AreaBy::File,
        () if sheets.len() > 1 && sheets.iter().all(|sheet| may_name(sheet)) => AreaBy::Sheet,
        () => AreaBy::Unknown,
    }
}

/// Whether a sheet's name may be an area's: no 'Sheet2', 'Q3', 'October'.
fn may_name(sheet: &str) -> bool {
    let words = Heading::words(sheet);
    let generic = |word: &String| {
        NO_NAMES.contains(&word.as_str())
            || word.starts_with("sheet")
            || word.chars().any(|letter| letter.is_ascii_digit())
            || crate::period::month_word(word).is_some()
    };
    mentions(sheet).is_empty() && !words.iter().all(generic)
}

/// Whether one of a list's tables has several words in a column, and another one has one of them too.
fn changes(list: &Joined, column: u32) -> bool {
    let rows = |piece: usize| {
        let first = list.starts.get(piece).copied().unwrap_or(0);
        first..list.starts.get(piece + 1).copied().unwrap_or(u32::MAX)
    };
    let words: Vec<BTreeSet<String>> = (0..list.pieces.len())
        .map(|piece| {
            let own = list.table.rows.iter().filter(|row| row.is == RowIs::Item && rows(piece).contains(&row.at));
            let cells = own.filter_map(|row| list.sheet.cells.get(&Address::new(row.at, column)));
            cells.map(|raw| Label::of(&raw.text()).as_str().to_string()).collect()
        })
        .collect();
    let again =
        words.iter().enumerate().any(|(index, own)| words.iter().skip(index + 1).any(|other| !own.is_disjoint(other)));
    again && words.iter().any(|own| own.len() > 1)
}

/// The names that a summary or a column of areas speaks, in the order in which they stand.
fn spoken(lists: &[Joined], by: &[AreaBy]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (list, _) in lists.iter().zip(by).filter(|(_, by)| **by == AreaBy::Unknown) {
        for column in worded(list) {
            names.extend(values(list, column));
        }
    }
    names
}

/// The columns whose headings say that areas stand in them.
fn worded(list: &Joined) -> Vec<u32> {
    let columns = list.table.columns.iter().filter(|column| column.shown && !column.holds.value.is_figure());
    let label = list.table.label.unwrap_or(u32::MAX);
    let worded = columns.filter(|column| {
        let words = Heading::words(&column.heading);
        words.iter().any(|word| AREAS.contains(&word.trim_end_matches('s')))
            && !names_items(&words, column.at == label)
            && !words.iter().any(|word| ["officer", "lead", "owner", "manager", "director", "head"].contains(&&**word))
    });
    worded.map(|column| column.at).filter(|at| (2..=MOST_AREAS).contains(&values(list, *at).len())).collect()
}

/// Whether the column that names the items holds more than areas: 'Directorate / saving'. 'Saving category by portfolio' does not.
fn names_items(words: &[String], is_label: bool) -> bool {
    const OF_ITEMS: [&str; 7] = ["saving", "savings", "scheme", "project", "measure", "proposal", "initiative"];
    let has = |all: &[&str]| words.iter().any(|word| all.contains(&word.as_str()));
    is_label && has(&OF_ITEMS) && !has(&["by", "category"])
}

/// The different words of a column, in the order in which they first stand.
pub(super) fn values(list: &Joined, column: u32) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut known: BTreeSet<Label> = BTreeSet::new();
    for row in list.table.items() {
        let Some(Raw::Text(text)) = list.sheet.cells.get(&Address::new(row.at, column)) else { continue };
        let text = one_line(text);
        if !text.is_empty() && known.insert(Label::of(&text)) {
            found.push(text);
        }
    }
    found
}

/// The column that says whose a row is: by its heading, or because areas that are known stand in it.
fn column_of_areas(list: &Joined, areas: &Areas) -> Option<u32> {
    let by_words = worded(list);
    // Of two, the one that holds areas that are known, then the first.
    let known = |column: u32| {
        let values = values(list, column);
        let known = values.iter().filter(|name| areas.find(name).is_some()).count();
        (2..=MOST_AREAS).contains(&values.len()) && known * 5 >= values.len() * 3
    };
    let texts =
        list.table.columns.iter().filter(|column| {
            column.shown && matches!(column.holds.value, Holds::Text | Holds::Choice(_) | Holds::Code)
        });
    by_words
        .iter()
        .copied()
        .find(|column| known(*column))
        .or_else(|| texts.map(|column| column.at).find(|column| known(*column)))
        .or_else(|| by_words.first().copied())
}

/// The heading rows that name areas: those that are written like the first of them, where areas that are known stand in most.
fn heading_of_areas(list: &Joined, areas: &Areas) -> Option<(HeadingLook, Vec<String>)> {
    let headings: Vec<(HeadingLook, &str)> = list
        .table
        .rows
        .iter()
        .filter_map(|row| match row.is {
            RowIs::Heading(look) => Some((look, row.label.as_str())),
            _ => None,
        })
        .collect();
    let (outer, _) = headings.first()?;
    // Where headings of one look stand right below each other, those above are of areas, and the others of what is in these.
    let rows = &list.table.rows;
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate().filter(|(_, row)| matches!(row.is, RowIs::Heading(_))) {
        places.entry(&row.label).or_insert(place);
    }
    let is_above = |name: &str| {
        let next = places.get(name).and_then(|place| rows.get(place + 1));
        next.is_some_and(|next| next.is == RowIs::Heading(*outer))
    };
    let nested = headings.iter().any(|(look, name)| look == outer && is_above(name));
    let mut names: Vec<String> = Vec::new();
    let mut known: BTreeSet<Label> = BTreeSet::new();
    for (_, name) in headings.iter().filter(|(look, name)| look == outer && (!nested || is_above(name))) {
        if known.insert(Label::of(name)) {
            names.push((*name).to_string());
        }
    }
    if names.len() > MOST_HEADED {
        return None;
    }
    let known = names.iter().filter(|name| areas.find(name).is_some()).count();
    let worded = names.iter().filter(|name| names_service(name)).count();
    let two_levels = headings.iter().any(|(look, _)| look != outer);
    // Without anything that knows them: areas are told by their words, or stand above groups that come again.
    let repeated = || {
        let inner: Vec<&str> = headings.iter().filter(|(look, _)| look != outer).map(|(_, name)| *name).collect();
        let different: BTreeSet<&str> = inner.iter().copied().collect();
        two_levels && different.len() < inner.len()
    };
    let is = names.len() > 1
        && (known * 5 >= names.len() * 3 || areas.known.is_empty() && (worded * 2 > names.len() || repeated()));
    is.then_some((*outer, names))
}

/// Whether words are such as councils give to their services.
pub(super) fn names_service(name: &str) -> bool {
    let words = Heading::words(name);
    words.iter().map(|word| word.trim_end_matches('s')).any(|word| AREAS.contains(&word) || SERVICES.contains(&word))
}

/// The areas so far.
#[derive(Default)]
struct Areas {
    known: Vec<Area>,
}

impl Areas {
    fn find(&self, name: &str) -> Option<usize> {
        find(&self.known, name)
    }

    /// Adds an area, or what else one is called.
    fn add(&mut self, names: &[String], sends: bool, stem: Option<String>) {
        let Some(name) = names.first() else { return };
        let stem = stem.filter(|_| sends).map(|stem| file_words(&stem, &[])).filter(|words| !words.is_empty());
        if let Some(known) = names.iter().find_map(|name| self.find(name)) {
            let area = &mut self.known[known];
            area.sends |= sends;
            // Not in capitals where anybody writes it otherwise.
            if area.name == area.name.to_uppercase() && *name != name.to_uppercase() && Label::same(&area.name, name) {
                area.name.clone_from(name);
            }
            let new: Vec<String> = names.iter().filter(|name| !goes_by(area, name)).cloned().collect();
            area.also.extend(new);
            return;
        }
        let id = slug(name);
        let id = match self.known.iter().filter(|area| area.id == id || area.id.starts_with(&format!("{id}-"))).count()
        {
            0 => id,
            more => format!("{id}-{}", more + 1),
        };
        let mut area = Area { id, name: name.clone(), also: Vec::new(), sends, guessed: false };
        for other in names.iter().skip(1).chain(&stem) {
            let is_others = self.known.iter().any(|known| goes_by(known, other));
            if !goes_by(&area, other) && !is_others {
                area.also.push(other.clone());
            }
        }
        self.known.push(area);
    }
}

/// Which area goes by a name, or by one that holds it or is held by it, if there is no other.
pub(super) fn find(areas: &[Area], name: &str) -> Option<usize> {
    let all = |area: &Area| -> Vec<String> { std::iter::once(&area.name).chain(&area.also).cloned().collect() };
    let same = areas.iter().position(|area| all(area).iter().any(|known| Label::same(known, name)));
    same.or_else(|| {
        let wanted = Label::of(name);
        let enough = |label: &Label| label.as_str().len() > 4;
        let near = |area: &Area| {
            let known = all(area);
            let mut known = known.iter().map(|known| Label::of(known));
            known.any(|known| enough(&wanted) && enough(&known) && (known.holds(&wanted) || wanted.holds(&known)))
        };
        let mut found = (0..areas.len()).filter(|index| near(&areas[*index]));
        found.next().filter(|_| found.next().is_none())
    })
}

fn goes_by(area: &Area, name: &str) -> bool {
    std::iter::once(&area.name).chain(&area.also).any(|known| Label::same(known, name))
}
