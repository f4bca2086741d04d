@plain
@module.dotted
@called(1)
def f(x: Optional[pkg.Type], y: "Quoted") -> None:
    print(f"{x.name!r} {CONST:>{width}} {helper(x)}")
    Class(1).method()
    module.Class(arg=Value)
    a[Index].b
    (yield from gen())
    del thing
    raise Error from cause
    callbacks = {key: function, **more}
    return not other, await task.run()


class Child(Parent, mixins.Mixin):
    pass
