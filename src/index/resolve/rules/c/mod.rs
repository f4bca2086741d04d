//! Rules of C, C++ and CUDA: files include each other, and a name is what an included file declares.
//!
//! No scope of these languages is a file's alone, so names are not looked for scope by scope: all symbols of a name
//! are held against the scopes around its use, by their qualified names, and against what the file can see
//! through its includes. A declaration that is seen leads to the definition, wherever in the project that is.

mod candidates;
mod choose;
mod includes;
mod look;
mod whole;

use candidates::scope_of;
pub(in crate::index::resolve) use candidates::{is_scoped, traits};
pub(in crate::index::resolve) use choose::is_special;
pub(in crate::index::resolve) use includes::Includes;

use super::{Pass, Rules};
use crate::index::packages::Packages;
use crate::index::resolve::directory::ModulePath;
use crate::index::resolve::lookup::Search;
use crate::index::resolve::names::Name;
use crate::index::resolve::place::{Found, UseWant, Want};
use crate::index::resolve::table::{Binding, ScopeId};
use crate::index::{ImportFact, SymbolFact};
use crate::model::{Language, SymbolKind};

/// The rules of C, or with `has_classes` those of C++ and CUDA.
pub(super) struct C {
    pub(super) has_classes: bool,
}

/// Whether a language is one of these.
pub(in crate::index::resolve) fn is_c(language: Language) -> bool {
    matches!(language, Language::C | Language::Cpp | Language::Cuda)
}

/// The names by which the directory has a symbol that stands in a scope of its own name.
pub(in crate::index::resolve) fn scoped(fact: &SymbolFact, name: Name) -> impl Iterator<Item = Name> {
    let scope = scope_of(fact);
    let names = (!scope.is_empty()).then(|| {
        let first = scope.split("::").next().unwrap_or(scope);
        let last = scope.rsplit("::").next().unwrap_or(scope);
        [name.in_scope(scope), name.in_first(first), name.in_last(last)]
    });
    names.into_iter().flatten()
}

impl Rules for C {
    fn module_of(&self, path: &str, _: &[String], _: &Packages) -> ModulePath {
        ModulePath { root: String::new(), parts: path.to_owned() }
    }

    fn whole_path(
        &self,
        search: &mut Search<'_, '_>,
        file: u32,
        scope: ScopeId,
        path: &[&str],
        want: Want,
    ) -> Option<Found> {
        Some(look::look_up(search.table, file, scope, path, want))
    }

    fn has_signatures(&self) -> bool {
        self.has_classes
    }

    /// The class of a member is the one that its qualified name says.
    fn owner_path<'f>(&self, member: &'f SymbolFact) -> Option<Vec<&'f str>> {
        let scope = member.qualified.strip_suffix(member.name.as_str())?.strip_suffix("::")?;
        Some(scope.split("::").collect())
    }

    fn sees(&self, _: &SymbolFact, _: bool) -> bool {
        false
    }

    /// Which files each of many headers sees is found out once for all of them.
    fn uses_together(&self) -> u32 {
        1024
    }

    fn has_scopes(&self) -> bool {
        self.has_classes
    }

    fn imported(&self, _: &mut Search<'_, '_>, _: u32, _: &ImportFact, _: Binding, _: Want) -> Found {
        Found::Nothing
    }

    fn globbed(&self, _: &mut Search<'_, '_>, _: u32, _: &ImportFact) -> Found {
        Found::Nothing
    }

    fn is_callable(&self, kind: &SymbolKind) -> bool {
        *kind != SymbolKind::Namespace
    }

    fn is_reached(&self, member: &SymbolFact, _: bool) -> bool {
        // A constructor is called by its type's name alone.
        member.member_of.as_ref() != Some(&member.name)
    }

    fn first_stands_for_all(&self) -> bool {
        !self.has_classes
    }

    /// A field that just one struct has is most likely that one's; a method may be any library's.
    fn guesses(&self, want: Want, is_member: bool) -> bool {
        !is_member || !self.has_classes && want == Want::Use(UseWant::Reference)
    }

    fn passes(&self, method: &str) -> Option<Pass> {
        match method {
            "get" | "value" | "release" | "lock" | "load" => Some(Pass::Inside),
            "front" | "back" | "at" | "top" => Some(Pass::Element),
            "begin" | "end" | "cbegin" | "cend" | "find" | "rbegin" | "rend" | "lower_bound"
            | "upper_bound" => Some(Pass::Looped),
            _ => None,
        }
    }

    fn holds_pairs(&self, type_name: &str) -> bool {
        type_name.ends_with("map")
    }

    fn pair_type(&self) -> Option<(&'static str, [&'static str; 2])> {
        self.has_classes.then_some(("pair", ["first", "second"]))
    }

    /// Behind it may stand how many there are, how they are compared or where they are kept.
    fn held_argument(&self, type_name: &str) -> Option<usize> {
        match type_name {
            "vector" | "deque" | "list" | "array" | "span" | "queue" | "priority_queue" | "stack" => Some(0),
            _ if type_name.ends_with("set") => Some(0),
            _ => self.holds_pairs(type_name).then_some(1),
        }
    }

    fn is_transparent(&self, type_name: &str) -> bool {
        matches!(
            type_name,
            "unique_ptr"
                | "shared_ptr"
                | "weak_ptr"
                | "optional"
                | "reference_wrapper"
                | "atomic"
                | "initializer_list"
        )
    }

    fn pointer_member(&self) -> Option<&'static str> {
        self.has_classes.then_some("operator->")
    }

    fn element_members(&self) -> &'static [&'static str] {
        &["operator[]", "begin"]
    }

    /// Pointers are left out of types.
    fn is_its_own_element(&self) -> bool {
        true
    }
}
