//! The calls and references of a file, as records.

use super::Builder;
use crate::index::ids::stable_id;
use crate::index::links::Link;
use crate::index::{UseFact, UseKind};
use crate::model::{Call, Json, NodeId, Reference};

impl Builder<'_> {
    /// Of uses that have nodes those that are wanted, with what they lead to.
    pub(super) fn uses<'u>(
        &self,
        uses: impl Iterator<Item = (&'u UseFact, &'u Link, NodeId)>,
    ) -> (Vec<Call>, Vec<Reference>) {
        let (mut calls, mut references) = (Vec::new(), Vec::new());
        for (used, link, node) in uses.filter(|(_, _, node)| self.is_wanted(*node)) {
            match used.kind {
                UseKind::Reference => references.push(self.reference(node, used)),
                _ => calls.push(self.call(node, used, link)),
            }
        }
        (calls, references)
    }

    fn call(&self, id: NodeId, used: &UseFact, link: &Link) -> Call {
        let container = used.container.map(|at| at as usize);
        let caller =
            container.and_then(|at| Some((self.unit.facts.symbols.get(at)?, *self.symbols.get(at)?)));
        let (callee, certainty) = match link {
            Link::Known { to, certainty, .. } => (Some(*to), Some(*certainty)),
            _ => (None, None),
        };
        let candidates = match link {
            Link::Ambiguous(all) => all.iter().copied().map(stable_id).collect(),
            _ => Vec::new(),
        };
        Call {
            id,
            path: self.unit.path.clone(),
            caller: caller.map(|(fact, _)| fact.name.clone()).unwrap_or_default(),
            callee: used.name.clone(),
            caller_symbol_id: caller.map(|(_, id)| stable_id(id)).unwrap_or_default(),
            callee_symbol_id: callee.map(stable_id).unwrap_or_default(),
            span: used.span,
            certainty,
            candidates,
            extra: Json::new(),
        }
    }

    fn reference(&self, id: NodeId, used: &UseFact) -> Reference {
        Reference {
            id,
            target: used.name.clone(),
            path: self.unit.path.clone(),
            span: used.span,
            extra: Json::new(),
        }
    }
}
