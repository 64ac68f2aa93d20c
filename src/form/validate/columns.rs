//! `[[list.column]]`: what a column holds, how its cells and its total arise, and which of its keys go together.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::choices::{choices, colours, one_off, outside_totals};
use super::formulas::{Scope, Wanted};
use super::report::unit;
use super::{Faults, formulas::Scopes, next_year};
use crate::form::kind::{Choice, Count, Money, Percent, Reference, Text};
use crate::form::raw::AS_ABOVE;
use crate::form::{
    ALL, AREA, AREA_GROUP, AmountSettings, Beside, Blank, Certainty, Code, Column, ColumnKind, ColumnOrigin,
    FigureSettings, Kind, PartOf, SameAs, Side, Summary, Tolerance, TotalOrigin, Within,
};
use crate::formula::Expr;
use crate::money::Unit;
use crate::names::{Heading, did_you_mean};
use crate::toml_reader::{Data, Table};

/// What a column is read against.
pub(super) struct Around<'a> {
    /// The names of the column's own list.
    pub(super) scope: &'a Scope,
    /// All lists.
    pub(super) scopes: &'a Scopes,
    /// What the list sums up.
    pub(super) summary_of: Option<&'a Summary>,
    /// Whether the list says that it sums up another, well or badly.
    pub(super) is_summary: bool,
}

/// One column. Where something in it is faulty, what stands for it does not matter: the form is not used.
pub(super) fn column(raw: &Table, around: &Around<'_>, faults: &mut Faults) -> Column {
    let id = raw.string("id").unwrap_or_default();
    let starts_well = id.chars().next().is_none_or(|first| first.is_ascii_alphabetic());
    if !starts_well || !id.chars().all(|character| character.is_ascii_alphanumeric() || character == '_') {
        faults.add(
            raw.at("id"),
            format!("`{id}` cannot be the id of a column: use letters, digits and underscores, a letter first"),
        );
    }
    reserved(&id, raw, faults);
    faults.placeholders(raw.value("heading"), &[]);
    faults.placeholders(raw.value("also"), &[]);
    let told_kind = raw.text("kind").and_then(Kind::named);
    if let Some(kind) = told_kind {
        fits(raw, kind, around.is_summary, faults);
    }
    let origin = origin(raw, told_kind, around, faults);
    let computed = origin != ColumnOrigin::Given;
    let own_unit = stated_unit(raw, told_kind, around, faults);
    if told_kind == Some(Kind::Money) {
        headings_agree(raw, &id, own_unit, faults);
    }
    let required = raw.truth("required").unwrap_or(false);
    let blank = if raw.text("blank") == Some("nil") { Blank::Nil } else { Blank::Missing };
    if required && blank == Blank::Nil {
        faults.add(
            raw.at("blank"),
            format!("`{id}` is required, so that a blank is a fault; it cannot mean nil as well: keep one of them"),
        );
    }
    // What does not fit the kind is read too: whatever else is wrong with it is told at once.
    let decimals = decimals(raw, faults);
    let codes = codes(raw, told_kind, faults);
    let choices = choices(raw, faults);
    let colours = colours(raw, faults);
    let outside_totals = outside_totals(raw, around, faults);
    let one_off = one_off(raw, around, faults);
    let only = only(raw, around, faults);
    let total = total(raw, told_kind, around.scope, faults);
    let beside = beside(raw, own_unit, around.scope, faults);
    let agrees_with = agrees_with(raw, told_kind, around, faults);
    let same_as = same_as(raw, told_kind, around, faults);
    let next_year_of = next_year::of(raw, told_kind, around.scope, faults);
    let movement = movement(raw, told_kind, faults);
    let totals_in = totals_in(raw, around.scope, faults);
    let part_of = part_of(raw, told_kind, around.scope, faults);
    let full_year_of = full_year_of(raw, around.scope, faults);
    let within = within(raw, told_kind, around.scope, faults);
    let done_words = raw.texts("done_words").unwrap_or_default();
    let figure = FigureSettings {
        origin,
        only,
        cumulative: raw.truth("cumulative").unwrap_or(false),
        sign: raw.text("sign").and_then(side),
        blank,
        agrees_with,
        same_as,
        next_year_of,
    };
    let amount = AmountSettings { rounded: raw.truth("rounded").unwrap_or(false), movement, totals_in, part_of };
    let kind = match told_kind.unwrap_or(Kind::Text) {
        Kind::Money => ColumnKind::Money(Money {
            figure,
            amount,
            unit: own_unit,
            prints: raw.text("prints").and_then(unit),
            full_year_of,
            net: raw.truth("net").unwrap_or(false),
        }),
        Kind::Percent => ColumnKind::Percent(Percent { figure, decimals, movement, beside }),
        Kind::Count => ColumnKind::Count(Count { figure, amount }),
        Kind::Text => ColumnKind::Text(Text {
            done_words,
            conditions: raw.texts("conditions").unwrap_or_default(),
            parts: parts(raw),
        }),
        Kind::Choice => {
            let ordered = raw.truth("ordered").unwrap_or(false);
            ColumnKind::Choice(Choice { choices, colours, ordered, outside_totals, one_off, done_words })
        }
        Kind::Code => ColumnKind::Code(Reference { gaps: raw.has("gaps"), done_words }),
        Kind::Date => ColumnKind::Date,
        Kind::Year => ColumnKind::Year,
    };
    Column {
        heading: raw.string("heading").unwrap_or_default(),
        also: raw.texts("also").unwrap_or_default(),
        kind,
        required,
        optional: raw.truth("optional").unwrap_or(computed && !required),
        codes,
        total,
        as_above: as_above(raw, told_kind, faults),
        within,
        at: raw.at.clone(),
        id,
    }
}

/// Whether a blank means what stands above it.
fn as_above(raw: &Table, kind: Option<Kind>, faults: &mut Faults) -> bool {
    let (said, is_figure) = (raw.text("blank"), kind.is_some_and(Kind::is_figure));
    let as_above = said == Some(AS_ABOVE);
    if as_above && is_figure {
        faults.add(raw.at("blank"), "`blank = \"as-above\"` is for words: a figure is never taken from another row");
    } else if said == Some("nil") && kind.is_some_and(|kind| !kind.is_figure()) {
        faults.add(raw.at("blank"), "`blank = \"nil\"` is for figures: words are not nil");
    } else if as_above && raw.has("within") {
        faults.add(raw.at("blank"), "`blank = \"as-above\"` does not fit a value `within` another column's cell");
    } else if as_above && raw.has("outside_totals") {
        let message = "`blank = \"as-above\"` does not fit `outside_totals`: what is decided about one cell would count for the rows below it too";
        faults.add(raw.at("blank"), message);
    }
    as_above
}

/// A heading of returns that says another unit than the column has: figures under it would be a thousand times too large or too
/// small. The column's own may say the unit that the paper prints, where another one says the returns'.
fn headings_agree(raw: &Table, id: &str, unit: Unit, faults: &mut Faults) {
    let said = |heading: &str| Heading::of(heading, 1).stated_unit();
    let also = raw.texts("also").unwrap_or_default();
    let prints = also.iter().any(|also| said(also) == Some(unit));
    let own = raw.text("heading").filter(|_| !prints).map(|heading| ("heading", heading.to_string()));
    for (key, heading) in own.into_iter().chain(also.iter().map(|also| ("also", also.clone()))) {
        if let Some(said) = said(&heading).filter(|said| *said != unit) {
            faults.add(
                raw.at(key),
                format!(
                    "`{key}` of the column `{id}` has '{heading}', which is in {}, and its `unit` is {}: nothing is \
                     multiplied, so give the figures under that heading a column of their own, or correct one of the two",
                    said.name(),
                    unit.name()
                ),
            );
        }
    }
}

fn reserved(id: &str, raw: &Table, faults: &mut Faults) {
    let lower = id.to_lowercase();
    if ["and", "or", "not"].contains(&lower.as_str()) {
        faults.add(raw.at("id"), format!("`{id}` cannot be the id of a column: it is a word of formulas"));
    }
    if lower == AREA {
        faults.add(raw.at("id"), "`area` cannot be the id of a column: it stands for the service area itself");
    }
    if lower == AREA_GROUP {
        faults.add(raw.at("id"), "`area_group` cannot be the id of a column: it stands for the groups of areas");
    }
    if lower == ALL {
        faults.add(
            raw.at("id"),
            "`all` cannot be the id of a column: it stands for everything, where a summary has one row",
        );
    }
}

/// The kinds that hold figures.
const FIGURES: &[Kind] = &[Kind::Money, Kind::Percent, Kind::Count];

/// Which kinds of column each key is for.
pub(in crate::form) const USES: &[(&str, &[Kind])] = &[
    ("unit", &[Kind::Money, Kind::Percent]),
    ("prints", &[Kind::Money]),
    ("decimals", &[Kind::Percent]),
    ("formula", FIGURES),
    ("sum", FIGURES),
    ("count", &[Kind::Count]),
    ("where", FIGURES),
    ("share", &[Kind::Percent]),
    ("cumulative", FIGURES),
    ("sign", FIGURES),
    ("rounded", &[Kind::Money, Kind::Count]),
    ("blank", &[Kind::Money, Kind::Percent, Kind::Count, Kind::Text, Kind::Choice, Kind::Code]),
    ("choices", &[Kind::Choice]),
    ("colours", &[Kind::Choice]),
    ("beside", &[Kind::Percent]),
    ("agrees_with", FIGURES),
    ("same_as", FIGURES),
    ("next_year_of", FIGURES),
    ("net", &[Kind::Money]),
    ("movement", FIGURES),
    ("done_words", &[Kind::Text, Kind::Choice, Kind::Code]),
    ("conditions", &[Kind::Text]),
    ("parts", &[Kind::Text]),
    ("ordered", &[Kind::Choice]),
    ("outside_totals", &[Kind::Choice]),
    ("one_off", &[Kind::Choice]),
    ("gaps", &[Kind::Code]),
    ("totals_in", &[Kind::Money, Kind::Count]),
    ("part_of", &[Kind::Money, Kind::Count]),
    ("certainty", &[Kind::Money, Kind::Count]),
    ("full_year_of", &[Kind::Money]),
];

/// Says where a key is for another kind of column, and what to do.
fn fits(raw: &Table, kind: Kind, is_summary: bool, faults: &mut Faults) {
    use Kind::{Choice, Percent};
    for (key, kinds) in USES {
        if raw.has(key) && !kinds.contains(&kind) {
            let kinds: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
            faults.add(
                raw.at(key),
                format!("`{key}` does not fit a column of kind {}; it is for {}", kind.name(), kinds.join(", ")),
            );
        }
    }
    if kind == Percent && raw.has("unit") && !raw.has("beside") {
        faults.add(raw.at("unit"), "a percentage has no `unit`, unless an amount stands `beside` it");
    }
    if !is_summary {
        for key in ["sum", "count", "where", "agrees_with", "net"] {
            if raw.has(key) {
                faults.add(raw.at(key), format!("`{key}` is for a list that sums up another one (`summary_of`)"));
            }
        }
    }
    if kind == Choice && !raw.has("choices") {
        faults.add(raw.at.clone(), "a column of kind choice needs `choices`, such as [\"RED\", \"AMBER\", \"GREEN\"]");
    }
}

/// The unit in which money is stated. It is never guessed: a wrong one makes every figure 1,000 times too large.
fn stated_unit(raw: &Table, kind: Option<Kind>, around: &Around<'_>, faults: &mut Faults) -> Unit {
    if let Some(unit) = raw.text("unit").and_then(unit) {
        return unit;
    }
    if kind == Some(Kind::Money) && !raw.has("unit") {
        faults.add(
            raw.at.clone(),
            "a column of kind money needs `unit`, as the return states it: \"pounds\", \"thousands\" or \"millions\"",
        );
    }
    // The amount beside a percentage is in the unit of what it is a percentage of.
    let base = raw.table("beside").and_then(|beside| beside.text("of"));
    base.and_then(|base| around.scope.name(base)).and_then(|name| name.unit).unwrap_or(Unit::Pounds)
}

fn decimals(raw: &Table, faults: &mut Faults) -> u32 {
    const MOST: u32 = 4;
    let decimals = raw.whole("decimals").unwrap_or(0);
    if decimals > MOST {
        faults.add(raw.at("decimals"), format!("a percentage has at most {MOST} decimal places"));
    }
    decimals
}

fn origin(raw: &Table, kind: Option<Kind>, around: &Around<'_>, faults: &mut Faults) -> ColumnOrigin {
    let ways: Vec<_> = ["formula", "sum", "count", "share"]
        .into_iter()
        .filter(|key| raw.has(key) && !(*key == "count" && raw.truth("count") == Some(false)))
        .collect();
    if let [first, second, ..] = ways[..] {
        faults.add(raw.at(second), format!("a column has `{first}` or `{second}`, not both"));
    }
    if let Some(text) = raw.text("formula") {
        let expr = around.scope.formula(text, "formula", Wanted::Figure, &raw.at("formula"), faults);
        return expr.map_or(ColumnOrigin::Given, ColumnOrigin::Formula);
    }
    if let Some(id) = raw.text("sum") {
        if let Some(of) = summed_up(around) {
            let name = of.column(id, "`sum`", raw.at("sum"), faults);
            if let (Some(summed), Some(kind)) = (name.and_then(|name| name.kind), kind)
                && summed != kind
            {
                faults
                    .add(raw.at("sum"), format!("`{id}` of the list `{}` is of another kind than this column", of.id));
            }
        }
        return ColumnOrigin::Sum(id.to_string());
    }
    if let Some(id) = raw.text("share") {
        if let Some(name) = around.scope.column(id, "`share`", raw.at("share"), faults) {
            if name.kind.is_some_and(|kind| !kind.is_amount()) {
                faults.add(raw.at("share"), format!("`share` is a share of money or of a number; `{id}` is neither"));
            } else if !name.has_total {
                faults.add(raw.at("share"), format!("`share` needs the total of `{id}`, which has none"));
            }
        }
        return ColumnOrigin::Share(id.to_string());
    }
    if raw.truth("count") == Some(true) { ColumnOrigin::Count } else { ColumnOrigin::Given }
}

/// The condition of what a summary sums or counts, over the list summed up.
fn only(raw: &Table, around: &Around<'_>, faults: &mut Faults) -> Option<Expr> {
    let text = raw.text("where")?;
    if around.is_summary && !raw.has("sum") && raw.truth("count") != Some(true) {
        faults.add(raw.at("where"), "`where` says which items a `sum` or a `count` takes, and this column is neither");
    }
    summed_up(around)?.formula(text, "`where`", Wanted::Truth, &raw.at("where"), faults)
}

fn summed_up<'a>(around: &Around<'a>) -> Option<&'a Scope> {
    around.scopes.get(&around.summary_of?.of)
}

fn total(raw: &Table, kind: Option<Kind>, scope: &Scope, faults: &mut Faults) -> TotalOrigin {
    let at = raw.at("total");
    match raw.text("total") {
        // What is counted where it stands first is not added up again.
        None if raw.has("same_as") => TotalOrigin::None,
        None if kind.is_some_and(Kind::is_amount) => TotalOrigin::Sum,
        None if raw.has("share") => TotalOrigin::Share,
        None | Some("none") => TotalOrigin::None,
        Some("given") => TotalOrigin::Given,
        Some("sum") => {
            if kind.is_some_and(|kind| !kind.is_amount()) {
                let message =
                    "only money and counts add up; write a formula over the other totals, \"given\" or \"none\"";
                faults.add(at, message);
            }
            TotalOrigin::Sum
        }
        Some(text) => {
            if kind.is_some_and(|kind| !kind.is_figure()) {
                faults.add(at, "a total in words is \"given\" or \"none\"; a formula gives figures only");
                return TotalOrigin::None;
            }
            let words = ["sum", "given", "none"];
            if !text.contains(' ') && scope.name(text).is_none() && !did_you_mean(text, words).is_empty() {
                let hint = did_you_mean(text, words);
                faults.add(at, format!("`total` cannot be \"{text}\"{hint}"));
                return TotalOrigin::None;
            }
            let expr = scope.formula(text, "the formula of `total`", Wanted::Figure, &at, faults);
            if let Some(expr) = &expr {
                for id in expr.columns() {
                    let has_total = scope.name(id).is_none_or(|name| name.has_total);
                    if !has_total {
                        faults.add(
                            at.clone(),
                            format!("the formula of `total` needs the total of `{id}`, which has none"),
                        );
                    }
                }
            }
            expr.map_or(TotalOrigin::None, TotalOrigin::Formula)
        }
    }
}

fn beside(raw: &Table, unit: Unit, scope: &Scope, faults: &mut Faults) -> Option<Beside> {
    let beside = raw.table("beside")?;
    let of = beside.text("of")?;
    scope.money_column(of, "`of` of `beside`", beside.at("of"), faults);
    Some(Beside { id: beside.string("id")?, of: of.to_string(), unit })
}

fn agrees_with(raw: &Table, kind: Option<Kind>, around: &Around<'_>, faults: &mut Faults) -> Option<String> {
    let id = raw.text("agrees_with")?;
    if let Some(of) = summed_up(around) {
        match of.name(id) {
            Some(name) if kind.is_some() && name.kind.is_some() && name.kind != kind => {
                let message = format!("`{id}` of the list `{}` is of another kind than this column", of.id);
                faults.add(raw.at("agrees_with"), message);
            }
            Some(_) => {}
            None => {
                of.column(id, "`agrees_with`", raw.at("agrees_with"), faults);
            }
        }
    }
    Some(id.to_string())
}

/// The figure of another list, or of the prior period, that a column repeats.
fn same_as(raw: &Table, kind: Option<Kind>, around: &Around<'_>, faults: &mut Faults) -> Option<SameAs> {
    let same = raw.table("same_as")?;
    let (list, prior) = (same.string("list"), same.has("period"));
    let id = same.string("column")?;
    for key in ["formula", "sum", "count", "share", "agrees_with", "each", "beside"] {
        if raw.has(key) {
            let message =
                format!("`{key}` does not fit a column with `same_as`: it repeats a figure that is stated elsewhere");
            faults.add(raw.at(key), message);
        }
    }
    if list.is_none() && !prior {
        let message = format!(
            "`same_as` is for a figure of another `list` or of the prior `period`; for another column of the same row write \
             `formula = \"{id}\"`: what the return states is then checked"
        );
        faults.add(raw.at("same_as"), message);
    }
    let scope = if list.is_some() { around.scopes.named(same, "list", faults)? } else { around.scope };
    if let Some(name) = scope.column(&id, "`same_as`", same.at("column"), faults)
        && kind.zip(name.kind).is_some_and(|(own, other)| own != other)
    {
        let message = format!("`{id}` of the list `{}` is of another kind than this column", scope.id);
        faults.add(same.at("column"), message);
    }
    let item = same.string("item");
    match item.as_deref() {
        Some(_) if list.is_none() => {
            faults.add(same.at("item"), "`item` names the item of another `list`; without one it is the row's own");
        }
        Some(named) => {
            if let Some(name) = around.scope.column(named, "`item`", same.at("item"), faults)
                && name.kind.is_some_and(|kind| !kind.is_words())
            {
                faults
                    .add(same.at("item"), format!("`{named}` cannot name an item; name a column of kind text or code"));
            }
        }
        None => {}
    }
    Some(SameAs { list, column: id, item, prior, at: raw.at("same_as") })
}

/// The side of nil that a column's figures stand on.
fn side(name: &str) -> Option<Side> {
    [Side::Positive, Side::Negative].into_iter().find(|side| side.name() == name)
}

/// How far it may move: an amount and a percentage of the figure; of a percentage, points.
fn movement(raw: &Table, kind: Option<Kind>, faults: &mut Faults) -> Option<Tolerance> {
    let movement = raw.table("movement")?;
    for key in ["amount", "percent", "points"] {
        if movement.number(key).is_some_and(|number| number.is_sign_negative() && !number.is_zero()) {
            faults.add(
                movement.at(key),
                format!("`{key}` of `movement` cannot be negative; it holds in both directions"),
            );
        }
    }
    let (wanted, other): (&[&str], &[&str]) = match kind? {
        Kind::Percent => (&["points"], &["amount", "percent"]),
        _ => (&["amount", "percent"], &["points"]),
    };
    for key in wanted.iter().filter(|key| !movement.has(key)) {
        let message = match kind? {
            Kind::Percent => {
                format!("`movement` of a percentage needs `{key}`: how many percentage points it may move")
            }
            _ => format!("`movement` needs `{key}`"),
        };
        faults.add(movement.at.clone(), message);
    }
    for key in other.iter().filter(|key| movement.has(key)) {
        let message = match kind? {
            Kind::Percent => format!("`{key}` is of a `movement` of amounts; a percentage moves by `points`"),
            _ => format!("`{key}` is of a `movement` of percentages; an amount moves by `amount` and `percent`"),
        };
        faults.add(movement.at(key), message);
    }
    let ratio = |key: &str| movement.number(key)?.checked_div(Decimal::ONE_HUNDRED);
    match kind? {
        Kind::Percent => Some(Tolerance { amount: ratio("points")?, percent: Decimal::ZERO }),
        _ => Some(Tolerance { amount: movement.number("amount")?, percent: ratio("percent")? }),
    }
}

fn totals_in(raw: &Table, scope: &Scope, faults: &mut Faults) -> Option<String> {
    let id = raw.text("totals_in")?;
    scope.column(id, "`totals_in`", raw.at("totals_in"), faults);
    Some(id.to_string())
}

/// The column of which this one is a part: one of the same kind, and no part itself.
fn part_of(raw: &Table, kind: Option<Kind>, scope: &Scope, faults: &mut Faults) -> Option<PartOf> {
    let certainty = raw.text("certainty").and_then(|said| Certainty::ALL.into_iter().find(|one| one.name() == said));
    let Some(whole) = raw.string("part_of") else {
        if raw.has("certainty") {
            let message = "`certainty` says how certain a part of another column is: name that column in `part_of`";
            faults.add(raw.at("certainty"), message);
        }
        return None;
    };
    let own = raw.text("id").unwrap_or_default();
    if let Some(name) = scope.column(&whole, "`part_of`", raw.at("part_of"), faults) {
        if name.id == own {
            faults.add(raw.at("part_of"), format!("`{own}` cannot be a part of itself"));
        } else if let (Some(of), Some(kind)) = (name.kind, kind)
            && of != kind
        {
            let message = format!("`{own}` cannot be a part of `{whole}`, which is of kind {}", of.name());
            faults.add(raw.at("part_of"), message);
        }
    }
    Some(PartOf { whole, certainty })
}

/// The column of this year's amount of which this one is the full-year effect: another one of money.
fn full_year_of(raw: &Table, scope: &Scope, faults: &mut Faults) -> Option<String> {
    let year = raw.string("full_year_of")?;
    let own = raw.text("id").unwrap_or_default();
    if year == own {
        let message =
            format!("`{own}` cannot be the full-year effect of itself: name the column of this year's amount");
        faults.add(raw.at("full_year_of"), message);
    } else {
        scope.money_column(&year, "`full_year_of`", raw.at("full_year_of"), faults);
    }
    Some(year)
}

/// A value inside another column's cell has no heading and no formula of its own.
fn within(raw: &Table, kind: Option<Kind>, scope: &Scope, faults: &mut Faults) -> Option<Within> {
    let pattern = raw.string("pattern");
    let Some(column) = raw.string("within") else {
        if pattern.is_some() {
            faults
                .add(raw.at("pattern"), "`pattern` says where a value stands `within` another column's cell; name it");
        }
        return None;
    };
    scope.column(&column, "`within`", raw.at("within"), faults);
    for key in ["also", "formula", "sum", "count", "beside"].into_iter().filter(|key| raw.has(key)) {
        faults.add(raw.at(key), format!("`{key}` does not fit a value that stands `within` another column's cell"));
    }
    match &pattern {
        Some(pattern) if pattern.matches("{}").count() != 1 => {
            let message = format!("\"{pattern}\" must hold {{}} once, for the word that is the value");
            faults.add(raw.at("pattern"), message);
        }
        None if kind.is_some_and(|kind| kind != Kind::Choice) => faults.add(
            raw.at("within"),
            "`within` needs a `pattern`, such as \"Saving {}\"; only a choice is found by its words alone",
        ),
        _ => {}
    }
    Some(Within { column, pattern })
}

fn codes(raw: &Table, kind: Option<Kind>, faults: &mut Faults) -> BTreeMap<String, Code> {
    let mut codes = BTreeMap::new();
    for (code, value) in raw.map("codes") {
        let typed = code.trim();
        if typed.is_empty() {
            let message = "a blank cell is no code; say `blank = \"nil\"` where it means nil";
            faults.add(value.at.clone(), message);
        }
        let (means, nil) = match &value.data {
            Data::Text(means) => (means.clone(), false),
            Data::Table(table) => (table.string("means").unwrap_or_default(), table.truth("nil").unwrap_or(false)),
            _ => continue,
        };
        if nil && kind.is_some_and(|kind| !kind.is_figure()) {
            faults.add(value.at.clone(), format!("\"{typed}\" cannot mean nil: this column holds no figures"));
        }
        if codes.insert(typed.to_string(), Code { means, nil }).is_some() {
            faults.add(value.at.clone(), format!("the code \"{typed}\" is given twice"));
        }
    }
    codes
}

fn parts(raw: &Table) -> Vec<Vec<String>> {
    let labels = |part: &crate::toml_reader::Value| {
        part.items().iter().filter_map(|label| label.text()).map(str::to_string).collect()
    };
    raw.list("parts").iter().map(labels).collect()
}
