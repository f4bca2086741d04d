//! Generic parameters and their bounds.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use crate::index::TypeFact;

impl Extractor<'_> {
    /// The generic parameters of an item, with the bounds that stand at them and in its `where`.
    pub(super) fn type_parameters(&mut self, item: Node) -> Vec<(String, Option<u32>)> {
        let mut bounds: Vec<(String, Vec<u32>)> = Vec::new();
        if let Some(list) = self.child(item, self.fields.type_parameters) {
            let mut cursor = list.walk();
            let parameters: Vec<Node> = list.named_children(&mut cursor).collect();
            for parameter in parameters {
                if self.kind(parameter) != K::TypeParameter {
                    continue;
                }
                let name = self.child(parameter, self.fields.name).and_then(|name| self.out.owned(name));
                let Some(name) = name else { continue };
                let bound = self.child(parameter, self.fields.bounds);
                let bound = bound.map(|bound| self.bounds(bound)).unwrap_or_default();
                bounds.push((name, bound));
            }
        }
        let mut cursor = item.walk();
        let clauses: Vec<Node> = item.named_children(&mut cursor).collect();
        for clause in clauses {
            if self.kind(clause) != K::WhereClause {
                continue;
            }
            let mut cursor = clause.walk();
            let predicates: Vec<Node> = clause.named_children(&mut cursor).collect();
            for predicate in predicates {
                self.where_predicate(predicate, &mut bounds);
            }
        }
        bounds.into_iter().map(|(name, all)| (name, self.all_of(all))).collect()
    }

    fn where_predicate(&mut self, predicate: Node, parameters: &mut [(String, Vec<u32>)]) {
        let of = self.child(predicate, self.fields.left).and_then(|of| self.out.owned(of));
        let bounds = self.child(predicate, self.fields.bounds);
        let (Some(of), Some(bounds)) = (of, bounds) else { return };
        if let Some(at) = parameters.iter().position(|(name, _)| *name == of) {
            let bounds = self.bounds(bounds);
            if let Some((_, all)) = parameters.get_mut(at) {
                all.extend(bounds);
            }
        }
    }

    /// The traits that bounds name.
    pub(super) fn bounds(&mut self, bounds: Node) -> Vec<u32> {
        let mut cursor = bounds.walk();
        let named: Vec<Node> = bounds.named_children(&mut cursor).collect();
        named.into_iter().filter_map(|bound| self.type_of(bound)).collect()
    }

    fn all_of(&mut self, types: Vec<u32>) -> Option<u32> {
        match types.as_slice() {
            [] => None,
            [only] => Some(*only),
            _ => self.out.type_fact(TypeFact::AnyOf(types)),
        }
    }
}
