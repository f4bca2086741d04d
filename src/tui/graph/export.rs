//! What the screen shows as an export: the graph and control flow as boxes and lines, a list as a table.

use super::list::Subject;
use super::web::{Item, Web};
use super::{Graph, Shows, layout};
use crate::export::drawing::{Drawing, DrawnBox, DrawnLine};
use crate::export::sheet::Cell;
use crate::model::Certainty;
use crate::source::Roots;
use crate::tui::data::graph::{Leaf, Side};
use crate::tui::data::reach::Row;
use crate::tui::data::relations::Sureness;
use crate::tui::exporting::Export;
use crate::tui::services::Services;
use crate::tui::text;

/// Columns of a box, and from a box to the next.
const WIDTH: i32 = 34;
const PITCH: i32 = 44;

impl Graph {
    pub(super) fn drawn_or_listed(&self, services: &Services) -> Result<Export, &'static str> {
        match self.shows {
            Shows::List(subject) => self.listed(subject, &services.roots),
            Shows::Flow => self.flow.export().ok_or("there is no control flow here to export"),
            Shows::Boxes | Shows::Tree => {
                let web = self.web.as_ref().ok_or("there is no graph here to export")?;
                Ok(Export::drawing("graph", drawing(web, &services.roots)))
            }
        }
    }

    fn listed(&self, subject: Subject, roots: &Roots) -> Result<Export, &'static str> {
        if self.lists.note(subject).is_some() {
            return Err("the list is not here yet");
        }
        let mut group = Cell::Nothing;
        let mut rows = Vec::new();
        for row in self.lists.rows(subject) {
            match row {
                Row::Heading(heading, _) => group = roots.relative(heading).to_owned().into(),
                Row::Spot(spot, said) => rows.push(vec![
                    group.clone(),
                    spot.name.clone().into(),
                    spot.kind.label().to_owned().into(),
                    roots.relative(&spot.path).to_owned().into(),
                    i64::from(spot.line).into(),
                    if said.is_empty() { Cell::Nothing } else { said.clone().into() },
                ]),
                Row::Note(_) => {}
            }
        }
        let name = match subject {
            Subject::Starts => "starts",
            Subject::Ways => "ways",
            Subject::Impact => "impact",
            Subject::Cycles => "cycles",
            Subject::Unreached => "unreached",
        };
        let columns = ["group", "symbol", "kind", "path", "line", "note"];
        Ok(Export::of_rows(self.lists.title(subject), name, &columns, rows))
    }
}

/// What is unfolded of the graph. Edges lead to the right.
fn drawing(web: &Web, roots: &Roots) -> Drawing {
    let plane = layout::plane(web);
    let boxes = plane.boxes.iter().map(|placed| {
        let place = DrawnBox {
            x: placed.column.saturating_mul(PITCH),
            y: placed.row,
            width: WIDTH,
            height: layout::BOX - 1,
            ..DrawnBox::default()
        };
        match placed.item {
            Item::More(node, side) => DrawnBox { label: web.rest(node, side), is_faint: true, ..place },
            Item::Node(node) => {
                let Some(leaf) = web.leaf(node) else { return place };
                let path = format!("{}:{}", roots.relative(&leaf.place.path), leaf.place.line);
                DrawnBox {
                    label: text::fit_name(&leaf.name, WIDTH as usize - 2),
                    note: format!("{}, {path}", leaf.name),
                    is_middle: node == 0,
                    ..place
                }
            }
        }
    });
    let at = |column: i32, row: i32| {
        plane.boxes.iter().position(|placed| placed.column == column && placed.row == row)
    };
    let mut lines = Vec::new();
    for fan in &plane.fans {
        let Some(near) = at(fan.column, fan.row) else { continue };
        let beside = fan.column + if fan.side == Side::Left { -1 } else { 1 };
        for far in fan.rows.iter().filter_map(|row| at(beside, *row)) {
            let (from, to) = if fan.side == Side::Left { (far, near) } else { (near, far) };
            let leaf = match plane.boxes.get(far).map(|placed| placed.item) {
                Some(Item::Node(node)) => web.leaf(node),
                _ => None,
            };
            lines.push(DrawnLine { from, to, label: uses(leaf), is_dashed: leaf.is_some_and(is_guess) });
        }
    }
    let name = web.leaf(0).map_or("", |leaf| leaf.name.as_str());
    Drawing { title: format!("{} of {name}", web.kind.title()), boxes: boxes.collect(), lines }
}

/// How many edges a line stands for, where that is more than one.
fn uses(leaf: Option<&Leaf>) -> String {
    leaf.filter(|leaf| leaf.uses > 1).map(|leaf| format!("\u{d7}{}", leaf.uses)).unwrap_or_default()
}

/// Whether it is known by a name alone, or not at all.
fn is_guess(leaf: &Leaf) -> bool {
    matches!(leaf.sureness, Sureness::Unresolved | Sureness::Known(Certainty::UniqueName))
}
