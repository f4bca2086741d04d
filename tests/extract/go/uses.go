package uses

import (
	"fmt"
	"net/http"
)

var client = http.Client{Timeout: Limit, Transport: nil}

type Server struct {
	*http.Server
	Log fmt.Stringer
}

func use(s *Server, list []Point) error {
	fmt.Println(s.Log, len(list), Names("x"), []byte("y"))
	s.Server.Close()
	s.ListenAndServe()
	p := Point{X: 1, Y: list[0].X}
	p.Scale(2).Move(Origin)
	many := []Point{{X: 1}, {Y: two}}
	byName := map[string]*Point{key: {X: 1}, Key: {Y: 2}}
	inner := Outer{Inner: Inner{Deep: p}}
	arrays := [...]string{First: "a", Second: "b"}
	fn := fmt.Sprintf
	fn("x", many, byName, inner, arrays)
	pkg.Generic[int](1)
	Generic[Point, fmt.Stringer](p)
	var err error = &http.ProtocolError{}
	if e, ok := err.(*http.ProtocolError); ok {
		return e
	}
	new(Point).Scale(1)
	(*Point).Scale(nil, 1)
	func() { recover() }()
	Table["x"].Run()
	Config.Inner.Value = 1
	Counter++
	return http.ErrAbortHandler
}
