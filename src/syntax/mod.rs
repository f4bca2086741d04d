//! Grammars and highlighting: which languages we can read, and how their text is coloured.
