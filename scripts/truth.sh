#!/bin/sh
# Holds our index against what compilers say, over five projects: the table in BENCHMARKS.md.
# Needs cargo, rust-analyzer, npm, pip (or pip3) and a network. `scripts/truth.sh [FOLDER]` keeps what it fetches in FOLDER.
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

judge() {
    rm -rf "$1.fjall" "$1.fjall.lock"
    "$bin/magellan-tui" index "$1" --db "$1.fjall" >/dev/null 2>&1
    printf '%s: ' "$2"
    "$bin/examples/truth" "$1.fjall" "$1.scip" "$1"
}

python click 8.5.1
python requests 2.34.2
python flask 3.1.3
typescript rxjs 7.8.2 src/internal
rust petgraph 0.8.3
