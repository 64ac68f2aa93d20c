//! On what the targets were checked: a sentence for each list or total that the council approved. It stands with what was compared, in what
//! everybody gets too: who approved it, and where that is minuted, is public.

use rust_decimal::Decimal;

use super::facts::{as_saving, words};
use super::known::{From, Known};
use super::tables::column_name;
use super::{Block, How, Material};
use crate::money;
use crate::reconcile::control::{Controlled, column, controlled};
use crate::source::Place;
use crate::words::handle;

/// A paragraph of all sentences; none where the form has no approved list.
pub(super) fn paragraph(material: &Material<'_>, known: &Known<'_>) -> Option<Block> {
    if material.form.controls.is_empty() {
        return None;
    }
    let all = controlled(material.form, material.decisions, material.reconciliation, &known.position);
    let sentences: Vec<String> = all.iter().filter_map(|found| sentence(material, known, found)).collect();
    (!sentences.is_empty()).then(|| Block::Paragraph { text: sentences.join(" ") })
}

fn sentence(material: &Material<'_>, known: &Known<'_>, found: &Controlled) -> Option<String> {
    let (fixed, control) = (&material.words.fixed, material.form.controls.get(found.index)?);
    let (list, column) = column(material.form, control)?;
    let what = if control.is_list() { fixed.control_list() } else { fixed.control_whole() };
    let money = material.form.report.money;
    // As all sentences say a saving, however the form writes it.
    let said = |name: &str, amount: Decimal, places: Vec<Place>| {
        let amount = as_saving(material.form, amount).unwrap_or(amount);
        let trace = known.add(name, None, amount, From::Cells(How::Worked, places));
        handle::spoken(&money::say_rounded(amount, money.unit, money.decimals), &trace)
    };
    let requests = found.whole.requests.iter().filter_map(|index| material.decisions.change_requests.get(*index));
    let lines: Vec<Place> = requests.map(|request| request.at.clone()).collect();
    let name = |of: &str| format!("control.{}.{of}", control.column);
    let (since, shown) = (found.whole.approved.since, found.shown_awaited());
    let mut more = String::new();
    // What was changed in all might be what was changed of a scheme that is exempt.
    let is_kept = material.decisions.exempt_in(material.form, material.period).next().is_some();
    if is_kept {
        more.extend((!lines.is_empty()).then(|| fixed.control_changes_kept().said()));
    } else if !lines.is_empty() {
        more.push_str(&match since.is_zero() {
            true => fixed.control_changes_nil().said(),
            false => fixed.control_changes().fill(&[("amount", &said(&name("changes"), since, lines.clone()))]),
        });
    }
    if !shown.is_zero() && !is_kept {
        more.push_str(&fixed.control_awaited().fill(&[("amount", &said(&name("awaited"), shown, lines))]));
    }
    if !control.unallocated.is_zero() && !is_kept {
        let amount = said(&name("unallocated"), control.unallocated, vec![control.at.clone()]);
        more.push_str(&fixed.control_unallocated().fill(&[("amount", &amount), ("item", &words(&list.item))]));
    }
    // By the figures, and not by what was found: a difference that was explained is one still.
    let text = if found.agrees(control, column) { fixed.control_agrees() } else { fixed.control_checked() };
    Some(text.fill(&[
        ("figure", &words(&column_name(material, column))),
        ("what", &what.said()),
        ("source", &words(control.source.trim())),
        ("date", &material.form.calendar.long_date(control.date)),
        ("minute", &words(control.minute.trim())),
        ("more", &more),
    ]))
}
