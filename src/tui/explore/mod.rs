//! Explore: the tree, the source of what is selected, and where one can go from there.

mod draw;
mod relations;
mod source;
mod trail;
mod tree;

use std::sync::Arc;

pub use draw::Areas;

use super::action::{Action, Context};
use super::answer::{Answer, Slot};
use super::data::definition::{self, Token};
use super::data::place::Place;
use super::data::relations::{SectionKind, Sureness};
use super::data::subject::Subject;
use super::data::tree::{self as tree_data, Change, FolderPage};
use super::data::{relations as relations_data, subject as subject_data};
use super::services::{Services, Tone};
use crate::model::{EdgeId, NodeId};
use crate::store::FolderEntry;
use relations::{RelationsView, Row as RelationRow};
use source::SourceView;
use trail::Trail;
use tree::{Item, Need, Tree};

/// A pane of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    /// Folders, files and symbols.
    #[default]
    Tree,
    /// The text.
    Source,
    /// Callers, callees, references and imports.
    Relations,
}

/// The screen.
#[derive(Default)]
pub struct Explore {
    /// The pane that has the keys.
    pub focus: Pane,
    tree: Tree,
    source: SourceView,
    relations: RelationsView,
    trail: Trail,
    /// What was asked for last; its text may still be on its way.
    place: Option<Place>,
    subject: Option<Subject>,
    /// By what the text on the screen is known: path and hash.
    text_key: Option<(String, String)>,
    /// Where the selected symbol began before everything was read again: the cursor moves with it.
    symbol_line: Option<u32>,
    /// What the tree cannot show, and why.
    trouble: Option<String>,
    areas: Areas,
}

impl Explore {
    /// The contexts of the focused pane, narrowest first.
    pub fn contexts(&self) -> &'static [Context] {
        match self.focus {
            Pane::Tree => &[Context::Tree, Context::Motion, Context::Global],
            Pane::Source => &[Context::Source, Context::Motion, Context::Global],
            Pane::Relations => &[Context::Motion, Context::Global],
        }
    }

    /// Reads the top of the tree.
    pub fn start(&mut self, services: &mut Services) {
        let top = services.top();
        self.ask_folder(services, top, None);
    }

    /// Reads everything again after the index has changed, and goes back to where the user was.
    pub fn refresh(&mut self, services: &mut Services) {
        self.tree.clear();
        self.text_key = None;
        self.symbol_line = self.subject.as_ref().and_then(Subject::symbol_line);
        self.start(services);
        if let Some(here) = self.here() {
            self.show(here, services, true);
        }
    }

    /// Where the user is: what is selected, at the cursor's line.
    pub fn here(&self) -> Option<Place> {
        let mut place = self.place.clone()?;
        (place.line, place.column) = self.source.position();
        Some(place)
    }

    /// What is selected, once it is known.
    pub fn subject(&self) -> Option<&Subject> {
        self.subject.as_ref()
    }

    /// Goes to a place that was named elsewhere, leaving a step on the trail.
    pub fn go(&mut self, place: Place, services: &mut Services) {
        if let Some(here) = self.here() {
            self.trail.leave(here);
        }
        self.show(place, services, true);
    }

    fn ask_folder(&mut self, services: &mut Services, folder: String, after: Option<String>) {
        services.ask(Slot::Folder(folder.clone()), move |desk| {
            let reader = desk.store.reader()?;
            Ok(Answer::Folder(tree_data::folder(&*reader, &folder, after.as_deref())?))
        });
    }

    fn ask_symbols(&mut self, services: &mut Services, file: NodeId) {
        services.ask(Slot::Symbols(file), move |desk| {
            let reader = desk.store.reader()?;
            Ok(Answer::Symbols(tree_data::symbols(&*reader, file)?))
        });
    }

    fn ask_changes(&mut self, services: &mut Services, page: &FolderPage) {
        let roots = services.roots.clone();
        let file = |entry: &FolderEntry| match entry {
            FolderEntry::File { id, .. } => Some(*id),
            FolderEntry::Folder { .. } => None,
        };
        let files: Vec<NodeId> = page.entries.iter().filter_map(file).collect();
        services.ask(Slot::Changes(page.folder.clone()), move |desk| {
            let reader = desk.store.reader()?;
            Ok(Answer::Changes(tree_data::changes(&*reader, &roots, &files, desk.cancel)?))
        });
    }

    /// Shows a place; with `reveal` the tree unfolds to it.
    fn show(&mut self, place: Place, services: &mut Services, reveal: bool) {
        if self.place.as_ref().is_none_or(|here| (here.file, here.symbol) != (place.file, place.symbol)) {
            self.symbol_line = None;
        }
        self.relations.clear();
        self.source.jump_to(place.line, place.column);
        let have = self.text_key.clone();
        let (roots, top) = (services.roots.clone(), services.top());
        let wanted = place.clone();
        services.ask(Slot::Subject, move |desk| {
            let reader = desk.store.reader()?;
            let subject = subject_data::subject(&*reader, &wanted.path, wanted.file, wanted.symbol)?;
            let same_text = have.as_ref() == Some(&subject.text_key());
            (desk.report)(Answer::Subject(Box::new(subject.clone())));
            if same_text {
                return Ok(Answer::Done);
            }
            let document = subject_data::document(&*reader, &roots, &subject)?;
            let text = document.as_ref().ok().map(Arc::clone);
            (desk.report)(Answer::Document(document));
            let Some(document) = text else { return Ok(Answer::Done) };
            let found = crate::syntax::highlight(document.language, document.text(), desk.cancel);
            Ok(Answer::Highlights(found.unwrap_or_default()))
        });
        for kind in SectionKind::ALL {
            self.ask_relations(&place, kind, None, services);
        }
        if reveal {
            let wanted = place.clone();
            services.ask(Slot::Reveal, move |desk| {
                let reader = desk.store.reader()?;
                let subject = subject_data::subject(&*reader, &wanted.path, wanted.file, wanted.symbol)?;
                let Some(file) = subject.file else { return Ok(Answer::Done) };
                let symbol = subject.symbol.map(|symbol| symbol.id);
                Ok(Answer::Unfolded(tree_data::unfold(&*reader, &top, &file.path, file.id, symbol)?))
            });
        }
        self.place = Some(place);
    }

    fn ask_relations(
        &mut self,
        place: &Place,
        kind: SectionKind,
        after: Option<EdgeId>,
        services: &mut Services,
    ) {
        let place = place.clone();
        services.ask(Slot::Relations(kind), move |desk| {
            let reader = desk.store.reader()?;
            let file = match (kind, place.file, place.symbol) {
                (SectionKind::Imports, None, Some(symbol)) => reader.file_of_symbol(symbol)?,
                (SectionKind::Imports, None, None) => reader.file(&place.path)?,
                (_, file, _) => file,
            };
            Ok(Answer::Relations(relations_data::section(&*reader, kind, place.symbol, file, after)?))
        });
    }

    /// Takes an answer, or why there is none.
    pub fn deliver(&mut self, slot: &Slot, answer: Result<Answer, String>, services: &mut Services) {
        let top = services.top();
        match (slot, answer) {
            // The way to a place has brought these entries before, and unfolded what is in them.
            (_, Ok(Answer::Folder(page))) if !page.follows && self.tree.holds(&top, &page.folder) => {}
            (_, Ok(Answer::Folder(page))) => {
                self.trouble = None;
                self.ask_changes(services, &page);
                let first = self.tree.is_empty() && self.place.is_none();
                self.tree.put_folder(&top, page);
                if first {
                    self.follow_tree(services);
                }
            }
            (Slot::Symbols(file), Ok(Answer::Symbols(symbols))) => self.tree.put_symbols(*file, &symbols),
            (_, Ok(Answer::Changes(changes))) => self.tree.mark(&changes),
            (_, Ok(Answer::Unfolded(way))) => {
                for page in &way.folders {
                    self.ask_changes(services, page);
                }
                self.tree.unfold(&top, way);
            }
            (_, Ok(Answer::Subject(subject))) => {
                if let (Some(before), Some(now), Some(place)) =
                    (self.symbol_line.take(), subject.symbol_line(), &mut self.place)
                {
                    place.line = place.line.saturating_add(now).saturating_sub(before).max(1);
                    self.source.jump_to(place.line, place.column);
                }
                let key = subject.text_key();
                if self.text_key.as_ref() == Some(&key) {
                    let (line, column) = self.place.as_ref().map_or((1, 0), |p| (p.line, p.column));
                    self.source.jump_to(line, column);
                }
                if let (Some(place), Some(file)) = (&mut self.place, &subject.file) {
                    place.file = Some(file.id);
                }
                self.subject = Some(*subject);
            }
            (_, Ok(Answer::Document(document))) => {
                // Only a whole file serves the next symbol of that file too.
                let whole = document.as_ref().is_ok_and(|d| d.origin == crate::source::Origin::Disk);
                self.text_key = self.subject.as_ref().filter(|_| whole).map(Subject::text_key);
                self.source.show(document);
            }
            (_, Ok(Answer::Highlights(highlights))) => self.source.highlights = highlights,
            (_, Ok(Answer::Relations(section))) => self.relations.put(section),
            (Slot::Relations(kind), Err(why)) => self.relations.fail(*kind, why),
            (Slot::Subject, Err(why)) => {
                self.text_key = None;
                self.source.show(Err(why));
            }
            (Slot::Folder(_) | Slot::Symbols(_) | Slot::Reveal, Err(why)) => self.trouble = Some(why),
            (_, Err(why)) => services.say(Tone::Failure, why),
            (_, Ok(_)) => {}
        }
    }

    /// Shows what the tree has selected.
    fn follow_tree(&mut self, services: &mut Services) {
        let Some(place) = self.tree.place() else { return };
        let known = |here: &Place| (here.file, here.symbol) == (place.file, place.symbol);
        if !self.place.as_ref().is_some_and(known) {
            self.show(place, services, false);
        }
    }

    /// Does what an action says; `false` for one that is not this screen's.
    pub fn act(&mut self, action: Action, services: &mut Services) -> bool {
        match action {
            Action::NextPane => self.step_focus(1),
            Action::PreviousPane => self.step_focus(2),
            Action::Back | Action::Forward => self.walk(action, services),
            _ => {
                return match self.focus {
                    Pane::Tree => self.act_in_tree(action, services),
                    Pane::Source => self.act_in_source(action, services),
                    Pane::Relations => self.act_in_relations(action, services),
                };
            }
        }
        true
    }

    fn step_focus(&mut self, by: usize) {
        const ORDER: [Pane; 3] = [Pane::Tree, Pane::Source, Pane::Relations];
        let at = ORDER.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        self.focus = ORDER.get((at + by) % ORDER.len()).copied().unwrap_or_default();
    }

    fn walk(&mut self, action: Action, services: &mut Services) {
        let here = self.here();
        let (place, end) = match action {
            Action::Back => (self.trail.back(here), "this is where the trail begins"),
            _ => (self.trail.forward(here), "this is where the trail ends"),
        };
        match place {
            Some(place) => self.show(place, services, true),
            None => services.say(Tone::Refusal, end),
        }
    }

    fn act_in_tree(&mut self, action: Action, services: &mut Services) -> bool {
        match action {
            Action::Expand => self.expand(services),
            Action::Collapse => {
                self.tree.collapse();
                self.follow_tree(services);
            }
            Action::Open => match self.tree.selected().map(|row| &row.item) {
                Some(Item::Symbol { .. }) => self.focus = Pane::Source,
                Some(Item::File { .. } | Item::Folder { .. })
                    if self.tree.selected().is_some_and(|r| r.open) =>
                {
                    self.tree.collapse();
                }
                _ => self.expand(services),
            },
            _ => {
                let len = self.tree.len();
                if !self.tree.list.act(action, len) {
                    return false;
                }
                self.follow_tree(services);
            }
        }
        true
    }

    fn expand(&mut self, services: &mut Services) {
        match self.tree.expand() {
            Some(Need::Folder(folder, after)) => self.ask_folder(services, folder, after),
            Some(Need::Symbols(file)) => self.ask_symbols(services, file),
            None => self.follow_tree(services),
        }
    }

    fn act_in_source(&mut self, action: Action, services: &mut Services) -> bool {
        match action {
            Action::Open => self.ask_definition(services),
            Action::NextHit | Action::PreviousHit => {
                if self.source.query.is_empty() {
                    services.say(Tone::Refusal, "nothing was searched for yet: / searches");
                } else if !self.source.seek(action == Action::PreviousHit, false) {
                    services.say(Tone::Refusal, format!("{:?} is not in this text", self.source.query));
                }
            }
            _ => return self.source.act(action),
        }
        true
    }

    fn ask_definition(&mut self, services: &mut Services) {
        let Some((name, offset)) = self.source.token() else {
            return services.say(Tone::Refusal, "there is no name under the cursor");
        };
        let Some(place) = &self.place else { return };
        let path = self.subject.as_ref().map_or_else(|| place.path.clone(), |s| s.path.clone());
        let token = Token { name, offset, file: place.file, path, symbol: place.symbol };
        services.ask(Slot::Define, move |desk| {
            let reader = desk.store.reader()?;
            let places = definition::definitions(&*reader, &token)?;
            Ok(Answer::Places(token.name, places))
        });
    }

    fn act_in_relations(&mut self, action: Action, services: &mut Services) -> bool {
        let rows = self.relations.rows();
        if action != Action::Open {
            let len = rows.len();
            return self.relations.list.act(action, len);
        }
        match rows.get(self.relations.list.selected) {
            Some(RelationRow::Step(step)) => {
                let place = step.place.clone();
                if step.sureness == Sureness::Unresolved {
                    services
                        .say(Tone::Refusal, "the index does not know what this is: showing where it is used");
                }
                self.focus = Pane::Source;
                self.go(place, services);
            }
            Some(RelationRow::More(kind, after)) => {
                let (kind, after) = (*kind, *after);
                if let Some(place) = self.place.clone() {
                    self.ask_relations(&place, kind, Some(after), services);
                }
            }
            _ => services.say(Tone::Refusal, "there is nothing to go to in this line"),
        }
        true
    }

    /// The filter of the focused pane, or what is searched for in the source.
    pub fn filter(&self) -> &str {
        match self.focus {
            Pane::Tree => self.tree.filter(),
            Pane::Source => &self.source.query,
            Pane::Relations => self.relations.filter(),
        }
    }

    /// Filters the focused pane, or searches the source, while it is being typed.
    pub fn set_filter(&mut self, text: &str, services: &mut Services) {
        match self.focus {
            Pane::Tree => {
                self.tree.set_filter(text);
                self.follow_tree(services);
            }
            Pane::Source => {
                text.clone_into(&mut self.source.query);
                self.source.seek(false, true);
            }
            Pane::Relations => self.relations.set_filter(text),
        }
    }

    /// Goes to a line of the text, by its number from 1.
    pub fn goto_line(&mut self, line: u32) {
        self.source.jump_to(line, 0);
    }

    /// Whether a text is shown, so that lines can be gone to.
    pub fn has_text(&self) -> bool {
        self.source.document.is_some()
    }

    /// A click or a turn of the wheel at a cell of the screen.
    pub fn mouse(&mut self, x: u16, y: u16, wheel: Option<isize>, services: &mut Services) {
        let at = ratatui::layout::Position { x, y };
        let areas = self.areas;
        let line = |area: ratatui::layout::Rect| usize::from(y.saturating_sub(area.y));
        if areas.tree.contains(at) {
            let len = self.tree.len();
            match wheel {
                Some(rows) => self.tree.list.scroll(rows, len),
                None => {
                    self.focus = Pane::Tree;
                    let Some(row) = self.tree.list.row_at(line(areas.tree), len) else { return };
                    if self.tree.list.selected == row {
                        self.act_in_tree(Action::Open, services);
                    }
                    self.tree.list.selected = row;
                }
            }
            self.follow_tree(services);
        } else if areas.source.contains(at) {
            match wheel {
                Some(lines) => self.source.scroll(lines),
                None => {
                    self.focus = Pane::Source;
                    self.source.click(line(areas.source), usize::from(x - areas.source.x));
                }
            }
        } else if areas.relations.contains(at) {
            let len = self.relations.rows().len();
            match wheel {
                Some(rows) => self.relations.list.scroll(rows, len),
                None => {
                    self.focus = Pane::Relations;
                    let Some(row) = self.relations.list.row_at(line(areas.relations), len) else { return };
                    if std::mem::replace(&mut self.relations.list.selected, row) == row {
                        self.act_in_relations(Action::Open, services);
                    }
                }
            }
        }
    }
}

/// How a file's state is told at its row.
fn change_mark(change: Change) -> &'static str {
    match change {
        Change::Changed => "changed",
        Change::Gone => "gone",
        Change::Same | Change::Unknown => "",
    }
}
