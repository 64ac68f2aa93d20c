//! Whose the rows of a list are: the workbook, the sheet, a column or a heading row says it, and what the areas are called.

use std::collections::{BTreeMap, BTreeSet};

use super::given::Given;
use super::joined::{Joined, Piece};
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

/// What may stand before one of them: 'Name of directorate', 'Service area'.
const BEFORE: [&str; 4] = ["name", "of", "service", "budget"];

/// Words of a file's name that name no area.
const NO_NAMES: [&str; 22] = [
    "return",
    "returns",
    "savings",
    "saving",
    "final",
    "draft",
    "copy",
    "version",
    "tracker",
    "monitoring",
    "update",
    "updated",
    "template",
    "the",
    "report",
    "new",
    "latest",
    "outturn",
    "quarter",
    "period",
    "month",
    "revised",
];

/// The most areas that a column may name.
const MOST_AREAS: usize = 40;

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
            let names: Vec<String> = names.into_iter().flatten().collect();
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

fn stem_of(piece: &Piece, given: &[Given]) -> Option<String> {
    given.get(piece.given).map(|given| given.stem.clone())
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
    for row in list.table.rows.iter().filter(|row| row.is == RowIs::Item) {
        let Some(Raw::Text(text)) = list.sheet.cells.get(&Address::new(row.at, column)) else { continue };
        let text = one_line(text);
        if !text.is_empty() && !found.iter().any(|known| Label::same(known, &text)) {
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
    let mut names: Vec<String> = Vec::new();
    for (_, name) in headings.iter().filter(|(look, _)| look == outer) {
        if !names.iter().any(|known| Label::same(known, name)) {
            names.push((*name).to_string());
        }
    }
    let known = names.iter().filter(|name| areas.find(name).is_some()).count();
    let says_so = |name: &String| {
        let words = Heading::words(name);
        words
            .iter()
            .map(|word| word.trim_end_matches('s'))
            .any(|word| AREAS.contains(&word) || SERVICES.contains(&word))
    };
    let worded = names.iter().filter(|name| says_so(name)).count();
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

/// The names of the areas whose tables these are: the best first, then what else each is called.
fn names(pieces: &[Piece], given: &[Given], by: &AreaBy, spoken: &[String]) -> Vec<Vec<String>> {
    let found: Vec<Vec<Option<String>>> = pieces.iter().map(|piece| candidates(piece, given, spoken)).collect();
    let titled = differing(&pieces.iter().map(titles).collect::<Vec<_>>());
    let sheets: Vec<Option<String>> = pieces.iter().map(|piece| Some(piece.table.sheet.to_string())).collect();
    let common = common_words(pieces, given);
    let stems: Vec<Option<String>> = pieces
        .iter()
        .map(|piece| stem_of(piece, given).map(|stem| file_words(&stem, &common)).filter(|words| !words.is_empty()))
        .collect();
    let column =
        |index: usize| -> Vec<Option<String>> { found.iter().map(|of| of.get(index).cloned().flatten()).collect() };
    let (labelled, known) = (column(0), column(1));
    let mut kinds = match by {
        AreaBy::Sheet => vec![known, titled, sheets],
        _ => vec![known, labelled, titled, stems, sheets],
    };
    let is_file = *by != AreaBy::Sheet;
    // What is one and the same in two of them names neither.
    for kind in &mut kinds {
        let all: Vec<Label> = kind.iter().flatten().map(|name| Label::of(name)).collect();
        for name in kind.iter_mut() {
            if name.as_ref().is_some_and(|name| all.iter().filter(|label| **label == Label::of(name)).count() > 1) {
                *name = None;
            }
        }
    }
    // What an area's workbook calls its sheet names it where all do so, and does not call it the return.
    if let Some(sheets) = kinds.last_mut().filter(|_| is_file) {
        let names = |name: &Option<String>| name.as_ref().is_some_and(|name| !file_words(name, &[]).is_empty());
        if !sheets.iter().all(names) {
            sheets.iter_mut().for_each(|name| *name = None);
        }
    }
    // One kind of name for all of them, if there is one; the words of files' names only where nothing else names any.
    let best = kinds.iter().position(|kind| kind.iter().all(Option::is_some));
    if let Some(best) = best.filter(|best| !is_file || *best != 3 || kinds[0].iter().all(Option::is_none)) {
        let kind = kinds.remove(best);
        kinds.insert(0, kind);
    }
    (0..pieces.len())
        .map(|index| {
            let mut names: Vec<String> = Vec::new();
            for name in kinds.iter().filter_map(|kind| kind.get(index)?.clone()) {
                if !names.iter().any(|known| Label::same(known, &name)) {
                    names.push(name);
                }
            }
            names
        })
        .collect()
}

/// What a table's workbook calls its area: behind a label, a name that is spoken elsewhere, the words of the file's name.
fn candidates(piece: &Piece, given: &[Given], spoken: &[String]) -> Vec<Option<String>> {
    let Some(given) = given.get(piece.given) else { return Vec::new() };
    let titles = given.titles();
    let texts = titles.iter().map(String::as_str).chain([&*piece.table.sheet]);
    let longest = |text: &str| {
        let text = Label::of(text);
        let held = spoken.iter().filter(|name| {
            let label = Label::of(name);
            text.holds(&label) || label.holds(&text) && text.as_str().contains(' ')
        });
        held.max_by_key(|name| name.chars().count()).cloned()
    };
    let known = texts.clone().find_map(longest).or_else(|| longest(&file_words(&given.stem, &[])));
    let stem = Some(file_words(&given.stem, &[])).filter(|words| !words.is_empty());
    vec![labelled(given, &piece.table.sheet), known, stem]
}

/// What stands behind 'Directorate:', on the table's own sheet or else on another one.
fn labelled(given: &Given, sheet: &str) -> Option<String> {
    let sheets = given.workbook.sheets.iter().filter(|it| it.visible);
    let mut sheets: Vec<_> = sheets.collect();
    sheets.sort_by_key(|it| &*it.name != sheet);
    let is_label = |text: &str| {
        let words = Heading::words(text);
        let named = words.iter().filter(|word| AREAS.contains(&word.as_str())).count();
        named > 0 && words.iter().all(|word| AREAS.contains(&word.as_str()) || BEFORE.contains(&word.as_str()))
    };
    sheets.into_iter().find_map(|sheet| {
        let mut cells = sheet.cells.iter().take_while(|(at, _)| at.row < 14);
        cells.find_map(|(at, raw)| {
            let Raw::Text(text) = raw else { return None };
            let text = one_line(text);
            if let Some((label, name)) = text.split_once(':')
                && is_label(label)
                && !name.trim().is_empty()
            {
                return Some(name.trim().to_string());
            }
            let beside = sheet.cells.range(Address::new(at.row, at.column + 1)..Address::new(at.row + 1, 0)).next();
            match beside {
                // A row of headings has more than a label and a value.
                Some((next, Raw::Text(name))) if is_label(&text) => {
                    let more =
                        sheet.cells.range(Address::new(next.row, next.column + 1)..Address::new(next.row + 1, 0));
                    (more.count() == 0).then(|| one_line(name))
                }
                _ => None,
            }
        })
    })
}

fn titles(piece: &Piece) -> Vec<String> {
    piece.table.titles.iter().map(|(_, text)| text.clone()).collect()
}

/// What differs in titles that are alike but for it, each without the words that all share.
fn differing(titles: &[Vec<String>]) -> Vec<Option<String>> {
    let none = vec![None; titles.len()];
    let lines = titles.iter().map(Vec::len).min().unwrap_or(0);
    for line in 0..lines {
        let texts: Vec<Vec<&str>> =
            titles.iter().map(|title| title[line].split(' ').filter(|word| !word.is_empty()).collect()).collect();
        let Some(first) = texts.first() else { return none };
        let shortest = texts.iter().map(Vec::len).min().unwrap_or(0);
        let before = (0..shortest).take_while(|at| texts.iter().all(|text| text[*at] == first[*at])).count();
        let behind = (0..shortest.saturating_sub(before))
            .take_while(|at| texts.iter().all(|text| text[text.len() - 1 - at] == first[first.len() - 1 - at]))
            .count();
        let middles: Vec<String> = texts
            .iter()
            .map(|text| text[before..text.len() - behind].join(" "))
            .map(|text| text.trim_matches(|letter: char| ":-–—|,. ".contains(letter)).to_string())
            .collect();
        let different: BTreeSet<&String> = middles.iter().collect();
        let are_names = middles.iter().all(|name| name.chars().filter(|letter| letter.is_alphabetic()).count() > 2);
        // Titles that share nothing are no titles of one form.
        let shares = before + behind > 0 || lines > 1;
        if different.len() == middles.len()
            && are_names
            && shares
            && middles.iter().all(|name| mentions(name).is_empty())
        {
            // The word that a cut parted from its ending: 'Skills: position'.
            return middles.into_iter().map(Some).collect();
        }
    }
    none
}

/// The words that the names of all files share.
fn common_words(pieces: &[Piece], given: &[Given]) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let stems: BTreeSet<String> = pieces.iter().filter_map(|piece| stem_of(piece, given)).collect();
    for stem in &stems {
        let words: BTreeSet<String> = Heading::words(stem).into_iter().collect();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, times)| *times == stems.len() && *times > 1).map(|(word, _)| word).collect()
}

/// The words of a file's name that may name an area.
pub(super) fn file_words(stem: &str, common: &[String]) -> String {
    let parts = stem.split(|letter: char| letter.is_whitespace() || letter == '_' || letter == '-');
    let parts = parts.filter(|part| {
        let word: String = part.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_lowercase();
        let has_digit = word.chars().any(|letter| letter.is_ascii_digit());
        (*part == "&" || !word.is_empty())
            && !has_digit
            && !common.contains(&word)
            && !NO_NAMES.contains(&word.as_str())
    });
    let words = parts.collect::<Vec<_>>().join(" ");
    match words.chars().filter(|letter| letter.is_alphabetic()).count() {
        // 'a.xlsx' names nothing.
        0..=2 => String::new(),
        _ if words == words.to_lowercase() => crate::names::capital(&words),
        _ => words,
    }
}

/// A name as an id.
pub(super) fn slug(name: &str) -> String {
    let words = Heading::words(name);
    let mut slug = String::new();
    for word in words.iter().filter(|word| !["and", "of", "the", "for"].contains(&word.as_str())) {
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        if !word.is_empty() && (slug.is_empty() || slug.len() + word.len() < 40) {
            if !slug.is_empty() {
                slug.push('-');
            }
            slug.push_str(&word);
        }
    }
    if slug.is_empty() { "area".to_string() } else { slug }
}
