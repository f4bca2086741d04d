//! The graph in SCIP, the form in which compilers tell editors and other tools what names mean.

mod document;
mod spill;
mod symbol;

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use protobuf::{EnumOrUnknown, Message as _, MessageField};
use scip::types;

use super::ExportError;
use crate::model::{
    Chunk, Direction, EdgeKind, FileRecords, Node, NodeData, NodeId, Record, RecordKind, Span,
};
use crate::store::{Origin, Reader};
use document::Document;
use spill::{Entry, Sorted, Sorter, What};
use symbol::Naming;

/// Edges are read so many at a time.
const PAGE: usize = 512;

/// Says for symbols of a file of our own at which byte of the file their names begin.
pub type NameStarts<'a> = &'a dyn Fn(&FileRecords) -> HashMap<NodeId, u64>;

/// Writes a snapshot as a SCIP index: a document a file, with the definitions and resolved uses in it. Setting
/// `cancel` ends it. Cost: a scan of the whole database and a look-up for each symbol that a file names; memory for
/// one file, and some bytes for each symbol whose name and kind an earlier one of its file has too. In a database that
/// Magellan wrote, what stands in a file is scattered: it is sorted first, in temporary files.
///
/// # Errors
/// Where the database cannot be read or `out` not be written to, and where it was cancelled.
pub fn scip_index(
    reader: &dyn Reader,
    names: NameStarts<'_>,
    out: &mut dyn Write,
    cancel: &AtomicBool,
) -> Result<(), ExportError> {
    let meta = reader.meta()?;
    let naming = Naming::new(reader, &meta, cancel)?;
    let index = types::Index { metadata: MessageField::some(metadata(naming.root())), ..Default::default() };
    out.write_all(&bytes_of(&index)?)?;
    let mut write = |document: Document<'_>| -> Result<(), ExportError> {
        // Messages that stand behind each other are one, and their lists one list.
        let part = types::Index { documents: vec![document.finish()], ..Default::default() };
        Ok(out.write_all(&bytes_of(&part)?)?)
    };
    match meta.origin {
        Origin::Own => each(reader, RecordKind::File, cancel, &mut |node| {
            let Some(records) = reader.file_records(node.id)? else { return Ok(()) };
            let mut document =
                Document::new(&naming, reader, &naming.relative(Path::new(&records.file.path)));
            of_records(&mut document, &records, &names(&records))?;
            write(document)
        }),
        Origin::Magellan => {
            let mut sorted = scattered(reader, &naming, cancel)?;
            let mut document: Option<Document<'_>> = None;
            while let Some(entry) = sorted.next()? {
                if cancel.load(Ordering::Relaxed) {
                    return Err(ExportError::Interrupted);
                }
                if document.as_ref().is_none_or(|document| document.path() != entry.path) {
                    document.take().map_or(Ok(()), &mut write)?;
                }
                let document = document.get_or_insert_with(|| Document::new(&naming, reader, &entry.path));
                match entry.what {
                    What::File => {}
                    What::Define(id) => define_scattered(document, reader, id)?,
                    What::Refer(target) => document.refer(entry.span, target)?,
                }
            }
            document.map_or(Ok(()), write)
        }
    }
}

/// Writes down a file of our own.
fn of_records(
    document: &mut Document<'_>,
    records: &FileRecords,
    names: &HashMap<NodeId, u64>,
) -> Result<(), ExportError> {
    let chunks: HashMap<(u64, u64), &Chunk> =
        records.chunks.iter().map(|chunk| ((chunk.byte_start, chunk.byte_end), chunk)).collect();
    let uses = records.references.iter().map(|used| (used.id, used.span));
    let uses: HashMap<NodeId, Span> =
        uses.chain(records.calls.iter().map(|used| (used.id, used.span))).collect();
    let mut bases: HashMap<NodeId, Vec<NodeId>> = HashMap::new();
    for edge in &records.edges {
        match (&edge.kind, uses.get(&edge.from)) {
            (EdgeKind::Calls | EdgeKind::References, Some(&span)) => document.refer(span, edge.to)?,
            (EdgeKind::Implements, _) => bases.entry(edge.from).or_default().push(edge.to),
            _ => {}
        }
    }
    for symbol in &records.symbols {
        let chunk = chunks.get(&(symbol.span.byte_start, symbol.span.byte_end));
        let text = chunk.map(|chunk| chunk.content.as_str());
        let bases = bases.get(&symbol.id).map(Vec::as_slice).unwrap_or_default();
        document.define(symbol, text, names.get(&symbol.id).copied(), bases)?;
    }
    Ok(())
}

fn define_scattered(document: &mut Document<'_>, reader: &dyn Reader, id: NodeId) -> Result<(), ExportError> {
    let Some(Node { data: NodeData::Symbol(symbol), .. }) = reader.node(id)? else { return Ok(()) };
    let chunk = reader.chunk(&symbol.path, symbol.span.byte_start, symbol.span.byte_end)?;
    let bases = reader.edges(id, Direction::Out, &EdgeKind::Implements, None, PAGE)?;
    let bases: Vec<NodeId> = bases.items.iter().map(|edge| edge.to).collect();
    document.define(&symbol, chunk.as_ref().map(|chunk| chunk.content.as_str()), None, &bases)
}

fn metadata(root: Option<&str>) -> types::Metadata {
    types::Metadata {
        tool_info: MessageField::some(types::ToolInfo {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            ..Default::default()
        }),
        project_root: root.map(file_url).unwrap_or_default(),
        text_document_encoding: EnumOrUnknown::new(types::TextEncoding::UTF8),
        ..Default::default()
    }
}

/// A path as a URL, in which what is no plain letter stands as bytes.
fn file_url(path: &str) -> String {
    let mut url = "file://".to_owned();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    url
}

fn bytes_of(index: &types::Index) -> Result<Vec<u8>, ExportError> {
    index.write_to_bytes().map_err(|error| ExportError::Write(std::io::Error::other(error)))
}

/// Goes through the nodes of a sort.
fn each(
    reader: &dyn Reader,
    kind: RecordKind,
    cancel: &AtomicBool,
    each: &mut dyn FnMut(Node) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let mut done = Ok(());
    reader.records(kind, &mut |record| {
        if let Record::Node(node) = record {
            done = if cancel.load(Ordering::Relaxed) { Err(ExportError::Interrupted) } else { each(node) };
        }
        done.is_ok()
    })?;
    done
}

/// Files, symbols and resolved uses, by file.
fn scattered(reader: &dyn Reader, naming: &Naming, cancel: &AtomicBool) -> Result<Sorted, ExportError> {
    let mut sorter = Sorter::new();
    for kind in [RecordKind::File, RecordKind::Symbol, RecordKind::Reference, RecordKind::Call] {
        each(reader, kind, cancel, &mut |node| {
            let (path, span, edges) = match &node.data {
                NodeData::File(file) => (&file.path, Span::default(), None),
                NodeData::Symbol(symbol) => (&symbol.path, symbol.span, None),
                NodeData::Reference(used) => (&used.path, used.span, Some(EdgeKind::References)),
                NodeData::Call(used) => (&used.path, used.span, Some(EdgeKind::Calls)),
                _ => return Ok(()),
            };
            let path = naming.relative(Path::new(path));
            let mut add = |what| sorter.add(Entry { path: path.clone(), what, span });
            match edges {
                None if kind == RecordKind::File => add(What::File)?,
                None => add(What::Define(node.id))?,
                Some(edges) => {
                    for edge in reader.edges(node.id, Direction::Out, &edges, None, PAGE)?.items {
                        add(What::Refer(edge.to))?;
                    }
                }
            }
            Ok(())
        })?;
    }
    Ok(sorter.sorted()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_url() {
        assert_eq!(file_url("/a b/ö.d"), "file:///a%20b/%C3%B6.d");
    }
}
