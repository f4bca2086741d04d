//! What the names of a file lead to, by nodes: these stay the same where other files change, come and go, so that two
//! states of a file can be compared.

use serde::{Deserialize, Serialize};

use super::resolve::{Resolved, Target, Unit, Verdict};
use super::{UseFact, UseKind};
use crate::model::{Certainty, NodeId};

/// What a use leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Link {
    /// A parameter or local variable: no symbol.
    Local,
    /// Nothing that we know.
    Unknown,
    /// Just this symbol.
    Known { to: NodeId, certainty: Certainty, is_call: bool },
    /// One of these.
    Ambiguous(Box<[NodeId]>),
}

impl Link {
    /// What a use was resolved to, where `id_of` knows the nodes of symbols. Of a reference nobody is told what it may
    /// lead to.
    pub(crate) fn of(used: &UseFact, verdict: &Verdict, id_of: &dyn Fn(Target) -> NodeId) -> Link {
        match verdict {
            Verdict::Local => Link::Local,
            Verdict::Unknown => Link::Unknown,
            Verdict::Ambiguous(_) if used.kind == UseKind::Reference => Link::Unknown,
            Verdict::Known(target, certainty) => Link::Known {
                to: id_of(*target),
                certainty: *certainty,
                is_call: used.kind != UseKind::Reference,
            },
            Verdict::Ambiguous(targets) => {
                Link::Ambiguous(targets.iter().map(|target| id_of(*target)).collect())
            }
        }
    }

    /// The only symbol that it leads to.
    pub(crate) fn known(&self) -> Option<NodeId> {
        match self {
            Link::Known { to, .. } => Some(*to),
            _ => None,
        }
    }
}

/// A use that leads elsewhere than it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relink {
    /// Which of [`FileFacts::uses`](super::FileFacts::uses).
    pub(crate) at: u32,
    pub(crate) before: Link,
    pub(crate) after: Link,
}

/// What all uses of a file lead to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Links {
    /// One for each of [`FileFacts::uses`](super::FileFacts::uses).
    pub(crate) uses: Vec<Link>,
    /// Types of the file (by index) and the traits or bases of the project that they name.
    pub(crate) implements: Vec<(u32, NodeId)>,
}

impl Links {
    /// What a file was resolved to, where `id_of` knows the nodes of symbols.
    pub(crate) fn of(unit: &Unit, resolved: &Resolved, id_of: &dyn Fn(Target) -> NodeId) -> Links {
        let uses = unit.facts.uses.iter().zip(&resolved.uses);
        let uses = uses.map(|(used, verdict)| Link::of(used, verdict, id_of));
        let implements = resolved.implements.iter().map(|&(symbol, base)| (symbol, id_of(base)));
        Links { uses: uses.collect(), implements: implements.collect() }
    }

    /// The uses that lead elsewhere than `before`, in order; `None` where that is not all that is another thing.
    pub(crate) fn relinked(&self, before: &Links) -> Option<Vec<Relink>> {
        if self.implements != before.implements || self.uses.len() != before.uses.len() {
            return None;
        }
        let links = (0u32..).zip(before.uses.iter().zip(&self.uses));
        let others = links.filter(|(_, (before, after))| before != after);
        let relink = |(at, (before, after)): (u32, (&Link, &Link))| Relink {
            at,
            before: before.clone(),
            after: after.clone(),
        };
        Some(others.map(relink).collect())
    }

    /// Those of the file with this node as bytes; of equal ones they are equal.
    pub(crate) fn encode(&self, file: NodeId) -> Vec<u8> {
        let known = self.uses.iter().filter_map(Link::known);
        let fan_out = known.filter(|to| to.file() != file).count() as u32;
        let bytes = postcard::to_extend(self, fan_out.to_le_bytes().to_vec());
        debug_assert!(bytes.is_ok(), "links are plain data");
        bytes.unwrap_or_default()
    }

    /// From what [`Links::encode`] gave.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Links> {
        let (_, links) = bytes.split_first_chunk::<4>()?;
        postcard::from_bytes(links).ok()
    }

    /// How many of the uses lead to other files, likewise. Nothing else is looked at.
    pub(crate) fn fan_out(bytes: &[u8]) -> Option<u32> {
        bytes.first_chunk().map(|count| u32::from_le_bytes(*count))
    }
}
