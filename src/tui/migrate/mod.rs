//! Migrate: a copy of the database in the other engine, step by step.
//!
//! `source → target → plan → run → verify → done`. What is asked of the database, the disk and the copier is a
//! job; the copy itself goes on while other screens are shown.

mod answer;
mod copier;
mod deliver;
mod done;
mod draw;
mod lines;
mod plan;
mod progress;
mod run;
mod sides;
mod source;
mod step;
mod steps;
mod target;
mod target_draw;
mod verify;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ratatui::layout::{Position, Rect};

pub use answer::{Opened, Question, Reply};
pub use copier::{Copier, Disk, Told, Trouble};
pub use source::Facts;
pub use step::Step;

use super::action::{Action, Context};
use super::answer::{Answer, Slot};
use super::services::{Loadable, Services, Tone};
use super::widgets::panes::Panes;
use plan::Planned;
use progress::{Ended, Progress};
use run::RunView;
use sides::Sides;
use source::Source;
use target::Target;
use verify::VerifyView;

/// What is left to the explorer after an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Nothing.
    Stay,
    /// The migration is left.
    Leave,
    /// The user is to be asked whether the copy is to be stopped.
    AskStop,
    /// The copy is to be opened.
    Open,
}

/// The screen.
pub struct Migrate {
    copier: Arc<dyn Copier>,
    from: PathBuf,
    step: Step,
    source: Source,
    target: Target,
    plan: Planned,
    /// The copy that is being made, or was made last.
    copy: Option<Progress>,
    run: RunView,
    verify: VerifyView,
    done: super::widgets::list::ListState,
    /// What is to be said of the end of a copy where this is not seen.
    news: Option<(Tone, &'static str)>,
    /// Whether to go on as soon as the source has been read, or the target looked at.
    hurries: bool,
    /// Where the list is that the wheel and clicks mean.
    list_area: Rect,
    sides: Sides,
    /// Where the borders of the panes are.
    pub panes: Panes,
}

impl Migrate {
    /// The migration of the database at `from`; reads what it is, and checks it.
    pub fn open(from: &Path, copier: Arc<dyn Copier>, services: &mut Services) -> Migrate {
        let mut migrate = Migrate {
            copier,
            from: from.to_owned(),
            step: Step::default(),
            source: Source::default(),
            target: Target::default(),
            plan: Planned::default(),
            copy: None,
            run: RunView::default(),
            verify: VerifyView::default(),
            done: Default::default(),
            news: None,
            hurries: false,
            list_area: Rect::default(),
            sides: Sides::default(),
            panes: Panes::default(),
        };
        migrate.ask_facts(services);
        migrate.ask_check(services);
        migrate
    }

    /// Takes back every question; a copy that is made is told to stop.
    pub fn close(&self, services: &mut Services) {
        for question in Question::ALL {
            services.jobs.cancel(&Slot::Migrate(question));
        }
    }

    /// The contexts in which keys are looked up, narrowest first.
    pub fn contexts(&self) -> &'static [Context] {
        const fn at(step: Step) -> [Context; 4] {
            [Context::Migrate(step), Context::Motion, Context::Panes, Context::Global]
        }
        const SOURCE: [Context; 4] = at(Step::Source);
        // Steps of one pane.
        const TARGET: [Context; 3] = [Context::Migrate(Step::Target), Context::Motion, Context::Global];
        const PLAN: [Context; 4] = at(Step::Plan);
        const RUN: [Context; 4] = at(Step::Run);
        const VERIFY: [Context; 4] = at(Step::Verify);
        const DONE: [Context; 3] = [Context::Migrate(Step::Done), Context::Motion, Context::Global];
        match self.step {
            Step::Target if self.is_typing() => &[Context::MigratePath],
            Step::Run | Step::Verify if self.is_copying() => {
                &[Context::Migrating, Context::Motion, Context::Panes, Context::Global]
            }
            Step::Plan | Step::Run | Step::Verify if self.is_stuck() => {
                &[Context::MigrateStuck, Context::Motion, Context::Panes, Context::Global]
            }
            Step::Source => &SOURCE,
            Step::Target => &TARGET,
            Step::Plan => &PLAN,
            Step::Run => &RUN,
            Step::Verify => &VERIFY,
            Step::Done => &DONE,
        }
    }

    /// Whether keys are letters of the path.
    pub fn is_typing(&self) -> bool {
        self.step == Step::Target && self.target.is_typing()
    }

    /// Whether a copy is being made.
    pub fn is_copying(&self) -> bool {
        self.copy.as_ref().is_some_and(|copy| copy.ended.is_none())
    }

    /// What is to be said of the end of a copy where this screen is not seen.
    pub fn take_news(&mut self) -> Option<(Tone, &'static str)> {
        self.news.take()
    }

    /// Whether what is shown failed, so that there is no way on.
    fn is_stuck(&self) -> bool {
        match self.step {
            Step::Plan => matches!(self.plan.plan, Loadable::Failed(_)),
            Step::Run | Step::Verify => {
                self.copy.as_ref().is_some_and(|copy| matches!(copy.ended, Some(Ended::Failed(_))))
            }
            _ => false,
        }
    }

    /// A word for the tab: how far a copy is that is being made.
    pub fn sign(&self) -> Option<String> {
        let copy = self.copy.as_ref().filter(|copy| copy.ended.is_none())?;
        Some(if copy.stopping { "stopping".to_owned() } else { format!("{}%", copy.percent()) })
    }

    /// Tells the copy to stop; `false` where none is made.
    pub fn stop(&mut self, services: &mut Services) -> bool {
        if let Some(copy) = self.copy.as_mut().filter(|copy| copy.ended.is_none()) {
            copy.stopping = true;
        }
        services.jobs.stop(&Slot::Migrate(Question::Copy))
    }

    /// Asks one of its questions.
    fn ask(
        services: &mut Services,
        question: Question,
        work: impl FnOnce(&super::jobs::Desk<'_>) -> crate::store::Result<Reply> + Send + 'static,
    ) {
        services.ask(Slot::Migrate(question), move |desk| Ok(Answer::Migrate(Box::new(work(desk)?))));
    }

    /// Does what an action says; `None` for one that is not this screen's.
    pub fn act(&mut self, action: Action, services: &mut Services) -> Option<Then> {
        self.hurries = false;
        match action {
            Action::NextStep => return Some(self.next(services)),
            Action::StepBack => return Some(self.back(services)),
            Action::LeaveSteps => return Some(Then::Leave),
            Action::StopCopy => return Some(self.ask_stop(services)),
            Action::AnotherCopy => self.another(services),
            Action::CheckSource => self.toggle_check(services),
            Action::TypePath => self.target.begin_typing(),
            Action::SwitchEngine => self.switch_engine(services),
            Action::ReplaceThere => self.toggle_force(services),
            Action::KeepPath => self.target.end_typing(),
            Action::UndoPath => self.undo_path(services),
            Action::CompletePath | Action::CompleteBack => {
                self.complete(action == Action::CompletePath, services);
            }
            Action::NextPane => self.step_focus(true, services),
            Action::PreviousPane => self.step_focus(false, services),
            _ => {
                let moved = match self.side_list() {
                    Some((list, len)) => list.act(action, len),
                    None => {
                        let (list, len) = self.list();
                        list.act(action, len)
                    }
                };
                return moved.then_some(Then::Stay);
            }
        }
        Some(Then::Stay)
    }

    fn ask_stop(&self, services: &mut Services) -> Then {
        if self.copy.as_ref().is_some_and(|copy| copy.stopping) {
            services.say(Tone::Refusal, "it is stopping: what was copied is being taken away");
            return Then::Stay;
        }
        Then::AskStop
    }

    /// The list of this step, and how long it is.
    fn list(&mut self) -> (&mut super::widgets::list::ListState, usize) {
        let parts = self.copy.as_ref().map_or(0, |copy| copy.parts.len());
        match self.step {
            Step::Source => (&mut self.source.list, self.source.len),
            Step::Target => (&mut self.target.list, self.target.len),
            Step::Plan => (&mut self.plan.list, self.plan.len),
            Step::Run => {
                self.run.follows = false;
                (&mut self.run.list, parts)
            }
            Step::Verify => {
                self.verify.follows = false;
                (&mut self.verify.list, parts)
            }
            Step::Done => (&mut self.done, usize::from(u16::MAX)),
        }
    }

    /// A click or a turn of the wheel at a cell of the screen.
    pub fn mouse(&mut self, x: u16, y: u16, wheel: Option<isize>) {
        let (area, at) = (self.list_area, Position { x, y });
        match wheel {
            None => self.focus_at(at),
            Some(rows) if self.scroll_at(at, rows) => return,
            Some(_) => {}
        }
        if !area.contains(at) {
            return;
        }
        let (list, len) = self.list();
        match wheel {
            Some(rows) => list.scroll(rows, len),
            None => {
                if let Some(row) = list.row_at(usize::from(y - area.y), len) {
                    list.selected = row;
                }
            }
        }
    }
}
