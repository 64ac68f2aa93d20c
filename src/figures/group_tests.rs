//! What is asked of a group of items, and of a cell: what is in it, what it is called, and which figure is worked out for it.

use super::*;
use crate::check::testing::sample;

const FORM: &str = r#"
version = 1
[report]
title = "Orchard"
council = "A Council"
committee = "A Committee"
money = { unit = "pounds" }
main_list = "trees"
roles = { target = "weight" }
[[area]]
id = "valley"
name = "Valley"
returns = false
[[area]]
id = "hill"
name = "Hill"
returns = false
[[area]]
id = "shed"
name = "Shed"
returns = false
[[area_group]]
id = "land"
name = "Land"
areas = ["valley", "hill"]
[[list]]
id = "trees"
key = "tree"
levels = ["field", "row"]
[[list.column]]
id = "note"
heading = "Note"
kind = "text"
[[list.column]]
id = "tree"
heading = "Tree"
kind = "text"
[[list.column]]
id = "sort"
heading = "Sort"
kind = "choice"
choices = ["Standing", "Felled"]
outside_totals = ["Felled"]
[[list.column]]
id = "weight"
heading = "Weight"
kind = "money"
unit = "pounds"
[[list.column]]
id = "fruit"
heading = "Fruit"
kind = "money"
unit = "pounds"
[[list.column]]
id = "wood"
heading = "Wood"
kind = "money"
unit = "pounds"
formula = "weight - fruit"
[[list.column]]
id = "field"
heading = "Field"
kind = "text"
[[list.column]]
id = "row"
heading = "Row"
kind = "text"
[[list.column]]
id = "place"
heading = "Area"
kind = "text"
[[return]]
list = "trees"
file = "trees"
area = "column:place"
groups = { field = "column:field", row = "column:row" }
totals = ["All", "Total Land", "Total Valley", "Total Hill"]
[[figure]]
id = "all_fruit"
heading = "All fruit"
kind = "money"
unit = "pounds"
file = "trees"
sheet = "Figures"
label = "Fruit of the year"
[[figure]]
id = "bought"
heading = "Bought"
kind = "money"
unit = "pounds"
file = "trees"
sheet = "Figures"
label = "Bought"
[[figure]]
id = "own"
heading = "Own"
kind = "money"
unit = "pounds"
formula = "all_fruit - bought"
[[figure]]
id = "twice"
heading = "Twice"
kind = "money"
unit = "pounds"
formula = "own + all_fruit"
[[table]]
id = "trees"
from = "trees"
title = "Trees"
columns = ["tree", "weight"]
"#;

const TREES: &str = "== Trees
Note | Tree | Sort | Weight | Fruit | Wood | Field | Row | Area
 | Oak | Standing | 10 | 2 | 8 | North | Upper | Valley
 | Ash | Standing | 20 | 5 | 15 | North | Lower | Valley
 | Elm | Felled | 40 | 0 | 40 | South | Upper | Valley
 | Fir | Standing | 7 | 1 | 6 | North | Upper | Hill
Total Land | | | 37 | 8 | 29 | | | Land
 | Box | Standing | 3 | 3 | 0 | Yard | Pots | Shed
All | | | 40 | 11 | 29 | | |
== Figures
Fruit of the year | 11
Bought | 4
";

fn with(check: impl FnOnce(&Form, &Figures<'_>)) {
    let sample = sample(FORM, &[("trees", TREES)]);
    check(&sample.form, &Figures::of(&sample.form, &sample.returns).unwrap());
}

fn labels<'g>(groups: impl IntoIterator<Item = &'g Group<'g>>) -> Vec<&'g str> {
    groups.into_iter().map(|group| group.label.as_str()).collect()
}

#[test]
fn the_groups_of_a_level_are_found_through_the_areas() {
    with(|_, figures| {
        let all = &figures.list("trees").unwrap().all;
        assert_eq!(labels(all.of_level(0)), ["North", "South", "North", "Yard"]);
        assert_eq!(labels(all.of_level(1)), ["Upper", "Lower", "Upper", "Upper", "Pots"]);
        assert_eq!(labels(all.of_level(2)), [""; 0]);
    });
}

#[test]
fn what_stands_out_of_the_totals_is_told_from_what_counts() {
    with(|_, figures| {
        let all = &figures.list("trees").unwrap().all;
        let keys = |items: Vec<&Item<'_>>| items.into_iter().map(|item| item.key.clone()).collect::<Vec<_>>();
        assert_eq!(keys(all.items_outside()), ["Elm"]);
        assert_eq!(keys(all.counting_items()), ["Oak", "Ash", "Fir", "Box"]);
    });
}

#[test]
fn a_total_is_called_what_its_row_calls_it_in_whatever_column() {
    with(|form, figures| {
        let all = &figures.list("trees").unwrap().all;
        assert_eq!(all.stated_label(form.list("trees").unwrap()), Some("All"));
    });
}

#[test]
fn a_table_by_areas_and_their_groups_keeps_what_the_returns_state_for_each() {
    with(|form, figures| {
        let list = form.list("trees").unwrap();
        let stated = |group: &Group<'_>| group.stated.map(|row| row.cells["weight"].at.cell.unwrap().to_string());
        let all = &figures.list("trees").unwrap().all;
        let put = all.by_areas(form, list, &["area_group".into(), "area".into()]).unwrap();
        assert_eq!(labels(&put.groups), ["Land", ""]);
        assert_eq!(labels(&put.groups[0].groups), ["Valley", "Hill"]);
        assert_eq!(labels(&put.groups[1].groups), ["Shed"]);
        assert_eq!(put.groups[0].groups[0].area.as_deref(), Some("valley"));
        assert_eq!((stated(&put).as_deref(), stated(&put.groups[0]).as_deref()), (Some("D8"), Some("D6")));
        assert_eq!(stated(&put.groups[1]), None);
        let by_group = all.by_areas(form, list, &["area_group".into()]).unwrap();
        assert_eq!(labels(&by_group.groups), ["Land", ""]);
        assert_eq!(labels(&by_group.groups[0].groups), ["North", "South"], "the levels follow");
        assert_eq!(stated(&by_group.groups[0]).as_deref(), Some("D6"));
        let by_area = all.by_areas(form, list, &["area".into()]).unwrap();
        assert_eq!(labels(&by_area.groups), ["Valley", "Hill", "Shed"]);
        assert_eq!(by_area.groups[2].area.as_deref(), Some("shed"));
    });
}

#[test]
fn a_cell_is_led_to_the_figure_that_is_worked_out_for_it() {
    with(|form, figures| {
        let all = &figures.list("trees").unwrap().all;
        let worked = |row: &Row, column: &str| {
            let figure = figures.worked_out_for(form, &row.cells[column].at)?;
            Some(figure.value.clone().unwrap().value().normalize().to_string())
        };
        let ash = all.every_item()[1].row.unwrap();
        assert_eq!(worked(ash, "wood").as_deref(), Some("15"));
        assert_eq!(worked(ash, "weight"), None, "it stands there itself");
        let total = all.stated.unwrap();
        assert_eq!(worked(total, "weight").as_deref(), Some("40"));
        assert_eq!(worked(total, "wood").as_deref(), Some("29"));
    });
}

#[test]
fn a_figure_of_the_whole_is_led_back_to_all_of_its_cells() {
    with(|_, figures| {
        let cells = |id: &str| -> Vec<String> {
            let cells = figures.cells_of_form(figures.of_form(id).unwrap());
            cells.iter().map(|place| place.cell.unwrap().to_string()).collect()
        };
        assert_eq!(cells("bought"), ["B2"]);
        assert_eq!(cells("own"), ["B1", "B2"]);
        assert_eq!(cells("twice"), ["B1", "B2"], "each once");
    });
}
