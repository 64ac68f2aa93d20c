use crate::check::testing::{GRID, form, sample};

#[test]
fn what_stands_in_the_row_is_noted_with_its_condition() {
    let form = form(&[("heading = \"Scheme\"", "heading = \"Scheme\"\nconditions = [\"subject to approval\"]")]);
    let told = |grid: &str| {
        let told = sample(&form, &[("adults", grid)]).told();
        told.into_iter().filter(|told| told.starts_with("conditional")).collect::<Vec<_>>()
    };
    assert_eq!(told(GRID), Vec::<String>::new());
    assert_eq!(
        told(&GRID.replace("Homecare", "Homecare (Subject  to approval)")),
        [
            "conditional A4: 'Homecare (Subject  to approval)' (Adults) is subject to approval: Target £200k; Forecast £200k; Achieved £200k"
        ]
    );
}
