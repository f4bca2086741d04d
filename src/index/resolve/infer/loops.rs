//! What loops and `with` bind, in a language where members of a value say that.

use super::Resolver;
use super::meaning::Type;
use crate::index::resolve::rules::Protocol;

/// Types of which one is meant are looked through so far.
const MAX_TYPES: usize = 8;

impl Resolver<'_, '_> {
    /// What a loop over a value of this type gives.
    pub(super) fn one_of_many(&mut self, of: &Type) -> Type {
        match of.bare() {
            Type::Outside { name, arguments } if self.home_rules().loops_over_first(name) => {
                arguments.first().cloned().unwrap_or(Type::Unknown)
            }
            Type::AnyOf(types) => {
                let types = types.iter().take(MAX_TYPES);
                let mut each: Vec<Type> = Vec::new();
                for of in types {
                    let one = if matches!(of, Type::AnyOf(_)) { Type::Unknown } else { self.one_of_many(of) };
                    if one != Type::Unknown && !each.contains(&one) {
                        each.push(one);
                    }
                }
                match each.as_slice() {
                    [] => Type::Unknown,
                    [only] => only.clone(),
                    _ => Type::AnyOf(each.into()),
                }
            }
            Type::Project { .. } => {
                let said = self.said_by(of, Protocol::Loop);
                match said {
                    Some(Type::Outside { arguments, .. }) if !arguments.is_empty() => {
                        arguments.first().cloned().unwrap_or(Type::Unknown)
                    }
                    Some(Type::Sequence(inner)) => (*inner).clone(),
                    // An iterator of the project's own.
                    Some(said @ Type::Project { .. }) if said != *of => self.element(&said),
                    _ => Type::Unknown,
                }
            }
            _ => self.element(of),
        }
    }

    /// What `with` binds where it is given a value of this type.
    pub(super) fn entered(&mut self, of: &Type) -> Type {
        match of.bare() {
            Type::Project { .. } => match self.said_by(of, Protocol::With) {
                Some(said) => said,
                None => of.clone(),
            },
            _ => Self::inside(of),
        }
    }

    /// What a member of a type gives that a statement asks it for.
    fn said_by(&mut self, of: &Type, protocol: Protocol) -> Option<Type> {
        for name in self.home_rules().protocol(protocol) {
            let Some((members, holder)) = self.members(of, name) else { continue };
            let returned = self.returned_or_itself(*members.first()?);
            let said = self.filled(&returned, &holder);
            return Some(said).filter(|said| *said != Type::Unknown);
        }
        None
    }
}
