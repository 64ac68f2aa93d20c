//! From the report to files: each renderer takes a [`Report`](crate::report::Report) and returns bytes.

#[cfg(test)]
#[allow(dead_code, reason = "each renderer's tests use a part of it")]
pub(crate) mod fixture;
pub mod limits;
#[cfg(feature = "typst")]
pub mod pdf;
pub mod watch;
pub mod xlsx;
