use crate::check::testing::{changed, form, sample};

#[test]
fn a_title_may_stand_once_in_an_area() {
    assert_eq!(
        changed(&[("Homecare", "AGENCY  staff")]),
        ["duplicate-title A4: 'AGENCY  staff' (Adults) stands twice: in A3 and A4"]
    );
}

/// The small form with references.
fn with_references(first: &str, second: &str, second_title: &str) -> Vec<String> {
    let form = form(&[
        ("key = \"title\"", "key = \"reference\"\nlabel = \"title\""),
        (
            "[[list.column]]\nid = \"title\"",
            "[[list.column]]\nid = \"reference\"\nheading = \"Ref\"\nkind = \"code\"\n\n[[list.column]]\nid = \"title\"",
        ),
    ]);
    let grid = format!(
        "== Return\nRef | Scheme | Target (£000s) | Forecast (£000s) | % forecast | Achieved (£000s) | Status\n\
         {first} | Agency staff | 300 | 150 | 50% | 100 | Under way\n{second} | {second_title} | 200 | 200 | 100% | 200 | Delivered\n\
         Total | | 500 | 350 | 70% | 300 |\n"
    );
    sample(&form, &[("adults", &grid)]).told()
}

#[test]
fn a_reference_may_stand_once() {
    assert_eq!(with_references("A1", "A2", "Homecare"), [""; 0]);
    assert_eq!(
        with_references("A1", "A1", "Homecare"),
        ["duplicate-reference A3: the reference A1 stands for 'Agency staff' (A2) and 'Homecare' (A3)"]
    );
}

#[test]
fn variants_of_a_reference_are_asked_about() {
    assert_eq!(
        with_references("12b ii", "12BII", "Homecare"),
        [
            "reference-variant A3: the references '12BII' and '12b ii' differ only by case or blanks, and stand for 'Agency staff' (A2) and \
          'Homecare' (A3)"
        ]
    );
}

#[test]
fn references_that_look_alike_are_asked_about() {
    for (one, other) in [("S14", "S-14"), ("S10", "S1O"), ("S14", "Sl4"), ("A/1", "A1")] {
        let told = with_references(one, other, "Homecare");
        assert!(told.len() == 1 && told[0].contains("differ only by how they are written"), "{one}: {told:#?}");
    }
    for (one, other) in [("1.1", "11"), ("1i", "11"), ("A1", "B1"), ("12bi", "12bii")] {
        assert_eq!(with_references(one, other, "Homecare"), [""; 0], "{one}");
    }
}

#[test]
fn the_same_title_under_two_references_is_asked_about_and_under_one_is_one_finding() {
    assert_eq!(
        with_references("A1", "A2", "Agency staff"),
        ["duplicate-title B3: 'Agency staff' (Adults) stands twice: in B2 and B3"]
    );
    let told = with_references("A1", "A1", "Agency staff");
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with("duplicate-reference"), "{told:#?}");
}
