//! What the titles of a return say of its period and its area.

use std::collections::{BTreeMap, BTreeSet};

use super::areas::{Areas, labels_another};
use super::grid::{Raw, Sheet};
use super::sheets::SheetRead;
use super::{Titled, Trouble, over_figures};
use crate::form::{Form, GroupFrom};
use crate::names::{Label, one_line};
use crate::period::{Expected, Manner, Mention, Said, Verdict, is_title_of_period, mentions};
use crate::source::{Address, Place};

/// How far down a sheet its titles stand, and how far above the first headings.
pub(super) const TITLE_ROWS: u32 = 15;

/// No title is longer, in bytes.
const LONGEST: usize = 300;

/// A text that may continue the one on its left: 'Quarter | 2'.
const SHORT: usize = 12;

/// A title with what it says of periods.
pub(super) struct Title {
    at: Address,
    text: String,
    pub(super) mentions: Vec<Mention>,
}

/// The titles above the first headings that speak of a period or a day. A row of several of one kind heads columns, and is no
/// title.
pub(super) fn above(sheet: &Sheet, first_row: u32) -> Vec<Title> {
    let mut titles: Vec<Title> = Vec::new();
    let mut left: Option<(Address, String)> = None;
    let is_title = |row: u32| row < TITLE_ROWS || row.saturating_add(TITLE_ROWS) >= first_row;
    for (at, raw) in sheet.cells.iter().take_while(|(at, _)| at.row < first_row).filter(|(at, _)| is_title(at.row)) {
        let text = one_line(&raw.text());
        let before = left.as_ref().filter(|(before, _)| before.row == at.row).map_or("", |(_, text)| text.as_str());
        let found = match raw {
            _ if text.is_empty() || text.len() > LONGEST || is_addressed(before, &text) => Vec::new(),
            Raw::Text(own) => {
                let found = mentions(own);
                if found.is_empty() && own.len() <= SHORT { joined(before, &text, |_| true) } else { found }
            }
            Raw::Date(_) => joined(before, &text, |said| matches!(said, Said::Day(_))),
            Raw::Number(_) => joined(before, &text, |_| true),
            Raw::Truth(_) | Raw::Error(_) => Vec::new(),
        };
        if !found.is_empty() {
            titles.push(Title { at: *at, text: text.clone(), mentions: found });
        }
        left = Some((*at, text));
    }
    without_bands(titles)
}

/// Whether it is a person whom a line above the table is addressed to: 'To May', 'Dear May'. Over figures it is the month.
fn is_addressed(before: &str, text: &str) -> bool {
    let (before, text) = (Label::of(before), Label::of(text));
    matches!(
        (before.as_str(), text.as_str()),
        (_, "to may" | "dear may") | ("to" | "dear" | "for the attention of", "may")
    )
}

/// What a cell says together with the label on its left, if the label by itself says nothing of the kind.
fn joined(before: &str, text: &str, is: impl Fn(&Said) -> bool) -> Vec<Mention> {
    let own = |found: &mut Vec<Mention>| found.retain(|mention| is(&mention.said));
    let mut label = mentions(before);
    own(&mut label);
    let line = if label.is_empty() && before.len() <= LONGEST { format!("{before} {text}") } else { text.to_string() };
    let mut found = mentions(&line);
    own(&mut found);
    found
}

/// 'Q1 | Q2 | Q3 | Q4' over columns names no period: a row of several of one kind that differ. `titles` are in the sheet's order.
fn without_bands(titles: Vec<Title>) -> Vec<Title> {
    let names = |title: &Title| match title.mentions.as_slice() {
        [only] if matches!(only.manner, Manner::Names | Manner::Stands) => Some(only.said),
        _ => None,
    };
    let mut kept = Vec::new();
    let mut titles = titles.into_iter().peekable();
    while let Some(first) = titles.next() {
        let number = first.at.row;
        let mut row = vec![first];
        while let Some(next) = titles.next_if(|next| next.at.row == number) {
            row.push(next);
        }
        // Each kind with its first, and whether another one of it differs.
        let mut kinds: Vec<(Said, bool)> = Vec::new();
        let is_kind = |one: &Said, other: &Said| std::mem::discriminant(one) == std::mem::discriminant(other);
        for said in row.iter().filter_map(names) {
            match kinds.iter_mut().find(|(known, _)| is_kind(known, &said)) {
                Some((known, differ)) => *differ |= *known != said,
                None => kinds.push((said, false)),
            }
        }
        let in_band = |said: Said| kinds.iter().any(|(known, differ)| *differ && is_kind(known, &said));
        row.retain(|title| !names(title).is_some_and(in_band));
        kept.append(&mut row);
    }
    kept
}

/// What the name of a sheet says of a period.
pub(super) fn of_name(name: &str) -> Vec<Mention> {
    mentions(&name.replace('_', " "))
}

/// Whether mentions that name a period name the right one.
pub(super) fn judged(mentions: &[Mention], expected: &Expected) -> Vec<Verdict> {
    let names = mentions.iter().filter(|mention| matches!(mention.manner, Manner::Names | Manner::Stands));
    names.map(|mention| expected.judge(mention)).collect()
}

/// What is said of periods on one sheet, or on those of a workbook that hold no table.
#[derive(Default)]
struct Told {
    /// Other periods, by titles that name them.
    names: Vec<Titled>,
    /// Other periods that a title refers to.
    refers: Vec<Titled>,
    /// Other periods over some figures of the sheet.
    over: Vec<Titled>,
    /// Where the period itself stands.
    right: Vec<Place>,
    /// Whether its year does.
    own_year: bool,
}

impl Told {
    fn add(&mut self, at: &Place, text: &str, mentions: &[Mention], expected: &Expected) {
        for mention in mentions.iter().filter(|mention| mention.manner != Manner::Apart) {
            let titled = || Titled { at: at.clone(), text: text.to_string(), mention: *mention };
            self.own_year |= expected.says_year(&mention.said);
            match (expected.judge(mention), mention.manner) {
                (Verdict::Right, Manner::Names | Manner::Stands | Manner::Refers) => self.right.push(at.clone()),
                (Verdict::Other, Manner::Names | Manner::Stands) => self.names.push(titled()),
                (Verdict::Other, Manner::Refers) => self.refers.push(titled()),
                _ => {}
            }
        }
    }

    /// Where this year stands, another one beside it is that of a plan or a decision. Where it stands nowhere, a 'Quarter 3' is
    /// that of the other year.
    fn settled(mut self) -> Self {
        let is_year = |titled: &Titled| matches!(titled.mention.said, Said::Year(_));
        if self.own_year {
            self.names.retain(|titled| !is_year(titled));
            self.refers.retain(|titled| !is_year(titled));
        } else if self.names.iter().any(is_year) {
            self.right.clear();
        }
        self
    }
}

/// What the titles, headings and names of the sheets that hold the tables say of another period, and the file's name. `others`
/// are the visible sheets of the workbook that hold none: a cover may say the period for all. Where it is asked already which
/// sheet is meant, the name of the one that counts is part of that question.
pub(super) fn periods(
    form: &Form,
    (file, area): (&Place, Option<&str>),
    asked: &[Trouble],
    reads: &[SheetRead<'_>],
    others: &[(Place, &Sheet)],
    expected: &Expected,
) -> Vec<Trouble> {
    let trouble = |sheet: &Place, said: Vec<Titled>, right: Vec<Place>, refers: bool, over_figures: bool| {
        // The file's name is told at the sheet.
        let at = said.first().map(|first| if first.at.sheet.is_some() { &first.at } else { sheet })?.clone();
        Some(Trouble::OtherPeriod { at, area: area.map(str::to_string), said, right, refers, over_figures })
    };
    let cover = cover(others, expected);
    let mut troubles = Vec::new();
    let (mut said_by_tables, mut own_year, mut of_file) = (false, false, Some(of_file_name(&file.file)));
    for read in reads.iter().filter(|read| !read.tables.is_empty()) {
        let is_asked =
            |trouble: &Trouble| matches!(trouble, Trouble::SeveralSheets { counted, .. } if counted.contains(&read.at));
        let mut told = on_sheet(form, read, asked.iter().any(is_asked), expected);
        told.own_year |= cover.own_year;
        if let Some((name, mentions)) = of_file.take() {
            // A file may be called after the period by whoever saved it: that is not what the sheet says.
            let right = told.right.len();
            told.add(file, &name, &mentions, expected);
            told.right.truncate(right);
        }
        let told = told.settled();
        own_year |= told.own_year;
        said_by_tables |= !(told.names.is_empty() && told.over.is_empty() && told.right.is_empty());
        let (refers, over) = (told.names.is_empty() && told.over.is_empty(), !told.over.is_empty());
        let said = if refers { told.refers } else { told.over.into_iter().chain(told.names).collect() };
        let right = told.right.into_iter().chain(cover.right.iter().cloned());
        troubles.extend(trouble(&read.at, said, if over { Vec::new() } else { right.collect() }, refers, over));
    }
    let mut names = cover.names;
    names.retain(|titled| !(own_year && matches!(titled.mention.said, Said::Year(_))));
    // A list of several periods, such as a timetable, names none.
    let one = names.first().is_some_and(|first| names.iter().all(|other| other.mention.said == first.mention.said));
    if !said_by_tables && one && cover.right.is_empty() && reads.iter().any(|read| !read.tables.is_empty()) {
        troubles.extend(trouble(file, names, Vec::new(), false, false));
    }
    troubles
}

/// What the name of a file says of periods; days in it are those on which it was saved.
fn of_file_name(path: &str) -> (String, Vec<Mention>) {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_named = |mention: &Mention| mention.manner == Manner::Names && !matches!(mention.said, Said::Day(_));
    (stem.to_string(), of_name(stem).into_iter().filter(is_named).collect())
}

fn on_sheet(form: &Form, read: &SheetRead<'_>, name_is_asked: bool, expected: &Expected) -> Told {
    let mut told = Told::default();
    for title in above(read.sheet, read.first_row().unwrap_or_default()) {
        told.add(&read.at.at(title.at), &title.text, &title.mentions, expected);
    }
    let of_name = if name_is_asked { Vec::new() } else { of_name(&read.sheet.name) };
    told.add(&read.at, &read.sheet.name, &of_name, expected);
    // A heading that the form knows is what the form makes it; it may still be the place where the right period stands.
    let mut columns = BTreeSet::new();
    for (at, heading) in read.tables.iter().flat_map(|table| table.headings.values()) {
        columns.insert(at.column);
        let said = mentions(heading);
        told.own_year |= said.iter().any(|mention| expected.says_year(&mention.said));
        let right = |mention: &Mention| mention.manner != Manner::Apart && expected.judge(mention) == Verdict::Right;
        told.right.extend(said.iter().any(right).then(|| read.at.at(*at)));
    }
    let over = over_figures::titles(form, read);
    // Another text in the rows of the headings is a title of the sheet: over words, or over nothing. Over figures that the form
    // does not know it is theirs.
    let over_cells: BTreeSet<Address> = over.iter().flatten().map(|(at, _)| *at).collect();
    let noted: BTreeSet<Address> = read.tables.iter().flat_map(|table| &table.notes).map(|(at, _)| *at).collect();
    // The lowest row of each column in which something stands.
    let lowest: BTreeMap<u32, u32> = read.sheet.cells.keys().map(|at| (at.column, at.row)).collect();
    for (first, behind) in read.tables.iter().flat_map(|table| table.heading_rows.iter()) {
        let cells = read.sheet.cells.range(Address::new(*first, 0)..Address::new(*behind, 0));
        for (at, raw) in cells.filter(|(at, _)| !over_cells.contains(at)) {
            let Raw::Text(text) = raw else { continue };
            let span = over_figures::span(read.sheet, *at);
            let over_column = noted.contains(at) && columns.range(span.clone()).next().is_some();
            let over_nothing = !columns.contains(&at.column) && lowest.range(span).all(|(_, row)| row < behind);
            if over_column || over_nothing {
                told.add(&read.at.at(*at), &one_line(text), &mentions(text), expected);
            }
        }
    }
    for (at, text) in below(read) {
        told.add(&read.at.at(at), &one_line(&text), &mentions(&text), expected);
    }
    for lines in over {
        told.over.extend(over_others(read, &lines, expected));
    }
    told
}

/// The lines below the tables that are titles and nothing else: 'Quarter 2 2022/23 return'.
fn below(read: &SheetRead<'_>) -> Vec<(Address, String)> {
    let rows = read.tables.iter().flat_map(|table| &table.rows).filter_map(|row| row.at.cell).map(|at| at.row);
    let Some(last) = rows.max() else { return Vec::new() };
    let cells = read.sheet.cells.range(Address::new(last.saturating_add(1), 0)..);
    let is_title = |text: &str| {
        let named = |mention: &Mention| {
            mention.manner == Manner::Names && !matches!(mention.said, Said::Year(_) | Said::Earlier | Said::ToDate(_))
        };
        text.len() <= LONGEST && is_title_of_period(text) && mentions(text).iter().all(named)
    };
    let texts =
        cells.filter_map(|(at, raw)| if let Raw::Text(text) = raw { Some((*at, text.to_string())) } else { None });
    texts.filter(|(_, text)| is_title(text)).collect()
}

/// The other periods that a title over some figures names, unless it names the right one too.
fn over_others(read: &SheetRead<'_>, lines: &[(Address, String)], expected: &Expected) -> Vec<Titled> {
    let mut told = Told::default();
    for (at, text) in lines.iter().filter(|(_, text)| text.len() <= LONGEST) {
        let mut found = mentions(text);
        // 'Prior quarter (Q2)' over figures: they are those of that quarter.
        if found.iter().any(|mention| mention.said == Said::Earlier && mention.manner != Manner::Passing) {
            for mention in found.iter_mut().filter(|mention| mention.manner == Manner::Refers) {
                mention.manner = Manner::Names;
            }
        }
        // 'Year end' over forecasts is the day that they are of.
        found.retain(|mention| mention.said != Said::ToDate(12));
        told.add(&read.at.at(*at), &one_line(text), &found, expected);
    }
    let told = told.settled();
    if told.right.is_empty() { told.names } else { Vec::new() }
}

/// What the sheets without a table say: by titles that name a period outright, not by dates that stand there for anything.
fn cover(others: &[(Place, &Sheet)], expected: &Expected) -> Told {
    let mut told = Told::default();
    for (at, sheet) in others {
        for title in above(sheet, TITLE_ROWS) {
            let outright: Vec<Mention> =
                title.mentions.iter().copied().filter(|mention| mention.manner == Manner::Names).collect();
            told.add(&at.at(title.at), &title.text, &outright, expected);
        }
    }
    told.settled()
}

/// A title that names an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedArea {
    /// Where.
    pub(super) at: Place,
    /// As typed.
    pub(super) text: String,
    /// The area's id.
    pub(super) area: String,
    /// Whether the line, or a part of it behind a mark, is nothing but the name; else it stands there in ordinary words.
    pub(super) outright: bool,
}

/// What is to ask where the titles of a return name another area than the one it is taken for, or is called after. `own` is the
/// area it is taken for, `called` the one whose name the file or the sheet has.
pub(super) fn other_area(own: &str, called: Option<&str>, named: &[NamedArea], file: &Place) -> Option<Trouble> {
    let both = named.iter().any(|title| title.area == own);
    let trouble = |at: &Place, text: &str, named: &str, called: Option<&str>, both: bool| Trouble::OtherArea {
        at: at.clone(),
        area: own.to_string(),
        text: text.to_string(),
        named: named.to_string(),
        called: called.map(str::to_string),
        both,
        over_figures: false,
    };
    if let Some(called) = called.filter(|called| *called != own) {
        let title = named.iter().find(|title| title.area == own);
        let (at, text) = title.map_or((file, ""), |title| (&title.at, title.text.as_str()));
        return Some(trouble(at, text, own, Some(called), false));
    }
    let other = named.iter().find(|title| title.area != own && (title.outright || !both))?;
    Some(trouble(&other.at, &other.text, &other.area, None, both))
}

/// Names of sheets that hold what a cell elsewhere may be chosen from.
const CHOICES: [&str; 6] = ["list", "lists", "lookup", "lookups", "dropdown", "validation"];

/// The areas that the titles of one sheet name; a cell beside 'Portfolio holder' names none of them.
pub(super) fn areas_above(areas: &Areas<'_>, at: &Place, sheet: &Sheet, first_row: u32) -> Vec<NamedArea> {
    let mut found = Vec::new();
    let mut left: Option<(u32, &str)> = None;
    for (cell, raw) in sheet.cells.iter().take_while(|(at, _)| at.row < first_row.min(TITLE_ROWS)) {
        let Raw::Text(text) = raw else { continue };
        if !left.is_some_and(|(row, label)| row == cell.row && labels_another(label)) {
            found.extend(areas_in(areas, &at.at(*cell), text));
        }
        left = Some((cell.row, text));
    }
    found
}

/// Whether a sheet without a table is a list of areas to choose from, and its cells are no titles: by its name, or because several
/// areas stand one right below the other.
pub(super) fn lists_areas(areas: &Areas<'_>, sheet: &Sheet) -> bool {
    let name = Label::of(&sheet.name);
    let named = |at: Address| match sheet.cells.get(&at) {
        Some(Raw::Text(text)) => areas.named(text),
        _ => None,
    };
    let follows = |at: &Address| {
        let (one, next) = (named(*at), named(Address::new(at.row.saturating_add(1), at.column)));
        one.is_some() && next.is_some() && one != next
    };
    CHOICES.iter().any(|word| name.holds_words(word))
        || sheet.cells.keys().take_while(|at| at.row < TITLE_ROWS).any(follows)
}

/// The areas that a line names.
fn areas_in(areas: &Areas<'_>, at: &Place, text: &str) -> Vec<NamedArea> {
    let outright = areas.in_line(text);
    let named = outright.map_or_else(|| areas.spoken_in(text), |area| vec![area]);
    let named = named.into_iter().map(|area| NamedArea {
        at: at.clone(),
        text: one_line(text),
        area: area.to_string(),
        outright: outright.is_some(),
    });
    named.collect()
}

/// Those that the name of a sheet with a table names. It is asked about, but does not tell whose the return is.
pub(super) fn areas_of_name(areas: &Areas<'_>, at: &Place, sheet: &Sheet) -> Vec<NamedArea> {
    let name = sheet.name.replace('_', " ");
    let mut named = areas_in(areas, at, &name);
    for found in &mut named {
        found.text = sheet.name.to_string();
        found.outright = false;
    }
    named
}

/// What is to ask where a title over some figures of an area's own file names another area.
pub(super) fn other_area_over_figures(
    form: &Form,
    areas: &Areas<'_>,
    own: &str,
    reads: &[SheetRead<'_>],
) -> Vec<Trouble> {
    let mut troubles = Vec::new();
    for read in reads {
        for lines in over_figures::titles(form, read) {
            let named: Vec<NamedArea> =
                lines.iter().flat_map(|(at, text)| areas_in(areas, &read.at.at(*at), text)).collect();
            if named.iter().any(|title| title.area == own) {
                continue;
            }
            troubles.extend(named.into_iter().take(1).map(|title| Trouble::OtherArea {
                at: title.at,
                area: own.to_string(),
                text: title.text,
                named: title.area,
                called: None,
                both: false,
                over_figures: true,
            }));
        }
    }
    troubles
}

/// What is to ask where sheets are areas' by their names, and a title on one of them names another area.
pub(super) fn other_sheet_areas(form: &Form, areas: &Areas<'_>, reads: &[SheetRead<'_>]) -> Vec<Trouble> {
    let by_sheet = |read: &&SheetRead<'_>| {
        let from = read.tables.iter().filter_map(|table| form.returns.get(table.form)).map(|form| &form.area_from);
        !read.tables.is_empty() && from.into_iter().all(|from| *from == GroupFrom::Sheet)
    };
    let sheets = reads.iter().filter(by_sheet);
    sheets
        .filter_map(|read| {
            let own = areas.named(&read.sheet.name)?;
            let named = areas_above(areas, &read.at, read.sheet, read.first_row().unwrap_or_default());
            other_area(own, None, &named, &read.at)
        })
        .collect()
}
