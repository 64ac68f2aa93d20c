//! What is worked out across lists: bridges, ties, and what a total nets off.

use super::*;
use crate::check::testing::sample;

const FORM: &str = r#"
version = 1
[report]
title = "T"
council = "C"
committee = "D"
money = { unit = "pounds", negative = "minus" }
main_list = "projects"
roles = { target = "target" }

[[list]]
id = "projects"
item = "project"
items = "projects"
key = "title"
[[list.column]]
id = "title"
heading = "Project"
kind = "text"
[[list.column]]
id = "target"
heading = "Target"
kind = "money"
unit = "pounds"
[[list.column]]
id = "projection"
heading = "Projection"
kind = "money"
unit = "pounds"
[[list.column]]
id = "gap"
heading = "Gap"
kind = "money"
unit = "pounds"
formula = "target - projection"
[[return]]
list = "projects"
file = "projects"
totals = []

[[list]]
id = "reasons"
item = "reason"
items = "reasons"
key = "project"
[[list.column]]
id = "project"
heading = "Project"
kind = "text"
[[list.column]]
id = "kind"
heading = "Kind"
kind = "choice"
choices = ["More", "Less", "Another way"]
[[list.column]]
id = "amount"
heading = "Amount"
kind = "money"
unit = "pounds"
[[return]]
list = "reasons"
file = "reasons"
totals = []

[[bridge]]
id = "why"
of = "projects"
from = "target"
to = "projection"
from_label = "Target"
to_label = "Projection"
list = "reasons"
item = "project"
kind = "kind"
amount = "amount"
signs = { More = "+", Less = "-", "Another way" = "0" }

[[tie]]
id = "agrees"
left = { name = "targets", list = "projects", column = "target" }
right = { name = "projections", list = "projects", column = "projection" }
items = [{ name = "more", list = "reasons", column = "amount", where = "kind = 'More'" }]

[[table]]
id = "t"
from = "projects"
title = "T"
columns = ["title", "target"]
"#;

const PROJECTS: &str = "== R
Project | Target | Projection
One | 100 | 130
Two | 200 | 150
Three | 50 | 50
";

const REASONS: &str = "== R
Project | Kind | Amount
One | More | 30
Two | Less | 40
Three | Another way | 20
Five | More | 7
";

#[test]
fn a_bridge_a_tie_and_what_is_netted_off_are_worked_out_from_the_lists() {
    let sample = sample(FORM, &[("projects", PROJECTS), ("reasons", REASONS)]);
    let figures = Figures::of(&sample.form, &sample.returns).unwrap();
    let pounds = |pounds: i64| Some(rust_decimal::Decimal::from(pounds));

    let bridge = figures.bridge(&sample.form.bridges[0]).unwrap();
    let closes: Vec<Option<bool>> = bridge.items.iter().map(|item| item.steps[0].closes()).collect();
    assert_eq!(closes, [Some(true), Some(false), Some(true)], "Two has 10 that nothing explains");
    let sums = [0, 1, 2].map(|kind| bridge.of_kind(kind, 0).sum());
    assert_eq!(sums, [pounds(30), pounds(-40), pounds(0)], "each as it counts");
    assert_eq!((bridge.starts(0).sum(), bridge.arrives(0).sum()), (pounds(350), pounds(330)));
    assert_eq!((bridge.stated(2, 0).sum(), bridge.rest(0)), (pounds(20), pounds(-10)));
    let cells: Vec<String> = bridge
        .of_kind(1, 0)
        .places(&sample.form, &figures)
        .iter()
        .map(|place| place.cell.unwrap().to_string())
        .collect();
    assert_eq!(cells, ["C3"]);
    let stated = |amounts: &bridge::Amounts<'_, '_>| amounts.stated().map(|cells| cells.len());
    assert_eq!([0, 1, 2].map(|kind| stated(&bridge.stated(kind, 0))), [Some(1); 3]);
    assert_eq!(stated(&bridge.starts(0)), Some(3));
    let whole: Vec<_> = bridge.whole(0).iter().map(bridge::Amounts::sum).collect();
    assert_eq!(whole, [pounds(350), pounds(330), pounds(30), pounds(-40), pounds(0)]);
    assert!(bridge.of_kind(0, 1).is_empty() && !bridge.of_kind(0, 0).is_empty());
    let strays: Vec<(&str, bridge::WhyStray)> =
        bridge.strays.iter().map(|stray| (stray.row.key.as_str(), stray.why)).collect();
    assert_eq!(strays, [("Five", bridge::WhyStray::NoItem)]);

    let tie = figures.tie("agrees").unwrap();
    let sides = [&tie.left, &tie.items[0], &tie.right].map(|tied| Some(tied.quantity.value()));
    assert_eq!(sides, [pounds(350), pounds(37), pounds(330)]);
    assert_eq!((Some(tie.reached.value()), tie.closes()), (pounds(387), false));

    let projects = figures.list("projects").unwrap().all.every_item();
    let gross = gross(projects.iter().copied(), "gap").unwrap();
    assert_eq!((Some(gross.to_find), Some(gross.over)), (pounds(50), pounds(-30)));
    let over: Vec<&str> = gross.over_delivered.iter().map(|item| item.key.as_str()).collect();
    assert_eq!(over, ["One"]);
    assert!(super::gross(projects.into_iter().skip(1), "gap").is_none(), "nothing is netted off");
}

#[test]
fn an_amount_leads_to_the_item_of_its_own_area_and_to_any_where_it_says_none() {
    let areas = "[[area]]\nid = \"north\"\nname = \"North\"\nreturns = false\n[[area]]\nid = \"south\"\nname = \"South\"\n\
                 returns = false\n[[list]]\nid = \"projects\"";
    let place = "[[list.column]]\nid = \"place\"\nheading = \"Place\"\nkind = \"text\"\n[[return]]";
    let form = FORM
        .replace("[[list]]\nid = \"projects\"", areas)
        .replace("[[return]]", place)
        .replace("file = \"projects\"", "file = \"projects\"\narea = \"column:place\"")
        .replace("file = \"reasons\"", "file = \"reasons\"\narea = \"column:place\"");
    let projects = "== R\nProject | Target | Projection | Place\nOne | 100 | 130 | North\nOne | 200 | 150 | South\nTwo | 90 | 80 | South\n";
    let reasons =
        "== R\nProject | Kind | Amount | Place\nOne | Less | 50 | South\nOne | More | 30 | North\nTwo | Less | 10 |\n";
    let sample = sample(&form, &[("projects", projects), ("reasons", reasons)]);
    let figures = Figures::of(&sample.form, &sample.returns).unwrap();
    let bridge = figures.bridge(&sample.form.bridges[0]).unwrap();
    let closes: Vec<Option<bool>> = bridge.items.iter().map(|item| item.steps[0].closes()).collect();
    assert_eq!(closes, [Some(true), Some(true), Some(true)]);
    assert!(bridge.strays.is_empty());
}
