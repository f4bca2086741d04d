//! What the screens show, read from a store by the jobs. Nothing here draws or keeps state.

pub mod completion;
pub mod definition;
pub mod finder;
pub mod flow;
pub mod graph;
pub mod overview;
pub mod place;
pub mod reach;
pub mod relations;
pub mod subject;
pub mod target;
pub mod tree;
