//! The last step: the report.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::lines::{self, Line, named};
use super::{Ended, Migrate};
use crate::migrate::Report;
use crate::tui::text;
use crate::tui::theme::{Paint, Theme};
use crate::tui::widgets::pane;

impl Migrate {
    pub(super) fn draw_done(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let Some(Ended::Made(report)) = self.copy.as_ref().and_then(|copy| copy.ended.as_ref()) else {
            return;
        };
        let all = report_lines(report, usize::from(area.width.saturating_sub(2)), theme);
        self.done.selected = self.done.selected.min(all.len().saturating_sub(1));
        let note = if all.len() + 2 > usize::from(area.height) {
            pane::position(self.done.selected, all.len())
        } else {
            String::new()
        };
        let inside = pane::frame(area, buffer, theme, "Done", &note, true);
        self.list_area = inside;
        lines::scroll(&all, &mut self.done, inside, buffer, theme);
    }
}

fn report_lines(report: &Report, width: usize, theme: &Theme) -> Vec<Line> {
    let plain = Paint::default();
    let mut all = lines::words("\u{2713} The copy is made, and is the same as its source.", theme.ok, width);
    let mut add = |name: &str, value: String| all.extend(named(name, &value, plain, width, theme));
    add("from", format!("{} ({})", report.from.display(), report.from_engine));
    add("to", format!("{} ({})", report.to.display(), report.to_engine));
    let rows = report.parts.iter().map(|part| part.rows[1]).fold(0, u64::saturating_add);
    let equal = report.parts.iter().filter(|part| part.is_equal()).count() as u64;
    let parts = report.parts.len() as u64;
    add("rows", format!("{} in {}", text::grouped(rows), text::counted(parts, "part")));
    add(
        "verified",
        format!("{} of {} the same, by counts and hashes", text::grouped(equal), text::grouped(parts)),
    );
    let [before, after] = report.bytes;
    add("size", format!("{} before, {} now", text::size(before), text::size(after)));
    let [copied, compared] =
        report.duration_ms.map(|ms| text::duration(i64::try_from(ms).unwrap_or(i64::MAX)));
    add("took", format!("{copied} to copy, {compared} to read back"));
    add("rate", format!("{} a second", text::counted(report.rows_per_second, "row")));
    add("made", format!("{} UTC, by magellan-tui {}", text::time(report.made_at), report.tool_version));
    add("schema", report.schema_version.to_string());
    all
}
