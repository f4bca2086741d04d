; What the grammar's own query says of functions, behind what it says of any name.

(call_expression
  function: (identifier) @function)

(call_expression
  function: (selector_expression
    field: (field_identifier) @function))

(function_declaration
  name: (identifier) @function)

(method_declaration
  name: (field_identifier) @function)
