//! A section of a number format's code ('#,##0' and '[Red](#,##0)' in '#,##0;[Red](#,##0)'): what it is made of, and for which
//! numbers it stands. The text itself is made elsewhere; this is about what it means.

use rust_decimal::Decimal;

/// The sign of a currency, if a section shows one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Currency {
    /// '£' or 'GBP'.
    Pound,
    /// Another sign, as shown: '€', 'USD'.
    Other(String),
}

/// The word that stands for a number as it is, in small letters.
const GENERAL: &str = "general";

/// Signs of other currencies that may stand in a section as they are.
const SIGNS: &str = "$€¥₹₽₩₺₴₦₫₪฿₱₡₵₸₼₾₿¢";

/// Names of currencies that may stand in a section in quotes, in capitals.
const NAMES: [&str; 8] = ["USD", "EUR", "CHF", "JPY", "AUD", "CAD", "NZD", "EURO"];

/// What a section holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Section {
    /// Its code without the condition and the colour.
    pub body: String,
    /// For which numbers it stands, if it says so.
    pub condition: Option<Condition>,
    /// The colour in which it is shown, if it says one.
    pub colour: Option<Colour>,
    /// Whether a digit may stand in it.
    pub has_digits: bool,
    /// Where in its code the word 'General' stands, if it does.
    pub general_at: Option<usize>,
    /// Decimal places.
    pub decimals: u32,
    /// Commas that each divide by a thousand.
    pub thousands: u32,
    /// Per cent signs that each multiply by a hundred.
    pub percents: u32,
    /// Whether a day or a time is shown.
    pub date: bool,
    /// Whether the number is shown as a fraction ('# ?/?') or with an exponent ('0.00E+00').
    pub unusual: bool,
    /// Whether a text stands in its place ('@').
    pub text: bool,
    /// A currency.
    pub currency: Option<Currency>,
}

/// A colour, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colour {
    /// It marks what is negative.
    Red,
    /// It hides what is shown, unless the cell is filled.
    White,
    Other,
}

/// How a number is compared with the limit of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
}

/// '[>=1000]'
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Condition {
    comparison: Comparison,
    limit: Decimal,
}

impl Condition {
    fn read(text: &str) -> Option<Self> {
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        let signs =
            [("<=", LessOrEqual), (">=", GreaterOrEqual), ("<>", NotEqual), ("<", Less), (">", Greater), ("=", Equal)];
        let (rest, comparison) =
            signs.into_iter().find_map(|(sign, comparison)| Some((text.strip_prefix(sign)?, comparison)))?;
        Some(Condition { comparison, limit: rest.trim().parse().ok()? })
    }

    /// Whether the number is one of those that are meant.
    pub fn holds(self, number: Decimal) -> bool {
        match self.comparison {
            Comparison::Less => number < self.limit,
            Comparison::LessOrEqual => number <= self.limit,
            Comparison::Equal => number == self.limit,
            Comparison::NotEqual => number != self.limit,
            Comparison::Greater => number > self.limit,
            Comparison::GreaterOrEqual => number >= self.limit,
        }
    }

    /// Whether it holds for no number but negative ones.
    pub fn is_of_negatives(self) -> bool {
        match self.comparison {
            Comparison::Less => self.limit <= Decimal::ZERO,
            Comparison::LessOrEqual | Comparison::Equal => self.limit < Decimal::ZERO,
            Comparison::NotEqual | Comparison::Greater | Comparison::GreaterOrEqual => false,
        }
    }

    /// Whether it holds for every number but negative ones, nil perhaps left out.
    pub fn is_of_all_others(self) -> bool {
        matches!(self.comparison, Comparison::Greater | Comparison::GreaterOrEqual) && self.limit.is_zero()
    }
}

impl Section {
    /// Its code with the number in place of the word 'General', for one that holds that word among others: the library does not
    /// know it there.
    pub fn general_as(&self, number: Decimal) -> Option<String> {
        let at = self.general_at.filter(|_| !self.has_digits)?;
        let (before, after) = (self.body.get(..at)?, self.body.get(at + GENERAL.len()..)?);
        Some(format!("{before}\"{}\"{after}", number.normalize()))
    }
}

/// The sections of a code: parted by ';' outside quotes, brackets and what a '\', '_' or '*' stands before.
pub(super) fn sections(code: &str) -> Vec<Section> {
    let mut sections = vec![Maker::default()];
    let mut characters = code.chars().peekable();
    while let Some(character) = characters.next() {
        let Some(section) = sections.last_mut() else { break };
        match character {
            ';' => sections.push(Maker::default()),
            '"' => {
                let quoted: String = characters.by_ref().take_while(|character| *character != '"').collect();
                section.quoted(&quoted);
            }
            '[' => {
                let inside: String = characters.by_ref().take_while(|character| *character != ']').collect();
                section.bracket(&inside);
            }
            '\\' | '_' | '*' => {
                section.made.body.push(character);
                let Some(next) = characters.next() else { continue };
                section.made.body.push(next);
                if character == '\\' {
                    section.literal(next);
                }
            }
            'E' | 'e' if matches!(characters.peek(), Some('+' | '-')) => {
                section.made.unusual = true;
                section.made.body.push(character);
                section.made.body.extend(characters.next());
            }
            other => section.sign(other),
        }
    }
    sections.into_iter().map(Maker::finish).collect()
}

/// A section while it is read.
#[derive(Debug, Default)]
struct Maker {
    made: Section,
    /// Whether the decimal point has come.
    point: bool,
}

impl Maker {
    fn quoted(&mut self, text: &str) {
        // A quote that is never closed ends with the code.
        self.made.body.push('"');
        self.made.body.push_str(text);
        self.made.body.push('"');
        let name = text.trim().to_ascii_uppercase();
        if NAMES.contains(&name.as_str()) {
            self.made.currency = Some(Currency::Other(name.clone()));
        }
        text.chars().for_each(|character| self.literal(character));
        if name == "GBP" {
            self.made.currency = Some(Currency::Pound);
        }
    }

    /// A character that is shown as it is.
    fn literal(&mut self, character: char) {
        if character == '£' {
            self.made.currency.get_or_insert(Currency::Pound);
        } else if SIGNS.contains(character) {
            self.made.currency = Some(Currency::Other(character.to_string()));
        }
    }

    fn bracket(&mut self, inside: &str) {
        if let Some(condition) = Condition::read(inside) {
            self.made.condition.get_or_insert(condition);
            return;
        }
        let name = inside.to_ascii_lowercase();
        if let Some(currency) = inside.strip_prefix('$') {
            let sign = currency.split('-').next().unwrap_or_default().trim();
            match sign.to_ascii_uppercase().as_str() {
                "" => {}
                "£" | "GBP" => self.made.currency = Some(Currency::Pound),
                _ => self.made.currency = Some(Currency::Other(sign.to_string())),
            }
        } else if !name.is_empty() && ["h", "m", "s"].iter().any(|unit| name.chars().all(|c| c.to_string() == **unit)) {
            self.made.date = true;
        } else if let Some(colour) = Colour::read(&name) {
            self.made.colour = Some(colour);
            return;
        }
        self.made.body.push('[');
        self.made.body.push_str(inside);
        self.made.body.push(']');
    }

    /// A character outside quotes and brackets.
    fn sign(&mut self, sign: char) {
        match sign {
            '0' | '#' | '?' => {
                self.made.has_digits = true;
                if self.point {
                    self.made.decimals = self.made.decimals.saturating_add(1);
                } else {
                    // Commas before a digit of the whole number part its thousands; they do not scale it.
                    self.made.thousands = 0;
                }
            }
            ',' if self.made.has_digits => {
                self.made.thousands = self.made.thousands.saturating_add(1);
            }
            '.' => self.point = true,
            '%' => self.made.percents = self.made.percents.saturating_add(1),
            '/' if self.made.has_digits => self.made.unusual = true,
            '@' => self.made.text = true,
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => self.made.date = true,
            other => self.literal(other),
        }
        self.made.body.push(sign);
    }

    fn finish(mut self) -> Section {
        self.made.general_at = self.made.body.to_ascii_lowercase().find(GENERAL);
        self.made
    }
}

impl Colour {
    /// '[Red]', '[Color 3]', in small letters.
    fn read(name: &str) -> Option<Self> {
        match name.strip_prefix("color").map(str::trim) {
            Some("3") => Some(Colour::Red),
            Some("2") => Some(Colour::White),
            Some(index) => index.parse::<u8>().ok().map(|_| Colour::Other),
            None => match name {
                "red" => Some(Colour::Red),
                "white" => Some(Colour::White),
                "black" | "blue" | "cyan" | "green" | "magenta" | "yellow" => Some(Colour::Other),
                _ => None,
            },
        }
    }
}
