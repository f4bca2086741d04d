//! Every record of a database is found by every look-up that leads to it.

use magellan_tui::model::{Chunk, Direction, NodeData, Record, RecordKind};
use magellan_tui::store::{FileColumn, Order, Reader, SymbolColumn};

use crate::contents::records_of;
use crate::symbols;

/// More than any list here holds.
const ALL: usize = 10_000;

pub(crate) fn every_record_is_found(reader: &dyn Reader) {
    for record in RecordKind::ALL.into_iter().flat_map(|kind| records_of(reader, kind)) {
        match record {
            Record::Node(node) => {
                assert_eq!(reader.node(node.id).unwrap().as_ref(), Some(&node));
                if let NodeData::File(file) = node.data {
                    assert_eq!(reader.file(&file.path).unwrap(), Some(file.id));
                }
            }
            Record::Edge(edge) => {
                assert!(reader.node(edge.from).unwrap().is_some() && reader.node(edge.to).unwrap().is_some());
                for (node, direction) in [(edge.from, Direction::Out), (edge.to, Direction::In)] {
                    let found = reader.edges(node, direction, &edge.kind, None, ALL).unwrap().items;
                    assert!(found.contains(&edge), "{edge:?}");
                }
            }
            Record::Chunk(chunk) => {
                let found = reader.chunk(&chunk.path, chunk.byte_start, chunk.byte_end).unwrap().unwrap();
                assert_eq!(Chunk { row: 0, ..found }, chunk);
                let of_file = reader.chunks_of_file(&chunk.path, None, ALL).unwrap().items;
                assert!(of_file.into_iter().any(|found| Chunk { row: 0, ..found } == chunk));
            }
            Record::FileMetrics(metrics) => {
                assert_eq!(reader.file_metrics(&metrics.path).unwrap().as_ref(), Some(&metrics));
                let sorted = reader.files_by(FileColumn::Lines, Order::Descending, None, ALL).unwrap();
                assert!(sorted.items.contains(&metrics));
            }
            Record::SymbolMetrics(metrics) => {
                let sorted = reader.symbols_by(SymbolColumn::Lines, Order::Descending, None, ALL).unwrap();
                assert!(sorted.items.contains(&metrics));
            }
            Record::Ast { file, nodes } => assert_eq!(reader.ast(file).unwrap(), nodes),
            Record::Cfg(cfg) => assert_eq!(reader.cfg(cfg.function).unwrap(), Some(cfg)),
            Record::FileState(wanted) => {
                let mut is_there = false;
                reader
                    .file_states(&mut |state| {
                        is_there = is_there || state == wanted;
                        !is_there
                    })
                    .unwrap();
                assert!(is_there, "{wanted:?}");
            }
            Record::Facts { file, bytes } => assert_eq!(reader.facts(file).unwrap(), Some(bytes)),
            Record::Execution(run) => {
                assert_eq!(reader.execution(&run.execution_id).unwrap().as_ref(), Some(&run));
                let range = run.started_at..run.started_at + 1;
                let by_time = reader.executions_between(range, None, ALL).unwrap().items;
                let by_outcome = reader.executions_ended(&run.outcome, None, ALL).unwrap().items;
                assert!(by_time.contains(&run) && by_outcome.contains(&run));
            }
            Record::Diagnostic { execution_id, diagnostic, .. } => {
                let told = reader.diagnostics(&execution_id, 0, ALL).unwrap().items;
                assert!(told.contains(&diagnostic));
            }
        }
    }
    for symbol in symbols(reader) {
        let lists = [
            reader.symbols_named(&symbol.name, None, ALL).unwrap(),
            reader.symbols_prefixed(&symbol.name, None, ALL).unwrap(),
            reader.symbols_qualified(&symbol.qualified, None, ALL).unwrap(),
            reader.symbols_with_stable_id(&symbol.stable_id, None, ALL).unwrap(),
        ];
        for list in lists {
            assert!(list.items.contains(&symbol), "{symbol:?}");
        }
        assert!(reader.symbol_metrics(&symbol).unwrap().is_some());
        let file = reader.file_of_symbol(symbol.id).unwrap().unwrap();
        let defined = reader.symbols_of_file(file, None, ALL).unwrap().items;
        assert!(defined.iter().any(|(_, found)| *found == symbol));
    }
}
