//! The file and its structure: what stood in the way of reading.

mod below_total;
mod cannot_be_seen;
mod example_row;
mod figures_aside;
mod files_not_read;
mod formulas;
mod headings_beyond_levels;
mod label_goes_on;
mod like;
mod many_in_one;
mod missing_column;
mod missing_return;
mod missing_sheet;
mod nil_return;
mod no_row;
mod not_updated;
mod not_updated_refused;
mod not_used;
mod optional_table;
mod other_area;
mod other_areas_table;
mod other_files;
mod other_period;
mod parts_read;
mod possible_part;
mod possible_total;
mod second_block;
mod second_total;
mod several_sheets;
mod several_titles;
mod shown_otherwise;
mod spare_rows;
mod spoilt_text;
mod stray_figures;
mod stray_text;
mod total_read;
mod two_columns;
mod two_returns;
mod unit_contradicts;
mod unknown_area;
mod unknown_column;
mod unknown_row_area;
mod unreadable_file;
mod words_over;

use std::collections::BTreeSet;
use std::path::Path;

pub(super) use other_period::titles;

use super::{Rule, View};
use crate::form::Area;
use crate::names::Label;
use crate::returns::Trouble;

pub(in crate::check) use cannot_be_seen::RULE as CANNOT_BE_SEEN;
pub(in crate::check) use figures_aside::RULE as FIGURES_ASIDE;
pub(in crate::check) use formulas::no_result::RULE as NO_RESULT;
pub(in crate::check) use many_in_one::RULE as MANY_IN_ONE;
pub(in crate::check) use not_updated::RULE as NOT_UPDATED;
pub(in crate::check) use not_used::RULE as NOT_USED;
pub(in crate::check) use other_areas_table::RULE as OTHER_AREAS_TABLE;
pub(in crate::check) use other_files::RULE as OTHER_FILES;
pub(in crate::check) use several_sheets::RULE as SEVERAL_SHEETS;

/// The rules of this family.
pub static RULES: &[&Rule] = &[
    &unreadable_file::RULE,
    &files_not_read::RULE,
    &other_files::RULE,
    &cannot_be_seen::RULE,
    &unknown_area::RULE,
    &two_returns::RULE,
    &missing_return::RULE,
    &not_updated::RULE,
    &not_updated_refused::RULE,
    &missing_sheet::RULE,
    &optional_table::RULE,
    &several_sheets::RULE,
    &several_titles::RULE,
    &other_period::RULE,
    &other_area::RULE,
    &no_row::RULE,
    &nil_return::RULE,
    &missing_column::RULE,
    &unknown_column::RULE,
    &two_columns::RULE,
    &words_over::RULE,
    &unit_contradicts::RULE,
    &shown_otherwise::RULE,
    &headings_beyond_levels::RULE,
    &unknown_row_area::RULE,
    &stray_figures::RULE,
    &stray_text::RULE,
    &spare_rows::RULE,
    &spoilt_text::RULE,
    &formulas::no_result::RULE,
    &formulas::stale_result::RULE,
    &formulas::manual_calculation::RULE,
    &formulas::rounds_as_shown::RULE,
    &formulas::other_workbook::RULE,
    &not_used::RULE,
    &total_read::RULE,
    &possible_total::RULE,
    &second_total::RULE,
    &second_block::RULE,
    &parts_read::RULE,
    &possible_part::RULE,
    &example_row::RULE,
    &label_goes_on::RULE,
    &below_total::RULE,
    &figures_aside::RULE,
    &many_in_one::RULE,
    &other_areas_table::RULE,
];

/// The rule that says a trouble to people. A new kind of trouble does not compile without one.
#[cfg(test)]
fn code(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::UnreadableFile { .. } => unreadable_file::RULE.code,
        Trouble::NotRead { .. } => files_not_read::RULE.code,
        Trouble::OtherFiles { .. } => other_files::RULE.code,
        Trouble::UnknownArea { .. } => unknown_area::RULE.code,
        Trouble::TwoReturns { .. } => two_returns::RULE.code,
        Trouble::MissingReturn { .. } => missing_return::RULE.code,
        Trouble::CannotStand { .. } => not_updated_refused::RULE.code,
        Trouble::MissingSheet { optional: true, .. } => optional_table::RULE.code,
        Trouble::MissingSheet { .. } => missing_sheet::RULE.code,
        Trouble::SeveralTitles { .. } => several_titles::RULE.code,
        Trouble::SeveralSheets { .. } => several_sheets::RULE.code,
        Trouble::OtherPeriod { .. } => other_period::RULE.code,
        Trouble::OtherArea { .. } => other_area::RULE.code,
        Trouble::NoRow { .. } => no_row::RULE.code,
        Trouble::NilReturn { .. } | Trouble::NilBesideItems { .. } => nil_return::RULE.code,
        Trouble::MissingColumn { .. } => missing_column::RULE.code,
        Trouble::UnknownColumn { .. } => unknown_column::RULE.code,
        Trouble::TwoColumns { .. } | Trouble::ColumnsAside { .. } => two_columns::RULE.code,
        Trouble::WordsOver { .. } => words_over::RULE.code,
        Trouble::NamesUnheaded { .. } => unknown_column::RULE.code,
        Trouble::UnitContradicts { .. } => unit_contradicts::RULE.code,
        Trouble::HeadingsBeyondLevels { .. } => headings_beyond_levels::RULE.code,
        Trouble::UnknownRowArea { .. } | Trouble::RowsOfOtherArea { .. } => unknown_row_area::RULE.code,
        Trouble::NoRowOfArea { .. } => no_row::RULE.code,
        Trouble::StrayFigures { .. } => stray_figures::RULE.code,
        Trouble::SpareRows { .. } => spare_rows::RULE.code,
        Trouble::StrayText { .. } => stray_text::RULE.code,
        Trouble::TotalRead(_) => total_read::RULE.code,
        Trouble::PossibleTotal { .. } => possible_total::RULE.code,
        Trouble::SecondTotal { .. } => second_total::RULE.code,
        Trouble::SecondBlock { .. } => second_block::RULE.code,
        Trouble::PartsRead { .. } => parts_read::RULE.code,
        Trouble::PossiblePart { .. } => possible_part::RULE.code,
        Trouble::ExampleRow { .. } => example_row::RULE.code,
        Trouble::LabelGoesOn { .. } => label_goes_on::RULE.code,
        Trouble::BelowTotal { .. } => below_total::RULE.code,
        Trouble::SpoiltText { .. } => spoilt_text::RULE.code,
        Trouble::ShownOtherwise { .. } => shown_otherwise::RULE.code,
        Trouble::CannotBeSeen { .. } => cannot_be_seen::RULE.code,
        Trouble::UnreadableValue { .. } => super::cell::UNREADABLE.code,
    }
}

/// The name of a file without its folders.
pub(in crate::check) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Areas that sent nothing because their file is there and could not be placed or read, each with that file's path: the
/// file is the cause, so the missing return is not a finding of its own.
fn missing_because_of_a_file(view: &View<'_>) -> Vec<(String, String)> {
    let mut missing: BTreeSet<&str> = BTreeSet::new();
    for trouble in &view.returns.troubles {
        if let Trouble::MissingReturn { area: Some(area), .. } = trouble {
            missing.insert(area);
        }
    }
    let mut caused = Vec::new();
    for trouble in &view.returns.troubles {
        let (path, names): (&str, Vec<String>) = match trouble {
            Trouble::UnreadableFile { at, .. } => (&at.file, stem(&at.file).into_iter().collect()),
            Trouble::UnknownArea { at, near, .. } => (&at.file, near.clone()),
            _ => continue,
        };
        let area = names.iter().find_map(|name| {
            view.form.areas.iter().find(|area| missing.contains(area.id.as_str()) && is_called(area, name))
        });
        if let Some(area) = area {
            missing.remove(area.id.as_str());
            caused.push((area.id.clone(), path.to_string()));
        }
    }
    caused
}

/// The area that a file's own name names.
fn area_of_file<'a>(view: &View<'a>, path: &str) -> Option<&'a Area> {
    let stem = stem(path)?;
    view.form.areas.iter().find(|area| is_called(area, &stem))
}

fn stem(path: &str) -> Option<String> {
    Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned())
}

fn is_called(area: &Area, name: &str) -> bool {
    let wanted = Label::of(name);
    [&area.id, &area.name].into_iter().chain(&area.also).any(|known| Label::of(known) == wanted)
}

#[cfg(test)]
mod tests;
