//! Scopes and what they bind.

use std::collections::HashMap;

/// How many scopes outward a name is looked for; real code nests a dozen.
const MAX_DEPTH: usize = 128;

/// So much is kept of what tests have told: who looks for it looks at all of it.
const MAX_NARROWED: usize = 64;

/// What sort of scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScopeKind {
    /// A file or namespace: what it declares are symbols.
    Module,
    /// A function: `var` binds here.
    Function,
    /// A block, or what has only type parameters.
    Block,
}

/// How a scope binds a name. Names that a module declares or imports need no binding: what nothing binds is not local.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// A parameter or variable of a function; its number among the file's variables where something is known of it.
    Local(Option<u32>),
    /// A function or class, which is a symbol wherever it stands.
    Symbol,
}

struct Scope {
    parent: u32,
    kind: ScopeKind,
}

/// All scopes of a file; they outlive the walk. Types have names of their own.
pub(super) struct Scopes<'s> {
    scopes: Vec<Scope>,
    values: HashMap<(u32, &'s [u8]), Bound>,
    types: HashMap<(u32, &'s [u8]), Bound>,
    current: u32,
    /// What tests have told of variables and of their properties, in the scopes around: where, of what text, and what it is there.
    narrowed: Vec<(u32, &'s [u8], u32)>,
}

impl<'s> Scopes<'s> {
    pub(super) fn new() -> Scopes<'s> {
        let module = Scope { parent: 0, kind: ScopeKind::Module };
        Scopes {
            scopes: vec![module],
            values: HashMap::new(),
            types: HashMap::new(),
            current: 0,
            narrowed: Vec::new(),
        }
    }

    pub(super) fn current(&self) -> u32 {
        self.current
    }

    /// What sort of scope the walk is in.
    pub(super) fn kind(&self) -> ScopeKind {
        self.scope(self.current).1
    }

    fn scope(&self, scope: u32) -> (u32, ScopeKind) {
        self.scopes.get(scope as usize).map_or((0, ScopeKind::Module), |scope| (scope.parent, scope.kind))
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

    pub(super) fn go_to(&mut self, scope: u32) {
        self.current = scope;
        while self.narrowed.pop_if(|(inner, ..)| *inner > scope).is_some() {}
    }

    /// Takes what a test has told of a variable, or of a property by its text, for as long as the scope is not left.
    pub(super) fn narrow(&mut self, text: &'s [u8], value: u32) {
        if self.narrowed.len() < MAX_NARROWED {
            self.narrowed.push((self.current, text, value));
        }
    }

    /// What tests have told of a variable, or of a property by its text.
    pub(super) fn narrowed(&self, text: &[u8]) -> Option<u32> {
        let (scope, _, value) = self.narrowed.iter().rev().find(|(_, known, _)| *known == text)?;
        let bound = self.find(self.current, root_of(text)).map_or(0, |(scope, _)| scope);
        (bound <= *scope).then_some(*value)
    }

    /// Forgets what tests have told of what is assigned to.
    pub(super) fn widen(&mut self, text: &[u8]) {
        self.narrowed.retain(|(_, known, _)| {
            known.strip_prefix(text).is_none_or(|rest| !matches!(rest.first(), None | Some(b'.' | b'?')))
        });
    }

    /// The scope that `var` binds in where the walk is.
    pub(super) fn of_var(&self) -> u32 {
        let mut at = self.current;
        for _ in 0..MAX_DEPTH {
            let (parent, kind) = self.scope(at);
            if kind != ScopeKind::Block {
                break;
            }
            at = parent;
        }
        at
    }

    /// What sort of scope `var` binds in where the walk is.
    pub(super) fn kind_of_var(&self) -> ScopeKind {
        self.scope(self.of_var()).1
    }

    /// Binds a name here.
    pub(super) fn bind(&mut self, name: &'s [u8], bound: Bound) {
        self.bind_in(self.current, name, bound);
    }

    /// Binds a name in a scope.
    pub(super) fn bind_in(&mut self, scope: u32, name: &'s [u8], bound: Bound) {
        self.values.insert((scope, name), bound);
    }

    /// Binds the name of a type here.
    pub(super) fn bind_type(&mut self, name: &'s [u8], bound: Bound) {
        self.types.insert((self.current, name), bound);
    }

    /// What a name of a value means in a scope, and the scope that binds it.
    pub(super) fn find(&self, scope: u32, name: &[u8]) -> Option<(u32, Bound)> {
        self.find_in(&self.values, scope, name)
    }

    /// Whether the name of a type means a type parameter in a scope.
    pub(super) fn is_type_parameter(&self, scope: u32, name: &[u8]) -> bool {
        matches!(self.find_in(&self.types, scope, name), Some((_, Bound::Local(_))))
    }

    fn find_in(
        &self,
        bindings: &HashMap<(u32, &'s [u8]), Bound>,
        scope: u32,
        name: &[u8],
    ) -> Option<(u32, Bound)> {
        let mut at = scope;
        for _ in 0..MAX_DEPTH {
            if let Some(bound) = bindings.get(&(at, name)) {
                return Some((at, *bound));
            }
            if at == 0 {
                return None;
            }
            at = self.scope(at).0;
        }
        None
    }
}

/// The variable that a property is looked for in.
fn root_of(text: &[u8]) -> &[u8] {
    let end = text.iter().position(|byte| matches!(byte, b'.' | b'?')).unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}
