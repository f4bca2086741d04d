//! Every sort of definition.

mod outer {
    pub mod inner;
    pub const LIMIT: usize = 4;
    pub static NAME: &str = "n";
    pub struct Deep;
    impl Deep {
        fn new() -> Self {
            Deep
        }
    }
}

pub struct Graph<N: Weight> {
    pub nodes: Vec<N>,
    index: Box<Index>,
}

pub struct Pair(Graph<u8>, pub usize);

union Bits {
    float: f32,
}

pub enum Shape {
    Empty,
    Circle { radius: f64 },
    Many(Vec<Shape>),
}

type Alias = Graph<u8>;

trait Weight: Clone + fmt::Debug {
    type Unit: Default;
    const ZERO: u8;
    fn weight(&self) -> u8;
    fn twice(&self) -> u8 {
        self.weight() + self.weight()
    }
}

impl<N: Weight> Graph<N> {
    const DEFAULT: usize = LIMIT;

    pub fn add_node(&mut self, node: N) -> usize {
        fn helper(n: usize) -> usize {
            n
        }
        self.index.touch();
        self.nodes.push(node);
        helper(self.nodes.len())
    }
}

impl Weight for Foreign {
    type Unit = u8;
    fn weight(&self) -> u8 {
        1
    }
}

impl<N> fmt::Display for Graph<N> {
    fn fmt(&self, f: &mut Formatter) -> Result {
        Ok(())
    }
}

macro_rules! square {
    ($x:expr) => {
        $crate::multiply($x, Self::default())
    };
}

extern "C" {
    fn external(x: i32);
}

const _: () = check();

fn decisions(x: Option<u8>, y: bool) -> Option<u8> {
    if y && x.is_some() || !y {
        while y {}
        for _ in 0..3 {}
    }
    let Some(z) = x else { loop {} };
    let closure = |v: u8| if v > 1 { 2 } else { 3 };
    match z {
        0 => None,
        1 | 2 if y => Some(closure(x?)),
        _ => None,
    }
}
