//! Which file is which module of which crate, and what paths begin with: crates, `self`, `super`.

use crate::index::ImportFact;
use crate::index::packages::Packages;
use crate::index::resolve::Target;
use crate::index::resolve::directory::ModulePath;
use crate::index::resolve::lookup::Search;
use crate::index::resolve::place::{Found, Place, Want};
use crate::index::resolve::table::{Binding, ScopeId, Table};
use crate::model::{Language, SymbolKind};

/// Where a file stands: `src` of its package is the root of a crate, and so is each other folder of
/// targets (`tests`, `examples`, `benches`), whose files find each other as modules.
pub(super) fn module_of(path: &str, packages: &Packages) -> ModulePath {
    let (package, inside) = match packages.crates().folder_above(path) {
        Some("") => ("", path),
        Some(folder) => (folder, path.get(folder.len() + 1..).unwrap_or(path)),
        None => match path.rfind("/src/").and_then(|at| path.split_at_checked(at)) {
            Some((package, inside)) => (package, inside.trim_start_matches('/')),
            None => ("", path),
        },
    };
    let inside = inside.strip_suffix(".rs").unwrap_or(inside);
    let (top, rest) = inside.split_once('/').unwrap_or(("", inside));
    let top = if matches!(top, "src" | "tests" | "examples" | "benches") { top } else { "" };
    let rest = if top.is_empty() { inside } else { rest };
    let root = [package, top].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("/");
    let (root, rest) = match packages.crates().below_root(path) {
        Some((folder, inside)) if inside.is_empty() || folder.len() > root.len() => {
            (folder.to_owned(), inside.strip_suffix(".rs").unwrap_or(inside))
        }
        _ => (root, rest),
    };
    // A build script is a crate of its own, also where a library's root stands beside it.
    let is_build_script = rest == "build" && root == package;
    if is_build_script && packages.crates().is_root_folder(&root) {
        return ModulePath { root: path.to_owned(), parts: String::new() };
    }
    let parts = match rest {
        "lib" | "main" | "mod" => "",
        "build" if is_build_script => "",
        rest => rest.strip_suffix("/mod").unwrap_or(rest),
    };
    ModulePath { root, parts: parts.to_owned() }
}

/// Where a path begins.
pub(super) fn begin(
    search: &mut Search<'_, '_>,
    file: u32,
    scope: ScopeId,
    first: &str,
    want: Want,
) -> Found {
    let table = search.table;
    let module = enclosing_module(table, file, scope);
    match first {
        "crate" | "$crate" => places(crate_roots(table, file)),
        "self" => Found::Places(vec![Place::Module { file, scope: module, declared: None }]),
        "super" => match parent(table, file, module) {
            modules if modules.is_empty() => Found::Nothing,
            modules => Found::Places(modules),
        },
        name => match search.in_scopes(file, scope, name, want).0 {
            Found::Nothing => places(library_roots(table, name)),
            // What an import of everything may bring in from outside hardly has the name of a library of the project.
            Found::External if !is_bound(table, file, scope, name) => places(library_roots(table, name)),
            found => found,
        },
    }
}

/// Whether an import brings in just this name, in a scope or around it.
fn is_bound(table: &Table<'_>, file: u32, scope: ScopeId, name: &str) -> bool {
    let mut at = scope;
    while let Some(symbol) = at {
        if !table.bindings(file, at, name).is_empty() {
            return true;
        }
        at = table.fact(Target { file, symbol }).and_then(|fact| fact.parent);
    }
    !table.bindings(file, None, name).is_empty()
}

/// What an import binds a name to.
pub(super) fn imported(
    search: &mut Search<'_, '_>,
    file: u32,
    import: &ImportFact,
    binding: Binding,
    want: Want,
) -> Found {
    let name = binding.name.and_then(|name| import.names.get(name as usize));
    let mut parts: Vec<&str> = import.path.iter().map(String::as_str).collect();
    if let Some(name) = name.map(|name| name.name.as_str()).filter(|&name| name != "self") {
        parts.push(name);
        let found = search.path(file, import.container, &parts, want);
        if matches!(found, Found::Places(_)) || import.path.last().is_none_or(|last| last != name) {
            return found;
        }
        parts.pop();
    }
    search.path(file, import.container, &parts, want)
}

/// The module that a scope lies in: an inline one, or the file.
fn enclosing_module(table: &Table<'_>, file: u32, scope: ScopeId) -> ScopeId {
    let mut at = scope;
    while let Some(symbol) = at {
        let fact = table.fact(Target { file, symbol })?;
        if fact.kind == SymbolKind::Module {
            return at;
        }
        at = fact.parent;
    }
    None
}

/// Whether the module that a file is has that of another one inside, or is the same.
pub(super) fn is_around(table: &Table<'_>, file: u32, inner: u32) -> bool {
    if file == inner {
        return true;
    }
    let (Some(at), Some(inner)) = (table.module(file), table.module(inner)) else { return true };
    let below = inner.parts.strip_prefix(&at.parts).filter(|_| inner.root == at.root);
    below.is_some_and(|below| at.parts.is_empty() || below.is_empty() || below.starts_with('/'))
}

/// The module around a module.
pub(super) fn parent(table: &Table<'_>, file: u32, module: ScopeId) -> Vec<Place> {
    if let Some(symbol) = module {
        let outer = table.fact(Target { file, symbol }).and_then(|fact| fact.parent);
        let scope = enclosing_module(table, file, outer);
        return vec![Place::Module { file, scope, declared: None }];
    }
    let Some(at) = table.module(file) else { return Vec::new() };
    if at.parts.is_empty() {
        return Vec::new();
    }
    let parts = at.parts.rsplit_once('/').map_or("", |(parent, _)| parent);
    match modules(table, ModulePath { root: at.root.clone(), parts: parts.to_owned() }) {
        // Of a target that is a folder.
        none if none.is_empty() && !parts.is_empty() => {
            let main = ModulePath { root: at.root.clone(), parts: format!("{parts}/main") };
            match modules(table, main) {
                none if none.is_empty() => inline(table, &at.root, parts),
                main => main,
            }
        }
        parent => parent,
    }
}

/// A module that has no file of its own, and others inside that have: it stands in the text of one around it.
fn inline(table: &Table<'_>, root: &str, parts: &str) -> Vec<Place> {
    let mut outer = parts;
    loop {
        outer = outer.rsplit_once('/').map_or("", |(outer, _)| outer);
        let files =
            table.files_of(Language::Rust, ModulePath { root: root.to_owned(), parts: outer.to_owned() });
        if !files.is_empty() || outer.is_empty() {
            let inner = parts.get(outer.len()..).unwrap_or_default();
            return files.iter().filter_map(|&file| inline_in(table, file, inner)).collect();
        }
    }
}

fn inline_in(table: &Table<'_>, file: u32, parts: &str) -> Option<Place> {
    let mut found = None;
    for name in parts.split('/').filter(|name| !name.is_empty()) {
        let scope = found.map(|of: Target| of.symbol);
        let is_module = |of: &Target| table.fact(*of).is_some_and(|fact| fact.kind == SymbolKind::Module);
        let all = table.symbols_in(file, scope, name).map(|symbol| Target { file, symbol });
        found = Some(all.filter(is_module).find(|of| table.fact(*of).is_some_and(|fact| fact.name == name))?);
    }
    let declared = found?;
    Some(Place::Module { file, scope: Some(declared.symbol), declared: Some(declared) })
}

/// Files that are the module `name` of a module.
pub(super) fn child_files<'t>(table: &'t Table<'_>, file: u32, scope: ScopeId, name: &str) -> &'t [u32] {
    let Some(at) = table.module(file) else { return &[] };
    let mut inline = Vec::new();
    let mut scope = scope;
    while let Some(symbol) = scope {
        let Some(fact) = table.fact(Target { file, symbol }) else { break };
        inline.push(fact.name.as_str());
        scope = fact.parent;
    }
    let below = |parts: &str| {
        let mut all = vec![parts];
        all.extend(inline.iter().rev());
        all.push(name);
        all.retain(|part| !part.is_empty());
        let path = ModulePath { root: at.root.clone(), parts: all.join("/") };
        Some(table.files_of(Language::Rust, path)).filter(|files| !files.is_empty())
    };
    // A target of its own (`tests/it.rs`, `src/bin/x.rs`) has its modules beside it.
    let beside = || below(at.parts.rsplit_once('/').map_or("", |(folder, _)| folder));
    let is_target = !at.root.ends_with("src") || at.parts.starts_with("bin/");
    below(&at.parts).or_else(|| is_target.then(beside).flatten()).unwrap_or(&[])
}

/// The roots of the crate that a file is part of: the library's before a binary's.
fn crate_roots(table: &Table<'_>, file: u32) -> Vec<Place> {
    let Some(at) = table.module(file) else { return Vec::new() };
    let here = Place::Module { file, scope: None, declared: None };
    if at.parts.is_empty() {
        return vec![here];
    }
    let of = |parts: String| modules(table, ModulePath { root: at.root.clone(), parts });
    if table.crates().is_root_folder(&at.root) {
        let roots = of(String::new());
        return if roots.is_empty() { vec![here] } else { roots };
    }
    // Each file or folder of `tests` and its like is a crate of its own.
    let target = match at.parts.split_once('/') {
        Some(("bin", rest)) => Some(format!("bin/{}", rest.split('/').next().unwrap_or(rest))),
        Some((first, _)) if !at.root.ends_with("src") => Some(first.to_owned()),
        _ => None,
    };
    let roots = target.map(|target| match of(format!("{target}/main")) {
        none if none.is_empty() => of(target),
        main => main,
    });
    let roots = roots.filter(|roots| !roots.is_empty()).unwrap_or_else(|| of(String::new()));
    if roots.is_empty() { vec![here] } else { roots }
}

/// The root of a library of the project, by its name.
fn library_roots(table: &Table<'_>, name: &str) -> Vec<Place> {
    let Some(folder) = table.crates().folder_of_library(name) else { return Vec::new() };
    let root = match table.crates().library_folder(name) {
        Some(root) => root.to_owned(),
        None if folder.is_empty() => "src".to_owned(),
        None => format!("{folder}/src"),
    };
    modules(table, ModulePath { root, parts: String::new() })
}

fn modules(table: &Table<'_>, path: ModulePath) -> Vec<Place> {
    let files = table.files_of(Language::Rust, path).iter();
    files.map(|&file| Place::Module { file, scope: None, declared: None }).collect()
}

fn places(modules: Vec<Place>) -> Found {
    if modules.is_empty() { Found::External } else { Found::Places(modules) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The root and the parts of the module that a file is.
    fn said(path: &str, packages: &Packages) -> String {
        let module = module_of(path, packages);
        format!("{}: {}", module.root, module.parts)
    }

    #[test]
    fn files_stand_where_cargo_says() {
        let packages = Packages::from_manifests([("a/Cargo.toml", "[package]\nname = \"a\"".to_owned())]);
        let at = |path: &str| said(path, &packages);
        assert_eq!(at("a/src/lib.rs"), "a/src: ");
        assert_eq!(at("a/src/x/mod.rs"), "a/src: x");
        assert_eq!(at("a/src/x/y.rs"), "a/src: x/y");
        assert_eq!(at("a/tests/it.rs"), "a/tests: it");
        assert_eq!(at("b/src/z.rs"), "b/src: z");
        assert_eq!(at("loose.rs"), ": loose");
    }

    #[test]
    fn only_beside_the_manifest_a_build_script_is_a_root() {
        let text = "[package]\nname = \"b\"\n[lib]\npath = \"lib.rs\"";
        let manifests = [("a/Cargo.toml", "[package]\nname = \"a\""), ("b/Cargo.toml", text)];
        let packages = Packages::from_manifests(manifests.map(|(path, text)| (path, text.to_owned())));
        let at = |path: &str| said(path, &packages);
        assert_eq!(at("a/build.rs"), "a: ");
        assert_eq!(at("a/src/build.rs"), "a/src: build");
        assert_eq!(at("b/lib.rs"), "b: ");
        assert_eq!(at("b/build.rs"), "b/build.rs: ");
    }
}
