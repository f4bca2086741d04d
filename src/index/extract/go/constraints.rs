//! Which builds a file is part of: what its name and the constraint before its package clause say.

/// Operating systems that a file's name can end in.
const SYSTEMS: [&str; 15] = [
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "illumos",
    "ios",
    "js",
    "linux",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "wasip1",
    "windows",
];

/// Processors, likewise.
const PROCESSORS: [&str; 14] = [
    "386", "amd64", "arm", "arm64", "loong64", "mips", "mips64", "mips64le", "mipsle", "ppc64", "ppc64le",
    "riscv64", "s390x", "wasm",
];

/// What holds in a build as most are: for Linux on a common processor, with the usual compiler.
const USUAL: [&str; 5] = ["amd64", "cgo", "gc", "linux", "unix"];

/// Parentheses and signs of a constraint are followed so deep.
const MAX_LAYERS: usize = 32;

/// The system and the processor that a file is for, by its name (`dir_linux_amd64_test.go`).
pub(in crate::index) fn platform(path: &str) -> (Option<&str>, Option<&str>) {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = file.strip_suffix(".go").unwrap_or(file);
    let stem = stem.strip_suffix("_test").unwrap_or(stem);
    let mut parts = stem.rsplit('_');
    let (last, before) = (parts.next(), parts.next());
    // What is before the first `_` is the file's own name.
    let has_more = parts.next().is_some();
    let last = last.filter(|_| before.is_some());
    let before = before.filter(|_| has_more);
    let system = |part: Option<&str>| part.is_some_and(|part| SYSTEMS.binary_search(&part).is_ok());
    let processor = |part: Option<&str>| part.is_some_and(|part| PROCESSORS.binary_search(&part).is_ok());
    match () {
        () if processor(last) && system(before) => (before, last),
        () if processor(last) => (None, last),
        () if system(last) => (last, None),
        () => (None, None),
    }
}

/// Whether a build as most are has a file of this name.
pub(super) fn is_usual_name(path: &str) -> bool {
    let (system, processor) = platform(path);
    [system, processor].into_iter().flatten().all(is_usual_tag)
}

/// Whether such a build has a file with this comment before its package clause; `None` where that is no constraint.
pub(super) fn is_usual(comment: &str) -> Option<bool> {
    if let Some(constraint) = comment.strip_prefix("//go:build ") {
        let mut reader = Reader { rest: constraint };
        return reader.any(0);
    }
    let constraint = comment.strip_prefix("//")?.trim_start().strip_prefix("+build ")?;
    let is_option = |option: &str| option.split(',').all(holds_signed);
    Some(constraint.split_whitespace().any(is_option))
}

/// Whether a build as most are has this tag.
pub(in crate::index) fn is_usual_tag(tag: &str) -> bool {
    USUAL.binary_search(&tag).is_ok() || tag.starts_with("go1.")
}

fn holds_signed(term: &str) -> bool {
    match term.strip_prefix('!') {
        Some(tag) => !is_usual_tag(tag),
        None => is_usual_tag(term),
    }
}

/// Reads `a && (b || !c)`.
struct Reader<'c> {
    rest: &'c str,
}

impl Reader<'_> {
    fn any(&mut self, depth: usize) -> Option<bool> {
        let mut is_any = self.all(depth)?;
        while self.takes("||") {
            is_any |= self.all(depth)?;
        }
        Some(is_any)
    }

    fn all(&mut self, depth: usize) -> Option<bool> {
        let mut is_all = self.one(depth)?;
        while self.takes("&&") {
            is_all &= self.one(depth)?;
        }
        Some(is_all)
    }

    fn one(&mut self, depth: usize) -> Option<bool> {
        if depth > MAX_LAYERS {
            return None;
        }
        if self.takes("!") {
            return Some(!self.one(depth + 1)?);
        }
        if self.takes("(") {
            let inside = self.any(depth + 1)?;
            return self.takes(")").then_some(inside);
        }
        let is_of_tag = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.');
        let rest = self.rest.trim_start();
        let end = rest.find(|letter| !is_of_tag(letter)).unwrap_or(rest.len());
        let (tag, rest) = rest.split_at_checked(end)?;
        self.rest = rest;
        (!tag.is_empty()).then(|| is_usual_tag(tag))
    }

    fn takes(&mut self, sign: &str) -> bool {
        match self.rest.trim_start().strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        assert!(SYSTEMS.is_sorted() && PROCESSORS.is_sorted() && USUAL.is_sorted());
    }

    #[test]
    fn a_name_says_what_a_file_is_for() {
        assert_eq!(platform("a/dir_linux_amd64_test.go"), (Some("linux"), Some("amd64")));
        assert_eq!(platform("dir_windows.go"), (Some("windows"), None));
        assert_eq!(platform("dir_arm64.go"), (None, Some("arm64")));
        assert_eq!(platform("linux.go"), (None, None));
        assert_eq!(platform("linux_amd64.go"), (None, Some("amd64")));
        assert_eq!(platform("some_unix.go"), (None, None));
        assert!(is_usual_name("dir_linux.go") && !is_usual_name("dir_linux_arm.go"));
    }

    #[test]
    fn a_constraint_is_read_as_the_language_says() {
        for (comment, holds) in [
            ("//go:build linux", Some(true)),
            ("//go:build !linux && !windows", Some(false)),
            ("//go:build (darwin || linux) && !race", Some(true)),
            ("//go:build !(darwin || linux)", Some(false)),
            ("//go:build go1.18", Some(true)),
            ("//go:build !nomsgpack", Some(true)),
            ("//go:build ignore", Some(false)),
            ("//go:build (linux", None),
            ("//go:build ", None),
            ("// +build windows linux,!cgo", Some(false)),
            ("// +build darwin linux", Some(true)),
            ("// A comment.", None),
        ] {
            assert_eq!(is_usual(comment), holds, "{comment}");
        }
        let deep = format!("//go:build {}a", "!".repeat(100_000));
        assert_eq!(is_usual(&deep), None);
    }
}
