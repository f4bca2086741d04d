//! What a value is where a test has told more of it: an instance of a class, or the one of several types that has a property
//! which is so.

use std::rc::Rc;

use super::Resolver;
use super::meaning::{Meaning, Type};
use crate::index::facts::{Hold, Is, Qualifier};
use crate::index::resolve::Target;
use crate::index::resolve::place::{Named, Place};
use crate::index::{TypeFact, ValueFact};
use crate::model::SymbolKind;

/// Types in types are looked through so deep.
const MAX_LAYERS: usize = 8;

/// So many values of one property are told apart.
const MAX_VALUES: usize = 256;

/// What is as good as false.
const FALSE: [&str; 6] = ["false", "undefined", "null", "0", "\"\"", "0n"];

impl Resolver<'_, '_> {
    /// A value where a test has said of it what `by` says, or that this is not so.
    pub(super) fn tested(&mut self, file: u32, (of, by): (u32, u32), holds: bool) -> Option<Meaning> {
        let meaning = self.value(file, of);
        let by_type = match self.table.bodies(file)?.types.get(by as usize)? {
            TypeFact::With(name, is) => {
                let Meaning::Instance(of) = &meaning else { return Some(meaning) };
                let mut tells = !matches!(is, Is::OneOf(_));
                let mut has =
                    |resolver: &mut Self, of: &Type| resolver.is_so(of, (name, is, holds), &mut tells);
                let only = self.only_parts(of, &mut has, 0);
                // A property that has any value in all of them tells nothing.
                return Some(only.filter(|_| tells).map_or(meaning, Meaning::instance));
            }
            TypeFact::SaidBy(function) => match self.type_said_by(file, *function) {
                Some(of) => of,
                None => return Some(meaning),
            },
            _ => self.type_of(file, by),
        };
        let Meaning::Instance(of) = &meaning else {
            let is_open = matches!(meaning, Meaning::Unknown | Meaning::Outside);
            return Some(if holds && is_open { Meaning::instance(by_type) } else { meaning });
        };
        let mut is = |resolver: &mut Self, of: &Type| resolver.is_a(of, &by_type) == holds;
        Some(match self.only_parts(of, &mut is, 0) {
            Some(of) => Meaning::instance(of),
            None if holds && by_type != Type::Unknown => Meaning::instance(by_type),
            None => meaning,
        })
    }

    /// The type of which a function says whether it is what it is given.
    fn type_said_by(&mut self, file: u32, function: u32) -> Option<Type> {
        let places = match self.value(file, function) {
            Meaning::Places(places) | Meaning::Method(places, _) => places,
            _ => return None,
        };
        let Some(Place::Symbol(target)) = places.first().copied() else { return None };
        let declared = self.table.fact(target)?.declared?;
        match self.table.bodies(target.file)?.types.get(declared as usize)? {
            TypeFact::Says(of) => Some(self.type_of(target.file, *of)).filter(|of| *of != Type::Unknown),
            _ => None,
        }
    }

    /// Of the types that a value may be of those that are meant; `None` where none is.
    fn only_parts(
        &mut self,
        of: &Type,
        is_meant: &mut dyn FnMut(&mut Self, &Type) -> bool,
        depth: usize,
    ) -> Option<Type> {
        if depth > MAX_LAYERS || !self.goes_on() {
            return Some(of.clone());
        }
        match of {
            Type::AnyOf(parts) => {
                let kept: Vec<Type> =
                    parts.iter().filter_map(|part| self.only_parts(part, is_meant, depth + 1)).collect();
                match kept.as_slice() {
                    [] => None,
                    [only] => Some(only.clone()),
                    _ => Some(Type::AnyOf(kept.into())),
                }
            }
            // Of a type that is several at once each part that is one of several is told apart.
            Type::Held(Hold::Together, inner) => {
                let Type::AnyOf(parts) = &**inner else { return is_meant(self, of).then(|| of.clone()) };
                if !parts.iter().any(|part| matches!(part, Type::AnyOf(_))) {
                    return is_meant(self, of).then(|| of.clone());
                }
                let mut kept = Vec::with_capacity(parts.len());
                for part in parts.iter() {
                    kept.push(match part {
                        Type::AnyOf(_) => self.only_parts(part, is_meant, depth + 1)?,
                        part => part.clone(),
                    });
                }
                Some(Type::Held(Hold::Together, Rc::new(Type::AnyOf(kept.into()))))
            }
            Type::Held(hold, inner) => {
                let inner = self.only_parts(inner, is_meant, depth + 1)?;
                Some(Type::Held(*hold, Rc::new(inner)))
            }
            Type::Outside { name, arguments } if self.home_rules().is_transparent(name) => {
                let mut arguments = arguments.to_vec();
                if let Some(first) = arguments.first_mut() {
                    *first = self.only_parts(&first.clone(), is_meant, depth + 1)?;
                }
                Some(Type::Outside { name: Rc::clone(name), arguments: arguments.into() })
            }
            _ => is_meant(self, of).then(|| of.clone()),
        }
    }

    /// Whether a type is another one or extends it.
    fn is_a(&self, of: &Type, other: &Type) -> bool {
        match (of.bare(), other.bare()) {
            (Type::Project { target: of, .. }, Type::Project { target: other, .. }) => {
                self.lineage(*of).contains(other)
            }
            (Type::Outside { name: of, .. }, Type::Outside { name: other, .. }) => of == other,
            (of, Type::AnyOf(others)) => others.iter().any(|other| self.is_a(of, other)),
            (of, other) => of == other,
        }
    }

    /// Whether a property of a type may be what a test found of it, or not found. Notes where it can have just some values.
    fn is_so(&mut self, of: &Type, (name, is, holds): (&str, &Is, bool), tells: &mut bool) -> bool {
        if matches!(of, Type::Unknown | Type::Parameter { .. }) {
            return true;
        }
        let member = self.members(of, name).and_then(|(members, _)| members.first().copied());
        let Some(member) = member else { return !holds };
        let Some(values) = self.values_of(member) else { return holds || *is != Is::There };
        *tells = true;
        let is_false = |value: &String| FALSE.contains(&value.as_str());
        match (is, holds) {
            (Is::There, _) => holds,
            (Is::True, true) => !values.iter().all(is_false),
            (Is::True, false) => values.iter().any(is_false),
            (Is::OneOf(known), true) => values.iter().any(|value| known.contains(value)),
            (Is::OneOf(known), false) => !values.iter().all(|value| known.contains(value)),
        }
    }

    /// The values that a property can have, where it has just these.
    fn values_of(&mut self, member: Target) -> Option<Vec<String>> {
        let fact = self.table.fact(member)?;
        if fact.kind == SymbolKind::Method {
            return None;
        }
        let mut values = Vec::new();
        self.values_in(member.file, fact.declared?, &mut values, 0)?;
        Some(values)
    }

    fn values_in(&mut self, file: u32, of: u32, values: &mut Vec<String>, depth: usize) -> Option<()> {
        if depth > MAX_LAYERS || values.len() > MAX_VALUES || !self.goes_on() {
            return None;
        }
        let bodies = self.table.bodies(file)?;
        match bodies.types.get(of as usize)? {
            TypeFact::Values(known) => values.extend(known.iter().cloned()),
            TypeFact::AnyOf(parts) if !parts.is_empty() => {
                for part in parts {
                    self.values_in(file, *part, values, depth + 1)?;
                }
            }
            TypeFact::Named { path, container, .. } => match path.as_slice() {
                [.., of, name] => values.push(format!("{of}.{name}")),
                [_] => {
                    let Named::Type(target) = self.find_type(file, *container, path) else { return None };
                    let alias = self.table.fact(target).filter(|fact| fact.kind == SymbolKind::TypeAlias)?;
                    return self.values_in(target.file, alias.declared?, values, depth + 1);
                }
                [] => return None,
            },
            // `typeof Kind.one`
            TypeFact::OfValue(value) => {
                let ValueFact::Use(used) = *bodies.values.get(*value as usize)? else { return None };
                let used = bodies.uses.get(used as usize)?;
                let of = match &used.qualifier {
                    Qualifier::Path(path) => path.last()?,
                    Qualifier::Value(Some(of)) => {
                        let ValueFact::Use(of) = *bodies.values.get(*of as usize)? else { return None };
                        &bodies.uses.get(of as usize)?.name
                    }
                    _ => return None,
                };
                values.push(format!("{of}.{}", used.name));
            }
            _ => return None,
        }
        Some(())
    }
}
