handler = Handler()


def parameters(a, b: Graph, *args, c=default, d: "Node" = a, **kw) -> Result[b]:
    a(b, args, c, kw, free)
    b.add(d)
    d.next()
    later()
    later = 1
    a.b.c
    handler.handle()


def binding(items):
    for i, (j, k) in items:
        i(j, k)
    with open(items) as stream, lock:
        stream.read()
    try:
        pass
    except Error as problem:
        problem.args
    total = [x(y) for x in items if x]
    x(1)
    if (n := items.pop()) and any((m := q) for q in n):
        n(m, q)
    graph = Graph()
    graph.walk()
    graph = other()
    graph.walk()
    count += 1
    count()


def declared():
    global handler
    handler = Other()
    handler()

    def inner():
        nonlocal state
        state = 1
        state()

    state = 2
    inner()
    return lambda s, t=state: s(t, state)


class Service:
    limit = 3
    store: Store

    def __init__(self, graph: Graph, size=limit):
        self.cache = Cache(limit)
        self.graph = graph

    def run(self):
        self.cache.get(self.store.load())
        self.graph.walk()
        self.unknown.go()
        self.run()
        super().run()
        Service.limit
        limit

    @classmethod
    def make(cls):
        return cls.run()


def matching(value):
    match value:
        case Point(x=0, y=py) | [py, *rest]:
            py(rest)
        case {"k": v, **others} as whole:
            v(others, whole)
        case Color.RED | "s":
            pass


def typed[T: Bound](x: T) -> T:
    y: T = x
    return y(T)

log = logging.getLogger(__name__)


def logs():
    log.info("text")
