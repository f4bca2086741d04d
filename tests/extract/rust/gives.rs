struct Node;

fn branches(c: bool, held: Option<Node>) {
    let a = if c { Node::new() } else { Self::other() };
    a.go();
    let b = match held {
        Some(node) => node,
        None => Node { size: 1 },
    };
    b.go();
    let d = {
        let a = 1;
        a
    };
    d.go();
    let (x, y) = (Node::new(), a);
    x.go();
    [Node::new(), y][0].go();
    unsafe { raw() }.go();
}

fn closures(held: Option<Node>, all: &[Node]) {
    let make = |size: u8| Node { size };
    make(1).go();
    held.map(|node| node.other()).unwrap().go();
    all.iter().filter_map(|node| Some(node.next())).next();
    all.iter().zip(all.iter()).fold(Node::new(), join);
    Box::new(Node::new()).go();
    if let Err(wrong) = held.ok_or(1).map_err(|_| Node::new()) {
        wrong.go();
    }
}

macro_rules! setters {
    ($($name:ident),*) => { $(pub fn $name(&mut self) -> &mut Self { self })* };
}

impl Node {
    setters!(red, blue);
}
