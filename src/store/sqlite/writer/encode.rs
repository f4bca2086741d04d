//! A node's name and JSON, as Magellan writes them: keys in alphabetical order.

use serde_json::{Value, json};

use crate::model::{Call, File, Import, Json, Reference, Span, Symbol};

/// A file's JSON.
pub(super) fn file(file: &File) -> String {
    let fields = json!({
        "hash": file.hash,
        "last_indexed_at": file.last_indexed_at,
        "last_modified": file.last_modified,
        "path": file.path,
    });
    finish(fields, None, &file.extra)
}

/// A symbol's JSON.
pub(super) fn symbol(symbol: &Symbol) -> String {
    let fields = json!({
        "canonical_fqn": symbol.canonical,
        "display_fqn": symbol.display,
        "fqn": symbol.qualified,
        "kind": symbol.kind.magellan_name(),
        "kind_normalized": symbol.kind.label(),
        "name": symbol.name,
        "symbol_id": symbol.stable_id,
    });
    finish(fields, Some(&symbol.span), &symbol.extra)
}

/// A reference's name and JSON.
pub(super) fn reference(reference: &Reference) -> (String, String) {
    let fields = json!({ "file": reference.path });
    (format!("ref to {}", reference.target), finish(fields, Some(&reference.span), &reference.extra))
}

/// A call's name and JSON. How the callee was found is written where that is known.
pub(super) fn call(call: &Call) -> (String, String) {
    let mut fields = json!({
        "callee": call.callee,
        "callee_symbol_id": present(&call.callee_symbol_id),
        "caller": call.caller,
        "caller_symbol_id": present(&call.caller_symbol_id),
        "file": call.path,
    });
    if let Value::Object(map) = &mut fields {
        if let Some(certainty) = call.certainty {
            map.insert("resolution".to_owned(), certainty.as_str().into());
        }
        if !call.candidates.is_empty() {
            map.insert("candidates".to_owned(), call.candidates.clone().into());
        }
    }
    (format!("{} calls {}", call.caller, call.callee), finish(fields, Some(&call.span), &call.extra))
}

/// An import's name and JSON.
pub(super) fn import(import: &Import) -> (String, String) {
    let fields = json!({
        "file": import.path,
        "import_kind": import.import_kind,
        "import_path": import.import_path,
        "imported_names": import.imported_names,
        "is_glob": import.is_glob,
    });
    let name = format!("{} import from {}", import.import_kind, import.path);
    (name, finish(fields, Some(&import.span), &import.extra))
}

/// The JSON of a `REFERENCES` edge: the reference's span.
pub(super) fn reference_edge(span: &Span) -> String {
    finish(json!({}), Some(span), &Json::new())
}

/// The JSON of an `IMPORTS` edge: the import's bytes.
pub(super) fn import_edge(span: &Span) -> String {
    json!({ "byte_end": span.byte_end, "byte_start": span.byte_start }).to_string()
}

/// An id, or null where there is none.
fn present(id: &str) -> Option<&str> {
    (!id.is_empty()).then_some(id)
}

/// Adds the span and what came with the node that we do not know, and sorts the keys.
fn finish(fields: Value, span: Option<&Span>, extra: &Json) -> String {
    let Value::Object(mut map) = fields else { return fields.to_string() };
    if let Some(span) = span {
        map.insert("byte_end".to_owned(), span.byte_end.into());
        map.insert("byte_start".to_owned(), span.byte_start.into());
        map.insert("end_col".to_owned(), span.end.column.into());
        map.insert("end_line".to_owned(), span.end.line.into());
        map.insert("start_col".to_owned(), span.start.column.into());
        map.insert("start_line".to_owned(), span.start.line.into());
    }
    // A field that was of another type than ours stands in `extra` and stays what it was.
    map.extend(extra.iter().map(|(key, value)| (key.clone(), value.clone())));
    map.sort_keys();
    Value::Object(map).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{NodeId, Position};

    #[test]
    fn a_call_reads_as_magellan_writes_it() {
        let span = Span {
            byte_start: 2300,
            byte_end: 2311,
            start: Position { line: 96, column: 27 },
            end: Position { line: 96, column: 38 },
        };
        let unresolved = Call {
            id: NodeId(87),
            path: "src/lib.rs".to_owned(),
            caller: "add".to_owned(),
            callee: "name".to_owned(),
            caller_symbol_id: "e7f4262d0a70c8e3".to_owned(),
            callee_symbol_id: String::new(),
            span,
            certainty: None,
            candidates: Vec::new(),
            extra: Json::new(),
        };
        let (name, data) = call(&unresolved);
        assert_eq!(name, "add calls name");
        assert_eq!(
            data,
            r#"{"byte_end":2311,"byte_start":2300,"callee":"name","callee_symbol_id":null,"caller":"add","caller_symbol_id":"e7f4262d0a70c8e3","end_col":38,"end_line":96,"file":"src/lib.rs","start_col":27,"start_line":96}"#
        );
    }
}
