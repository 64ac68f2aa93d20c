//! piperoll.toml: read and validated, by itself and as it is in the period of a sample; one without a fault reads and reports that
//! sample's returns. The first byte says which.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use piperoll::form::Form;
use piperoll_fuzz::sample::Sample;
use piperoll_fuzz::{guard, sample};

thread_local! {
    static SAMPLES: RefCell<Vec<Sample>> = RefCell::new(sample::all());
}

fuzz_target!(init: guard::start(), |data: &[u8]| {
    let Some((which, text)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let _ = Form::parse("piperoll.toml", text);
    SAMPLES.with_borrow_mut(|samples| {
        let which = usize::from(*which) % samples.len();
        let sample = &mut samples[which];
        if let Ok(form) = Form::parse_in("piperoll.toml", text, sample.period()) {
            sample.with_form(form);
        }
    });
});
