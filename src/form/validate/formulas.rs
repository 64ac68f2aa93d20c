//! Which names a formula may use, what it may do with them, and whether formulas turn in a circle.

use super::Faults;
use super::report::unit;
use crate::form::Kind;
use crate::form::raw::COLUMN;
use crate::formula::{Expr, Operator};
use crate::money::Unit;
use crate::names::{Code, did_you_mean};
use crate::period::FinancialYear;
use crate::source::Place;
use crate::toml_reader::Table;

/// The lists of the form with the names of their columns.
pub(super) struct Scopes {
    lists: Vec<Scope>,
    /// Whether every list says its id: only then is a name not found an unknown one.
    complete: bool,
}

/// The names that formulas over one list may use.
pub(super) struct Scope {
    pub(super) id: String,
    pub(super) names: Vec<Name>,
    /// The levels of groups inside an area.
    pub(super) levels: Vec<String>,
    complete: bool,
}

/// A column, or the amount beside a percentage.
pub(super) struct Name {
    pub(super) id: String,
    /// `None` where the form says it wrongly.
    pub(super) kind: Option<Kind>,
    /// What may stand in a choice.
    pub(super) choices: Vec<String>,
    /// Whether the choices are stages, in this order.
    pub(super) ordered: bool,
    /// The unit that the form names for it.
    pub(super) unit: Option<Unit>,
    /// Whether it has a total, of whatever kind.
    pub(super) has_total: bool,
    /// For an amount beside a percentage: the column it stands in.
    pub(super) beside: Option<String>,
}

/// Every list of the form.
pub(super) fn scopes(raw: &Table) -> Scopes {
    let lists: Vec<_> = raw.tables("list").collect();
    let complete = lists.iter().all(|list| list.text("id").is_some());
    let lists = lists.into_iter().filter_map(|list| Some(scope(list.string("id")?, list))).collect();
    Scopes { lists, complete }
}

fn scope(id: String, list: &Table) -> Scope {
    Scope { levels: list.texts("levels").unwrap_or_default(), ..scope_of(id, list, "column") }
}

/// The names of the form-level figures, which formulas over them may use.
pub(super) fn figures(raw: &Table) -> Scope {
    scope_of("figure".into(), raw, "figure")
}

fn scope_of(id: String, list: &Table, columns: &str) -> Scope {
    let mut names = Vec::new();
    let mut complete = list.has(columns);
    for column in list.tables(columns).map(|column| column.read_as(&COLUMN)) {
        let Some(id) = column.string("id") else {
            complete = false;
            continue;
        };
        if let Some(beside) = column.table("beside") {
            match beside.string("id") {
                Some(amount) => names.push(Name {
                    id: amount,
                    kind: Some(Kind::Money),
                    choices: Vec::new(),
                    ordered: false,
                    unit: None,
                    has_total: true,
                    beside: Some(id.clone()),
                }),
                None => complete = false,
            }
        }
        let kind = column.text("kind").and_then(Kind::named);
        let has_total = match column.text("total") {
            Some(total) => total != "none",
            None => column.has("total") || kind.is_none_or(Kind::is_amount) && !column.has("same_as"),
        };
        names.push(Name {
            id,
            kind,
            choices: column.texts("choices").unwrap_or_default(),
            ordered: column.truth("ordered").unwrap_or(false),
            unit: column.text("unit").and_then(unit),
            has_total,
            beside: None,
        });
    }
    Scope { id, names, levels: Vec::new(), complete }
}

impl Scopes {
    pub(super) fn get(&self, id: &str) -> Option<&Scope> {
        self.lists.iter().find(|list| list.id == id)
    }

    /// The id of the form's first list.
    pub(super) fn first(&self) -> Option<&str> {
        self.lists.first().map(|list| list.id.as_str())
    }

    /// Whether the list exists; a fault if not.
    pub(super) fn find(&self, id: &str, key: &str, at: Place, faults: &mut Faults) -> bool {
        let found = self.get(id).is_some();
        if !found && self.complete {
            let hint = did_you_mean(id, self.lists.iter().map(|list| list.id.as_str()));
            faults.add(at, format!("unknown list `{id}` in `{key}`{hint}"));
        }
        found
    }

    /// The list that a table names under `key`, if it exists.
    pub(super) fn named(&self, table: &Table, key: &str, faults: &mut Faults) -> Option<&Scope> {
        let id = table.text(key)?;
        self.find(id, key, table.at(key), faults);
        self.get(id)
    }
}

/// What a formula must come to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Figure,
    Truth,
}

/// What a part of a formula comes to.
enum Comes {
    Figure,
    /// Text; for a column with choices, which they are.
    Text(Option<String>),
    Truth,
    /// A fault has been told, or it cannot be known.
    Unknown,
}

impl Scope {
    pub(super) fn name(&self, id: &str) -> Option<&Name> {
        self.names.iter().find(|name| name.id == id)
    }

    /// A column that must exist, in `place` ('formula', '`key`'). The amounts beside percentages are no columns.
    pub(super) fn column(&self, id: &str, place: &str, at: Place, faults: &mut Faults) -> Option<&Name> {
        let columns = || self.names.iter().filter(|name| name.beside.is_none());
        let found = columns().find(|name| name.id == id);
        if found.is_none() {
            if let Some(Name { beside: Some(column), .. }) = self.name(id) {
                faults.add(at, format!("`{id}` in {place} is the amount beside `{column}`, and no column of its own"));
            } else {
                self.unknown(id, place, at, columns().map(|name| name.id.as_str()), faults);
            }
        }
        found
    }

    /// A money column that must exist.
    pub(super) fn money_column(&self, id: &str, place: &str, at: Place, faults: &mut Faults) -> bool {
        let Some(name) = self.column(id, place, at.clone(), faults) else { return false };
        let money = name.kind.is_none_or(|kind| kind == Kind::Money);
        if !money {
            faults.add(at, format!("`{id}` in {place} must be a column that holds money"));
        }
        money
    }

    fn unknown<'a>(&self, id: &str, place: &str, at: Place, known: impl Iterator<Item = &'a str>, faults: &mut Faults) {
        if self.complete {
            faults.add(at, format!("unknown column `{id}` in {place}{}", did_you_mean(id, known)));
        }
    }

    /// Reads a formula over this list's columns. `place` is where it stands, for a sentence: 'formula', '`when`'.
    pub(super) fn formula(
        &self,
        text: &str,
        place: &str,
        wanted: Wanted,
        at: &Place,
        faults: &mut Faults,
    ) -> Option<Expr> {
        let expr = match Expr::parse(text) {
            Ok(expr) => expr,
            Err(error) => {
                faults.add(at.clone(), format!("cannot read \"{text}\" in {place}: {error}"));
                return None;
            }
        };
        let expr = self.by_order(expr, at, faults);
        for id in expr.columns() {
            if self.name(id).is_none() {
                self.unknown(id, place, at.clone(), self.names.iter().map(|name| name.id.as_str()), faults);
            }
        }
        let told = faults.all.len();
        let comes = self.comes_to(&expr, at, faults);
        if faults.all.len() == told {
            match (wanted, comes) {
                (Wanted::Figure, Comes::Truth) => {
                    faults.add(at.clone(), format!("\"{text}\" in {place} is a comparison, and a figure is wanted"));
                }
                (Wanted::Figure, Comes::Text(_)) => {
                    faults.add(at.clone(), format!("\"{text}\" in {place} is text, and a figure is wanted"));
                }
                (Wanted::Truth, Comes::Figure | Comes::Text(_)) => faults.add(
                    at.clone(),
                    format!("\"{text}\" in {place} is no condition; write a comparison, such as `{text} > 0`"),
                ),
                _ => {}
            }
        }
        Some(expr)
    }

    /// A comparison with one of the stages of an ordered choice, said by the stages that are meant: `stage >= 'agreed'` is
    /// `stage = 'agreed' or stage = 'delivered'`. So nothing that works formulas out needs to know of any order.
    fn by_order(&self, expr: Expr, at: &Place, faults: &mut Faults) -> Expr {
        match expr {
            Expr::Negate(inner) => Expr::Negate(Box::new(self.by_order(*inner, at, faults))),
            Expr::Not(inner) => Expr::Not(Box::new(self.by_order(*inner, at, faults))),
            Expr::Abs(inner) => Expr::Abs(Box::new(self.by_order(*inner, at, faults))),
            Expr::Binary(operator, left, right) => {
                let (column, word, turned) = match (&*left, &*right) {
                    (Expr::Column(column), Expr::Text(word)) => (column, word, operator),
                    (Expr::Text(word), Expr::Column(column)) => (column, word, turned(operator)),
                    _ => {
                        let sides = (self.by_order(*left, at, faults), self.by_order(*right, at, faults));
                        return Expr::Binary(operator, Box::new(sides.0), Box::new(sides.1));
                    }
                };
                match self.name(column).filter(|name| name.ordered) {
                    Some(name) => {
                        stages(name, turned, word, at, faults).unwrap_or(Expr::Binary(Operator::Equal, left, right))
                    }
                    None => Expr::Binary(operator, left, right),
                }
            }
            other => other,
        }
    }

    /// What a part of a formula comes to. Text cannot be computed with; figures are compared with figures only.
    fn comes_to(&self, expr: &Expr, at: &Place, faults: &mut Faults) -> Comes {
        match expr {
            Expr::Number(_) => Comes::Figure,
            Expr::Text(_) => Comes::Text(None),
            Expr::Column(id) => match self.name(id).and_then(|name| name.kind) {
                Some(Kind::Money | Kind::Percent | Kind::Count) => Comes::Figure,
                Some(Kind::Date) => {
                    faults.add(at.clone(), format!("`{id}` holds dates, and formulas cannot use dates"));
                    Comes::Unknown
                }
                Some(Kind::Text | Kind::Choice | Kind::Code | Kind::Year) => Comes::Text(Some(id.clone())),
                None => Comes::Unknown,
            },
            Expr::Negate(inner) | Expr::Abs(inner) => self.figure(inner, at, faults),
            Expr::Not(inner) => self.truth(inner, at, faults),
            Expr::Binary(operator, left, right) => match operator {
                Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide => {
                    self.figure(left, at, faults);
                    self.figure(right, at, faults)
                }
                Operator::And | Operator::Or => {
                    self.truth(left, at, faults);
                    self.truth(right, at, faults)
                }
                _ => {
                    let sides = (self.comes_to(left, at, faults), self.comes_to(right, at, faults));
                    self.compared(*operator, sides, [left.as_ref(), right.as_ref()], at, faults);
                    Comes::Truth
                }
            },
        }
    }

    fn compared(&self, operator: Operator, sides: (Comes, Comes), exprs: [&Expr; 2], at: &Place, faults: &mut Faults) {
        match sides {
            (Comes::Figure, Comes::Text(_)) | (Comes::Text(_), Comes::Figure) => {
                faults.add(at.clone(), "a figure cannot be compared with text");
            }
            (Comes::Text(left), Comes::Text(right)) if self.are_years([&left, &right], exprs, at, faults) => {}
            (Comes::Text(left), Comes::Text(right)) => {
                if !matches!(operator, Operator::Equal | Operator::NotEqual) {
                    faults.add(at.clone(), "text is compared by `=` or `<>`; it is neither more nor less");
                }
                for (column, expr) in [(&left, exprs[1]), (&right, exprs[0])] {
                    let (Some(column), Expr::Text(word)) = (column, expr) else { continue };
                    let Some(name) = self.name(column).filter(|name| !name.choices.is_empty()) else { continue };
                    if !name.choices.iter().any(|choice| Code::same(choice, word)) {
                        let hint = did_you_mean(word, name.choices.iter().map(String::as_str));
                        faults.add(at.clone(), format!("'{word}' is no choice of `{column}`{hint}"));
                    }
                }
            }
            (Comes::Truth, _) | (_, Comes::Truth) => {
                faults.add(at.clone(), "a comparison cannot be compared; join comparisons with `and` or `or`");
            }
            _ => {}
        }
    }

    /// Whether financial years are compared: they stand in the order of time. A year in quotes is written as it is read.
    fn are_years(&self, sides: [&Option<String>; 2], exprs: [&Expr; 2], at: &Place, faults: &mut Faults) -> bool {
        let kind = |side: &Option<String>| self.name(side.as_deref()?)?.kind;
        let [left, right] = sides.map(|side| kind(side) == Some(Kind::Year));
        for (other, expr) in [(left, exprs[1]), (right, exprs[0])] {
            let Expr::Text(word) = expr else { continue };
            if !other || FinancialYear::read(word).is_some_and(|year| year.label() == *word) {
                continue;
            }
            let year = FinancialYear::read(word).map_or_else(|| "2018/19".to_string(), FinancialYear::label);
            faults.add(
                at.clone(),
                format!("a financial year is written like '{year}' in a formula, and '{word}' is not"),
            );
        }
        let written = |expr: &Expr| matches!(expr, Expr::Text(_));
        (left || written(exprs[0])) && (right || written(exprs[1])) && (left || right)
    }

    fn figure(&self, expr: &Expr, at: &Place, faults: &mut Faults) -> Comes {
        match self.comes_to(expr, at, faults) {
            Comes::Text(Some(column)) => {
                faults.add(at.clone(), format!("`{column}` holds text, and a formula cannot compute with text"));
                Comes::Unknown
            }
            Comes::Text(None) => {
                faults.add(at.clone(), "a formula cannot compute with text in quotes");
                Comes::Unknown
            }
            Comes::Truth => {
                faults.add(at.clone(), "a formula cannot compute with a comparison");
                Comes::Unknown
            }
            Comes::Figure | Comes::Unknown => Comes::Figure,
        }
    }

    fn truth(&self, expr: &Expr, at: &Place, faults: &mut Faults) -> Comes {
        if let Comes::Figure | Comes::Text(_) = self.comes_to(expr, at, faults) {
            faults.add(at.clone(), "`and`, `or` and `not` join comparisons, such as `forecast > 0`");
        }
        Comes::Truth
    }
}

/// The operator with its sides changed over.
fn turned(operator: Operator) -> Operator {
    match operator {
        Operator::Less => Operator::Greater,
        Operator::LessOrEqual => Operator::GreaterOrEqual,
        Operator::Greater => Operator::Less,
        Operator::GreaterOrEqual => Operator::LessOrEqual,
        same => same,
    }
}

/// The stages that a comparison with one of them means, joined by `or`. `None` where the word is no stage, or none is meant:
/// the first is told by whoever looks at the words of comparisons, the second here.
fn stages(name: &Name, operator: Operator, word: &str, at: &Place, faults: &mut Faults) -> Option<Expr> {
    let equals = |choice: &String| {
        let sides = (Expr::Column(name.id.clone()), Expr::Text(choice.clone()));
        Expr::Binary(Operator::Equal, Box::new(sides.0), Box::new(sides.1))
    };
    let rank = name.choices.iter().position(|choice| Code::same(choice, word))?;
    let meant = |index: usize| match operator {
        Operator::Less => index < rank,
        Operator::LessOrEqual => index <= rank,
        Operator::Greater => index > rank,
        Operator::GreaterOrEqual => index >= rank,
        Operator::NotEqual => index != rank,
        _ => index == rank,
    };
    let mut all = name.choices.iter().enumerate().filter(|(index, _)| meant(*index)).map(|(_, choice)| equals(choice));
    let Some(first) = all.next() else {
        faults.add(at.clone(), format!("no stage of `{}` stands on that side of '{word}'", name.id));
        return None;
    };
    Some(all.fold(first, |left, right| Expr::Binary(Operator::Or, Box::new(left), Box::new(right))))
}

/// What one name needs to be worked out.
pub(super) struct Needs {
    pub(super) name: String,
    pub(super) needs: Vec<String>,
    /// Where its formula stands; a circle is told at the first one.
    pub(super) at: Option<Place>,
}

/// Tells every circle once, at the line of the first formula in it.
pub(super) fn circles(graph: &[Needs], what: &str, faults: &mut Faults) {
    let find = |name: &str| graph.iter().position(|node| node.name == name);
    // 0: not looked at; 1: on the path; 2: done.
    let mut state = vec![0_u8; graph.len()];
    for start in 0..graph.len() {
        if state[start] != 0 {
            continue;
        }
        // A path of its own, and no recursion: a form may be as long as it likes.
        let mut path = vec![(start, 0_usize)];
        state[start] = 1;
        while let Some((node, next)) = path.last_mut() {
            let Some(need) = graph[*node].needs.get(*next) else {
                state[*node] = 2;
                path.pop();
                continue;
            };
            *next += 1;
            let Some(needed) = find(need) else { continue };
            match state[needed] {
                0 => {
                    state[needed] = 1;
                    path.push((needed, 0));
                }
                1 => {
                    let from = path.iter().position(|(node, _)| *node == needed).unwrap_or_default();
                    let circle: Vec<_> = path[from..].iter().map(|(node, _)| &graph[*node]).collect();
                    tell(&circle, what, faults);
                }
                _ => {}
            }
        }
    }
}

fn tell(circle: &[&Needs], what: &str, faults: &mut Faults) {
    let Some(at) = circle.iter().filter_map(|node| node.at.clone()).min() else { return };
    // Begin with the formula whose line is named.
    let first = circle.iter().position(|node| node.at.as_ref() == Some(&at)).unwrap_or_default();
    let names: Vec<_> = circle[first..].iter().chain(&circle[..first]).map(|node| format!("`{}`", node.name)).collect();
    let message = match names.as_slice() {
        [only] => format!("circular {what}: {only} needs itself"),
        [first, rest @ ..] => {
            format!("circular {what}: {first} needs {}, which needs {first}", rest.join(", which needs "))
        }
        [] => return,
    };
    faults.add(at, message);
}
