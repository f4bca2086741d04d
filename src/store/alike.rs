//! Rows of a list that nobody can tell apart: only files of foreign hands have them.
//!
//! A page begins behind a row of the one before, so what is like that row is to stand on the same page, or it would be on none.

/// Rows that stand on one page for that, beside those that were asked for. A list of more has not all of them.
pub(super) const MOST_ALIKE: usize = 10_000;

/// Where a page of `limit` rows ends among `rows`: behind those that are like its last one.
pub(super) fn same_page<T>(rows: &[T], limit: usize, alike: &dyn Fn(&T, &T) -> bool) -> usize {
    let end = limit.min(rows.len());
    let Some(last) = end.checked_sub(1).and_then(|last| rows.get(last)) else { return end };
    end + rows.iter().skip(end).take(MOST_ALIKE).take_while(|row| alike(last, row)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_ends_behind_what_is_alike() {
        let end = |limit| same_page(&[1, 2, 2, 2, 3], limit, &|one, other| one == other);
        assert_eq!([0, 1, 2, 3, 4, 5, 9].map(end), [0, 1, 4, 4, 4, 5, 5]);
    }
}
