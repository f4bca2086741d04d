//! What words say by themselves: keywords, and names that are written as macros are.

/// Whether a name is written as macros are: no lower-case letter, and more than one letter.
pub(super) fn is_shouting(name: &[u8]) -> bool {
    name.len() > 1 && name.iter().any(u8::is_ascii_uppercase) && !name.iter().any(u8::is_ascii_lowercase)
}

/// Whether a word is a keyword that names no type.
pub(super) fn is_control(word: &[u8]) -> bool {
    matches!(
        word,
        b"if"
            | b"else"
            | b"for"
            | b"while"
            | b"do"
            | b"switch"
            | b"case"
            | b"default"
            | b"return"
            | b"goto"
            | b"break"
            | b"continue"
            | b"sizeof"
            | b"new"
            | b"delete"
            | b"throw"
            | b"try"
            | b"catch"
            | b"using"
            | b"namespace"
            | b"operator"
            | b"public"
            | b"private"
            | b"protected"
            | b"co_return"
            | b"co_await"
            | b"co_yield"
            | b"alignof"
            | b"_Alignof"
            | b"typeof"
            | b"__typeof__"
            | b"decltype"
            | b"asm"
            | b"__asm__"
            | b"this"
            | b"nullptr"
            | b"true"
            | b"false"
            | b"typename"
            | b"template"
            | b"concept"
            | b"requires"
            | b"static_assert"
            | b"_Static_assert"
            | b"_Generic"
            | b"and"
            | b"or"
            | b"not"
            | b"override"
            | b"final"
            | b"noexcept"
            | b"__attribute__"
            | b"__declspec"
            | b"alignas"
            | b"_Alignas"
            | b"defined"
            | b"import"
            | b"export"
            | b"module"
    )
}

/// Whether a word stands before a declaration's type.
pub(super) fn is_specifier(word: &[u8]) -> bool {
    matches!(
        word,
        b"static"
            | b"extern"
            | b"inline"
            | b"const"
            | b"volatile"
            | b"register"
            | b"typedef"
            | b"constexpr"
            | b"consteval"
            | b"constinit"
            | b"virtual"
            | b"explicit"
            | b"friend"
            | b"mutable"
            | b"thread_local"
            | b"restrict"
            | b"__inline"
            | b"__inline__"
            | b"__restrict"
            | b"__restrict__"
            | b"__extension__"
            | b"__const"
            | b"__volatile__"
            | b"_Noreturn"
            | b"_Atomic"
            | b"_Thread_local"
            | b"__forceinline"
            | b"__global__"
            | b"__device__"
            | b"__host__"
            | b"__shared__"
            | b"__constant__"
            | b"__managed__"
            | b"__forceinline__"
            | b"__noinline__"
            | b"__thread"
    )
}

/// Whether a word is a type of the language itself.
pub(super) fn is_builtin_type(word: &[u8]) -> bool {
    matches!(
        word,
        b"void"
            | b"char"
            | b"short"
            | b"int"
            | b"long"
            | b"float"
            | b"double"
            | b"signed"
            | b"unsigned"
            | b"bool"
            | b"_Bool"
            | b"auto"
            | b"wchar_t"
            | b"char8_t"
            | b"char16_t"
            | b"char32_t"
            | b"__int128"
    )
}

/// Whether a word says what sort of type the name behind it is.
pub(super) fn is_tag(word: &[u8]) -> bool {
    matches!(word, b"struct" | b"union" | b"enum" | b"class")
}

/// Whether a word is none that a program can name something by, in C.
pub(super) fn is_keyword(word: &[u8]) -> bool {
    let is_common = is_specifier(word) || is_builtin_type(word) || is_tag(word) && word != b"class";
    is_common
        || is_control(word)
            && !matches!(
                word,
                b"new"
                    | b"delete"
                    | b"this"
                    | b"try"
                    | b"catch"
                    | b"throw"
                    | b"using"
                    | b"namespace"
                    | b"operator"
                    | b"public"
                    | b"private"
                    | b"protected"
                    | b"template"
                    | b"typename"
                    | b"export"
                    | b"import"
                    | b"module"
                    | b"final"
                    | b"override"
                    | b"and"
                    | b"or"
                    | b"not"
                    | b"concept"
                    | b"requires"
                    | b"asm"
            )
}

/// Whether a name is written as macros are that stand for attributes.
pub(super) fn looks_like_macro(name: &[u8]) -> bool {
    if is_shouting(name) {
        return true;
    }
    let Some(rest) = name.strip_prefix(b"__") else { return false };
    let is_number = rest.last().is_some_and(u8::is_ascii_digit)
        && matches!(rest.first(), Some(b'u' | b's' | b'b' | b'l'));
    !is_number && !name.ends_with(b"_t") && rest != b"wsum" && rest != b"sum16"
}
