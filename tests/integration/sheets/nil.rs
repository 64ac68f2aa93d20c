//! What an empty return says, and what does not make one a nil return.

use super::*;

#[test]
fn a_return_without_a_row_is_an_error_unless_it_says_so() {
    let headings = "Scheme | Target | Forecast | Progress\n";
    let error = ["error no-row Return!A3"];
    check(&format!("== Return\nHousing savings return\n\n{headings}"), &error, ["", ""]);
    check(&format!("== Return\nIf there is nothing to report, write NIL RETURN.\n\n{headings}"), &error, ["", ""]);
    check(&format!("== Return\n\n\n{headings}Total | 0 | 0\n"), &error, ["-", "-"]);
    check(&format!("== Return\nNIL RETURN\n\n{headings}"), &["note nil-return Return!A1"], ["", ""]);
    // Beside the table; below its headings the words stand in a row.
    let beside = format!("== Return\n\n\n{headings}\n | | | | | Nil return – nothing to report this quarter\n");
    check(&beside, &["note nil-return Return!F5"], ["", ""]);
    let nil = "[[period]]\nid = \"2022-23-q3\"\nnil = [\"north\"]\n";
    let (told, _) = read_with(nil, &[(Q3, &format!("== Return\n{headings}"))]);
    assert_eq!(told, ["note nil-return Return!A1"]);
    // A table that may be absent may be empty.
    let base = fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
    let optional = base.replace("area = \"file\"\n", "area = \"file\"\noptional = true\n");
    assert_eq!(read(&[("piperoll.toml", &optional), (Q3, &format!("== Return\n{headings}"))]).0, [""; 0]);
    // Nobody is made to send a file only to say so, and an unknown area is a fault of the form.
    let south = "[[area]]\nid = \"south\"\nname = \"South\"\n[[period]]\nid = \"2022-23-q3\"\nnil = [\"south\"]\n";
    let (told, _) = read_with(south, &[(Q3, &format!("== Return\n{NOW}"))]);
    assert_eq!(told, ["note nil-return"]);
    let (_folder, collection) = made(&nil.replace("north", "nroth"), &[(Q3, &format!("== Return\n{NOW}"))]);
    let run = piperoll().arg("check").arg(&collection).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(stderr(&run).contains("unknown area `nroth`"), "{}", stderr(&run));
    // Schemes that were there before are not asked about one by one where the return is empty by mistake.
    let (told, _) = read(&[(Q2, &format!("== Return\n{THEN}")), (Q3, &format!("== Return\n\n\n{headings}"))]);
    assert_eq!(told, error);
}

#[test]
fn only_words_about_the_whole_return_make_it_a_nil_return() {
    let headings = "Scheme | Target | Forecast | Progress\n";
    for (above, below, expected) in [
        ("", "NIL RETURN", "note nil-return Return!A2"),
        ("", "None", "note nil-return Return!A2"),
        ("", "n/a", "note nil-return Return!A2"),
        ("There are no savings to report for North\n", "", "note nil-return Return!A1"),
        ("NIL - no savings in this area\n", "", "note nil-return Return!A1"),
        ("Zero return\n", "", "note nil-return Return!A1"),
        ("Datganiad dim\n", "", "note nil-return Return!A1"),
        ("Nil return? | Yes\n", "", "note nil-return Return!A1"),
        ("North | Nothing to report\n", "", "note nil-return Return!B1"),
        ("", "Nil return? | Yes", "note nil-return Return!A2"),
        ("Nil return? | No\n", "", "error no-row Return!A2"),
        ("Nil return (Y/N)\n", "", "error no-row Return!A2"),
        ("Nil return: | \n", "", "error no-row Return!A2"),
        ("", "Nil return? | No", "error no-row Return!A1"),
        ("Checked by | None\nPrepared by |\n", "", "error no-row Return!A3"),
        ("Comments: | Nothing to report\n", "", "error no-row Return!A2"),
        ("Risks | Nothing to report\n", "", "error no-row Return!A2"),
        ("None\n", "", "error no-row Return!A2"),
        ("", "\nPrepared by | \nChecked by | None", "error no-row Return!A1"),
        ("", "Total | n/a | n/a", "error no-row Return!A1"),
        ("", "No return", "error no-row Return!A2"),
        ("", "To follow", "error no-row Return!A2"),
        ("", "Return to follow", "error no-row Return!A2"),
        ("", "See attached", "error no-row Return!A2"),
        ("", "Awaiting information from service", "error no-row Return!A2"),
        ("", "As last quarter", "error no-row Return!A2"),
        ("", "No change since last quarter\nTotal | 0 | 0", "error no-row Return!A2"),
        ("", " | See attached", "error no-row Return!B2"),
    ] {
        let grid = format!("== Return\n{above}{headings}{below}\n");
        let (told, _) = read(&[(Q3, &grid)]);
        let asked = |line: &&String| !line.starts_with("note ") || line.starts_with("note nil-return");
        let told: Vec<&str> =
            told.iter().filter(asked).map(String::as_str).filter(|line| !line.contains("unknown-code")).collect();
        assert_eq!(told, [expected], "{grid}");
    }
    let (_folder, collection) = made("", &[(Q3, &format!("== Return\n{headings}To follow\n"))]);
    let said = stderr(&piperoll().arg("check").arg(&collection).output().unwrap());
    assert!(said.contains("nothing but 'To follow' (A2)") && said.contains("No return yet: ask for it"), "{said}");
    // Beside items it is asked about, wherever it stands; and what is answered, or said of something else, is not.
    for (grid, expected) in [
        (format!("== Return\nNIL RETURN\n{NOW}"), "query nil-return Return!A1"),
        (format!("== Return\nNo savings to report this quarter\n{NOW}"), "query nil-return Return!A1"),
        (format!("== Return\n{NOW}\nNil return\n"), "query nil-return Return!A7"),
        (format!("== Cover\nHousing\nNIL RETURN\n== Return\n{NOW}"), "query nil-return Cover!A2"),
        (format!("== Return\nNil return? | Yes\n{NOW}"), "query nil-return Return!A1"),
        (
            format!("== Return\n{}", NOW.replace("Total", "No new schemes this period\nTotal")),
            "query nil-return Return!A5",
        ),
        (format!("== Return\nNil return? | No\n{NOW}"), ""),
        (format!("== Return\nNil return (Y/N) | N\nRisks | Nothing to report\n{NOW}"), ""),
        (format!("== Return\n{}", NOW.replace("Contract let.", "Nothing to report")), ""),
        (format!("== Guidance\nNIL RETURN\n== Return\n{NOW}"), ""),
        (format!("== Cover\nIf there is nothing to report, write NIL RETURN\n== Return\n{NOW}"), ""),
    ] {
        let (told, totals) = read(&[(Q3, &grid)]);
        let told: Vec<&str> = told.iter().map(String::as_str).collect();
        assert_eq!((told.join(" ").as_str(), totals), (expected, ["800".into(), "750".into()]), "{grid}");
    }
}
