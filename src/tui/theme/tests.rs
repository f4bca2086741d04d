use super::*;

#[test]
fn the_built_in_themes_are_whole() {
    for (name, text) in BUILT_IN {
        toml::from_str::<Theme>(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn mono_has_no_colour() {
    let mut theme = Theme::mono();
    assert!(theme.paints().iter().all(|paint| paint.0.fg.is_none() && paint.0.bg.is_none()));
}

/// WCAG 2.2, "relative luminance" and "contrast ratio".
fn contrast(a: Color, b: Color) -> f64 {
    let luminance = |color| {
        let Color::Rgb(r, g, b) = color else { panic!("{color:?}") };
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    };
    let (x, y) = (luminance(a), luminance(b));
    (x.max(y) + 0.05) / (x.min(y) + 0.05)
}

#[test]
fn text_stands_out_from_its_background() {
    for name in Theme::names().filter(|name| *name != "mono") {
        let mut theme = Theme::named(name).unwrap();
        let base = theme.base.0;
        let frames = [theme.border, theme.border_focused];
        for paint in theme.paints() {
            let Some(fg) = paint.0.fg else { continue };
            let least = if frames.contains(paint) { 2.0 } else { 4.5 };
            let found = contrast(fg, paint.0.bg.or(base.bg).unwrap());
            assert!(found >= least, "{name}: {:?}: {found:.2}", paint.0);
        }
    }
}

#[test]
fn colours_are_fitted_to_the_terminal() {
    let mut indexed = Theme::dark().fitted(Depth::Indexed);
    assert!(indexed.paints().iter().all(|paint| !matches!(paint.0.fg, Some(Color::Rgb(..)))));
    let ansi = Theme::light().fitted(Depth::Ansi);
    assert!(ansi.selection.0.add_modifier.contains(Modifier::REVERSED));
    assert_eq!(ansi.selection.0.fg, Some(Color::Reset), "one colour, whatever the pieces have");
}
