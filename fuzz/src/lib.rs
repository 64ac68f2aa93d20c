//! What the fuzz targets share: panics of our own code are found wherever they happen, workbooks are made from parts or from a
//! grid of text, and the samples are at hand to be read with one thing changed.

pub mod grid;
pub mod guard;
pub mod parts;
pub mod sample;
