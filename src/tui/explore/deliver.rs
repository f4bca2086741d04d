//! Answers, and where in Explore they belong.

use std::ops::Range;

use super::Explore;
use crate::source::Origin;
use crate::tui::answer::{self, Answer, Slot};
use crate::tui::data::subject::Subject;
use crate::tui::services::{Services, Tone};

impl Explore {
    /// The bytes of the file that the selected symbol is made of.
    fn symbol_bytes(&self) -> Option<Range<u64>> {
        let symbol = self.subject.as_ref()?.symbol.as_ref()?;
        Some(symbol.span.byte_start..symbol.span.byte_end)
    }

    /// Takes an answer, or why there is none.
    pub fn deliver(&mut self, slot: &Slot, answer: Result<Answer, String>, services: &mut Services) {
        let top = services.top();
        match (slot, answer) {
            // The way to a place has brought these entries before, and unfolded what is in them.
            (_, Ok(Answer::Folder(page))) if !page.follows && self.tree.holds(&top, &page.folder) => {}
            (_, Ok(Answer::Folder(page))) => {
                self.trouble = None;
                self.ask_folder_changes(services, &page);
                let first = self.tree.is_empty() && self.place.is_none();
                self.tree.put_folder(&top, page);
                if first {
                    self.follow_tree(services);
                }
            }
            (Slot::Symbols(file), Ok(Answer::Symbols(symbols))) => self.tree.put_symbols(*file, &symbols),
            (_, Ok(Answer::Below(summary))) => self.take_summary(Ok(summary)),
            (Slot::Below, Err(why)) => self.take_summary(Err(why)),
            (_, Ok(Answer::Changes(changes))) => self.tree.mark(&changes),
            (_, Ok(Answer::Unfolded(way))) => {
                for page in &way.folders {
                    self.ask_folder_changes(services, page);
                }
                self.tree.unfold(&top, way);
            }
            (Slot::Explore(question), answer) => {
                if let Some(reply) = answer::reply(answer) {
                    self.detail.take(*question, reply, self.symbol_bytes());
                }
            }
            (_, Ok(Answer::Outline(path, outline))) => self.outline = (Some(path), outline),
            (_, Ok(Answer::Subject(subject))) => {
                if let (Some(before), Some(now), Some(place)) =
                    (self.symbol_line.take(), subject.symbol_line(), &mut self.place)
                {
                    place.line = place.line.saturating_add(now).saturating_sub(before).max(1);
                    self.source.jump_to(place.line, place.column);
                }
                let key = subject.text_key();
                if self.text_key.as_ref() == Some(&key) && !self.is_come_upon {
                    let (line, column) = self.place.as_ref().map_or((1, 0), |p| (p.line, p.column));
                    self.source.jump_to(line, column);
                }
                if let (Some(place), Some(file)) = (&mut self.place, &subject.file) {
                    place.file = Some(file.id);
                }
                self.subject = Some(*subject);
                match self.source.byte().filter(|_| self.is_come_upon) {
                    Some(byte) => self.detail.follow(byte),
                    None => self.detail.select_symbol(self.symbol_bytes()),
                }
            }
            (_, Ok(Answer::Document(document))) => {
                // Only a whole file serves the next symbol of that file too.
                let whole = document.as_ref().is_ok_and(|d| d.origin == Origin::Disk);
                self.text_key = self.subject.as_ref().filter(|_| whole).map(Subject::text_key);
                self.source.show(document);
                let file = self.subject.as_ref().and_then(|subject| subject.file.as_ref());
                if let Some(file) = file.filter(|_| !whole) {
                    // Its row may not say yet what the text has just found out.
                    let (path, id) = (file.path.clone(), file.id);
                    self.ask_changes(services, path, vec![id]);
                }
                let asked = self.place.as_ref().map_or(1, |place| place.line);
                let (line, _) = self.source.position();
                if whole && asked != line {
                    let text = format!("there is no line {asked} in this text; this is line {line}");
                    services.say(Tone::Refusal, text);
                }
            }
            (_, Ok(Answer::Highlights(highlights))) => self.source.highlights = highlights,
            (_, Ok(Answer::Relations(section))) => self.detail.relations.put(section),
            (Slot::Relations(kind), Ok(Answer::RelationCount(count))) => {
                self.detail.relations.put_count(*kind, count);
            }
            (Slot::Relations(kind), Err(why)) => self.detail.relations.fail(*kind, why),
            (Slot::Subject, Err(why)) => {
                self.text_key = None;
                self.source.show(Err(why));
            }
            (Slot::Folder(_) | Slot::Symbols(_) | Slot::Reveal, Err(why)) => self.trouble = Some(why),
            (_, Err(why)) => services.say(Tone::Failure, why),
            (_, Ok(_)) => {}
        }
    }
}
