//! The parts of a package and the relations between them.

use std::collections::BTreeMap;

use super::Fault;
use super::walk::{Step, attribute, walk};

/// The parts that may be XML, by their names in small letters, without a '/' in front.
#[derive(Debug, Default)]
pub(in super::super) struct Parts(BTreeMap<String, Vec<u8>>);

/// What one part has to do with another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Relation {
    /// By which the first part names it.
    pub(super) id: String,
    /// What the other part is for: the last step of the type, which is the same in strict files ('comments').
    pub(super) kind: String,
    /// The other part.
    pub(super) part: String,
}

impl Parts {
    /// Keeps a part, if it looks like XML.
    pub(in super::super) fn keep(&mut self, name: &str, content: Vec<u8>) {
        // A mark of UTF-16 is kept too, so that such a part is not taken for one that is missing.
        let starts = [b"<".as_slice(), b"\xEF\xBB\xBF", b"\xFE\xFF", b"\xFF\xFE", b"\0<"];
        if starts.iter().any(|start| content.trim_ascii_start().starts_with(start)) {
            self.0.insert(name.trim_start_matches('/').to_string(), content);
        }
    }

    /// A part by its name in small letters.
    pub(in super::super) fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name).map(Vec::as_slice)
    }

    /// The relations of a part to other parts of the package; those of the package itself for ''.
    pub(super) fn relations(&self, of: &str) -> Result<Vec<Relation>, Fault> {
        let (folder, file) = of.rsplit_once('/').map_or(("", of), |(folder, file)| (folder, file));
        let slash = if folder.is_empty() { "" } else { "/" };
        let mut found = Vec::new();
        let Some(list) = self.get(&format!("{folder}{slash}_rels/{file}.rels")) else { return Ok(found) };
        walk(list, |step| {
            if let Step::Open("Relationship", element) = step
                && attribute(element, "TargetMode").is_none_or(|mode| !mode.eq_ignore_ascii_case("external"))
                && let Some(target) = attribute(element, "Target")
            {
                let kind = attribute(element, "Type").unwrap_or_default();
                found.push(Relation {
                    id: attribute(element, "Id").unwrap_or_default().into_owned(),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_string(),
                    part: resolved(folder, &target),
                });
            }
            Ok(())
        })?;
        Ok(found)
    }
}

/// The part that a target names, seen from a folder.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.trim().replace('\\', "/").to_lowercase();
    let mut steps: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            other => steps.push(other),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_where_they_stand() {
        let cases = [
            ("../comments1.xml", "xl/comments1.xml"),
            ("/xl/comments/comment1.xml", "xl/comments/comment1.xml"),
            ("Sheet1.XML", "xl/worksheets/sheet1.xml"),
            ("./a.xml", "xl/worksheets/a.xml"),
            ("..\\drawings\\d.xml", "xl/drawings/d.xml"),
            ("../../../../a.xml", "a.xml"),
        ];
        for (target, part) in cases {
            assert_eq!(resolved("xl/worksheets", target), part, "{target}");
        }
        assert_eq!(resolved("", "xl/workbook.xml"), "xl/workbook.xml");
    }

    #[test]
    fn only_parts_of_the_package_are_related() {
        let mut parts = Parts::default();
        let list = r#"<Relationships><Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/comments" Target="../c.xml"/><Relationship Id="b" Type="x/hyperlink" Target="http://a/b" TargetMode="External"/></Relationships>"#;
        parts.keep("xl/worksheets/_rels/sheet1.xml.rels", list.as_bytes().to_vec());
        let relation =
            |id: &str, kind: &str, part: &str| Relation { id: id.into(), kind: kind.into(), part: part.into() };
        assert_eq!(parts.relations("xl/worksheets/sheet1.xml").ok(), Some(vec![relation("a", "comments", "xl/c.xml")]));
        assert_eq!(parts.relations("xl/worksheets/sheet2.xml").ok(), Some(vec![]));
    }
}
