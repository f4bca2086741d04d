//! What is drawn of the graph: the symbol in the middle, and what was unfolded to either side.

mod steps;

use crate::model::{EdgeId, NodeId};
use crate::tui::data::graph::{Branch, Extent, Kind, Leaf, Side};
use crate::tui::text;

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
    /// How much there is, where that was counted.
    extent: Option<Extent>,
    /// How often more was asked for.
    turns: usize,
}

impl End {
    /// How much there is as far as that is known, and whether that is all.
    fn count(&self) -> (usize, bool) {
        let here = self.children.len();
        match self.extent.filter(|_| self.next.is_some()) {
            Some(Extent { things, is_all }) => (things.max(here), is_all),
            None => (here, self.next.is_none()),
        }
    }

    /// Whether there is more than is read, and nobody knows how much.
    fn is_uncounted(&self) -> bool {
        self.next.is_some() && self.extent.is_none()
    }
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
        let (count, is_all) = end.count();
        let hidden = end.children.len().saturating_sub(self.limit(end));
        let all_hidden = count.saturating_sub(self.limit(end).min(end.children.len())) as u64;
        match (&end.known, hidden) {
            (Known::Reading, 0) => "reading \u{2026}".to_owned(),
            (Known::Failed(why), _) => why.clone(),
            (_, 0) if end.next.is_none() => String::new(),
            _ if is_all => format!("{} more", text::grouped(all_hidden)),
            _ if all_hidden == 0 => "more".to_owned(),
            _ => format!("{}+ more", text::grouped(all_hidden)),
        }
    }

    /// The sides of nodes that are being read or counted.
    pub fn open_questions(&self) -> Vec<(usize, Side)> {
        let is_open = |node: &usize, side| {
            let end = self.end(*node, side);
            end.is_some_and(|end| end.known == Known::Reading || end.is_uncounted())
        };
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

    /// How many nodes a side of the middle has, as far as they are read or counted, and whether these are all.
    pub fn count(&self, side: Side) -> Option<(usize, bool)> {
        let end = self.end(0, side).filter(|end| end.known == Known::Read || !end.children.is_empty())?;
        Some(end.count())
    }

    /// Whether it is known how much there is on a side of a node.
    pub fn is_counted(&self, node: usize, side: Side) -> bool {
        self.end(node, side).is_some_and(|end| end.extent.is_some())
    }

    /// Notes how much there is on a side of a node.
    pub fn put_extent(&mut self, node: usize, side: Side, extent: Extent) {
        if let Some(end) = self.end_mut(node, side) {
            end.extent = Some(extent);
        }
    }
}

#[cfg(test)]
mod tests;
