//! What the screen asks, and what it is told.

use std::path::PathBuf;
use std::sync::Arc;

use super::data::finder::{Found, NameTable};
use super::data::folder::FolderSummary;
use super::data::outline::Outlined;
use super::data::overview::{RunRow, Standouts};
use super::data::place::Place;
use super::data::relations::{Section, SectionKind};
use super::data::subject::Subject;
use super::data::tree::{Change, FolderPage, SymbolRow, Unfolded};
use super::exporting;
use super::migrate::{Question, Reply};
use super::popup::glance::Text;
use super::{chunks, explore, graph, history, metrics, tables};
use crate::index::{News, Progress, Summary};
use crate::model::{Counts, LanguageShare, NodeId};
use crate::source::Document;
use crate::store::{Meta, Page};
use crate::syntax::Highlight;

/// A question. Two askings of the same slot are the same question, of which only the newest counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Slot {
    /// What the database says of itself.
    Meta,
    /// How much it holds.
    Counts,
    /// Its languages.
    Languages,
    /// Files and symbols that stand out.
    Standouts,
    /// The last runs.
    Runs,
    /// What stands in a folder, by its prefix.
    Folder(String),
    /// How much is below the folder that is selected.
    Below,
    /// Which files of a folder have changed since they were indexed.
    Changes(String),
    /// The symbols of a file.
    Symbols(NodeId),
    /// The way in the tree to a place.
    Reveal,
    /// What is selected, and its text.
    Subject,
    /// What it is related to; a section each.
    Relations(SectionKind),
    /// The definition of a name.
    Define,
    /// A place that the command line names.
    Locate,
    /// Where the user was at the last start.
    Resume,
    /// All names, for the finder.
    Names,
    /// Names that match.
    Find,
    /// The text of the match that is selected.
    Glance,
    /// Whether the file to edit is there.
    Edit,
    /// Bringing the index up to date.
    Update,
    /// What the detail pane of Explore asks.
    Explore(explore::Question),
    /// Writing down what is on the screen.
    Export,
    /// What the graph's screen asks.
    Graph(graph::Question),
    /// The index follows its folder.
    Follow,
    /// What the migration asks.
    Migrate(Question),
    /// What the tables ask.
    Tables(tables::Question),
    /// What the chunks ask.
    Chunks(chunks::Question),
    /// What the history asks.
    History(history::Question),
    /// What the metrics ask.
    Metrics(metrics::Question),
}

impl Slot {
    /// Whether its job may take long and says itself how far it is, or waits for what others do.
    pub fn tells_progress(&self) -> bool {
        let waits =
            matches!(self, Slot::History(history::Question::Change) | Slot::Chunks(chunks::Question::Index));
        waits || self.is_long()
    }

    /// Whether its job has work for seconds or minutes, which is to be done behind the screen's.
    pub fn is_long(&self) -> bool {
        let is_list = matches!(self, Slot::Graph(graph::Question::List(_)));
        let is_picture = matches!(self, Slot::Metrics(metrics::Question::Sample(_)));
        is_list
            || is_picture
            || matches!(
                self,
                Slot::Update | Slot::Follow | Slot::Export | Slot::Migrate(Question::Check | Question::Copy)
            )
    }
}

/// An answer.
#[derive(Debug)]
pub enum Answer {
    /// To [`Slot::Meta`]; with whether files' paths are stored absolute.
    Meta(Box<Meta>, bool),
    /// To [`Slot::Counts`].
    Counts(Counts),
    /// To [`Slot::Languages`].
    Languages(Vec<LanguageShare>),
    /// To [`Slot::Standouts`].
    Standouts(Standouts),
    /// To [`Slot::Runs`].
    Runs(Vec<RunRow>),
    /// To [`Slot::Folder`].
    Folder(FolderPage),
    /// To [`Slot::Below`], maybe several times.
    Below(FolderSummary),
    /// To [`Slot::Changes`].
    Changes(Vec<(NodeId, Change)>),
    /// To [`Slot::Symbols`]: the symbols by their place, and whether there are more than are shown.
    Symbols(Page<SymbolRow>),
    /// To [`Slot::Reveal`].
    Unfolded(Unfolded),
    /// To [`Slot::Subject`]: first what it is,
    Subject(Box<Subject>),
    /// then, where its text is another one than before, the path of the file and its symbols,
    Outline(String, Vec<Outlined>),
    /// then its text; `None` with a reason where there is none,
    Document(Result<Arc<Document>, String>),
    /// then the text's colours.
    Highlights(Vec<Highlight>),
    /// To [`Slot::Relations`]: a page; whether it follows what was there or begins the list.
    Relations(Section),
    /// then, where that is not all, how many rows the relation has, and whether these are all.
    RelationCount((usize, bool)),
    /// To [`Slot::Define`], [`Slot::Locate`] and [`Slot::Resume`]: what the name may mean, best first.
    Places(String, Vec<Place>),
    /// To [`Slot::Names`].
    Names(Arc<NameTable>),
    /// To [`Slot::Find`].
    Found(Found),
    /// To [`Slot::Glance`]: first the text, then with its colours.
    Glance(Box<Text>),
    /// To [`Slot::Edit`].
    Edit {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u32,
        /// Whether it is a file.
        is_there: bool,
    },
    /// To [`Slot::Update`], several times.
    Progress(Progress),
    /// To [`Slot::Follow`], again and again.
    News(News),
    /// To [`Slot::Follow`], at the end: why it ended, where nobody halted it.
    Followed(Result<(), String>),
    /// To [`Slot::Update`], at the end: what it did, or why it could not.
    Updated(Result<Summary, String>),
    /// To [`Slot::Export`], several times.
    Export(exporting::News),
    /// To [`Slot::Explore`].
    Explore(Box<explore::Reply>),
    /// To [`Slot::Graph`].
    Graph(Box<graph::Reply>),
    /// To [`Slot::Migrate`].
    Migrate(Box<Reply>),
    /// To [`Slot::Tables`].
    Tables(Box<tables::Reply>),
    /// To [`Slot::Chunks`].
    Chunks(Box<chunks::Reply>),
    /// To [`Slot::History`].
    History(Box<history::Reply>),
    /// To [`Slot::Metrics`].
    Metrics(Box<metrics::Reply>),
    /// Nothing more to say: the answer came in parts.
    Done,
}

/// What answers the questions of one screen.
pub trait Typed: Sized {
    /// The reply in an answer; `None` where that is to a question of another.
    fn of(answer: Answer) -> Option<Self>;
}

macro_rules! typed {
    ($($answer:ident: $reply:ty),*) => {
        $(impl Typed for $reply {
            fn of(answer: Answer) -> Option<Self> {
                if let Answer::$answer(reply) = answer { Some(*reply) } else { None }
            }
        })*
    };
}

typed!(
    Chunks: chunks::Reply,
    Explore: explore::Reply,
    Graph: graph::Reply,
    History: history::Reply,
    Metrics: metrics::Reply,
    Migrate: Reply,
    Tables: tables::Reply
);

/// The reply to a question of one screen, or why there is none; `None` where it says nothing more.
pub fn reply<T: Typed>(answer: Result<Answer, String>) -> Option<Result<T, String>> {
    match answer {
        Ok(answer) => T::of(answer).map(Ok),
        Err(why) => Some(Err(why)),
    }
}
