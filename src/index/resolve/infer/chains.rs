//! Long chains: `a.b().c().d()`, or a variable that is given anew what a call of it gives. What stands at the end of one is
//! known by what stands before it, which is found out from its beginning on, so that no chain leads too deep.

use super::Resolver;
use crate::index::ValueFact;
use crate::index::facts::Qualifier;

/// Links of a chain that are looked back to, at most: of a longer one nothing is known. They are found again for each part of
/// a file.
const MAX_LINKS: usize = 128;

/// Chains of fewer links are no matter.
const FEW: usize = 6;

/// Values that may stand between two links.
const MAX_BETWEEN: usize = 16;

impl Resolver<'_, '_> {
    /// Finds out what the uses lead to that a use of a file hangs on, the first of its chain first, where these are many.
    pub(super) fn lead_up(&mut self, file: u32, index: u32) {
        let mut links = Vec::new();
        let mut last = index;
        while let Some(before) = self.link_before(file, last) {
            if self.senses.contains_key(&(file, before)) {
                break;
            }
            if links.len() == MAX_LINKS {
                return;
            }
            links.push(before);
            last = before;
        }
        if links.len() < FEW {
            return;
        }
        for link in links.into_iter().rev() {
            self.sense(file, link);
        }
    }

    /// The use whose value a use is named of.
    fn link_before(&self, file: u32, index: u32) -> Option<u32> {
        let facts = self.table.bodies(file)?;
        let Qualifier::Value(Some(mut value)) = facts.uses.get(index as usize)?.qualifier else {
            return None;
        };
        for _ in 0..MAX_BETWEEN {
            value = match *facts.values.get(value as usize)? {
                ValueFact::Use(used) => return Some(used),
                ValueFact::Local(local) => {
                    let local = facts.locals.get(local as usize)?;
                    if local.declared.is_some() {
                        return None;
                    }
                    local.value?
                }
                ValueFact::Call(of)
                | ValueFact::CallWith(of, _)
                | ValueFact::Inside(of)
                | ValueFact::Element(of)
                | ValueFact::Numbered(of, _)
                | ValueFact::Looped(of)
                | ValueFact::Entered(of)
                | ValueFact::Part(of, _)
                | ValueFact::Narrowed(of, _)
                | ValueFact::Without(of, _)
                | ValueFact::Common(of) => of,
                _ => return None,
            };
        }
        None
    }
}
