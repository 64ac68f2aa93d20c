//! What the helpers of the words say, and what they refuse.

use super::handle::Kind;
use super::*;
use crate::money::{NegativeStyle, Unit};
use rust_decimal::Decimal;
use serde_json::json;

const STYLE: MoneyStyle = MoneyStyle { unit: Unit::Thousands, decimals: 0, negative: NegativeStyle::Minus };

fn words(template: &str) -> Result<Words, Vec<Fault>> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("area.hbs"), template).unwrap();
    Words::load(folder.path(), "templates/words", "en-GB", STYLE)
}

/// A figure of 5 as the facts give it.
fn figure(name: &str, kind: Kind) -> Json {
    Handle { figure: Decimal::from(5), kind: Some(kind), name: name.into(), trace: "f0".into() }.json()
}

fn say(template: &str, data: Json) -> Result<Vec<Piece>, Fault> {
    let without = |text: String| handle::take_out(&text).0;
    let pieces = words(template).unwrap().compose("area", &data)?;
    Ok(pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Paragraph(text) => Piece::Paragraph(without(text)),
            Piece::Bullets(items) => Piece::Bullets(items.into_iter().map(without).collect()),
        })
        .collect())
}

#[test]
fn figures_are_said_in_the_forms_unit() {
    let text = say(
        "{{money a}}, {{money b}}, {{signed a}}, {{signed b}}, {{percent c}}, {{percent c decimals=1}}, {{count d \"project\" \"projects\"}}, {{money e}}",
        json!({"a": "1240000", "b": "-529000", "c": "0.8333", "d": 1, "e": null}),
    );
    assert_eq!(
        text,
        Ok(vec![Piece::Paragraph("£1,240k, -£529k, +£1,240k, -£529k, 83%, 83.3%, 1 project, not known".to_string())])
    );
}

#[test]
fn a_change_is_said_in_words_and_a_size_without_its_sign() {
    let template = "{{moved a}}, {{moved b}}, {{moved nil}}, {{moved unknown}}, {{moved a unit=\"pounds\"}}, {{size a}}, {{size b}}";
    let said = say(template, json!({"a": "304000", "b": "-50000", "nil": "0", "unknown": null}));
    let expected = "grown by £304k, fallen by £50k, not moved, moved by an amount that is not known, grown by £304,000, £304k, £50k";
    assert_eq!(said, Ok(vec![Piece::Paragraph(expected.to_string())]));
}

#[test]
fn a_figure_is_said_in_the_unit_and_with_the_decimals_asked_for() {
    let data = json!({"a": "2518338", "b": "0.29746", "c": "-158110"});
    let said = |template: &str| say(template, data.clone());
    assert_eq!(
        said(
            "{{money a unit=\"millions\"}}, {{money a unit=\"millions\" decimals=1}}, {{money a unit=\"pounds\"}}, {{money a decimals=1}}, {{signed a unit=\"millions\"}}, {{money c unit=\"pounds\"}}, {{percent b decimals=2}}"
        ),
        Ok(vec![Piece::Paragraph("£2.518m, £2.5m, £2,518,338, £2,518.3k, +£2.518m, -£158,110, 29.75%".into())])
    );
    let fault = |template: &str| said(template).unwrap_err().message;
    assert!(fault("{{money a unit=\"m\"}}").contains("`unit` of 'money' is \"pounds\""));
    assert!(fault("{{percent b decimals=\"2\"}}").contains("`decimals` of 'percent' is a whole number"));
}

#[test]
fn figures_can_be_added_subtracted_and_taken_as_a_share() {
    let data = json!({"a": "1849232", "b": "1691122", "t": "7956000", "nil": "0", "unknown": null});
    assert_eq!(
        say(
            "{{money (minus a b)}} {{money (plus a b)}} {{percent (share b t) decimals=1}} {{percent (share a nil)}} {{money (minus a unknown)}}",
            data.clone()
        ),
        Ok(vec![Piece::Paragraph("£158k £3,540k 21.3% not known not known".into())])
    );
    assert!(say("{{money (minus a tpyo)}}", data).unwrap_err().message.contains("tpyo"));
}

#[test]
fn nil_may_be_a_word_and_is_traced_as_the_figure_it_is() {
    let nil = Handle { figure: Decimal::ZERO, kind: Some(Kind::Amount), name: "a".into(), trace: "f7".into() };
    let data = json!({"a": nil.json(), "b": "5000"});
    let pieces =
        words("{{money a nil=\"nothing\"}}, {{money b nil=\"nothing\"}}").unwrap().compose("area", &data).unwrap();
    let [Piece::Paragraph(text)] = pieces.as_slice() else { panic!("{pieces:?}") };
    let (said, figures) = handle::take_out(text);
    assert_eq!(said, "nothing, £5k");
    assert!(figures.iter().any(|figure| format!("{figure:?}").contains("f7")), "{figures:?}");
}

#[test]
fn names_of_lists_may_have_hyphens_and_lists_can_be_gone_through() {
    let data = json!({"groups": {"my-list": [{"name": "RED", "n": 5}, {"name": "AMBER", "n": 16}]}});
    assert_eq!(
        say("{{#each groups.my-list}}\n- {{name}}: {{count n \"one\" \"many\"}}\n{{/each}}", data.clone()),
        Ok(vec![Piece::Bullets(vec!["RED: 5 many".into(), "AMBER: 16 many".into()])])
    );
    assert_eq!(
        say("{{#each groups.my-list}}{{#if (more n 10)}}{{name}}{{/if}}{{/each}}", data.clone()),
        Ok(vec![Piece::Paragraph("AMBER".into())])
    );
    assert!(say("{{#each groups.mylist}}x{{/each}}", data).unwrap_err().message.contains("mylist"));
}

#[test]
fn an_unknown_name_is_an_error_that_names_the_line() {
    for template in [
        "a\n{{tpyo}}",
        "a\n{{money tpyo}}",
        "a\n{{#if tpyo}}x{{/if}}",
        "a\n{{#unless tpyo}}x{{/unless}}",
        "a\n{{#if (more tpyo 1)}}x{{/if}}",
    ] {
        let fault = say(template, json!({"a": 1})).unwrap_err();
        assert!(fault.message.contains("tpyo"), "{template}: {}", fault.message);
        assert_eq!(fault.at, Place::line("templates/words/area.hbs", 2), "{template}");
    }
}

#[test]
fn numbers_compare_as_numbers_and_nil_is_false() {
    let data = json!({"nine": "9", "ten": "10.00", "nil": "0.00"});
    assert_eq!(
        say("{{#if (more ten nine)}}more{{else}}less{{/if}}", data.clone()),
        Ok(vec![Piece::Paragraph("more".into())])
    );
    assert_eq!(say("{{#if nil}}some{{else}}none{{/if}}", data), Ok(vec![Piece::Paragraph("none".into())]));
}

#[test]
fn blank_lines_part_paragraphs_and_dashes_make_bullets() {
    assert_eq!(
        pieces("one\nstill one\n\n- a\n- b\ntwo"),
        vec![
            Piece::Paragraph("one still one".into()),
            Piece::Bullets(vec!["a".into(), "b".into()]),
            Piece::Paragraph("two".into())
        ]
    );
}

#[test]
fn a_file_that_is_none_of_the_words_or_no_template_is_a_fault() {
    assert!(words("{{#if a}}").unwrap_err()[0].message.contains("not a template"));
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("areas.hbs"), "x").unwrap();
    let faults = Words::load(folder.path(), "templates/words", "en-GB", STYLE).unwrap_err();
    assert!(faults[0].message.contains("no words called 'areas'"));
}

#[test]
fn text_from_a_return_is_data_and_not_a_template() {
    assert_eq!(say("{{a}}", json!({"a": "{{b}} <i>"})), Ok(vec![Piece::Paragraph("{{b}} <i>".into())]));
}

#[test]
fn a_figure_that_no_helper_says_is_refused_with_its_line_and_as_it_is_written() {
    let data = json!({"target": figure("target", Kind::Amount), "groups": [{"value": {"a": figure("groups.x.value.a", Kind::Number)}}]});
    let is = |what: &str, write: &str| format!("{what}, and no helper says it: write {write}");
    for (template, line, message) in [
        ("It is so.\n\n{{target}} in all", 3, is("{{target}} is an amount", "{{money target}}")),
        ("It is {{{ target }}}", 1, is("{{target}} is an amount", "{{money target}}")),
        ("{{#each groups}}\n- {{value.a}}\n{{/each}}", 2, is("{{value.a}} is a number", "{{count value.a}}")),
        ("x\n{{minus target 1}}", 2, is("{{minus target 1}} is an amount", "{{money (minus target 1)}}")),
        ("{{plus 1 1}}", 1, "{{plus 1 1}} is a figure, and does not say as what".to_string()),
    ] {
        let fault = say(template, data.clone()).unwrap_err();
        assert_eq!(fault.at.line, Some(line), "{template}: {}", fault.message);
        assert!(fault.message.starts_with(&message), "{}", fault.message);
    }
    let said = say("{{money target}}, {{percent (share target target)}}", data);
    assert_eq!(said, Ok(vec![Piece::Paragraph("£0k, 100%".to_string())]));
}

#[test]
fn a_figure_of_one_kind_is_not_said_as_another_nor_reckoned_with_it() {
    let (amount, share, number) = (Kind::Amount, Kind::Percentage, Kind::Number);
    let data = json!({"target": figure("target", amount), "percent": figure("percent", share), "items": figure("items", number),
        "groups": [{"share": {"a": figure("groups.x.share.a", share)}}]});
    for (template, message) in [
        ("{{percent target}}", "target is an amount, and 'percent' says a percentage: write {{money target}}"),
        ("{{count target \"a\" \"b\"}}", "target is an amount, and 'count' says a number: write {{money target}}"),
        ("{{money percent}}", "percent is a percentage, and 'money' says an amount: write {{percent percent}}"),
        ("{{signed items}}", "items is a number, and 'signed' says an amount: write {{count items}}"),
        ("{{moved percent}}", "percent is a percentage, and 'moved' says an amount: write {{percent percent}}"),
        ("{{#each groups}}{{money share.a}}{{/each}}", "share.a is a percentage, and 'money' says an amount"),
        (
            "{{percent (minus target 1)}}",
            "(minus target 1) is an amount, and 'percent' says a percentage: write {{money (minus target 1)}}",
        ),
        (
            "{{money (minus items target)}}",
            "'minus' takes two figures of one kind: items is a number, and target is an amount",
        ),
        ("{{percent (share percent target)}}", "'share' takes two figures of one kind: percent is a percentage"),
        ("{{#if (more target items)}}x{{/if}}", "'more' takes two figures of one kind: target is an amount"),
        (
            "{{money (plus (share target target) items)}}",
            "'plus' takes two figures of one kind: (share target target) is a percentage",
        ),
    ] {
        let fault = say(&format!("a\n{template}"), data.clone()).unwrap_err();
        assert!(fault.message.starts_with(message), "{template}: {}", fault.message);
        assert_eq!(fault.at, Place::line("templates/words/area.hbs", 2), "{template}");
    }
    let said = say(
        "{{#if (same items 5)}}{{count items}}{{/if}} {{money (plus target 5000)}} {{percent (share items 10)}}",
        data,
    );
    assert_eq!(said, Ok(vec![Piece::Paragraph("5 £5k 50%".to_string())]));
}

#[test]
fn what_is_said_knows_where_it_comes_from() {
    let figure = |value: i64, trace: &str| {
        Handle { figure: Decimal::from(value), kind: None, name: "x".into(), trace: trace.into() }.json()
    };
    let data = json!({"a": figure(9000, "f1"), "b": figure(4000, "f2"), "none": null});
    let pieces = words("{{money (minus a b)}} of {{money a}}; {{percent (share b (plus a 1000)) decimals=1}}; {{moved b}}; {{size (minus b a)}}; {{money none}}")
        .unwrap()
        .compose("area", &data)
        .unwrap();
    let [Piece::Paragraph(text)] = pieces.as_slice() else { panic!("{pieces:?}") };
    let (plain, figures) = handle::take_out(text);
    assert_eq!(plain, "£5k of £9k; 40.0%; grown by £4k; £5k; not known");
    let traces: Vec<(&str, &str)> = figures.iter().map(|said| (said.text.as_str(), said.trace.as_str())).collect();
    assert_eq!(
        traces,
        [("£5k", "(f1 - f2)"), ("£9k", "f1"), ("40.0%", "(f2 / (f1 + 1000))"), ("£4k", "f2"), ("£5k", "(-(f2 - f1))")]
    );
}

#[test]
fn what_knows_nothing_of_figures_is_refused() {
    let a = figure("a", Kind::Amount);
    let data = json!({"a": a, "several": {"b": a}});
    for (template, why) in [
        ("{{#if (gt a 0)}}x{{/if}}", "there is no helper called 'gt'"),
        ("{{len a}}", "there is no helper called 'len'"),
        ("{{#if (not a)}}x{{/if}}", "there is no helper called 'not'"),
        ("{{several}}", "a name stands alone that is several figures"),
        ("{{money several}}", "'money' wants a figure"),
    ] {
        let message = say(template, data.clone()).unwrap_err().message;
        assert!(message.starts_with(why), "{template}: {message}");
    }
}

/// Blocks in blocks, or brackets in brackets, so many deep.
fn nested(open: &str, inside: &str, close: &str, deep: usize) -> String {
    format!("{}{inside}{}", open.repeat(deep), close.repeat(deep))
}

#[test]
fn a_template_that_is_too_deep_or_leads_back_to_itself_is_refused_with_its_line() {
    let block = |deep| nested("{{#if a}}", "x", "{{/if}}", deep);
    let brackets = |deep| format!("\n{{{{money {}}}}}", nested("(plus a ", "a", ")", deep));
    for template in [block(20), brackets(20)] {
        let said = say(&template, json!({"a": "0.001"}));
        assert!(said.is_ok(), "{said:?}");
    }
    let lists = nested("[", "1", "]", 20_000);
    let cases = [
        (format!("\n{}", block(21)), 2, "blocks stand in blocks more than 20 deep here"),
        (brackets(21), 2, "brackets stand in brackets more than 20 deep here"),
        // As deep as the largest file can be.
        (nested("{{#if a}}", "", "{{/if}}", 4_000), 1, "more than 20 deep"),
        (nested("{{#a}}", "", "", 10_000), 1, "not a template"),
        (nested("{{#if a}}{{else if a}}", "", "{{/if}}", 200), 1, "more than 20 deep"),
        (format!("{{{{money {}}}}}", nested("(a ", "a", ")", 15_000)), 1, "more than 20 deep"),
        (format!("{{{{money {lists}}}}}"), 1, "not a template"),
        ("a\n{{> area}}".into(), 2, "this template leads back to itself (area.hbs)"),
        ("{{#> area}}{{/area}}".into(), 1, "are not used in words"),
        ("{{#*inline \"a\"}}{{> a}}{{/inline}}{{> a}}".into(), 1, "are not used in words"),
        ("{{> (plus a a)}}".into(), 1, "wants the name of one of the templates"),
    ];
    for (template, line, told) in cases {
        let faults = words(&template).unwrap_err();
        let is_told = faults.iter().any(|fault| fault.at.line == Some(line) && fault.message.contains(told));
        assert!(is_told, "{told}: {} of {:.80}", faults[0].message, template);
    }
}

#[test]
fn templates_that_include_each_other_are_refused_and_others_may_be_included() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let load = || Words::load(folder.path(), "templates/words", "en-GB", STYLE);
    put("area.hbs", "Of the area: {{> overall}}");
    put("overall.hbs", "{{money a}}");
    let said = load().unwrap().compose("area", &json!({"a": "5000"})).unwrap();
    assert_eq!(format!("{said:?}").matches("Of the area: ").count(), 1);
    put("overall.hbs", "{{money a}}\n{{> changes}}");
    put("changes.hbs", "{{> overall}}");
    let faults = load().unwrap_err();
    assert_eq!(faults.len(), 1);
    assert_eq!(
        (faults[0].at.to_string(), &*faults[0].message),
        (
            "templates/words/changes.hbs, line 1".to_string(),
            "this template leads back to itself (overall.hbs, changes.hbs), so that its text would never end"
        )
    );
}

#[test]
fn a_text_that_would_go_on_and_on_ends_with_its_line() {
    let things: Vec<Json> = (0..100).map(|number| json!({"n": number, "name": "a"})).collect();
    let data = json!({"groups": {"all": things}});
    let each = |inside: &str, deep| nested("{{#each @root.groups.all}}", inside, "{{/each}}", deep);
    assert!(say(&each("{{name}}", 2), data.clone()).is_ok());
    for inside in ["{{name}}", ""] {
        let fault = say(&format!("Text\n{}", each(inside, 4)), data.clone()).unwrap_err();
        assert!(fault.message.contains("this text would come to more than"), "{}", fault.message);
        assert_eq!(fault.at.line, Some(2));
    }
}

#[test]
fn inclusions_are_counted_though_they_write_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let compose = |[overall, changes, area]: [&str; 3]| {
        for (name, text) in [("overall", overall), ("changes", changes), ("area", area)] {
            std::fs::write(folder.path().join(format!("{name}.hbs")), text).unwrap();
        }
        let things: Vec<Json> = (0..100).map(|number| json!({"n": number})).collect();
        Words::load(folder.path(), "templates/words", "en-GB", STYLE)
            .unwrap()
            .compose("overall", &json!({"all": things, "none": ""}))
    };
    let (changes, area) = ("{{>changes}}".repeat(300), "{{>area}}".repeat(1_500));
    let empty = "{{none}}".repeat(300);
    for endless in [[&changes, &area, ""], [&area, "", &empty], ["{{#each all}}{{>changes}}{{/each}}", &area, ""]] {
        let fault = compose(endless).unwrap_err();
        assert!(fault.message.contains("this text would come to more than"), "{}", fault.message);
    }
    // Two for each of a hundred areas are honest; the line of a tag alone leaves nothing behind, as before.
    let said =
        compose(["{{#each all}}{{>area this}}{{/each}}", "b", "{{#if n}}\n{{n}}{{>changes}}\n{{else}}\n0b\n{{/if}}\n"])
            .unwrap();
    let paragraph: Vec<String> = (0..100).map(|number| format!("{number}b")).collect();
    assert_eq!(said, [Piece::Paragraph(paragraph.join(" "))]);
}

#[test]
fn each_goes_through_lists_and_named_things() {
    let data = json!({"list": [{"name": "x"}, {"name": "y"}], "named": {"b": {"name": "z"}}, "none": [], "one": "1"});
    for (template, said) in [
        ("{{#each list}}{{@index}}{{name}}{{#if @last}}.{{else}}, {{/if}}{{/each}}", "0x, 1y."),
        ("{{#each list as |thing|}}{{thing.name}}{{/each}}", "xy"),
        ("{{#each list as |thing at|}}{{at}}{{thing.name}}{{/each}}", "0x1y"),
        ("{{#each named}}{{@key}}{{name}}{{../one}}{{/each}}", "bz1"),
        ("{{#each none}}x{{else}}nothing{{/each}}", "nothing"),
        ("{{#each list}}{{#each ../named}}{{name}}{{../name}}{{/each}}{{/each}}", "zxzy"),
    ] {
        assert_eq!(say(template, data.clone()), Ok(vec![Piece::Paragraph(said.into())]), "{template}");
    }
    assert!(say("{{#each one}}x{{/each}}", data).unwrap_err().message.contains("goes through several things"));
}
