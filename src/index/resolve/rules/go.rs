//! Go: folders are packages, and an import's path leads to one through the module's name.

use super::Rules;
use crate::index::packages::Packages;
use crate::index::resolve::Target;
use crate::index::resolve::directory::ModulePath;
use crate::index::resolve::lookup::Search;
use crate::index::resolve::place::{Found, Place, Want};
use crate::index::resolve::table::{Binding, ScopeId, Table, is_type};
use crate::index::{ImportFact, SymbolFact};
use crate::model::{Language, SymbolKind};

/// Go's rules.
pub(super) struct Go;

impl Rules for Go {
    fn module_of(&self, _: &str, module: &[String], _: &Packages) -> ModulePath {
        ModulePath { root: String::new(), parts: module.join("/") }
    }

    fn sees(&self, symbol: &SymbolFact, _: bool) -> bool {
        !is_type(&symbol.kind)
    }

    /// Methods and fields are named behind a dot, and what a file says of its package is no name in it.
    fn gives(&self, symbol: &SymbolFact, _: bool) -> bool {
        symbol.kind != SymbolKind::Module && symbol.member_of.is_none()
    }

    fn has_packages(&self) -> bool {
        true
    }

    /// The package, and what is imported with everything else.
    fn around(&self, search: &mut Search<'_, '_>, file: u32, name: &str, want: Want) -> Found {
        let table = search.table;
        let found = table.in_package(file, name, want);
        if found != Found::Nothing {
            return found;
        }
        for import in table.all_globs(file) {
            let found = package(table, file, &import.path).map(|place| search.step(place, name, want));
            if let Some(Found::Places(places)) = found {
                return Found::Places(places);
            }
        }
        Found::Nothing
    }

    /// A type without a name goes by its keyword, in its own scope.
    fn begin(
        &self,
        search: &mut Search<'_, '_>,
        file: u32,
        scope: ScopeId,
        first: &str,
        want: Want,
    ) -> Found {
        if let ("struct" | "interface", Some(symbol)) = (first, scope) {
            return Found::Places(vec![Place::Symbol(Target { file, symbol })]);
        }
        search.in_scopes(file, scope, first, want).0
    }

    fn imported(
        &self,
        search: &mut Search<'_, '_>,
        file: u32,
        import: &ImportFact,
        _: Binding,
        _: Want,
    ) -> Found {
        match package(search.table, file, &import.path) {
            Some(place) => Found::Places(vec![place]),
            None => Found::External,
        }
    }

    fn globbed(&self, _: &mut Search<'_, '_>, _: u32, _: &ImportFact) -> Found {
        Found::Nothing
    }

    /// Every bare name is bound in the text.
    fn guesses(&self, _: Want, is_member: bool) -> bool {
        is_member
    }

    /// Embedded types are fields too, and a field may hold a function.
    fn is_reached(&self, member: &SymbolFact, _: bool) -> bool {
        matches!(member.kind, SymbolKind::Field | SymbolKind::Method)
    }
}

/// The package that an import's path leads to from a file: in the project, or what it keeps of others.
fn package(table: &Table<'_>, file: u32, path: &[String]) -> Option<Place> {
    let from = table.path(file)?;
    let path = path.join("/");
    let folder = table.go_folder(from, &path);
    let own =
        folder.and_then(|folder| table.package(Language::Go, folder.strip_prefix("src/").unwrap_or(&folder)));
    own.or_else(|| table.package(Language::Go, &format!("vendor/{path}")))
}
