//! What can be asked on the command line.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// A question about the graph.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Question {
    /// Say where symbols are defined.
    Find(Find),
    /// Say which calls lead to a symbol.
    Callers(Near),
    /// Say what a symbol calls.
    Callees(Near),
    /// Say where a symbol is called or named.
    Refs(Near),
    /// Say by which calls one symbol leads to another: all shortest ways.
    Path(Way),
    /// Say what a change of a symbol reaches: who calls it, who calls those, and so on.
    Impact(Impact),
    /// Say which functions call each other in a circle.
    Cycles(Whole),
    /// Say which functions nothing reaches.
    Unreached(Whole),
}

impl Question {
    /// Its name on the command line.
    pub(in crate::cli) fn name(&self) -> &'static str {
        match self {
            Question::Find(_) => "find",
            Question::Callers(_) => "callers",
            Question::Callees(_) => "callees",
            Question::Refs(_) => "refs",
            Question::Path(_) => "path",
            Question::Impact(_) => "impact",
            Question::Cycles(_) => "cycles",
            Question::Unreached(_) => "unreached",
        }
    }

    pub(super) fn whole(&self) -> &Whole {
        match self {
            Question::Find(find) => &find.whole,
            Question::Callers(near) | Question::Callees(near) | Question::Refs(near) => &near.whole,
            Question::Path(way) => &way.whole,
            Question::Impact(impact) => &impact.near.whole,
            Question::Cycles(whole) | Question::Unreached(whole) => whole,
        }
    }
}

/// What every question takes.
#[derive(Debug, Args)]
pub(in crate::cli) struct Whole {
    /// A Magellan database, or a folder that holds an index.
    #[arg(value_name = "DB")]
    pub(super) database: PathBuf,
    /// Print JSON, an object a line.
    #[arg(long)]
    pub(super) json: bool,
}

/// `find`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Find {
    #[command(flatten)]
    pub(super) whole: Whole,
    /// A bare name, one with scopes (Graph::add_edge), FILE:LINE, a stable id, or the beginning of a bare name
    /// (add_*).
    #[arg(value_name = "NAME", required = true)]
    pub(super) names: Vec<String>,
}

/// `callers`, `callees` and `refs`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Near {
    #[command(flatten)]
    pub(super) whole: Whole,
    /// A bare name, one with scopes (Graph::add_edge), FILE:LINE, or a stable id.
    #[arg(value_name = "NAME", required = true)]
    pub(super) names: Vec<String>,
    /// Where several symbols have a name, take them all.
    #[arg(long)]
    pub(super) all: bool,
}

/// `path`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Way {
    #[command(flatten)]
    pub(super) whole: Whole,
    /// Where it begins: a name, FILE:LINE, or a stable id.
    #[arg(value_name = "FROM")]
    pub(super) from: String,
    /// Where it leads.
    #[arg(value_name = "TO")]
    pub(super) to: String,
    /// Where several symbols have a name, take them all.
    #[arg(long)]
    pub(super) all: bool,
    /// Print no more ways than so many.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) most: u32,
}

/// `impact`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Impact {
    #[command(flatten)]
    pub(super) near: Near,
    /// Only what is at most so many calls away.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) depth: Option<u32>,
}
