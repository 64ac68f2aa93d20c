//! The published recovery plan: every slip that can be seen from its cells is a finding, and nothing else is.

use super::testing::{Sample, collection};

fn plan() -> Sample {
    collection("samples/recovery-plan", "2022-23-q3")
}

#[test]
fn print_all() {
    let sample = plan();
    let findings = sample.findings();
    println!("{}", super::show::text(&findings, &findings, &sample.returns, false));
}
