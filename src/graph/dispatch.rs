//! What a call of a trait's or an interface's own method may lead to: the methods of the same name of what implements it.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};

use super::Result;
use super::spot::Spot;
use super::watch::Watch;
use crate::model::{Language, NodeId, Symbol, SymbolKind};
use crate::store::Reader;

/// What can be called, by the hashes of its bare name and of the name of what it is in: the names of millions would take
/// too much room. Where two have the same hash more is held to be reached, which has not been seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Function {
    pub(super) id: NodeId,
    pub(super) name: u64,
    scope: u64,
    is_go: bool,
}

/// How names are hashed.
#[derive(Default)]
pub(super) struct Names(RandomState);

impl Names {
    pub(super) fn hash(&self, name: &str) -> u64 {
        self.0.hash_one(name)
    }

    /// A type by its qualified name, without what it is a type of.
    fn of_type(&self, name: &str) -> u64 {
        self.hash(name.split('<').next().unwrap_or(name))
    }

    pub(super) fn function(&self, symbol: &Symbol) -> Function {
        let scope = symbol.qualified.strip_suffix(symbol.name.as_str()).unwrap_or_default();
        Function {
            id: symbol.id,
            name: self.hash(&symbol.name),
            scope: self.of_type(scope.trim_end_matches([':', '.'])),
            is_go: matches!(Language::of_path(&symbol.path), Language::Go),
        }
    }

    /// The interfaces of Go, which do not say who implements them.
    pub(super) fn interface(&self, symbol: &Symbol) -> Option<u64> {
        let is_one = symbol.kind == SymbolKind::Trait && Language::of_path(&symbol.path) == Language::Go;
        is_one.then(|| self.of_type(symbol.shown_name()))
    }
}

/// Who implements what.
pub(super) struct Dispatch {
    /// By a trait or a class, what implements or extends it.
    below: HashMap<u64, Vec<u64>>,
    /// By such a one and a bare name, its methods.
    methods: HashMap<(u64, u64), Vec<NodeId>>,
    /// By a bare name, methods in Go.
    in_go: HashMap<u64, Vec<NodeId>>,
    interfaces: HashSet<u64>,
    /// Methods that others may stand for, which were not reached so far.
    waiting: Vec<Function>,
}

impl Dispatch {
    /// Of edges from what implements to what is implemented. Cost: a look-up an edge, and memory of some 50 bytes a method
    /// of what they begin at, and of Go.
    pub(super) fn read(
        reader: &dyn Reader,
        names: &Names,
        functions: &[Function],
        implements: &[(NodeId, NodeId)],
        interfaces: HashSet<u64>,
        watch: &Watch<'_>,
    ) -> Result<Dispatch> {
        let mut known: HashMap<NodeId, Option<u64>> = HashMap::new();
        for id in implements.iter().flat_map(|&(from, to)| [from, to]) {
            watch.step()?;
            if let std::collections::hash_map::Entry::Vacant(entry) = known.entry(id) {
                entry.insert(Spot::read(reader, id)?.map(|spot| names.of_type(&spot.name)));
            }
        }
        let mut below: HashMap<u64, Vec<u64>> = HashMap::new();
        let name = |id: &NodeId| known.get(id).copied().flatten();
        for (from, to) in implements {
            if let (Some(from), Some(to)) = (name(from), name(to)) {
                below.entry(to).or_default().push(from);
            }
        }
        let lower: HashSet<u64> = below.values().flatten().copied().collect();
        let mut methods: HashMap<(u64, u64), Vec<NodeId>> = HashMap::new();
        let mut in_go: HashMap<u64, Vec<NodeId>> = HashMap::new();
        let mut waiting = Vec::new();
        for function in functions {
            watch.step()?;
            let is_of_interface = function.is_go && interfaces.contains(&function.scope);
            if lower.contains(&function.scope) {
                methods.entry((function.scope, function.name)).or_default().push(function.id);
            }
            if function.is_go && !is_of_interface {
                in_go.entry(function.name).or_default().push(function.id);
            }
            if is_of_interface || below.contains_key(&function.scope) {
                waiting.push(*function);
            }
        }
        Ok(Dispatch { below, methods, in_go, interfaces, waiting })
    }

    /// What may be called where the methods are that `is_reached` names; each method is followed once.
    pub(super) fn follow(&mut self, is_reached: &dyn Fn(NodeId) -> bool) -> Vec<NodeId> {
        let (now, later): (Vec<Function>, Vec<Function>) =
            std::mem::take(&mut self.waiting).into_iter().partition(|function| is_reached(function.id));
        self.waiting = later;
        let mut found = Vec::new();
        for function in now {
            if function.is_go && self.interfaces.contains(&function.scope) {
                found.extend(self.in_go.get(&function.name).into_iter().flatten());
            }
            let (mut seen, mut open) = (HashSet::from([function.scope]), vec![function.scope]);
            while let Some(scope) = open.pop() {
                found.extend(self.methods.get(&(scope, function.name)).into_iter().flatten());
                let lower = self.below.get(&scope).into_iter().flatten();
                open.extend(lower.copied().filter(|scope| seen.insert(*scope)));
            }
        }
        found.retain(|id| !is_reached(*id));
        found.sort_unstable();
        found.dedup();
        found
    }
}
