class Uses extends Base {
    private final Store store = Store.open("path", 1);

    @Marker(value = Names.LIMIT, levels = {1, HIGH}, nested = @Other(Names.class))
    void run(Store other) {
        store.load().first.save(other, 1);
        this.store.load();
        super.run(null);
        other.load();
        java.util.List.of(1).size();
        a.b.C.D.make();
        Outer.Inner inner = new Outer.Inner(1);
        Outer.Inner.deep.go();
        a.b.C<Names> plain = outer.new Inner<Names>(2);
        ((Store) inner).load();
        (flag ? other : store).load();
        (flag ? new Other() : null).go();
        (last = other).load();
        "text".length();
        Names.class.getName();
        new Store(1, 2) { }.load();
        new Store[] {other}[0].load();
        other.<Names>typed().go();
        run(/* nothing */);
        Iface.super.run();
        int[] numbers = new int[Names.LIMIT];
        numbers[INDEX] += other.count;
        pick(1, 2L, 3.0, 4f, 'c', true, null, !flag, -1);
        pick("a" + other, other + "b" + 1, 1 + 2, other == null, other instanceof Store, new int[1][], x -> x);
        assert other.isOpen() : MESSAGE;
        synchronized (LOCK) {
            throw new Failure(MESSAGE);
        }
    }
}
