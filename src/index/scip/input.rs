//! Reading a SCIP index document by document.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use protobuf::CodedInputStream;
use protobuf::rt::WireType;
use scip::types::{Document, Metadata};

use crate::index::IndexError;

/// Numbers of an index's fields.
const METADATA: u32 = 1;
const DOCUMENTS: u32 = 2;

/// How much is read at a time, in bytes.
const BUFFER: usize = 256 << 10;

/// Calls `each` with every document of an index, and with the folder that their paths are from, where the
/// index says it (it does so before its documents). Memory for one document.
///
/// # Errors
/// Where the file cannot be read or is no SCIP index.
pub(super) fn documents(
    path: &Path,
    each: &mut dyn FnMut(Option<&Path>, Document),
) -> Result<(), IndexError> {
    let mut root: Option<PathBuf> = None;
    fields(path, &mut |number, input| {
        match number {
            METADATA => root = folder(&input.read_message::<Metadata>()?.project_root),
            _ => each(root.as_deref(), input.read_message()?),
        }
        Ok(())
    })
}

/// Makes sure that a file looks like a SCIP index. Cost: a read of the file.
///
/// # Errors
/// Where it cannot be read or is none.
pub(in crate::index) fn check(path: &Path) -> Result<(), IndexError> {
    let mut documents = 0u64;
    fields(path, &mut |number, input| {
        documents += u64::from(number == DOCUMENTS);
        let length = input.read_raw_varint32()?;
        input.skip_raw_bytes(length)
    })?;
    if documents == 0 { Err(failed(path, "it holds no documents of a SCIP index")) } else { Ok(()) }
}

/// Calls `each` before every message with metadata or a document; others are skipped.
fn fields(
    path: &Path,
    each: &mut dyn FnMut(u32, &mut CodedInputStream<'_>) -> protobuf::Result<()>,
) -> Result<(), IndexError> {
    let mut read = || -> Result<(), String> {
        let file = File::open(path).map_err(|error| error.to_string())?;
        if !file.metadata().is_ok_and(|metadata| metadata.is_file()) {
            return Err("not a regular file".to_owned());
        }
        let mut file = BufReader::with_capacity(BUFFER, file);
        let mut input = CodedInputStream::from_buf_read(&mut file);
        let wrong = |error: protobuf::Error| format!("not a SCIP index: {error}");
        while let Some(tag) = input.read_raw_tag_or_eof().map_err(wrong)? {
            let (number, wire) = (tag >> 3, WireType::new(tag & 7));
            match (number, wire) {
                (METADATA | DOCUMENTS, Some(WireType::LengthDelimited)) => {
                    each(number, &mut input).map_err(wrong)?
                }
                (1.., Some(wire)) => input.skip_field(wire).map_err(wrong)?,
                _ => return Err("not a SCIP index".to_owned()),
            }
        }
        Ok(())
    };
    read().map_err(|what| failed(path, &what))
}

fn failed(path: &Path, what: &str) -> IndexError {
    IndexError::Scip { path: path.to_owned(), what: what.to_owned() }
}

/// The path that a `file://` URL says.
fn folder(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("file://")?;
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            byte => byte,
        });
    }
    let path = PathBuf::from(String::from_utf8(bytes).ok()?);
    path.is_absolute().then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_a_path() {
        assert_eq!(folder("file:///a%20b/%C3%B6"), Some(PathBuf::from("/a b/ö")));
        for wrong in ["", "/a", "file://host", "file:///a%2", "file:///%ff", "file:///%zz"] {
            assert_eq!(folder(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_no_index_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.scip");
        for bytes in [&b""[..], b"hello, world", b"\x12\xff\xff\xff\xff\x0f", b"\x12\x05ab", b"\x00"] {
            std::fs::write(&path, bytes).unwrap();
            assert!(matches!(check(&path), Err(IndexError::Scip { .. })), "{bytes:?}");
        }
        assert!(check(folder.path()).is_err() && check(&folder.path().join("none")).is_err());
        std::fs::write(&path, b"\x12\x00").unwrap();
        check(&path).unwrap();
        // Damage within a document is found when it is read.
        std::fs::write(&path, b"\x12\x02\x0a\x7f").unwrap();
        assert!(documents(&path, &mut |_, _| {}).is_err());
    }
}
