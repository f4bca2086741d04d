//! What can be called, and closures that calls are given.

pub struct Node;

pub struct Table<K, V> {
    visit: fn(&Node) -> bool,
    kept: Box<dyn Fn(K, &V) -> Node + Send>,
    pairs: Map<'static, (K, V), fn(K), Item = K>,
}

impl<K, V> Table<K, V> {
    fn each<F>(&self, many: usize, f: F)
    where
        F: for<'a> FnMut(&'a Node, usize),
    {
    }

    fn plain(&self) -> &(dyn Send + Sync) {
        self
    }

    fn use_all(&self) {
        self.each(1, |node, at| node.look(at));
        (self.visit)(&Node);
        self.pairs.iter().fold(0, |sum, pair| pair.count(sum));
        Table::each(self, 2, |_, at: usize| at.next());
    }
}
