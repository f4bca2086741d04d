impl Shape<Round> {
    fn draw(&self) {}
}

impl<'a, T> Shape<T> {
    fn any(&self) {}
}

impl<T> More for Result<T, ()> {
    fn more(self) {}
}

fn nodes() -> impl Iterator<Item = Node> {}
fn later<F: Future<Output = Node>>(f: F) -> Box<dyn Index<usize, Output = Node>> {}

fn f(shapes: &[Shape<Round>]) {
    let all: Vec<_> = shapes.iter().collect();
    let told: Vec<Shape<_>> = shapes.iter().collect();
    let open: Graph<_> = Default::default();
    let wrapped = shapes.iter().collect::<Result<Vec<_>, _>>();
    all.len();
    told.len();
    open.len();
    wrapped.len();
    (0..=1).len();
    (0..1).len();
    vec![all].len();
    format!("{wrapped}").len();
}
