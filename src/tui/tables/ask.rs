//! What the tables ask of the store, and what they do with the answers.

use std::sync::atomic::Ordering;

use super::Tables;
use super::lines::Lines;
use crate::tui::answer::{Answer, Slot};
use crate::tui::data::tables::detail::{Line, detail};
use crate::tui::data::tables::{self, Listed, RowKey, Source, TableRow};
use crate::tui::services::{Loadable, Services};
use crate::tui::view::Asks;
use crate::tui::widgets::list::ListState;
use crate::tui::widgets::window::Part;

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// What the database is made of.
    Listed,
    /// How many rows each table has.
    Counts,
    /// The row that was selected before the index changed.
    Resume,
    /// Rows that are to be seen next.
    Rows,
    /// The selected row in full.
    Detail,
}

/// An answer.
#[derive(Debug)]
pub enum Reply {
    /// To [`Question::Listed`].
    Listed(Vec<Listed>),
    /// To [`Question::Counts`], a table after the other: its place in the list, and its rows.
    Count(usize, u64),
    /// To [`Question::Resume`]; `None` where it is gone.
    Resumed(Option<TableRow>),
    /// To [`Question::Rows`], maybe several times.
    Rows(Part<TableRow>),
    /// To [`Question::Detail`]; of which row.
    Detail(RowKey, Vec<Line>),
}

fn reply(reply: Reply) -> Answer {
    Answer::Tables(Box::new(reply))
}

impl Tables {
    pub(super) fn ask_listed(&mut self, services: &mut Services) {
        services.ask(Slot::Tables(Question::Listed), |desk| {
            Ok(reply(Reply::Listed(tables::listed(&*desk.store.reader()?)?)))
        });
    }

    fn ask_counts(&mut self, services: &mut Services) {
        let of = |(at, listed): (usize, &Listed)| match &listed.source {
            Some(Source::Table(table, _)) => Some((at, table.clone())),
            _ => None,
        };
        let wanted: Vec<_> = self.listed.get().into_iter().flatten().enumerate().filter_map(of).collect();
        services.ask(Slot::Tables(Question::Counts), move |desk| {
            let reader = desk.store.reader()?;
            for (at, table) in wanted {
                if desk.cancel.load(Ordering::Relaxed) {
                    break;
                }
                (desk.report)(reply(Reply::Count(at, reader.count_rows(&table)?)));
            }
            Ok(Answer::Done)
        });
    }

    /// Asks for rows where there are too few around the selected one, and for that in full.
    pub(super) fn fill(&mut self, services: &mut Services) {
        let slot = Slot::Tables(Question::Rows);
        let Some(table) = self.table() else { return };
        let Some(source) = table.source.clone() else { return };
        let columns = table.columns.clone();
        if let Some(key) = self.resume.clone() {
            let slot = Slot::Tables(Question::Resume);
            if !services.jobs.is_open(&slot) {
                let filter = self.filter.clone();
                services.ask(slot, move |desk| {
                    let found = tables::row_from(&*desk.store.reader()?, &source, &filter, &key)?;
                    Ok(reply(Reply::Resumed(found)))
                });
            }
            return;
        }
        if let Some(wanted) = self.window.wanted()
            && !services.jobs.is_open(&slot)
            && !self.stopped
            && self.trouble.is_none()
        {
            let (source, filter) = (source.clone(), self.filter.clone());
            services.ask(slot, move |desk| {
                let mut tell = |part| (desk.report)(reply(Reply::Rows(part)));
                let reader = desk.store.reader()?;
                let part = tables::rows(&*reader, &source, &filter, wanted, desk.cancel, &mut tell)?;
                Ok(reply(Reply::Rows(part)))
            });
        }
        let Some(row) = self.window.selected() else { return };
        if self.detail.as_ref().is_none_or(|(key, _)| *key != row.key) {
            let key = row.key.clone();
            self.detail = Some((key.clone(), Lines::default()));
            self.detail_list = ListState::default();
            services.ask(Slot::Tables(Question::Detail), move |desk| {
                let lines = detail(&*desk.store.reader()?, &source, &columns, &key)?;
                Ok(reply(Reply::Detail(key, lines)))
            });
        }
    }
}

impl Asks for Tables {
    type Question = Question;
    type Reply = Reply;

    fn take(&mut self, question: Question, reply: Result<Reply, String>, services: &mut Services) {
        match (question, reply) {
            (_, Ok(Reply::Listed(listed))) => {
                self.listed = Loadable::Ready(listed);
                self.ask_counts(services);
                return self.read_again(services);
            }
            (_, Ok(Reply::Count(at, count))) => {
                if let Loadable::Ready(listed) = &mut self.listed
                    && let Some(listed) = listed.get_mut(at)
                {
                    listed.count = Some(count);
                }
            }
            (Question::Resume, resumed) => {
                self.resume = None;
                if let Ok(Reply::Resumed(Some(row))) = resumed {
                    self.window.begin_at(row);
                }
            }
            (_, Ok(Reply::Resumed(_))) => {}
            (_, Ok(Reply::Rows(part))) => self.window.take(part),
            (_, Ok(Reply::Detail(key, lines))) => self.detail = Some((key, Lines::of(lines))),
            (Question::Listed, Err(why)) => self.listed = Loadable::Failed(why),
            (Question::Rows | Question::Detail, Err(why)) => self.trouble = Some(why),
            // A table that cannot be counted is one whose rows cannot be read: that is told there.
            (Question::Counts, Err(_)) => {}
        }
        self.fill(services);
    }
}
