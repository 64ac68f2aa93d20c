//! Texts that were spoilt when a file was saved.

use super::file_name;
use crate::check::{Rule, View, stated, wording};
use crate::finding::{Family, Finding, Severity};
use crate::returns::Trouble;
use crate::returns::spoilt::Spoilt;

pub(super) static RULE: Rule = Rule {
    code: "spoilt-text",
    family: Family::Return,
    severity: Severity::Query,
    title: "A text was spoilt when the file was saved",
    what: "Characters stand in a text that nobody typed: 'œ' for a pound sign (a .csv that was saved for MS-DOS), 'Â£' or 'â€™' (UTF-8 \
           that was taken for Windows-1252), '\u{fffd}' for one that was lost. Or a field of a .csv has a quotation mark inside it that \
           ends it too soon. A figure that cannot be read for it is an error of its own.",
    why: "The text would print as it stands. A unit such as '(œk)' is not read, and behind a stray quotation mark cells may have been \
          torn apart or put together.",
    mend: "Ask for the workbook itself, or save it anew as 'CSV UTF-8'. If the text is meant so, explain the finding.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    view.returns.troubles.iter().filter_map(|trouble| finding(rule, trouble)).collect()
}

fn finding(rule: &Rule, trouble: &Trouble) -> Option<Finding> {
    let Trouble::SpoiltText { at, area, text, spoilt, others } = trouble else { return None };
    let (name, cell) = (file_name(&at.file), wording::cell(at));
    let more = match others.len() {
        0 => String::new(),
        1 => "; so is another text of the file".to_string(),
        more => format!("; so are {more} other texts of the file"),
    };
    let message = format!("{name}: '{}' ({cell}) was spoilt: {}{more}", wording::quoted(text), spoilt.why());
    let mend = match spoilt {
        Spoilt::Quote => {
            format!("look at {cell} and the cells around it in {name}, and ask for the workbook itself as .xlsx")
        }
        _ => format!("ask for the workbook {name} was made from as .xlsx, or have it saved anew as 'CSV UTF-8'"),
    };
    let draft = rule.at(at).about_area(area.as_deref()).topic(name).related(others.iter().map(|(at, _)| at.clone()));
    let stated = stated::texts(std::iter::once(text).chain(others.iter().map(|(_, text)| text)).map(String::as_str));
    Some(draft.stated_text(&stated).says(message, wording::mend_or_explain(&mend)))
}
