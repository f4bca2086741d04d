#[derive(Debug, serde::Serialize)]
#[tokio::main]
#[cfg(test)]
fn calls(w: Writer) -> Result<fmt::Error, Box<dyn Any + Send>> {
    free();
    a::b::path::<Arg>();
    Type::new();
    <Type as Trait>::method(1);
    Vec::<Item>::with_capacity(2);
    receiver().method::<Turbo>().field;
    w.write::<u8>(CONST, function);
    (w.callback)(1);
    Tuple(1, Self::CONSTANT);
    let s = module::Struct { field: 1, short, ..Default::default() };
    let r = Shape::Empty;
    x as Target;
    s.0.inner;
    Wrapper::<Inner> { value: 2 };
}

fn macros(v: u8) {
    println!("{}", local_call(v, Type::make(v), v.len(), s.field));
    log::info!(target: NAME, nested!(a::b(1)));
    assert_eq!(self.total.sum(x), list[0], "text");
    vec![Item::One, other; v != 2];
    matches!(v, Some(n) if n.is_ok() && !done(n));
    call::<Turbo>(v);
    m!(collect::<Vec<_>>(), if (a) {}, &mut b, 'l');
}

impl From<Source> for Dest
where
    Source: Into<Other>,
{
    fn from(s: Source) -> Self {
        impl_helper(|x: &Source| -> Dest { x.convert() }, dyn_value as &dyn Trait)
    }
}
