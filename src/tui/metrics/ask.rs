//! What the metrics ask of the store, and what they do with the answers.

use super::Metrics;
use super::memory::row_of;
use crate::model::NodeData;
use crate::store::{Reader, Result as StoreResult};
use crate::tui::answer::{Answer, Slot};
use crate::tui::data::metrics::sample::{Sample, sample};
use crate::tui::data::metrics::scan::{self, Query};
use crate::tui::data::metrics::{Measured, Row};
use crate::tui::data::place::Place;
use crate::tui::services::{Loadable, Services};
use crate::tui::view::Asks;
use crate::tui::widgets::window::Part;

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// The row at which the table was left.
    Resume(Measured),
    /// Rows that are to be seen next.
    Rows(Measured),
    /// The numbers of many rows.
    Sample(Measured),
    /// Where the selected row leads.
    Place,
}

/// An answer.
#[derive(Debug)]
pub enum Reply {
    /// To [`Question::Resume`]; `None` where what was selected is gone.
    Resumed(Option<Row>),
    /// To [`Question::Rows`], maybe several times.
    Rows(Part<Row>),
    /// To [`Question::Sample`].
    Sample(Sample),
    /// To [`Question::Place`]; of which row.
    Place(Row, Option<Place>),
}

fn reply(reply: Reply) -> Answer {
    Answer::Metrics(Box::new(reply))
}

impl Metrics {
    /// Reads the rows of another filter or order.
    pub(super) fn read_again(&mut self, services: &mut Services) {
        services.jobs.cancel(&Slot::Metrics(Question::Rows(self.measured)));
        let sheet = self.sheet_mut();
        sheet.window.clear();
        (sheet.trouble, sheet.stopped, sheet.resume) = (None, false, None);
        services.jobs.cancel(&Slot::Metrics(Question::Resume(self.measured)));
        self.fill(services);
    }

    /// Asks for rows where there are too few around the selected one, and where that leads.
    pub(super) fn fill(&mut self, services: &mut Services) {
        let slot = Slot::Metrics(Question::Rows(self.measured));
        let measured = self.measured;
        let sheet = self.sheet();
        if let Some(spot) = sheet.resume.clone() {
            let slot = Slot::Metrics(Question::Resume(measured));
            if !services.jobs.is_open(&slot) {
                services.ask(slot, move |desk| {
                    Ok(reply(Reply::Resumed(row_of(&*desk.store.reader()?, measured, &spot)?)))
                });
            }
            return;
        }
        if let Some(wanted) = sheet.window.wanted()
            && !services.jobs.is_open(&slot)
            && !sheet.stopped
            && sheet.trouble.is_none()
        {
            let query = Query { measured, sort: sheet.sort, filter: sheet.filter.clone() };
            services.ask(slot, move |desk| {
                let mut tell = |part| (desk.report)(reply(Reply::Rows(part)));
                let reader = desk.store.reader()?;
                let part = scan::rows(&*reader, &query, wanted, desk.cancel, &mut tell)?;
                Ok(reply(Reply::Rows(part)))
            });
        }
        let Some(row) = self.sheet().window.selected().cloned() else { return };
        if self.place.as_ref().is_none_or(|(known, _)| *known != row) {
            self.place = Some((row.clone(), None));
            services.ask(Slot::Metrics(Question::Place), move |desk| {
                let place = place(&*desk.store.reader()?, &row)?;
                Ok(reply(Reply::Place(row, place)))
            });
        }
    }

    /// Asks for the numbers of many rows, where they are not here.
    pub(super) fn ask_sample(&mut self, services: &mut Services) {
        if matches!(self.sheet().sample, Loadable::Ready(_)) {
            return;
        }
        let (measured, filter) = (self.measured, self.sheet().filter.clone());
        services.ask(Slot::Metrics(Question::Sample(measured)), move |desk| {
            let mut tell = |sample| (desk.report)(reply(Reply::Sample(sample)));
            let sample = sample(&*desk.store.reader()?, measured, &filter, desk.cancel, &mut tell)?;
            Ok(reply(Reply::Sample(sample)))
        });
    }

    /// Goes to the symbol or file of the selected row.
    pub(super) fn open(&mut self, services: &mut Services) {
        let Some(row) = self.sheet().window.selected().cloned() else { return };
        services.ask(Slot::Locate, move |desk| {
            let place = place(&*desk.store.reader()?, &row)?;
            let name = if row.name().is_empty() { row.path() } else { row.name() };
            Ok(Answer::Places(name.to_owned(), place.into_iter().collect()))
        });
    }
}

impl Asks for Metrics {
    type Question = Question;
    type Reply = Reply;

    fn take(&mut self, question: Question, reply: Result<Reply, String>, services: &mut Services) {
        match (question, reply) {
            (Question::Rows(measured), Ok(Reply::Rows(part))) => self.of(measured).window.take(part),
            (Question::Resume(measured), resumed) => {
                let sheet = self.of(measured);
                sheet.resume = None;
                // What the filter does not let pass, or cannot be read, is not gone on from.
                if let Ok(Reply::Resumed(Some(row))) = resumed
                    && sheet.filter.passes(&row)
                {
                    sheet.window.begin_at(row);
                }
            }
            (Question::Rows(measured), Err(why)) => self.of(measured).trouble = Some(why),
            (Question::Sample(measured), Ok(Reply::Sample(sample))) => {
                self.of(measured).sample = Loadable::Ready(sample);
            }
            (Question::Sample(measured), Err(why)) => self.of(measured).sample = Loadable::Failed(why),
            (Question::Place, Ok(Reply::Place(row, place))) => self.place = Some((row, place)),
            _ => {}
        }
        self.fill(services);
    }
}

/// Where a row leads; `None` where what was measured is not in the index any more.
fn place(reader: &dyn Reader, row: &Row) -> StoreResult<Option<Place>> {
    match row {
        Row::Symbol(row, _) => match reader.node(row.symbol)?.map(|node| node.data) {
            Some(NodeData::Symbol(symbol)) if symbol.name == row.name && symbol.path == row.path => {
                Place::of_symbol(reader, &symbol).map(Some)
            }
            _ => Ok(None),
        },
        Row::File(row) => Ok(reader.file(&row.path)?.map(|id| Place::of_file(id, &row.path))),
    }
}
