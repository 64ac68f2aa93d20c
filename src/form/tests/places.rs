//! Where rows stand in returns, and what tables print.

use super::*;

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
    area(
        "sheets",
        "`area` cannot be \"sheets\"; it is \"file\", \"sheet\", \"column:ID\", \"heading\" or \"subtotal\"",
    );
    area("column:titel", "unknown column `titel` in `area`; did you mean `title`?");
    area(
        "file",
        "`area = \"file\"` takes the area from the file's name, and \"overall\" is no area; write \"sheet\", \"column:\" \
         and a column, \"heading\" or \"subtotal\"",
    );
    told(
        "file = \"{area}\"",
        "file = \"overall\"",
        "[[return]]",
        "[[return]] needs `area`: where a row's area is told (\"sheet\", \"column:ID\", \"heading\" or \"subtotal\"), as the \
         file is not one area's own",
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
fn a_table_is_told_by_the_title_above_it() {
    let returns = |more: &str| changed("file = \"{area}\"\n", &format!("file = \"{{area}}\"\n{more}"));
    let form = parsed(&returns("under = \"Savings {{year}}\"\n"));
    assert_eq!(form.returns[0].under.as_deref(), Some("Savings {{year}}"));
    let again = "under = \"Agreed\"\n[[return]]\nlist = \"schemes\"\nfile = \"{area}\"\nunder = \"At risk\"\n";
    assert_eq!(parsed(&returns(again)).returns.len(), 2);
    let first = |more: &str| faults(&returns(more)).first().map(|fault| fault.message.clone()).unwrap_or_default();
    let same = first(&again.replace("At risk", "agreed:"));
    assert!(same.starts_with("the same list, file, sheet and title as the [[return]] in line"), "{same}");
    for (line, what) in [("north", "an area's name"), ("2.", "a number"), ("(£000s)", "a unit"), ("£m", "a unit")] {
        let said = first(&format!("under = \"{line}\"\n"));
        assert!(said.starts_with(&format!("\"{line}\" is {what}, and no title")), "{line}: {said}");
    }
    for title in ["Savings at risk (£000s)", "North and others", "2. Savings", "{{year}}"] {
        assert_eq!(first(&format!("under = \"{title}\"\n")), "", "{title}");
    }
    assert!(first("under = \"{{yeer}}\"\n").starts_with("unknown placeholder `{{yeer}}`"));
    let placed = "under = \"Agreed\"\nsheet = \"A\"\npositions = { title = \"A\", target = \"B\", done = \"C\", later = \"D\", rag = \"E\" }\n";
    assert!(first(placed).starts_with("`under` needs headings"), "{:?}", faults(&returns(placed)));
}

#[test]
fn a_file_may_be_the_return_of_several_areas() {
    let named = |areas: &str| {
        changed("file = \"{area}\"\n", &format!("file = \"Both\"\narea = \"heading\"\nareas = {areas}\n"))
    };
    assert_eq!(parsed(&named("[\"north\", \"south\"]")).returns[0].areas, ["north", "south"]);
    let first = |text: &str| faults(text).first().map(|fault| fault.message.clone()).unwrap_or_default();
    assert!(first(&named("[\"noth\"]")).contains("`noth`"), "{}", first(&named("[\"noth\"]")));
    assert_eq!(first(&named("[\"north\", \"north\"]")), "`north` stands twice in `areas`");
    let each = changed("file = \"{area}\"\n", "file = \"{area}\"\nareas = [\"north\"]\n");
    let message = "`areas` is for a file that is the return of several areas; `file = \"{area}\"` is each area's own";
    assert_eq!(first(&each), message);
    let two =
        named("[\"north\"]\n[[return]]\nlist = \"schemes\"\nfile = \"Other\"\narea = \"heading\"\nareas = [\"north\"]");
    assert!(first(&two).contains("holds `north` already; one of the two files does"), "{}", first(&two));
}

#[test]
fn what_is_no_return_is_no_area_s_and_no_other_s() {
    let named = |names: &str| changed("[report]\n", &format!("[report]\nnot_returns = [{names}]\n"));
    assert_eq!(parsed(&named("\"Finance {period} v*\"")).report.not_returns.len(), 1);
    let told: Vec<String> = faults(&named("\"North *\"")).into_iter().map(|fault| fault.message).collect();
    assert_eq!(told, ["\"North *\" would leave out 'north', which is a return: name the other file more closely"]);
}

#[test]
fn tables_print_columns_that_there_are() {
    let columns = |columns: &str, line: &str, message: &str| {
        told("one_per = \"area\"", &format!("one_per = \"area\"\n{columns}"), line, message);
    };
    told(
        "title = \"{{number}} {{name}}\"",
        "title = \"Savings\"",
        "title = \"Savings\"",
        "a table for each area, and nothing in it says which area it is: put {{name}} into `title`",
    );
    parsed(&changed("title = \"{{number}} {{name}}\"", "title = \"Savings\"\ntotal_label = \"Total {{name}}\""));
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
