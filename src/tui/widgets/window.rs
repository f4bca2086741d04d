//! What is near the selected row of a list that may be of any length: it is read in pages by key, both ways,
//! as one moves, and what is far away is forgotten.

use std::collections::VecDeque;

use super::list::ListState;
use crate::tui::action::Action;

/// Rows that are asked for at once.
pub const PAGE: usize = 200;
/// Rows that are kept at most.
const KEPT: usize = 5 * PAGE;
/// Rows that are to be there on either side of the selected one.
const MARGIN: usize = PAGE / 2;

/// Which way a list is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From its first row on.
    Down,
    /// From its last row back.
    Up,
}

/// A page that is wanted: which way, behind which row; from the end of the list where there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted<T> {
    /// Which way.
    pub way: Way,
    /// The row behind which it goes on.
    pub after: Option<T>,
}

/// A part of a list, in the order in which it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<T> {
    /// Which way it was read.
    pub way: Way,
    /// The rows.
    pub rows: Vec<T>,
    /// The last row that was looked at, whether it is among them or not; `None` where none was.
    pub reached: Option<T>,
    /// Whether the list goes on.
    pub more: bool,
}

/// The rows, and which of them is selected.
#[derive(Debug, Clone)]
pub struct Window<T> {
    rows: VecDeque<T>,
    /// The selection among the rows that are here.
    pub list: ListState,
    /// Rows of the list before the first one here, where that is known.
    before: Option<u64>,
    /// Whether the list begins, and ends, with what is here.
    whole: [bool; 2],
    /// Behind which rows the list is looked at further, up and down, where those are not the outermost here.
    reached: [Option<T>; 2],
    /// Whether a list of which nothing is here is read from its end.
    from_end: bool,
}

impl<T> Default for Window<T> {
    fn default() -> Self {
        Window {
            rows: VecDeque::new(),
            list: ListState::default(),
            before: Some(0),
            whole: [true, false],
            reached: [None, None],
            from_end: false,
        }
    }
}

impl<T: Clone> Window<T> {
    /// Forgets everything: another list is read from its beginning.
    pub fn clear(&mut self) {
        *self = Window::default();
    }

    /// Reads another list from one of its rows on, both ways; that row is selected.
    pub fn begin_at(&mut self, row: T) {
        let rows = VecDeque::from([row]);
        *self = Window { rows, before: None, whole: [false, false], ..Window::default() };
    }

    /// How many rows are here.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether none is here.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether the list is known to end with what is here.
    pub fn is_at_end(&self) -> bool {
        self.whole[1]
    }

    /// A row of those that are here.
    pub fn row(&self, at: usize) -> Option<&T> {
        self.rows.get(at)
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&T> {
        self.rows.get(self.list.selected)
    }

    /// The number of the selected row in the list from 1, and how many the list has, as far as both are known.
    pub fn position(&self) -> (Option<u64>, Option<u64>) {
        let here = |rows: usize| self.before.map(|before| before + rows as u64);
        let number = if self.is_empty() { None } else { here(self.list.selected + 1) };
        (number, here(self.len()).filter(|_| self.whole[1]))
    }

    /// What is to be read next; `None` where enough is here.
    pub fn wanted(&self) -> Option<Wanted<T>> {
        let [at_start, at_end] = self.whole;
        let [up, down] = &self.reached;
        let wanted = |way, after| Some(Wanted { way, after });
        if self.is_empty() && self.from_end && !at_start {
            return wanted(Way::Up, up.clone());
        }
        if !at_end && self.list.selected + MARGIN >= self.len() {
            return wanted(Way::Down, down.clone().or_else(|| self.rows.back().cloned()));
        }
        if !at_start && self.list.selected < MARGIN {
            return wanted(Way::Up, up.clone().or_else(|| self.rows.front().cloned()));
        }
        None
    }

    /// The list has become longer than it was when its end was read.
    pub fn goes_on(&mut self) {
        (self.whole[1], self.reached[1]) = (false, None);
    }

    /// Takes what was read.
    pub fn take(&mut self, part: Part<T>) {
        let count = part.rows.len();
        match part.way {
            Way::Down => {
                self.rows.extend(part.rows);
                self.reached[1] = part.reached;
                self.whole[1] = !part.more;
                let far = self.len().saturating_sub(KEPT).min(self.list.offset.saturating_sub(MARGIN));
                if far > 0 {
                    self.rows.drain(..far);
                    (self.whole[0], self.reached[0]) = (false, None);
                    self.before = self.before.map(|before| before + far as u64);
                    self.list.selected = self.list.selected.saturating_sub(far);
                    self.list.offset -= far;
                }
            }
            Way::Up => {
                let was_empty = self.is_empty();
                part.rows.into_iter().for_each(|row| self.rows.push_front(row));
                self.reached[0] = part.reached;
                self.whole[0] = !part.more;
                self.list.selected += if was_empty { count.saturating_sub(1) } else { count };
                self.list.offset += count;
                self.before = match (self.before, self.whole[0]) {
                    (_, true) => Some(0),
                    (before, false) => before.and_then(|before| before.checked_sub(count as u64)),
                };
                let kept = KEPT.max(self.list.selected + MARGIN + 1);
                if self.len() > kept {
                    self.rows.truncate(kept);
                    (self.whole[1], self.reached[1]) = (false, None);
                }
            }
        }
    }

    /// Moves as `action` says; `false` for an action that moves nothing. Where an end of the list is not here,
    /// it is read afresh from there.
    pub fn act(&mut self, action: Action) -> bool {
        match action {
            Action::Top if !self.whole[0] => self.clear(),
            Action::Bottom if !self.whole[1] => {
                self.clear();
                (self.from_end, self.before, self.whole) = (true, None, [false, true]);
            }
            _ => return self.list.act(action, self.len()),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads what a window wants of the numbers below `of`, of which only those pass that `passes` likes, so
    /// many at once.
    fn read(window: &mut Window<u64>, of: u64, passes: fn(u64) -> bool, most: usize) {
        while let Some(wanted) = window.wanted() {
            let rest: Vec<u64> = match (wanted.way, wanted.after) {
                (Way::Down, after) => (after.map_or(0, |at| at + 1)..of).collect(),
                (Way::Up, after) => (0..after.unwrap_or(of)).rev().collect(),
            };
            let looked: Vec<u64> = rest.iter().copied().take(most).collect();
            window.take(Part {
                way: wanted.way,
                more: rest.len() > looked.len(),
                reached: looked.last().copied(),
                rows: looked.into_iter().filter(|row| passes(*row)).collect(),
            });
            window.list.view(window.len(), 20);
        }
    }

    #[test]
    fn one_can_walk_from_end_to_end_with_few_rows_kept() {
        let of = 12_345;
        let mut window = Window::default();
        read(&mut window, of, |_| true, PAGE);
        for at in 0..of {
            assert_eq!(window.selected(), Some(&at));
            assert_eq!(window.position().0, Some(at + 1));
            assert!(window.len() <= KEPT + PAGE);
            window.act(Action::Down);
            read(&mut window, of, |_| true, PAGE);
        }
        assert_eq!(window.position(), (Some(of), Some(of)));
        for at in (0..of).rev() {
            assert_eq!(window.selected(), Some(&at));
            window.act(Action::Up);
            read(&mut window, of, |_| true, PAGE);
        }
        assert_eq!(window.position().0, Some(1));
    }

    #[test]
    fn the_ends_are_gone_to_without_what_is_between() {
        let mut window = Window::default();
        read(&mut window, 1_000_000, |_| true, PAGE);
        window.act(Action::Bottom);
        read(&mut window, 1_000_000, |_| true, PAGE);
        assert_eq!(window.selected(), Some(&999_999));
        assert!(window.position() == (None, None) && window.len() <= KEPT);
        window.act(Action::PageUp);
        read(&mut window, 1_000_000, |_| true, PAGE);
        assert_eq!(window.selected(), Some(&999_980));
        window.act(Action::Top);
        read(&mut window, 1_000_000, |_| true, PAGE);
        assert_eq!((window.selected(), window.position().0), (Some(&0), Some(1)));
    }

    #[test]
    fn a_list_can_be_read_from_its_middle() {
        let mut window = Window::default();
        window.begin_at(4_321);
        read(&mut window, 10_000, |_| true, PAGE);
        assert_eq!(window.selected(), Some(&4_321));
        window.act(Action::Up);
        assert_eq!(window.selected(), Some(&4_320));
        window.act(Action::Down);
        window.act(Action::Down);
        assert_eq!((window.selected(), window.position()), (Some(&4_322), (None, None)));
        window.act(Action::Top);
        read(&mut window, 10_000, |_| true, PAGE);
        assert_eq!((window.selected(), window.position().0), (Some(&0), Some(1)));
        window.begin_at(30);
        read(&mut window, 40, |_| true, PAGE);
        assert_eq!(window.position(), (Some(31), Some(40)));
    }

    #[test]
    fn rows_that_do_not_pass_are_looked_at_once() {
        let mut window = Window::default();
        read(&mut window, 100_000, |row| row % 1000 == 7, PAGE);
        assert_eq!(window.len(), 100);
        assert_eq!(window.position(), (Some(1), Some(100)));
        window.act(Action::Bottom);
        assert_eq!(window.selected(), Some(&99_007));
        read(&mut window, 0, |_| true, PAGE);
        assert_eq!(window.len(), 100);
    }

    #[test]
    fn an_empty_list_wants_nothing_once_it_was_read() {
        for action in [Action::Top, Action::Bottom] {
            let mut window = Window::<u64>::default();
            window.act(action);
            read(&mut window, 0, |_| true, PAGE);
            assert!(window.is_empty() && window.position() == (None, Some(0)) || action == Action::Bottom);
        }
    }
}
