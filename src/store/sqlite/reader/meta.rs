//! What a file says of itself, and how much it holds.

use std::collections::BTreeMap;

use super::super::columns::quoted;
use super::super::kept::Kept;
use super::super::row::{optional_int, text, text_up_to, unsigned};
use super::super::store::SqliteStore;
use super::{SqliteReader, structure};
use crate::model::{Counts, Language, LanguageShare, NodeKind, RecordKind};
use crate::store::codec::Totals;
use crate::store::lock::beside;
use crate::store::{Engine, Meta, Result, Store, StoreError, Table};

/// Longest name of a project that is shown, in bytes.
const MAX_PROJECT: usize = 4 << 10;

pub(super) fn meta(reader: &SqliteReader<'_>) -> Result<Meta> {
    let columns = reader.columns();
    let sql = format!(
        "SELECT {} FROM magellan_meta LIMIT 1",
        columns.select("magellan_meta", &["magellan_schema_version", "project_name", "created_at"])
    );
    let read = |row: &rusqlite::Row<'_>| {
        (optional_int(row, 0).unwrap_or_default(), text_up_to(row, 1, MAX_PROJECT), optional_int(row, 2))
    };
    let (schema_version, project, created_at) =
        reader.first("magellan_meta", &sql, [], read)?.unwrap_or_default();
    let store = reader.store;
    let mut notices = store.notices.clone();
    let tool_version = newest_run(reader, "tool_version").or_else(|error| told(error, &mut notices))?;
    let root = match recorded_root(reader)? {
        None => newest_run(reader, "root").or_else(|error| told(error, &mut notices))?,
        found => found,
    };
    Ok(Meta {
        engine: Engine::Sqlite,
        origin: store.origin(),
        schema_version,
        tool_version,
        project: project.filter(|name| !name.is_empty()),
        root,
        created_at,
        size_bytes: size(store),
        notices,
    })
}

/// Goes on without what a damaged table holds; says so once.
fn told<T>(error: StoreError, notices: &mut Vec<String>) -> Result<Option<T>> {
    let StoreError::Damaged { table: Some(table), detail, .. } = error else { return Err(error) };
    let notice = format!("the table {table} is damaged ({detail}): what it says is missing");
    if !notices.contains(&notice) {
        notices.push(notice);
    }
    Ok(None)
}

/// The folder that was indexed: as the file says, else as its newest run that says one does. Runs that
/// cannot be read say none.
pub(super) fn root(reader: &SqliteReader<'_>) -> Result<Option<String>> {
    match recorded_root(reader)? {
        None => newest_run(reader, "root").or_else(|error| told(error, &mut Vec::new())),
        found => Ok(found),
    }
}

fn recorded_root(reader: &SqliteReader<'_>) -> Result<Option<String>> {
    if !reader.columns().has_column("magellan_meta", "index_root") {
        return Ok(None);
    }
    let sql = "SELECT index_root FROM magellan_meta WHERE index_root <> '' LIMIT 1";
    reader.first("magellan_meta", sql, [], |row| text(row, 0))
}

/// What the newest run that says something in `column` says there.
fn newest_run(reader: &SqliteReader<'_>, column: &'static str) -> Result<Option<String>> {
    if !reader.columns().has_column("execution_log", column) {
        return Ok(None);
    }
    let sql = format!("SELECT {column} FROM execution_log WHERE {column} <> '' ORDER BY rowid DESC LIMIT 1");
    reader.first("execution_log", &sql, [], |row| text(row, 0))
}

/// The file and its log; 0 for what is gone.
fn size(store: &SqliteStore) -> u64 {
    // The log stands beside the file itself, not beside a link to it.
    let path = std::fs::canonicalize(store.path()).unwrap_or_else(|_| store.path().to_owned());
    [path.clone(), beside(&path, "-wal")]
        .iter()
        .filter_map(|file| std::fs::metadata(file).ok())
        .map(|metadata| metadata.len())
        .sum()
}

/// What an index of our own keeps of itself; `None` where somebody else has written since, and in any
/// other file.
fn kept(reader: &SqliteReader<'_>) -> Result<Option<Totals>> {
    if !reader.columns().has_column("tui_files", "totals") {
        return Ok(None);
    }
    reader.with("tui_meta", |connection| match Kept::read(connection)? {
        Some(Ok(kept)) if kept.holds(connection)? => Ok(Some(kept.totals)),
        _ => Ok(None),
    })
}

/// Whether nobody else has ever changed more than the log of an index of our own, and what is kept of it holds.
pub(super) fn is_unmixed(reader: &SqliteReader<'_>) -> Result<bool> {
    if !reader.columns().has_column("tui_files", "totals") {
        return Ok(false);
    }
    reader.with("tui_meta", |connection| match Kept::read(connection)? {
        Some(Ok(kept)) => Ok(!kept.is_mixed && kept.holds(connection)?),
        _ => Ok(false),
    })
}

pub(super) fn counts(reader: &SqliteReader<'_>) -> Result<Counts> {
    if let Some(totals) = kept(reader)? {
        return Ok(totals.counts());
    }
    let mut counts = Counts {
        edges: count(reader, "graph_edges")?,
        chunks: count(reader, "code_chunks")?,
        executions: count(reader, "execution_log")?,
        file_metrics: count(reader, "file_metrics")?,
        symbol_metrics: count(reader, "symbol_metrics")?,
        ast_nodes: count(reader, "ast_nodes")?,
        cfg_blocks: count(reader, "cfg_blocks")?,
        cfg_edges: count(reader, "cfg_edges")?,
        ..Counts::default()
    };
    let kinds = [
        ("File", &mut counts.files),
        ("Symbol", &mut counts.symbols),
        ("Reference", &mut counts.references),
        ("Call", &mut counts.calls),
        ("Import", &mut counts.imports),
    ];
    for (kind, number) in kinds {
        *number = counted_nodes(reader, kind)?;
    }
    Ok(counts)
}

/// Rows of a table; 0 where there is no such table.
fn count(reader: &SqliteReader<'_>, table: &'static str) -> Result<u64> {
    if !reader.columns().has(table) {
        return Ok(0);
    }
    let sql = format!("SELECT count(*) FROM {table}");
    Ok(reader.first(table, &sql, [], |row| unsigned(row, 0))?.unwrap_or_default())
}

pub(super) fn count_nodes(reader: &SqliteReader<'_>, kind: &NodeKind) -> Result<u64> {
    let sort = match kind {
        NodeKind::File => RecordKind::File,
        NodeKind::Symbol => RecordKind::Symbol,
        NodeKind::Reference => RecordKind::Reference,
        NodeKind::Call => RecordKind::Call,
        NodeKind::Import => RecordKind::Import,
        NodeKind::Other(_) => RecordKind::OtherNode,
    };
    match kept(reader)?.map(|totals| totals.records(sort)) {
        // Which of the kinds that we do not model there are is not kept.
        Some(others) if sort == RecordKind::OtherNode && others > 0 => counted_nodes(reader, kind.as_str()),
        Some(number) => Ok(number),
        None => counted_nodes(reader, kind.as_str()),
    }
}

/// Rows of a table that is carried.
pub(super) fn count_rows(reader: &SqliteReader<'_>, table: &Table) -> Result<u64> {
    let sql = format!("SELECT count(*) FROM {}", quoted(&table.name));
    Ok(reader.first(&table.name, &sql, [], |row| unsigned(row, 0))?.unwrap_or_default())
}

/// How deep a check of a table goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store::sqlite) enum Depth {
    /// The pages of the table and of its indexes.
    Pages,
    /// Also whether each index agrees with the table: a look-up a row and index.
    Indexes,
}

/// What SQLite says is wrong with a table's pages. That rows break a rule of the table's is no matter here:
/// real files hold such.
pub(in crate::store::sqlite) fn check_table(
    reader: &SqliteReader<'_>,
    table: &Table,
    depth: Depth,
) -> Result<Vec<String>> {
    const RULES: [&str; 5] =
        ["ok", "NULL value in ", "CHECK constraint failed in ", "NUMERIC value in ", "TEXT value in "];
    let check = match depth {
        Depth::Pages => "quick_check",
        Depth::Indexes => "integrity_check",
    };
    let sql = format!("PRAGMA {check}({})", quoted(&table.name));
    let lines = reader.all(&table.name, &sql, [], |row| text(row, 0))?;
    let lines = lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let is_rule = |line: &String| line.starts_with("non-") || RULES.iter().any(|rule| line.starts_with(rule));
    Ok(lines.filter(|line| !is_rule(line)).collect())
}

pub(super) fn count_records(reader: &SqliteReader<'_>, kind: RecordKind) -> Result<u64> {
    if let Some(totals) = kept(reader)? {
        return Ok(totals.records(kind));
    }
    let of = |table: &'static str, column: &'static str, sql: &str| -> Result<u64> {
        if !reader.columns().has_column(table, column) {
            return Ok(0);
        }
        Ok(reader.first(table, sql, [], |row| unsigned(row, 0))?.unwrap_or_default())
    };
    match kind {
        RecordKind::File => counted_nodes(reader, "File"),
        RecordKind::Symbol => counted_nodes(reader, "Symbol"),
        RecordKind::Reference => counted_nodes(reader, "Reference"),
        RecordKind::Call => counted_nodes(reader, "Call"),
        RecordKind::Import => counted_nodes(reader, "Import"),
        RecordKind::OtherNode => {
            let sql = "SELECT count(*) FROM graph_entities
                       WHERE ifnull(kind, '') NOT IN ('File', 'Symbol', 'Reference', 'Call', 'Import')";
            of("graph_entities", "kind", sql)
        }
        RecordKind::Edge => count(reader, "graph_edges"),
        RecordKind::Chunk => count(reader, "code_chunks"),
        RecordKind::FileMetrics => count(reader, "file_metrics"),
        RecordKind::SymbolMetrics => count(reader, "symbol_metrics"),
        RecordKind::Ast => {
            // Nodes of no file are those of file 0.
            let file = structure::ast_file(reader.columns());
            let sql = format!(
                "SELECT (SELECT count(*) FROM (SELECT DISTINCT {file} FROM ast_nodes WHERE {file} <> 0))
                      + EXISTS (SELECT 1 FROM ast_nodes WHERE {file} IS NULL OR {file} = 0)"
            );
            of("ast_nodes", "id", &sql)
        }
        RecordKind::Cfg => match structure::functions(reader.columns()) {
            Some(functions) => {
                let sql = format!("SELECT count(*) FROM ({functions})");
                Ok(reader.first("cfg_blocks", &sql, [], |row| unsigned(row, 0))?.unwrap_or_default())
            }
            None => Ok(0),
        },
        RecordKind::FileState => count(reader, "tui_files"),
        RecordKind::Facts => {
            of("tui_files", "facts", "SELECT count(*) FROM tui_files WHERE facts IS NOT NULL")
        }
        RecordKind::Execution => count(reader, "execution_log"),
        RecordKind::Diagnostic => count(reader, "tui_diagnostics"),
    }
}

fn counted_nodes(reader: &SqliteReader<'_>, kind: &str) -> Result<u64> {
    if !reader.columns().has_column("graph_entities", "kind") {
        return Ok(0);
    }
    let sql = "SELECT count(*) FROM graph_entities WHERE kind = ?1";
    Ok(reader.first("graph_entities", sql, [kind], |row| unsigned(row, 0))?.unwrap_or_default())
}

/// Files are counted by the nodes, lines by the measures: the two may write a path differently, but
/// its ending is the same.
pub(super) fn languages(reader: &SqliteReader<'_>) -> Result<Vec<LanguageShare>> {
    if let Some(totals) = kept(reader)? {
        return Ok(totals.languages());
    }
    let mut shares: BTreeMap<Language, (u64, u64)> = BTreeMap::new();
    let columns = reader.columns();
    if columns.has_column("graph_entities", "kind") && columns.has_column("graph_entities", "name") {
        let sql = "SELECT name FROM graph_entities WHERE kind = 'File'";
        reader.each("graph_entities", sql, [], |row| {
            shares.entry(Language::of_path(&text(row, 0))).or_default().0 += 1;
            true
        })?;
    }
    if columns.has_column("file_metrics", "file_path") && columns.has_column("file_metrics", "loc") {
        reader.each("file_metrics", "SELECT file_path, loc FROM file_metrics", [], |row| {
            if let Some(share) = shares.get_mut(&Language::of_path(&text(row, 0))) {
                share.1 = share.1.saturating_add(unsigned(row, 1));
            }
            true
        })?;
    }
    let mut shares: Vec<LanguageShare> = shares
        .into_iter()
        .map(|(language, (files, lines))| LanguageShare { language, files, lines })
        .collect();
    shares.sort_by_key(|share| (std::cmp::Reverse(share.files), share.language));
    Ok(shares)
}
