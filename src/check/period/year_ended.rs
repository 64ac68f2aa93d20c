//! How a scheme ended with its year, as a person is asked about it, and the entry that says what became of it.

use rust_decimal::Decimal;

use crate::decision::entry::{self, quoted};
use crate::names::{Reference, Title};
use crate::period::Period;

/// How a scheme ended. Amounts are in the unit of the target's column, as entries of decisions.toml have them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The area's id.
    pub area: String,
    /// Its reference, or its title where it has none.
    pub name: String,
    /// Its title.
    pub label: String,
    /// The scheme and how it ended, in words.
    pub said: String,
    /// Its target.
    pub target: Option<Decimal>,
    /// What of it was delivered.
    pub delivered: Option<Decimal>,
    /// What was not; `None` where nobody can say.
    pub undelivered: Option<Decimal>,
    /// Whether it was to be there once only.
    pub is_once: bool,
    /// Whether no return of this year has it.
    pub is_gone: bool,
    /// Whether the figures leave open what became of it.
    pub is_open: bool,
}

/// What became of a scheme. Amounts as in [`Ending`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Became {
    /// What is to be delivered in the new year.
    pub brought_forward: Decimal,
    /// What is not to be delivered any more.
    pub written_off: Decimal,
    /// What was delivered once only.
    pub one_off: Decimal,
}

impl Ending {
    /// What is likely: what was not delivered of a scheme that is gone was written off, of another one it is brought forward.
    pub fn likely(&self) -> Became {
        let undelivered = self.undelivered.unwrap_or_default();
        match self.is_gone {
            true => self.became(Decimal::ZERO, undelivered),
            false => self.became(undelivered, Decimal::ZERO),
        }
    }

    /// What became of what was not delivered; all that was, of a scheme that was once only, is missing from now on.
    pub fn became(&self, brought_forward: Decimal, written_off: Decimal) -> Became {
        let one_off = if self.is_once { self.delivered.unwrap_or_default() } else { Decimal::ZERO };
        Became { brought_forward, written_off, one_off }
    }

    /// Whether somebody must say what became of it: of what was all delivered, and is gone or was once only, nothing need be said.
    pub fn is_wanting(&self) -> bool {
        self.is_open && self.undelivered.is_none_or(|amount| !amount.is_zero())
    }

    /// Whether it is called so: its area's id, a colon, and its reference or title; without the first two where there are no areas.
    pub fn is_called(&self, typed: &str) -> bool {
        // Without areas there is nothing to put in front.
        let (area, name) = typed.split_once(':').filter(|_| !self.area.is_empty()).unwrap_or(("", typed));
        let same_reference = !Reference::of(name).is_empty() && Reference::of(name) == Reference::of(&self.name);
        area.trim() == self.area && (same_reference || Title::same(name, &self.label))
    }

    /// As a person types it: 'adults:H8', or 'H8' where there are no areas.
    pub fn typed(&self) -> String {
        if self.area.is_empty() { self.name.clone() } else { format!("{}:{}", self.area, self.name) }
    }

    /// What an answer stands on: 'adults:H8: target 120, delivered 80, gone'.
    pub(super) fn row(&self) -> String {
        let own = |name: &str, amount: Option<Decimal>| amount.map(|amount| format!("{name} {amount}"));
        let (once, gone) = (self.is_once.then(|| "once only".to_string()), self.is_gone.then(|| "gone".to_string()));
        let parts = [own("target", self.target), own("delivered", self.delivered), once, gone];
        format!("{}: {}", self.typed(), parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }

    /// What the entry says of it, on a line.
    pub fn line(&self, became: &Became) -> String {
        let stands = |key: &str, amount: Option<Decimal>| amount.map(|amount| format!(", {key} = {amount}"));
        let part = |key: &str, amount: Decimal| stands(key, Some(amount).filter(|amount| !amount.is_zero()));
        let keys = [
            stands("target", self.target),
            stands("delivered", self.delivered),
            part("brought_forward", became.brought_forward),
            part("written_off", became.written_off),
            part("one_off", became.one_off),
        ];
        let keys: String = keys.into_iter().flatten().collect();
        let area = if self.area.is_empty() { String::new() } else { format!("area = {}, ", quoted(&self.area)) };
        format!("    {{ {area}scheme = {}{keys} }},", quoted(&self.name))
    }
}

/// The entry, with its blanks.
pub fn entry(period: Period, lines: &[String]) -> String {
    let schemes = match lines {
        [] => Vec::new(),
        lines => [vec!["schemes = [".to_string()], lines.to_vec(), vec!["]".to_string()]].concat(),
    };
    let head = ["[[new_year]]".to_string(), format!("period = \"{period}\"")];
    let blanks = [entry::WORDS, entry::ROLE, entry::DATE].map(str::to_string);
    head.into_iter().chain(schemes).chain(blanks).collect::<Vec<_>>().join("\n")
}
