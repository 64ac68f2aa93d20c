//! What is given away and what is not.

mod projection;
mod small;
mod tables;
