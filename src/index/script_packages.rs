//! Packages of JavaScript and TypeScript that a project has itself, by the names that their `package.json` gives them.

use serde_json::Value;

use super::script_paths::joined;

/// A package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ScriptPackage {
    /// What it is imported by: `name` or `@scope/name`.
    name: String,
    /// Its folder, relative to the root, without a slash at its end.
    folder: String,
    /// Files that it says it begins with, from the root, best first.
    entries: Vec<String>,
}

impl ScriptPackage {
    /// Takes what the `package.json` in a folder says; `None` where it gives no name, or is not understood.
    pub(super) fn read(folder: &str, text: &str) -> Option<ScriptPackage> {
        let said: Value = serde_json::from_str(text).ok()?;
        let name = said.get("name")?.as_str().filter(|name| !name.is_empty())?;
        let entries = ["source", "types", "typings", "module", "main"].into_iter();
        let entries = entries.filter_map(|key| joined(folder, said.get(key)?.as_str()?));
        Some(ScriptPackage { name: name.to_owned(), folder: folder.to_owned(), entries: entries.collect() })
    }

    /// What it is imported by.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// What a path that begins with its name may be from the root, best first.
    pub(super) fn places(&self, path: &str) -> Vec<String> {
        let Some(rest) = path.strip_prefix(self.name.as_str()) else { return Vec::new() };
        let inside = [joined(&self.folder, &format!("src/{rest}")), joined(&self.folder, rest)];
        match rest.is_empty() {
            true => self.entries.iter().cloned().chain(inside.into_iter().flatten()).collect(),
            false => inside.into_iter().rev().flatten().collect(),
        }
    }
}

/// The name of the package that a path begins with.
pub(super) fn package_of(path: &str) -> &str {
    let parts = if path.starts_with('@') { 2 } else { 1 };
    let end = path.match_indices('/').nth(parts - 1).map_or(path.len(), |(at, _)| at);
    path.get(..end).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_begins_where_it_says_or_in_its_sources() {
        let text = "{\"name\": \"@our/core\", \"main\": \"./dist/index.js\", \"types\": 3}";
        let package = ScriptPackage::read("packages/core", text).unwrap();
        assert_eq!(
            package.places("@our/core"),
            ["packages/core/dist/index.js", "packages/core/src", "packages/core"]
        );
        assert_eq!(package.places("@our/core/a/b"), ["packages/core/a/b", "packages/core/src/a/b"]);
        assert!(package.places("other").is_empty());
        for text in ["", "[]", "{}", "{\"name\": \"\"}", "{\"name\": 3}"] {
            assert_eq!(ScriptPackage::read("", text), None, "{text}");
        }
    }

    #[test]
    fn a_name_has_a_scope_or_none() {
        for (path, name) in
            [("a", "a"), ("a/b/c", "a"), ("@a/b", "@a/b"), ("@a/b/c", "@a/b"), ("@a", "@a"), ("", "")]
        {
            assert_eq!(package_of(path), name, "{path}");
        }
    }
}
