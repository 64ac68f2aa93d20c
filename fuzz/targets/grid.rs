//! Below the catch: whatever cells a library may have given, in place of one return of a sample, the whole way to the consolidated
//! workbook; and as what `piperoll new` proposes a form from. The first byte says which sample, the second which of its returns.
#![no_main]

use libfuzzer_sys::fuzz_target;
use piperoll::form::Form;
use piperoll::propose::{self, Given};
use piperoll_fuzz::{grid, guard, sample};

fuzz_target!(init: guard::start(), |data: &[u8]| {
    sample::with(data, |sample, data| {
        let Some((index, text)) = data.split_first() else { return };
        let workbook = grid::workbook(&String::from_utf8_lossy(text));
        if workbook.sheets.is_empty() {
            return;
        }
        let index = usize::from(*index);
        let (sent, _) = &sample.workbooks[index % sample.workbooks.len()];
        let given = Given {
            path: sent.path.clone(),
            stem: sent.stem.clone(),
            workbook: workbook.clone(),
            period: sample.period(),
            as_at: propose::as_at_of(&workbook, sample.period()),
        };
        if let Some(text) = propose::form(&[given], &mut |_| 0) {
            let _ = Form::parse("piperoll.toml", &text);
        }
        sample.with_workbook(index, workbook);
    });
});
