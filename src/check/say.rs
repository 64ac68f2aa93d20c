//! Figures, columns and schemes in the words of a finding.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Context;
use super::look::Line;
use crate::figures::Group;
use crate::finding::Finding;
use crate::form::{Column, Kind, List, heading};
use crate::money::{self, Quantity};
use crate::returns::Cell;
use crate::source::Place;

/// Decimal places kept of a figure that a formula gives, in the cell's own unit: enough to tell any two apart.
const DECIMALS_KEPT: u32 = 4;

/// The unit of a column's figures, as findings.json names it.
pub(super) fn unit(column: &Column) -> &'static str {
    match column.kind {
        Kind::Percent => "percent",
        Kind::Money => match column.unit {
            money::Unit::Pounds => "pounds",
            money::Unit::Thousands => "thousands",
            money::Unit::Millions => "millions",
        },
        _ => "count",
    }
}

/// A figure in the cell's own unit: pounds become thousands, a ratio becomes per cent.
pub(super) fn own_unit(column: &Column, value: Decimal) -> Option<Decimal> {
    let own = match column.kind {
        Kind::Percent => value.checked_mul(Decimal::ONE_HUNDRED),
        Kind::Money => value.checked_div(column.unit.factor()),
        _ => Some(value),
    };
    own.map(|own| own.round_dp_with_strategy(DECIMALS_KEPT, RoundingStrategy::MidpointAwayFromZero).normalize())
}

/// A figure for a sentence: '£1,240k', '83%', '34'.
pub(super) fn figure(column: &Column, value: Decimal) -> String {
    match column.kind {
        Kind::Percent => money::print_percent(value, column.decimals),
        Kind::Money => money::say_money(rounded(column, value), column.unit),
        _ => value.normalize().to_string(),
    }
}

/// A figure that is only known within the reach of its rounding: to the whole unit.
pub(super) fn rough(column: &Column, quantity: Quantity) -> String {
    let own = (column.kind == Kind::Money && !quantity.reach().is_zero())
        .then(|| own_unit(column, quantity.value()))
        .flatten();
    let whole = own.map(|own| own.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero));
    let value = whole.filter(|whole| !whole.is_zero()).and_then(|whole| whole.checked_mul(column.unit.factor()));
    figure(column, value.unwrap_or(quantity.value()))
}

/// stated − expected of two figures of which one is only known within its reach.
pub(super) fn rough_difference(column: &Column, stated: Quantity, expected: Quantity) -> String {
    let Some(difference) = stated.checked_sub(expected) else { return "beyond all bounds".into() };
    let sign = if difference.value().is_sign_positive() { "+" } else { "" };
    format!("{sign}{}", rough(column, difference))
}

/// Stated and computed, said so that they differ to the eye where they differ in fact.
pub(super) fn both(column: &Column, stated: Decimal, expected: Decimal) -> (String, String) {
    let said = (figure(column, stated), figure(column, expected));
    if said.0 == said.1 && column.kind == Kind::Percent {
        let finer = column.decimals.saturating_add(2);
        return (money::print_percent(stated, finer), money::print_percent(expected, finer));
    }
    said
}

/// stated − expected, with its sign: '+£148k', '-12 percentage points'.
pub(super) fn difference(column: &Column, stated: Decimal, expected: Decimal) -> String {
    let Some(difference) = stated.checked_sub(expected) else { return "beyond all bounds".into() };
    let sign = if difference.is_sign_positive() { "+" } else { "" };
    match column.kind {
        Kind::Percent => {
            let points = difference.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(difference);
            let mut decimals = column.decimals;
            while points.round_dp(decimals).is_zero() && decimals < column.decimals.saturating_add(2) {
                decimals += 1;
            }
            let points = points.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize();
            format!("{sign}{points} percentage points")
        }
        _ => format!("{sign}{}", figure(column, difference)),
    }
}

/// An amount to the digits kept, so that a formula's endless decimals do not fill the sentence.
fn rounded(column: &Column, value: Decimal) -> Decimal {
    let digits = match column.unit {
        money::Unit::Pounds => 2,
        money::Unit::Thousands | money::Unit::Millions => 0,
    };
    let short = value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    if short.is_zero() { value } else { short }
}

/// Characters of a cell's text that a sentence quotes.
const QUOTED: usize = 60;

/// A cell's text for a sentence: on one line, cut off where it is long.
pub(super) fn quoted(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text,
    }
}

/// 'F17', or nothing where the place is no cell.
pub(super) fn cell(place: &Place) -> String {
    place.cell.map(|cell| cell.to_string()).unwrap_or_default()
}

/// 'F17', or 'F17 of x.xlsx' where it stands in another file than `from`.
pub(super) fn cell_from(place: &Place, from: &Place) -> String {
    if place.file == from.file && place.sheet == from.sheet {
        cell(place)
    } else {
        format!("{} of {}", cell(place), place.file)
    }
}

/// 'a', 'a and b', 'a, b and c'
pub(super) fn list_of<T: AsRef<str>>(names: &[T]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_string(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", most.join(", "), last.as_ref())
        }
    }
}

/// '1 project', '12 projects'
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// So many items of which some only balance the budget: '12 projects and 1 balancing line'. A balancing line counts in sums and
/// is none of the items.
pub(super) fn items(list: &List, all: usize, balancing: usize) -> String {
    let items = count(all.saturating_sub(balancing), &list.item, &list.items);
    let lines = count(balancing, "balancing line", "balancing lines");
    match (balancing, all == balancing) {
        (0, _) => items,
        (_, true) => lines,
        _ => format!("{items} and {lines}"),
    }
}

/// 'twice', '12 times'
pub(super) fn times(number: usize) -> String {
    match number {
        1 => "once".into(),
        2 => "twice".into(),
        many => format!("{many} times"),
    }
}

impl Context<'_> {
    /// A column's heading in this period, on one line.
    pub(super) fn heading(&self, column: &Column) -> String {
        let heading = heading::fill(self.form, &column.heading, self.returns.period, &[]);
        heading.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The heading without the unit in brackets, for a sentence that gives the unit with the figures.
    pub(super) fn short_heading(&self, column: &Column) -> String {
        heading::without_unit(&self.heading(column)).to_string()
    }

    /// What a formula's name means to a reader: a column's heading, or the amount beside one.
    pub(super) fn name(&self, list: &List, id: &str) -> String {
        if let Some(column) = list.column(id) {
            return self.short_heading(column);
        }
        let beside = list.columns.iter().find(|column| column.beside.as_ref().is_some_and(|beside| beside.id == id));
        beside.map_or_else(|| id.to_string(), |column| format!("the amount of {}", self.short_heading(column)))
    }

    /// The name of an area; empty if there is none.
    pub(super) fn area_name(&self, area: Option<&str>) -> String {
        let Some(id) = area else { return String::new() };
        self.form.area(id).map_or_else(|| id.to_string(), |area| area.name.clone())
    }

    /// Whom a sentence is about: 'Agency (Adults)', or 'Agency' where there is no area.
    pub(super) fn who(&self, area: Option<&str>, label: &str) -> String {
        match (label, self.area_name(area)) {
            ("", area) => area,
            (label, area) if area.is_empty() || area == label => format!("'{label}'"),
            (label, area) => format!("'{label}' ({area})"),
        }
    }

    /// Whom a sentence about a total is about: the area, or what the list holds.
    pub(super) fn whose_total(&self, list: &List, area: Option<&str>) -> String {
        let area = self.area_name(area);
        if area.is_empty() { format!("All {}", list.items) } else { area }
    }

    /// Whom a sentence about a row is about: the item, or whose total it is.
    pub(super) fn whose(&self, line: &Line<'_>) -> String {
        match line.group {
            Some(group) if group.is_inner() => {
                let name = self.total_row(line.list, group);
                let area = self.area_name(line.area);
                if area.is_empty() { name } else { format!("{name} ({area})") }
            }
            Some(_) => self.whose_total(line.list, line.area),
            None => self.who(line.area, line.label),
        }
    }

    /// The row of a group's total: 'the total row', or what the return or the group is called: "'Total Homecare'",
    /// 'the total of RED'.
    pub(super) fn total_row(&self, list: &List, group: &Group<'_>) -> String {
        match group.stated_label(list) {
            _ if !group.is_inner() => "the total row".to_string(),
            Some(label) => format!("'{}'", quoted(label)),
            None => format!("the total of {}", quoted(&group.path.join(" > "))),
        }
    }

    /// A figure of a group's total: 'the total of Target', "'Total Homecare' under Target".
    pub(super) fn total_of(&self, list: &List, group: &Group<'_>, column: &Column) -> String {
        let heading = self.short_heading(column);
        if group.is_inner() {
            format!("{} under {heading}", self.total_row(list, group))
        } else {
            format!("the total of {heading}")
        }
    }

    /// [`Context::topic`] for a group: its path tells its findings from those of other groups.
    pub(super) fn topic_of_group(&self, list: &List, group: &Group<'_>) -> String {
        let topic = self.topic(list);
        let parts = std::iter::once(topic.as_str()).filter(|topic| !topic.is_empty());
        parts.chain(group.path.iter().map(String::as_str)).collect::<Vec<_>>().join(" ")
    }

    /// [`Context::topic`] for a row.
    pub(super) fn topic_of_line(&self, line: &Line<'_>) -> String {
        line.group.map_or_else(|| self.topic(line.list), |group| self.topic_of_group(line.list, group))
    }

    /// Tells findings of one list from those of another: empty for the main one.
    pub(super) fn topic(&self, list: &List) -> String {
        if list.id == self.form.report.main_list { String::new() } else { list.id.clone() }
    }
}

/// What every finding about a cell says of it: column, the form's line, the text as typed.
pub(super) fn about(mut finding: Finding, column: &Column, cell: &Cell) -> Finding {
    finding.column = Some(column.id.clone());
    finding.demanded_by = Some(column.at.clone());
    finding.stated_text = Some(cell.text.trim().to_string());
    finding
}

/// Both figures of a finding, in the cell's own unit.
///
/// An expected percentage is the one that would be published: rounded as the column prints, or as finely as the stated one
/// was typed where only that tells the two apart. So the difference is the one a reader sees.
pub(super) fn with_figures(finding: Finding, column: &Column, stated: Decimal, expected: Decimal) -> Finding {
    let (is, should_be) = (own_unit(column, stated), own_unit(column, expected));
    let published = |figure: Decimal| match column.kind {
        Kind::Percent => {
            let typed = is.map_or(0, |is| is.scale());
            let rounded = |decimals| figure.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
            let coarse = rounded(column.decimals.max(typed));
            if Some(coarse) == is { figure } else { coarse }
        }
        _ => figure,
    };
    finding.figures(unit(column), is, should_be.map(published))
}

/// What to do about a stated figure that contradicts a computed one.
pub(super) fn mend_or_set_aside(finding: &Finding) -> String {
    let stated = finding.stated.map(|figure| figure.to_string()).unwrap_or_default();
    let stands = finding.expected.map(|figure| figure.to_string()).unwrap_or_default();
    format!(
        "mend {}, or the cells it is worked out from; if it cannot be mended, the section 151 officer or a delegate sets \
         the stated figure aside in decisions.toml: [[set_aside]] finding = \"{}\", stated = \"{stated}\", \
         stands = \"{stands}\", with words, role and date",
        cell(&finding.at),
        super::ID,
    )
}

/// What to do about something that a person may justify.
pub(super) fn mend_or_explain(mend: &str) -> String {
    format!(
        "{mend}; if it stands, explain it in decisions.toml: [[explain]] finding = \"{}\"{}, with words, role and date",
        super::ID,
        super::FIGURES
    )
}

/// [`Context::topic`] by the list's id.
pub(super) fn topic_of(context: &Context<'_>, list: &str) -> String {
    if list == context.form.report.main_list { String::new() } else { list.to_string() }
}
