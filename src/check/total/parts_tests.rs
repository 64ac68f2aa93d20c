use crate::check::testing::{FORM, form, sample};

const GRID: &str = "== Return
Scheme | Part of | Target (£000s) | Forecast (£000s) | Achieved (£000s) | Status
Highways | | 95 | 155 | |
Staffing | Highways | 45 | 20 | |
Income | highways | 50 | 135 | |
Total | | 95 | 155 | |
";

fn told(changes: &[(&str, &str)]) -> Vec<String> {
    let mut grid = GRID.to_string();
    for (from, to) in changes {
        assert!(grid.contains(from), "{from}");
        grid = grid.replacen(from, to, 1);
    }
    let column = "[[list.column]]\nid = \"target\"";
    let form = form(&[
        ("key = \"title\"", "key = \"title\"\nparts = { column = \"part_of\", add_up = [\"target\", \"forecast\"] }"),
        (
            column,
            &format!(
                "[[list.column]]\nid = \"part_of\"\nheading = \"Part of\"\nkind = \"text\"\noptional = true\n\n{column}"
            ),
        ),
    ]);
    let told = sample(&form, &[("adults", &grid)]).told();
    told.into_iter().filter(|told| told.starts_with("part") || told.starts_with("column")).collect()
}

#[test]
fn parts_that_add_up_say_nothing_and_count_once() {
    assert_eq!(told(&[]), Vec::<String>::new());
    assert!(!FORM.contains("parts"));
}

#[test]
fn parts_that_do_not_add_up_are_told_at_the_whole() {
    assert_eq!(
        told(&[("45 | 20", "44 | 20")]),
        [
            "parts-do-not-add-up C2: 'Highways' (Adults): Target is stated as £95k, but its 2 parts add up to £94k (difference +£1k)"
        ]
    );
    assert_eq!(told(&[("45 | 20", "45 | ")]), Vec::<String>::new(), "a part without a figure may be anything");
}

#[test]
fn a_part_whose_whole_is_not_there_is_told() {
    assert_eq!(
        told(&[("Staffing | Highways", "Staffing | Roads")]),
        [
            "parts-do-not-add-up C2: 'Highways' (Adults): Target is stated as £95k, but its 1 part comes to £50k (difference +£45k)",
            "parts-do-not-add-up D2: 'Highways' (Adults): Forecast is stated as £155k, but its 1 part comes to £135k (difference +£20k)",
            "part-without-whole B3: 'Staffing' (Adults) is a part of 'Roads', and there is no scheme of that name: its figures count nowhere",
        ]
    );
}

#[test]
fn wholes_that_lead_round_are_told() {
    let told = told(&[("Highways | |", "Highways | Staffing |")]);
    let round = told.iter().filter(|told| told.contains("leads back to itself")).count();
    assert_eq!(round, 3, "{told:#?}");
}
