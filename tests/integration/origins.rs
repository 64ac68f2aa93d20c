//! Every number of a report, and every figure of a composed text, is followed to cells of returns or to the decision, minute or
//! control that gives it, by the origins alone.

use std::collections::BTreeSet;
use std::fs;

use piperoll::money::amounts_in;
use piperoll::report::{At, Block, Cell, Expression, How, Origin, Report, Table};
use piperoll::source::Place;
use regex::Regex;

use crate::support::{SAMPLES, copy, findings, made, piperoll, piperoll_build, report, sample, stderr, stdout};

pub(crate) fn tables(report: &Report) -> impl Iterator<Item = &Table> {
    report.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    })
}

fn cell<'r>(report: &'r Report, at: &At) -> &'r Cell {
    let table = tables(report).find(|table| table.id == at.table).unwrap_or_else(|| panic!("no table {}", at.table));
    &table.rows[at.row].cells[at.column]
}

/// Where a cell comes from in the end; whether something along the way says that there is nothing.
fn walk(report: &Report, from: &Cell, places: &mut BTreeSet<Place>, nil: &mut bool, seen: &mut BTreeSet<At>) {
    let mut next = |at: &At| {
        if seen.insert(at.clone()) {
            walk(report, cell(report, at), places, nil, seen);
        }
    };
    match &from.origin {
        Origin::Label => {}
        Origin::Given(place) => drop(places.insert(place.clone())),
        Origin::Drawn(how, drawn) => {
            *nil |= matches!(how, How::Nil(_));
            places.extend(drawn.iter().cloned());
        }
        Origin::Computed(Expression::Same(at)) => next(at),
        Origin::Computed(Expression::Sum(cells) | Expression::Count(cells)) => cells.iter().for_each(next),
        Origin::Computed(Expression::Formula(_, names, _)) => names.iter().for_each(|(_, at)| next(at)),
        Origin::Computed(Expression::Matching { table, sum, rows }) => {
            let of = tables(report).find(|known| known.id == *table).unwrap_or_else(|| panic!("no table {table}"));
            let picked = (0..of.rows.len())
                .filter(|row| rows.iter().all(|(column, text)| of.rows[*row].cells[*column].text() == *text));
            // A sum over blanks is nil.
            let mut any = false;
            for row in picked {
                any |= sum.is_none_or(|sum| of.rows[row].cells[sum].number().is_some());
                // Of counted rows all cells are what they are.
                let columns = sum.map_or(0..of.columns.len(), |sum| sum..sum + 1);
                columns.for_each(|column| next(&At { table: table.clone(), row, column }));
            }
            *nil |= !any;
        }
    }
}

pub(crate) fn walked(report: &Report, from: &Cell) -> (BTreeSet<Place>, bool) {
    let (mut places, mut nil) = (BTreeSet::new(), false);
    walk(report, from, &mut places, &mut nil, &mut BTreeSet::new());
    (places, nil)
}

/// The amounts and percentages of a text.
fn said(text: &str) -> Vec<String> {
    let percentage = Regex::new(r"[0-9][0-9.,]*%").unwrap();
    let amounts = amounts_in(text).into_iter().map(|amount| amount.text);
    amounts.chain(percentage.find_iter(text).map(|found| found.as_str().to_string())).collect()
}

#[test]
fn every_number_is_followed_to_its_cells() {
    for name in SAMPLES {
        let report = report(&sample(name));
        let mut followed = 0;
        for table in tables(&report) {
            for (number, row) in table.rows.iter().enumerate() {
                for cell in row.cells.iter().filter(|cell| cell.number().is_some()) {
                    let (places, nil) = walked(&report, cell);
                    let is_nil = cell.number().is_some_and(|figure| figure.is_zero());
                    assert!(
                        !places.is_empty() || nil && is_nil,
                        "{name}: '{}' in {} row {number} comes from nowhere: {:?}",
                        cell.text(),
                        table.id,
                        cell.origin
                    );
                    for place in places {
                        assert!(
                            place.cell.is_some() || place.line.is_some(),
                            "{name}: {} in {}: {place}",
                            cell.text(),
                            table.id
                        );
                    }
                    followed += 1;
                }
            }
        }
        assert!(followed > 50, "{name}: {followed}");
    }
}

#[test]
fn every_figure_of_a_text_stands_on_the_sheet_of_texts() {
    for name in SAMPLES {
        let report = report(&sample(name));
        let texts = tables(&report).find(|table| table.id == ".composed-text").unwrap();
        assert_eq!(texts.sheet, "Text", "{name}");
        let stands = |text: &str, figure: &str| {
            texts.rows.iter().any(|row| row.cells[1].text() == text && row.cells[2].text().contains(figure))
        };
        let mut found = 0;
        for section in &report.sections {
            for block in &section.blocks {
                let composed: Vec<&String> = match block {
                    Block::Paragraph { text } => vec![text],
                    Block::Bullets { items } => items.iter().collect(),
                    Block::Table(table) => table.notes.iter().collect(),
                    // Its figures are in the unit of the chart, which stands before them.
                    Block::Chart(chart) => {
                        for label in chart.groups.iter().flat_map(|group| &group.labels) {
                            assert!(stands(&chart.alternative, label), "{name}: '{label}' of the chart");
                        }
                        Vec::new()
                    }
                    Block::Trend(trend) => panic!("{name}: no sample has {}", trend.title),
                };
                for text in composed {
                    for figure in said(text) {
                        found += 1;
                        assert!(stands(text, &figure), "{name}: '{figure}' of '{text}'");
                    }
                }
                let Block::Table(table) = block else { continue };
                let words = table.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.number().is_none());
                for cell in words.filter(|_| table.id != texts.id) {
                    let untraced = cell.origin == Origin::Label && !said(cell.text()).is_empty();
                    assert!(!untraced, "{name}: '{}' in {}", cell.text(), table.id);
                }
            }
        }
        assert!(found > 3, "{name}: {found}");
        // Each comes from cells, and is what its value rounds to.
        for row in &texts.rows {
            let (places, nil) = walked(&report, &row.cells[3]);
            assert!(!places.is_empty() || nil, "{name}: {}", row.cells[2].text());
            let Some(value) = row.cells[3].number() else { continue };
            if let [amount] = amounts_in(row.cells[2].text()).as_slice() {
                let apart = (amount.quantity.value().abs() - value.abs()).abs();
                assert!(apart <= amount.quantity.reach(), "{name}: {} and {value}", row.cells[2].text());
            }
        }
    }
}

#[test]
fn an_amount_typed_in_the_words_is_asked_about_and_stands_in_no_paper_unseen() {
    let (_folder, collection) = copy(&sample("rag-schemes"));
    let words = collection.join("templates/words/overall.hbs");
    let text = fs::read_to_string(&words).unwrap();
    fs::write(&words, format!("{text}\nThe Council has saved £99.999m since 2010.\n")).unwrap();
    let found = findings(&collection, &[]);
    let open: Vec<&serde_json::Value> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["status"] == "open" && finding["severity"] != "note")
        .collect();
    assert_eq!(open.len(), 1, "{open:#?}");
    assert_eq!(
        (&open[0]["code"], &open[0]["stated_text"]),
        (&"untraced-number".into(), &"The Council has saved £99.999m since 2010.".into())
    );
    let output = piperoll_build().arg(&collection).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "a draft");
}

#[test]
fn a_figure_that_no_helper_or_a_wrong_one_says_is_an_error_of_its_line_when_checked_as_when_built() {
    let grid = "== Return\nScheme | Target | Forecast | Share\nVoids | 100 | 80 | 80%\nTotal | 100 | 80 | 80%\n";
    for (words, message) in [
        ("{{target}}", "{{target}} is an amount, and no helper says it: write {{money target}}"),
        (
            "{{percent totals.schemes.target}}",
            "totals.schemes.target is an amount, and 'percent' says a percentage: write {{money totals.schemes.target}}",
        ),
        ("{{money items}}", "items is a number, and 'money' says an amount: write {{count items}}"),
        ("{{count percent}}", "percent is a percentage, and 'count' says a number: write {{percent percent}}"),
        ("{{money totals.schemes.share}}", "totals.schemes.share is a percentage, and 'money' says an amount"),
    ] {
        let words = format!("The figures.\n\nThe target is {words}.");
        let files = [("templates/words/changes.hbs", words.as_str()), ("returns/2022-23-q3/north.txt", grid)];
        let (_folder, collection) = made("", &files);
        let built = piperoll_build().arg(&collection).output().unwrap();
        let said = stderr(&built);
        assert_eq!(built.status.code(), Some(2), "{said}");
        assert!(said.contains("templates/words/changes.hbs, line 3") && said.contains(message), "{said}");
        for format in ["text", "json"] {
            let checked = piperoll().arg("check").arg(&collection).args(["--format", format]).output().unwrap();
            assert_eq!(checked.status.code(), Some(2), "{words}");
            assert_eq!((stderr(&checked), stdout(&checked)), (said.clone(), String::new()), "{words}");
        }
    }
}

#[test]
fn totals_of_summaries_and_groups_of_one_name_come_from_their_own_cells() {
    for (name, file, words) in [
        (
            "rag-schemes",
            "overall",
            "{{money totals.statuses.value}} {{count totals.statuses.schemes}} {{money totals.statuses.actual}}",
        ),
        ("multi-year-programme", "changes", "{{money totals.profile.target_total}}"),
        ("recovery-plan", "changes", "{{money totals.portfolios.forecast}}"),
    ] {
        let (_folder, collection) = copy(&sample(name));
        let folder = collection.join("templates/words");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{file}.hbs")), words).unwrap();
        let report = report(&collection);
        let texts = tables(&report).find(|table| table.id == ".composed-text").unwrap();
        let own: Vec<_> = texts.rows.iter().filter(|row| row.cells[4].text().starts_with("totals.")).collect();
        assert!(!own.is_empty(), "{name}");
        for row in own {
            let (places, nil) = walked(&report, &row.cells[3]);
            assert!(!places.is_empty() && !nil, "{name}: {}", row.cells[4].text());
        }
    }
    // Two blocks of one area are called the same: each says its own.
    let form = fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
    let form = form.replace("key = \"title\"\n", "key = \"title\"\nlevels = [\"block\"]\n").replace(
        "totals = [\"Total\"]\n",
        "totals = [\"Total\"]\nsubtotals = [\"Subtotal\"]\ngroups = { block = \"subtotal\" }\n",
    );
    let sheet = "== Return\nScheme | Target | Forecast | Share\nVoids | 300 | 300 | 100%\nRents | 100 | 100 | 100%\nSubtotal Care | 400 | 400 | 100%\n\
                 Fleet | 40 | 40 | 100%\nSubtotal Care | 40 | 40 | 100%\nTotal | 440 | 440 | 100%\n";
    let words = "{{#each groups.schemes}}{{money value.target}}; {{/each}}";
    let files = [
        ("piperoll.toml", form.as_str()),
        ("templates/words/area.hbs", words),
        ("returns/2022-23-q3/north.txt", sheet),
    ];
    let (_folder, collection) = made("", &files);
    let report = report(&collection);
    let texts = tables(&report).find(|table| table.id == ".composed-text").unwrap();
    let own = texts.rows.iter().filter(|row| row.cells[4].text().contains("value.target"));
    let said: Vec<(&str, Option<String>)> = own
        .map(|row| (row.cells[2].text(), row.cells[3].number().map(|figure| figure.normalize().to_string())))
        .collect();
    assert_eq!(said.len(), 2, "{said:?}");
    for (text, value) in &said {
        let value = value.as_deref().unwrap().trim_end_matches("000");
        assert_eq!(*text, format!("£{value}k"), "{said:?}");
    }
}

/// The amounts with a pound sign and the percentages of a text.
#[cfg(feature = "typst")]
fn tokens(text: &str) -> Vec<String> {
    let token = Regex::new(r"£[0-9][0-9,.]*|[0-9][0-9,.]*%").unwrap();
    token.find_iter(text).map(|found| found.as_str().trim_end_matches(['.', ',']).to_string()).collect()
}

#[cfg(feature = "typst")]
#[test]
fn every_amount_and_percentage_in_the_pdf_has_an_origin() {
    use crate::pages;
    use crate::support::built;

    for name in SAMPLES {
        let report = report(&sample(name));
        let mut traced: BTreeSet<String> = BTreeSet::new();
        for table in tables(&report) {
            for cell in table.rows.iter().flat_map(|row| &row.cells) {
                if cell.number().is_some() || cell.origin != Origin::Label || table.id == ".composed-text" {
                    traced.extend(tokens(cell.text()));
                }
            }
        }
        let printed = pages::pages(&pages::open(built(name).pdf()));
        let pieces = printed.iter().flat_map(|page| &page.pieces);
        let printed: Vec<String> = pieces.flat_map(|piece| tokens(&piece.text)).collect();
        assert!(printed.len() > 10, "{name}: {printed:?}");
        let untraced: Vec<&String> = printed.iter().filter(|token| !traced.contains(*token)).collect();
        assert!(untraced.is_empty(), "{name}: {untraced:?}");
    }
}

#[test]
fn no_table_of_a_form_has_the_id_of_another_of_the_report() {
    let ids = [
        "facts",
        "largest",
        "explained",
        "composed-text",
        "changes-by-scheme",
        "form-level-figures",
        "figures-then-and-now",
        "data-schemes",
        "data-of-the-whole",
        "movement-target",
        "years-target",
        "schemes-north",
        "schemes-other",
    ];
    let own: String =
        ids.iter().map(|id| format!("[[table]]\nid = \"{id}\"\nfrom = \"schemes\"\ntitle = \"Schemes\"\n\n")).collect();
    let figure = "[[figure]]\nid = \"early\"\nheading = \"Early\"\nkind = \"money\"\nunit = \"thousands\"\nstated = \"£5k\"\nsource = \"Minute 1\"\n\
                  as_at = 2022-03-12\n\n";
    let sheet =
        |voids: u32| format!("== Return\nScheme | Target | Forecast\nVoids | 300 | {voids}\nTotal | 300 | {voids}\n");
    let (before, after) = (sheet(300), sheet(280));
    let files = [("returns/2022-23-q2/north.txt", before.as_str()), ("returns/2022-23-q3/north.txt", after.as_str())];
    let (_folder, collection) = made(&format!("{figure}{own}"), &files);
    let report = report(&collection);
    let mut all: Vec<&str> = tables(&report).map(|table| table.id.as_str()).collect();
    assert!(all.len() > ids.len() + 5, "{all:?}");
    all.sort_unstable();
    let twice: Vec<&[&str]> = all.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn an_area_s_name_is_no_template() {
    let form = fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
    let form = form.replace("name = \"North\"", "name = \"North {{year}}\"");
    let sheet = "== Return\nScheme | Target | Forecast\nVoids | 300 | 280\nTotal | 300 | 280\n";
    let files = [
        ("piperoll.toml", form.as_str()),
        ("templates/words/area.hbs", "{{money totals.schemes.target}}"),
        ("returns/2022-23-q3/north.txt", sheet),
    ];
    let (_folder, collection) = made("", &files);
    let report = report(&collection);
    let facts = tables(&report).find(|table| table.id == ".facts").unwrap();
    assert!(facts.rows.iter().any(|row| row.cells[1].text() == "North {{year}}"), "{:?}", facts.rows);
}
