//! Scopes and what they bind.

use std::collections::{BTreeMap, HashMap};

/// How many scopes outward a name is looked for; real code nests a handful.
const MAX_DEPTH: usize = 128;

/// What sort of scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScopeKind {
    /// The file.
    Module,
    /// A class: what it binds is not seen from the functions in it.
    Class,
    /// A function or lambda.
    Function,
    /// A comprehension.
    Comprehension,
}

/// How a scope binds a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// A parameter or variable of a function.
    Local,
    /// The parameter that is the object (or, of a class method, the class) itself.
    Receiver,
    /// An import.
    Import,
    /// A class.
    Class,
    /// A function, or a variable of a module or class: a symbol.
    Symbol,
    /// `global name`.
    Global,
    /// `nonlocal name`.
    Nonlocal,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Binding {
    pub(super) bound: Bound,
    /// The variable that it is since the last assignment before the walk, where something is known of it.
    pub(super) local: Option<u32>,
}

struct Scope {
    parent: u32,
    kind: ScopeKind,
}

/// All scopes of a file; they outlive the walk.
pub(super) struct Scopes<'s> {
    scopes: Vec<Scope>,
    bindings: HashMap<(u32, &'s [u8]), Binding>,
    current: u32,
    /// Variables of functions that were given other values, with what they were before.
    changes: Vec<(u32, &'s [u8], Option<u32>)>,
}

impl<'s> Scopes<'s> {
    pub(super) fn new() -> Scopes<'s> {
        let module = Scope { parent: 0, kind: ScopeKind::Module };
        Scopes { scopes: vec![module], bindings: HashMap::new(), current: 0, changes: Vec::new() }
    }

    pub(super) fn current(&self) -> u32 {
        self.current
    }

    pub(super) fn kind(&self) -> ScopeKind {
        self.kind_of(self.current)
    }

    fn kind_of(&self, scope: u32) -> ScopeKind {
        self.scopes.get(scope as usize).map_or(ScopeKind::Module, |scope| scope.kind)
    }

    fn parent_of(&self, scope: u32) -> u32 {
        self.scopes.get(scope as usize).map_or(0, |scope| scope.parent)
    }

    /// Goes into a new scope; gives the one around it.
    pub(super) fn enter(&mut self, kind: ScopeKind) -> u32 {
        let outer = self.current;
        if let Ok(new) = u32::try_from(self.scopes.len()) {
            self.scopes.push(Scope { parent: outer, kind });
            self.current = new;
        }
        outer
    }

    /// Goes to the scope around, for a while; gives the one that it was in.
    pub(super) fn go_out(&mut self) -> u32 {
        let inner = self.current;
        self.current = self.parent_of(inner);
        inner
    }

    pub(super) fn go_to(&mut self, scope: u32) {
        self.current = scope;
    }

    /// Binds a name here.
    pub(super) fn bind(&mut self, name: &'s [u8], bound: Bound, local: Option<u32>) {
        self.bindings.insert((self.current, name), Binding { bound, local });
    }

    /// Binds a type parameter, in the scope that a signature is evaluated in.
    pub(super) fn bind_type_parameter(&mut self, name: &'s [u8]) {
        let scope = self.parent_of(self.current);
        self.bindings.insert((scope, name), Binding { bound: Bound::Local, local: None });
    }

    /// What this very scope binds a name to.
    pub(super) fn here(&self, name: &[u8]) -> Option<Binding> {
        self.bindings.get(&(self.current, name)).copied()
    }

    /// Assigns to a variable where the walk is. Whether the name is new there and is one of a module
    /// or class, so a symbol.
    pub(super) fn assign(&mut self, name: &'s [u8], local: Option<u32>, walrus: bool) -> bool {
        let mut scope = self.current;
        if walrus {
            // `:=` binds outside the comprehension that it stands in.
            for _ in 0..MAX_DEPTH {
                if self.kind_of(scope) != ScopeKind::Comprehension {
                    break;
                }
                scope = self.parent_of(scope);
            }
        }
        let is_local = matches!(self.kind_of(scope), ScopeKind::Function | ScopeKind::Comprehension);
        let new = Binding { bound: if is_local { Bound::Local } else { Bound::Symbol }, local };
        if is_local {
            let before = self.bindings.get(&(scope, name)).and_then(|binding| binding.local);
            self.changes.push((scope, name, before));
        }
        match self.bindings.get_mut(&(scope, name)) {
            Some(Binding { bound: Bound::Global | Bound::Nonlocal, .. }) => false,
            Some(old) if !is_local || old.bound != Bound::Local => {
                // It stays what it is; only its value is another now.
                old.local = local;
                false
            }
            _ => {
                self.bindings.insert((scope, name), new);
                !is_local
            }
        }
    }

    /// Whether the walk is in a function, whose variables are what they were given last.
    pub(super) fn is_of_function(&self) -> bool {
        self.kind() == ScopeKind::Function
    }

    /// How many changes there were so far; of those before nobody asks any more where that `is_first`.
    pub(super) fn note_changes(&mut self, is_first: bool) -> usize {
        if is_first {
            self.changes.clear();
        }
        self.changes.len()
    }

    /// Takes back what became of a scope's variables after so many changes. Gives what these were before, and what they came to be.
    pub(super) fn take_back(
        &mut self,
        scope: u32,
        noted: usize,
    ) -> BTreeMap<&'s [u8], (Option<u32>, Option<u32>)> {
        let mut changed = BTreeMap::new();
        for (of, name, before) in self.changes.drain(noted.min(self.changes.len())..) {
            let binding = self.bindings.get(&(of, name)).filter(|_| of == scope);
            if let Some(now) = binding.map(|binding| binding.local) {
                changed.entry(name).or_insert((before, now));
            }
        }
        changed.retain(|_, (before, now)| before != now);
        for (name, (before, _)) in &changed {
            if let Some(binding) = self.bindings.get_mut(&(scope, *name)) {
                binding.local = *before;
            }
        }
        changed
    }

    /// What a name means in a scope, looking outward as Python does.
    pub(super) fn find(&self, scope: u32, name: &[u8]) -> Option<Binding> {
        let mut at = scope;
        for _ in 0..MAX_DEPTH {
            let visible = at == scope || self.kind_of(at) != ScopeKind::Class;
            match self.bindings.get(&(at, name)).filter(|_| visible) {
                Some(Binding { bound: Bound::Global, .. }) => return self.bindings.get(&(0, name)).copied(),
                Some(Binding { bound: Bound::Nonlocal, .. }) | None => {}
                Some(binding) => return Some(*binding),
            }
            if at == 0 {
                return None;
            }
            at = self.parent_of(at);
        }
        None
    }
}
