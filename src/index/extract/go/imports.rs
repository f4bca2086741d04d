//! The package clause, build constraints and imports.

use tree_sitter::Node;

use super::kinds::K;
use super::{Extractor, constraints};
use crate::index::extract::builder::NewSymbol;
use crate::index::facts::ImportedName;
use crate::model::SymbolKind;

/// The longest import path that is kept, in parts.
const MAX_PARTS: usize = 64;

impl Extractor<'_, '_> {
    /// `package name`. Files of a folder that cannot be in one program have modules of their own: tests from
    /// outside (`name_test`), and programs that a build leaves out.
    pub(super) fn package(&mut self, node: Node) {
        let Some(name) = node.named_child(0) else { return };
        let is_outside = self.out.text(name).ends_with(b"_test");
        let parent = None;
        self.out.symbol(NewSymbol {
            kind: SymbolKind::Module,
            node,
            name,
            body: None,
            parent,
            member_of: None,
        });
        let module = &mut self.out.facts.module;
        if self.is_left_out {
            module.push("ignore".to_owned());
        } else if is_outside {
            match module.last_mut() {
                Some(last) => last.push_str("_test"),
                None => module.push("_test".to_owned()),
            }
        }
    }

    /// A comment before the package clause that may leave the file out of builds.
    pub(super) fn constraint(&mut self, comment: &[u8]) {
        let constraint = comment.strip_prefix(b"//go:build ").or(comment.strip_prefix(b"// +build "));
        let first =
            constraint.and_then(|text| text.split(u8::is_ascii_whitespace).find(|word| !word.is_empty()));
        self.is_left_out |= first == Some(b"ignore");
        let is_usual = std::str::from_utf8(comment).ok().and_then(constraints::is_usual);
        self.is_unlikely |= is_usual == Some(false);
    }

    /// `import alias "path"`.
    pub(super) fn import(&mut self, node: Node) {
        let Some(path) = self.child(node, self.fields.path).and_then(|path| self.out.name(path)) else {
            return;
        };
        let path = path.trim_matches(['"', '`']);
        let parts: Vec<String> =
            path.split('/').filter(|part| !part.is_empty()).take(MAX_PARTS).map(str::to_owned).collect();
        let alias = self.child(node, self.fields.name);
        let is_glob = alias.is_some_and(|alias| self.kind(alias) == K::Dot);
        let mut names = Vec::new();
        if !is_glob {
            let alias = alias.and_then(|alias| self.out.owned(alias));
            names.push(ImportedName { name: package_name(&parts), alias });
        }
        let span = self.out.span(node);
        self.out.import("go_import", parts, names, is_glob, span);
    }
}

/// What a package is called whose path ends like this, by custom: without its major version, and without what
/// cannot be in a name.
fn package_name(path: &[String]) -> String {
    let is_version = |part: &str| {
        part.strip_prefix('v')
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let name = match path {
        [.., before, last] if is_version(last) => before,
        [.., last] => last,
        [] => return String::new(),
    };
    let name = match name.rsplit_once('.') {
        Some((name, version)) if is_version(version) => name,
        _ => name,
    };
    let name = name.strip_prefix("go-").or(name.strip_suffix("-go")).unwrap_or(name);
    name.strip_suffix(".go").unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::package_name;

    #[test]
    fn a_package_is_called_as_custom_has_it() {
        for (path, name) in [
            ("fmt", "fmt"),
            ("net/http", "http"),
            ("github.com/a/b/v2", "b"),
            ("gopkg.in/yaml.v3", "yaml"),
            ("github.com/a/go-b", "b"),
            ("v2", "v2"),
            ("", ""),
        ] {
            let parts: Vec<String> =
                path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
            assert_eq!(package_name(&parts), name, "{path}");
        }
    }
}
