//! Python: what classes are as values, and whose field it is that a method assigns.

use super::{answers, calls};

#[test]
fn a_value_may_be_a_class_itself() {
    let files = [(
        "a.py",
        "from typing import Type\n\
         class Arrow:\n    @classmethod\n    def now(cls): return cls()\n    def shift(self): pass\n\
         class Factory:\n    type: Type[Arrow]\n    def make(self):\n        self.type.now()\n        self.type().shift()\n\
         def f(of: type[Arrow]):\n    of().shift()\n",
    )];
    assert_eq!(calls(&files, "now"), ["a.py: Arrow.now (type)"]);
    assert_eq!(calls(&files, "shift"), ["a.py: Arrow.shift (type)"; 2]);
}

#[test]
fn a_field_is_its_classes_own_where_that_assigns_it_and_a_bases_where_that_says_of_what_type_it_is() {
    let files = [(
        "a.py",
        "class Base:\n    def __init__(self):\n        self.parts: list[int] = []\n\
         class Own(Base):\n    def change(self):\n        self.parts = [1]\n        self.parse = None\n        return self.parts, self.parse\n\
         \u{20}   parse = 1\n",
    )];
    let named = |name: &str| -> Vec<Option<usize>> {
        answers(&files).into_iter().filter(|answer| answer.name == name).map(|answer| answer.line).collect()
    };
    assert!(named("parts").iter().all(|line| *line == Some(3)), "{:?}", named("parts"));
    assert!(named("parse").iter().all(|line| *line == Some(9)), "{:?}", named("parse"));
}

#[test]
fn what_most_programs_never_run_is_not_meant() {
    let files = [
        (
            "compat.py",
            "import sys\n\nif sys.version_info < (3, 8):\n    def get(): pass\nelse:\n    def get(): pass\n",
        ),
        ("old.py", "class Text: pass\ndef make(): pass\n"),
        ("new.py", "class Text: pass\n"),
        (
            "a.py",
            "import sys\nfrom compat import get\n\
             if sys.version_info >= (3, 8):\n    from new import Text\nelse:\n    from old import Text, make\n\
             if sys.version_info >= (3, 8):\n    from typing import once\nelse:\n    def once(): pass\n\
             get()\nText()\nmake()\nonce()\n",
        ),
    ];
    let line = |name: &str| answers(&files).into_iter().rfind(|of| of.name == name).and_then(|of| of.line);
    assert_eq!(line("get"), Some(6));
    assert_eq!(calls(&files, "Text"), ["new.py: Text (import)"]);
    // What nothing else brings in may be there all the same.
    assert_eq!(calls(&files, "make"), ["old.py: make (import)"]);
    assert_eq!(calls(&files, "once"), ["?"]);
}
