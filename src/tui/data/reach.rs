//! Ways, impact, cycles and what nothing reaches, as the lists that the graph's screen shows.

use std::cell::Cell;
use std::collections::HashSet;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use crate::graph::{self, CallGraph, GraphError, Spot, Watch};
use crate::model::NodeId;
use crate::store::{Reader, StoreError};
use crate::tui::PROGRESS_INTERVAL;

/// Symbols that a list holds at most; without a screen there is no such bound.
const MOST: usize = 20_000;

/// Ways that are shown at most.
const MOST_WAYS: usize = 50;

/// A row of a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// What the rows below have in common, and how many they are.
    Heading(String, String),
    /// A symbol, and what is said of it.
    Spot(Spot, String),
    /// A line that stands for nothing.
    Note(String),
}

/// Asks a long question for a job: `report` hears how far it is, some times a second. `None` where it was cancelled.
///
/// # Errors
/// Where the graph cannot be read.
pub fn watched<T>(
    cancel: &AtomicBool,
    report: &dyn Fn(u64),
    ask: impl FnOnce(&Watch<'_>) -> graph::Result<T>,
) -> Result<Option<T>, StoreError> {
    let last = Cell::new(Instant::now());
    let tell = |done| {
        if last.get().elapsed() >= PROGRESS_INTERVAL {
            last.set(Instant::now());
            report(done);
        }
    };
    match ask(&Watch::new(cancel, &tell)) {
        Ok(answer) => Ok(Some(answer)),
        Err(GraphError::Store(error)) => Err(error),
        Err(GraphError::Stopped) => Ok(None),
    }
}

/// The shortest ways from one symbol to another.
///
/// # Errors
/// Where the graph cannot be read, and where it was cancelled.
pub fn ways(reader: &dyn Reader, from: NodeId, to: NodeId, watch: &Watch<'_>) -> graph::Result<Vec<Row>> {
    let found = graph::paths(reader, &[from], &[to], MOST_WAYS, watch)?;
    let count = found.chains.len();
    let mut rows = Vec::new();
    for (number, chain) in found.chains.into_iter().enumerate() {
        let calls = chain.len() - 1;
        let calls = format!("{calls} call{}", if calls == 1 { "" } else { "s" });
        rows.push(Row::Heading(
            format!("Way {} of {count}{}", number + 1, if found.more { "+" } else { "" }),
            calls,
        ));
        rows.extend(chain.into_iter().map(|spot| Row::Spot(spot, String::new())));
    }
    if rows.is_empty() {
        rows.push(Row::Note("No calls lead from A to B.".to_owned()));
    }
    Ok(rows)
}

/// Who calls a symbol, who calls those, and so on, nearest first: with how many calls away each is, and whether these
/// are all.
///
/// # Errors
/// Where the graph cannot be read, and where it was cancelled.
pub fn impact(reader: &dyn Reader, of: NodeId, watch: &Watch<'_>) -> graph::Result<(Vec<(u32, Spot)>, bool)> {
    let mut reached = Vec::new();
    let mut is_whole = true;
    graph::impact(reader, &[of], u32::MAX, watch, &mut |calls, spot| {
        is_whole = reached.len() < MOST;
        if is_whole {
            reached.push((calls, spot));
        }
        is_whole
    })?;
    Ok((reached, is_whole))
}

/// What [`impact`] found, by distance or by file.
pub fn impact_rows((reached, is_whole): &(Vec<(u32, Spot)>, bool), by_file: bool) -> Vec<Row> {
    let mut sorted: Vec<&(u32, Spot)> = reached.iter().collect();
    if by_file {
        sorted.sort_by(|a, b| (&a.1.path, a.0, a.1.line).cmp(&(&b.1.path, b.0, b.1.line)));
    } else {
        sorted.sort_by(|a, b| (a.0, &a.1.path, a.1.line).cmp(&(b.0, &b.1.path, b.1.line)));
    }
    let away = |calls: u32| format!("{calls} call{} away", if calls == 1 { "" } else { "s" });
    let key = |row: &(u32, Spot)| if by_file { row.1.path.clone() } else { away(row.0) };
    let mut rows = Vec::new();
    for group in sorted.chunk_by(|a, b| if by_file { a.1.path == b.1.path } else { a.0 == b.0 }) {
        let Some(first) = group.first() else { continue };
        let files: HashSet<&str> = group.iter().map(|row| row.1.path.as_str()).collect();
        let count = match (by_file, files.len()) {
            (true, _) => group.len().to_string(),
            (false, 1) => format!("{} in 1 file", group.len()),
            (false, files) => format!("{} in {files} files", group.len()),
        };
        rows.push(Row::Heading(key(first), count));
        rows.extend(group.iter().map(|(calls, spot)| {
            Row::Spot(spot.clone(), if by_file { away(*calls) } else { String::new() })
        }));
    }
    if rows.is_empty() {
        rows.push(Row::Note("Nothing calls it.".to_owned()));
    }
    if !is_whole {
        rows.push(Row::Note(format!("These are the nearest {MOST}; `magellan-tui impact` lists all.")));
    }
    rows
}

/// The cycles among calls, largest first.
///
/// # Errors
/// Where the graph cannot be read, and where it was cancelled.
pub fn cycles(reader: &dyn Reader, watch: &Watch<'_>) -> graph::Result<Vec<Row>> {
    let graph = CallGraph::read(reader, watch)?;
    let mut rows = Vec::new();
    let mut room = MOST;
    for members in graph::cycles(&graph, watch)? {
        let count = members.len();
        let heading = match count {
            1 => "Calls itself".to_owned(),
            count => format!("Cycle of {count}"),
        };
        rows.push(Row::Heading(heading, String::new()));
        let mut spots = spots(reader, members.into_iter().take(room), watch)?;
        spots.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
        rows.extend(spots.into_iter().map(|spot| Row::Spot(spot, String::new())));
        room = room.saturating_sub(count);
        if room == 0 {
            rows.push(Row::Note(format!("These are the first {MOST}; `magellan-tui cycles` lists all.")));
            break;
        }
    }
    if rows.is_empty() {
        rows.push(Row::Note("No calls lead in a circle.".to_owned()));
    }
    Ok(rows)
}

fn spots(
    reader: &dyn Reader,
    ids: impl Iterator<Item = NodeId>,
    watch: &Watch<'_>,
) -> graph::Result<Vec<Spot>> {
    let mut spots = Vec::new();
    for id in ids {
        watch.step()?;
        spots.extend(Spot::read(reader, id)?);
    }
    Ok(spots)
}

/// Functions that no entry reaches, by file.
///
/// # Errors
/// Where the graph cannot be read, and where it was cancelled.
pub fn unreached(reader: &dyn Reader, watch: &Watch<'_>) -> graph::Result<Vec<Row>> {
    let found = graph::unreached(reader, watch)?;
    let is_more = found.len() > MOST;
    let mut rows = Vec::new();
    for group in found.get(..MOST).unwrap_or(&found).chunk_by(|a, b| a.spot.path == b.spot.path) {
        let Some(first) = group.first() else { continue };
        rows.push(Row::Heading(first.spot.path.clone(), group.len().to_string()));
        rows.extend(group.iter().map(|one| {
            let said = if one.is_called { "only others here call it" } else { "" };
            Row::Spot(one.spot.clone(), said.to_owned())
        }));
    }
    if rows.is_empty() {
        rows.push(Row::Note("Every function is reached.".to_owned()));
    }
    if is_more {
        rows.push(Row::Note(format!("These are the first {MOST}; `magellan-tui unreached` lists all.")));
    }
    Ok(rows)
}
