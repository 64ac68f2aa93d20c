//! decisions.toml: read with the form of a sample, cut and added to as `piperoll decide` does; one without a fault is applied to that
//! sample. The first byte says to which.
#![no_main]

use libfuzzer_sys::fuzz_target;
use piperoll::decision::{Decisions, edit};
use piperoll_fuzz::{guard, sample};

fuzz_target!(init: guard::start(), |data: &[u8]| {
    sample::with(data, |sample, text| {
        let Ok(text) = std::str::from_utf8(text) else { return };
        let lines = u32::try_from(text.lines().count()).unwrap_or_default().min(20);
        for line in 1..=lines {
            let _ = edit::entry_at(text, line);
            let _ = edit::replaced(text, line, &[("reason", "\"another\"".to_string()), ("date", "2024-01-01".to_string())]);
        }
        let _ = edit::without_last(text);
        assert!(edit::appended(text, "[[explanation]]\n").text.starts_with(text), "what stood before stands there still");
        if let Ok(decisions) = Decisions::parse("decisions.toml", text, &sample.inputs.setting.form) {
            sample.with_decisions(decisions);
        }
    });
});
