//! Wexcombe County Council: one workbook for all portfolios, with groups that have headings and no subtotals, £000, savings as
//! negative amounts, and growth beside them.

use super::Council;
use super::truth::Totals;

/// Wexcombe County Council.
pub const COUNCIL: Council = Council {
    name: "wexcombe",
    periods: &[Q2],
    areas: &[
        "Adults and Health",
        "Children and Education",
        "Environment and Highways",
        "Communities and Public Protection",
        "Finance and Corporate",
    ],
    lists: &["savings", "growth", "summary"],
    totals: TOTALS,
};

const Q2: &str = "2024-25-q2";

/// A column of one of its lists.
const fn of(list: &'static str, column: &'static str, areas: &'static [&'static str; 5], all: &'static str) -> Totals {
    Totals { period: Q2, list, column, areas, all }
}

#[rustfmt::skip]
const TOTALS: &[Totals] = &[
    of("savings", "Approved 2024/25", &["-3300", "-1250", "-2370", "-367", "-1846"], "-9133"),
    of("savings", "Forecast 2024/25", &["-2994", "-911", "-2117", "-280", "-1702"], "-8004"),
    of("savings", "Variance 2024/25", &["306", "339", "253", "87", "144"], "1129"),
    of("savings", "Later years 2025/26", &["-1789", "-710", "-799", "-128", "-310"], "-3736"),
    of("savings", "Later years 2026/27", &["-835", "-232", "-190", "-5", "-40"], "-1302"),
    of("savings", "MTFS total", &["-5924", "-2192", "-3359", "-500", "-2196"], "-14171"),

    of("growth", "2024/25 £000", &["4010", "2615", "700", "86", "1160"], "8571"),
    of("growth", "2025/26 £000", &["3280", "1420", "630", "20", "1075"], "6425"),
    of("growth", "2026/27 £000", &["3190", "1060", "520", "20", "1180"], "5970"),
    of("growth", "Three years £000", &["10480", "5095", "1850", "126", "3415"], "20966"),

    of("summary", "Savings approved 2024/25", &["-3300", "-1250", "-2370", "-367", "-1846"], "-9133"),
    of("summary", "Savings forecast 2024/25", &["-2994", "-911", "-2117", "-280", "-1702"], "-8004"),
    of("summary", "Growth 2024/25", &["4010", "2615", "700", "86", "1160"], "8571"),
    of("summary", "Net change 2024/25", &["1016", "1704", "-1417", "-194", "-542"], "567"),
];
