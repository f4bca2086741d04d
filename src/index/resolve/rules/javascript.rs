//! JavaScript's and TypeScript's modules: files, with or without their ending, and folders with an `index`.

use super::{Mapped, Pass, Rules};
use crate::index::packages::Packages;
use crate::index::resolve::Target;
use crate::index::resolve::directory::ModulePath;
use crate::index::resolve::lookup::Search;
use crate::index::resolve::names::{Entry, Name, Traits};
use crate::index::resolve::place::{Found, Place, UseWant, Want};
use crate::index::resolve::table::{Binding, Table};
use crate::index::{ImportFact, ImportedName, SymbolFact};
use crate::model::{Language, SymbolKind};

/// The rules of all of JavaScript's dialects, which import each other.
pub(super) struct JavaScript {
    /// Whether its values have types that the text tells.
    pub(super) is_typed: bool,
}

/// What stands for all of a module among the names of an import.
const WHOLE: &str = "*";

/// What stands for what a module *is*, where it is one thing.
const ITSELF: &str = "export=";

/// What a symbol is a member of that a file only puts into what it gives out.
const EXPORTS: &str = "exports";

/// The dialects, those with types first.
const DIALECTS: [Language; 3] = [Language::TypeScript, Language::Tsx, Language::JavaScript];

/// Endings that a path may be written with, and that are no part of a module's name.
const ENDINGS: [&str; 8] = [".js", ".ts", ".jsx", ".tsx", ".mjs", ".cjs", ".mts", ".cts"];

impl Rules for JavaScript {
    fn module_of(&self, path: &str, _: &[String], _: &Packages) -> ModulePath {
        module(without_ending(path))
    }

    /// React's, and what has their shape.
    fn is_component(&self, type_name: &str) -> bool {
        matches!(
            type_name,
            "FC" | "VFC"
                | "FunctionComponent"
                | "ComponentType"
                | "ComponentClass"
                | "Component"
                | "PureComponent"
        )
    }

    fn component_member(&self, name: &str) -> Option<usize> {
        match name {
            "props" => Some(0),
            "state" => Some(1),
            _ => None,
        }
    }

    /// A bare name sees everything around it but members.
    fn sees(&self, _: &SymbolFact, _: bool) -> bool {
        true
    }

    /// What is only put into `exports` has no name in the module itself. What is required is meant before the variable for it.
    fn gives(&self, symbol: &SymbolFact, is_inside: bool) -> bool {
        match symbol.member_of.as_deref() {
            _ if symbol.flags.is_required_module => false,
            None => true,
            Some(EXPORTS) => !is_inside,
            Some(_) => symbol.kind == SymbolKind::Variant,
        }
    }

    fn holds_packages(&self) -> bool {
        true
    }

    /// What a module imports it does not give on, and what it gives on of others it does not see.
    fn binds(&self, import: &ImportFact, is_inside: bool) -> bool {
        match import.kind.as_str() {
            "export" => !is_inside,
            // What a comment gives a name is seen from everywhere.
            "import_alias" | "typedef" => true,
            _ => is_inside,
        }
    }

    /// `x.constructor` is what made `x`, and no member.
    fn is_reached(&self, member: &SymbolFact, _: bool) -> bool {
        member.name != "constructor"
    }

    /// A name in quotes is a module's; others may be of the scope that all files are in.
    fn around(&self, search: &mut Search<'_, '_>, file: u32, name: &str, want: Want) -> Found {
        if !name.starts_with('.') && !name.contains('/') {
            return global(search.table, name, want);
        }
        let parts: Vec<String> = name.split('/').map(str::to_owned).collect();
        // Where types are written apart, they stand for the module.
        let Found::Places(found) = modules(search.table, file, &parts) else { return Found::External };
        Found::Places(found.into_iter().take(1).collect())
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
        if import.kind == "import_alias" {
            let path: Vec<&str> = import.path.iter().chain([&name.name]).map(String::as_str).collect();
            return search.path(file, import.container, &path, want);
        }
        if import.path.is_empty() {
            return search.level_inside(file, import.container, &name.name, want);
        }
        let Found::Places(modules) = modules(search.table, file, &import.path) else {
            return Found::External;
        };
        for module in modules {
            let found = out_of(search, module, import, name, want);
            if found != Found::Nothing {
                return found;
            }
        }
        Found::Nothing
    }

    fn globbed(&self, search: &mut Search<'_, '_>, file: u32, import: &ImportFact) -> Found {
        modules(search.table, file, &import.path)
    }

    fn merges_types(&self) -> bool {
        self.is_typed
    }

    fn is_callable(&self, kind: &SymbolKind) -> bool {
        !matches!(
            kind,
            SymbolKind::Module | SymbolKind::Namespace | SymbolKind::Trait | SymbolKind::TypeAlias
        )
    }

    /// Overloads; and types and values of one name, which are exported as one.
    fn first_stands_for_all(&self) -> bool {
        true
    }

    fn first_of_union_stands_for_all(&self) -> bool {
        true
    }

    /// A name that is not bound is the page's or the machine's own. Where types are written, a value of which
    /// nothing is known is mostly of a type from elsewhere; and properties are called alike in many objects.
    fn guesses(&self, want: Want, is_member: bool) -> bool {
        is_member && !self.is_typed && want == Want::Use(UseWant::Call)
    }

    fn dialects(&self) -> &'static [Language] {
        &DIALECTS
    }

    fn passes(&self, method: &str) -> Option<Pass> {
        match method {
            "filter" | "slice" | "concat" | "reverse" | "sort" | "splice" | "toSorted" | "toReversed"
            | "bind" | "catch" | "finally" => Some(Pass::Same),
            "call" | "apply" => Some(Pass::Called),
            "values" => Some(Pass::Values),
            "keys" => Some(Pass::Keys),
            "entries" => Some(Pass::Entries),
            "find" | "findLast" | "pop" | "shift" | "at" | "get" => Some(Pass::Element),
            _ => None,
        }
    }

    fn maps(&self, method: &str) -> Option<Mapped> {
        match method {
            "map" => Some(Mapped::Each),
            "flatMap" => Some(Mapped::Inner),
            "then" => Some(Mapped::Promised),
            "reduce" | "reduceRight" => Some(Mapped::Like(1)),
            _ => None,
        }
    }

    fn has_any_property(&self, type_name: &str) -> bool {
        type_name == "Record"
    }

    fn holds_pairs(&self, type_name: &str) -> bool {
        matches!(type_name, "Map" | "ReadonlyMap" | "WeakMap")
    }

    fn hands(&self, method: &str, argument: u16, parameter: u16) -> Option<Pass> {
        match (method, argument, parameter) {
            (
                "map" | "forEach" | "filter" | "some" | "every" | "find" | "findIndex" | "findLast"
                | "flatMap",
                0,
                0,
            )
            | ("reduce" | "reduceRight", 0, 1)
            | ("sort" | "toSorted", 0, 0 | 1) => Some(Pass::Element),
            ("then", 0, 0) => Some(Pass::Inside),
            ("reduce" | "reduceRight", 0, 0) => Some(Pass::Argument(1)),
            _ => None,
        }
    }

    fn constructor(&self) -> Option<&'static str> {
        Some("constructor")
    }

    fn keeps_receivers(&self) -> bool {
        true
    }

    fn functions_may_be_classes(&self) -> bool {
        true
    }

    fn is_value(&self, kind: &SymbolKind) -> bool {
        !matches!(kind, SymbolKind::Trait | SymbolKind::TypeAlias)
    }

    fn is_transparent(&self, type_name: &str) -> bool {
        matches!(
            type_name,
            "Readonly" | "Partial" | "Required" | "NonNullable" | "Omit" | "Pick" | "Exclude" | "Extract"
        )
    }

    fn global_object(&self, name: &str) -> Option<&'static str> {
        matches!(name, "window" | "globalThis" | "self").then_some("Window")
    }

    fn element_members(&self) -> &'static [&'static str] {
        &["[Symbol.iterator]"]
    }
}

/// What a name means in the scope that all files are in.
fn global(table: &Table<'_>, name: &str, want: Want) -> Found {
    // Most names that no scope binds are the machine's own: what is not seen by all files is not looked at.
    let all = table.entries(Name::of(name)).filter(|entry| entry.has(Traits::GLOBAL)).map(Entry::target);
    let is_meant = |of: &Target| {
        let rules = table.rules(of.file);
        DIALECTS.contains(&table.language(of.file))
            && table.fact(*of).is_some_and(|fact| fact.name == name && want.fits(rules, &fact.kind))
    };
    Found::of(all.filter(is_meant).map(|of| table.place(of)).collect())
}

/// What a name means that is imported from a module.
fn out_of(
    search: &mut Search<'_, '_>,
    module: Place,
    import: &ImportFact,
    name: &ImportedName,
    want: Want,
) -> Found {
    if name.name == WHOLE {
        if import.kind == "es_import" {
            return Found::Places(vec![module]);
        }
        // What was added to a function stands in the module, where it is the module.
        return match search.step(module, ITSELF, want) {
            Found::Places(mut places) => {
                if places.iter().all(|place| is_function(search.table, *place)) {
                    places.push(module);
                }
                Found::Places(places)
            }
            _ => Found::Places(vec![module]),
        };
    }
    if let Some((of, inner)) = name.name.split_once('.') {
        let Found::Places(places) = search.step(module, of, Want::Use(UseWant::Reference)) else {
            return Found::Nothing;
        };
        let found = places.into_iter().map(|place| search.step(place, inner, want));
        return found.into_iter().find(|found| *found != Found::Nothing).unwrap_or(Found::Nothing);
    }
    if let found @ Found::Places(_) = search.step(module, &name.name, want) {
        return found;
    }
    match search.step(module, ITSELF, if name.name == "default" { want } else { Want::Path }) {
        found if name.name == "default" => match found {
            Found::Places(_) => found,
            _ => Found::Places(vec![module]),
        },
        Found::Places(places) => places
            .into_iter()
            .map(|place| search.step(place, &name.name, want))
            .find(|found| *found != Found::Nothing)
            .unwrap_or(Found::Nothing),
        _ => Found::Nothing,
    }
}

fn is_function(table: &Table<'_>, place: Place) -> bool {
    let fact = place.target().and_then(|target| table.fact(target));
    fact.is_some_and(|fact| fact.kind == SymbolKind::Function)
}

/// The files that a path may mean in a file.
fn modules(table: &Table<'_>, file: u32, path: &[String]) -> Found {
    let Some(here) = table.path(file) else { return Found::External };
    let folder = folder(here);
    let found = match path.first().map(String::as_str) {
        Some("." | "..") => joined(folder, path).and_then(|path| files(table, &path)),
        Some(first) => {
            let places = table.script_places(here, &path.join("/"));
            places
                .iter()
                .find_map(|place| files(table, place))
                .or_else(|| own_sources(table, folder, first, path))
        }
        None => None,
    };
    match found {
        Some(files) => Found::Places(Table::modules_of(&files)),
        None => Found::External,
    }
}

/// `@/a` is no package; it is what projects call their own sources.
fn own_sources(table: &Table<'_>, here: &str, first: &str, path: &[String]) -> Option<Vec<u32>> {
    if !matches!(first, "@" | "~") {
        return None;
    }
    let rest = path.get(1..).unwrap_or_default().join("/");
    above(here).find_map(|folder| {
        files(table, &join(&join(folder, "src"), &rest)).or_else(|| files(table, &join(folder, &rest)))
    })
}

/// The folder itself, and those that it is in.
fn above(start: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(start), |at| (!at.is_empty()).then(|| folder(at)))
}

/// A relative path from a folder; `None` where it leads out of the project.
fn joined(from: &str, path: &[String]) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    for part in path {
        match part.as_str() {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The files that a path without its ending may be, best first.
fn files(table: &Table<'_>, path: &str) -> Option<Vec<u32>> {
    let index = join(path, "index");
    let candidates = [path, without_ending(path), index.as_str()];
    candidates.into_iter().filter(|path| !path.is_empty()).find_map(|path| {
        let module = module(path);
        let of = |language| table.files_of(language, module.clone()).iter();
        let found: Vec<u32> = DIALECTS.into_iter().flat_map(of).copied().collect();
        (!found.is_empty()).then_some(found)
    })
}

fn module(path: &str) -> ModulePath {
    ModulePath { root: String::new(), parts: path.to_owned() }
}

/// A path without what only says which dialect a file is in.
fn without_ending(path: &str) -> &str {
    let stem = ENDINGS.iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path);
    if stem.len() < path.len() { stem.strip_suffix(".d").unwrap_or(stem) } else { stem }
}

fn join(folder: &str, rest: &str) -> String {
    match (folder.is_empty(), rest.is_empty()) {
        (true, _) => rest.to_owned(),
        (_, true) => folder.to_owned(),
        _ => format!("{folder}/{rest}"),
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
