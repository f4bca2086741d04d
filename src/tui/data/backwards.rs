//! Lists that a store gives in one direction, read in the other: by trying from how far away there are just
//! enough rows.

use crate::store::{Page, Result};

/// Rows that a try may read, as many times those that are wanted.
const ROOM: usize = 4;

/// Rows by their places, in order: those behind a place (all, where it is `None`), so many at most.
pub type Read<'a, T> = &'a dyn Fn(Option<i64>, usize) -> Result<Page<(i64, T)>>;

/// The last `limit` rows before a place (of all, where it is `None`), the nearest first. `read` must give places
/// that ascend. Cost: some sixty look-ups at most, and reading a few pages.
///
/// # Errors
/// Where the rows cannot be read.
pub fn before<T>(place: Option<i64>, limit: usize, read: Read<'_, T>) -> Result<Page<T>> {
    let nothing = Page { items: Vec::new(), more: false };
    let first = read(None, 1)?.items.into_iter().next();
    let Some((first, _)) = first.filter(|(first, _)| place.is_none_or(|place| *first < place)) else {
        return Ok(nothing);
    };
    let end = match place {
        Some(place) => i128::from(place),
        None => i128::from(last(first, read)?) + 1,
    };
    // What is nearer than the first has too few rows, what is farther than the second too many.
    let (mut few, mut many) = (0_i128, end - i128::from(first) + 1);
    let mut span = (limit as i128).min(many);
    loop {
        let from = i64::try_from(end - span - 1).ok();
        let page = read(from, limit * ROOM)?;
        let is_cut = page.more && page.items.last().is_some_and(|(at, _)| i128::from(*at) < end);
        let mut rows: Vec<(i64, T)> =
            page.items.into_iter().filter(|(at, _)| i128::from(*at) < end).collect();
        let is_all = from.is_none_or(|from| from < first);
        // Places that are not told apart, as a damaged file may have them, end it too.
        if !is_cut && (rows.len() >= limit || is_all) || many - few <= 1 {
            let more = rows.len() > limit || !is_all;
            rows.drain(..rows.len().saturating_sub(limit));
            return Ok(Page { items: rows.into_iter().rev().map(|(_, row)| row).collect(), more });
        }
        match is_cut {
            true => many = span,
            false => few = span,
        }
        span = match is_cut {
            true => few + (many - few) / 2,
            false => (span * 2).min(few + (many - few + 1) / 2).max(few + 1),
        };
    }
}

/// The place of the last row, which is `first` or behind it.
fn last<T>(first: i64, read: Read<'_, T>) -> Result<i64> {
    let (mut known, mut beyond) = (i128::from(first), i128::from(i64::MAX) + 1);
    while known + 1 < beyond {
        let middle = known + (beyond - known) / 2;
        match read(i64::try_from(middle - 1).ok(), 1)?.items.first() {
            Some((at, _)) => known = middle.max(i128::from(*at)),
            None => beyond = middle,
        }
    }
    Ok(i64::try_from(known).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    fn check(places: &[i64], limit: usize) {
        let reads = Cell::new(0);
        let read = |after: Option<i64>, limit: usize| {
            reads.set(reads.get() + 1);
            let rest: Vec<_> = places
                .iter()
                .filter(|at| after.is_none_or(|after| **at > after))
                .map(|at| (*at, *at))
                .collect();
            Ok(Page { more: rest.len() > limit, items: rest.into_iter().take(limit).collect() })
        };
        let mut found = Vec::new();
        let mut place = None;
        loop {
            reads.set(0);
            let page = before(place, limit, &read).unwrap();
            assert!(reads.get() < 200, "{} reads", reads.get());
            assert!(page.items.len() == limit || !page.more, "a page that is not the last is full");
            place = page.items.last().copied();
            found.extend(page.items);
            if !page.more {
                break;
            }
        }
        found.reverse();
        assert_eq!(found, places);
    }

    #[test]
    fn a_list_is_the_same_backwards() {
        let dense: Vec<i64> = (1..500).collect();
        let sparse: Vec<i64> = (0..300).map(|at| at * at * at * 1_000_003 - 77).collect();
        let far: Vec<i64> = [i64::MIN, i64::MIN + 1, -5, 0, 7, i64::MAX - 1, i64::MAX].to_vec();
        let clustered: Vec<i64> =
            (0..20).flat_map(|file| (0..30).map(move |slot| (file << 40) + slot)).collect();
        for places in [&dense, &sparse, &far, &clustered, &vec![9], &Vec::new()] {
            for limit in [1, 2, 7, 100, 1000] {
                check(places, limit);
            }
        }
    }
}
