//! What the chunks ask of the store, and what they do with the answers.

use super::{Chunks, Progress};
use crate::store::StoreError;
use crate::store::words::{Words, WordsPlace};
use crate::tui::answer::{Answer, Slot};
use crate::tui::data::chunks::{self, ChunkRow, Preview};
use crate::tui::gently::{UNNOTICED, gently};
use crate::tui::jobs::Desk;
use crate::tui::services::{Services, Tone};
use crate::tui::view::Asks;
use crate::tui::widgets::window::{Part, Wanted, Way};

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// Bringing the index of words up to date.
    Index,
    /// Chunks that are to be seen next.
    Rows,
    /// The text of the selected one.
    Preview,
}

/// An answer.
#[derive(Debug)]
pub enum Reply {
    /// To [`Question::Index`], first: where the index is.
    Place(WordsPlace),
    /// Then, several times: so many files of so many are in it.
    Reading(usize, usize),
    /// At the end.
    Indexed,
    /// To [`Question::Rows`], maybe several times.
    Rows(Part<ChunkRow>),
    /// To [`Question::Preview`].
    Preview(Preview),
}

fn reply(reply: Reply) -> Answer {
    Answer::Chunks(Box::new(reply))
}

impl Chunks {
    /// Has the index of words brought up to date, behind all that somebody waits for.
    pub(super) fn ask_index(&mut self, services: &mut Services) {
        self.progress = Progress::Reading(0, 0);
        let place = self.place.clone();
        services.ask(Slot::Chunks(Question::Index), move |desk| {
            let failed = |source| StoreError::Io { path: desk.store.path().to_owned(), source };
            gently(UNNOTICED, || index(desk, place)).map_err(failed)?
        });
    }

    /// Has no more of the index made: nobody looks for anything in it now. What is made of it is kept, and gone on with.
    pub(super) fn leave_index(&mut self, services: &mut Services) {
        if matches!(self.progress, Progress::Reading(..)) {
            services.jobs.cancel(&Slot::Chunks(Question::Index));
            self.progress = Progress::Unasked;
        }
    }

    /// Asks for chunks where there are too few around the selected one, and for the text of that.
    pub(super) fn fill(&mut self, services: &mut Services) {
        let slot = Slot::Chunks(Question::Rows);
        let first = Wanted { way: Way::Down, after: None };
        let wanted = if self.stale { Some(first) } else { self.window.wanted() };
        if let Some(wanted) = wanted
            && let Some(place) = self.place.clone()
            && !services.jobs.is_open(&slot)
            && !self.stopped
            && self.trouble.is_none()
        {
            let query = self.query.clone();
            services.ask(slot, move |desk| {
                let mut tell = |part| (desk.report)(reply(Reply::Rows(part)));
                let reader = desk.store.reader()?;
                let part = chunks::rows(&*reader, &place, &query, wanted, desk.cancel, &mut tell)?;
                Ok(reply(Reply::Rows(part)))
            });
        }
        let Some(row) = self.window.selected() else { return };
        if self.preview.as_ref().is_none_or(|preview| preview.key != row.key) {
            let key = row.key.clone();
            let empty = Preview { key: key.clone(), document: None, highlights: Vec::new(), place: None };
            (self.preview, self.top) = (Some(empty), 0);
            services.ask(Slot::Chunks(Question::Preview), move |desk| {
                let preview = chunks::preview(&*desk.store.reader()?, key, desk.cancel)?;
                Ok(reply(Reply::Preview(preview)))
            });
        }
    }

    /// Goes to the symbol whose text the selected chunk is.
    pub(super) fn open(&mut self, services: &mut Services) {
        let Some(row) = self.window.selected() else { return };
        let key = row.key.clone();
        services.ask(Slot::Locate, move |desk| {
            let name = if key.name.is_empty() { key.path.clone() } else { key.name.clone() };
            let preview = chunks::preview(&*desk.store.reader()?, key, desk.cancel)?;
            Ok(Answer::Places(name, preview.place.into_iter().collect()))
        });
    }
}

fn index(desk: &Desk<'_>, place: Option<WordsPlace>) -> Result<Answer, StoreError> {
    let place = place.map_or_else(|| WordsPlace::of(desk.store), Ok)?;
    let words = Words::open(&place)?;
    (desk.report)(reply(Reply::Place(place)));
    let reader = desk.store.reader()?;
    words.update(&*reader, desk.cancel, &mut |done, of| {
        (desk.report)(reply(Reply::Reading(done, of)));
    })?;
    Ok(reply(Reply::Indexed))
}

impl Asks for Chunks {
    type Question = Question;
    type Reply = Reply;

    fn take(&mut self, question: Question, reply: Result<Reply, String>, services: &mut Services) {
        match (question, reply) {
            (_, Ok(Reply::Place(place))) => self.place = Some(place),
            (_, Ok(Reply::Reading(done, of))) => {
                self.progress = Progress::Reading(done, of);
                // What is new is behind what is here, or among it where it has another order.
                if self.window.is_at_end() && !self.stopped {
                    self.window.goes_on();
                }
            }
            (_, Ok(Reply::Indexed)) => {
                self.progress = Progress::Done;
                match self.window.selected().filter(|_| self.window.list.selected > 0).cloned() {
                    // What is around it may be other chunks now.
                    Some(row) if self.is_changed => {
                        services.jobs.cancel(&Slot::Chunks(Question::Rows));
                        self.window.begin_at(row);
                        self.preview = None;
                    }
                    Some(_) => {}
                    None => return self.read_again(services),
                }
                self.is_changed = false;
            }
            (Question::Index, Err(why)) => {
                services.say(Tone::Failure, why.clone());
                self.progress = Progress::Failed(why);
            }
            (_, Ok(Reply::Rows(part))) => {
                if std::mem::take(&mut self.stale) {
                    self.window.clear();
                    // The text may be the same, and what is looked for in it another.
                    self.top = self.preview.as_ref().map_or(0, |preview| self.first_hit(preview));
                }
                self.window.take(part);
            }
            (Question::Rows, Err(why)) => self.trouble = Some(why),
            (_, Ok(Reply::Preview(preview))) => {
                self.top = self.first_hit(&preview);
                self.preview = Some(preview);
            }
            (Question::Preview, Err(why)) => services.say(Tone::Failure, why),
        }
        self.fill(services);
    }
}
