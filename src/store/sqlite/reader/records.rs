//! Everything, sort by sort, each record whole.

use std::ops::ControlFlow;

use super::super::row::{bytes, int, text_up_to, unsigned};
use super::structure::{Tree, ast_file, ast_files, ast_selected, cfg_up_to, functions};
use super::{SqliteReader, chunks, edges, executions, metrics, nodes};
use crate::model::{NodeId, Record, RecordKind};
use crate::store::{Origin, Result, Store};

/// Texts are not cut here.
const WHOLE: usize = usize::MAX;

/// What is done with each record; `false` to end.
type Each<'a> = &'a mut dyn FnMut(Record) -> bool;

pub(super) fn records(reader: &SqliteReader<'_>, kind: RecordKind, each: Each<'_>) -> Result<()> {
    match kind {
        RecordKind::File => of_kind(reader, "kind = 'File'", each),
        RecordKind::Symbol => of_kind(reader, "kind = 'Symbol'", each),
        RecordKind::Reference => of_kind(reader, "kind = 'Reference'", each),
        RecordKind::Call => of_kind(reader, "kind = 'Call'", each),
        RecordKind::Import => of_kind(reader, "kind = 'Import'", each),
        RecordKind::OtherNode => {
            let others = "ifnull(kind, '') NOT IN ('File', 'Symbol', 'Reference', 'Call', 'Import')";
            of_kind(reader, others, each)
        }
        RecordKind::Edge => all_edges(reader, each),
        RecordKind::Chunk => {
            let select = chunks::selected(reader.columns());
            by_file(reader, "code_chunks", &select, &["byte_start", "byte_end"], |row| {
                each(Record::Chunk(chunks::chunk_up_to(row, WHOLE)))
            })
        }
        RecordKind::FileMetrics => {
            let select = metrics::file_selected(reader.columns());
            by_file(reader, "file_metrics", &select, &[], |row| {
                each(Record::FileMetrics(metrics::file_up_to(row, WHOLE)))
            })
        }
        RecordKind::SymbolMetrics => all_symbol_metrics(reader, each),
        RecordKind::Ast => all_ast(reader, each),
        RecordKind::Cfg => all_cfg(reader, each),
        RecordKind::FileState => {
            let sql = format!(
                "SELECT {} FROM tui_files ORDER BY file_id",
                chunks::state_selected(reader.columns())
            );
            if_there(reader, "tui_files", "file_id", || {
                reader.each("tui_files", &sql, [], |row| {
                    each(Record::FileState(chunks::state_up_to(row, WHOLE)))
                })
            })
        }
        RecordKind::Facts => if_there(reader, "tui_files", "facts", || {
            let sql = "SELECT file_id, facts FROM tui_files WHERE facts IS NOT NULL ORDER BY file_id";
            reader.each("tui_files", sql, [], |row| {
                let bytes = bytes(row, 1).unwrap_or_default().to_vec();
                each(Record::Facts { file: NodeId(int(row, 0)), bytes })
            })
        }),
        RecordKind::Execution => if_there(reader, "execution_log", "id", || {
            let sql =
                format!("SELECT {} FROM execution_log ORDER BY id", executions::selected(reader.columns()));
            reader.each("execution_log", &sql, [], |row| {
                each(Record::Execution(executions::execution_up_to(row, WHOLE)))
            })
        }),
        RecordKind::Diagnostic => all_diagnostics(reader, each),
    }
}

/// Nodes of several kinds are read in one scan; of all else each table is, as it lies there.
pub(super) fn records_of(reader: &SqliteReader<'_>, kinds: &[RecordKind], each: Each<'_>) -> Result<()> {
    let (of_nodes, others): (Vec<RecordKind>, Vec<RecordKind>) =
        kinds.iter().partition(|kind| **kind <= RecordKind::OtherNode);
    let mut go_on = true;
    if of_nodes.len() > 1 {
        of_kind(reader, "true", &mut |record| {
            go_on = !of_nodes.contains(&record.kind()) || each(record);
            go_on
        })?;
    }
    let rest = if of_nodes.len() > 1 { others } else { kinds.to_vec() };
    for kind in rest {
        if !go_on {
            break;
        }
        let each: Each<'_> = &mut |record| {
            go_on = each(record);
            go_on
        };
        match kind {
            RecordKind::Edge => edges_by(reader, "", each)?,
            RecordKind::Chunk if reader.columns().has_column("code_chunks", "file_path") => {
                let sql = format!("SELECT {} FROM code_chunks", chunks::selected(reader.columns()));
                reader.each("code_chunks", &sql, [], |row| {
                    each(Record::Chunk(chunks::chunk_up_to(row, WHOLE)))
                })?;
            }
            _ => records(reader, kind, each)?,
        }
    }
    Ok(())
}

/// Runs `read` where the table has the column that the records are told apart by.
fn if_there(
    reader: &SqliteReader<'_>,
    table: &str,
    column: &str,
    read: impl FnOnce() -> Result<()>,
) -> Result<()> {
    if reader.columns().has_column(table, column) { read() } else { Ok(()) }
}

fn of_kind(reader: &SqliteReader<'_>, which: &str, each: Each<'_>) -> Result<()> {
    let columns = reader.columns();
    if !columns.has_column("graph_entities", "id") || !columns.has_column("graph_entities", "kind") {
        return Ok(());
    }
    let sql = format!("SELECT {} FROM graph_entities WHERE {which} ORDER BY id", nodes::selected(columns));
    reader.each("graph_entities", &sql, [], |row| each(Record::Node(nodes::node_up_to(row, WHOLE))))
}

fn all_edges(reader: &SqliteReader<'_>, each: Each<'_>) -> Result<()> {
    // Only ours has the index for the first of them for sure.
    let order = match reader.store.origin() {
        Origin::Own => "ORDER BY from_id, id",
        Origin::Magellan => "ORDER BY id",
    };
    edges_by(reader, order, each)
}

fn edges_by(reader: &SqliteReader<'_>, order: &str, each: Each<'_>) -> Result<()> {
    if !edges::present(reader) {
        return Ok(());
    }
    let origin = reader.store.origin();
    let sql = format!("SELECT {} FROM graph_edges {order}", edges::selected(reader.columns()));
    reader.each("graph_edges", &sql, [], |row| each(Record::Edge(edges::edge_up_to(row, origin, WHOLE))))
}

/// The rows of a table that are of files: in an index of our own by the ids of those, and then what is of
/// no file; elsewhere by path.
fn by_file(
    reader: &SqliteReader<'_>,
    table: &'static str,
    select: &str,
    order: &[&str],
    mut each: impl FnMut(&rusqlite::Row<'_>) -> bool,
) -> Result<()> {
    let columns = reader.columns();
    let order: Vec<&str> = order.iter().copied().filter(|column| columns.has_column(table, column)).collect();
    if !columns.has_column(table, "file_path") {
        return Ok(());
    }
    let by = |first: &str| [&[first], order.as_slice()].concat().join(", ");
    if !columns.has("tui_files") {
        let sql = format!("SELECT {select} FROM {table} ORDER BY {}", by("file_path"));
        return reader.each(table, &sql, [], each);
    }
    let mut go_on = true;
    // CROSS JOIN fixes the order: the files first, then a look-up for each.
    let sql = format!(
        "SELECT {select} FROM (SELECT file_id, path FROM tui_files) AS f CROSS JOIN {table} ON file_path = f.path
         ORDER BY {}",
        by("f.file_id")
    );
    reader.each(table, &sql, [], |row| {
        go_on = each(row);
        go_on
    })?;
    if !go_on {
        return Ok(());
    }
    let sql = format!(
        "SELECT {select} FROM {table} WHERE file_path NOT IN (SELECT path FROM tui_files WHERE path IS NOT NULL)
         OR file_path IS NULL ORDER BY {}",
        by("file_path")
    );
    reader.each(table, &sql, [], each)
}

fn all_symbol_metrics(reader: &SqliteReader<'_>, each: Each<'_>) -> Result<()> {
    if_there(reader, "symbol_metrics", "symbol_id", || {
        let sql = format!(
            "SELECT {} FROM symbol_metrics ORDER BY symbol_id",
            metrics::symbol_selected(reader.columns())
        );
        reader.each("symbol_metrics", &sql, [], |row| {
            each(Record::SymbolMetrics(metrics::symbol_up_to(row, WHOLE)))
        })
    })
}

/// One file's tree at a time is kept.
fn all_ast(reader: &SqliteReader<'_>, each: Each<'_>) -> Result<()> {
    if !reader.columns().has_column("ast_nodes", "id") {
        return Ok(());
    }
    let mut of: Option<NodeId> = None;
    let mut tree = Tree::default();
    let mut go_on = true;
    for which in ast_files(reader.columns()) {
        let file = ast_file(reader.columns());
        let sql = format!("SELECT {}, {file} FROM ast_nodes WHERE {which}", ast_selected(reader.columns()));
        reader.each("ast_nodes", &sql, [], |row| {
            let file = NodeId(int(row, 5));
            if let Some(before) = of.filter(|before| *before != file) {
                go_on = each(Record::Ast { file: before, nodes: std::mem::take(&mut tree).nodes });
            }
            of = Some(file);
            tree.take(row, WHOLE);
            go_on
        })?;
        if !go_on {
            return Ok(());
        }
    }
    if let Some(file) = of {
        each(Record::Ast { file, nodes: tree.nodes });
    }
    Ok(())
}

fn all_cfg(reader: &SqliteReader<'_>, each: Each<'_>) -> Result<()> {
    let Some(functions) = functions(reader.columns()) else { return Ok(()) };
    let sql = format!("{functions} ORDER BY f");
    let mut failed = None;
    reader.each("cfg_blocks", &sql, [], |row| match one_cfg(reader, NodeId(int(row, 0)), each) {
        Ok(ControlFlow::Continue(())) => true,
        Ok(ControlFlow::Break(())) => false,
        Err(error) => {
            failed = Some(error);
            false
        }
    })?;
    failed.map_or(Ok(()), Err)
}

fn one_cfg(reader: &SqliteReader<'_>, function: NodeId, each: Each<'_>) -> Result<ControlFlow<()>> {
    let go_on = match cfg_up_to(reader, function, WHOLE)? {
        Some(cfg) => each(Record::Cfg(cfg)),
        None => true,
    };
    Ok(if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
}

/// By their run's row; then those of no run.
fn all_diagnostics(reader: &SqliteReader<'_>, each: Each<'_>) -> Result<()> {
    let columns = reader.columns();
    if !columns.has("tui_diagnostics") || !columns.has_column("execution_log", "execution_id") {
        return Ok(());
    }
    let select = "SELECT d.path, d.line, d.severity, d.message, d.execution_id, d.seq";
    let of_runs = format!(
        "{select} FROM (SELECT id, execution_id AS run FROM execution_log) AS l
         CROSS JOIN tui_diagnostics AS d ON d.execution_id = l.run ORDER BY l.id, d.seq"
    );
    let others = format!(
        "{select} FROM tui_diagnostics AS d
         WHERE d.execution_id NOT IN (SELECT execution_id FROM execution_log WHERE execution_id IS NOT NULL)
         ORDER BY d.execution_id, d.seq"
    );
    let mut go_on = true;
    for sql in [of_runs, others] {
        reader.each("tui_diagnostics", &sql, [], |row| {
            go_on = each(Record::Diagnostic {
                execution_id: text_up_to(row, 4, WHOLE).unwrap_or_default(),
                seq: unsigned(row, 5),
                diagnostic: executions::diagnostic_up_to(row, WHOLE),
            });
            go_on
        })?;
        if !go_on {
            break;
        }
    }
    Ok(())
}
