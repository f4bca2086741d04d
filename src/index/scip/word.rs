//! What a compiler says of one file, as it is stored beside the file's facts.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

use crate::index::facts::{FileFacts, SymbolFact, UseFact};
use crate::index::resolve::{Resolved, Source, Target, Tie, Unit, Verdict};
use crate::model::Certainty;

/// A symbol by its name in SCIP, hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Key(u64);

impl Key {
    /// That of a symbol which all documents name alike.
    pub(super) fn of(symbol: &str) -> Key {
        Key(XxHash3_64::oneshot(symbol.as_bytes()))
    }

    /// It as bytes.
    pub(crate) fn bytes(self) -> [u8; 8] {
        self.0.to_le_bytes()
    }
}

/// What it says of a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Says {
    /// It did not look there: what we found ourselves stands.
    Unseen,
    /// It looked there, and says nothing: nobody knows what it means.
    Nothing,
    /// It means a variable or parameter.
    Local,
    /// It means what is a symbol to us, by its index, and to the compiler no more than local to the file.
    Inner(u32),
    /// It means what is not of the project.
    External,
    /// It means this symbol.
    Symbol(Key),
}

/// What a compiler says of a file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Word {
    /// Definitions that extraction did not find. They stand behind those that it found.
    pub(super) symbols: Vec<SymbolFact>,
    /// Uses that extraction did not find, likewise.
    pub(super) uses: Vec<UseFact>,
    /// Which symbol each definition is, by its index.
    pub(super) defines: Vec<(Key, u32)>,
    /// What each use means, by its index.
    pub(super) says: Vec<Says>,
    /// What types implement or extend, by the index of the type.
    pub(super) implements: Vec<(u32, Key)>,
}

impl Word {
    /// Adds to a file's facts what it says there is beside them.
    pub(crate) fn extend(&self, facts: &mut FileFacts) {
        facts.symbols.extend(self.symbols.iter().cloned());
        facts.uses.extend(self.uses.iter().cloned());
    }

    /// The definitions that it says there are beside those.
    pub(crate) fn symbols(&self) -> &[SymbolFact] {
        &self.symbols
    }

    /// The uses, likewise.
    pub(crate) fn uses(&self) -> &[UseFact] {
        &self.uses
    }

    /// The symbols that it says are defined in its file: which, whether that is a mere declaration, and its index.
    pub(crate) fn defined(&self, facts: &FileFacts) -> Vec<(Key, bool, u32)> {
        let all = self.defines.iter().filter_map(|&(key, symbol)| {
            Some((key, facts.symbols.get(symbol as usize)?.flags.is_declaration, symbol))
        });
        all.collect()
    }

    /// Notes which of the symbols that it speaks of nobody defines: they are not of the project.
    pub(super) fn settle(&mut self, is_defined: &dyn Fn(Key) -> bool) {
        for says in &mut self.says {
            if let Says::Symbol(key) = says
                && !is_defined(*key)
            {
                *says = Says::External;
            }
        }
        self.implements.retain(|(_, key)| is_defined(*key));
        // A use that it adds is there for where it leads.
        let found = self.says.len().saturating_sub(self.uses.len());
        let added = self.says.split_off(found);
        let is_known = |says: &Says| matches!(says, Says::Symbol(_));
        let uses = std::mem::take(&mut self.uses).into_iter().zip(added);
        for (used, says) in uses.filter(|(_, says)| is_known(says)) {
            self.uses.push(used);
            self.says.push(says);
        }
    }
}

/// Where each symbol is defined that compilers speak of: of several places the first that is no mere declaration, else
/// the first.
#[derive(Debug, Default)]
pub(crate) struct Defined(HashMap<Key, (bool, Target)>);

impl Defined {
    /// Adds what compilers say that the next file defines.
    pub(crate) fn add(&mut self, file: u32, defines: &[(Key, bool, u32)]) {
        for &(key, is_declaration, symbol) in defines {
            let target = (is_declaration, Target { file, symbol });
            let known = self.0.entry(key).or_insert(target);
            *known = (*known).min(target);
        }
    }

    fn get(&self, key: Key) -> Option<Target> {
        self.0.get(&key).map(|(_, target)| *target)
    }
}

/// Puts what a compiler says of a file in the place of what was resolved. Gives what that ties the file to.
pub(crate) fn apply(
    file: u32,
    unit: &Unit,
    resolved: &mut Resolved,
    defined: &Defined,
    source: &dyn Source,
) -> Vec<Tie> {
    let Some(word) = &unit.word else { return Vec::new() };
    let mut ties: Vec<Tie> = word.implements.iter().map(|(_, key)| Tie::compiler(*key)).collect();
    let found = unit.facts.uses.len().saturating_sub(word.uses.len());
    let uses = unit.facts.uses.iter().zip(&mut resolved.uses);
    for (at, ((used, verdict), says)) in uses.zip(&word.says).enumerate() {
        let said = match says {
            Says::Unseen => None,
            // Nobody else can name it: it stays a candidate.
            Says::Inner(symbol) => Some(Verdict::Ambiguous(Box::new([Target { file, symbol: *symbol }]))),
            Says::Local => Some(Verdict::Local),
            Says::External => Some(Verdict::Unknown),
            // A call of a variable is none of a symbol, whoever says nothing of it.
            Says::Nothing if *verdict == Verdict::Local => None,
            Says::Nothing => Some(Verdict::Unknown),
            Says::Symbol(key) => {
                ties.push(Tie::compiler(*key));
                match defined.get(*key) {
                    Some(target) => {
                        let target = meant(source, used, target, &mut ties);
                        Some(Verdict::Known(target, Certainty::Compiler))
                    }
                    // The file that defined it has changed since.
                    None => (at >= found).then_some(Verdict::Unknown),
                }
            }
        };
        if let Some(said) = said {
            *verdict = said;
        }
    }
    let bases = word.implements.iter().filter_map(|(of, key)| Some((*of, defined.get(*key)?)));
    resolved.implements.extend(bases.filter(|(of, _)| (*of as usize) < unit.facts.symbols.len()));
    resolved.implements.sort_unstable();
    resolved.implements.dedup();
    ties
}

/// Who names a type to construct it means the type; a compiler may say that it is the constructor.
fn meant(source: &dyn Source, used: &UseFact, target: Target, ties: &mut Vec<Tie>) -> Target {
    let Some(seen) = source.seen(target.file) else { return target };
    let symbols = &seen.facts.symbols;
    let names = [symbols.get(target.symbol as usize).map(|fact| &fact.name), Some(&used.name)];
    ties.extend(names.into_iter().flatten().map(|name| Tie::name(&seen.path, name)));
    let parent = symbols
        .get(target.symbol as usize)
        .filter(|fact| fact.name != used.name)
        .and_then(|fact| fact.parent)
        .filter(|&parent| symbols.get(parent as usize).is_some_and(|fact| fact.name == used.name));
    parent.map_or(target, |symbol| Target { symbol, ..target })
}
