//! What the screen asks the store, and where the answers belong.

use super::Graph;
use super::list::Subject;
use super::web::{Need, Web};
use crate::graph::Spot;
use crate::tui::answer::{Answer, Slot};
use crate::tui::data::flow::Flow;
use crate::tui::data::graph::{self, Branch, Extent, Leaf, Side};
use crate::tui::data::reach::Row;
use crate::tui::gently::{WAITED_FOR, gently};
use crate::tui::services::Services;
use crate::tui::view::Asks;

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
    /// To [`Question::Branch`], where that is not all: how much there is.
    Extent(Extent),
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
    fn put_branch(&mut self, node: usize, side: Side, branch: Result<Branch, String>) {
        if let Some(web) = &mut self.web {
            web.put(node, side, branch);
        }
    }

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
        let is_counted = self.web.as_ref().is_some_and(|web| web.is_counted(node, side));
        services.ask(Slot::Graph(Question::Branch(node, side)), move |desk| {
            let reply = |reply| Answer::Graph(Box::new(reply));
            let reader = desk.store.reader()?;
            let branch = graph::branch(&*reader, kind, side, symbol, after)?;
            if is_counted || branch.next.is_none() {
                return Ok(reply(Reply::Branch(branch)));
            }
            // What is there is shown at once; how much more there is may take a while to count.
            (desk.report)(reply(Reply::Branch(branch)));
            drop(reader);
            let count = || graph::extent(&*desk.store.reader()?, kind, side, symbol, desk.cancel);
            // Where no thread can be had for it, nobody misses it.
            let extent = gently(WAITED_FOR, count).unwrap_or(Ok(None))?;
            Ok(extent.map_or(Answer::Done, |extent| reply(Reply::Extent(extent))))
        });
    }
}

impl Asks for Graph {
    type Question = Question;
    type Reply = Reply;

    fn take(&mut self, question: Question, reply: Result<Reply, String>, _: &mut Services) {
        match (question, reply) {
            (Question::List(subject), reply) => self.lists.deliver(subject, reply),
            (Question::Branch(node, side), Ok(Reply::Branch(branch))) => {
                self.put_branch(node, side, Ok(branch));
            }
            (Question::Branch(node, side), Ok(Reply::Extent(extent))) => {
                if let Some(web) = &mut self.web {
                    web.put_extent(node, side, extent);
                }
            }
            (Question::Branch(node, side), Err(why)) => self.put_branch(node, side, Err(why)),
            (Question::Flow, Ok(Reply::Flow(flow))) => self.flow.deliver(Ok(flow)),
            (Question::Flow, Err(why)) => self.flow.deliver(Err(why)),
            (Question::Branch(..) | Question::Flow, Ok(_)) => {}
        }
    }
}
