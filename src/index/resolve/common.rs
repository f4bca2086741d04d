//! Names that are never guessed at, because a standard library has them too.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::model::Language;

type Names = HashSet<&'static str>;

fn names(list: &'static str) -> Names {
    list.split(' ').collect()
}

/// Methods that values of standard types have. On a receiver of unknown type they say nothing.
static COMMON_MEMBERS: LazyLock<Names> = LazyLock::new(|| {
    names(
        "\
    abs add add_assign all and and_then any append as_bytes as_deref as_mut as_mut_slice as_path as_ptr \
    as_ref as_slice as_str binary_search bind bitand bitor bool borrow borrow_mut by_ref bytes call \
    capacity capitalize ceil chain chars checked_add checked_sub chunks clear clone cloned close cmp \
    collect compile concat connect contains contains_key copied copy count cycle data decode dedup \
    default deref deref_mut difference discard div drain drop elapsed encode end ends_with endswith \
    entry enumerate eq err error escape expect extend extend_from_slice file_name fill filter filter_map \
    find find_map findall first flat_map flatten floor flush fmt fold for_each format from from_iter \
    from_str fuse ge get get_mut get_or_insert_with group groups gt hash id index index_mut insert \
    inspect intersection into into_inner into_iter is_dir is_empty is_err is_file is_none is_ok is_some \
    isdigit items iter iter_mut join key keys kind last last_mut le len length lines ljust load lock log \
    lookup lower lstrip lt map map_err match max max_by max_by_key message metadata min min_by \
    min_by_key mul name ne neg new next next_back not notify nth ok ok_or ok_or_else open or or_else \
    or_insert or_insert_with parent parse partial_cmp partition path peek peekable pop pop_back \
    pop_front popitem popleft pos position pow print product push push_back push_front push_str put read \
    read_line read_to_end read_to_string readline readlines recv rem remove repeat replace reserve reset \
    resize result retain rev reverse rfind round rposition rsplit rstrip run scan search seek send set \
    setdefault shape shl shr shutdown size size_hint skip skip_while sort sort_by sort_by_key \
    sort_unstable source span splice split split_at split_once splitlines sqrt start starts_with \
    startswith status step_by stop store strip strip_prefix strip_suffix sub sub_assign sum swap \
    symmetric_difference take take_while tell text then title to_bytes to_lowercase to_owned to_string \
    to_uppercase to_vec trim trim_end trim_start truncate try_from try_into type union unwrap unwrap_err \
    unwrap_or unwrap_or_default unwrap_or_else unzip update upper value values values_mut wait windows \
    with_capacity wrapping_add write write_all write_fmt write_str writelines zip",
    )
});

/// What Python's `builtins` bring into every scope.
static PYTHON_BUILTINS: LazyLock<Names> = LazyLock::new(|| {
    names(
        "\
    ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError \
    BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError \
    ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning \
    EnvironmentError Exception ExceptionGroup False FileExistsError FileNotFoundError FloatingPointError \
    FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError IndexError \
    InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError \
    ModuleNotFoundError NameError None NotADirectoryError NotImplemented NotImplementedError OSError \
    OverflowError PendingDeprecationWarning PermissionError ProcessLookupError RecursionError \
    ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration \
    SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError True TypeError \
    UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError \
    UnicodeWarning UserWarning ValueError Warning ZeroDivisionError __build_class__ __debug__ __doc__ \
    __file__ __import__ __name__ abs aiter all anext any ascii bin bool breakpoint bytearray bytes \
    callable chr classmethod compile complex copyright credits delattr dict dir divmod enumerate eval \
    exec exit filter float format frozenset getattr globals hasattr hash help hex id input int \
    isinstance issubclass iter len license list locals map max memoryview min next object oct open ord \
    pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum \
    super tuple type vars zip",
    )
});

/// What Rust's prelude and standard macros bring into every scope.
static RUST_PRELUDE: LazyLock<Names> = LazyLock::new(|| {
    names(
        "\
    AsMut AsRef Box Clone Copy Default DoubleEndedIterator Drop Eq Err ExactSizeIterator Extend Fn FnMut \
    FnOnce From FromIterator Into IntoIterator Iterator None Ok Option Ord PartialEq PartialOrd Result \
    Send Sized Some String Sync ToOwned ToString TryFrom TryInto Unpin Vec assert assert_eq assert_ne \
    cfg column compile_error concat dbg debug_assert debug_assert_eq debug_assert_ne drop env eprint \
    eprintln file format format_args include include_bytes include_str line matches module_path \
    option_env panic print println stringify thread_local todo try unimplemented unreachable vec write \
    writeln",
    )
});

/// Whether a member of this name on an unknown receiver is more likely a standard type's.
pub(super) fn is_common_member(name: &str) -> bool {
    COMMON_MEMBERS.contains(name) || (name.starts_with("__") && name.ends_with("__"))
}

/// Whether a bare name means something that the language itself brings in.
pub(super) fn is_builtin(language: Language, name: &str) -> bool {
    let names = match language {
        Language::Rust => &RUST_PRELUDE,
        Language::Python => &PYTHON_BUILTINS,
        _ => return false,
    };
    names.contains(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_whole_and_of_their_language() {
        for name in ["abs", "as_ref", "len", "zip", "__init__"] {
            assert!(is_common_member(name), "{name}");
        }
        assert!(!is_common_member("add_edge"));
        assert!(is_builtin(Language::Python, "print") && is_builtin(Language::Rust, "Some"));
        assert!(!is_builtin(Language::Rust, "isinstance") && !is_builtin(Language::Other, "print"));
        let all = COMMON_MEMBERS.iter().chain(PYTHON_BUILTINS.iter()).chain(RUST_PRELUDE.iter());
        let odd: Vec<_> = all.filter(|name| name.is_empty() || name.contains(char::is_whitespace)).collect();
        assert!(odd.is_empty(), "{odd:?}");
    }
}
