class Tree:
    @property
    def root(self) -> Node:
        return self.make()

    @cached_property
    def leaves(self) -> list[Node]:
        return [leaf for leaf in self.root.leaves()]


def loops(trees: list[Tree], named: dict[str, Tree]):
    for tree in trees:
        tree.root.grow()
    for number, tree in enumerate(trees):
        tree.cut(number)
    for name, tree in named.items():
        tree.call(name)
    both = [(a.root, b.go()) for a, b in zip(trees, sorted(trees))]
    first, second = Tree(), both[0]
    first.grow()
    second.grow()


def blocks(opened, given=None):
    with opened.open() as file, Tree() as tree:
        file.read()
        tree.close()
    try:
        tree = given or Tree()
    except (Missing, Broken) as problem:
        problem.tell()
    if (found := Tree()) and isinstance(given, Tree):
        given.grow()
        found.grow()
    given.grow()
    assert isinstance(given, Node)
    given.grow()
    kind = Node if opened else Tree
    kind().grow()
    maker(kind)().grow()
