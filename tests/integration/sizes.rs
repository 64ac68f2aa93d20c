//! A figure held against its row, its column and its past: what is asked, what is not, and what is not asked twice.

use crate::support::{findings, made, repository};

const HEADINGS: &str = "== Return\nScheme | Target | Forecast | Share | Achieved | Profile\n";

/// The gallery's form with a profile, and this in place of that.
fn form(of: &str, by: &str) -> String {
    let form = std::fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    let profile = "[[list.column]]\nid = \"profile\"\nheading = \"Profile\"\nkind = \"money\"\nunit = \"thousands\"\n\
                   optional = true\ncumulative = true\n\n[[list.column]]\nid = \"notes\"";
    let form = form.replace("[[list.column]]\nid = \"notes\"", profile);
    let form = form.replace("achieved = \"achieved\" }", "achieved = \"achieved\", profile = \"profile\" }");
    assert!(of.is_empty() || form.contains(of), "{of}");
    form.replace(of, by)
}

/// What is asked of these rows, with these ones before.
fn asked_of(form: &str, before: &[&str], now: &[&str]) -> Vec<String> {
    let grid = |rows: &[&str]| format!("{HEADINGS}{}\n", rows.join("\n"));
    let (then, now) = (grid(before), grid(now));
    let mut files = vec![("piperoll.toml", form), ("returns/2022-23-q3/north.txt", &*now)];
    if !before.is_empty() {
        files.push(("returns/2022-23-q2/north.txt", &then));
    }
    let (_folder, collection) = made("", &files);
    let json = findings(&collection, &[]);
    let open = json["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] != "note");
    open.map(|finding| {
        let cell = finding["at"]["cell"].as_str().unwrap_or_default();
        format!("{} {cell}", finding["code"].as_str().unwrap()).trim_end().to_string()
    })
    .collect()
}

fn asked(before: &[&str], now: &[&str]) -> Vec<String> {
    // Without a tolerance for the forecast, and without a forecast where a row states none.
    asked_of(&form("movement = { amount = 50_000, percent = 10 }\n", ""), before, now)
}

#[test]
fn a_figure_goes_no_further_than_its_row_says() {
    for (row, expected) in [
        ("Voids | 100 | 80 | 80% | 80 | 60", None),
        ("Voids | 100 | 80 | 80% | 81 | 60", Some("beyond-its-row E2")),
        ("Voids | 100 | 130 | 130% | 120 | 60", None),
        ("Voids | 100 | | | 120 | 60", None),
        ("Voids | 100 | | | 126 | 60", Some("beyond-its-row E2")),
        ("Voids | 100 | 80 | 80% | 20 | 101", Some("beyond-its-row F2")),
        ("Voids | 100 | 1000 | 1000% | 20 | 60", Some("beyond-its-row C2")),
        ("Voids | 1000 | 9 | 1% | 5 | 60", Some("beyond-its-row C2")),
        ("Voids | 1000 | 0 | 0% | 0 | 60", None),
    ] {
        assert_eq!(asked(&[], &[row]), expected.map(str::to_string).into_iter().collect::<Vec<_>>(), "{row}");
    }
}

#[test]
fn what_stood_so_before_is_not_asked_again_and_what_is_asked_of_its_past_not_twice() {
    let over = |achieved: u32| format!("Voids | 100 | 80 | 80% | {achieved} | 60");
    assert_eq!(asked(&[&over(90)], &[&over(90), "Rents | 10 | 10 | 100% | 1 | 1"]), ["scheme-appeared A3"]);
    assert_eq!(asked(&[&over(90)], &[&over(95)]), ["beyond-its-row E2"]);
    assert_eq!(asked(&[&over(90)], &[&over(1_000)]), ["figure-of-another-size E2"]);
}

#[test]
fn an_amount_without_a_predecessor_is_held_against_its_column() {
    let rows = |targets: &[u32]| -> Vec<String> {
        targets
            .iter()
            .enumerate()
            .map(|(number, target)| format!("Scheme {number} | {target} | {target} | 100%"))
            .collect()
    };
    let of = |before: &[u32], now: &[u32]| {
        let (before, now) = (rows(before), rows(now));
        let text = |rows: &[String]| rows.iter().map(String::as_str).collect::<Vec<_>>().join("\n");
        let (before, now) = (text(&before), text(&now));
        let before: Vec<&str> = if before.is_empty() { vec![] } else { vec![&before] };
        asked(&before, &[&now])
    };
    assert_eq!(of(&[], &[100, 90, 80, 999]), [""; 0]);
    assert_eq!(of(&[], &[100, 90, 80, 1_000]), ["beyond-its-column B5"]);
    assert_eq!(of(&[], &[100, 90, 1_000]), [""; 0], "two others say too little");
    // Several are asked about where they are a hundred times the others.
    assert_eq!(of(&[], &[10, 9, 8, 500, 700]), [""; 0]);
    assert_eq!(of(&[], &[10, 9, 8, 5_000, 7_000]), ["beyond-its-column B5", "beyond-its-column B6"]);
    // One that stood so before is no question, and a new scheme is asked about once.
    assert_eq!(of(&[100, 90, 80, 1_000], &[100, 90, 80, 1_000, 5]), ["scheme-appeared A6"]);
    assert_eq!(of(&[100, 90, 80], &[100, 90, 80, 1_000]), ["scheme-appeared A5"]);
}

#[test]
fn a_figure_stands_on_the_side_of_its_column() {
    let rows = |forecasts: [i32; 4]| -> Vec<String> {
        let row = |(number, forecast): (usize, &i32)| format!("Scheme {number} | 100 | {forecast} | {forecast}%");
        forecasts.iter().enumerate().map(row).collect()
    };
    let of = |form: &str, before: Option<[i32; 4]>, now: [i32; 4]| {
        let (before, now) = (before.map(rows).unwrap_or_default(), rows(now));
        let text = |rows: &[String]| rows.join("\n");
        let (before, now) = (text(&before), text(&now));
        let before: Vec<&str> = if before.is_empty() { vec![] } else { vec![&before] };
        asked_of(form, &before, &[&now])
    };
    let silent = form("", "");
    assert_eq!(of(&silent, None, [90, 80, 70, -60]), ["other-sign C5"]);
    assert_eq!(of(&silent, None, [90, 80, -70, -60]), [""; 0], "the column stands on both sides");
    assert_eq!(of(&silent, Some([90, 80, 70, -60]), [90, 80, 71, -60]), [""; 0], "it stood so before");
    assert_eq!(of(&silent, Some([90, 80, 70, 60]), [90, 80, 70, -60]), ["sign-turned C5"]);
    // Small ones are asked about only where two of them turned, each to what the other was.
    let small = Some([90_000, 20, -25, -3_000]);
    assert_eq!(of(&silent, small, [90_000, -24, -26, -3_000]), [""; 0]);
    assert_eq!(of(&silent, small, [90_000, -24, 21, -3_000]), ["sign-turned C3", "sign-turned C4"]);
    let says = form("id = \"forecast\"", "id = \"forecast\"\nsign = \"positive\"");
    assert_eq!(of(&says, None, [90, 80, -70, -60]), ["other-sign C4", "other-sign C5"]);
}
