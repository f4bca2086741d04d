//! The migration among the other screens: how it is begun and left, and what it wants of the explorer.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::views::Views;
use super::{App, Screen};
use crate::source::Roots;
use crate::store::Store;
use crate::tui::action::{Action, Context};
use crate::tui::answer::{self, Answer};
use crate::tui::explore::Explore;
use crate::tui::migrate::{Migrate, Question, Reply, Then};
use crate::tui::overview::Overview;
use crate::tui::popup::Popup;
use crate::tui::popup::confirm::{Asked, Confirm};
use crate::tui::services::{Effect, Tone};

/// Why Enter opens nothing.
pub(super) const NOWHERE: &str = "a step of the migration leads to no place";

impl App {
    /// Tells a copy that is being made to stop; `false` where none is.
    pub fn stop_copy(&mut self) -> bool {
        let is_copying = self.is_copying();
        is_copying && self.migrate.as_mut().is_some_and(|migrate| migrate.stop(&mut self.services))
    }

    pub(super) fn is_copying(&self) -> bool {
        self.migrate.as_ref().is_some_and(Migrate::is_copying)
    }

    /// Shows another database, as if the explorer had been started with it.
    fn reopen(&mut self, store: Arc<dyn Store>) {
        self.memory.panes = self.all_shares();
        self.database = store.path().to_owned();
        self.origin = store.origin();
        self.services.jobs.reopen(store);
        self.services.roots = Roots::new(None, self.current_root.as_deref());
        self.services.absolute = false;
        self.screen = Screen::Overview;
        self.overview = Overview::new(&self.database);
        self.explore = Explore::new(self.origin);
        self.views = Views::default();
        self.restore_panes();
        (self.migrate, self.popup, self.update, self.meta) = (None, None, None, None);
        self.following = None;
        self.project = self.current_root.clone();
        self.ask_meta();
        self.overview.start(&mut self.services);
        self.services.say(Tone::Done, format!("this is the copy: {}", self.database.display()));
    }

    /// Shows the migration; begins it where that was not done.
    pub(super) fn show_migrate(&mut self, before: Screen) {
        if before != Screen::Migrate {
            self.before = before;
        }
        if self.migrate.is_none() {
            let copier = Arc::clone(&self.copier);
            self.migrate = Some(Migrate::open(&self.database, copier, &mut self.services));
            self.restore_panes_of(Screen::Migrate);
        }
    }

    /// Leaves the migration for the screen that was shown before it.
    fn leave_migrate(&mut self) {
        self.memory.panes = self.all_shares();
        if let Some(migrate) = self.migrate.take() {
            migrate.close(&mut self.services);
        }
        self.show(self.before);
    }

    /// Whether keys are letters of a path.
    pub(super) fn is_typing(&self) -> bool {
        self.screen == Screen::Migrate && self.migrate.as_ref().is_some_and(Migrate::is_typing)
    }

    pub(super) fn key_in_path(&mut self, key: KeyEvent) {
        if let Some(action) = self.keymap.action(&[Context::MigratePath], key) {
            return self.act(action);
        }
        let taken = self.migrate.as_mut().is_some_and(|migrate| migrate.type_key(key, &mut self.services));
        if !taken
            && key.modifiers.contains(KeyModifiers::CONTROL)
            && let Some(action) = self.keymap.action(&[Context::Global], key)
        {
            self.act(action);
        }
    }

    pub(super) fn key_in_confirm(&mut self, asked: Asked, key: KeyEvent) {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('z') if control => self.act(Action::Suspend),
            KeyCode::Char('l') if control => self.act(Action::Redraw),
            KeyCode::Char('y' | 'Y') if !control => self.confirmed(asked),
            // Whoever presses this twice wants to leave.
            KeyCode::Char('c') if control && asked == Asked::Leave => self.confirmed(asked),
            KeyCode::Char('c') if control => self.popup = None,
            KeyCode::Esc | KeyCode::Char('n' | 'N' | 'q') => self.popup = None,
            _ => {}
        }
    }

    fn confirmed(&mut self, asked: Asked) {
        self.popup = None;
        match asked {
            Asked::ReplaceFile(_) => return self.replace_exported(),
            Asked::Leave => self.services.effects.push(Effect::Quit),
            Asked::StopCopy => {}
        }
        self.stop_copy();
    }

    pub(super) fn act_in_migrate(&mut self, action: Action) {
        // Not by the keys that come with the program: there Enter goes on.
        if action == Action::Open {
            return self.services.say(Tone::Refusal, NOWHERE);
        }
        let Some(migrate) = &mut self.migrate else { return };
        match migrate.act(action, &mut self.services) {
            Some(Then::Leave) => self.leave_migrate(),
            Some(Then::AskStop) => self.popup = Some(Popup::Confirm(Confirm::new(Asked::StopCopy))),
            Some(Then::Open) if self.update.is_some() => {
                let words =
                    "the index is being brought up to date: wait for it, or stop it from another screen";
                self.services.say(Tone::Refusal, words);
            }
            Some(Then::Open) => migrate.ask_open(&mut self.services),
            Some(Then::Stay) => {}
            None => {
                debug_assert!(false, "{action:?} is in the key map of the migration, which does not know it")
            }
        }
    }

    pub(super) fn deliver_migrate(&mut self, question: Question, answer: Result<Answer, String>) {
        let Some(reply) = answer::reply(answer) else { return };
        if let Ok(Reply::Opened(opened)) = reply {
            return self.reopen(opened.0);
        }
        let Some(migrate) = &mut self.migrate else { return };
        migrate.deliver(question, reply, &mut self.services);
        let news = migrate.take_news().filter(|_| self.screen != Screen::Migrate);
        // What was asked of a copy that goes on has no sense any more.
        let is_asked = |confirm: &Confirm| matches!(confirm.asked, Asked::StopCopy | Asked::Leave);
        if !migrate.is_copying() && matches!(&self.popup, Some(Popup::Confirm(confirm)) if is_asked(confirm))
        {
            self.popup = None;
        }
        if let Some((tone, words)) = news {
            self.services.say(tone, words);
        }
    }
}
