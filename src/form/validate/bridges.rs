//! `[[bridge]]` and `[[pairing]]`: how two columns hang together through the amounts of another list.

use super::Faults;
use super::formulas::{Scope, Scopes, Wanted};
use crate::form::{BridgeForm, BridgeStep, Kind, PairingForm, Sign, TableForm, year_id};
use crate::names::{Code, did_you_mean};
use crate::period::FinancialYear;
use crate::toml_reader::Table;

/// `[[bridge]]`
pub(super) fn bridges(
    raw: &Table,
    scopes: &Scopes,
    programme: &[FinancialYear],
    faults: &mut Faults,
) -> Vec<BridgeForm> {
    let mut seen = Vec::new();
    let mut bridges = Vec::new();
    for table in raw.tables("bridge") {
        let id = faults.id(table, "a bridge", &mut seen);
        let (of, list) = (scopes.named(table, "of", faults), scopes.named(table, "list", faults));
        let (Some(of), Some(list)) = (of, list) else { continue };
        for (key, kinds, what) in [
            ("item", [Kind::Text, Kind::Code], "names an item: of kind text or code"),
            ("kind", [Kind::Choice, Kind::Choice], "says what an amount is: of kind choice"),
            ("amount", [Kind::Money, Kind::Money], "holds money"),
            ("year", [Kind::Year, Kind::Year], "holds a financial year: of kind year"),
        ] {
            column(table, key, list, &kinds, what, faults);
        }
        let year = table.string("year");
        bridges.push(BridgeForm {
            id,
            of: of.id.clone(),
            from_label: table.string("from_label").unwrap_or_default(),
            to_label: table.string("to_label").unwrap_or_default(),
            steps: steps(table, of, programme, year.is_some(), faults),
            list: list.id.clone(),
            item: table.string("item").unwrap_or_default(),
            kind: table.string("kind").unwrap_or_default(),
            amount: table.string("amount").unwrap_or_default(),
            year,
            signs: signs(table, list, faults),
            at: table.at.clone(),
        });
    }
    bridges
}

/// A column that must be of one of some kinds.
fn column(table: &Table, key: &str, list: &Scope, kinds: &[Kind], what: &str, faults: &mut Faults) {
    let Some(id) = table.text(key) else { return };
    let name = list.column(id, &format!("`{key}`"), table.at(key), faults);
    if name.and_then(|name| name.kind).is_some_and(|kind| !kinds.contains(&kind)) {
        faults.add(table.at(key), format!("`{key}` cannot be `{id}`; name a column that {what}"));
    }
}

/// From where to where: year by year, if the bridge has years.
fn steps(
    table: &Table,
    of: &Scope,
    programme: &[FinancialYear],
    by_year: bool,
    faults: &mut Faults,
) -> Vec<BridgeStep> {
    let (Some(from), Some(to)) = (table.string("from"), table.string("to")) else { return Vec::new() };
    let mut fits = |key: &str, id: &str| {
        of.money_column(id, &format!("`{key}` of [[bridge]]"), table.at(key), faults);
    };
    if !by_year {
        fits("from", &from);
        fits("to", &to);
        return vec![BridgeStep { year: None, from, to }];
    }
    if programme.is_empty() {
        faults.add(
            table.at("year"),
            "a bridge by `year` needs to know the years: write `years = { from = \"2017-18\", to = \"2020-21\" }` in [report]",
        );
        return Vec::new();
    }
    let mut steps = Vec::new();
    for (key, base) in [("from", &from), ("to", &to)] {
        if programme.iter().any(|year| of.name(&year_id(base, *year)).is_none()) {
            let message =
                format!("`{base}` in `{key}` must be a column with `each = \"year\"`, as the bridge is by year");
            faults.add(table.at(key), message);
            return Vec::new();
        }
    }
    for year in programme {
        let (from, to) = (year_id(&from, *year), year_id(&to, *year));
        of.money_column(&from, "`from` of [[bridge]]", table.at("from"), faults);
        of.money_column(&to, "`to` of [[bridge]]", table.at("to"), faults);
        steps.push(BridgeStep { year: Some(*year), from, to });
    }
    steps
}

/// The sign of every kind, in the order of the choices.
fn signs(table: &Table, list: &Scope, faults: &mut Faults) -> Vec<(String, Sign)> {
    let Some(name) = table.text("kind").and_then(|id| list.name(id)) else { return Vec::new() };
    let mut signs = Vec::new();
    for (kind, value) in table.map("signs") {
        let choice = name.choices.iter().position(|choice| Code::same(choice, kind));
        let Some(choice) = choice else {
            let hint = did_you_mean(kind, name.choices.iter().map(String::as_str));
            faults.add(value.at.clone(), format!("'{kind}' in `signs` is no choice of `{}`{hint}", name.id));
            continue;
        };
        let sign = match value.text() {
            Some("+") => Sign::Plus,
            Some("-") => Sign::Minus,
            _ => Sign::Within,
        };
        signs.push((choice, sign));
    }
    for (index, choice) in name.choices.iter().enumerate() {
        if table.has("signs") && !signs.iter().any(|(known, _)| *known == index) {
            let message = format!("`signs` does not say how '{choice}' counts: write \"+\", \"-\" or \"0\" for it");
            faults.add(table.at("signs"), message);
        }
    }
    signs.sort_by_key(|(choice, _)| *choice);
    signs.into_iter().filter_map(|(choice, sign)| Some((name.choices.get(choice)?.clone(), sign))).collect()
}

/// `[[pairing]]`
pub(super) fn pairings(raw: &Table, scopes: &Scopes, faults: &mut Faults) -> Vec<PairingForm> {
    let mut seen = Vec::new();
    let mut pairings = Vec::new();
    for table in raw.tables("pairing") {
        let id = faults.id(table, "a pairing", &mut seen);
        let Some(list) = scopes.named(table, "list", faults) else { continue };
        for (key, kinds, what) in [
            ("item", [Kind::Text, Kind::Code], "names an item: of kind text or code"),
            ("amount", [Kind::Money, Kind::Money], "holds money"),
            ("year", [Kind::Year, Kind::Year], "holds a financial year: of kind year"),
            ("other_year", [Kind::Year, Kind::Year], "holds a financial year: of kind year"),
        ] {
            column(table, key, list, &kinds, what, faults);
        }
        let mut condition = |key: &str| {
            let text = table.text(key)?;
            list.formula(text, &format!("`{key}`"), Wanted::Truth, &table.at(key), faults)
        };
        let (Some(out), Some(back)) = (condition("out"), condition("back")) else { continue };
        pairings.push(PairingForm {
            id,
            list: list.id.clone(),
            item: table.string("item").unwrap_or_default(),
            amount: table.string("amount").unwrap_or_default(),
            year: table.string("year").unwrap_or_default(),
            other_year: table.string("other_year").unwrap_or_default(),
            out,
            back,
            at: table.at.clone(),
        });
    }
    pairings
}

/// A `[[table]]` that prints a bridge. Its rows and columns follow from the bridge.
pub(super) fn table(raw: &Table, table: &Table, id: String, faults: &mut Faults) -> Option<TableForm> {
    for key in ["from", "columns", "one_per", "order", "blank_columns"] {
        if table.has(key) {
            faults.add(
                table.at(key),
                format!("`{key}` does not go with `bridge`: a bridge has its own rows and columns"),
            );
        }
    }
    let wanted = table.text("bridge")?;
    let bridge = raw.tables("bridge").find(|bridge| bridge.text("id") == Some(wanted));
    if bridge.is_none() {
        let known: Vec<&str> = raw.tables("bridge").filter_map(|bridge| bridge.text("id")).collect();
        let hint = did_you_mean(wanted, known.iter().copied());
        faults.add(table.at("bridge"), format!("unknown bridge `{wanted}`{hint}"));
    }
    Some(TableForm {
        id,
        title: table.string("title").unwrap_or_default(),
        from: bridge.and_then(|bridge| bridge.string("of")).unwrap_or_default(),
        bridge: Some(wanted.to_string()),
        one_per_area: false,
        columns: Vec::new(),
        widths: table.value("widths").and_then(crate::toml_reader::Value::whole_numbers).unwrap_or_default(),
        total_label: table.string("total_label"),
        order: Vec::new(),
        filter: None,
        groups: Vec::new(),
        group_heading: false,
        subtotals: true,
        subtotal_label: None,
        group_order: Vec::new(),
        leaves_out_blank: false,
        notes: table.texts("notes").unwrap_or_default(),
        workbook_alone: table.has("appears"),
        at: table.at.clone(),
    })
}
