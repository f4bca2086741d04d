//! What the screens show, read from a store by the jobs. Nothing here draws or keeps state.

pub mod backwards;
pub mod chunks;
pub mod completion;
pub mod definition;
pub mod finder;
pub mod flow;
pub mod folder;
pub mod graph;
pub mod history;
pub mod measures;
pub mod metrics;

mod matching;
mod names;
pub mod outline;
pub mod overview;
pub mod place;
pub mod reach;
pub mod relations;
pub mod seek;
pub mod starts;
pub mod subject;
pub mod syntax;
pub mod tables;
pub mod target;
pub mod terms;
pub mod touched;
pub mod tree;
