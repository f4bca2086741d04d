//! C, C++ and CUDA. Of what the preprocessor chooses from, each part is a way of its own; a macro's body is not
//! looked at.

use crate::index::flow::table::{DefaultArm, Description, Part, Role, Row, row};

pub(super) static C: Description = Description {
    rows: &[C_ROWS],
    labels: &["statement_identifier"],
    breaks_switch: true,
    goto: true,
    labeled_blocks: false,
    default: DefaultArm::WithoutField("value"),
    kept: &[C_KEPT],
};

pub(super) static CPP: Description = Description {
    rows: &[C_ROWS, CPP_ROWS],
    labels: &["statement_identifier"],
    breaks_switch: true,
    goto: true,
    labeled_blocks: false,
    default: DefaultArm::WithoutField("value"),
    kept: &[C_KEPT, CPP_KEPT],
};

const C_ROWS: &[Row] = &[
    row(&["function_definition"], Role::Function, &[("body", Part::Whole)]),
    row(&["compound_statement"], Role::Block, &[]).rest(Part::Statement),
    row(&["expression_statement", "else_clause", "attributed_statement"], Role::Wrapper, &[])
        .rest(Part::Statement),
    row(
        &["preproc_if", "preproc_elif"],
        Role::Choice,
        &[("condition", Part::None), ("alternative", Part::Else)],
    )
    .rest(Part::Statement),
    row(
        &["preproc_ifdef", "preproc_elifdef"],
        Role::Choice,
        &[("name", Part::None), ("alternative", Part::Else)],
    )
    .rest(Part::Statement),
    row(&["preproc_else"], Role::Wrapper, &[]).rest(Part::Statement),
    row(
        &["if_statement", "conditional_expression"],
        Role::If,
        &[("condition", Part::Condition), ("consequence", Part::Then), ("alternative", Part::Else)],
    ),
    row(&["binary_expression"], Role::Binary, &[("left", Part::Left), ("right", Part::Right)]),
    row(&["unary_expression"], Role::Unary, &[("argument", Part::Operand)]),
    row(&["parenthesized_expression"], Role::Paren, &[]).rest(Part::Operand),
    row(&["while_statement"], Role::Loop, &[("condition", Part::Condition), ("body", Part::Body)]),
    row(&["do_statement"], Role::DoLoop, &[("condition", Part::Condition), ("body", Part::Body)]),
    row(
        &["for_statement"],
        Role::Loop,
        &[
            ("initializer", Part::Init),
            ("condition", Part::Condition),
            ("update", Part::Update),
            ("body", Part::Body),
        ],
    ),
    row(&["switch_statement"], Role::Switch { exhaustive: false }, &[("condition", Part::Subject)]),
    row(&["case_statement"], Role::Case { falls: true }, &[("value", Part::Label)]).rest(Part::Statement),
    row(&["labeled_statement"], Role::Labeled, &[]).rest(Part::Statement),
    row(&["goto_statement"], Role::Goto, &[]),
    row(&["seh_try_statement"], Role::Try, &[]),
    row(&["seh_except_clause"], Role::Handler, &[]),
    row(&["seh_finally_clause"], Role::Finally, &[]),
    row(&["return_statement"], Role::Return, &[]),
    row(&["break_statement"], Role::Break, &[]),
    row(&["continue_statement"], Role::Continue, &[]),
];

const CPP_ROWS: &[Row] = &[
    row(&["lambda_expression"], Role::Closure, &[("body", Part::Whole)]),
    row(&["condition_clause"], Role::Header, &[("initializer", Part::Init), ("value", Part::Condition)]),
    row(
        &["for_range_loop"],
        Role::Loop,
        &[("initializer", Part::Init), ("right", Part::Iter), ("body", Part::Body)],
    ),
    row(&["try_statement"], Role::Try, &[]),
    row(&["catch_clause"], Role::Handler, &[("parameters", Part::Label)]),
    row(&["throw_statement"], Role::Throw, &[]),
    row(&["co_return_statement"], Role::Return, &[]),
];

const C_KEPT: &[&str] = &[
    "function_definition",
    "declaration",
    "struct_specifier",
    "union_specifier",
    "enum_specifier",
    "type_definition",
    "preproc_include",
    "preproc_def",
    "preproc_function_def",
    "preproc_if",
    "preproc_ifdef",
    "compound_statement",
    "assignment_expression",
    "call_expression",
    "if_statement",
    "conditional_expression",
    "while_statement",
    "do_statement",
    "for_statement",
    "switch_statement",
    "case_statement",
    "labeled_statement",
    "goto_statement",
    "return_statement",
    "break_statement",
    "continue_statement",
];

const CPP_KEPT: &[&str] = &[
    "class_specifier",
    "namespace_definition",
    "template_declaration",
    "using_declaration",
    "alias_declaration",
    "field_declaration",
    "lambda_expression",
    "new_expression",
    "for_range_loop",
    "try_statement",
    "catch_clause",
    "throw_statement",
    "co_return_statement",
];
