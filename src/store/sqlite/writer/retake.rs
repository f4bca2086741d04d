//! Kept totals, taken again after somebody else has written.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::super::error::store_error;
use super::super::kept::Others;
use super::super::reader::SLOT_MASK;
use super::super::store::SqliteStore;
use super::ledger::Ledger;
use super::{At, Failure, ledger, records};
use crate::model::{FileState, NodeId, Record, RecordKind};
use crate::store::codec::{Encoder, Totals};
use crate::store::verify::differences;
use crate::store::{Reader, Result, Store};

/// Totals as they are read back: of everything, and of each file.
#[derive(Default)]
struct Taken {
    all: Totals,
    files: HashMap<NodeId, Totals>,
    paths: HashMap<String, NodeId>,
}

/// Takes the totals of the database at `path` again. A file that is not what it was loses its digest, so
/// that the next index puts it again. Cost: a scan, and about a kilobyte of memory a file. Where yet
/// another one writes meanwhile everything stays to be taken again.
pub(super) fn retake(path: &Path, connection: &mut Connection) -> Result<()> {
    let failed = |failure: Failure| store_error(path, Some(failure.table), "writing", &failure.error);
    let others = Others::find(connection).at("execution_log").map_err(failed)?;
    let taken = {
        let store = SqliteStore::open(path)?;
        let reader = store.reader()?;
        Taken::read(&*reader)?
    };
    keep(connection, &taken, others).map_err(failed)
}

fn keep(connection: &mut Connection, taken: &Taken, others: Others) -> std::result::Result<(), Failure> {
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate).at("sqlite_schema")?;
    if Others::find(&change).at("execution_log")? != others {
        return Ok(());
    }
    let mut ledger = Ledger::read(&change)?;
    ledger.is_mixed |= !differences(&ledger.totals, &taken.all, &[RecordKind::Execution]).is_empty();
    ledger.totals = taken.all.clone();
    for (file, totals) in &taken.files {
        if ledger::of_file(&change, *file)?.as_ref() != Some(totals) {
            ledger::put(&change, *file, totals)?;
            if let Some(state) = records::state(&change, *file)? {
                records::put_state(&change, &FileState { digest: [0; 16], ..state }, &mut ledger)?;
            }
        }
    }
    ledger.write(&change)?;
    change.commit().at("sqlite_schema")
}

impl Taken {
    fn read(reader: &dyn Reader) -> Result<Taken> {
        let mut taken = Taken::default();
        reader.file_states(&mut |state| {
            taken.files.insert(state.file, Totals::default());
            taken.paths.insert(state.path, state.file);
            true
        })?;
        let mut encoder = Encoder::default();
        for kind in RecordKind::ALL {
            reader.records(kind, &mut |record| {
                taken.all.add_record(&record, &mut encoder);
                if let Some(file) = taken.file_of(&record)
                    && let Some(totals) = taken.files.get_mut(&file)
                {
                    totals.add_record(&record, &mut encoder);
                }
                true
            })?;
        }
        Ok(taken)
    }

    /// The file that a record came from.
    fn file_of(&self, record: &Record) -> Option<NodeId> {
        let id = match record {
            Record::Node(node) => node.id.0,
            Record::Edge(edge) => edge.id.0,
            Record::Chunk(chunk) => return self.paths.get(&chunk.path).copied(),
            Record::FileMetrics(metrics) => return self.paths.get(&metrics.path).copied(),
            Record::SymbolMetrics(metrics) => metrics.symbol.0,
            Record::Ast { file, .. } | Record::Facts { file, .. } => file.0,
            Record::Cfg(cfg) => cfg.function.0,
            Record::FileState(state) => state.file.0,
            Record::Execution(_) | Record::Diagnostic { .. } => return None,
        };
        Some(NodeId(id & !SLOT_MASK))
    }
}
