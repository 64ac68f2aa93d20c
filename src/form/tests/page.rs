//! docs/form.md says every key, and its own form is read.

use super::*;
use crate::toml_reader::tests::undocumented;

const PAGE: &str = include_str!("../../../docs/form.md");

#[test]
fn every_key_is_documented_with_an_example() {
    assert_eq!(undocumented(&raw::FORM, PAGE), Vec::<String>::new());
}

#[test]
fn a_key_without_a_row_is_noticed() {
    let page = PAGE.replace("| `not_applicable` |", "| `something_else` |").replace("## `[privacy]`", "## Privacy");
    assert_eq!(
        undocumented(&raw::FORM, &page),
        ["[report] `not_applicable` has no row with an example", "[privacy] has no section"]
    );
}

#[test]
fn the_small_form_of_the_page_is_read_and_every_placeholder_explained() {
    let (_, small) = PAGE.split_once("```toml\n").unwrap();
    let (small, _) = small.split_once("```").unwrap();
    parsed(small);
    for name in heading::NAMES.iter().chain(heading::AREA_NAMES) {
        assert!(PAGE.contains(&format!("`{{{{{name}}}}}`")), "{name}");
    }
}
