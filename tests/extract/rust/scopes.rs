const MAX: u8 = 9;

fn parameters(graph: &Graph, &(a, ref b): &(u8, u8), mut list: Vec<Node>, boxed: Arc<Map>) {
    graph.add(a, b, free, MAX);
    list.push(a);
    boxed.get();
    let len = len(graph);
    len(1);
    let typed: store::Index = make();
    typed.find();
    let made = Tree::with_root(1)?;
    made.walk();
    let shared = Rc::new(Leaf { size: 1 });
    shared.size;
    let unknown = parse();
    unknown.go();
}

fn patterns(input: Option<Shape>) {
    if let Some(inner) = input && check(inner) {
        inner.area();
    } else {
        inner(input);
    }
    match input {
        Some(Shape::Circle { radius, center: Point { x: cx, .. } }) if radius > cx => radius(cx),
        Some(MAX) | None => missing,
        bound @ Some(_) => bound(),
    };
    for (i, item) in items.iter().enumerate() {
        item(i, items);
    }
    while let Some(top) = stack.pop() {
        top();
    }
    top();
    let closure = |left, right: &Side| left(right.turn(), outer);
    {
        let shadow = 1;
        shadow();
    }
    shadow();
}

fn generic<T: Bound, const N: usize>(value: T) -> [T; N] {
    T::default();
    fn nested() {
        value();
    }
    value()
}

impl<K> Cache<K> {
    fn get(&self, key: K) -> Self {
        let other = Self::new();
        other.get(key);
        self.store.fetch();
        self.unknown.fetch();
        self.get(key)
    }
}

struct Cache<K> {
    store: Box<Store>,
    keys: Vec<K>,
}
