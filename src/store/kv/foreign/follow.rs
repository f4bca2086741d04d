//! What leads to the records of a foreign database.

use super::super::keys::{Key, Parts};
use super::super::layout::{
    FILE_COLUMNS, SYMBOL_COLUMNS, follow_names, index, record, symbol_column, symbol_value,
};
use super::{file_measure, measured_name, of_kind, references, split};
use crate::model::NodeId;
use crate::store::FileColumn;
use crate::store::codec::{
    EdgePayload, FileMetricsPayload, Sought, SymbolMetricsPayload, Undecodable, decode, sought,
};

/// Gives the entries of `indexes` that follow from one of `records`.
///
/// # Errors
/// Where the record cannot be read.
pub(in crate::store::kv) fn follow(
    key: &[u8],
    value: &[u8],
    each: &mut dyn FnMut(Key, &[u8]),
) -> Result<(), Undecodable> {
    let mut parts = Parts(key);
    let (Some(id), Some(tag)) = (parts.int(), parts.tag()) else { return Err(Undecodable::Damaged) };
    let (text, payload) = split(value)?;
    let bytes = Key::of(id);
    let bytes = bytes.bytes();
    match tag {
        record::NODE => match sought(payload)? {
            Sought::File => each(Key::tagged(index::PATH).text(text.as_bytes()).int(id), bytes),
            Sought::Symbol(names) => {
                // A reader may ask for just those that have none.
                if names.qualified.is_empty() {
                    each(Key::tagged(index::QUALIFIED).hash("").int(id), &[]);
                }
                if names.stable_id.is_empty() {
                    each(Key::tagged(index::STABLE_ID).hash("").int(id), &[]);
                }
                follow_names(id, &names, each);
            }
            Sought::Reference(span) => {
                each(references(text).size(span.byte_start).int(id), &span.byte_end.to_be_bytes());
            }
            Sought::Kind(kind) => each(of_kind(kind).int(id), &[]),
            Sought::Nothing => {}
        },
        record::EDGE => {
            let edge: EdgePayload<'_> = decode(payload)?;
            each(Key::tagged(index::EDGE_IN).int(edge.to()).raw(parts.0), bytes);
        }
        record::SYMBOL_METRICS => {
            let metrics = decode::<SymbolMetricsPayload<'_>>(payload)?.metrics(NodeId(id), "");
            SYMBOL_COLUMNS
                .iter()
                .filter_map(|&column| Some(symbol_column(column, symbol_value(column, &metrics)?)))
                .for_each(|key| each(key.int(id), &[]));
            each(measured_name(&metrics), bytes);
        }
        record::FILE_METRICS => {
            let metrics = decode::<FileMetricsPayload>(payload)?.metrics(text);
            for column in FILE_COLUMNS.into_iter().chain([FileColumn::Path]) {
                each(file_measure(column, &metrics).raw(parts.0), key);
            }
        }
        record::STATE => each(Key::tagged(index::STATE).text(text.as_bytes()).int(id), key),
        _ => return Err(Undecodable::Damaged),
    }
    Ok(())
}
