//! A node's JSON: read leniently, kept whole.
//!
//! A field that is missing or of another type than ours gives a default; one that we do not know, or
//! whose type is another, stays in `extra`, so that nothing is lost.

use super::fields::Fields;
use crate::model::{
    Call, Certainty, File, Import, Node, NodeData, NodeId, NodeKind, Reference, Symbol, SymbolKind,
};
use serde::Deserialize;

/// What Magellan puts before a reference's target in the node's name.
const REFERENCE_PREFIX: &str = "ref to ";

/// A row of `graph_entities`.
pub(super) struct Row<'a> {
    pub(super) id: NodeId,
    pub(super) kind: &'a str,
    pub(super) name: String,
    pub(super) path: Option<String>,
    pub(super) data: &'a [u8],
}

/// The node that a row holds.
pub(super) fn node(row: Row<'_>) -> Node {
    let id = row.id;
    let data = match NodeKind::from_text(row.kind) {
        NodeKind::File => NodeData::File(file(row)),
        NodeKind::Symbol => NodeData::Symbol(symbol(row)),
        NodeKind::Reference => NodeData::Reference(reference(row)),
        NodeKind::Call => NodeData::Call(call(row)),
        NodeKind::Import => NodeData::Import(import(row)),
        NodeKind::Other(kind) => NodeData::Other {
            kind,
            name: row.name,
            path: row.path,
            data: String::from_utf8_lossy(row.data).into_owned(),
        },
    };
    Node { id, data }
}

/// The symbol that a row holds, whatever its kind column says.
pub(super) fn symbol(row: Row<'_>) -> Symbol {
    let mut fields = Fields::read(row.data);
    let coarse = fields.text("kind");
    let label = fields.text("kind_normalized").or(coarse.map(|kind| kind.to_lowercase())).unwrap_or_default();
    let named = fields.text("name");
    Symbol {
        id: row.id,
        name: if row.name.is_empty() { named.unwrap_or_default() } else { row.name },
        kind: SymbolKind::from_label(&label),
        path: row.path.unwrap_or_default(),
        qualified: fields.text("fqn").unwrap_or_default(),
        canonical: fields.text("canonical_fqn").unwrap_or_default(),
        display: fields.text("display_fqn").unwrap_or_default(),
        stable_id: fields.text("symbol_id").unwrap_or_default(),
        span: fields.span(),
        extra: fields.rest(),
    }
}

fn file(row: Row<'_>) -> File {
    let mut fields = Fields::read(row.data);
    let path = fields.text("path");
    File {
        id: row.id,
        path: if row.name.is_empty() { path.or(row.path).unwrap_or_default() } else { row.name },
        hash: fields.text("hash").unwrap_or_default(),
        last_indexed_at: fields.int("last_indexed_at"),
        last_modified: fields.int("last_modified"),
        extra: fields.rest(),
    }
}

fn reference(row: Row<'_>) -> Reference {
    let mut fields = Fields::read(row.data);
    let path = fields.text("file");
    let target = row.name.strip_prefix(REFERENCE_PREFIX).map(str::to_owned);
    Reference {
        id: row.id,
        target: target.unwrap_or(row.name),
        path: row.path.or(path).unwrap_or_default(),
        span: fields.span(),
        extra: fields.rest(),
    }
}

fn call(row: Row<'_>) -> Call {
    let mut fields = Fields::read(row.data);
    let path = fields.text("file");
    Call {
        id: row.id,
        path: row.path.or(path).unwrap_or_default(),
        caller: fields.text("caller").unwrap_or_default(),
        callee: fields.text("callee").unwrap_or_default(),
        caller_symbol_id: fields.text("caller_symbol_id").unwrap_or_default(),
        callee_symbol_id: fields.text("callee_symbol_id").unwrap_or_default(),
        span: fields.span(),
        certainty: fields.named("resolution", Certainty::from_text),
        candidates: fields.texts("candidates"),
        extra: fields.rest(),
    }
}

fn import(row: Row<'_>) -> Import {
    let mut fields = Fields::read(row.data);
    let path = fields.text("file");
    Import {
        id: row.id,
        path: row.path.or(path).unwrap_or_default(),
        import_kind: fields.text("import_kind").unwrap_or_default(),
        import_path: fields.texts("import_path"),
        imported_names: fields.texts("imported_names"),
        is_glob: fields.truth("is_glob"),
        span: fields.span(),
        extra: fields.rest(),
    }
}

/// Whether an edge's JSON says nothing but where the node stands that it is about.
pub(super) fn is_span_alone(data: &[u8]) -> bool {
    // A list of six numbers would do for a struct, too.
    let is_object = data.trim_ascii_start().starts_with(b"{");
    matches!(data, b"" | b"{}") || is_object && serde_json::from_slice::<SpanAlone>(data).is_ok()
}

/// An object of no other fields than those of a span.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only whether there are others is asked")]
struct SpanAlone {
    byte_start: Option<u64>,
    byte_end: Option<u64>,
    start_line: Option<u64>,
    start_col: Option<u64>,
    end_line: Option<u64>,
    end_col: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row<'a>(kind: &'a str, data: &'a str) -> Row<'a> {
        let path = Some("src/a.rs".to_owned());
        Row { id: NodeId(1), kind, name: "ref to f".to_owned(), path, data: data.as_bytes() }
    }

    #[test]
    fn unknown_and_ill_typed_fields_are_kept() {
        let node = node(row("Reference", r#"{"byte_start":"x","byte_end":9,"start_line":-1,"new":[1]}"#));
        let NodeData::Reference(reference) = node.data else { panic!("{node:?}") };
        assert_eq!(
            (reference.target.as_str(), reference.span.byte_start, reference.span.byte_end),
            ("f", 0, 9)
        );
        let kept = serde_json::to_string(&reference.extra).unwrap();
        assert_eq!(kept, r#"{"byte_start":"x","start_line":-1,"new":[1]}"#);
    }

    #[test]
    fn no_json_is_a_problem() {
        for data in ["", "null", "[", "7", "\"x\"", "{\"a\":", &"[".repeat(100_000)] {
            for kind in ["File", "Symbol", "Reference", "Call", "Import"] {
                assert_eq!(node(row(kind, data)).kind().as_str(), kind);
            }
        }
    }

    #[test]
    fn an_edge_that_only_says_where_it_stands_says_nothing() {
        let whole = br#"{"byte_end":9,"byte_start":0,"end_col":9,"end_line":1,"start_col":0,"start_line":1}"#;
        for data in [b"".as_slice(), b"{}", b"{ }", br#"{"byte_end":9,"byte_start":0}"#, whole] {
            assert!(is_span_alone(data));
        }
        for data in
            [r#"{"byte_end":"9"}"#, r#"{"byte_end":9,"more":1}"#, "[]", "null", "{", "7", "[1,2,3,4,5,6]"]
        {
            assert!(!is_span_alone(data.as_bytes()), "{data}");
        }
    }

    #[test]
    fn a_symbol_of_an_old_file_has_its_kind_by_the_coarse_name() {
        let symbol = symbol(row("Symbol", r#"{"kind":"Function"}"#));
        assert_eq!(symbol.kind, SymbolKind::Function);
        assert!(symbol.extra.is_empty());
    }
}
