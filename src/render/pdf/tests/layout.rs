//! How pages look, whatever a report holds: how full they are, what stays together, how words break.

#![allow(clippy::float_arithmetic, reason = "points on a page, no money")]

use super::*;
use crate::render::fixture::{chart, every_block, levelled, list, nested};

/// The top and the foot of the text of a page, in points from its upper edge.
const TOP: f64 = 59.5;
const FOOT: f64 = 541.4;

/// Runs of the text of each page, without its head and foot.
fn bodies(document: &PagedDocument) -> Vec<Vec<Run>> {
    let mut pages: Vec<Vec<Run>> = document.pages().iter().map(|_| Vec::new()).collect();
    for run in runs(document).into_iter().filter(|run| run.top > TOP - 4.0 && run.bottom < FOOT + 1.0) {
        pages[run.page].push(run);
    }
    pages
}

/// No page but the first and the last is less than a third full.
fn full_pages(about: &str, document: &PagedDocument) {
    let bodies = bodies(document);
    let last = bodies.len() - 1;
    for (page, runs) in bodies.iter().enumerate().skip(1).filter(|(page, _)| *page < last) {
        let lowest = runs.iter().map(|run| run.bottom).fold(TOP, f64::max);
        let full = (lowest - TOP) / (FOOT - TOP);
        assert!(full > 1.0 / 3.0, "{about}: page {} of {}: {full}", page + 1, last + 1);
    }
}

/// On which page the first letters of each of these stand; the first of several.
fn on_pages(document: &PagedDocument, texts: &[String]) -> Vec<usize> {
    let pages: Vec<String> = pages(document);
    let on = |text: &String| pages.iter().position(|page| page.contains(&solid(text)));
    texts.iter().map(|text| on(text).unwrap_or_else(|| panic!("{text} is nowhere"))).collect()
}

#[test]
fn a_report_of_every_block_conforms_at_every_stage_and_its_pages_are_full() {
    for stage in [Stage::Draft, Stage::ForClearance, Stage::Cleared] {
        let report = fixture::staged(stage, every_block());
        let (document, bytes) = both(&report);
        conforms(&bytes, ValidationProfile::PdfUa1);
        conforms(&bytes, ValidationProfile::PdfA2a);
        assert_nothing_off_the_page(&document);
        full_pages(&format!("{stage:?}"), &document);
        assert!(
            document.pages().len() > 8 && pages(&document)[..2].concat().contains("Contents"),
            "it has a contents list"
        );
    }
}

#[test]
fn tables_of_any_length_leave_no_page_too_empty_and_begin_with_two_rows() {
    for (words, new_page) in [(3, true), (40, true), (90, true), (170, true), (40, false)] {
        let tables: Vec<Table> =
            (1..14).map(|items| list(&format!("t{items}x"), &format!("T{items}x"), items, words)).collect();
        let mut report = of_tables(tables.clone());
        report.sections.iter_mut().for_each(|section| section.new_page = new_page);
        let document = laid_out(&report);
        assert_nothing_off_the_page(&document);
        full_pages(&format!("{words} words"), &document);
        for table in &tables {
            let names: Vec<String> = table.rows.iter().map(|row| row.cells[0].text().to_string()).collect();
            let on = on_pages(&document, &names);
            let heading = pages(&document)
                .iter()
                .rposition(|page| page.contains(&solid(&format!("About {}", table.title))))
                .unwrap();
            assert_eq!(on[..2], [heading; 2], "{words} words: {} begins with two rows: {on:?}", table.title);
            let last = on.iter().filter(|page| *page == on.last().unwrap()).count();
            // As many as are not too high to stay together.
            assert!(last >= on.len().min(if words < 50 { 3 } else { 2 }), "{words} words: {} ends {on:?}", table.title);
        }
    }
}

#[test]
fn notes_stand_below_the_last_row_of_their_table_on_its_page() {
    for (words, most) in [(3, 48), (60, 14)] {
        let mut report = every_block();
        let noted = |items: usize| {
            let mut noted = list(&format!("t{items}x"), &format!("T{items}x"), items, words);
            noted.notes =
                (0..4).map(|n| format!("Note {n} of t{items}x, {}", "which says much. ".repeat(n * 4))).collect();
            if items.is_multiple_of(2) {
                noted.rows.pop();
            }
            noted
        };
        // Each begins where the one before ends, so that they end on all parts of a page.
        report.sections = (1..most)
            .map(|items| section(&format!("s{items}"), &format!("S{items}"), false, vec![Block::Table(noted(items))]))
            .collect();
        let document = laid_out(&report);
        assert_nothing_off_the_page(&document);
        let runs = runs(&document);
        for items in 1..most {
            let id = format!("t{items}x");
            let row = match items % 2 {
                0 => format!("Item {} of {id}", items - 1),
                _ => format!("Total of {id}"),
            };
            let find =
                |text: &str| runs.iter().find(|run| run.text.starts_with(text)).unwrap_or_else(|| panic!("{text}"));
            let (row, note) = (find(&row), find(&format!("Note 0 of {id}")));
            // Rows that break over pages are their own affair.
            assert_eq!(row.page, note.page, "{words} words, {items} items");
            let lowest = runs.iter().filter(|run| run.page == row.page && run.bottom < note.top).map(|run| run.bottom);
            assert!(note.top - lowest.fold(0.0, f64::max) > 6.0, "{words} words, {items} items: notes have room");
            assert!(note.top > row.bottom, "{words} words, {items} items: the notes are below");
        }
    }
}

#[test]
fn a_table_with_a_total_that_fits_on_a_page_is_not_broken() {
    // Where less than this stands before it, it begins below that, so that no page is too empty.
    for before in 3..24 {
        let mut report = every_block();
        let tables = [list("before", "Before", before, 3), list("whole", "Whole", 19, 3)];
        report.sections = tables
            .map(|table| {
                section(&table.id.clone(), &format!("About {}", table.title), false, vec![Block::Table(table)])
            })
            .to_vec();
        let document = laid_out(&report);
        full_pages(&format!("{before} rows before"), &document);
        let names: Vec<String> = (0..19).map(|item| format!("Item {item} of whole")).collect();
        let on = on_pages(&document, &names);
        assert_eq!(on.first(), on.last(), "{before} rows before: {on:?}");
    }
}

#[test]
fn an_item_stays_with_the_first_of_its_parts_and_the_last_two_parts_stay_together() {
    for before in 14..40 {
        let mut parts = list("parts", "Parts", before, 3);
        let total = parts.rows.pop().unwrap();
        let names = ["An item of parts", "– first part", "– second part", "– last part"];
        let level = |name: &str| u8::from(name.starts_with('–'));
        parts.rows.extend(names.map(|name| levelled(RowKind::Item, level(name), &[name, "1", "word"])));
        parts.rows.extend((0..6).map(|n| labels(RowKind::Item, &[&format!("Behind {n}"), "1", "word"])));
        parts.rows.push(total);
        let document = laid_out(&of_tables(vec![parts]));
        let on = on_pages(&document, &names.map(str::to_owned));
        assert_eq!((on[0], on[2]), (on[1], on[3]), "{before} rows before: {on:?}");
    }
}

#[test]
fn a_text_behind_figures_stands_off_them() {
    let document = laid_out(&of_tables(vec![list("behind", "Behind", 4, 9)]));
    let runs = runs(&document);
    let figure = runs.iter().find(|run| run.text.trim() == "1").unwrap();
    let text =
        runs.iter().find(|run| run.text.starts_with("word") && (run.bottom - figure.bottom).abs() < 0.1).unwrap();
    assert!(text.left - figure.right > 12.0, "{figure:?} {text:?}");
}

#[test]
fn a_chart_of_one_series_has_no_legend() {
    let mut one = chart(3);
    one.series = vec!["Solely".into()];
    one.groups.iter_mut().for_each(|group| {
        group.labels.truncate(1);
        group.lengths.truncate(1);
    });
    let mut report = every_block();
    report.sections = vec![section("one", "One", false, vec![Block::Chart(one)])];
    let all = pages(&laid_out(&report)).concat();
    assert!(all.contains("Area3") && !all.contains("Solely"), "{all}");
}

#[test]
fn a_chart_of_any_size_stands_on_a_page_that_is_full_enough() {
    for groups in [1, 3, 6, 8, 10, 13, 16, 40] {
        let blocks = |id: &str| {
            vec![
                Block::Table(list(id, "Before", 9, 20)),
                Block::Chart(chart(groups)),
                Block::Table(list(&format!("{id}b"), "After", 9, 20)),
            ]
        };
        let mut report = every_block();
        report.sections = (0..4)
            .map(|n| section(&format!("s{n}"), &format!("Section {n}"), n % 2 == 1, blocks(&format!("q{n}"))))
            .collect();
        let document = laid_out(&report);
        assert_nothing_off_the_page(&document);
        full_pages(&format!("{groups} groups"), &document);
    }
}

#[test]
fn no_letter_is_smaller_than_nine_points() {
    fn sizes(frame: &Frame, found: &mut Vec<(f64, String)>) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => sizes(&group.frame, found),
                FrameItem::Text(text) => found.push((text.size.to_pt(), text.text.to_string())),
                _ => {}
            }
        }
    }
    for report in [every_block(), fixture::staged(Stage::Draft, fixture::report()), fixture::hostile_report()] {
        let mut found = Vec::new();
        laid_out(&report).pages().iter().for_each(|page| sizes(&page.frame, &mut found));
        assert_eq!(found.iter().find(|(size, _)| *size < 9.0), None);
    }
}

#[test]
fn what_a_group_holds_is_further_in_than_its_heading() {
    let document = laid_out(&of_tables(vec![nested("nested", "Nested")]));
    let runs = runs(&document);
    let left = |text: &str| runs.iter().find(|run| run.text.starts_with(text)).unwrap_or_else(|| panic!("{text}")).left;
    let levels = [
        ["Pooled budget", "Homelessness", "Total pooled budget"],
        ["Community care", "Total community", "– Bed and"],
        ["In-house services", "Carers", "Other variances"],
    ];
    for (level, texts) in levels.iter().enumerate() {
        let first = left(texts[0]);
        assert!(texts.iter().all(|text| (left(text) - first).abs() < 0.1), "level {level}");
        assert!(
            (first - left("Pooled budget") - 10.0 * f64::from(u8::try_from(level).unwrap())).abs() < 0.1,
            "level {level}"
        );
    }
    assert!(left("– Vacancy") > left("In-house services"), "a part is further in than its whole");
    // The heading of a group is across the table, on one line.
    let mut long = nested("long", "Long");
    long.rows[0] = levelled(
        RowKind::Head,
        0,
        &["A heading of a group with a name that is much wider than the column of names is", "", "", "", ""],
    );
    let document = laid_out(&of_tables(vec![long]));
    assert!(
        super::runs(&document)
            .iter()
            .any(|run| run.text.ends_with("column of names is") && run.text.starts_with("A heading"))
    );
}

#[test]
fn labelled_parts_print_on_lines_of_their_own() {
    let document = laid_out(&of_tables(vec![nested("nested", "Nested")]));
    let runs = runs(&document);
    let find =
        |text: &str| runs.iter().find(|run| run.text.starts_with(text)).unwrap_or_else(|| panic!("{text}: {runs:#?}"));
    let (risk, mitigation) = (find("Risk: posts"), find("Risk Mitigation:"));
    assert!(mitigation.top > risk.top && (mitigation.left - risk.left).abs() < 0.1);
}

#[test]
fn a_long_word_breaks_behind_its_signs_and_before_capitals_first() {
    let mut words = table("words", "Words", vec![column("A", Holds::Text, 1), column("B", Holds::Text, 9)]);
    let name = "returns/2022-23_q3/AdultsWithDisability_HomeCareReturn-v4.final.xlsx";
    words.rows = vec![labels(RowKind::Item, &[name, &"long ".repeat(40)])];
    let document = laid_out(&of_tables(vec![words]));
    let all = pages(&document).concat();
    assert!(all.contains(name), "no letter is lost or added");
    let mut lines: Vec<(f64, String)> = Vec::new();
    let left = runs(&document).iter().find(|run| run.text.starts_with("returns")).unwrap().left;
    for run in runs(&document).into_iter().filter(|run| run.left < left + 70.0 && run.top > 150.0 && run.bottom < FOOT)
    {
        match lines.last_mut() {
            Some((top, line)) if (*top - run.top).abs() < 1.5 => line.push_str(&run.text),
            _ => lines.push((run.top, run.text)),
        }
    }
    let broken: Vec<&str> =
        lines.iter().map(|(_, line)| line.as_str()).filter(|line| line.len() > 1 && name.contains(line)).collect();
    assert!(broken.len() > 2, "{lines:?}");
    for pair in broken.windows(2) {
        let (end, start) = (pair[0].chars().last().unwrap(), pair[1].chars().next().unwrap());
        assert!("-_/.".contains(end) || start.is_uppercase() || start.is_ascii_digit(), "{broken:?}");
    }
}

#[test]
fn a_day_stays_with_its_month_and_a_column_of_dates_has_room_for_them() {
    let mut dates = table("dates", "Dates", vec![column("What", Holds::Text, 40), column("Date", Holds::Text, 1)]);
    dates.rows = (1..29)
        .map(|day| {
            labels(
                RowKind::Item,
                &[
                    &format!("{}by {day} September 2023, it says", "word ".repeat(day)),
                    &format!("{day} September 2023"),
                ],
            )
        })
        .collect();
    let document = laid_out(&of_tables(vec![dates]));
    let runs = runs(&document);
    let whole = (1..29).filter(|day| {
        runs.windows(2).any(|pair| {
            let on_a_line = (pair[0].bottom - pair[1].bottom).abs() < 0.1;
            pair[0].text.trim() == format!("{day} September") && pair[1].text.trim() == "2023" && on_a_line
        })
    });
    assert_eq!(whole.count(), 28, "the dates are on one line each");
    for run in &runs {
        assert!(
            !run.text.trim_end().ends_with(|last: char| last.is_ascii_digit())
                || run.text.contains("September")
                || !run.text.contains("by "),
            "{run:?}"
        );
    }
}

#[test]
fn a_contents_list_has_every_section_with_its_page_and_small_appendices_have_none() {
    let document = laid_out(&every_block());
    let all = pages(&document);
    let listed = all[..2].concat();
    let report = every_block();
    let titles = report.sections.iter().map(|section| section.heading.as_str()).filter(|heading| !heading.is_empty());
    for title in titles.chain(["Plans", "A table without rows"]) {
        // Where it is listed first, then where it stands.
        let stands = all
            .iter()
            .rposition(|page| page.replace(&format!("{}..", solid(title)), "").contains(&solid(title)))
            .unwrap();
        let page =
            listed.split(&format!("{}..", solid(title))).nth(1).unwrap_or_else(|| panic!("{title} is not in {listed}"));
        assert!(
            page.trim_start_matches('.').starts_with(&(263 + stands).to_string()),
            "{title} stands on {stands}: {page:.60}"
        );
    }
    assert!(!pages(&laid_out(&fixture::report())).concat().contains("Contents"));
}
