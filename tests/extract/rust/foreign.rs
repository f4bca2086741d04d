//! Traits for types from outside, and macros among members.

trait Bits {
    fn bits(&self) -> u32;
    fn none(&self) -> bool {
        self.bits() == 0
    }
}

impl Bits for u8 {
    fn bits(&self) -> u32 {
        self.count_ones()
    }
}

impl<T: Bits> Bits for [T] {
    fn bits(&self) -> u32 {
        self.iter().map(|one| one.bits()).sum()
    }
}

struct Style;

impl Style {
    color!(pub const Color::Red, red(), on_red() -> Self);
    other!(Style, fn_like { red(1) });
    forward! { Self::wide(self, other: Self) -> Self; Other::narrow(self); }
}

fn hidden() -> impl Bits {
    1
}

fn apart(x: Result<u8, Own>) {
    if let Err(Own(inner)) = x {}
}

#[cfg(windows)]
either! {
    use crate::windows::open;
    fn left_out() {}
}

rgtest!(finds_nothing, |dir: Dir, mut command: Command| {
    command.run();
});

test! {
    name: prints_all,
    justfile: "a",
}
