//! Go: folders are packages, and an import's path leads to one through the module's name.

use super::Rules;
use crate::index::extract::go::constraints::{is_usual_tag, platform};
use crate::index::packages::Packages;
use crate::index::resolve::Target;
use crate::index::resolve::directory::ModulePath;
use crate::index::resolve::lookup::Search;
use crate::index::resolve::place::{Found, Place, UseWant, Want};
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

    /// A build has just one of what files for different systems define.
    fn narrow(&self, table: &Table<'_>, from: u32, targets: &mut Vec<Target>) {
        if targets.iter().any(|target| target.file == from) {
            targets.retain(|target| target.file == from);
            return;
        }
        let path = |file: u32| table.path(file).unwrap_or_default();
        let (mut system, mut processor) = platform(path(from));
        let home = platform(path(table.home()));
        (system, processor) = (system.or(home.0), processor.or(home.1));
        let is_usual = [system, processor].into_iter().flatten().all(is_usual_tag);
        let rank = |target: &Target| {
            let own = platform(path(target.file));
            let pairs = [(own.0, system), (own.1, processor)];
            let count = |is_equal: bool| {
                let pairs = pairs.iter().filter_map(|(own, wanted)| Some(((*own)?, (*wanted)?)));
                pairs.filter(|(own, wanted)| (own == wanted) == is_equal).count()
            };
            let is_likely = table.fact(*target).is_some_and(|fact| !fact.flags.is_unlikely);
            let usual = [own.0, own.1].into_iter().flatten().filter(|tag| is_usual_tag(tag)).count();
            // Who is for most builds is for what is in these first.
            let (first, second) = match is_usual {
                true => (usize::from(is_likely), count(true)),
                false => (count(true), usize::from(is_likely)),
            };
            (std::cmp::Reverse(count(false)), first, second, usual)
        };
        let ranks: Vec<_> = targets.iter().map(rank).collect();
        let best = ranks.iter().max().cloned();
        let mut ranks = ranks.into_iter();
        targets.retain(|_| ranks.next() == best);
    }

    /// The package, and what is imported with everything else.
    fn around(&self, search: &mut Search<'_, '_>, file: u32, name: &str, want: Want) -> Found {
        let table = search.table;
        let found = table.in_package(file, name, want, file);
        if found != Found::Nothing {
            return found;
        }
        for import in table.all_globs(file) {
            let found = package(table, file, &import.path).map(|place| search.step(place, name, want));
            if let Some(Found::Places(places)) = found {
                return Found::Places(places);
            }
        }
        // No package is called.
        if want == Want::Use(UseWant::Call) { Found::Nothing } else { self.called(table, file, name) }
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

    fn has_type_brackets(&self) -> bool {
        true
    }

    fn has_keys(&self) -> bool {
        true
    }

    /// Embedded types are fields too, and a field may hold a function.
    fn is_reached(&self, member: &SymbolFact, _: bool) -> bool {
        matches!(member.kind, SymbolKind::Field | SymbolKind::Method)
    }
}

impl Go {
    /// A package that is imported without another name for it, and whose own is not the one that its path has by custom.
    fn called(&self, table: &Table<'_>, file: u32, name: &str) -> Found {
        let is_plain = |import: &&ImportFact| import.names.iter().all(|name| name.alias.is_none());
        let packages = table.imports(file).filter(is_plain).filter_map(|import| {
            let place = package(table, file, &import.path)?;
            let Place::Package { file, .. } = place else { return None };
            let mut clauses = table.symbols_in(file, None, name);
            let is_named = clauses.any(|symbol| {
                table.fact(Target { file, symbol }).is_some_and(|fact| fact.kind == SymbolKind::Module)
            });
            is_named.then_some(place)
        });
        Found::of(packages.take(1).collect())
    }
}

/// The package that an import's path leads to from a file: in the project, or what it keeps of others.
fn package(table: &Table<'_>, file: u32, path: &[String]) -> Option<Place> {
    let from = table.path(file)?;
    let path = path.join("/");
    let folder = table.go_folder(from, &path);
    let of = |folder: &str| table.package(Language::Go, folder.strip_prefix("src/").unwrap_or(folder));
    let own = folder.and_then(|folder| of(&folder));
    own.or_else(|| {
        let vendors = table.go_vendors(from);
        vendors.into_iter().find_map(|vendor| of(&format!("{vendor}/{path}")))
    })
}
