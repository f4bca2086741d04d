//! Drawing control flow: blocks and lanes, and the source in which the selected block is marked.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::{FlowView, Lane, Shown};
use crate::tui::data::flow::{Block, Way};
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::code::Overlay;
use crate::tui::widgets::strokes::{self, Strokes};
use crate::tui::widgets::{lines, pane};

/// Rows from a block to the next: three of the box, and one for the ways out of it.
const PITCH: i32 = 4;
/// Columns of a lane.
const LANE: i32 = 2;
/// What is said where there is nothing to draw.
const NONE: &str = "The database keeps no control flow of this symbol.";

impl FlowView {
    /// Where the selected block is among all, and how many the filter lets through, for a pane's foot.
    pub fn note(&self) -> String {
        let position = pane::position(self.list.selected, self.len());
        if self.filter.is_empty() || position.is_empty() {
            return position;
        }
        format!("{position}, {} hold it", self.passing().len())
    }

    /// Draws the blocks, or why there are none.
    pub fn draw(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let count = self.len();
        self.list.view(count, usize::from(area.height) / PITCH as usize);
        let passing = self.passing();
        match (self.found.note(), self.shown()) {
            (Some(note), _) => pane::paragraph(area, buffer, note, theme.dim),
            (None, None) => pane::paragraph(area, buffer, NONE, theme.dim),
            (None, Some(shown)) => {
                let boxes = Boxes::of(shown, self.list.selected, area);
                boxes.draw(shown, (self.list.selected, &passing), buffer, theme);
            }
        }
    }

    /// The block that is drawn at a line of the area.
    pub fn block_at(&self, line: usize, height: usize) -> Option<usize> {
        let at = (top(self.len(), self.list.selected, i32::try_from(height).ok()?) + line as i32) / PITCH;
        usize::try_from(at).ok().filter(|at| *at < self.len())
    }
}

/// The first row that is seen of so many blocks, one of which is selected.
fn top(count: usize, selected: usize, height: i32) -> i32 {
    let all = count as i32 * PITCH - 1;
    let row = selected as i32 * PITCH + 1;
    if all <= height { 0 } else { (row - height / 2).clamp(0, all - height) }
}

/// Where the boxes stand.
struct Boxes {
    area: Rect,
    /// The first row that is seen.
    top: i32,
    /// The columns of their left and right edges.
    left: i32,
    right: i32,
    /// How many lanes there is room for, to the left and to the right: what would run in others is told in words alone.
    fitting: [usize; 2],
}

/// What is drawn of a block.
struct Drawn<'s> {
    block: &'s Block,
    /// The ways out of it.
    ways: Vec<&'s Way>,
    /// Whether some of them run in lanes to the left, and to the right.
    leaves: [bool; 2],
    /// Whether it is told in words.
    is_told: bool,
}

impl Boxes {
    fn of(shown: &Shown, selected: usize, area: Rect) -> Boxes {
        // Lanes take a half of the pane at most.
        let most = (usize::from(area.width) / 4).saturating_sub(1) / LANE as usize;
        let fitting =
            |lanes: &Vec<Lane>| lanes.iter().map(|lane| lane.column + 1).max().unwrap_or(0).min(most);
        let fitting = shown.lanes.each_ref().map(fitting);
        let [left, right] = fitting.map(|count| count as i32 * LANE + i32::from(count > 0));
        let top = top(shown.flow.blocks.len(), selected, i32::from(area.height));
        Boxes { area, top, left, right: i32::from(area.width) - 1 - right, fitting }
    }

    /// Draws blocks and lanes. Of the blocks one is selected, and only those in `passing` are told in words.
    fn draw(
        &self,
        shown: &Shown,
        (selected, passing): (usize, &[usize]),
        buffer: &mut Buffer,
        theme: &Theme,
    ) {
        let (first, last) = (self.top / PITCH, (self.top + i32::from(self.area.height)) / PITCH + 1);
        for at in first.max(0)..last.min(shown.flow.blocks.len() as i32) {
            let at = at as usize;
            if let Some(block) = shown.flow.blocks.get(at) {
                let ways: Vec<&Way> = shown.flow.ways.iter().filter(|way| way.from == at).collect();
                let is_left = |lanes: &Vec<&Lane>| lanes.iter().any(|lane| lane.from.contains(&at));
                let leaves = self.lanes(shown).each_ref().map(is_left);
                let drawn = Drawn { block, ways, leaves, is_told: passing.binary_search(&at).is_ok() };
                self.block(at, &drawn, at == selected, buffer, theme);
            }
        }
        // What is at the selected block is drawn last, over what only runs by.
        for is_marked in [false, true] {
            let style: Style = if is_marked { theme.border_focused.into() } else { theme.border.into() };
            for (lanes, is_back) in self.lanes(shown).into_iter().zip([false, true]) {
                for lane in lanes {
                    let is_wanted = |from| (from == selected || lane.to == selected) == is_marked;
                    self.lane(lane, is_back, is_wanted, buffer, style);
                }
            }
        }
    }

    /// The lanes that there is room for, to the left and to the right.
    fn lanes<'s>(&self, shown: &'s Shown) -> [Vec<&'s Lane>; 2] {
        let [left, right] = &shown.lanes;
        let fitting = |lanes: &'s Vec<Lane>, most: usize| lanes.iter().filter(|l| l.column < most).collect();
        [fitting(left, self.fitting[0]), fitting(right, self.fitting[1])]
    }

    /// Draws the ways of a lane whose blocks are wanted: out of the foot of the one, into the middle of the other.
    fn lane(
        &self,
        lane: &Lane,
        is_back: bool,
        is_wanted: impl Fn(usize) -> bool,
        buffer: &mut Buffer,
        style: Style,
    ) {
        let away = (lane.column as i32 + 1) * LANE;
        let (edge, x) =
            if is_back { (self.right + 1, self.right + away) } else { (self.left - 1, self.left - away) };
        let into = lane.to as i32 * PITCH + 1;
        let mut lines = Strokes::default();
        for from in lane.from.iter().filter(|from| is_wanted(**from)) {
            let out = *from as i32 * PITCH + 2;
            lines.horizontal(out, edge, x);
            lines.vertical(x, out, into);
            lines.horizontal(into, x, edge);
        }
        if lane.from.iter().any(|from| is_wanted(*from)) {
            lines.draw(self.area, (0, self.top), buffer, style);
            let arrow = if is_back { "\u{25c2}" } else { "\u{25b8}" };
            if let Some((x, y)) = strokes::cell(self.area, (0, self.top), (edge, into)) {
                buffer.set_string(x, y, arrow, style);
            }
        }
    }

    fn block(&self, at: usize, drawn: &Drawn<'_>, is_selected: bool, buffer: &mut Buffer, theme: &Theme) {
        let Drawn { block, ways, leaves, is_told } = drawn;
        let top = at as i32 * PITCH;
        let mut lines = Strokes::default();
        for row in [top, top + 2] {
            lines.horizontal(row, self.left, self.right);
        }
        for column in [self.left, self.right] {
            lines.vertical(column, top, top + 2);
        }
        for (edge, _) in [self.left - 1, self.right].into_iter().zip(leaves).filter(|(_, leaves)| **leaves) {
            lines.horizontal(top + 2, edge, edge + 1);
        }
        let border: Style = if is_selected { theme.border_focused.into() } else { theme.border.into() };
        lines.draw(self.area, (0, self.top), buffer, border);
        let width = u16::try_from(self.right - self.left - 1).unwrap_or(0);
        let line = |row: i32| {
            let (x, y) = strokes::cell(self.area, (0, self.top), (self.left + 1, row))?;
            Some(Rect { x, y, width, height: 1 })
        };
        if let Some(inside) = line(top + 1) {
            let style = pane::selection(is_selected, true, theme);
            let mut left = vec![Span::styled(format!(" {at} "), theme.dim)];
            if *is_told {
                left.push(Span::styled(text::fit(&block.kind, 12), theme.kind));
                left.push(Span::raw(format!("  {}", block.text)));
            }
            pane::row(inside, buffer, left, Span::styled(format!("{} ", block.line), theme.dim), style);
        }
        if let Some(below) = line(top + 3) {
            pane::row(below, buffer, ways_out(at, ways, theme), Span::raw(""), Style::new());
        }
    }
}

/// The ways out of a block in words: down to the next one, or to another by its number.
fn ways_out<'w>(at: usize, ways: &[&'w Way], theme: &Theme) -> Vec<Span<'w>> {
    let mut spans = Vec::new();
    for way in ways {
        let kind = way.kind.strip_prefix("conditional_").unwrap_or(&way.kind);
        let kind = if kind == "fallthrough" { "" } else { kind };
        let to = if way.to == at + 1 { "\u{25be}".to_owned() } else { format!("\u{2192}{}", way.to) };
        spans.push(Span::styled(format!("  {to}"), theme.key));
        spans.push(Span::styled(format!(" {kind}"), theme.dim));
    }
    spans
}

/// Draws the text, from above the selected block on, with that marked.
pub fn source(shown: &Shown, selected: usize, area: Rect, buffer: &mut Buffer, theme: &Theme) {
    let document = match &shown.flow.document {
        Ok(document) => document,
        Err(why) => return pane::paragraph(area, buffer, why, theme.dim),
    };
    let Some(block) = shown.flow.blocks.get(selected) else { return };
    let first = document.index_of_line(block.line).saturating_sub(usize::from(area.height) / 3);
    let byte = |byte: u64| usize::try_from(byte.saturating_sub(document.first_byte)).unwrap_or(usize::MAX);
    let marked = Overlay {
        start: byte(block.bytes.start),
        end: byte(block.bytes.end),
        style: theme.selection_unfocused.into(),
    };
    lines::numbered(area, buffer, (document, &shown.flow.highlights), first, |_, _| vec![marked], theme);
}
