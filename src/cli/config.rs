//! The user's configuration file.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::args::Theme;
use super::print::Failure;

/// `magellan-tui/config.toml` in the user's configuration folder.
#[derive(Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Config {
    /// Which colours.
    pub(super) theme: Option<Theme>,
}

/// Reads the file; where there is none, nothing is configured.
pub(super) fn load() -> Result<Config, Failure> {
    let Some(path) = path() else { return Ok(Config::default()) };
    match std::fs::read_to_string(&path) {
        Ok(text) => parse(&path, &text).map_err(Failure::usage),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(Config::default())
        }
        Err(error) => Err(Failure::usage(format!("{}: {error}; correct or remove it", path.display()))),
    }
}

fn path() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(folders.config_dir().join("magellan-tui").join("config.toml"))
}

fn parse(path: &Path, text: &str) -> Result<Config, String> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map_or(1, |before| before.matches('\n').count() + 1);
        let reason = error.message().lines().collect::<Vec<_>>().join("; ");
        format!("{}:{line}: {reason}; correct or remove this line", path.display())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_told_with_its_line() {
        let parse = |text| parse(Path::new("config.toml"), text);
        assert_eq!(parse("# colours\ntheme = \"light\"\n").unwrap().theme, Some(Theme::Light));
        assert_eq!(parse("").unwrap(), Config::default());
        for (text, place, reason) in [
            ("\ncolour = 1\n", "config.toml:2:", "colour"),
            ("theme = \"pink\"", "config.toml:1:", "pink"),
            ("theme = \"dark\"\n\n[", "config.toml:3:", ""),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.starts_with(place) && error.contains(reason), "{error}");
            assert_eq!(error.lines().count(), 1, "{error}");
        }
    }
}
