//! The independent check of an appendix, for the unit tests of the page layout and for the whole program's.

use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

/// Fails, with every broken rule, where a PDF does not keep to a profile.
pub fn conforms(bytes: &[u8], profile: ValidationProfile) {
    let report = validate_pdf_bytes(bytes, &ValidationOptions::default().profile(profile)).unwrap();
    let failures: Vec<String> =
        report.failures.iter().map(|failure| format!("{}: {}", failure.rule_id, failure.message)).collect();
    assert!(report.is_compliant, "{failures:#?}");
}
