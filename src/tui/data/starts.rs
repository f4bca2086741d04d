//! Symbols to begin with, for the graph that has none in its middle.

use super::definition;
use super::place::Place;
use super::reach::Row;
use crate::graph::{self, Spot, Watch};
use crate::model::{Symbol, SymbolKind, SymbolMetrics};
use crate::store::{Order, Reader, SymbolColumn};
use crate::tui::text;

/// Symbols that are listed for each reason.
const EACH: usize = 12;
/// Symbols of one name that are looked at.
const LOOKED_AT: usize = 500;

/// What was looked at last, where programs begin, what is called most, and what calls most.
///
/// # Errors
/// Where the database cannot be read, and where it was cancelled.
pub fn starts(reader: &dyn Reader, recent: &[Place], watch: &Watch<'_>) -> graph::Result<Vec<Row>> {
    let mut rows = Vec::new();
    put(&mut rows, "Looked at last", looked_at(reader, recent, watch)?);
    put(&mut rows, "Programs begin here", entries(reader, watch)?);
    let mut by = |heading: &str, column, number: fn(&SymbolMetrics) -> i64, thing: &str| {
        let measured = reader.symbols_by(column, Order::Descending, None, EACH)?.items;
        let mut spots = Vec::new();
        for row in measured.iter().filter(|row| number(row) > 0) {
            watch.step()?;
            // A row that is of another symbol by now says nothing.
            if let Some(spot) = Spot::read(reader, row.symbol)?.filter(|spot| spot.path == row.path) {
                spots.push((spot, text::counted(number(row).unsigned_abs(), thing)));
            }
        }
        put(&mut rows, heading, spots);
        Ok::<(), graph::GraphError>(())
    };
    by("Called most", SymbolColumn::FanIn, |row| row.fan_in, "call")?;
    by("Calls most", SymbolColumn::FanOut, |row| row.fan_out, "call")?;
    if rows.is_empty() {
        rows.push(Row::Note("The database knows of no calls. ctrl-p finds any symbol.".to_owned()));
    }
    Ok(rows)
}

fn put(rows: &mut Vec<Row>, heading: &str, spots: Vec<(Spot, String)>) {
    if !spots.is_empty() {
        rows.push(Row::Heading(heading.to_owned(), String::new()));
        rows.extend(spots.into_iter().map(|(spot, said)| Row::Spot(spot, said)));
    }
}

/// The symbols among places that were visited.
fn looked_at(reader: &dyn Reader, recent: &[Place], watch: &Watch<'_>) -> graph::Result<Vec<(Spot, String)>> {
    let mut spots: Vec<(Spot, String)> = Vec::new();
    for place in recent.iter().filter(|place| !place.label.is_empty()).take(EACH) {
        watch.step()?;
        let found = definition::again(reader, place)?.into_iter().find_map(|place| place.symbol);
        let Some(spot) = found.map(|symbol| Spot::read(reader, symbol)).transpose()?.flatten() else {
            continue;
        };
        if spots.iter().all(|(other, _)| other.id != spot.id) {
            spots.push((spot, String::new()));
        }
    }
    Ok(spots)
}

/// What begins without being called, that nearest to the top of the project first.
fn entries(reader: &dyn Reader, watch: &Watch<'_>) -> graph::Result<Vec<(Spot, String)>> {
    let mut found: Vec<Symbol> = Vec::new();
    for name in graph::ENTRIES {
        watch.step()?;
        found.extend(reader.symbols_named(name, None, LOOKED_AT)?.items);
    }
    found.retain(|symbol| matches!(symbol.kind, SymbolKind::Function | SymbolKind::Method));
    found.sort_by_cached_key(|symbol| {
        (symbol.path.matches('/').count(), symbol.path.clone(), symbol.span.byte_start)
    });
    found.truncate(EACH);
    Ok(found.iter().map(|symbol| (Spot::of(symbol), String::new())).collect())
}
