//! What a copy would do.

use super::sum::{PartKey, parts};
use super::target::Target;
use super::{Becomes, MigrateError, Options, Part, Plan, Result};
use crate::store::{self, Content, Engine, Found, Meta, Reader, Store, StoreError, Wants};

/// What is known of a copy before it begins.
pub(super) struct Prepared {
    pub(super) target: Target,
    pub(super) from: Engine,
    pub(super) to: Engine,
    pub(super) content: Content,
    pub(super) meta: Meta,
    pub(super) wants: Wants,
    pub(super) expected_bytes: u64,
}

/// The engine of the database at a path.
pub(super) fn engine_of(path: &std::path::Path) -> Result<Engine> {
    match store::identify(path)? {
        Found::Database(engine) => Ok(engine),
        Found::Folder => Err(StoreError::NotADatabase { path: path.to_owned(), what: "a folder" }.into()),
    }
}

/// Finds out whether the copy can be made.
///
/// # Errors
/// Where the source cannot be carried, or the place cannot take the copy.
pub(super) fn prepare(options: &Options, from: Engine, reader: &dyn Reader) -> Result<Prepared> {
    let target = Target::find(options)?;
    let to = options.engine.unwrap_or(match from {
        Engine::Fjall => Engine::Sqlite,
        Engine::Sqlite => Engine::Fjall,
    });
    let content = reader.content()?;
    if let Some(schema) = &content.schema {
        store::check_schema(&options.from, schema)?;
    }
    let meta = reader.meta()?;
    let wants = content.wants(to);
    let expected_bytes = expected_bytes(&meta, from, to, &wants);
    if expected_bytes > target.free {
        let (path, free) = (options.to.clone(), target.free);
        return Err(MigrateError::NoSpace { path, wanted: expected_bytes, free });
    }
    Ok(Prepared { target, from, to, content, meta, wants, expected_bytes })
}

impl Prepared {
    /// The parts of the source, in the order in which they are copied.
    pub(super) fn parts(&self) -> Vec<PartKey<'_>> {
        let with_records = self.wants.files || !self.wants.records.is_empty();
        parts(&self.content, &self.wants.tables, with_records)
    }
}

/// Finds out what a copy would do.
pub(super) fn plan(options: &Options, store: &dyn Store) -> Result<Plan> {
    let reader = store.reader()?;
    let reader = &*reader;
    let prepared = prepare(options, engine_of(&options.from)?, reader)?;
    let part = |key: &PartKey<'_>| -> Result<Part> {
        let becomes = match (key, prepared.to) {
            (PartKey::Table(_), _) => Becomes::Rows,
            (PartKey::Records(_), _) => Becomes::Records,
        };
        Ok(Part { name: key.name(), rows: key.count(reader)?, becomes })
    };
    let parts = prepared.parts().iter().map(part).collect::<Result<Vec<Part>>>()?;
    let rows = parts.iter().map(|part| part.rows).sum();
    Ok(Plan {
        from: options.from.clone(),
        to: options.to.clone(),
        from_engine: prepared.from.as_str(),
        to_engine: prepared.to.as_str(),
        schema_version: prepared.meta.schema_version,
        counts: reader.counts()?,
        last_run_at: reader.executions(None, 1)?.items.first().map(|run| run.started_at),
        from_bytes: prepared.meta.size_bytes,
        expected_bytes: prepared.expected_bytes,
        free_bytes: prepared.target.free,
        expected_ms: expected_ms(rows, prepared.meta.size_bytes),
        replaces: prepared.target.replaces,
        left_over: prepared.target.left_over.clone(),
        parts,
    })
}

/// About how many bytes a copy takes, rather too many. As measured: rows and records in fjall take half of
/// what the SQLite file does, an index of ours without those rows a quarter.
fn expected_bytes(meta: &Meta, from: Engine, to: Engine, wants: &Wants) -> u64 {
    let size = meta.size_bytes;
    match (from, to) {
        (Engine::Fjall, Engine::Sqlite) if wants.files => size.saturating_mul(9) / 2,
        (Engine::Fjall, Engine::Sqlite) => size.saturating_mul(5) / 2,
        (Engine::Sqlite, Engine::Fjall) => size / 4 * 3,
        (Engine::Sqlite, Engine::Sqlite) | (Engine::Fjall, Engine::Fjall) => size,
    }
}

/// About how long it takes, with reading back: by rows and by bytes, as measured on two cores.
fn expected_ms(rows: u64, bytes: u64) -> u64 {
    rows / 150 + (bytes >> 20) * 8
}
