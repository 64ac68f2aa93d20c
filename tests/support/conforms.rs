//! The independent check of an appendix, for the unit tests of the page layout and for the whole program's.

use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

/// Fails, with every broken rule, where a PDF does not keep to a profile.
pub fn conforms(bytes: &[u8], profile: ValidationProfile) {
    let report = validate_pdf_bytes(bytes, &ValidationOptions::default().profile(profile)).unwrap();
    let failures: Vec<String> =
        report.failures.iter().map(|failure| format!("{}: {}", failure.rule_id, failure.message)).collect();
    // The validator takes a carriage return at the end of a stream's own data for a part of the line's end, and its length for
    // wrong then: whether that is so depends on the compressed bytes. So the lengths are looked at here.
    let only_lengths = report.failures.iter().all(|failure| failure.rule_id == STREAM_LENGTH);
    assert!(report.is_compliant || only_lengths && lengths_hold(bytes), "{failures:#?}");
}

/// The rule that a stream is as long as it says.
const STREAM_LENGTH: &str = "ISO 19005-2:2011:6.1.7.1:1";

/// Whether behind so many bytes as each stream's `/Length` says there is the end of the stream.
fn lengths_hold(bytes: &[u8]) -> bool {
    let find = |from: usize, what: &[u8]| {
        let rest = bytes.get(from..)?;
        rest.windows(what.len()).position(|window| window == what).map(|at| from + at + what.len())
    };
    let mut from = 0;
    while let Some(number) = find(from, b"/Length ") {
        let digits: String =
            bytes[number..].iter().map(|byte| char::from(*byte)).take_while(char::is_ascii_digit).collect();
        let (Ok(length), Some(opened)) = (digits.parse::<usize>(), find(number, b"stream")) else { return false };
        let line_end = if bytes[opened..].starts_with(b"\r\n") { 2 } else { 1 };
        let end = opened + line_end + length;
        let Some(behind) = bytes.get(end..) else { return false };
        let behind = behind.strip_prefix(b"\r").unwrap_or(behind);
        if !behind.strip_prefix(b"\n").unwrap_or(behind).starts_with(b"endstream") {
            return false;
        }
        from = end;
    }
    true
}
