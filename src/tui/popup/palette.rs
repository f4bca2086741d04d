//! The palette: every action by its name, with its key, and why it cannot be used now.

use frizbee::{Config, Matcher, Pattern};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

use super::{Areas, place, width_of};
use crate::tui::action::Action;
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::input::TextInput;
use crate::tui::widgets::list::ListState;
use crate::tui::widgets::pane;

/// An action as the palette shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What it sets off.
    pub action: Action,
    /// What it does, in a line.
    pub description: &'static str,
    /// Its name in the key map, by which it is found, too.
    pub name: &'static str,
    /// Its keys, with spaces between them.
    pub keys: String,
    /// Why it cannot be used now; `None` where it can.
    pub why_not: Option<String>,
}

/// What Enter chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// An action that can be used.
    Action(Action),
    /// A line of the text, from 1: a number was typed.
    Line(u32),
    /// Nothing, and why.
    Refused(String),
}

/// The popup.
pub struct Palette {
    /// What is typed.
    pub input: TextInput,
    /// The selection.
    pub list: ListState,
    /// Those that can be used come first.
    commands: Vec<Command>,
    /// Those that fit what is typed, best first.
    pub(super) shown: Vec<usize>,
    pub(super) areas: Areas,
}

impl Palette {
    /// One over these actions, in their order but for those that cannot be used: they come last.
    pub fn new(mut commands: Vec<Command>) -> Palette {
        commands.sort_by_key(|command| command.why_not.is_some());
        let shown = (0..commands.len()).collect();
        Palette {
            input: TextInput::default(),
            list: ListState::default(),
            commands,
            shown,
            areas: Areas::default(),
        }
    }

    /// Fits what is shown to what is typed.
    pub fn search(&mut self) {
        let words: Vec<Pattern> = self.input.text().split_whitespace().map(Pattern::from).collect();
        let config = Config { max_typos: Some(0), ..Config::default() };
        self.list = ListState::default();
        self.shown = if words.is_empty() {
            (0..self.commands.len()).collect()
        } else {
            let text = |command: &Command| format!("{} {}", command.description, command.name);
            let texts: Vec<String> = self.commands.iter().map(text).collect();
            let mut found = Matcher::from_patterns(&words, &config).match_list(&texts);
            let is_refused = |at: u32| self.commands.get(at as usize).is_some_and(|of| of.why_not.is_some());
            found.sort_by_key(|found| (is_refused(found.index), std::cmp::Reverse(found.score), found.index));
            found.into_iter().map(|found| found.index as usize).collect()
        };
    }

    /// How many actions are shown.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// The action that is selected.
    fn selected(&self) -> Option<&Command> {
        self.commands.get(*self.shown.get(self.list.selected)?)
    }

    /// What Enter does now.
    pub fn chosen(&self) -> Chosen {
        if let Ok(line) = self.input.text().trim().parse() {
            return Chosen::Line(line);
        }
        match self.selected() {
            Some(Command { why_not: None, action, .. }) => Chosen::Action(*action),
            Some(Command { why_not: Some(why), .. }) => Chosen::Refused(why.clone()),
            None => Chosen::Refused("no action is called so".to_owned()),
        }
    }

    /// Draws it over `area`, and gives where the terminal's cursor belongs.
    pub fn draw(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) -> Position {
        let area = place(area, width_of(area, 8, 100), area.height * 4 / 5, buffer, theme);
        self.areas = Areas { whole: area, rows: Rect::default() };
        let note = format!("{} of {} match", self.shown.len(), self.commands.len());
        let inside = pane::frame(area, buffer, theme, "Do", &note, true);
        let Some(first) = pane::line(inside, 0) else { return Position::default() };
        buffer.set_string(first.x, first.y, ": ", theme.key);
        let typed = Rect { x: first.x + 2, width: first.width.saturating_sub(2), ..first };
        let cursor = self.input.draw(typed, buffer, theme);
        let rest = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
        if let Chosen::Line(line) = self.chosen() {
            pane::paragraph(rest, buffer, &format!("Go to line {line} of the text"), theme.dim);
            return cursor;
        }
        if self.shown.is_empty() {
            pane::paragraph(rest, buffer, "no action is called so; a number goes to a line", theme.dim);
            return cursor;
        }
        self.areas.rows = rest;
        for (line, at) in self.list.view(self.shown.len(), usize::from(rest.height)).enumerate() {
            let command = self.shown.get(at).and_then(|at| self.commands.get(*at));
            let (Some(command), Some(area)) = (command, pane::line(rest, line)) else { break };
            let style = pane::selection(at == self.list.selected, true, theme);
            let (left, right) = row(command, theme, usize::from(area.width));
            pane::row(area, buffer, left, right, style);
        }
        cursor
    }
}

/// What the action does, and its key; of one that cannot be used, why, as far as there is room for it.
fn row<'c>(command: &'c Command, theme: &Theme, width: usize) -> (Vec<Span<'c>>, Span<'c>) {
    let keys = Span::styled(command.keys.as_str(), theme.key);
    let Some(why) = &command.why_not else {
        return (vec![Span::styled(command.description, Style::new())], keys);
    };
    let taken = text::width(command.description) + text::width(&command.keys) + 6;
    let why = text::fit(why, width.saturating_sub(taken));
    let mut left = vec![Span::styled(command.description, theme.dim)];
    if !why.is_empty() {
        left.push(Span::styled(format!("  ! {why}"), theme.warning));
    }
    (left, keys)
}
