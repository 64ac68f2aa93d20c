//! A council's schemes through a year: each figure stands once, in the story; returns, finance's summary and the movement that the
//! papers must show are worked out of them.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::clerk::Paper;

/// The areas that send returns, as the form calls them, and as finance's summary does.
pub const AREAS: [(&str, &str); 6] = [
    (CHANGE, "Change and Strategy Delivery"),
    (LIVING, "Living and Ageing Well"),
    (DISABILITY, "Adults with Disabilities"),
    (MENTAL_HEALTH, "Mental Health and Wellbeing"),
    (COMMISSIONING, "Commissioning and Partnerships"),
    (GOVERNANCE, "Care Governance and Inclusion"),
];
pub const CHANGE: &str = "change-and-strategy-delivery";
pub const LIVING: &str = "living-and-ageing-well";
pub const DISABILITY: &str = "adults-with-a-disability";
pub const MENTAL_HEALTH: &str = "mental-health-and-safeguarding";
pub const COMMISSIONING: &str = "adult-commissioning-and-partnerships";
pub const GOVERNANCE: &str = "governance-and-inclusion";

/// The money columns that are published, as their movements are headed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Target,
    Forecast,
    Achieved,
}

impl Column {
    pub const ALL: [Column; 3] = [Column::Target, Column::Forecast, Column::Achieved];

    /// How the title of its movement begins.
    pub fn heading(self) -> &'static str {
        match self {
            Column::Target => "Target",
            Column::Forecast => "Forecast",
            Column::Achieved => "Achieved to Date",
        }
    }
}

/// A scheme as it stands. Amounts are in pence.
#[derive(Debug, Clone)]
pub struct Scheme {
    pub title: &'static str,
    pub area: &'static str,
    /// Target, forecast, achieved.
    amounts: [i64; 3],
    /// Whether no paper has had it yet.
    is_new: bool,
    /// What its service writes of it.
    said: &'static str,
}

impl Scheme {
    pub fn of(&self, column: Column) -> i64 {
        self.amounts[column as usize]
    }

    /// What is left of its target.
    pub fn short(&self) -> i64 {
        self.of(Column::Target) - self.of(Column::Achieved)
    }
}

/// The movement of a column: by area (and overall, as 'Total'), each line with its amount in pence; nil is left out.
pub type Movement = BTreeMap<String, BTreeMap<String, i64>>;

/// The schemes, and what has moved since the last paper.
#[derive(Debug, Clone, Default)]
pub struct Council {
    pub schemes: Vec<Scheme>,
    /// As the last paper has them.
    before: Vec<Scheme>,
    moved: Vec<Moved>,
    /// What the last paper had moved from.
    last: (Vec<Scheme>, Vec<Moved>),
}

/// Of a column, in an area, in this line, by so much.
type Moved = (Column, &'static str, &'static str, i64);

/// Pounds in pence.
pub fn pounds(amount: i64) -> i64 {
    amount * 100
}

/// Pence in thousands of pounds, as a return has them.
pub fn thousands(pence: i64) -> String {
    Decimal::new(pence, 5).normalize().to_string()
}

/// The same as the first page says it: whole thousands.
pub fn whole_thousands(pence: i64) -> String {
    grouped(&Decimal::new(pence, 5).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_string())
}

/// A number with commas, as it is said.
fn grouped(number: &str) -> String {
    let (whole, decimals) = number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let mut said = String::new();
    for (digit, left) in whole.chars().zip((0..whole.len()).rev()) {
        said.push(digit);
        if left > 0 && left % 3 == 0 {
            said.push(',');
        }
    }
    decimals.map(|decimals| format!("{said}.{decimals}")).unwrap_or(said)
}

/// One amount of another, as a percentage without decimals.
fn percent(part: i64, whole: i64) -> String {
    let share = Decimal::from(part * 100) / Decimal::from(whole);
    format!("{}%", share.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
}

impl Council {
    fn find(&self, title: &str) -> usize {
        self.schemes.iter().position(|scheme| scheme.title == title).unwrap_or_else(|| panic!("no scheme {title}"))
    }

    pub fn scheme(&self, title: &str) -> &Scheme {
        &self.schemes[self.find(title)]
    }

    /// An amount of a scheme moves, in this line; in that of new ones, if it is one.
    fn moves(&mut self, title: &str, column: Column, line: &'static str, by: i64) {
        let index = self.find(title);
        self.schemes[index].amounts[column as usize] += by;
        let line = if self.schemes[index].is_new { "New" } else { line };
        self.moved.push((column, self.schemes[index].area, line, by));
    }

    /// A scheme that begins with this target.
    pub fn begins(&mut self, title: &'static str, area: &'static str, target: i64) {
        self.schemes.push(Scheme { title, area, amounts: [0; 3], is_new: true, said: "Planned" });
        self.moves(title, Column::Target, "New", target);
    }

    /// All that is targeted is forecast, of the schemes of which nothing was.
    pub fn forecasts_what_is_planned(&mut self) {
        for scheme in self.schemes.clone().iter().filter(|scheme| scheme.of(Column::Forecast) == 0) {
            self.moves(scheme.title, Column::Forecast, "Other changes", scheme.of(Column::Target));
        }
    }

    /// A forecast becomes this share of the target, in hundredths.
    pub fn is_forecast_at(&mut self, title: &str, share: i64) {
        let scheme = self.scheme(title);
        let by = scheme.of(Column::Target) * share / 100 - scheme.of(Column::Forecast);
        self.moves(title, Column::Forecast, "Other changes", by);
    }

    /// What is achieved becomes this share of what is forecast, in hundredths, a little more or less from scheme to scheme; but of
    /// an area that reports nothing.
    pub fn achieves(&mut self, share: i64, said: &'static str, except: &str) {
        let schemes = self.schemes.clone();
        for (scheme, number) in schemes.iter().zip(0..).filter(|(scheme, _)| scheme.area != except) {
            let own = if share == 100 { share } else { share + number % 5 };
            let by = scheme.of(Column::Forecast) * own / 100 - scheme.of(Column::Achieved);
            self.moves(scheme.title, Column::Achieved, "Other changes", by);
            let index = self.find(scheme.title);
            self.schemes[index].said =
                if share == 100 && scheme.short() - by > 0 { "Closed with the year" } else { said };
        }
    }

    /// One scheme becomes two, of which the first takes this much of the target and its share of all else.
    pub fn splits(&mut self, title: &str, parts: [&'static str; 2], first: i64) {
        let whole = self.schemes.remove(self.find(title));
        let of_first = whole.amounts.map(|amount| amount * first / whole.of(Column::Target));
        let of_second = [0, 1, 2].map(|at| whole.amounts[at] - of_first[at]);
        for (title, amounts) in parts.into_iter().zip([of_first, of_second]) {
            self.schemes.push(Scheme { title, amounts, ..whole.clone() });
        }
        self.stays("Split", &whole);
    }

    /// Two schemes of an area become one.
    pub fn merge(&mut self, titles: [&str; 2], into: &'static str) {
        let [one, other] = titles.map(|title| self.schemes.remove(self.find(title)));
        let amounts = [0, 1, 2].map(|at| one.amounts[at] + other.amounts[at]);
        let whole = Scheme { title: into, amounts, ..one };
        self.stays("Merged", &whole);
        self.schemes.push(whole);
    }

    /// What was split or merged went out of its area and into it.
    fn stays(&mut self, line: &'static str, whole: &Scheme) {
        for column in Column::ALL {
            for amount in [-whole.of(column), whole.of(column)] {
                self.moved.push((column, whole.area, line, amount));
            }
        }
    }

    /// An approved change of a target.
    pub fn is_rebased(&mut self, title: &str, by: i64) {
        self.moves(title, Column::Target, "Re-based", by);
    }

    /// A target changes, and nobody has approved that.
    pub fn is_changed(&mut self, title: &str, by: i64) {
        self.moves(title, Column::Target, "Other changes", by);
    }

    /// A target goes from one scheme to another.
    pub fn vires(&mut self, from: &str, to: &str, amount: i64) {
        self.moves(from, Column::Target, "Virements", -amount);
        self.moves(to, Column::Target, "Virements", amount);
    }

    /// A scheme goes to another area as it stands.
    pub fn goes(&mut self, title: &str, to: &'static str) {
        let index = self.find(title);
        let scheme = self.schemes[index].clone();
        for column in Column::ALL {
            self.moved.push((column, scheme.area, "Transfers", -scheme.of(column)));
            self.moved.push((column, to, "Transfers", scheme.of(column)));
        }
        self.schemes[index].area = to;
    }

    /// What was achieved was reported wrong.
    pub fn had_achieved(&mut self, title: &str, by: i64) {
        self.moves(title, Column::Achieved, "Other changes", by);
    }

    /// A scheme is no longer reported.
    pub fn ends(&mut self, title: &str) {
        let scheme = self.schemes.remove(self.find(title));
        for column in Column::ALL {
            self.moved.push((column, scheme.area, "Closed", -scheme.of(column)));
        }
    }

    /// A paper was published: what moves from now on moves from there.
    pub fn is_published(&mut self) {
        self.schemes.iter_mut().for_each(|scheme| scheme.is_new = false);
        let before = std::mem::replace(&mut self.before, self.schemes.clone());
        self.last = (before, std::mem::take(&mut self.moved));
    }

    /// The last paper is made once more: what moves now moves from where that one did.
    pub fn is_reopened(&mut self) {
        (self.before, self.moved) = std::mem::take(&mut self.last);
    }

    /// How a column must have moved since the last paper.
    pub fn movement(&self, column: Column) -> Movement {
        let mut movement = Movement::new();
        let mut add = |area: &str, line: &str, amount: i64| {
            for row in [area, "Total"] {
                *movement.entry(row.to_string()).or_default().entry(line.to_string()).or_default() += amount;
            }
        };
        self.before.iter().for_each(|scheme| add(scheme.area, "Opening", scheme.of(column)));
        self.schemes.iter().for_each(|scheme| add(scheme.area, "Closing", scheme.of(column)));
        self.moved.iter().filter(|moved| moved.0 == column).for_each(|(_, area, line, by)| add(area, line, *by));
        movement.values_mut().for_each(|lines| lines.retain(|_, amount| *amount != 0));
        movement
    }

    /// How much of a column went from scheme to scheme or from area to area in a line, in thousands as it is said; nothing if none did.
    pub fn went(&self, line: &str, column: Column) -> Option<String> {
        let gains = self.moved.iter().filter(|moved| moved.0 == column && moved.2 == line && moved.3 > 0);
        let sum: i64 = gains.map(|moved| moved.3).sum();
        (sum > 0).then(|| grouped(&thousands(sum)))
    }

    /// What an area has in a column.
    pub fn sum(&self, area: &str, column: Column) -> i64 {
        self.schemes.iter().filter(|scheme| scheme.area == area).map(|scheme| scheme.of(column)).sum()
    }

    /// A new year begins: nothing is achieved of it.
    pub fn year_turns(&mut self) {
        for scheme in self.schemes.iter_mut().chain(&mut self.before) {
            scheme.amounts[Column::Achieved as usize] = 0;
        }
    }

    /// With a new year a scheme has another target, all of which is forecast.
    pub fn is_set_anew(&mut self, title: &str, target: i64) {
        let [own, forecast, _] = self.scheme(title).amounts;
        self.moves(title, Column::Target, "Other changes", target - own);
        self.moves(title, Column::Forecast, "Other changes", target - forecast);
    }

    /// The return of an area: of the budget, targets alone.
    pub fn area_return(&self, area: &str, paper: Paper) -> String {
        let Paper { year_end, .. } = paper;
        let is_budget = paper.is_budget();
        let mut rows = vec![paper.title(), String::new(), format!("Project Title | Target\\n{year_end}\\n(£000s)")];
        if !is_budget {
            rows[2] += &format!(
                " | Forecast\\n{year_end}\\n(£000s) | % By\\n{year_end} | % By\\n{} | Achieved to Date\\n(£000s) | \
                 Timeline for completion | Risks and Actions to Deliver Required Savings",
                next(year_end)
            );
        }
        for scheme in self.schemes.iter().filter(|scheme| scheme.area == area) {
            let [target, forecast, achieved] = scheme.amounts;
            let mut row = format!("{} | {}", scheme.title, thousands(target));
            if !is_budget {
                row += &format!(
                    " | {} | {} | 100% | {} | {} | Risk: Few people. Risk Mitigation: They are lent by others.",
                    thousands(forecast),
                    percent(forecast, target),
                    thousands(achieved),
                    scheme.said
                );
            }
            rows.push(row);
        }
        let [target, forecast, achieved] = Column::ALL.map(|column| self.sum(area, column));
        let mut total = format!("Total | {}", thousands(target));
        if !is_budget {
            let share = percent(forecast, target);
            total += &format!(" | {} | {share} | 100% | {}", thousands(forecast), thousands(achieved));
        }
        rows.push(total);
        format!("== Return\n{}\n", rows.join("\n"))
    }

    /// Finance's summary: of the budget, targets alone.
    pub fn summary(&self, paper: Paper) -> String {
        let Paper { year_end, .. } = paper;
        let is_budget = paper.is_budget();
        let [new_year, next_new_year] = [0, 1].map(|later| format!("1st April 20{}", year(year_end) + later));
        let mut rows =
            vec![paper.title(), String::new(), format!("Saving Category by Portfolio | Target {year_end}\\n(£000s)")];
        if !is_budget {
            rows[2] += &format!(
                " | Forecast {year_end}\\n(£000s) | Forecast {}\\n(£000s) | Forecast % by {new_year} | Forecast % by {next_new_year} | \
                 Mitigations Required\\n(£000's)",
                next(year_end)
            );
        }
        let mut whole = [0; 2];
        for (area, name) in AREAS {
            let [target, forecast] = [Column::Target, Column::Forecast].map(|column| self.sum(area, column));
            (whole[0], whole[1]) = (whole[0] + target, whole[1] + forecast);
            rows.push(of_portfolio(name, target, forecast, is_budget));
        }
        rows.push(
            "Chief Social Work Officer | 0".to_string() + if is_budget { "" } else { " | '- | '- | '- | '- | 0" },
        );
        rows.push(of_portfolio("Total", whole[0], whole[1], is_budget));
        format!("== Overall\n{}\n", rows.join("\n"))
    }
}

fn of_portfolio(name: &str, target: i64, forecast: i64, is_budget: bool) -> String {
    let target_printed = thousands(target);
    let more = || {
        let share = percent(forecast, target);
        format!(" | {} | {target_printed} | {share} | 100% | 0", thousands(forecast))
    };
    format!("{name} | {target_printed}{}", if is_budget { String::new() } else { more() })
}

/// The year of a day like '31/03/24', without its century.
fn year(year_end: &str) -> u32 {
    year_end.rsplit('/').next().and_then(|year| year.parse().ok()).unwrap_or_else(|| panic!("no year in {year_end}"))
}

/// The same day a year later.
fn next(year_end: &str) -> String {
    format!("31/03/{}", year(year_end) + 1)
}
