//! The detail pane: what is known of what is selected, a tab a question.

mod ask;
mod draw;
mod export;
mod lines;
pub(super) mod relations;
mod syntax;

pub use ask::{Question, Reply};
pub use draw::{Shown, draw_tabs};

use std::collections::HashSet;
use std::ops::Range;

use crate::tui::action::Action;
use crate::tui::data::measures::Measures;
use crate::tui::data::overview::RunRow;
use crate::tui::data::touched::Touched;
use crate::tui::flow::FlowView;
use crate::tui::services::Loadable;
use crate::tui::widgets::list::ListState;
use lines::Line;
use relations::RelationsView;
use syntax::SyntaxView;

/// What the pane shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// Nothing: the source has its room.
    Source,
    /// Callers, callees, references and imports.
    #[default]
    Relations,
    /// The control flow of the symbol.
    Flow,
    /// The syntax tree of the file, around the symbol.
    Syntax,
    /// Measures of the symbol and of its file.
    Metrics,
    /// The runs that touched the file.
    History,
}

impl Tab {
    /// All of them, in their order.
    pub const ALL: [Tab; 6] =
        [Tab::Source, Tab::Relations, Tab::Flow, Tab::Syntax, Tab::Metrics, Tab::History];

    /// What it is called, in full and where there is little room.
    pub fn names(self) -> [&'static str; 2] {
        match self {
            Tab::Source => ["Source", "Src"],
            Tab::Relations => ["Relations", "Rel"],
            Tab::Flow => ["Flow", "Flow"],
            Tab::Syntax => ["Syntax", "Syn"],
            Tab::Metrics => ["Metrics", "Met"],
            Tab::History => ["History", "Hist"],
        }
    }

    /// The tab that is so many further, around the end.
    pub fn step(self, by: usize) -> Tab {
        let at = Tab::ALL.iter().position(|tab| *tab == self).unwrap_or(0);
        Tab::ALL.get((at + by) % Tab::ALL.len()).copied().unwrap_or_default()
    }

    /// The tab that an action shows.
    pub fn of_action(action: Action) -> Option<Tab> {
        Some(match action {
            Action::TabSource => Tab::Source,
            Action::TabRelations => Tab::Relations,
            Action::TabFlow => Tab::Flow,
            Action::TabSyntax => Tab::Syntax,
            Action::TabMetrics => Tab::Metrics,
            Action::TabHistory => Tab::History,
            _ => return None,
        })
    }
}

/// The pane.
#[derive(Default)]
pub struct Detail {
    tab: Tab,
    /// Callers, callees, references and imports.
    pub relations: RelationsView,
    flow: FlowView,
    syntax: SyntaxView,
    measures: Loadable<Measures>,
    touched: Loadable<Touched>,
    /// Where one is in what is told in lines.
    lines: ListState,
    /// The texts that measures, and runs, must hold to be told.
    measures_filter: String,
    touched_filter: String,
    /// The lines of the metrics or the history, as they were drawn last.
    drawn: Vec<Line>,
    /// What was asked of what is selected.
    asked: HashSet<Question>,
}

impl Detail {
    /// The tab that is shown.
    pub fn tab(&self) -> Tab {
        self.tab
    }

    /// Shows another tab.
    pub fn turn_to(&mut self, tab: Tab) {
        if self.tab != tab {
            (self.tab, self.lines) = (tab, ListState::default());
            self.drawn.clear();
        }
    }

    /// The text that rows must hold to be shown.
    pub fn filter(&self) -> &str {
        match self.tab {
            Tab::Relations => self.relations.filter(),
            Tab::Flow => self.flow.filter(),
            Tab::Syntax => self.syntax.filter(),
            Tab::Metrics => &self.measures_filter,
            Tab::History => &self.touched_filter,
            Tab::Source => "",
        }
    }

    /// Whether the tab has rows that can be filtered.
    pub fn has_filter(&self) -> bool {
        self.tab != Tab::Source
    }

    /// Shows only rows that hold a text, where the tab has rows.
    pub fn set_filter(&mut self, text: &str) {
        match self.tab {
            Tab::Relations => self.relations.set_filter(text),
            Tab::Flow => self.flow.set_filter(text),
            Tab::Syntax => self.syntax.set_filter(text),
            Tab::Metrics => text.clone_into(&mut self.measures_filter),
            Tab::History => text.clone_into(&mut self.touched_filter),
            Tab::Source => {}
        }
    }

    /// Moves as an action says; `false` for one that moves nothing.
    pub fn act(&mut self, action: Action) -> bool {
        if self.tab == Tab::Flow {
            return self.flow.act(action);
        }
        let (list, len) = self.list();
        list.act(action, len)
    }

    /// Scrolls by rows.
    pub fn scroll(&mut self, rows: isize) {
        let (list, len) = self.list();
        list.scroll(rows, len);
    }

    /// Selects what is drawn at a line of the pane, and gives whether it was selected before; `None` where nothing is.
    pub fn click(&mut self, line: usize, height: usize) -> Option<bool> {
        if self.tab == Tab::Flow {
            let block = self.flow.block_at(line, height)?;
            return Some(std::mem::replace(&mut self.flow.list.selected, block) == block);
        }
        let (list, len) = self.list();
        let row = list.row_at(line, len)?;
        Some(std::mem::replace(&mut list.selected, row) == row)
    }

    /// The list of the tab, and how many rows it has.
    fn list(&mut self) -> (&mut ListState, usize) {
        match self.tab {
            Tab::Source | Tab::Relations => {
                let len = self.relations.rows().len();
                (&mut self.relations.list, len)
            }
            Tab::Flow => {
                let len = self.flow.len();
                (&mut self.flow.list, len)
            }
            Tab::Syntax => {
                let len = self.syntax.len();
                (&mut self.syntax.list, len)
            }
            Tab::Metrics | Tab::History => (&mut self.lines, self.drawn.len()),
        }
    }

    /// The bytes of the file that the selected block or node is made of.
    pub fn marked(&self) -> Option<Range<u64>> {
        match self.tab {
            Tab::Flow => self.flow.selected().map(|block| block.bytes.clone()),
            Tab::Syntax => self.syntax.selected().map(|node| node.bytes.clone()),
            _ => None,
        }
    }

    /// Selects the block or node that holds a byte of the file.
    pub fn follow(&mut self, byte: u64) {
        match self.tab {
            Tab::Flow => self.flow.select_at(byte),
            Tab::Syntax => self.syntax.select_at(byte),
            _ => {}
        }
    }

    /// The run that is selected, where one is.
    pub fn run(&self) -> Option<&RunRow> {
        if self.tab != Tab::History {
            return None;
        }
        let at = self.drawn.get(self.lines.selected)?.run?;
        self.touched.get()?.runs().nth(at)
    }
}
