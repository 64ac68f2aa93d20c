//! The consolidated workbooks of all samples as a clerk prints them and hands them round.

use std::collections::BTreeMap;

use regex::Regex;

use crate::support::{SAMPLES, built, repack, rows, sheets};

/// The parts of a workbook by path.
pub fn parts(xlsx: &[u8]) -> BTreeMap<String, String> {
    let parts = std::cell::RefCell::new(BTreeMap::new());
    repack(xlsx, |name, text| {
        parts.borrow_mut().insert(name.to_string(), text.clone());
        text
    });
    parts.into_inner()
}

#[test]
fn sheets_of_the_samples_are_named_in_words() {
    let names = |name| sheets(built(name).xlsx()).into_iter().map(|(sheet, _)| sheet).collect::<Vec<_>>();
    for (sample, expected) in [
        (
            "multi-year-programme",
            [
                "Movement of Projection 2017-18",
                "ASC&H Department's Savings",
                "Projects and their status",
                "Projects reporting exceptions",
                "Data projects",
            ]
            .as_slice(),
        ),
        ("budget-recovery", &["Recovery measures", "Children's Services", "Adult Social Care - breakdown"]),
        ("recovery-plan", &["Mental Health and Safeguarding", "Adult Commissioning", "Overall Total"]),
        ("savings-list", &["21-22 Adult social care savings", "Demand management"]),
        ("rag-schemes", &["Status as declared", "Movement of Projected shortfall"]),
    ] {
        let names = names(sample);
        for name in expected {
            assert!(names.iter().any(|known| known == name), "{sample}: '{name}' in {names:?}");
        }
    }
}

#[test]
fn every_sheet_of_the_samples_prints_on_a_few_pages_across_under_its_headings() {
    let columns = Regex::new(r"!\$[A-Z]+:\$[A-Z]+,").unwrap();
    for sample in SAMPLES {
        let xlsx = built(sample).xlsx();
        let parts = parts(xlsx);
        let mut across = Vec::new();
        for (path, xml) in parts.iter().filter(|(path, _)| path.starts_with("xl/worksheets/sheet")) {
            assert!(xml.contains("fitToHeight=\"0\"") && xml.contains("orientation=\"landscape\""), "{sample} {path}");
            assert!(xml.contains("page &amp;P of &amp;N"), "{sample} {path}");
            // One is what is not said.
            let pages = xml.split("fitToWidth=\"").nth(1).and_then(|rest| rest.split('"').next());
            across.push(pages.map_or(1, |pages| pages.parse::<u32>().unwrap()));
        }
        assert!(across.iter().all(|pages| *pages <= 5), "{sample}: {across:?}");
        let names = &parts["xl/workbook.xml"];
        for kind in ["_xlnm.Print_Titles", "_xlnm.Print_Area"] {
            assert_eq!(names.matches(kind).count(), across.len(), "{sample}: {kind}");
        }
        // Where there are several pages across, each begins with what says which row it is.
        let titles = names.split("_xlnm.Print_Titles").skip(1).map(|name| name.split('<').next().unwrap_or_default());
        let with_columns = titles.filter(|name| columns.is_match(name)).count();
        assert_eq!(with_columns, across.iter().filter(|pages| **pages > 1).count(), "{sample}: {names}");
    }
}

#[test]
fn no_column_of_a_sample_is_blank_throughout_unless_the_form_has_it_and_the_sheet_says_so() {
    for sample in SAMPLES {
        for (name, range) in sheets(built(sample).xlsx()) {
            let rows = rows(&range);
            // The widest row above the first that has a second cell is the heading row.
            let heading = rows.iter().position(|row| row.get(1).is_some_and(|cell| !cell.is_empty()));
            let Some(heading) = heading else { continue };
            for (column, title) in rows[heading].iter().enumerate() {
                let body = &rows[heading + 1..];
                if body.is_empty() || body.iter().any(|row| !row[column].is_empty()) {
                    continue;
                }
                let said = rows[..heading].iter().any(|row| row[0].contains(&format!("'{title}'")));
                assert!(said || name.starts_with("Data "), "{sample}: '{title}' on '{name}'");
            }
        }
    }
}
