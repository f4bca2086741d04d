#!/usr/bin/env python3
"""Holds the cyclomatic complexity of functions against what lizard counts.

    scripts/complexity.py DATABASE ROOT [SHOWN]

DATABASE is an index of ROOT. Needs lizard (pip install lizard), and magellan-tui in the PATH or named by MAGELLAN_TUI. Prints
how many functions both know, how often they say the same, by how much they differ otherwise, and the SHOWN (10) that differ most.
"""

import collections
import json
import os
import subprocess
import sys

import lizard

# Lines by which two programs may differ in where a function begins: its attributes, its type on a line of its own.
NEAR = (0, -1, 1)


def ours(database):
    """Complexity by path, line (from 1) and name."""
    program = os.environ.get("MAGELLAN_TUI", "magellan-tui")
    export = [program, "export", database, "--format", "jsonl"]
    lines, complexity = {}, {}
    with subprocess.Popen(export, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout:
            fact = json.loads(line)
            if fact["type"] == "symbol":
                lines[fact["id"]] = fact["start_line"]
            elif fact["type"] == "symbol_metrics":
                complexity[fact["symbol"]] = fact
    if running.returncode:
        sys.exit(f"{database}: cannot be exported")
    return {
        (fact["path"], lines[symbol], fact["name"]): fact["cyclomatic_complexity"]
        for symbol, fact in complexity.items()
        if symbol in lines
    }


def main():
    database, root = sys.argv[1:3]
    shown = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    known = ours(database)
    by_how_much, differing = collections.Counter(), []
    for path in sorted({path for path, _, _ in known}):
        for function in lizard.analyze_file(os.path.join(root, path)).function_list:
            name = function.name.split("::")[-1].split(".")[-1]
            near = ((path, function.start_line + by, name) for by in NEAR)
            place = next((place for place in near if place in known), None)
            if place:
                more = known[place] - function.cyclomatic_complexity
                by_how_much[more] += 1
                if more:
                    differing.append((abs(more), more, place))
    print(f"{by_how_much[0]} of {by_how_much.total()} functions have the same")
    for more, count in sorted(by_how_much.items(), key=lambda of: -of[1]):
        if more:
            print(f"{more:+d}: {count}")
    for _, more, (path, line, name) in sorted(differing, reverse=True)[:shown]:
        print(f"{path}:{line}: {name} {more:+d}")


if __name__ == "__main__":
    main()
