package imports_test

import "fmt"

import (
	. "math"
	_ "embed"
	alias "net/http"
	"github.com/a/b/v2"
	"gopkg.in/yaml.v3"
	`raw/path`
)

func TestOne(t *testing.T) {}

func Test(t *testing.T) {}

func Testing(t *testing.T) {}

func TestMain(m *testing.M) {}

func BenchmarkOne(b *testing.B) {}

func FuzzOne(f *testing.F) {}

func TestTwo(a, b int) {}
