//! Which branches of an `if` most programs never run, where its condition asks for the version of Python, or whether a type
//! checker reads the text. Which system a program runs on nobody knows.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use crate::index::extract::conditions::decided;

/// Conditions in conditions are read so deep.
const MAX_DEPTH: usize = 8;

/// A longer condition asks for more than this, in bytes.
const MAX_CONDITION: usize = 200;

/// Most have this minor version of Python 3 at least; what asks for a newer one has something else for them.
const MINOR: u32 = 11;

/// What a condition names that can be known.
const KNOWN: [&str; 2] = ["version_info", "TYPE_CHECKING"];

impl Extractor<'_, '_> {
    /// Notes which branches of an `if` most programs leave out.
    pub(super) fn branches(&mut self, node: Node) {
        let Some(mut holds) = self.condition(node) else { return };
        if !holds {
            self.leave_out(self.child(node, self.fields.consequence));
        }
        let mut cursor = node.walk();
        for branch in node.children_by_field_name("alternative", &mut cursor) {
            if holds {
                self.leave_out(Some(branch));
            } else if self.kind(branch) == K::ElifClause {
                match self.condition(branch) {
                    Some(true) => holds = true,
                    Some(false) => self.leave_out(self.child(branch, self.fields.consequence)),
                    None => {}
                }
            }
        }
    }

    fn leave_out(&mut self, branch: Option<Node>) {
        self.left_out.extend(branch.map(|branch| branch.id()));
    }

    /// Whether the condition of an `if` or `elif` holds, where that is known.
    fn condition(&self, node: Node) -> Option<bool> {
        let condition = self.child(node, self.fields.condition)?;
        let text = self.out.text(condition);
        let text = std::str::from_utf8(text).ok().filter(|text| text.len() <= MAX_CONDITION)?;
        if KNOWN.iter().any(|name| text.contains(name)) { holds(text, 0) } else { None }
    }
}

/// Whether a condition holds; `None` where that depends on more than most programs have in common.
fn holds(condition: &str, depth: usize) -> Option<bool> {
    if depth > MAX_DEPTH {
        return None;
    }
    let condition = without_brackets(condition.trim());
    // `or` binds less than `and`.
    for (word, decisive) in [(" or ", true), (" and ", false)] {
        let parts = divided(condition, word);
        if parts.len() > 1 {
            return decided(parts.into_iter().map(|part| holds(part, depth + 1)), decisive);
        }
    }
    if let Some(rest) = condition.strip_prefix("not ") {
        return holds(rest, depth + 1).map(|holds| !holds);
    }
    if let Some((_, "TYPE_CHECKING")) = condition.rsplit_once('.').or(Some(("", condition))) {
        return Some(true);
    }
    let (sign, at) = ["==", "!=", ">=", "<=", ">", "<"]
        .into_iter()
        .filter_map(|sign| Some((sign, condition.find(sign)?)))
        .min_by_key(|(sign, at)| (*at, std::cmp::Reverse(sign.len())))?;
    let (asked, value) = (condition.get(..at)?.trim(), condition.get(at + sign.len()..)?.trim());
    match asked {
        "sys.version_info" => compared(sign, &numbers(value)?),
        "sys.version_info[0]" => compared(sign, &[value.parse().ok()?]),
        _ => None,
    }
}

/// A condition without brackets around all of it.
fn without_brackets(condition: &str) -> &str {
    match condition.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) if is_balanced(inner) => inner.trim(),
        _ => condition,
    }
}

/// Whether each bracket of a text is closed behind it.
fn is_balanced(text: &str) -> bool {
    let mut open = 0usize;
    for byte in text.bytes() {
        match byte {
            b'(' => open += 1,
            b')' if open == 0 => return false,
            b')' => open -= 1,
            _ => {}
        }
    }
    open == 0
}

/// The parts that a word divides a condition into, outside of brackets.
fn divided<'c>(condition: &'c str, word: &str) -> Vec<&'c str> {
    let (mut parts, mut begin) = (Vec::new(), 0);
    for (at, found) in condition.match_indices(word) {
        let Some(part) = condition.get(begin..at).filter(|part| is_balanced(part)) else { continue };
        parts.push(part);
        begin = at + found.len();
    }
    parts.extend(condition.get(begin..));
    parts
}

/// The numbers of a tuple.
fn numbers(tuple: &str) -> Option<Vec<u32>> {
    let inner = tuple.strip_prefix('(')?.strip_suffix(')')?;
    let parts = inner.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().ok()).collect()
}

/// Whether the version that most have compares so with another one, of which only the first numbers are given.
fn compared(sign: &str, asked: &[u32]) -> Option<bool> {
    // Whether the other one is older, or the same as far as it is given.
    let is_reached = match *asked {
        [3] if matches!(sign, "==" | "!=") => return Some(sign == "=="),
        [3] if !matches!(sign, ">=" | "<") => return None,
        [3, minor, ..] if minor > MINOR => false,
        [major, ..] => major <= 3,
        [] => return None,
    };
    match sign {
        ">=" | ">" => Some(is_reached),
        "<" | "<=" => Some(!is_reached),
        // Of two with the same beginning nobody knows.
        "==" | "!=" => Some(sign == "!=").filter(|_| asked.first() != Some(&3)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_most_programs_never_run_is_known() {
        for (condition, expected) in [
            ("sys.version_info >= (3, 8)", Some(true)),
            ("sys.version_info < (3, 8)", Some(false)),
            ("sys.version_info[:2] < (3, 8)", None),
            ("sys.version_info >= (3, 14)", Some(false)),
            ("sys.version_info < (3, 14)", Some(true)),
            ("sys.version_info < (4,)", Some(true)),
            ("sys.version_info[0] == 2", Some(false)),
            ("sys.version_info[0] >= 3", Some(true)),
            ("sys.version_info[0] == 3", Some(true)),
            ("sys.version_info < (3,)", Some(false)),
            ("sys.version_info > (3,)", None),
            ("sys.version_info > (3, 8)", Some(true)),
            ("sys.version_info == (3, 8)", None),
            ("sys.version_info != (2, 7)", Some(true)),
            ("sys.version_info >= (4, 1)", Some(false)),
            ("sys.version_info >= ()", None),
            ("TYPE_CHECKING", Some(true)),
            ("not t.TYPE_CHECKING", Some(false)),
            ("MY_TYPE_CHECKING", None),
            ("sys.platform == 'win32'", None),
            ("sys.platform == 'win32' or TYPE_CHECKING", Some(true)),
            ("(sys.version_info >= (3, 8)) and TYPE_CHECKING", Some(true)),
            ("sys.version_info < (3, 8) and slow", Some(false)),
            ("slow or TYPE_CHECKING", Some(true)),
            ("platform", None),
            ("(((((((((((TYPE_CHECKING)))))))))))", None),
        ] {
            assert_eq!(holds(condition, 0), expected, "{condition}");
        }
    }
}
