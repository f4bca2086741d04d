//! The relations pane: sections of steps to take from what is selected.

use std::collections::BTreeMap;

use crate::model::EdgeId;
use crate::tui::data::relations::{Relation, Section, SectionKind};
use crate::tui::services::Loadable;
use crate::tui::widgets::list::ListState;

/// A row of the pane.
#[derive(Debug, Clone, Copy)]
pub enum Row<'a> {
    /// A section's heading, with how many rows it has and whether there may be more; `None` where it is not here.
    Heading(SectionKind, Option<(usize, bool)>),
    /// A step.
    Step(&'a Relation),
    /// More of a section, from an edge on.
    More(SectionKind, EdgeId),
    /// A line that stands for nothing.
    Note(&'a str),
}

#[derive(Debug, Clone, Default)]
struct Rows {
    rows: Vec<Relation>,
    next: Option<EdgeId>,
    /// How many there are and whether these are all, where more than are here was counted.
    count: Option<(usize, bool)>,
}

/// The relations pane.
#[derive(Debug, Clone, Default)]
pub struct RelationsView {
    sections: BTreeMap<SectionKind, Loadable<Rows>>,
    filter: String,
    /// The selection, among all rows.
    pub list: ListState,
}

impl RelationsView {
    /// Forgets everything, to be filled afresh with these sections.
    pub fn clear(&mut self, kinds: &[SectionKind]) {
        let sections = kinds.iter().map(|kind| (*kind, Loadable::Loading)).collect();
        *self = RelationsView { sections, filter: std::mem::take(&mut self.filter), ..Self::default() };
    }

    /// Puts rows where they belong.
    pub fn put(&mut self, section: Section) {
        let (kept, count) = match self.sections.remove(&section.kind) {
            Some(Loadable::Ready(rows)) if section.follows => (rows.rows, rows.count),
            _ => (Vec::new(), None),
        };
        let mut rows: Vec<Relation> = kept.into_iter().chain(section.rows).collect();
        // The pages come by the edges' ids, which say nothing to a person.
        rows.sort_by(|a, b| (&a.at, &a.name).cmp(&(&b.at, &b.name)));
        let rows = Rows { rows, next: section.next, count };
        let was_empty = self.sections.values().all(|rows| rows.get().is_none());
        self.sections.insert(section.kind, Loadable::Ready(rows));
        if was_empty {
            self.list.selected = 1;
        }
    }

    /// Notes how many rows a section has, and whether these are all.
    pub fn put_count(&mut self, kind: SectionKind, count: (usize, bool)) {
        if let Some(Loadable::Ready(rows)) = self.sections.get_mut(&kind) {
            rows.count = Some(count);
        }
    }

    /// Whether it is known how many rows a section has.
    pub fn is_counted(&self, kind: SectionKind) -> bool {
        self.sections.get(&kind).and_then(Loadable::get).is_some_and(|rows| rows.count.is_some())
    }

    /// Notes that a section cannot be had.
    pub fn fail(&mut self, kind: SectionKind, why: String) {
        self.sections.insert(kind, Loadable::Failed(why));
    }

    /// The text that rows must hold to be shown.
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// Shows only rows whose name or file holds `filter`, whatever the case.
    pub fn set_filter(&mut self, filter: &str) {
        filter.clone_into(&mut self.filter);
        self.list.selected = 0;
    }

    /// The number of the selected step among all of all sections, and how many these are, as far as that is known.
    pub fn position(&self) -> (Option<u64>, Option<u64>) {
        let (mut before, mut all, mut here) = (Some(0), Some(0), 0);
        let mut number = None;
        for (at, row) in self.rows().into_iter().enumerate() {
            match row {
                Row::Heading(_, counted) => {
                    (before, here) = (all, 0);
                    let count = counted.filter(|(_, is_more)| !is_more).map(|(count, _)| count as u64);
                    all = all.and_then(|all: u64| Some(all + count?));
                }
                Row::Step(_) => {
                    here += 1;
                    if at == self.list.selected {
                        number = before.map(|before| before + here);
                    }
                }
                Row::More(..) | Row::Note(_) => {}
            }
        }
        (number, all)
    }

    /// All rows.
    pub fn rows(&self) -> Vec<Row<'_>> {
        let wanted = self.filter.to_lowercase();
        let passes = |row: &&Relation| row.holds(&wanted);
        let mut all = Vec::new();
        for (kind, section) in &self.sections {
            let (rows, next, count) = match section {
                Loadable::Ready(rows) => (rows.rows.iter().filter(passes).collect(), rows.next, rows.count),
                _ => (Vec::new(), None, None),
            };
            // What passes a filter is known only of rows that are here.
            let counted = count.filter(|_| next.is_some() && wanted.is_empty());
            let (count, is_all) = counted.unwrap_or((rows.len(), next.is_none()));
            let counted = section.get().map(|_| (count.max(rows.len()), !is_all));
            all.push(Row::Heading(*kind, counted));
            all.extend(rows.iter().map(|row| Row::Step(row)));
            if let Some(next) = next {
                all.push(Row::More(*kind, next));
            }
            match section.note() {
                Some(note) => all.push(Row::Note(note)),
                None if rows.is_empty() => all.push(Row::Note("none")),
                None => {}
            }
        }
        all
    }
}
