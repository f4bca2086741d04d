//! Boxes and lines that a screen shows, for Graphviz or as an SVG picture.

use std::fmt::Write as _;

use super::escape::is_harmful;

/// Pixels of a column and of a row.
const CELL: (i32, i32) = (8, 18);
/// Pixels around everything.
const MARGIN: i32 = 24;

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    /// What it is called.
    pub title: String,
    /// The boxes.
    pub boxes: Vec<DrawnBox>,
    /// The lines, from box to box.
    pub lines: Vec<DrawnLine>,
}

/// A box. Its place is in columns and rows of characters.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DrawnBox {
    /// What it says, as far as there is room for it.
    pub label: String,
    /// All that there is to say of it.
    pub note: String,
    /// Its first column.
    pub x: i32,
    /// Its first row.
    pub y: i32,
    /// Columns that it takes.
    pub width: i32,
    /// Rows that it takes.
    pub height: i32,
    /// Whether it is the one that everything is about.
    pub is_middle: bool,
    /// Whether it only stands for others.
    pub is_faint: bool,
}

/// A line from a box to another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DrawnLine {
    /// Place of the box where it begins.
    pub from: usize,
    /// Place of the box where it ends.
    pub to: usize,
    /// What is said of it.
    pub label: String,
    /// Whether it is not sure.
    pub is_dashed: bool,
}

impl Drawing {
    /// The same in the language of Graphviz.
    pub fn dot(&self) -> String {
        let mut out = format!("digraph \"{}\" {{\n  rankdir=LR;\n  node [shape=box];\n", quoted(&self.title));
        for (at, shown) in self.boxes.iter().enumerate() {
            let style = match (shown.is_middle, shown.is_faint) {
                (true, _) => ", style=bold",
                (_, true) => ", style=dashed",
                _ => "",
            };
            let (label, note) = (quoted(&shown.label), quoted(&shown.note));
            let _ = writeln!(out, "  \"{at}\" [label=\"{label}\", tooltip=\"{note}\"{style}];");
        }
        for line in &self.lines {
            let mut words = Vec::new();
            if !line.label.is_empty() {
                words.push(format!("label=\"{}\"", quoted(&line.label)));
            }
            if line.is_dashed {
                words.push("style=dashed".to_owned());
            }
            let words = if words.is_empty() { String::new() } else { format!(" [{}]", words.join(", ")) };
            let _ = writeln!(out, "  \"{}\" -> \"{}\"{words};", line.from, line.to);
        }
        out.push_str("}\n");
        out
    }

    /// The same as an SVG picture, with the boxes where they are and the lines drawn between them.
    pub fn svg(&self) -> String {
        let edge = |place: fn(&DrawnBox) -> i32| self.boxes.iter().map(place);
        let (left, top) = (edge(|b| b.x).min().unwrap_or(0), edge(|b| b.y).min().unwrap_or(0));
        let right = edge(|b| b.x.saturating_add(b.width)).max().unwrap_or(0);
        let bottom = edge(|b| b.y.saturating_add(b.height)).max().unwrap_or(0);
        // Ways past other boxes run beside them.
        let aside = self.boxes.len().min(12) as i32 * 8 + MARGIN;
        let at = |x: i32, y: i32| (aside + (x - left) * CELL.0, MARGIN + (y - top) * CELL.1);
        let (width, height) = at(right, bottom);
        let (width, height) = (width + aside, height + MARGIN);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"monospace\" font-size=\"13\">\n\
             <title>{}</title>\n\
             <defs><marker id=\"end\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" \
             markerHeight=\"8\" orient=\"auto\"><path d=\"M0,0 L8,4 L0,8 z\" fill=\"#555\"/></marker></defs>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
            escaped(&self.title)
        );
        for line in &self.lines {
            let (Some(from), Some(to)) = (self.boxes.get(line.from), self.boxes.get(line.to)) else {
                continue;
            };
            self.put_line(&mut out, line, (from, to), &at);
        }
        for shown in &self.boxes {
            let (x, y) = at(shown.x, shown.y);
            let (width, height) = (shown.width * CELL.0, shown.height * CELL.1);
            let stroke = if shown.is_middle { "#111\" stroke-width=\"2" } else { "#777" };
            let dashes = if shown.is_faint { " stroke-dasharray=\"4 3\"" } else { "" };
            let _ = writeln!(
                out,
                "<g><title>{}</title><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"3\" \
                 fill=\"#f7f7f7\" stroke=\"{stroke}\"{dashes}/><text x=\"{}\" y=\"{}\" fill=\"#111\">{}</text></g>",
                escaped(&shown.note),
                x + CELL.0,
                y + height / 2 + 5,
                escaped(&shown.label)
            );
        }
        out.push_str("</svg>\n");
        out
    }

    /// Draws a line: to the next column as a curve, down to the next box straight, past others around them.
    fn put_line(
        &self,
        out: &mut String,
        line: &DrawnLine,
        (from, to): (&DrawnBox, &DrawnBox),
        at: &dyn Fn(i32, i32) -> (i32, i32),
    ) {
        let corner = |shown: &DrawnBox| at(shown.x, shown.y);
        let size = |shown: &DrawnBox| (shown.width * CELL.0, shown.height * CELL.1);
        let ((fx, fy), (fw, fh)) = (corner(from), size(from));
        let ((tx, ty), (tw, th)) = (corner(to), size(to));
        let (path, label) = if from.x != to.x {
            let (x1, y1, x2, y2) = (fx + fw, fy + fh / 2, tx, ty + th / 2);
            let middle = (x1 + x2) / 2;
            (format!("M{x1},{y1} C{middle},{y1} {middle},{y2} {x2},{y2}"), (middle, (y1 + y2) / 2 - 3))
        } else if line.to == line.from + 1 {
            let x = fx + fw / 4;
            (format!("M{x},{} L{x},{ty}", fy + fh), (x + 4, (fy + fh + ty) / 2 + 4))
        } else {
            // The further it goes the further out it runs: down at the left, back at the right.
            let far = (line.from.abs_diff(line.to).min(12) as i32) * 8 + 8;
            let (y1, y2) = (fy + fh / 2, ty + th / 2);
            let (x1, x2, out) =
                if line.to > line.from { (fx, tx, fx - far) } else { (fx + fw, tx + tw, fx + fw + far) };
            (format!("M{x1},{y1} C{out},{y1} {out},{y2} {x2},{y2}"), (out, (y1 + y2) / 2))
        };
        let dashes = if line.is_dashed { " stroke-dasharray=\"5 4\"" } else { "" };
        let _ = writeln!(
            out,
            "<path d=\"{path}\" fill=\"none\" stroke=\"#555\" marker-end=\"url(#end)\"{dashes}/>"
        );
        if !line.label.is_empty() {
            let (x, y) = label;
            let _ = writeln!(
                out,
                "<text x=\"{x}\" y=\"{y}\" font-size=\"10\" fill=\"#555\">{}</text>",
                escaped(&line.label)
            );
        }
    }
}

/// A text as it stands between quotation marks of Graphviz. What steers a terminal becomes U+FFFD.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if is_harmful(c) => quoted.push('\u{fffd}'),
            c => quoted.push(c),
        }
    }
    quoted
}

/// A text as it stands in XML. What steers a terminal, and what XML does not know, becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c if is_harmful(c) => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing() -> Drawing {
        let hostile = "a<b> & \"c\"\x1b[2J\u{202e}";
        let one = |label: &str, x, y| DrawnBox {
            label: label.to_owned(),
            note: format!("{label} in a.rs"),
            x,
            y,
            width: 20,
            height: 3,
            ..DrawnBox::default()
        };
        let line =
            |from, to, label: &str| DrawnLine { from, to, label: label.to_owned(), is_dashed: from == 0 };
        let boxes = vec![one(hostile, -30, 4), one("middle", 0, 0), one("below", 0, 4), one("last", 0, 8)];
        let lines =
            vec![line(0, 1, "\u{d7}2"), line(1, 2, ""), line(1, 3, "<"), line(3, 1, ""), line(9, 9, "")];
        Drawing { title: hostile.to_owned(), boxes, lines }
    }

    #[test]
    fn nothing_in_a_text_is_taken_for_more_than_text() {
        let (dot, svg) = (drawing().dot(), drawing().svg());
        for text in [&dot, &svg] {
            assert!(!text.chars().any(|c| is_harmful(c) && c != '\n'), "{text}");
        }
        assert!(dot.contains("\"0\" [label=\"a<b> & \\\"c\\\"\u{fffd}[2J\u{fffd}\""), "{dot}");
        assert!(svg.contains("a&lt;b&gt; &amp; &quot;c&quot;\u{fffd}[2J\u{fffd}"), "{svg}");
    }

    #[test]
    fn each_line_is_drawn_that_has_both_its_boxes() {
        let svg = drawing().svg();
        assert_eq!((svg.matches("<rect x=").count(), svg.matches("marker-end").count()), (4, 4));
        assert_eq!(svg.matches("stroke-dasharray").count(), 1);
        assert!(drawing().dot().contains("\"0\" -> \"1\" [label=\"\u{d7}2\", style=dashed];"));
    }
}
