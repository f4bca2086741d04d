//! Control flow as boxes and lines for other programs.

use super::FlowView;
use crate::export::drawing::{Drawing, DrawnBox, DrawnLine};
use crate::tui::exporting::Export;
use crate::tui::text;

/// Columns of a box, and rows from a box to the next.
const WIDTH: i32 = 56;
const PITCH: i32 = 4;

impl FlowView {
    /// The blocks and the ways between them; `None` where none are here.
    pub fn export(&self) -> Option<Export> {
        let flow = &self.shown()?.flow;
        let boxes = flow.blocks.iter().enumerate().map(|(at, block)| {
            let all = format!("{at} {}  {}", block.kind, block.text);
            DrawnBox {
                label: text::fit(&all, WIDTH as usize - 2),
                note: format!("{all} (line {})", block.line),
                y: i32::try_from(at).unwrap_or(i32::MAX / PITCH).saturating_mul(PITCH),
                width: WIDTH,
                height: 2,
                is_middle: at == 0,
                ..DrawnBox::default()
            }
        });
        let lines = flow.ways.iter().map(|way| DrawnLine {
            from: way.from,
            to: way.to,
            label: if way.kind == "fallthrough" { String::new() } else { way.kind.clone() },
            is_dashed: false,
        });
        let name = self.place.as_ref().map_or("", |place| place.label.as_str());
        let title = format!("control flow of {name}");
        Some(Export::drawing("flow", Drawing { title, boxes: boxes.collect(), lines: lines.collect() }))
    }
}
