// Writes what Go's own type checker says of a tree of packages as a SCIP index, for `examples/truth`.
//
//	GO111MODULE=off [GOPATH=…] go run scripts/go-scip/main.go ROOT OUT.scip
//
// Needs Go 1.19 or later and nothing else. ROOT stands where its packages are imported from: in GOROOT or in a GOPATH. Files that
// a build for this machine without cgo leaves out are not told of; tests are. A method of a generic type is the one that is
// written, whatever it is an instance of; a method that a value has through an embedded type is that type's.
package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// An occurrence: a name, where it stands in its file, and what it names.
type occurrence struct {
	line, from, to int
	symbol         string
	defines        bool
}

// What is told of all files.
type told struct {
	root  string
	fset  *token.FileSet
	files map[string]map[occurrence]bool
	real  map[string]string
	// Folders that hold data for tests, and packages that tests import.
	imported []string
	// Packages by folder, as they are imported.
	source types.ImporterFrom
}

// A package under test, in place of the one that others import.
type withTests struct {
	types.ImporterFrom
	tested *types.Package
}

func (i withTests) ImportFrom(path, folder string, mode types.ImportMode) (*types.Package, error) {
	if i.tested != nil && i.tested.Path() == path {
		return i.tested, nil
	}
	return i.ImporterFrom.ImportFrom(path, folder, mode)
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "give ROOT OUT.scip")
		os.Exit(2)
	}
	build.Default.CgoEnabled = false
	// Where the sources really are: what the standard library keeps of others is found from there.
	if source, err := filepath.EvalSymlinks(filepath.Join(build.Default.GOROOT, "src")); err == nil {
		build.Default.GOROOT = filepath.Dir(source)
	}
	root, err := filepath.EvalSymlinks(os.Args[1])
	check(err)
	root, err = filepath.Abs(root)
	check(err)
	fset := token.NewFileSet()
	t := &told{
		root:   root + string(filepath.Separator),
		fset:   fset,
		files:  map[string]map[occurrence]bool{},
		real:   map[string]string{},
		source: importer.ForCompiler(fset, "source", nil).(types.ImporterFrom),
	}
	check(filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		name := entry.Name()
		if path != root && (name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")) {
			return filepath.SkipDir
		}
		t.folder(path)
		return nil
	}))
	for at := 0; at < len(t.imported); at++ {
		t.folder(t.imported[at])
	}
	check(os.WriteFile(os.Args[2], t.index(), 0o644))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// The package of a folder with its tests, and the package of tests beside it.
func (t *told) folder(path string) {
	found, err := build.Default.ImportDir(path, 0)
	if found == nil || err != nil && len(found.GoFiles)+len(found.TestGoFiles)+len(found.XTestGoFiles) == 0 {
		return
	}
	importPath := found.ImportPath
	if importPath == "." {
		importPath = filepath.Base(path)
	}
	own := append(append([]string{}, found.GoFiles...), found.TestGoFiles...)
	tested := t.check(path, importPath, own, nil)
	t.check(path, importPath+"_test", found.XTestGoFiles, tested)
}

func (t *told) check(folder, importPath string, names []string, tested *types.Package) *types.Package {
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(t.fset, filepath.Join(folder, name), nil, parser.SkipObjectResolution)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			continue
		}
		files = append(files, file)
		for _, spec := range file.Imports {
			path := strings.Trim(spec.Path.Value, "\"`")
			if strings.Contains(path, "/testdata") {
				t.importData(path, folder)
			}
		}
	}
	if len(files) == 0 {
		return nil
	}
	info := &types.Info{
		Defs:      map[*ast.Ident]types.Object{},
		Uses:      map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{},
	}
	errors := 0
	config := types.Config{
		Importer:    withTests{t.source, tested},
		FakeImportC: true,
		Error: func(err error) {
			if errors == 0 {
				fmt.Fprintln(os.Stderr, importPath+":", err)
			}
			errors++
		},
		Sizes: types.SizesFor("gc", build.Default.GOARCH),
	}
	checked, _ := config.Check(importPath, t.fset, files, info)
	if errors > 1 {
		fmt.Fprintf(os.Stderr, "%s: %d errors\n", importPath, errors)
	}
	for name, object := range info.Defs {
		if object != nil {
			t.add(name, object, true)
		}
	}
	for node, object := range info.Implicits {
		// What a type switch binds, once for each case.
		if clause, ok := node.(*ast.CaseClause); ok && clause != nil {
			t.addAt(object.Pos(), object.Name(), t.symbol(object), true)
		}
	}
	for name, object := range info.Uses {
		t.add(name, object, false)
	}
	return checked
}

// Remembers a package that stands among the data of tests.
func (t *told) importData(path, folder string) {
	found, err := build.Default.Import(path, folder, build.FindOnly)
	if err != nil {
		return
	}
	for _, known := range t.imported {
		if known == found.Dir {
			return
		}
	}
	t.imported = append(t.imported, found.Dir)
}

func (t *told) add(name *ast.Ident, object types.Object, defines bool) {
	if name.Name == "_" {
		return
	}
	t.addAt(name.Pos(), name.Name, t.symbol(object), defines)
}

func (t *told) addAt(pos token.Pos, name, symbol string, defines bool) {
	if symbol == "" || !pos.IsValid() {
		return
	}
	at := t.fset.PositionFor(pos, false)
	path := t.resolve(at.Filename)
	relative := strings.TrimPrefix(path, t.root)
	if relative == path {
		return
	}
	known := t.files[relative]
	if known == nil {
		known = map[occurrence]bool{}
		t.files[relative] = known
	}
	known[occurrence{at.Line - 1, at.Column - 1, at.Column - 1 + len(name), symbol, defines}] = true
}

// The path of a file without links: one place has one name, also where it was read for whoever imports it.
func (t *told) resolve(path string) string {
	if real, ok := t.real[path]; ok {
		return real
	}
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		real = path
	}
	t.real[path] = real
	return real
}

// A name for what is defined at one place, whichever time that was read.
func (t *told) symbol(object types.Object) string {
	switch of := object.(type) {
	case *types.Func:
		object = of.Origin()
	case *types.Var:
		object = of.Origin()
	}
	if object.Pkg() == types.Unsafe {
		// The checker knows no place where it is declared; there is one, for its documentation.
		return ""
	}
	where := "of the language " + object.Name()
	if object.Pos().IsValid() {
		at := t.fset.PositionFor(object.Pos(), false)
		path := t.resolve(at.Filename)
		where = fmt.Sprintf("%s %d", strings.TrimPrefix(path, t.root), at.Offset)
		if isLocal(object) {
			return "local " + strings.NewReplacer("/", "_", " ", "_", ".", "_").Replace(where)
		}
	}
	where = "go . . . `" + strings.ReplaceAll(where, "`", "") + "`"
	switch object.(type) {
	case *types.Func, *types.Builtin:
		return where + "()."
	case *types.TypeName:
		return where + "#"
	case *types.PkgName:
		return where + "/"
	case *types.Var, *types.Const, *types.Nil:
		return where + "."
	}
	return ""
}

// Whether it is a function's own: a variable, a constant, a parameter of a type. Types that stand in one are symbols.
func isLocal(object types.Object) bool {
	switch of := object.(type) {
	case *types.Label:
		return true
	case *types.TypeName:
		_, isParameter := of.Type().(*types.TypeParam)
		return isParameter
	case *types.Var:
		return !of.IsField() && !isGlobal(object)
	case *types.Const:
		return !isGlobal(object)
	}
	return false
}

func isGlobal(object types.Object) bool {
	return object.Parent() == nil || object.Pkg() == nil || object.Parent() == object.Pkg().Scope() || object.Parent() == types.Universe
}

// The index as bytes: protobuf by hand, of which so little is needed.
func (t *told) index() []byte {
	var out bytes.Buffer
	paths := make([]string, 0, len(t.files))
	for path := range t.files {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	for _, path := range paths {
		field(&out, 2, document(path, t.files[path]))
	}
	return out.Bytes()
}

func document(path string, occurrences map[occurrence]bool) []byte {
	all := make([]occurrence, 0, len(occurrences))
	for one := range occurrences {
		all = append(all, one)
	}
	sort.Slice(all, func(a, b int) bool {
		x, y := all[a], all[b]
		if x.line != y.line {
			return x.line < y.line
		}
		if x.from != y.from {
			return x.from < y.from
		}
		return x.symbol < y.symbol || x.symbol == y.symbol && x.defines && !y.defines
	})
	var out bytes.Buffer
	field(&out, 1, []byte(path))
	for _, one := range all {
		var place, said bytes.Buffer
		for _, number := range []int{one.line, one.from, one.to} {
			varint(&place, number)
		}
		field(&said, 1, place.Bytes())
		field(&said, 2, []byte(one.symbol))
		if one.defines {
			varint(&said, 3<<3)
			varint(&said, 1)
		}
		field(&out, 2, said.Bytes())
	}
	return out.Bytes()
}

func field(out *bytes.Buffer, number int, payload []byte) {
	varint(out, number<<3|2)
	varint(out, len(payload))
	out.Write(payload)
}

func varint(out *bytes.Buffer, number int) {
	for number > 0x7F {
		out.WriteByte(byte(number&0x7F | 0x80))
		number >>= 7
	}
	out.WriteByte(byte(number))
}
