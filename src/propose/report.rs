//! The beginning of a proposed form: where it comes from, and the appendix as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::Holds;
use super::columns;
use super::draft::Draft;
use super::given::Given;
use super::list::List;
use super::write::{TO_DECIDE, name};
use crate::decision::entry::quoted;
use crate::money::Unit;

/// The same of the committee, which no workbook says.
const NO_COMMITTEE: &str = "The committee";

/// What stands in the form of a council whose name no workbook says.
const NO_COUNCIL: &str = "The council";

pub(super) fn head(out: &mut String, draft: &Draft, given: &[Given]) {
    let files = match given.len() {
        1 => "one workbook".to_string(),
        many => format!("{many} workbooks"),
    };
    let _ = writeln!(
        out,
        "# This form was proposed by `piperoll new` from {files}. A comment beside a guess says how sure it is: 'sure' where the\n\
         # workbooks say it in so many words or in a live formula, 'likely' where their figures do, 'a guess' where little does.\n\
         # '{}' marks what no workbook can tell. Every key is explained in docs/form.md.",
        TO_DECIDE.trim_end_matches([':', ' '])
    );
    for left in &draft.left_out {
        let _ = writeln!(out, "# {TO_DECIDE}not in this form is {left}.");
    }
    out.push_str("version = 1\n\n");
}

/// The list that the paper is about: that of the most items with a target, else of the most.
pub(super) fn main_list<'l>(lists: &[&'l List]) -> Option<&'l List> {
    let has_target = |list: &List| columns::roles(&list.columns).iter().any(|role| role.role == "target");
    let candidates = lists.iter().copied().filter(|list| list.is_main());
    candidates.max_by_key(|list| (has_target(list), list.columns.len()))
}

pub(super) fn report(out: &mut String, draft: &Draft, given: &[Given], lists: &[&List], main: Option<&List>) {
    out.push_str("[report]\n");
    let _ = writeln!(out, "title = \"Savings: {{{{period}}}}\"  # {TO_DECIDE}the paper's title");
    match council(given) {
        Some(name) => {
            let _ = writeln!(out, "council = {}  # likely: a title says it", quoted(&name));
        }
        None => {
            let _ = writeln!(out, "council = {}  # {TO_DECIDE}no workbook names the council", quoted(NO_COUNCIL));
        }
    }
    let _ = writeln!(out, "committee = {}  # {TO_DECIDE}the committee that it goes to", quoted(NO_COMMITTEE));
    let main_columns = main.map(|list| list.columns.as_slice()).unwrap_or_default();
    let unit = main_columns.iter().find_map(|column| column.unit.as_ref().map(|unit| unit.value));
    let unit =
        unit.or_else(|| lists.iter().flat_map(|list| &list.columns).find_map(|it| it.unit.as_ref().map(|it| it.value)));
    let unit = unit.unwrap_or(Unit::Thousands);
    let parentheses = draft.newest.joined.iter().any(|joined| {
        joined
            .sheet
            .look
            .styles
            .values()
            .any(|style| style.format.as_ref().is_some_and(|it| it.contains(";(") || it.contains(";\\(")))
    });
    let mut money = format!("unit = \"{}\"", name(unit));
    if unit == Unit::Millions {
        let _ = write!(money, ", decimals = {}", decimals(draft));
    }
    if parentheses {
        money.push_str(", negative = \"parentheses\"");
    }
    let _ = writeln!(out, "money = {{ {money} }}");
    if main.is_some_and(|main| is_negative(draft, main)) {
        out.push_str("savings = \"negative\"  # likely: most of the targets are negative\n");
    }
    let joined: Vec<_> = draft.newest.joined.iter().collect();
    if let Some(text) = columns::not_applicable(&joined) {
        let _ = writeln!(out, "not_applicable = {}", quoted(&text));
    }
    let Some(main) = main else {
        out.push('\n');
        return;
    };
    if lists.len() > 1 {
        let _ = writeln!(out, "main_list = {}  # likely: it has the most columns of figures", quoted(&main.id));
    }
    let roles = columns::roles(&main.columns);
    let has_target = roles.iter().any(|role| role.role == "target");
    if has_target {
        let keys: Vec<String> = roles.iter().map(|role| format!("{} = {}", role.role, quoted(&role.id))).collect();
        let open: Vec<String> = roles.iter().filter(|role| role.others > 0).map(|role| role.role.to_string()).collect();
        let why: Vec<String> = roles.iter().map(|role| format!("{} '{}'", role.role, role.word)).collect();
        let no_word = roles.iter().any(|role| role.word.is_empty());
        let why = match (open.is_empty(), no_word) {
            (_, true) => format!("{TO_DECIDE}whether that column is the target; no heading says it"),
            (false, _) => format!("{TO_DECIDE}which column is meant, of several: {}", open.join(", ")),
            (true, false) => format!("likely: by words of headings: {}", why.join(", ")),
        };
        let _ = writeln!(out, "roles = {{ {} }}  # {why}", keys.join(", "));
    }
    if !has_target {
        let _ = writeln!(
            out,
            "# {TO_DECIDE}which columns the first page shows; no heading says it: roles = {{ target = \"…\" }}"
        );
    }
    let words: Vec<String> = roles
        .iter()
        .filter(|role| has_target && role.role != "target" && (role.word.ends_with("ed") || role.word == "likely"))
        .map(|role| format!("{} = {}", role.role, quoted(role.word)))
        .collect();
    if !words.is_empty() {
        let _ = writeln!(out, "words = {{ {} }}  # likely: the words of those headings", words.join(", "));
    }
    out.push('\n');
}

/// The council's name, as a title of most workbooks says it.
fn council(given: &[Given]) -> Option<String> {
    const COUNCILS: [&str; 3] = ["Council", "Borough", "Authority"];
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for given in given {
        let names: BTreeSet<String> = given
            .titles()
            .iter()
            .filter_map(|text| {
                let part = text.split([':', '–', '—', '|', ',']).next()?.split(" - ").next()?.trim();
                let words: Vec<&str> = part.split(' ').collect();
                let capital = part.starts_with(char::is_uppercase);
                let named = words.last().is_some_and(|word| COUNCILS.contains(word))
                    || words.first() == Some(&"Cyngor")
                    || words.get(..2) == Some(&["Borough", "of"])
                    || words.get(1..3) == Some(&["Borough", "of"]);
                let by = words.iter().any(|word| ["by", "to", "the", "from", "approved"].contains(word));
                ((2..=6).contains(&words.len()) && capital && named && !by).then(|| part.to_string())
            })
            .collect();
        for name in names {
            *counts.entry(name).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(name, times)| (*times, std::cmp::Reverse(name.len()))).map(|(name, _)| name)
}

fn is_negative(draft: &Draft, main: &List) -> bool {
    let target = columns::roles(&main.columns).into_iter().next().map(|role| role.id);
    let first = main.columns.iter().find(|column| column.holds == Holds::Money);
    let column = target.and_then(|target| main.columns.iter().find(|column| column.id == target)).or(first);
    let Some(column) = column else { return false };
    let index = draft.newest.lists.iter().position(|list| list.as_ref().is_some_and(|list| list.id == main.id));
    let Some(joined) = index.and_then(|index| draft.newest.joined.get(index)) else { return false };
    let figures: Vec<_> = joined
        .table
        .items()
        .filter_map(|row| joined.figure(row.at, column.at))
        .filter(|figure| !figure.is_zero())
        .collect();
    let negative = figures.iter().filter(|figure| figure.is_sign_negative()).count();
    negative * 2 > figures.len()
}

/// The decimal places of most amounts in millions.
fn decimals(draft: &Draft) -> u32 {
    let mut most = 0;
    for joined in &draft.newest.joined {
        for column in joined
            .table
            .columns
            .iter()
            .filter(|column| column.unit.as_ref().is_some_and(|unit| unit.value == Unit::Millions))
        {
            for row in joined.table.items() {
                most = most.max(joined.figure(row.at, column.at).map_or(0, |figure| figure.normalize().scale()));
            }
        }
    }
    most.clamp(1, 3)
}
