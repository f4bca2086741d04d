//! What the keys do where the user is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::{Areas, NARROW, place};
use crate::tui::action::{ACTIONS, Action, Context};
use crate::tui::keymap::Keymap;
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::list::ListState;
use crate::tui::widgets::pane;

/// What the signs before relations say.
const SIGNS: [(&str, &str); 3] = [
    ("=", "Found through scope, import or type"),
    ("~", "Found because only one symbol has this name"),
    ("?", "The index does not know which symbol this is"),
];

/// The popup.
pub struct Help {
    contexts: &'static [Context],
    list: ListState,
    pub(super) areas: Areas,
}

impl Help {
    /// Help for where these contexts hold.
    pub fn new(contexts: &'static [Context]) -> Help {
        Help { contexts, list: ListState::default(), areas: Areas::default() }
    }

    /// Its lines: keys, of which a narrow screen has room for the first, and what they do.
    fn rows(&self, keymap: &Keymap, keys_shown: usize) -> Vec<(String, &'static str)> {
        let mut rows = Vec::new();
        for context in self.contexts {
            rows.push((String::new(), context.heading()));
            for entry in ACTIONS.iter().filter(|entry| entry.context == *context) {
                let keys = keymap.keys_in(self.contexts, entry.action);
                let keys: Vec<String> = keys.into_iter().take(keys_shown).collect();
                if !keys.is_empty() {
                    rows.push((keys.join(" "), entry.description));
                }
            }
        }
        if self.contexts.contains(&Context::Browse) {
            rows.push((String::new(), "Signs"));
            rows.extend(SIGNS.map(|(sign, meaning)| (sign.to_owned(), meaning)));
        }
        rows
    }

    /// Scrolls as `action` says.
    pub fn act(&mut self, action: Action, keymap: &Keymap) {
        let len = self.rows(keymap, 1).len();
        self.list.act(action, len);
    }

    /// Draws it over `area`.
    pub fn draw(&mut self, area: Rect, buffer: &mut Buffer, keymap: &Keymap, theme: &Theme) {
        let rows = self.rows(keymap, if area.width < NARROW { 1 } else { usize::MAX });
        let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(2);
        let area = place(area, 112, height.min(area.height.saturating_sub(2)), buffer, theme);
        self.areas.whole = area;
        let note = format!("{} \u{b7} esc closes", pane::position(self.list.selected, rows.len()));
        let inside = pane::frame(area, buffer, theme, "Keys", &note, true);
        let column = rows.iter().map(|(keys, _)| text::width(keys)).max().unwrap_or(0);
        for (line, at) in self.list.view(rows.len(), usize::from(inside.height)).enumerate() {
            let (Some((keys, words)), Some(area)) = (rows.get(at), pane::line(inside, line)) else { break };
            let left = if keys.is_empty() {
                vec![Span::styled(*words, theme.heading)]
            } else {
                let pad = " ".repeat(column - text::width(keys) + 2);
                vec![Span::styled(format!("  {keys}{pad}"), theme.key), Span::raw(*words)]
            };
            let style = if at == self.list.selected { theme.cursor_line.into() } else { Style::new() };
            pane::row(area, buffer, left, Span::raw(""), style);
        }
    }
}
