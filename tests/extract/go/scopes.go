package scopes

var node Node

func parameters(node *Node, list []Node, more ...*Node) (out Node, err error) {
	node.Next()
	list[0].Next()
	more[1].Next()
	out.Next()
	return node.Next(), err
}

func variables() {
	node.Next()
	node := node.Next()
	node.Next()
	var second Node
	var third, fourth = second.Next(), pair()
	third.Next()
	fourth.Next()
	first, err := pair()
	first.Next()
	value, ok := table[key]
	value.Next()
	use(err, ok)
	const limit = 1
	use(limit, Limit)
	{
		node := other()
		node.Go()
	}
	node.Next()
	node = other()
	for i, each := range nodes() {
		each.Next()
		use(i)
	}
	for index := 0; index < Limit; index++ {
		use(index)
	}
	use(each, index)
	for value = range channel {
	}
}

func branches(any interface{}, ch chan Node) {
	if v, err := pair(); err != nil {
		v.Next()
	} else if w := v.Next(); w != nil {
		w.Next()
		v.Next()
	}
	v.Next()
	switch x := any.(type) {
	case Node:
		x.Next()
	case *Other, error:
		x.Go()
	default:
		x.Go()
	}
	switch y := pick(); y.kind {
	case First, Second:
		y.Next()
	default:
		y.Next()
	}
	select {
	case got := <-ch:
		got.Next()
	case got, ok := <-ch:
		got.Next()
		use(ok)
	case ch <- node:
	}
	x.Next()
	(<-ch).Next()
	any.(Node).Next()
	asserted, ok := any.(*Node)
	asserted.Next()
	use(ok)
}

func closures(outer Node) func() Node {
	run := func(inner *Other) Node {
		outer.Next()
		inner.Go()
		return outer
	}
	run(nil).Next()
	inner.Go()
	defer func() { outer.Close() }()
	go outer.Run()
	handler := outer.Handle
	handler()
	method := (*Node).Next
	method(outer)
loop:
	for {
		break loop
	}
	type local struct{ field Node }
	var l local
	l.field.Next()
	made := make([]Node, 1)
	made[0].Next()
	fresh := new(Node)
	fresh.Next()
	longer := append(made, *fresh)
	longer[0].Next()
	wait := 2 * Second
	wait.Go()
	part := longer[1:]
	part[0].Next()
	pointer := &node
	pointer.Next()
	cases := []struct {
		name string
		want *Node
	}{
		{name: "one", want: nil},
	}
	for _, each := range cases {
		each.want.Next()
	}
	return func() Node { return outer }
}

func (n *Node) method() Node {
	n.Next()
	return n.field.Next()
}

func generic[T Walker, K comparable](one T, keys map[K]T) T {
	var zero T
	one.Walk()
	keys[key].Walk()
	return zero
}
