use proptest::prelude::*;

use super::super::entry::{self, filled};
use super::*;

const TEXT: &str = "# Top\n\n[[explain]]  # one\nfinding = \"a\"   # as it is\nwords = 'w'\nrows = [\n  \"x\", # first\n]\n\n\
                    # Names\n  [[scheme]]\n  id = \"s\"\n  [[scheme.was]]\n  title = \"[[explain]]\" # last\n# The end\n";

const ENTRY: &str = "[[explain]]\nfinding = \"b\"\nwords = \"why\"\nrole = \"who decided\"\ndate = YYYY-MM-DD";

fn crlf(text: &str) -> String {
    text.replace('\n', "\r\n")
}

fn entry() -> String {
    filled(ENTRY, &entry::tests::decided())
}

#[test]
fn an_entry_comes_behind_all_others_in_the_files_own_line_ends() {
    let added = appended(TEXT, &entry());
    assert_eq!(added.text, format!("{TEXT}\n{}", entry()));
    assert_eq!((added.line, entry_at(&added.text, added.line)), (17, Some(entry().as_str())));
    assert_eq!(appended(&crlf(TEXT), &entry()).text, crlf(&added.text));
    assert_eq!(appended("", &entry()).text, entry());
    let open = "[[explain]]\nfinding = \"a\"";
    assert_eq!(appended(open, &entry()).text, format!("{open}\n\n{}", entry()), "no line end at the end");
}

#[test]
fn values_are_changed_in_place_and_nothing_else_is() {
    let changes = [("words", "\"new\"".to_string()), ("finding", "\"c\"".to_string())];
    let expected = TEXT.replace("'w'", "\"new\"").replace("\"a\"", "\"c\"");
    assert_eq!(replaced(TEXT, 3, &changes).unwrap(), expected);
    assert_eq!(replaced(&crlf(TEXT), 3, &changes).unwrap(), crlf(&expected));
    let until = [("until", "\"2022-23\"".to_string())];
    let expected = TEXT.replace("# first\n]\n", "# first\n]\nuntil = \"2022-23\"\n");
    assert_eq!(replaced(TEXT, 3, &until).unwrap(), expected);
    let open = "[[explain]]\nfinding = \"a\"";
    assert_eq!(replaced(open, 1, &until).unwrap(), format!("{open}\nuntil = \"2022-23\"\n"));
    let in_list = "explain = [{ finding = \"a\", words = \"w\" }]\n";
    assert_eq!(replaced(in_list, 1, &changes[..1]).unwrap(), in_list.replace("\"w\"", "\"new\""));
    assert_eq!(replaced(in_list, 1, &until), Err(CannotEdit::InList(1)));
    assert_eq!(replaced(TEXT, 4, &until), Err(CannotEdit::InList(4)), "no entry begins there");
}

#[test]
fn the_last_entry_goes_with_what_was_written_above_it() {
    let taken = without_last(TEXT).unwrap();
    assert_eq!(taken.entry, "  [[scheme]]\n  id = \"s\"\n  [[scheme.was]]\n  title = \"[[explain]]\" # last\n");
    assert_eq!((taken.line, taken.text.as_str()), (11, TEXT.replace(&taken.entry, "").as_str()), "the comments stay");
    let named = appended(TEXT, &filled("[[scheme]]\nid = \"t\"\n", &entry::tests::decided()));
    let taken = without_last(&named.text).unwrap();
    assert!(taken.entry.starts_with(MARK) && taken.line == named.line, "{taken:?}");
    assert_eq!(taken.text, TEXT);
    for (text, why) in [
        ("", CannotEdit::NoEntry),
        ("# nothing yet\n", CannotEdit::NoEntry),
        ("\nexplain = [{ finding = \"a\" }]", CannotEdit::InList(2)),
        ("[[explain]]\nfinding =\n", CannotEdit::NoToml),
    ] {
        assert_eq!(without_last(text), Err(why), "{text}");
    }
}

#[test]
fn the_legs_of_one_change_request_go_together() {
    let leg = |scheme: &str, words: &str| {
        format!(
            "[[change_request]]\nreference = \"CR-1\"\nperiod = \"2022-23-q3\"\nkind = \"virement\"\nscheme = \"{scheme}\"\n\
             column = \"target\"\nfrom = 1\nto = 2\napproved_by = \"Board\"\ndate = 2023-01-18\nwords = \"{words}\"\n"
        )
    };
    let (one, two) = (leg("a", "w"), leg("b", "w"));
    let added = appended(TEXT, &format!("{one}\n{two}"));
    let taken = without_last(&added.text).unwrap();
    assert_eq!((taken.text.as_str(), taken.line, taken.entry), (TEXT, added.line, format!("{one}\n{two}")));
    assert_eq!(without_last(&crlf(&added.text)).unwrap().text, crlf(TEXT));
    // Decided apart from each other, or with something of a person's between them: one at a time.
    for (between, first) in [("", leg("a", "another reason")), ("# mine\n", one.clone())] {
        let apart = format!("{TEXT}\n{first}\n{between}{two}");
        assert_eq!(without_last(&apart).unwrap().entry, two, "{apart}");
    }
    // Three of them.
    let three = format!("{one}\n{two}\n{}", leg("c", "w"));
    assert_eq!(without_last(&three).unwrap(), Taken { text: String::new(), entry: three.clone(), line: 1 });
}

/// Pieces of which files are put together as people write them.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "(# [a-z\\[\\]=\" ]{0,12}|[ ]{0,2})\n",
        "[ ]{0,2}\\[\\[(explain|set_aside|match)\\]\\]( # [a-z]{0,5})?\nfinding = \"[a-z#\\[\\]]{0,6}\"( # [a-z]{0,4})?\nwords = 'é[a-z ]{0,8}'\n",
        "\\[\\[scheme\\]\\]\nid = \"[a-z]{1,3}\"\n(\n\\[\\[scheme\\.was\\]\\]\ntitle = \"\"\"[a-z]{0,3}\n\\[\\[x\\]\\]\"\"\"\n){0,2}",
        "\\[\\[explain\\]\\]\nrows = \\[\n( \"[a-z]\", # one\n){0,3}\\]\n",
    ]
}

proptest! {
    #[test]
    fn what_is_added_can_be_taken_out_again_and_all_else_stays(
        pieces in proptest::collection::vec(piece(), 0..8), windows: bool, ended: bool, words in ".{0,30}", named: bool
    ) {
        let mut text = pieces.concat();
        if windows { text = crlf(&text); }
        if !ended { text.truncate(text.trim_end().len()); }
        let decided = entry::Decided { words, ..entry::tests::decided() };
        let new = filled(if named { "[[scheme]]\nid = \"new\"" } else { ENTRY }, &decided);
        let added = appended(&text, &new);
        prop_assert!(added.text.starts_with(&text));
        prop_assert_eq!(added.text.contains("\r\n"), text.contains("\r\n"));
        prop_assert!(DeTable::parse(&added.text).is_ok(), "{}", added.text);
        let taken = without_last(&added.text).unwrap();
        prop_assert_eq!(taken.line, added.line);
        let line_end = if text.is_empty() || text.ends_with('\n') { "" } else { line_end(&text) };
        prop_assert_eq!(taken.text, format!("{text}{line_end}"));
    }

    #[test]
    fn a_change_touches_its_value_alone(pieces in proptest::collection::vec(piece(), 1..8), words in ".{0,30}", at: prop::sample::Index) {
        let text = pieces.concat();
        let entries = entries(&text).unwrap();
        prop_assume!(!entries.is_empty());
        let entry = &entries[at.index(entries.len())];
        let Some((_, range)) = entry.values.iter().find(|(key, _)| key == "words") else { return Ok(()) };
        let value = entry::quoted(&words);
        let changed = replaced(&text, line_of(&text, entry.start), &[("words", value.clone())]).unwrap();
        prop_assert_eq!(changed, format!("{}{value}{}", &text[..range.start], &text[range.end..]));
    }
}
