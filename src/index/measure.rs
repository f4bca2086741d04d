//! Measures of files and symbols.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};

use super::UseKind;
use super::links::{Link, Links};
use super::resolve::Unit;
use crate::model::{FileMetrics, NodeId, SymbolMetrics};

/// How many calls lead to each symbol of a file, and how many uses from elsewhere to the file.
#[derive(Debug)]
pub(crate) struct FanIn {
    symbols: Box<[AtomicU32]>,
    file: AtomicU32,
}

impl FanIn {
    /// That of a file with so many symbols, to which nothing leads yet.
    pub(crate) fn new(symbols: usize) -> FanIn {
        FanIn {
            symbols: std::iter::repeat_with(AtomicU32::default).take(symbols).collect(),
            file: AtomicU32::default(),
        }
    }

    /// These counts, see [`FanIn::print`].
    pub(crate) fn of(file: u32, symbols: Vec<u32>) -> FanIn {
        FanIn { symbols: symbols.into_iter().map(AtomicU32::new).collect(), file: AtomicU32::new(file) }
    }

    /// How many symbols the file has.
    pub(crate) fn len(&self) -> usize {
        self.symbols.len()
    }

    /// That of the same file with other symbols: to those that stay leads what led there.
    pub(crate) fn carried(&self, before: &[NodeId], after: &[NodeId]) -> FanIn {
        let counts = before.iter().zip(&self.symbols);
        let counts: HashMap<&NodeId, u32> =
            counts.map(|(id, count)| (id, count.load(Ordering::Relaxed))).collect();
        let kept = |id: &NodeId| AtomicU32::new(counts.get(id).copied().unwrap_or_default());
        FanIn {
            symbols: after.iter().map(kept).collect(),
            file: AtomicU32::new(self.file.load(Ordering::Relaxed)),
        }
    }

    /// Adds a use, or takes it off again: a call of a symbol, one from elsewhere. From any thread.
    pub(crate) fn shift(&self, called: Option<u32>, is_from_elsewhere: bool, comes: bool) {
        let by_one = |count: &AtomicU32| match comes {
            true => count.fetch_add(1, Ordering::Relaxed),
            false => count.fetch_sub(1, Ordering::Relaxed),
        };
        if let Some(count) = called.and_then(|symbol| self.symbols.get(symbol as usize)) {
            by_one(count);
        }
        if is_from_elsewhere {
            by_one(&self.file);
        }
    }

    /// The counts, in a form that is equal where they are: of the file, then of its symbols.
    pub(crate) fn print(&self) -> impl Iterator<Item = u32> {
        std::iter::once(&self.file).chain(&self.symbols).map(|count| count.load(Ordering::Relaxed))
    }

    fn of_symbol(&self, symbol: u32) -> i64 {
        self.symbols.get(symbol as usize).map_or(0, |count| count.load(Ordering::Relaxed)).into()
    }

    fn of_file(&self) -> i64 {
        self.file.load(Ordering::Relaxed).into()
    }
}

/// Magellan's estimate of lines: bytes / 40.
fn estimated_loc(bytes: u64) -> f64 {
    bytes as f64 / 40.0
}

/// Measures of a file of which so many uses lead to others, without the time.
pub(crate) fn file_metrics(unit: &Unit, fan_out: u32, fan_in: &FanIn) -> FileMetrics {
    let loc = i64::from(unit.facts.lines);
    let (fan_in, fan_out) = (fan_in.of_file(), i64::from(fan_out));
    FileMetrics {
        path: unit.path.clone(),
        symbol_count: unit.facts.symbols.len() as i64,
        loc,
        estimated_loc: estimated_loc(unit.facts.bytes),
        fan_in,
        fan_out,
        complexity_score: loc as f64 * 0.1 + fan_in as f64 * 0.5 + fan_out as f64 * 0.3,
        last_updated: 0,
    }
}

/// Measures of a file's symbols, without the time.
pub(crate) fn symbol_metrics(
    unit: &Unit,
    links: &Links,
    fan_in: &FanIn,
    ids: &[NodeId],
) -> Vec<SymbolMetrics> {
    let mut calls = vec![0i64; unit.facts.symbols.len()];
    for (used, link) in unit.facts.uses.iter().zip(&links.uses) {
        if used.kind != UseKind::Reference
            && *link != Link::Local
            && let Some(count) = used.container.and_then(|container| calls.get_mut(container as usize))
        {
            *count += 1;
        }
    }
    let symbols = (0u32..).zip(unit.facts.symbols.iter().zip(ids).zip(calls));
    symbols
        .map(|(symbol, ((fact, &id), fan_out))| SymbolMetrics {
            symbol: id,
            name: fact.name.clone(),
            kind: fact.kind.label().to_owned(),
            path: unit.path.clone(),
            loc: i64::from(fact.span.lines()),
            estimated_loc: estimated_loc(fact.span.byte_end.saturating_sub(fact.span.byte_start)),
            fan_in: fan_in.of_symbol(symbol),
            fan_out,
            cyclomatic_complexity: i64::from(fact.complexity.max(1)),
            last_updated: 0,
        })
        .collect()
}
