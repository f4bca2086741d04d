//! All that there is of a file.

use super::super::keys::{Key, Parts};
use super::super::keyspaces::{Space, behind};
use super::super::layout::{record, text};
use super::{KvReader, edges, files, measures, nodes, texts};
use crate::model::{EdgeId, FileRecords, NodeData, NodeId};
use crate::store::Result;

pub(super) fn file_records(reader: &KvReader<'_>, file: NodeId) -> Result<Option<FileRecords>> {
    if reader.view.foreign.is_some() {
        return Ok(None);
    }
    let Some(NodeData::File(node)) = nodes::node(reader, file)?.map(|node| node.data) else {
        return Ok(None);
    };
    let mut found = FileRecords::of(node);
    let (from, to) = (Key::of(file.0), behind(Key::of(file.last_of_file().0).bytes()));
    for pair in reader.view.keyspaces.range(Space::Records, from.bytes(), &to) {
        let (key, value) = pair?;
        take_record(reader, &key, &value, &mut found)?;
    }
    for pair in reader.view.keyspaces.range(Space::Texts, from.bytes(), &to) {
        let (key, value) = pair?;
        take_text(reader, &key, &value, &mut found)?;
    }
    // They are kept by kind.
    found.edges.sort_by_key(|edge| (edge.from, edge.id));
    Ok(Some(found))
}

fn take_record(reader: &KvReader<'_>, key: &[u8], value: &[u8], to: &mut FileRecords) -> Result<()> {
    let damaged = || reader.damaged(Space::Records);
    let mut parts = Parts(key);
    let (id, tag) = (parts.int().map(NodeId).ok_or_else(damaged)?, parts.tag());
    match tag {
        Some(record::NODE) => match nodes::read(reader, id, value)?.data {
            NodeData::Symbol(symbol) => to.symbols.push(symbol),
            NodeData::Reference(reference) => to.references.push(reference),
            NodeData::Call(call) => to.calls.push(call),
            NodeData::Import(import) => to.imports.push(import),
            NodeData::File(_) => {}
            NodeData::Other { .. } => return Err(damaged()),
        },
        Some(record::EDGE) => {
            let kind = parts.edge_kind().ok_or_else(damaged)?;
            let edge = parts.int().map(EdgeId).ok_or_else(damaged)?;
            to.edges.push(edges::read(reader, value, edge, id, &kind)?);
        }
        Some(record::SYMBOL_METRICS) => to.symbol_metrics.push(measures::read_symbol(reader, id, value)?),
        Some(record::FILE_METRICS) => to.metrics = measures::read_file(reader, id, value)?,
        Some(record::STATE) => to.state = files::read_state(reader, id, value)?,
        Some(record::PATH | record::TOTALS) => {}
        _ => return Err(damaged()),
    }
    Ok(())
}

fn take_text(reader: &KvReader<'_>, key: &[u8], value: &[u8], to: &mut FileRecords) -> Result<()> {
    match texts::node_and_tag(key) {
        Some((_, text::FACTS)) => to.facts = value.to_vec(),
        Some((_, text::AST)) => to.ast = texts::read_ast(reader, value)?,
        Some((_, text::CHUNK)) => to.chunks.push(texts::read_chunk(reader, key, value)?),
        Some((function, text::CFG)) => to.cfgs.push(texts::read_cfg(reader, function, value)?),
        _ => return Err(reader.damaged(Space::Texts)),
    }
    Ok(())
}
