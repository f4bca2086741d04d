//! What `Self` is, and fields of variants that patterns take apart.

pub enum Tree<T> {
    Fork { left: Box<Self>, right: Box<Self> },
    Leaf(T),
}

impl<T> Tree<T> {
    fn leaf(value: T) -> Self {
        Self::Leaf(value)
    }

    fn turned(self) -> Self {
        match self {
            Self::Fork { left, right } => Tree::Fork { left: right, right: left },
            leaf => leaf,
        }
    }

    fn shown(&self) -> String {
        format!("{}", size_of::<Self>())
    }
}

struct Pair(u8, u8);

impl Default for Pair {
    fn default() -> Self {
        Self(0, 0)
    }
}

trait Grow {
    type Seed;
    fn grown(&self) -> Self;
    fn seed(&self) -> Self::Seed;
}

impl<T: Clone> Grow for T {
    type Seed = Self;
    fn grown(&self) -> Self {
        self.clone()
    }
    fn seed(&self) -> Self::Seed {
        self.clone()
    }
}

impl Grow for &Pair {
    type Seed = Self;
    fn grown(&self) -> Self {
        self
    }
    fn seed(&self) -> Self {
        self
    }
}
