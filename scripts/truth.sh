#!/bin/sh
# Holds our index against what compilers say, over some projects: the table in BENCHMARKS.md.
# Needs cargo, rust-analyzer, npm, pip (or pip3) and a network; for Go and Java, where they are there, `go` 1.19 with its sources and
# what GOPATH has of the packages named below, and a JDK with its sources (src.zip). `scripts/truth.sh [FOLDER]` keeps what it fetches in FOLDER.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
work=${1:-$(mktemp -d)}
mkdir -p "$work"
work=$(cd "$work" && pwd)
cargo build --quiet --release --manifest-path "$here/Cargo.toml" --bins --examples
bin=$(cargo metadata --quiet --format-version 1 --no-deps --manifest-path "$here/Cargo.toml" |
    sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/release
pip=$(command -v pip3 || command -v pip)

cd "$work"
[ -d node_modules/@sourcegraph ] ||
    npm install --silent --no-fund @sourcegraph/scip-typescript @sourcegraph/scip-python

# Python: the package alone, as it is installed.
python() {
    [ -d "$1" ] || "$pip" install --quiet --no-deps --no-compile --target "$1" "$1==$2"
    [ -f "$1.scip" ] || (cd "$1" && ../node_modules/.bin/scip-python index . --project-name "$1" \
        --project-version "$2" --output "../$1.scip" >/dev/null)
    judge "$1" "$1 $2"
}

# Rust: a crate, as it is published.
rust() {
    if [ ! -d "$1" ]; then
        cargo new --quiet --lib "vendor-$1"
        (cd "vendor-$1" && cargo add --quiet "$1@=$2" && cargo vendor --quiet >/dev/null && mv "vendor/$1" "../$1")
    fi
    [ -f "$1.scip" ] || (cd "$1" && rust-analyzer scip . --output "../$1.scip" >/dev/null 2>&1)
    judge "$1" "$1 $2"
}

# TypeScript: a folder of a package's sources.
typescript() {
    if [ ! -d "$1" ]; then
        npm pack --silent "$1@$2" >/dev/null
        tar xzf "$1-$2.tgz"
        mkdir "$1" && mv "package/$3" "$1/" && rm -r package
        printf '%s\n' '{"compilerOptions": {"target": "es2019", "module": "commonjs", "strict": true,' \
            '"moduleResolution": "node", "lib": ["es2019", "dom"]}, "include": ["**/*.ts"]}' >"$1/tsconfig.json"
    fi
    [ -f "$1.scip" ] || (cd "$1" && ../node_modules/.bin/scip-typescript index --output "../$1.scip" >/dev/null)
    judge "$1" "$1 $2"
}

# Go: a folder of the standard library, or of a package in GOPATH. What a program wrote counts too.
go_package() {
    folder=$1
    [ -d "$folder" ] || return 0
    name=$(echo "$2" | tr / -)
    [ -f "$name.scip" ] || GO111MODULE=off go run "$here/scripts/go-scip/main.go" "$folder" "$name.scip" 2>/dev/null
    judge_in "$folder" "$name" "$2" --generated
}

# Java: a folder of a module of the JDK's own sources.
java_module() {
    sources=$1
    [ -f "$sources" ] || return 0
    [ -d "jdk/$2" ] || unzip -q "$sources" "$2/*" -d jdk
    name=$(echo "$2/$3" | tr / - | sed 's/-$//')
    [ -f "$name.scip" ] || java --add-exports jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED "$here/scripts/JavaScip.java" \
        "jdk/$2/$3" "$name.scip" --patch-module "$2=jdk/$2" 2>/dev/null
    judge_in "jdk/$2/$3" "$name" "$2 $3" --generated
}

# Holds the index of a folder against what is said of it.
judge_in() {
    rm -rf "$2.fjall" "$2.fjall.lock"
    "$bin/magellan-tui" index "$1" --db "$2.fjall" ${4:-} >/dev/null 2>&1
    printf '%s: ' "$3"
    "$bin/examples/truth" "$2.fjall" "$2.scip" "$1"
}

judge() {
    judge_in "$1" "$1" "$2"
}

python click 8.5.1
python requests 2.34.2
python flask 3.1.3
typescript rxjs 7.8.2 src/internal
rust petgraph 0.8.3

if command -v go >/dev/null; then
    library=$(go env GOROOT)/src
    packages=$(go env GOPATH)/src
    for folder in text/template encoding/json go/types net/http cmd/go cmd/compile; do
        go_package "$library/$folder" "$folder"
    done
    for folder in github.com/spf13/cobra github.com/gin-gonic/gin github.com/stretchr/testify gopkg.in/yaml.v3; do
        go_package "$packages/$folder" "$folder"
    done
fi
if command -v javac >/dev/null; then
    jdk=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")/lib/src.zip
    java_module "$jdk" java.base java/util
    java_module "$jdk" java.base sun/security
    for module in java.net.http java.xml jdk.compiler; do
        java_module "$jdk" "$module" ''
    done
fi
