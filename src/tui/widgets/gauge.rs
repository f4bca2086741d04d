//! How much of something there is, as a bar of cells.

use ratatui::text::Span;

use crate::tui::text;
use crate::tui::theme::Theme;

/// A bar of at most `room` cells, in eighths of a cell.
pub fn bar(value: u64, most: u64, room: usize) -> String {
    const EIGHTHS: [&str; 8] =
        ["", "\u{258f}", "\u{258e}", "\u{258d}", "\u{258c}", "\u{258b}", "\u{258a}", "\u{2589}"];
    let eighths = (value as f64 / most as f64 * (room * 8) as f64).round() as usize;
    let eighths = eighths.max(usize::from(value > 0));
    let rest = EIGHTHS.get(eighths % 8).copied().unwrap_or_default();
    format!("{}{rest}", "\u{2588}".repeat(eighths / 8))
}

/// How far something is: `done` of `of` in `room` columns, the rest of them dotted.
pub fn gauge(done: u64, of: u64, room: usize, theme: &Theme) -> [Span<'static>; 2] {
    let full = bar(done.min(of), of.max(1), room);
    let rest = "\u{b7}".repeat(room.saturating_sub(text::width(&full)));
    [Span::styled(full, theme.bar), Span::styled(rest, theme.dim)]
}

/// The same in a thin line, for many of them below each other.
pub fn thin(done: u64, of: u64, room: usize, theme: &Theme) -> [Span<'static>; 2] {
    let cells = u128::from(done.min(of)) * room as u128 / u128::from(of.max(1));
    let full = usize::try_from(cells).unwrap_or(room).max(usize::from(done > 0)).min(room);
    [
        Span::styled("\u{2501}".repeat(full), theme.bar),
        Span::styled("\u{b7}".repeat(room.saturating_sub(full)), theme.dim),
    ]
}

/// Hundredths that are done, from 0 to 100; of nothing all is done. 100 is said only where it is so.
pub fn percent(done: u64, of: u64) -> u64 {
    if of == 0 {
        return 100;
    }
    u64::try_from(u128::from(done.min(of)) * 100 / u128::from(of)).unwrap_or(100)
}
