//! The bytes of records are as they were first written, and records come back from them.

use proptest::prelude::*;

use super::*;
use crate::model::{
    AstNode, Call, Certainty, Cfg, CfgBlock, CfgEdge, Chunk, Diagnostic, Edge, EdgeId, EdgeKind, Execution,
    File, FileMetrics, FileState, Import, Json, Node, NodeData, NodeId, Outcome, Position, Record, Reference,
    Severity, Span, Symbol, SymbolKind, SymbolMetrics,
};

fn span() -> Span {
    Span {
        byte_start: 10,
        byte_end: 300,
        start: Position { line: 2, column: 4 },
        end: Position { line: 9, column: 1 },
    }
}

fn node(data: NodeData) -> Record {
    Record::Node(Node { id: NodeId(5), data })
}

fn extra() -> Json {
    serde_json::from_str(r#"{"z":1,"a":[null]}"#).unwrap()
}

/// One of each sort.
fn records() -> Vec<Record> {
    let (id, path) = (NodeId(5), || "src/a.rs".to_owned());
    vec![
        node(NodeData::File(File {
            id,
            path: path(),
            hash: "00ff".to_owned(),
            last_indexed_at: 7,
            last_modified: -1,
            extra: extra(),
        })),
        node(NodeData::Symbol(Symbol {
            id,
            name: "add".to_owned(),
            kind: SymbolKind::Method,
            path: path(),
            qualified: "G::add".to_owned(),
            canonical: "g::src/a.rs::Method add".to_owned(),
            display: "g::add".to_owned(),
            stable_id: "0000000000000005".to_owned(),
            span: span(),
            extra: Json::new(),
        })),
        node(NodeData::Reference(Reference {
            id,
            target: "G".to_owned(),
            path: path(),
            span: span(),
            extra: Json::new(),
        })),
        node(NodeData::Call(Call {
            id,
            path: path(),
            caller: "main".to_owned(),
            callee: "add".to_owned(),
            caller_symbol_id: "0000000000000006".to_owned(),
            callee_symbol_id: String::new(),
            span: span(),
            certainty: Some(Certainty::Type),
            candidates: vec!["ab".to_owned(), "x".to_owned()],
            extra: Json::new(),
        })),
        node(NodeData::Import(Import {
            id,
            path: path(),
            import_kind: "plain_use".to_owned(),
            import_path: vec!["std".to_owned(), "fmt".to_owned()],
            imported_names: vec!["Debug".to_owned()],
            is_glob: true,
            span: span(),
            extra: Json::new(),
        })),
        node(NodeData::Other {
            kind: "DisplayName".to_owned(),
            name: "n".to_owned(),
            path: None,
            data: "{}".to_owned(),
        }),
        Record::Edge(Edge {
            id: EdgeId(8),
            from: id,
            to: NodeId(-9),
            kind: EdgeKind::Calls,
            data: "{}".to_owned(),
        }),
        Record::Chunk(Chunk {
            row: 0,
            path: path(),
            byte_start: 10,
            byte_end: 13,
            content: "\u{fffd}".to_owned(),
            content_hash: "0102".to_owned(),
            symbol_name: Some("add".to_owned()),
            symbol_kind: None,
            created_at: 1,
        }),
        Record::FileMetrics(FileMetrics {
            path: path(),
            symbol_count: 1,
            loc: 2,
            estimated_loc: 0.5,
            fan_in: 3,
            fan_out: 4,
            complexity_score: 1.5,
            last_updated: 5,
        }),
        Record::SymbolMetrics(SymbolMetrics {
            symbol: id,
            name: "add".to_owned(),
            kind: "method".to_owned(),
            path: path(),
            loc: 2,
            estimated_loc: 0.5,
            fan_in: 3,
            fan_out: 4,
            cyclomatic_complexity: 6,
            last_updated: 5,
        }),
        Record::Ast {
            file: id,
            nodes: vec![AstNode { parent: Some(0), kind: "block".to_owned(), byte_start: 1, byte_end: 2 }],
        },
        Record::Cfg(Cfg {
            function: id,
            blocks: vec![CfgBlock {
                kind: "entry".to_owned(),
                terminator: "return".to_owned(),
                span: span(),
                hash: None,
                statements: Some("s".to_owned()),
                condition: None,
            }],
            edges: vec![CfgEdge { source: 0, target: 1, kind: "back".to_owned() }],
        }),
        Record::FileState(FileState {
            file: id,
            path: path(),
            size: 300,
            modified_ns: -2,
            hash: "0a".to_owned(),
            digest: [9; 16],
        }),
        Record::Facts { file: id, bytes: vec![1, 2, 3] },
        Record::Execution(Execution {
            row: 77,
            execution_id: "tui-1".to_owned(),
            tool_version: "0.1.0".to_owned(),
            args: "[]".to_owned(),
            root: None,
            db_path: "/x".to_owned(),
            started_at: 1,
            finished_at: Some(2),
            duration_ms: Some(3),
            outcome: Outcome::Partial,
            error_message: Some("e".to_owned()),
            files_indexed: 4,
            symbols_indexed: 5,
            references_indexed: 6,
        }),
        Record::Diagnostic {
            execution_id: "tui-1".to_owned(),
            seq: 3,
            diagnostic: Diagnostic {
                path: path(),
                line: 1,
                severity: Severity::Warning,
                message: "m".to_owned(),
            },
        },
    ]
}

fn encoded(record: &Record) -> Encoder {
    let mut encoder = Encoder::default();
    encode_record(&mut encoder, record);
    encoder
}

#[test]
fn bytes_are_as_they_were_first_written() {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let lines: Vec<String> = records()
        .iter()
        .map(|record| {
            let encoder = encoded(record);
            format!("{} {} {:032x}", record.kind().as_str(), hex(encoder.payload()), encoder.digest())
        })
        .collect();
    assert_eq!(lines.join("\n"), include_str!("golden.txt").trim_end());
}

#[test]
fn there_is_one_of_each_sort() {
    let kinds: Vec<RecordKind> = records().iter().map(Record::kind).collect();
    assert_eq!(kinds, RecordKind::ALL);
}

#[test]
fn records_come_back() {
    for record in records() {
        let encoder = encoded(&record);
        let payload = encoder.payload();
        let back = match &record {
            Record::Node(node) => {
                Record::Node(decode_node(node.id, node.path().unwrap_or_default(), payload).unwrap())
            }
            Record::Edge(edge) => Record::Edge(decode::<EdgePayload<'_>>(payload).unwrap().edge(
                edge.id,
                edge.from,
                edge.kind.clone(),
            )),
            Record::Chunk(chunk) => Record::Chunk(decode::<ChunkPayload<'_>>(payload).unwrap().chunk(
                &chunk.path,
                chunk.byte_start,
                chunk.byte_end,
            )),
            Record::FileMetrics(metrics) => {
                Record::FileMetrics(decode::<FileMetricsPayload>(payload).unwrap().metrics(&metrics.path))
            }
            Record::SymbolMetrics(metrics) => Record::SymbolMetrics(
                decode::<SymbolMetricsPayload<'_>>(payload).unwrap().metrics(metrics.symbol, &metrics.path),
            ),
            Record::Ast { file, .. } => Record::Ast { file: *file, nodes: decode(payload).unwrap() },
            Record::Cfg(cfg) => Record::Cfg(decode::<CfgPayload>(payload).unwrap().cfg(cfg.function)),
            Record::FileState(state) => {
                Record::FileState(decode::<StatePayload<'_>>(payload).unwrap().state(state.file, &state.path))
            }
            Record::Facts { file, .. } => Record::Facts { file: *file, bytes: payload.to_vec() },
            Record::Execution(run) => {
                Record::Execution(decode::<ExecutionPayload<'_>>(payload).unwrap().execution(run.row))
            }
            Record::Diagnostic { execution_id, seq, .. } => Record::Diagnostic {
                execution_id: execution_id.clone(),
                seq: *seq,
                diagnostic: decode(payload).unwrap(),
            },
        };
        assert_eq!(back, record);
    }
}

#[test]
fn a_newer_version_and_damage_are_told_apart() {
    for record in records().iter().filter(|record| record.kind() != RecordKind::Facts) {
        let mut payload = encoded(record).payload().to_vec();
        payload[0] = VERSION + 1;
        assert_eq!(decode::<EdgePayload<'_>>(&payload).err(), Some(Undecodable::Version(VERSION + 1)));
    }
    let edge = encoded(&records()[6]);
    for length in 0..edge.payload().len() {
        let cut = &edge.payload()[..length];
        assert_eq!(decode::<EdgePayload<'_>>(cut).err(), Some(Undecodable::Damaged), "{length}");
    }
    let longer = [edge.payload(), b"x"].concat();
    assert_eq!(decode::<EdgePayload<'_>>(&longer).err(), Some(Undecodable::Damaged));
}

#[test]
fn totals_do_not_depend_on_order_and_see_every_change() {
    let sum = |records: &mut dyn Iterator<Item = &Record>| {
        let (mut totals, mut encoder) = (Totals::default(), Encoder::default());
        records.for_each(|record| totals.add_record(record, &mut encoder));
        totals
    };
    let all = records();
    let whole = sum(&mut all.iter());
    assert_eq!(whole, sum(&mut all.iter().rev()));
    for left_out in 0..all.len() {
        let rest =
            sum(&mut all.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, record)| record));
        assert_ne!(rest, whole);
        let one = sum(&mut all[left_out..=left_out].iter());
        let mut back = rest.clone();
        back.add(&one);
        assert_eq!(back, whole);
        back.subtract(&one);
        assert_eq!(back, rest);
    }
}

proptest! {
    #[test]
    fn bytes_of_anybody_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let versioned = [&[VERSION], bytes.as_slice()].concat();
        let _ = decode_node(NodeId(1), "p", &versioned);
        let _ = symbol_names(&versioned);
        let _ = decode::<CfgPayload>(&versioned);
        let _ = decode::<Vec<AstNode>>(&versioned);
        let _ = decode::<ExecutionPayload<'_>>(&versioned);
        let _ = decode::<Totals>(&versioned);
    }
}
