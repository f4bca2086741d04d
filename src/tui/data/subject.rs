//! What is selected: a file or a symbol, and the text that shows it.

use std::sync::Arc;

use crate::model::{File, NodeData, NodeId, Symbol, SymbolMetrics};
use crate::source::{Document, Origin, Roots, Unusable, read_indexed};
use crate::store::{Reader, Result};

/// What is selected.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// The file's path, as the database writes it.
    pub path: String,
    /// The file's node.
    pub file: Option<File>,
    /// The symbol, where one is selected.
    pub symbol: Option<Symbol>,
    /// The symbol's measures.
    pub metrics: Option<SymbolMetrics>,
}

impl Subject {
    /// By what the text on the screen is known to be this one's still: path and hash.
    pub fn text_key(&self) -> (String, String) {
        (self.path.clone(), self.file.as_ref().map(|file| file.hash.clone()).unwrap_or_default())
    }
}

/// Reads what `symbol`, or else `file`, or else the file at `path`, is.
///
/// # Errors
/// Where the nodes cannot be read.
pub fn subject(
    reader: &dyn Reader,
    path: &str,
    file: Option<NodeId>,
    symbol: Option<NodeId>,
) -> Result<Subject> {
    let symbol = match symbol {
        Some(id) => match reader.node(id)?.map(|node| node.data) {
            Some(NodeData::Symbol(symbol)) => Some(symbol),
            _ => None,
        },
        None => None,
    };
    let file = match (file, &symbol) {
        (Some(file), _) => Some(file),
        (None, Some(symbol)) => reader.file_of_symbol(symbol.id)?,
        (None, None) => reader.file(path)?,
    };
    let file = match file {
        Some(id) => match reader.node(id)?.map(|node| node.data) {
            Some(NodeData::File(file)) => Some(file),
            _ => None,
        },
        None => None,
    };
    let path = symbol.as_ref().map(|s| s.path.as_str()).filter(|path| !path.is_empty());
    let path = path.or(file.as_ref().map(|file| file.path.as_str())).unwrap_or_default().to_owned();
    let metrics = symbol.as_ref().map(|symbol| reader.symbol_metrics(symbol)).transpose()?.flatten();
    Ok(Subject { path, file, symbol, metrics })
}

/// Finds the text of a subject: the file on disk if it is what was indexed, else the symbol's chunk.
///
/// # Errors
/// Where the store cannot be read. A text that cannot be had is one line that says why.
pub fn document(
    reader: &dyn Reader,
    roots: &Roots,
    subject: &Subject,
) -> Result<std::result::Result<Arc<Document>, String>> {
    let why = match (&subject.file, roots.locate(&subject.path)) {
        (Some(file), Some(path)) => match read_indexed(&path, &file.hash) {
            Ok(content) => {
                return Ok(Ok(Arc::new(Document::new(&subject.path, Origin::Disk, &content, 1, 0))));
            }
            Err(Unusable::Missing) => {
                format!("{} is not there; --root DIR says where the sources are", path.display())
            }
            Err(why) => why.to_string(),
        },
        (Some(_), None) => "nobody knows where the sources are; --root DIR says it".to_owned(),
        (None, _) => "the index has no such file".to_owned(),
    };
    let Some(symbol) = &subject.symbol else {
        return Ok(Err(format!("{why}. Select a symbol to see its chunk.")));
    };
    let span = symbol.span;
    let chunk = reader.chunk(&symbol.path, span.byte_start, span.byte_end)?;
    Ok(match chunk {
        Some(chunk) => {
            let content = chunk.content.as_bytes();
            let origin = Origin::Chunk(why);
            Ok(Arc::new(Document::new(&subject.path, origin, content, span.start.line, span.byte_start)))
        }
        None => Err(format!("{why}. The index has no chunk of this symbol either.")),
    })
}
