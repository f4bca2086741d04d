//! Records of files as an index makes them.

use magellan_tui::model::{
    AstNode, Call, Certainty, Cfg, CfgBlock, CfgEdge, Chunk, Edge, EdgeId, EdgeKind, Execution, File,
    FileMetrics, FileRecords, FileState, Import, Json, NodeId, Outcome, Position, Reference, Span, Symbol,
    SymbolKind, SymbolMetrics,
};

pub(crate) fn run(id: &str, outcome: Outcome) -> Execution {
    Execution {
        row: 0,
        execution_id: id.to_owned(),
        tool_version: "0.1.0".to_owned(),
        args: r#"["index","."]"#.to_owned(),
        root: Some("/src/lab".to_owned()),
        db_path: "index.db".to_owned(),
        started_at: 100,
        finished_at: (outcome != Outcome::Running).then_some(101),
        duration_ms: (outcome != Outcome::Running).then_some(1000),
        outcome,
        error_message: None,
        files_indexed: 1,
        symbols_indexed: 2,
        references_indexed: 3,
    }
}

/// The id of a node or edge of the `file`-th file, as an index gives them.
pub(crate) fn slot(file: i64, slot: i64) -> i64 {
    file << 23 | slot
}

pub(crate) fn span(from: u64, to: u64) -> Span {
    Span {
        byte_start: from,
        byte_end: to,
        start: Position { line: 1, column: from as u32 },
        end: Position { line: 1, column: to as u32 },
    }
}

/// A file with two symbols `outer` ⊃ `inner` and one use of every kind of the symbols of `target`.
pub(crate) fn records(file: i64, path: &str, target: i64) -> FileRecords {
    let node = |number| NodeId(slot(file, number));
    let symbol = |number, name: &str, kind, span| Symbol {
        id: node(number),
        name: name.to_owned(),
        kind,
        path: path.to_owned(),
        qualified: format!("Scope::{name}"),
        canonical: format!("lab::{path}::Function {name}"),
        display: format!("lab::{name}"),
        stable_id: format!("{:016x}", slot(file, number)),
        span,
        extra: Json::from_iter([("later".to_owned(), "kept".into())]),
    };
    let symbols = vec![
        symbol(1, "outer", SymbolKind::Function, span(10, 90)),
        symbol(2, "inner", SymbolKind::Struct, span(20, 40)),
    ];
    let reference = Reference {
        id: node(3),
        target: "inner".to_owned(),
        path: path.to_owned(),
        span: span(50, 55),
        extra: Json::new(),
    };
    let call = Call {
        id: node(4),
        path: path.to_owned(),
        caller: "outer".to_owned(),
        callee: "outer".to_owned(),
        caller_symbol_id: symbols[0].stable_id.clone(),
        callee_symbol_id: format!("{:016x}", slot(target, 1)),
        span: span(60, 65),
        certainty: Some(Certainty::Import),
        candidates: vec!["a".to_owned(), "b".to_owned()],
        extra: Json::new(),
    };
    let import = Import {
        id: node(5),
        path: path.to_owned(),
        import_kind: "plain_use".to_owned(),
        import_path: vec!["lab".to_owned()],
        imported_names: vec!["outer".to_owned()],
        is_glob: false,
        span: span(0, 9),
        extra: Json::new(),
    };
    let edge = |number, from, to, kind| Edge {
        id: EdgeId(slot(file, number)),
        from: node(from),
        to,
        kind,
        data: String::new(),
    };
    let edges = vec![
        edge(1, 0, node(1), EdgeKind::Defines),
        edge(2, 0, node(2), EdgeKind::Defines),
        edge(3, 3, NodeId(slot(target, 2)), EdgeKind::References),
        edge(4, 1, node(4), EdgeKind::Caller),
        edge(5, 4, NodeId(slot(target, 1)), EdgeKind::Calls),
        edge(6, 0, node(5), EdgeKind::Imports),
    ];
    let chunk = |symbol: &Symbol| Chunk {
        row: 0,
        path: path.to_owned(),
        byte_start: symbol.span.byte_start,
        byte_end: symbol.span.byte_end,
        content: format!("text of {}", symbol.name),
        content_hash: "c0ffee".to_owned(),
        symbol_name: Some(symbol.name.clone()),
        symbol_kind: Some(symbol.kind.label().to_owned()),
        created_at: 7,
    };
    let measure = |symbol: &Symbol| SymbolMetrics {
        symbol: symbol.id,
        name: symbol.name.clone(),
        kind: symbol.kind.label().to_owned(),
        path: path.to_owned(),
        loc: file,
        estimated_loc: 1.5,
        fan_in: 1,
        fan_out: 2,
        cyclomatic_complexity: 3,
        last_updated: 7,
    };
    FileRecords {
        ast: ast(),
        cfgs: vec![cfg(node(1))],
        file: File {
            id: node(0),
            path: path.to_owned(),
            hash: "0f".to_owned(),
            last_indexed_at: 7,
            last_modified: 6,
            extra: Json::new(),
        },
        state: FileState {
            file: node(0),
            path: path.to_owned(),
            size: 100,
            modified_ns: 6_000_000_000,
            hash: "0f".to_owned(),
            digest: [9; 16],
        },
        chunks: symbols.iter().map(chunk).collect(),
        metrics: FileMetrics {
            path: path.to_owned(),
            symbol_count: 2,
            loc: 5,
            estimated_loc: 2.5,
            fan_in: 1,
            fan_out: 1,
            complexity_score: 1.3,
            last_updated: 7,
        },
        symbol_metrics: symbols.iter().map(measure).collect(),
        symbols,
        references: vec![reference],
        calls: vec![call],
        imports: vec![import],
        edges,
        facts: vec![0, 255, 1],
    }
}

/// `count` files whose uses lead to the next one.
pub(crate) fn project(count: i64) -> Vec<FileRecords> {
    (1..=count).map(|file| records(file, &format!("src/f{file:02}.rs"), file % count + 1)).collect()
}

/// A syntax tree of three nodes, two of them side by side.
pub(crate) fn ast() -> Vec<AstNode> {
    let node = |parent, kind: &str, byte_start, byte_end| AstNode {
        parent,
        kind: kind.to_owned(),
        byte_start,
        byte_end,
    };
    vec![
        node(None, "function_item", 10, 90),
        node(Some(0), "struct_item", 20, 40),
        node(Some(0), "call_expression", 60, 65),
    ]
}

/// The control flow of a function: two blocks, of which one says all that a block can.
pub(crate) fn cfg(function: NodeId) -> Cfg {
    let block = |kind: &str, span, condition: Option<&str>| CfgBlock {
        kind: kind.to_owned(),
        terminator: "fallthrough".to_owned(),
        span,
        hash: condition.map(|_| "beef".to_owned()),
        statements: condition.map(|_| r#"["let a = 1;"]"#.to_owned()),
        condition: condition.map(str::to_owned),
    };
    let edge = |source, target, kind: &str| CfgEdge { source, target, kind: kind.to_owned() };
    Cfg {
        function,
        blocks: vec![block("entry", span(10, 40), None), block("if", span(40, 90), Some("a > 0"))],
        edges: vec![edge(0, 1, "true"), edge(1, 0, "back"), edge(1, 9, "return")],
    }
}

/// A file that defines symbols of these names, one after another, and no more.
pub(crate) fn named(file: i64, path: &str, names: &[&str]) -> FileRecords {
    let mut made = records(file, path, file);
    let (symbol, chunk) = (made.symbols.swap_remove(0), made.chunks.swap_remove(0));
    let (metrics, edge) = (made.symbol_metrics.swap_remove(0), made.edges.swap_remove(0));
    made.references.clear();
    made.calls.clear();
    made.imports.clear();
    made.cfgs.clear();
    (made.symbols, made.chunks, made.symbol_metrics, made.edges) = Default::default();
    for (number, &name) in (1..).zip(names) {
        let id = NodeId(slot(file, number));
        let from = number.cast_unsigned() * 100;
        let name = name.to_owned();
        let stable_id = format!("{:016x}", id.0);
        let span = span(from, from + 50);
        made.symbols.push(Symbol { id, name: name.clone(), stable_id, span, ..symbol.clone() });
        made.chunks.push(Chunk { byte_start: from, byte_end: from + 50, ..chunk.clone() });
        made.symbol_metrics.push(SymbolMetrics { symbol: id, name, ..metrics.clone() });
        made.edges.push(Edge { id: EdgeId(id.0), to: id, ..edge.clone() });
    }
    made
}
