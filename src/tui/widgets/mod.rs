//! Pieces that several screens are made of.

pub mod code;
pub mod gauge;
pub mod input;
pub mod lines;
pub mod list;
pub mod pane;
pub mod panes;
pub mod plain;
pub mod strokes;
pub mod window;
