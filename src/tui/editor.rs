//! The user's editor.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// Opens `path` at `line` (from 1) in `$VISUAL`, else `$EDITOR`, else `vi`, and waits for its end.
///
/// # Errors
/// One line that says why there was no editor, or how it ended.
pub fn open(path: &Path, line: u32) -> Result<(), String> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let editor = set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| "vi".to_owned());
    let words = shell_words::split(&editor).map_err(|error| format!("$EDITOR is {editor:?}: {error}"))?;
    let Some((program, options)) = words.split_first() else {
        return Err("$EDITOR is empty".to_owned());
    };
    let path = std::path::absolute(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let status = Command::new(program)
        .args(options)
        .args(place(program, &path, line))
        .status()
        .map_err(|error| format!("{program}: {error}; set $VISUAL or $EDITOR"))?;
    if status.success() { Ok(()) } else { Err(format!("{program} ended with {status}")) }
}

/// How an editor is told a file and a line. The path is absolute, so that it never looks like an
/// option; an editor that we do not know gets the file alone.
fn place(program: &str, path: &Path, line: u32) -> Vec<OsString> {
    let name = Path::new(program).file_stem().map(|name| name.to_string_lossy().into_owned());
    let joined = || {
        let mut joined = path.as_os_str().to_owned();
        joined.push(format!(":{line}"));
        joined
    };
    match name.as_deref().unwrap_or_default() {
        "vi" | "vim" | "nvim" | "view" | "gvim" | "nano" | "pico" | "micro" | "emacs" | "emacsclient"
        | "kak" | "joe" | "jed" | "mg" | "ne" | "mcedit" | "less" | "gedit" => {
            vec![format!("+{line}").into(), path.into()]
        }
        "hx" | "helix" | "subl" | "sublime_text" | "zed" | "zeditor" | "lapce" => vec![joined()],
        "code" | "code-insiders" | "codium" | "cursor" => vec!["--goto".into(), joined()],
        "kate" | "idea" | "pycharm" | "rustrover" | "clion" => {
            vec!["--line".into(), line.to_string().into(), path.into()]
        }
        _ => vec![path.into()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_are_told_the_line_in_their_own_way() {
        let path = Path::new("/src/-x +y.rs");
        assert_eq!(place("/usr/bin/nvim", path, 7), ["+7", "/src/-x +y.rs"]);
        assert_eq!(place("hx", path, 7), ["/src/-x +y.rs:7"]);
        assert_eq!(place("code", path, 7), ["--goto", "/src/-x +y.rs:7"]);
        assert_eq!(place("ed", path, 7), ["/src/-x +y.rs"]);
    }
}
