//! A list of the form: what it is called, its levels, where its rows stand, which rows are totals and notes.

use std::collections::{BTreeMap, BTreeSet};

use super::areas::{Area, AreaBy};
use super::columns::{self, Col};
use super::dated::When;
use super::given::Given;
use super::joined::Joined;
use super::summary::Summary;
use super::{Covers, HeadingLook, Holds, RowIs};
use crate::form::FileName;
use crate::names::{Heading, Label, one_line};
use crate::period::{FinancialYear, Said, mentions};
use crate::source::{Address, column_letters};

/// A list as the form says it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct List {
    pub(super) id: String,
    /// One of its items, and several.
    pub(super) item: String,
    pub(super) items: String,
    pub(super) key: String,
    pub(super) label: String,
    pub(super) columns: Vec<Col>,
    pub(super) by: AreaBy,
    /// The id of the column that says the area, where one does.
    pub(super) area_column: Option<String>,
    /// Its levels and where each is told.
    pub(super) levels: Vec<(String, &'static str)>,
    pub(super) summary: Option<Summary>,
    /// The column that names the item of which a row is a part, and the columns in which parts add up to it.
    pub(super) parts: Option<(String, Vec<String>)>,
    /// The list whose items its rows are details of.
    pub(super) detail_of: Option<String>,
    /// Its files, its sheet where several hold tables, whether all sheets count.
    pub(super) files: Vec<String>,
    pub(super) sheet: Option<String>,
    pub(super) all_sheets: bool,
    /// Sheets that look as its own do, and are another list's.
    pub(super) not_read: Vec<String>,
    pub(super) totals: Vec<String>,
    pub(super) subtotals: Vec<String>,
    /// Whether its groups have totals of their own.
    pub(super) has_subtotals: bool,
    pub(super) notes: Vec<String>,
    /// Where each column stands, on a sheet that prints no headings, or not over the names of the items; then from which row on.
    pub(super) positions: Vec<(String, String)>,
    pub(super) from_row: Option<u32>,
    /// The title by which the table is told from another one of the same headings.
    pub(super) under: Option<String>,
    /// The title that stands over it, with placeholders.
    pub(super) title: Option<String>,
    /// Where it was found: the workbook's name and the sheet.
    pub(super) found: String,
    /// The texts that stand below it.
    pub(super) sentences: Vec<String>,
}

/// What is longer is a sentence, in characters.
const LONGEST_LABEL: usize = 70;

/// What items of lists are called, as several and as one.
const ITEMS: [(&str, &str); 20] = [
    ("schemes", "scheme"),
    ("projects", "project"),
    ("measures", "measure"),
    ("initiatives", "initiative"),
    ("proposals", "proposal"),
    ("pressures", "pressure"),
    ("growth", "pressure"),
    ("savings", "saving"),
    ("efficiencies", "efficiency"),
    ("exceptions", "exception"),
    ("posts", "post"),
    ("plans", "plan"),
    ("mitigations", "mitigation"),
    ("actions", "action"),
    ("risks", "risk"),
    ("reserves", "reserve"),
    ("services", "service"),
    ("portfolios", "portfolio"),
    ("directorates", "directorate"),
    ("lines", "line"),
];

/// The list that joined tables are.
pub(super) fn of(
    joined: &Joined,
    (by, areas): (&AreaBy, &[Area]),
    summary: Option<Summary>,
    given: &[Given],
    (when, ids, taken): (When, &BTreeMap<u32, String>, &mut BTreeSet<String>),
) -> Option<List> {
    let first = joined.pieces.first()?;
    let own = given.get(first.given)?;
    // Where the names have no heading, columns are told by their places: these must be the same wherever the list stands.
    let same = |piece: &super::joined::Piece| {
        piece.table.nameless == first.table.nameless
            && (!first.table.nameless || piece.table.heading_rows.end() == first.table.heading_rows.end())
            && (!first.table.nameless || piece.table.sheet == first.table.sheet)
    };
    if !joined.pieces.iter().all(same) {
        return None;
    }
    let label_at = joined.table.label.or_else(|| columns::shown(joined).first().map(|column| column.at))?;
    let key_at = joined.table.key.unwrap_or(label_at);
    let heading_of = |at: u32| {
        let column = joined.table.columns.iter().find(|column| column.at == at);
        column.map(|column| column.heading.clone()).unwrap_or_default()
    };
    let columns = columns::columns(joined, when, ids);
    let (id, item, items) = names(joined, &heading_of(label_at), taken);
    taken.insert(id.clone());
    let sheets: BTreeSet<&str> = joined.pieces.iter().map(|piece| &*piece.table.sheet).collect();
    let one_sheet = (sheets.len() == 1 && !first.is_alone).then(|| first.table.sheet.to_string());
    let is_own = matches!(by, AreaBy::File | AreaBy::One);
    let (totals, subtotals) = totals(joined);
    let mut sentences: Vec<String> = joined.table.notes.iter().map(|(_, text)| text.clone()).collect();
    let between = joined.table.rows.iter().filter(|row| row.is == RowIs::Note).map(|row| row.label.clone());
    sentences.extend(between);
    Some(List {
        key: ids.get(&key_at)?.clone(),
        label: ids.get(&label_at)?.clone(),
        columns,
        area_column: match by {
            AreaBy::Column(at) => ids.get(at).cloned(),
            _ => None,
        },
        by: by.clone(),
        levels: levels(joined, by, areas),
        summary,
        detail_of: None,
        parts: parts(joined, ids),
        files: if is_own { vec!["{area}".to_string()] } else { files(joined, given) },
        sheet: one_sheet
            .or_else(|| {
                let by_place = first.table.heading_rows.is_empty() || first.table.nameless;
                by_place.then(|| first.table.sheet.to_string())
            })
            .filter(|_| *by != AreaBy::Sheet || joined.pieces.len() == 1),
        all_sheets: sheets.len() > 1 && !is_own,
        not_read: Vec::new(),
        notes: notes(joined),
        positions: positions(joined, ids),
        from_row: first.table.nameless.then(|| first.table.heading_rows.end() + 2),
        under: under(first),
        totals,
        has_subtotals: joined.pieces.iter().any(|piece| {
            let totals = piece.table.rows.iter().filter(|row| matches!(row.is, RowIs::Total(_)));
            totals.filter(|row| row.is != RowIs::Total(Covers::All)).count() > 1 || !subtotals.is_empty()
        }),
        subtotals,
        title: title(joined, when),
        found: format!("{}, sheet {}", own.path.file_name().unwrap_or_default().to_string_lossy(), first.table.sheet),
        sentences,
        id,
        item,
        items,
    })
}

/// What a list and its items are called: by the heading over their names, else by the sheet's name and the titles.
fn names(joined: &Joined, label: &str, taken: &BTreeSet<String>) -> (String, String, String) {
    let first = joined.pieces.first();
    let sheet = first.map(|piece| piece.table.sheet.to_string()).unwrap_or_default();
    let titles: Vec<String> =
        first.map(|piece| piece.table.titles.iter().rev().map(|(_, text)| text.clone()).collect()).unwrap_or_default();
    let known = |text: &str| {
        let words = Heading::words(text);
        ITEMS
            .iter()
            .filter_map(|(many, one)| {
                let place = words.iter().position(|word| word == many || word == one)?;
                Some((place, *many, *one))
            })
            .min_by_key(|(place, ..)| *place)
    };
    let (items, item) = known(label)
        .filter(|(_, many, _)| !taken.contains(*many) || known(&sheet).is_none())
        .map(|(_, many, one)| (many.to_string(), one.to_string()))
        .or_else(|| {
            let mut texts = std::iter::once(sheet.as_str()).chain(titles.iter().map(String::as_str));
            texts.find_map(known).map(|(_, many, one)| (many.to_string(), one.to_string()))
        })
        .unwrap_or_else(|| ("items".to_string(), "item".to_string()));
    let items = if items == "growth" { "pressures".to_string() } else { items };
    let own = super::called::slug(&sheet);
    let generic =
        own.is_empty() || Heading::words(&sheet).iter().any(|word| word.starts_with("sheet") || word == "return");
    let sheet = (!generic && own.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-')).then_some(own);
    let mut choices =
        std::iter::once(items.clone()).chain(sheet).chain((2..).map(|number| format!("{items}-{number}")));
    let id = choices.find(|id| !taken.contains(id)).unwrap_or_else(|| items.clone());
    (id, item, items)
}

/// The levels inside an area: by heading rows that are written in another way than those of areas, or by subtotals.
fn levels(joined: &Joined, by: &AreaBy, areas: &[Area]) -> Vec<(String, &'static str)> {
    let is_area = |row: &super::Row, look: HeadingLook| {
        *by == AreaBy::Heading(look) && super::areas::find(areas, &row.label).is_some()
    };
    // A text alone that items stand above of opens no group: it goes on from the row above it, or somebody is asked.
    let begins = joined.pieces.iter().any(|piece| {
        let mut rows = piece.table.rows.iter().map(|row| &row.is);
        matches!(rows.find(|is| matches!(is, RowIs::Heading(_) | RowIs::Item)), Some(RowIs::Heading(_)))
    });
    let subtotals = joined
        .pieces
        .iter()
        .any(|piece| piece.table.rows.iter().any(|row| matches!(row.is, RowIs::Total(Covers::Rows(..)))));
    if !begins && !subtotals {
        return Vec::new();
    }
    let mut looks: Vec<HeadingLook> = Vec::new();
    for row in &joined.table.rows {
        if let RowIs::Heading(look) = row.is
            && !is_area(row, look)
            && !looks.contains(&look)
        {
            looks.push(look);
        }
    }
    // Headings that follow each other without an item between are each inside the one above.
    let (mut deepest, mut run) = (0, 0);
    for row in &joined.table.rows {
        match row.is {
            RowIs::Heading(look) if !is_area(row, look) => run += 1,
            _ => run = 0,
        }
        deepest = deepest.max(run);
    }
    match looks.len().max(deepest) {
        0 if subtotals => vec![("group".to_string(), "subtotal")],
        0 => Vec::new(),
        1 => vec![("group".to_string(), "heading")],
        _ => vec![("group".to_string(), "heading"), ("part".to_string(), "heading")],
    }
}

/// The labels of total rows, and the beginnings of those of subtotals.
fn totals(joined: &Joined) -> (Vec<String>, Vec<String>) {
    let (mut totals, mut subtotals): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let push = |into: &mut Vec<String>, label: &str| {
        if !label.is_empty() && !into.iter().any(|known| Label::same(known, label)) {
            into.push(label.to_string());
        }
    };
    for piece in &joined.pieces {
        let last = piece.table.rows.iter().rposition(|row| matches!(row.is, RowIs::Total(_)));
        // A total whose figures tell nothing is a group's where it names one.
        let is_heading = |row: &&super::Row| matches!(row.is, RowIs::Heading(_));
        let headings: BTreeSet<Label> =
            piece.table.rows.iter().filter(is_heading).map(|row| Label::of(&row.label)).collect();
        let closes = |label: &str| {
            let label = Label::of(label);
            headings.iter().any(|heading| label.holds(heading))
        };
        for (index, row) in piece.table.rows.iter().enumerate() {
            match row.is {
                RowIs::Total(Covers::All) => push(&mut totals, &row.label),
                RowIs::Total(Covers::Unknown) if Some(index) == last => push(&mut totals, &row.label),
                RowIs::Total(covers) if covers != Covers::Unknown || closes(&row.label) => {
                    let first = one_line(&row.label);
                    let first = first.split(' ').next().unwrap_or_default();
                    let is_known = ["subtotal", "sub-total"].contains(&first.to_lowercase().as_str());
                    if !is_known && Label::of(first).holds_words("total") {
                        push(&mut subtotals, first);
                    }
                }
                _ => {}
            }
        }
    }
    (totals, subtotals)
}

/// The column in which rows name other rows of their table, and the columns in which they add up to these.
fn parts(joined: &Joined, ids: &BTreeMap<u32, String>) -> Option<(String, Vec<String>)> {
    let label = joined.table.label?;
    let items: Vec<&super::Row> = joined.table.items().collect();
    let cell = |row: u32, column: u32| joined.sheet.cells.get(&Address::new(row, column));
    let figure = |row: u32, column: u32| joined.figure(row, column).unwrap_or_default();
    let piece = |row: u32| joined.starts.iter().rposition(|start| *start <= row);
    let mut called: BTreeMap<(Option<usize>, Label), Vec<u32>> = BTreeMap::new();
    for row in &items {
        called.entry((piece(row.at), Label::of(&row.label))).or_default().push(row.at);
    }
    columns::shown(joined).into_iter().filter(|column| column.at != label && !column.holds.value.is_figure()).find_map(
        |column| {
            let named: Vec<(u32, u32)> = items
                .iter()
                .filter_map(|row| {
                    let whole = cell(row.at, column.at)?.text();
                    // What names no other row makes it no such column.
                    let of_same = called.get(&(piece(row.at), Label::of(&whole)));
                    let other = of_same.and_then(|rows| rows.iter().find(|other| **other != row.at));
                    Some((row.at, other.copied().unwrap_or(u32::MAX)))
                })
                .collect();
            if named.is_empty() || named.len() == items.len() || named.iter().any(|(_, whole)| *whole == u32::MAX) {
                return None;
            }
            let wholes: BTreeSet<u32> = named.iter().map(|(_, whole)| *whole).collect();
            let adds_up = |at: u32| {
                wholes.iter().all(|whole| {
                    let parts = named.iter().filter(|(_, of)| of == whole).map(|(part, _)| figure(*part, at));
                    parts.fold(rust_decimal::Decimal::ZERO, rust_decimal::Decimal::saturating_add) == figure(*whole, at)
                })
            };
            let amounts = columns::shown(joined).into_iter().filter(|column| column.holds.value.is_amount());
            let add_up: Vec<String> =
                amounts.filter(|column| adds_up(column.at)).filter_map(|column| ids.get(&column.at).cloned()).collect();
            (!add_up.is_empty()).then(|| Some((ids.get(&column.at)?.clone(), add_up)))?
        },
    )
}

/// The title of a table whose sheet has another one of the same headings.
fn under(piece: &super::joined::Piece) -> Option<String> {
    let (_, title) = piece.table.titles.last().filter(|_| piece.is_one_of_several)?;
    Some(title.clone())
}

/// The names of the workbooks of a list that is no area's own, with what changes of them left open.
fn files(joined: &Joined, given: &[Given]) -> Vec<String> {
    let mut files: Vec<String> = Vec::new();
    for own in joined.pieces.iter().filter_map(|piece| given.get(piece.given)) {
        let name = pattern(&own.stem);
        if !files.contains(&name) {
            files.push(name);
        }
    }
    files
}

/// Where the columns of a table without headings stand: their ids, their letters.
fn positions(joined: &Joined, ids: &BTreeMap<u32, String>) -> Vec<(String, String)> {
    let unheaded =
        joined.pieces.first().is_some_and(|piece| piece.table.heading_rows.is_empty() || piece.table.nameless);
    let places = columns::shown(joined).into_iter().filter(|_| unheaded);
    places.filter_map(|column| Some((ids.get(&column.at)?.clone(), column_letters(column.at)))).collect()
}

/// The beginnings of notes that stand below tables or between their rows.
fn notes(joined: &Joined) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut known: BTreeSet<Label> = BTreeSet::new();
    for piece in &joined.pieces {
        let has_total =
            piece.table.rows.iter().any(|row| matches!(row.is, RowIs::Total(Covers::All | Covers::Unknown)));
        let mut row = None;
        let below = piece.table.notes.iter().filter(|_| !has_total).filter(|(at, _)| {
            let first = row != Some(at.row);
            row = Some(at.row);
            first
        });
        // Words between items may be an item whose figures are missing: that is for the check to ask.
        let counts = |row: &&super::Row| matches!(row.is, RowIs::Item | RowIs::Total(_));
        let last = piece.table.rows.iter().filter(counts).map(|row| row.at).max();
        let is_sentence = |text: &str| text.ends_with('.') || text.chars().count() > LONGEST_LABEL;
        let between = piece.table.rows.iter().filter(|row| row.is == RowIs::Note);
        let between = between.filter(|row| Some(row.at) > last || is_sentence(&row.label)).map(|row| &row.label);
        for text in below.map(|(_, text)| text).chain(between) {
            let words: Vec<&str> = text.split(' ').take(5).collect();
            let start = words.join(" ").trim_end_matches(|letter: char| ":,.;".contains(letter)).to_string();
            if !start.is_empty() && known.insert(Label::of(&start)) {
                found.push(start);
            }
        }
    }
    found
}

/// The title over a list of one table: the lowest of the lines above it that is no sentence, without what the paper says itself.
fn title(joined: &Joined, when: When) -> Option<String> {
    let [piece] = joined.pieces.as_slice() else { return None };
    let is_title = |text: &&String| {
        let words = text.split(' ').count();
        (2..=14).contains(&words)
            && !text.ends_with('.')
            && crate::returns::unit_in_title(text).is_none_or(|_| words > 3)
    };
    let text = piece.table.titles.iter().rev().map(|(_, text)| text).find(is_title)?;
    // What is left of a day or of a year by itself is said by a placeholder of its own.
    let parts = without_period(text, "{{period}}");
    let has_part = |text: &str| {
        mentions(text)
            .iter()
            .any(|mention| matches!(mention.said, Said::Quarter(..) | Said::Month(..) | Said::Outturn(_)))
    };
    let whole = if has_part(text) { parts.join(" ") } else { text.clone() };
    Some(when.placed(&whole).0)
}

/// A file's name with what changes of it from period to period left open.
pub(super) fn pattern(stem: &str) -> String {
    let words = without_period(stem, "{period}");
    let words = words.into_iter().map(|word| {
        let is_version =
            word.strip_prefix(['v', 'V']).is_some_and(|rest| rest.starts_with(|it: char| it.is_ascii_digit()));
        if is_version { "v*".to_string() } else { word }
    });
    let pattern = words.collect::<Vec<_>>().join(" ");
    let letters = pattern.replace("{period}", "").chars().filter(|letter| letter.is_alphabetic()).count();
    let fits = FileName::read(&pattern).is_ok_and(|name| name.fits(stem));
    if fits && letters > 3 { pattern } else { stem.to_string() }
}

/// The words of a text, those that say a period as one.
fn without_period(text: &str, period: &str) -> Vec<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let says_period = |text: &str| !mentions(text).is_empty() || FinancialYear::read(text).is_some();
    let mut parts: Vec<String> = Vec::new();
    let mut index = 0;
    while let Some(word) = words.get(index) {
        // The longest run of words that says a period.
        let run = (index + 1..=words.len().min(index + 5)).rev().find(|end| {
            let run = &words[index..*end];
            let ends = |word: &str| says_period(word) || word.chars().any(|letter| letter.is_ascii_digit());
            run.iter().all(|word| says_period(word))
                || run.len() > 1 && says_period(&run.join(" ")) && says_first(word) && ends(words[*end - 1])
        });
        if let Some(end) = run {
            if parts.last().is_none_or(|last| last != period) {
                parts.push(period.to_string());
            }
            index = end;
            continue;
        }
        parts.push((*word).to_string());
        index += 1;
    }
    parts
}

/// Whether a word may begin what names a period of several words: 'Quarter 2', 'Month 6'.
fn says_first(word: &str) -> bool {
    let word = word.to_lowercase();
    ["quarter", "qtr", "q", "month", "period", "p", "m", "outturn", "year"].contains(&word.as_str())
        || crate::period::month_word(&word).is_some()
        || word.chars().all(|letter| letter.is_ascii_digit() || letter == '-')
}

impl List {
    /// Whether its rows are items, and no sums of another's.
    pub(super) fn is_main(&self) -> bool {
        self.summary.is_none() && self.columns.iter().any(|column| column.holds == Holds::Money)
    }
}
