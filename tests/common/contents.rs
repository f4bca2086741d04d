//! All that a database holds, in a form that can be compared.

use magellan_tui::model::{Diagnostic, NodeData, Record, RecordKind};
use magellan_tui::store::{Reader, Store};

/// Every record of a sort, in the database's order. The row numbers of chunks, which say nothing, are 0.
pub fn records_of(reader: &dyn Reader, kind: RecordKind) -> Vec<Record> {
    let mut records = Vec::new();
    reader
        .records(kind, &mut |mut record| {
            assert_eq!(record.kind(), kind);
            if let Record::Chunk(chunk) = &mut record {
                chunk.row = 0;
            }
            records.push(record);
            true
        })
        .unwrap();
    records
}

/// Every record, sort by sort.
pub fn contents(reader: &dyn Reader) -> Vec<Record> {
    RecordKind::ALL.into_iter().flat_map(|kind| records_of(reader, kind)).collect()
}

/// Every record of sources: runs and what they complained of apart.
pub fn facts_of(reader: &dyn Reader) -> Vec<Record> {
    let kinds = RecordKind::ALL.into_iter().filter(|kind| *kind < RecordKind::Execution);
    kinds.flat_map(|kind| records_of(reader, kind)).collect()
}

/// Every record of sources without its times: the same whenever the same sources were indexed.
pub fn timeless(reader: &dyn Reader) -> Vec<Record> {
    let mut records = facts_of(reader);
    for record in &mut records {
        match record {
            Record::Node(node) => {
                if let NodeData::File(file) = &mut node.data {
                    (file.last_indexed_at, file.last_modified) = (0, 0);
                }
            }
            Record::Chunk(chunk) => chunk.created_at = 0,
            Record::FileMetrics(metrics) => metrics.last_updated = 0,
            Record::SymbolMetrics(metrics) => metrics.last_updated = 0,
            Record::FileState(state) => state.modified_ns = 0,
            _ => {}
        }
    }
    records
}

/// What every run complained of, run by run, without the runs' ids.
pub fn complaints(reader: &dyn Reader) -> Vec<Diagnostic> {
    let told = records_of(reader, RecordKind::Diagnostic).into_iter();
    told.filter_map(|record| match record {
        Record::Diagnostic { diagnostic, .. } => Some(diagnostic),
        _ => None,
    })
    .collect()
}

/// Asserts that a check of the whole database finds nothing wrong, and did look.
pub fn assert_clean(store: &dyn Store) {
    let found = store.verify(&mut |_, _| true).unwrap();
    assert_eq!(found.damage, Vec::<String>::new(), "{}", store.path().display());
    assert!(!found.checked.is_empty(), "nothing was checked");
}

/// Asserts that two databases hold the same, and says where they differ first.
pub fn assert_same(found: &[Record], wanted: &[Record], what: &str) {
    let differ = found.iter().zip(wanted).position(|(found, wanted)| found != wanted);
    if let Some(at) = differ {
        panic!("{what}: record {at} is\n{:#?}\nnot\n{:#?}", found[at], wanted[at]);
    }
    assert_eq!(found.len(), wanted.len(), "{what}: so many records");
}
