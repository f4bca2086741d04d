//! A terminal's screen as an SVG: text as text, lines and blocks as shapes, so that they meet in any font.

use std::fmt::Write;

use vt100::{Cell, Color, Screen};

const WIDTH: f32 = 8.4;
const HEIGHT: f32 = 18.0;
const MARGIN: f32 = 10.0;
const BACKGROUND: &str = "#16181d";
const FOREGROUND: &str = "#d4d7dd";

/// The sixteen colours that have names.
const NAMED: [&str; 16] = [
    "#16181d", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d4d7dd", "#6b7280",
    "#ef8a93", "#b1d995", "#f0d399", "#84c2f5", "#d698e8", "#7ccbd4", "#ffffff",
];

/// A picture of a screen.
pub(crate) fn of(screen: &Screen) -> String {
    let (rows, columns) = screen.size();
    let (rows, columns) = (rows.get(), columns.get());
    let (width, height) =
        (f32::from(columns) * WIDTH + 2.0 * MARGIN, f32::from(rows) * HEIGHT + 2.0 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"ui-monospace, \
         'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" \
         fill=\"{BACKGROUND}\"/>\n"
    );
    for row in 0..rows {
        grounds(screen, row, columns, &mut out);
        texts(screen, row, columns, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

fn at(row: u16, column: u16) -> (f32, f32) {
    (MARGIN + f32::from(column) * WIDTH, MARGIN + f32::from(row) * HEIGHT)
}

/// Colours of a cell: the text's and the one behind it.
fn colours(cell: &Cell) -> (String, String) {
    let text = colour(cell.fgcolor(), FOREGROUND);
    let ground = colour(cell.bgcolor(), BACKGROUND);
    if cell.inverse() { (ground, text) } else { (text, ground) }
}

fn colour(colour: Color, default: &str) -> String {
    match colour {
        Color::Default => default.to_owned(),
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        Color::Idx(index @ 0..16) => NAMED.get(usize::from(index)).copied().unwrap_or(default).to_owned(),
        Color::Idx(index @ 16..232) => {
            let level = |by: u8| match (index - 16) / by % 6 {
                0 => 0,
                step => 55 + step * 40,
            };
            format!("#{:02x}{:02x}{:02x}", level(36), level(6), level(1))
        }
        Color::Idx(index) => {
            let grey = 8 + (index - 232) * 10;
            format!("#{grey:02x}{grey:02x}{grey:02x}")
        }
    }
}

/// What stands behind the text of a row.
fn grounds(screen: &Screen, row: u16, columns: u16, out: &mut String) {
    let ground =
        |column| screen.cell(row, column).map_or_else(|| BACKGROUND.to_owned(), |cell| colours(cell).1);
    let mut column = 0;
    while column < columns {
        let (begin, of) = (column, ground(column));
        while column < columns && ground(column) == of {
            column += 1;
        }
        if of != BACKGROUND {
            let ((x, y), wide) = (at(row, begin), f32::from(column - begin) * WIDTH);
            let _ = writeln!(
                out,
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{HEIGHT}\" fill=\"{of}\"/>"
            );
        }
    }
}

/// The text of a row, and its lines.
fn texts(screen: &Screen, row: u16, columns: u16, out: &mut String) {
    let mut column = 0;
    while column < columns {
        let Some(cell) = screen.cell(row, column) else { return };
        let text = cell.contents();
        let Some(first) = text.chars().next().filter(|c| !c.is_whitespace()) else {
            column += 1;
            continue;
        };
        if shape(first, at(row, column), &colours(cell).0, out) {
            column += 1;
            continue;
        }
        let (begin, mut run) = (column, String::new());
        let style = (colours(cell).0, cell.bold(), cell.italic(), cell.underline());
        while let Some(next) = screen.cell(row, column).filter(|_| column < columns) {
            let text = next.contents();
            let is_blank = text.trim().is_empty();
            let is_shape = text.chars().next().is_some_and(|c| matches!(c, '\u{2500}'..='\u{259f}'));
            let same = style == (colours(next).0, next.bold(), next.italic(), next.underline());
            // The first one is no shape that is drawn: else it would not have come here.
            if column > begin && (is_shape || !(same || is_blank)) {
                break;
            }
            if !next.is_wide_continuation() {
                run.push_str(if is_blank { " " } else { text });
            }
            column += 1;
        }
        let run = run.trim_end();
        let ((x, y), cells) = (at(row, begin), run.chars().count());
        let (colour, bold, italic, underline) = style;
        let weight = if bold { " font-weight=\"bold\"" } else { "" };
        let slant = if italic { " font-style=\"italic\"" } else { "" };
        let line = if underline { " text-decoration=\"underline\"" } else { "" };
        let (base, length) = (y + 13.5, cells as f32 * WIDTH);
        let run = run.replace('&', "&amp;").replace('<', "&lt;");
        let _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{base:.1}\" textLength=\"{length:.1}\" xml:space=\"preserve\" fill=\"{colour}\"{weight}{slant}{line}>{run}</text>"
        );
    }
}

/// Draws a character that is a line or a block; `false` for any other.
fn shape(shown: char, (x, y): (f32, f32), colour: &str, out: &mut String) -> bool {
    let (middle, centre) = (x + WIDTH / 2.0, y + HEIGHT / 2.0);
    // Left, right, up, down.
    let arms = match shown {
        '─' | '━' => "lr",
        '│' | '┃' => "ud",
        '┌' | '╭' => "rd",
        '┐' | '╮' => "ld",
        '└' | '╰' => "ru",
        '┘' | '╯' => "lu",
        '├' => "rud",
        '┤' => "lud",
        '┬' => "lrd",
        '┴' => "lru",
        '┼' => "lrud",
        '█' => return block((x, y), (WIDTH, HEIGHT), colour, out),
        '\u{2581}'..='\u{2587}' => {
            let high = (shown as u32 - 0x2580) as f32 * HEIGHT / 8.0;
            return block((x, y + HEIGHT - high), (WIDTH, high), colour, out);
        }
        '\u{2589}'..='\u{258f}' => {
            let wide = (0x2590 - shown as u32) as f32 * WIDTH / 8.0;
            return block((x, y), (wide, HEIGHT), colour, out);
        }
        _ => return false,
    };
    let mut path = String::new();
    for arm in arms.chars() {
        let (to_x, to_y) = match arm {
            'l' => (x, centre),
            'r' => (x + WIDTH, centre),
            'u' => (middle, y),
            _ => (middle, y + HEIGHT),
        };
        let _ = write!(path, "M{middle:.1} {centre:.1}L{to_x:.1} {to_y:.1}");
    }
    let thick = if matches!(shown, '━' | '┃') { 2.0 } else { 1.0 };
    let _ = writeln!(
        out,
        "<path d=\"{path}\" stroke=\"{colour}\" stroke-width=\"{thick}\" stroke-linecap=\"square\"/>"
    );
    true
}

fn block((x, y): (f32, f32), (wide, high): (f32, f32), colour: &str, out: &mut String) -> bool {
    let _ = writeln!(
        out,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" fill=\"{colour}\"/>"
    );
    true
}
