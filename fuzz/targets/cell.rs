//! A cell's text, and behind a NUL the code of a number format: all that reads texts, by every kind of column.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use piperoll::form::{Column, Kind};
use piperoll::money::{self, Unit};
use piperoll::names::{Code, Heading, Label, Reference, Title, did_you_mean, one_line};
use piperoll::period;
use piperoll::privacy::{self, MayPrint};
use piperoll::returns::grid::Raw;
use piperoll::returns::number_format::{self, NumberFormat};
use piperoll::returns::value;
use piperoll_fuzz::{guard, sample};
use rust_decimal::Decimal;

thread_local! {
    static COLUMNS: RefCell<Vec<Column>> = RefCell::new(columns());
}

/// A column of every kind, unit and number of decimals that the samples have.
fn columns() -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for column in
        sample::all().iter().flat_map(|sample| &sample.inputs.setting.form.lists).flat_map(|list| &list.columns)
    {
        let alike = |known: &Column| {
            known.kind.plain() == column.kind.plain()
                && known.unit() == column.unit()
                && known.decimals() == column.decimals()
                && known.choices() == column.choices()
        };
        if !columns.iter().any(alike) {
            columns.push(column.clone());
        }
    }
    columns
}

fuzz_target!(init: guard::start(), |data: &[u8]| {
    let all = String::from_utf8_lossy(data);
    let (text, format) = all.split_once('\0').unwrap_or((&all, ""));
    let number = Decimal::from_str_exact(text.trim()).or_else(|_| Decimal::from_scientific(text.trim())).ok();
    let raws = [Some(Raw::Text(text.to_string())), number.map(Raw::Number), text.parse().ok().map(Raw::Date)];
    COLUMNS.with_borrow(|columns| {
        for column in columns {
            for raw in raws.iter().flatten() {
                let _ = value::read(column, Some(raw));
            }
        }
    });
    for unit in [Unit::Pounds, Unit::Thousands, Unit::Millions] {
        let _ = money::read_percent(text, unit);
        if let Ok(typed) = money::read_money(text, unit) {
            let value = typed.quantity.value();
            let _ = (money::say_money(value, unit), money::say_rounded(value, unit, 1), money::say_percent(value));
        }
    }
    let _ = (money::read_count(text), money::opens_as_figure(text), money::without_note_marks(text));
    for found in money::amounts_in(text) {
        let _ = text.get(found.start..found.start + found.text.len()).expect("an amount stands in the text");
    }
    let _ = (period::read_date(text), period::read_month(text), period::mentions(text));
    let _ = (period::Period::parse(text), period::names_a_period(text), period::moments_in(text));
    for (range, _) in period::dates_in(text) {
        let _ = text.get(range).expect("a date stands in the text");
    }
    let heading = Heading::of(text, 4);
    let _ = (heading.unit(), heading.without_unit(), heading.undated(), heading.without_moments(), heading.moments());
    let reference = Reference::of(text);
    let _ = (reference.closed_up(), reference.bare(), reference.as_it_looks());
    let _ = (Title::of(text), Label::of(text), Code::of(text), one_line(text), did_you_mean(text, ["Total", "Forecast"]));
    let may_print = MayPrint::contacts(&[]);
    for found in may_print.found(text) {
        let _ = text.get(found.range).expect("what is personal stands in the text");
    }
    let _ = (may_print.withheld(text), privacy::compared(text));
    let shown = NumberFormat::of(if format.is_empty() { text } else { format });
    for number in [number.unwrap_or_default(), Decimal::MAX, Decimal::MIN, Decimal::new(-15, 1), Decimal::new(44927, 0)] {
        let _ = shown.show(number);
        for kind in Kind::ALL {
            let _ = number_format::judge(number, &shown, kind, Unit::Thousands);
            let _ = number_format::judge_shown(number, text, kind, Unit::Pounds);
        }
    }
});
