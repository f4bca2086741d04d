//! What the object itself is, in the text of a member.

use std::rc::Rc;

use super::Resolver;
use super::meaning::{Meaning, Type};
use super::sense::Sense;
use crate::index::facts::Qualifier;
use crate::index::resolve::Target;
use crate::index::resolve::common;
use crate::index::resolve::lookup::Search;
use crate::index::resolve::place::{Found, Want};
use crate::index::resolve::table::{ScopeId, is_type};
use crate::index::{UseFact, ValueFact};
use crate::model::{Certainty, SymbolKind};

/// Types in types are looked through so deep.
const MAX_LAYERS: usize = 8;

impl<'t> Resolver<'t, '_> {
    /// What `**self` is: `self` is a reference, so it is what the type itself points to, where the project says that it points
    /// to something.
    pub(super) fn pointed_by_this(&mut self, file: u32, of: u32, held: &Type) -> Option<Type> {
        let values = self.table.bodies(file)?.values;
        let ValueFact::Inside(this) = *values.get(of as usize)? else { return None };
        let ValueFact::This(_) = *values.get(this as usize)? else { return None };
        let pointer = self.home_rules().pointer_member()?;
        let Type::Project { .. } = held.bare() else { return None };
        let (members, holder) = self.members(held, pointer)?;
        let target = self.returned(*members.first()?);
        Some(self.filled(&target, &holder))
    }

    /// A type that is written in the text of a field or variant: what `Self` is there is told.
    pub(super) fn with_own(&self, of: Type, member: Target) -> Type {
        if self.table.rules(member.file).own_type().is_none() || !names_own(&of, 0) {
            return of;
        }
        match self.this_in(member.file, Some(member.symbol)) {
            Some(own) => self.filled(&of, &own),
            None => of,
        }
    }

    /// The type of the object itself, its generic parameters standing for themselves, or for those of the `impl` there that
    /// are called so and bound to more.
    pub(super) fn this_in(&self, file: u32, scope: Option<u32>) -> Option<Type> {
        let target = self.enclosing_type(file, scope)?;
        let parameters = &self.table.fact(target)?.type_parameters;
        let method = self.enclosing_member(file, scope).filter(|method| *method != target);
        let bounds = method.and_then(|of| Some((of, &self.table.fact(of)?.type_parameters)));
        let argument = |(index, (name, _)): (usize, &(String, Option<u32>))| {
            let bound = bounds.and_then(|(of, bounds)| {
                let index = bounds.iter().position(|(other, bound)| other == name && bound.is_some())?;
                Some(Type::Parameter { of, index })
            });
            bound.unwrap_or(Type::Parameter { of: target, index })
        };
        let arguments = parameters.iter().enumerate().map(argument).collect();
        Some(Type::Project { target, arguments })
    }

    /// The arguments of a type that the text of a scope names: without any, a template's name in its own text is the same template
    /// of the same things.
    pub(super) fn own_arguments(
        &self,
        file: u32,
        scope: Option<u32>,
        of: Target,
        said: Rc<[Type]>,
    ) -> Rc<[Type]> {
        if !said.is_empty() || !self.table.rules(file).has_signatures() {
            return said;
        }
        match self.this_in(file, scope) {
            Some(Type::Project { target, arguments }) if target == of => arguments,
            _ => said,
        }
    }

    /// The object itself where what it is of is not the project's: a generic parameter, or a type from outside that the
    /// project gives a trait. What only holds another is left out: its members are mostly meant to be those of what it holds.
    pub(super) fn this_outside(&self, file: u32, scope: Option<u32>) -> Option<Meaning> {
        let rules = self.table.rules(file);
        let of = self.enclosing_member(file, scope).filter(|_| rules.has_extensions())?;
        let fact = self.table.fact(of)?;
        let name = fact.member_of.as_ref()?;
        if let Some(index) = fact.type_parameters.iter().position(|(parameter, _)| parameter == name) {
            return Some(Meaning::Instance(Type::Parameter { of, index }));
        }
        let is_outside = match Search::new(self.table).path(file, fact.parent, &[name], Want::Type) {
            Found::External => true,
            // The language's own; another may be made by a macro.
            Found::Nothing => {
                name.starts_with(char::is_lowercase) || common::is_builtin(self.table.language(file), name)
            }
            Found::Places(_) => false,
        };
        // What it holds is not told here.
        let arguments: Rc<[Type]> = Rc::new([Type::Unknown]);
        (is_outside && !rules.is_transparent(name))
            .then(|| Meaning::Instance(Type::Outside { name: name.as_str().into(), arguments }))
    }

    /// The type that the object itself is in a scope.
    pub(super) fn enclosing_type(&self, file: u32, scope: ScopeId) -> Option<Target> {
        let mut at = scope;
        while let Some(symbol) = at {
            let target = Target { file, symbol };
            let fact = self.table.fact(target)?;
            // What stands in an alias or a variant is the type's around it.
            let is_inside = matches!(fact.kind, SymbolKind::TypeAlias | SymbolKind::Variant)
                && self.table.rules(file).own_type().is_some();
            if is_type(&fact.kind) && !is_inside {
                return Some(target);
            }
            if fact.member_of.is_none() && self.makes_objects(target) {
                return Some(target);
            }
            let owner = self.table.owner_of(target);
            let of_variant =
                |of: Target| self.table.fact(of).is_some_and(|of| of.kind == SymbolKind::Variant);
            at = match owner {
                Some(variant) if variant.file == file && of_variant(variant) => Some(variant.symbol),
                None if fact.member_of.is_none() => fact.parent,
                owner => return owner,
            };
        }
        None
    }

    /// The base that has a member which is named without what it is one of, as the type around the name has it.
    pub(super) fn implied_holder(&mut self, file: u32, used: u32, member: Target) -> Option<Type> {
        let table = self.table;
        let used = table.bodies(file)?.uses.get(used as usize)?;
        let rules = self.home_rules();
        if used.qualifier != Qualifier::None || !(rules.has_library() || rules.has_signatures()) {
            return None;
        }
        let owner = table.owner_of(member)?;
        if table.fact(owner)?.type_parameters.is_empty() {
            return None;
        }
        let mut at = used.container;
        while let Some(symbol) = at {
            let fact = table.fact(Target { file, symbol })?;
            // What is defined apart from its class stands in no text of that.
            if (is_type(&fact.kind) || fact.member_of.is_some())
                && let Some(own) = self.this_in(file, at)
                && let Some(holder) = self.as_base(&own, owner)
            {
                return Some(holder);
            }
            at = fact.parent;
        }
        None
    }

    /// The member of a type in whose text a scope is.
    pub(super) fn enclosing_member(&self, file: u32, scope: Option<u32>) -> Option<Target> {
        let mut at = scope;
        while let Some(symbol) = at {
            let target = Target { file, symbol };
            let fact = self.table.fact(target)?;
            if fact.member_of.is_some() {
                return Some(target);
            }
            at = fact.parent;
        }
        None
    }

    /// `Self::Name` in what implements a trait: the trait's own type of that name, whatever it is implemented for.
    pub(super) fn own_associated(&mut self, file: u32, used: &'t UseFact) -> Option<Target> {
        let table = self.table;
        let member = self.enclosing_member(file, used.container)?;
        let fact = table.fact(member)?;
        let of = table.find_type(file, fact.parent, &[fact.of_trait.as_deref()?]).target()?;
        table.fact(of).filter(|of| of.kind == SymbolKind::Trait)?;
        let is_type = |of: &Target| table.fact(*of).is_some_and(|fact| fact.kind == SymbolKind::TypeAlias);
        table.own_members(of, &used.name).into_iter().find(is_type)
    }

    /// The type that `Self` is; in a trait it is any that has the trait, and what an alias stands for may be that too.
    pub(super) fn own_type_named(&mut self, file: u32, used: &'t UseFact) -> Sense {
        let own = self.type_prefix(file, used.container, &used.name);
        let target = match own.as_ref().map(Type::bare) {
            Some(Type::Project { target, .. }) => *target,
            _ => return Sense::Outside,
        };
        let is_other = |kind: &SymbolKind| matches!(kind, SymbolKind::Trait | SymbolKind::TypeAlias);
        match self.table.fact(target) {
            Some(fact) if !is_other(&fact.kind) => Sense::symbols(vec![target], Certainty::Scope, None),
            _ => Sense::Outside,
        }
    }
}

/// Whether a type says `Self` somewhere.
fn names_own(of: &Type, depth: usize) -> bool {
    let any = |types: &[Type]| depth < MAX_LAYERS && types.iter().any(|inner| names_own(inner, depth + 1));
    match of {
        Type::This => true,
        Type::Project { arguments, .. } | Type::Outside { arguments, .. } => any(arguments),
        Type::Tuple(types) | Type::AnyOf(types) => any(types),
        Type::Sequence(inner) | Type::Held(_, inner) => any(std::slice::from_ref(inner)),
        _ => false,
    }
}
