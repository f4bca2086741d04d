//! The tree of files, whatever their paths are.

use std::path::Path;

use magellan_tui::model::NodeId;
use magellan_tui::store::FolderEntry;

use crate::harness::{FIXTURES, change, copy, read};

#[test]
fn folders_are_the_same_with_and_without_an_index_of_names() {
    let (_folder, path) = copy(FIXTURES[1]);
    let extra: String =
        ["a/x.rs", "a.rs", "a-b.rs", "a-b/c/d.rs", "/abs/x.rs", "", "a/", "//", "-/x", "\u{7f}"]
            .iter()
            .map(|name| {
                format!("INSERT INTO graph_entities(kind, name, data) VALUES ('File', '{name}', '{{}}');")
            })
            .collect();
    // Not UTF-8: one that sorts before and one that sorts behind what it is shown as.
    let raw = "INSERT INTO graph_entities(kind, name, data) VALUES ('File', CAST(x'6180' AS TEXT), ''),
               ('File', CAST(x'61FF2F78' AS TEXT), ''), ('File', 7, ''), ('File', x'00', '');";
    let list = |path: &Path| {
        read(path, |reader| {
            ["", "/", "a/", "src/", "src/body/", "tools/almanac/"].map(|folder| {
                let whole = reader.folder(folder, None, 1000).unwrap();
                assert!(!whole.more);
                whole.items
            })
        })
    };
    change(&path, &extra);
    let with = list(&path);
    change(&path, "DROP INDEX idx_entities_kind_name");
    assert_eq!(list(&path), with);
    assert_eq!(with[0].first(), Some(&FolderEntry::Folder { name: String::new() }), "absolute paths");

    change(&path, raw);
    for indexed in [false, true] {
        if indexed {
            change(&path, "CREATE INDEX again ON graph_entities(kind, name)");
        }
        read(&path, |reader| {
            let (mut after, mut pages) = (None::<String>, 0);
            loop {
                let page = reader.folder("", after.as_deref(), 1).unwrap();
                after = page.items.last().map(|entry| entry.name().to_owned()).or(after);
                pages += 1;
                assert!(pages < 100, "pages without end at {after:?}");
                if !page.more {
                    break;
                }
            }
        });
    }
}

/// A file outside the root is held by its absolute path, beside relative ones.
#[test]
fn absolute_and_relative_paths_stand_side_by_side() {
    let (_folder, path) = copy(FIXTURES[1]);
    change(&path, "DELETE FROM graph_entities WHERE kind = 'File'");
    for (id, name) in [
        (1001, "ok/w.rs"),
        (1002, "/etc/passwd"),
        (1003, "//net/x.rs"),
        (1004, "/"),
        (1005, ""),
        (1006, "-a.rs"),
    ] {
        let insert = "INSERT INTO graph_entities(id, kind, name, data)";
        change(&path, &format!("{insert} VALUES ({id}, 'File', '{name}', '{{}}')"));
    }
    let folder = |name: &str| FolderEntry::Folder { name: name.to_owned() };
    let file = |name: &str, id| FolderEntry::File { name: name.to_owned(), id: NodeId(id) };
    let wanted = [
        // The file with the empty path gives way to the folder of absolute ones.
        ("", vec![folder(""), file("-a.rs", 1006), folder("ok")]),
        ("/", vec![folder(""), folder("etc")]),
        ("//", vec![folder("net")]),
        ("/etc/", vec![file("passwd", 1002)]),
        ("ok/", vec![file("w.rs", 1001)]),
        ("etc/", vec![]),
    ];
    for indexed in [true, false] {
        if !indexed {
            change(&path, "DROP INDEX idx_entities_kind_name");
        }
        read(&path, |reader| {
            for (at, wanted) in &wanted {
                let mut found = Vec::new();
                loop {
                    let after = found.last().map(|entry: &FolderEntry| entry.name().to_owned());
                    let page = reader.folder(at, after.as_deref(), 1).unwrap();
                    found.extend(page.items);
                    assert!(found.len() < 10, "pages without end in {at:?}: {found:?}");
                    if !page.more {
                        break;
                    }
                }
                assert_eq!(&found, wanted, "{at:?}, indexed: {indexed}");
                assert_eq!(&reader.folder(at, None, 100).unwrap().items, wanted, "{at:?} at once");
            }
            assert_eq!(reader.file("/etc/passwd").unwrap(), Some(NodeId(1002)));
        });
    }
}

/// The file at `//`, `/` and the empty path, each alone.
#[test]
fn paths_of_slashes_alone_are_listed() {
    for (path_of_file, top, slash) in [("", 1, 0), ("/", 1, 1), ("//", 1, 1)] {
        let (_folder, path) = copy(FIXTURES[1]);
        let insert = "INSERT INTO graph_entities(kind, name, data) VALUES ('File'";
        change(
            &path,
            &format!("DELETE FROM graph_entities WHERE kind = 'File'; {insert}, '{path_of_file}', '')"),
        );
        for _ in [true, false] {
            read(&path, |reader| {
                let names = |folder: &str| {
                    let page = reader.folder(folder, None, 10).unwrap();
                    page.items.iter().map(|entry| entry.name().to_owned()).collect::<Vec<_>>()
                };
                assert_eq!(names(""), vec![""; top], "{path_of_file:?}");
                assert_eq!(names("/"), vec![""; slash], "{path_of_file:?}");
            });
            change(&path, "DROP INDEX IF EXISTS idx_entities_kind_name");
        }
    }
}
