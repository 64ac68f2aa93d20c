use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::toml_reader::tests::undocumented;

pub(crate) const FORM: &str = r#"version = 1
[report]
title = "Savings"
council = "A council"
committee = "A committee"
money = { unit = "thousands" }
roles = { target = "target" }
[[area]]
id = "north"
name = "North"
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
heading = "Target"
kind = "money"
unit = "thousands"
[[list.column]]
id = "later"
heading = "Later"
kind = "money"
unit = "thousands"
total = "given"
[[return]]
list = "schemes"
file = "{area}"
"#;

const DECISIONS: &str = r#"[[explain]]
finding = "target-changed:north:roofs:target"
period = "2022-23-q3"
stated = 1240
expected = "1,190"
words = "Agreed in November."
role = "Head of Finance"
date = 2023-01-20

[[set_aside]]
finding = "column-total:north:target"
stated = "£1,240"
stands = 1190
words = "The typed total leaves out a row."
role = "Section 151 officer"
date = 2023-01-21

[[change_request]]
reference = "CR-1"
period = "2022-23-q3"
kind = "rebase"
area = "north"
scheme = "Roofs"
column = "target"
from = 1_190
to = 1240.5
approved_by = "The board"
date = 2022-11-30
words = "More roofs."

[[match]]
period = "2022-23-q3"
from = [{ area = "north", scheme = "Walls", amount = 100 }]
to = [{ area = "north", scheme = "Walls A", amount = 60 }, { area = "south", scheme = "Walls B", amount = 40 }]
words = "Split."
role = "Head of Finance"
date = 2023-01-20

[[scheme]]
id = "roofs"
[[scheme.was]]
period = "2022-23-q3"
area = "north"
reference = "N2"
title = "New roofs"
[[scheme.was]]
period = "2022-23-q2"
area = "north"
title = "Roofs"
"#;

fn form() -> Form {
    Form::parse("piperoll.toml", FORM).unwrap()
}

fn parsed(text: &str) -> Decisions {
    Decisions::parse("decisions.toml", text, &form()).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// One fault after the change, in this line.
#[track_caller]
fn told(from: &str, to: &str, line: u32, message: &str) {
    assert!(DECISIONS.contains(from));
    let faults =
        Decisions::parse("decisions.toml", &DECISIONS.replacen(from, to, 1), &form()).err().unwrap_or_default();
    let told: Vec<_> = faults.iter().map(|fault| (fault.at.line.unwrap(), fault.message.as_str())).collect();
    assert_eq!(told, [(line, message)]);
}

#[test]
fn every_kind_of_decision_is_read() {
    let decisions = parsed(DECISIONS);
    let explain = &decisions.explanations[0];
    assert_eq!((explain.stated.as_deref(), explain.expected.as_deref()), (Some("1240"), Some("1,190")));
    assert_eq!(
        (explain.period, explain.date, explain.at.line),
        (Some(Period::parse("2022-23-q3").unwrap()), date(2023, 1, 20), Some(1))
    );
    assert_eq!(decisions.set_asides[0].stands, "1190");
    let request = &decisions.change_requests[0];
    assert_eq!(request.kind, ChangeKind::Rebase);
    assert_eq!((request.from, request.to), (Decimal::from(1_190_000), Decimal::from(1_240_500)), "in pounds");
    let matched = &decisions.matches[0];
    assert_eq!(matched.column.as_deref(), Some("target"), "the target unless said else");
    assert_eq!(matched.to[1].amount, Some(Decimal::from(40_000)));
    let was: Vec<_> = decisions.schemes[0].was.iter().map(|name| name.title.as_str()).collect();
    assert_eq!(was, ["Roofs", "New roofs"], "in the order of time");
    assert!(parsed("").explanations.is_empty());
}

#[test]
fn the_recovery_plans_decisions_are_read() {
    let form = include_str!("../../samples/recovery-plan/piperoll.toml");
    let form = Form::parse("piperoll.toml", form).unwrap();
    let text = include_str!("../../samples/recovery-plan/decisions.toml");
    Decisions::parse("decisions.toml", text, &form).unwrap_or_else(|faults| panic!("{faults:#?}"));
}

#[test]
fn every_key_is_documented_with_an_example() {
    let page = include_str!("../../docs/decisions.md");
    assert_eq!(undocumented(&keys::DECISIONS, page), Vec::<String>::new());
    for example in page.split("```toml\n").skip(1) {
        let (example, _) = example.split_once("```").unwrap();
        parsed(&example.replace("\"adults\"", "\"north\""));
    }
}

#[test]
fn faults_of_decisions() {
    told("role = \"Head of Finance\"\n", "", 1, "[[explain]] needs `role`: text in quotes");
    told(
        "words = \"Agreed",
        "word = \"x\"\nwords = \"Agreed",
        6,
        "unknown key `word` in [[explain]]; did you mean `words`?",
    );
    told(
        "date = 2023-01-20",
        "date = \"20/01/2023\"",
        8,
        "`date` is a date in text; write 2023-01-20, without quotes: date = 2023-01-20",
    );
    told(
        "date = 2023-01-20",
        "date = \"last week\"",
        8,
        "`date` must be a date such as 2023-02-08, without quotes, and is text",
    );
    for typed in ["20/01/2023", "20.1.23", "20 January 2023  # as agreed", "2023-1-20", "20-01-2023", "20th Jan 2023"] {
        let message = "a date is written year, month, day, as 2023-01-20: date = 2023-01-20";
        told("date = 2023-01-20", &format!("date = {typed}"), 8, message);
    }
    told(
        "period = \"2022-23-q3\"",
        "period = \"Q3\"",
        3,
        "'Q3' is not a period; write it like 2022-23-q3, 2018-19-p05 or 2018-19-outturn",
    );
    told(
        "stands = 1190",
        "stands = \"what the rows give\"",
        13,
        "`stands` is \"what the rows give\"; write a figure in the finding's own unit, such as 1190",
    );
    let reference = DECISIONS.replacen("\"£1,240\"", "\"16a\"", 1).replacen("stands = 1190", "stands = \"16c\"", 1);
    assert_eq!(parsed(&reference).set_asides[0].stands, "16c", "a reference gives way to a reference");
    for (until, message) in [
        (
            "until = \"soon\"",
            "'soon' is neither a period nor a financial year; write it like 2022-23-q4, or 2022-23 for all of that year",
        ),
        ("until = \"2022-23-q2\"", "`until` is 2022-23-q2, before 2022-23-q3, for which the answer was given"),
        (
            "until = \"2024-25-q1\"",
            "`until` is 2024-25-q1; an answer given for 2022-23-q3 stands until 2023-24 at the longest",
        ),
        ("up_to = 60", "`up_to` says what is answered in later periods; add `until`, the last of them"),
        ("until = \"2023-24\"\nup_to = -60", "`up_to` is -60; write the amount without a sign"),
    ] {
        let line = if until.contains('\n') { 7 } else { 6 };
        told("words = \"Agreed", &format!("{until}\nwords = \"Agreed"), line, message);
    }
    let (from, to) = ("stated = \"£1,240\"\nstands = 1190\n", "stated = 1240\n");
    let explained = DECISIONS.replacen("[[set_aside]]", "[[explain]]", 1).replacen(from, to, 1);
    let explained = explained.replacen("words = \"The typed", "until = \"2022-23\"\nwords = \"The typed", 1);
    let faults = Decisions::parse("decisions.toml", &explained, &form()).unwrap_err();
    assert_eq!(faults[0].message, "`until` needs `period`: the period for which the answer was given");
    told("area = \"north\"", "area = \"norht\"", 22, "unknown area `norht`; did you mean `north`?");
    told("area = \"north\"", "area = \"North\"", 22, "unknown area `North`; write its id, `north`");
    told("column = \"target\"", "column = \"targt\"", 24, "unknown column `targt`; did you mean `target`?");
    told("column = \"target\"", "column = \"title\"", 24, "`title` must be a column that holds money or a count");
    told("to = 1240.5", "to = 1_190", 26, "`from` and `to` are the same, so that nothing is changed");
    told("to = 1240.5", "to = 999_999_999_999", 26, "`to` is out of bounds: it is written in thousands of pounds");
    told(
        "kind = \"rebase\"",
        "kind = \"rebased\"",
        21,
        "`kind` cannot be \"rebased\"; it is one of \"rebase\", \"reprofile\", \"virement\" or \"correction\"; did you mean `rebase`?",
    );
    told(
        "kind = \"rebase\"",
        "kind = \"rebase\"\noutside = \"Contingency\"",
        22,
        "`outside` names the budget at the other end of a virement, or the year of a re-profiling, and this is neither",
    );
    told(", amount = 40", "", 34, "in `to`, give an `amount` for every scheme or for none");
    told("[{ area = \"north\", scheme = \"Walls\", amount = 100 }]", "[]", 33, "`from` names no scheme");
    told(
        "scheme = \"Walls\", amount = 100 }]",
        "scheme = \"Walls\" }, { area = \"south\", scheme = \"Doors\" }]",
        31,
        "several schemes cannot become several others in one [[match]]; write one for each split or merger",
    );
    told(
        "period = \"2022-23-q2\"",
        "period = \"2022-23-q3\"",
        47,
        "two names from 2022-23-q3 on; a scheme has one at a time",
    );
}

proptest! {
    #[test]
    fn no_text_makes_reading_panic(
        cuts in prop::collection::vec((0..DECISIONS.len(), 0..40_usize, "[ -~\\n]{0,6}"), 1..6)
    ) {
        let mut text = DECISIONS.to_string();
        for (start, length, put) in cuts {
            let (mut start, mut end) = (start.min(text.len()), (start + length).min(text.len()));
            while !text.is_char_boundary(start) { start -= 1; }
            while !text.is_char_boundary(end) { end -= 1; }
            text.replace_range(start..end.max(start), &put);
        }
        let _ = Decisions::parse("decisions.toml", &text, &form());
    }
}

#[test]
fn a_clearance_is_written_as_it_is_read() {
    let whole = "af3291bc0d4e77a1".repeat(4);
    let known = Clearance {
        period: Period::parse("2022-23-q3").unwrap(),
        role: "Section \"151\" officer".into(),
        initials: "AB".into(),
        date: date(2023, 1, 27),
        fingerprint: whole[..16].into(),
        comment: None,
        evidence: None,
        at: Place::line("decisions.toml", 1),
    };
    let more = Clearance {
        fingerprint: whole,
        comment: Some("As agreed.".into()),
        evidence: Some("a/b.eml".into()),
        ..known.clone()
    };
    let form = Form::parse("piperoll.toml", FORM).unwrap();
    for clearance in [&known, &more] {
        let text = clearance.written();
        assert_eq!(
            Decisions::parse("decisions.toml", &text, &form).unwrap().clearances,
            std::slice::from_ref(clearance),
            "{text}"
        );
    }
    assert!(known.written().contains("fingerprint = \"af32 91bc 0d4e 77a1\"\n"), "{}", known.written());
}

#[test]
fn an_area_is_not_updated_once_a_period() {
    let entry = "[[not_updated]]\narea = \"north\"\nperiod = \"2022-23-q3\"\nwords = \"Away.\"\nrole = \"Head of Finance\"\n\
                 initials = \"AB\"\ndate = 2023-01-20\n\n";
    let q3 = Period::parse("2022-23-q3").unwrap();
    let decisions = parsed(&[entry, &entry.replace("q3", "q2")].concat());
    let own: Vec<_> = decisions.not_updated_in(q3).collect();
    assert_eq!((own.len(), own[0].area.as_str(), own[0].initials.as_deref()), (1, "north", Some("AB")));
    assert_eq!((own[0].words.as_str(), own[0].date, own[0].at.line), ("Away.", date(2023, 1, 20), Some(1)));
    let told = |text: &str| {
        let faults = Decisions::parse("decisions.toml", text, &form()).err().unwrap_or_default();
        faults.iter().map(|fault| (fault.at.line.unwrap(), fault.message.clone())).collect::<Vec<_>>()
    };
    let twice = told(&entry.repeat(2));
    assert_eq!(twice, [(9, "the same is said of `north` in line 1 already".to_string())]);
    let unknown = told(&entry.replace("\"north\"", "\"nrth\""));
    assert!(unknown.len() == 1 && unknown[0].1.contains("did you mean"), "{unknown:?}");
}
