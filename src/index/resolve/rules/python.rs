//! What only Python's imports do: packages, relative imports, and which file is which module.

use std::collections::{HashMap, HashSet};

use super::{Pass, Protocol, Rules};
use crate::index::packages::Packages;
use crate::index::resolve::directory::ModulePath;
use crate::index::resolve::lookup::Search;
use crate::index::resolve::place::{Found, Want};
use crate::index::resolve::table::{Binding, ScopeId, Table, is_type};
use crate::index::{ImportFact, SymbolFact};
use crate::model::Language;

/// Python's rules.
pub(super) struct Python;

/// Where a project's modules of Python are.
#[derive(Debug, Default)]
pub(in crate::index::resolve) struct Modules {
    /// By the last part of their path.
    by_last: HashMap<String, Vec<u32>>,
    /// Folders that are packages.
    packages: HashSet<String>,
}

impl Modules {
    /// Adds the next file.
    pub(in crate::index::resolve) fn add(&mut self, file: u32, path: &str) {
        if let Some(last) = last_part(path) {
            self.by_last.entry(last.to_owned()).or_default().push(file);
        }
        if let Some(folder) = package_folder(path) {
            self.packages.insert(folder.to_owned());
        }
    }

    /// Whether a folder is a package.
    pub(in crate::index::resolve) fn is_package(&self, folder: &str) -> bool {
        self.packages.contains(folder)
    }

    /// Modules whose path ends with this part.
    pub(in crate::index::resolve) fn ending(&self, last: &str) -> &[u32] {
        self.by_last.get(last).map_or(&[], Vec::as_slice)
    }
}

impl Rules for Python {
    fn keeps_receivers(&self) -> bool {
        true
    }

    fn has_values_in_paths(&self) -> bool {
        true
    }

    fn module_of(&self, path: &str, _: &[String], _: &Packages) -> ModulePath {
        module_of(path)
    }

    /// What a class binds is seen in its own body, and not from the functions in it.
    fn sees(&self, symbol: &SymbolFact, is_nearest: bool) -> bool {
        is_nearest || !is_type(&symbol.kind)
    }

    fn imported(
        &self,
        search: &mut Search<'_, '_>,
        file: u32,
        import: &ImportFact,
        binding: Binding,
        want: Want,
    ) -> Found {
        imported(search, file, import, binding, want)
    }

    fn globbed(&self, search: &mut Search<'_, '_>, file: u32, import: &ImportFact) -> Found {
        module(search.table, file, &import.path)
    }

    fn child_files<'t>(&self, table: &'t Table<'_>, file: u32, scope: ScopeId, name: &str) -> &'t [u32] {
        if scope.is_some() { &[] } else { child_files(table, file, name) }
    }

    fn has_child_files(&self, table: &Table<'_>, name: &str) -> bool {
        table.has_modules_ending(Language::Python, name)
    }

    /// What is defined more than once has overloads, or is defined under conditions: type checkers take the first
    /// for the definition, and so do we.
    fn first_stands_for_all(&self) -> bool {
        true
    }

    fn has_conditions(&self) -> bool {
        true
    }

    fn assigns_inherited(&self) -> bool {
        true
    }

    fn puts_bases_in_order(&self) -> bool {
        true
    }

    fn unknown_member(&self) -> Option<&'static str> {
        Some("__getattr__")
    }

    fn is_of_class(&self, type_name: &str) -> bool {
        matches!(type_name, "Type" | "type")
    }

    fn maker(&self) -> Option<&'static str> {
        Some("__init__")
    }

    /// Those of the language's own library, and what says likewise that it is one (PEP 681).
    fn is_record(&self, type_name: &str) -> bool {
        matches!(type_name, "NamedTuple" | "TypedDict" | "BaseModel")
    }

    fn call_method(&self) -> Option<&'static str> {
        Some("__call__")
    }

    fn has_type_brackets(&self) -> bool {
        true
    }

    fn variables_may_be_classes(&self) -> bool {
        true
    }

    fn passes(&self, method: &str) -> Option<Pass> {
        match method {
            "copy" | "keys" => Some(Pass::Same),
            "items" => Some(Pass::Pairs),
            "values" => Some(Pass::Seconds),
            "get" | "pop" | "popleft" | "setdefault" | "popitem" => Some(Pass::Element),
            _ => None,
        }
    }

    fn loops_over_first(&self, type_name: &str) -> bool {
        let is_of_pairs =
            type_name.ends_with("Mapping") || type_name.ends_with("Dict") || type_name.ends_with("dict");
        is_of_pairs || type_name.ends_with("Generator")
    }

    fn protocol(&self, of: Protocol) -> &'static [&'static str] {
        match of {
            Protocol::Loop => &["__iter__", "__aiter__", "__getitem__"],
            Protocol::With => &["__enter__", "__aenter__"],
        }
    }

    fn element_members(&self) -> &'static [&'static str] {
        &["__getitem__", "__iter__"]
    }
}

/// A file's module: its path without the ending; a package's `__init__` is the package.
fn module_of(path: &str) -> ModulePath {
    ModulePath { root: String::new(), parts: parts_of(path).to_owned() }
}

fn parts_of(path: &str) -> &str {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    if stem == "__init__" { "" } else { stem.strip_suffix("/__init__").unwrap_or(stem) }
}

/// The last part of a file's module.
pub(in crate::index::resolve) fn last_part(path: &str) -> Option<&str> {
    parts_of(path).rsplit('/').next().filter(|part| !part.is_empty())
}

/// The folder that a file makes a package, if it is an `__init__`.
pub(in crate::index::resolve) fn package_folder(path: &str) -> Option<&str> {
    is_package(path).then(|| parts_of(path))
}

fn is_package(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.starts_with("__init__."))
}

/// What an import binds a name to.
fn imported(
    search: &mut Search<'_, '_>,
    file: u32,
    import: &ImportFact,
    binding: Binding,
    want: Want,
) -> Found {
    let table = search.table;
    if import.kind == "import" {
        // `import a.b` binds `a`, `import a.b as c` binds the whole to `c`.
        let dotted: Vec<String> = match (import.path.is_empty(), import.names.first()) {
            (true, Some(name)) => name.name.split('.').map(str::to_owned).collect(),
            _ => import.path.clone(),
        };
        let bound = if binding.name.is_some() { dotted.len() } else { 1 };
        return module(table, file, dotted.get(..bound).unwrap_or_default());
    }
    let Some(name) = binding.name.and_then(|name| import.names.get(name as usize)) else {
        return Found::Nothing;
    };
    if let Found::Places(modules) = module(table, file, &import.path) {
        for place in modules {
            if let Found::Places(places) = search.step(place, &name.name, want) {
                return Found::Places(places);
            }
        }
    }
    let mut path = import.path.clone();
    path.push(name.name.clone());
    module(table, file, &path)
}

/// The module that `path` names in a file; leading `.` parts count up from the file's package.
fn module(table: &Table<'_>, file: u32, path: &[String]) -> Found {
    let dots = path.iter().take_while(|part| *part == ".").count();
    let names = path.get(dots..).unwrap_or_default().join("/");
    let Some(here) = table.path(file) else { return Found::Nothing };
    let found = if dots > 0 {
        let mut package = folder(here);
        for _ in 1..dots {
            package = folder(package);
        }
        files(table, package, &names)
    } else {
        absolute(table, here, &names)
    };
    match found {
        [] => Found::External,
        files => {
            let mut files = files.to_vec();
            // Stubs are read beside stubs, and what is run beside what is run.
            files.sort_by_key(|file| table.path(*file).is_some_and(is_stub) != is_stub(here));
            Found::Places(Table::modules_of(&files))
        }
    }
}

fn is_stub(path: &str) -> bool {
    path.ends_with(".pyi")
}

/// An absolute import is looked for where Python's path may begin: in the nearest folder above the file
/// that is no package, and in those above that; else wherever the project has just one such module.
fn absolute<'t>(table: &'t Table<'_>, path: &str, names: &str) -> &'t [u32] {
    let mut at = folder(path);
    loop {
        if !table.is_python_package(at) || at.is_empty() {
            let found = files(table, at, names);
            if !found.is_empty() {
                return found;
            }
        }
        if at.is_empty() {
            break;
        }
        at = folder(at);
    }
    let last = names.rsplit('/').next().unwrap_or(names);
    let mut top_level = table.python_modules(last).iter().filter_map(|&file| {
        let parts = &table.module(file)?.parts;
        let above = parts.strip_suffix(names)?;
        let above = above.strip_suffix('/')?;
        (!table.is_python_package(above)).then_some(parts)
    });
    match (top_level.next(), top_level.next()) {
        (Some(only), None) => files(table, "", only),
        _ => &[],
    }
}

/// Files that are the module `name` of a package.
fn child_files<'t>(table: &'t Table<'_>, file: u32, name: &str) -> &'t [u32] {
    match table.path(file) {
        Some(path) if is_package(path) => files(table, parts_of(path), name),
        _ => &[],
    }
}

fn files<'t>(table: &'t Table<'_>, folder: &str, names: &str) -> &'t [u32] {
    let parts = match (folder.is_empty(), names.is_empty()) {
        (true, _) => names.to_owned(),
        (_, true) => folder.to_owned(),
        _ => format!("{folder}/{names}"),
    };
    let module = ModulePath { root: String::new(), parts };
    table.files_of(Language::Python, module)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
