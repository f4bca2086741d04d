//! What is drawn of the graph: the symbol in the middle, and what was unfolded to either side.

mod steps;

use crate::model::{EdgeId, NodeId};
use crate::tui::data::graph::{Branch, Kind, Leaf, Side};

/// Something that can be selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Item {
    /// A node, by its place in the web; 0 is the one in the middle.
    Node(usize),
    /// What else there is on a side of a node.
    More(usize, Side),
}

/// What is to be read: a page of what stands on a side of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// The node.
    pub node: usize,
    /// Its symbol.
    pub symbol: NodeId,
    /// The side.
    pub side: Side,
    /// Where the page begins.
    pub after: Option<EdgeId>,
}

/// How far a side of a node is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Known {
    #[default]
    Unread,
    Reading,
    Read,
    Failed(String),
}

/// A side of a node.
#[derive(Debug, Clone, Default)]
struct End {
    known: Known,
    is_open: bool,
    children: Vec<usize>,
    next: Option<EdgeId>,
    /// How often more was asked for.
    turns: usize,
}

#[derive(Debug, Clone)]
struct Node {
    leaf: Leaf,
    parent: usize,
    side: Option<Side>,
    left: End,
    right: End,
}

/// What is drawn.
#[derive(Debug, Clone)]
pub struct Web {
    nodes: Vec<Node>,
    /// Which edges it follows.
    pub kind: Kind,
    /// What is selected.
    pub selected: Item,
    /// How many of a side's nodes are shown at once, and by how many more.
    pub room: usize,
}

impl Web {
    /// A web around a symbol, of which nothing is read yet.
    pub fn around(leaf: Leaf, kind: Kind) -> Web {
        let mut web = Web { nodes: Vec::new(), kind, selected: Item::Node(0), room: 6 };
        web.add(leaf, 0, None);
        web
    }

    fn add(&mut self, leaf: Leaf, parent: usize, side: Option<Side>) -> usize {
        self.nodes.push(Node { leaf, parent, side, left: End::default(), right: End::default() });
        self.nodes.len() - 1
    }

    fn end(&self, node: usize, side: Side) -> Option<&End> {
        let node = self.nodes.get(node)?;
        Some(if side == Side::Left { &node.left } else { &node.right })
    }

    fn end_mut(&mut self, node: usize, side: Side) -> Option<&mut End> {
        let node = self.nodes.get_mut(node)?;
        Some(if side == Side::Left { &mut node.left } else { &mut node.right })
    }

    /// What a node stands for.
    pub fn leaf(&self, node: usize) -> Option<&Leaf> {
        self.nodes.get(node).map(|node| &node.leaf)
    }

    /// On which side of the middle an item is; `None` for the middle itself.
    pub fn side(&self, item: Item) -> Option<Side> {
        match item {
            Item::Node(node) => self.nodes.get(node)?.side,
            Item::More(_, side) => Some(side),
        }
    }

    /// What the selected item stands for.
    pub fn selected_leaf(&self) -> Option<&Leaf> {
        match self.selected {
            Item::Node(node) => self.leaf(node),
            Item::More(..) => None,
        }
    }

    /// What is shown on a side of a node, as far as that is unfolded.
    pub fn shown(&self, node: usize, side: Side) -> Vec<Item> {
        let Some(end) = self.end(node, side).filter(|end| end.is_open) else { return Vec::new() };
        let mut items: Vec<Item> =
            end.children.iter().take(self.limit(end)).map(|child| Item::Node(*child)).collect();
        if !self.rest(node, side).is_empty() {
            items.push(Item::More(node, side));
        }
        items
    }

    fn limit(&self, end: &End) -> usize {
        self.room.saturating_mul(end.turns + 1)
    }

    /// What is said of what is not shown on a side: `37 more`. Empty where all is shown.
    pub fn rest(&self, node: usize, side: Side) -> String {
        let Some(end) = self.end(node, side) else { return String::new() };
        let hidden = end.children.len().saturating_sub(self.limit(end));
        match (&end.known, hidden, end.next) {
            (Known::Reading, 0, _) => "reading \u{2026}".to_owned(),
            (Known::Failed(why), ..) => why.clone(),
            (_, 0, None) => String::new(),
            (_, hidden, None) => format!("{hidden} more"),
            (_, 0, Some(_)) => "more".to_owned(),
            (_, hidden, Some(_)) => format!("{hidden}+ more"),
        }
    }

    /// The sides of nodes that are being read.
    pub fn open_questions(&self) -> Vec<(usize, Side)> {
        let is_open =
            |node: &usize, side| self.end(*node, side).is_some_and(|end| end.known == Known::Reading);
        let nodes = 0..self.nodes.len();
        nodes
            .flat_map(|node| Side::BOTH.map(|side| (node, side)))
            .filter(|(node, side)| is_open(node, *side))
            .collect()
    }

    /// How a node can be unfolded, as a sign: nothing is there (0 columns), folded, unfolded.
    pub fn sign(&self, node: usize) -> &'static str {
        let Some(side) = self.side(Item::Node(node)) else { return "" };
        let Some(end) = self.end(node, side) else { return "" };
        let is_symbol = self.leaf(node).is_some_and(|leaf| leaf.symbol.is_some());
        match (&end.known, end.is_open, side) {
            _ if !is_symbol => "",
            (Known::Read, ..) if end.children.is_empty() => "",
            _ if self.comes_around(node) => "\u{21bb}",
            (_, true, _) => "\u{25be}",
            (_, false, Side::Left) => "\u{25c2}",
            (_, false, Side::Right) => "\u{25b8}",
        }
    }

    /// Whether the same symbol stands nearer to the middle on the way to a node.
    fn comes_around(&self, node: usize) -> bool {
        let Some(leaf) = self.leaf(node) else { return false };
        let mut at = node;
        while at != 0 {
            at = self.nodes.get(at).map_or(0, |node| node.parent);
            if self.leaf(at).is_some_and(|other| other.is_same(leaf)) {
                return true;
            }
        }
        false
    }

    /// Puts a page where it belongs.
    pub fn put(&mut self, node: usize, side: Side, branch: Result<Branch, String>) {
        let branch = match branch {
            Ok(branch) => branch,
            Err(why) => {
                if let Some(end) = self.end_mut(node, side) {
                    end.known = Known::Failed(why);
                }
                return;
            }
        };
        let mut children = self.end(node, side).map(|end| end.children.clone()).unwrap_or_default();
        for leaf in branch.leaves {
            let same =
                children.iter().copied().find(|child| self.leaf(*child).is_some_and(|o| o.is_same(&leaf)));
            match same.and_then(|child| self.nodes.get_mut(child)) {
                Some(child) => child.leaf.uses += leaf.uses,
                None => {
                    let child = self.add(leaf, node, Some(side));
                    children.push(child);
                }
            }
        }
        if let Some(end) = self.end_mut(node, side) {
            (end.children, end.next, end.known) = (children, branch.next, Known::Read);
        }
        if !self.is_shown(self.selected) {
            self.selected = self.shown(node, side).last().copied().unwrap_or(Item::Node(node));
        }
    }

    /// Selects what is shown with a text in its name, whatever the case.
    pub fn seek(&mut self, text: &str) {
        let wanted = text.to_lowercase();
        let fits = |item: &Item| match item {
            Item::Node(node) => {
                self.leaf(*node).is_some_and(|leaf| leaf.name.to_lowercase().contains(&wanted))
            }
            Item::More(..) => false,
        };
        if let Some((item, _)) = self.rows().into_iter().find(|(item, _)| !wanted.is_empty() && fits(item)) {
            self.selected = item;
        }
    }

    /// Whether an item can be seen where everything above it is unfolded.
    fn is_shown(&self, item: Item) -> bool {
        match item {
            Item::Node(_) => true,
            Item::More(node, side) => self.shown(node, side).contains(&item),
        }
    }

    /// Everything that is shown, as an indented tree: what comes from the left, the middle, what is to the right.
    pub fn rows(&self) -> Vec<(Item, usize)> {
        let mut rows = Vec::new();
        self.rows_below(0, Side::Left, 1, &mut rows);
        rows.push((Item::Node(0), 0));
        self.rows_below(0, Side::Right, 1, &mut rows);
        rows
    }

    fn rows_below(&self, node: usize, side: Side, depth: usize, rows: &mut Vec<(Item, usize)>) {
        for item in self.shown(node, side) {
            rows.push((item, depth));
            if let Item::Node(child) = item {
                self.rows_below(child, side, depth + 1, rows);
            }
        }
    }

    /// How many nodes a side of the middle has, as far as they are read, and whether there are more.
    pub fn count(&self, side: Side) -> Option<(usize, bool)> {
        let end = self.end(0, side).filter(|end| end.known == Known::Read || !end.children.is_empty())?;
        Some((end.children.len(), end.next.is_some()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Spot;
    use crate::model::SymbolKind;

    fn spot(id: i64) -> Spot {
        let name = format!("f{id}");
        Spot { id: NodeId(id), name, kind: SymbolKind::Function, path: "a.rs".to_owned(), line: 1, column: 0 }
    }

    fn branch(ids: std::ops::Range<i64>, next: Option<i64>) -> Branch {
        Branch { leaves: ids.map(|id| Leaf::from(&spot(id))).collect(), next: next.map(EdgeId) }
    }

    fn name(web: &Web) -> String {
        match web.selected {
            Item::Node(node) => web.leaf(node).unwrap().name.clone(),
            Item::More(node, side) => web.rest(node, side),
        }
    }

    #[test]
    fn a_thousand_callers_are_some_and_a_number() {
        let mut web = Web::around(Leaf::from(&spot(0)), Kind::Calls);
        assert!(web.open(0, Side::Left).is_some());
        assert_eq!(web.rest(0, Side::Left), "reading \u{2026}");
        assert_eq!(web.open(0, Side::Left), None, "it is being read");
        web.put(0, Side::Left, Ok(branch(1..51, Some(7))));
        assert_eq!(web.shown(0, Side::Left).len(), 7);
        assert_eq!(web.rest(0, Side::Left), "44+ more");
        web.selected = Item::More(0, Side::Left);
        assert_eq!(web.step(Side::Left), None, "enough is there");
        assert_eq!((name(&web).as_str(), web.rest(0, Side::Left).as_str()), ("f7", "38+ more"));
        for _ in 0..6 {
            web.more(0, Side::Left);
        }
        web.selected = Item::More(0, Side::Left);
        let need = web.more(0, Side::Left).unwrap();
        assert_eq!(need.after, Some(EdgeId(7)), "what was read is shown");
        assert_eq!(web.more(0, Side::Left), None, "it is being read");
        web.put(0, Side::Left, Ok(branch(49..55, None)));
        assert_eq!(web.rest(0, Side::Left), "");
        assert_eq!(web.count(Side::Left), Some((54, false)), "two came twice");
        assert_eq!(name(&web), "f49", "the first that was not shown");
    }

    #[test]
    fn steps_unfold_and_fold() {
        let mut web = Web::around(Leaf::from(&spot(0)), Kind::Calls);
        web.open(0, Side::Right);
        web.put(0, Side::Right, Ok(branch(1..3, None)));
        assert_eq!(web.step(Side::Right), None);
        assert_eq!(name(&web), "f1");
        assert_eq!(web.sign(1), "\u{25b8}");
        let need = web.step(Side::Right).unwrap();
        assert_eq!((need.symbol, need.side), (NodeId(1), Side::Right));
        web.put(need.node, need.side, Ok(branch(0..1, None)));
        web.step(Side::Right);
        assert_eq!((name(&web).as_str(), web.sign(3)), ("f0", "\u{21bb}"));
        web.step(Side::Left);
        assert_eq!(name(&web), "f1");
        web.step(Side::Left);
        assert_eq!((name(&web).as_str(), web.rows().len()), ("f1", 3), "folded");
        web.step(Side::Left);
        assert_eq!(name(&web), "f0");
        // Nothing is there: it looks folded, and the way back is one step.
        web.selected = Item::Node(2);
        let need = web.step(Side::Right).unwrap();
        web.put(need.node, need.side, Ok(Branch::default()));
        assert_eq!(web.sign(2), "");
        web.step(Side::Left);
        assert_eq!(web.selected, Item::Node(0));
    }

    #[test]
    fn what_cannot_be_read_says_why_and_is_asked_again() {
        let mut web = Web::around(Leaf::from(&spot(0)), Kind::Calls);
        web.open(0, Side::Right);
        web.put(0, Side::Right, Err("it is damaged".to_owned()));
        assert_eq!(web.rest(0, Side::Right), "it is damaged");
        assert!(web.open(0, Side::Right).is_some());
    }
}
