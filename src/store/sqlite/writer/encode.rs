//! A node's name and JSON, as Magellan writes them: keys in alphabetical order.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::model::{Call, File, Import, Json, Node, NodeData, Reference, Span, Symbol};

/// A node's name and JSON; `None` for one of a kind that no index of ours holds.
pub(in crate::store::sqlite) fn node(node: &Node) -> Option<(String, String)> {
    Some(match &node.data {
        NodeData::File(node) => (node.path.clone(), file(node)),
        NodeData::Symbol(node) => (node.name.clone(), symbol(node)),
        NodeData::Reference(node) => reference(node),
        NodeData::Call(node) => call(node),
        NodeData::Import(node) => import(node),
        NodeData::Other { .. } => return None,
    })
}

/// A file's JSON.
pub(super) fn file(file: &File) -> String {
    let mut fields = Fields::default();
    fields.text("hash", &file.hash);
    fields.put("last_indexed_at", Field::Int(file.last_indexed_at));
    fields.put("last_modified", Field::Int(file.last_modified));
    fields.text("path", &file.path);
    fields.finish(&file.extra)
}

/// A symbol's JSON.
pub(super) fn symbol(symbol: &Symbol) -> String {
    let mut fields = Fields::default();
    fields.text("canonical_fqn", &symbol.canonical);
    fields.text("display_fqn", &symbol.display);
    fields.text("fqn", &symbol.qualified);
    fields.text("kind", symbol.kind.magellan_name());
    fields.text("kind_normalized", symbol.kind.label());
    fields.text("name", &symbol.name);
    fields.text("symbol_id", &symbol.stable_id);
    fields.span(&symbol.span);
    fields.finish(&symbol.extra)
}

/// A reference's name and JSON.
pub(super) fn reference(reference: &Reference) -> (String, String) {
    let mut fields = Fields::default();
    fields.text("file", &reference.path);
    fields.span(&reference.span);
    (format!("ref to {}", reference.target), fields.finish(&reference.extra))
}

/// A call's name and JSON. How the callee was found is written where that is known.
pub(super) fn call(call: &Call) -> (String, String) {
    let mut fields = Fields::default();
    fields.text("callee", &call.callee);
    fields.id("callee_symbol_id", &call.callee_symbol_id);
    fields.text("caller", &call.caller);
    fields.id("caller_symbol_id", &call.caller_symbol_id);
    fields.text("file", &call.path);
    if let Some(certainty) = call.certainty {
        fields.text("resolution", certainty.as_str());
    }
    if !call.candidates.is_empty() {
        fields.put("candidates", Field::Texts(&call.candidates));
    }
    fields.span(&call.span);
    (format!("{} calls {}", call.caller, call.callee), fields.finish(&call.extra))
}

/// An import's name and JSON.
pub(super) fn import(import: &Import) -> (String, String) {
    let mut fields = Fields::default();
    fields.text("file", &import.path);
    fields.text("import_kind", &import.import_kind);
    fields.put("import_path", Field::Texts(&import.import_path));
    fields.put("imported_names", Field::Texts(&import.imported_names));
    fields.put("is_glob", Field::Bool(import.is_glob));
    fields.span(&import.span);
    let name = format!("{} import from {}", import.import_kind, import.path);
    (name, fields.finish(&import.extra))
}

/// The JSON of a `REFERENCES` edge: the reference's span.
pub(super) fn reference_edge(span: &Span) -> String {
    let mut fields = Fields::default();
    fields.span(span);
    fields.finish(&Json::new())
}

/// The JSON of an `IMPORTS` edge: the import's bytes.
pub(super) fn import_edge(span: &Span) -> String {
    let mut fields = Fields::default();
    fields.put("byte_end", Field::Size(span.byte_end));
    fields.put("byte_start", Field::Size(span.byte_start));
    fields.finish(&Json::new())
}

/// A value of a field, borrowed: a node's JSON is written for every row, and rows are many.
enum Field<'a> {
    Text(&'a str),
    Texts(&'a [String]),
    Int(i64),
    Size(u64),
    Bool(bool),
    Null,
    /// One that came with the node.
    Other(&'a Value),
}

impl Serialize for Field<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Field::Text(text) => to.serialize_str(text),
            Field::Texts(texts) => texts.serialize(to),
            Field::Int(number) => to.serialize_i64(*number),
            Field::Size(number) => to.serialize_u64(*number),
            Field::Bool(flag) => to.serialize_bool(*flag),
            Field::Null => to.serialize_unit(),
            Field::Other(value) => value.serialize(to),
        }
    }
}

/// The fields of a node, to be written as an object.
#[derive(Default)]
struct Fields<'a>(Vec<(&'a str, Field<'a>)>);

impl<'a> Fields<'a> {
    fn put(&mut self, key: &'a str, field: Field<'a>) {
        self.0.push((key, field));
    }

    fn text(&mut self, key: &'a str, text: &'a str) {
        self.put(key, Field::Text(text));
    }

    /// An id, or null where there is none.
    fn id(&mut self, key: &'a str, id: &'a str) {
        self.put(key, if id.is_empty() { Field::Null } else { Field::Text(id) });
    }

    fn span(&mut self, span: &Span) {
        self.put("byte_end", Field::Size(span.byte_end));
        self.put("byte_start", Field::Size(span.byte_start));
        self.put("end_col", Field::Size(span.end.column.into()));
        self.put("end_line", Field::Size(span.end.line.into()));
        self.put("start_col", Field::Size(span.start.column.into()));
        self.put("start_line", Field::Size(span.start.line.into()));
    }

    /// The object, with what came with the node that we do not know, its keys in order.
    fn finish(mut self, extra: &'a Json) -> String {
        // A field that was of another type than ours stands in `extra` and stays what it was.
        self.0.retain(|(key, _)| !extra.contains_key(*key));
        self.0.extend(extra.iter().map(|(key, value)| (key.as_str(), Field::Other(value))));
        self.0.sort_unstable_by_key(|(key, _)| *key);
        // Writing text, numbers and lists of text to memory cannot fail.
        serde_json::to_string(&self).unwrap_or_default()
    }
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        for (key, field) in &self.0 {
            map.serialize_entry(key, field)?;
        }
        map.end()
    }
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

    #[test]
    fn what_came_with_a_node_stays_what_it_was() {
        let extra =
            serde_json::from_str(r#"{"zeal": [1, null], "path": 7, "age": {"b": 1, "a": 2}}"#).unwrap();
        let odd = File {
            id: NodeId(1),
            path: String::new(),
            hash: "a\"b".to_owned(),
            last_indexed_at: -1,
            last_modified: 2,
            extra,
        };
        assert_eq!(
            file(&odd),
            r#"{"age":{"b":1,"a":2},"hash":"a\"b","last_indexed_at":-1,"last_modified":2,"path":7,"zeal":[1,null]}"#
        );
    }
}
