//! Two totals that the form ties together.

use crate::check::{Rule, View, wording};
use crate::figures::tie::Tied;
use crate::finding::{Family, Finding, Severity};
use crate::form::rule::NET;
use crate::form::{Column, TieForm, TieSum};
use crate::money::Told;

pub(super) static RULE: Rule = Rule {
    code: "tie-open",
    family: Family::Summary,
    severity: Severity::Error,
    title: "Two totals that the form ties together do not agree",
    what: "A `[[tie]]` of piperoll.toml says which two totals must agree once the items named between them are taken into \
           account, and a rest remains; or its `roles` name a net, which must be the target less the pressures.",
    why: "Two tables of the appendix speak of the same money. A reader will lay them side by side; the named items say why they \
          differ, and the rest has no reason.",
    mend: "Find the row that is missing or wrong in one of the two tables; or name a further item in the `[[tie]]`.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.form.ties.iter().filter_map(|tie| finding(rule, view, tie)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, tie: &TieForm) -> Option<Finding> {
    let figures = view.figures.tie(&tie.id)?;
    let (left, right) = (&figures.left, &figures.right);
    let sides = || [&tie.left, &tie.right].into_iter().chain(&tie.items);
    if figures.closes() || sides().any(|side| view.is_in_doubt(side)) {
        return None;
    }
    let column = column(view, &tie.right)?;
    // A side may be empty, but not both: then they agree.
    let at = right.places.first().or(left.places.first())?;
    let (is, should_be) = (Told::Computed(right.quantity.value()), Told::Computed(figures.reached.value()));
    let said = wording::side_by_side(column, is, should_be);
    let named = |side: &TieSum, tied: &Tied| {
        let column = self::column(view, side).unwrap_or(column);
        format!("{} ({})", name(view, side), wording::figure(column, Told::Computed(tied.quantity.value())))
    };
    let between: Vec<String> = tie.items.iter().zip(&figures.items).map(|(side, tied)| named(side, tied)).collect();
    let with = if between.is_empty() {
        String::new()
    } else {
        format!(" with {}, which makes {}", wording::list_of(&between), said.other)
    };
    let message = format!(
        "{} ({}) does not agree with {}{with}: {} remains",
        name(view, &tie.right),
        said.one,
        named(&tie.left, left),
        said.difference,
    );
    let help = match tie.id == NET {
        true => "mend the row that is wrong: by the form's `roles` the net is the target less the pressures",
        false => "mend the row that is wrong, or name what lies between the two in the [[tie]] of piperoll.toml",
    };
    let area = tie.right.area.as_deref().or(tie.left.area.as_deref());
    let draft = rule.at(at).about_area(area).column(column).demanded_by(&tie.at).topic(&tie.id);
    let others = right.places.iter().chain(&left.places).cloned();
    Some(draft.figures(column, is, should_be).related(others).says(message, help))
}

/// What one side is called.
fn name(view: &View<'_>, side: &TieSum) -> String {
    let own = || view.form.list(&side.list).map(|list| view.name_of(list, &side.column)).unwrap_or_default();
    if side.name.is_empty() { own() } else { side.name.clone() }
}

fn column<'a>(view: &View<'a>, side: &TieSum) -> Option<&'a Column> {
    view.form.list(&side.list)?.column(&side.column)
}
