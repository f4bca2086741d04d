//! A terminal explorer for Magellan code graphs, and an index of our own.
//!
//! The map of the house: [`model`] is the facts, [`store`] keeps them (one contract, a wing for each
//! engine), [`syntax`] knows the grammars, [`source`] finds the text behind a fact, [`index`] turns
//! source text into facts, [`graph`] answers questions over them, [`export`] writes them down for other programs, [`tui`] shows them, [`cli`] is what is done without a screen.
//! `ARCHITECTURE.md` says who may know whom, and why.

pub mod cli;
pub mod export;
pub mod graph;
pub mod index;
pub mod migrate;
pub mod model;
mod pages;
mod settings;
pub mod source;
pub mod store;
pub mod syntax;
pub mod tui;
