// Package items holds things.
package items

import "io"

// Kind says what sort.
type Kind int

// Kinds that there are.
const (
	First Kind = iota // the first
	Second
	_
	Third, Fourth = "c", "d"
)

const Limit = 10

var (
	// Default is used by all.
	Default = NewGraph(Limit)
	a, b    = pair()
	c, d    int = 1, 2
	_       io.Reader = (*Graph[int])(nil)
)

// Graph is a graph.
//
// It has nodes.
type Graph[N comparable] struct {
	// Nodes in order.
	Nodes, spare []Node[N] `json:"nodes"`
	index map[N]*Node[N] // by key
	onAdd func(n N) (*Node[N], error)
	Base
	*io.PipeReader
	inner struct {
		deep int
	}
	_ int
}

type Node[N any] struct{ Key N }

type (
	Alias = Graph[string]
	Names []string
	Handler func(w io.Writer) error
	Point struct{ X, Y int }
)

// Walker walks.
type Walker interface {
	io.Closer
	Stopper
	// Walk goes on.
	Walk(from Point) (next Point, err error)
	~int | ~string
}

// NewGraph makes one.
func NewGraph(limit int) *Graph[int] {
	return &Graph[int]{}
}

func pair() (Point, error) { return Point{}, nil }

// Add adds.
func (g *Graph[N]) Add(key N, rest ...N) (*Node[N], error) {
	return g.onAdd(key)
}

func (h Handler) Serve(w io.Writer) error { return h(w) }

func (Elsewhere) Method() {}

func Map[T, U any](xs []T, f func(T) U) []U {
	var out []U
	return out
}

func external(n int) uintptr

func init() {}
