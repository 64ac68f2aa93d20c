//! A stated percentage against the one computed.

use super::computed;
use crate::check::{Rule, View};
use crate::finding::{Family, Finding, Severity};
use crate::form::Kind;

pub(super) static RULE: Rule = Rule {
    code: "computed-percent",
    family: Family::Row,
    severity: Severity::Error,
    title: "A stated percentage is not the one its row gives",
    what: "The form computes this percentage from other cells of the row, and the return states another one. A stated \
           percentage stands for anything within half a unit of its last digit.",
    why: "A reader can divide the two figures printed beside it. The appendix prints the computed percentage; either that was \
          not meant, or one of the figures behind it is wrong.",
    mend: "Correct the percentage, or the figure behind it that is wrong. If the stated one cannot be mended, it is set aside \
           in decisions.toml.",
    run,
};

fn run(rule: &Rule, view: &View<'_>) -> Vec<Finding> {
    computed::run(rule, view, |column| column.kind == Kind::Percent)
}
