//! What the uses of a file lead to, by ids that stay where other files change: so that of two states of a file only
//! the difference has to be counted anew.

use std::cmp::Ordering;

use crate::index::UseKind;
use crate::index::resolve::{Resolved, Target, Unit, Verdict};
use crate::model::{EdgeKind, FileRecords, NodeId};

/// A use that leads somewhere: the symbol, and whether it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lead {
    pub(super) to: NodeId,
    pub(super) is_call: bool,
}

/// Bytes that a lead takes.
const LENGTH: usize = 9;

/// All that a file leads to, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Leads(Vec<Lead>);

impl Leads {
    /// Those of what the uses of a file mean. Cost: a sort of them.
    pub(super) fn of(unit: &Unit, resolved: &Resolved, id_of: &dyn Fn(Target) -> Option<NodeId>) -> Leads {
        let uses = unit.facts.uses.iter().zip(&resolved.uses);
        let known = uses.filter_map(|(used, verdict)| match verdict {
            Verdict::Known(target, _) => {
                Some(Lead { to: id_of(*target)?, is_call: used.kind != UseKind::Reference })
            }
            _ => None,
        });
        Leads::sorted(known.collect())
    }

    /// Those of a file's records.
    pub(super) fn of_records(records: &FileRecords) -> Leads {
        let leads = records.edges.iter().filter_map(|edge| match edge.kind {
            EdgeKind::Calls => Some(Lead { to: edge.to, is_call: true }),
            EdgeKind::References => Some(Lead { to: edge.to, is_call: false }),
            _ => None,
        });
        Leads::sorted(leads.collect())
    }

    fn sorted(mut leads: Vec<Lead>) -> Leads {
        leads.sort_unstable();
        Leads(leads)
    }

    /// As bytes.
    pub(super) fn encode(&self) -> Vec<u8> {
        let bytes = |lead: &Lead| {
            let [a, b, c, d, e, f, g, h] = lead.to.0.to_be_bytes();
            [a, b, c, d, e, f, g, h, lead.is_call.into()]
        };
        self.0.iter().flat_map(bytes).collect()
    }

    /// From what [`Leads::encode`] gave.
    pub(super) fn decode(bytes: &[u8]) -> Leads {
        let (leads, _) = bytes.as_chunks::<LENGTH>();
        let lead = |[a, b, c, d, e, f, g, h, is_call]: &[u8; LENGTH]| Lead {
            to: NodeId(i64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h])),
            is_call: *is_call != 0,
        };
        Leads(leads.iter().map(lead).collect())
    }

    /// Calls `each` with every lead that `before` has more than `after`, and `false`; and with every one that `after`
    /// has more, and `true`. Cost: a step for each of both.
    pub(super) fn differences(before: &Leads, after: &Leads, each: &mut dyn FnMut(Lead, bool)) {
        let (mut before, mut after) = (before.0.iter().peekable(), after.0.iter().peekable());
        loop {
            let order = match (before.peek(), after.peek()) {
                (Some(old), Some(new)) => old.cmp(new),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return,
            };
            if order.is_le()
                && let Some(old) = before.next()
                && order.is_lt()
            {
                each(*old, false);
            }
            if order.is_ge()
                && let Some(new) = after.next()
                && order.is_gt()
            {
                each(*new, true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn only_differences_are_told(
            before in prop::collection::vec((0i64..5, any::<bool>()), 0..20),
            after in prop::collection::vec((0i64..5, any::<bool>()), 0..20),
        ) {
            let leads = |all: &[(i64, bool)]| {
                Leads::sorted(all.iter().map(|&(to, is_call)| Lead { to: NodeId(to), is_call }).collect())
            };
            let mut wanted: BTreeMap<Lead, i64> = BTreeMap::new();
            for lead in &leads(&after).0 {
                *wanted.entry(*lead).or_default() += 1;
            }
            for lead in &leads(&before).0 {
                *wanted.entry(*lead).or_default() -= 1;
            }
            wanted.retain(|_, more| *more != 0);
            let mut told: BTreeMap<Lead, i64> = BTreeMap::new();
            Leads::differences(&leads(&before), &leads(&after), &mut |lead, comes| {
                *told.entry(lead).or_default() += if comes { 1 } else { -1 };
            });
            prop_assert_eq!(told, wanted);
            prop_assert_eq!(Leads::decode(&leads(&before).encode()), leads(&before));
        }
    }
}
