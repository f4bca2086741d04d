//! The steps of a migration, with a copier that does what a test says.

mod pictures;
pub mod script;
mod steps;
mod target;
