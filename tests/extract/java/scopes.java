class Scopes<T> {
    Node node;
    int count;

    void parameters(Node node, T generic, List<Node>... lists) {
        node.next();
        generic.go();
        lists[0].get(0).next();
        node = other;
        this.node.next();
        for (Node each : lists[0]) {
            each.next();
        }
        each.next();
    }

    void variables() {
        node.next();
        Node node = make(), second = node.next();
        node.next();
        second.next();
        var told = make().next();
        told.next();
        Node[] array = {node}, deep[] = new Node[1][count];
        deep[0][1].next();
        array.length++;
        {
            int count = 1;
            use(count);
        }
        use(count);
        for (int index = 0, end = count; index < end; index++) {
            use(index);
        }
        use(index);
        for (var each : node.children()) {
            each.next();
        }
        for (var node2 : node2.children()) {}
    }

    void binding(Object object) {
        if (object instanceof Node found && found.next() != null) {
            found.next();
        } else if (object instanceof Other found) {
            found.next();
        }
        if (!(object instanceof Node late)) {
            return;
        }
        late.next();
        try (Reader reader = open(); var writer = reader.writer(); shared) {
            reader.read();
            writer.write();
        } catch (FirstException | a.b.SecondException failure) {
            failure.report();
        } catch (Third failure) {
            failure.report();
        }
        reader.read();
    }

    int switching(Object object, Colour colour, int number) {
        switch (object) {
            case Node node -> node.next();
            case Point(int x, Other(var y, Node z)) -> z.next();
            default -> node.next();
        }
        switch (colour) {
            case RED:
                Node local = null;
            case GREEN:
                local.next();
        }
        switch (number) {
            case LIMIT -> use(number);
        }
        return switch (colour.mix()) {
            case RED, GREEN -> {
                yield 1;
            }
            case BLUE -> LIMIT;
        };
    }

    void lambdas(List<Node> list) {
        list.forEach(one -> one.next());
        list.reduce((first, second) -> first.join(second));
        list.map((Node typed, var rest) -> { typed.next(); return rest.go(); });
        list.map(Node::next).map(this::wrap).map(Node::new).map(super::base).map(list.get(0)::next);
        list.map(List<Node>::size).map(a.b.Node::next).map(int[]::clone);
        one.next();
    }

    void inner(Node captured) {
        Runnable task = new Runnable() {
            Other count;
            Node captured;

            @Override
            public void run() {
                count.go();
                captured.next();
                this.run();
                Scopes.this.node.next();
                Scopes.super.toString();
            }
        };
        class Local extends Node {
            void go() {
                captured.next();
                next();
            }
        }
        new Local().go();
        captured.next();
        outer:
        while (true) {
            continue outer;
        }
    }

    <N extends Node> N generic(N first, Class<N> type) {
        T value = null;
        first.next();
        return type.cast(first);
    }
}
