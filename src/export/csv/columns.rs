//! Which tables there are, and what their columns are called.

use crate::model::RecordKind;

/// What a span's columns are called.
pub(super) const SPAN: [&str; 6] =
    ["byte_start", "byte_end", "start_line", "start_col", "end_line", "end_col"];

/// A table: its name, and those of its columns, where `SPAN` stands for six.
pub(super) type Table = (&'static str, &'static [&'static str]);

/// The tables that a sort of record goes into.
pub(super) fn tables(kind: RecordKind) -> &'static [Table] {
    match kind {
        RecordKind::File => &[("file", &["id", "path", "hash", "last_indexed_at", "last_modified", "extra"])],
        RecordKind::Symbol => &[(
            "symbol",
            &[
                "id",
                "name",
                "kind",
                "path",
                "qualified",
                "canonical",
                "display",
                "stable_id",
                "SPAN",
                "extra",
            ],
        )],
        RecordKind::Reference => &[("reference", &["id", "target", "path", "SPAN", "extra"])],
        RecordKind::Call => &[(
            "call",
            &[
                "id",
                "path",
                "caller",
                "callee",
                "caller_symbol_id",
                "callee_symbol_id",
                "SPAN",
                "resolution",
                "candidates",
                "extra",
            ],
        )],
        RecordKind::Import => &[(
            "import",
            &["id", "path", "import_kind", "import_path", "imported_names", "is_glob", "SPAN", "extra"],
        )],
        RecordKind::OtherNode => &[("node", &["id", "kind", "name", "path", "data"])],
        RecordKind::Edge => &[("edge", &["id", "from", "to", "kind", "data"])],
        RecordKind::Chunk => &[(
            "chunk",
            &[
                "path",
                "byte_start",
                "byte_end",
                "content",
                "content_hash",
                "symbol_name",
                "symbol_kind",
                "created_at",
            ],
        )],
        RecordKind::FileMetrics => &[(
            "file_metrics",
            &[
                "path",
                "symbol_count",
                "loc",
                "estimated_loc",
                "fan_in",
                "fan_out",
                "complexity_score",
                "last_updated",
            ],
        )],
        RecordKind::SymbolMetrics => &[(
            "symbol_metrics",
            &[
                "symbol",
                "name",
                "kind",
                "path",
                "loc",
                "estimated_loc",
                "fan_in",
                "fan_out",
                "cyclomatic_complexity",
                "last_updated",
            ],
        )],
        RecordKind::Ast => &[("ast", &["file", "node", "parent", "kind", "byte_start", "byte_end"])],
        RecordKind::Cfg => &[
            (
                "cfg_block",
                &["function", "block", "kind", "terminator", "SPAN", "hash", "statements", "condition"],
            ),
            ("cfg_edge", &["function", "source", "target", "kind"]),
        ],
        RecordKind::FileState => {
            &[("file_state", &["file", "path", "size", "modified_ns", "hash", "digest"])]
        }
        RecordKind::Facts => &[("facts", &["file", "bytes", "blake3"])],
        RecordKind::Execution => &[(
            "execution",
            &[
                "execution_id",
                "tool_version",
                "args",
                "root",
                "db_path",
                "started_at",
                "finished_at",
                "duration_ms",
                "outcome",
                "error_message",
                "files_indexed",
                "symbols_indexed",
                "references_indexed",
            ],
        )],
        RecordKind::Diagnostic => {
            &[("diagnostic", &["execution_id", "seq", "path", "line", "severity", "message"])]
        }
    }
}
