//! Types of Rust's literals.

/// Stands for the type of an integer that does not say which it is of.
pub(crate) const INTEGER: &str = "{integer}";

/// Likewise, of a number with a point.
pub(crate) const FLOAT: &str = "{float}";

/// Types of integers.
pub(crate) const INTEGERS: [&str; 12] =
    ["i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize"];

/// Types of numbers with a point.
pub(crate) const FLOATS: [&str; 2] = ["f32", "f64"];

/// Whether a value of a type can be a literal of this one.
pub(crate) fn may_be(literal: &str, name: &str) -> bool {
    match literal {
        INTEGER => INTEGERS.contains(&name),
        FLOAT => FLOATS.contains(&name),
        literal => literal == name,
    }
}
