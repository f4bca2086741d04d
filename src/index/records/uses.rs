//! The calls and references of a file, as records.

use super::Builder;
use crate::index::ids::{Keys, Tag, stable_id};
use crate::index::resolve::{Resolved, Target, Verdict};
use crate::index::{UseFact, UseKind};
use crate::model::{Call, Certainty, EdgeKind, Json, NodeId, Reference};

impl Builder<'_> {
    /// Every call becomes a node; a reference only where it is known what it refers to.
    pub(super) fn uses(&mut self, resolved: &Resolved) -> (Vec<Call>, Vec<Reference>) {
        let facts = &self.unit.facts;
        let all = || facts.uses.iter().zip(&resolved.uses);
        let called: Vec<(&UseFact, &Verdict)> = all()
            .filter(|(used, verdict)| used.kind != UseKind::Reference && **verdict != Verdict::Local)
            .collect();
        let referred: Vec<(&UseFact, Target)> = all()
            .filter_map(|(used, verdict)| match verdict {
                Verdict::Known(target, _) if used.kind == UseKind::Reference => Some((used, *target)),
                _ => None,
            })
            .collect();
        let mut keys = Keys::default();
        let mut key = |tag: Tag, used: &UseFact| {
            let container = used.container.and_then(|at| facts.symbols.get(at as usize));
            let container = container.map_or("", |symbol| symbol.qualified.as_str());
            keys.next(tag, [container.as_bytes(), used.name.as_bytes()])
        };
        let call_keys: Vec<u64> = called.iter().map(|(used, _)| key(Tag::Call, used)).collect();
        let reference_keys: Vec<u64> = referred.iter().map(|(used, _)| key(Tag::Reference, used)).collect();
        let call_ids = self.slots.place(&call_keys);
        let reference_ids = self.slots.place(&reference_keys);
        let calls = called.iter().zip(call_ids);
        let calls = calls.map(|((used, verdict), id)| self.call(NodeId(id), used, verdict)).collect();
        let references = referred.iter().zip(reference_ids);
        let references =
            references.map(|((used, target), id)| self.reference(NodeId(id), used, *target)).collect();
        (calls, references)
    }

    fn call(&mut self, id: NodeId, used: &UseFact, verdict: &Verdict) -> Call {
        let container = used.container.map(|at| at as usize);
        let caller =
            container.and_then(|at| Some((self.unit.facts.symbols.get(at)?, *self.symbols.get(at)?)));
        if let Some((_, caller)) = caller {
            self.edge(EdgeKind::Caller, caller, id);
        }
        let (callee, certainty): (Option<NodeId>, Option<Certainty>) = match verdict {
            Verdict::Known(target, certainty) => (Some(self.id_of(*target)), Some(*certainty)),
            _ => (None, None),
        };
        if let Some(callee) = callee {
            self.edge(EdgeKind::Calls, id, callee);
        }
        let candidates = match verdict {
            Verdict::Ambiguous(targets) => {
                targets.iter().map(|target| stable_id(self.id_of(*target))).collect()
            }
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

    fn reference(&mut self, id: NodeId, used: &UseFact, target: Target) -> Reference {
        let to = self.id_of(target);
        self.edge(EdgeKind::References, id, to);
        Reference {
            id,
            target: used.name.clone(),
            path: self.unit.path.clone(),
            span: used.span,
            extra: Json::new(),
        }
    }
}
