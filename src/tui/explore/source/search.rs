//! Searching in the text.

use super::SourceView;
use crate::tui::widgets::code::hits_in;

impl SourceView {
    /// Searches for `query` from where the cursor was when it began to be typed; `false` where the text
    /// does not hold it.
    pub fn search(&mut self, query: &str) -> bool {
        let from = *self.search_from.get_or_insert(self.cursor);
        query.clone_into(&mut self.query);
        self.cursor = from;
        query.is_empty() || self.seek(false, true)
    }

    /// Whether there is something to look for.
    pub fn is_searching(&self) -> bool {
        !self.query.is_empty()
    }

    /// Ends the typing of a search.
    pub fn end_search(&mut self) {
        self.search_from = None;
    }

    /// Goes to the next place that holds the query, or with `backward` to the one before, around the
    /// end of the text; `false` where there is none. With `here`, a hit under the cursor counts.
    pub fn seek(&mut self, backward: bool, here: bool) -> bool {
        let Some(document) = self.document.clone() else { return false };
        let (at, byte) = self.cursor;
        let count = document.line_count();
        let hits = |index: usize| -> Vec<usize> {
            let line = document.line(index).map_or("", |(_, line)| line);
            hits_in(line, &self.query).map(|hit| hit.start).collect()
        };
        // The cursor's own line is looked at twice: first its rest, last its beginning.
        let found = (0..=count).find_map(|step| {
            let index = if backward { (at + count * 2 - step) % count } else { (at + step) % count };
            let mut starts = hits(index);
            match (step == 0, backward) {
                (true, false) => starts.retain(|start| *start > byte || here && *start == byte),
                (true, true) => starts.retain(|start| *start < byte),
                (false, _) => {}
            }
            if backward { starts.pop() } else { starts.first().copied() }.map(|start| (index, start))
        });
        let Some((index, start)) = found else { return false };
        self.cursor = (index, 0);
        self.set_byte(start);
        true
    }
}
