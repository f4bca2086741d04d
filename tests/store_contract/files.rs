//! What is put of a file is read back, replaced and removed whole.

use magellan_tui::model::{Direction, EdgeId, EdgeKind, Language, NodeId, NodeKind, SymbolKind};
use magellan_tui::store::{Engine, Origin, Reader, identify, open};

use crate::contents::assert_clean;
use crate::lab::{Lab, assert_holds, states};
use crate::made::{named, project, records, slot, span};
use crate::scans::assert_counted;

pub(crate) fn everything_is_read_back_as_it_was_put(engine: Engine) {
    let files = project(3);
    let lab = Lab::with(engine, &files);
    assert_eq!(identify(&lab.path()).unwrap(), magellan_tui::store::Found::Database(engine));
    lab.read(|reader| {
        files.iter().for_each(|file| assert_holds(reader, file));
        let meta = reader.meta().unwrap();
        assert_eq!((meta.engine, meta.origin, meta.schema_version), (engine, Origin::Own, 21));
        assert_eq!((meta.root.as_deref(), meta.project.as_deref()), (Some("/src/lab"), Some("lab")));
        assert_eq!((meta.created_at, meta.tool_version.as_deref()), (Some(1_700_000_000), Some("0.1.0")));
        let counts = reader.counts().unwrap();
        assert_eq!((counts.files, counts.symbols, counts.references), (3, 6, 3));
        assert_eq!((counts.calls, counts.imports, counts.edges), (3, 3, 18));
        assert_eq!((counts.chunks, counts.executions), (6, 1));
        assert_eq!((counts.file_metrics, counts.symbol_metrics), (3, 6));
        assert_eq!(reader.count_nodes(&NodeKind::Call).unwrap(), 3);
        assert_eq!(reader.count_nodes(&NodeKind::Other("Nothing".to_owned())).unwrap(), 0);
        let shares = reader.languages().unwrap();
        assert_eq!(
            (shares.len(), shares[0].language, shares[0].files, shares[0].lines),
            (1, Language::Rust, 3, 15)
        );
        for path in ["src/f02.rs", "/src/lab/src/f02.rs"] {
            assert_eq!(reader.file(path).unwrap(), Some(files[1].file.id), "{path}");
        }
        assert_eq!(reader.file("src/f0").unwrap(), None);
        assert_eq!(reader.node(NodeId(1)).unwrap(), None);
    });
}

pub(crate) fn a_file_is_replaced_whole(engine: Engine) {
    let files = project(3);
    let lab = Lab::with(engine, &files);
    let mut new = files[1].clone();
    let gone = new.symbols.remove(1);
    new.chunks.remove(1);
    new.symbol_metrics.remove(1);
    new.edges.retain(|edge| edge.to != gone.id);
    new.symbols[0].name = "renamed".to_owned();
    new.symbol_metrics[0].name = "renamed".to_owned();
    new.facts = vec![1];
    new.state.digest = [1; 16];
    lab.change(|writer| writer.put_file(&new).unwrap());
    lab.read(|reader| {
        [&files[0], &new, &files[2]].into_iter().for_each(|file| assert_holds(reader, file));
        assert_eq!(reader.node(gone.id).unwrap(), None);
        assert_eq!(reader.chunk(&gone.path, gone.span.byte_start, gone.span.byte_end).unwrap(), None);
        assert_eq!(reader.symbol_metrics(&gone).unwrap(), None);
        assert_eq!(reader.symbol_metrics(&files[1].symbols[0]).unwrap(), None, "the old name's measures");
        let counts = reader.counts().unwrap();
        assert_eq!((counts.files, counts.symbols, counts.edges, counts.chunks), (3, 5, 17, 5));
        assert_eq!((counts.file_metrics, counts.symbol_metrics), (3, 5));
    });
}

pub(crate) fn a_file_is_removed_whole(engine: Engine) {
    let files = project(3);
    let lab = Lab::with(engine, &files);
    lab.change(|writer| writer.remove_file(files[1].file.id).unwrap());
    lab.read(|reader| {
        assert_holds(reader, &files[0]);
        assert_holds(reader, &files[2]);
        let of_file = |id: NodeId| id.0 >> 23 == 2;
        let mut ids = Vec::new();
        reader
            .names(&mut |row| {
                ids.push(row.id);
                true
            })
            .unwrap();
        assert!(!ids.is_empty() && !ids.iter().any(|id| of_file(*id)));
        assert_eq!(reader.file("src/f02.rs").unwrap(), None);
        assert_eq!(reader.facts(files[1].file.id).unwrap(), None);
        assert_eq!(reader.file_metrics("src/f02.rs").unwrap(), None);
        assert_eq!(states(reader).len(), 2);
        let counts = reader.counts().unwrap();
        assert_eq!((counts.files, counts.symbols, counts.edges, counts.chunks), (2, 4, 12, 4));
        assert_eq!((counts.file_metrics, counts.symbol_metrics), (2, 4));
    });
}

pub(crate) fn times_alone_can_be_updated(engine: Engine) {
    let mut file = project(1).remove(0);
    let lab = Lab::with(engine, std::slice::from_ref(&file));
    file.state.modified_ns = 8_999_999_999;
    file.state.size = 101;
    file.file.last_modified = 8;
    lab.change(|writer| writer.put_state(&file.state).unwrap());
    lab.read(|reader| assert_holds(reader, &file));
}

pub(crate) fn what_leads_away_is_found_by_its_place(engine: Engine) {
    let files = project(2);
    let lab = Lab::with(engine, &files);
    lab.read(|reader| {
        let at = |offset| {
            let file = &files[0].file;
            reader.targets_at(file.id, &file.path, Some(files[0].symbols[0].id), offset).unwrap()
        };
        assert_eq!(at(50), [NodeId(slot(2, 2))]);
        assert_eq!(at(54), [NodeId(slot(2, 2))]);
        assert_eq!(at(55), []);
        assert_eq!(at(60), [NodeId(slot(2, 1))]);
        assert_eq!(at(0), [], "an import leads nowhere");
    });
}

/// What is put again is compared with what is there, row by row: nothing of before may stay.
pub(crate) fn a_file_put_over_another_form_of_itself_is_as_if_put_alone(engine: Engine) {
    let files = project(2);
    let lab = Lab::with(engine, &files);
    let mut new = records(1, "src/f01.rs", 1);
    new.symbols[0].kind = SymbolKind::Method;
    new.symbols[1].span = span(21, 41);
    new.edges[1].data = r#"{"other":1}"#.to_owned();
    new.edges[2].to = NodeId(slot(2, 1));
    new.edges[4].id = EdgeId(slot(1, 77));
    new.imports.clear();
    new.edges.retain(|edge| edge.kind != EdgeKind::Imports);
    new.calls[0].callee = "inner".to_owned();
    lab.change(|writer| writer.put_file(&new).unwrap());
    let alone = Lab::with(engine, &[new.clone(), files[1].clone()]);
    let everything = |lab: &Lab| {
        lab.read(|reader| {
            assert_holds(reader, &new);
            assert_holds(reader, &files[1]);
            let nodes: Vec<_> = (0..9).map(|number| reader.node(NodeId(slot(1, number))).unwrap()).collect();
            let mut edges = Vec::new();
            for node in (0..9).flat_map(|number| [slot(1, number), slot(2, number)]) {
                for kind in [
                    EdgeKind::Defines,
                    EdgeKind::References,
                    EdgeKind::Caller,
                    EdgeKind::Calls,
                    EdgeKind::Imports,
                ] {
                    edges.extend(reader.edges(NodeId(node), Direction::In, &kind, None, 99).unwrap().items);
                }
            }
            (nodes, edges, reader.counts().unwrap())
        })
    };
    let (found, wanted) = (everything(&lab), everything(&alone));
    assert_eq!((found.0, found.1), (wanted.0, wanted.1));
    assert_eq!(found.2, wanted.2);
}

/// Its records and its texts go to the disk in many pieces.
pub(crate) fn a_huge_file_is_as_whole_as_others(engine: Engine) {
    let names: Vec<String> = (0..15_000).map(|at| format!("name{:05}", at * 7919 % 15_000)).collect();
    let mut huge = named(2, "src/f02.rs", &names.iter().map(String::as_str).collect::<Vec<_>>());
    huge.chunks.iter_mut().for_each(|chunk| chunk.content = "text ".repeat(60));
    let files = [records(1, "src/f01.rs", 2), huge.clone(), records(3, "src/f03.rs", 2)];
    let lab = Lab::with(engine, &files);
    let check = || {
        let read = |reader: &dyn Reader| reader.file_records(huge.file.id).unwrap().unwrap();
        let found = lab.read(read);
        assert!(found.symbols == huge.symbols && found.symbol_metrics == huge.symbol_metrics);
        assert!(
            found
                .chunks
                .iter()
                .map(|chunk| &chunk.content)
                .eq(huge.chunks.iter().map(|chunk| &chunk.content))
        );
        lab.read(|reader| [&files[0], &files[2]].into_iter().for_each(|file| assert_holds(reader, file)));
        assert_counted(&lab);
        assert_clean(&*open(&lab.path()).unwrap());
    };
    check();
    lab.change(|writer| writer.put_file(&records(2, "src/f02.rs", 1)).unwrap());
    lab.change(|writer| writer.put_file(&huge).unwrap());
    check();
}
