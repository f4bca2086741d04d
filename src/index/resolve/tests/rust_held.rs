//! Rust: what the library gives of what it holds, and expressions whose own variables tell what they give.

use super::calls;

const TYPES: &str = "#[derive(Clone)] struct A { b: B, opt: Option<B> }\nstruct B;\n\
    impl A { fn go(&self) -> B { B } fn new() -> A { todo!() } fn boxed(f: Box<dyn Fn(&B)>) {} }\n\
    impl B { fn go(&self) {} }\nenum E { One(A), Two { b: B, a: A }, Three }\n";

/// What calls of `go` lead to in a function that takes these.
fn went(text: &str) -> Vec<String> {
    let text = format!("{TYPES}fn f({TAKEN}) -> Option<()> {{\n{text}\nNone }}\n");
    let found = calls(&[("src/lib.rs", &text)], "go");
    found.into_iter().map(|of| of.replace("src/lib.rs: ", "").replace("::go (type)", "")).collect()
}

const TAKEN: &str = "a: A, v: &[A], m: HashMap<u8, A>, e: E, cell: Rc<RefCell<A>>, cells: &RefCell<Vec<A>>, \
    lock: Arc<Mutex<A>>, many: &RwLock<HashMap<u8, A>>, perhaps: Mutex<Option<A>>";

#[test]
fn what_may_be_missing_is_an_option() {
    assert_eq!(went("v.get(0).map(|x| x.go()).unwrap().go();"), ["A", "B"]);
    assert_eq!(went("m.get(&1).and_then(|x| x.opt.as_ref())?.go();"), ["B"]);
    assert_eq!(went("v.iter().find(|x| true).map(|x| &x.b)?.go();"), ["B"]);
    assert_eq!(went("if let Some(x) = v.first() { x.go(); } v.last().cloned()?.go();"), ["A", "A"]);
    assert_eq!(went("let c: &Cell<A> = other(); c.get().go();"), ["A"]);
}

#[test]
fn cells_and_locks_are_borrowed() {
    assert_eq!(went("cell.borrow().go(); cell.borrow_mut().b.go();"), ["A", "B"]);
    assert_eq!(went("for x in cells.borrow().iter() { x.go(); } cells.borrow()[0].go();"), ["A", "A"]);
    // One that fails, one that waits, and one that does neither.
    assert_eq!(went("lock.lock().unwrap().go(); lock.lock().await.go(); lock.lock().go();"), ["A", "A", "A"]);
    assert_eq!(
        went("many.read().unwrap().get(&1)?.go(); perhaps.lock().unwrap().as_ref()?.go();"),
        ["A", "A"]
    );
}

#[test]
fn a_branch_gives_what_its_pattern_binds() {
    assert_eq!(went("let x = match v.first() { Some(a) => a, None => return None }; x.go();"), ["A"]);
    assert_eq!(went("let x = match &e { E::Two { b: q, .. } => q, _ => return None }; x.go();"), ["B"]);
    assert_eq!(
        went("let x = match e { E::One(a) | E::Two { a, .. } => a, _ => return None }; x.go();"),
        ["A"]
    );
    assert_eq!(went("let x = match v { [a, ..] => Some(a), _ => None }; x?.go();"), ["A"]);
    assert_eq!(went("let x = if let Some(a) = v.first() { a } else { return None }; x.go();"), ["A"]);
    assert_eq!(went("let x = { let a = &v[0]; let a = &a.b; a }; x.go();"), ["B"]);
    assert_eq!(went("let x = if a.ok() { a } else { return None }; x.go();"), ["A"]);
    // A variable around has nothing to do with one of its name inside.
    assert_eq!(went("let x = { let a = other(); a }; x.go();"), ["one of 2"]);
    assert_eq!(went("let x = match other() { Some(a) => a, _ => return None }; x.go();"), ["one of 2"]);
}

#[test]
fn a_pattern_of_a_slice_binds_what_it_is_of() {
    assert_eq!(went("if let [x, .., y] = v { x.go(); y.go(); }"), ["A", "A"]);
    assert_eq!(went("if let [x, rest @ ..] = v { x.go(); rest[0].go(); }"), ["A", "A"]);
    assert_eq!(went("if let Some(x @ A { b, .. }) = v.first() { x.go(); b.go(); }"), ["A", "B"]);
}

#[test]
fn what_is_only_handed_on_stays_what_it_is() {
    assert_eq!(went("let x = Arc::clone(&lock); x.lock().unwrap().go();"), ["A"]);
    assert_eq!(went("let x = std::mem::take(&mut a.b); x.go(); mem::replace(&mut a.b, B).go();"), ["B", "B"]);
    assert_eq!(went("let x = Rc::downgrade(&cell); x.upgrade()?.borrow().go();"), ["A"]);
    assert_eq!(went("A::boxed(Box::new(|b| b.go()));"), ["B"]);
    assert_eq!(went("let l: &LazyLock<A> = other(); l.go();"), ["A"]);
}

#[test]
fn a_list_is_of_what_is_put_into_it() {
    assert_eq!(went("for x in vec![a.clone(), a] { x.go(); } vec![&a.b; 3][0].go();"), ["A", "B"]);
    assert_eq!(went("let mut l = Vec::new(); for x in v { l.push(x); } l[0].go();"), ["A"]);
    assert_eq!(went("let mut l = vec![]; l.push(A::new()); for x in &l { x.go(); }"), ["A"]);
    assert_eq!(
        went(
            "let mut l = VecDeque::new(); while let Some(x) = l.pop_front() { x.go(); l.push_back(A::new()); }"
        ),
        ["A"]
    );
    assert_eq!(went("let mut l = HashMap::new(); l.insert(1, a.b); for (key, x) in &l { x.go(); }"), ["B"]);
    assert_eq!(went("let mut l = Vec::new(); l.push(other()); l[0].go();"), ["?"]);
    assert_eq!(
        went("let mut l = vec![]; { let mut l = Vec::new(); l.push(a); } l.push(B); l[0].go();"),
        ["B"]
    );
}
