//! A column without a heading.

use super::two_columns::InPlace;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::money::Unit;
use crate::names::{Heading, Label};
use crate::returns::{HeadingDiffers, Titled, Trouble};
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "missing-column",
    family: Family::Return,
    severity: Severity::Error,
    title: "A column is missing",
    what: "The table was found by its other headings, but none of them is this column's, under any name the form knows. A \
           heading with the same words and another date, year or unit is not taken for it: last year's target is no target of \
           this year, and millions are no thousands.",
    why: "The column's figures are not read, so its totals are short by the whole return.",
    mend: "Put the column back, or, where it is only called something else, add that heading to the column's `also` in \
           piperoll.toml. Where the date or unit differs, see whether the right return was sent, and correct the heading or the \
           figures. A column that need not be there has `optional = true`.",
    run,
};

/// Where a missing column probably stands under another name.
pub(super) fn renamed(at: &Place, near: Option<&(crate::source::Address, String)>) -> Option<Place> {
    near.map(|(cell, _)| at.at(*cell))
}

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let troubles = &view.returns.troubles;
    let in_place = InPlace::of(view);
    let alone = troubles.iter().filter(|trouble| !in_place.tells(trouble));
    let mut findings: Vec<Finding> = alone.filter_map(|trouble| finding(rule, view, trouble)).collect();
    findings.extend(differing(rule, view));
    findings
}

/// A column that is missing because its heading says another date or unit.
struct Differing<'t> {
    at: &'t Place,
    area: Option<&'t str>,
    list: &'t str,
    differs: HeadingDiffers,
    /// Each column, with the place and text of the heading that differs, and the line of the form.
    columns: Vec<(&'t str, Place, &'t str, &'t Place)>,
    /// The cells that the first of these headings is made of.
    parts: &'t [Place],
}

/// The titles of another period on the sheet of a table that stand in a heading which says so itself: '31/03/22' above 'Target'.
pub(super) fn titles_within(view: &View<'_>, table: &Place, heading: &str) -> Vec<Place> {
    let said = view.returns.troubles.iter().filter_map(|trouble| match trouble {
        Trouble::OtherPeriod { said, .. } => Some(said),
        _ => None,
    });
    let heading = Label::of(heading);
    let within = |titled: &&Titled| {
        (&titled.at.file, &titled.at.sheet) == (&table.file, &table.sheet) && heading.holds(&Label::of(&titled.text))
    };
    said.flatten().filter(within).map(|titled| titled.at.clone()).collect()
}

/// Whether a title is told with the heading that it is a part of.
pub(super) fn is_of_a_heading(view: &View<'_>, titled: &Titled) -> bool {
    view.returns.troubles.iter().any(|trouble| match trouble {
        Trouble::MissingColumn { at, near: Some((_, typed)), differs: Some(HeadingDiffers::Moment), .. } => {
            titles_within(view, at, typed).contains(&titled.at)
        }
        _ => false,
    })
}

/// One finding a table for the headings that say another date, and one for those that are in another unit: they have one cause.
fn differing(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut all: Vec<Differing<'_>> = Vec::new();
    for trouble in &view.returns.troubles {
        let Trouble::MissingColumn { at, area, list, column, near: Some((cell, typed)), parts, differs, demanded_by } =
            trouble
        else {
            continue;
        };
        let Some(differs) = *differs else { continue };
        let column = (column.as_str(), at.at(*cell), typed.as_str(), demanded_by);
        match all.iter_mut().find(|known| (known.at, known.list, known.differs) == (at, list.as_str(), differs)) {
            Some(known) => known.columns.push(column),
            None => all.push(Differing { at, area: area.as_deref(), list, differs, columns: vec![column], parts }),
        }
    }
    all.iter().filter_map(|differing| differing.finding(rule, view)).collect()
}

impl Differing<'_> {
    /// 'B2', or 'B1 and B2' where the date stands in a cell of its own.
    fn cells(&self, first: &Place) -> String {
        let mut cells: Vec<&Place> = self.parts.iter().chain([first]).collect();
        cells.sort_by_key(|place| place.cell);
        cells.dedup();
        wording::list_of(&cells.into_iter().map(wording::cell).collect::<Vec<_>>())
    }

    fn finding(&self, rule: &Rule, view: &View<'_>) -> Option<Finding> {
        let (id, first, typed, demanded_by) = self.columns.first()?;
        let form = view.form.list(self.list).and_then(|list| list.column(id));
        let wanted = form.map_or_else(|| (*id).to_string(), |column| view.heading(column));
        let others: Vec<String> = self.columns.iter().skip(1).map(|(_, cell, ..)| wording::cell(cell)).collect();
        let more = match others.len() {
            0 => String::new(),
            1 => format!(", and so does {}", wording::list_of(&others)),
            _ => format!(", and so do {}", wording::list_of(&others)),
        };
        let unit = |unit: Option<Unit>| unit.map_or_else(String::new, |unit| format!(" ({})", unit.name()));
        let units = (unit(Heading::of(typed, 1).stated_unit()), unit(form.map(|column| column.unit())));
        let (differs, help) = match self.differs {
            HeadingDiffers::NoMoment => (
                "no date or year, other".to_string(),
                "see for which date the figures are, and put it into the heading; if the heading never names one, add it to \
                 `also` of the column in piperoll.toml",
            ),
            HeadingDiffers::Moment => (
                "another date or year".to_string(),
                "see whether this period's return was sent; if the figures are this period's, correct the heading",
            ),
            HeadingDiffers::Unit => (
                format!("another unit{}", units.0),
                "see in which unit the figures are: correct the heading, or state the figures in the form's unit; nothing is \
                 multiplied here",
            ),
        };
        let message = format!(
            "{}'{}' in {} says {differs} than '{wanted}'{of}{more}, so what stands under {} is not read",
            wording::opening(&view.area_name(self.area)),
            wording::one_line(typed),
            self.cells(first),
            if self.columns.len() == 1 { "it" } else { "them" },
            of = if self.differs == HeadingDiffers::Unit { units.1.as_str() } else { "" },
        );
        let cells = self.columns.iter().map(|(_, cell, ..)| cell.clone());
        let draft = rule.at(first).about_list(view, self.list, self.area, "").shared(self.area, None, Some(id));
        let draft = draft.stated_text(&wording::one_line(typed)).demanded_by(demanded_by);
        let titles = self.columns.iter().flat_map(|(_, _, typed, _)| titles_within(view, self.at, typed));
        Some(draft.related(cells).related(titles).related(view.causes.followers(self.at)).says(message, help))
    }
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::MissingColumn { at, area, list, column, near, differs: None, demanded_by, .. } = trouble else {
        return None;
    };
    let known = view.form.list(list).and_then(|list| list.column(column));
    let heading = known.map_or_else(|| column.clone(), |column| view.heading(column));
    let (is_it, help) = match near {
        Some((cell, typed)) => {
            let typed = wording::one_line(typed);
            (
                format!("; is it '{typed}' in {cell}?"),
                format!(
                    "if so, add \"{typed}\" to `also` of the column '{column}' in piperoll.toml; else put the column back"
                ),
            )
        }
        None => (
            String::new(),
            format!("put the column back, or add its heading to `also` of the column '{column}' in piperoll.toml"),
        ),
    };
    let whose = wording::opening(&view.area_name(area.as_deref()));
    let draft = rule.at(at).about_list(view, list, area.as_deref(), "").shared(area.as_deref(), None, Some(column));
    let draft = draft.demanded_by(demanded_by).related(renamed(at, near.as_ref())).related(view.causes.followers(at));
    Some(draft.says(format!("{whose}the table has no column '{heading}'{is_it}"), help))
}
