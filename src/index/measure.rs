//! Measures of files and symbols.

use std::sync::atomic::{AtomicU32, Ordering};

use super::UseKind;
use super::resolve::{Resolved, Target, Unit, Verdict};
use crate::model::{FileMetrics, NodeId, SymbolMetrics};

/// How many calls lead to each symbol, and how many uses from elsewhere to each file.
#[derive(Debug, Default)]
pub(crate) struct FanIn {
    symbols: Vec<Box<[AtomicU32]>>,
    files: Vec<AtomicU32>,
}

impl FanIn {
    /// Of files with so many symbols each: none yet.
    pub(crate) fn new(symbols: impl Iterator<Item = usize>) -> FanIn {
        let none = |count| std::iter::repeat_with(AtomicU32::default).take(count).collect();
        let symbols: Vec<Box<[AtomicU32]>> = symbols.map(none).collect();
        let files = std::iter::repeat_with(AtomicU32::default).take(symbols.len()).collect();
        FanIn { symbols, files }
    }

    /// Adds what one file leads to. From any thread. Cost: a step for each of its uses.
    pub(crate) fn add(&self, file: u32, unit: &Unit, resolved: &Resolved) {
        for (used, verdict) in unit.facts.uses.iter().zip(&resolved.uses) {
            let Verdict::Known(target, _) = verdict else { continue };
            let symbols = self.symbols.get(target.file as usize);
            if used.kind != UseKind::Reference
                && let Some(count) = symbols.and_then(|symbols| symbols.get(target.symbol as usize))
            {
                count.fetch_add(1, Ordering::Relaxed);
            }
            if target.file != file
                && let Some(count) = self.files.get(target.file as usize)
            {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    fn of_symbol(&self, target: Target) -> i64 {
        let symbols = self.symbols.get(target.file as usize);
        let count = symbols.and_then(|symbols| symbols.get(target.symbol as usize));
        count.map_or(0, |count| count.load(Ordering::Relaxed)).into()
    }

    fn of_file(&self, file: u32) -> i64 {
        self.files.get(file as usize).map_or(0, |count| count.load(Ordering::Relaxed)).into()
    }
}

fn known(resolved: &Resolved) -> impl Iterator<Item = Target> {
    resolved.uses.iter().filter_map(|verdict| match verdict {
        Verdict::Known(target, _) => Some(*target),
        _ => None,
    })
}

/// Magellan's estimate of lines: bytes / 40.
fn estimated_loc(bytes: u64) -> f64 {
    bytes as f64 / 40.0
}

/// Measures of a file, without the time.
pub(crate) fn file_metrics(file: u32, unit: &Unit, resolved: &Resolved, fan_in: &FanIn) -> FileMetrics {
    let loc = i64::from(unit.facts.lines);
    let fan_out = known(resolved).filter(|target| target.file != file).count() as i64;
    let fan_in = fan_in.of_file(file);
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
    file: u32,
    unit: &Unit,
    resolved: &Resolved,
    fan_in: &FanIn,
    ids: &[NodeId],
) -> Vec<SymbolMetrics> {
    let mut calls = vec![0i64; unit.facts.symbols.len()];
    for (used, verdict) in unit.facts.uses.iter().zip(&resolved.uses) {
        if used.kind != UseKind::Reference
            && *verdict != Verdict::Local
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
            fan_in: fan_in.of_symbol(Target { file, symbol }),
            fan_out,
            cyclomatic_complexity: i64::from(fact.complexity.max(1)),
            last_updated: 0,
        })
        .collect()
}
