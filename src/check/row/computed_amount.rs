//! A stated amount or count against the one computed.

use super::computed;
use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: "computed-amount",
    family: Family::Row,
    severity: Severity::Error,
    title: "A stated amount is not the one its row gives",
    what: "The form computes this amount from other cells of the row (a balance, a variance, a total over years), and the \
           return states another one.",
    why: "Amounts in one row must add up for whoever reads it. The appendix prints the computed amount; a difference means \
          that one of the cells is wrong.",
    mend: "Correct the amount, or the figure behind it that is wrong. If the stated one cannot be mended, it is set aside in \
           decisions.toml.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    computed::run(rule, view, |column| column.kind.is_amount())
}
