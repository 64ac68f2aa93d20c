//! Regular expressions of our own.

use regex::Regex;

/// Compiles a pattern that stands in the source. Every one is used by a test, so a faulty one never leaves the house.
#[expect(clippy::unwrap_used, reason = "the pattern is fixed text of this crate, compiled by the tests")]
pub(crate) fn fixed(pattern: &'static str) -> Regex {
    Regex::new(pattern).unwrap()
}

/// The same of a pattern in several pieces, some of which several patterns share.
#[expect(clippy::unwrap_used, reason = "the pattern is fixed text of this crate, compiled by the tests")]
pub(crate) fn built(pieces: &[&'static str]) -> Regex {
    Regex::new(&pieces.concat()).unwrap()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// Other crates bring features of `regex` along, the tests' own among them. In a build without these a pattern that needs one would end
    /// the program where it is first used.
    #[test]
    fn what_patterns_need_of_regex_stands_in_the_manifest() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
        let regex = manifest.lines().find(|line| line.starts_with("regex = ")).unwrap();
        let mut folders = vec![root.join("src")];
        let mut source = String::new();
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                match path.extension() {
                    None => folders.push(path),
                    Some(_) => source.push_str(&std::fs::read_to_string(path).unwrap_or_default()),
                }
            }
        }
        for (mark, feature) in [(r"\p{L}", "unicode-gencat"), ("(?i)", "unicode-case"), (r"\b", "unicode-perl")] {
            assert!(source.contains(mark) && regex.contains(feature), "{mark} needs {feature}");
        }
    }
}
