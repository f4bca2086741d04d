//! Namespaces that a file uses whole (`using namespace a;`).

use super::look::{MAX_SCOPES, Wanted};

/// Namespaces that the file uses whole: each is named as it is, or as it stands in one that is used before it.
pub(super) fn used_whole(wanted: &Wanted<'_, '_>) -> Vec<String> {
    let used = wanted.table.imports(wanted.file).filter(|import| import.kind == "using_namespace");
    let mut all: Vec<String> = Vec::new();
    for path in used.map(|import| import.path.join("::")) {
        let inner: Vec<String> = all.iter().map(|outer| format!("{outer}::{path}")).collect();
        for path in std::iter::once(path).chain(inner) {
            if all.len() == MAX_SCOPES {
                return all;
            }
            if !all.contains(&path) {
                all.push(path);
            }
        }
    }
    all
}
