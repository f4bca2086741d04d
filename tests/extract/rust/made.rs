// What the macros of the file define.
macro_rules! deserialize {
    ($method:ident) => {
        deserialize!($method, deserialize_number);
    };
    ($method:ident, $using:ident) => {
        fn $method<V>(self, visitor: V) -> V {
            self.$using(visitor)
        }
    };
}

struct Map;

impl Map {
    deserialize!(deserialize_u8);
    deserialize! { deserialize_str, deserialize_any }
}

macro_rules! types {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($variant:ident = $value:expr),* $(,)? }) => {
        $vis enum $name { $($variant),* }
        impl Display for $name {
            fn fmt(&self) {}
        }
    };
    ($($kind:ty => $make:ident;)+) => {
        $(impl From<u8> for $kind { fn $make(x: u8) -> $kind {} })+
    };
}

types! {
    /// Says it.
    pub enum Level { Low = 1, High = 1 + 2 }
}
types! { Map => of_byte; Vec<u8> => of_vec; }

macro_rules! tests {
    ($($name:ident: $body:block)*) => {
        $(#[test] fn $name() $body)*
    };
}

tests! {
    adds: { assert_eq!(1 + 1, 2) }
    subtracts: { assert_eq!(1 - 1, 0) }
}

// A macro that is not known, with words of its own: what stands behind a keyword is most likely defined.
wrap! { impl (Iterator) for #[derive(Clone)] struct Edges<'a> { item: u8 } }

// One that defines nothing by a name that it is given.
macro_rules! twice {
    ($x:expr) => { $x + $x };
}
const FOUR: u8 = twice!(Level::Two);

// Without end.
macro_rules! forever { ($name:ident) => { forever!($name); fn $name() {} }; }
forever!(again);

// The first rule takes no more than three.
macro_rules! checks {
    ($name:ident, $a:expr, $b:expr) => { checks!($name, $a, $b, Options::default()); };
    ($name:ident, $a:expr, $b:expr, $options:expr) => { #[test] fn $name() {} };
}
checks!(three, |a, b| a + b, map::<u8, u8>());
checks!(four, 1, 2, 3);

impl Real for Wide {
    passed_on! {
        Float::floor(self) -> Self;
        Float::largest() -> Self;
        Float::lost(self);
    }
}

// What documents a thing is an attribute of it.
macro_rules! documented {
    ($name:ident) => { documented!(/** Said. */ $name, 1); };
    ($(#[$meta:meta])+ $name:ident, $count:expr) => { $(#[$meta])+ fn $name() {} };
}
documented!(given);
documented!(
    /// Said
    /// twice.
    told,
    2
);

// Nothing stands between what is repeated: an expression ends where the next name begins.
macro_rules! cases {
    ($($name:ident: $func:ident for $input:expr => $output:expr)+) => { $(#[test] fn $name() {})+ };
}
cases! {
    five: halved for "ten" => if big { 1 } else { x as u8 }
    six: halved for f(12)[0] => 'c'
    seven: halved for 14 => y
}

// What a module of tests calls makes tests.
#[cfg(test)]
mod tests {
    mod inner {
        failure! { name: refuses, input: 1 }
    }
    failure!(accepts, 2);
    failure!(Kept, 2);
}

// What is derived is a macro's, whatever trait has that name.
#[derive(Real, other::Gear)]
#[cfg_attr(x, derive(Real))]
#[real(Real)]
struct Narrow;

// What a method gives that a macro makes, without what stands in its brackets.
macro_rules! methods {
    ($($name:ident),*) => {
        $(pub fn $name(&self, uri: impl Into<String>) -> Builder<'_, Vec<u8>> { Builder::new(self) })*
    };
}
impl Client {
    methods!(get, post);
}

// Tests in the brackets of a macro that is not known.
crate::header! {
    (Allow, "allow")
    parses {
        crate::header_test!(first_header, [b"GET"]);
        header_test!(
            second_header,
            []);
        fn helper() { check_test!(local, 1); }
    }
}
