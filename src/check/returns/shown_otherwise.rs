//! Cells that show another thing than they hold.

use crate::check::draft::Draft;
use crate::check::{Rule, View, stated, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Kind};
use crate::returns::{Otherwise, ShownCell, Trouble};
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "shown-otherwise",
    family: Family::Return,
    severity: Severity::Query,
    title: "Cells show another thing than they hold",
    what: "By their number format cells show another figure than is stored in them: '400' over 400000, '(204)' over 204, 'TBC' over 0, \
           '€250' in a column of pounds, '95%' in a column of amounts, a day in a column of references, or nothing at all. Where a \
           format only leaves noughts away ('#,##0,' in a column of thousands), what is shown was read, and a note says so.",
    why: "Whoever filled in the return checked what is shown, and the paper would print what is stored.",
    mend: "Have the cells hold what they show: type the figure and format the cell as a plain number. Or explain the finding, if what is \
           stored is right: the answer holds for these cells alone.",
    run,
};

/// So many cells are named with what they show and hold.
const NAMED: usize = 3;

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let of_tables = view.returns.troubles.iter().filter_map(|trouble| match trouble {
        Trouble::ShownOtherwise { cells, how, area, list, column, .. } => {
            let column = view.form.list(list)?.column(column)?;
            let area = area.as_deref();
            finding(view, (cells, *how), column, |at| rule.at(at).about_list(view, list, area, ""), area)
        }
        _ => None,
    });
    let figures = view.form.figures.iter().zip(&view.figures.form_level);
    let of_figures = figures.filter_map(|(form, found)| {
        let (how, cell) = found.otherwise.as_ref()?;
        let cells = std::slice::from_ref(cell);
        finding(view, (cells, *how), &form.column, |at| rule.at(at).about_area(None), None)
    });
    of_tables.chain(of_figures).collect()
}

fn finding(
    view: &View<'_>,
    (cells, how): (&[ShownCell], Otherwise),
    column: &Column,
    draft: impl Fn(&Place) -> Draft,
    area: Option<&str>,
) -> Option<Finding> {
    let first = cells.first()?;
    let (name, opening) = (view.name(column), wording::opening(&view.area_name(area)));
    let shows = |cell: &ShownCell| {
        let stored = wording::quoted(&cell.stored);
        let shown = match (how, cell.shown.is_empty()) {
            (Otherwise::Untold, _) => "has a format that cannot be read".to_string(),
            (_, true) => "shows nothing".to_string(),
            _ => format!("shows '{}'", wording::quoted(&cell.shown)),
        };
        format!("{} {shown} and holds {stored}", wording::cell(&cell.at))
    };
    let mut named: Vec<String> = cells.iter().take(NAMED).map(shows).collect();
    if cells.len() > NAMED {
        named.push(wording::count(cells.len() - NAMED, "other cell", "other cells"));
    }
    let told = wording::list_of(&named);
    let (severity, because, help) = match how {
        Otherwise::Scaled { agrees: true } => (
            Severity::Note,
            format!("; what is shown was read, in {}", column.unit_name()),
            "nothing need be done".to_string(),
        ),
        Otherwise::Scaled { agrees: false } => (
            Severity::Error,
            format!(": the column is in {}", column.unit_name()),
            format!(
                "state the figures in {} with a plain number format; or correct `unit` of the column in piperoll.toml",
                column.unit_name()
            ),
        ),
        _ => (Severity::Query, reason(how, column), wording::mend_or_explain(&mend(how, column, cells))),
    };
    let message = format!("{opening}in {name}, {told}{because}");
    let texts: Vec<String> = cells.iter().flat_map(|cell| [cell.shown.clone(), cell.stored.clone()]).collect();
    let draft = draft(&first.at).column(column).weighing(severity).topic_and(topic(how)).demanded_by(&column.at);
    let draft = draft.stated_text(&stated::texts(texts.iter().map(String::as_str)));
    let related: Vec<Place> = cells.iter().skip(1).map(|cell| cell.at.clone()).collect();
    Some(draft.related(related).says(message, help))
}

/// What tells the kinds apart in one column.
fn topic(how: Otherwise) -> &'static str {
    match how {
        Otherwise::Scaled { .. } | Otherwise::ScaleUnsure => "scale",
        Otherwise::Figure => "figure",
        Otherwise::Sign => "sign",
        Otherwise::Words => "words",
        Otherwise::Nothing => "nothing",
        Otherwise::Currency => "currency",
        Otherwise::Percent => "percent",
        Otherwise::Date => "date",
        Otherwise::Bare => "bare",
        Otherwise::Untold => "format",
    }
}

fn reason(how: Otherwise, column: &Column) -> String {
    let reads = match how {
        Otherwise::ScaleUnsure => {
            return format!(
                "; what is shown was read, in {}, but it comes to less than one, or others of the column are not shown so",
                column.unit_name()
            );
        }
        Otherwise::Currency => ": another currency",
        Otherwise::Percent => ": a percentage in a column of figures",
        Otherwise::Date if column.kind.is_figure() => ": a day in a column of figures",
        Otherwise::Date if column.kind == Kind::Date => {
            ": a day is shown without its year, and a spreadsheet program gives it the year in which it was typed"
        }
        Otherwise::Date => ": a day in a column of references",
        Otherwise::Bare => {
            return ": it has no per cent sign, may be a hundred times as much, and was read in percent points"
                .to_string();
        }
        _ => "",
    };
    format!("{reads}; what is stored was read")
}

fn mend(how: Otherwise, column: &Column, cells: &[ShownCell]) -> String {
    let them = if cells.len() == 1 { "the cell" } else { "the cells" };
    match how {
        Otherwise::Date if column.kind == Kind::Date => {
            format!("see which year is meant, and format {them} so that the year is shown")
        }
        Otherwise::Date => {
            format!("a spreadsheet program makes a day of '3-1': format {them} as text and type the references again")
        }
        Otherwise::Bare => format!("write the per cent sign, or format {them} as a percentage"),
        Otherwise::Currency => format!("state the figures in pounds, or format {them} as plain numbers"),
        _ => format!("see what is meant: type it into {them}, and format {them} as plain numbers"),
    }
}
