//! Records of a project that nobody wrote: names, texts and proportions as source has them.

use magellan_tui::model::{
    Call, Certainty, Chunk, Edge, EdgeId, EdgeKind, Execution, File, FileMetrics, FileRecords, FileState,
    Import, Json, NodeId, Outcome, Position, Reference, Span, Symbol, SymbolKind, SymbolMetrics,
};
use magellan_tui::store::{Engine, NewDatabase, Writer, create};

/// Symbols, references and calls of a file.
pub(crate) const SYMBOLS: usize = 20;
const USES: i64 = 20;
/// Bytes of a chunk's text.
const TEXT: usize = 200;

const WORDS: [&str; 24] = [
    "read", "write", "node", "edge", "index", "parse", "token", "span", "graph", "store", "open", "close",
    "page", "count", "resolve", "scope", "import", "chunk", "file", "path", "symbol", "name", "state", "run",
];

/// Random enough, and the same each time.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }

    fn text(&mut self, bytes: usize) -> String {
        let mut text = String::with_capacity(bytes + 32);
        while text.len() < bytes {
            text.push_str(self.word());
            text.push_str(["(", "_", ": ", " = ", ");\n    ", ".", " { "][self.below(7)]);
            if self.below(3) == 0 {
                text.push_str(&format!("{:x}", self.next() >> 48));
            }
        }
        text.truncate(bytes);
        text
    }
}

/// The ids of the nodes and edges of a file: sparse, as hashes are.
pub(crate) fn id_of(file: i64, slot: i64) -> i64 {
    ((file * 97 + 13) << 23) | slot
}

pub(crate) fn path_of(file: i64) -> String {
    format!("crates/{}_{}/src/part_{file}.rs", WORDS[(file % 24) as usize], file % 40)
}

fn span_of(from: u64, to: u64) -> Span {
    let line = (from / 40) as u32 + 1;
    Span {
        byte_start: from,
        byte_end: to,
        start: Position { line, column: 4 },
        end: Position { line: line + (to - from) as u32 / 40, column: 1 },
    }
}

/// The `file`-th of `files`. Its uses lead to it and to another file.
pub(crate) fn file(file: i64, files: i64) -> FileRecords {
    let random = &mut Random(file as u64);
    let path = path_of(file);
    let node = |slot| NodeId(id_of(file, slot));
    let mut symbols = Vec::new();
    let mut chunks = Vec::new();
    let mut symbol_metrics = Vec::new();
    let mut edges = Vec::new();
    for at in 0..SYMBOLS as i64 {
        let id = node(1000 + at * 37);
        let name = format!("{}_{}_{}", random.word(), random.word(), random.below(500));
        let span = span_of(at as u64 * 250, at as u64 * 250 + TEXT as u64);
        edges.push((node(0), id, EdgeKind::Defines));
        chunks.push(Chunk {
            row: 0,
            path: path.clone(),
            byte_start: span.byte_start,
            byte_end: span.byte_end,
            content: random.text(TEXT),
            content_hash: (0..4).map(|_| format!("{:016x}", random.next())).collect(),
            symbol_name: Some(name.clone()),
            symbol_kind: Some("fn".to_owned()),
            created_at: 1_700_000_000,
        });
        symbol_metrics.push(SymbolMetrics {
            symbol: id,
            name: name.clone(),
            kind: "fn".to_owned(),
            path: path.clone(),
            loc: 5,
            estimated_loc: 5.0,
            fan_in: random.below(50) as i64,
            fan_out: random.below(20) as i64,
            cyclomatic_complexity: 1 + random.below(30) as i64,
            last_updated: 1_700_000_000,
        });
        symbols.push(Symbol {
            id,
            qualified: format!("part_{file}::{name}"),
            canonical: format!("lab::{path}::Function {name}"),
            display: format!("lab::{name}"),
            stable_id: format!("{:016x}", id.0),
            name,
            kind: SymbolKind::Function,
            path: path.clone(),
            span,
            extra: Json::new(),
        });
    }
    let mut references = Vec::new();
    let mut calls = Vec::new();
    for at in 0..USES {
        let other = (file + (at % 2) * 7) % files;
        let target = NodeId(id_of(other, 1000 + (at % SYMBOLS as i64) * 37));
        let span = span_of(at as u64 * 250 + 20, at as u64 * 250 + 30);
        let (reference, call) = (node(10_000 + at * 91), node(20_000 + at * 91));
        let caller = &symbols[at as usize % SYMBOLS];
        references.push(Reference {
            id: reference,
            target: random.word().to_owned(),
            path: path.clone(),
            span,
            extra: Json::new(),
        });
        calls.push(Call {
            id: call,
            path: path.clone(),
            caller: caller.name.clone(),
            callee: random.word().to_owned(),
            caller_symbol_id: caller.stable_id.clone(),
            callee_symbol_id: format!("{:016x}", target.0),
            span,
            certainty: Some(Certainty::Import),
            candidates: Vec::new(),
            extra: Json::new(),
        });
        edges.push((reference, target, EdgeKind::References));
        edges.push((caller.id, call, EdgeKind::Caller));
        edges.push((call, target, EdgeKind::Calls));
    }
    let imports = (0..4).map(|at| Import {
        id: node(30_000 + at),
        path: path.clone(),
        import_kind: "use_crate".to_owned(),
        import_path: vec!["crate".to_owned(), random.word().to_owned()],
        imported_names: vec![random.word().to_owned()],
        is_glob: false,
        span: span_of(at as u64, at as u64 + 1),
        extra: Json::new(),
    });
    let imports: Vec<Import> = imports.collect();
    edges.extend(imports.iter().map(|import| (node(0), import.id, EdgeKind::Imports)));
    let edges = (1..).zip(edges).map(|(slot, (from, to, kind))| Edge {
        id: EdgeId(id_of(file, slot)),
        from,
        to,
        kind,
        data: String::new(),
    });
    let hash = format!("{:016x}", random.next());
    FileRecords {
        file: File {
            id: node(0),
            path: path.clone(),
            hash: hash.clone(),
            last_indexed_at: 1_700_000_000,
            last_modified: 1_690_000_000,
            extra: Json::new(),
        },
        state: FileState {
            file: node(0),
            path: path.clone(),
            size: 5000,
            modified_ns: 1_690_000_000_000_000_000,
            hash,
            digest: u128::from(random.next()).to_le_bytes(),
        },
        metrics: FileMetrics {
            path,
            symbol_count: SYMBOLS as i64,
            loc: 125,
            estimated_loc: 125.0,
            fan_in: random.below(500) as i64,
            fan_out: random.below(100) as i64,
            complexity_score: random.below(1000) as f64 / 10.0,
            last_updated: 1_700_000_000,
        },
        edges: edges.collect(),
        facts: random.text(1500).into_bytes(),
        ast: Vec::new(),
        cfgs: Vec::new(),
        symbols,
        references,
        calls,
        imports,
        chunks,
        symbol_metrics,
    }
}

/// How many records a file is.
pub(crate) fn records_in(file: &FileRecords) -> usize {
    let nodes = 1 + file.symbols.len() + file.references.len() + file.calls.len() + file.imports.len();
    // With its measures, its state and its facts.
    nodes + file.edges.len() + file.chunks.len() + file.symbol_metrics.len() + 3
}

/// A run, begun or ended.
pub(crate) fn run(number: u64, outcome: Outcome) -> Execution {
    let ended = outcome != Outcome::Running;
    Execution {
        row: 0,
        execution_id: format!("tui-{number:016x}"),
        tool_version: "0.1.0".to_owned(),
        args: r#"["index","."]"#.to_owned(),
        root: Some("/src/lab".to_owned()),
        db_path: "/src/lab/.magellan/tui.db".to_owned(),
        started_at: 1_700_000_000 + number as i64,
        finished_at: ended.then_some(1_700_000_001 + number as i64),
        duration_ms: ended.then_some(1000),
        outcome,
        error_message: None,
        files_indexed: 1,
        symbols_indexed: 2,
        references_indexed: 3,
    }
}

/// Begins a database.
pub(crate) fn begin(path: &std::path::Path, engine: Engine) -> Box<dyn Writer> {
    let new = NewDatabase { root: "/src/lab", project: "lab", created_at: 1_700_000_000 };
    create(path, engine, &new, std::time::Duration::ZERO).unwrap()
}
