#!/usr/bin/env python3
"""Writes what clang says of a folder of C or C++ as a SCIP index, for `examples/truth`.

    clang-scip.py ROOT OUT.scip [clang's arguments, -I, -std …]

Needs `pip install libclang` (14 or later) and clang's own headers (`clang -print-resource-dir`). Every source is parsed, and every
header that none of them included. What stands in the body of a macro, what clang leaves to a template's arguments and what
it adds without a word in the text is not told.
"""

import os
import subprocess
import sys
from ctypes import byref, c_uint, c_void_p

from clang.cindex import Cursor, CursorKind as Kind, File, Index, SourceLocation, TranslationUnit, conf

SOURCES = (".c", ".cc", ".cpp", ".cxx", ".cu")
HEADERS = (".h", ".hh", ".hpp", ".hxx", ".ipp", ".inl", ".cuh")
FUNCTIONS = {Kind.FUNCTION_DECL, Kind.CXX_METHOD, Kind.CONSTRUCTOR, Kind.DESTRUCTOR, Kind.CONVERSION_FUNCTION, Kind.FUNCTION_TEMPLATE}
TYPES = {Kind.STRUCT_DECL, Kind.UNION_DECL, Kind.CLASS_DECL, Kind.ENUM_DECL, Kind.TYPEDEF_DECL, Kind.TYPE_ALIAS_DECL,
         Kind.TYPE_ALIAS_TEMPLATE_DECL, Kind.CLASS_TEMPLATE, Kind.CLASS_TEMPLATE_PARTIAL_SPECIALIZATION}
TERMS = {Kind.PARM_DECL, Kind.FIELD_DECL, Kind.VAR_DECL, Kind.ENUM_CONSTANT_DECL}
USES = {Kind.DECL_REF_EXPR, Kind.MEMBER_REF_EXPR, Kind.TYPE_REF, Kind.TEMPLATE_REF, Kind.MEMBER_REF, Kind.OVERLOADED_DECL_REF}


def place(location):
    """(path, byte in the file) where something is written, also as a macro's argument."""
    file, line, column, offset = c_void_p(), c_uint(), c_uint(), c_uint()
    conf.lib.clang_getFileLocation(location, byref(file), byref(line), byref(column), byref(offset))
    return (conf.lib.clang_getFileName(file) if file.value else None), offset.value


def origin(cursor):
    """The template that an instance is of."""
    for _ in range(8):
        of = conf.lib.clang_getSpecializedCursorTemplate(cursor)
        if of is None or of.kind.is_invalid():
            return cursor
        cursor = of
    return cursor


def is_local(cursor):
    """Whether it is a variable of a function; types that stand in one are symbols."""
    if cursor.kind == Kind.PARM_DECL:
        return True
    at = cursor.semantic_parent
    return cursor.kind == Kind.VAR_DECL and at is not None and at.kind in FUNCTIONS


def symbol(cursor):
    kind = cursor.kind
    usr = cursor.get_usr()
    if not usr or kind not in FUNCTIONS | TYPES | TERMS:
        return None
    if is_local(cursor):
        return "local " + str(abs(hash(usr)))
    end = "()." if kind in FUNCTIONS else "#" if kind in TYPES else "."
    return "c . . . `" + usr.replace("`", "") + "`" + end


def constructors(of):
    """Stands for any constructor of a type, which may be meant wherever it is named."""
    return "c . . . `" + of.get_usr().replace("`", "") + "`!"


class Told:
    """What is told of all files."""

    def __init__(self, root):
        self.root = os.path.realpath(root) + "/"
        self.paths, self.texts = {}, {}
        self.files = {}  # path -> {(begin, end, symbol): is_definition}
        self.defined, self.declared = set(), {}
        self.where = {}  # symbol -> where the text stands that it is made from

    def relative(self, path):
        if path not in self.paths:
            real = os.path.realpath(path) if path else ""
            self.paths[path] = real[len(self.root):] if real.startswith(self.root) else None
        return self.paths[path]

    def text(self, path):
        if path not in self.texts:
            with open(self.root + path, "rb") as file:
                self.texts[path] = file.read()
        return self.texts[path]

    def add(self, location, name, of, is_definition):
        path, at = place(location)
        path = self.relative(path)
        name = (name if name.startswith("operator") else name.split("<")[0]).encode()
        if path is None or not of or not name or self.text(path)[at:at + len(name)] != name:
            return
        key = (at, at + len(name), of)
        known = self.files.setdefault(path, {})
        known[key] = known.get(key, False) or is_definition

    def declare(self, cursor):
        path, at = place(cursor.location)
        path, name = self.relative(path), cursor.spelling.encode()
        is_written = path is not None and self.text(path)[at:at + len(name)] == name
        if cursor.kind in FUNCTIONS and cursor.location.offset != at and not is_written:
            # What a macro makes of its arguments is not written.
            return
        of = symbol(origin(cursor))
        if of is None:
            return
        owner = cursor.semantic_parent
        if cursor.kind in FUNCTIONS and owner is not None and cursor.spelling.split("<")[0] == owner.spelling:
            self.declare_as(cursor, constructors(owner))
        self.declare_as(cursor, of)

    def declare_as(self, cursor, of):
        path, at = place(cursor.location)
        path = self.relative(path)
        if path is None:
            return
        if cursor.is_definition() or of.startswith("local "):
            self.defined.add(of)
            self.add(cursor.location, cursor.spelling, of, True)
        else:
            self.declared.setdefault(of, []).append((cursor.location, cursor.spelling, path, at))

    def use(self, cursor):
        of = cursor.referenced
        if of is None or cursor.kind == Kind.OVERLOADED_DECL_REF:
            return
        said = symbol(origin(of))
        if said:
            path, at = place(of.location)
            self.where.setdefault(said, (self.relative(path), at))
            self.add(cursor.location, of.spelling, said, False)
            if of.kind in TYPES:
                self.add(cursor.location, of.spelling, constructors(origin(of)), False)

    def construct(self, cursor):
        """A constructor that is called by its type's name."""
        of = cursor.referenced
        if of is not None and of.kind in (Kind.CONSTRUCTOR, Kind.FUNCTION_TEMPLATE):
            of = origin(of)
            if of.semantic_parent is not None and of.spelling.split("<")[0] == of.semantic_parent.spelling:
                self.add(cursor.location, of.spelling, symbol(of), False)

    def walk(self, cursor, done):
        stack = [cursor]
        while stack:
            for child in stack.pop().get_children():
                path, _ = place(child.location)
                path = self.relative(path)
                if path is None or path in done:
                    continue
                self.visited.add(path)
                kind = child.kind
                if kind in FUNCTIONS or kind in TYPES or kind in TERMS:
                    self.declare(child)
                elif kind in USES:
                    self.use(child)
                elif kind == Kind.CALL_EXPR:
                    self.construct(child)
                stack.append(child)

    def parse(self, index, path, arguments, done):
        self.visited = set()
        try:
            unit = index.parse(path, arguments, options=TranslationUnit.PARSE_INCOMPLETE)
        except Exception as error:
            print(f"{path}: {error}", file=sys.stderr)
            return
        errors = [d for d in unit.diagnostics if d.severity >= 3]
        if errors:
            print(f"{path}: {len(errors)} errors: {errors[0].location.file}:{errors[0].location.line} {errors[0].spelling}", file=sys.stderr)
        self.walk(unit.cursor, done)
        for of, places in self.declared.items():
            for location, name, path, at in places:
                known = self.files.setdefault(path, {})
                if self.text(path)[at:at + len(name.encode())] == name.encode():
                    known.setdefault((at, at + len(name.encode()), of), None)
        self.declared = {}
        done |= self.visited


def varint(number):
    out = bytearray()
    while True:
        out.append(number & 0x7F | (0x80 if number > 0x7F else 0))
        number >>= 7
        if not number:
            return bytes(out)


def field(number, payload):
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def document(path, text, occurrences, defined, pattern):
    lines = [0]
    for at, byte in enumerate(text):
        if byte == 10:
            lines.append(at + 1)
    from bisect import bisect_right
    out = field(1, path.encode())
    for (begin, end, of), is_definition in sorted(occurrences.items(), key=lambda item: item[0]):
        # What is nowhere defined is defined where it is declared.
        if is_definition is None:
            if of in defined:
                continue
            is_definition = True
        if of not in defined:
            of = pattern(of)
        line = bisect_right(lines, begin) - 1
        spot = b"".join(varint(number) for number in (line, begin - lines[line], end - lines[line]))
        role = varint(3 << 3) + varint(1) if is_definition else b""
        out += field(2, field(1, spot) + field(2, of.encode()) + role)
    return out


def main():
    root, out, arguments = sys.argv[1], sys.argv[2], sys.argv[3:]
    # libclang of Python's tells no such thing by itself.
    conf.lib.clang_getFileLocation.argtypes = [SourceLocation, c_void_p, c_void_p, c_void_p, c_void_p]
    conf.lib.clang_getFileLocation.restype = None
    conf.lib.clang_getFileName.argtypes = [c_void_p]
    from clang.cindex import _CXString
    conf.lib.clang_getFileName.restype = _CXString
    conf.lib.clang_getFileName.errcheck = _CXString.from_result
    conf.lib.clang_getSpecializedCursorTemplate.argtypes = [Cursor]
    conf.lib.clang_getSpecializedCursorTemplate.restype = Cursor
    conf.lib.clang_getSpecializedCursorTemplate.errcheck = Cursor.from_cursor_result
    resources = subprocess.run(["clang", "-print-resource-dir"], capture_output=True, text=True).stdout.strip()
    arguments += ["-resource-dir", resources, "-ferror-limit=0", "-w"]
    told, index, done = Told(root), Index.create(), set()
    paths = [os.path.join(folder, name) for folder, _, names in os.walk(root) for name in sorted(names)]
    for endings, extra in ((SOURCES, []), (HEADERS, ["-x", os.environ.get("HEADERS", "c++")])):
        for path in sorted(path for path in paths if path.endswith(endings)):
            if told.relative(path) not in done:
                told.parse(index, path, extra + arguments, done)
                done.add(told.relative(path))
    at_place = {}
    for path, occurrences in told.files.items():
        for (begin, _, of), is_definition in occurrences.items():
            if is_definition or is_definition is None and of not in told.defined:
                if not of.endswith("!"):
                    at_place[path, begin] = of
    def pattern(of):
        """What a member of an instance of a template is made from."""
        return at_place.get(told.where.get(of), of)

    with open(out, "wb") as file:
        for path, occurrences in sorted(told.files.items()):
            file.write(field(2, document(path, told.text(path), occurrences, told.defined, pattern)))


main()
