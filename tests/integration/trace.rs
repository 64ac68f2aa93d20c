//! `piperoll trace`: where a figure came from, period by period.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use piperoll::collection::Collection;
use piperoll::figures::Figures;
use piperoll::form::{Form, Kind};
use piperoll::money::read_money;
use piperoll::names::one_line;
use piperoll::period::Period;
use piperoll::pipeline::{Inputs, Options};
use piperoll::reconcile::position::Position;
use piperoll::returns::grid::{Raw, Workbook, read_workbook};
use piperoll::source::Place;
use piperoll::trace::told::{Figure, Found, Trace, Way, What};
use piperoll::trace::{History, Looked};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::support::{SAMPLES, copy, made, piperoll, sample, stderr, stdout};

/// The workbooks of a collection, each read once.
struct Books {
    root: PathBuf,
    read: BTreeMap<String, Workbook>,
}

impl Books {
    fn of(root: &Path) -> Books {
        Books { root: root.to_path_buf(), read: BTreeMap::new() }
    }

    /// What stands in a cell; none where it is blank.
    fn raw(&mut self, place: &Place) -> Option<Raw> {
        let path = self.root.join(&*place.file);
        let book = self.read.entry(place.file.to_string()).or_insert_with(|| {
            let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            read_workbook(&path, &bytes).unwrap()
        });
        let sheet = book.sheets.iter().find(|sheet| Some(&sheet.name) == place.sheet.as_ref());
        let sheet = sheet.unwrap_or_else(|| panic!("there is no sheet {place}"));
        sheet.cells.get(&place.cell.unwrap_or_else(|| panic!("{place} is no cell"))).cloned()
    }
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// The form of a period, and what its schemes are asked for by, each with its list.
fn schemes(collection: &Collection, period: Period) -> (Form, BTreeSet<(String, String)>) {
    let inputs =
        Inputs::read(collection, &Options { period: Some(period), no_pdf: true, ..Options::default() }).unwrap();
    let form = inputs.setting.form.clone();
    let figures = Figures::of(&form, &inputs.returns).unwrap();
    let position = Position::of(&form, period, &figures, BTreeMap::new());
    let ask = |scheme: &piperoll::reconcile::position::Scheme| {
        let area = scheme.area.as_ref().map(|area| format!("{area}/")).unwrap_or_default();
        (scheme.list.clone(), format!("{}/{area}{}", scheme.list, scheme.key))
    };
    let asks = position.schemes.iter().map(ask).collect();
    (form, asks)
}

/// Checks that the cells named for a figure hold it.
fn holds(books: &mut Books, form: &Form, list: &str, figure: &Figure, what: &str) {
    for cell in &figure.cells {
        let raw = books.raw(&cell.at).map(|raw| one_line(&raw.text())).unwrap_or_default();
        assert_eq!(cell.text, raw, "{what}: {}", cell.at);
    }
    let column = form.list(list).and_then(|list| list.column(&figure.column));
    match (figure.way, figure.cells.as_slice()) {
        (Way::Stated, [cell]) => {
            let value = decimal(figure.value.as_ref().unwrap());
            let Some(column) = column.filter(|column| column.kind == Kind::Money) else { return };
            let stands = match books.raw(&cell.at) {
                Some(Raw::Number(number)) => number * column.unit().factor(),
                Some(raw) => {
                    // A figure with a code beside it, or inside a text, has its digits there at least.
                    let read = read_money(&raw.text(), column.unit()).map(|typed| typed.quantity.value());
                    read.unwrap_or_else(|_| panic!("{what}: '{}' in {} is not {value}", raw.text(), cell.at))
                }
                None => panic!("{what}: nothing stands in {}", cell.at),
            };
            assert_eq!(stands.normalize(), value, "{what}: {}", cell.at);
        }
        (Way::SetAside, [cell]) => {
            assert_eq!(cell.text, figure.set_aside.as_ref().unwrap().stated, "{what}");
        }
        (Way::WorkedOut, cells) => {
            assert!(!cells.is_empty(), "{what} comes from nowhere");
            for cell in cells {
                assert!(cell.at.cell.is_some(), "{what}: {}", cell.at);
            }
        }
        (Way::None, cells) => {
            assert!(figure.value.is_none(), "{what}");
            for cell in cells {
                assert!(cell.text.is_empty() || figure.said.contains(&cell.text), "{what}: {}", figure.said);
            }
        }
        (way, cells) => panic!("{what}: {way:?} of {} cells", cells.len()),
    }
}

/// Asks for every scheme of every period of a collection; each trace with what was asked for.
fn every_scheme(collection: &Collection, looked: &Looked<'_>) -> Vec<(Form, String, Trace)> {
    let mut known = BTreeSet::new();
    let mut traces = Vec::new();
    for period in collection.periods.iter().rev() {
        let (form, asks) = schemes(collection, *period);
        for (list, ask) in asks {
            if known.insert(ask.clone()) {
                let trace = looked.trace(&ask).unwrap();
                assert_eq!(
                    (trace.found, trace.what),
                    (Found::One, Some(What::Scheme)),
                    "{ask}: {:?}",
                    trace.candidates
                );
                traces.push((form.clone(), list, trace));
            }
        }
    }
    traces
}

#[test]
fn the_cells_of_every_figure_of_every_scheme_and_total_hold_it() {
    for name in SAMPLES {
        let root = sample(name);
        let collection = Collection::open(&root).unwrap();
        let history = History::read(&collection, &Options::default()).unwrap();
        let looked = history.look().unwrap();
        let mut books = Books::of(&root);
        let mut checked = 0;
        for (form, list, trace) in every_scheme(&collection, &looked) {
            for period in &trace.periods {
                for line in &period.lines {
                    for figure in &line.figures {
                        let what = format!("{name}, {}, {}, {}", period.period, trace.asked, figure.column);
                        holds(&mut books, &form, &list, figure, &what);
                        checked += 1;
                    }
                }
            }
            // Every money column of the list is among the figures.
            let columns = &form.list(&list).unwrap().columns;
            let money = columns.iter().filter(|column| column.kind == Kind::Money).map(|column| column.id.as_str());
            let told = trace.periods.iter().flat_map(|period| &period.lines).next().unwrap();
            for id in money {
                assert!(told.figures.iter().any(|figure| figure.column == id), "{name}: {} has no {id}", trace.asked);
            }
        }
        assert!(checked > 10, "{name}: {checked}");
        totals_are_their_parts(&collection, &looked, &mut books);
    }
}

/// Each total that is a sum is that of its parts, and each part stands in its cells.
fn totals_are_their_parts(collection: &Collection, looked: &Looked<'_>, books: &mut Books) {
    let form = collection.setting(*collection.periods.last().unwrap()).unwrap().form;
    let mut sums = 0;
    for list in form.lists.iter().filter(|list| list.has_schemes()) {
        let areas = form.areas.iter().map(|area| format!("{}:", area.id));
        for area in areas.chain([String::new()]) {
            for column in list.columns.iter().filter(|column| column.kind == Kind::Money) {
                let trace = looked.trace(&format!("{}:{area}{}", list.id, column.id)).unwrap();
                let figures = trace.periods.iter().flat_map(|period| &period.lines).flat_map(|line| &line.figures);
                for figure in figures.filter(|figure| figure.way == Way::Sum) {
                    if figure.value.is_none() {
                        let known = figure.parts.iter().all(|part| part.value.is_some());
                        assert!(!known || figure.parts.is_empty(), "{}: {}", trace.asked, figure.said);
                        continue;
                    }
                    let parts = figure.parts.iter().filter_map(|part| part.value.as_deref()).map(decimal);
                    assert_eq!(figure.value.as_deref().map(decimal), Some(parts.sum()), "{}", trace.asked);
                    for cell in figure
                        .parts
                        .iter()
                        .flat_map(|part| &part.cells)
                        .chain(figure.also_stated.iter().map(|cell| &cell.at))
                    {
                        books.raw(cell);
                    }
                    sums += 1;
                }
            }
        }
    }
    assert!(sums > 0, "{}: {sums}", collection.name);
}

/// Lays the consolidated workbook of a period where a set that was published is kept.
fn lay(root: &Path, period: Period) {
    let collection = Collection::open(root).unwrap();
    let options = Options { period: Some(period), no_pdf: true, ..Options::default() };
    let inputs = Inputs::read(&collection, &options).unwrap();
    let built = inputs.examine().unwrap().render(false).unwrap();
    let folder = root.join(format!("published/{period}/1"));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("consolidated.xlsx"), built.xlsx).unwrap();
}

#[test]
fn every_figure_of_every_set_is_traced_to_its_cells() {
    for name in SAMPLES {
        let (_folder, root) = copy(&sample(name));
        let collection = Collection::open(&root).unwrap();
        let locked = |period: &Period| root.join(format!("published/{period}/1")).is_dir();
        assert!(collection.periods.iter().any(locked), "{name} has nothing that was published");
        for period in collection.periods.iter().filter(|period| !locked(period)) {
            lay(&root, *period);
        }
        let history = History::read(&collection, &Options::default()).unwrap();
        let looked = history.look().unwrap();
        let mut books = Books::of(&root);
        let mut checked = 0;
        for (_, _, trace) in every_scheme(&collection, &looked) {
            for period in trace.periods.iter().filter(|period| !period.lines.is_empty()) {
                assert!(period.not_read.is_empty(), "{:?}", period.not_read);
                let [set] = period.sets.as_slice() else { panic!("{name}: one set of {}", period.period) };
                assert!(set.holds_it && set.fingerprint.as_ref().unwrap().len() == 19, "{name}: {set:?}");
                for figure in period.lines.iter().flat_map(|line| &line.figures) {
                    let what = format!("{name}, {}, {}, {}", period.period, trace.asked, figure.column);
                    let [there] = figure.published.as_slice() else { panic!("{what}: no set") };
                    assert!(there.same && there.set == 1, "{what}: {there:?} and {figure:?}");
                    let stands: BTreeSet<&Place> = figure.cells.iter().map(|cell| &cell.at).collect();
                    let from: BTreeSet<&Place> = there.cells.iter().map(|cell| &cell.at).collect();
                    if figure.value.is_none() {
                        continue;
                    }
                    // The workbook says the same cells, and the figure itself.
                    assert!(!from.is_empty(), "{what}: no cell in the set");
                    if matches!(figure.way, Way::Stated | Way::SetAside) {
                        // An amount beside a percentage stands in its cell, and is that of the base.
                        assert!(stands.is_subset(&from), "{what}: {from:?}");
                    }
                    from.into_iter().for_each(|cell| drop(books.raw(cell)));
                    if let Some(Raw::Number(number)) = books.raw(there.workbook.as_ref().unwrap()) {
                        let apart = number - decimal(figure.value.as_ref().unwrap());
                        assert!(apart.abs() < Decimal::new(1, 5), "{what}: {number}");
                    }
                    checked += 1;
                }
            }
        }
        assert!(checked > 10, "{name}: {checked}");
    }
}

fn trace(collection: &Path, asked: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let run = piperoll().arg("trace").arg(collection).arg(asked).args(more).output().unwrap();
    (run.status.code(), stdout(&run), stderr(&run))
}

fn json(collection: &Path, asked: &str, more: &[&str]) -> Value {
    let more: Vec<&str> = ["--format", "json"].into_iter().chain(more.iter().copied()).collect();
    let (_, out, err) = trace(collection, asked, &more);
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}"))
}

/// A text on one line.
fn line(text: &str) -> String {
    one_line(text)
}

#[test]
fn a_scheme_is_told_in_words_with_its_cells_its_movement_and_who_decided() {
    let collection = sample("recovery-plan");
    let (code, said, _) = trace(&collection, "managing demand for homecare through equipment & adaptations", &[]);
    assert_eq!(code, Some(0));
    assert!(said.lines().all(|line| line.chars().count() <= 113), "{said}");
    let said = line(&said);
    for words in [
        "Managing demand for Homecare through Equipment & Adaptations (Living and Ageing Well; list 'projects')",
        "Quarter 2, 2022/23 (2022-23-q2): the returns in returns/2022-23-q2",
        "returns/2022-23-q3/Living and Ageing Well.xlsx, sheet Return, cell A9 Target: £380k stated as '380' in cell B9",
        "moved since what was published for Quarter 2, 2022/23, when it was £330k: re-based +£50k, CR-07, \
         approved by Savings and Recovery Board on 30 November 2022: “The project now takes in adaptations ordered on discharge \
         from hospital, with £50,000 more to save.” (decisions.toml, line 11)",
        "worked out as Forecast / Target, from Target '380' in cell B9; Forecast '380' in cell C9",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    // Up to the period named, and against what is named.
    let (_, said, _) = trace(&collection, "Reduced Agency Spend", &["--period", "2022-23-q2"]);
    assert!(said.contains("2022-23-q2") && !said.contains("2022-23-q3"), "{said}");
    let told = json(&collection, "Reduced Agency Spend", &["--prior", "2022-23-q3"]);
    assert!(told["periods"][1]["compared_with"].as_str().unwrap().contains("returns/2022-23-q3"), "{told}");
}

#[test]
fn a_scheme_keeps_its_identity_through_a_rename_and_is_told_where_it_is_gone() {
    let collection = sample("recovery-plan");
    for asked in ["Resetting the localities staffing budget", "living-and-ageing-well/Localities staffing budget reset"]
    {
        let told = json(&collection, asked, &[]);
        let titles: Vec<&str> =
            (0..2).map(|period| told["periods"][period]["lines"][0]["title"].as_str().unwrap()).collect();
        assert_eq!(titles, ["Localities staffing budget reset", "Resetting the localities staffing budget"]);
        let matched = &told["periods"][1]["lines"][0]["matched"];
        assert_eq!(matched["at"]["file"], "decisions.toml", "{matched}");
        assert_eq!(matched["was"][0], "Localities staffing budget reset");
    }
    let told = json(&collection, "Day Services Transport Review", &[]);
    assert_eq!(told["periods"][1]["lines"].as_array().unwrap().len(), 0);
    let answered = told["periods"][1]["answered"].as_array().unwrap();
    assert!(
        answered.iter().any(|answer| answer["finding"].as_str().unwrap().starts_with("scheme-vanished:")),
        "{told}"
    );
    let (_, said, _) = trace(&collection, "Day Services Transport Review", &[]);
    assert!(line(&said).contains("It is not there. asked:"), "{said}");
}

#[test]
fn what_was_set_aside_is_said_with_who_did_it() {
    let grid = "== Return\nScheme | Target | Forecast | Share\nVoids | 300 | 200 | 60%\nTotal | 300 | 200 | 67%\n";
    let decided = "[[set_aside]]\nfinding = \"cell-not-read:north:voids:forecast\"\nperiod = \"2022-23-q3\"\nstated = \"about 200\"\n\
                   stands = \"200\"\nwords = \"Confirmed by telephone.\"\nrole = \"Section 151 officer\"\ndate = 2023-01-20\n";
    let grid = grid.replace("| 200 | 60%", "| about 200 | 67%");
    let (_folder, collection) = made("", &[("returns/2022-23-q3/north.txt", &grid)]);
    let found = crate::support::findings(&collection, &[]);
    let finding = found["findings"].as_array().unwrap().iter().find(|finding| finding["stated_text"] == "about 200");
    let id = finding.unwrap_or_else(|| panic!("{found}"))["id"].as_str().unwrap();
    fs::write(collection.join("decisions.toml"), decided.replace("cell-not-read:north:voids:forecast", id)).unwrap();
    let told = json(&collection, "Voids", &[]);
    let forecast = &told["periods"][0]["lines"][0]["figures"][1];
    assert_eq!((&forecast["way"], &forecast["value"]), (&"set-aside".into(), &"200000".into()), "{forecast}");
    assert_eq!(forecast["cells"][0]["text"], "about 200");
    assert_eq!(forecast["set_aside"]["role"], "Section 151 officer");
    let (_, said, _) = trace(&collection, "Voids", &[]);
    assert!(
        line(&said).contains(
            "'about 200' was set aside by the Section 151 officer on 20 January 2023, and 200 stands: “Confirmed by telephone.” \
             (decisions.toml, line 1)"
        ),
        "{said}"
    );
}

#[test]
fn totals_and_figures_of_the_whole_are_found_by_area_column_heading_and_id() {
    let collection = sample("recovery-plan");
    for (asked, name) in [
        ("adults-with-a-disability:achieved", "Total of Achieved to Date, Adults with a Disability"),
        ("Adults with Disabilities:Achieved to Date (£000s)", "Total of Achieved to Date, Adults with a Disability"),
        ("target", "Total of Target, all areas"),
        ("Mitigations Required", "Total of Mitigations Required, all areas"),
        ("portfolios:forecast", "Total of Forecast, all areas"),
    ] {
        let told = json(&collection, asked, &[]);
        assert_eq!((&told["what"], &told["name"]), (&"total".into(), &name.into()), "{asked}");
    }
    let (_, said, _) = trace(&collection, "adults-with-a-disability:achieved", &[]);
    let said = line(&said);
    for words in [
        "Achieved to Date: £3,292k the sum of 12 rows: in returns/2022-23-q3/AWD Q3 return v4 FINAL (2).xlsx, sheet Sheet1: Direct \
         Payment Reviews: £216k, cell G6",
        "the return states '3440' for it in returns/2022-23-q3/AWD Q3 return v4 FINAL (2).xlsx, sheet Sheet1, cell G20",
        "when it was £2,295k: Direct Payment Service Transformation: other change +£252k",
        "“The rows are right; the typed total still held a figure withdrawn during the quarter.”",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    // Whatever figures of the whole the samples have.
    let mut whole = 0;
    for name in SAMPLES {
        let root = sample(name);
        let opened = Collection::open(&root).unwrap();
        let form = opened.setting(*opened.periods.last().unwrap()).unwrap().form;
        let history = History::read(&opened, &Options::default()).unwrap();
        let looked = history.look().unwrap();
        for figure in &form.figures {
            let trace = looked.trace(&figure.column.id).unwrap();
            assert_eq!((trace.found, trace.what), (Found::One, Some(What::Figure)), "{name}");
            let told = &trace.periods.last().unwrap().lines[0].figures[0];
            assert!(told.value.is_some() && !told.cells.is_empty(), "{name}: {told:?}");
            whole += 1;
        }
    }
    assert!(whole > 3, "{whole}");
}

#[test]
fn an_amount_is_found_wherever_it_prints_and_followed_where_it_is_one_thing() {
    let collection = sample("recovery-plan");
    for asked in ["£3,292k", "3,292", "3292", "£3.292m"] {
        let told = json(&collection, asked, &[]);
        assert_eq!((&told["found"], &told["what"]), (&"one".into(), &"printed".into()), "{asked}: {told}");
        let prints = told["prints"].as_array().unwrap();
        assert!(
            prints.iter().any(|print| print["ask"] == "projects:adults-with-a-disability:achieved"
                && print["row"] == "Total"
                && print["cells"].as_array().unwrap().len() == 12),
            "{asked}: {prints:#?}"
        );
        // In a text too, where it has its unit.
        let in_text = prints.iter().any(|print| print["column"] == "text" && print["text"] == "£3,292k");
        assert_eq!(in_text, asked.starts_with('£'), "{asked}: {prints:#?}");
    }
    // One that prints once is followed.
    let grid = "== Return\nScheme | Target | Forecast | Share\nVoids | 300 | 217 | 72%\nRents | 100 | 100 | 100%\nTotal | 400 | 317 | 79%\n";
    let (_folder, made) = made("", &[("returns/2022-23-q3/north.txt", grid)]);
    let told = json(&made, "217", &[]);
    assert_eq!(told["name"], "Voids", "{told}");
    let figures = told["periods"][0]["lines"][0]["figures"].as_array().unwrap();
    assert_eq!(
        (figures.len(), &figures[0]["column"], &figures[0]["cells"][0]["at"]["cell"]),
        (1, &"forecast".into(), &"C2".into())
    );
}

#[test]
fn what_is_not_there_or_stands_twice_is_said_with_what_to_ask_for() {
    let collection = sample("recovery-plan");
    let (code, out, said) = trace(&collection, "Reduced Agncy Spend", &[]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(line(&said).contains("Nothing in recovery-plan is called or prints as 'Reduced Agncy Spend'; did you mean 'Reduced Agency Spend'?"), "{said}");
    assert_eq!(json(&collection, "£987,654", &[])["found"], "nothing");
    let (code, _, said) = trace(Path::new("no-such-folder"), "x", &[]);
    assert!(code == Some(2) && said.contains("there is no folder"), "{said}");

    let grid = "== Return\nScheme | Target | Forecast | Share\nVoids | 300 | 200 | 67%\nTotal | 300 | 200 | 67%\n";
    let south = grid.replace("300", "500").replace("67%", "40%");
    let form = fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
    let form =
        form.replacen("name = \"North\"\n", "name = \"North\"\n\n[[area]]\nid = \"south\"\nname = \"South\"\n", 1);
    let files =
        [("piperoll.toml", &*form), ("returns/2022-23-q3/north.txt", grid), ("returns/2022-23-q3/south.txt", &*south)];
    let (_folder, collection) = made("", &files);
    let (code, out, said) = trace(&collection, "VOIDS", &[]);
    assert_eq!((code, out.as_str()), (Some(1), ""), "{said}");
    assert!(said.contains("north/Voids\n") && said.contains("south/Voids"), "{said}");
    let told = json(&collection, "VOIDS", &[]);
    assert_eq!((&told["found"], told["candidates"].as_array().unwrap().len()), (&"several".into(), 2));
    for (asked, target) in [("south/voids", "500000"), ("North/Voids", "300000")] {
        let told = json(&collection, asked, &[]);
        assert_eq!(told["periods"][0]["lines"][0]["figures"][0]["value"], target, "{asked}");
    }
}

#[test]
fn the_id_that_decisions_give_a_scheme_follows_its_names() {
    let before = "== Return\nScheme | Target | Forecast | Share\nVoids | 300 | 200 | 67%\nTotal | 300 | 200 | 67%\n";
    let now = before.replace("Voids", "Empty homes");
    let decided = "[[scheme]]\nid = \"empty\"\nwas = [{ period = \"2022-23-q2\", area = \"north\", title = \"Voids\" }, \
                   { period = \"2022-23-q3\", area = \"north\", title = \"Empty homes\" }]\n";
    let files = [
        ("returns/2022-23-q2/north.txt", before),
        ("returns/2022-23-q3/north.txt", &*now),
        ("decisions.toml", decided),
    ];
    let (_folder, collection) = made("", &files);
    for asked in ["empty", "Voids", "Empty homes", "empty-homes"] {
        let told = json(&collection, asked, &[]);
        assert_eq!((&told["name"], &told["asked"]), (&"Empty homes".into(), &asked.into()), "{told}");
        assert_eq!(told["periods"][0]["lines"][0]["title"], "Voids", "{asked}");
        assert_eq!(told["periods"][1]["lines"][0]["matched"]["at"]["file"], "decisions.toml", "{asked}");
    }
}

#[test]
fn a_set_says_what_was_published_also_where_the_returns_say_another_thing_by_now_or_are_gone() {
    let grid = |voids: u32, total: u32| {
        format!(
            "== Return\nScheme | Target | Forecast | Share\nVoids | 300 | {voids} | {}%\nTotal | 300 | {total} | {}%\n",
            voids / 3,
            total / 3
        )
    };
    let (q2, q3) = (grid(240, 240), grid(270, 270));
    let files = [("returns/2022-23-q2/north.txt", &*q2), ("returns/2022-23-q3/north.txt", &*q3)];
    let (_folder, root) = made("", &files);
    lay(&root, Period::parse("2022-23-q2").unwrap());
    fs::write(root.join("returns/2022-23-q2/north.xlsx"), crate::workbook::workbook(&grid(210, 210))).unwrap();
    let told = json(&root, "Voids", &[]);
    let forecast = &told["periods"][0]["lines"][0]["figures"][1];
    assert_eq!((&forecast["value"], &forecast["published"][0]["value"]), (&"210000".into(), &"240000".into()));
    assert_eq!(forecast["published"][0]["same"], false);
    // This period moved from what was published.
    assert_eq!(told["periods"][1]["lines"][0]["figures"][1]["movement"]["opening"], "240000");
    let (_, said, _) = trace(&root, "Voids", &[]);
    let said = line(&said);
    assert!(
        said.contains("published in set 1 as £240k, sheet 'Data schemes', cell")
            && said.contains("the figure above is another one"),
        "{said}"
    );
    assert!(said.contains("moved since what was published for Quarter 2, 2022/23"), "{said}");

    fs::remove_dir_all(root.join("returns/2022-23-q2")).unwrap();
    let told = json(&root, "Voids", &[]);
    let forecast = &told["periods"][0]["lines"][0]["figures"][1];
    assert_eq!((&forecast["way"], &forecast["value"]), (&"published".into(), &"240000".into()), "{told}");
    assert_eq!(forecast["published"][0]["cells"][0]["at"]["cell"], "C2");
    assert_eq!(json(&root, "north:forecast", &[])["periods"][0]["lines"][0]["figures"][0]["value"], "240000");
}

#[test]
fn what_is_personal_is_withheld() {
    let grid = "== Return\nScheme | Target | Forecast | Share\nVoids (jo.bloggs@home.example) | 300 | 200 | 67%\nTotal | 300 | 200 | 67%\n";
    let (_folder, collection) = made("", &[("returns/2022-23-q3/north.txt", grid)]);
    for asked in ["Voids ([e-mail address withheld])", "Voids (jo.bloggs@home.example)"] {
        for more in [&[][..], &["--format", "json"]] {
            let (code, out, err) = trace(&collection, asked, more);
            assert_eq!(code, Some(0), "{err}");
            assert!(out.contains("[e-mail address withheld]"), "{out}");
            let told = out.replace(&format!("\"asked\": \"{asked}\""), "");
            assert!(!told.contains("jo.bloggs"), "{told}");
        }
    }
    let (_, _, err) = trace(&collection, "Voids (jo)", &[]);
    assert!(!err.contains("bloggs"), "{err}");
}

#[test]
fn json_is_the_object_that_the_page_describes() {
    let told = json(&sample("recovery-plan"), "Reduced Agency Spend", &[]);
    let page = fs::read_to_string(crate::support::repository().join("docs/tracing.md")).unwrap();
    let mut keys = BTreeSet::new();
    collect(&told, &mut keys);
    assert!(keys.len() > 30, "{keys:?}");
    for key in keys {
        assert!(page.contains(&format!("`{key}`")), "docs/tracing.md does not say `{key}`");
    }
    assert_eq!(told["schema"], 1);
    let again = json(&sample("recovery-plan"), "Reduced Agency Spend", &[]);
    assert_eq!(told.to_string(), again.to_string());
}

fn collect(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                keys.insert(key.clone());
                collect(value, keys);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, keys)),
        _ => {}
    }
}

#[test]
fn the_transcript_of_the_page_is_what_the_program_says() {
    let page = fs::read_to_string(crate::support::repository().join("docs/tracing.md")).unwrap();
    let transcript = page.split("```console\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let (command, told) = transcript.split_once('\n').unwrap();
    let asked = command.strip_prefix("$ piperoll trace samples/recovery-plan ").unwrap().trim_matches('"');
    let (code, said, _) = trace(&sample("recovery-plan"), asked, &[]);
    assert_eq!(code, Some(0));
    assert_eq!(said.trim_end(), told.trim_end());
}
