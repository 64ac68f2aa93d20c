//! Stored results that their own formulas do not give.

use super::{DECIMALS, DECIMALS_STATED, NAMED, about, cell_from, file_name, in_files, plain, whose};
use crate::check::{Rule, View, stated, wording};
use crate::finding::{Family, Finding, Severity};
use crate::source::Place;

pub(in crate::check) static RULE: Rule = Rule {
    code: "stale-result",
    family: Family::Return,
    severity: Severity::Query,
    title: "A stored result is not what its formula gives",
    what: "A figure that is read, or one that such a figure depends on, is stored with another result than its formula gives from the \
           cells it looks at: sums and plain arithmetic, reckoned again. The workbook is calculated by hand, or something else than a \
           spreadsheet changed it. Formulas that use anything else are never asked about.",
    why: "The stored figure is the one that is printed. Whoever opens the workbook may see the other one, since it is calculated \
          then.",
    mend: "Recalculate the workbook (F9), save it, and put that in its place. If the stored figures stand, explain the finding; the \
           answer holds for these figures alone.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    in_files(view, |file, formulas| {
        let cells: Vec<&Place> = formulas.stale.iter().map(|stale| &stale.at).collect();
        let first = *cells.first()?;
        let named = formulas.stale.iter().take(NAMED).map(|stale| {
            let cell = cell_from(&stale.at, first);
            let said = |decimals| (plain(stale.stored, decimals), plain(stale.comes_to, decimals));
            let apart = (DECIMALS..DECIMALS_STATED).find(|decimals| said(*decimals).0 != said(*decimals).1);
            let (stored, comes_to) = said(apart.unwrap_or(DECIMALS_STATED));
            format!("{cell} is stored as {stored} and comes to {comes_to}")
        });
        let mut named: Vec<String> = named.collect();
        if cells.len() > NAMED {
            named.push(format!("{} more", wording::number(cells.len() - NAMED)));
        }
        let follow = match formulas.following.len() {
            0 => String::new(),
            1 => "; one other result follows from it".to_string(),
            many => format!("; {} other results follow from it", wording::number(many)),
        };
        let message = format!(
            "{}{} not up to date: {}{follow}",
            whose(view, file),
            match cells.len() {
                1 => format!("a result in {} is", file_name(&file.path)),
                many => format!("{} results in {} are", wording::number(many), file_name(&file.path)),
            },
            named.join("; "),
        );
        let figures = formulas.stale.iter().flat_map(|stale| [stale.stored, stale.comes_to]);
        let figures: Vec<String> = figures.map(|figure| plain(figure, DECIMALS_STATED)).collect();
        let help = wording::mend_or_explain("recalculate it (F9), save, and send that");
        let draft = about(rule, file, &cells)?.stated_text(&stated::texts(figures.iter().map(String::as_str)));
        let draft = draft.related(formulas.following.iter().map(|stale| stale.at.clone()));
        Some(draft.says(message, help))
    })
}
