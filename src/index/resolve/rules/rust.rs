//! What only Rust does.

mod modules;

use super::{Mapped, Pass, Rules};
use crate::index::facts::Qualifier;
use crate::index::packages::Packages;
use crate::index::resolve::directory::ModulePath;
use crate::index::resolve::lookup::Search;
use crate::index::resolve::place::{Found, Place, UseWant, Want};
use crate::index::resolve::table::{Binding, ScopeId, Table, is_type};
use crate::index::{ImportFact, SymbolFact, UseFact, UseKind};
use crate::model::{Language, SymbolKind};

/// Types through which a method call and a field reach what they hold.
const TRANSPARENT: [&str; 13] = [
    "Box",
    "Rc",
    "Arc",
    "Ref",
    "RefMut",
    "MutexGuard",
    "RwLockReadGuard",
    "RwLockWriteGuard",
    "LockResult",
    "LazyLock",
    "LazyCell",
    "Cow",
    "Pin",
];

/// Rust's rules.
pub(super) struct Rust;

impl Rules for Rust {
    fn module_of(&self, path: &str, _: &[String], packages: &Packages) -> ModulePath {
        modules::module_of(path, packages)
    }

    fn sees(&self, symbol: &SymbolFact, _: bool) -> bool {
        !is_type(&symbol.kind)
    }

    /// A member of a type that another file defines stands in no scope of its own file.
    fn gives(&self, symbol: &SymbolFact, _: bool) -> bool {
        symbol.member_of.is_none()
    }

    fn binds(&self, import: &ImportFact, _: bool) -> bool {
        !import.is_unlikely
    }

    /// Followed in all directions, the imports of modules that each import everything of their crate lead to all of them again and again.
    fn is_private(&self, import: &ImportFact) -> bool {
        !import.is_public
    }

    fn sees_private(&self, table: &Table<'_>, file: u32, from: u32) -> bool {
        modules::is_around(table, file, from)
    }

    /// `use Enum::*` brings in variants, and no method or associated type.
    fn is_in_glob(&self, member: &SymbolFact) -> bool {
        member.kind == SymbolKind::Variant
    }

    fn has_type_names(&self) -> bool {
        true
    }

    fn is_conditional(&self) -> bool {
        true
    }

    fn ends_at(&self, symbol: &SymbolFact) -> bool {
        symbol.kind == SymbolKind::Module
    }

    fn own_type(&self) -> Option<&'static str> {
        Some("Self")
    }

    fn names_fields(&self, used: &UseFact) -> bool {
        used.kind == UseKind::Reference && matches!(used.qualifier, Qualifier::Path(_))
    }

    /// An import may end at a module; that is its file, and what declares it is one more name of it.
    fn is_named_kind(&self, kind: &SymbolKind) -> bool {
        *kind != SymbolKind::Module
    }

    /// `Shape::Circle { radius }`
    fn has_fields(&self, kind: &SymbolKind) -> bool {
        *kind == SymbolKind::Variant
    }

    fn begin(
        &self,
        search: &mut Search<'_, '_>,
        file: u32,
        scope: ScopeId,
        first: &str,
        want: Want,
    ) -> Found {
        modules::begin(search, file, scope, first, want)
    }

    fn imported(
        &self,
        search: &mut Search<'_, '_>,
        file: u32,
        import: &ImportFact,
        binding: Binding,
        want: Want,
    ) -> Found {
        modules::imported(search, file, import, binding, want)
    }

    fn globbed(&self, search: &mut Search<'_, '_>, file: u32, import: &ImportFact) -> Found {
        search.path(file, import.container, &import.path, Want::Path)
    }

    fn relative(&self, table: &Table<'_>, file: u32, scope: ScopeId, name: &str) -> Option<Vec<Place>> {
        match name {
            "self" => Some(vec![Place::Module { file, scope, declared: None }]),
            "super" => Some(modules::parent(table, file, scope)),
            _ => None,
        }
    }

    fn child_files<'t>(&self, table: &'t Table<'_>, file: u32, scope: ScopeId, name: &str) -> &'t [u32] {
        modules::child_files(table, file, scope, name)
    }

    fn has_child_files(&self, table: &Table<'_>, name: &str) -> bool {
        table.has_modules_ending(Language::Rust, name)
    }

    fn is_callable(&self, kind: &SymbolKind) -> bool {
        !matches!(
            kind,
            SymbolKind::Macro
                | SymbolKind::Module
                | SymbolKind::Trait
                | SymbolKind::Enum
                | SymbolKind::Union
                | SymbolKind::Field
        )
    }

    /// A call never means a field, nor the other way round; nor what takes no `self`.
    fn is_reached(&self, member: &SymbolFact, is_called: bool) -> bool {
        match is_called {
            true => {
                matches!(member.kind, SymbolKind::Function | SymbolKind::Method) && !member.flags.is_static
            }
            false => member.kind == SymbolKind::Field,
        }
    }

    /// Rust binds every name that is not a macro in the text, so what is not found there is a type parameter or
    /// comes out of a macro.
    fn guesses(&self, want: Want, is_member: bool) -> bool {
        is_member || want != Want::Use(UseWant::Reference)
    }

    /// A trait may be implemented for a type anywhere, also by a macro.
    fn has_open_types(&self) -> bool {
        true
    }

    /// Whoever has a trait in scope may call its methods on whatever it is implemented for.
    fn has_extensions(&self) -> bool {
        true
    }

    fn passes(&self, method: &str) -> Option<Pass> {
        match method {
            "clone" | "to_owned" | "as_ref" | "as_mut" | "as_deref" | "as_deref_mut" | "by_ref" | "deref"
            | "deref_mut" | "iter" | "iter_mut" | "into_iter" | "ok" | "ok_or" | "ok_or_else" | "or_else"
            | "map_err" | "as_slice" | "as_mut_slice" | "drain" | "to_vec" | "entry" | "collect"
            | "upgrade" => Some(Pass::Same),
            "borrow" | "borrow_mut" => Some(Pass::Borrowed),
            "lock" | "read" | "write" => Some(Pass::Guarded),
            "enumerate" => Some(Pass::Numbered),
            "windows" | "chunks" | "chunks_exact" | "chunks_mut" | "rchunks" => Some(Pass::Parts),
            "values" | "values_mut" | "into_values" => Some(Pass::Values),
            "keys" | "into_keys" => Some(Pass::Keys),
            "rev" | "skip" | "take" | "filter" | "peekable" | "cloned" | "copied" | "take_while"
            | "skip_while" | "inspect" | "fuse" | "step_by" | "chain" | "cycle" | "sorted" | "sorted_by"
            | "sorted_by_key" | "dedup" | "unique" | "unique_by" => Some(Pass::Many),
            "unwrap" | "expect" | "unwrap_or" | "unwrap_or_default" | "unwrap_or_else" | "into_inner"
            | "get_or_init" | "get_or_insert_with" => Some(Pass::Inside),
            "next" | "last" | "first" | "first_mut" | "last_mut" | "get" | "get_mut" | "nth" | "pop"
            | "peek" | "peek_mut" | "next_back" | "find" | "min_by_key" | "max_by_key" | "min_by"
            | "max_by" | "pop_front" | "pop_back" | "reduce" | "front" | "back" | "front_mut"
            | "back_mut" => Some(Pass::PerhapsElement),
            "remove" | "swap_remove" | "or_default" | "or_insert" | "or_insert_with"
            | "or_insert_with_key" => Some(Pass::Element),
            "unwrap_err" | "expect_err" | "unwrap_err_unchecked" => Some(Pass::Other),
            "err" => Some(Pass::PerhapsOther),
            _ => None,
        }
    }

    fn maps(&self, method: &str) -> Option<Mapped> {
        match method {
            "map" | "then" => Some(Mapped::Each),
            "filter_map" | "flat_map" | "map_while" => Some(Mapped::Inner),
            "and_then" => Some(Mapped::Whole),
            "map_or" | "map_or_else" => Some(Mapped::Of(1)),
            "fold" => Some(Mapped::Like(0)),
            "zip" => Some(Mapped::Pairs),
            "map_err" => Some(Mapped::Else),
            "then_some" => Some(Mapped::Held),
            _ => None,
        }
    }

    fn hands(&self, method: &str, argument: u16, parameter: u16) -> Option<Pass> {
        match (method, argument, parameter) {
            ("fold" | "try_fold" | "rfold" | "try_rfold", 1, 1)
            | ("reduce" | "max_by" | "min_by", 0, 0 | 1)
            | ("sort_by" | "sort_unstable_by" | "is_sorted_by" | "dedup_by", 0, 0 | 1)
            | ("scan", 1, 1) => Some(Pass::Element),
            ("fold" | "try_fold" | "rfold" | "try_rfold" | "scan", ..) => None,
            // What a `Result` holds where it failed.
            (
                "map_err" | "inspect_err" | "is_err_and" | "unwrap_or_else" | "or_else" | "map_or_else",
                0,
                0,
            ) => Some(Pass::Other),
            (_, _, 0) => Some(Pass::Held),
            _ => None,
        }
    }

    fn holds_pairs(&self, type_name: &str) -> bool {
        type_name.ends_with("Map")
    }

    fn makes_own(&self, function: &str) -> bool {
        matches!(function, "default" | "from" | "from_iter")
    }

    fn element_members(&self) -> &'static [&'static str] {
        &["Item"]
    }

    fn future(&self) -> Option<(&'static str, &'static [&'static str])> {
        Some(("Output", &["Future", "IntoFuture"]))
    }

    fn pointer_member(&self) -> Option<&'static str> {
        Some("Target")
    }

    fn is_transparent(&self, type_name: &str) -> bool {
        TRANSPARENT.contains(&type_name)
    }
}
