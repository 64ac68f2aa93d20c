//! Strathmoor Council: a sheet a service, £m, percentages, and a RAG that is a colour and no word. Only the dashboard in front
//! has a total.

use super::Council;
use super::truth::Totals;

/// Strathmoor Council.
pub const COUNCIL: Council = Council {
    name: "strathmoor",
    periods: &[Q1, Q2],
    areas: &[
        "Education and Skills",
        "Health and Social Care",
        "Roads and Environment",
        "Housing and Property",
        "Corporate Services",
    ],
    lists: &["projects", "dashboard"],
    totals: TOTALS,
};

const Q1: &str = "2025-26-q1";
const Q2: &str = "2025-26-q2";

/// A column of the projects.
const fn projects(
    period: &'static str,
    column: &'static str,
    areas: &'static [&'static str; 5],
    all: &'static str,
) -> Totals {
    Totals { period, list: "projects", column, areas, all }
}

/// A column of the dashboard.
const fn dashboard(
    period: &'static str,
    column: &'static str,
    areas: &'static [&'static str; 5],
    all: &'static str,
) -> Totals {
    Totals { period, list: "dashboard", column, areas, all }
}

#[rustfmt::skip]
const TOTALS: &[Totals] = &[
    projects(Q1, "Full-year benefit £m", &["4.455", "6.490", "1.920", "2.245", "1.218"], "16.328"),
    projects(Q1, "Planned 2025/26 £m", &["1.805", "3.215", "1.770", "1.440", "0.768"], "8.998"),
    projects(Q1, "Likely 2025/26 £m", &["1.745", "2.985", "1.695", "1.395", "0.738"], "8.558"),
    projects(Q1, "Secured to date £m", &["0.280", "0.587", "0.415", "0.259", "0.298"], "1.839"),

    dashboard(Q1, "Projects", &["6", "6", "6", "5", "5"], "28"),
    dashboard(Q1, "Full-year benefit £m", &["4.455", "6.490", "1.920", "2.245", "1.218"], "16.328"),
    dashboard(Q1, "Planned 2025/26 £m", &["1.805", "3.215", "1.770", "1.440", "0.768"], "8.998"),
    dashboard(Q1, "Likely 2025/26 £m", &["1.745", "2.985", "1.695", "1.395", "0.738"], "8.558"),
    dashboard(Q1, "Secured to date £m", &["0.280", "0.587", "0.415", "0.259", "0.298"], "1.839"),
    dashboard(Q1, "Secured as % of plan",
        &["0.280/1.805", "0.587/3.215", "0.415/1.770", "0.259/1.440", "0.298/0.768"], "1.839/8.998"),

    projects(Q2, "Full-year benefit £m", &["4.455", "6.490", "1.920", "2.245", "1.218"], "16.328"),
    projects(Q2, "Planned 2025/26 £m", &["1.805", "3.215", "1.770", "1.440", "0.768"], "8.998"),
    projects(Q2, "Likely 2025/26 £m", &["1.632", "2.728", "1.669", "1.308", "0.731"], "8.068"),
    projects(Q2, "Secured to date £m", &["0.681", "1.277", "0.866", "0.612", "0.430"], "3.866"),

    dashboard(Q2, "Projects", &["6", "6", "6", "5", "5"], "28"),
    dashboard(Q2, "Full-year benefit £m", &["4.455", "6.490", "1.920", "2.245", "1.218"], "16.328"),
    dashboard(Q2, "Planned 2025/26 £m", &["1.805", "3.215", "1.770", "1.440", "0.768"], "8.998"),
    dashboard(Q2, "Likely 2025/26 £m", &["1.632", "2.728", "1.669", "1.308", "0.731"], "8.068"),
    dashboard(Q2, "Secured to date £m", &["0.681", "1.277", "0.866", "0.612", "0.430"], "3.866"),
    dashboard(Q2, "Secured as % of plan",
        &["0.681/1.805", "1.277/3.215", "0.866/1.770", "0.612/1.440", "0.430/0.768"], "3.866/8.998"),
];
