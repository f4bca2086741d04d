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
    pub(super) scope: u64,
    /// The scope without what that is in.
    bare_scope: u64,
    /// The trait in whose `impl` it stands, by its bare name.
    pub(super) of_trait: Option<u64>,
    /// Whether it says that it takes the place of a base's member.
    pub(super) is_override: bool,
    /// Whether its body stands elsewhere.
    pub(super) is_declaration: bool,
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
        let scope = scope.trim_end_matches([':', '.']);
        Function {
            id: symbol.id,
            name: self.hash(&symbol.name),
            scope: self.of_type(scope),
            bare_scope: self.of_type(scope.rsplit([':', '.']).next().unwrap_or(scope)),
            of_trait: symbol.of_trait().map(|name| self.of_type(name)),
            is_override: symbol.is_override(),
            is_declaration: symbol.is_declaration(),
            is_go: matches!(Language::of_path(&symbol.path), Language::Go),
        }
    }

    /// The interfaces of Go, which do not say who implements them.
    pub(super) fn interface(&self, symbol: &Symbol) -> Option<u64> {
        let is_one = symbol.kind == SymbolKind::Trait && Language::of_path(&symbol.path) == Language::Go;
        is_one.then(|| self.of_type(symbol.shown_name()))
    }

    /// The traits of Rust, by their bare names.
    pub(super) fn rust_trait(&self, symbol: &Symbol) -> Option<u64> {
        let is_one = symbol.kind == SymbolKind::Trait && Language::of_path(&symbol.path) == Language::Rust;
        is_one.then(|| self.of_type(&symbol.name))
    }
}

/// Who implements what.
pub(super) struct Dispatch {
    /// By a trait or a class, what implements or extends it.
    below: HashMap<u64, Vec<u64>>,
    /// By such a one and a bare name, its methods.
    methods: HashMap<(u64, u64), Vec<NodeId>>,
    /// By the bare names of a trait of Rust and of a method, what stands in `impl`s of such a trait, whatever they are for.
    in_impls: HashMap<(u64, u64), Vec<NodeId>>,
    /// The traits of Rust and their methods, likewise.
    of_traits: HashSet<(u64, u64)>,
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
        (interfaces, traits): (HashSet<u64>, HashSet<u64>),
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
        let mut in_impls: HashMap<(u64, u64), Vec<NodeId>> = HashMap::new();
        let mut of_traits = HashSet::new();
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
            if let Some(of_trait) = function.of_trait {
                in_impls.entry((of_trait, function.name)).or_default().push(function.id);
            }
            let is_of_trait = function.of_trait.is_none() && traits.contains(&function.bare_scope);
            if is_of_trait {
                of_traits.insert((function.bare_scope, function.name));
            }
            if is_of_interface || is_of_trait || below.contains_key(&function.scope) {
                waiting.push(*function);
            }
        }
        Ok(Dispatch { below, methods, in_impls, of_traits, in_go, interfaces, waiting })
    }

    /// Whether a trait of Rust by that bare name has a method by that one.
    pub(super) fn is_of_trait(&self, of_trait: u64, name: u64) -> bool {
        self.of_traits.contains(&(of_trait, name))
    }

    /// Whether anything implements or extends a type.
    pub(super) fn has_below(&self, scope: u64) -> bool {
        self.below.contains_key(&scope)
    }

    /// By what implements or extends others, these.
    pub(super) fn above(&self) -> HashMap<u64, Vec<u64>> {
        let mut above: HashMap<u64, Vec<u64>> = HashMap::new();
        for (base, lower) in &self.below {
            for scope in lower {
                above.entry(*scope).or_default().push(*base);
            }
        }
        above
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
            found.extend(self.in_impls.get(&(function.bare_scope, function.name)).into_iter().flatten());
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
