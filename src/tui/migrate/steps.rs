//! From step to step, and what each asks for.

use std::sync::Arc;
use std::time::Duration;

use super::copier::{Trouble, run_reporting};
use super::plan::Wish;
use super::target::Verdict;
use super::{Ended, Migrate, Opened, Progress, Question, Reply, Step, Then};
use crate::migrate::Options;
use crate::store;
use crate::tui::services::{Loadable, Services, Tone};

/// How long a copy waits while another program makes something at its place.
const WAIT: Duration = Duration::ZERO;

impl Migrate {
    /// To the next step, where it can be gone to now; else says why it cannot.
    pub(super) fn next(&mut self, services: &mut Services) -> Then {
        match self.step {
            Step::Source => self.go_to_target(services),
            Step::Target => self.go_to_plan(services),
            Step::Plan => self.start(services),
            Step::Run => match &self.copy {
                Some(copy) if copy.verifying => self.step = Step::Verify,
                Some(copy) if copy.ended.is_some() => {
                    services
                        .say(Tone::Refusal, "there is no copy to read back: backspace goes back to the plan");
                }
                _ => services.say(Tone::Refusal, "nothing is read back yet: the copy is being made"),
            },
            Step::Verify => match self.copy.as_ref().and_then(|copy| copy.ended.as_ref()) {
                Some(Ended::Made(_)) => self.step = Step::Done,
                Some(Ended::Failed(_)) => {
                    services.say(Tone::Refusal, "there is no copy: backspace goes back");
                }
                None => services.say(Tone::Refusal, "not all of it is read back yet"),
            },
            Step::Done => return Then::Open,
        }
        Then::Stay
    }

    /// To the step before.
    pub(super) fn back(&mut self, services: &mut Services) -> Then {
        self.step = match self.step {
            Step::Source => return Then::Leave,
            Step::Target => Step::Source,
            Step::Plan => Step::Target,
            Step::Run => match self.copy.as_ref().and_then(|copy| copy.ended.as_ref()) {
                None => {
                    services.say(Tone::Refusal, "a copy is being made: esc stops it");
                    Step::Run
                }
                Some(Ended::Made(_)) => {
                    services.say(Tone::Refusal, "the copy is made: enter goes on to the report");
                    Step::Run
                }
                Some(Ended::Failed(_)) => {
                    // What stands there now may be something else than before.
                    self.ask_plan(services);
                    self.ask_look(false, services);
                    Step::Plan
                }
            },
            Step::Verify => Step::Run,
            Step::Done => Step::Verify,
        };
        Then::Stay
    }

    fn go_to_target(&mut self, services: &mut Services) {
        match self.source.facts.note() {
            None => {
                self.step = Step::Target;
                if self.target.is_new() {
                    self.ask_preset(services);
                } else {
                    self.ask_look(false, services);
                }
            }
            Some(_) if matches!(self.source.facts, Loadable::Loading) => {
                self.hurries = true;
                services.say(Tone::Refusal, "the source is still being read");
            }
            Some(why) => services.say(Tone::Failure, why.to_owned()),
        }
    }

    fn go_to_plan(&mut self, services: &mut Services) {
        match self.verdict() {
            Verdict::Looking => self.hurries = true,
            Verdict::Bad(why) => services.say(Tone::Refusal, why),
            Verdict::Good(_) | Verdict::Replaces(_) => {
                self.step = Step::Plan;
                // What failed before may not fail again.
                let failed = matches!(self.plan.plan, Loadable::Failed(_));
                if failed || self.plan.of.as_ref() != self.wish().as_ref() {
                    self.ask_plan(services);
                }
            }
        }
    }

    /// What the user wants now; `None` before the path was looked at.
    pub(super) fn wish(&self) -> Option<Wish> {
        let look = self.target.look.get()?;
        Some(Wish { to: look.path.clone(), engine: self.target.engine, force: self.target.force })
    }

    /// Makes a plan where the target is good and nobody knows yet how large a copy in its engine would be: one for
    /// each engine is enough.
    pub(super) fn estimate(&mut self, services: &mut Services) {
        let is_good = matches!(self.verdict(), Verdict::Good(_) | Verdict::Replaces(_));
        let is_unknown = self.plan.expected(self.target.engine).is_none();
        if is_good && is_unknown && self.plan.of.as_ref() != self.wish().as_ref() {
            self.ask_plan(services);
        }
    }

    fn options(&self, wish: &Wish) -> Options {
        Options {
            from: self.from.clone(),
            to: wish.to.clone(),
            engine: Some(wish.engine),
            force: wish.force,
            wait: WAIT,
        }
    }

    /// Asks what the copy would do that the user wants now.
    pub(super) fn ask_plan(&mut self, services: &mut Services) {
        let Some(wish) = self.wish() else { return };
        let options = self.options(&wish);
        self.plan.begin(wish);
        let copier = Arc::clone(&self.copier);
        Migrate::ask(services, Question::Plan, move |_| {
            Ok(Reply::Planned(copier.plan(&options).map_err(Trouble::from)))
        });
    }

    /// Begins the copy, where the plan says that it can be made.
    fn start(&mut self, services: &mut Services) {
        let (plan, wish) = match (&self.plan.plan, &self.plan.of) {
            (Loadable::Ready(plan), Some(wish)) => (plan, wish),
            (Loadable::Failed(_), _) => {
                return services
                    .say(Tone::Refusal, "it cannot be copied like this: backspace goes back to the target");
            }
            _ => return services.say(Tone::Refusal, "the plan is still being made"),
        };
        let options = self.options(wish);
        self.copy = Some(Progress::of(plan));
        self.run = Default::default();
        self.verify = Default::default();
        self.done = Default::default();
        self.step = Step::Run;
        let copier = Arc::clone(&self.copier);
        Migrate::ask(services, Question::Copy, move |desk| {
            let report = |lot| {
                (desk.report)(crate::tui::answer::Answer::Migrate(Box::new(Reply::Told(lot))));
            };
            Ok(Reply::Ended(run_reporting(&*copier, &options, desk.cancel, &report)))
        });
    }

    /// Begins another copy of the same source.
    pub(super) fn another(&mut self, services: &mut Services) {
        self.copy = None;
        self.plan = Default::default();
        self.target.reset();
        self.step = Step::Target;
        self.ask_preset(services);
    }

    /// Opens the copy that was made.
    pub fn ask_open(&mut self, services: &mut Services) {
        let Some(Ended::Made(report)) = self.copy.as_ref().and_then(|copy| copy.ended.as_ref()) else {
            return;
        };
        let path = report.to.clone();
        Migrate::ask(services, Question::Open, move |_| Ok(Reply::Opened(Opened(store::open(&path)?))));
    }
}
