//! What stands for a class that is none itself: a variable that holds one, a function that makes objects, the type of a class.

use std::rc::Rc;

use super::Resolver;
use super::meaning::{Meaning, Type};
use crate::index::SymbolFact;
use crate::index::resolve::Target;
use crate::index::resolve::lookup::Search;
use crate::index::resolve::place::{Found, Place, UseWant, Want};
use crate::index::resolve::table::{ScopeId, is_type};
use crate::model::{Language, SymbolKind};

impl Resolver<'_, '_> {
    /// The type of a class itself: `type[Node]`.
    pub(super) fn of_class(&self, file: u32, path: &[String], arguments: &[Type]) -> Option<Type> {
        match (path.last(), arguments) {
            (Some(name), [Type::Project { target, .. }]) if self.table.rules(file).is_of_class(name) => {
                Some(Type::Places(Rc::new([Place::Symbol(*target)])))
            }
            _ => None,
        }
    }

    /// The class that a variable stands for which a path names: `E = KeyPressEvent`.
    pub(super) fn held_class(&mut self, file: u32, scope: ScopeId, path: &[String]) -> Option<Type> {
        let found = Search::new(self.table).path(file, scope, path, Want::Use(UseWant::Reference));
        let Found::Places(places) = found else { return None };
        let [Place::Symbol(variable)] = *places else { return None };
        if self.makes_objects(variable) {
            return Some(Type::of(variable));
        }
        let is_variable =
            |fact: &SymbolFact| matches!(fact.kind, SymbolKind::Variable | SymbolKind::Constant);
        self.table.fact(variable).filter(|fact| is_variable(fact))?;
        match self.held(variable) {
            Meaning::Places(places) => match *places {
                [Place::Symbol(class)]
                    if self.table.fact(class).is_some_and(|of| is_type(&of.kind))
                        || self.makes_objects(class) =>
                {
                    Some(Type::of(class))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a symbol is a function that is a class: it has members, or extends another such.
    pub(super) fn makes_objects(&self, target: Target) -> bool {
        let rules = self.table.rules(target.file);
        let extends = || self.table.fact(target).is_some_and(|fact| !fact.bases.is_empty());
        let may_be = rules.functions_may_be_classes() && self.is_function(target);
        may_be && (self.table.has_members(target) || extends())
    }

    /// Whether what stands in the place of a type may be a value in a file: one of JavaScript's has no types but those.
    pub(super) fn may_name_value(&self, file: u32) -> bool {
        let rules = self.table.rules(file);
        rules.variables_may_be_classes()
            || (rules.functions_may_be_classes() && self.table.language(file) == Language::JavaScript)
    }
}
