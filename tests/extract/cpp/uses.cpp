namespace app {
struct Node { Node *next; void go(); int size(int) const; Node(int); };
class List {
	std::vector<Node> nodes_;
	std::unique_ptr<Node> head_;
	void walk(Node *n, const Other &o);
	Node *find();
};

void List::walk(Node *n, const Other &o) {
	auto x = std::make_unique<Node>(1);
	for (auto &e : nodes_) { e.go(); }
	for (Node &e : o.all()) e.go();
	auto [k, v] = pair();
	k.go();
	auto l = [&, z = n->next](int q, auto g) { g(q); z->go(); return find(); };
	l(1, 2);
	head_->size(1);
	x->go();
	Node d(1);
	Node e{2};
	std::lock_guard<std::mutex> guard(mutex_);
	auto *p = new Node(3);
	p->go();
	auto c = Color::Red;
	static_cast<Node *>(n)->go();
	n->find<int>(1).then();
	Node::go();
	app::List::make(1, 2, 3);
	::global(1);
	if (auto it = find(); it != nullptr) it->go();
	if (Node *m = find()) m->go();
	try { risky(); } catch (const Error &err) { err.what(); throw Error("x"); }
	nodes_[0].go();
	(*n).go();
	this->find()->go();
	convert<Node>(n);
	decltype(x) y;
	y->go();
	T t;
	auto f = &List::find;
	delete p;
	{ using namespace inner; inside(); }
	return Node{1};
}

template <class T> T *build(T from) {
	T made = T(from);
	made.go();
	std::vector<T> all;
	all.push_back(made);
	return new T(made);
}
}
