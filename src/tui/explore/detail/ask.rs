//! What the tabs ask the store, and what they are told. A tab asks when it is shown, and once of what is selected.

use std::ops::Range;

use super::{Detail, Tab};
use crate::tui::answer::{Answer, Slot};
use crate::tui::data::flow::Flow;
use crate::tui::data::measures::{self, Measures};
use crate::tui::data::place::Place;
use crate::tui::data::relations::SectionKind;
use crate::tui::data::subject;
use crate::tui::data::syntax::{self, SyntaxTree};
use crate::tui::data::touched::{self, Touched};
use crate::tui::services::{Loadable, Services};

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// The control flow of the symbol.
    Flow,
    /// The syntax tree of the file.
    Syntax,
    /// The measures of both.
    Measures,
    /// The runs that touched the file.
    Touched,
}

/// An answer.
#[derive(Debug)]
pub enum Reply {
    /// To [`Question::Flow`]; `None` where none is kept.
    Flow(Option<Flow>),
    /// To [`Question::Syntax`].
    Syntax(SyntaxTree),
    /// To [`Question::Measures`].
    Measures(Measures),
    /// To [`Question::Touched`].
    Touched(Touched),
}

fn reply(reply: Reply) -> Answer {
    Answer::Explore(Box::new(reply))
}

impl Detail {
    /// Something else is selected: nothing of it is known yet. `is_same_text` says that the file is the same as before.
    pub fn begin(&mut self, place: &Place, is_same_text: bool, services: &mut Services) {
        for question in self.asked.drain() {
            services.jobs.cancel(&Slot::Explore(question));
        }
        self.relations.clear(SectionKind::of(place));
        (self.measures, self.touched) = (Loadable::Loading, Loadable::Loading);
        self.flow.clear();
        self.lines = Default::default();
        self.drawn.clear();
        let is_known = is_same_text && self.syntax.path == place.path && self.syntax.found.get().is_some();
        if is_known {
            self.asked.insert(Question::Syntax);
        } else {
            self.syntax.clear(&place.path);
        }
    }

    /// Asks for what the tab shows, where that was not asked.
    pub fn ask(&mut self, place: &Place, services: &mut Services) {
        let question = match self.tab {
            Tab::Source | Tab::Relations => return,
            Tab::Flow => Question::Flow,
            Tab::Syntax => Question::Syntax,
            Tab::Metrics => Question::Measures,
            Tab::History => Question::Touched,
        };
        if !self.asked.insert(question) {
            return;
        }
        let slot = Slot::Explore(question);
        if question == Question::Flow {
            let answer = |flow| reply(Reply::Flow(flow));
            return self.flow.ask(place.clone(), slot, answer, services);
        }
        let (place, roots) = (place.clone(), services.roots.clone());
        let subject = move |reader: &dyn crate::store::Reader| {
            subject::subject(reader, &place.path, place.file, place.symbol)
        };
        services.ask(slot, move |desk| {
            let reader = desk.store.reader()?;
            let subject = subject(&*reader)?;
            Ok(reply(match question {
                Question::Touched => {
                    Reply::Touched(touched::touched(&*reader, &roots, &subject, desk.cancel)?)
                }
                Question::Measures => Reply::Measures(measures::measures(&*reader, &roots, &subject)?),
                Question::Syntax | Question::Flow => {
                    let tree = subject.file.map(|file| syntax::syntax(&*reader, file.id)).transpose()?;
                    Reply::Syntax(tree.unwrap_or_default())
                }
            }))
        });
    }

    /// Stops what is read for the tabs; `false` where nothing is.
    pub fn stop(&self, services: &Services) -> bool {
        let stopped = self.asked.iter().map(|question| services.jobs.stop(&Slot::Explore(*question)));
        stopped.fold(false, |any, stopped| any | stopped)
    }

    /// Takes a reply, or why there is none. `symbol` is made of these bytes of the file.
    pub fn take(&mut self, question: Question, reply: Result<Reply, String>, symbol: Option<Range<u64>>) {
        match (question, reply) {
            (_, Ok(Reply::Flow(flow))) => self.flow.deliver(Ok(flow)),
            (_, Ok(Reply::Syntax(tree))) => {
                self.syntax.deliver(Ok(tree));
                self.select_symbol(symbol);
            }
            (_, Ok(Reply::Measures(measures))) => self.measures = Loadable::Ready(measures),
            (_, Ok(Reply::Touched(touched))) => self.touched = Loadable::Ready(touched),
            (Question::Flow, Err(why)) => self.flow.deliver(Err(why)),
            (Question::Syntax, Err(why)) => self.syntax.deliver(Err(why)),
            (Question::Measures, Err(why)) => self.measures = Loadable::Failed(why),
            (Question::Touched, Err(why)) => self.touched = Loadable::Failed(why),
        }
    }

    /// Selects the symbol in the syntax tree: it is made of these bytes of the file.
    pub fn select_symbol(&mut self, symbol: Option<Range<u64>>) {
        match symbol {
            Some(bytes) => self.syntax.select_around(&bytes),
            None => self.syntax.list.reveal(0),
        }
    }
}
