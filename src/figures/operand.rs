//! The one way from a figure, or a cell of words, to what a formula reckons with.

use std::collections::BTreeMap;

use super::Figure;
use crate::form::List;
use crate::formula::Operand;
use crate::money::Absent;
use crate::returns::{Cell, Value};

impl Figure {
    /// What a formula reckons with: what totals count, else why there is nothing.
    pub fn operand(&self) -> Operand {
        match (self.counted, &self.value) {
            (Some(quantity), _) => Operand::Number(quantity),
            (None, Err(why)) => Operand::Missing(why.clone()),
            (None, Ok(_)) => Operand::Missing(Absent::Unknown),
        }
    }
}

/// What a formula's name comes to on a row: a figure of it, else the text of a column. `cell` gives the row's cells.
pub fn operand<'c>(
    list: &List,
    figures: &BTreeMap<String, Figure>,
    cell: impl Fn(&str) -> Option<&'c Cell>,
    id: &str,
) -> Operand {
    if let Some(figure) = figures.get(id) {
        return figure.operand();
    }
    match cell(id).map(|cell| &cell.value) {
        Some(Value::Text(text)) => Operand::Text(text.clone()),
        Some(Value::Absent(why)) => Operand::Missing(why.clone()),
        _ if list.column(id).is_some() => Operand::Missing(Absent::Blank),
        _ => Operand::Missing(Absent::Unknown),
    }
}
