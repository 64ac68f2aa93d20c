//! `[[return]]` and `[[table]]`: where rows come from, and where they are printed.

use std::collections::{BTreeMap, BTreeSet};

use super::formulas::{Scope, Scopes, Wanted};
use super::{Faults, bridges, groups, line};
use crate::filled;
use crate::form::{
    AREA, Area, AreaGroup, FileName, GroupFrom, List, ReturnFile, ReturnForm, TableForm, heading, known_area,
};
use crate::names::{Label, did_you_mean};
use crate::source::column_number;
use crate::toml_reader::Table;

/// How wide a column of figures is beside the others, where the form says nothing.
const FIGURE_WIDTH: u32 = 1;
/// The same for a column of words.
const TEXT_WIDTH: u32 = 3;

/// `[[return]]`
pub(super) fn returns(
    raw: &Table,
    areas: &[Area],
    lists: &[List],
    scopes: &Scopes,
    faults: &mut Faults,
) -> Vec<ReturnForm> {
    let mut returns: Vec<ReturnForm> = Vec::new();
    for table in raw.tables("return") {
        let scope = scopes.named(table, "list", faults);
        let Some(file) = file(table, faults) else { continue };
        let list = scope.and_then(|scope| lists.iter().find(|list| list.id == scope.id));
        // A row of a summary by anything else is no area's.
        let other = |list: &List| list.summary_of.as_ref().is_some_and(|summary| summary.by != AREA);
        let needs_area = !areas.is_empty() && !list.is_some_and(other);
        let area_from = area_from(table, &file, (areas, needs_area), scope, faults);
        let Some(scope) = scope else { continue };
        let holds = holds(table, &file, areas, &returns, faults);
        let form = ReturnForm {
            list: scope.id.clone(),
            file,
            sheet: table.string("sheet"),
            under: under(table, areas, faults),
            every_sheet: every_sheet(table, faults),
            not_read: not_read(table, faults),
            may_hide: table.has("hidden"),
            otherwise: otherwise(table, &area_from, areas, faults),
            area_from,
            areas: holds,
            groups: list.map(|list| groups::told(table, list, scope, faults)).unwrap_or_default(),
            unlabelled_subtotals: table.has("unlabelled"),
            totals: table.texts("totals").unwrap_or_else(|| vec!["Total".into()]),
            subtotals: table.texts("subtotals").unwrap_or_else(|| vec!["Subtotal".into(), "Sub-total".into()]),
            notes: table.texts("notes").unwrap_or_default(),
            headings: table.texts("headings").unwrap_or_default(),
            items: table.texts("items").unwrap_or_default(),
            positions: positions(table, scope, raw, faults),
            from_row: from_row(table, faults),
            optional: table.truth("optional").unwrap_or(false),
            at: table.at.clone(),
        };
        let stands = |form: &ReturnForm| (form.list.clone(), form.file.clone(), form.sheet.clone());
        let title = |form: &ReturnForm| form.under.as_deref().map(Label::of);
        let same = |other: &&ReturnForm| stands(other) == stands(&form) && title(other) == title(&form);
        if let Some(first) = returns.iter().find(same) {
            let what = if form.under.is_some() { "list, file, sheet and title" } else { "list, file and sheet" };
            let message = format!("the same {what} as the [[return]] in line {}", line(&first.at));
            faults.add(table.at.clone(), format!("{message}; its rows would count twice"));
        }
        if let Some(list) = list {
            otherwise_as_above(&form, table, list, faults);
        }
        returns.push(form);
    }
    for list in raw.tables("list").filter(|list| !list.has("summary_of")) {
        let Some(id) = list.text("id") else { continue };
        if !raw.tables("return").any(|table| table.text("list").is_none_or(|list| list == id)) {
            let message = format!("no [[return]] says where rows of the list `{id}` come from");
            faults.add(list.at.clone(), message);
        }
    }
    returns
}

/// The areas of which it is the return.
fn holds(table: &Table, file: &ReturnFile, areas: &[Area], others: &[ReturnForm], faults: &mut Faults) -> Vec<String> {
    let mut held = Vec::new();
    if table.has("areas") && *file == ReturnFile::EachArea {
        let message =
            "`areas` is for a file that is the return of several areas; `file = \"{area}\"` is each area's own";
        faults.add(table.at("areas"), message);
    }
    for value in table.list("areas") {
        let Some(id) = value.text() else { continue };
        if let Err(message) = known_area(areas, id) {
            faults.add(value.at.clone(), message);
        }
        let elsewhere = |other: &&ReturnForm| {
            table.text("list") == Some(&other.list) && other.file != *file && other.areas.iter().any(|area| area == id)
        };
        if held.iter().any(|known| known == id) {
            faults.add(value.at.clone(), format!("`{id}` stands twice in `areas`"));
        } else if let Some(other) = others.iter().find(elsewhere) {
            let message =
                format!("the [[return]] in line {} holds `{id}` already; one of the two files does", line(&other.at));
            faults.add(value.at.clone(), message);
        }
        held.push(id.to_string());
    }
    held
}

/// The title above the table.
fn under(table: &Table, areas: &[Area], faults: &mut Faults) -> Option<String> {
    let under = table.string("under")?;
    faults.placeholders(table.value("under"), &[]);
    if table.has("positions") {
        let message = "`under` needs headings, and `positions` says that the sheet prints none; leave one of them out";
        faults.add(table.at("under"), message);
    }
    if let Some(what) = no_title(&under, areas) {
        let message = format!(
            "\"{under}\" is {what}, and no title: such a line is passed over above a table; write the words by which the table is told \
             apart, or leave `under` out"
        );
        faults.add(table.at("under"), message);
    }
    Some(under)
}

/// What a line says that is never taken for the title of a table, if it is one.
fn no_title(text: &str, areas: &[Area]) -> Option<&'static str> {
    // What it will be is known when a period is filled in.
    if text.contains("{{") {
        return None;
    }
    let is_area = |area: &Area| std::iter::once(&area.name).chain(&area.also).any(|name| Label::same(name, text));
    let words = text.split_whitespace().map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()));
    let mut words = words.filter(|word| !word.is_empty()).peekable();
    let has_words = words.peek().is_some();
    if areas.iter().any(is_area) {
        Some("an area's name")
    } else if has_words && words.all(|word| word.chars().all(|letter| letter.is_ascii_digit())) {
        Some("a number")
    } else if is_unit(text) {
        Some("a unit")
    } else {
        None
    }
}

/// Whether a text is a unit of money as people write it by itself.
fn is_unit(text: &str) -> bool {
    let bare = text.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '(' | ')' | '[' | ']'));
    let bare: String = bare.chars().filter(|letter| !letter.is_whitespace() && *letter != '\'').collect();
    let units = ["£", "£k", "£m", "£000", "£000s", "000s", "£million", "£thousand", "£thousands", "£millions"];
    units.iter().any(|unit| unit.eq_ignore_ascii_case(&bare))
}

/// Whether the tables of all sheets count together.
fn every_sheet(table: &Table, faults: &mut Faults) -> bool {
    if table.has("sheets") && table.has("sheet") {
        faults.add(
            table.at("sheets"),
            "`sheets = \"all\"` counts every sheet, but `sheet` names one; leave one of them out",
        );
    }
    table.has("sheets")
}

/// The sheets that are no part of the return.
fn not_read(table: &Table, faults: &mut Faults) -> Vec<String> {
    let names = table.texts("not_read").unwrap_or_default();
    if let Some(sheet) = table.string("sheet")
        && names.iter().any(|name| Label::same(name, &sheet))
    {
        faults.add(table.at("not_read"), format!("the sheet '{sheet}' cannot be both read and not read"));
    }
    names
}

/// Where the columns of a table without headings stand.
fn positions(table: &Table, scope: &Scope, raw: &Table, faults: &mut Faults) -> BTreeMap<String, u32> {
    let mut positions: BTreeMap<String, u32> = BTreeMap::new();
    if !table.has("positions") {
        return positions;
    }
    if !table.has("sheet") {
        let message = "`positions` needs `sheet`: a table without headings cannot be looked for";
        faults.add(table.at("positions"), message);
    }
    for (id, value) in table.map("positions") {
        let Some(letters) = value.text() else { continue };
        scope.column(id, "`positions`", value.at.clone(), faults);
        match column_number(letters.trim()) {
            Some(column) => {
                if let Some((other, _)) = positions.iter().find(|(_, taken)| **taken == column) {
                    faults.add(value.at.clone(), format!("`{other}` and `{id}` cannot both stand in column {letters}"));
                }
                positions.insert(id.clone(), column);
            }
            None => {
                faults.add(value.at.clone(), format!("\"{letters}\" is no column of a sheet: write \"A\" or \"AB\""))
            }
        }
    }
    let own = raw.tables("list").filter(|list| list.text("id") == Some(&scope.id));
    for column in own.flat_map(|list| list.tables("column")) {
        let Some(id) = column.text("id") else { continue };
        let computed = ["formula", "sum", "count", "within"].iter().any(|key| column.has(key));
        let told = table.map("positions").iter().any(|(told, _)| told == id);
        let absent = column.truth("optional") == Some(true) || told;
        if !computed && !absent {
            let message = format!("`positions` leaves out `{id}`; say its column, or that it is `optional`");
            faults.add(table.at("positions"), message);
        }
    }
    positions
}

/// The first row of a table without headings, counted from 0.
fn from_row(table: &Table, faults: &mut Faults) -> Option<u32> {
    let row = table.whole("from_row")?;
    if !table.has("positions") {
        faults.add(table.at("from_row"), "`from_row` is for a table without headings (`positions`); others are found");
    }
    if row == 0 {
        faults.add(table.at("from_row"), "`from_row` counts as the sheet does: the topmost row is 1");
    }
    row.checked_sub(1)
}

fn file(table: &Table, faults: &mut Faults) -> Option<ReturnFile> {
    let text = table.text("file")?.trim();
    if text == "{area}" {
        return Some(ReturnFile::EachArea);
    }
    if text.contains(['/', '\\']) {
        let message = "`file` is a file's name alone; returns stand in the period's own folder";
        faults.add(table.at("file"), message);
        return None;
    }
    let lower = text.to_lowercase();
    let ending = [".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv"].iter().find(|ending| lower.ends_with(**ending));
    if let Some(ending) = ending {
        let message = format!("write `file` without its ending \"{ending}\"; any kind of workbook is read");
        faults.add(table.at("file"), message);
        return None;
    }
    match FileName::read(text) {
        Ok(name) => Some(ReturnFile::Named(name)),
        Err(message) => {
            faults.add(table.at("file"), message);
            None
        }
    }
}

/// The area of rows that say by nothing whose they are, where rows do say it.
fn otherwise(table: &Table, from: &GroupFrom, areas: &[Area], faults: &mut Faults) -> Option<String> {
    let id = table.string("otherwise")?;
    if !areas.iter().any(|area| area.id == id) {
        let hint = did_you_mean(&id, areas.iter().map(|area| area.id.as_str()));
        faults.add(table.at("otherwise"), format!("unknown area `{id}` in `otherwise`{hint}"));
    }
    if matches!(from, GroupFrom::File | GroupFrom::Sheet) {
        let message = "`otherwise` is for rows that say whose they are themselves: with `area` a \"column:ID\", \"heading\" or \"subtotal\"";
        faults.add(table.at("otherwise"), message);
    }
    Some(id)
}

/// A blank that takes the area above is nobody's nowhere: where the filling down ends, somebody is asked.
fn otherwise_as_above(form: &ReturnForm, table: &Table, list: &List, faults: &mut Faults) {
    let GroupFrom::Column(column) = &form.area_from else { return };
    if form.otherwise.is_some() && list.column(column).is_some_and(|column| column.as_above) {
        let message = format!(
            "`otherwise` does not fit `{column}`, in which a blank takes the area above (`blank = \"as-above\"`): write the area into its rows"
        );
        faults.add(table.at("otherwise"), message);
    }
}

fn area_from(
    table: &Table,
    file: &ReturnFile,
    (areas, needs_area): (&[Area], bool),
    scope: Option<&Scope>,
    faults: &mut Faults,
) -> GroupFrom {
    let at = table.at("area");
    match (table.text("area"), file) {
        (Some("file") | None, ReturnFile::EachArea) => GroupFrom::File,
        (Some("file"), ReturnFile::Named(name)) => {
            let stem = &name.written;
            let wanted = Label::of(stem);
            let own = |area: &Area| {
                std::iter::once(&area.id).chain([&area.name]).chain(&area.also).any(|name| Label::of(name) == wanted)
            };
            if !areas.iter().any(own) {
                faults.add(
                    at,
                    format!(
                        "`area = \"file\"` takes the area from the file's name, and \"{stem}\" is no area; write \"sheet\", \
                         \"column:\" and a column, \"heading\" or \"subtotal\""
                    ),
                );
            }
            GroupFrom::File
        }
        (Some("sheet"), _) => {
            if table.has("sheet") {
                faults.add(at, "`area = \"sheet\"` takes the area from the sheet's name, but `sheet` names one sheet");
            }
            GroupFrom::Sheet
        }
        (Some("heading"), _) => GroupFrom::Heading,
        (Some("subtotal"), _) => GroupFrom::Subtotal,
        (Some(text), _) => match text.strip_prefix("column:").map(str::trim) {
            Some(column) => {
                if let Some(scope) = scope {
                    scope.column(column, "`area`", at, faults);
                }
                GroupFrom::Column(column.to_string())
            }
            None => {
                faults.add(
                    at,
                    format!("`area` cannot be \"{text}\"; it is \"file\", \"sheet\", \"column:ID\", \"heading\" or \"subtotal\""),
                );
                GroupFrom::File
            }
        },
        (None, ReturnFile::Named(_)) => {
            if needs_area && !table.has("area") {
                faults.add(
                    table.at.clone(),
                    "[[return]] needs `area`: where a row's area is told (\"sheet\", \"column:ID\", \"heading\" or \
                     \"subtotal\"), as the file is not one area's own",
                );
            }
            GroupFrom::File
        }
    }
}

/// Whether a table that prints once for each area says whose it is: in its title, in the label of a total, or by the column that
/// tells the area of each row.
fn names_its_area(raw: &Table, table: &Table) -> bool {
    let names = |key: &str| {
        table.text(key).is_some_and(|text| filled::names(text).iter().any(|name| heading::AREA_NAMES.contains(name)))
    };
    let columns = table.texts("columns").unwrap_or_default();
    let tells = |form: &Table| {
        let column = form.text("area").and_then(|area| area.strip_prefix("column:")).map(str::trim);
        form.text("list") == table.text("from") && column.is_some_and(|column| columns.iter().any(|id| id == column))
    };
    ["title", "total_label"].into_iter().any(names) || raw.tables("return").any(tells)
}

/// `[[table]]`
pub(super) fn tables(
    raw: &Table,
    areas: &[Area],
    area_groups: &[AreaGroup],
    lists: &[List],
    scopes: &Scopes,
    faults: &mut Faults,
) -> Vec<TableForm> {
    let mut seen = Vec::new();
    let mut tables = Vec::new();
    let figures: Vec<String> =
        raw.tables("figure").filter_map(|figure| figure.text("id")).flat_map(figure_names).collect();
    for table in raw.tables("table") {
        let id = faults.id(table, "a table", &mut seen);
        let one_per_area = table.has("one_per");
        let more = if one_per_area { heading::AREA_NAMES } else { &[] };
        for key in ["title", "total_label"] {
            faults.placeholders(table.value(key), more);
        }
        let with_figures: Vec<&str> = more.iter().copied().chain(figures.iter().map(String::as_str)).collect();
        faults.placeholders(table.value("notes"), &with_figures);
        let of_group: Vec<&str> = more.iter().chain(heading::GROUP_NAMES).copied().collect();
        faults.placeholders(table.value("subtotal_label"), &of_group);
        if one_per_area && areas.is_empty() {
            faults.add(table.at("one_per"), "one table for each area, but the form has no [[area]]");
        }
        if one_per_area && areas.len() > 1 && !names_its_area(raw, table) {
            let message = "a table for each area, and nothing in it says which area it is: put {{name}} into `title`";
            faults.add(table.at("title"), message);
        }
        if table.has("bridge") {
            tables.extend(bridges::table(raw, table, id, faults));
            continue;
        }
        if !table.has("from") {
            faults.add(table.at.clone(), "[[table]] needs `from`: the list it prints (or `bridge`: a bridge)");
        }
        let Some(scope) = scopes.named(table, "from", faults) else { continue };
        let Some(list) = lists.iter().find(|list| list.id == scope.id) else { continue };
        let columns = columns(table, scope, list, faults);
        let widths = widths(table, &columns, list, faults);
        let by_area = list.summary_of.as_ref().is_some_and(|summary| summary.by == AREA);
        for value in table.list("order").iter().filter(|_| by_area) {
            let Some(Err(message)) = value.text().map(|id| known_area(areas, id)) else { continue };
            faults.add(value.at.clone(), format!("{message} in `order`"));
        }
        let groups = groups::printed(table, list, scope, (areas, area_groups), faults);
        let filter = table
            .text("where")
            .and_then(|text| scope.formula(text, "`where`", Wanted::Truth, &table.at("where"), faults));
        tables.push(TableForm {
            id,
            title: table.string("title").unwrap_or_default(),
            from: scope.id.clone(),
            bridge: None,
            one_per_area,
            columns,
            widths,
            total_label: table.string("total_label"),
            order: table.texts("order").unwrap_or_default(),
            groups,
            group_heading: table.truth("group_heading").unwrap_or(false),
            subtotals: table.truth("subtotals").unwrap_or(true),
            subtotal_label: table.string("subtotal_label"),
            group_order: table.texts("group_order").unwrap_or_default(),
            filter,
            leaves_out_blank: table.has("blank_columns"),
            notes: table.texts("notes").unwrap_or_default(),
            workbook_alone: table.has("appears"),
            at: table.at.clone(),
        });
    }
    tables
}

/// What notes may say of a form-level figure.
fn figure_names(id: &str) -> [String; 3] {
    heading::FIGURE_PARTS.map(|part| format!("figure.{id}{part}"))
}

/// Which columns it prints; all of the list's unless said else, but those that repeat a figure of another list or period.
fn columns(table: &Table, scope: &Scope, list: &List, faults: &mut Faults) -> Vec<String> {
    if !table.has("columns") {
        // What is printed elsewhere prints again only where it is named.
        let own = list.columns.iter().filter(|column| column.same_as().is_none() || column.id == list.label);
        return own.map(|column| column.id.clone()).collect();
    }
    let mut columns = BTreeSet::new();
    for value in table.list("columns") {
        let Some(id) = value.text() else { continue };
        scope.column(id, "`columns`", value.at.clone(), faults);
        if !columns.insert(id) {
            faults.add(value.at.clone(), format!("the column `{id}` stands twice in `columns`"));
        }
    }
    let known = list.column(&list.label).is_some();
    if known && table.texts("columns").is_some() && !columns.contains(list.label.as_str()) {
        faults.add(
            table.at("columns"),
            format!("`columns` leaves out `{}`, which names the rows to a reader", list.label),
        );
    }
    table.texts("columns").unwrap_or_default()
}

fn widths(table: &Table, columns: &[String], list: &List, faults: &mut Faults) -> Vec<u32> {
    let Some(given) = table.value("widths") else {
        let width = |id: &String| match list.column(id) {
            Some(column) if column.kind.is_figure() => FIGURE_WIDTH,
            _ => TEXT_WIDTH,
        };
        return columns.iter().map(width).collect();
    };
    let widths = given.whole_numbers();
    if let Some(widths) = &widths {
        if widths.len() != columns.len() && (table.texts("columns").is_some() || !table.has("columns")) {
            faults.add(
                given.at.clone(),
                format!("`widths` has {} numbers for {} columns; give one for each", widths.len(), columns.len()),
            );
        }
        if widths.contains(&0) {
            faults.add(given.at.clone(), "a column in `widths` is nil wide");
        }
    }
    widths.unwrap_or_default()
}
