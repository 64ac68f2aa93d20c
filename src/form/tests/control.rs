//! `[[control]]`

use rust_decimal::Decimal;

use super::*;
use crate::period::Period;

const APPROVED: &str = "[[control]]\nsource = \"Council\"\nminute = \"87\"\ndate = 2022-02-23\n";

fn with(control: &str) -> String {
    format!("{BASE}\n{APPROVED}{control}")
}

fn told_of(control: &str) -> Vec<String> {
    faults(&with(control)).into_iter().map(|fault| fault.message).collect()
}

#[test]
fn amounts_are_in_the_unit_of_the_column_which_is_the_target_unless_said() {
    let form = Form::parse("piperoll.toml", &with("total = 1204.5\nunallocated = 150\n")).unwrap();
    let control = &form.controls[0];
    assert_eq!((control.list.as_str(), control.column.as_str(), control.is_list()), ("schemes", "target", false));
    assert_eq!((control.total, control.unallocated), (Some(Decimal::from(1_204_500)), Decimal::from(150_000)));
    let items = "column = \"done\"\n[[control.item]]\narea = \"north\"\nscheme = \"Roofs\"\namount = 3\n";
    let form = Form::parse("piperoll.toml", &with(items)).unwrap();
    let (control, item) = (&form.controls[0], &form.controls[0].items[0]);
    assert_eq!((control.column.as_str(), control.is_list(), item.area.as_deref()), ("done", true, Some("north")));
    assert_eq!((item.scheme.as_str(), item.amount), ("Roofs", Decimal::from(3_000)));
}

#[test]
fn what_cannot_be_meant_is_told() {
    let neither =
        "what was approved? Give the `total`, or each scheme as a [[control.item]], or the `workbook` with the list";
    assert_eq!(told_of(""), [neither]);
    assert_eq!(
        told_of("total = 5\ncolumn = \"targt\"\n"),
        ["unknown column `targt` in `column`; did you mean `target`?"]
    );
    assert_eq!(told_of("total = 5\ncolumn = \"title\"\n"), ["`title` in `column` must be a column that holds money"]);
    assert_eq!(told_of("total = 5\nlist = \"scheme\"\n"), ["unknown list `scheme` in `list`; did you mean `schemes`?"]);
    let item = "[[control.item]]\narea = \"nroth\"\nscheme = \"Roofs\"\namount = 3\n";
    assert_eq!(told_of(item), ["unknown area `nroth`; did you mean `north`?"]);
    let large = "total = 999_999_999_999\n";
    assert_eq!(told_of(large), ["`total` is out of bounds: it is written in the unit of its column"]);
    let book = |file: &str| format!("workbook = {{ file = \"{file}\", scheme = \"Saving\", amount = \"£\" }}\n");
    assert_eq!(told_of(&format!("{}{item}", book("c.xlsx").replace("nroth", "north"))).len(), 2);
    for file in ["../c.xlsx", "/c.xlsx", "C:\\c.xlsx"] {
        let told = told_of(&book(&file.replace('\\', "\\\\")));
        assert!(told.len() == 1 && told[0].contains("put the workbook into the collection"), "{told:?}");
    }
    let twice = format!("total = 5\nonly_in = [\"2022-23\"]\n{APPROVED}total = 6\n");
    assert!(told_of(&twice)[0].starts_with("what was approved for `target` stands in line "), "{:?}", told_of(&twice));
}

#[test]
fn each_year_has_its_own() {
    let text = with(&format!("total = 5\nonly_in = [\"2022-23\"]\n{APPROVED}total = 6\nonly_in = [\"2023-24\"]\n"));
    let total = |period: &str| {
        let form = Form::parse_in("piperoll.toml", &text, Period::parse(period).unwrap()).unwrap();
        form.controls.first().and_then(|control| control.total).map(|total| total.to_string())
    };
    let totals = ["2022-23-q3", "2023-24-q1", "2024-25-q1"].map(total);
    assert_eq!(totals, [Some("5000".to_string()), Some("6000".to_string()), None]);
}
