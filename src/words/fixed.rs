//! The fixed words of the appendix: headings, titles and sentences that print and are no one's own. They are data
//! (templates/words/fixed.toml), of which a collection replaces single ones. Names stand in them as in the headings of piperoll.toml.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use super::{Template, handle, language};
use crate::file::{self, Limit};
use crate::filled;
use crate::formula;
use crate::names::{Title, did_you_mean};
use crate::source::{Fault, Place};
use crate::toml_reader::{Document, Key, Keys, Shape, read};

/// The file with a collection's own, in its folder of words.
pub(super) const FILE: &str = "fixed.toml";

/// The largest such file; that of the built-in words has 5 KB.
const LARGEST: Limit = Limit { bytes: 256 * 1024, mend: "see that these are fixed words, and take out what is not" };

/// The page of the docs that says what may stand there, and its section.
const PAGE: &str = "docs/words.md, Fixed words";

/// The most characters of a heading of a column; a sheet's heading and a text in a formula have room for more.
const LONGEST_HEADING: usize = 120;

/// A text with what is filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    /// As it prints, where nothing is filled in.
    pub fn said(&self) -> String {
        self.fill(&[])
    }

    /// The text with a value in the place of each name. Values may hold marks (see [`handle::spoken`]) and stay as they are.
    pub fn fill(&self, values: &[(&str, &str)]) -> String {
        debug_assert_eq!(sorted(self.names()), sorted(values.iter().map(|(name, _)| *name).collect()), "{self:?}");
        let value = |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_string());
        filled::substitute(&self.0, value)
    }

    /// As it is written, with its names.
    pub(crate) fn written(&self) -> &str {
        &self.0
    }

    fn names(&self) -> Vec<&str> {
        filled::names(&self.0)
    }
}

fn sorted(mut names: Vec<&str>) -> Vec<&str> {
    names.sort_unstable();
    names.dedup();
    names
}

/// The words with a function for each key of fixed.toml. A key that is used and not here does not compile, and one that nothing uses is
/// a warning.
macro_rules! fixed {
    ($($key:ident)*) => {
        /// fixed.toml
        static KEYS: Keys = Keys { table: "", keys: &[$(Key::may(stringify!($key), Shape::Text),)*] };

        /// Each text by its key; fixed.toml says where it prints.
        impl Fixed {
            $(pub(crate) fn $key(&self) -> &Text {
                self.text(stringify!($key))
            })*
        }
    };
}

/// The fixed words of one collection.
#[derive(Debug, Clone)]
pub struct Fixed {
    texts: BTreeMap<&'static str, Text>,
    /// Whether they are English, as the checks' own sentences are.
    pub(super) is_english: bool,
}

fixed! {
    heading_changes heading_no_prior furthest_title furthest_about furthest_short furthest_own_row furthest_no_reason unexplained_changes
    term_target term_forecast term_achieved
    not_known moved_up moved_down moved_not moved_not_known points list_end list_more became by_virement prior_returns prior_published
    january february march april may june july august september october november december
    long_date period_quarter period_month period_budget period_outturn end_of_year leads_on
    annex_title annex_chart reasons_title reasons_about reasons_asked
    movement_title movement_about years_title years_about service_area year levels_title levels_about level opening closing
    line_new line_closed line_transfers line_split line_merged line_rebased line_reprofiled line_virements line_corrections line_awaited line_other line_none
    total other_changes_net line_net negative_savings
    largest_title largest_about item items whole_title whole_about figure then now change
    approved_since approval_awaited
    reason_given reason_new reason_closed reason_awaited reason_more_asked reason_not_asked
    control_agrees control_checked control_list control_whole control_changes control_changes_nil control_changes_kept control_awaited control_unallocated
    chart_title chart_about
    trend_title trend_about trend_lines trend_lines_about trend_scale trend_years trend_none trend_not_read trend_exempt trend_not_updated trend_others
    table_about table_with_total_about table_of_texts_about subtotal total_of not_readable table_elsewhere columns_left_out
    bridge_about bridge_step bridge_year bridge_amount bridge_total bridge_rest
    rounding rating_key rating_up_to rating_lower rating_higher rating_beyond rating_percent rating_its_own rating_of_rows rating_groups rating_areas rating_whole
    not_rated not_rated_unknown not_rated_code not_rated_nil not_rated_beyond
    formula_plus formula_less formula_times formula_divided_by formula_is formula_is_not formula_is_less formula_at_most formula_is_more
    formula_at_least formula_and formula_or formula_minus formula_not formula_size formula_sum
    outside_totals outside_totals_row certainty certainty_part certainty_certain certainty_planned certainty_subject_to_approval certainty_unmitigated certainty_none
    one_off one_off_recurrent one_off_part one_off_none one_off_items full_year full_year_more full_year_less full_year_same full_year_open
    code_under columns_and returned_as section_names net_total tie tie_plus bridge_includes amount_in_year
    new_year_title new_year_about new_year_delivered new_year_undelivered new_year_brought_forward new_year_written_off new_year_one_off
    new_year_unknown new_year_undecided new_year_beyond new_year_ended new_year_once new_year_opens_with new_year_opens_at_nil
    not_updated not_updated_here not_updated_movement
    set_aside set_aside_computed set_aside_name set_aside_follows set_aside_about set_aside_followed
    settled_title settled_about settled_where settled_asked settled_answer settled_by settled_date settled_whole settled_return settled_cell
    settled_stands settled_until
    left_open_title left_open_about left_open_why left_open_by left_open_due
    record_about record_reference record_amount record_words record_by record_date record_to record_due
    revised_of revised_title revised_text revised_none revised_table revised_about revised_was revised_is
    exempt_not_for_publication exempt_likely_private exempt_law_england exempt_law_wales exempt_law_scotland exempt_law_executive exempt_mark
    exempt_title exempt_about exempt_what exempt_virtue exempt_interest exempt_cell_of exempt_scheme exempt_column exempt_area exempt_table
    page contents figures_as_at meeting_of cleared_by fingerprint draft for_clearance draft_about for_clearance_about
    sheet_page sheet_none_under sheet_nothing sheet_no_entries
}

/// What tells a paper that is not cleared from one that is: nobody says something else there.
const MARKS: [&str; 4] = ["draft", "for_clearance", "draft_about", "for_clearance_about"];

/// Those of them that stand on every page and sheet.
const MARKS_ACROSS: [&str; 2] = ["draft", "for_clearance"];

/// The lines of a movement: what stands in the sheet 'Changes', where sums pick the rows out by it.
const LINES: [&str; 12] = [
    "line_new",
    "line_closed",
    "line_transfers",
    "line_split",
    "line_merged",
    "line_rebased",
    "line_reprofiled",
    "line_virements",
    "line_corrections",
    "line_awaited",
    "line_other",
    "line_none",
];

/// The headings of the columns of each table of ours, but for those of the lines.
const HEADINGS: [&[&str]; 13] = [
    &["service_area", "opening", "closing"],
    &["year", "opening", "closing"],
    &["service_area", "level", "opening", "closing"],
    &["service_area", "opening", "change", "closing"],
    &["item", "figure", "then", "now", "change", "reason_given"],
    &["item", "furthest_short", "reason_given"],
    &["figure", "then", "now", "change"],
    &["bridge_step", "bridge_year", "bridge_amount", "bridge_total"],
    &["settled_where", "settled_asked", "settled_answer", "settled_by", "settled_date"],
    &["settled_where", "reasons_asked", "settled_answer", "settled_by", "settled_date"],
    &["service_area", "settled_asked", "left_open_why", "left_open_by", "left_open_due"],
    &["service_area", "item", "figure", "revised_was", "revised_is"],
    &[
        "record_reference",
        "service_area",
        "item",
        "record_amount",
        "record_words",
        "record_by",
        "record_date",
        "record_to",
        "record_due",
    ],
];

/// How many of them are tables of movements, whose other columns are the lines.
const OF_MOVEMENTS: usize = 3;

impl Fixed {
    /// The built-in words in English.
    pub fn built_in() -> &'static Fixed {
        // A test holds that nothing is wrong with them, and that none is missing.
        static ENGLISH: LazyLock<Fixed> =
            LazyLock::new(|| Fixed { texts: texts(language::ENGLISH.fixed), is_english: true });
        &ENGLISH
    }

    /// The built-in words of a language with those of `folder` in their place, if it has a file of them, and the texts of that file, each
    /// with its line. `shown` is the folder's path for messages; what is wrong goes into `faults`, and so does each text that neither has.
    pub(super) fn load(folder: &Path, shown: &str, language: &str, faults: &mut Vec<Fault>) -> (Fixed, Option<Own>) {
        let built_in = Fixed {
            texts: language::of(language).map(|language| texts(language.fixed)).unwrap_or_default(),
            is_english: language::is_english(language),
        };
        let path = folder.join(FILE);
        let file = format!("{shown}/{FILE}");
        let (fixed, own) = match file::is_there(&path).then(|| file::read_text(&path, LARGEST)) {
            None => (built_in, None),
            Some(Ok(text)) => {
                let (fixed, texts) = built_in.with(&file, &text, faults);
                (fixed, Some(Own { file, text, texts }))
            }
            Some(Err(why)) => {
                faults.push(Fault::new(Place::line(file, 1), why.to_string()));
                return (built_in, None);
            }
        };
        let english = Fixed::built_in();
        let is_missing = |key: &&Key| !fixed.texts.contains_key(key.name);
        faults.extend(KEYS.keys.iter().filter(is_missing).map(|key| {
            let says = &english.text(key.name).0;
            let message = format!("`{}` is missing (in English: \"{says}\")", key.name);
            Fault::new(Place::line(format!("{shown}/{FILE}"), 1), message)
        }));
        (fixed, own)
    }

    fn text(&self, key: &str) -> &Text {
        static NONE: Text = Text(String::new());
        self.texts.get(key).unwrap_or(&NONE)
    }

    /// These words with those of a file in their place.
    fn with(&self, file: &str, text: &str, faults: &mut Vec<Fault>) -> (Fixed, Vec<Template>) {
        let document = read(file, text, &KEYS);
        let english = Fixed::built_in();
        let mut fixed = self.clone();
        let mut texts = Vec::new();
        let mut amiss = Vec::new();
        for key in KEYS.keys.iter().map(|key| key.name) {
            let Some(own) = document.table.text(key) else { continue };
            let own = handle::without_marks(own.trim());
            let at = document.table.at(key);
            amiss.extend(wrong(key, &own, english.text(key)).map(|message| Fault::new(at.clone(), message)));
            if MARKS.contains(&key) && self.texts.contains_key(key) {
                let message =
                    format!("`{key}` tells readers that a paper is not cleared, and stays as it is: take it out");
                amiss.push(Fault::new(at.clone(), message));
            }
            // In a language that only the collection knows, nobody else can tell what it says.
            let own = match MARKS_ACROSS.contains(&key) && !self.texts.contains_key(key) {
                true => format!("{own} / {}", english.text(key).0),
                false => own,
            };
            let line = at.line.unwrap_or(1);
            texts.push(Template { name: key, file: file.to_string(), line, text: own.clone(), is_fixed: true });
            fixed.texts.insert(key, Text(own));
        }
        fixed.look_alike(&document, &mut amiss);
        amiss.extend(document.faults);
        faults.extend(document.outline.shown(amiss, text, PAGE));
        faults.sort_by_key(|fault| fault.at.line);
        (fixed, texts)
    }

    /// Lines of the movement, and columns of one table, that have the same words.
    fn look_alike(&self, document: &Document, faults: &mut Vec<Fault>) {
        let is_own = |key: &str| document.table.has(key);
        let mut told: Vec<(&str, &str)> = Vec::new();
        let mut tell = |keys: &[&'static str], why: &str| {
            for (index, first) in keys.iter().enumerate() {
                for second in keys.iter().skip(index + 1) {
                    let is_same = Title::same(&self.text(first).0, &self.text(second).0);
                    let (key, other) = if is_own(second) { (*second, *first) } else { (*first, *second) };
                    if is_same && is_own(key) && !told.contains(&(key, other)) {
                        told.push((key, other));
                        let message = format!("`{key}` has the same words as `{other}`: {why}");
                        faults.push(Fault::new(document.table.at(key), message));
                    }
                }
            }
        };
        tell(
            &LINES,
            "two lines of the movement need two names, as the sums over the sheet 'Changes' tell them apart by these",
        );
        for (index, columns) in HEADINGS.iter().enumerate() {
            let lines: &[&str] = if index < OF_MOVEMENTS { &LINES } else { &[] };
            tell(&[*columns, lines].concat(), "two columns of one table need two headings");
        }
    }
}

/// The texts of a language.
fn texts(toml: &str) -> BTreeMap<&'static str, Text> {
    let document = read("the built-in fixed words", toml, &KEYS);
    KEYS.keys.iter().filter_map(|key| Some((key.name, Text(document.table.string(key.name)?)))).collect()
}

/// A collection's own file.
#[derive(Debug)]
pub(super) struct Own {
    /// Its name for messages.
    pub(super) file: String,
    /// What stands in it.
    pub(super) text: String,
    /// Its texts, each with its line.
    pub(super) texts: Vec<Template>,
}

/// What is wrong with a text by itself.
fn wrong(key: &str, own: &str, built_in: &Text) -> impl Iterator<Item = String> {
    let text = Text(own.to_string());
    let (has, may) = (sorted(text.names()), sorted(built_in.names()));
    let written = |name: &&str| format!("{{{{{name}}}}}");
    let mut messages = Vec::new();
    for name in has.iter().filter(|name| !may.contains(name)) {
        let hint = did_you_mean(name, may.iter().copied());
        let there = match may.as_slice() {
            [] => "nothing is filled in here".to_string(),
            may => format!("what is filled in here is {}", may.iter().map(written).collect::<Vec<_>>().join(", ")),
        };
        messages.push(format!("`{key}` has {}, and {there}{hint}", written(name)));
    }
    for name in may.iter().filter(|name| !has.contains(name)) {
        messages.push(format!("`{key}` lacks {}, which the appendix needs there", written(name)));
    }
    if Title::of(own).is_empty() {
        messages.push(format!("`{key}` has no character that is seen"));
    }
    let typed = filled::substitute(own, |_| Some(String::new()));
    // The numbers in the name of a law are no figures.
    if typed.contains(char::is_numeric) && !key.starts_with("exempt_law_") {
        messages.push(format!("`{key}` holds a figure: fixed words say no figures, as nobody could follow them"));
    }
    if typed.contains(['{', '}']) {
        messages.push(format!("`{key}` has a curly bracket that belongs to no name: names are written {{{{name}}}}"));
    }
    if typed.contains(char::is_control) {
        messages.push(format!("`{key}` has a line break or a character that does not print: it is one line"));
    }
    let is_line = LINES.contains(&key);
    if is_line && !formula::is_criterion(own) {
        messages.push(format!(
            "`{key}` cannot have '*', '?' or '~', nor begin with '=', '<' or '>': the sums over the sheet 'Changes' would take it for a \
             pattern"
        ));
    }
    if (is_line || HEADINGS.iter().any(|columns| columns.contains(&key))) && own.chars().count() > LONGEST_HEADING {
        messages.push(format!("`{key}` is longer than {LONGEST_HEADING} characters, and heads a column"));
    }
    messages.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(own: &str) -> Vec<String> {
        let mut faults = Vec::new();
        Fixed::built_in().with("fixed.toml", own, &mut faults);
        faults.into_iter().map(|fault| format!("{}: {}", fault.at.line.unwrap_or(0), fault.message)).collect()
    }

    #[test]
    fn the_built_in_words_are_right_and_none_is_missing() {
        for tag in language::tags() {
            let toml = language::of(tag).unwrap().fixed;
            let mut faults = Vec::new();
            // As if a collection brought them all.
            let none = Fixed { texts: BTreeMap::new(), is_english: false };
            let (fixed, _) = none.with("fixed.toml", toml, &mut faults);
            let faults: Vec<String> = faults.into_iter().map(|fault| fault.message).collect();
            assert_eq!(faults, [""; 0], "{tag}");
            let missing: Vec<&str> =
                KEYS.keys.iter().map(|key| key.name).filter(|key| fixed.text(key).0.is_empty()).collect();
            assert_eq!(missing, [""; 0], "{tag}");
            for key in LINES.iter().chain(HEADINGS.concat().iter()) {
                assert_ne!(fixed.text(key).0, "", "{tag}: {key}");
            }
        }
    }

    #[test]
    fn each_fault_of_an_own_file_is_told_with_its_line() {
        for (own, told) in [
            ("oppening = \"Start\"", "1: unknown key `oppening` here; did you mean `opening`?"),
            ("opening = \" \"", "1: `opening` is blank; it must be text in quotes"),
            ("opening = \"\u{200b}\"", "1: `opening` has no character that is seen"),
            ("opening = 3", "1: `opening` must be text in quotes, and is a number"),
            ("\nopening = \"Was {{then}}\"", "2: `opening` has {{then}}, and nothing is filled in here"),
            (
                "subtotal = \"All of {{grup}}\"",
                "1: `subtotal` has {{grup}}, and what is filled in here is {{group}}; did you mean `group`?\n1: `subtotal` lacks {{group}}, \
                 which the appendix needs there",
            ),
            (
                "subtotal = \"All of {group}\"",
                "1: `subtotal` lacks {{group}}, which the appendix needs there\n1: `subtotal` has a curly bracket that belongs to no \
                 name: names are written {{name}}",
            ),
            (
                "rounding = \"Rounded to £1k.\"",
                "1: `rounding` holds a figure: fixed words say no figures, as nobody could follow them",
            ),
            (
                "rounding = \"Half: ½\"",
                "1: `rounding` holds a figure: fixed words say no figures, as nobody could follow them",
            ),
            (
                "rounding = \"Of\\nrounding\"",
                "1: `rounding` has a line break or a character that does not print: it is one line",
            ),
            (
                "line_closed = \"new\"",
                "1: `line_closed` has the same words as `line_new`: two lines of the movement need two names, as the sums over the sheet \
                 'Changes' tell them apart by these",
            ),
            (
                "line_new = \"Closed\"",
                "1: `line_new` has the same words as `line_closed`: two lines of the movement need two names, as the sums over the sheet \
                 'Changes' tell them apart by these",
            ),
            (
                "draft = \"Final\"",
                "1: `draft` tells readers that a paper is not cleared, and stays as it is: take it out",
            ),
            ("now = \"Then\"", "1: `now` has the same words as `then`: two columns of one table need two headings"),
            (
                "opening = \"Closed\"",
                "1: `opening` has the same words as `line_closed`: two columns of one table need two headings",
            ),
            (
                "bridge_total = \"Amount ({{unit}})\"",
                "1: `bridge_total` has the same words as `bridge_amount`: two columns of one table need two headings",
            ),
        ] {
            assert_eq!(faults(own).join("\n"), told);
        }
        for line in ["New?", "New*", "~New", "=New", "<New", ">New"] {
            let told = faults(&format!("line_new = \"{line}\""));
            assert!(told.len() == 1 && told[0].starts_with("1: `line_new` cannot have '*', '?' or '~'"), "{told:?}");
        }
        assert_eq!(faults("reason_new = \"What is new? *\"\nsubtotal = \"{{ group }} in all\""), [""; 0]);
        let long = faults(&format!("line_new = \"{}\"", "New ".repeat(40)));
        assert_eq!(long, ["1: `line_new` is longer than 120 characters, and heads a column"]);
    }

    #[test]
    fn what_is_filled_in_stays_as_it_is() {
        let spoken = handle::spoken("£5k", "f3");
        let text = Text("{{a}} of {{ b }}, {{a}}".to_string());
        assert_eq!(text.fill(&[("a", &spoken), ("b", "{{a}}")]), format!("{spoken} of {{{{a}}}}, {spoken}"));
    }
}
