//! Scans of everything, the counts that are kept beside it, and a check of both.

use std::collections::BTreeSet;

use magellan_tui::model::{Diagnostic, EdgeId, FileRecords, Language, Outcome, Record, RecordKind, Severity};
use magellan_tui::store::{Engine, open};

use crate::contents::{assert_clean, records_of};
use crate::lab::Lab;
use crate::made::{cfg, named, records, run, slot};

/// Files whose ids have another order than their paths, whose edges' ids have another one than their
/// kinds, and whose chunks are not given in order; and runs that complain.
fn mixed(engine: Engine) -> (Lab, Vec<FileRecords>) {
    let mut files = vec![
        records(3, "src/a.rs", 1),
        records(1, "src/b.rs", 3),
        named(2, "src/c.py", &["x", "y", "z"]),
        records(4, "src/d.py", 4),
    ];
    files[0].edges[5].id = EdgeId(slot(3, 0));
    files[1].chunks.reverse();
    let inner = files[1].symbols[1].id;
    files[1].cfgs.push(cfg(inner));
    files[3].ast.clear();
    files[3].metrics.loc = 70;
    let lab = Lab::with(engine, &files);
    let told = |line| Diagnostic {
        path: "src/a.rs".to_owned(),
        line,
        severity: if line == 2 { Severity::Error } else { Severity::Note },
        message: format!("line {line}"),
    };
    for (id, lines) in [("tui-z", [3, 2, 1]), ("tui-a", [1, 2, 3])] {
        lab.change(|writer| {
            writer.begin_run(&run(id, Outcome::Running)).unwrap();
            writer.finish_run(&run(id, Outcome::Partial), Some(&lines.map(told))).unwrap();
        });
    }
    (lab, files)
}

/// All records of these files of a sort, in the order that the contract promises.
fn wanted(files: &[FileRecords], kind: RecordKind) -> Vec<Record> {
    let mut files: Vec<&FileRecords> = files.iter().collect();
    files.sort_by_key(|file| file.file.id);
    let mut found: Vec<Record> = Vec::new();
    for file in files {
        let node = |id, data| Record::Node(magellan_tui::model::Node { id, data });
        use magellan_tui::model::NodeData;
        match kind {
            RecordKind::File => found.push(node(file.file.id, NodeData::File(file.file.clone()))),
            RecordKind::Symbol => found
                .extend(file.symbols.iter().map(|symbol| node(symbol.id, NodeData::Symbol(symbol.clone())))),
            RecordKind::Reference => found.extend(
                file.references.iter().map(|found| node(found.id, NodeData::Reference(found.clone()))),
            ),
            RecordKind::Call => {
                found.extend(file.calls.iter().map(|call| node(call.id, NodeData::Call(call.clone()))));
            }
            RecordKind::Import => found
                .extend(file.imports.iter().map(|import| node(import.id, NodeData::Import(import.clone())))),
            RecordKind::Edge => {
                let mut edges = file.edges.clone();
                edges.sort_by_key(|edge| (edge.from, edge.id));
                found.extend(edges.into_iter().map(Record::Edge));
            }
            RecordKind::Chunk => {
                let mut chunks = file.chunks.clone();
                chunks.sort_by_key(|chunk| (chunk.byte_start, chunk.byte_end));
                found.extend(chunks.into_iter().map(Record::Chunk));
            }
            RecordKind::FileMetrics => found.push(Record::FileMetrics(file.metrics.clone())),
            RecordKind::SymbolMetrics => {
                found.extend(file.symbol_metrics.iter().cloned().map(Record::SymbolMetrics));
            }
            RecordKind::Ast if !file.ast.is_empty() => {
                found.push(Record::Ast { file: file.file.id, nodes: file.ast.clone() });
            }
            RecordKind::Cfg => found.extend(file.cfgs.iter().cloned().map(Record::Cfg)),
            RecordKind::FileState => found.push(Record::FileState(file.state.clone())),
            RecordKind::Facts => {
                found.push(Record::Facts { file: file.file.id, bytes: file.facts.clone() });
            }
            _ => {}
        }
    }
    found
}

pub(crate) fn every_record_is_scanned_in_order(engine: Engine) {
    let (lab, files) = mixed(engine);
    lab.read(|reader| {
        for kind in RecordKind::ALL.into_iter().filter(|kind| *kind < RecordKind::Execution) {
            assert_eq!(records_of(reader, kind), wanted(&files, kind), "{kind:?}");
        }
        let mut runs = reader.executions(None, 10).unwrap().items;
        runs.reverse();
        let found = records_of(reader, RecordKind::Execution);
        assert_eq!(found, runs.into_iter().map(Record::Execution).collect::<Vec<_>>());
        let told: Vec<(String, u64, u32)> = records_of(reader, RecordKind::Diagnostic)
            .into_iter()
            .map(|record| match record {
                Record::Diagnostic { execution_id, seq, diagnostic } => (execution_id, seq, diagnostic.line),
                other => panic!("{other:?}"),
            })
            .collect();
        let of = |id: &str, lines: [u32; 3]| {
            let lines = (0..).zip(lines).map(|(seq, line)| (id.to_owned(), seq, line));
            lines.collect::<Vec<_>>()
        };
        assert_eq!(told, [of("tui-z", [3, 2, 1]), of("tui-a", [1, 2, 3])].concat(), "by the run's row");
    });
}

pub(crate) fn a_scan_stops_when_told(engine: Engine) {
    let (lab, _) = mixed(engine);
    lab.read(|reader| {
        for kind in RecordKind::ALL {
            let all = records_of(reader, kind);
            for count in 1..=all.len() {
                let mut seen = Vec::new();
                reader
                    .records(kind, &mut |record| {
                        seen.push(record);
                        seen.len() < count
                    })
                    .unwrap();
                assert_eq!(seen.len(), count, "{kind:?}");
            }
        }
        let mut states = 0;
        reader
            .file_states(&mut |_| {
                states += 1;
                states < 2
            })
            .unwrap();
        assert_eq!(states, 2);
    });
}

/// Holds the counts against a scan.
pub(crate) fn assert_counted(lab: &Lab) {
    lab.read(|reader| {
        let of = |kind| records_of(reader, kind).len() as u64;
        let counts = reader.counts().unwrap();
        let counted = [
            (counts.files, RecordKind::File),
            (counts.symbols, RecordKind::Symbol),
            (counts.references, RecordKind::Reference),
            (counts.calls, RecordKind::Call),
            (counts.imports, RecordKind::Import),
            (counts.edges, RecordKind::Edge),
            (counts.chunks, RecordKind::Chunk),
            (counts.executions, RecordKind::Execution),
            (counts.file_metrics, RecordKind::FileMetrics),
            (counts.symbol_metrics, RecordKind::SymbolMetrics),
        ];
        for (count, kind) in counted {
            assert_eq!(count, of(kind), "{kind:?}");
        }
        let (mut nodes, mut blocks, mut edges) = (0, 0, 0);
        for record in [RecordKind::Ast, RecordKind::Cfg].into_iter().flat_map(|kind| records_of(reader, kind))
        {
            match record {
                Record::Ast { nodes: found, .. } => nodes += found.len() as u64,
                Record::Cfg(cfg) => {
                    blocks += cfg.blocks.len() as u64;
                    edges += cfg.edges.len() as u64;
                }
                other => panic!("{other:?}"),
            }
        }
        assert_eq!((counts.ast_nodes, counts.cfg_blocks, counts.cfg_edges), (nodes, blocks, edges));
    });
}

pub(crate) fn counts_are_those_of_what_is_there(engine: Engine) {
    let (lab, files) = mixed(engine);
    assert_counted(&lab);
    let mut smaller = files[1].clone();
    smaller.chunks.clear();
    smaller.ast.truncate(1);
    smaller.cfgs.clear();
    lab.change(|writer| {
        writer.put_file(&smaller).unwrap();
        writer.remove_file(files[3].file.id).unwrap();
        writer.remove_file(files[3].file.id).unwrap();
        writer.put_file(&files[2]).unwrap();
        writer.put_file(&files[2]).unwrap();
    });
    assert_counted(&lab);
    lab.change(|writer| files.iter().for_each(|file| writer.remove_file(file.file.id).unwrap()));
    assert_counted(&lab);
    lab.read(|reader| {
        let counts = reader.counts().unwrap();
        let left: Vec<_> = counts.entries().into_iter().filter(|(_, count)| *count > 0).collect();
        assert_eq!(left, [("executions", 3)]);
        assert_eq!(reader.languages().unwrap(), []);
    });
}

pub(crate) fn languages_are_those_of_what_is_there(engine: Engine) {
    let (lab, mut files) = mixed(engine);
    let shares = || {
        lab.read(|reader| {
            let shares = reader.languages().unwrap();
            assert!(shares.is_sorted_by_key(|share| std::cmp::Reverse(share.files)), "most files first");
            shares.iter().map(|share| (share.language, share.files, share.lines)).collect::<BTreeSet<_>>()
        })
    };
    assert_eq!(shares(), [(Language::Rust, 2, 10), (Language::Python, 2, 75)].into());
    files[3].metrics.loc = 7;
    lab.change(|writer| writer.put_file(&files[3]).unwrap());
    assert_eq!(shares(), [(Language::Rust, 2, 10), (Language::Python, 2, 12)].into());
    lab.change(|writer| files[..2].iter().for_each(|file| writer.remove_file(file.file.id).unwrap()));
    assert_eq!(shares(), [(Language::Python, 2, 12)].into());
}

pub(crate) fn a_whole_database_is_clean(engine: Engine) {
    let (lab, files) = mixed(engine);
    let store = open(&lab.path()).unwrap();
    assert_clean(&*store);
    let mut calls = 0;
    store
        .verify(&mut |what, _| {
            assert!(!what.is_empty());
            calls += 1;
            calls < 2
        })
        .unwrap();
    assert_eq!(calls, 2, "it ends when told");
    lab.change(|writer| writer.put_file(&files[2]).unwrap());
    assert_clean(&*store);
    let empty = Lab::new(engine);
    empty.create().unwrap().commit().unwrap();
    assert_clean(&*open(&empty.path()).unwrap());
}
