use super::*;
use crate::store::{FolderEntry, Page};
use crate::tui::data::tree::{FolderPage, SymbolRow, Unfolded};

fn folder(folder: &str, follows: bool, names: &[&str], more: bool) -> FolderPage {
    let entries = names
        .iter()
        .enumerate()
        .map(|(at, name)| match name.strip_suffix('/') {
            Some(name) => FolderEntry::Folder { name: name.to_owned() },
            None => FolderEntry::File { name: (*name).to_owned(), id: NodeId(at as i64 + 1) },
        })
        .collect();
    FolderPage { folder: folder.to_owned(), follows, entries, more }
}

fn names(tree: &Tree) -> Vec<&str> {
    (0..tree.len()).map(|at| tree.row(at).unwrap().name.as_str()).collect()
}

fn symbols(names: &[(&str, u16)]) -> Page<SymbolRow> {
    let items = names
        .iter()
        .enumerate()
        .map(|(at, (name, depth))| SymbolRow {
            id: NodeId(100 + at as i64),
            name: (*name).to_owned(),
            kind: SymbolKind::Function,
            depth: *depth,
            line: at as u32 + 1,
        })
        .collect();
    Page { items, more: false }
}

#[test]
fn rows_unfold_and_fold() {
    let mut tree = Tree::default();
    tree.put_folder("", folder("", false, &["src/", "build.rs"], false));
    assert_eq!(tree.expand(), Some(Need::Folder("src/".into(), None)));
    tree.put_folder("", folder("src/", false, &["a.rs", "b.rs"], true));
    assert_eq!(names(&tree), ["src", "a.rs", "b.rs", "more \u{2026}", "build.rs"]);
    tree.list.selected = 3;
    assert_eq!(tree.expand(), Some(Need::Folder("src/".into(), Some("b.rs".into()))));
    tree.put_folder("", folder("src/", true, &["c.rs"], false));
    assert_eq!(names(&tree), ["src", "a.rs", "b.rs", "c.rs", "build.rs"]);
    tree.list.selected = 1;
    assert_eq!(tree.expand(), Some(Need::Symbols(NodeId(1))));
    tree.put_symbols(NodeId(1), &symbols(&[("Graph", 0), ("len", 1)]));
    assert_eq!(names(&tree), ["src", "a.rs", "Graph", "len", "b.rs", "c.rs", "build.rs"]);
    tree.list.selected = 3;
    tree.collapse();
    assert_eq!(tree.selected().unwrap().name, "Graph");
    tree.collapse();
    tree.collapse();
    assert_eq!(names(&tree), ["src", "a.rs", "b.rs", "c.rs", "build.rs"]);
}

#[test]
fn a_filter_keeps_what_leads_to_a_match() {
    let mut tree = Tree::default();
    tree.put_folder("", folder("", false, &["src/", "x.rs"], false));
    tree.put_folder("", folder("src/", false, &["a.rs", "b.rs"], false));
    tree.put_symbols(NodeId(1), &symbols(&[("Graph", 0), ("LEN", 1)]));
    tree.set_filter("len");
    assert_eq!(names(&tree), ["src", "a.rs", "Graph", "LEN"]);
    tree.set_filter("");
    assert_eq!(tree.len(), 6);
}

#[test]
fn the_way_to_a_place_is_unfolded_and_the_place_selected() {
    let mut tree = Tree::default();
    tree.put_folder("", folder("", false, &["src/", "x.rs"], false));
    tree.unfold(
        "",
        Unfolded {
            folders: vec![
                folder("", false, &["src/", "x.rs"], false),
                folder("src/", false, &["a.rs", "b.rs"], false),
            ],
            file: NodeId(2),
            symbols: symbols(&[("f", 0)]),
            symbol: Some(NodeId(100)),
        },
    );
    assert_eq!(names(&tree), ["src", "a.rs", "b.rs", "f", "x.rs"]);
    assert_eq!(tree.selected().unwrap().name, "f");
    assert_eq!(tree.place().unwrap().path, "src/b.rs");
}
