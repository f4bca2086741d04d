//! Measures of files and symbols.

use serde::Serialize;

use super::NodeId;

/// Measures of a file; a row of `file_metrics`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileMetrics {
    /// The file, as the database writes it.
    pub path: String,
    /// Symbols that it defines.
    pub symbol_count: i64,
    /// Lines.
    pub loc: i64,
    /// Bytes / 40: Magellan's estimate of lines.
    pub estimated_loc: f64,
    /// Calls and references that come from other files.
    pub fan_in: i64,
    /// Calls and references that go to other files.
    pub fan_out: i64,
    /// `loc · 0.1 + fan_in · 0.5 + fan_out · 0.3` (Magellan's formula).
    pub complexity_score: f64,
    /// When it was taken, in Unix seconds.
    pub last_updated: i64,
}

impl FileMetrics {
    /// Those of a file of which nothing was measured yet, by its path as the database writes it.
    pub fn of(path: String) -> FileMetrics {
        FileMetrics {
            path,
            symbol_count: 0,
            loc: 0,
            estimated_loc: 0.0,
            fan_in: 0,
            fan_out: 0,
            complexity_score: 0.0,
            last_updated: 0,
        }
    }
}

/// Measures of a symbol; a row of `symbol_metrics`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SymbolMetrics {
    /// The symbol's node. In a file that Magellan wrote it may belong to another symbol by now:
    /// hold `name` and `path` against it.
    pub symbol: NodeId,
    /// Its bare name.
    pub name: String,
    /// Its normalized kind (`fn`, …).
    pub kind: String,
    /// Its file, as the database writes it.
    pub path: String,
    /// Lines.
    pub loc: i64,
    /// Bytes / 40.
    pub estimated_loc: f64,
    /// Resolved calls to it, whoever calls. (Magellan counts every edge to it, from its file too.)
    pub fan_in: i64,
    /// Calls that it makes.
    pub fan_out: i64,
    /// Decisions in its body + 1 (McCabe 1976); 1 for what has no body.
    pub cyclomatic_complexity: i64,
    /// When it was taken, in Unix seconds.
    pub last_updated: i64,
}

impl SymbolMetrics {
    /// Takes the time of those that stood here `before`, where they say the same: they have been so since then.
    pub fn keep_time(&mut self, before: &SymbolMetrics) {
        let now = std::mem::replace(&mut self.last_updated, before.last_updated);
        if self != before {
            self.last_updated = now;
        }
    }
}
