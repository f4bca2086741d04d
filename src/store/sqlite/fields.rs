//! The fields of a node's JSON object, taken one by one; what nobody takes is kept.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::model::{Json, Position, Span};

/// Up to so many fields are told apart by looking at all of them.
const FEW: usize = 64;

/// The fields that have not been taken yet, in their order.
#[derive(Debug, Default)]
pub(super) struct Fields<'a>(Vec<(Cow<'a, str>, Held<'a>)>);

/// The value of a field. Texts are most of them, and are not copied before it is known what for.
#[derive(Debug)]
enum Held<'a> {
    Text(Cow<'a, str>),
    Other(Value),
    Taken,
}

impl<'a> Fields<'a> {
    /// Reads an object; anything else has no fields.
    pub(super) fn read(data: &'a [u8]) -> Fields<'a> {
        match serde_json::from_slice(data) {
            Ok(fields) => fields,
            Err(_) => match String::from_utf8_lossy(data) {
                // What is wrong with it is not how its text is written.
                Cow::Borrowed(_) => Fields::default(),
                Cow::Owned(text) => {
                    serde_json::from_str::<Fields<'_>>(&text).map(Fields::owned).unwrap_or_default()
                }
            },
        }
    }

    fn owned<'b>(self) -> Fields<'b> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        let fields = self.0.into_iter().map(|(key, held)| {
            let held = match held {
                Held::Text(text) => Held::Text(owned(text)),
                Held::Other(value) => Held::Other(value),
                Held::Taken => Held::Taken,
            };
            (owned(key), held)
        });
        Fields(fields.collect())
    }

    /// What nobody took.
    pub(super) fn rest(self) -> Json {
        let left = self.0.into_iter().filter_map(|(key, held)| match held {
            Held::Text(text) => Some((key.into_owned(), Value::String(text.into_owned()))),
            Held::Other(value) => Some((key.into_owned(), value)),
            Held::Taken => None,
        });
        left.collect()
    }

    fn find(&mut self, key: &str) -> Option<&mut Held<'a>> {
        self.0.iter_mut().find(|(name, _)| name == key).map(|(_, held)| held)
    }

    /// Takes a field out if `read` can make something of it. One that is null says nothing.
    fn take<T>(&mut self, key: &str, read: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        let held = self.find(key)?;
        let Held::Other(value) = held else { return None };
        let taken = read(value);
        if taken.is_some() || value.is_null() {
            *held = Held::Taken;
        }
        taken
    }

    /// Takes a text.
    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        self.named(key, |text| Some(text.to_owned()))
    }

    /// Takes a text if `read` can make something of it.
    pub(super) fn named<T>(&mut self, key: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let held = self.find(key)?;
        let taken = match held {
            Held::Text(text) => read(text),
            Held::Other(Value::Null) => {
                *held = Held::Taken;
                return None;
            }
            Held::Other(_) | Held::Taken => None,
        };
        if taken.is_some() {
            *held = Held::Taken;
        }
        taken
    }

    /// Takes a list of texts.
    pub(super) fn texts(&mut self, key: &str) -> Vec<String> {
        let read = |value: &Value| -> Option<Vec<String>> {
            value.as_array()?.iter().map(|part| part.as_str().map(str::to_owned)).collect()
        };
        self.take(key, read).unwrap_or_default()
    }

    /// Takes a number.
    pub(super) fn int(&mut self, key: &str) -> i64 {
        self.take(key, Value::as_i64).unwrap_or_default()
    }

    /// Takes a truth value.
    pub(super) fn truth(&mut self, key: &str) -> bool {
        self.take(key, Value::as_bool).unwrap_or_default()
    }

    fn offset(&mut self, key: &str) -> u64 {
        self.take(key, Value::as_u64).unwrap_or_default()
    }

    fn place(&mut self, key: &str) -> u32 {
        self.take(key, |value| u32::try_from(value.as_u64()?).ok()).unwrap_or_default()
    }

    /// Takes the six fields of a span.
    pub(super) fn span(&mut self) -> Span {
        Span {
            byte_start: self.offset("byte_start"),
            byte_end: self.offset("byte_end"),
            start: Position { line: self.place("start_line"), column: self.place("start_col") },
            end: Position { line: self.place("end_line"), column: self.place("end_col") },
        }
    }

    /// Of fields of one name the last one says what it is, where the first one stands.
    fn told_apart(mut self) -> Fields<'a> {
        if self.0.len() <= FEW {
            let mut at = 1;
            while at < self.0.len() {
                let (before, after) = self.0.split_at_mut(at);
                let first = after.first_mut().and_then(|(key, held)| {
                    let first = before.iter_mut().find(|(name, _)| name == key)?;
                    first.1 = std::mem::replace(held, Held::Taken);
                    Some(())
                });
                match first {
                    Some(()) => drop(self.0.remove(at)),
                    None => at += 1,
                }
            }
            return self;
        }
        let mut places: HashMap<Cow<'a, str>, usize> = HashMap::new();
        let mut fields: Vec<(Cow<'a, str>, Held<'a>)> = Vec::new();
        for (key, held) in self.0 {
            match places.get(&key).and_then(|place| fields.get_mut(*place)) {
                Some(first) => first.1 = held,
                None => {
                    places.insert(key.clone(), fields.len());
                    fields.push((key, held));
                }
            }
        }
        Fields(fields)
    }
}

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Fields<'de>, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Fields<'de>;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
                let mut fields = Vec::with_capacity(16);
                while let Some(Key(key)) = map.next_key()? {
                    fields.push((key, map.next_value()?));
                }
                Ok(Fields(fields).told_apart())
            }
        }
        from.deserialize_map(Object)
    }
}

/// A name of a field, borrowed where it stands as it is.
struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Key<'de>, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a name")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        from.deserialize_str(Text)
    }
}

impl<'de> Deserialize<'de> for Held<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Held<'de>, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Held<'de>;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a value")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Held<'de>, E> {
                Ok(Held::Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Held<'de>, E> {
                Ok(Held::Text(Cow::Owned(text.to_owned())))
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Held<'de>, E> {
                Ok(Held::Other(value.into()))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Held<'de>, E> {
                Ok(Held::Other(value.into()))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Held<'de>, E> {
                Ok(Held::Other(value.into()))
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Held<'de>, E> {
                Ok(Held::Other(value.into()))
            }

            fn visit_unit<E: Error>(self) -> Result<Held<'de>, E> {
                Ok(Held::Other(Value::Null))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Held<'de>, A::Error> {
                Value::deserialize(SeqAccessDeserializer::new(items)).map(Held::Other)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Held<'de>, A::Error> {
                Value::deserialize(MapAccessDeserializer::new(map)).map(Held::Other)
            }
        }
        from.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_json() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("null".to_owned()),
            Just("true".to_owned()),
            any::<i64>().prop_map(|number| number.to_string()),
            (-1e300f64..1e300).prop_map(|number| format!("{number:e}")),
            "[a-zä\\\\]{0,5}".prop_map(|text| serde_json::to_string(&text).unwrap()),
        ];
        leaf.prop_recursive(3, 30, 5, |inner| {
            let field = ("[a-c]{0,2}", inner.clone()).prop_map(|(key, value)| format!("\"{key}\":{value}"));
            prop_oneof![
                prop::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(","))),
                prop::collection::vec(field.clone(), 0..5)
                    .prop_map(|fields| format!("{{{}}}", fields.join(","))),
                prop::collection::vec(field, 60..80).prop_map(|fields| format!("{{{}}}", fields.join(","))),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_nobody_takes_is_what_was_there(text in any_json()) {
            let wanted = match serde_json::from_str(&text) {
                Ok(Value::Object(map)) => map,
                _ => Json::new(),
            };
            let rest = Fields::read(text.as_bytes()).rest();
            // Also in their order.
            prop_assert_eq!(serde_json::to_string(&rest).unwrap(), serde_json::to_string(&wanted).unwrap());
        }
    }

    #[test]
    fn many_fields_are_told_apart_in_little_time() {
        let fields: Vec<String> =
            (0..200_000).map(|number| format!("\"k{}\":{number}", number % 150_000)).collect();
        let text = format!("{{{}}}", fields.join(","));
        let mut found = Fields::read(text.as_bytes());
        assert_eq!(found.int("k7"), 150_007);
        assert_eq!(found.rest().len(), 149_999);
    }
}
