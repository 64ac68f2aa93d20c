use crate::check::testing::{GRID, form, sample};

fn told(side: &str, items: &str, grid: &str) -> Vec<String> {
    let tie = format!(
        "[[tie]]\nid = \"t\"\nleft = {{ name = \"Targets\", list = \"schemes\", column = \"target\" }}\nright = {{ name = \"Forecasts\", list = \"schemes\", \
         column = \"forecast\"{side} }}\nitems = [{items}]\n\n[[table]]"
    );
    let told = sample(&form(&[("[[table]]", &tie)]), &[("adults", grid)]).told();
    told.into_iter().filter(|told| told.starts_with("tie-open")).collect()
}

const AGENCY: &str = "{ name = \"Agency yet to come\", list = \"schemes\", column = \"forecast\", where = \"title = 'Agency staff'\", negate = true }";

#[test]
fn two_totals_agree_once_what_lies_between_them_is_named() {
    // 500 - 150 = 350
    assert_eq!(told("", AGENCY, GRID), Vec::<String>::new());
    assert_eq!(
        told("", "", GRID),
        ["tie-open C3: Forecasts (£350k) does not agree with Targets (£500k): -£150k remains"]
    );
    let slip = GRID.replace("200 | 200 | 100%", "200 | 190 | 95%");
    assert_eq!(
        told("", AGENCY, &slip),
        [
            "tie-open C3: Forecasts (£340k) does not agree with Targets (£500k) with Agency yet to come (-£150k), which makes £350k: -£10k remains"
        ]
    );
    assert_eq!(told(", negate = true", "", GRID).len(), 1);
}
