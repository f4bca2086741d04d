use std::fmt;
use single;
use crate::a::b as c;
use super::{x, y as z};
use self::local::*;
use a::{self, b::{self as bb, c::D}, e, f::*};
pub use {p, q::r};
pub(crate) use ::rooted::name;
extern crate core as c2;
fn f() {
    use crate::inner::Thing;
    mod m {
        use super::*;
    }
}
