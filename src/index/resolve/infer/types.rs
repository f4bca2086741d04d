//! Types as the text names them, and what stands for their generic parameters.

use std::rc::Rc;

use super::meaning::{Meaning, Type};
use super::members::Members;
use super::{MAX_DEPTH, Resolver};
use crate::index::TypeFact;
use crate::index::facts::Hold;
use crate::index::resolve::Target;
use crate::index::resolve::lookup::Search;
use crate::index::resolve::place::{Found, Named, Place, UseWant, Want};
use crate::index::resolve::table::{ScopeId, is_type};
use crate::model::SymbolKind;

/// Aliases of aliases are followed so far.
const MAX_ALIASES: usize = 16;

impl<'t> Resolver<'t, '_> {
    /// The type that one of a file's types is.
    pub(super) fn type_of(&mut self, file: u32, index: u32) -> Type {
        if let Some(known) = self.types.get(&(file, index)) {
            return known.clone();
        }
        if self.depth >= MAX_DEPTH {
            return Type::Unknown;
        }
        // A type that leads back to itself is not known.
        self.types.insert((file, index), Type::Unknown);
        self.depth += 1;
        let found = self.read_type(file, index).unwrap_or(Type::Unknown);
        self.depth -= 1;
        self.types.insert((file, index), found.clone());
        found
    }

    fn read_type(&mut self, file: u32, index: u32) -> Option<Type> {
        let table = self.table;
        let fact = table.bodies(file)?.types.get(index as usize)?;
        Some(match fact {
            TypeFact::Named { path, arguments, container } => {
                let arguments: Rc<[Type]> =
                    arguments.iter().map(|argument| self.type_of(file, *argument)).collect();
                self.named(file, *container, path, arguments)
            }
            TypeFact::This => Type::This,
            TypeFact::Sequence(of) => Type::Sequence(Rc::new(self.type_of(file, *of))),
            TypeFact::Function(of) => {
                Type::Function { takes: Rc::new([]), returned: Rc::new(self.type_of(file, *of)) }
            }
            TypeFact::Callable { takes, returns } => {
                let mut of = |of: &Option<u32>| of.map_or(Type::Unknown, |of| self.type_of(file, of));
                Type::Function { takes: takes.iter().map(&mut of).collect(), returned: Rc::new(of(returns)) }
            }
            TypeFact::Tuple(of) => Type::Tuple(of.iter().map(|of| self.type_of(file, *of)).collect()),
            TypeFact::Values(_) | TypeFact::With(..) | TypeFact::Says(_) | TypeFact::SaidBy(_) => {
                return None;
            }
            TypeFact::Written(members) if members.is_empty() => return None,
            TypeFact::Written(_) => Type::Written { file, of: index, within: None },
            TypeFact::Object(_) => Type::Object { file, of: index },
            TypeFact::AnyOf(of) => Type::AnyOf(of.iter().map(|of| self.type_of(file, *of)).collect()),
            TypeFact::Held(hold, of) => match self.type_of(file, *of) {
                Type::Unknown => return None,
                of => Type::Held(*hold, Rc::new(of)),
            },
            TypeFact::OfValue(value) => match self.value(file, *value) {
                Meaning::Instance(of) => of,
                Meaning::Places(places) => Type::Places(places),
                Meaning::Method(..) | Meaning::Super(_) => return None,
                Meaning::Outside => Type::Outside { name: "".into(), arguments: Rc::new([]) },
                Meaning::Unknown => return None,
            },
        })
    }

    pub(super) fn named(
        &mut self,
        file: u32,
        scope: ScopeId,
        path: &'t [String],
        arguments: Rc<[Type]>,
    ) -> Type {
        if let [only] = path
            && let Some(parameter) = self.parameter(file, scope, only)
        {
            return parameter;
        }
        if let Some((first, rest)) = path.split_first().filter(|(_, rest)| !rest.is_empty())
            && let Some(of) = self.type_prefix(file, scope, first)
        {
            return self.type_in(of, rest);
        }
        let outside = |arguments| {
            let name = path.last().map_or("", String::as_str);
            Type::Outside { name: name.into(), arguments }
        };
        match self.find_type(file, scope, path) {
            Named::Type(target) => {
                self.through_aliases(target, self.own_arguments(file, scope, target, arguments))
            }
            Named::Outside | Named::Unknown if self.may_name_value(file) => {
                match self.held_class(file, scope, path) {
                    Some(of) => of,
                    None => self.of_class(file, path, &arguments).unwrap_or_else(|| outside(arguments)),
                }
            }
            // What is not bound at all is the language's own, or comes from where we do not see.
            Named::Outside | Named::Unknown => {
                if let Some(of) = self.of_macro(file, scope, path) {
                    return of;
                }
                let iterated = self.iterated(file, scope, path, &arguments);
                let of = iterated.or_else(|| self.of_class(file, path, &arguments));
                of.unwrap_or_else(|| outside(arguments))
            }
        }
    }

    /// The type that a macro stands for.
    fn of_macro(&mut self, file: u32, scope: ScopeId, path: &'t [String]) -> Option<Type> {
        let [_] = path else { return None };
        if !self.table.rules(file).has_signatures() {
            return None;
        }
        let found = Search::new(self.table).path(file, scope, path, Want::Use(UseWant::Macro));
        let Found::Places(places) = found else { return None };
        let [Place::Symbol(target)] = *places else { return None };
        let declared = self.table.fact(target).filter(|fact| fact.kind == SymbolKind::Macro)?.declared?;
        Some(self.type_of(target.file, declared))
    }

    /// What a path begins with that is a type by itself: a generic parameter, or the type of the object itself.
    pub(super) fn type_prefix(&mut self, file: u32, scope: ScopeId, first: &str) -> Option<Type> {
        if self.table.rules(file).own_type() == Some(first) {
            let own = self.enclosing_member(file, scope).and_then(|member| self.instance_of(member));
            return own.or_else(|| self.enclosing_type(file, scope).map(Type::of));
        }
        self.parameter(file, scope, first)
    }

    /// The type that a path names from a type on.
    pub(super) fn type_in(&mut self, of: Type, path: &[String]) -> Type {
        let mut of = of;
        for name in path {
            let table = self.table;
            let rules = table.rules(self.file);
            let is_alias = |target: Target| {
                table.fact(target).is_some_and(|fact| is_type(&fact.kind) || rules.has_fields(&fact.kind))
            };
            of = match self.look_in(&of, name, &is_alias) {
                Members::Found(found, holder) => match found.first() {
                    Some(&target) => {
                        let alias = self.through_aliases(target, Rc::new([]));
                        self.filled(&alias, &holder)
                    }
                    None => return Type::Unknown,
                },
                Members::Outside => {
                    return Type::Outside { name: name.as_str().into(), arguments: Rc::new([]) };
                }
                Members::None | Members::Unknown => return Type::Unknown,
            };
        }
        of
    }

    /// A generic parameter that is in sight.
    fn parameter(&self, file: u32, scope: ScopeId, name: &str) -> Option<Type> {
        let mut at = scope;
        while let Some(symbol) = at {
            let of = Target { file, symbol };
            let fact = self.table.fact(of)?;
            let index = fact.type_parameters.iter().position(|(parameter, _)| parameter == name);
            if let Some(index) = index {
                return Some(Type::Parameter { of, index });
            }
            at = fact.parent;
        }
        None
    }

    /// What an alias stands for, with its own parameters filled in.
    pub(super) fn through_aliases(&mut self, target: Target, arguments: Rc<[Type]>) -> Type {
        let mut found = Type::Project { target, arguments };
        for _ in 0..MAX_ALIASES {
            let Type::Project { target, .. } = &found else { break };
            let target = *target;
            let Some(fact) = self.table.fact(target) else { break };
            let Some(declared) = fact.declared.filter(|_| fact.kind == SymbolKind::TypeAlias) else { break };
            let next = self.type_of(target.file, declared);
            if next == Type::Unknown {
                break;
            }
            found = self.filled(&next, &found);
        }
        found
    }

    /// A type that stands in the text of `holder`'s definition, with `holder`'s arguments for its parameters.
    pub(super) fn filled(&self, of: &Type, holder: &Type) -> Type {
        if !self.goes_on() {
            return Type::Unknown;
        }
        let all = |types: &Rc<[Type]>| types.iter().map(|inner| self.filled(inner, holder)).collect();
        match of {
            Type::This => holder.clone(),
            Type::Parameter { of: owner, index } => {
                let Type::Project { target, arguments } = holder else { return of.clone() };
                let index =
                    if target == owner { Some(*index) } else { self.index_in(*target, *owner, *index) };
                index.and_then(|index| arguments.get(index)).unwrap_or(of).clone()
            }
            Type::Project { target, arguments } if !arguments.is_empty() => {
                Type::Project { target: *target, arguments: all(arguments) }
            }
            Type::Outside { name, arguments } if !arguments.is_empty() => {
                Type::Outside { name: Rc::clone(name), arguments: all(arguments) }
            }
            Type::Sequence(inner) => Type::Sequence(Rc::new(self.filled(inner, holder))),
            Type::Held(hold, inner) => Type::Held(*hold, Rc::new(self.filled(inner, holder))),
            Type::Function { takes, returned } => {
                Type::Function { takes: all(takes), returned: Rc::new(self.filled(returned, holder)) }
            }
            Type::Tuple(inner) => Type::Tuple(all(inner)),
            Type::AnyOf(inner) => Type::AnyOf(all(inner)),
            Type::Written { file, of: written, within } => {
                let is_around = |holder: &Type| matches!(holder, Type::Project { target, arguments } if target.file == *file && !arguments.is_empty());
                let within = match within {
                    Some(within) => Some(Rc::new(self.filled(within, holder))),
                    None => is_around(holder).then(|| Rc::new(holder.clone())),
                };
                Type::Written { file: *file, of: *written, within }
            }
            _ => of.clone(),
        }
    }

    /// Which parameter of a type a parameter of its member stands for: of an `impl` for the type, that of the same
    /// name, as they mostly are called.
    fn index_in(&self, of: Target, member: Target, index: usize) -> Option<usize> {
        if self.table.owner_of(member) != Some(of) {
            return None;
        }
        let (name, _) = self.table.fact(member)?.type_parameters.get(index)?;
        self.table.fact(of)?.type_parameters.iter().position(|(parameter, _)| parameter == name)
    }

    /// The bound of a generic parameter.
    pub(super) fn bound(&mut self, of: Target, index: usize) -> Option<Type> {
        let (_, bound) = self.table.fact(of)?.type_parameters.get(index)?;
        Some(self.type_of(of.file, (*bound)?))
    }

    /// What a value of this type gives one by one: in a loop, behind brackets.
    pub(super) fn element(&mut self, of: &Type) -> Type {
        match of {
            Type::Sequence(inner) | Type::Held(Hold::Pointer, inner) => (**inner).clone(),
            Type::Held(Hold::Constant, inner) => match self.element(inner) {
                held @ (Type::Held(..) | Type::Unknown) => held,
                of => Type::Held(Hold::Constant, Rc::new(of)),
            },
            Type::Held(Hold::Fresh | Hold::Some | Hold::Together | Hold::Spread, inner) => {
                self.element(inner)
            }
            Type::Tuple(inner) => Type::AnyOf(Rc::clone(inner)),
            Type::Outside { name, arguments } => match self.held_in(name, arguments) {
                Some(inner) if self.home_rules().is_transparent(name) => self.element(&inner.clone()),
                Some(inner) => inner.clone(),
                None => of.clone(),
            },
            Type::Project { .. } => match self.made_of(of) {
                Some(inner) => self.element(&inner),
                None => self.element_of_project(of),
            },
            Type::Parameter { of, index } if self.home_rules().has_extensions() => {
                self.element_of_bound(*of, *index)
            }
            _ => Type::Unknown,
        }
    }

    /// What a type of its own is made of (Go's `type Names []string`), which is none of the project's own types.
    pub(super) fn made_of(&mut self, of: &Type) -> Option<Type> {
        let mut found = of.clone();
        for _ in 0..MAX_ALIASES {
            let Type::Project { target, .. } = &found else { return Some(found) };
            let target = *target;
            let fact = self.table.fact(target).filter(|fact| fact.kind == SymbolKind::Struct)?;
            let declared = self.type_of(target.file, fact.declared?);
            found = self.filled(&declared, &found);
        }
        None
    }

    /// What a method of a value of this type hands to a function: what it wraps, or one of what it holds.
    pub(super) fn given(&mut self, of: &Type) -> Type {
        match of {
            Type::Held(Hold::Some, inner) => self.given(inner),
            Type::Outside { .. } if self.pair(of).is_some() => self.looped(of),
            Type::Outside { name, arguments } => match arguments.first() {
                Some(inner) if self.home_rules().is_transparent(name) => self.given(&inner.clone()),
                Some(inner) => inner.clone(),
                None => of.clone(),
            },
            _ => self.element(of),
        }
    }

    /// What an iterator gives that a generic parameter stands for: what one of its bounds says.
    fn element_of_bound(&mut self, of: Target, index: usize) -> Type {
        let Some(bound) = self.bound(of, index) else { return Type::Unknown };
        let bounds = match bound.bare() {
            Type::AnyOf(all) => all.to_vec(),
            only => vec![only.clone()],
        };
        let gives = |name: &str| name.contains("Iterator") || matches!(name, "Index" | "IndexMut" | "Stream");
        let holds = |of: &&Type| matches!(of, Type::Outside { name, arguments } if !arguments.is_empty() && gives(name));
        bounds.iter().find(holds).map_or(Type::Unknown, |of| self.element(of))
    }

    fn element_of_project(&mut self, of: &Type) -> Type {
        let own = if self.home_rules().is_its_own_element() { of.clone() } else { Type::Unknown };
        for name in self.home_rules().element_members() {
            let Some((members, holder)) = self.members(of, name) else { continue };
            let Some(&member) = members.first() else { continue };
            let returned = self.returned(member);
            let returned = self.filled(&returned, &holder);
            return match returned {
                // An iterator over them.
                Type::Outside { arguments, .. } if !arguments.is_empty() => {
                    arguments.first().cloned().unwrap_or(Type::Unknown)
                }
                returned => returned,
            };
        }
        own
    }

    /// What a value of this type wraps; where it wraps nothing, itself.
    pub(super) fn inside(of: &Type) -> Type {
        match of {
            Type::Outside { arguments, .. } => arguments.first().cloned().unwrap_or_else(|| of.clone()),
            Type::Held(Hold::Pointer, inner) => (**inner).clone(),
            Type::Held(_, inner) => Self::inside(inner),
            _ => of.clone(),
        }
    }

    /// One part of a value of this type, or of what it is made of.
    pub(super) fn part_of(&mut self, of: &Type, part: u16) -> Type {
        match of {
            Type::Project { .. } if self.home_rules().has_keys() => {
                self.made_of(of).map_or(Type::Unknown, |inner| Self::part(&inner, part))
            }
            of => Self::part(of, part),
        }
    }

    /// One part of a value of this type.
    pub(super) fn part(of: &Type, part: u16) -> Type {
        match of {
            Type::Tuple(parts) => parts.get(usize::from(part)).cloned().unwrap_or(Type::Unknown),
            Type::Sequence(inner) => (**inner).clone(),
            Type::Held(_, inner) => Self::part(inner, part),
            Type::Outside { arguments, .. } => {
                arguments.get(usize::from(part)).cloned().unwrap_or(Type::Unknown)
            }
            _ => Type::Unknown,
        }
    }
}
