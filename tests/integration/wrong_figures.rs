//! Figures of the samples made wrong, every total brought up to date: none may end in final papers, and each is asked about at its
//! cell.

use std::fs;
use std::path::Path;

use crate::support::{copy, findings, sample};
use crate::workbook;

/// What is made wrong: a sample, and in each of its grids what stands there and what comes; then what is asked, and where.
struct Wrong {
    what: &'static str,
    sample: &'static str,
    grids: &'static [(&'static str, &'static [(&'static str, &'static str)])],
    asked: &'static str,
}

const WRONG: [Wrong; 6] = [
    Wrong {
        what: "achieved 1125 typed as 1125000 under a formula",
        sample: "recovery-plan",
        grids: &[(
            "2022-23-q3/change-and-strategy-delivery",
            &[("100% | 100% | 1125 |", "100% | 100% | 1125000 |"), (":= 1125\n", ":= 1125000\n")],
        )],
        asked: "figure-of-another-size F5",
    },
    Wrong {
        what: "a nought too many in what is achieved",
        sample: "recovery-plan",
        grids: &[(
            "2022-23-q3/adult-commissioning-and-partnerships",
            &[
                ("100 | 100 | 100% | 100% | 100 | Delivered | n/a", "100 | 100 | 100% | 100% | 1000 | Delivered | n/a"),
                ("100 | 100 | 100% | 100% | 100 | Delivered –", "100 | 100 | 100% | 100% | 1000 | Delivered –"),
            ],
        )],
        asked: "figure-of-another-size F5",
    },
    Wrong {
        what: "an actual a thousand times too large",
        sample: "rag-schemes",
        grids: &[(
            "2012-13-q2/adult-social-care",
            &[
                ("175,002 | 42,000 | 308,000", "175,002 | 42,000,000 | -41,650,000"),
                ("725,384 | 288,785 | 2,346,020", "725,384 | 42,246,785 | -39,611,980"),
                ("1,849,232 | 1,691,122 | 6,264,878", "1,849,232 | 43,649,122 | -35,693,122"),
            ],
        )],
        asked: "figure-of-another-size G16",
    },
    Wrong {
        what: "a new measure of 50000 in place of 50",
        sample: "budget-recovery",
        grids: &[
            (
                "2018-19-p05/corporate-core",
                &[("Non-recurring | 50 | 0", "Non-recurring | 50000 | 0"), ("| 1,797 |", "| 51,747 |")],
            ),
            (
                "2018-19-p05/recovery-measures",
                &[
                    ("1,025 | 772 | 1,797", "50,975 | 772 | 51,747"),
                    ("4,427 | 1,587 | 6,014", "54,377 | 1,587 | 55,964"),
                ],
            ),
        ],
        asked: "beyond-its-column F16",
    },
    Wrong {
        what: "a measure of 400 that nobody sees under an answer to all of them",
        sample: "budget-recovery",
        grids: &[
            (
                "2018-19-p05/corporate-core",
                &[
                    (
                        "Reduced training expenditure |",
                        "Rates rebate | | Recovery Plan Measures | Income | | 400 | | In this year.\nReduced training expenditure |",
                    ),
                    ("| 1,797 |", "| 2,197 |"),
                ],
            ),
            (
                "2018-19-p05/recovery-measures",
                &[("1,025 | 772 | 1,797", "1,425 | 772 | 2,197"), ("4,427 | 1,587 | 6,014", "4,827 | 1,587 | 6,414")],
            ),
        ],
        asked: "scheme-appeared A5",
    },
    Wrong {
        what: "a negative recovery",
        sample: "budget-recovery",
        grids: &[
            (
                "2018-19-p05/corporate-core",
                &[("Other spend | | 15 |", "Other spend | | -15 |"), ("| 1,797 |", "| 1,767 |")],
            ),
            (
                "2018-19-p05/recovery-measures",
                &[("1,025 | 772 | 1,797", "995 | 772 | 1,767"), ("4,427 | 1,587 | 6,014", "4,397 | 1,587 | 5,984")],
            ),
        ],
        asked: "other-sign F13",
    },
];

#[test]
fn a_wrong_figure_that_fits_its_totals_is_asked_about_at_its_cell() {
    for wrong in WRONG {
        let (_folder, collection) = copy(&sample(wrong.sample));
        for (grid, changes) in wrong.grids {
            let path = collection.join("grids").join(grid).with_extension("txt");
            let mut text = fs::read_to_string(path).unwrap();
            for (stands, comes) in *changes {
                assert_eq!(text.matches(stands).count(), 1, "{}: {stands}", wrong.what);
                text = text.replace(stands, comes);
            }
            let path = collection.join("returns").join(Path::new(grid).with_extension("xlsx"));
            assert!(path.exists(), "{}", path.display());
            fs::write(path, workbook::workbook(&text)).unwrap();
        }
        let json = findings(&collection, &[]);
        let all = json["findings"].as_array().unwrap();
        let open: Vec<String> = all
            .iter()
            .filter(|finding| finding["status"] == "open" && finding["severity"] != "note")
            .map(|finding| {
                format!("{} {}", finding["code"].as_str().unwrap(), finding["at"]["cell"].as_str().unwrap_or_default())
            })
            .collect();
        assert!(open.iter().any(|found| found == wrong.asked), "{}: {open:#?}", wrong.what);
    }
}
