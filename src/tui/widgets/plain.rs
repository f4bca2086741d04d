//! Drawing without boxes and arrows, for terminals and fonts that have none.

use ratatui::buffer::Buffer;

/// Puts plain signs in the place of those that draw lines, arrows and bars. Cost: a look at each cell.
pub fn redraw(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if let Some(plain) = plain(cell.symbol()) {
            cell.set_symbol(plain);
        }
    }
}

/// The plain sign that stands for one, as wide as that is.
fn plain(symbol: &str) -> Option<&'static str> {
    let mut characters = symbol.chars();
    let (Some(sign), None) = (characters.next(), characters.next()) else { return None };
    Some(match sign {
        // The frame of the pane that has the keys is a thick one.
        '\u{2501}' | '\u{2505}' | '\u{2509}' | '\u{2550}' => "=",
        '\u{2500}' | '\u{2504}' | '\u{2508}' | '\u{2013}' | '\u{2014}' | '\u{2574}'..='\u{257f}' => "-",
        '\u{2502}' | '\u{2503}' | '\u{2506}'..='\u{2507}' | '\u{250a}'..='\u{250b}' | '\u{2551}' => "|",
        '\u{250c}'..='\u{254b}' | '\u{2552}'..='\u{2573}' => "+",
        '\u{2591}' => ".",
        '\u{2596}'..='\u{259f}' => "*",
        '\u{2580}'..='\u{2590}' | '\u{2592}'..='\u{2595}' | '\u{25a0}'..='\u{25a9}' => "#",
        '\u{2190}' | '\u{25c0}' | '\u{25c2}' | '\u{2039}' => "<",
        '\u{2192}' | '\u{25b6}' | '\u{25b8}' | '\u{203a}' => ">",
        '\u{2191}' | '\u{25b2}' | '\u{25b4}' => "^",
        '\u{2193}' | '\u{25bc}' | '\u{25be}' => "v",
        '\u{2022}' | '\u{25cf}' | '\u{25c6}' | '\u{2605}' => "*",
        '\u{21bb}' => "@",
        '\u{25c7}' => "o",
        '\u{2260}' => "#",
        '\u{b7}' => ".",
        '\u{2026}' => "~",
        '\u{2713}' | '\u{2714}' => "+",
        '\u{2717}' | '\u{2718}' | '\u{d7}' => "x",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn what_draws_becomes_plain_and_text_stays() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 16, 1));
        buffer.set_string(
            0,
            0,
            "\u{250f}\u{2501}\u{2513}\u{2503}\u{25b8}\u{2588}\u{2026}\u{2713} Gr\u{f6}\u{df}\u{8a9e}",
            Style::new(),
        );
        redraw(&mut buffer);
        let text: String = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert!(text.starts_with("+=+|>#~+ Gr\u{f6}\u{df}\u{8a9e}"), "{text}");
    }
}
