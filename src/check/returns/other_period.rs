//! A title that names another period than the return's.

use super::missing_column::is_of_a_heading;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::period::long_date;
use crate::returns::{Titled, Trouble};
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "other-period",
    family: Family::Return,
    severity: Severity::Query,
    title: "A title names another period than the return's",
    what: "A line above or below the table, or the name of the sheet or the file, says another quarter, month, year or day than the \
           period whose folder the return lies in, and nothing on the sheet says the right one. Where the right one stands as well \
           ('updated from Quarter 2' beside 'Quarter 3'), it is a note; a due date, the next return and a meeting are not the right \
           one. A heading over several columns ('Prior year'), and the title of a second block of the table, are asked about \
           whatever stands at the top.",
    why: "It may be last period's return, saved again or put in the wrong folder. Its figures would be published as this \
          period's.",
    mend: "See whether the right return was sent, and put the title right; or say in decisions.toml that only the title is old, which \
           answers it for this period.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::OtherPeriod { at, area, said, right, refers, over_figures } = trouble else { return None };
    if view.causes.is_told_as_last_return(trouble) || said.iter().all(|titled| is_of_a_heading(view, titled)) {
        return None;
    }
    let period = view.returns.period;
    let day = view.form.period(period).and_then(|known| known.as_at);
    let day = day.unwrap_or_else(|| period.last_day(view.form.report.year_starts));
    let whose = format!("{} ({})", period.label(), long_date(day));
    let open = right.is_empty() && !refers;
    let message = format!(
        "{}{}{}",
        wording::opening(&view.area_name(area.as_deref())),
        titles(said),
        match right.first() {
            Some(right) => format!("; {} names {whose} as well", named(right, at)),
            None if *over_figures => format!(", over figures that are counted for {whose}"),
            None => format!(", and nothing on the sheet names {whose}, in whose folder it lies"),
        }
    );
    let of_file = said.first().is_some_and(|titled| titled.at.sheet.is_none());
    let mend = match (over_figures, of_file) {
        (true, _) => "see whether the figures under it are this period's, and take them out or put the title right",
        (false, true) => "see whether the right return was sent, and rename the file",
        (false, false) => "see whether the right return was sent, and put the title right",
    };
    let help = if open { wording::mend_or_explain(mend) } else { "see whether the title is up to date".to_string() };
    // An explanation is given on this title in this period, and for no other one.
    let text = said.first().map_or("", |first| first.text.as_str());
    let stated = format!("{text}, in {}", period.label());
    let sheet = at.sheet.as_deref().unwrap_or_default();
    // A second sheet of the area is another finding.
    let first = view.returns.tables.iter().find(|table| table.at.file == at.file);
    let topic = if first.is_some_and(|table| table.at.sheet == at.sheet) { "" } else { sheet };
    let topic = match area {
        Some(_) => topic.to_string(),
        None => format!("{} {topic}", super::file_name(&at.file)),
    };
    let draft = rule.at(at).about_area(area.as_deref()).topic(&topic).stated_text(&stated);
    let draft = draft.related(said.iter().map(|titled| titled.at.clone())).related(right.iter().cloned());
    Some(draft.weighing(if open { rule.severity } else { Severity::Note }).says(message, help))
}

/// "A1 says 'Quarter 2 2022/23' and A2 '30 September 2022'", "the sheet is called 'Q2'".
pub(in crate::check) fn titles(said: &[Titled]) -> String {
    let mut told: Vec<String> = Vec::new();
    let mut seen: Vec<&Place> = Vec::new();
    for titled in said {
        if seen.contains(&&titled.at) {
            continue;
        }
        let text = wording::quoted(&titled.text);
        let verb = if seen.iter().any(|place| place.cell.is_some()) { "" } else { "says " };
        told.push(match titled.at.cell {
            Some(cell) => format!("{cell} {verb}'{text}'"),
            None if titled.at.sheet.is_none() => format!("the file is called '{text}'"),
            None => format!("the sheet is called '{text}'"),
        });
        seen.push(&titled.at);
    }
    wording::list_of(&told)
}

/// The place where the right period stands.
fn named(place: &Place, at: &Place) -> String {
    match place.cell {
        Some(_) => wording::cell_from(place, at),
        None => "the sheet's name".to_string(),
    }
}
