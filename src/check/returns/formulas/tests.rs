use proptest::prelude::*;

use super::*;
use crate::check::testing::{FORM, GRID, form, sample};

#[test]
fn cells_side_by_side_and_one_below_the_other_are_one_range() {
    let sheet = Place::sheet("x.xlsx", "Return");
    let cells = [(3, 2), (4, 2), (4, 5), (5, 2), (5, 5), (6, 1), (6, 2), (9, 2)];
    let cells: Vec<Place> = cells.into_iter().map(|(row, column)| sheet.at(Address::new(row, column))).collect();
    let cells: Vec<&Place> = cells.iter().collect();
    let found: Vec<String> = ranges(&cells).iter().filter_map(Place::cells).collect();
    assert_eq!(found, ["C4 to C6", "F5 to F6", "B7 to C7", "C10"]);
}

const HEADINGS: &str = "Scheme | Target (£000s) | Forecast (£000s) | % forecast | Achieved (£000s) | Status\n";

/// What is said of the small return below these lines and its headings.
fn told(rows: &str) -> Vec<String> {
    sample(FORM, &[("adults", &format!("== Return\nSavings\n\n{HEADINGS}{rows}"))]).told()
}

#[test]
fn what_was_never_calculated_is_one_error_and_nothing_is_said_of_what_follows() {
    let voids = "Voids | 100 | 80 | 80% | 10 | On track\n";
    let cases = [
        // A figure that must be there, and the total that counts it.
        (
            "Voids | =60+40 := | 80 | 80% | 10 | On track\nTotal | 100 | 80 | 80% | 10\n",
            "1 formula of adults.xlsx has no result: B4 comes to 100",
        ),
        // A total row, of which nothing but its label can be read.
        (
            &format!("{voids}Total | =SUM(B4:B4) := | =SUM(C4:C4) := | =C5/B5 := | =SUM(E4:E4) :=\n"),
            "4 formulas of adults.xlsx have no result: B5 comes to 100, C5 comes to 80, D5 comes to 0.8 and 1 more",
        ),
        // The name of a scheme, and what a formula comes to that is not reckoned again.
        (
            &format!("{voids}=UPPER(\"x\") := | 50 | 40 | 80% | 10 | On track\nTotal | 150 | 120 | 80% | 20\n"),
            "1 formula of adults.xlsx has no result: A5",
        ),
        // The label of the total.
        (&format!("{voids}=\"Total\" := | 100 | 80 | 80% | 10\n"), "1 formula of adults.xlsx has no result: A5"),
        // All rows.
        (
            "=\"Voids\" := | =1 := | =1 := | =1 := | =1 := | =1 :=\n",
            "6 formulas of adults.xlsx have no result: A4, B4 comes to 1, C4 comes to 1 and 3 more",
        ),
    ];
    for (rows, says) in cases {
        let told = told(rows);
        assert!(
            matches!(&told[..], [one] if one.starts_with("no-result ") && one.ends_with(says)),
            "{rows}\n{told:#?}"
        );
    }
}

#[test]
fn a_workbook_without_any_result_is_that_error_alone() {
    let formulas = |line: &str| {
        let cells = line.trim_end_matches(" |").split(" | ").map(|cell| format!("=\"{cell}\" :="));
        cells.collect::<Vec<_>>().join(" | ")
    };
    let whole: String = GRID.lines().skip(1).map(|line| formulas(line) + "\n").collect();
    let one = |files: &[(&str, &str)]| {
        let told = sample(FORM, files).told();
        assert!(matches!(&told[..], [one] if one.starts_with("no-result")), "{told:#?}");
    };
    one(&[("adults", &format!("== Return\n{whole}"))]);
    // The live sheet was never calculated, and last quarter's holds values.
    let last = GRID.replace("== Return", "== Last");
    let rows: String = GRID.lines().skip(3).map(|line| formulas(line) + "\n").collect();
    one(&[("adults", &format!("== Return\nSavings\n{HEADINGS}{rows}{last}"))]);
    // So was the live sheet as a whole.
    one(&[("adults", &format!("== Return\n{whole}{last}"))]);
    // Working papers that were never calculated are not what is read.
    let told = sample(FORM, &[("adults", &format!("{GRID}== Workings\nSum | =1+1 :=\n"))]).told();
    assert!(!told.iter().any(|told| told.starts_with("no-result")), "{told:#?}");
}

#[test]
fn a_figure_of_the_appendix_that_was_never_calculated_is_not_missing_too() {
    let figure = "[[figure]]\nid = \"found\"\nheading = \"Found\"\nkind = \"money\"\nunit = \"thousands\"\nfile = \"adults\"\n\
                  sheet = \"Figures\"\nlabel = \"Found to date\"\n\n[[table]]";
    let form = form(&[("[[table]]", figure)]);
    for row in ["Found to date | =1+1 :=", "=\"Found to date\" := | 2"] {
        let told = sample(&form, &[("adults", &format!("{GRID}== Figures\n{row}\n"))]).told();
        assert!(matches!(&told[..], [one] if one.starts_with("no-result ")), "{told:#?}");
    }
}

#[test]
fn a_result_that_its_formula_does_not_give_is_one_query() {
    let cases = [
        // An item, whose total and percentage follow from it.
        (
            "Voids | 100 | =80+10 := 80 | =C4/B4 := 80% | 10 | On track\nTotal | 100 | =SUM(C4:C4) := 80 | =C5/B5 := 80% | 10\n",
            "C4: Adults: a result in adults.xlsx is not up to date: C4 is stored as 80 and comes to 90; 3 other results follow from it",
        ),
        // A total: that it is not the sum of its rows follows.
        (
            "Voids | 100 | 80 | 80% | 10 | On track\nTotal | =SUM(B4:B4) := 90 | 80 | 80% | 10\n",
            "B5: Adults: a result in adults.xlsx is not up to date: B5 is stored as 90 and comes to 100",
        ),
        // An item below a total that is up to date.
        (
            "Voids | =60+40 := 90 | 80 | =C4/B4 := 80% | 10 | On track\nTotal | =SUM(B4:B4) := 100 | 80 | 80% | 10\n",
            "B4: Adults: a result in adults.xlsx is not up to date: B4 is stored as 90 and comes to 100",
        ),
        // A percentage that the form computes.
        (
            "Voids | 100 | 80 | =C4/B4 := 70% | 10 | On track\nTotal | 100 | 80 | 80% | 10\n",
            "D4: Adults: a result in adults.xlsx is not up to date: D4 is stored as 0.7 and comes to 0.8",
        ),
    ];
    for (rows, says) in cases {
        let told = told(rows);
        assert!(matches!(&told[..], [one] if *one == format!("stale-result {says}")), "{rows}\n{told:#?}");
    }
}

#[test]
fn a_total_that_is_wrong_either_way_is_told_beside_it() {
    let told = told("Voids | 100 | 80 | 80% | 10 | On track\nTotal | =B4+7 := 90 | 80 | 80% | 10\n");
    let codes: Vec<&str> = told.iter().filter_map(|told| told.split([' ', ':']).next()).collect();
    assert_eq!(codes, ["column-total", "stale-result"], "{told:#?}");
}

#[test]
fn what_is_not_read_or_not_known_is_never_stale() {
    for rows in [
        // Beside what is read, and on another sheet that nothing looks at.
        &format!("{VOIDS}== Workings\nSum | =1+1 := 3\n"),
        // Not reckoned again, a date, a text, figures as they are shown.
        "Voids | =RAND()*100 := 100 | =VLOOKUP(A4,A:B,2) := 80 | 80% | 10 | =\"On\" := On track\nTotal | 100 | 80 | 80% | 10\n",
        "Voids | =99.6 := 100 | 80 | 80% | 10 | On track\nTotal | 100 | 80 | 80% | 10\n!as-shown\n",
        // Binary noise.
        "Voids | =0.1+0.2 := 0.30000000000000004 | 0.3 | 100% | 0 | On track\nTotal | 0.3 | 0.3 | 100% | 0\n",
    ] {
        let told = told(rows);
        assert!(!told.iter().any(|told| told.starts_with("stale-result")), "{rows}\n{told:#?}");
    }
}

#[test]
fn a_formula_of_another_kind_is_never_stale() {
    for formula in [
        "SUM(C4:C5*2)",
        "C4:C5",
        "@C4:C5",
        "C4#",
        "SUM({1,2})",
        "SUM((C4,C5))",
        "SUM(C4:C5 C5:E5)",
        "rate*2",
        "Costs[Net]",
        "SUM(Costs[Net])",
        "SUM(B:B)",
        "B4+1",
        "INDIRECT(\"C4\")",
        "OFFSET(C4,1,0)",
        "TODAY()",
        "NOW()-1",
        "RANDBETWEEN(1,9)",
        "LET(x,C4,x)",
        "SUMIF(A4:A5,\"Total\",C4:C5)",
        "SUMPRODUCT(C4:C5,E4:E5)",
        "AGGREGATE(9,5,C4:C5)",
        "A4+1",
        "C4&C5",
        "C4&\"\"",
        "1/0",
        "DATE(2022,1,1)",
        "[1]Plan!B2",
        "Gone!B2",
        "#REF!+1",
        "SUM(Return:Other!C4)",
        "+",
        "",
    ] {
        let formula = if formula.is_empty() { String::new() } else { format!("={formula} := ") };
        let told = told(&format!("Voids | {formula}123 | 80 | 80% | 10 | On track\nTotal | 123 | 80 | 80% | 10\n"));
        assert!(!told.iter().any(|told| told.starts_with("stale-result")), "{formula}\n{told:#?}");
    }
}

#[test]
fn notes_say_what_of_formulas_is_not_known() {
    let with = |target: &str, look: &str| {
        told(&format!("Voids | {target} := 100 | 80 | 80% | 10 | On track\nTotal | 100 | 80 | 80% | 10\n{look}\n"))
    };
    let says = |target: &str, look: &str, code: &str| {
        let told = with(target, look);
        assert!(matches!(&told[..], [one] if one.starts_with(code)), "{told:#?}");
    };
    says("=LARGE(B5:B5,1)", "!manual", "manual-calculation B4: ");
    says("=[1]Sheet1!B2", "", "other-workbook B4: ");
    says("=60+40", "!as-shown", "rounds-as-shown: ");
    assert_eq!(with("=60+40", "!manual").len(), 0);
    assert_eq!(with("=LARGE(B5:B5,1)", "").len(), 0);
}

const VOIDS: &str = "Voids | 100 | 80 | 80% | 10 | On track\nTotal | 100 | 80 | 80% | 10\n";

/// A scheme: its target, the two parts of its forecast, and what is achieved.
type Scheme = (u32, u32, u32, u32);

/// The results that a spreadsheet stores: for each scheme its forecast and its percentage, then those of the total row.
fn results(schemes: &[Scheme]) -> Vec<Decimal> {
    let forecast = |scheme: &Scheme| Decimal::from(scheme.1 + scheme.2);
    let sum = |of: &dyn Fn(&Scheme) -> Decimal| schemes.iter().map(of).sum::<Decimal>();
    let (targets, forecasts) = (sum(&|scheme| scheme.0.into()), sum(&forecast));
    let own = schemes.iter().flat_map(|scheme| [forecast(scheme), forecast(scheme) / Decimal::from(scheme.0)]);
    own.chain([targets, forecasts, forecasts / targets, sum(&|scheme| scheme.3.into())]).collect()
}

/// The return with these results.
fn grid(schemes: &[Scheme], results: &[Decimal]) -> String {
    let percent = |ratio: Decimal| format!("{:.13}%", ratio * Decimal::ONE_HUNDRED);
    let mut grid = format!("== Return\nSavings\n\n{HEADINGS}");
    for ((index, (target, one, other, achieved)), own) in schemes.iter().enumerate().zip(results.chunks(2)) {
        let (name, row) = (["Voids", "Rents", "Hostels", "Lettings", "Repairs"][index], index + 4);
        let (forecast, share) = (own[0], percent(own[1]));
        grid += &format!(
            "{name} | {target} | ={one}+{other} := {forecast} | =C{row}/B{row} := {share} | {achieved} | Under way\n"
        );
    }
    let [.., targets, forecasts, share, achieved] = results else { panic!("no totals") };
    let (last, row, share) = (schemes.len() + 3, schemes.len() + 4, percent(*share));
    let sum = |column: char, result: &Decimal| format!("=SUM({column}4:{column}{last}) := {result}");
    grid + &format!(
        "Total | {} | {} | =C{row}/B{row} := {share} | {}\n",
        sum('B', targets),
        sum('C', forecasts),
        sum('E', achieved)
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn an_honest_return_is_never_asked_about_and_one_wrong_result_is_one_query(
        schemes in proptest::collection::vec((100..900_u32, 0..400_u32, 1..400_u32, 0..300_u32), 1..5),
        which in any::<prop::sample::Index>(),
        by in prop_oneof![Just(1), Just(-7), 20..4000_i32],
    ) {
        let open = |results: &[Decimal]| -> Vec<String> {
            let found = sample(FORM, &[("adults", &grid(&schemes, results))]).findings();
            // Any figures may stand beside each other here: whether one goes beyond its row is another question.
            let asked = |finding: &&Finding| {
                finding.severity != crate::finding::Severity::Note && !finding.code.starts_with("beyond-its")
            };
            let open = found.iter().filter(asked);
            open.map(|finding| format!("{} {}: {}", finding.code, finding.at, finding.message)).collect()
        };
        let mut results = results(&schemes);
        let honest = open(&results);
        prop_assert!(!honest.iter().any(|told| told.starts_with("stale-result")), "{honest:#?}");
        let result = which.get_mut(&mut results);
        // A ratio stays one that is read as such.
        *result += if *result < Decimal::TEN { Decimal::new(1, 1) } else { Decimal::from(by) };
        let told: Vec<String> = open(&results).into_iter().filter(|told| !honest.contains(told)).collect();
        prop_assert!(matches!(&told[..], [one] if one.starts_with("stale-result ")), "{told:#?}");
    }
}
