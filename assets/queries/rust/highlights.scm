; Refines the grammar's own highlight query, to which it is appended: a later pattern wins.

; The grammar's own pattern for constants ends in a stray quote and never matches.
((identifier) @constant
 (#match? @constant "^[A-Z][A-Z0-9_]+$"))

[(integer_literal) (float_literal)] @number

(mod_item name: (identifier) @namespace)
(extern_crate_declaration name: (identifier) @namespace)
((scoped_identifier path: (identifier) @namespace)
 (#match? @namespace "^[a-z_]"))
((scoped_identifier path: (scoped_identifier name: (identifier) @namespace))
 (#match? @namespace "^[a-z_]"))
((scoped_type_identifier path: (identifier) @namespace)
 (#match? @namespace "^[a-z_]"))
((scoped_type_identifier path: (scoped_identifier name: (identifier) @namespace))
 (#match? @namespace "^[a-z_]"))
((scoped_use_list path: (identifier) @namespace)
 (#match? @namespace "^[a-z_]"))
((scoped_use_list path: (scoped_identifier name: (identifier) @namespace))
 (#match? @namespace "^[a-z_]"))
((use_wildcard (identifier) @namespace)
 (#match? @namespace "^[a-z_]"))

(enum_variant name: (identifier) @constructor)
(macro_definition name: (identifier) @function.macro)
(macro_invocation macro: (scoped_identifier name: (identifier) @function.macro))
(metavariable) @variable.parameter

[
  "=" "==" "!=" "<=" ">=" "&&" "||" "+" "-" "/" "%" "^" "|" "<<" ">>"
  "+=" "-=" "*=" "/=" "%=" "^=" "&=" "|=" "<<=" ">>="
  ".." "..=" "->" "=>" "?" "!"
] @operator
(macro_invocation "!" @function.macro)
; The third character of a documentation comment is no operator.
(outer_doc_comment_marker "/" @comment)
(inner_doc_comment_marker "!" @comment)
