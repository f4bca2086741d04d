//! A run in full: its arguments, how it ended, what it complained of.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::{place, width_of};
use crate::model::Severity;
use crate::tui::action::Action;
use crate::tui::data::overview::RunRow;
use crate::tui::overview::outcome;
use crate::tui::text;
use crate::tui::theme::{Paint, Theme};
use crate::tui::widgets::list::ListState;
use crate::tui::widgets::pane;

/// Columns by which the rest of a broken line is set in: the width of a line's name.
const HANGING: usize = 10;

/// The popup.
pub struct RunDetails {
    row: RunRow,
    list: ListState,
    /// Columns that the lines were broken to when it was drawn last.
    width: usize,
}

impl RunDetails {
    /// The details of a run.
    pub fn new(row: RunRow) -> RunDetails {
        RunDetails { row, list: ListState::default(), width: usize::MAX }
    }

    fn lines(&self, theme: &Theme) -> Vec<(String, Paint)> {
        let run = &self.row.run;
        let plain = Paint::default();
        let (sign, paint) = outcome(&run.outcome, theme);
        let mut lines = vec![(format!("{sign} {}", run.outcome.as_str()), paint)];
        if let Some(error) = &run.error_message {
            lines.push((error.clone(), theme.error));
        }
        let ended =
            run.finished_at.map_or_else(|| "not ended".to_owned(), |at| format!("{} UTC", text::time(at)));
        let took = run.duration_ms.map(|ms| format!(", {}", text::duration(ms))).unwrap_or_default();
        lines.push((format!("began     {} UTC", text::time(run.started_at)), plain));
        lines.push((format!("ended     {ended}{took}"), plain));
        lines.push((format!("version   {}", run.tool_version), plain));
        lines.push((format!("run       {}", run.execution_id), plain));
        lines.push((format!("root      {}", run.root.as_deref().unwrap_or("not said")), plain));
        lines.push((format!("database  {}", run.db_path), plain));
        let counts = [
            (run.files_indexed, "files"),
            (run.symbols_indexed, "symbols"),
            (run.references_indexed, "references"),
        ];
        let counts: Vec<String> = counts.iter().map(|(count, what)| format!("{count} {what}")).collect();
        lines.push((format!("indexed   {}", counts.join(", ")), plain));
        let args =
            serde_json::from_str::<Vec<String>>(&run.args).map_or_else(|_| run.args.clone(), |a| a.join(" "));
        lines.push((format!("command   {args}"), plain));
        lines.push((String::new(), plain));
        let count = self.row.diagnostics.len();
        let heading = match count {
            0 => "It complained of nothing.".to_owned(),
            _ => format!("It complained of {count}{}:", if self.row.more { " and more" } else { "" }),
        };
        lines.push((heading, theme.heading));
        for told in &self.row.diagnostics {
            let paint = match told.severity {
                Severity::Error => theme.error,
                Severity::Warning => theme.warning,
                Severity::Note => theme.dim,
            };
            let line = if told.line > 0 { format!(":{}", told.line) } else { String::new() };
            lines.push((format!("{}: {}{line}: {}", told.severity.as_str(), told.path, told.message), paint));
        }
        let broken = |(words, paint): (String, Paint)| {
            text::broken(&words, self.width, HANGING).into_iter().map(move |line| (line, paint))
        };
        lines.into_iter().flat_map(broken).collect()
    }

    /// Scrolls as `action` says.
    pub fn act(&mut self, action: Action, theme: &Theme) {
        let len = self.lines(theme).len();
        self.list.act(action, len);
    }

    /// Draws it over `area`.
    pub fn draw(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let width = width_of(area, 6, 120);
        self.width = usize::from(width.saturating_sub(2));
        let lines = self.lines(theme);
        self.list.selected = self.list.selected.min(lines.len().saturating_sub(1));
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
        let area = place(area, width, height.min(area.height), buffer, theme);
        let note = format!("{}/{} \u{b7} esc closes", self.list.selected + 1, lines.len());
        let inside = pane::frame(area, buffer, theme, "Run", &note, true);
        for (line, at) in self.list.view(lines.len(), usize::from(inside.height)).enumerate() {
            let (Some((words, paint)), Some(area)) = (lines.get(at), pane::line(inside, line)) else { break };
            let style = if at == self.list.selected { theme.cursor_line.into() } else { Style::new() };
            pane::row(area, buffer, vec![Span::styled(words.as_str(), *paint)], Span::raw(""), style);
        }
    }
}
