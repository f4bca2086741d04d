//! What is looked for, and what a search finds.

use super::Target;
use super::rules::Rules;
use super::table::{ScopeId, is_type};
use crate::index::UseKind;
use crate::model::SymbolKind;

/// What a name can stand for on the way along a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A module: a file, or an inline module of one.
    Module {
        file: u32,
        scope: ScopeId,
        /// The symbol that declares it.
        declared: Option<Target>,
    },
    /// The package of a file, or what its name begins with: so many parts of it.
    Package { file: u32, depth: u16 },
    /// Any other symbol.
    Symbol(Target),
}

impl Place {
    /// The symbol that it is.
    pub(super) fn target(self) -> Option<Target> {
        match self {
            Place::Module { declared, .. } => declared,
            Place::Package { .. } => None,
            Place::Symbol(target) => Some(target),
        }
    }
}

/// What became of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// These, at least one.
    Places(Vec<Place>),
    /// The name is bound to something outside of the project.
    External,
    /// The name is not bound.
    Nothing,
}

impl Found {
    pub(super) fn of(places: Vec<Place>) -> Found {
        if places.is_empty() { Found::Nothing } else { Found::Places(places) }
    }
}

/// What a type's name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// This type of the project.
    Type(Target),
    /// One that is bound, but not in the project.
    Outside,
    /// Nothing that we know, or several.
    Unknown,
}

impl Named {
    /// The type of the project that it is.
    pub(super) fn target(self) -> Option<Target> {
        match self {
            Named::Type(target) => Some(target),
            Named::Outside | Named::Unknown => None,
        }
    }
}

/// What sort of symbol is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Want {
    /// A part of a path before its last.
    Path,
    /// A type.
    Type,
    /// What the end of a use may be.
    Use(UseWant),
}

/// [`UseKind`], to be hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum UseWant {
    Call,
    Macro,
    Reference,
    /// A reference with nothing before it.
    Bare,
}

impl Want {
    pub(super) fn of(kind: UseKind) -> Want {
        Want::Use(match kind {
            UseKind::Call => UseWant::Call,
            UseKind::MacroCall => UseWant::Macro,
            UseKind::Reference => UseWant::Reference,
        })
    }

    /// Whether a symbol of `kind` is of this sort.
    pub(super) fn fits(self, rules: &dyn Rules, kind: &SymbolKind) -> bool {
        let is_macro = *kind == SymbolKind::Macro;
        match self {
            Want::Path => {
                is_type(kind)
                    || matches!(kind, SymbolKind::Module | SymbolKind::Namespace)
                    || rules.has_fields(kind)
            }
            Want::Type => is_type(kind),
            Want::Use(UseWant::Macro) => is_macro,
            Want::Use(UseWant::Reference) => !is_macro,
            Want::Use(UseWant::Bare) => !is_macro && rules.is_bare_kind(kind),
            Want::Use(UseWant::Call) => rules.is_callable(kind),
        }
    }
}
