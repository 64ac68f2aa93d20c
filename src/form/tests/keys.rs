//! What is no TOML, keys that there are not or that are missing, and values of another type.

use super::*;

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
        (12, "`as_at` is a date in text; write 2022-12-31, without quotes: as_at = 2022-12-31"),
        (49, "unknown column `targte` in formula; did you mean `target`?"),
        (
            65,
            "`file` is \"{area}\" for each area's own workbook, or a file's name, in which {period} stands for the period and * for whatever may stand there; \"{service}\" is neither",
        ),
        (99, "unknown list `scheme` in `from`; did you mean `schemes`?"),
    ];
    let expected: Vec<_> = expected.into_iter().map(|(line, message)| (line, message.to_string())).collect();
    assert_eq!(told, expected);
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
fn follow_up_faults_are_not_told() {
    // The column without an id may be the one that every formula means.
    let text = changed("id = \"target\"", "ID = \"target\"");
    let told: Vec<_> = faults(&text).into_iter().map(|fault| fault.message).collect();
    let expected =
        ["[[list.column]] needs `id`: text in quotes", "unknown key `ID` in [[list.column]]; did you mean `id`?"];
    assert_eq!(told, expected);
}
