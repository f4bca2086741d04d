//! JavaScript: what comments say of types.

use super::{calls, references};

#[test]
fn a_comment_names_types_of_this_file_and_others() {
    let files = [
        ("tree.js", "class Tree { walk() {} }\nmodule.exports = Tree;\n"),
        (
            "types.js",
            "/** @typedef {import('./tree')} Tree */\n/** @typedef {Pick<Tree, \"walk\">} Reader a part of it */\n\
             /**\n * @typedef {(reader: Reader) => Tree} Visit\n */\nmodule.exports = {};\n",
        ),
        (
            "main.js",
            "/** @typedef {import('./types').Reader} Reader */\n/** @typedef {import('./types').Visit} Visit */\n\
             /**\n * @param {Reader} reader what is read\n * @param {Visit} visit\n * @param {...Reader} others\n */\n\
             function f(reader, visit, ...others) { reader.walk(); visit(reader).walk(); others[0].walk(); }\n",
        ),
    ];
    assert_eq!(calls(&files, "walk"), ["tree.js: Tree.walk (type)"; 3]);
}

#[test]
fn a_comment_says_what_this_is() {
    let text = "class Parser { next() { return 1; } }\n/**\n * @this {Parser}\n */\nfunction update() { this.next(); }\n\
        class Chain {\n/** @returns {this} itself */\nset() { return this; }\nend() {} }\nnew Chain().set().set().end();\n";
    assert_eq!(calls(&[("a.js", text)], "next"), ["a.js: Parser.next (type)"]);
    assert_eq!(calls(&[("a.js", text)], "end"), ["a.js: Chain.end (type)"]);
}

#[test]
fn a_comment_says_what_an_object_is_of() {
    let files = [
        (
            "rule.ts",
            "export interface Context { report(): void }\nexport interface Rule { create(context: Context): void }\n",
        ),
        (
            "mine.js",
            "/** @type {import('./rule').Rule} */\nmodule.exports = { create(context) { context.report(); } };\n",
        ),
    ];
    assert_eq!(calls(&files, "report"), ["rule.ts: Context.report (type)"]);
    assert_eq!(references(&files, "create"), ["rule.ts: Rule.create (type)"]);
}

#[test]
fn what_is_taken_out_of_a_part_of_a_module_is_of_that_part() {
    let files = [
        ("tree.js", "const parser = { walk() {} };\nmodule.exports = { parser };\n"),
        ("main.js", "const { walk, other } = require('./tree').parser;\nwalk();\nother();\n"),
    ];
    assert_eq!(calls(&files, "walk"), ["tree.js: parser.walk (import)"]);
    assert_eq!(calls(&files, "other"), ["?"]);
}
