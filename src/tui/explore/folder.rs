//! The folder that is selected in the tree, summed up where the text of a file will be.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::Explore;
use crate::tui::answer::{Answer, Slot};
use crate::tui::data::folder::{self, FolderSummary};
use crate::tui::services::{Loadable, Services};
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::pane;

/// Columns of the names of what is counted.
const NAMES: usize = 9;

impl Explore {
    /// Asks what is below the folder that is selected, where no file was yet.
    pub(super) fn ask_summary(&mut self, services: &mut Services) {
        let Some(prefix) = self.tree.folder().filter(|_| self.place.is_none()) else { return };
        if self.folder.as_ref().is_some_and(|(known, _)| known == prefix) {
            return;
        }
        let prefix = prefix.to_owned();
        self.folder = Some((prefix.clone(), Loadable::Loading));
        let roots = services.roots.clone();
        services.ask(Slot::Below, move |desk| {
            let reader = desk.store.reader()?;
            let mut tell = |so_far| (desk.report)(Answer::Below(so_far));
            folder::summary(&*reader, &roots, &prefix, desk.cancel, &mut tell).map(Answer::Below)
        });
    }

    /// Takes what is below it, or why that cannot be said.
    pub(super) fn take_summary(&mut self, summary: Result<FolderSummary, String>) {
        if let Some((_, shown)) = &mut self.folder {
            *shown = summary.map_or_else(Loadable::Failed, Loadable::Ready);
        }
    }

    /// Draws what is below the folder.
    pub(super) fn draw_summary(&self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) {
        const HINT: &str = "Select a file or a symbol to see its text and what it is related to.";
        let Some((prefix, summary)) = &self.folder else {
            return pane::paragraph(area, buffer, HINT, theme.dim);
        };
        if let Loadable::Failed(why) = summary {
            return pane::paragraph(area, buffer, why, theme.error);
        }
        let Some(summary) = summary.get() else {
            return pane::paragraph(area, buffer, summary.note().unwrap_or_default(), theme.dim);
        };
        let name = services.roots.relative(prefix).to_owned();
        let is_open = services.jobs.is_open(&Slot::Below);
        let note = match (summary.is_all, is_open) {
            (true, _) => "",
            (false, true) => "counting \u{2026}",
            (false, false) => "stopped: there are more",
        };
        let mut rows = vec![(vec![Span::styled(name.clone(), theme.heading)], note.to_owned())];
        let counted = [("files", summary.files), ("lines", summary.lines), ("symbols", summary.symbols)];
        rows.extend(counted.into_iter().map(|(name, count)| {
            (
                vec![Span::styled(format!("{name:<NAMES$}"), theme.dim), Span::raw(text::grouped(count))],
                String::new(),
            )
        }));
        let languages: Vec<String> = summary
            .languages
            .iter()
            .map(|(name, files)| format!("{name} {}", text::grouped(*files)))
            .collect();
        let said = text::broken(&languages.join(", "), usize::from(area.width).saturating_sub(NAMES), 0);
        rows.extend(said.into_iter().enumerate().map(|(at, line)| {
            let name = if at == 0 { "in" } else { "" };
            (vec![Span::styled(format!("{name:<NAMES$}"), theme.dim), Span::raw(line)], String::new())
        }));
        rows.push((Vec::new(), String::new()));
        rows.push((vec![Span::styled("Largest files", theme.heading)], "lines".to_owned()));
        rows.extend(summary.largest.iter().map(|(path, lines)| {
            let path = path.strip_prefix(name.as_str()).unwrap_or(path);
            let room = usize::from(area.width).saturating_sub(12);
            (vec![Span::raw(format!("  {}", text::fit_end(path, room)))], text::grouped(*lines))
        }));
        for (line, (left, right)) in rows.into_iter().enumerate() {
            let Some(area) = pane::line(area, line) else { break };
            pane::row(area, buffer, left, Span::styled(right, theme.dim), Style::new());
        }
    }
}
