//! The places that were visited, to walk back and forward like in a browser.

use crate::tui::data::place::Place;

/// Places that are remembered.
const LONGEST: usize = 200;

/// The trail.
#[derive(Debug, Clone, Default)]
pub struct Trail {
    behind: Vec<Place>,
    ahead: Vec<Place>,
}

impl Trail {
    /// Notes that `from` is left for somewhere new.
    pub fn leave(&mut self, from: Place) {
        self.ahead.clear();
        if self.behind.last() != Some(&from) {
            self.behind.push(from);
        }
        if self.behind.len() > LONGEST {
            self.behind.remove(0);
        }
    }

    /// Whether there is something to step back to.
    pub fn can_go_back(&self) -> bool {
        !self.behind.is_empty()
    }

    /// Whether there is something to step forward to.
    pub fn can_go_forward(&self) -> bool {
        !self.ahead.is_empty()
    }

    /// A step back from `here`; `None` at the start.
    pub fn back(&mut self, here: Option<Place>) -> Option<Place> {
        let place = self.behind.pop()?;
        self.ahead.extend(here);
        Some(place)
    }

    /// A step forward from `here`; `None` at the end.
    pub fn forward(&mut self, here: Option<Place>) -> Option<Place> {
        let place = self.ahead.pop()?;
        self.behind.extend(here);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(line: u32) -> Place {
        Place { file: None, path: "a.rs".into(), symbol: None, label: String::new(), line, column: 0 }
    }

    #[test]
    fn back_and_forward_walk_the_same_way() {
        let mut trail = Trail::default();
        trail.leave(place(1));
        trail.leave(place(2));
        assert_eq!(trail.back(Some(place(3))), Some(place(2)));
        assert_eq!(trail.back(Some(place(2))), Some(place(1)));
        assert_eq!(trail.back(Some(place(1))), None);
        assert_eq!(trail.forward(Some(place(1))), Some(place(2)));
        trail.leave(place(2));
        assert_eq!(trail.forward(None), None);
        assert_eq!(trail.back(None), Some(place(2)));
    }
}
