//! The findings that are not shown in full, counted by what they are and whose.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::plain;
use crate::check::wording;
use crate::finding::{Finding, Severity, Status};
use crate::form::Form;

/// Characters of a line.
const LINE: usize = 80;

/// The fewest characters that an area's name is cut to.
const NAME: usize = 12;

/// What weighs most stands first: what is open by its severity, then what is settled.
type Weight = (Status, Severity);

fn weight(finding: &Finding) -> Weight {
    match finding.status {
        Status::Open => (Status::Open, finding.severity),
        settled => (settled, Severity::Note),
    }
}

/// The `most` that weigh most, in their order, and all others.
pub(super) fn divided<'f>(findings: &[&'f Finding], most: usize) -> (Vec<&'f Finding>, Vec<&'f Finding>) {
    if findings.len() <= most {
        return (findings.to_vec(), Vec::new());
    }
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|index| findings.get(*index).map(|finding| weight(finding)));
    let mut is_full = vec![false; findings.len()];
    for index in order.into_iter().take(most) {
        if let Some(is_full) = is_full.get_mut(index) {
            *is_full = true;
        }
    }
    let (full, rest): (Vec<_>, Vec<_>) = findings.iter().zip(is_full).partition(|(_, is_full)| *is_full);
    let finding = |(finding, _): (&&'f Finding, bool)| *finding;
    (full.into_iter().map(finding).collect(), rest.into_iter().map(finding).collect())
}

/// A sentence and a line a code: how many, what they are, and of which areas. Nothing if there are none.
pub(super) fn counted(form: &Form, findings: &[&Finding]) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let mut codes: BTreeMap<(Weight, &str), BTreeMap<Option<&str>, usize>> = BTreeMap::new();
    for finding in findings {
        let areas = codes.entry((weight(finding), finding.code)).or_default();
        *areas.entry(finding.area.as_deref()).or_default() += 1;
    }
    let mut codes: Vec<_> =
        codes.into_iter().map(|((weight, code), areas)| (weight, areas.values().sum::<usize>(), code, areas)).collect();
    codes.sort_by_key(|(weight, number, code, _)| (*weight, Reverse(*number), *code));
    let heads: Vec<String> = codes.iter().map(|(weight, number, ..)| head(*weight, *number)).collect();
    let widest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or_default();
    let of_code = widest(&mut codes.iter().map(|(_, _, code, _)| code.len()));
    let of_number = widest(&mut heads.iter().filter_map(|head| head.find(' ')));
    let of_what = widest(&mut heads.iter().filter_map(|head| Some(head.len() - head.find(' ')?)));
    let mut text = match findings.len() {
        1 => "1 more finding is counted below; --all shows it in full.\n".to_string(),
        many => format!("{} more findings are counted below; --all shows each in full.\n", wording::number(many)),
    };
    for (head, (_, _, code, areas)) in heads.iter().zip(&codes) {
        let (number, what) = head.split_at(head.find(' ').unwrap_or_default());
        let start = format!("  {number:>of_number$}{what:<of_what$}  {code:<of_code$}  ");
        let room = LINE.saturating_sub(start.chars().count());
        text.push_str(format!("{start}{}", of_areas(form, areas, room)).trim_end());
        text.push('\n');
    }
    text.push('\n');
    text
}

/// '1,150 errors'
fn head(weight: Weight, number: usize) -> String {
    let (one, many) = match weight {
        (Status::Explained, _) => ("explained", "explained"),
        (Status::OpenAtPublication, _) => ("left open", "left open"),
        (_, Severity::Error) => ("error", "errors"),
        (_, Severity::Query) => ("query", "queries"),
        (_, Severity::Note) => ("note", "notes"),
    };
    wording::count(number, one, many)
}

/// 'Adults: 600, Children: 550, 3 more areas: 12': those with the most first, as many as there is room for.
fn of_areas(form: &Form, areas: &BTreeMap<Option<&str>, usize>, room: usize) -> String {
    let mut areas: Vec<(Option<&str>, usize)> = areas.iter().map(|(area, number)| (*area, *number)).collect();
    areas.sort_by_key(|(area, number)| (Reverse(*number), *area));
    let name = |area: Option<&str>| match area {
        Some(id) => plain(form.area(id).map_or(id, |area| &area.name)),
        None => "no one area".to_string(),
    };
    let mut said: Vec<String> = Vec::new();
    for (index, (area, number)) in areas.iter().enumerate() {
        let rest = areas.get(index + 1..).unwrap_or_default();
        let number = format!(": {}", wording::number(*number));
        let more = more(rest);
        let used: usize = said.iter().map(|said| said.chars().count() + 2).sum();
        let left = room.saturating_sub(used + number.len() + more.len());
        let name = name(*area);
        if name.chars().count() > left && index > 0 {
            let (_, others) = areas.split_at(index);
            said.push(self::more(others).trim_start_matches(", ").to_string());
            return said.join(", ");
        }
        said.push(format!("{}{number}", cut(&name, left.max(NAME))));
    }
    said.join(", ")
}

/// ', 3 more areas: 12'; nothing for none.
fn more(areas: &[(Option<&str>, usize)]) -> String {
    let number = wording::number(areas.iter().map(|(_, number)| number).sum());
    match areas.len() {
        0 => String::new(),
        more => format!(", {}: {number}", wording::count(more, "more area", "more areas")),
    }
}

/// A name, cut where it is longer.
fn cut(name: &str, width: usize) -> String {
    match name.char_indices().nth(width.saturating_sub(1)) {
        Some((end, _)) if name.chars().count() > width => {
            format!("{}…", name.get(..end).unwrap_or_default().trim_end())
        }
        _ => name.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::FORM;
    use crate::finding::Family;
    use crate::source::Place;

    fn findings(of: &[(&'static str, Severity, Status, &str, usize)]) -> Vec<Finding> {
        let one = |(code, severity, status, area, number): &(&'static str, Severity, Status, &str, usize)| {
            let area = (!area.is_empty()).then(|| (*area).to_string());
            let finding = Finding::new(code, Family::Cell, *severity, Place::file("x.xlsx"));
            vec![Finding { area, status: *status, ..finding }; *number]
        };
        of.iter().flat_map(one).collect()
    }

    #[test]
    fn the_worst_are_shown_in_their_order_and_what_is_settled_last() {
        let all = findings(&[
            ("settled", Severity::Error, Status::Explained, "", 2),
            ("error", Severity::Error, Status::Open, "", 1),
            ("query", Severity::Query, Status::Open, "", 2),
            ("note", Severity::Note, Status::Open, "", 1),
        ]);
        let all: Vec<&Finding> = all.iter().collect();
        let codes = |findings: Vec<&Finding>| findings.iter().map(|finding| finding.code).collect::<Vec<_>>();
        for (most, full, rest) in [
            (2, vec!["error", "query"], vec!["settled", "settled", "query", "note"]),
            (4, vec!["error", "query", "query", "note"], vec!["settled", "settled"]),
            (5, vec!["settled", "error", "query", "query", "note"], vec!["settled"]),
            (6, codes(all.clone()), vec![]),
        ] {
            let (shown, others) = divided(&all, most);
            assert_eq!((codes(shown), codes(others)), (full, rest), "{most}");
        }
    }

    #[test]
    fn others_are_counted_in_lines_that_a_terminal_holds() {
        let form = Form::parse("piperoll.toml", FORM).unwrap();
        let long = "the-area-for-everything-that-has-no-other-name-in-the-whole-of-the-council";
        let all = findings(&[
            ("odd", Severity::Note, Status::Open, "", 1),
            ("what-somebody-typed", Severity::Error, Status::Open, long, 1_200),
            ("what-somebody-typed", Severity::Error, Status::Open, "adults", 34),
            ("what-moved", Severity::Query, Status::Open, "adults", 1),
            ("what-moved", Severity::Query, Status::Explained, "adults", 2),
        ]);
        let all: Vec<&Finding> = all.iter().collect();
        let expected = "\
1,238 more findings are counted below; --all shows each in full.
  1,234 errors     what-somebody-typed  the-area-for-ev…: 1,200, Adults: 34
      1 query      what-moved           Adults: 1
      1 note       odd                  no one area: 1
      2 explained  what-moved           Adults: 2

";
        assert_eq!(counted(&form, &all), expected);
        assert!(counted(&form, &all[..1]).starts_with("1 more finding is counted below; --all shows it in full.\n"));
        assert_eq!(counted(&form, &[]), "");
    }
}
