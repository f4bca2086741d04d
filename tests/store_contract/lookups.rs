//! What is found by a name, an id or a file.

use magellan_tui::model::{AstNode, Chunk, NodeId, Symbol};
use magellan_tui::store::Engine;

use crate::lab::{Lab, in_pages};
use crate::made::{ast, cfg, named, project, records, slot};

/// Names that a look-up could take for something else.
const NAMES: [&str; 22] = [
    "a",
    "ab",
    "ab",
    "abc",
    "aB",
    "Ab",
    "a%c",
    "a_c",
    "a*",
    "a\u{0}",
    "a\u{0}b",
    "a\u{1}",
    "a'b",
    "a\"b",
    "b",
    "",
    "é",
    "è",
    "\u{10FFFF}",
    "\u{10FFFF}\u{10FFFF}a",
    "r#type",
    " ",
];

pub(crate) fn symbols_are_found_by_the_beginning_of_their_name(engine: Engine) {
    let long = ["x".repeat(4096), "x".repeat(4097)];
    let mut names = NAMES.to_vec();
    names.extend(long.iter().map(String::as_str));
    let files = [named(2, "a.rs", &names), named(1, "b.rs", &["abc", "ab", "b", "x"])];
    let lab = Lab::with(engine, &files);
    let mut all: Vec<Symbol> = files.iter().flat_map(|file| file.symbols.clone()).collect();
    all.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    lab.read(|reader| {
        let prefixes =
            ["", "a", "ab", "A", "a%", "a_", "a\u{0}", "\u{10FFFF}", "é", "abcd", "b", "*", &long[0]];
        for prefix in prefixes {
            let wanted: Vec<_> = all.iter().filter(|symbol| symbol.name.starts_with(prefix)).collect();
            for limit in [1, 2, 1000] {
                let found = in_pages(
                    limit,
                    |symbol: &Symbol| (symbol.name.clone(), symbol.id),
                    |after| {
                        let after = after.as_ref().map(|(name, id)| (name.as_str(), *id));
                        reader.symbols_prefixed(prefix, after, limit).unwrap()
                    },
                );
                assert_eq!(found.iter().collect::<Vec<_>>(), wanted, "{prefix:?} in pages of {limit}");
            }
        }
        for name in NAMES {
            let wanted = all.iter().filter(|symbol| symbol.name == name).cloned().collect::<Vec<_>>();
            assert_eq!(reader.symbols_named(name, None, 100).unwrap().items, wanted, "just {name:?}");
        }
        let gone = Some(("ab", NodeId(i64::MAX)));
        let first = reader.symbols_prefixed("a", gone, 1).unwrap().items;
        assert_eq!(first[0].name, "abc", "behind a name and id that nobody has");
    });
    lab.change(|writer| writer.remove_file(files[1].file.id).unwrap());
    lab.read(|reader| {
        let left = reader.symbols_prefixed("ab", None, 100).unwrap().items;
        assert_eq!(left.iter().map(|symbol| symbol.name.as_str()).collect::<Vec<_>>(), ["ab", "ab", "abc"]);
        assert!(left.iter().all(|symbol| symbol.path == "a.rs"));
    });
}

pub(crate) fn symbols_are_found_by_their_qualified_name(engine: Engine) {
    let mut files = project(4);
    files[3].symbols[0].qualified = "Scope::outer::deep\u{0}".to_owned();
    files[2].symbols[0].qualified.clear();
    let lab = Lab::with(engine, &files);
    lab.read(|reader| {
        for limit in [1, 2, 100] {
            let found = |name| {
                in_pages(
                    limit,
                    |symbol: &Symbol| symbol.id,
                    |after| reader.symbols_qualified(name, after, limit).unwrap(),
                )
            };
            assert_eq!(found("Scope::outer"), [files[0].symbols[0].clone(), files[1].symbols[0].clone()]);
            assert_eq!(found("Scope::outer::deep\u{0}"), [files[3].symbols[0].clone()]);
            for nobody in ["scope::outer", "Scope::", "outer", "Scope::outer::deep", "%"] {
                assert_eq!(found(nobody), [], "{nobody}");
            }
        }
    });
    files[0].symbols[0].qualified = "Other::outer".to_owned();
    lab.change(|writer| writer.put_file(&files[0]).unwrap());
    lab.read(|reader| {
        let found = |name| reader.symbols_qualified(name, None, 100).unwrap().items;
        assert_eq!(found("Scope::outer"), [files[1].symbols[0].clone()], "the old name is gone");
        assert_eq!(found("Other::outer"), [files[0].symbols[0].clone()]);
    });
}

pub(crate) fn symbols_are_found_by_their_stable_id(engine: Engine) {
    let mut files = project(3);
    // Not the id of its node: what Magellan gives a symbol. In a SQLite file of our own all are.
    let foreign = "0123456789abcdef0123456789abcdef".to_owned();
    if engine == Engine::Fjall {
        files[2].symbols[1].stable_id = foreign;
    }
    let lab = Lab::with(engine, &files);
    lab.read(|reader| {
        let found = |id: &str| reader.symbols_with_stable_id(id, None, 10).unwrap();
        for symbol in files.iter().flat_map(|file| &file.symbols) {
            let page = found(&symbol.stable_id);
            assert_eq!((page.items, page.more), (vec![symbol.clone()], false));
            let behind = reader.symbols_with_stable_id(&symbol.stable_id, Some(symbol.id), 10).unwrap();
            assert_eq!(behind.items, []);
        }
        // A node that is no symbol, one that is nowhere, and what looks like an id.
        let (call, none) = (format!("{:016x}", slot(1, 4)), format!("{:016x}", slot(1, 99)));
        for nobody in [call.as_str(), &none, "", "800001", "+000000000800001", "outer"] {
            assert_eq!(found(nobody).items, [], "{nobody:?}");
        }
        if engine == Engine::Fjall {
            assert_eq!(found(&format!("{:016x}", files[2].symbols[1].id.0)).items, [], "it has another one");
        }
    });
}

pub(crate) fn chunks_of_a_file_are_listed_by_their_span(engine: Engine) {
    let mut files = project(2);
    let model = files[0].chunks[0].clone();
    let spans = [(0, 300), (0, 9), (255, 256), (256, 257), (5, 300), (65_536, 70_000), (300, 300)];
    files[0].chunks = spans
        .map(|(byte_start, byte_end)| Chunk {
            byte_start,
            byte_end,
            content: format!("{byte_start} to {byte_end}: \u{0} ünd more"),
            symbol_name: None,
            symbol_kind: None,
            ..model.clone()
        })
        .to_vec();
    let lab = Lab::with(engine, &files);
    let mut wanted = files[0].chunks.clone();
    wanted.sort_by_key(|chunk| (chunk.byte_start, chunk.byte_end));
    lab.read(|reader| {
        for limit in [1, 3, 100] {
            let found = in_pages(
                limit,
                |chunk: &Chunk| (chunk.byte_start, chunk.byte_end),
                |after| reader.chunks_of_file("src/f01.rs", after, limit).unwrap(),
            );
            let found: Vec<_> = found.into_iter().map(|chunk| Chunk { row: 0, ..chunk }).collect();
            assert_eq!(found, wanted, "pages of {limit}");
        }
        let behind = reader.chunks_of_file("src/f01.rs", Some((0, 100)), 1).unwrap();
        assert_eq!((behind.items[0].byte_start, behind.items[0].byte_end), (0, 300), "a span nobody has");
        for nobody in ["src/f0", "src/f01.rs/", "", "src/f03.rs"] {
            assert_eq!(reader.chunks_of_file(nobody, None, 10).unwrap().items, [], "{nobody:?}");
        }
        assert_eq!(reader.chunk("src/f01.rs", 0, 299).unwrap(), None);
    });
}

pub(crate) fn syntax_trees_and_control_flow_are_read_back(engine: Engine) {
    let mut files = project(3);
    files[1].ast.clear();
    files[1].cfgs.clear();
    files[2].ast =
        (0..3000).map(|at| AstNode { parent: u32::checked_sub(at, 1), ..ast()[0].clone() }).collect();
    files[2].cfgs.push(cfg(NodeId(slot(3, 2))));
    let lab = Lab::with(engine, &files);
    let check = |files: &[magellan_tui::model::FileRecords]| {
        lab.read(|reader| {
            for file in files {
                assert_eq!(reader.ast(file.file.id).unwrap(), file.ast, "{}", file.file.path);
                for symbol in &file.symbols {
                    let wanted = file.cfgs.iter().find(|cfg| cfg.function == symbol.id);
                    assert_eq!(reader.cfg(symbol.id).unwrap().as_ref(), wanted, "{:?}", symbol.id);
                }
            }
            let counts = reader.counts().unwrap();
            let sum = |of: fn(&magellan_tui::model::FileRecords) -> usize| -> u64 {
                files.iter().map(|file| of(file) as u64).sum()
            };
            assert_eq!(counts.ast_nodes, sum(|file| file.ast.len()));
            assert_eq!(counts.cfg_blocks, sum(|file| file.cfgs.iter().map(|cfg| cfg.blocks.len()).sum()));
            assert_eq!(counts.cfg_edges, sum(|file| file.cfgs.iter().map(|cfg| cfg.edges.len()).sum()));
            assert_eq!(reader.ast(NodeId(slot(9, 0))).unwrap(), []);
        });
    };
    check(&files);
    // Each takes the form of another one: what was longer must not shine through.
    files[2].ast.truncate(2);
    files[2].cfgs.truncate(1);
    files[2].cfgs[0].blocks.truncate(1);
    files[0].ast.clear();
    files[0].cfgs.clear();
    let full = records(2, "src/f02.rs", 2);
    (files[1].ast, files[1].cfgs) = (full.ast, full.cfgs);
    lab.change(|writer| files.iter().for_each(|file| writer.put_file(file).unwrap()));
    check(&files);
}
