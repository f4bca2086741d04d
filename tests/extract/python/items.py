"""Every sort of definition."""
LIMIT = 4
name: str = "n"
a = b = 1
c, (D, *e) = 1, (2, 3)
obj.attr = LIMIT
name = other
type Alias = list[int]

if LIMIT:
    conditional = Thing()


class Base(abc.ABC, Generic[T], metaclass=Meta):
    count: int = 0
    KINDS = ("a", make())

    @property
    def size(self) -> int:
        return self._size

    @staticmethod
    def build(first):
        return first.go()

    class Inner(Base):
        def method(self):
            def nested(x):
                self.walk(x)
            return nested


@decorated
@module.decorator(1)
async def outer(x):
    class Local:
        field = 1
    y = 2
    return lambda z: z + y


def decisions(x, y):
    if x and y or not x:
        pass
    elif y:
        pass
    else:
        pass
    for i in x:
        while y:
            break
    try:
        pass
    except ValueError:
        pass
    z = 1 if x else 2
    w = [q for q in x if q]
    match x:
        case 1:
            pass
        case 2 if y:
            pass
        case _:
            pass
    assert x
