//! Members that only some instances of a generic type have: of `impl Shape<Round>` and `impl Shape<Square>` a value has those of one.

use std::rc::Rc;

use super::Resolver;
use super::meaning::Type;
use crate::index::TypeFact;
use crate::index::literals;
use crate::index::resolve::Target;
use crate::index::resolve::place::Place;
use crate::model::SymbolKind;

/// Types in types are compared so deep.
const MAX_LAYERS: usize = 8;

impl Resolver<'_, '_> {
    /// Of several members, leaves those that a value of this type can have.
    pub(super) fn keep_of_instance(&mut self, of: &Type, members: &mut Vec<Target>) {
        if members.len() < 2 || !members.iter().any(|member| self.is_of_some(*member)) {
            return;
        }
        let kept: Vec<Target> =
            members.iter().copied().filter(|member| self.is_of_instance(of, *member)).collect();
        // No two of them are for one type: where one is for just this one, the others are for types that are only called alike.
        let of_some: Vec<Target> = kept.iter().copied().filter(|member| self.is_of_some(*member)).collect();
        if of_some.len() == 1 && is_told(of) {
            *members = of_some;
        } else if !kept.is_empty() {
            *members = kept;
        }
    }

    /// Likewise, of what stands behind the name of an alias.
    pub(super) fn keep_of_alias(&mut self, places: &[Place], found: &mut Vec<Place>) {
        let [Place::Symbol(alias)] = *places else { return };
        let is_alias = self.table.fact(alias).is_some_and(|fact| fact.kind == SymbolKind::TypeAlias);
        let mut members: Vec<Target> = found.iter().filter_map(|place| place.target()).collect();
        if is_alias && members.len() > 1 && members.len() == found.len() {
            let of = self.through_aliases(alias, Rc::new([]));
            self.keep_of_instance(&of, &mut members);
            found.retain(|place| place.target().is_some_and(|target| members.contains(&target)));
        }
    }

    /// Whether a value of this type can have a member.
    pub(super) fn is_of_instance(&mut self, of: &Type, member: Target) -> bool {
        self.instance_of(member).is_none_or(|named| self.may_be(&named, of, 0))
    }

    /// The type that the `impl` of a member is for, where that is for only some instances; its generic parameters are the
    /// member's.
    pub(super) fn instance_of(&mut self, member: Target) -> Option<Type> {
        let fact = self.table.fact(member).filter(|_| self.is_of_some(member))?;
        let named = self.type_of(member.file, fact.of_type?);
        Some(with_parameters(&named, member, &fact.type_parameters, 0))
    }

    fn is_of_some(&self, member: Target) -> bool {
        let of = self.table.fact(member).and_then(|fact| fact.of_type);
        let of = of.and_then(|of| self.table.bodies(member.file)?.types.get(of as usize));
        matches!(of, Some(TypeFact::Named { arguments, .. }) if !arguments.is_empty())
    }

    /// Whether a type can be one that an `impl` names; generic parameters stand for any type.
    fn may_be(&self, named: &Type, of: &Type, depth: usize) -> bool {
        let all = |named: &[Type], of: &[Type]| {
            named.iter().zip(of).all(|(named, of)| self.may_be(named, of, depth + 1))
        };
        let has_form = |of: &Type| {
            matches!(of, Type::Project { .. } | Type::Outside { .. } | Type::Tuple(_) | Type::Sequence(_))
        };
        match (named.bare(), of.bare()) {
            _ if depth > MAX_LAYERS => true,
            (Type::Outside { name, .. }, _) | (_, Type::Outside { name, .. }) if name.is_empty() => true,
            (Type::Project { target: a, arguments }, Type::Project { target: b, arguments: of }) => {
                a == b && all(arguments, of)
            }
            (Type::Outside { name: a, arguments }, Type::Outside { name: b, arguments: of }) => {
                (literals::may_be(b, a) || a == b) && all(arguments, of)
            }
            (Type::Project { target, .. }, Type::Outside { name, .. })
            | (Type::Outside { name, .. }, Type::Project { target, .. }) => {
                self.table.fact(*target).is_none_or(|fact| fact.name == **name)
            }
            (Type::Tuple(a), Type::Tuple(b)) => a.len() == b.len() && all(a, b),
            (Type::Sequence(a), Type::Sequence(b)) => self.may_be(a, b, depth + 1),
            (named, of) => !has_form(named) || !has_form(of),
        }
    }
}

/// Whether it is known what a generic type is of.
fn is_told(of: &Type) -> bool {
    let is_known = |of: &Type| match of.bare() {
        Type::Unknown | Type::Parameter { .. } | Type::This => false,
        Type::Outside { name, .. } => !name.is_empty(),
        _ => true,
    };
    match of.bare() {
        Type::Project { arguments, .. } | Type::Outside { arguments, .. } => {
            !arguments.is_empty() && arguments.iter().all(is_known)
        }
        _ => false,
    }
}

/// A type as the `impl` around a member names it, in the member's own generic parameters.
fn with_parameters(of: &Type, member: Target, parameters: &[(String, Option<u32>)], depth: usize) -> Type {
    let all = |types: &Rc<[Type]>| {
        types.iter().map(|of| with_parameters(of, member, parameters, depth + 1)).collect()
    };
    match of {
        _ if depth > MAX_LAYERS => of.clone(),
        Type::Outside { name, arguments } if arguments.is_empty() => {
            let index = parameters.iter().position(|(parameter, _)| *parameter == **name);
            index.map_or_else(|| of.clone(), |index| Type::Parameter { of: member, index })
        }
        Type::Outside { name, arguments } => {
            Type::Outside { name: Rc::clone(name), arguments: all(arguments) }
        }
        Type::Project { target, arguments } => Type::Project { target: *target, arguments: all(arguments) },
        Type::Tuple(parts) => Type::Tuple(all(parts)),
        Type::Sequence(inner) => {
            Type::Sequence(Rc::new(with_parameters(inner, member, parameters, depth + 1)))
        }
        of => of.clone(),
    }
}
