//! What a sheet shows beside its values: number formats, hidden, struck, merged, coloured, formulas, comments; another kind of
//! file.

use piperoll::form::Kind as Holds;
use rust_decimal::Decimal;

use super::{Kind, Pick, Summed, amount, amounts, item_cell, look, summed, table, title, wrong};
use crate::fault::{Edit, Fault};
use crate::random::Random;
use crate::sheet;
use crate::subject::{Content, Subject, Table};
use crate::workbook::{CellText, SheetText};

/// The kinds.
pub const KINDS: &[Kind] = &[
    look("shown-in-thousands", "a figure kept ×1,000 and shown by '#,##0,' as it should be", |s, r| {
        shown(s, r, |n| n * Decimal::ONE_THOUSAND, &["#,##0,", "0,"])
    }),
    look("column-shown-in-thousands", "a column kept ×1,000 and shown by '#,##0,', total too", |s, r| {
        column_by_thousand(s, r, Decimal::ONE_THOUSAND)
    }),
    wrong("column-shown-as-thousandth", "a column shown by '#,##0,' as a thousandth, total too", |s, r| {
        column_by_thousand(s, r, Decimal::ONE)
    }),
    wrong("shown-as-thousandth", "a figure shown by '#,##0,' as a thousandth", |s, r| {
        shown(s, r, |n| n, &["#,##0,", "#,##0.0,"])
    }),
    wrong("shown-as-words", "a format that shows words over a figure", |s, r| {
        shown(s, r, |n| n, &["\"TBC\"", "\"see note\"", "\"n/a\""])
    }),
    wrong("shown-as-words-over-nil", "a format that shows 'TBC' over nil", |s, r| {
        shown(s, r, |_| Decimal::ZERO, &["#,##0;-#,##0;\"TBC\"", "\"TBC\""])
    }),
    wrong("shown-in-euros", "a figure shown in another currency", |s, r| {
        shown(s, r, |n| n, &["[$€-2] #,##0", "[$$-409]#,##0", "#,##0 \"EUR\""])
    }),
    wrong("shown-as-percentage", "a figure shown as a percentage", |s, r| shown(s, r, |n| n, &["0%", "0.0%"])),
    wrong("shown-in-brackets", "a positive figure shown in brackets", |s, r| {
        shown(s, r, |n| n.abs(), &["(#,##0)", "\"(\"#,##0\")\"", "-#,##0"])
    }),
    wrong("shown-as-date", "a figure shown as a date", |s, r| shown(s, r, |n| n.abs(), &["mmm-yy", "dd/mm/yyyy"])),
    wrong("shown-not-at-all", "a figure that its format does not show", |s, r| shown(s, r, |n| n, &[";;;"])),
    wrong("row-hidden", "a row hidden by hand", |s, r| rows(s, r, "hide", "")),
    wrong("row-filtered", "a row hidden by a filter", |s, r| rows(s, r, "filter", "")),
    look("row-folded", "a row folded away", |s, r| rows(s, r, "fold", "")),
    wrong("column-hidden", "a column of amounts hidden", column_hidden),
    look("sheet-hidden", "the return's sheet hidden behind an empty one", sheet_hidden),
    wrong("row-struck", "a row struck through", row_struck),
    wrong("figure-struck", "a figure struck through", |s, r| figure_looks(s, r, "strike", "")),
    look("title-part-struck", "an old name struck through before the title", title_part_struck),
    wrong("figures-merged", "two figures merged down into their sum", |s, r| merged(s, r, true)),
    wrong("beneath-merge", "a figure hidden beneath a merge", |s, r| merged(s, r, false)),
    wrong("status-by-colour", "a rating or status by colour alone", status_by_colour),
    wrong("status-by-symbol", "a rating or status by a letter of a symbol font", status_by_symbol),
    wrong("figure-white", "a figure white on white", |s, r| figure_looks(s, r, "ink", "FFFFFF")),
    wrong("title-white", "a title white on white", title_white),
    look("mark-raised", "a note mark raised behind a figure", mark_raised),
    wrong("reference-as-date", "a reference turned into a date", reference_as_date),
    wrong("percent-hundredfold", "a percentage a hundred times as much by its format", |s, r| {
        percent(s, r, Decimal::ONE_HUNDRED, "0%")
    }),
    look("percent-without-format", "a percentage as it is stored, without its format", |s, r| {
        percent(s, r, Decimal::ONE, "")
    }),
    wrong("total-without-result", "a total's formula without a result", |s, r| formula(s, r, |_| CellText::Blank)),
    wrong("total-stale", "a total's formula with the result of other figures", |s, r| {
        formula(s, r, |total| {
            sheet::with_number(&total.cell, sheet::number(&total.cell).unwrap_or_default() + Decimal::TEN)
        })
    }),
    wrong("comment-on-figure", "a caveat in a comment on a figure", |s, r| {
        figure_looks(s, r, "comment", "Subject to consultation: may be 40 less")
    }),
    wrong("caveat-in-a-box", "a caveat in a text box beside the table", caveat_in_a_box),
    look("csv", "a .csv in place of the .xlsx", csv),
    look("zero-width-in-figure", "a character of no width in a figure", |s, r| {
        as_text(s, r, |digits| digits.get(1..).map(|rest| format!("{}\u{200b}{rest}", &digits[..1])))
    }),
    look("zero-width-in-title", "a character of no width in a title", zero_width_in_title),
    wrong("figures-joined", "two figures joined by a blank", |s, r| {
        as_text(s, r, |digits| Some(format!("{digits} {digits}")))
    }),
    wrong("minus-behind", "a minus behind a figure", |s, r| as_text(s, r, |digits| Some(format!("{digits}-")))),
];

/// An amount that an item states as a number.
fn figure<'a>(subject: &'a Subject, random: &mut Random) -> Option<(Pick<'a>, Decimal)> {
    amount(subject, random).filter(|(pick, _)| matches!(pick.cell, CellText::Number { .. }))
}

/// A figure under a format of its own, kept as it is or as `to` says.
fn shown(subject: &Subject, random: &mut Random, to: fn(Decimal) -> Decimal, codes: &[&str]) -> Option<Fault> {
    let (pick, number) = figure(subject, random)?;
    let code = random.one(codes)?;
    let mut edit = Edit::new(subject);
    let new = to(number);
    if new != number {
        if !is_typed(subject, pick.table) {
            return None;
        }
        edit.put(pick.table, pick.line.row, pick.at, sheet::with_number(&pick.cell, new))?;
    }
    edit.look_at(&pick, "format", code)?;
    edit.fault(true, format!("{} of row {}: {number} is kept as {new} under {code}", pick.column.id, pick.line.row + 1))
}

/// Whether no formula on the table's sheet looks at a figure that is kept otherwise: a spreadsheet would have updated it.
fn is_typed(subject: &Subject, table: &Table) -> bool {
    let formula = |cell: &CellText| matches!(cell, CellText::Formula(..));
    subject.sheet(table).is_some_and(|there| !there.rows.iter().flatten().any(formula))
}

/// A column of amounts under '#,##0,', total too, with its figures kept `times` as much.
fn column_by_thousand(subject: &Subject, random: &mut Random, times: Decimal) -> Option<Fault> {
    let table = table(subject, random, |table| table.heading.is_some())?;
    let (column, at) = random.one(&amounts(subject, table)).copied()?;
    if !is_typed(subject, table) {
        return None;
    }
    let mut edit = Edit::new(subject);
    for line in &table.lines {
        let cell = sheet::get(subject.sheet(table)?, line.row, at);
        if let (CellText::Number { .. }, Some(number)) = (&cell, sheet::number(&cell))
            && !number.is_zero()
        {
            if times != Decimal::ONE {
                edit.put(table, line.row, at, sheet::with_number(&cell, number * times))?;
            }
            edit.look(table, "format", sheet::address(line.row, at), "#,##0,")?;
        }
    }
    edit.rows(table);
    edit.whole(&table.file);
    edit.fault(true, format!("{} is kept ×{times} under '#,##0,'", column.id))
}

/// An amount with a look, its value as it was.
fn figure_looks(subject: &Subject, random: &mut Random, what: &str, with: &str) -> Option<Fault> {
    let (pick, number) = figure(subject, random)?;
    let mut edit = Edit::new(subject);
    edit.look_at(&pick, what, with)?;
    edit.fault(true, format!("{} of row {}: {number}, {what} {with}", pick.column.id, pick.line.row + 1))
}

/// An item's row with a look of rows.
fn rows(subject: &Subject, random: &mut Random, what: &str, with: &str) -> Option<Fault> {
    let (pick, _) = figure(subject, random)?;
    let mut edit = Edit::new(subject);
    edit.row(pick.table, pick.line.row);
    edit.look(pick.table, what, (pick.line.row + 1).to_string(), with)?;
    edit.fault(true, format!("row {} of {}: {what}", pick.line.row + 1, pick.table.sheet))
}

fn column_hidden(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |_| true)?;
    let (column, at) = random.one(&amounts(subject, table)).copied()?;
    // A blank column may be hidden.
    table.items().into_iter().find(|line| sheet::number(&subject.cell(table, line.row, &column.id)).is_some())?;
    let mut edit = Edit::new(subject);
    edit.rows(table);
    edit.whole(&table.file);
    edit.look(table, "hide", sheet::letters(at), "")?;
    edit.fault(true, format!("{} is hidden", column.id))
}

fn sheet_hidden(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |_| true)?;
    let mut edit = Edit::new(subject);
    edit.sheet(table)?.hidden = true;
    let cover = SheetText { name: "Cover".to_string(), hidden: false, rows: Vec::new(), looks: Vec::new() };
    edit.book(&table.file)?.sheets.insert(0, cover);
    edit.rows(table);
    edit.whole(&table.file);
    edit.fault(true, format!("{} is hidden", table.sheet))
}

fn row_struck(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (pick, _) = figure(subject, random)?;
    let mut edit = Edit::new(subject);
    let row = pick.line.row;
    edit.row(pick.table, row);
    let last = sheet::address(row, pick.table.after().saturating_sub(1));
    edit.look(pick.table, "strike", format!("{}:{last}", sheet::address(row, 0)), "")?;
    edit.fault(true, format!("row {} is struck", row + 1))
}

/// An item and its title, which stands in a cell of its own.
fn titled<'a>(subject: &'a Subject, random: &mut Random) -> Option<(Pick<'a>, String)> {
    let pick = item_cell(subject, random, |pick| {
        subject.list(pick.table).is_some_and(|list| list.label == pick.column.id)
            && matches!(pick.cell, CellText::Text(_))
    })?;
    let (_, words) = title(subject, pick.table, pick.line)?;
    Some((pick, words))
}

fn title_part_struck(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (pick, words) = titled(subject, random)?;
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::text(format!("Former name {words}")))?;
    edit.look_at(&pick, "strike", "Former name ")?;
    edit.fault(true, format!("'Former name' is struck before '{words}'"))
}

fn title_white(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (pick, words) = titled(subject, random)?;
    let mut edit = Edit::new(subject);
    edit.look_at(&pick, "ink", "FFFFFF")?;
    edit.fault(true, format!("'{words}' is white on white"))
}

fn zero_width_in_title(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (pick, words) = titled(subject, random)?;
    let new = words.replacen(' ', " \u{200b}", 1);
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::text(new))?;
    edit.fault(true, format!("'{words}' holds a character of no width"))
}

/// Whether cells of these rows are merged as they are.
fn has_merges(there: &SheetText, rows: [u32; 2]) -> bool {
    let merged = |row: u32| sheet::row(there, row).contains(&CellText::Merged);
    rows.into_iter().any(merged) || there.looks.iter().any(|look| look.what == "merge")
}

/// Two figures, one below the other, merged: into their sum, or with the lower one left beneath.
fn merged(subject: &Subject, random: &mut Random, into_sum: bool) -> Option<Fault> {
    let (pick, number) = figure(subject, random)?;
    let (row, there) = (pick.line.row, subject.sheet(pick.table)?);
    pick.table.items().iter().find(|item| item.row == row + 1)?;
    let lower = sheet::number(&sheet::get(there, row + 1, pick.at)).filter(|number| !number.is_zero())?;
    if has_merges(there, [row, row + 1]) || (into_sum && !is_typed(subject, pick.table)) {
        return None;
    }
    let mut edit = Edit::new(subject);
    if into_sum {
        edit.put(pick.table, row, pick.at, sheet::with_number(&pick.cell, number + lower))?;
        edit.put(pick.table, row + 1, pick.at, CellText::Blank)?;
    }
    edit.row(pick.table, row);
    edit.row(pick.table, row + 1);
    let at = format!("{}:{}", sheet::address(row, pick.at), sheet::address(row + 1, pick.at));
    edit.look(pick.table, "merge", at, "")?;
    edit.fault(true, format!("{} of rows {} and {} are merged", pick.column.id, row + 1, row + 2))
}

/// A rating or status that an item states.
fn status<'a>(subject: &'a Subject, random: &mut Random) -> Option<Pick<'a>> {
    item_cell(subject, random, |pick| pick.column.kind == Holds::Choice && !pick.words().is_empty())
}

fn status_by_colour(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let pick = status(subject, random)?;
    let colour = *random.one(&["FF0000", "FFC000", "00B050"])?;
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, CellText::Blank)?;
    edit.look_at(&pick, "fill", colour)?;
    edit.fault(true, format!("{} '{}' is the colour {colour}", pick.column.id, pick.words()))
}

fn status_by_symbol(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let pick = status(subject, random)?;
    let letter = *random.one(&["l", "ü", "û"])?;
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::text(letter))?;
    edit.look_at(&pick, "font", "Wingdings")?;
    edit.fault(true, format!("{} '{}' is '{letter}' in Wingdings", pick.column.id, pick.words()))
}

/// An amount typed as the text that `to` makes of its digits.
fn as_text(subject: &Subject, random: &mut Random, to: fn(&str) -> Option<String>) -> Option<Fault> {
    let (pick, number) = figure(subject, random)?;
    let new = to(&number.normalize().to_string()).filter(|_| is_typed(subject, pick.table))?;
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::text(new.clone()))?;
    edit.fault(true, format!("{} of row {}: {number} is {new:?}", pick.column.id, pick.line.row + 1))
}

fn mark_raised(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let (pick, number) = figure(subject, random)?;
    let mark = random.one(&["1", "2", "*"]).filter(|_| is_typed(subject, pick.table))?;
    let mut edit = Edit::new(subject);
    edit.put(pick.table, pick.line.row, pick.at, sheet::text(format!("{}{mark}", number.normalize())))?;
    edit.look_at(&pick, "raise", mark)?;
    edit.fault(true, format!("{} of row {}: {number} with '{mark}' raised", pick.column.id, pick.line.row + 1))
}

fn reference_as_date(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let pick = item_cell(subject, random, |pick| pick.column.kind == Holds::Code && !pick.words().is_empty())?;
    let (value, format) = *random.one(&[("45017", "mmm-yy"), ("45000", "dd-mmm")])?;
    let mut edit = Edit::new(subject);
    let date = CellText::Number { value: value.to_string(), format: format.to_string() };
    edit.put(pick.table, pick.line.row, pick.at, date)?;
    edit.fault(true, format!("'{}' is {value} under {format}", pick.words()))
}

fn percent(subject: &Subject, random: &mut Random, times: Decimal, code: &str) -> Option<Fault> {
    let pick = item_cell(subject, random, |pick| {
        pick.column.kind == Holds::Percent
            && matches!(pick.cell, CellText::Number { .. })
            && pick.number().is_some_and(|number| !number.is_zero())
    })?;
    let number = pick.number()? * times;
    let mut edit = Edit::new(subject);
    let cell = CellText::Number { value: number.normalize().to_string(), format: code.to_string() };
    edit.put(pick.table, pick.line.row, pick.at, cell)?;
    edit.fault(true, format!("{} of row {} is {number} under '{code}'", pick.column.id, pick.line.row + 1))
}

/// A total as the formula that sums its items up, with a result of `result`.
fn formula(subject: &Subject, random: &mut Random, result: fn(&Summed<'_>) -> CellText) -> Option<Fault> {
    let table = table(subject, random, |table| table.total().is_some() && table.items().len() > 1)?;
    let totals = summed(subject, table);
    let total = random.one(&totals)?;
    let mut edit = Edit::new(subject);
    let cell = CellText::Formula(total.formula.clone(), Box::new(result(total)));
    edit.put(table, total.line.row, total.at, cell)?;
    edit.whole(&table.file);
    edit.fault(true, format!("{} has the result {}", total.formula, sheet::words(&result(total))))
}

fn caveat_in_a_box(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let table = table(subject, random, |_| true)?;
    let mut edit = Edit::new(subject);
    edit.whole(&table.file);
    edit.rows(table);
    let at = sheet::address(table.ends().0, table.after() + 1);
    edit.look(table, "box", at, "Draft: £40k of these savings are not agreed")?;
    edit.fault(true, "a text box holds a caveat")
}

/// A cell as a .csv has it: as it is shown.
fn in_csv(cell: &CellText) -> String {
    let shown = match cell {
        CellText::Formula(_, result) => in_csv(result),
        CellText::Date(year, month, day) => format!("{day:02}/{month:02}/{year}"),
        CellText::Number { value, format } => match value.parse::<Decimal>() {
            Ok(number) if format.contains('%') => format!("{}%", (number * Decimal::ONE_HUNDRED).normalize()),
            Ok(number) if format.contains(',') => sheet::grouped(number),
            _ => value.clone(),
        },
        other => sheet::words(other),
    };
    let quoted = shown.contains([',', '"', '\n']);
    if quoted { format!("\"{}\"", shown.replace('"', "\"\"")) } else { shown }
}

fn csv(subject: &Subject, random: &mut Random) -> Option<Fault> {
    let alone = |table: &Table| subject.tables.iter().filter(|other| other.file == table.file).count() == 1;
    let table = table(subject, random, alone)?;
    let [there] = subject.now.get(&table.file)?.sheets.as_slice() else { return None };
    let rows = there.rows.iter().map(|row| row.iter().map(in_csv).collect::<Vec<_>>().join(",") + "\r\n");
    let name = format!("{}.csv", table.file.strip_suffix(".xlsx")?);
    let text: String = rows.collect();
    let mut edit = Edit::new(subject);
    edit.whole(&table.file);
    edit.whole(&name);
    edit.changed.insert(table.file.clone(), None);
    edit.changed.insert(name.clone(), Some(Content::Bytes(text.into_bytes())));
    edit.fault(true, format!("{name} in place of {}", table.file))
}
