//! Qualified names in little room.

use super::{clean, fit, fit_end, width};

/// Bytes of a name that is looked into for what it can do without.
const LONGEST_NAME: usize = 1000;

/// A qualified name, cleaned, in at most `columns` columns: it does without what stands between `<` and `>` first, then
/// without its beginning, as long as the last part of it is there. That is cut at its end.
pub fn fit_name(name: &str, columns: usize) -> String {
    let name = clean(name);
    if width(&name) <= columns || name.len() > LONGEST_NAME {
        return fit(&name, columns);
    }
    let short = without_arguments(&name);
    let last = short.rsplit("::").next().and_then(|last| last.rsplit('.').next()).unwrap_or(&short);
    if width(last) + 1 > columns || last.is_empty() {
        return fit(last, columns);
    }
    let end = fit_end(&short, columns);
    // Half of a `::` says nothing.
    match end.strip_prefix("\u{2026}:") {
        Some(rest) if !rest.starts_with(':') => format!("\u{2026}{rest}"),
        _ => end,
    }
}

/// A name with `…` for what stands between `<` and its `>`.
fn without_arguments(name: &str) -> String {
    let (mut out, mut rest) = (String::new(), name);
    while let Some((before, after)) = rest.split_once('<') {
        let mut depth = 1;
        let end = after.char_indices().find(|(_, character)| {
            depth += i32::from(*character == '<') - i32::from(*character == '>');
            depth == 0
        });
        let Some((_, behind)) = end.and_then(|(end, _)| after.split_at_checked(end)) else { break };
        out.push_str(before);
        out.push_str("<\u{2026}");
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_qualified_name_keeps_its_last_part() {
        let name = "MatrixGraph<N, E, S, Ty, Null, Ix>::add_node";
        for (columns, shown) in [
            (44, name),
            (43, "MatrixGraph<\u{2026}>::add_node"),
            (24, "MatrixGraph<\u{2026}>::add_node"),
            (20, "\u{2026}xGraph<\u{2026}>::add_node"),
            (11, "\u{2026}::add_node"),
            (10, "\u{2026}add_node"),
            (9, "\u{2026}add_node"),
            (8, "add_node"),
            (6, "add_n\u{2026}"),
            (0, ""),
        ] {
            assert_eq!(fit_name(name, columns), shown, "{columns}");
        }
        assert_eq!(fit_name("Map<K, Vec<V>>::operator<<", 20), "Map<\u{2026}>::operator<<");
        assert_eq!(fit_name("a_very_long_name_of_a_test", 10), "a_very_lo\u{2026}");
        assert_eq!(fit_name("java.util.concurrent.Executor", 12), "\u{2026}nt.Executor");
        for hostile in
            ["<".repeat(900), "<>".repeat(9000), ">".repeat(20), "::".repeat(40), "a<\u{1b}b>".repeat(30)]
        {
            assert!(width(&fit_name(&hostile, 10)) <= 10, "{hostile}");
        }
    }
}
