//! Whether a file is what was written: by SQLite's own checks, by what is kept with an index of our own, and
//! by what its tables say of each other.

mod agree;
mod search;
mod values;

use super::kept::{Kept, encode_totals, meta};
use super::reader::{Depth, SqliteReader, check_table};
use super::row::{bytes, int, text};
use super::store::{SqliteStore, TUI_FORMAT};
use crate::model::RecordKind;
use crate::store::codec::{Totals, decode};
use crate::store::verify::{Dangling, Progress, check_records, differences};
use crate::store::{Origin, Reader, Result, Store, StoreError, Verification};

/// How many lines SQLite's own check may fill.
const MOST_LINES: usize = 20;

/// Checks everything that can be checked, in one snapshot.
pub(super) fn verify(store: &SqliteStore, progress: Progress<'_>) -> Result<Verification> {
    let mut found = Verification::default();
    let reader = store.snapshot()?;
    run(&reader, &mut found, progress)?;
    Ok(found)
}

/// Has SQLite check every table with its indexes.
pub(super) fn check_beside(store: &SqliteStore, progress: Progress<'_>) -> Result<Vec<String>> {
    let reader = store.snapshot()?;
    let mut damage = Vec::new();
    for (number, table) in (0..).zip(reader.content()?.schema.iter().flat_map(|schema| &schema.tables)) {
        if !progress(&table.name, number) {
            break;
        }
        damage.extend(check_table(&reader, table, Depth::Indexes)?);
    }
    Ok(damage)
}

/// What an index of our own is held against.
enum Held {
    /// It is as we left it.
    Fast(Box<Kept>),
    /// Somebody else has written since.
    Loose(Box<Kept>),
    /// There is nothing: a foreign file, an older index, or what was kept is lost.
    Nothing,
}

fn run(reader: &SqliteReader<'_>, found: &mut Verification, progress: Progress<'_>) -> Result<()> {
    if !progress("the file", 0) {
        return Ok(());
    }
    match integrity(reader) {
        Ok(lines) => found.damage.extend(lines),
        Err(error) => found.damage.push(told(error)?),
    }
    if !search::check(reader, found, progress)? {
        return Ok(());
    }
    let held = match held(reader, found) {
        Ok(held) => held,
        Err(error) => {
            found.damage.push(told(error)?);
            Held::Nothing
        }
    };
    let (kept, dangling) = match (&held, reader.store.origin()) {
        (Held::Fast(kept), _) if kept.is_mixed => (Some(&kept.totals), Dangling::Usual),
        (Held::Fast(kept), _) => (Some(&kept.totals), Dangling::Damage),
        (Held::Nothing, Origin::Own) => (None, Dangling::Damage),
        (Held::Loose(_), _) | (Held::Nothing, Origin::Magellan) => (None, Dangling::Usual),
    };
    let Some(taken) = check_records(reader, kept, dangling, found, progress)? else { return Ok(()) };
    if reader.store.origin() == Origin::Magellan {
        return Ok(());
    }
    let mut odd = Vec::new();
    match values::check(reader) {
        Ok(lines) => odd.extend(lines),
        Err(error) => odd.push(told(error)?),
    }
    match agree::check(reader, &mut odd, progress) {
        Ok(true) => {}
        Ok(false) => {
            found.notes.push("ended early, before all tables were held against each other".to_owned())
        }
        Err(error) => odd.push(told(error)?),
    }
    match held {
        Held::Fast(kept) if kept.is_mixed => {
            found.notes.push(
                "Magellan has changed this index, and what is kept was taken again: build it anew to have it \
                 held against its sources"
                    .to_owned(),
            );
            found.notes.extend(odd.into_iter().map(|line| format!("changed since: {line}")));
        }
        Held::Fast(_) | Held::Nothing => found.damage.append(&mut odd),
        Held::Loose(kept) => {
            found.notes.push(
                "Magellan has written to this index since it was last brought up to date: what is there was \
                 counted, and not held against what was kept"
                    .to_owned(),
            );
            odd.extend(differences(&kept.totals, &taken, &[RecordKind::Execution]));
            found.notes.extend(odd.into_iter().map(|line| format!("changed since: {line}")));
        }
    }
    Ok(())
}

/// SQLite's own check.
fn integrity(reader: &SqliteReader<'_>) -> Result<Vec<String>> {
    let sql = format!("PRAGMA integrity_check({MOST_LINES})");
    let mut lines = Vec::new();
    reader.each("sqlite_schema", &sql, [], |row| {
        lines.push(text(row, 0).split_whitespace().collect::<Vec<_>>().join(" "));
        true
    })?;
    lines.retain(|line| line != "ok");
    Ok(lines)
}

/// What is kept, and whether it holds; the parts of it are held against each other.
fn held(reader: &SqliteReader<'_>, found: &mut Verification) -> Result<Held> {
    let columns = reader.columns();
    if reader.store.origin() == Origin::Magellan {
        return Ok(Held::Nothing);
    }
    if reader.store.format < TUI_FORMAT {
        if columns.has_column("tui_files", "totals") {
            found.damage.push("tui_meta: its format is not that of its tables".to_owned());
        }
        found.notes.push(
            "made by an older magellan-tui, which kept no counts and digests: nothing to hold it against"
                .to_owned(),
        );
        return Ok(Held::Nothing);
    }
    let kept = match reader.with("tui_meta", Kept::read)? {
        Some(Ok(kept)) => kept,
        Some(Err(error)) => {
            found.damage.push(format!("tui_meta: what is kept of all records: {error}"));
            return Ok(Held::Nothing);
        }
        None => {
            found.damage.push("tui_meta: what is kept of all records is missing".to_owned());
            return Ok(Held::Nothing);
        }
    };
    if !reader.with("execution_log", |connection| kept.holds(connection))? {
        return Ok(Held::Loose(Box::new(kept)));
    }
    if reader.with("magellan_meta", meta)? != kept.meta {
        found.damage.push("magellan_meta: not what was written".to_owned());
    }
    let of_files = of_files(reader, found)?;
    if parts(&kept.totals) != parts(&of_files) {
        found
            .damage
            .push("tui_files: what is kept of all files does not make up what is kept of all".to_owned());
    }
    Ok(Held::Fast(Box::new(kept)))
}

/// All that is kept of single files.
fn of_files(reader: &SqliteReader<'_>, found: &mut Verification) -> Result<Totals> {
    let mut all = Totals::default();
    reader.each("tui_files", "SELECT file_id, totals FROM tui_files", [], |row| {
        let kept = bytes(row, 1).unwrap_or_default();
        match decode::<Totals>(kept) {
            // Only what we would write ourselves: a number can be written in more than one way.
            Ok(totals) if encode_totals(&totals) == kept => all.add(&totals),
            _ => found.damage.push(format!("tui_files: what is kept of file {} cannot be read", int(row, 0))),
        }
        true
    })?;
    Ok(all)
}

/// What comes from files, to be compared.
fn parts(totals: &Totals) -> impl PartialEq + use<> {
    let of_files = |kind: &RecordKind| !matches!(kind, RecordKind::Execution | RecordKind::Diagnostic);
    let kinds = RecordKind::ALL.into_iter().filter(of_files);
    let counts = totals.counts();
    (
        kinds.map(|kind| (totals.records(kind), totals.digest(kind))).collect::<Vec<_>>(),
        [counts.ast_nodes, counts.cfg_blocks, counts.cfg_edges],
        totals.languages(),
    )
}

/// A failure as a line of damage; one that says nothing of the database stays a failure.
fn told(error: StoreError) -> Result<String> {
    match error {
        StoreError::Damaged { table: Some(table), detail, .. } => Ok(format!("table {table}: {detail}")),
        StoreError::Damaged { table: None, detail, .. } => Ok(detail),
        StoreError::Engine { doing, detail, .. } => Ok(format!("{doing}: {detail}")),
        other => Err(other),
    }
}
