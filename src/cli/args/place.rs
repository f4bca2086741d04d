//! A place in the source, as it is said on the command line.

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Place {
    pub(in crate::cli) file: String,
    pub(in crate::cli) line: u32,
}

/// Reads `FILE:LINE`, also with a column behind, as compilers print it.
pub(in crate::cli) fn place(text: &str) -> Result<Place, String> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|&number| number > 0);
    let split = |text| -> Option<(&str, u32)> {
        let (file, line) = str::rsplit_once(text, ':')?;
        Some((file, number(line)?))
    };
    let (file, line) = split(text).ok_or("it must be a file and a line, like src/main.rs:12")?;
    let (file, line) = split(file).unwrap_or((file, line));
    if file.is_empty() {
        return Err("it must be a file and a line, like src/main.rs:12".to_owned());
    }
    Ok(Place { file: file.to_owned(), line })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_compilers_print_them() {
        let at = |file: &str, line| Ok(Place { file: file.to_owned(), line });
        assert_eq!(place("src/x.rs:120"), at("src/x.rs", 120));
        assert_eq!(place("src/x.rs:120:7"), at("src/x.rs", 120));
        assert_eq!(place("a:b:3"), at("a:b", 3));
        for wrong in ["src/x.rs", "src/x.rs:", "src/x.rs:0", ":5", "x:99999999999"] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
    }
}
