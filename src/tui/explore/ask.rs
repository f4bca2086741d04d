//! What Explore asks the store.

use std::sync::Arc;

use super::{Explore, crumbs};
use crate::model::{EdgeId, NodeId};
use crate::store::FolderEntry;
use crate::tui::answer::{Answer, Slot};
use crate::tui::data::definition::{self, Token};
use crate::tui::data::outline;
use crate::tui::data::place::Place;
use crate::tui::data::relations::{self, SectionKind};
use crate::tui::data::subject;
use crate::tui::data::tree;
use crate::tui::services::{Services, Tone};

impl Explore {
    pub(super) fn ask_folder(&mut self, services: &mut Services, folder: String, after: Option<String>) {
        services.ask(Slot::Folder(folder.clone()), move |desk| {
            let reader = desk.store.reader()?;
            Ok(Answer::Folder(tree::folder(&*reader, &folder, after.as_deref())?))
        });
    }

    pub(super) fn ask_symbols(&mut self, services: &mut Services, file: NodeId) {
        services.ask(Slot::Symbols(file), move |desk| {
            let reader = desk.store.reader()?;
            Ok(Answer::Symbols(tree::symbols(&*reader, file)?))
        });
    }

    /// Asks which of a folder's files have changed.
    pub(super) fn ask_folder_changes(&mut self, services: &mut Services, page: &tree::FolderPage) {
        let file = |entry: &FolderEntry| match entry {
            FolderEntry::File { id, .. } => Some(*id),
            FolderEntry::Folder { .. } => None,
        };
        let files = page.entries.iter().filter_map(file).collect();
        self.ask_changes(services, page.folder.clone(), files);
    }

    /// Asks which of some files have changed; `what` names them, so that a later asking replaces this.
    pub(super) fn ask_changes(&mut self, services: &mut Services, what: String, files: Vec<NodeId>) {
        let roots = services.roots.clone();
        services.ask(Slot::Changes(what), move |desk| {
            let reader = desk.store.reader()?;
            Ok(Answer::Changes(tree::changes(&*reader, &roots, &files, desk.cancel)?))
        });
    }

    /// Shows a place; with `reveal` the tree unfolds to it.
    pub(super) fn show(&mut self, place: Place, services: &mut Services, reveal: bool) {
        if self.place.as_ref().is_none_or(|here| (here.file, here.symbol) != (place.file, place.symbol)) {
            self.symbol_line = None;
        }
        let is_same_text = self.text_key.as_ref().is_some_and(|(path, _)| *path == place.path);
        self.detail.begin(&place, is_same_text, services);
        self.source.jump_to(place.line, place.column);
        self.is_come_upon = false;
        self.ask_about(place, services, reveal);
    }

    /// Selects the symbol that the cursor has come into, so that tree and detail are in step with it. Between two symbols
    /// the one before stays selected.
    pub(super) fn come_upon(&mut self, byte: u64, services: &mut Services) {
        let Some(place) = &self.place else { return };
        let (of, outline) = &self.outline;
        let is_whole = self.text_key.as_ref().is_some_and(|(path, _)| *path == place.path);
        if !is_whole || of.as_ref() != Some(&place.path) {
            return;
        }
        let found = crumbs::innermost(outline, byte).and_then(|at| outline.get(at));
        let Some(symbol) = found.filter(|symbol| Some(symbol.id) != place.symbol) else { return };
        let (line, column) = self.source.position();
        let label = symbol.name.clone();
        let place = Place { symbol: Some(symbol.id), label, line, column, ..place.clone() };
        self.tree.select_symbol(symbol.id);
        self.symbol_line = None;
        self.detail.begin(&place, true, services);
        self.is_come_upon = true;
        self.ask_about(place, services, false);
    }

    /// Asks what is at a place, and for its text where that is not here.
    fn ask_about(&mut self, place: Place, services: &mut Services, reveal: bool) {
        let have = self.text_key.clone();
        let (roots, top) = (services.roots.clone(), services.top());
        let wanted = place.clone();
        services.ask(Slot::Subject, move |desk| {
            let reader = desk.store.reader()?;
            let subject = subject::subject(&*reader, &wanted.path, wanted.file, wanted.symbol)?;
            let same_text = have.as_ref() == Some(&subject.text_key());
            (desk.report)(Answer::Subject(Box::new(subject.clone())));
            if same_text {
                return Ok(Answer::Done);
            }
            let of_file =
                subject.file.as_ref().map(|file| outline::outline(&*reader, file.id)).transpose()?;
            (desk.report)(Answer::Outline(subject.path.clone(), of_file.unwrap_or_default()));
            let document = subject::document(&*reader, &roots, &subject)?;
            let text = document.as_ref().ok().map(Arc::clone);
            (desk.report)(Answer::Document(document));
            let Some(document) = text else { return Ok(Answer::Done) };
            let found = crate::syntax::highlight(document.language, document.text(), desk.cancel);
            Ok(Answer::Highlights(found.unwrap_or_default()))
        });
        for kind in SectionKind::ALL {
            if SectionKind::of(&place).contains(&kind) {
                self.ask_relations(&place, kind, None, services);
            } else {
                services.jobs.cancel(&Slot::Relations(kind));
            }
        }
        if reveal {
            let wanted = place.clone();
            services.ask(Slot::Reveal, move |desk| {
                let reader = desk.store.reader()?;
                let subject = subject::subject(&*reader, &wanted.path, wanted.file, wanted.symbol)?;
                let Some(file) = subject.file else { return Ok(Answer::Done) };
                let symbol = subject.symbol.map(|symbol| symbol.id);
                Ok(Answer::Unfolded(tree::unfold(&*reader, &top, &file.path, file.id, symbol)?))
            });
        }
        self.detail.ask(&place, services);
        self.place = Some(place);
    }

    /// Asks for what the tab of the detail pane shows, where that was not asked.
    pub(super) fn ask_detail(&mut self, services: &mut Services) {
        if let Some(place) = &self.place {
            self.detail.ask(place, services);
        }
    }

    pub(super) fn ask_relations(
        &mut self,
        place: &Place,
        kind: SectionKind,
        after: Option<EdgeId>,
        services: &mut Services,
    ) {
        let place = place.clone();
        let is_counted = after.is_some() && self.detail.relations.is_counted(kind);
        services.ask(Slot::Relations(kind), move |desk| {
            let reader = desk.store.reader()?;
            let file = relations::file_of(&*reader, kind, &place)?;
            let section = relations::section(&*reader, kind, place.symbol, file, after)?;
            let is_all = section.next.is_none();
            (desk.report)(Answer::Relations(section));
            if is_all || is_counted {
                return Ok(Answer::Done);
            }
            let count = relations::count(&*reader, kind, place.symbol, file, desk.cancel)?;
            Ok(count.map_or(Answer::Done, Answer::RelationCount))
        });
    }

    pub(super) fn ask_definition(&mut self, services: &mut Services) {
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
}
