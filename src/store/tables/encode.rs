//! Rows as bytes.
//!
//! A row is its values one after the other. Each begins with a number in LEB128: 0 NULL, 1 an integer (a
//! number in LEB128 follows, its sign in the lowest bit), 2 a real (its 8 bytes follow, big-endian), from 3
//! on text of `(n - 3) / 2` bytes where `n` is odd, and a blob of `(n - 4) / 2` bytes where it is even.

use super::{Row, Value};

const NULL: u64 = 0;
const INTEGER: u64 = 1;
const REAL: u64 = 2;
const TEXT: u64 = 3;
const BLOB: u64 = 4;

/// Adds a row's values to `to`. The same values give the same bytes.
pub(in crate::store) fn encode_row(row: &Row<'_>, to: &mut Vec<u8>) {
    for value in row.values {
        match *value {
            Value::Null => number(NULL, to),
            Value::Integer(integer) => {
                number(INTEGER, to);
                number(((integer << 1) ^ (integer >> 63)).cast_unsigned(), to);
            }
            Value::Real(real) => {
                number(REAL, to);
                to.extend_from_slice(&real.to_bits().to_be_bytes());
            }
            Value::Text(text) => {
                number(TEXT + 2 * text.len() as u64, to);
                to.extend_from_slice(text);
            }
            Value::Blob(blob) => {
                number(BLOB + 2 * blob.len() as u64, to);
                to.extend_from_slice(blob);
            }
        }
    }
}

/// Reads the values that [`encode_row`] wrote; `None` where the bytes are no row.
pub(crate) fn decode_row(mut bytes: &[u8]) -> Option<Vec<Value<'_>>> {
    let mut values = Vec::new();
    while !bytes.is_empty() {
        let sort = read_number(&mut bytes)?;
        values.push(match sort {
            NULL => Value::Null,
            INTEGER => {
                let turned = read_number(&mut bytes)?;
                Value::Integer((turned >> 1).cast_signed() ^ -(turned & 1).cast_signed())
            }
            REAL => {
                let (real, rest) = bytes.split_first_chunk()?;
                bytes = rest;
                Value::Real(f64::from_bits(u64::from_be_bytes(*real)))
            }
            length => {
                let (value, rest) = bytes.split_at_checked(usize::try_from((length - TEXT) / 2).ok()?)?;
                bytes = rest;
                if length % 2 == TEXT % 2 { Value::Text(value) } else { Value::Blob(value) }
            }
        });
    }
    Some(values)
}

/// LEB128: seven bits a byte, lowest first, the top bit set where more follow.
fn number(mut number: u64, to: &mut Vec<u8>) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

fn read_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let part = u64::from(byte & 0x7F);
        if part << shift >> shift != part {
            return None;
        }
        number |= part << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_value() -> impl Strategy<Value = (u8, i64, u64, Vec<u8>)> {
        (0u8..5, any::<i64>(), any::<u64>(), prop::collection::vec(any::<u8>(), 0..200))
    }

    fn value((sort, integer, bits, bytes): &(u8, i64, u64, Vec<u8>)) -> Value<'_> {
        match sort {
            0 => Value::Null,
            1 => Value::Integer(*integer),
            2 => Value::Real(f64::from_bits(*bits)),
            3 => Value::Text(bytes),
            _ => Value::Blob(bytes),
        }
    }

    proptest! {
        #[test]
        fn rows_come_back(made in prop::collection::vec(any_value(), 0..8)) {
            let values: Vec<Value<'_>> = made.iter().map(value).collect();
            let mut bytes = Vec::new();
            encode_row(&Row { key: 1, values: &values }, &mut bytes);
            let mut again = Vec::new();
            let found = decode_row(&bytes).unwrap();
            encode_row(&Row { key: 1, values: &found }, &mut again);
            // By their bytes: NaN is not equal to itself.
            prop_assert_eq!(&bytes, &again);
            prop_assert_eq!(found.len(), values.len());
            let sort = |value: &Value<'_>| match value {
                Value::Null => 0,
                Value::Integer(_) => 1,
                Value::Real(_) => 2,
                Value::Text(_) => 3,
                Value::Blob(_) => 4,
            };
            let (found, made): (Vec<u8>, Vec<u8>) =
                (found.iter().map(sort).collect(), made.iter().map(|made| made.0).collect());
            prop_assert_eq!(found, made);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            decode_row(&bytes);
        }
    }

    #[test]
    fn rows_are_as_they_were_first_written() {
        let values = [
            Value::Null,
            Value::Integer(-1),
            Value::Integer(i64::MIN),
            Value::Real(1.0),
            Value::Text(b"a\xFF"),
            Value::Blob(b""),
        ];
        let mut bytes = Vec::new();
        encode_row(&Row { key: 7, values: &values }, &mut bytes);
        let wanted =
            b"\0\x01\x01\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x02\x3f\xf0\0\0\0\0\0\0\x07a\xff\x04";
        assert_eq!(bytes, wanted);
        assert_eq!(decode_row(&bytes).unwrap(), values);
    }
}
