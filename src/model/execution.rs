//! The log of runs, and what they complained of.

use serde::{Deserialize, Serialize};

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It has not ended, or was killed before it could say so.
    Running,
    /// It did all that it set out to do.
    Success,
    /// It failed.
    Error,
    /// It did some of it: interrupted, or some files could not be read.
    Partial,
    /// An outcome that we do not know, as the file names it.
    Other(String),
}

impl Outcome {
    /// The text in the file.
    pub fn as_str(&self) -> &str {
        match self {
            Outcome::Running => "running",
            Outcome::Success => "success",
            Outcome::Error => "error",
            Outcome::Partial => "partial",
            Outcome::Other(name) => name,
        }
    }

    /// Reads the text in the file. Never fails.
    pub fn from_text(text: &str) -> Outcome {
        match text {
            "running" => Outcome::Running,
            "success" => Outcome::Success,
            "error" => Outcome::Error,
            "partial" => Outcome::Partial,
            other => Outcome::Other(other.to_owned()),
        }
    }
}

/// One run of a tool over the database; a row of `execution_log`.
#[derive(Debug, Clone, PartialEq)]
pub struct Execution {
    /// The row's id; newer runs have larger ones. Ignored when a run is written.
    pub row: i64,
    /// The run's own, unique id.
    pub execution_id: String,
    /// Version of the program that ran.
    pub tool_version: String,
    /// Its arguments, a JSON array as it stands in the file.
    pub args: String,
    /// The folder that was indexed, where it says one.
    pub root: Option<String>,
    /// The database's path as the run saw it.
    pub db_path: String,
    /// When it began, in Unix seconds.
    pub started_at: i64,
    /// When it ended, in Unix seconds.
    pub finished_at: Option<i64>,
    /// How long it took, in milliseconds.
    pub duration_ms: Option<i64>,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it failed or stopped short.
    pub error_message: Option<String>,
    /// Files that were indexed.
    pub files_indexed: i64,
    /// Symbols that were indexed.
    pub symbols_indexed: i64,
    /// References and calls that were indexed.
    pub references_indexed: i64,
}

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Something was left out on purpose.
    Note,
    /// The file was indexed, but not all of it.
    Warning,
    /// The file could not be indexed.
    Error,
}

impl Severity {
    /// The text in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// Reads the text in the file; anything unknown is a note.
    pub fn from_text(text: &str) -> Severity {
        match text {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            _ => Severity::Note,
        }
    }
}

/// What a run had to say about a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The file, relative to the index's root.
    pub path: String,
    /// Line, from 1; 0 for the file as a whole.
    pub line: u32,
    /// How bad it is.
    pub severity: Severity,
    /// One line for a person.
    pub message: String,
}
