//! What a change of a symbol reaches: who calls it, who calls those, and so on.

use std::collections::HashSet;

use super::spot::Spot;
use super::watch::Watch;
use super::{Result, step};
use crate::model::{Direction, NodeId};
use crate::store::Reader;

/// Calls `each` with every symbol from which calls lead to one of `of`, and in how many calls at least, nearest first
/// and by id among equals, until it gives `false`; at most `depth` calls away. Those of `of` themselves are left out.
/// Cost: a look-up a call that leads there; memory of some 10 bytes a symbol.
///
/// # Errors
/// Where the graph cannot be read, and where it was cancelled.
pub fn impact(
    reader: &dyn Reader,
    of: &[NodeId],
    depth: u32,
    watch: &Watch<'_>,
    each: &mut dyn FnMut(u32, Spot) -> bool,
) -> Result<()> {
    let mut seen: HashSet<NodeId> = of.iter().copied().collect();
    let mut level: Vec<NodeId> = of.to_vec();
    for distance in 1..=depth {
        let mut next = Vec::new();
        for symbol in level {
            watch.step()?;
            let callers = step::neighbours(reader, symbol, Direction::In)?;
            next.extend(callers.into_iter().filter(|&caller| seen.insert(caller)));
        }
        if next.is_empty() {
            break;
        }
        next.sort_unstable();
        for &symbol in &next {
            watch.step()?;
            if let Some(spot) = Spot::read(reader, symbol)?
                && !each(distance, spot)
            {
                return Ok(());
            }
        }
        level = next;
    }
    Ok(())
}
