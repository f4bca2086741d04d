//! Walking through what was searched for before.

use std::collections::VecDeque;

/// Where one is among what was searched for: from 1, newest first; 0 for what is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recall(usize);

impl Recall {
    /// Goes to the text before the one that is shown, or with -1 to the one after it, and gives it: empty where that is
    /// what was to be typed. `None` where there is no other.
    pub fn step<'s>(&mut self, searches: &'s VecDeque<String>, by: isize) -> Option<&'s str> {
        let to = self.0.saturating_add_signed(by).min(searches.len());
        if to == self.0 {
            return None;
        }
        self.0 = to;
        Some(to.checked_sub(1).and_then(|at| searches.get(at)).map_or("", String::as_str))
    }

    /// Whether a text from before is shown.
    pub fn is_on(self) -> bool {
        self.0 > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_walks_back_and_forward_and_not_further() {
        let searches: VecDeque<String> = ["new", "old"].map(str::to_owned).into();
        let mut recall = Recall::default();
        assert_eq!(recall.step(&searches, -1), None);
        assert_eq!([recall.step(&searches, 1), recall.step(&searches, 1)], [Some("new"), Some("old")]);
        assert_eq!(recall.step(&searches, 1), None);
        assert_eq!([recall.step(&searches, -1), recall.step(&searches, -1)], [Some("new"), Some("")]);
        assert!(!recall.is_on());
    }
}
