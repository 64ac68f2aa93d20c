//! How much one PDF can hold. It is counted before anything is rendered, in a build without the typesetter too.

/// The most rows that the tables of one appendix may have together. A row takes about 0.3 MiB while it is typeset, so
/// this is 1.5 GiB, and about 830 pages: more than any agenda pack holds.
pub const MAX_ROWS: usize = 5_000;

/// The most characters that the tables of one appendix may hold together: a thousand a row at [`MAX_ROWS`].
pub const MAX_CHARACTERS: usize = 5_000_000;

/// What is too much for one PDF, and what can be done. The program counts it before anything is rendered, and says more of it then.
#[cfg(any(feature = "typst", feature = "genpdf"))]
pub(crate) fn too_much(report: &crate::report::Report) -> Option<String> {
    let extents = crate::report::printed(&report.sections);
    let rows: usize = extents.iter().map(|extent| extent.rows).sum();
    let characters: usize = extents.iter().map(|extent| extent.characters).sum();
    [(rows, MAX_ROWS, "table rows"), (characters, MAX_CHARACTERS, "characters in its tables")]
        .into_iter()
        .find(|(found, most, _)| found > most)
        .map(|(found, most, what)| {
            format!(
                "the appendix would have {found} {what}, and {most} is the most that one PDF can hold; split the collection into \
                 several appendices, or leave tables to the workbook, which holds all rows"
            )
        })
}
