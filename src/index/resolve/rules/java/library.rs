//! What Java's own library says of its types: `assets/names/java-library.txt`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Types in types are read so deep.
const MAX_LAYERS: usize = 8;

/// A type of the library.
#[derive(Debug, Default)]
pub(in crate::index::resolve) struct LibraryType {
    /// What it extends.
    pub(in crate::index::resolve) bases: Vec<Shape>,
    methods: HashMap<&'static str, Vec<LibraryMethod>>,
    /// Its fields.
    pub(in crate::index::resolve) fields: HashMap<&'static str, Shape>,
    /// What it takes and gives, where it is a function's.
    pub(in crate::index::resolve) function: Option<LibraryMethod>,
}

/// A method of it: those of one name that take as much and give the same, or one of them where what they give differs.
#[derive(Debug)]
pub(in crate::index::resolve) struct LibraryMethod {
    /// How many arguments it takes; `None` where that is any number.
    arguments: Option<u16>,
    /// What those are, where that matters.
    pub(in crate::index::resolve) takes: Vec<Shape>,
    /// What it gives.
    pub(in crate::index::resolve) gives: Shape,
}

/// A type in the words of another's definition.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::index::resolve) enum Shape {
    Named(&'static str, Vec<Shape>),
    Sequence(Box<Shape>),
    /// A parameter of the type.
    Parameter(usize),
    /// A parameter of the method itself.
    Own(usize),
    Any,
}

impl LibraryType {
    /// Whether it has a method of a name.
    pub(in crate::index::resolve) fn has(&self, name: &str) -> bool {
        self.methods.contains_key(name)
    }

    /// The methods of a name that take so many arguments, or any number.
    pub(in crate::index::resolve) fn methods(
        &self,
        name: &str,
        arguments: Option<u16>,
    ) -> Vec<&LibraryMethod> {
        let Some(all) = self.methods.get(name) else { return Vec::new() };
        let is_just = |method: &&LibraryMethod| method.arguments.is_some() && method.arguments == arguments;
        let just: Vec<&LibraryMethod> = all.iter().filter(is_just).collect();
        if !just.is_empty() {
            return just;
        }
        let only = || all.first().filter(|_| all.len() == 1 && arguments.is_none());
        all.iter().find(|method| method.arguments.is_none()).or_else(only).into_iter().collect()
    }
}

static LIBRARY: LazyLock<HashMap<&str, LibraryType>> =
    LazyLock::new(|| read(include_str!("../../../../../assets/names/java-library.txt")));

/// A type by its name.
pub(in crate::index::resolve) fn library_type(name: &str) -> Option<&'static LibraryType> {
    LIBRARY.get(name)
}

/// Whether a type of the library extends another, in however many steps; `None` where one is not the library's.
pub(in crate::index::resolve) fn extends(of: &str, base: &str) -> Option<bool> {
    LIBRARY.get(base)?;
    let mut seen: HashSet<&str> = HashSet::new();
    let mut open = vec![LIBRARY.get(of)?];
    while let Some(at) = open.pop() {
        for shape in &at.bases {
            if let Shape::Named(name, _) = shape
                && seen.insert(name)
            {
                open.extend(LIBRARY.get(name));
            }
        }
    }
    Some(of == base || base == "Object" || seen.contains(base))
}

fn read(text: &'static str) -> HashMap<&'static str, LibraryType> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(read_line).collect()
}

/// `Name : Base<$0> : method/2(Type,Type=Type …`.
fn read_line(line: &'static str) -> Option<(&'static str, LibraryType)> {
    let mut parts = line.split(" :");
    let name = parts.next()?;
    let bases = parts.next()?.split_whitespace().map(|base| Reader(base).shape(0)).collect();
    let mut of = LibraryType { bases, ..LibraryType::default() };
    for method in parts.next()?.split_whitespace() {
        let (before, gives) = method.rsplit_once('=')?;
        let gives = Reader(gives).shape(0);
        let is_function = before.starts_with("()");
        let before = before.strip_prefix("()").unwrap_or(before);
        let (named, takes) = before.split_once('(').unwrap_or((before, ""));
        let mut takes_all = Vec::new();
        let mut reader = Reader(takes);
        while !reader.0.is_empty() {
            takes_all.push(reader.shape(0));
            reader.skip(',');
        }
        let takes = takes_all;
        if is_function {
            of.function = Some(LibraryMethod { arguments: None, takes, gives });
        } else {
            let (name, count) = named.split_once('/')?;
            if count == "." {
                of.fields.insert(name, gives);
                continue;
            }
            let method = LibraryMethod { arguments: count.parse().ok(), takes, gives };
            of.methods.entry(name).or_default().push(method);
        }
    }
    Some((name, of))
}

/// Reads types one after another.
struct Reader(&'static str);

impl Reader {
    fn skip(&mut self, letter: char) -> bool {
        match self.0.strip_prefix(letter) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    fn word(&mut self) -> &'static str {
        let end = self.0.find([',', '<', '>', '[']).unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at_checked(end).unwrap_or((self.0, ""));
        self.0 = rest;
        word
    }

    fn shape(&mut self, depth: usize) -> Shape {
        let word = self.word();
        let number = |letter: char| word.strip_prefix(letter).and_then(|number| number.parse().ok());
        let mut of = match (number('$'), number('%')) {
            (Some(parameter), _) => Shape::Parameter(parameter),
            (_, Some(own)) => Shape::Own(own),
            _ if word == "_" => Shape::Any,
            _ => {
                let mut arguments = Vec::new();
                if depth < MAX_LAYERS && self.skip('<') {
                    while !self.0.is_empty() && !self.skip('>') {
                        arguments.push(self.shape(depth + 1));
                        self.skip(',');
                    }
                }
                Shape::Named(word, arguments)
            }
        };
        while let Some(rest) = self.0.strip_prefix("[]") {
            self.0 = rest;
            of = Shape::Sequence(Box::new(of));
        }
        of
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_is_read_whole() {
        let text = include_str!("../../../../../assets/names/java-library.txt");
        let lines = text.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(LIBRARY.len(), lines);
        let map = library_type("Map").unwrap();
        let entry = Shape::Named("Entry", vec![Shape::Parameter(0), Shape::Parameter(1)]);
        assert_eq!(map.methods("entrySet", Some(0))[0].gives, Shape::Named("Set", vec![entry]));
        assert!(map.methods("entrySet", Some(1)).is_empty());
        assert_eq!(library_type("List").unwrap().methods("remove", Some(1)).len(), 2);
        let of = library_type("Stream").unwrap().methods("map", Some(1))[0];
        let function = Shape::Named("Function", vec![Shape::Parameter(0), Shape::Own(0)]);
        assert_eq!((&of.takes, &of.gives), (&vec![function], &Shape::Named("Stream", vec![Shape::Own(0)])));
        let us = library_type("Locale").unwrap().fields.get("US");
        assert_eq!(us, Some(&Shape::Named("Locale", Vec::new())));
        let asks = library_type("BiFunction").unwrap().function.as_ref().unwrap();
        assert_eq!((asks.takes.len(), &asks.gives), (2, &Shape::Parameter(2)));
        let text = library_type("String").unwrap().methods("toCharArray", Some(0))[0];
        assert_eq!(text.gives, Shape::Sequence(Box::new(Shape::Named("char", Vec::new()))));
    }

    #[test]
    fn what_extends_what_is_told_where_both_are_known() {
        assert_eq!(extends("ArrayList", "Iterable"), Some(true));
        assert_eq!(extends("ArrayList", "Throwable"), Some(false));
        assert_eq!(extends("IOException", "Throwable"), Some(true));
        assert_eq!(extends("ArrayList", "Object"), Some(true));
        assert_eq!(extends("StringBuilder", "Appendable"), Some(true));
        assert_eq!(extends("Mine", "Object"), None);
    }
}
