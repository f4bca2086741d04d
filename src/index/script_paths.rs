//! Where a project of JavaScript or TypeScript says that paths lead which begin with no dot: `tsconfig.json` and `jsconfig.json`.

use serde_json::Value;

/// So many patterns of one file are read, and so many places of one pattern.
const MAX_PATTERNS: usize = 256;

/// What one of these files says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ScriptPaths {
    /// The folder that it stands in, relative to the root, without a slash at its end.
    folder: String,
    /// The folder that a path may begin in.
    base: Option<String>,
    /// What a path may begin with (or be, where no star is behind it), and what is there instead; longest first.
    patterns: Vec<Pattern>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Pattern {
    before: String,
    has_star: bool,
    places: Vec<String>,
}

impl ScriptPaths {
    /// Takes what the file in a folder says; `None` where that is nothing about paths, or not understood.
    pub(super) fn read(folder: &str, text: &str) -> Option<ScriptPaths> {
        let said: Value = serde_json::from_str(&without_comments(text)).ok()?;
        let options = said.get("compilerOptions")?;
        let base = options.get("baseUrl").and_then(Value::as_str).and_then(|base| joined(folder, base));
        let from = base.as_deref().unwrap_or(folder);
        let mut patterns: Vec<Pattern> = Vec::new();
        let said = options.get("paths").and_then(Value::as_object);
        for (pattern, places) in said.into_iter().flatten().take(MAX_PATTERNS) {
            let (before, has_star) = match pattern.split_once('*') {
                Some((before, "")) => (before, true),
                None => (pattern.as_str(), false),
                // A star in the middle is rare.
                Some(_) => continue,
            };
            let places = places.as_array().into_iter().flatten().take(MAX_PATTERNS).filter_map(Value::as_str);
            let places = places.filter_map(|place| joined(from, place.strip_suffix('*').unwrap_or(place)));
            patterns.push(Pattern { before: before.to_owned(), has_star, places: places.collect() });
        }
        patterns.sort_by_key(|of| std::cmp::Reverse(of.before.len()));
        let says_something = base.is_some() || !patterns.is_empty();
        says_something.then(|| ScriptPaths { folder: folder.to_owned(), base, patterns })
    }

    /// The folder that it is for.
    pub(super) fn folder(&self) -> &str {
        &self.folder
    }

    /// Whether it is said of a file.
    pub(super) fn is_above(&self, file: &str) -> bool {
        self.folder.is_empty() || file.strip_prefix(&self.folder).is_some_and(|rest| rest.starts_with('/'))
    }

    /// What a path may be from the root of the project, best first.
    pub(super) fn places(&self, path: &str) -> Vec<String> {
        let matched = self.patterns.iter().find_map(|of| {
            let rest = path.strip_prefix(of.before.as_str())?;
            (of.has_star || rest.is_empty()).then_some((of, rest))
        });
        let instead = matched
            .into_iter()
            .flat_map(|(of, rest)| of.places.iter().filter_map(|place| joined(place, rest)));
        let base = self.base.as_deref().and_then(|base| joined(base, path));
        instead.chain(base).collect()
    }
}

/// A relative path from a folder; `None` where it leads out of the project.
pub(super) fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// JSON without the comments, and the commas before a bracket, that these files may have.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut letters = text.trim_start_matches('\u{feff}').chars().peekable();
    let mut is_quoted = false;
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('\\', Some(_)) if is_quoted => {
                kept.push(letter);
                kept.extend(letters.next());
            }
            ('"', _) => {
                is_quoted = !is_quoted;
                kept.push(letter);
            }
            ('/', Some('/')) if !is_quoted => while letters.next_if(|letter| *letter != '\n').is_some() {},
            ('/', Some('*')) if !is_quoted => {
                let mut before = ' ';
                letters.next();
                for letter in letters.by_ref() {
                    if (before, letter) == ('*', '/') {
                        break;
                    }
                    before = letter;
                }
            }
            ('}' | ']', _) if !is_quoted => {
                let length = kept.trim_end().len();
                if kept.get(..length).is_some_and(|kept| kept.ends_with(',')) {
                    kept.truncate(length - 1);
                }
                kept.push(letter);
            }
            _ => kept.push(letter),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = "\u{feff}{\n  // A comment, \"quoted\".\n  \"compilerOptions\": {\n    /* \"baseUrl\": \"x\", */ \"baseUrl\": \"./src\",\n\
        \"paths\": { \"@lib/*\": [\"../lib/*\", \"lib2/*\"], \"@lib/deep/*\": [\"deep/*\"], \"one\": [\"./the/one.ts\"], \"a*b\": [\"c\"], },\n  },\n}\n";

    #[test]
    fn paths_lead_where_the_longest_pattern_says_and_then_to_the_base() {
        let paths = ScriptPaths::read("app", CONFIG).unwrap();
        assert_eq!(paths.places("@lib/a/b"), ["app/lib/a/b", "app/src/lib2/a/b", "app/src/@lib/a/b"]);
        assert_eq!(paths.places("@lib/deep/a"), ["app/src/deep/a", "app/src/@lib/deep/a"]);
        assert_eq!(paths.places("one"), ["app/src/the/one.ts", "app/src/one"]);
        assert_eq!(paths.places("one/more"), ["app/src/one/more"]);
        assert!(paths.places("../../../out").is_empty());
        assert!(paths.is_above("app/src/a.ts") && !paths.is_above("apple/a.ts"));
    }

    #[test]
    fn what_says_nothing_of_paths_is_none() {
        for text in
            ["", "{", "[]", "{\"compilerOptions\": {}}", "{\"compilerOptions\": {\"baseUrl\": 3}}", "/*"]
        {
            assert_eq!(ScriptPaths::read("", text), None, "{text}");
        }
        assert_eq!(ScriptPaths::read("", "{\"compilerOptions\": {\"baseUrl\": \"../up\"}}"), None);
        let slashes = "{\"compilerOptions\": {\"baseUrl\": \"a//b\", \"x\": \"\\\" // \"}}";
        assert_eq!(ScriptPaths::read("", slashes).unwrap().places("c"), ["a/b/c"]);
    }
}
