//! A status that is a colour and no word.

use super::{about_marks, first_of, help, must_be_mended};
use crate::check::cause::Marked;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "colour-alone",
    family: Family::Return,
    severity: Severity::Query,
    title: "A status is told by colour alone",
    what: "Cells of a column of choices are blank, and each has a colour of its own behind it. The form does not say what the colours \
           stand for. A colour that the whole row or column has, or the heading, is no status.",
    why: "A colour without a word is not read, and not by everybody who reads the paper either. The status would be missing.",
    mend: "Have the words written into the cells. Or say on the column in piperoll.toml what each colour stands for: \
           colours = { red = \"RED\", green = \"GREEN\" }; the nearest colour is taken then, and the paper prints the word.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.causes.shown.coloured.iter().filter_map(|marked| finding(rule, view, marked)).collect()
}

fn finding(rule: &Rule, view: &View<'_>, marked: &Marked<'_>) -> Option<Finding> {
    let Marked { table, column, cells } = marked;
    let named: Vec<String> = cells.iter().map(|(_, cell, hue)| format!("{} {hue}", wording::cell(&cell.at))).collect();
    let message = format!(
        "{}{} is told by colour alone ({}), and colours without a word are not read",
        table.opening(view),
        view.name(column),
        first_of(&named),
    );
    let mend = "have the words written into the cells, or say what the colours stand for by `colours` of the column in \
                piperoll.toml";
    Some(about_marks(rule, view, marked)?.says(message, help(must_be_mended(view, marked), mend)))
}
