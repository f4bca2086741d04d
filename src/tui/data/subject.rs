//! What is selected: a file or a symbol, and the text that shows it.

use std::sync::Arc;

use crate::model::{File, NodeData, NodeId, Symbol, SymbolMetrics};
use crate::source::{Document, LARGEST_FILE, Origin, Roots, Unusable, read_indexed};
use crate::store::{Reader, Result};

/// Symbols of a file that it is put together from at most.
const MOST_STITCHED: usize = 20_000;
/// Columns that are put before a chunk at most; a database may claim any.
const WIDEST_INDENT: u32 = 1000;

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
    if let Some(symbol) = &subject.symbol {
        let span = symbol.span;
        let chunk = reader.chunk(&symbol.path, span.byte_start, span.byte_end)?;
        return Ok(match chunk {
            Some(chunk) => {
                // Blanks for what stands before it in its first line: columns are the file's.
                let indent = u64::from(span.start.column.min(WIDEST_INDENT)).min(span.byte_start);
                let mut content = vec![b' '; usize::try_from(indent).unwrap_or(0)];
                content.extend_from_slice(chunk.content.as_bytes());
                let (line, first_byte) = (span.start.line, span.byte_start - indent);
                Ok(Arc::new(Document::new(&subject.path, Origin::Chunk(why), &content, line, first_byte)))
            }
            None => Err(format!("{why}. The index has no chunk of this symbol either.")),
        });
    }
    let stitched = match &subject.file {
        Some(file) => stitch(reader, file)?,
        None => Vec::new(),
    };
    if stitched.is_empty() {
        return Ok(Err(format!("{why}. The index has no chunk of this file either.")));
    }
    let origin = Origin::Chunk(format!("{why}; only its symbols are here"));
    Ok(Ok(Arc::new(Document::new(&subject.path, origin, &stitched, 1, 0))))
}

/// A file put together from the chunks of its outermost symbols, each at its own line and byte. What
/// stands between them is not in the database: blank lines stand for it. Empty where there is nothing
/// to put together, or where spans make no sense.
fn stitch(reader: &dyn Reader, file: &File) -> Result<Vec<u8>> {
    let mut symbols = Vec::new();
    let mut after = None;
    loop {
        let page = reader.symbols_of_file(file.id, after, 500)?;
        after = page.items.last().map(|(edge, _)| *edge);
        symbols.extend(page.items.into_iter().map(|(_, symbol)| symbol));
        if !page.more || after.is_none() || symbols.len() > MOST_STITCHED {
            break;
        }
    }
    symbols.sort_by_key(|symbol| (symbol.span.byte_start, u64::MAX - symbol.span.byte_end));
    let mut content: Vec<u8> = Vec::new();
    let mut line: u32 = 1;
    for symbol in &symbols {
        let span = symbol.span;
        let here = content.len() as u64;
        if span.byte_start < here {
            continue;
        }
        let (gap, lines) = (span.byte_start - here, span.start.line.saturating_sub(line));
        let column = u64::from(span.start.column);
        let fits = span.byte_end <= LARGEST_FILE && u64::from(lines) + column <= gap;
        let Some(chunk) = reader.chunk(&symbol.path, span.byte_start, span.byte_end)?.filter(|_| fits) else {
            continue;
        };
        let blank = |count: u64| std::iter::repeat_n(b' ', usize::try_from(count).unwrap_or(0));
        content.extend(blank(gap - u64::from(lines) - column));
        content.extend(std::iter::repeat_n(b'\n', lines as usize));
        content.extend(blank(column));
        content.extend_from_slice(chunk.content.as_bytes());
        line = span.start.line.saturating_add(span.lines().saturating_sub(1));
    }
    Ok(content)
}
