//! Whether the columns of our own index hold what a writer puts there.
//!
//! Reading is lenient: a number that is no number reads as 0, one that is too large as the largest. So a
//! value that was damaged could read as the one that was written.

use super::super::reader::SqliteReader;
use super::super::row::unsigned;
use crate::store::Result;

/// What a column holds.
#[derive(Clone, Copy)]
enum Holds {
    /// A number.
    Number,
    /// A number that counts something.
    Count,
    /// A number that counts few of something.
    Small,
    Real,
    Text,
    Bytes,
    /// Sixteen bytes.
    Digest,
    NumberOrNothing,
    TextOrNothing,
}

use Holds::{Bytes, Count, Digest, Number, NumberOrNothing, Real, Small, Text, TextOrNothing};

/// A table, which of its rows are ours, and its columns.
type Table = (&'static str, &'static str, &'static [(&'static str, Holds)]);

/// Tables, which of their rows are ours, and their columns. Nodes, and what an edge's JSON says, are held
/// against what a writer makes of them.
const TABLES: [Table; 10] = [
    ("graph_edges", "1", &[("from_id", Number), ("to_id", Number), ("edge_type", Text), ("data", Text)]),
    (
        "code_chunks",
        "1",
        &[
            ("file_path", Text),
            ("byte_start", Count),
            ("byte_end", Count),
            ("content", Text),
            ("content_hash", Text),
            ("symbol_name", TextOrNothing),
            ("symbol_kind", TextOrNothing),
            ("created_at", Number),
        ],
    ),
    (
        "file_metrics",
        "1",
        &[
            ("file_path", Text),
            ("symbol_count", Number),
            ("loc", Number),
            ("estimated_loc", Real),
            ("fan_in", Number),
            ("fan_out", Number),
            ("complexity_score", Real),
            ("last_updated", Number),
        ],
    ),
    (
        "symbol_metrics",
        "1",
        &[
            ("symbol_name", Text),
            ("kind", Text),
            ("file_path", Text),
            ("loc", Number),
            ("estimated_loc", Real),
            ("fan_in", Number),
            ("fan_out", Number),
            ("cyclomatic_complexity", Number),
            ("last_updated", Number),
        ],
    ),
    (
        "ast_nodes",
        "1",
        &[
            ("parent_id", NumberOrNothing),
            ("kind", Text),
            ("byte_start", Count),
            ("byte_end", Count),
            ("file_id", Number),
        ],
    ),
    (
        "cfg_blocks",
        "1",
        &[
            ("function_id", Number),
            ("kind", Text),
            ("terminator", Text),
            ("byte_start", Count),
            ("byte_end", Count),
            ("start_line", Small),
            ("start_col", Small),
            ("end_line", Small),
            ("end_col", Small),
            ("cfg_hash", TextOrNothing),
            ("statements", TextOrNothing),
            ("cfg_condition", TextOrNothing),
        ],
    ),
    (
        "cfg_edges",
        "1",
        &[("function_id", Number), ("source_idx", Small), ("target_idx", Small), ("edge_type", Text)],
    ),
    (
        "execution_log",
        "execution_id >= 'tui-' AND execution_id < 'tui.'",
        &[
            ("tool_version", Text),
            ("args", Text),
            ("root", TextOrNothing),
            ("db_path", Text),
            ("started_at", Number),
            ("finished_at", NumberOrNothing),
            ("duration_ms", NumberOrNothing),
            ("outcome", Text),
            ("error_message", TextOrNothing),
            ("files_indexed", Number),
            ("symbols_indexed", Number),
            ("references_indexed", Number),
        ],
    ),
    (
        "tui_files",
        "1",
        &[
            ("path", Text),
            ("size", Count),
            ("modified_ns", Number),
            ("hash", Text),
            ("digest", Digest),
            ("facts", Bytes),
        ],
    ),
    (
        "tui_diagnostics",
        "1",
        &[
            ("execution_id", Text),
            ("seq", Count),
            ("path", Text),
            ("line", Small),
            ("severity", Text),
            ("message", Text),
        ],
    ),
];

/// Conditions that a row breaks which is not as a writer makes it.
const RULES: [(&str, &str); 2] = [
    ("tui_diagnostics", "severity NOT IN ('error', 'warning', 'note')"),
    (
        "ast_nodes",
        "parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ast_nodes AS p
             WHERE p.id = ast_nodes.parent_id AND p.file_id = ast_nodes.file_id AND p.id < ast_nodes.id)",
    ),
];

/// Counts the rows that hold something else.
pub(super) fn check(reader: &SqliteReader<'_>) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for (table, ours, columns) in TABLES {
        let sound: Vec<String> = columns.iter().map(|(column, holds)| sound(column, *holds)).collect();
        count(reader, table, &format!("({ours}) AND NOT ({})", sound.join(" AND ")), &mut lines)?;
    }
    for (table, broken) in RULES {
        count(reader, table, broken, &mut lines)?;
    }
    Ok(lines)
}

fn count(reader: &SqliteReader<'_>, table: &'static str, odd: &str, lines: &mut Vec<String>) -> Result<()> {
    let sql = format!("SELECT count(*) FROM {table} WHERE {odd}");
    let number = reader.first(table, &sql, [], |row| unsigned(row, 0))?.unwrap_or_default();
    if number > 0 {
        lines.push(format!("{table}: {number} rows hold what no writer puts there"));
    }
    Ok(())
}

/// The condition that a column holds what it is to hold.
fn sound(column: &str, holds: Holds) -> String {
    let is = |kind: &str| format!("typeof({column}) = '{kind}'");
    match holds {
        Number => is("integer"),
        Count => format!("{} AND {column} >= 0", is("integer")),
        Small => format!("{} AND {column} BETWEEN 0 AND {}", is("integer"), u32::MAX),
        Real => is("real"),
        Text => is("text"),
        Bytes => is("blob"),
        Digest => format!("{} AND length({column}) = 16", is("blob")),
        NumberOrNothing => format!("typeof({column}) IN ('integer', 'null')"),
        TextOrNothing => format!("typeof({column}) IN ('text', 'null')"),
    }
}
