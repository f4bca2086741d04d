//! What is expected of a call by the call that it is an argument of, in a language whose library is known.

use super::library::{says_own, shaped};
use super::meaning::Type;
use super::{MAX_DEPTH, Resolver};
use crate::index::ValueFact;
use crate::index::resolve::rules::java::library::LibraryMethod;

/// The call around another one is looked for among so many names before that.
const MAX_BEFORE: u32 = 24;

impl Resolver<'_, '_> {
    /// What a method's own parameters are by what the call around it takes: `Collectors.toList()` is of what is collected.
    pub(super) fn own_around(&mut self, file: u32, used: u32, method: &LibraryMethod) -> Vec<Option<Type>> {
        let mut own = Vec::new();
        if says_own(&method.gives, 0)
            && let Some(taken) = self.taken_around(file, used)
        {
            self.unify_shape(&method.gives, &taken, &mut own, 0);
        }
        own
    }

    /// What a method of the library takes where this call is given to it, as far as that does not depend on the call.
    fn taken_around(&mut self, file: u32, inner: u32) -> Option<Type> {
        let facts = self.table.bodies(file)?;
        let is_inner = |value: u32| match facts.values.get(value as usize) {
            Some(ValueFact::Call(of)) => {
                matches!(facts.values.get(*of as usize), Some(ValueFact::Use(used)) if *used == inner)
            }
            _ => false,
        };
        let mut before = (inner.saturating_sub(MAX_BEFORE)..inner).rev();
        let (around, at) = before.find_map(|around| {
            let given = &facts.uses.get(around as usize)?.given;
            Some((around, given.iter().position(|value| value.is_some_and(is_inner))?))
        })?;
        if self.depth >= MAX_DEPTH {
            return None;
        }
        let used = facts.uses.get(around as usize)?;
        self.depth += 1;
        let taken = self.library_method(file, used).and_then(|(method, arguments)| {
            let shape = method.takes.get(at)?;
            let own = self.own_parameters(file, (around, used), method, u16::try_from(at).ok());
            Some(shaped(shape, &arguments, &own, 0))
        });
        self.depth -= 1;
        taken
    }
}
