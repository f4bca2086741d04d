//! What the screen asks the store, and where the answers belong.

use super::Graph;
use super::list::Subject;
use super::web::{Need, Web};
use crate::graph::Spot;
use crate::tui::answer::{Answer, Slot};
use crate::tui::data::flow::Flow;
use crate::tui::data::graph::{self, Branch, Leaf, Side};
use crate::tui::data::reach::Row;
use crate::tui::services::Services;

/// A question of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// What stands on a side of a node of the web.
    Branch(usize, Side),
    /// What a list shows.
    List(Subject),
    /// The control flow of a function.
    Flow,
}

/// An answer.
#[derive(Debug)]
pub enum Reply {
    /// To [`Question::Branch`].
    Branch(Branch),
    /// To [`Question::List`], several times: how many steps are done.
    Progress(u64),
    /// To [`Question::List`], at the end.
    Rows(Vec<Row>),
    /// To the question for what a change reaches, likewise: with how many calls away each is, and whether these are all.
    Impact(Vec<(u32, Spot)>, bool),
    /// To [`Question::Flow`]; `None` where none is kept.
    Flow(Option<Flow>),
}

impl Graph {
    /// Shows a web around a symbol, and reads what is next to it.
    pub(super) fn put(&mut self, leaf: Leaf, services: &mut Services) {
        if let Some(web) = &self.web {
            for (node, side) in web.open_questions() {
                services.jobs.cancel(&Slot::Graph(Question::Branch(node, side)));
            }
        }
        let mut web = Web::around(leaf, self.kind);
        let needs: Vec<Need> = Side::BOTH.into_iter().filter_map(|side| web.open(0, side)).collect();
        self.web = Some(web);
        for need in needs {
            self.ask_branch(need, services);
        }
        self.shows = self.as_web();
    }

    pub(super) fn ask_branch(&mut self, need: Need, services: &mut Services) {
        let Need { node, symbol, side, after } = need;
        let kind = self.kind;
        services.ask(Slot::Graph(Question::Branch(node, side)), move |desk| {
            let reader = desk.store.reader()?;
            let branch = graph::branch(&*reader, kind, side, symbol, after)?;
            Ok(Answer::Graph(Box::new(Reply::Branch(branch))))
        });
    }

    /// Takes an answer, or why there is none.
    pub(super) fn take_answer(&mut self, question: Question, answer: Result<Answer, String>) {
        let reply = match answer {
            Ok(Answer::Graph(reply)) => Ok(*reply),
            Ok(_) => return,
            Err(why) => Err(why),
        };
        match (question, reply) {
            (Question::Branch(node, side), reply) => {
                let branch = match reply {
                    Ok(Reply::Branch(branch)) => Ok(branch),
                    Ok(_) => return,
                    Err(why) => Err(why),
                };
                if let Some(web) = &mut self.web {
                    web.put(node, side, branch);
                }
            }
            (Question::List(subject), reply) => self.lists.deliver(subject, reply),
            (Question::Flow, Ok(Reply::Flow(flow))) => self.flow.deliver(Ok(flow)),
            (Question::Flow, Ok(_)) => {}
            (Question::Flow, Err(why)) => self.flow.deliver(Err(why)),
        }
    }
}
