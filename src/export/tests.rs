//! Golden lines: what one record of every sort looks like.

use super::record::write;
use crate::model::*;

fn line(record: &Record) -> String {
    let mut out = Vec::new();
    write(&mut out, record).unwrap();
    let line = String::from_utf8(out).unwrap();
    assert!(line.starts_with(&format!("{{\"type\":\"{}\",", record.kind().as_str())), "{line}");
    line.strip_suffix('\n').unwrap().to_owned()
}

fn node(id: i64, data: NodeData) -> Record {
    Record::Node(Node { id: NodeId(id), data })
}

const SPAN: Span = Span {
    byte_start: 10,
    byte_end: 20,
    start: Position { line: 2, column: 4 },
    end: Position { line: 3, column: 1 },
};

/// How [`SPAN`] is written.
const PLACE: &str = r#""byte_start":10,"byte_end":20,"start_line":2,"start_col":4,"end_line":3,"end_col":1"#;

fn extra() -> Json {
    Json::from_iter([("z".to_owned(), 1.into()), ("a".to_owned(), "x".into())])
}

#[test]
fn a_file() {
    let file = |hash: &str, last_modified, extra| {
        let path = "src/\u{1b}\u{202e}.rs".to_owned();
        let (id, hash) = (NodeId(i64::MAX), hash.to_owned());
        node(i64::MAX, NodeData::File(File { id, path, hash, last_indexed_at: 7, last_modified, extra }))
    };
    assert_eq!(
        line(&file("0f", 6, extra())),
        concat!(
            r#"{"type":"file","id":9223372036854775807,"path":"src/\u001b\u202e.rs","hash":"0f","#,
            r#""last_indexed_at":7,"last_modified":6,"extra":{"z":1,"a":"x"}}"#
        )
    );
    assert_eq!(
        line(&file("", 0, Json::new())),
        r#"{"type":"file","id":9223372036854775807,"path":"src/\u001b\u202e.rs","last_indexed_at":7}"#
    );
}

#[test]
fn a_symbol() {
    let symbol = |text: &str, extra| {
        let text = || text.to_owned();
        node(
            5,
            NodeData::Symbol(Symbol {
                id: NodeId(5),
                name: "run".to_owned(),
                kind: SymbolKind::Function,
                path: "a.rs".to_owned(),
                qualified: text(),
                canonical: text(),
                display: text(),
                stable_id: text(),
                span: SPAN,
                extra,
            }),
        )
    };
    let full = [
        r#"{"type":"symbol","id":5,"name":"run","kind":"fn","path":"a.rs","qualified":"q","#,
        r#""canonical":"q","display":"q","stable_id":"q","#,
        PLACE,
        r#","extra":{"z":1,"a":"x"}}"#,
    ];
    assert_eq!(line(&symbol("q", extra())), full.concat());
    let bare = [r#"{"type":"symbol","id":5,"name":"run","kind":"fn","path":"a.rs","#, PLACE, "}"];
    assert_eq!(line(&symbol("", Json::new())), bare.concat());
}

#[test]
fn a_reference() {
    let reference = Reference {
        id: NodeId(-1),
        target: "run".to_owned(),
        path: "a.rs".to_owned(),
        span: SPAN,
        extra: extra(),
    };
    let expected = [
        r#"{"type":"reference","id":-1,"target":"run","path":"a.rs","#,
        PLACE,
        r#","extra":{"z":1,"a":"x"}}"#,
    ];
    assert_eq!(line(&node(-1, NodeData::Reference(reference))), expected.concat());
}

#[test]
fn a_call() {
    let call = |text: &str, certainty, candidates: &[&str]| {
        node(
            4,
            NodeData::Call(Call {
                id: NodeId(4),
                path: "a.rs".to_owned(),
                caller: "main".to_owned(),
                callee: "run".to_owned(),
                caller_symbol_id: text.to_owned(),
                callee_symbol_id: text.to_owned(),
                span: SPAN,
                certainty,
                candidates: candidates.iter().map(|&id| id.to_owned()).collect(),
                extra: Json::new(),
            }),
        )
    };
    let full = [
        r#"{"type":"call","id":4,"path":"a.rs","caller":"main","callee":"run","caller_symbol_id":"0f","#,
        r#""callee_symbol_id":"0f","#,
        PLACE,
        r#","resolution":"unique_name","candidates":["1a","1b"]}"#,
    ];
    assert_eq!(line(&call("0f", Some(Certainty::UniqueName), &["1a", "1b"])), full.concat());
    let bare = [r#"{"type":"call","id":4,"path":"a.rs","caller":"main","callee":"run","#, PLACE, "}"];
    assert_eq!(line(&call("", None, &[])), bare.concat());
}

#[test]
fn an_import() {
    let import = Import {
        id: NodeId(3),
        path: "a.rs".to_owned(),
        import_kind: "plain_use".to_owned(),
        import_path: vec!["std".to_owned(), "io".to_owned()],
        imported_names: Vec::new(),
        is_glob: true,
        span: SPAN,
        extra: Json::new(),
    };
    let expected = [
        r#"{"type":"import","id":3,"path":"a.rs","import_kind":"plain_use","import_path":["std","io"],"#,
        r#""imported_names":[],"is_glob":true,"#,
        PLACE,
        "}",
    ];
    assert_eq!(line(&node(3, NodeData::Import(import))), expected.concat());
}

#[test]
fn a_node_of_another_kind() {
    let other = |path: Option<&str>, data: &str| {
        let (kind, name, data) = ("DisplayName".to_owned(), "x".to_owned(), data.to_owned());
        node(2, NodeData::Other { kind, name, path: path.map(str::to_owned), data })
    };
    assert_eq!(
        line(&other(Some("a.rs"), "{ \"b\" : [1.50, null] }")),
        r#"{"type":"node","id":2,"kind":"DisplayName","name":"x","path":"a.rs","data":{"b":[1.5,null]}}"#
    );
    assert_eq!(line(&other(None, "")), r#"{"type":"node","id":2,"kind":"DisplayName","name":"x"}"#);
}

#[test]
fn an_edge() {
    let edge = |data: &str| {
        let (from, to, kind) = (NodeId(1), NodeId(2), EdgeKind::Calls);
        line(&Record::Edge(Edge { id: EdgeId(9), from, to, kind, data: data.to_owned() }))
    };
    assert_eq!(
        edge(r#"{"at": 3}"#),
        r#"{"type":"edge","id":9,"from":1,"to":2,"kind":"CALLS","data":{"at":3}}"#
    );
    assert_eq!(edge(""), r#"{"type":"edge","id":9,"from":1,"to":2,"kind":"CALLS"}"#);
    assert_eq!(edge("{\n"), r#"{"type":"edge","id":9,"from":1,"to":2,"kind":"CALLS","data_text":"{\n"}"#);
    // Deeper than anything that is meant to be read.
    let deep = "[".repeat(10_000);
    assert!(edge(&deep).ends_with(&format!(r#""data_text":"{deep}"}}"#)));
}

#[test]
fn a_chunk() {
    let chunk = |symbol: Option<&str>| {
        line(&Record::Chunk(Chunk {
            row: 77,
            path: "a.rs".to_owned(),
            byte_start: 1,
            byte_end: 3,
            content: "\t\"ö".to_owned(),
            content_hash: "0f".to_owned(),
            symbol_name: symbol.map(str::to_owned),
            symbol_kind: symbol.map(|_| "fn".to_owned()),
            created_at: 7,
        }))
    };
    assert_eq!(
        chunk(Some("run")),
        concat!(
            r#"{"type":"chunk","path":"a.rs","byte_start":1,"byte_end":3,"content":"\t\"ö","#,
            r#""content_hash":"0f","symbol_name":"run","symbol_kind":"fn","created_at":7}"#
        )
    );
    assert!(chunk(None).ends_with(r#""content_hash":"0f","created_at":7}"#));
}

#[test]
fn measures() {
    let (path, name, kind) = ("a.rs".to_owned(), "run".to_owned(), "fn".to_owned());
    let metrics = FileMetrics {
        path: path.clone(),
        symbol_count: 1,
        loc: 2,
        estimated_loc: 2.25,
        fan_in: 3,
        fan_out: 4,
        complexity_score: 0.1,
        last_updated: 7,
    };
    assert_eq!(
        line(&Record::FileMetrics(metrics)),
        concat!(
            r#"{"type":"file_metrics","path":"a.rs","symbol_count":1,"loc":2,"estimated_loc":2.25,"#,
            r#""fan_in":3,"fan_out":4,"complexity_score":0.1,"last_updated":7}"#
        )
    );
    let metrics = SymbolMetrics {
        symbol: NodeId(5),
        name,
        kind,
        path,
        loc: 2,
        estimated_loc: f64::NAN,
        fan_in: 3,
        fan_out: 4,
        cyclomatic_complexity: 6,
        last_updated: 7,
    };
    assert_eq!(
        line(&Record::SymbolMetrics(metrics)),
        concat!(
            r#"{"type":"symbol_metrics","symbol":5,"name":"run","kind":"fn","path":"a.rs","loc":2,"#,
            r#""estimated_loc":null,"fan_in":3,"fan_out":4,"cyclomatic_complexity":6,"last_updated":7}"#
        )
    );
}

#[test]
fn a_syntax_tree() {
    let node = |parent, kind: &str| AstNode { parent, kind: kind.to_owned(), byte_start: 0, byte_end: 9 };
    let nodes = vec![node(None, "mod_item"), node(Some(0), "function_item")];
    assert_eq!(
        line(&Record::Ast { file: NodeId(1), nodes }),
        concat!(
            r#"{"type":"ast","file":1,"nodes":[{"kind":"mod_item","byte_start":0,"byte_end":9},"#,
            r#"{"parent":0,"kind":"function_item","byte_start":0,"byte_end":9}]}"#
        )
    );
}

#[test]
fn control_flow() {
    let block = |text: Option<&str>| CfgBlock {
        kind: "entry".to_owned(),
        terminator: "return".to_owned(),
        span: SPAN,
        hash: text.map(str::to_owned),
        statements: text.map(str::to_owned),
        condition: text.map(str::to_owned),
    };
    let cfg = Cfg {
        function: NodeId(5),
        blocks: vec![block(None), block(Some("x"))],
        edges: vec![CfgEdge { source: 0, target: 1, kind: "true".to_owned() }],
    };
    let expected = [
        r#"{"type":"cfg","function":5,"blocks":[{"kind":"entry","terminator":"return","#,
        PLACE,
        r#"},{"kind":"entry","terminator":"return","#,
        PLACE,
        r#","hash":"x","statements":"x","condition":"x"}],"#,
        r#""edges":[{"source":0,"target":1,"kind":"true"}]}"#,
    ];
    assert_eq!(line(&Record::Cfg(cfg)), expected.concat());
}

#[test]
fn what_an_index_keeps_for_itself() {
    let state = FileState {
        file: NodeId(1),
        path: "a.rs".to_owned(),
        size: 9,
        modified_ns: 6_000_000_000,
        hash: "0f".to_owned(),
        digest: [1; 16],
    };
    assert_eq!(
        line(&Record::FileState(state)),
        concat!(
            r#"{"type":"file_state","file":1,"path":"a.rs","size":9,"modified_ns":6000000000,"#,
            r#""hash":"0f","digest":"01010101010101010101010101010101"}"#
        )
    );
    assert_eq!(
        line(&Record::Facts { file: NodeId(1), bytes: b"abc".to_vec() }),
        concat!(
            r#"{"type":"facts","file":1,"bytes":3,"#,
            r#""blake3":"6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85"}"#
        )
    );
}

#[test]
fn a_run_and_what_it_complained_of() {
    let run = |args: &str, end: Option<i64>| {
        line(&Record::Execution(Execution {
            row: 77,
            execution_id: "tui-1".to_owned(),
            tool_version: "0.1.0".to_owned(),
            args: args.to_owned(),
            root: end.map(|_| "/src".to_owned()),
            db_path: "x.db".to_owned(),
            started_at: 5,
            finished_at: end,
            duration_ms: end,
            outcome: Outcome::Partial,
            error_message: end.map(|_| "why".to_owned()),
            files_indexed: 1,
            symbols_indexed: 2,
            references_indexed: 3,
        }))
    };
    assert_eq!(
        run(r#"["index", "."]"#, Some(6)),
        concat!(
            r#"{"type":"execution","execution_id":"tui-1","tool_version":"0.1.0","args":["index","."],"#,
            r#""root":"/src","db_path":"x.db","started_at":5,"finished_at":6,"duration_ms":6,"#,
            r#""outcome":"partial","error_message":"why","files_indexed":1,"symbols_indexed":2,"#,
            r#""references_indexed":3}"#
        )
    );
    assert_eq!(
        run("index .", None),
        concat!(
            r#"{"type":"execution","execution_id":"tui-1","tool_version":"0.1.0","args_text":"index .","#,
            r#""db_path":"x.db","started_at":5,"outcome":"partial","files_indexed":1,"#,
            r#""symbols_indexed":2,"references_indexed":3}"#
        )
    );
    let diagnostic = Diagnostic {
        path: "a.rs".to_owned(),
        line: 3,
        severity: Severity::Warning,
        message: "odd".to_owned(),
    };
    assert_eq!(
        line(&Record::Diagnostic { execution_id: "tui-1".to_owned(), seq: 0, diagnostic }),
        concat!(
            r#"{"type":"diagnostic","execution_id":"tui-1","seq":0,"path":"a.rs","line":3,"#,
            r#""severity":"warning","message":"odd"}"#
        )
    );
}
