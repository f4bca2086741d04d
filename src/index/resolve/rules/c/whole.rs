//! Namespaces that a file uses whole (`using namespace a;`).

use super::look::{MAX_SCOPES, Wanted};
use crate::index::resolve::names::Name;
use crate::model::SymbolKind;

/// Namespaces that the file uses whole: each is named as it is, or as it stands in one that is used before it. Of one that the
/// project opens nowhere by that name its outer ones may be opened by a macro (`LIB_BEGIN namespace inner {`): then it goes by
/// less of its name.
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
    let shorter: Vec<String> = all.iter().filter_map(|path| opened_by_macro(wanted, path)).collect();
    all.extend(shorter.into_iter().take(MAX_SCOPES - all.len()));
    all
}

/// What is left of the name of a namespace without the outermost one, if no text opens it by its whole name.
fn opened_by_macro(wanted: &Wanted<'_, '_>, path: &str) -> Option<String> {
    let (outer, name) = path.rsplit_once("::")?;
    let (first, rest) = path.split_once("::")?;
    if first == "std" {
        return None;
    }
    let table = wanted.table;
    let whole = table.globals(Name::of(path)).chain(table.scoped(Name::of(name).in_scope(outer)));
    let mut known = whole.filter_map(|entry| table.fact(entry.target()));
    let is_open = known.any(|fact| fact.kind == SymbolKind::Namespace && fact.qualified == path);
    (!is_open).then(|| rest.to_owned())
}
