//! What the explorer wants of a screen: [`View`].

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::answer::Typed;
use super::data::place::Place;
use super::exporting::Export;
use super::services::Services;
use super::theme::Theme;
use super::widgets::panes::Panes;

/// A screen that is no more than that: what it needs of the others goes through [`Services`].
pub trait View {
    /// The contexts of the focused pane, narrowest first.
    fn contexts(&self) -> &'static [Context];

    /// It comes onto the screen: asks for what it does not have, and what could not be read again.
    fn show(&mut self, services: &mut Services);

    /// It goes from the screen: what is asked for only to be seen now is not wanted any more.
    fn hide(&mut self, services: &mut Services) {
        let _ = services;
    }

    /// The index has changed: what was read is not so any more. `shown` says whether it is on the screen.
    fn refresh(&mut self, shown: bool, services: &mut Services);

    /// A run of this program has begun or is a step further, which the index may show.
    fn run_goes_on(&mut self, services: &mut Services) {
        let _ = services;
    }

    /// Draws it.
    fn draw(&mut self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme);

    /// Where the borders of its panes are; `None` where it has one pane.
    fn panes(&mut self) -> Option<&mut Panes> {
        None
    }

    /// Does what an action says; `false` for one that is not this screen's.
    fn act(&mut self, action: Action, services: &mut Services) -> bool;

    /// A click or a turn of the wheel at a cell of the screen.
    fn mouse(&mut self, x: u16, y: u16, wheel: Option<isize>, services: &mut Services);

    /// What is shown is filtered by, as it was typed.
    fn filter(&self) -> &str;

    /// Filters what is shown, while it is being typed.
    fn set_filter(&mut self, text: &str, services: &mut Services);

    /// Stops what it has asked for and takes long; `false` where nothing of that runs.
    fn stop(&mut self, services: &mut Services) -> bool;

    /// Closes what is open in it over what it shows first; `false` where nothing is.
    fn close(&mut self) -> bool {
        false
    }

    /// What is closed so, in a word for the foot: what it shows first comes back.
    fn under(&self) -> Option<&'static str> {
        None
    }

    /// Why what it shows now has no use for an action of it: such a one is not hinted at.
    fn lacks(&self, action: Action) -> Option<&'static str> {
        let _ = action;
        None
    }

    /// Why an action cannot be used on what is selected or known now.
    fn why_not(&self, action: Action) -> Option<&'static str> {
        self.lacks(action)
    }

    /// What there is to export of what it shows, or why there is nothing.
    ///
    /// # Errors
    /// A line that says so.
    fn export(&self, services: &Services) -> Result<Export, &'static str> {
        let _ = services;
        Err("there is nothing here to export")
    }

    /// The place in the sources that is selected, where one is.
    fn here(&self) -> Option<Place>;
}

/// A view that asks questions of its own.
pub trait Asks {
    /// What it asks.
    type Question;
    /// What it is told.
    type Reply: Typed;

    /// Takes the reply to a question, or why there is none.
    fn take(&mut self, question: Self::Question, reply: Result<Self::Reply, String>, services: &mut Services);
}
