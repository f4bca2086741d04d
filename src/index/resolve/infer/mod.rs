//! Resolving the uses of one file, one after another, and on the way the types of what stands before a dot: those
//! of other files' functions and fields too, where they lead there.
//!
//! What was found is kept for as long as a part of the file is being resolved. The order of questions is that of the file's
//! text, so the answers do not depend on anything else; what leads back to itself is not known.

mod around;
mod assigning;
mod bases;
mod callables;
mod calls;
mod chains;
mod classes;
mod conversions;
mod fitting;
mod generics;
mod guess;
mod instances;
mod library;
mod loops;
mod made;
mod mapped;
mod meaning;
mod members;
mod narrowing;
mod objects;
mod overloads;
mod own;
mod paths;
mod sense;
mod signatures;
mod told;
mod traits;
mod types;
mod values;

use std::cell::Cell;

use ahash::AHashMap;

pub(super) use self::fitting::Fit;
use self::meaning::{Meaning, Type};
use self::sense::Sense;

use super::lookup::Search;
use super::place::{Found, Named, Place, Want};
use super::rules::Rules;
use super::table::{ScopeId, Table};
use super::{MAX_CANDIDATES, Target, Verdict};
use crate::index::facts::Arity;
use crate::index::facts::Qualifier;
use crate::index::literals;
use crate::index::{SymbolFact, UseFact, UseKind};
use crate::model::{Certainty, SymbolKind};

/// Questions that lead to questions are followed so deep.
const MAX_DEPTH: usize = 48;
/// Types that are looked into, and parts of types that are put together, for one use: those that are made of several others, which
/// are made of several, soon are more than there is time for.
const MAX_STEPS: u32 = 4096;

/// Resolves uses of one file against the table.
pub(super) struct Resolver<'t, 'p> {
    table: &'t Table<'p>,
    file: u32,
    /// Answers for bare names, which files repeat a lot.
    bare: AHashMap<(u32, ScopeId, &'t str, Want), (Found, Certainty)>,
    named: AHashMap<(u32, ScopeId, &'t [String]), Named>,
    senses: AHashMap<(u32, u32), Sense>,
    values: AHashMap<(u32, u32), Meaning>,
    types: AHashMap<(u32, u32), Type>,
    held: AHashMap<Target, Meaning>,
    depth: usize,
    /// How many of [`MAX_STEPS`] were taken.
    steps: Cell<u32>,
}

impl<'t, 'p> Resolver<'t, 'p> {
    pub(super) fn new(table: &'t Table<'p>, file: u32) -> Self {
        Resolver {
            table,
            file,
            bare: AHashMap::new(),
            named: AHashMap::new(),
            senses: AHashMap::new(),
            values: AHashMap::new(),
            types: AHashMap::new(),
            held: AHashMap::new(),
            depth: 0,
            steps: Cell::new(0),
        }
    }

    /// Takes a step, where one is left.
    fn goes_on(&self) -> bool {
        let steps = self.steps.get();
        self.steps.set(steps.saturating_add(1));
        steps < MAX_STEPS
    }

    /// Forgets what depends on how deep it was asked for; what names mean in scopes stays, as what the table knows does.
    pub(super) fn forget_senses(&mut self) {
        self.senses.clear();
        self.values.clear();
        self.types.clear();
        self.held.clear();
    }

    /// What one of the file's uses means.
    pub(super) fn verdict(&mut self, index: u32) -> Verdict {
        self.steps.set(0);
        match self.sense(self.file, index) {
            Sense::Local => Verdict::Local,
            Sense::Outside | Sense::Unknown => Verdict::Unknown,
            Sense::Places { .. } if !self.used(index).is_some_and(|used| self.is_of_each(used)) => {
                Verdict::Unknown
            }
            Sense::Places { places, certainty, .. } => self.decide(index, &places, certainty),
        }
    }

    fn used(&self, index: u32) -> Option<&'t UseFact> {
        self.table.bodies(self.file)?.uses.get(index as usize)
    }

    /// The rules of the file's language: a program is in one language, wherever a value comes from.
    fn home_rules(&self) -> &'static dyn Rules {
        self.table.rules(self.file)
    }

    fn in_scopes(&mut self, file: u32, scope: ScopeId, name: &'t str, want: Want) -> (Found, Certainty) {
        let table = self.table;
        let scope = scope.filter(|_| table.rules(file).has_scopes());
        let search = || Search::new(table).in_scopes(file, scope, name, want);
        self.bare.entry((file, scope, name, want)).or_insert_with(search).clone()
    }

    fn find_type(&mut self, file: u32, scope: ScopeId, path: &'t [String]) -> Named {
        let table = self.table;
        *self.named.entry((file, scope, path)).or_insert_with(|| table.find_type(file, scope, path))
    }

    fn decide(&mut self, index: u32, places: &[Place], certainty: Certainty) -> Verdict {
        let mut targets: Vec<Target> = places.iter().filter_map(|place| place.target()).collect();
        targets.sort_unstable();
        targets.dedup();
        if let Some(Qualifier::Value(_)) = self.used(index).map(|used| &used.qualifier) {
            self.prefer(&mut targets, |table, target| {
                table.fact(target).is_some_and(|fact| table.rules(target.file).is_value(&fact.kind))
            });
        }
        if let Some(used) = self.used(index).filter(|used| self.home_rules().names_fields(used)) {
            self.prefer(&mut targets, |table, target| {
                table.fact(target).is_some_and(|fact| (fact.kind == SymbolKind::Field) != used.is_function)
            });
        }
        if let Some(used) = self.used(index).filter(|_| self.home_rules().has_overloads()) {
            self.choose(used, &mut targets);
        }
        if let Some(used) = self.used(index).filter(|used| self.home_rules().makes_own(&used.name)) {
            self.prefer_converting(used, &mut targets);
        }
        if let Some(arguments) = self.used(index).and_then(|used| used.arguments) {
            self.prefer_taking(&mut targets, arguments);
        }
        self.prefer(&mut targets, |table, target| {
            table.fact(target).is_some_and(|fact| !fact.flags.is_declaration)
        });
        self.prefer(&mut targets, |table, target| {
            table.fact(target).is_some_and(|fact| !fact.flags.is_unlikely)
        });
        self.prefer(&mut targets, |table, target| !table.is_left_out(target));
        if let [first, .., last] = targets.as_slice()
            && self.table.rules(first.file).first_stands_for_all()
            && self.same_scope(*first, *last)
        {
            targets.truncate(1);
        }
        if certainty == Certainty::Type && self.home_rules().first_of_union_stands_for_all() {
            self.first_of_union(index, &mut targets);
        }
        match targets.as_slice() {
            [] => Verdict::Unknown,
            [only] if self.is_of_macro(*only, index) || !self.is_referred_to(*only) => Verdict::Unknown,
            // It stays a candidate: nothing outside of the function can name it, as nothing can a variable.
            [only] if self.is_of_function(*only) => Verdict::Ambiguous(Box::new([*only])),
            [only] => Verdict::Known(*only, certainty),
            _ => {
                targets.truncate(MAX_CANDIDATES);
                Verdict::Ambiguous(targets.into_boxed_slice())
            }
        }
    }

    /// Leaves the first of several members, each of another one of the types that a value may be of: the name means all of
    /// them. Which of several methods is called is another question.
    fn first_of_union(&self, index: u32, targets: &mut Vec<Target>) {
        let is_named = self.used(index).is_some_and(|used| {
            used.kind == UseKind::Reference && matches!(used.qualifier, Qualifier::Value(_))
        });
        if is_named && targets.iter().all(|target| self.table.owner_of(*target).is_some()) {
            targets.truncate(1);
        }
    }

    /// Leaves the only one of several that takes just what a call gives.
    fn prefer_converting(&mut self, used: &UseFact, targets: &mut Vec<Target>) {
        let (Some(given), true) = (used.given.first(), targets.len() > 1) else { return };
        let given = self.type_given(self.file, *given);
        let mut fitting = Vec::new();
        for &target in targets.iter() {
            let parameter = self.table.fact(target).and_then(|fact| *fact.parameters.first()?);
            let parameter = parameter.map_or(Type::Unknown, |of| self.type_of(target.file, of));
            if is_converted(&given, &parameter) {
                fitting.push(target);
            }
        }
        if let [only] = fitting.as_slice() {
            *targets = vec![*only];
        }
    }

    /// Leaves those of several that take so many arguments. What a declaration says has a default may be left out
    /// of a call of the definition too.
    fn prefer_taking(&self, targets: &mut Vec<Target>, arguments: u16) {
        let of = |target: Target| self.table.fact(target).and_then(|fact| Some((fact, fact.takes?)));
        let takes = |takes: Arity| (takes.least..=takes.most).contains(&arguments);
        // What is defined may name its class by less than all of its scopes.
        let scope = |target: Target, fact: &'t SymbolFact| {
            let owner = self.table.owner_of(target);
            (owner, if owner.is_none() { fact.qualified.as_str() } else { "" })
        };
        let declared: Vec<((Option<Target>, &str), u16)> = targets
            .iter()
            .filter_map(|target| of(*target).map(|(fact, arity)| (*target, fact, arity)))
            .filter(|(_, fact, arity)| fact.flags.is_declaration && takes(*arity))
            .map(|(target, fact, arity)| (scope(target, fact), arity.most))
            .take(MAX_CANDIDATES)
            .collect();
        self.prefer(targets, |_, target| {
            of(target).is_none_or(|(fact, arity)| {
                takes(arity) || declared.contains(&(scope(target, fact), arity.most))
            })
        });
    }

    /// Leaves those of several that are better, if there are any.
    fn prefer(&self, targets: &mut Vec<Target>, is_better: impl Fn(&Table<'_>, Target) -> bool) {
        if targets.len() > 1 && targets.iter().any(|target| is_better(self.table, *target)) {
            targets.retain(|target| is_better(self.table, *target));
        }
    }

    /// Whether a name refers to what a macro may or may not define.
    fn is_of_macro(&self, target: Target, index: u32) -> bool {
        self.table.fact(target).is_some_and(|fact| fact.flags.is_of_macro)
            && self.used(index).is_some_and(|used| used.kind == UseKind::Reference)
    }

    fn is_referred_to(&self, target: Target) -> bool {
        let rules = self.table.rules(target.file);
        self.table.fact(target).is_none_or(|fact| rules.is_named_kind(&fact.kind))
    }

    /// Whether a symbol is a function's own, as its variables are.
    pub(super) fn is_of_function(&self, target: Target) -> bool {
        self.table.fact(target).is_some_and(|fact| fact.flags.is_inner)
    }

    fn same_scope(&self, a: Target, b: Target) -> bool {
        let parent = |target| self.table.fact(target).map(|fact| fact.parent);
        a.file == b.file && parent(a) == parent(b)
    }
}

/// Whether what is given is of just the type of a parameter.
fn is_converted(given: &Type, parameter: &Type) -> bool {
    match (given.bare(), parameter.bare()) {
        (Type::Project { target: a, .. }, Type::Project { target: b, .. }) => a == b,
        (Type::Outside { name: a, .. }, Type::Outside { name: b, .. }) => {
            !a.is_empty() && literals::may_be(a, b)
        }
        (Type::Sequence(a), Type::Sequence(b)) => is_converted(a, b),
        _ => false,
    }
}
