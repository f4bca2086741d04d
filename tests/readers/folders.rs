//! The tree of files, whatever their paths are.

use std::path::Path;

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
