//! Bounds on what one file may put into the graph, so that ids do not run out and facts that were
//! stored can be trusted to be in range.

use super::FileFacts;
use crate::model::{Diagnostic, Severity};

const MAX_SYMBOLS: usize = 1 << 20;
const MAX_IMPORTS: usize = 1 << 20;
const MAX_USES: usize = 1 << 21;
const MAX_BASES: usize = 1 << 20;

/// Cuts what is too much, and takes out indices that lead nowhere or in circles. Says so in the file's
/// diagnostics.
pub(crate) fn tame(path: &str, facts: &mut FileFacts) {
    let before = (facts.symbols.len(), facts.imports.len(), facts.uses.len());
    facts.symbols.truncate(MAX_SYMBOLS);
    facts.imports.truncate(MAX_IMPORTS);
    facts.uses.truncate(MAX_USES);
    let after = (facts.symbols.len(), facts.imports.len(), facts.uses.len());
    let symbols = facts.symbols.len() as u32;
    let mut bases = 0;
    for (at, symbol) in (0u32..).zip(&mut facts.symbols) {
        symbol.parent = symbol.parent.filter(|&parent| parent < at);
        bases += symbol.bases.len();
        if bases > MAX_BASES {
            symbol.bases.clear();
        }
    }
    let containers = facts.imports.iter_mut().map(|import| &mut import.container);
    for container in containers.chain(facts.uses.iter_mut().map(|used| &mut used.container)) {
        *container = container.filter(|&container| container < symbols);
    }
    if before != after || bases > MAX_BASES {
        facts.diagnostics.push(Diagnostic {
            path: path.to_owned(),
            line: 0,
            severity: Severity::Warning,
            message: format!(
                "more than a file may hold: {before:?} symbols, imports and uses, kept {after:?}"
            ),
        });
    }
}
