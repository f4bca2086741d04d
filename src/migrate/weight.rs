//! How much a record takes up, about.

use serde_json::Value;

use crate::model::{AstNode, Cfg, CfgEdge, Json, NodeData, Record};

/// About how many bytes a record has whose texts are short.
pub(super) const RECORD: usize = 256;

/// About how many bytes a short text has.
const SHORT: usize = 16;

/// About how many bytes a record has: most are short, and what may be long is measured. It is not encoded for
/// that, which would take as long as copying it.
pub(super) fn weight(record: &Record) -> usize {
    let long = match record {
        Record::Node(node) => match &node.data {
            NodeData::File(file) => of_json(&file.extra),
            NodeData::Symbol(symbol) => of_json(&symbol.extra),
            NodeData::Reference(reference) => of_json(&reference.extra),
            NodeData::Call(call) => of_json(&call.extra) + of_texts(&call.candidates),
            NodeData::Import(import) => of_json(&import.extra) + of_texts(&import.imported_names),
            NodeData::Other { name, data, .. } => name.len() + data.len(),
        },
        Record::Edge(edge) => edge.data.len(),
        Record::Chunk(chunk) => chunk.content.len(),
        Record::Ast { nodes, .. } => nodes.len() * (size_of::<AstNode>() + SHORT),
        Record::Cfg(cfg) => of_cfg(cfg),
        Record::Facts { bytes, .. } => bytes.len(),
        Record::Execution(run) => run.args.len() + run.error_message.as_ref().map_or(0, String::len),
        Record::Diagnostic { diagnostic, .. } => diagnostic.message.len(),
        Record::FileMetrics(_) | Record::SymbolMetrics(_) | Record::FileState(_) => 0,
    };
    RECORD + long
}

fn of_cfg(cfg: &Cfg) -> usize {
    let blocks = cfg.blocks.iter().map(|block| {
        let texts = [&block.hash, &block.statements, &block.condition];
        RECORD + texts.into_iter().flatten().map(String::len).sum::<usize>()
    });
    blocks.sum::<usize>() + cfg.edges.len() * (size_of::<CfgEdge>() + SHORT)
}

fn of_texts(texts: &[String]) -> usize {
    texts.iter().map(|text| size_of::<String>() + text.len()).sum()
}

fn of_json(json: &Json) -> usize {
    json.iter().map(|(key, value)| key.len() + of_value(value)).sum()
}

fn of_value(value: &Value) -> usize {
    size_of::<Value>()
        + match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => 0,
            Value::String(text) => text.len(),
            Value::Array(items) => items.iter().map(of_value).sum(),
            Value::Object(fields) => of_json(fields),
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NodeId;

    #[test]
    fn what_is_long_weighs_more() {
        let long = "x".repeat(100_000);
        let facts = Record::Facts { file: NodeId(1), bytes: long.clone().into_bytes() };
        let nodes =
            vec![AstNode { parent: None, kind: "block".to_owned(), byte_start: 0, byte_end: 1 }; 5000];
        let ast = Record::Ast { file: NodeId(1), nodes };
        let other =
            NodeData::Other { kind: "K".to_owned(), name: String::new(), path: None, data: long.clone() };
        let other = Record::Node(crate::model::Node { id: NodeId(1), data: other });
        for record in [facts, ast, other] {
            assert!(weight(&record) >= 100_000, "{:?}", record.kind());
        }
        let nested = serde_json::json!({"a": [{"b": long}]});
        assert!(of_json(nested.as_object().unwrap()) >= 100_000);
    }
}
