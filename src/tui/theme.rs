//! Colours as roles, read from `assets/themes/`, fitted to what the terminal can show.

use std::time::Duration;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use super::ThemeChoice;
use crate::syntax::SyntaxRole;

const DARK: &str = include_str!("../../assets/themes/dark.toml");
const LIGHT: &str = include_str!("../../assets/themes/light.toml");
const MONO: &str = include_str!("../../assets/themes/mono.toml");

/// The themes that can be chosen by their names.
const BUILT_IN: [(&str, &str); 5] = [
    ("dark", DARK),
    ("light", LIGHT),
    ("dusk", include_str!("../../assets/themes/dusk.toml")),
    ("paper", include_str!("../../assets/themes/paper.toml")),
    ("mono", MONO),
];

/// Makes a theme of its roles.
macro_rules! theme {
    ($($role:ident),* $(,)?) => {
        /// The style of everything, by what it is and not by what it looks like.
        #[derive(Debug, Clone, Default, PartialEq, Deserialize)]
        #[serde(rename_all = "kebab-case", deny_unknown_fields)]
        #[allow(missing_docs)]
        pub struct Theme {
            $(pub $role: Paint,)*
        }

        impl Theme {
            fn paints(&mut self) -> Vec<&mut Paint> {
                vec![$(&mut self.$role),*]
            }
        }
    };
}

theme! {
    base, dim, title, title_focused, border, border_focused, heading, selection, selection_unfocused,
    cursor_line, cursor, line_number, line_number_current, hit, r#match, key, tab, tab_current, bar,
    ok, warning, error, kind, changed, syntax_keyword, syntax_function, syntax_type, syntax_string,
    syntax_number, syntax_comment, syntax_constant, syntax_property, syntax_attribute, syntax_operator,
    syntax_macro, syntax_module,
}

/// How one role looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(from = "Written")]
pub struct Paint(Style);

impl From<Paint> for Style {
    fn from(paint: Paint) -> Style {
        paint.0
    }
}

/// A role as a theme file writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    fg: Option<Hex>,
    bg: Option<Hex>,
    #[serde(default)]
    bold: bool,
    #[serde(default)]
    dim: bool,
    #[serde(default)]
    italic: bool,
    #[serde(default)]
    underline: bool,
    #[serde(default)]
    reverse: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct Hex(Color);

impl TryFrom<String> for Hex {
    type Error = String;

    fn try_from(text: String) -> Result<Hex, String> {
        text.strip_prefix('#')
            .filter(|digits| digits.len() == 6)
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .map(|rgb| Hex(Color::from_u32(rgb)))
            .ok_or_else(|| format!("{text:?} is no colour; write it as #rrggbb"))
    }
}

impl From<Written> for Paint {
    fn from(written: Written) -> Paint {
        let mut style = Style::new();
        style.fg = written.fg.map(|hex| hex.0);
        style.bg = written.bg.map(|hex| hex.0);
        for (on, modifier) in [
            (written.bold, Modifier::BOLD),
            (written.dim, Modifier::DIM),
            (written.italic, Modifier::ITALIC),
            (written.underline, Modifier::UNDERLINED),
            (written.reverse, Modifier::REVERSED),
        ] {
            if on {
                style = style.add_modifier(modifier);
            }
        }
        Paint(style)
    }
}

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// 24 bits a colour.
    True,
    /// The 256 colours of xterm.
    Indexed,
    /// The 16 of ANSI.
    Ansi,
}

impl Depth {
    /// Told from the environment, as terminals and programs commonly do: `COLORTERM`, then `TERM`.
    pub fn from_environment() -> Depth {
        let var = |name| std::env::var(name).unwrap_or_default();
        let (colorterm, term) = (var("COLORTERM"), var("TERM"));
        if matches!(colorterm.as_str(), "truecolor" | "24bit") || term.contains("direct") {
            Depth::True
        } else if term.contains("256color") || term.contains("kitty") || term.contains("alacritty") {
            Depth::Indexed
        } else {
            Depth::Ansi
        }
    }

    fn fit(self, color: Color) -> Color {
        let Color::Rgb(r, g, b) = color else { return color };
        let rgb = anstyle::RgbColor(r, g, b);
        match self {
            Depth::True => color,
            Depth::Indexed => Color::Indexed(anstyle_lossy::rgb_to_xterm(rgb).0),
            Depth::Ansi => {
                let nearest = anstyle_lossy::rgb_to_ansi(rgb, anstyle_lossy::palette::VGA);
                Color::Indexed(anstyle::Ansi256Color::from_ansi(nearest).0)
            }
        }
    }
}

impl Theme {
    /// The theme that is known without asking the terminal: monochrome under `NO_COLOR`, or the chosen
    /// one.
    pub fn known(choice: &ThemeChoice) -> Option<Theme> {
        if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
            return Some(Theme::mono());
        }
        match choice {
            ThemeChoice::Fixed(theme) => Some(theme.as_ref().clone().fitted(Depth::from_environment())),
            ThemeChoice::Auto => None,
        }
    }

    /// The theme that suits the terminal's background, which is asked for; a terminal that does not
    /// answer is waited for as long as `patience`. What is typed meanwhile is lost.
    pub fn of_background(patience: Duration) -> Theme {
        // The terminal's own background is kept where it is known to suit the theme.
        let theme = match light_background(patience) {
            Some(true) => Theme::light().on_own_background(),
            Some(false) => Theme::dark().on_own_background(),
            None => Theme::dark(),
        };
        theme.fitted(Depth::from_environment())
    }

    /// The names of the themes that the program comes with.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// The theme of that name that the program comes with.
    pub fn named(name: &str) -> Option<Theme> {
        let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        toml::from_str(text).ok()
    }

    /// A theme as a file writes it: a line a role.
    ///
    /// # Errors
    /// What is wrong with it: the byte at which that is, where that is known, and a line that says what.
    pub fn read(text: &str) -> Result<Theme, (Option<usize>, String)> {
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let what = error.message().lines().collect::<Vec<_>>().join("; ");
            (error.span().map(|span| span.start), what)
        })
    }

    /// The theme for dark backgrounds.
    pub fn dark() -> Theme {
        toml::from_str(DARK).unwrap_or_default()
    }

    /// The theme for light backgrounds.
    pub fn light() -> Theme {
        toml::from_str(LIGHT).unwrap_or_default()
    }

    /// The theme without colour.
    pub fn mono() -> Theme {
        toml::from_str(MONO).unwrap_or_default()
    }

    fn on_own_background(mut self) -> Theme {
        self.base.0.bg = None;
        self
    }

    /// The same theme with every colour replaced by the nearest that the terminal has.
    fn fitted(mut self, depth: Depth) -> Theme {
        for paint in self.paints() {
            paint.0.fg = paint.0.fg.map(|color| depth.fit(color));
            paint.0.bg = paint.0.bg.map(|color| depth.fit(color));
        }
        if depth == Depth::Ansi {
            // The nearest of 16 colours to a faint background is black or white, which hides text.
            self.base = Paint::default();
            self.cursor_line = Paint::default();
            // Reversed, colours of pieces would be as many backgrounds.
            let plain = Style::new().fg(Color::Reset).bg(Color::Reset);
            self.selection = Paint(plain.add_modifier(Modifier::REVERSED));
            self.selection_unfocused = Paint(Style::new().add_modifier(Modifier::UNDERLINED));
            self.tab_current = self.selection;
        }
        self
    }

    /// The style of a piece of source text.
    pub fn syntax(&self, role: SyntaxRole) -> Style {
        match role {
            SyntaxRole::Keyword => self.syntax_keyword,
            SyntaxRole::Function => self.syntax_function,
            SyntaxRole::Type => self.syntax_type,
            SyntaxRole::String => self.syntax_string,
            SyntaxRole::Number => self.syntax_number,
            SyntaxRole::Comment => self.syntax_comment,
            SyntaxRole::Constant | SyntaxRole::Escape => self.syntax_constant,
            SyntaxRole::Property => self.syntax_property,
            SyntaxRole::Attribute | SyntaxRole::Label => self.syntax_attribute,
            SyntaxRole::Operator | SyntaxRole::Punctuation => self.syntax_operator,
            SyntaxRole::Macro => self.syntax_macro,
            SyntaxRole::Namespace => self.syntax_module,
            SyntaxRole::Variable | SyntaxRole::Parameter => Paint::default(),
        }
        .into()
    }
}

/// Whether the terminal has a light background; `None` where it does not say.
fn light_background(patience: Duration) -> Option<bool> {
    let mut options = terminal_colorsaurus::QueryOptions::default();
    options.timeout = patience;
    let background = terminal_colorsaurus::background_color(options).ok()?;
    Some(background.perceived_lightness() > 0.5)
}

#[cfg(test)]
mod tests;
