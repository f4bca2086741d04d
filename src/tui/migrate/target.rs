//! The second step: where the copy is to be, and in which engine.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::event::KeyEvent;

use super::{Migrate, Question, Reply};
use crate::store::Engine;
use crate::tui::data::completion::{self, Completion};
use crate::tui::data::target::{Finding, Look, ending};
use crate::tui::services::{Loadable, Services};
use crate::tui::text;
use crate::tui::widgets::input::TextInput;
use crate::tui::widgets::list::ListState;

/// How long nothing is typed before the path is looked at.
const PAUSE: Duration = Duration::from_millis(120);
/// How often it is looked whether something was typed meanwhile.
const NAP: Duration = Duration::from_millis(10);

/// The engine that a copy is made in usually.
pub(super) fn other(engine: Engine) -> Engine {
    match engine {
        Engine::Sqlite => Engine::Fjall,
        Engine::Fjall => Engine::Sqlite,
    }
}

/// What is to be thought of the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is being looked at.
    Looking,
    /// A copy can be made there.
    Good(String),
    /// A copy can be made there, in the place of what is there.
    Replaces(String),
    /// It cannot; why, and what to do.
    Bad(String),
}

/// The state of the step.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) engine: Engine,
    pub(super) input: TextInput,
    pub(super) force: bool,
    pub(super) look: Loadable<Look>,
    pub(super) list: ListState,
    /// Names that are offered when it was drawn last.
    pub(super) len: usize,
    /// The path before it was typed; `None` while nothing is typed.
    before: Option<String>,
    /// Whether the path is the user's own.
    is_own: bool,
    pub(super) completion: Option<Completion>,
}

impl Default for Target {
    fn default() -> Target {
        Target {
            engine: Engine::Fjall,
            input: TextInput::default(),
            force: false,
            look: Loadable::Loading,
            list: ListState::default(),
            len: 0,
            before: None,
            is_own: false,
            completion: None,
        }
    }
}

impl Target {
    /// Whether there is no path yet.
    pub(super) fn is_new(&self) -> bool {
        self.input.text().is_empty() && !self.is_own
    }

    /// Forgets the path, and not the engine.
    pub(super) fn reset(&mut self) {
        *self = Target { engine: self.engine, ..Target::default() };
    }

    pub(super) fn is_typing(&self) -> bool {
        self.before.is_some()
    }

    /// Takes the usual path.
    pub(super) fn preset(&mut self, path: &Path) {
        self.input = TextInput::holding(&path.to_string_lossy());
    }

    pub(super) fn begin_typing(&mut self) {
        self.before = Some(self.input.text().to_owned());
    }

    pub(super) fn end_typing(&mut self) {
        self.before = None;
        self.completion = None;
    }

    /// Takes names that the path may go on as; whether the path changed.
    pub(super) fn completed(&mut self, completion: Completion) -> bool {
        if !self.is_typing() || completion.typed != self.input.text() {
            return false;
        }
        let goes_on = completion.common.len() > completion.typed.len();
        if goes_on {
            self.input = TextInput::holding(&completion.common);
            self.is_own = true;
        }
        self.list = ListState::default();
        // One name that fits is no choice.
        self.completion = Some(completion).filter(|completion| completion.paths.len() != 1 || !goes_on);
        goes_on
    }

    /// Takes the next of the names that are offered, or the one before; `false` where none are.
    fn choose(&mut self, forward: bool) -> bool {
        let Some(completion) = &self.completion else { return false };
        let len = completion.paths.len();
        let is_chosen =
            completion.paths.get(self.list.selected).is_some_and(|path| path == self.input.text());
        let at = match (is_chosen, forward) {
            (false, true) => 0,
            (true, true) => self.list.selected + 1,
            (false, false) => len.saturating_sub(1),
            (true, false) => self.list.selected + len.saturating_sub(1),
        };
        let at = at.checked_rem(len).unwrap_or(0);
        let Some(path) = completion.paths.get(at) else { return false };
        self.input = TextInput::holding(path);
        self.list.selected = at;
        self.is_own = true;
        true
    }
}

impl Migrate {
    /// Takes a key while the path is typed; `false` for one that types nothing.
    pub fn type_key(&mut self, key: KeyEvent, services: &mut Services) -> bool {
        let before = self.target.input.text().to_owned();
        let taken = self.target.input.key(key);
        self.typed(&before, services);
        taken
    }

    /// Takes a pasted text while the path is typed.
    pub fn paste(&mut self, pasted: &str, services: &mut Services) {
        let before = self.target.input.text().to_owned();
        self.target.input.paste(pasted);
        self.typed(&before, services);
    }

    fn typed(&mut self, before: &str, services: &mut Services) {
        if self.target.input.text() != before {
            self.target.is_own = true;
            self.target.completion = None;
            self.ask_look(true, services);
        }
    }

    pub(super) fn undo_path(&mut self, services: &mut Services) {
        if let Some(before) = self.target.before.take() {
            self.target.input = TextInput::holding(&before);
            self.target.end_typing();
            self.ask_look(false, services);
        }
    }

    /// The other engine; a path that was not typed, or has that engine's ending, goes along.
    pub(super) fn switch_engine(&mut self, services: &mut Services) {
        let before = self.target.engine;
        self.target.engine = other(before);
        if !self.target.is_own {
            return self.ask_preset(services);
        }
        if let Some(stem) = self.target.input.text().strip_suffix(ending(before)) {
            self.target.input = TextInput::holding(&format!("{stem}{}", ending(self.target.engine)));
        }
        self.ask_look(false, services);
    }

    /// Whether what is there is replaced.
    pub(super) fn toggle_force(&mut self, services: &mut Services) {
        self.target.force = !self.target.force;
        self.estimate(services);
    }

    pub(super) fn ask_preset(&mut self, services: &mut Services) {
        self.target.look = Loadable::Loading;
        let (copier, from, engine) = (Arc::clone(&self.copier), self.from.clone(), self.target.engine);
        Migrate::ask(services, Question::Preset, move |_| Ok(Reply::Preset(copier.preset(&from, engine))));
    }

    /// Looks at what is at the path; after a pause where it is being typed.
    pub(super) fn ask_look(&mut self, pause: bool, services: &mut Services) {
        self.target.look = Loadable::Loading;
        let (copier, from) = (Arc::clone(&self.copier), self.from.clone());
        let typed = self.target.input.text().to_owned();
        Migrate::ask(services, Question::Look, move |desk| {
            if pause {
                rest(PAUSE, desk.cancel);
            }
            Ok(Reply::Look(copier.look(&from, &typed)))
        });
    }

    /// Completes the path as far as all names that fit are the same, then name by name.
    pub(super) fn complete(&mut self, forward: bool, services: &mut Services) {
        if self.target.choose(forward) {
            return self.ask_look(true, services);
        }
        let typed = self.target.input.text().to_owned();
        Migrate::ask(services, Question::Complete, move |desk| {
            Ok(Reply::Completed(completion::complete(&typed, desk.cancel)))
        });
    }

    /// What is to be thought of the target as it is now.
    pub(super) fn verdict(&self) -> Verdict {
        let look = match &self.target.look {
            Loadable::Loading => return Verdict::Looking,
            Loadable::Failed(why) => return Verdict::Bad(why.clone()),
            Loadable::Ready(look) => look,
        };
        if let Finding::Refused(why) = &look.finding {
            return Verdict::Bad(why.clone());
        }
        if let (Some(wanted), Some(free)) = (self.plan.expected(self.target.engine), look.free_bytes)
            && wanted > free
        {
            return Verdict::Bad(format!(
                "too little space: the copy takes about {}, and {} are free: make room, or give another path",
                text::size(wanted),
                text::size(free)
            ));
        }
        match &look.finding {
            Finding::Replaceable(what) if self.target.force => {
                Verdict::Replaces(format!("{what} is there, and is replaced once the copy is whole"))
            }
            Finding::Replaceable(what) => {
                Verdict::Bad(format!("{what} is there already: x replaces it, e gives another path"))
            }
            _ => Verdict::Good("nothing is there yet: the copy can be made here".to_owned()),
        }
    }
}

/// Rests for a while, or until `cancel` is set.
fn rest(pause: Duration, cancel: &AtomicBool) {
    let end = std::time::Instant::now() + pause;
    while std::time::Instant::now() < end && !cancel.load(Ordering::Relaxed) {
        std::thread::sleep(NAP);
    }
}
