//go:build !race

package poll

// Poll waits.
func Poll() int { return 0 }

func many(a, b, c, d, e, f, g, h, i, j, k, known point) int {
	return a.x + known.x
}

type state struct {
	keys map[point]struct{}
}

type point struct{ x int }

var known = map[point]int{{x: 1}: 2}
