//! What stands in the overview's panes, row by row.

use super::Overview;
use crate::model::Counts;
use crate::store::Origin;
use crate::tui::data::overview::{RunRow, Standout};
use crate::tui::text;

/// A row of what stands out.
#[derive(Debug, Clone, Copy)]
pub(super) enum StandoutRow<'a> {
    /// What follows stands out by this.
    Heading(&'static str, &'static str),
    /// A file or symbol.
    Item(&'a Standout),
    /// A line that stands for nothing.
    Note(&'static str),
}

impl Overview {
    pub(super) fn standout_rows(&self) -> Vec<StandoutRow<'_>> {
        let Some(standouts) = self.standouts.get() else { return Vec::new() };
        let wanted = self.standouts_filter.to_lowercase();
        let passes = |item: &&Standout| {
            wanted.is_empty() || [&item.name, &item.path].iter().any(|t| t.to_lowercase().contains(&wanted))
        };
        let mut rows = Vec::new();
        for (heading, by, items) in [
            ("Most complex", "decisions", &standouts.complex),
            ("Most called", "calls", &standouts.called),
            ("Heaviest files", "score", &standouts.files),
        ] {
            rows.push(StandoutRow::Heading(heading, by));
            let before = rows.len();
            rows.extend(items.iter().filter(passes).map(StandoutRow::Item));
            if rows.len() == before {
                rows.push(StandoutRow::Note("none"));
            }
        }
        rows
    }

    pub(super) fn run_rows(&self) -> Vec<&RunRow> {
        let wanted = self.runs_filter.to_lowercase();
        let passes = |row: &&RunRow| {
            let run = &row.run;
            let error = run.error_message.as_deref().unwrap_or("");
            let texts = [run.outcome.as_str(), &run.args, &run.tool_version, error];
            wanted.is_empty() || texts.iter().any(|text| text.to_lowercase().contains(&wanted))
        };
        self.runs.get().into_iter().flatten().filter(passes).collect()
    }

    /// What the database says of itself: names and values.
    pub(super) fn about(&self) -> Vec<(&'static str, String)> {
        let Some(meta) = self.meta.get() else { return Vec::new() };
        let read_only = if meta.origin == Origin::Magellan { ", read-only" } else { "" };
        let mut rows = vec![
            ("project", meta.project.clone().unwrap_or_else(|| "unnamed".to_owned())),
            ("root", meta.root.clone().unwrap_or_else(|| "not said".to_owned())),
            ("file", self.path.clone()),
            ("engine", format!("{}, {}", meta.engine.as_str(), text::size(meta.size_bytes))),
            ("schema", format!("{}, by {}{read_only}", meta.schema_version, meta.made_by())),
        ];
        rows.extend(meta.created_at.map(|created| ("made", format!("{} UTC", text::time(created)))));
        rows.extend(meta.notices.iter().map(|notice| ("note", notice.clone())));
        rows
    }

    /// Everything that has no list of its own on a large screen, as one list.
    pub(super) fn facts(&self) -> Vec<(&'static str, String)> {
        let mut facts = self.about();
        let counts = self.counts.get().map(Counts::entries).into_iter().flatten();
        facts.extend(counts.map(|(name, count)| (name, text::grouped(count))));
        let languages = self.languages.get().into_iter().flatten();
        facts.extend(languages.map(|share| (share.language.name(), text::counted(share.files, "file"))));
        facts
    }
}
