//! How an argument of C++ becomes what a parameter takes.

use super::Resolver;
use super::fitting::Fit;
use super::meaning::Type;
use crate::index::facts::Hold;
use crate::index::resolve::Target;
use crate::model::SymbolKind;

/// So many constructors of a class are looked at.
const MAX_CONSTRUCTORS: usize = 32;

/// Words of the names of numbers.
const WORDS: [&str; 9] = ["char", "int", "long", "short", "signed", "unsigned", "float", "double", "bool"];

impl Resolver<'_, '_> {
    /// How well an argument becomes a parameter; `None` where it cannot.
    pub(super) fn conversion(&mut self, argument: &Type, parameter: &Type) -> Option<Fit> {
        match (argument, parameter) {
            // A name of what is nobody else's is a variable like any other.
            (Type::Held(Hold::Fresh, argument), _) => self.conversion(argument, parameter),
            (_, Type::Held(Hold::Fresh, parameter)) => {
                let is_made = is_made_for(argument, parameter);
                let fit = self.conversion(argument, parameter)?.min(Fit::Near);
                Some(if is_made && fit == Fit::Maybe { Fit::Made } else { fit })
            }
            (Type::Held(Hold::Constant, argument), Type::Held(Hold::Constant, parameter)) => {
                self.conversion(argument, parameter)
            }
            (Type::Held(Hold::Constant, argument), _) => {
                self.conversion(argument, parameter).map(|fit| fit.min(Fit::Near))
            }
            (_, Type::Held(Hold::Constant, parameter)) => {
                self.conversion(argument, parameter).map(|fit| fit.min(Fit::Near))
            }
            (Type::Unknown | Type::This | Type::AnyOf(_) | Type::Tuple(_) | Type::Function { .. }, _)
            | (_, Type::Unknown | Type::This | Type::AnyOf(_) | Type::Tuple(_) | Type::Function { .. })
            | (_, Type::Parameter { .. }) => {
                Some(if argument == parameter && *argument != Type::Unknown { Fit::Exact } else { Fit::Open })
            }
            (Type::Parameter { .. }, _) => Some(Fit::Open),
            (
                Type::Held(Hold::Pointer, argument) | Type::Sequence(argument),
                Type::Held(Hold::Pointer, parameter) | Type::Sequence(parameter),
            ) => self.conversion_of_pointers(argument, parameter),
            (Type::Held(..) | Type::Sequence(_), Type::Outside { name, .. }) => match number(name) {
                Some(number) => (number == "bool").then_some(Fit::Base),
                None => Some(Fit::Maybe),
            },
            (Type::Outside { name, .. }, Type::Held(..) | Type::Sequence(_)) => match &**name {
                "nullptr_t" => Some(Fit::Near),
                "string" | "string_view" => None,
                name => number(name).is_none().then_some(Fit::Maybe),
            },
            // No enumeration becomes another one by itself.
            (Type::Project { target: one, .. }, Type::Project { target: other, .. })
                if one != other && self.is_enumeration(*one) && self.is_enumeration(*other) =>
            {
                None
            }
            (Type::Project { target: one, .. }, Type::Project { target: other, .. }) => {
                Some(self.fit_of_project(*one, *other).unwrap_or(Fit::Maybe))
            }
            (
                Type::Held(Hold::Pointer, _) | Type::Sequence(_) | Type::Outside { .. },
                Type::Project { target, .. },
            ) => self.is_made_of(argument, *target).then_some(Fit::Maybe),
            (
                Type::Outside { name, arguments },
                Type::Outside { name: wanted, arguments: wanted_arguments },
            ) => Some(match (number(name), number(wanted)) {
                (Some(of), Some(wanted)) => conversion_of_numbers(&of, &wanted),
                // No number becomes one of these by itself.
                (Some(_), None) if is_container(wanted) => return None,
                _ if name == wanted && arguments == wanted_arguments => Fit::Exact,
                _ => Fit::Maybe,
            }),
            _ => Some(Fit::Maybe),
        }
    }

    fn is_enumeration(&self, of: Target) -> bool {
        self.table.fact(of).is_some_and(|fact| fact.kind == SymbolKind::Enum)
    }

    /// Whether a value from outside may become one of a class: only by a constructor that takes it.
    fn is_made_of(&mut self, argument: &Type, class: Target) -> bool {
        let table = self.table;
        let Some(fact) = table.fact(class) else { return true };
        let is_class = matches!(fact.kind, SymbolKind::Class | SymbolKind::Struct);
        if !is_class || fact.flags.is_declaration || table.is_open(class) || !table.bases_of(class).is_empty()
        {
            return true;
        }
        let constructors = table.own_members(class, &fact.name);
        constructors.into_iter().take(MAX_CONSTRUCTORS).any(|constructor| {
            let Some(fact) = table.fact(constructor) else { return true };
            let takes_one = fact.takes.is_none_or(|takes| (takes.least..=takes.most).contains(&1));
            let first = fact.parameters.first().copied().flatten();
            takes_one
                && match first.map(|of| self.type_of(constructor.file, of)) {
                    Some(of) if matches!(of.bare(), Type::Project { .. }) => false,
                    Some(of) => self.conversion(argument, &of).is_some(),
                    None => fact.takes.is_none_or(|takes| takes.most > 0),
                }
        })
    }

    fn conversion_of_pointers(&mut self, argument: &Type, parameter: &Type) -> Option<Fit> {
        let (is_constant, argument) = without_constant(argument);
        let (takes_constant, parameter) = without_constant(parameter);
        if is_constant && !takes_constant && *parameter != Type::Unknown {
            return None;
        }
        let fit = match (argument, parameter) {
            (_, Type::Outside { name, .. }) if &**name == "void" => Fit::Base,
            (Type::Project { target, .. }, Type::Project { target: wanted, .. }) => {
                self.fit_of_project(*target, *wanted)?
            }
            (Type::Outside { name, .. }, Type::Outside { name: wanted, .. }) => {
                match (number(name), number(wanted)) {
                    (Some(of), Some(wanted)) => (of == wanted).then_some(Fit::Exact)?,
                    (None, None) if name == wanted => Fit::Exact,
                    (None, None) => Fit::Maybe,
                    (Some(_), None) if is_container(wanted) => return None,
                    (None, Some(_)) if is_container(name) => return None,
                    // What is declared elsewhere may be another name of a number.
                    _ => Fit::Maybe,
                }
            }
            _ => self.conversion(argument, parameter)?,
        };
        Some(if is_constant == takes_constant { fit } else { fit.min(Fit::Near) })
    }
}

/// Whether an argument of this type can only become a parameter of a class by a new object: a pointer, or an array, of something
/// else.
pub(super) fn is_made_for(argument: &Type, parameter: &Type) -> bool {
    match argument {
        Type::Held(Hold::Constant | Hold::Fresh, inner) => is_made_for(inner, parameter),
        Type::Held(Hold::Pointer, of) | Type::Sequence(of) => {
            matches!(parameter, Type::Outside { .. } | Type::Project { .. }) && of.bare() != parameter
        }
        _ => false,
    }
}

fn without_constant(of: &Type) -> (bool, &Type) {
    match of {
        Type::Held(Hold::Constant, inner) => (true, inner),
        of => (false, of),
    }
}

/// Whether a type of the library is one of what holds others.
fn is_container(name: &str) -> bool {
    let names = [
        "string",
        "wstring",
        "string_view",
        "vector",
        "map",
        "set",
        "unordered_map",
        "unordered_set",
        "list",
        "deque",
        "array",
        "pair",
        "tuple",
        "unique_ptr",
        "shared_ptr",
        "function",
    ];
    names.contains(&name)
}

/// A number's type by its one name; `None` where it is none. Those of a certain width are what they mostly are where a
/// pointer has 64 bits.
fn number(name: &str) -> Option<String> {
    let written = match name {
        "size_t" | "uint64_t" | "uintptr_t" => "unsigned long",
        "ssize_t" | "int64_t" | "ptrdiff_t" | "intptr_t" => "long",
        "uint32_t" | "uint" => "unsigned",
        "int32_t" => "int",
        "uint16_t" => "unsigned short",
        "int16_t" => "short",
        "uint8_t" => "unsigned char",
        "int8_t" => "signed char",
        "wchar_t" | "char8_t" | "char16_t" | "char32_t" => return Some(name.to_owned()),
        name => name,
    };
    let words: Vec<&str> = written.split_whitespace().collect();
    if words.is_empty() || !words.iter().all(|word| WORDS.contains(word)) {
        return None;
    }
    let count = |word: &str| words.iter().filter(|of| **of == word).count();
    let has = |word: &str| count(word) > 0;
    let base = match (has("char"), has("short"), count("long")) {
        _ if has("bool") => return Some("bool".to_owned()),
        _ if has("float") => return Some("float".to_owned()),
        (_, _, longs) if has("double") => {
            return Some(if longs > 0 { "long double" } else { "double" }.to_owned());
        }
        (true, ..) if has("signed") => return Some("signed char".to_owned()),
        (true, ..) => "char",
        (_, true, _) => "short",
        (_, _, 0) => "int",
        (_, _, 1) => "long",
        _ => "long long",
    };
    Some(if has("unsigned") { format!("unsigned {base}") } else { base.to_owned() })
}

fn conversion_of_numbers(of: &str, wanted: &str) -> Fit {
    let is_promoted = match wanted {
        "int" => matches!(
            of,
            "bool"
                | "char"
                | "signed char"
                | "unsigned char"
                | "short"
                | "unsigned short"
                | "char8_t"
                | "char16_t"
        ),
        "double" => of == "float",
        _ => false,
    };
    match () {
        () if of == wanted => Fit::Exact,
        () if is_promoted => Fit::Near,
        () => Fit::Base,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_name_each() {
        let name = |written| number(written).unwrap_or_default();
        assert_eq!(name("unsigned"), "unsigned int");
        assert_eq!(name("long unsigned int"), "unsigned long");
        assert_eq!(name("size_t"), "unsigned long");
        assert_eq!(name("long long int"), "long long");
        assert_eq!(name("unsigned char"), "unsigned char");
        assert_eq!(name("long double"), "long double");
        assert_eq!(name("string"), "");
    }

    #[test]
    fn a_number_is_promoted_before_it_is_converted() {
        assert_eq!(conversion_of_numbers("int", "int"), Fit::Exact);
        assert_eq!(conversion_of_numbers("char", "int"), Fit::Near);
        assert_eq!(conversion_of_numbers("char", "long"), Fit::Base);
        assert_eq!(conversion_of_numbers("float", "double"), Fit::Near);
    }
}
