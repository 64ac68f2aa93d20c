//! piperoll.toml: read and validated, by itself and as it is in the period of a sample; one without a fault reads and reports that
//! sample's returns. The first byte says which.
#![no_main]

use libfuzzer_sys::fuzz_target;
use piperoll::form::Form;
use piperoll_fuzz::{guard, sample};

fuzz_target!(init: guard::start(), |data: &[u8]| {
    sample::with(data, |sample, text| {
        let Ok(text) = std::str::from_utf8(text) else { return };
        let _ = Form::parse("piperoll.toml", text);
        if let Ok(form) = Form::parse_in("piperoll.toml", text, sample.period()) {
            sample.with_form(form);
        }
    });
});
