//! What calls and statements that a language knows give of a value, without a look at who defines them.

/// What a statement asks of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::index::resolve) enum Protocol {
    /// A loop, that it gives values one by one.
    Loop,
    /// `with`, that it can be entered.
    With,
}

/// What a call gives of its receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::index::resolve) enum Pass {
    /// The same.
    Same,
    /// What a call of it gives.
    Called,
    /// What the call is given as its argument of this number.
    Argument(usize),
    /// What it wraps.
    Inside,
    /// What it holds many of.
    Element,
    /// What a loop over it gives.
    Looped,
    /// An `Option` of that; of what holds just one thing that.
    PerhapsElement,
    /// What a lock guards, whether or not it says that it may fail.
    Guarded,
    /// What a cell holds; of anything else the same.
    Borrowed,
    /// Something else that gives the same ones, one by one.
    Many,
    /// What it wraps, or one of what it holds.
    Held,
    /// Something that gives the same ones, each with its number before it.
    Numbered,
    /// Something that gives lists of them.
    Parts,
    /// Something that gives the keys of its pairs.
    Keys,
    /// Something that gives the values of its pairs.
    Values,
    /// Something that gives its pairs, or what it holds, each with its number before it.
    Entries,
    /// Something that gives its pairs, whatever it is that has two arguments.
    Pairs,
    /// Something that gives the second of its two arguments, whatever it is.
    Seconds,
    /// The second of its two arguments.
    Other,
    /// An `Option` of that.
    PerhapsOther,
}

/// What a call gives of what a function gives that it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::index::resolve) enum Mapped {
    /// Something that holds what that gives, as the receiver holds its own.
    Each,
    /// Something that holds what is in what that gives.
    Inner,
    /// Just that.
    Whole,
    /// What waiting for that comes to, which has to be waited for.
    Promised,
    /// What the argument of this number gives.
    Of(usize),
    /// What the argument of this number is, which is no function.
    Like(usize),
    /// Pairs of what the receiver and the argument hold.
    Pairs,
    /// Something that holds the argument itself.
    Held,
    /// What the receiver holds, or else what that gives.
    Else,
}
