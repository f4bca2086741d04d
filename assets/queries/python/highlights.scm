; Refines the grammar's own highlight query, to which it is appended: a later pattern wins.

((call function: (identifier) @type)
 (#match? @type "^[A-Z]"))
(class_definition name: (identifier) @type)
(class_definition superclasses: (argument_list (identifier) @type))

(decorator) @attribute
(decorator (identifier) @attribute)

(import_statement name: (dotted_name (identifier) @namespace))
(import_statement name: (aliased_import name: (dotted_name (identifier) @namespace)))
(import_from_statement module_name: (dotted_name (identifier) @namespace))
(import_from_statement module_name: (relative_import (dotted_name (identifier) @namespace)))

(parameters (identifier) @variable.parameter)
(default_parameter name: (identifier) @variable.parameter)
(typed_parameter (identifier) @variable.parameter)
(typed_default_parameter name: (identifier) @variable.parameter)
(lambda_parameters (identifier) @variable.parameter)
(keyword_argument name: (identifier) @variable.parameter)

((identifier) @variable.builtin
 (#match? @variable.builtin "^(self|cls)$"))

["and" "in" "is" "not" "or" "is not" "not in"] @keyword
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
["," "." ":" ";"] @punctuation.delimiter
(interpolation "{" @punctuation.special "}" @punctuation.special)
