//! Answers of jobs, and where they belong.

use super::update::not_there;
use super::views::Views;
use super::{App, Screen};
use crate::source::Roots;
use crate::tui::answer::{self, Answer, Slot};
use crate::tui::data::place::Place;
use crate::tui::jobs::Delivery;
use crate::tui::popup::Popup;
use crate::tui::popup::choose::Choose;
use crate::tui::services::{Effect, Tone};
use crate::tui::view::Asks;

impl App {
    /// Takes an answer; one that is not wanted any more is dropped.
    pub fn deliver(&mut self, delivery: Delivery) {
        if !self.services.jobs.accept(&delivery) {
            return;
        }
        let Delivery { slot, answer, .. } = delivery;
        match (&slot, answer) {
            (Slot::Meta, Ok(Answer::Meta(meta, absolute))) => {
                self.services.roots = Roots::new(meta.root.as_deref(), self.current_root.as_deref());
                self.services.absolute = absolute;
                if self.origin == crate::store::Origin::Own && self.project.is_none() {
                    self.project = self.services.roots.folder().map(std::path::Path::to_owned);
                }
                let first = self.meta.is_none();
                self.overview.set_meta((*meta).clone());
                self.meta = Some(meta);
                if first {
                    self.begin();
                }
            }
            (Slot::Meta, Err(why)) => {
                self.overview.deliver(&slot, Err(why.clone()));
                self.services.say(Tone::Failure, why);
                // What can be shown without it is shown.
                self.begin();
            }
            (Slot::Counts | Slot::Languages | Slot::Standouts | Slot::Runs, answer) => {
                self.overview.deliver(&slot, answer);
            }
            (Slot::Migrate(question), answer) => self.deliver_migrate(*question, answer),
            (Slot::Graph(question), answer) => self.hand(|views| &mut views.graph, *question, answer),
            (Slot::History(question), answer) => self.hand(|views| &mut views.history, *question, answer),
            (Slot::Chunks(question), answer) => self.hand(|views| &mut views.chunks, *question, answer),
            (Slot::Tables(question), answer) => self.hand(|views| &mut views.tables, *question, answer),
            (Slot::Metrics(question), answer) => self.hand(|views| &mut views.metrics, *question, answer),
            (Slot::Names | Slot::Find | Slot::Glance, answer) => {
                if let Some(Popup::Finder(finder)) = &mut self.popup {
                    finder.deliver(&slot, answer, &mut self.services);
                    self.open_found();
                }
            }
            (Slot::Define | Slot::Locate, Ok(Answer::Places(name, places))) => self.places(name, places),
            (Slot::Resume, answer) => {
                // What was deleted meanwhile is not gone on with.
                if let Ok(Answer::Places(_, places)) = answer
                    && let Some(place) = places.into_iter().next()
                {
                    // Who was in the graph goes on there, with the symbol in its middle.
                    if self.screen == Screen::Graph && self.views.graph.is_empty() {
                        self.views.graph.take(Some(place.clone()), &mut self.services);
                    }
                    self.explore.resume(place, &mut self.services);
                }
            }
            (_, Ok(Answer::Edit { path, line, is_there: true })) => {
                self.services.effects.push(Effect::Edit { path, line });
            }
            (_, Ok(Answer::Edit { path, .. })) => self.services.say(Tone::Refusal, not_there(&path)),
            (Slot::Update, Ok(Answer::Progress(progress))) => {
                if let Some(update) = &mut self.update {
                    update.progress = Some(progress);
                }
                if let Some((view, services)) = self.view() {
                    view.run_goes_on(services);
                }
            }
            (Slot::Update, Ok(Answer::Updated(result))) => self.updated(result),
            (Slot::Update, Err(why)) => self.updated(Err(why)),
            (Slot::Follow, answer) => self.follows(answer),
            (Slot::Export, answer) => self.exported(answer),
            (_, answer) => self.explore.deliver(&slot, answer, &mut self.services),
        }
    }

    /// Hands the answer to a view that has asked for it.
    fn hand<V: Asks>(
        &mut self,
        view: fn(&mut Views) -> &mut V,
        question: V::Question,
        answer: Result<Answer, String>,
    ) {
        if let Some(reply) = answer::reply(answer) {
            view(&mut self.views).take(question, reply, &mut self.services);
        }
    }

    /// Goes to the one place that a name means, or offers several.
    fn places(&mut self, name: String, mut places: Vec<Place>) {
        match places.len() {
            0 => self.services.say(Tone::Refusal, format!("{name} is not in the index")),
            1 => {
                if let Some(place) = places.pop() {
                    self.go(place);
                }
            }
            count => {
                let title = format!("{name}: {count} definitions");
                self.popup = Some(Popup::Choose(Choose::new(title, places)));
            }
        }
    }

    /// Reads everything again after a run; files and symbols where it changed some.
    pub(super) fn read_again(&mut self, changed: bool) {
        self.ask_meta();
        self.overview.start(&mut self.services);
        if changed {
            self.explore.refresh(&mut self.services);
        }
        // A run that changed nothing stands in the log all the same.
        self.views.refresh(self.screen, &mut self.services);
    }
}
