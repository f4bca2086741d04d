//! What is told of a copy: before, as a plan, and afterwards, as a report.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::model::Counts;

/// What becomes of a part of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Becomes {
    /// Records that the explorer reads: nodes, edges, chunks, runs, …
    Records,
    /// Rows that are carried as they are.
    Rows,
}

/// A part of the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Its name: `table graph_entities`, `symbols`, …
    pub name: String,
    /// Rows or records in it.
    pub rows: u64,
    /// What they become.
    pub becomes: Becomes,
}

/// What a copy would do, found without doing it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// The database to copy.
    pub from: PathBuf,
    /// Where the copy is to be.
    pub to: PathBuf,
    /// The source's engine: `sqlite` or `fjall`.
    pub from_engine: &'static str,
    /// The copy's engine.
    pub to_engine: &'static str,
    /// Version of Magellan's schema.
    pub schema_version: i64,
    /// What the source holds.
    pub counts: Counts,
    /// When its last run began, in Unix seconds.
    pub last_run_at: Option<i64>,
    /// Bytes of the source on disk.
    pub from_bytes: u64,
    /// Bytes that the copy will take, about.
    pub expected_bytes: u64,
    /// Bytes that are free where it is to be.
    pub free_bytes: u64,
    /// How long it will take, in milliseconds, about.
    pub expected_ms: u64,
    /// Whether something stands at the place that is to be replaced.
    pub replaces: bool,
    /// What a copy that did not come to its end left beside the place; it will be removed.
    pub left_over: Option<PathBuf>,
    /// The parts, in the order in which they are copied.
    pub parts: Vec<Part>,
}

/// How a part came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartReport {
    /// Its name, as in the plan.
    pub name: String,
    /// Rows in the source and in the copy.
    pub rows: [u64; 2],
    /// Hash of all rows, whatever their order, in the source and in the copy: 64 hexadecimal digits.
    pub hashes: [String; 2],
}

impl PartReport {
    /// Whether both hold the same.
    pub fn is_equal(&self) -> bool {
        self.rows[0] == self.rows[1] && self.hashes[0] == self.hashes[1]
    }

    /// In what they differ, in a few words; said also where they do not.
    pub fn difference(&self) -> String {
        let [before, after] = self.rows;
        match before == after {
            true if self.is_equal() => format!("{}: the same", self.name),
            true => format!("{}: {before} rows on both sides, not the same ones", self.name),
            false => format!("{}: {before} rows on one side, {after} on the other", self.name),
        }
    }
}

/// What a copy did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The database that was copied.
    pub from: PathBuf,
    /// Where the copy is.
    pub to: PathBuf,
    /// The source's engine: `sqlite` or `fjall`.
    pub from_engine: String,
    /// The copy's engine.
    pub to_engine: String,
    /// Version of the program that made it.
    pub tool_version: String,
    /// Version of Magellan's schema.
    pub schema_version: i64,
    /// When it was made, in Unix seconds.
    pub made_at: i64,
    /// How each part came out.
    pub parts: Vec<PartReport>,
    /// Bytes of the source and of the copy on disk.
    pub bytes: [u64; 2],
    /// How long it took, in milliseconds: copying, and all else: checking the source, reading back and comparing.
    pub duration_ms: [u64; 2],
    /// Rows a second while copying.
    pub rows_per_second: u64,
}

/// What two databases differ in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The parts of both, compared.
    pub parts: Vec<PartReport>,
    /// What only one of them has, and the first differences of parts, a line each.
    pub first: Vec<String>,
}

impl Difference {
    /// Whether the two hold the same.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty() && self.parts.iter().all(PartReport::is_equal)
    }
}
