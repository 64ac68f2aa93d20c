//! Columns: their headings, what each kind may say, and the columns that they name.

use super::*;

#[test]
fn headings_and_placeholders() {
    told(
        "{{as_at}}",
        "{{as_att}}",
        "as_att",
        "unknown placeholder `{{as_att}}`; did you mean `as_at`? (there are year, next_year, year_end, next_year_end, \
         year_after_next, year_end_day, next_year_end_day, new_year, next_new_year, new_year_th, next_new_year_th, as_at, period)",
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
fn a_column_may_repeat_a_figure_of_another_list_or_period() {
    let same =
        |same: &str| changed("heading = \"Achieved\"", &format!("heading = \"Achieved\"\nsame_as = {{ {same} }}"));
    let form = parsed(&same("column = \"target\", period = \"prior\""));
    let list = form.list("schemes").unwrap();
    let column = list.column("done").unwrap();
    assert!(column.same_as().is_some_and(|same| same.prior && same.list.is_none()));
    // It is added up, and printed, where it stands first.
    assert_eq!(column.total, TotalOrigin::None);
    assert!(!form.tables[0].columns.contains(&"done".to_string()));
    let first = |of: &str| faults(&same(of)).first().map(|fault| fault.message.clone()).unwrap_or_default();
    assert_eq!(
        first("column = \"target\""),
        "`same_as` is for a figure of another `list` or of the prior `period`; for another column of the same row write `formula = \
         \"target\"`: what the return states is then checked"
    );
    assert!(
        first("list = \"overal\", column = \"amount\"").starts_with("unknown list `overal` in `list`; did you mean")
    );
    assert!(first("list = \"overall\", column = \"amout\"").contains("did you mean `amount`?"));
    let kind = "`share` of the list `schemes` is of another kind than this column";
    assert_eq!(first("column = \"share\", period = \"prior\""), kind);
    let item = "`target` cannot name an item; name a column of kind text or code";
    assert_eq!(first("list = \"overall\", column = \"amount\", item = \"target\""), item);
}

#[test]
fn a_blank_is_nil_among_figures_and_as_above_among_words() {
    let words = "`blank = \"as-above\"` is for words: a figure is never taken from another row";
    told("heading = \"Achieved\"", "heading = \"Achieved\"\nblank = \"as-above\"", "blank", words);
    let figures = "`blank = \"nil\"` is for figures: words are not nil";
    told("heading = \"Scheme\"", "heading = \"Scheme\"\nblank = \"nil\"", "blank", figures);
    let form = parsed(&changed("heading = \"RAG\"", "heading = \"RAG\"\nblank = \"as-above\""));
    assert!(form.list("schemes").unwrap().column("rag").unwrap().as_above);
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
fn a_percentage_moves_by_points_and_an_amount_by_an_amount_and_a_share() {
    let of = |kind: &str, movement: &str| {
        let column = format!(
            "[[list.column]]\nid = \"new\"\nheading = \"New\"\nkind = \"{kind}\"\nmovement = {{ {movement} }}\n\n[[return]]\n"
        );
        faults(&changed("[[return]]\n", &column)).into_iter().map(|fault| fault.message).collect::<Vec<_>>()
    };
    let text = changed(
        "[[return]]\n",
        "[[list.column]]\nid = \"new\"\nheading = \"New\"\nkind = \"percent\"\nmovement = { points = 5 }\n\n[[return]]\n",
    );
    let form = parsed(&text);
    let allowed = form.lists[0].column("new").unwrap().movement().unwrap();
    assert_eq!((allowed.amount, allowed.percent), (rust_decimal::Decimal::new(5, 2), rust_decimal::Decimal::ZERO));
    assert_eq!(
        of("percent", "points = -1"),
        ["`points` of `movement` cannot be negative; it holds in both directions"]
    );
    assert_eq!(
        of("percent", "amount = 5"),
        [
            "`amount` is of a `movement` of amounts; a percentage moves by `points`",
            "`movement` of a percentage needs `points`: how many percentage points it may move"
        ]
    );
    assert_eq!(
        of("count", "amount = 5, points = 5"),
        [
            "`movement` needs `percent`",
            "`points` is of a `movement` of percentages; an amount moves by `amount` and `percent`"
        ]
    );
}

#[test]
fn what_stands_out_of_the_totals_is_one_of_the_choices() {
    told(
        "choices = [\"RED\"",
        "outside_totals = [\"GREN\"]\nchoices = [\"RED\"",
        "outside_totals",
        "\"GREN\" in `outside_totals` is none of the column's `choices`; did you mean `GREEN`?",
    );
    parsed(&changed("choices = [\"RED\"", "outside_totals = [\"green\"]\nchoices = [\"RED\""));
}

#[test]
fn what_is_one_off_is_said_by_some_choices_of_one_column() {
    told(
        "choices = [\"RED\"",
        "one_off = [\"GREN\"]\nchoices = [\"RED\"",
        "one_off",
        "\"GREN\" in `one_off` is none of the column's `choices`; did you mean `GREEN`?",
    );
    told(
        "choices = [\"RED\"",
        "one_off = []\nchoices = [\"RED\"",
        "one_off",
        "`one_off` is empty; say which of the `choices` make an item one-off",
    );
    let second = "[[list.column]]\nid = \"again\"\nheading = \"Again\"\nkind = \"choice\"\nchoices = [\"R\", \"NR\"]\none_off = [\"NR\"]\n\n";
    let text = changed("choices = [\"RED\"", "one_off = [\"red\"]\nchoices = [\"RED\"");
    let form = parsed(&text);
    let column = form.lists[0].one_off_column().unwrap();
    assert_eq!(column.id, "rag");
    let said = ["Red", "GREEN", "", "RED?", "TBC"].map(|said| column.is_one_off(said));
    assert_eq!(said, [Some(true), Some(false), None, None, None]);
    let again = faults(&text.replacen("[[return]]\n", &format!("{second}[[return]]\n"), 1));
    let messages: Vec<&str> = again.iter().map(|fault| fault.message.as_str()).collect();
    let message =
        "`one_off` of `again`: the column `rag` says already which items of this list are one-off; keep one of them";
    assert_eq!(messages, [message]);
}

#[test]
fn a_full_year_effect_is_of_one_amount_that_adds_up_as_it_does() {
    let money = |id: &str, keys: &str| {
        format!(
            "[[list.column]]\nid = \"{id}\"\nheading = \"{id}\"\nkind = \"money\"\nunit = \"thousands\"\n{keys}\n\n"
        )
    };
    let said = |columns: &[(&str, &str)]| {
        let columns: String = columns.iter().map(|(id, keys)| money(id, keys)).collect();
        let text = changed("[[return]]\n", &format!("{columns}[[return]]\n"));
        faults(&text).into_iter().map(|fault| fault.message).collect::<Vec<_>>()
    };
    let of = |year: &str| format!("full_year_of = \"{year}\"");
    assert_eq!(
        said(&[("full", "full_year_of = \"full\"")]),
        ["`full` cannot be the full-year effect of itself: name the column of this year's amount"]
    );
    assert_eq!(said(&[("full", &of("title"))]), ["`title` in `full_year_of` must be a column that holds money"]);
    assert_eq!(said(&[("full", &of("traget"))]), ["unknown column `traget` in `full_year_of`; did you mean `target`?"]);
    assert_eq!(
        said(&[("full", &of("target")), ("fuller", &of("full"))]),
        ["`full` is itself the full-year effect of `target`: name the column of this year's amount"]
    );
    assert_eq!(
        said(&[("full", &of("target")), ("other", &of("target"))]),
        ["`full` is the full-year effect of `target` already; it has one"]
    );
    assert_eq!(
        said(&[("full", "total = \"none\"\nfull_year_of = \"target\"")]),
        [
            "`full_year_of` holds two totals against each other, and `full` has none that adds up: its `total` is to be \"sum\" or \"given\""
        ]
    );
    let form = parsed(&changed("[[return]]\n", &format!("{}[[return]]\n", money("full", &of("target")))));
    assert_eq!(form.lists[0].column("full").unwrap().full_year_of(), Some("target"));
    // Where this year's amount is in other periods alone, it is the full-year effect of nothing.
    let both = money("now", "only_in = [\"outturn\"]") + &money("full", &of("now"));
    let text = changed("[[return]]\n", &format!("{both}[[return]]\n"));
    let of_what = |period: &str| {
        let form = Form::parse_in("piperoll.toml", &text, Period::parse(period).unwrap()).unwrap();
        form.lists[0].column("full").unwrap().full_year_of().map(str::to_string)
    };
    assert_eq!(of_what("2022-23-outturn").as_deref(), Some("now"));
    assert_eq!(of_what("2022-23-q3"), None);
}

#[test]
fn parts_of_a_column_are_several_of_its_kind() {
    let parts = |keys: &str, more: &str| {
        let part = |id: &str, keys: &str| {
            format!(
                "[[list.column]]\nid = \"{id}\"\nheading = \"{id}\"\nkind = \"money\"\nunit = \"thousands\"\n{keys}\n\n"
            )
        };
        changed("[[return]]\n", &format!("{}{}[[return]]\n", part("sure", keys), part("likely", more)))
    };
    let said = |text: &str| faults(text).into_iter().map(|fault| fault.message).collect::<Vec<_>>();
    let of = "part_of = \"target\"\ncertainty = \"certain\"";
    assert_eq!(said(&parts("part_of = \"title\"", of))[0], "`sure` cannot be a part of `title`, which is of kind text");
    let message =
        "`likely` is the only part of `target`, and its parts must add up to it: say `part_of` of the others too";
    assert_eq!(said(&parts("", of)), [message]);
    assert_eq!(
        said(&parts("certainty = \"planned\"", "")),
        ["`certainty` says how certain a part of another column is: name that column in `part_of`"]
    );
    assert!(said(&parts("part_of = \"sure\"", "")).contains(&"`sure` cannot be a part of itself".to_string()));
    let nested = said(&parts("part_of = \"likely\"", of));
    assert!(nested.iter().any(|message| message.starts_with("`likely` is itself a part of `target`")), "{nested:?}");
}

/// Each key that only some kinds have, with a value, and the kinds that have it. A key that is new in the form stands here or below.
const OF_KINDS: [(&str, &str, &[Kind]); 31] = {
    use Kind::{Choice, Code, Count, Money, Percent, Text};
    let figures: &[Kind] = &[Money, Percent, Count];
    [
        ("unit", "\"thousands\"", &[Money, Percent]),
        ("prints", "\"millions\"", &[Money]),
        ("decimals", "1", &[Percent]),
        ("formula", "\"target\"", figures),
        ("sum", "\"target\"", figures),
        ("count", "true", &[Count]),
        ("where", "\"target > 0\"", figures),
        ("share", "\"target\"", &[Percent]),
        ("cumulative", "true", figures),
        ("sign", "\"positive\"", figures),
        ("rounded", "true", &[Money, Count]),
        ("blank", "\"missing\"", &[Money, Percent, Count, Text, Choice, Code]),
        ("choices", "[\"RED\"]", &[Choice]),
        ("colours", "{ red = \"RED\" }", &[Choice]),
        ("beside", "{ id = \"beside_it\", of = \"target\" }", &[Percent]),
        ("agrees_with", "\"target\"", figures),
        ("same_as", "{ column = \"target\", period = \"prior\" }", figures),
        ("next_year_of", "\"target\"", figures),
        ("net", "true", &[Money]),
        ("movement", "{ amount = 1, percent = 1 }", figures),
        ("done_words", "[\"Done\"]", &[Text, Choice, Code]),
        ("conditions", "[\"subject to\"]", &[Text]),
        ("parts", "[[\"Risk\"]]", &[Text]),
        ("ordered", "true", &[Choice]),
        ("outside_totals", "[\"RED\"]", &[Choice]),
        ("one_off", "[\"RED\"]", &[Choice]),
        ("gaps", "\"note\"", &[Code]),
        ("totals_in", "\"title\"", &[Money, Count]),
        ("part_of", "\"target\"", &[Money, Count]),
        ("certainty", "\"certain\"", &[Money, Count]),
        ("full_year_of", "\"target\"", &[Money]),
    ]
};

/// The keys that a column of any kind may have. What they say may still be refused: a total that adds words up.
const OF_ALL: [&str; 13] = [
    "only_in",
    "id",
    "heading",
    "also",
    "kind",
    "required",
    "optional",
    "total",
    "codes",
    "each",
    "across_total",
    "within",
    "pattern",
];

#[test]
fn a_setting_is_refused_on_every_kind_that_does_not_have_it() {
    for (key, value, has) in OF_KINDS {
        for kind in Kind::ALL {
            let column = format!(
                "[[list.column]]\nid = \"new\"\nheading = \"New\"\nkind = \"{}\"\n{key} = {value}\n\n[[return]]\n",
                kind.name()
            );
            let names: Vec<_> = has.iter().map(|kind| kind.name()).collect();
            let refused =
                format!("`{key}` does not fit a column of kind {}; it is for {}", kind.name(), names.join(", "));
            let told = faults(&changed("[[return]]\n", &column));
            let is_refused = told.iter().any(|fault| fault.message == refused);
            assert_eq!(is_refused, !has.contains(&kind), "{key} of {kind:?}: {told:#?}");
        }
    }
}

#[test]
fn every_key_of_a_column_is_of_all_kinds_or_of_some() {
    let mut known: Vec<&str> = OF_KINDS.iter().map(|(key, ..)| *key).chain(OF_ALL).collect();
    let mut keys: Vec<&str> = raw::COLUMN.keys.iter().map(|key| key.name).collect();
    known.sort_unstable();
    keys.sort_unstable();
    assert_eq!(known, keys);
    assert_eq!(raw::KINDS, Kind::ALL.map(Kind::name));
}
