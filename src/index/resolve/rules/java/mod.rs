//! Java: packages, imports, and members that are seen by their bare names.

pub(in crate::index::resolve) mod library;
pub(in crate::index::resolve) mod names;

use super::{Pass, Rules};
use crate::index::packages::Packages;
use crate::index::resolve::directory::ModulePath;
use crate::index::resolve::lookup::Search;
use crate::index::resolve::place::{Found, Place, UseWant, Want};
use crate::index::resolve::table::{Binding, Table, is_type};
use crate::index::{ImportFact, SymbolFact};
use crate::model::{Language, SymbolKind};

/// Java's rules.
pub(super) struct Java;

/// The package that every file imports.
const LANGUAGE_PACKAGE: &str = "java/lang";

impl Rules for Java {
    fn module_of(&self, _: &str, module: &[String], _: &Packages) -> ModulePath {
        ModulePath { root: String::new(), parts: module.join("/") }
    }

    fn sees(&self, _: &SymbolFact, _: bool) -> bool {
        true
    }

    /// What a file says of its package is no name in it.
    fn gives(&self, symbol: &SymbolFact, _: bool) -> bool {
        symbol.kind != SymbolKind::Module
    }

    /// Methods have names of their own.
    fn is_bare_kind(&self, kind: &SymbolKind) -> bool {
        !matches!(kind, SymbolKind::Function | SymbolKind::Method | SymbolKind::Module)
    }

    fn has_packages(&self) -> bool {
        true
    }

    fn has_overloads(&self) -> bool {
        true
    }

    fn has_library(&self) -> bool {
        true
    }

    fn has_implicit_this(&self) -> bool {
        true
    }

    /// The package, then what is imported with everything else, then the language's own package; last, a name
    /// may begin that of a package.
    fn around(&self, search: &mut Search<'_, '_>, file: u32, name: &str, want: Want) -> Found {
        let table = search.table;
        let found = table.in_package(file, name, want, file);
        if found != Found::Nothing {
            return found;
        }
        for import in table.all_globs(file) {
            let Found::Places(places) = dotted(search, &import.path, Want::Path) else { continue };
            for place in places {
                let found = brought(table, file, import, search.step(place, name, want));
                if found != Found::Nothing {
                    return found;
                }
            }
        }
        let language = table.package(Language::Java, LANGUAGE_PACKAGE);
        let found = language.map_or(Found::Nothing, |package| search.step(package, name, want));
        if found != Found::Nothing || !matches!(want, Want::Path | Want::Use(UseWant::Bare)) {
            return found;
        }
        Found::of(table.package(Language::Java, name).into_iter().collect())
    }

    fn imported(
        &self,
        search: &mut Search<'_, '_>,
        file: u32,
        import: &ImportFact,
        binding: Binding,
        want: Want,
    ) -> Found {
        let Some(name) = binding.name.and_then(|name| import.names.get(name as usize)) else {
            return Found::Nothing;
        };
        let Found::Places(places) = dotted(search, &import.path, Want::Path) else { return Found::External };
        for place in places {
            let found = brought(search.table, file, import, search.step(place, &name.name, want));
            if found != Found::Nothing {
                return found;
            }
        }
        Found::External
    }

    fn globbed(&self, _: &mut Search<'_, '_>, _: u32, _: &ImportFact) -> Found {
        Found::Nothing
    }

    fn is_callable(&self, kind: &SymbolKind) -> bool {
        matches!(
            kind,
            SymbolKind::Function
                | SymbolKind::Method
                | SymbolKind::Class
                | SymbolKind::Enum
                | SymbolKind::Trait
        )
    }

    /// Every name is bound in the text, or in a type that we may not see.
    fn guesses(&self, _: Want, is_member: bool) -> bool {
        is_member
    }

    fn passes(&self, method: &str) -> Option<Pass> {
        match method {
            "iterator" | "listIterator" | "stream" | "parallelStream" | "filter" | "sorted" | "limit"
            | "skip" | "distinct" | "peek" | "values" | "subList" | "toList" | "clone" | "reversed"
            | "descendingIterator" | "headSet" | "tailSet" | "subSet" | "headMap" | "tailMap" | "subMap"
            | "findFirst" | "findAny" | "or" => Some(Pass::Same),
            "get" | "getOrDefault" | "remove" | "next" | "previous" | "poll" | "pollFirst" | "pollLast"
            | "pop" | "element" | "getFirst" | "getLast" | "removeFirst" | "removeLast" | "peekFirst"
            | "peekLast" | "first" | "last" | "take" | "orElse" | "orElseThrow" | "orElseGet"
            | "computeIfAbsent" | "putIfAbsent" | "put" | "getValue" | "firstElement" | "lastElement"
            | "getAndSet" | "join" | "call" | "floor" | "ceiling" | "lower" | "higher" => Some(Pass::Element),
            _ => None,
        }
    }

    fn element_members(&self) -> &'static [&'static str] {
        &["iterator"]
    }
}

/// What an import brings into a file of what it leads to: types, or static members; nothing that is private.
fn brought(table: &Table<'_>, file: u32, import: &ImportFact, found: Found) -> Found {
    let Found::Places(mut places) = found else { return found };
    let is_static = import.kind == "static_import";
    places.retain(|place| {
        let fact = place.target().and_then(|target| Some((target, table.fact(target)?)));
        fact.is_none_or(|(target, fact)| {
            let is_open = !fact.flags.is_file_local || target.file == file;
            is_open && (is_type(&fact.kind) || is_static && fact.flags.is_static)
        })
    });
    Found::of(places)
}

/// What a name means that is written from its package on.
fn dotted(search: &mut Search<'_, '_>, parts: &[String], want: Want) -> Found {
    let Some((first, rest)) = parts.split_first() else { return Found::Nothing };
    let table = search.table;
    let mut places: Vec<Place> = table.package(Language::Java, first).into_iter().collect();
    for (at, part) in rest.iter().enumerate() {
        let want = if at + 1 == rest.len() { want } else { Want::Path };
        let mut next = Vec::new();
        for place in places {
            if let Found::Places(found) = search.step(place, part, want) {
                next.extend(found);
            }
        }
        places = next;
    }
    Found::of(places)
}
