//! What the history asks of the store, and what it does with the answers.

use std::sync::Arc;

use super::{History, now};
use crate::model::Execution;
use crate::tui::answer::{Answer, Slot};
use crate::tui::data::history;
use crate::tui::data::overview::RunRow;
use crate::tui::services::Services;
use crate::tui::view::{Asks, View as _};
use crate::tui::widgets::window::{Part, Wanted, Way};

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// Runs that are to be seen next.
    Runs,
    /// What the selected run complained of.
    Told,
    /// Whether the log is still what was read of it; while a run goes on it is waited for.
    Change,
}

/// An answer.
#[derive(Debug)]
pub enum Reply {
    /// To [`Question::Runs`], maybe several times; of the newest ones with the database's generation.
    Runs(Part<Execution>, Option<u64>),
    /// To [`Question::Told`].
    Told(RunRow),
    /// To [`Question::Change`]: the database's generation now.
    Generation(u64),
}

fn reply(reply: Reply) -> Answer {
    Answer::History(Box::new(reply))
}

impl History {
    /// Asks for runs where there are too few around the selected one, and for what that complained of.
    pub(super) fn fill(&mut self, services: &mut Services) {
        let slot = Slot::History(Question::Runs);
        let newest = Wanted { way: Way::Down, after: None };
        let wanted = if self.stale { Some(newest) } else { self.window.wanted() };
        if let Some(wanted) = wanted
            && !services.jobs.is_open(&slot)
            && !self.stopped
            && self.trouble.is_none()
        {
            let filter = self.filter.clone();
            services.ask(slot, move |desk| {
                // Asked before anything is read: what changes meanwhile is noticed then.
                let is_newest = wanted.way == Way::Down && wanted.after.is_none();
                let generation = if is_newest { Some(desk.store.generation()?) } else { None };
                let mut tell = |part| (desk.report)(reply(Reply::Runs(part, generation)));
                let reader = desk.store.reader()?;
                let part = history::runs(&*reader, &filter, wanted, desk.cancel, &mut tell)?;
                Ok(reply(Reply::Runs(part, generation)))
            });
        }
        let Some(run) = self.window.selected() else { return };
        if self.told.as_ref().is_none_or(|told| told.run != *run) {
            let run = run.clone();
            let told = RunRow { run: run.clone(), diagnostics: Vec::new(), more: false };
            self.told = Some(Arc::new(told));
            services.ask(Slot::History(Question::Told), move |desk| {
                let told = history::told(&*desk.store.reader()?, run)?;
                Ok(reply(Reply::Told(told)))
            });
        }
    }

    /// Asks whether the log has changed; while a run goes on, waits for that.
    pub(super) fn watch(&mut self, services: &mut Services) {
        let (seen, wait) = (self.generation, self.is_running(now()));
        services.ask(Slot::History(Question::Change), move |desk| {
            let generation = history::changed(desk.store, seen, wait, desk.cancel)?;
            Ok(reply(Reply::Generation(generation)))
        });
    }

    /// Selects the run again that was selected before the log was read again.
    fn return_to_selected(&mut self) {
        let Some(row) = self.before.take() else { return };
        let at = (0..self.window.len()).find(|at| self.window.row(*at).is_some_and(|run| run.row == row));
        self.window.list.selected = at.unwrap_or(self.window.list.selected);
    }
}

impl Asks for History {
    type Question = Question;
    type Reply = Reply;

    fn take(&mut self, question: Question, reply: Result<Reply, String>, services: &mut Services) {
        match (question, reply) {
            (_, Ok(Reply::Runs(part, generation))) => {
                if std::mem::take(&mut self.stale) {
                    self.window.clear();
                }
                self.generation = generation.or(self.generation);
                self.window.take(part);
                self.return_to_selected();
                self.fill(services);
                // Only now it is known whether a run goes on.
                if self.is_running(now()) && !services.jobs.is_open(&Slot::History(Question::Change)) {
                    self.watch(services);
                }
            }
            (Question::Runs, Err(why)) => self.trouble = Some(why),
            (_, Ok(Reply::Told(told))) => self.told = Some(Arc::new(told)),
            (_, Ok(Reply::Generation(generation))) => {
                if self.generation.is_some_and(|seen| seen != generation) {
                    self.refresh(true, services);
                } else if self.is_running(now()) {
                    self.watch(services);
                }
            }
            (Question::Told | Question::Change, Err(_)) => {}
        }
    }
}
