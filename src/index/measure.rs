//! Measures of files and symbols.

use std::sync::Arc;

use super::UseKind;
use super::resolve::{Resolved, Seen, Target, Unit, Verdict};
use crate::model::{FileMetrics, NodeId, SymbolMetrics};

/// How many calls lead to each symbol, and how many uses from elsewhere to each file.
#[derive(Debug, Default)]
pub(crate) struct FanIn {
    symbols: Vec<Vec<u32>>,
    files: Vec<u32>,
}

impl FanIn {
    /// Counts over all files. Cost: one pass over all uses.
    pub(crate) fn count(units: &[Arc<Seen>], resolved: &[Resolved]) -> FanIn {
        let mut fan_in = FanIn {
            symbols: units.iter().map(|unit| vec![0; unit.facts.symbols.len()]).collect(),
            files: vec![0; units.len()],
        };
        for (file, (unit, resolved)) in (0u32..).zip(units.iter().zip(resolved)) {
            for (used, verdict) in unit.facts.uses.iter().zip(&resolved.uses) {
                let Verdict::Known(target, _) = verdict else { continue };
                let symbols = fan_in.symbols.get_mut(target.file as usize);
                if used.kind != UseKind::Reference
                    && let Some(count) = symbols.and_then(|s| s.get_mut(target.symbol as usize))
                {
                    *count += 1;
                }
                if target.file != file
                    && let Some(count) = fan_in.files.get_mut(target.file as usize)
                {
                    *count += 1;
                }
            }
        }
        fan_in
    }

    fn of_symbol(&self, target: Target) -> i64 {
        let symbols = self.symbols.get(target.file as usize);
        symbols.and_then(|symbols| symbols.get(target.symbol as usize)).copied().unwrap_or_default().into()
    }

    fn of_file(&self, file: u32) -> i64 {
        self.files.get(file as usize).copied().unwrap_or_default().into()
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
