//! Aldermere City Council: two months and an outturn, a file a directorate, whole pounds. The columns of the outturn are not
//! those of the months.

use super::Council;
use super::truth::Totals;

/// Aldermere City Council.
pub const COUNCIL: Council = Council {
    name: "aldermere",
    periods: &[P06, P09, OUTTURN],
    areas: &["Adult Care and Wellbeing", "Children, Families and Learning", "Place and Growth", "Resources"],
    lists: &["savings"],
    totals: TOTALS,
};

const P06: &str = "2024-25-p06";
const P09: &str = "2024-25-p09";
const OUTTURN: &str = "2024-25-outturn";

/// A column of the savings.
const fn savings(
    period: &'static str,
    column: &'static str,
    areas: &'static [&'static str; 4],
    all: &'static str,
) -> Totals {
    Totals { period, list: "savings", column, areas, all }
}

#[rustfmt::skip]
const TOTALS: &[Totals] = &[
    savings(P06, "Savings proposed 2024/25 (£)", &["3150000", "2248000", "1944000", "1482000"], "8824000"),
    savings(P06, "Banked to 30 September 2024 (£)", &["1011300", "667300", "926700", "546800"], "3152100"),
    savings(P06, "Projected by 31 March 2025 (£)", &["2147000", "2076000", "1720000", "1274000"], "7217000"),
    savings(P06, "Over / (under) (£)", &["-273000", "-172000", "-224000", "-208000"], "-877000"),
    savings(P06, "Full-year effect 2025/26 (£)", &["3400000", "2798000", "2099000", "1302000"], "9599000"),

    savings(P09, "Savings proposed 2024/25 (£)", &["3150000", "2248000", "1944000", "1482000"], "8824000"),
    savings(P09, "Banked to 31 December 2024 (£)", &["1809900", "1257600", "1301900", "869000"], "5238400"),
    savings(P09, "Projected by 31 March 2025 (£)", &["2794000", "2039000", "1684500", "1234250"], "7751750"),
    savings(P09, "Over / (under) (£)", &["-356000", "-209000", "-259500", "-247750"], "-1072250"),
    savings(P09, "Full-year effect 2025/26 (£)", &["3400000", "2798000", "2099000", "1302000"], "9599000"),

    savings(OUTTURN, "Savings proposed 2024/25 (£)", &["3150000", "2248000", "1944000", "1482000"], "8824000"),
    savings(OUTTURN, "Banked at 31 March 2025 (£)", &["2842033", "2038680", "1689770", "1246755"], "7817238"),
    savings(OUTTURN, "Over / (under) (£)", &["-307967", "-209320", "-254230", "-235245"], "-1006762"),
    savings(OUTTURN, "% banked",
        &["2842033/3150000", "2038680/2248000", "1689770/1944000", "1246755/1482000"], "7817238/8824000"),
    savings(OUTTURN, "Slipped into 2025/26 (£)", &["243185", "123370", "211650", "264150"], "842355"),
    savings(OUTTURN, "Not deliverable (£)", &["95800", "97790", "69150", "4100"], "266840"),
    savings(OUTTURN, "Full-year effect 2025/26 (£)", &["3400000", "2798000", "2099000", "1302000"], "9599000"),
];
