//! Which module a file is, told by its path.

use crate::model::Language;

/// Parts of the module that a file is. A Rust file's path counts from its crate's `src/`, with
/// `lib.rs`, `main.rs` and `mod.rs` standing for their folder; a Python file's from the root (or a
/// leading `src/`), with `__init__` standing for its folder; so does a JavaScript or TypeScript file's, with `index`.
/// Files of Java and Go are not modules, their folders are: this is what they begin with, until a file says its
/// package.
pub(super) fn of_path(path: &str, language: Language) -> Vec<String> {
    let mut parts: Vec<&str> =
        path.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").collect();
    let file = parts.pop().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    // A declaration file (`a.d.ts`) is the module that it declares.
    let stem = match language {
        Language::TypeScript => stem.strip_suffix(".d").unwrap_or(stem),
        _ => stem,
    };
    let begin = match language {
        Language::Rust => parts.iter().rposition(|part| *part == "src").map_or(0, |index| index + 1),
        _ => usize::from(parts.first() == Some(&"src")),
    };
    let mut module: Vec<String> = parts.into_iter().skip(begin).map(str::to_owned).collect();
    let stands_for_folder = match language {
        Language::Java | Language::Go => true,
        Language::Rust => matches!(stem, "lib" | "main" | "mod"),
        Language::JavaScript | Language::TypeScript | Language::Tsx => stem == "index",
        _ => stem == "__init__",
    };
    if !stands_for_folder && !stem.is_empty() {
        module.push(stem.to_owned());
    }
    module
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_the_module_that_its_language_makes_of_its_path() {
        for (path, module) in [
            ("src/lib.rs", ""),
            ("src/store/mod.rs", "store"),
            ("src/store/sqlite.rs", "store sqlite"),
            ("crates/a/src/b/c.rs", "b c"),
            ("tests/cli.rs", "tests cli"),
            ("./src//main.rs", ""),
        ] {
            assert_eq!(of_path(path, Language::Rust).join(" "), module, "{path}");
        }
        for (path, module) in [
            ("pkg/__init__.py", "pkg"),
            ("src/pkg/mod.py", "pkg mod"),
            ("json/decoder.pyi", "json decoder"),
            ("", ""),
        ] {
            assert_eq!(of_path(path, Language::Python).join(" "), module, "{path}");
        }
        for (path, module) in [
            ("src/index.ts", ""),
            ("src/store/index.js", "store"),
            ("lib/a.b.mjs", "lib a.b"),
            ("types/store.d.ts", "types store"),
        ] {
            assert_eq!(of_path(path, Language::of_path(path)).join(" "), module, "{path}");
        }
    }
}
