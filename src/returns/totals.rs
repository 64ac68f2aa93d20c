//! What a total row is: by the words of its label, and by arithmetic whatever its label.
//!
//! A row of a table is looked at in three steps. [`words`] says what its label says. [`sums`] says of which rows directly
//! above it (or below it, for a parent above its details) it is the sum. [`plan`] puts both together, with what the table's
//! own total counts, and says what each row is: an item, a total, or a row about which somebody must be asked. At last
//! [`second_blocks`] asks about blocks that may analyse those above them, and [`blocks`] says for a sheet with several totals
//! which rows each of them is the total of.

pub(super) mod blocks;
pub(super) mod plan;
pub(super) mod second_blocks;
pub(super) mod sums;
pub(super) mod words;
