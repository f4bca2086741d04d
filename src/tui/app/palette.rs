//! The palette over the explorer: which actions there are here, and which can be used.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::migrate::NOWHERE;
use super::{App, Screen};
use crate::tui::action::{ACTIONS, Action, Context, Entry};
use crate::tui::popup::Popup;
use crate::tui::popup::palette::{Chosen, Command, Palette};
use crate::tui::services::Tone;

impl App {
    /// Opens the palette over where the user is.
    pub(super) fn open_palette(&mut self) {
        let contexts = self.contexts();
        let is_here = |context: &Context| contexts.contains(context);
        // What the steps of a migration do is said in them, and an action with several rows is shown once: as it is
        // here, where it is here.
        let is_listed = |context: Context| is_here(&context) || !context.is_step();
        let mut commands: Vec<Command> = Vec::new();
        let (here, elsewhere): (Vec<&Entry>, Vec<&Entry>) = ACTIONS
            .iter()
            .filter(|entry| is_listed(entry.context) && entry.action != Action::Palette)
            .partition(|entry| is_here(&entry.context));
        // Whoever moves about knows how: that comes last of what can be done here.
        let (motion, here): (Vec<&Entry>, Vec<&Entry>) = here
            .into_iter()
            .partition(|entry| entry.context == Context::Motion && entry.action != Action::Open);
        for entry in here.into_iter().chain(motion).chain(elsewhere) {
            if commands.iter().any(|command| command.action == entry.action) {
                continue;
            }
            let why_not = if is_here(&entry.context) {
                self.why_not(entry.action)
            } else {
                Some(format!("not here: {}", entry.context.heading().to_lowercase()))
            };
            let keys = self.keymap.keys_in(contexts, entry.action);
            let keys = if keys.is_empty() { self.keymap.keys(entry.action) } else { keys };
            let keys = keys.into_iter().take(2).collect::<Vec<_>>().join(" ");
            let Entry { action, name, description, .. } = *entry;
            commands.push(Command { action, description, name, keys, why_not });
        }
        self.popup = Some(Popup::Palette(Palette::new(commands)));
    }

    pub(super) fn key_in_palette(&mut self, key: KeyEvent) {
        let Some(Popup::Palette(palette)) = &mut self.popup else { return };
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let len = palette.len();
        match key.code {
            KeyCode::Esc => self.popup = None,
            KeyCode::Char('c') if control => self.popup = None,
            KeyCode::Char('z') if control => self.act(Action::Suspend),
            KeyCode::Enter => {
                let chosen = palette.chosen();
                self.popup = None;
                self.choose(chosen);
            }
            KeyCode::Down => drop(palette.list.act(Action::Down, len)),
            KeyCode::Up => drop(palette.list.act(Action::Up, len)),
            KeyCode::Char('n' | 'j') if control => drop(palette.list.act(Action::Down, len)),
            KeyCode::Char('p' | 'k') if control => drop(palette.list.act(Action::Up, len)),
            KeyCode::PageDown => drop(palette.list.act(Action::PageDown, len)),
            KeyCode::PageUp => drop(palette.list.act(Action::PageUp, len)),
            _ => {
                let before = palette.input.text().to_owned();
                palette.input.key(key);
                if palette.input.text() != before {
                    palette.search();
                }
            }
        }
    }

    fn choose(&mut self, chosen: Chosen) {
        match chosen {
            // Esc that does nothing says nothing; who looks for it by its name is told.
            Chosen::Action(Action::Dismiss) => {
                if !self.dismiss() {
                    self.services.say(Tone::Refusal, "nothing is open, filtered or running here");
                }
            }
            Chosen::Action(action) => self.act(action),
            Chosen::Refused(why) => self.services.say(Tone::Refusal, why),
            Chosen::Line(line) if self.screen == Screen::Explore && self.explore.has_text() => {
                self.explore.goto_line(line, &mut self.services);
            }
            Chosen::Line(_) => self.services.say(Tone::Refusal, "there is no text to go to a line of"),
        }
    }

    /// Why an action of this place cannot be used now; `None` where it can.
    pub(super) fn why_not(&self, action: Action) -> Option<String> {
        let unless = |holds: bool, why: &str| (!holds).then(|| why.to_owned());
        if let Some(why) = self.views.get(self.screen).and_then(|view| view.why_not(action)) {
            return Some(why.to_owned());
        }
        if action == self.screen.action() || self.screen == Screen::Explore && self.explore.is_at_tab(action)
        {
            return Some("it is shown now".to_owned());
        }
        match action {
            // These mean something else there.
            Action::Back | Action::Forward if self.screen == Screen::Graph => None,
            Action::Open if self.screen == Screen::Migrate => Some(NOWHERE.to_owned()),
            Action::Search if self.screen != Screen::Explore => None,
            Action::Update => self.why_no_update(),
            Action::Follow if self.following.is_none() => self.why_no_update(),
            Action::Search => unless(self.explore.has_text(), "there is no text here"),
            Action::NextHit | Action::PreviousHit => {
                unless(self.explore.is_searching(), "nothing was searched for")
            }
            Action::ShowBookmarks => unless(!self.memory.bookmarks.is_empty(), "there are no bookmarks yet"),
            Action::ShowVisited => unless(!self.memory.visited.is_empty(), "no place was gone to yet"),
            Action::Export => self.export().err().map(str::to_owned),
            Action::Back => unless(self.explore.trail.can_go_back(), "the trail begins here"),
            Action::Forward => unless(self.explore.trail.can_go_forward(), "the trail ends here"),
            Action::Edit | Action::Bookmark | Action::CopyPlace | Action::CopyName => {
                unless(self.place().is_some(), "no file or symbol is selected here")
            }
            _ => None,
        }
    }
}
