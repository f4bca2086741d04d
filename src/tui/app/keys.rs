//! Keys, and what they set off.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{App, Screen};
use crate::tui::action::{Action, Context};
use crate::tui::answer::{Answer, Slot};
use crate::tui::data::place::Place;
use crate::tui::migrate::Migrate;
use crate::tui::overview::Opened;
use crate::tui::popup::Popup;
use crate::tui::popup::confirm::{Asked, Confirm};
use crate::tui::popup::finder::Finder;
use crate::tui::popup::help::Help;
use crate::tui::popup::run::RunDetails;
use crate::tui::services::{Effect, Tone};

impl App {
    /// The contexts of the focused pane, narrowest first.
    pub(super) fn contexts(&self) -> &'static [Context] {
        match self.screen {
            Screen::Overview => self.overview.contexts(),
            Screen::Explore => self.explore.contexts(),
            Screen::Migrate => self.migrate.as_ref().map_or(&[Context::Global], Migrate::contexts),
            screen => self.views.get(screen).map_or(&[Context::Global], |view| view.contexts()),
        }
    }

    pub(super) fn key(&mut self, key: KeyEvent) {
        match &self.popup {
            Some(Popup::Finder(_)) => self.key_in_finder(key),
            Some(Popup::Palette(_)) => self.key_in_palette(key),
            Some(Popup::Prompt(_)) => self.key_in_prompt(key),
            Some(Popup::Export(_)) => self.key_in_export(key),
            Some(Popup::Confirm(confirm)) => {
                let asked = confirm.asked.clone();
                self.key_in_confirm(asked, key);
            }
            Some(_) => self.key_in_popup(key),
            None if self.is_typing() => self.key_in_path(key),
            None => {
                let contexts = self.contexts();
                if let Some(action) = self.pending.press(&self.keymap, contexts, key) {
                    self.act(action);
                }
            }
        }
    }

    /// Where nothing is shown nothing is done, but what the few words there promise. A copy is not given up without a
    /// question, which nobody would see.
    pub(super) fn key_unseen(&mut self, key: KeyEvent) {
        match self.pending.press(&self.keymap, &[Context::Global], key) {
            Some(Action::Quit) if self.is_copying() => {}
            Some(action @ (Action::Quit | Action::Suspend | Action::Redraw)) => self.act(action),
            _ => {}
        }
    }

    fn key_in_popup(&mut self, key: KeyEvent) {
        let contexts = &[Context::Motion, Context::Global];
        let Some(action) = self.pending.press(&self.keymap, contexts, key) else { return };
        match (action, &mut self.popup) {
            (Action::Dismiss | Action::Quit | Action::Help, _) => self.popup = None,
            (Action::Suspend | Action::Redraw, _) => self.act(action),
            (Action::Open, Some(Popup::Choose(_))) => self.open_chosen(),
            (Action::Open, _) => self.popup = None,
            (_, Some(Popup::Choose(choose))) => {
                choose.list.act(action, choose.places.len());
            }
            (_, Some(Popup::Help(help))) => help.act(action, &self.keymap),
            (_, Some(Popup::Run(run))) => run.act(action, &self.theme),
            _ => {}
        }
    }

    /// Goes to the place that is selected in a list of them.
    pub(super) fn open_chosen(&mut self) {
        let Some(Popup::Choose(choose)) = &self.popup else { return };
        if let Some(place) = choose.selected().cloned() {
            self.popup = None;
            self.follow(place);
        }
    }

    fn key_in_finder(&mut self, key: KeyEvent) {
        let Some(Popup::Finder(finder)) = &mut self.popup else { return };
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let len = finder.hit_count();
        finder.is_chosen = false;
        match key.code {
            KeyCode::Esc => self.close_finder(),
            KeyCode::Char('c') if control => self.close_finder(),
            KeyCode::Char('z') if control => self.act(Action::Suspend),
            KeyCode::Enter => {
                finder.is_chosen = true;
                self.open_found();
            }
            KeyCode::Down => finder.step(Action::Down, &self.memory.searches, &mut self.services),
            KeyCode::Up => finder.step(Action::Up, &self.memory.searches, &mut self.services),
            KeyCode::Char('n' | 'j') if control => drop(finder.list.act(Action::Down, len)),
            KeyCode::Char('p' | 'k') if control => drop(finder.list.act(Action::Up, len)),
            KeyCode::PageDown => drop(finder.list.act(Action::PageDown, len)),
            KeyCode::PageUp => drop(finder.list.act(Action::PageUp, len)),
            _ => finder.key(key, &mut self.services),
        }
        if let Some(Popup::Finder(finder)) = &mut self.popup {
            finder.glance(&mut self.services);
        }
    }

    /// Goes to the match that was chosen, once the matches are those of what is typed: who types faster than they are found
    /// goes where the name leads all the same.
    pub(super) fn open_found(&mut self) {
        let Some(Popup::Finder(finder)) = &mut self.popup else { return };
        if !finder.is_chosen || !finder.is_answered() {
            return;
        }
        finder.is_chosen = false;
        if let Some(place) = finder.selected().cloned() {
            self.memory.searched(finder.input.text().trim());
            self.close_finder();
            self.follow(place);
        }
    }

    pub(super) fn close_finder(&mut self) {
        Finder::close(&mut self.services);
        self.popup = None;
    }

    pub(super) fn paste(&mut self, text: &str) {
        let is_typing = self.is_typing();
        match &mut self.popup {
            Some(Popup::Finder(finder)) => {
                finder.input.paste(text);
                finder.search(&mut self.services);
            }
            Some(Popup::Palette(palette)) => {
                palette.input.paste(text);
                palette.search();
            }
            Some(Popup::Prompt(prompt)) => {
                prompt.input.paste(text);
                self.follow_prompt();
            }
            Some(Popup::Export(prompt)) => prompt.paste(text),
            None if is_typing => {
                if let Some(migrate) = &mut self.migrate {
                    migrate.paste(text, &mut self.services);
                }
            }
            _ => {}
        }
    }

    pub(super) fn act(&mut self, action: Action) {
        match action {
            Action::Quit if self.is_copying() => {
                self.popup = Some(Popup::Confirm(Confirm::new(Asked::Leave)))
            }
            Action::Quit => self.services.effects.push(Effect::Quit),
            Action::Suspend => self.services.effects.push(Effect::Suspend),
            Action::Redraw => self.services.effects.push(Effect::Redraw),
            Action::Help => self.popup = Some(Popup::Help(Help::new(self.contexts()))),
            Action::Bookmark => self.toggle_bookmark(),
            Action::ShowBookmarks => self.show_bookmarks(),
            Action::ShowVisited => self.show_visited(),
            Action::Palette => self.open_palette(),
            Action::Find => self.popup = Some(Popup::Finder(Finder::open(&mut self.services))),
            Action::ShowOverview => self.show(Screen::Overview),
            Action::ShowExplore => self.show(Screen::Explore),
            Action::ShowGraph => self.show(Screen::Graph),
            Action::ShowChunks => self.show(Screen::Chunks),
            Action::ShowMetrics => self.show(Screen::Metrics),
            Action::ShowTables => self.show(Screen::Tables),
            Action::ShowHistory => self.show(Screen::History),
            Action::ShowMigrate => self.show(Screen::Migrate),
            Action::Zoom | Action::Widen | Action::Narrow | Action::Heighten | Action::Lower => {
                self.resize_pane(action);
            }
            Action::Filter | Action::Search => self.ask_filter(action),
            Action::Export => self.open_export(),
            Action::Update => self.start_update(true),
            Action::Follow => self.toggle_follow(),
            Action::Dismiss => drop(self.dismiss()),
            Action::Edit | Action::CopyPlace | Action::CopyName => self.use_place(action),
            Action::Back | Action::Forward
                if !matches!(self.screen, Screen::Explore | Screen::Graph | Screen::Migrate) =>
            {
                self.show(Screen::Explore);
            }
            Action::Open if self.screen == Screen::Overview => match self.overview.opened() {
                Some(Opened::Place(place)) => self.go(place),
                Some(Opened::Run(run)) => self.popup = Some(Popup::Run(RunDetails::new(run))),
                None => drop(self.overview.act(action, &mut self.services)),
            },
            Action::Open if self.screen == Screen::Explore && self.explore.run().is_some() => {
                self.popup = self.explore.run().cloned().map(|run| Popup::Run(RunDetails::new(run)));
            }
            _ if self.screen == Screen::Migrate => self.act_in_migrate(action),
            _ => {
                let done = match self.screen {
                    Screen::Migrate => true,
                    Screen::Overview => self.overview.act(action, &mut self.services),
                    Screen::Explore => self.explore.act(action, &mut self.services),
                    _ => self.view().is_none_or(|(view, services)| view.act(action, services)),
                };
                debug_assert!(done, "{action:?} is in the key map of a pane that does not know it");
            }
        }
    }

    /// The place where the user is.
    pub(super) fn place(&self) -> Option<Place> {
        match self.screen {
            Screen::Explore => self.explore.here(),
            Screen::Overview => match self.overview.opened() {
                Some(Opened::Place(place)) => Some(place),
                _ => None,
            },
            Screen::Migrate => None,
            screen => self.views.get(screen).and_then(|view| view.here()),
        }
    }

    /// Edits or copies it.
    fn use_place(&mut self, action: Action) {
        let Some(place) = self.place() else {
            return self.services.say(Tone::Refusal, "no file or symbol is selected here");
        };
        match action {
            Action::Edit => match self.services.roots.locate(&place.path) {
                // Looked for off this thread: the disk may take its time.
                Some(path) => self.services.ask(Slot::Edit, move |_| {
                    let is_there = path.is_file();
                    Ok(Answer::Edit { path, line: place.line, is_there })
                }),
                None => {
                    let text = "nobody knows where the sources are; --root DIR says it";
                    self.services.say(Tone::Refusal, text);
                }
            },
            Action::CopyPlace => {
                let path = self.services.roots.relative(&place.path);
                self.services.effects.push(Effect::Copy(format!("{path}:{}", place.line)));
            }
            _ => {
                let subject = self.explore.subject().filter(|_| self.screen == Screen::Explore);
                let symbol = subject.and_then(|subject| subject.symbol.as_ref());
                let name = symbol.map_or(place.label.as_str(), |symbol| symbol.shown_name());
                if name.is_empty() {
                    self.services.say(Tone::Refusal, "no symbol is selected here");
                } else {
                    self.services.effects.push(Effect::Copy(name.to_owned()));
                }
            }
        }
    }
}
