//! What loops and `with` bind, in a language where members of a value say that.

use std::rc::Rc;

use super::Resolver;
use super::meaning::{Meaning, Type};
use crate::index::facts::{Hold, Qualifier};
use crate::index::resolve::rules::Protocol;
use crate::index::resolve::table::ScopeId;

/// Types of which one is meant are looked through so far.
const MAX_TYPES: usize = 8;

impl<'t> Resolver<'t, '_> {
    /// What a loop over a value of this type gives.
    pub(super) fn one_of_many(&mut self, of: &Type) -> Type {
        if let Some(pair) = self.one_of_pairs(of) {
            return pair;
        }
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
            // Nothing says it but what brackets give too.
            Type::Project { .. } if self.home_rules().protocol(Protocol::Loop).is_empty() => self.element(of),
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

    /// What a loop over pairs gives, in a language where that has a name.
    fn one_of_pairs(&self, of: &Type) -> Option<Type> {
        let (name, _) = self.home_rules().pair_type()?;
        let (key, value) = self.pair(of)?;
        let pair = Type::Outside { name: name.into(), arguments: Rc::new([key, value]) };
        Some(if is_constant(of) { Type::Held(Hold::Constant, Rc::new(pair)) } else { pair })
    }

    /// What an iterator from outside leads to (`std::vector<T>::iterator`): it is not told apart from that.
    pub(super) fn iterated(
        &mut self,
        file: u32,
        scope: ScopeId,
        path: &'t [String],
        arguments: &Rc<[Type]>,
    ) -> Option<Type> {
        let (name, into) =
            path.split_last().filter(|(name, into)| name.ends_with("iterator") && !into.is_empty())?;
        self.home_rules().pair_type()?;
        let of = self.named(file, scope, into, Rc::clone(arguments));
        let is_known = matches!(of.bare(), Type::Outside { arguments, .. } if !arguments.is_empty());
        let one = is_known.then(|| self.one_of_many(&of))?;
        Some(if name.starts_with("const_") { Type::Held(Hold::Constant, Rc::new(one)) } else { one })
    }

    /// What a type from outside holds many of.
    pub(super) fn held_in<'a>(&self, name: &str, arguments: &'a [Type]) -> Option<&'a Type> {
        match self.home_rules().held_argument(name) {
            Some(at) => arguments.get(at),
            None => arguments.last(),
        }
    }

    /// What a value of this type leads to.
    pub(super) fn led_to(&self, of: &Type) -> Type {
        if self.is_led_to(of) { of.clone() } else { Self::inside(of) }
    }

    /// Whether nothing can be meant by what an iterator over values of this type leads to but such a value: an iterator is not
    /// told apart from what it leads to.
    fn is_led_to(&self, of: &Type) -> bool {
        let rules = self.home_rules();
        match of {
            Type::Held(Hold::Constant | Hold::Fresh, inner) => self.is_led_to(inner),
            Type::Outside { name, .. } => {
                rules.pair_type().is_some_and(|(pair, _)| **name == *pair)
                    || rules.held_argument(name).is_some()
            }
            _ => false,
        }
    }

    /// A part of a pair, by its name.
    pub(super) fn part_of_pair(&mut self, file: u32, used: u32) -> Option<Meaning> {
        let (pair, parts) = self.home_rules().pair_type()?;
        let used = self.table.bodies(file)?.uses.get(used as usize)?;
        let at = parts.iter().position(|part| *part == used.name)?;
        let Qualifier::Value(Some(object)) = used.qualifier else { return None };
        let Meaning::Instance(whole) = self.value(file, object) else { return None };
        let mut of = whole.bare();
        while let Type::Outside { name, arguments } = of
            && self.home_rules().is_transparent(name)
        {
            of = arguments.first()?.bare();
        }
        let Type::Outside { name, arguments } = of else { return None };
        let part = arguments.get(at).filter(|_| **name == *pair)?.clone();
        let is_constant = is_constant(&whole) && !matches!(part, Type::Held(..));
        Some(Meaning::instance(if is_constant { Type::Held(Hold::Constant, Rc::new(part)) } else { part }))
    }

    /// What `with` binds where it is given a value of this type.
    pub(super) fn entered(&mut self, of: &Type) -> Type {
        match of.bare() {
            Type::Project { .. } => match self.said_by(of, Protocol::With) {
                Some(said) => said,
                None => of.clone(),
            },
            // A generator that is made to be entered: what it gives.
            Type::Sequence(each) => (**each).clone(),
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

/// Whether what is of this type must not change.
fn is_constant(of: &Type) -> bool {
    match of {
        Type::Held(Hold::Constant, _) => true,
        Type::Held(Hold::Fresh, inner) => is_constant(inner),
        _ => false,
    }
}
