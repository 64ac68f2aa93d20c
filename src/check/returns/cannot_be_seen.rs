//! What a kind of file does not tell of its sheets.

use super::file_name;
use crate::check::{Rule, View, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;
use crate::returns::look::Sight;

pub(in crate::check) static RULE: Rule = Rule {
    code: "cannot-be-seen",
    family: Family::Return,
    severity: Severity::Note,
    title: "The kind of file does not tell all that its sheets show",
    what: "The return is not an .xlsx or .xlsm workbook. A .csv holds texts alone, as they were shown; of an .xls or .xlsb, values and \
           formulas are read; of an .ods all but how its numbers are formatted and reckoned. A part of an .xlsx that cannot be read is a query.",
    why: "What cannot be seen cannot be checked: a hidden row, a struck scheme, a figure that another format shows otherwise, a comment \
          with a caveat.",
    mend: "Nothing need be done. Ask for .xlsx next time.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, view, trouble)).collect()
}

/// What cannot be checked, and why. `None` where all can.
fn unseen(sight: Sight) -> Option<(&'static str, &'static str)> {
    match sight {
        Sight::Whole => None,
        Sight::Part => Some((
            "the codes of number formats, hidden nils and calculation by hand",
            "they are not read from a file of its kind",
        )),
        Sight::Values => Some((
            "number formats, hidden rows and columns, struck text, colours and comments",
            "they are not read from a file of its kind",
        )),
        Sight::Damaged => Some((
            "some number formats, hidden rows and columns, struck text, colours or comments",
            "a part of it cannot be read",
        )),
        Sight::Text => Some((
            "number formats, formulas, hidden rows and columns, struck text, colours and comments",
            "a .csv holds texts alone, as they were shown",
        )),
    }
}

fn finding(rule: &Rule, view: &View<'_>, trouble: &Trouble) -> Option<Finding> {
    let Trouble::CannotBeSeen { at, sight } = trouble else { return None };
    let (what, because) = unseen(*sight)?;
    let name = file_name(&at.file);
    let file = view.returns.files.iter().find(|file| file.path == at.file);
    let area = file.and_then(|file| file.area.as_deref());
    let message = format!("of {name}, {what} cannot be checked: {because}");
    let draft = rule.at(at).about_area(area).topic(name);
    if *sight == Sight::Damaged {
        let sha256 = file.map(|file| file.sha256.as_str()).unwrap_or_default();
        let mend = "open it in Excel or LibreOffice, save it under a new name and send that";
        return Some(draft.weighing(Severity::Query).stated_text(sha256).says(message, wording::mend_or_explain(mend)));
    }
    Some(draft.says(message, "nothing need be done; an .xlsx would tell all of it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_sight_leaves_nothing_unseen() {
        assert_eq!(unseen(Sight::Whole), None);
        for sight in [Sight::Part, Sight::Values, Sight::Damaged, Sight::Text] {
            assert!(unseen(sight).is_some(), "{sight:?}");
        }
    }
}
