//! The form as a whole: a real one is read, and every fault is told with its line.

use jiff::civil::date;
use rust_decimal::Decimal;

use super::*;
use crate::finding::Severity;
use crate::formula::Expr;
use crate::money::{NegativeStyle, Unit};
use crate::toml_reader::tests::undocumented;

mod damage;
mod formulas;
mod groups;
mod summaries;
mod ties;
mod years;

const SAMPLE: &str = include_str!("../../../samples/recovery-plan/piperoll.toml");

/// A small form that uses every table.
const BASE: &str = r#"version = 1

[report]
title = "Savings at {{as_at}}"
council = "A council"
committee = "A committee"
money = { unit = "thousands" }
roles = { target = "target", achieved = "done" }

[[period]]
id = "2022-23-q3"
as_at = 2022-12-31
meeting = 2023-02-08

[[area]]
id = "north"
name = "North"
also = ["The North"]

[[area]]
id = "south"
name = "South"

[[list]]
id = "schemes"
key = "title"

[[list.column]]
id = "title"
heading = "Scheme"
kind = "text"

[[list.column]]
id = "target"
heading = "Target {{year_end}}"
kind = "money"
unit = "thousands"

[[list.column]]
id = "done"
heading = "Achieved"
kind = "money"
unit = "thousands"

[[list.column]]
id = "share"
heading = "% achieved"
kind = "percent"
formula = "done / target"

[[list.column]]
id = "later"
heading = "% next year"
kind = "percent"
beside = { id = "later_amount", of = "target" }

[[list.column]]
id = "rag"
heading = "RAG"
kind = "choice"
choices = ["RED", "GREEN"]

[[return]]
list = "schemes"
file = "{area}"

[[list]]
id = "overall"
key = "name"
summary_of = { list = "schemes" }

[[list.column]]
id = "name"
heading = "Area"
kind = "text"

[[list.column]]
id = "amount"
heading = "Target"
kind = "money"
unit = "thousands"
sum = "target"

[[check]]
id = "green"
list = "schemes"
when = "rag = 'green'"
require = "done > 0"
message = "is green, with nothing achieved"

[[narrative]]
list = "schemes"
columns = ["title"]
words = ["short"]
means = ["target - later_amount"]

[[table]]
id = "areas"
from = "schemes"
one_per = "area"
title = "{{number}} {{name}}"

[privacy]
contacts = ["@example.org", "0114 496 0000"]
"#;

fn parsed(text: &str) -> Form {
    Form::parse("piperoll.toml", text).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn faults(text: &str) -> Vec<Fault> {
    Form::parse("piperoll.toml", text).err().unwrap_or_default()
}

/// The base with `from` (which stands in it once) replaced.
fn changed(from: &str, to: &str) -> String {
    assert_eq!(BASE.matches(from).count(), 1, "{from:?} must stand once in the base");
    BASE.replacen(from, to, 1)
}

/// The change leads to this one fault, in a line that holds `line`.
#[track_caller]
fn told(from: &str, to: &str, line: &str, message: &str) {
    let text = changed(from, to);
    let faults = faults(&text);
    let told: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(told, [message]);
    let number = faults[0].at.line.unwrap() as usize;
    let found = text.lines().nth(number - 1).unwrap();
    assert!(found.contains(line), "line {number} is {found:?}");
}

#[test]
fn the_recovery_plan_is_read() {
    let form = parsed(SAMPLE);
    assert_eq!(form.areas.len(), 7);
    assert!(!form.areas[6].returns);
    assert_eq!(form.report.money.unit, Unit::Thousands);
    assert_eq!(form.report.roles.forecast.as_deref(), Some("forecast"));
    assert_eq!(form.periods[1].first_page, Some(263));
    assert_eq!(form.periods[1].meeting, Some(date(2023, 2, 8)));

    let projects = form.main().unwrap();
    let forecast = projects.column("forecast").unwrap();
    let tolerance = Tolerance { amount: Decimal::from(100_000), percent: Decimal::new(1, 1) };
    assert_eq!(forecast.movement(), Some(tolerance));
    assert_eq!(forecast.total, TotalOrigin::Sum);
    assert!(forecast.required && !forecast.optional);
    let percent = projects.column("percent").unwrap();
    assert_eq!(percent.origin().formula(), Some(&Expr::parse("forecast / target").unwrap()));
    assert!(percent.optional, "what the program computes may be absent from a return");
    let next = projects.column("percent_next").unwrap();
    assert_eq!(next.beside(), Some(&Beside { id: "next_amount".into(), of: "target".into(), unit: Unit::Thousands }));
    assert_eq!((next.total.clone(), next.unit()), (TotalOrigin::Given, Unit::Thousands));
    let achieved = projects.column("achieved").unwrap();
    assert_eq!(achieved.codes["-"], Code { means: "nothing achieved to date".into(), nil: true });
    assert_eq!(projects.column("risks").unwrap().parts()[0], ["Risk", "Risks"]);

    let portfolios = form.list("portfolios").unwrap();
    assert_eq!(portfolios.summary_of, Some(Summary { of: "projects".into(), by: "area".into() }));
    assert_eq!(portfolios.column("target").unwrap().origin(), &ColumnOrigin::Sum("target".into()));
    assert_eq!(form.returns[1].area_from, GroupFrom::Column("portfolio".into()));
    assert_eq!(form.returns[1].file, ReturnFile::Named("overall".into()));
    assert_eq!(form.tables[0].widths.len(), 8);
}

#[test]
fn what_is_not_said_has_its_default() {
    let form = parsed(BASE);
    assert_eq!(form.report.year_starts, 4);
    assert_eq!(form.report.not_applicable, "-");
    assert_eq!(form.report.main_list, "schemes");
    assert_eq!(form.report.money.decimals, 0);
    let list = form.main().unwrap();
    assert_eq!((list.label.as_str(), list.item.as_str(), list.items.as_str()), ("title", "item", "items"));
    let target = list.column("target").unwrap();
    assert_eq!((target.total.clone(), target.blank(), target.optional), (TotalOrigin::Sum, Blank::Missing, false));
    assert_eq!(list.column("share").unwrap().total, TotalOrigin::None);
    assert_eq!(form.returns[0].totals, ["Total"]);
    assert_eq!(form.returns[0].subtotals, ["Subtotal", "Sub-total"]);
    assert_eq!(form.checks[0].severity, Severity::Query);
    assert_eq!(form.tables[0].columns.len(), 6);
    assert_eq!(form.tables[0].widths, [3, 1, 1, 1, 1, 3]);
    assert_eq!(form.list("overall").unwrap().summary_of.as_ref().unwrap().by, "area");
    let millions = parsed(&changed("{ unit = \"thousands\" }", "{ unit = \"millions\", negative = \"parentheses\" }"));
    assert_eq!(millions.report.money.decimals, 3);
    assert_eq!(millions.report.money.negative, NegativeStyle::Parentheses);
}

#[test]
fn a_code_is_said_in_short_or_with_what_it_counts_as() {
    let form = parsed(&changed(
        "heading = \"Achieved\"",
        "heading = \"Achieved\"\ncodes = { C = \"being checked\", \"-\" = { means = \"nothing yet\", nil = true } }",
    ));
    let codes = &form.main().unwrap().column("done").unwrap().codes;
    assert_eq!(codes["C"], Code { means: "being checked".into(), nil: false });
    assert_eq!(codes["-"], Code { means: "nothing yet".into(), nil: true });
}

#[test]
fn every_fault_is_told_at_once_in_the_order_of_lines() {
    let text = BASE
        .replace("title = \"Savings", "tilte = \"Savings")
        .replace("as_at = 2022-12-31", "as_at = \"31/12/2022\"")
        .replace("done / target", "done / targte")
        .replace("file = \"{area}\"", "file = \"{service}\"")
        .replace("from = \"schemes\"", "from = \"scheme\"");
    let told: Vec<_> = faults(&text).into_iter().map(|fault| (fault.at.line.unwrap(), fault.message)).collect();
    let expected = [
        (3, "[report] needs `title`: text in quotes"),
        (4, "unknown key `tilte` in [report]; did you mean `title`?"),
        (12, "`as_at` must be a date such as 2023-02-08, without quotes, and is text"),
        (49, "unknown column `targte` in formula; did you mean `target`?"),
        (65, "`file` is \"{area}\" for each area's own workbook, or a file's name; \"{service}\" is neither"),
        (99, "unknown list `scheme` in `from`; did you mean `schemes`?"),
    ];
    let expected: Vec<_> = expected.into_iter().map(|(line, message)| (line, message.to_string())).collect();
    assert_eq!(told, expected);
}

#[test]
fn movements_name_a_list_and_a_column_of_money_that_adds_up() {
    let named =
        |names: &str| changed("council = \"A council\"", &format!("council = \"A council\"\nmovements = {names}"));
    let told = |names: &str| -> Vec<String> { faults(&named(names)).into_iter().map(|fault| fault.message).collect() };
    assert_eq!(
        told("[\"target\", \"shemes.target\", \"schemes.targte\"]"),
        [
            "\"target\" in `movements` names no list and column: write \"schemes.target\"",
            "unknown column `targte` in `movements`; did you mean `target`?",
            "unknown list `shemes` in `movements`; did you mean `schemes`?",
        ]
    );
    let form = Form::parse("piperoll.toml", &named("[\"schemes.target\"]")).unwrap();
    assert_eq!(form.report.movements, [("schemes".to_string(), "target".to_string())]);
}

#[test]
fn what_is_no_toml_is_told_in_plain_words() {
    let cases = [
        ("council = \"A council\"", "council = A council", "text must stand in quotes at `A council`"),
        ("id = \"south\"", "id = \"south\"\nid = \"south\"", "`id` is given twice; keep one of them"),
        ("id = \"south\"", "id", "a key without a value; write `key = value`"),
    ];
    for (from, to, message) in cases {
        let told: Vec<_> = faults(&changed(from, to)).into_iter().map(|fault| fault.message).collect();
        assert_eq!(told, [message]);
    }
    let told = faults(&changed("id = \"south\"", "id = \"south"));
    assert_eq!(told[0].at.line, Some(21));
    assert!(told[0].message.starts_with("a text in quotes is not closed"), "{told:?}");
    // An unclosed list is told where it begins, not at every line after it.
    let told = faults(&changed("[\"The North\"]", "[\"The North\""));
    assert!(told.len() <= 2, "{told:#?}");
}

#[test]
fn an_empty_form_says_what_it_needs() {
    let told: Vec<_> = faults("").into_iter().map(|fault| fault.message).collect();
    let expected = [
        "the file needs [report]",
        "the form has no [[list]]; a list says what the returns hold",
        "the form says no version; write `version = 1` in its first line",
    ];
    assert_eq!(told, expected);
    let told: Vec<_> =
        faults(&changed("[[check]]", "[[list]]\nid = \"x\"\nkey = \"x\"\n[[check]]")).into_iter().collect();
    assert_eq!(told[0].message, "[[list]] needs [[list.column]]");
}

#[test]
fn keys_and_types() {
    told(
        "key = \"title\"",
        "kye = \"title\"\nkey = \"title\"",
        "kye",
        "unknown key `kye` in [[list]]; did you mean `key`?",
    );
    told("key = \"title\"", "", "[[list]]", "[[list]] needs `key`: text in quotes");
    told(
        "kind = \"choice\"",
        "kind = \"choise\"",
        "choise",
        "`kind` cannot be \"choise\"; it is one of \"money\", \"percent\", \"count\", \"text\", \"choice\", \"code\", \
         \"date\" or \"year\"; did you mean `choice`?",
    );
    told(
        "also = [\"The North\"]",
        "also = \"The North\"",
        "also",
        "`also` must be a list of texts such as [\"one\", \"two\"], and is text",
    );
    told(
        "also = [\"The North\"]",
        "also = [\"The North\", 3]",
        "also",
        "`also` must be text in quotes, and is a number",
    );
    told("council = \"A council\"", "council = \" \"", "council", "`council` is blank; it must be text in quotes");
    told(
        "version = 1",
        "version = 2",
        "version",
        "version 2 is not known; this program reads version 1: write `version = 1`",
    );
    told("version = 1\n", "", "", "the form says no version; write `version = 1` in its first line");
    told("[[check]]", "[check]", "[check]", "`check` must be written [[check]], once for each, and is a table");
    told(
        "meeting = 2023-02-08",
        "first_page = -1",
        "first_page",
        "`first_page` must be a whole number from 0 to 999999",
    );
}

#[test]
fn periods_and_areas() {
    told(
        "id = \"2022-23-q3\"",
        "id = \"2022-23-q5\"",
        "q5",
        "'2022-23-q5' is not a period; write it like 2022-23-q3, 2018-19-p05 or 2018-19-outturn",
    );
    told(
        "[[period]]",
        "[[period]]\nid = \"2022-23-q3\"\n[[period]]",
        "id",
        "the period `2022-23-q3` stands in line 10 already",
    );
    told(
        "meeting = 2023-02-08",
        "meeting = 2022-02-08",
        "meeting",
        "the meeting (2022-02-08) is before the date the figures stand at (2022-12-31); one of them is wrong",
    );
    told(
        "as_at = 2022-12-31",
        "as_at = 2022-02-30",
        "as_at",
        "this line cannot be read at `2022-02-30`: invalid date, expected day between 01 and 28",
    );
    told(
        "id = \"south\"",
        "id = \"north\"",
        "id",
        "`north` is the id of an area in line 16 already; ids are used once",
    );
    told(
        "id = \"south\"",
        "id = \"the south\"",
        "id",
        "`the south` cannot be the id of an area: use letters, digits and hyphens",
    );
    told(
        "name = \"South\"",
        "name = \"the north\"",
        "the north",
        "\"the north\" names the area in line 18 already; a return could be either's",
    );
    told("[report]\n", "[report]\nyear_starts = 13\n", "13", "`year_starts` is a month from 1 to 12, and 13 is none");
}

#[test]
fn headings_and_placeholders() {
    told(
        "{{as_at}}",
        "{{as_att}}",
        "as_att",
        "unknown placeholder `{{as_att}}`; did you mean `as_at`? (there are year, next_year, year_end, next_year_end, \
         new_year, next_new_year, new_year_th, next_new_year_th, as_at, period)",
    );
    // A table that is not one of each area's has no area to name.
    let text = changed("one_per = \"area\"\n", "");
    assert_eq!(faults(&text).len(), 2);
    told(
        "heading = \"Achieved\"",
        "heading = \"Achieved\"\nalso = [\"target 31/03/23\"]",
        "also",
        "\"target 31/03/23\" is a heading of `target` (line 33) and of `done`; a return could mean either",
    );
    // The day that opens a year is the day that closes the year before.
    let message =
        "\"Target {{new_year}}\" is a heading of `target` (line 33) and of `done`; a return could mean either";
    told("heading = \"Achieved\"", "heading = \"Target {{new_year}}\"", "new_year", message);
    // The same heading twice for one column does no harm, nor does one in two lists ('Target').
    parsed(&changed("heading = \"Achieved\"", "heading = \"Achieved\"\nalso = [\"achieved\"]"));
}

#[test]
fn columns_and_their_kinds() {
    told(
        "heading = \"Scheme\"",
        "heading = \"Scheme\"\nunit = \"pounds\"",
        "unit",
        "`unit` does not fit a column of kind text; it is for money, percent",
    );
    told(
        "choices = [\"RED\", \"GREEN\"]",
        "",
        "[[list.column]]",
        "a column of kind choice needs `choices`, such as [\"RED\", \"AMBER\", \"GREEN\"]",
    );
    told(
        "heading = \"Achieved\"\nkind = \"money\"\nunit = \"thousands\"",
        "heading = \"Achieved\"\nkind = \"money\"",
        "[[list.column]]",
        "a column of kind money needs `unit`, as the return states it: \"pounds\", \"thousands\" or \"millions\"",
    );
    told(
        "heading = \"Achieved\"",
        "heading = \"Achieved\"\ndecimals = 1",
        "decimals",
        "`decimals` does not fit a column of kind money; it is for percent",
    );
    told(
        "heading = \"Achieved\"",
        "heading = \"Achieved\"\nsum = \"target\"",
        "sum",
        "`sum` is for a list that sums up another one (`summary_of`)",
    );
    told(
        "heading = \"Achieved\"",
        "heading = \"Achieved\"\nrequired = true\nblank = \"nil\"",
        "blank",
        "`done` is required, so that a blank is a fault; it cannot mean nil as well: keep one of them",
    );
    // (The check's formula then lacks the column.)
    let twice = faults(&changed("id = \"rag\"", "id = \"done\""));
    assert_eq!(twice[0].message, "`done` is the id of a column of this list in line 40 already; ids are used once");
}

#[test]
fn columns_that_name_others() {
    told("key = \"title\"", "key = \"titel\"", "key", "unknown column `titel` in `key`; did you mean `title`?");
    told("key = \"title\"", "key = \"target\"", "key", "`key` cannot be `target`: a figure does not name an item");
    told(
        "achieved = \"done\"",
        "achieved = \"title\"",
        "roles",
        "`title` in `achieved` of `roles` must be a column that holds money",
    );
    told("of = \"target\"", "of = \"rag\"", "beside", "`rag` in `of` of `beside` must be a column that holds money");
    // The amount beside a percentage has an id among the columns' (the narrative's formula then lacks it).
    let told_twice = faults(&changed("id = \"later_amount\"", "id = \"done\""));
    assert_eq!(
        told_twice[0].message,
        "`done` is the id of a column of this list in line 40 already; ids are used once"
    );
    told(
        "columns = [\"title\"]",
        "columns = [\"target\"]",
        "columns",
        "`target` holds no running text; name columns of kind text",
    );
    told("sum = \"target\"", "sum = \"targets\"", "sum", "unknown column `targets` in `sum`; did you mean `target`?");
    told(
        "sum = \"target\"",
        "sum = \"later\"",
        "sum",
        "`later` of the list `schemes` is of another kind than this column",
    );
    told(
        "sum = \"target\"",
        "sum = \"later_amount\"",
        "sum",
        "`later_amount` in `sum` is the amount beside `later`, and no column of its own",
    );
    parsed(&changed("sum = \"target\"", "agrees_with = \"later_amount\""));
    told(
        "summary_of = { list = \"schemes\" }",
        "summary_of = { list = \"schemes\", by = \"target\" }",
        "summary_of",
        "`target` does not group rows; name a column of kind text, choice or code",
    );
}

#[test]
fn returns_say_where_rows_stand() {
    let file = |file: &str, message: &str| {
        told("file = \"{area}\"", &format!("file = {file}"), "file", message);
    };
    file(
        "\"north.xlsx\"\narea = \"heading\"",
        "write `file` without its ending \".xlsx\"; any kind of workbook is read",
    );
    file("\"../x\"\narea = \"heading\"", "`file` is a file's name alone; returns stand in the period's own folder");
    let area = |area: &str, message: &str| {
        let to = format!("file = \"overall\"\narea = {area:?}");
        told("file = \"{area}\"", &to, "area", message);
    };
    area("sheets", "`area` cannot be \"sheets\"; it is \"file\", \"sheet\", \"column:ID\" or \"heading\"");
    area("column:titel", "unknown column `titel` in `area`; did you mean `title`?");
    area(
        "file",
        "`area = \"file\"` takes the area from the file's name, and \"overall\" is no area; write \"sheet\", \"column:\" \
         and a column, or \"heading\"",
    );
    told(
        "file = \"{area}\"",
        "file = \"overall\"",
        "[[return]]",
        "[[return]] needs `area`: where a row's area is told (\"sheet\", \"column:ID\" or \"heading\"), as the file is not \
         one area's own",
    );
    told(
        "file = \"{area}\"\n",
        "file = \"{area}\"\n\n[[return]] # again\nlist = \"schemes\"\nfile = \"{area}\"\n",
        "again",
        "the same list, file and sheet as the [[return]] in line 63; its rows would count twice",
    );
    told(
        "[[return]]\nlist = \"schemes\"\nfile = \"{area}\"\n",
        "",
        "[[list]]",
        "no [[return]] says where rows of the list `schemes` come from",
    );
}

#[test]
fn a_colour_stands_for_a_choice() {
    let colours = |colours: &str, line: &str, message: &str| {
        told("choices = [\"RED\"", &format!("colours = {{ {colours} }}\nchoices = [\"RED\""), line, message);
    };
    colours(
        "mauve = \"RED\"",
        "mauve",
        "`mauve` is no colour that is told apart; use red, amber, yellow, green, blue, purple, grey",
    );
    colours("red = \"RDE\"", "RDE", "\"RDE\" is none of the column's `choices`; did you mean `RED`?");
    colours("amber = \"GREEN\", orange = \"RED\"", "orange", "`orange` is given twice in `colours` (orange is amber)");
}

#[test]
fn tables_print_columns_that_there_are() {
    let columns = |columns: &str, line: &str, message: &str| {
        told("one_per = \"area\"", &format!("one_per = \"area\"\n{columns}"), line, message);
    };
    columns("columns = [\"title\", \"trget\"]", "trget", "unknown column `trget` in `columns`; did you mean `target`?");
    columns("columns = [\"title\", \"title\"]", "title", "the column `title` stands twice in `columns`");
    columns("columns = [\"target\"]", "columns", "`columns` leaves out `title`, which names the rows to a reader");
    columns("widths = [1, 2]", "widths", "`widths` has 2 numbers for 6 columns; give one for each");
    columns("widths = [1, 2, 3, 4, 0, 6]", "widths", "a column in `widths` is nil wide");
    told(
        "from = \"schemes\"\none_per = \"area\"\ntitle = \"{{number}} {{name}}\"",
        "from = \"overall\"\ntitle = \"Overall\"\norder = [\"South\"]",
        "order",
        "unknown area `South`; write its id, `south` in `order`",
    );
}

#[test]
fn a_contact_is_an_address_or_a_number() {
    told(
        "\"@example.org\"",
        "\"someone\"",
        "contacts",
        "\"someone\" is no contact: write an e-mail address, '@' and a domain, or a telephone number",
    );
}

#[test]
fn follow_up_faults_are_not_told() {
    // The column without an id may be the one that every formula means.
    let text = changed("id = \"target\"", "ID = \"target\"");
    let told: Vec<_> = faults(&text).into_iter().map(|fault| fault.message).collect();
    let expected =
        ["[[list.column]] needs `id`: text in quotes", "unknown key `ID` in [[list.column]]; did you mean `id`?"];
    assert_eq!(told, expected);
}

const PAGE: &str = include_str!("../../../docs/form.md");

#[test]
fn every_key_is_documented_with_an_example() {
    assert_eq!(undocumented(&raw::FORM, PAGE), Vec::<String>::new());
}

#[test]
fn a_key_without_a_row_is_noticed() {
    let page = PAGE.replace("| `not_applicable` |", "| `something_else` |").replace("## `[privacy]`", "## Privacy");
    assert_eq!(
        undocumented(&raw::FORM, &page),
        ["[report] `not_applicable` has no row with an example", "[privacy] has no section"]
    );
}

#[test]
fn the_small_form_of_the_page_is_read_and_every_placeholder_explained() {
    let (_, small) = PAGE.split_once("```toml\n").unwrap();
    let (small, _) = small.split_once("```").unwrap();
    parsed(small);
    for name in heading::NAMES.iter().chain(heading::AREA_NAMES) {
        assert!(PAGE.contains(&format!("`{{{{{name}}}}}`")), "{name}");
    }
}
