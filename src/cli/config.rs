//! The user's configuration file: colours and keys.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::args;
use super::print::{self, Failure};
use crate::settings::{self, Reader};
use crate::tui::ThemeChoice;
use crate::tui::action::ACTIONS;
use crate::tui::keymap::{self, Keymap};
use crate::tui::theme::Theme;

const KEYS: &str = "are theme, plain and [keys.…]";

/// What the file says.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// Which colours.
    pub(super) theme: Option<ThemeChoice>,
    /// Whether to draw without boxes and arrows.
    pub(super) plain: Option<bool>,
    /// Which keys; `None` for those that the program comes with.
    pub(super) keymap: Option<Keymap>,
}

/// `config`: prints all that can be set, with what holds where nothing is.
pub(super) fn run(args: &args::Config) -> Result<(), Failure> {
    if args.check {
        let config = load()?;
        let notes = config.keymap.as_ref().map_or(&[][..], Keymap::notes);
        return print::result(
            &notes.iter().map(|note| format!("{}\n", print::harmless(note))).collect::<String>(),
        );
    }
    let path =
        path().map_or_else(String::new, |path| format!("# {}\n", print::harmless(&path.to_string_lossy())));
    print::result(&(path + &defaults()))
}

/// Reads the file; where there is none, nothing is configured.
pub(super) fn load() -> Result<Config, Failure> {
    let Some(path) = path() else { return Ok(Config::default()) };
    let name = path.to_string_lossy();
    match settings::read(&path, &name) {
        Ok(Some(text)) => parse(&path, &text).map_err(|mut mistakes| {
            // Each in a line of its own: the last is what it fails with.
            let last = mistakes.pop().unwrap_or_default();
            mistakes.iter().for_each(|mistake| print::message(mistake));
            Failure::usage(last)
        }),
        Ok(None) => Ok(Config::default()),
        Err(error) => Err(Failure::usage(format!("{error}; correct or remove it"))),
    }
}

/// The theme of a name: `auto`, one that the program comes with, or a file of the user's.
pub(super) fn theme(name: &str) -> Result<ThemeChoice, String> {
    theme_in(folder().as_deref(), name)
}

fn folder() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(folders.config_dir().join("magellan-tui"))
}

/// `magellan-tui/config.toml` in the user's configuration folder.
fn path() -> Option<PathBuf> {
    Some(folder()?.join("config.toml"))
}

fn parse(path: &Path, text: &str) -> Result<Config, Vec<String>> {
    let name = path.to_string_lossy();
    Reader::parse(&name, text, |reader, table| {
        let mut config = Config::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "theme" => {
                    let Some(name) = reader.text("theme", value) else { continue };
                    match theme_in(path.parent(), name) {
                        Ok(theme) => config.theme = Some(theme),
                        Err(what) => reader.mistake(value.span().start, what),
                    }
                }
                "plain" => config.plain = reader.boolean("plain", value),
                "keys" => {
                    let Some(tables) = reader.table("keys", value) else { continue };
                    config.keymap = Keymap::of_user(reader, tables);
                }
                _ => reader.unknown(key, KEYS),
            }
        }
        config
    })
}

fn theme_in(folder: Option<&Path>, name: &str) -> Result<ThemeChoice, String> {
    if name == "auto" {
        return Ok(ThemeChoice::Auto);
    }
    if let Some(theme) = Theme::named(name) {
        return Ok(ThemeChoice::Fixed(Box::new(theme)));
    }
    let known = || {
        let names: Vec<&str> = Theme::names().collect();
        format!(
            "{name:?} is no theme; there are auto, {}, and files in `themes` beside config.toml",
            names.join(", ")
        )
    };
    // A name is no way out of the folder.
    if name.is_empty() || name.contains(['/', '\\']) || name.starts_with('.') {
        return Err(known());
    }
    let path = folder.ok_or_else(known)?.join("themes").join(format!("{name}.toml"));
    let shown = path.to_string_lossy();
    let text = settings::read(&path, &shown)?.ok_or_else(known)?;
    let theme = Theme::read(&text).map_err(|(at, what)| {
        let before = text.bytes().take(at.unwrap_or(0));
        format!("{shown}:{}: {what}", 1 + before.filter(|&byte| byte == b'\n').count())
    })?;
    Ok(ThemeChoice::Fixed(Box::new(theme)))
}

/// A configuration file that changes nothing, in which each line says what it is for.
fn defaults() -> String {
    let themes: Vec<&str> = Theme::names().collect();
    let mut text = format!(
        "# Colours: auto (dark or light, as the terminal's background is), {}, or the name of a file of\n\
         # roles in the folder `themes` beside this one.\n\
         # theme = \"auto\"\n\n\
         # Draw without boxes, arrows and bars, for terminals and fonts that have none.\n\
         # plain = false\n\n\
         # Keys: a table for each place where they hold. Keys of an action take the place of its own; with\n\
         # \"...\" among them they come beside those. `g g` is one key after the other; [] is none.\n",
        themes.join(", ")
    );
    let mut of: Option<&str> = None;
    for line in keymap::DEFAULT.lines().map(str::trim) {
        if let Some(table) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            of = Some(table);
            // Writing to a text cannot fail.
            let _ = write!(text, "\n# [keys.{table}]\n");
        } else if let Some((name, keys)) = line.split_once(" = ") {
            let entry = ACTIONS.iter().find(|entry| Some(entry.context.name()) == of && entry.name == name);
            let what = entry.map_or("", |entry| entry.description);
            let _ = writeln!(text, "# {:36} # {what}", format!("{name} = {keys}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_told_with_its_line() {
        let parse = |text| parse(Path::new("config.toml"), text);
        let light = ThemeChoice::Fixed(Box::new(Theme::light()));
        assert_eq!(parse("# colours\ntheme = \"light\"\n").unwrap().theme, Some(light));
        assert_eq!(parse("").unwrap().theme, None);
        for (text, place, reason) in [
            ("\ncolour = 1\n", "config.toml:2:", "colour"),
            ("theme = \"pink\"", "config.toml:1:", "pink"),
            ("theme = \"../x\"", "config.toml:1:", "no theme"),
            ("theme = \"dark\"\n\n[", "config.toml:3:", ""),
            ("[keys.global]\nfly = ['x']", "config.toml:2:", "fly"),
        ] {
            let [error] = parse(text).unwrap_err().try_into().unwrap();
            assert!(error.starts_with(place) && error.contains(reason), "{error}");
            assert_eq!(error.lines().count(), 1, "{error}");
        }
        assert_eq!(parse("colour = 1\ntheme = 2\n[keys]\nx = 3").unwrap_err().len(), 3);
    }

    #[test]
    fn a_theme_of_the_users_own_lies_beside_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("config.toml");
        std::fs::create_dir(folder.path().join("themes")).unwrap();
        let file = folder.path().join("themes/mine.toml");
        std::fs::write(&file, include_str!("../../assets/themes/mono.toml")).unwrap();
        let mono = ThemeChoice::Fixed(Box::new(Theme::mono()));
        assert_eq!(parse(&config, "theme = 'mine'").unwrap().theme, Some(mono));
        std::fs::write(&file, "base = {}\ndim = { fg = 'grey' }\n").unwrap();
        let error = parse(&config, "theme = 'mine'").unwrap_err().join("; ");
        assert!(error.contains("mine.toml:2: ") && error.contains("grey"), "{error}");
    }

    /// With each line that sets something taken out of its comment, it says what holds anyway.
    #[test]
    fn the_defaults_can_be_read_back() {
        let text = defaults();
        let is_set = |line: &&str| line.starts_with("# [keys.") || line.contains(" = ");
        let set: Vec<&str> = text.lines().filter(is_set).map(|line| line.trim_start_matches("# ")).collect();
        let config = parse(Path::new("config.toml"), &set.join("\n")).unwrap();
        assert_eq!(config.theme, Some(ThemeChoice::Auto));
        let (keymap, built_in) = (config.keymap.unwrap(), Keymap::built_in().unwrap());
        assert!(keymap.notes().is_empty());
        for entry in ACTIONS {
            let sorted = |map: &Keymap| {
                let mut keys = map.keys(entry.action);
                keys.sort();
                keys
            };
            assert_eq!(sorted(&keymap), sorted(&built_in), "{}", entry.name);
        }
        assert!(text.lines().all(|line| line.is_empty() || line.starts_with('#')));
    }
}
