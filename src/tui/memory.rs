//! What the explorer remembers of a database from one start to the next.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::data::place::Place;

/// Bookmarks that are kept.
const MOST_BOOKMARKS: usize = 200;
/// Visited places that are kept.
const MOST_VISITED: usize = 100;
/// Texts that were searched for that are kept.
const MOST_SEARCHES: usize = 50;
/// The longest text that is kept, in bytes.
const LONGEST: usize = 4 << 10;

/// A place by what stays the same when the sources are indexed again: no ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// The file's path, as the database writes it.
    pub path: String,
    /// The symbol's qualified name, or empty.
    #[serde(default)]
    pub label: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in bytes, from 0.
    #[serde(default)]
    pub column: u32,
}

impl Spot {
    fn is_at(&self, other: &Spot) -> bool {
        (&self.path, &self.label) == (&other.path, &other.label)
            && (!self.label.is_empty() || self.line == other.line)
    }

    fn fits(&self) -> bool {
        self.path.len() <= LONGEST && self.label.len() <= LONGEST
    }
}

impl From<&Place> for Spot {
    fn from(place: &Place) -> Spot {
        let Place { path, label, line, column, .. } = place;
        Spot { path: path.clone(), label: label.clone(), line: *line, column: *column }
    }
}

impl From<&Spot> for Place {
    /// A place that is yet to be found in the database.
    fn from(spot: &Spot) -> Place {
        let Spot { path, label, line, column } = spot.clone();
        Place { file: None, path, symbol: None, label, line, column }
    }
}

/// What is remembered of a database.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// The name of the screen that was shown last.
    pub screen: String,
    /// Where the user was in it.
    pub here: Option<Spot>,
    /// The name of the tab of the detail pane in Explore.
    pub tab: String,
    /// What was searched or filtered for, newest first.
    pub searches: VecDeque<String>,
    /// Bookmarks, newest first.
    pub bookmarks: VecDeque<Spot>,
    /// Places that were gone to, newest first.
    pub visited: VecDeque<Spot>,
    /// Where the borders between panes are that were moved: by screen and border, thousandths that what is left of
    /// it, or above it, has.
    pub panes: BTreeMap<String, BTreeMap<String, u16>>,
    /// How the tables of measures were left.
    pub metrics: Measures,
}

/// How the tables of measures were left.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Measures {
    /// Whether that of files was shown.
    pub files_shown: bool,
    /// The table of symbols.
    pub symbols: Table,
    /// The table of files.
    pub files: Table,
}

/// How a table was left.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Table {
    /// The column by which it was sorted; empty where it was not touched.
    pub sort: String,
    /// Whether from the smallest to the largest.
    pub is_ascending: bool,
    /// The column that the user was at.
    pub column: String,
    /// What was selected.
    pub selected: Option<Spot>,
}

impl Memory {
    /// Makes a bookmark of a place, or takes the one away that is there; `true` where there is one now.
    pub fn toggle_bookmark(&mut self, place: &Place) -> bool {
        let spot = Spot::from(place);
        let before = self.bookmarks.len();
        self.bookmarks.retain(|other| !other.is_at(&spot));
        let is_new = self.bookmarks.len() == before && spot.fits();
        if is_new {
            put_first(&mut self.bookmarks, spot, MOST_BOOKMARKS);
        }
        is_new
    }

    /// Notes that a place was gone to.
    pub fn visit(&mut self, place: &Place) {
        let spot = Spot::from(place);
        self.visited.retain(|other| !other.is_at(&spot));
        if spot.fits() {
            put_first(&mut self.visited, spot, MOST_VISITED);
        }
    }

    /// Notes that something was searched for.
    pub fn searched(&mut self, text: &str) {
        if text.is_empty() || text.len() > LONGEST {
            return;
        }
        self.searches.retain(|other| other != text);
        put_first(&mut self.searches, text.to_owned(), MOST_SEARCHES);
    }
}

fn put_first<T>(list: &mut VecDeque<T>, item: T, most: usize) {
    list.push_front(item);
    list.truncate(most);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(label: &str, line: u32) -> Place {
        Place { file: None, path: "a.rs".into(), symbol: None, label: label.into(), line, column: 2 }
    }

    #[test]
    fn a_bookmark_is_of_a_symbol_wherever_its_line_is() {
        let mut memory = Memory::default();
        assert!(memory.toggle_bookmark(&place("A::b", 3)));
        assert!(memory.toggle_bookmark(&place("", 3)));
        assert!(memory.toggle_bookmark(&place("", 4)));
        assert!(!memory.toggle_bookmark(&place("A::b", 9)));
        assert!(!memory.toggle_bookmark(&place("", 4)));
        let kept: Vec<u32> = memory.bookmarks.iter().map(|spot| spot.line).collect();
        assert_eq!(kept, [3]);
    }

    #[test]
    fn what_was_visited_last_comes_first_and_once() {
        let mut memory = Memory::default();
        for line in 1..=300 {
            memory.visit(&place("", line));
        }
        memory.visit(&place("", 250));
        assert_eq!(memory.visited.len(), MOST_VISITED);
        let first: Vec<u32> = memory.visited.iter().take(3).map(|spot| spot.line).collect();
        assert_eq!(first, [250, 300, 299]);
    }

    #[test]
    fn it_is_written_down_and_read_again() {
        let mut memory = Memory { screen: "Explore".into(), ..Memory::default() };
        memory.toggle_bookmark(&place("A", 1));
        memory.searched("x\n\u{1b}");
        memory.here = Some(Spot::from(&place("A", 1)));
        memory.panes.entry("Explore".into()).or_default().insert("tree".into(), 230);
        memory.metrics.symbols.selected = memory.here.clone();
        let text = toml::to_string(&memory).unwrap();
        assert_eq!(toml::from_str::<Memory>(&text).unwrap(), memory);
        assert_eq!(toml::from_str::<Memory>("").unwrap(), Memory::default());
    }
}
