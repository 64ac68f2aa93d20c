//! Characters that the appendix cannot print.

use crate::check::draft::Draft;
use crate::check::look::Line;
use crate::check::{Rule, View, stated, wording};
use crate::filled;
use crate::finding::{Family, Finding, Severity};
use crate::form::Column;
use crate::returns::Value;
use crate::source::Place;

pub(super) static RULE: Rule = Rule {
    code: "unprintable-character",
    family: Family::Cell,
    severity: Severity::Query,
    title: "A character that cannot be printed",
    what: "A text that prints holds a character for which the appendix's fonts have no shape. Letters of another script (Chinese, \
           Hindi, Arabic where the font lacks them) are a query, for the paper would print numbers in place of words. Picture signs, \
           and control codes pasted in from elsewhere, are a note; so are signs that would hide or reorder the text around them.",
    why: "An accessible PDF may not hold text without a shape. The character's number is printed in its place, as [U+4E2D].",
    mend: "Replace the character where it stands with one that prints, or put a font that has it (.ttf, .otf) into templates/fonts of the \
           collection: it is then used for what the embedded fonts lack.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut found = view.in_columns(|line, column| in_cell(rule, view, line, column));
    found.extend(in_papers(rule, view));
    found
}

/// So many characters are said; the others by their number.
const NAMED: usize = 6;

/// The characters of a text that do not print, and what is to say of them.
struct Unprintable {
    /// 'holds letters that cannot be printed: they print as their numbers, [U+4E2D]'
    says: String,
    /// Their numbers.
    stated: String,
    severity: Severity,
}

impl Unprintable {
    fn of(view: &View<'_>, text: &str) -> Option<Unprintable> {
        let characters = view.fonts.unprintable(text);
        let letters = characters.iter().any(|character| character.is_alphabetic());
        let numbers: Vec<String> =
            characters.iter().map(|character| format!("[U+{:04X}]", u32::from(*character))).collect();
        let (holds, print) = match (numbers.len(), letters) {
            (0, _) => return None,
            (1, false) => ("a character that cannot be printed", "it prints as its number"),
            (1, true) => ("a letter that cannot be printed", "it prints as its number"),
            (_, false) => ("characters that cannot be printed", "they print as their numbers"),
            (_, true) => ("letters that cannot be printed", "they print as their numbers"),
        };
        let severity = if letters { Severity::Query } else { Severity::Note };
        let says = format!("holds {holds}: {print}, {}", wording::first_of(&numbers, NAMED));
        Some(Unprintable { says, stated: stated::texts([numbers.join(", ").as_str()]), severity })
    }

    fn told(self, draft: Draft, whose: &str, place: &str) -> Finding {
        let mend = format!("replace it in {place}, or put a font that has it into templates/fonts");
        let help = match self.severity {
            Severity::Note => mend,
            _ => wording::mend_or_explain(&mend),
        };
        draft.weighing(self.severity).stated_text(&self.stated).says(format!("{whose} {}", self.says), help)
    }
}

fn in_cell(rule: &Rule, view: &View<'_>, line: &Line<'_>, column: &Column) -> Option<Finding> {
    let cell = line.row.cells.get(&column.id)?;
    let Value::Text(text) = &cell.value else { return None };
    let unprintable = Unprintable::of(view, text)?;
    let place = wording::cell(&cell.at);
    let whose = format!("{}: {} ({place})", view.whose(line), view.name(column));
    Some(unprintable.told(rule.at(&cell.at).about_line(view, line).cell(column, cell), &whose, &place))
}

/// The words of the collection's own: each by its name, as it prints but for what is filled in, and its first line with a character that
/// cannot be printed. The built-in ones have none.
fn own_words(view: &View<'_>) -> Vec<(String, String, Place)> {
    let words = view.templates.iter().map(|template| {
        let is_it = |line: &str| !view.fonts.unprintable(line).is_empty();
        let line = template.text.lines().position(is_it).and_then(|line| u32::try_from(line).ok()).unwrap_or_default();
        let printed = filled::substitute(&template.text, |_| Some(String::new()));
        let at = Place::line(template.file.as_str(), template.line.saturating_add(line));
        (format!("the words '{}'", template.name), printed, at)
    });
    words.collect()
}

/// What the form, the decisions and the words say in print.
fn in_papers(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let (form, decisions) = (view.form, view.decisions);
    let file = form.lists.first().map(|list| Place::file(list.at.file.clone()));
    let report =
        [("title", &form.report.title), ("council", &form.report.council), ("committee", &form.report.committee)];
    let mut texts: Vec<(String, &str, &Place)> = Vec::new();
    if let Some(file) = &file {
        texts.extend(report.map(|(key, text)| (format!("the {key} of the report"), text.as_str(), file)));
    }
    texts.extend(
        form.areas.iter().map(|area| (format!("the name of the area {}", area.id), area.name.as_str(), &area.at)),
    );
    texts.extend(
        form.tables
            .iter()
            .map(|table| (format!("the title of the table {}", table.id), table.title.as_str(), &table.at)),
    );
    for list in &form.lists {
        let heading = |column: &'_ Column| format!("the heading of the column {} of {}", column.id, list.id);
        texts.extend(list.columns.iter().map(|column| (heading(column), column.heading.as_str(), &column.at)));
    }
    let period = view.returns.period;
    for one in decisions.explanations.iter().filter(|one| one.period.is_none_or(|of| of == period)) {
        texts.push((format!("the explanation of {}", one.finding), &one.words, &one.at));
    }
    for one in decisions.set_asides_of(period) {
        texts.push((format!("what is said to set aside {}", one.finding), &one.words, &one.at));
    }
    for one in decisions.change_requests.iter().filter(|one| one.period == period) {
        texts.push((format!("the words of change request {}", one.reference), &one.words, &one.at));
    }
    let words = own_words(view);
    texts.extend(words.iter().map(|(what, text, at)| (what.clone(), text.as_str(), at)));
    let told = |(what, text, at): (String, &str, &Place)| {
        let draft = rule.at(at).about_area(None).topic(&what);
        Some(Unprintable::of(view, text)?.told(draft, &what, &at.to_string()))
    };
    texts.into_iter().filter_map(told).collect()
}
