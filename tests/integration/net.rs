//! Savings, the pressures that stand against them, and the net of the two.

use std::fs;

use piperoll::report::Report;

use crate::support::{made, report, repository};

fn made_with(roles: &str, net: u32) -> Report {
    let base = fs::read_to_string(repository().join("tests/gallery/base.toml")).unwrap();
    let list = |id: &str, key: &str, heading: &str| {
        format!(
            "\n[[list]]\nid = \"{id}\"\nkey = \"{key}\"\n\n[[list.column]]\nid = \"{key}\"\nheading = \"{heading}\"\nkind = \"text\"\n\n\
             [[list.column]]\nid = \"amount\"\nheading = \"{heading} £000\"\nkind = \"money\"\nunit = \"thousands\"\n\n\
             [[return]]\nlist = \"{id}\"\nfile = \"{id}\"\narea = \"sheet\"\n\n\
             [[table]]\nid = \"{id}\"\nfrom = \"{id}\"\ntitle = \"{heading}\"\ntotal_label = \"Total\"\n"
        )
    };
    let form = base.replace("achieved = \"achieved\" }", &format!("achieved = \"achieved\", {roles} }}"));
    let form = format!("{form}{}{}", list("growth", "pressure", "Pressures"), list("budget", "line", "Net change"));
    let budget = format!("== North\nNet change | Net change £000\nNorth | {net}\n");
    let files = [
        ("piperoll.toml", form.as_str()),
        (
            "returns/2022-23-q3/north.txt",
            "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80%\nTotal | 100 | 80 | 80%\n",
        ),
        ("returns/2022-23-q3/growth.txt", "== North\nPressures | Pressures £000\nPay | 25\nFuel | 15\nTotal | 40\n"),
        ("returns/2022-23-q3/budget.txt", &budget),
    ];
    let (_folder, collection) = made("", &files);
    report(&collection)
}

const ROLES: &str = "pressures = \"growth.amount\", net = \"budget.amount\"";

#[test]
fn the_net_is_the_target_less_the_pressures() {
    let made = made_with(ROLES, 60);
    let open: Vec<&str> = made.findings.iter().filter(|found| found.blocks()).map(|found| found.code).collect();
    assert_eq!(open, [""; 0], "{:?}", made.findings);
    let printed = format!("{:?}", made.sections);
    assert!(printed.contains("Pressures: £40k; Net change: £60k."), "{printed}");
    let table = made.tables().find(|table| table.title == "Net change").unwrap();
    let said = "Net change 60 agrees with Target 100 plus Pressures -40.";
    assert!(table.notes.iter().any(|note| note == said), "{:?}", table.notes);

    let made = made_with(ROLES, 65);
    let told: Vec<&str> =
        made.findings.iter().filter(|found| found.blocks()).map(|found| found.message.as_str()).collect();
    assert_eq!(
        told,
        ["Net change (£65k) does not agree with Target (£100k) with Pressures (-£40k), which makes £60k: +£5k remains"]
    );
}
