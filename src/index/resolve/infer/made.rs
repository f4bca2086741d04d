//! What is made: instances of types, and what methods from outside give of what they are called on.

use std::rc::Rc;

use super::Resolver;
use super::meaning::{Meaning, Type};
use crate::index::ValueFact;
use crate::index::facts::Qualifier;
use crate::index::resolve::Target;
use crate::index::resolve::rules::Pass;
use crate::model::SymbolKind;

impl Resolver<'_, '_> {
    /// An instance of a type or of what an alias stands for.
    pub(super) fn made(&mut self, target: Target) -> Type {
        let alias = self.table.fact(target).filter(|fact| fact.kind == SymbolKind::TypeAlias);
        match alias.and_then(|fact| fact.declared) {
            Some(declared) => match self.type_of(target.file, declared) {
                Type::Unknown => Type::of(target),
                known => known,
            },
            None => Type::of(target),
        }
    }

    /// What a call of a method that is not the project's gives, where that is about its receiver.
    pub(super) fn passed(&mut self, file: u32, of: u32) -> Option<Meaning> {
        let facts = self.table.bodies(file)?;
        let ValueFact::Use(used) = *facts.values.get(of as usize)? else { return None };
        let used = facts.uses.get(used as usize)?;
        let Qualifier::Value(Some(receiver)) = used.qualifier else { return None };
        let pass = self.table.rules(file).passes(&used.name)?;
        let receiver = self.value(file, receiver);
        Some(match (pass, receiver) {
            (Pass::Inside, Meaning::Instance(of)) => Meaning::instance(Self::inside(&of)),
            (Pass::Element, Meaning::Instance(of)) => Meaning::instance(self.element(&of)),
            (Pass::Many, Meaning::Instance(of)) if matches!(of.bare(), Type::Project { .. }) => {
                let arguments = Rc::new([self.element(&of)]);
                Meaning::Instance(Type::Outside { name: "Iterator".into(), arguments })
            }
            (_, receiver) => receiver,
        })
    }

    /// The type of the project that a function makes a value of which a trait from outside gives it: `Type::default()`.
    pub(super) fn made_of_own(&mut self, file: u32, called: u32) -> Option<Meaning> {
        let used = self.use_of(file, called)?;
        let Qualifier::Path(path) = &used.qualifier else { return None };
        if !self.table.rules(file).makes_own(&used.name) {
            return None;
        }
        let of = match path.as_slice() {
            [own] if self.table.rules(file).own_type() == Some(own) => self.this_in(file, used.container)?,
            path => Type::of(self.find_type(file, used.container, path).target()?),
        };
        let Type::Project { target, .. } = &of else { return None };
        let is_made = self.table.fact(*target).is_some_and(|fact| fact.kind != SymbolKind::Trait);
        is_made.then_some(Meaning::Instance(of))
    }
}
