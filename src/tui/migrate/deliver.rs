//! Answers to the migration's questions.

use super::source::Check;
use super::{Ended, Migrate, Question, Reply, Step};
use crate::tui::services::{Loadable, Services, Tone};

impl Migrate {
    /// Takes an answer, or why there is none. What concerns the whole explorer it has taken out before.
    pub fn deliver(&mut self, question: Question, answer: Result<Reply, String>, services: &mut Services) {
        match (question, answer) {
            (_, Ok(Reply::Facts(facts))) => {
                self.target.engine = Some(facts.meta.engine).map_or(self.target.engine, super::target::other);
                self.source.facts = Loadable::Ready(facts);
                if std::mem::take(&mut self.hurries) && self.step == Step::Source {
                    self.next(services);
                }
            }
            (_, Ok(Reply::Checking(what, done))) => self.source.check = Check::Runs(what, done),
            (_, Ok(Reply::Checked(found, stopped))) => self.source.check = Check::Done { found, stopped },
            (_, Ok(Reply::Preset(path))) => {
                self.target.preset(&path);
                self.ask_look(false, services);
            }
            (_, Ok(Reply::Look(look))) => self.looked(Loadable::Ready(look), services),
            (_, Ok(Reply::Completed(completion))) => {
                if self.target.completed(completion) {
                    self.ask_look(true, services);
                }
            }
            (_, Ok(Reply::Planned(planned))) => self.plan.end(planned),
            (_, Ok(Reply::Told(lot))) => self.told(lot),
            (_, Ok(Reply::Ended(ended))) => {
                let ended = match ended {
                    Ok(report) => Ended::Made(Box::new(report)),
                    Err(trouble) => Ended::Failed(trouble),
                };
                self.ended(ended);
            }
            (Question::Facts, Err(why)) => self.source.facts = Loadable::Failed(why),
            (Question::Check, Err(why)) => self.source.check = Check::Failed(why),
            (Question::Look | Question::Preset, Err(why)) => self.looked(Loadable::Failed(why), services),
            (Question::Plan, Err(why)) => {
                self.plan.end(Err(super::Trouble::failure(why)));
            }
            (Question::Copy, Err(why)) => {
                self.ended(Ended::Failed(super::Trouble::failure(why)));
            }
            (_, Err(why)) => services.say(Tone::Failure, why),
            (_, Ok(Reply::Opened(_))) => {}
        }
    }

    fn looked(&mut self, look: Loadable<crate::tui::data::target::Look>, services: &mut Services) {
        self.target.look = look;
        self.estimate(services);
        if std::mem::take(&mut self.hurries) && self.step == Step::Target {
            self.next(services);
        }
    }

    fn told(&mut self, lot: Vec<super::Told>) {
        let Some(copy) = &mut self.copy else { return };
        let before = copy.verifying;
        lot.into_iter().for_each(|told| copy.take(told));
        if copy.verifying && !before && self.step == Step::Run {
            self.step = Step::Verify;
        }
    }

    fn ended(&mut self, ended: Ended) {
        let Some(copy) = &mut self.copy else { return };
        self.news = Some(match &ended {
            Ended::Made(_) => {
                (Tone::Done, "the copy is made, and is the same as its source: M shows the report")
            }
            Ended::Failed(trouble) if trouble.stopped => (Tone::Done, "stopped: nothing is left of the copy"),
            Ended::Failed(_) => (Tone::Failure, "there is no copy: M shows why"),
        });
        copy.end(ended);
        if matches!(copy.ended, Some(Ended::Made(_))) && self.step == Step::Run {
            self.step = Step::Verify;
        }
        let cross = copy.parts.iter().position(|part| part.report.as_ref().is_some_and(|r| !r.is_equal()));
        if let Some(cross) = cross {
            self.verify.follows = false;
            self.verify.list.selected = cross;
        }
    }
}
