//! Whatever stands in the file, reading it does not panic.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn no_text_makes_reading_panic(text in "\\PC*") {
        let _ = Form::parse("piperoll.toml", &text);
    }

    #[test]
    fn no_likely_text_makes_reading_panic(lines in prop::collection::vec(line(), 0..30)) {
        let _ = Form::parse("piperoll.toml", &lines.join("\n"));
    }

    /// A form with parts cut out, doubled or swapped is read, or its faults are told; each in a line that is there.
    #[test]
    fn a_damaged_form_is_read_or_its_faults_are_told(
        cuts in prop::collection::vec((0..BASE.len(), 0..40_usize, "[ -~\n]{0,6}"), 1..6)
    ) {
        let mut text = BASE.to_string();
        for (start, length, put) in cuts {
            let start = start.min(text.len());
            let end = (start + length).min(text.len());
            text.replace_range(start..end, &put);
        }
        if let Err(faults) = Form::parse("piperoll.toml", &text) {
            prop_assert!(!faults.is_empty());
            let lines = u32::try_from(text.split('\n').count()).unwrap();
            for fault in faults {
                prop_assert!(fault.at.line.is_some_and(|line| line >= 1 && line <= lines), "{fault:?}");
                prop_assert!(!fault.message.is_empty() && !fault.message.ends_with('.'), "{fault:?}");
            }
        }
    }
}

fn line() -> impl Strategy<Value = String> {
    let names =
        vec!["report", "list", "list.column", "table", "return", "period", "check", "narrative", "area", "privacy"];
    let keys = vec![
        "id", "kind", "formula", "total", "codes", "list", "columns", "heading", "also", "beside", "unit", "title",
    ];
    let values = vec![
        "\"a\"",
        "\"b / a\"",
        "[\"a\"]",
        "{ id = \"a\", of = \"b\" }",
        "1",
        "-1.5e3",
        "inf",
        "2022-01-01",
        "[[]]",
        "{}",
        "{",
        "true",
    ];
    prop_oneof![
        prop::sample::select(names.clone()).prop_map(|name| format!("[[{name}]]")),
        prop::sample::select(names.clone()).prop_map(|name| format!("[{name}]")),
        (prop::sample::select(keys.clone()), prop::sample::select(values.clone()))
            .prop_map(|(key, value)| format!("{key} = {value}")),
    ]
}
