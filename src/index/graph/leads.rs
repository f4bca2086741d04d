//! What the uses of a file lead to, by ids that stay where other files change: so that of two states of a file only
//! the difference has to be counted anew.

use std::cmp::Ordering;

use crate::index::links::Link;
use crate::model::{EdgeKind, FileRecords, NodeId};

/// A use that leads somewhere: the symbol, and whether it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lead {
    pub(super) to: NodeId,
    pub(super) is_call: bool,
}

/// All that a file leads to, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Leads(Vec<Lead>);

impl Leads {
    /// Those of what the uses of a file lead to.
    pub(super) fn of<'l>(links: impl IntoIterator<Item = &'l Link>) -> Leads {
        Leads::sorted(links.into_iter().filter_map(lead).collect())
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

fn lead(link: &Link) -> Option<Lead> {
    match link {
        Link::Known { to, is_call, .. } => Some(Lead { to: *to, is_call: *is_call }),
        _ => None,
    }
}

/// Calls `each` as [`Leads::differences`] does, for what the uses of a file led to before and what they lead to now.
/// Cost: a step for each of both, where there are as many: then most are what they were. Else a sort of them.
pub(super) fn differences(before: &[Link], after: &[Link], each: &mut dyn FnMut(Lead, bool)) {
    if before.len() != after.len() {
        return Leads::differences(&Leads::of(before), &Leads::of(after), each);
    }
    let others = |of: &[Link], than: &[Link]| {
        let others = of.iter().zip(than).filter(|(link, other)| lead(link) != lead(other));
        Leads::sorted(others.filter_map(|(link, _)| lead(link)).collect())
    };
    Leads::differences(&others(before, after), &others(after, before), each);
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
        }
    }
}
