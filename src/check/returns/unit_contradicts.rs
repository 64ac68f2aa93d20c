//! A unit that the sheet states and the form does not have.

use rust_decimal::Decimal;

use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::Column;
use crate::returns::{RowKind, SaidUnit, Trouble, Value};

pub(super) static RULE: Rule = Rule {
    code: "unit-contradicts",
    family: Family::Return,
    severity: Severity::Query,
    title: "The sheet states another unit than the form",
    what: "A title, a note, the corner or the name of the sheet, the label of a total, a row of units under the headings or a \
           sentence of a cover sheet says in which unit the figures are, and it is not the unit that the form has for columns of \
           the table.",
    why: "Figures in pounds that are read as thousands print a thousand times too large, and every total is wrong with them. \
          Nothing is multiplied: the figures stand as the form reads them until somebody says which is right.",
    mend: "Where the sheet is right, have the figures stated in the form's unit, or correct `unit` and `heading` of the columns \
           in piperoll.toml. Where the form is right, correct what the sheet says, or explain the finding: the answer \
           holds for these figures of this period.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::UnitContradicts { at, more, area, list, columns, text, unit } = trouble else { return None };
    let known = view.form.list(list)?;
    let columns: Vec<&Column> = columns.iter().filter_map(|id| known.column(id)).collect();
    let names: Vec<String> = columns.iter().map(|column| view.name(column)).collect();
    let first = columns.first()?;
    let same = columns.iter().all(|column| column.unit() == first.unit());
    let units = if same { format!("in {}", first.unit_name()) } else { "in other units".to_string() };
    let message = format!(
        "{}{} says '{}' ({}), but the form reads {} {units}; nothing is multiplied",
        wording::opening(&view.area_name(area.as_deref())),
        if at.cell.is_some() { wording::cell(at) } else { "the name of the sheet".to_string() },
        wording::quoted(text),
        unit_name(*unit),
        wording::list_of(&names),
    );
    // The form's unit is that of every area.
    let mend = match area.as_deref().filter(|area| is_alone(view, list, area)) {
        Some(area) => format!(
            "see in which unit the figures are: if the sheet is right, have {} state them {units}, or set its cells aside; if not, have \
             what the sheet says corrected. `unit` in piperoll.toml is the unit of every area, and the others state no other one",
            view.area_name(Some(area))
        ),
        None => "see in which unit the figures are, and correct what the sheet says, the figures, or `unit` of the columns in \
                 piperoll.toml"
            .to_string(),
    };
    let draft = rule.at(at).about_list(view, list, area.as_deref(), "").demanded_by(&first.at);
    // An answer holds for these figures of this period, and for no others.
    let sums: Vec<String> =
        columns.iter().map(|column| format!("{} {}", column.id, sum(view, &at.file, list, column))).collect();
    let stated = format!("{}; {}; {}", wording::one_line(text), view.returns.period.label(), sums.join(", "));
    Some(draft.stated_text(&stated).related(more.iter().cloned()).says(message, wording::mend_or_explain(&mend)))
}

/// Whether an area is the only one of several whose return of a list says another unit.
fn is_alone(view: &View<'_>, list: &str, area: &str) -> bool {
    let of_others = |own: Option<&str>| own.is_some_and(|own| own != area);
    let others = view.returns.tables.iter().filter(|table| table.list == list);
    let mut others = others.flat_map(|table| &table.rows).filter(|row| of_others(row.area.as_deref()));
    let differs = view.returns.troubles.iter().any(|trouble| {
        matches!(trouble, Trouble::UnitContradicts { area: own, list: of, .. } if of == list && of_others(own.as_deref()))
    });
    !differs && others.next().is_some()
}

/// The sum of what a file's items state in a column, in its own unit; past all bounds it is none.
fn sum(view: &View<'_>, file: &str, list: &str, column: &Column) -> String {
    let tables = view.returns.tables.iter().filter(|table| &*table.at.file == file && table.list == list);
    let items = tables.flat_map(|table| &table.rows).filter(|row| row.kind == RowKind::Item);
    let mut figures = items.filter_map(|row| match &row.cells.get(&column.id)?.value {
        Value::Figure(figure) => Some(figure.quantity.value()),
        _ => None,
    });
    let sum = figures.try_fold(Decimal::ZERO, |sum, figure| sum.checked_add(figure));
    let sum = sum.and_then(|sum| wording::measure(column).exactly_in_own_unit(sum));
    sum.map_or_else(String::new, |sum| sum.normalize().to_string())
}

fn unit_name(unit: SaidUnit) -> &'static str {
    match unit {
        SaidUnit::Money(unit) => unit.name(),
        SaidUnit::OtherCurrency => "another currency",
        SaidUnit::Percent => "percentages",
    }
}
