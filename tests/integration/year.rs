//! A clerk's year with the real binary, on the form of a sample: the budget, four quarters, the outturn and the next year's first quarter.
//! A return comes late, schemes are split, merged and moved, budget is vired, targets are re-based with approval and without, an area is
//! not updated, and what was published is corrected. At every step movements close to the penny, and no figure is typed twice: each stands
//! once, in the story below or with what the program says.

mod clerk;
mod council;

use std::fs;

use clerk::{Answer, Clerk, Paper};
use council::{
    CHANGE, COMMISSIONING, Column, Council, DISABILITY, GOVERNANCE, LIVING, MENTAL_HEALTH, pounds, thousands,
    whole_thousands,
};

const BUDGET: Paper = Paper {
    name: "the budget of 2023/24",
    period: "2023-24-budget",
    year_end: "31/03/24",
    answered: "13/02/2023",
    cleared: "20/02/2023",
};
const FIRST: Paper = Paper {
    name: "quarter 1 of 2023/24",
    period: "2023-24-q1",
    year_end: "31/03/24",
    answered: "19/07/2023",
    cleared: "26/07/2023",
};
const SECOND: Paper = Paper {
    name: "quarter 2 of 2023/24",
    period: "2023-24-q2",
    year_end: "31/03/24",
    answered: "18/10/2023",
    cleared: "25/10/2023",
};
const THIRD: Paper = Paper {
    name: "quarter 3 of 2023/24",
    period: "2023-24-q3",
    year_end: "31/03/24",
    answered: "17/01/2024",
    cleared: "24/01/2024",
};
const FOURTH: Paper = Paper {
    name: "quarter 4 of 2023/24",
    period: "2023-24-q4",
    year_end: "31/03/24",
    answered: "17/04/2024",
    cleared: "24/04/2024",
};
const OUTTURN: Paper = Paper {
    name: "the outturn of 2023/24",
    period: "2023-24-outturn",
    year_end: "31/03/24",
    answered: "12/06/2024",
    cleared: "19/06/2024",
};
const NEXT_YEAR: Paper = Paper {
    name: "quarter 1 of 2024/25",
    period: "2024-25-q1",
    year_end: "31/03/25",
    answered: "17/07/2024",
    cleared: "24/07/2024",
};

/// Left open when the second quarter is published.
const SUPPLIES: &str = "target-changed:governance-and-inclusion:supplies-and-services:target";
/// Short of its target at the end of the year, and goes on.
const BROUGHT_FORWARD: &str = "Direct payment reviews";
/// Short of it too, and ended: its last invoices are not to come.
const WRITTEN_OFF: &str = "Vacancies and voids";
/// Corrected after the third quarter is published.
const CORRECTED: &str = "Care Trust staffing";

/// The sample's form with the periods of the story. A budget has targets alone, so each other column is there from the first quarter on;
/// and it is approved before its year begins.
fn form(own: &str) -> String {
    let later = "only_in = [\"q1\", \"q2\", \"q3\", \"q4\", \"outturn\"]";
    let is_later = |block: &str| {
        let is_column = block.starts_with("list.column]]");
        let stays = ["title", "target", "portfolio"].iter().any(|id| block.contains(&format!("\nid = \"{id}\"\n")));
        (is_column && !stays) || block.starts_with("check]]") || block.starts_with("narrative]]")
    };
    let blocks: Vec<String> = own
        .split("\n[[")
        .filter(|block| !block.starts_with("period]]"))
        .map(
            |block| {
                if is_later(block) { block.replacen("]]\n", &format!("]]\n{later}\n"), 1) } else { block.to_string() }
            },
        )
        .collect();
    let periods = [
        ("2023-24-budget", "2023-02-10", "2023-03-08"),
        ("2023-24-q1", "2023-06-30", "2023-08-09"),
        ("2023-24-q2", "2023-09-30", "2023-11-15"),
        ("2023-24-q3", "2023-12-31", "2024-02-07"),
        ("2023-24-q4", "2024-03-31", "2024-05-15"),
        ("2023-24-outturn", "2024-03-31", "2024-07-10"),
        ("2024-25-q1", "2024-06-30", "2024-08-14"),
    ];
    let period = |(id, as_at, meeting)| format!("\n[[period]]\nid = \"{id}\"\nas_at = {as_at}\nmeeting = {meeting}\n");
    blocks.join("\n[[") + &periods.map(period).concat()
}

/// The budget opens the year: targets only.
fn budget(clerk: &mut Clerk, council: &mut Council) {
    council.begins("Reduced agency spend", CHANGE, pounds(303_000));
    council.begins("Operating model efficiencies", CHANGE, pounds(1_500_000));
    council.begins("Review of high-cost homecare", LIVING, pounds(3_470_000));
    council.begins("Right-sizing of care packages", LIVING, pounds(2_408_000));
    council.begins("Equipment and adaptations", LIVING, pounds(330_000));
    council.begins("Provider staffing", LIVING, 81_250_075);
    council.begins("Direct payment reviews", DISABILITY, pounds(2_332_000));
    council.begins("Vacancies and voids", DISABILITY, pounds(700_000));
    council.begins("Transitions planning", DISABILITY, pounds(241_000));
    council.begins("Short breaks", DISABILITY, pounds(678_000));
    council.begins("Care Trust staffing", MENTAL_HEALTH, pounds(1_000_000));
    council.begins("Refuge funding", MENTAL_HEALTH, pounds(350_000));
    council.begins("Contract renewals", COMMISSIONING, pounds(180_000));
    council.begins("Income and payments", GOVERNANCE, pounds(854_000));
    council.begins("Supplies and services", GOVERNANCE, pounds(200_000));
    clerk.files_all(BUDGET, council);
    clerk.answers(BUDGET, &[]);
    clerk.publishes(BUDGET, council, 1, "");
    assert_eq!(clerk.printed(BUDGET, 1, "Forecast 31/03/24"), Vec::<String>::new());
}

/// The first quarter: one area's return is late, and comes before the papers are due.
fn first_quarter(clerk: &mut Clerk, council: &mut Council) {
    council.forecasts_what_is_planned();
    council.achieves(17, "On its way", "");
    clerk.files_all_but(FIRST, council, GOVERNANCE);
    assert_eq!(clerk.open(FIRST), ["missing-return:governance-and-inclusion"]);
    clerk.is_draft(FIRST, "no return came from Governance and Inclusion");
    clerk.files_return(FIRST, council, GOVERNANCE);
    clerk.answers(FIRST, &[]);
    clerk.publishes(FIRST, council, 1, "");
}

/// The second quarter: a split, a merger, a re-basing that a board approved, and a target that changed with nobody's approval.
fn second_quarter(clerk: &mut Clerk, council: &mut Council) {
    council.splits("Review of high-cost homecare", ["Homecare reviews", "Enablement"], pounds(2_100_000));
    council.merge(["Transitions planning", "Short breaks"], "Day opportunities");
    council.is_rebased("Equipment and adaptations", pounds(50_000));
    council.is_changed("Supplies and services", pounds(-30_000));
    council.is_forecast_at("Equipment and adaptations", 100);
    council.is_forecast_at("Supplies and services", 100);
    council.is_forecast_at("Direct payment reviews", 80);
    council.achieves(41, "On its way", "");
    clerk.files_all(SECOND, council);
    let answers = [
        (
            "likely-split:living-and-ageing-well:review-of-high-cost-homecare",
            Answer::Match("Enablement has a plan of its own from this quarter on."),
        ),
        ("likely-split:adults-with-a-disability:day-opportunities", Answer::Match("Both are run as one programme.")),
        (
            "target-changed:living-and-ageing-well:equipment-and-adaptations:target",
            Answer::Approved("CR-07", "It takes in adaptations ordered on discharge from hospital."),
        ),
        (SUPPLIES, Answer::LeftOpen("01/02/2024", "The service asks the board.")),
        (
            "movement-unexplained:adults-with-a-disability:direct-payment-reviews:forecast",
            Answer::Explain("Two reviewers have left, and their posts are advertised."),
        ),
    ];
    clerk.answers(SECOND, &answers);
    clerk.publishes(SECOND, council, 1, "");
    let left_open = clerk.printed(SECOND, 1, "The service asks the board.");
    assert!(left_open[0].ends_with("| Section 151 officer | 1 February 2024"), "{left_open:?}");
}

/// The third quarter: a scheme goes to another area, budget is vired with two legs, and an area is not updated.
fn third_quarter(clerk: &mut Clerk, council: &mut Council) {
    council.goes("Income and payments", CHANGE);
    council.vires("Right-sizing of care packages", "Provider staffing", pounds(40_000));
    council.is_forecast_at("Right-sizing of care packages", 100);
    council.is_forecast_at("Provider staffing", 100);
    council.achieves(66, "On its way", COMMISSIONING);
    clerk.files_all_but(THIRD, council, COMMISSIONING);
    let answers = [
        ("missing-return:adult-commissioning-and-partnerships", Answer::NotUpdated("Its accountant is away.")),
        (
            "likely-rename:change-and-strategy-delivery:income-and-payments",
            Answer::Match("The team has moved, and its scheme with it."),
        ),
        // Both legs are one question and one answer.
        (
            "target-changed:living-and-ageing-well:right-sizing-of-care-packages:target",
            Answer::Approved("CR-11", "Agency staff are paid from what fewer packages save."),
        ),
    ];
    clerk.answers(THIRD, &answers);
    clerk.publishes(THIRD, council, 1, "");
    let stands = "Not updated: Adult Commissioning and Partnerships, as last reported, 30 September 2023";
    assert_eq!(clerk.printed(THIRD, 1, stands).len(), 1);
}

/// After the third quarter is published one of its returns is put right: the next paper finds that cell, and the set is superseded.
fn correction(clerk: &mut Clerk, council: &mut Council) {
    let reason = "What one scheme had achieved was that of another quarter.";
    let published = council.scheme(CORRECTED).of(Column::Achieved);
    council.is_reopened();
    council.had_achieved(CORRECTED, pounds(-60_000));
    let corrected = council.scheme(CORRECTED).of(Column::Achieved);
    let [published, corrected] = [published, corrected].map(thousands);
    clerk.files_return(THIRD, council, MENTAL_HEALTH);
    // Its next return is the first to come.
    let mut later = council.clone();
    later.achieves(88, "Nearly there", "");
    clerk.files_return(FOURTH, &later, MENTAL_HEALTH);
    let found = clerk.restated(FOURTH);
    let both = format!(
        "'{CORRECTED}', Achieved to Date (£000s): £{published}k was published, and £{corrected}k stands there now"
    );
    assert!(found.len() == 1 && found[0].contains(&both), "{found:?}");
    assert!(found[0].starts_with("returns/2023-24-q3/mental-health-and-safeguarding.xlsx F"), "{found:?}");

    clerk.answers(THIRD, &[]);
    clerk.publishes(THIRD, council, 2, reason);
    let revised = format!("{CORRECTED} | Achieved to Date | {published} | {corrected}");
    assert_eq!(clerk.printed(THIRD, 2, &revised).len(), 1);
    let manifest =
        fs::read_to_string(clerk.collection.join("published/2023-24-q3/2/restricted/manifest.json")).unwrap();
    assert!(manifest.contains(reason), "{manifest}");
    assert_eq!(clerk.restated(FOURTH), Vec::<String>::new());
}

/// The fourth quarter: all report again.
fn fourth_quarter(clerk: &mut Clerk, council: &mut Council) {
    council.achieves(88, "Nearly there", "");
    clerk.files_all(FOURTH, council);
    clerk.answers(FOURTH, &[]);
    clerk.publishes(FOURTH, council, 1, "");
}

/// The outturn: what is forecast has been achieved.
fn outturn(clerk: &mut Clerk, council: &mut Council) {
    council.is_forecast_at("Vacancies and voids", 97);
    council.achieves(100, "Delivered", "");
    clerk.files_all(OUTTURN, council);
    clerk.answers(OUTTURN, &[]);
    clerk.publishes(OUTTURN, council, 1, "");
    assert_eq!(clerk.closing(Column::Forecast), clerk.closing(Column::Achieved));
}

/// The next year's first quarter: schemes that were delivered are gone, what one was short of is written off, what is short of another
/// is brought forward, and others are new.
fn next_year(clerk: &mut Clerk, council: &mut Council) {
    let short = |council: &Council, title| council.scheme(title).short();
    let (brought, written) = (short(council, BROUGHT_FORWARD), short(council, WRITTEN_OFF));
    assert!(
        council
            .schemes
            .iter()
            .all(|scheme| scheme.short() == 0 || [BROUGHT_FORWARD, WRITTEN_OFF].contains(&scheme.title))
    );
    council.year_turns();
    council.is_set_anew(BROUGHT_FORWARD, brought);
    for delivered in
        ["Reduced agency spend", "Refuge funding", "Provider staffing", "Homecare reviews", "Contract renewals"]
    {
        council.ends(delivered);
    }
    council.ends(WRITTEN_OFF);
    council.is_set_anew("Operating model efficiencies", pounds(420_000));
    council.is_set_anew("Right-sizing of care packages", pounds(1_150_000));
    council.is_set_anew("Enablement", pounds(610_000));
    council.is_set_anew("Equipment and adaptations", pounds(275_000));
    council.is_set_anew("Day opportunities", pounds(390_000));
    council.is_set_anew("Care Trust staffing", pounds(240_000));
    council.is_set_anew("Income and payments", pounds(505_000));
    council.is_set_anew("Supplies and services", pounds(95_000));
    council.begins("Supported living", DISABILITY, pounds(720_000));
    council.begins("Joint purchasing", COMMISSIONING, pounds(160_000));
    council.begins("Crisis house", MENTAL_HEALTH, pounds(310_000));
    council.forecasts_what_is_planned();
    council.achieves(14, "On its way", "");
    clerk.files_all(NEXT_YEAR, council);
    let new = [
        "adult-commissioning-and-partnerships:joint-purchasing",
        "adults-with-a-disability:supported-living",
        "mental-health-and-safeguarding:crisis-house",
    ]
    .map(|scheme| format!("scheme-appeared:{scheme}"));
    // What became of all that is gone is one question.
    assert_eq!(clerk.open(NEXT_YEAR), [&new[..], &["year-turned".to_string()]].concat());
    let ended = format!("{DISABILITY}:{BROUGHT_FORWARD}");
    let lost = format!("{DISABILITY}:{WRITTEN_OFF}");
    clerk.turns_the_year(NEXT_YEAR, &[("--brought-forward", &ended), ("--written-off", &lost)]);
    let agreed = || Answer::Explain("Agreed with the budget of the new year.");
    let answers: Vec<(&str, Answer)> = new.iter().map(|id| (id.as_str(), agreed())).collect();
    clerk.answers(NEXT_YEAR, &answers);
    clerk.publishes(NEXT_YEAR, council, 1, "");
    let [brought, written] = [brought, written].map(whole_thousands);
    let said = format!("£{brought}k is brought forward into 2024/25 and £{written}k was written off.");
    assert!(
        !clerk.printed(NEXT_YEAR, 1, &said).is_empty(),
        "{said}: {:?}",
        clerk.printed(NEXT_YEAR, 1, "was written off")
    );
    let ended = clerk.printed(NEXT_YEAR, 1, WRITTEN_OFF);
    assert!(ended.iter().any(|row| row.ends_with("As reported at outturn.")), "{ended:?}");
}

#[test]
fn a_year_from_its_budget_to_the_next_one() {
    let mut clerk = Clerk::new("recovery-plan", form);
    let mut council = Council::default();
    budget(&mut clerk, &mut council);
    first_quarter(&mut clerk, &mut council);
    second_quarter(&mut clerk, &mut council);
    third_quarter(&mut clerk, &mut council);
    correction(&mut clerk, &mut council);
    fourth_quarter(&mut clerk, &mut council);
    outturn(&mut clerk, &mut council);
    next_year(&mut clerk, &mut council);
    no_figure_was_typed(&clerk.typed);
}

/// What people typed holds no figure: digits stand in dates, references and the names of periods and of the officer alone.
fn no_figure_was_typed(typed: &[String]) {
    let may = |option: &str| ["--date", "--due", "--period", "--reference"].contains(&option);
    for pair in typed.windows(2).filter(|pair| !may(&pair[0])) {
        let said = pair[1].replace("Section 151 officer", "");
        assert!(!said.contains(|letter: char| letter.is_ascii_digit()), "{pair:?}");
    }
    assert!(typed.iter().filter(|typed| *typed == "--words").count() > 10, "{typed:?}");
}

/// Nor does any figure stand twice in the story.
#[test]
fn each_figure_of_the_story_stands_once() {
    let story = include_str!("year.rs");
    let figure = regex::Regex::new(r"pounds\(-?([0-9_]+)\)").unwrap();
    let mut figures: Vec<&str> = figure.captures_iter(story).map(|found| found.get(1).unwrap().as_str()).collect();
    assert!(figures.len() > 25, "{figures:?}");
    figures.sort_unstable();
    let twice = figures.windows(2).find(|pair| pair[0] == pair[1]);
    assert_eq!(twice, None);
}
