//! `untraced-number`

mod typed;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::check::{Rule, View, stated, wording};
use crate::finding::{Family, Finding, Severity};
use crate::form::{Column, Form, Kind};
use crate::money::amounts_in;
use crate::source::Place;
use typed::Read;

pub(super) static RULE: Rule = Rule {
    code: "untraced-number",
    family: Family::Narrative,
    severity: Severity::Query,
    title: "An amount or a percentage that is typed where words are composed",
    what: "A template of the words, a fixed text of fixed.toml, or a note, a title, a label, a heading, a name (of an area, the council, \
           the committee, a sum in a tie), the meaning of a code or a source in piperoll.toml, says an amount or a percentage of its own, in figures or in words, and not by a name; or a helper is given a number; or a sign or a unit is typed beside a figure that a helper says \
           already. No check sees it, the workbook does not hold it, and it stays as it is when the figures change.",
    why: "Every figure that is published must be followed to a cell, or to the minute, report or control that gives it.",
    mend: "Say it by its name: {{money target}} in a template, {{figure.ID}} in a note. What stands in no return is a [[figure]] of the \
           form with `stated`, `source` and `as_at`; where no name can stand, as in a heading, the amount of a [[figure]] may be typed. What is no figure of the report (a limit, a threshold) can be explained.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for template in view.templates {
        let mut of_lines: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for (line, typed) in Read::of(&template.text).typed() {
            of_lines.entry(line).or_default().push(typed);
        }
        for (line, typed) in of_lines {
            let at = Place::line(template.file.as_str(), template.line.saturating_add(line.saturating_sub(1)));
            let text = usize::try_from(line).ok().and_then(|line| template.text.lines().nth(line.saturating_sub(1)));
            let whose = format!("the words '{}'", template.name);
            let mend = if template.is_fixed { FIXED } else { BY_NAME };
            findings.push(finding(rule, &at, (&whose, template.name), (text.unwrap_or_default(), &typed), mend));
        }
    }
    let mut told = BTreeSet::new();
    for text in texts(view.form) {
        let mut typed: Vec<String> = Read::of(text.text).typed().into_iter().map(|(_, typed)| typed).collect();
        if !text.takes_names {
            typed.retain(|typed| !(is_of_a_figure(view, typed) || text.is_heading && is_limit(text.text, typed)));
        }
        // A column by year has one heading for several columns.
        let own = if text.takes_names { text.text } else { "" };
        if !typed.is_empty() && told.insert((text.at.clone(), own, typed.clone())) {
            let mend = if text.takes_names { BY_NAME } else { NO_NAME };
            findings.push(finding(rule, &text.at, (&text.whose, &text.topic), (text.text, &typed), mend));
        }
    }
    findings
}

/// A text of the form that prints.
struct FormText<'f> {
    /// 'a note of the table 'plans''
    whose: String,
    /// What a finding about it is about.
    topic: String,
    text: &'f str,
    at: Place,
    /// Whether it may say a figure by its name.
    takes_names: bool,
    /// Whether it is a column's heading, in which a limit says which things the column is of.
    is_heading: bool,
}

/// Every text of the form in which a number may be typed.
fn texts(form: &Form) -> Vec<FormText<'_>> {
    let mut texts = Vec::new();
    for table in &form.tables {
        let labels = [("the total's label", &table.total_label), ("the subtotals' label", &table.subtotal_label)];
        let labels = labels.into_iter().filter_map(|(what, label)| Some((what, label.as_ref()?, false)));
        let others = labels.chain([("the title", &table.title, false)]);
        let notes = table.notes.iter().map(|note| ("a note", note, true));
        texts.extend(notes.chain(others).map(|(what, text, takes_names)| FormText {
            whose: format!("{what} of the table '{}'", table.id),
            topic: table.id.clone(),
            text,
            at: table.at.clone(),
            takes_names,
            is_heading: false,
        }));
    }
    let mut plain = |whose: String, topic: String, text, at: &Place| {
        texts.push(FormText { whose, topic, text, at: at.clone(), takes_names: false, is_heading: false });
    };
    // The form keeps no lines of these.
    let file = form.lists.first().map(|list| Place::file(list.at.file.clone()));
    let of_report = [
        ("the report's title", "title", &form.report.title),
        ("the council's name", "council", &form.report.council),
        ("the committee's name", "committee", &form.report.committee),
    ];
    for ((whose, topic, text), at) in of_report.into_iter().zip(file.iter().cycle()) {
        plain(whose.to_string(), topic.to_string(), text, at);
    }
    for area in &form.areas {
        plain(format!("the name of the area '{}'", area.id), area.id.clone(), &area.name, &area.at);
    }
    let of_lists = form.lists.iter().flat_map(|list| {
        let whose = |column: &Column| format!("the column '{}' of '{}'", column.id, list.id);
        list.columns.iter().map(move |column| (whose(column), format!("{} {}", list.id, column.id), column))
    });
    let of_figures = form.figures.iter().map(|figure| &figure.column);
    let of_figures = of_figures.map(|column| (format!("the figure '{}'", column.id), column.id.clone(), column));
    let mut headings = Vec::new();
    for (whose, topic, column) in of_lists.chain(of_figures) {
        for (code, means) in &column.codes {
            plain(format!("what '{code}' means in {whose}"), format!("{topic} {code}"), &means.means, &column.at);
        }
        headings.push((format!("the heading of {whose}"), topic, column));
    }
    for figure in &form.figures {
        let id = &figure.column.id;
        if let Some(source) = &figure.source {
            plain(format!("the source of the figure '{id}'"), format!("{id} source"), source, &figure.column.at);
        }
    }
    for bridge in &form.bridges {
        for label in [&bridge.from_label, &bridge.to_label] {
            plain(format!("a label of the bridge '{}'", bridge.id), bridge.id.clone(), label, &bridge.at);
        }
    }
    for tie in &form.ties {
        for sum in [&tie.left, &tie.right].into_iter().chain(&tie.items) {
            plain(format!("a name in the tie '{}'", tie.id), tie.id.clone(), &sum.name, &tie.at);
        }
    }
    texts.extend(headings.into_iter().map(|(whose, topic, column)| FormText {
        whose,
        topic,
        text: &column.heading,
        at: column.at.clone(),
        takes_names: false,
        is_heading: true,
    }));
    texts
}

/// Whether what is typed in a heading is a limit, as 'Schemes over £10,000'.
fn is_limit(text: &str, typed: &str) -> bool {
    let before = text.split(typed).next().unwrap_or_default().trim_end().to_lowercase();
    ["over", "under", "above", "below", "up to", "at least", "more than", "less than"]
        .iter()
        .any(|words| before.strip_suffix(words).is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '('])))
}

/// Whether an amount or a percentage, as typed, is what a `[[figure]]` of its kind comes to: where no name can stand it may be typed, and
/// is asked about when the figure changes.
fn is_of_a_figure(view: &View<'_>, typed: &str) -> bool {
    let percent = || typed.strip_suffix('%')?.trim().parse::<Decimal>().ok()?.checked_div(Decimal::ONE_HUNDRED);
    let amounts = amounts_in(typed);
    let (kind, comes_to) = match amounts.as_slice() {
        [amount] => (Kind::Money, Some(amount.quantity.value())),
        _ => (Kind::Percent, percent()),
    };
    let mut figures = view.form.figures.iter().zip(&view.figures.form_level);
    comes_to.is_some_and(|typed| {
        figures.any(|(form, found)| form.column.kind == kind && found.figure.amount() == Some(typed))
    })
}

/// What to do where a figure can be said by its name.
const BY_NAME: &str = "say it by its name ({{money …}} in words, {{figure.…}} in a note), as a [[figure]] with `stated`, `source` and \
     `as_at` where it stands in no return";

/// What to do in fixed words.
const FIXED: &str = "leave it out: fixed words say no figures but those that are filled in, with their signs and units";

/// What to do where no name can stand.
const NO_NAME: &str = "leave it out here, or give it as a [[figure]] with `stated`, `source` and `as_at`: what one comes to may be typed here";

fn finding(
    rule: &Rule,
    at: &Place,
    (whose, topic): (&str, &str),
    (text, typed): (&str, &[String]),
    mend: &str,
) -> Finding {
    let quoted: Vec<String> = typed.iter().map(|amount| format!("'{amount}'")).collect();
    let verb = if typed.len() == 1 { "comes" } else { "come" };
    let message = format!("{whose}: {} {verb} from no figure: nobody can follow it", wording::list_of(&quoted));
    let draft = rule.at(at).about_area(None).topic(&format!("{topic} {}", typed.join(" ")));
    // The answer is about this sentence.
    draft.stated_text(&stated::texts([text])).says(message, wording::mend_or_explain(mend))
}
