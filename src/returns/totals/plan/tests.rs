use super::*;

fn line(claim: Claim, amounts: &[i64]) -> Line {
    let amounts = amounts.iter().map(|amount| (*amount >= 0).then(|| Decimal::from(*amount))).collect();
    Line { row: 0, claim, amounts, indent: 0, reference: false, words: false, speaks_of_whole: false }
}

/// Each verdict in a word.
fn words(lines: &[Line]) -> Vec<&'static str> {
    let columns = lines[0].amounts.len();
    let word = |verdict: &Verdict| match verdict {
        Verdict::Item => "item",
        Verdict::Coincides(_) => "coincides",
        Verdict::Total { on_top: true, .. } => "top",
        Verdict::Total { ends: true, .. } => "total",
        Verdict::Total { .. } => "block",
        Verdict::Subtotal { .. } => "subtotal",
        Verdict::Asked(_) | Verdict::AskedPart(_) => "asked",
        Verdict::Near { .. } => "near",
        Verdict::Analysis { .. } => "analysis",
        Verdict::NoItem(true) => "no item",
        Verdict::NoItem(false) => "no item?",
        Verdict::Part(_) => "part",
        Verdict::Example(true) => "example",
        Verdict::Example(false) => "example?",
        Verdict::Nameless => "nameless",
    };
    plan(lines, &vec![Decimal::ONE; columns]).iter().map(word).collect()
}

const ITEM: Claim = Claim::Item;
const TOTAL: Claim = Claim::Total;
const LOOSE: Claim = Claim::LooseTotal { grand: false, group: false };

#[test]
fn a_plain_row_that_is_a_sum_is_asked_about() {
    let rows = [line(ITEM, &[400, 380]), line(ITEM, &[250, 250]), line(ITEM, &[650, 630])];
    assert_eq!(words(&rows), ["item", "item", "asked"]);
}

#[test]
fn the_tables_own_total_decides_where_it_can() {
    let rows = |total: &[i64]| {
        words(&[
            line(ITEM, &[400, 380]),
            line(ITEM, &[250, 250]),
            line(ITEM, &[650, 630]),
            line(ITEM, &[7, 7]),
            line(TOTAL, total),
        ])
    };
    assert_eq!(rows(&[657, 637]), ["item", "item", "subtotal", "item", "total"]);
    assert_eq!(rows(&[1307, 1267]), ["item", "item", "asked", "item", "total"]);
    assert_eq!(rows(&[1, 1]), ["item", "item", "asked", "item", "total"]);
}

#[test]
fn a_scheme_that_happens_to_be_a_sum_stays_one() {
    let rows = [line(ITEM, &[10, 0]), line(ITEM, &[10, 0]), line(ITEM, &[20, 0]), line(TOTAL, &[40, 0])];
    assert_eq!(words(&rows), ["item", "item", "coincides", "total"]);
    let alike = [line(ITEM, &[10, 10]), line(ITEM, &[20, 20]), line(ITEM, &[30, 30]), line(TOTAL, &[60, 60])];
    assert_eq!(words(&alike), ["item", "item", "coincides", "total"]);
    let mut own = [line(ITEM, &[10, 5]), line(ITEM, &[20, 4]), line(ITEM, &[30, 9]), line(TOTAL, &[60, 18])];
    own[2].reference = true;
    assert_eq!(words(&own), ["item", "item", "coincides", "total"]);
}

#[test]
fn a_single_column_is_asked_about_where_the_row_is_all_there_is() {
    let rows = [line(ITEM, &[400]), line(ITEM, &[250]), line(ITEM, &[150]), line(ITEM, &[800])];
    // That 400 is 250 and 150 is chance only where a total counts it, or it has a reference.
    assert_eq!(words(&rows), ["asked", "item", "item", "asked"]);
    let mut own = rows.clone();
    own[0].reference = true;
    assert_eq!(words(&own), ["coincides", "item", "item", "asked"]);
    let doubled = [&rows[..], &[line(TOTAL, &[1600])]].concat();
    assert_eq!(words(&doubled), ["coincides", "item", "item", "asked", "total"]);
    let right = [&rows[..], &[line(TOTAL, &[800])]].concat();
    assert_eq!(words(&right), ["coincides", "item", "item", "subtotal", "total"]);
}

#[test]
fn totals_by_their_words() {
    let items = [line(ITEM, &[400, 380]), line(ITEM, &[250, 250])];
    let with = |more: &[Line]| words(&[&items[..], more].concat());
    assert_eq!(with(&[line(LOOSE, &[650, 630])]), ["item", "item", "total"]);
    assert_eq!(with(&[line(LOOSE, &[651, 630])]), ["item", "item", "total"], "off, but it is one");
    assert_eq!(with(&[line(LOOSE, &[650, 630]), line(ITEM, &[1, 1])]), ["item", "item", "total", "item"]);
    let group = Claim::LooseTotal { grand: false, group: true };
    assert_eq!(with(&[line(group, &[650, 630]), line(ITEM, &[1, 1])]), ["item", "item", "subtotal", "item"]);
    assert_eq!(with(&[line(group, &[9, 9]), line(ITEM, &[1, 1])]), ["item", "item", "asked", "item"]);
    assert_eq!(with(&[line(Claim::Perhaps, &[650, 630])]), ["item", "item", "total"]);
    assert_eq!(with(&[line(Claim::Perhaps, &[90, 80])]), ["item", "item", "asked"]);
    assert_eq!(with(&[line(Claim::LooseSubtotal, &[650, 630])]), ["item", "item", "subtotal"]);
    assert_eq!(with(&[line(TOTAL, &[650, 630]), line(LOOSE, &[660, 630])]), ["item", "item", "block", "total"]);
}

#[test]
fn rows_below_a_total_count_only_where_another_total_counts_them() {
    let block = [line(ITEM, &[1, 2]), line(ITEM, &[3, 4]), line(TOTAL, &[4, 6]), line(ITEM, &[5, 6])];
    let with = |total: &[i64]| words(&[&block[..], &[line(TOTAL, total)]].concat());
    assert_eq!(with(&[9, 12])[2..], ["block", "item", "total"]);
    assert_eq!(with(&[7, 6])[2], "total");
    // One that is exactly the total of its own rows closes a block.
    assert_eq!(with(&[5, 6])[2..], ["block", "item", "total"]);
}

#[test]
fn a_row_that_closes_a_table_without_a_total_word() {
    let items = [line(ITEM, &[400, 380]), line(ITEM, &[250, 250]), line(ITEM, &[150, 120])];
    let whole = Claim::Whole;
    let with = |more: &[Line]| words(&[&items[..], more].concat())[3..].to_vec();
    assert_eq!(with(&[line(whole, &[800, 750])]), ["total"]);
    assert_eq!(with(&[line(whole, &[800, -1])]), ["total"]);
    assert_eq!(with(&[line(whole, &[801, 750])]), ["near"]);
    assert_eq!(with(&[line(whole, &[9, 9])]), ["near"], "asked, however far off");
    assert_eq!(with(&[line(whole, &[801, 750]), line(TOTAL, &[1601, 1500])]), ["item", "total"]);
    assert_eq!(with(&[line(whole, &[9, 9]), line(ITEM, &[1, 1])]), ["item", "item"], "elsewhere it is an item");
    let on_top = |amounts: &[i64]| words(&[&[line(whole, amounts)], &items[..]].concat())[0];
    assert_eq!((on_top(&[800, 750]), on_top(&[804, 750])), ("top", "near"));
    // A single scheme and its total; a row alone doubles nothing.
    assert_eq!(words(&[line(ITEM, &[400, 380]), line(whole, &[400, 380])]), ["item", "total"]);
    assert_eq!(words(&[line(whole, &[400, 380])]), ["item"]);
}

#[test]
fn an_end_that_comes_near_the_sum_of_all_others_is_asked_about() {
    let items = [line(ITEM, &[403, 381]), line(ITEM, &[249, 249]), line(ITEM, &[151, 120])];
    let with = |more: &[Line]| words(&[&items[..], more].concat())[3];
    assert_eq!(with(&[line(ITEM, &[804, 750])]), "near");
    assert_eq!(with(&[line(ITEM, &[815, 760])]), "near");
    assert_eq!(with(&[line(ITEM, &[860, 750])]), "item", "near in one column alone");
    assert_eq!(with(&[line(ITEM, &[804, 750]), line(TOTAL, &[1607, 1500])]), "item");
    assert_eq!(words(&[&[line(ITEM, &[804, 750])], &items[..]].concat())[0], "near");
    // A unit a row is much where the amounts are few.
    assert_eq!(words(&[line(ITEM, &[1, 1]), line(ITEM, &[2, 1]), line(ITEM, &[4, 3])]), ["item", "item", "item"]);
}

#[test]
fn last_rows_that_analyse_all_others_are_asked_about() {
    let items = [line(ITEM, &[403]), line(ITEM, &[249]), line(ITEM, &[151])];
    let with = |more: &[Line]| words(&[&items[..], more].concat())[3..].to_vec();
    assert_eq!(with(&[line(ITEM, &[652]), line(ITEM, &[151])]), ["analysis", "analysis"]);
    let same = [line(ITEM, &[10, 9]), line(ITEM, &[10, 9]), line(ITEM, &[10, 9]), line(ITEM, &[10, 9])];
    assert_eq!(words(&same), ["item"; 4], "the same amounts again are other schemes");
}

#[test]
fn a_row_that_is_no_item_by_its_words() {
    let rows = |claim: Claim, total: &[i64]| words(&[line(ITEM, &[4, 3]), line(claim, &[5, 5]), line(TOTAL, total)])[1];
    let (other, check) = (Claim::NoItem { counts: false }, Claim::NoItem { counts: true });
    assert_eq!((rows(other, &[4, 3]), rows(other, &[9, 8]), rows(other, &[1, 1])), ("no item", "no item?", "no item?"));
    assert_eq!((rows(check, &[4, 3]), rows(check, &[9, 8])), ("no item", "item"));
}

#[test]
fn a_subtotal_of_the_form_is_that_of_the_rows_it_is_the_sum_of() {
    let named = |exact| Claim::Subtotal { exact };
    let parent = |exact, amounts: &[i64]| {
        words(&[
            line(ITEM, &[7, 7]),
            line(named(exact), amounts),
            line(ITEM, &[4, 3]),
            line(ITEM, &[5, 5]),
            line(ITEM, &[1, 1]),
        ])
    };
    assert_eq!(parent(true, &[9, 8]), ["item", "subtotal", "item", "item", "item"]);
    assert_eq!(parent(false, &[90, 8])[1], "asked");
    assert_eq!(parent(true, &[90, 8])[1], "subtotal", "held against the rows above it");
}

#[test]
fn parts_may_go_on_without_saying_so() {
    let part = Claim::Part { certain: true };
    let rows = [line(ITEM, &[650, 630]), line(part, &[400, 380]), line(ITEM, &[250, 250]), line(ITEM, &[150, 120])];
    assert_eq!(words(&rows), ["item", "part", "part", "item"]);
}

#[test]
fn a_total_on_top_is_one() {
    let rows = [line(TOTAL, &[650, 630]), line(ITEM, &[400, 380]), line(ITEM, &[250, 250])];
    assert_eq!(words(&rows), ["top", "item", "item"]);
    let plain = [line(ITEM, &[650, 630]), line(ITEM, &[400, 380]), line(ITEM, &[250, 250])];
    assert_eq!(words(&plain), ["asked", "item", "item"]);
}

#[test]
fn parents_are_told_from_their_details() {
    let outline = [
        line(ITEM, &[500, 480]),
        line(ITEM, &[300, 290]),
        line(ITEM, &[200, 190]),
        line(ITEM, &[150, 120]),
        line(ITEM, &[150, 120]),
        line(TOTAL, &[650, 600]),
    ];
    assert_eq!(words(&outline), ["subtotal", "item", "item", "subtotal", "item", "total"]);
    assert_eq!(words(&outline[..5]), ["asked", "item", "item", "item", "item"]);
}

#[test]
fn parts_count_in_the_row_above() {
    let part = Claim::Part { certain: true };
    let rows = |parts: Claim, total: &[i64]| {
        words(&[
            line(ITEM, &[400, 380]),
            line(parts, &[150, 140]),
            line(parts, &[250, 240]),
            line(ITEM, &[250, 250]),
            line(TOTAL, total),
        ])
    };
    assert_eq!(rows(part, &[650, 630]), ["item", "part", "part", "item", "total"]);
    assert_eq!(rows(part, &[1050, 1010]), ["item", "asked", "asked", "item", "total"]);
    assert_eq!(rows(Claim::Part { certain: false }, &[650, 630]), ["item", "part", "part", "item", "total"]);
    let more = [line(ITEM, &[400, 380]), line(part, &[450, 140])];
    assert_eq!(words(&more), ["item", "asked"]);
    let mut indented = [line(ITEM, &[400, 380]), line(ITEM, &[150, 140]), line(ITEM, &[250, 240])];
    (indented[1].indent, indented[2].indent) = (2, 2);
    assert_eq!(words(&indented), ["item", "part", "part"]);
}

#[test]
fn an_example_is_left_out_where_the_total_leaves_it_out() {
    let rows = |total: &[i64]| words(&[line(Claim::Example, &[50, 50]), line(ITEM, &[4, 3]), line(TOTAL, total)]);
    assert_eq!(rows(&[4, 3]), ["example", "item", "total"]);
    assert_eq!(rows(&[54, 53]), ["example?", "item", "total"]);
}

#[test]
fn long_tables_cost_no_more_than_their_length() {
    // A debug build takes about a second for each; by the square of the length it would take hours.
    let claims = [ITEM, TOTAL, LOOSE, Claim::Perhaps, Claim::Part { certain: true }, Claim::Example, Claim::Nameless];
    for claim in claims {
        let rows = (0..10_000_i64).map(|number| {
            let own = if number % 2 == 0 || claim == ITEM { ITEM } else { claim };
            line(own, &[number % 5, number % 3, 0])
        });
        assert_eq!(plan(&rows.collect::<Vec<_>>(), &[Decimal::ONE; 3]).len(), 10_000);
        let all: Vec<Line> =
            (0..10_000).map(|number| line(if number == 0 { ITEM } else { claim }, &[9, 0, 0])).collect();
        assert_eq!(plan(&all, &[Decimal::ONE; 3]).len(), 10_000);
    }
}

#[test]
fn a_row_that_states_the_same_as_a_single_row_beside_it_is_asked_about_where_it_may_close_it() {
    let speaking = |amounts: &[i64]| Line { speaks_of_whole: true, ..line(ITEM, amounts) };
    let (one, other) = (line(ITEM, &[100, 90]), line(ITEM, &[50, 40]));
    let sub = |amounts: &[i64]| line(Claim::Subtotal { exact: true }, amounts);
    // By its words, below the row or above it, as far as it states anything.
    for whole in [&[100, 90], &[100, -1]] {
        assert_eq!(words(&[one.clone(), speaking(whole), other.clone()]), ["item", "asked", "item"]);
        assert_eq!(words(&[other.clone(), speaking(whole), one.clone()]), ["item", "asked", "item"]);
    }
    assert_eq!(words(&[one.clone(), speaking(&[100, 80]), other.clone()]), ["item", "item", "item"]);
    assert_eq!(words(&[one.clone(), speaking(&[-1, -1]), other.clone()]), ["item", "item", "item"]);
    // The table's total counts it.
    let counted = [one.clone(), speaking(&[100, 90]), other.clone(), line(TOTAL, &[250, 220])];
    assert_eq!(words(&counted), ["item", "item", "item", "total"]);
    // Where the groups have subtotals, the last one may be called otherwise.
    let plain = line(ITEM, &[100, 90]);
    let closed = [other.clone(), line(ITEM, &[10, 10]), sub(&[60, 50]), one.clone(), plain.clone()];
    assert_eq!(words(&closed), ["item", "item", "subtotal", "item", "asked"]);
    assert_eq!(words(&[other, one, plain]), ["item", "item", "item"]);
}
