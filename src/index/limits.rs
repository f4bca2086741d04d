//! Bounds on what one file may put into the graph, so that ids do not run out and facts that were
//! stored can be trusted to be in range.

use super::FileFacts;
use crate::model::{Diagnostic, Severity};

const MAX_SYMBOLS: usize = 1 << 20;
const MAX_IMPORTS: usize = 1 << 20;
const MAX_USES: usize = 1 << 21;
const MAX_BASES: usize = 1 << 20;

/// Cuts what is too much, and says so in the file's diagnostics; takes out indices that lead nowhere or in circles.
/// Gives whether there was any of that.
pub(crate) fn tame(path: &str, facts: &mut FileFacts) -> bool {
    let before = (facts.symbols.len(), facts.imports.len(), facts.uses.len());
    facts.symbols.truncate(MAX_SYMBOLS);
    facts.details.truncate(MAX_SYMBOLS);
    facts.imports.truncate(MAX_IMPORTS);
    facts.uses.truncate(MAX_USES);
    let after = (facts.symbols.len(), facts.imports.len(), facts.uses.len());
    let symbols = facts.symbols.len() as u32;
    let mut bases = 0;
    let mut has_changed = false;
    for (at, symbol) in (0u32..).zip(&mut facts.symbols) {
        has_changed |= symbol.parent.take_if(|parent| *parent >= at).is_some();
        bases += symbol.bases.len();
        if bases > MAX_BASES {
            symbol.bases.clear();
        }
    }
    let containers = facts.imports.iter_mut().map(|import| &mut import.container);
    for container in containers.chain(facts.uses.iter_mut().map(|used| &mut used.container)) {
        has_changed |= container.take_if(|container| *container >= symbols).is_some();
    }
    if before != after || bases > MAX_BASES {
        has_changed = true;
        facts.diagnostics.push(Diagnostic {
            path: path.to_owned(),
            line: 0,
            severity: Severity::Warning,
            message: format!(
                "more than a file may hold: {before:?} symbols, imports and uses, kept {after:?}"
            ),
        });
    }
    has_changed
}
