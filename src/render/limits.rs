//! How much one PDF can hold. It is counted before anything is rendered, in a build without the typesetter too.

/// The most rows that the tables of one appendix may have together. A row takes about 0.3 MiB while it is typeset, so
/// this is 1.5 GiB, and about 830 pages: more than any agenda pack holds.
pub const MAX_ROWS: usize = 5_000;

/// The most characters that the tables of one appendix may hold together: a thousand a row at [`MAX_ROWS`].
pub const MAX_CHARACTERS: usize = 5_000_000;
