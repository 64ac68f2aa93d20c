//! A form that no sample resembles, made on the spot: a fire authority's initiatives by station, in its own words. Nothing in
//! the program knows of it, and it builds.

use std::fs;
use std::path::{Path, PathBuf};

use piperoll::form::Form;

use crate::support::{Built, build, findings, repository, rows, sheets, solid};
use crate::workbook;

const FORM: &str = r##"
version = 1

[report]
title = "Schedule C: what the stations have banked by {{as_at}}"
council = "Estuary Fire and Rescue Authority"
committee = "Ways and Means Panel"
money = { unit = "pounds", negative = "parentheses" }
main_list = "initiatives"
roles = { target = "pledged", achieved = "banked" }

[[period]]
id = "2024-25-q2"
as_at = 2024-09-30
meeting = 2024-11-21
first_page = 12

[[area]]
id = "moorside"
number = "B"
name = "Moorside"

[[area]]
id = "quay-street"
number = "A"
name = "Quay Street"
also = ["The Quay"]

[[list]]
id = "initiatives"
item = "initiative"
key = "no"
label = "what"
levels = ["crew", "bundle"]

[[list.column]]
id = "no"
heading = "No."
kind = "code"
required = true
gaps = "note"

[[list.column]]
id = "what"
heading = "Initiative"
kind = "text"
required = true

[[list.column]]
id = "pledged"
heading = "Pledged for {{year}}"
kind = "money"
unit = "pounds"
required = true

[[list.column]]
id = "banked"
heading = "Banked"
also = ["In the bank"]
kind = "money"
unit = "pounds"
required = true
codes = { "–" = { means = "nothing invoiced so far", nil = true } }

[[list.column]]
id = "left"
heading = "Left to find"
kind = "money"
unit = "pounds"
formula = "pledged - banked"

[[list.column]]
id = "lamp"
heading = "Lamp"
kind = "choice"
choices = ["Lit", "Flickering", "Out"]
required = true

[[list.column]]
id = "remark"
heading = "Watch manager's remark"
kind = "text"

[[return]]
list = "initiatives"
file = "register"
area = "sheet"
groups = { crew = "heading", bundle = "heading" }
subtotals = ["Sum of"]
totals = ["The whole station"]

[[list]]
id = "lamps"
key = "lamp"
summary_of = { list = "initiatives", by = "lamp" }

[[list.column]]
id = "lamp"
heading = "Lamp"
kind = "text"

[[list.column]]
id = "how_many"
heading = "How many"
kind = "count"
count = true

[[list.column]]
id = "pledged"
heading = "Pledged"
kind = "money"
unit = "pounds"
sum = "pledged"

[[list.column]]
id = "left"
heading = "Left to find"
kind = "money"
unit = "pounds"
sum = "left"

[[check]]
id = "lit-means-half-banked"
list = "initiatives"
when = "lamp = 'Lit'"
require = "banked >= pledged / 2"
severity = "error"
message = "has its lamp lit, with less than half of it banked"

[[narrative]]
list = "initiatives"
columns = ["remark"]
words = ["yet to come"]
means = ["pledged - banked"]

[[table]]
id = "lamps"
title = "Lamps at a glance"
from = "lamps"
columns = ["lamp", "how_many", "left", "pledged"]
order = ["Out", "Flickering", "Lit"]
total_label = "Every lamp"

[[table]]
id = "stations"
title = "Station {{number}}: {{name}}"
from = "initiatives"
one_per = "area"
columns = ["no", "what", "lamp", "pledged", "banked", "left", "remark"]
groups = ["crew", "bundle"]
group_heading = true
subtotal_label = "Sum of {{group}}"
total_label = "The whole station"
notes = ["Whole pounds, as invoiced."]
"##;

const GRID: &str = "\
== The Quay
Register of initiatives
No. | Initiative | Pledged for 2024/25 | In the bank | Left to find | Lamp | Watch manager's remark
 | Blue crew
 | Appliances
Q-01 | Longer tyre life | 12,400 | 9,150 | 3,250 | Lit | £3,250 is yet to come from the spring order
Q-02 | Hose pool | 8,000 | – | 8,000 | Out | Supplier named in June
 | Sum of Appliances | 20,400 | 9,150 | 11,250
 | Premises
Q-03 | Boiler timers | 1,975 | 2,310 | (335) | Lit |
 | Sum of Premises | 1,975 | 2,310 | (335)
Q-04 | Night cover by rota | 30,000 | 11,000 | 19,000 | Flickering | One rota of three
 | Sum of Blue crew | 52,375 | 22,460 | 29,915
Q-05 | Canteen hatch | 640 | 640 | 0 | Lit |
 | The whole station | 53,015 | 23,100 | 29,915
== Moorside
No. | Initiative | Pledged for 2024/25 | In the bank | Left to find | Lamp | Watch manager's remark
M-1 | Shared drill yard | 7,777 | 7,000 | 777 | Lit |
M-3 | Rain butts | 223 | 0 | 223 | Out |
 | The whole station | 8,000 | 7,000 | 1,000
";

fn collection(change: Option<(&str, &str)>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("estuary");
    let returns = root.join("returns/2024-25-q2");
    fs::create_dir_all(&returns).unwrap();
    fs::write(root.join("piperoll.toml"), FORM).unwrap();
    let mut grid = GRID.to_string();
    if let Some((stands, comes)) = change {
        assert_eq!(grid.matches(stands).count(), 1, "{stands}");
        grid = grid.replace(stands, comes);
    }
    fs::write(returns.join("register.xlsx"), workbook::workbook(&grid)).unwrap();
    (folder, root)
}

/// The rows of a table as the workbook holds them, from its headings to its last row.
fn table(built: &Built, first_heading: &str, last: &str) -> Vec<String> {
    for (_, range) in sheets(built.xlsx()) {
        let rows = rows(&range);
        let Some(start) = rows.iter().position(|row| row[0] == first_heading) else { continue };
        let joined: Vec<String> = rows[start..].iter().map(|row| row.join("|")).collect();
        if let Some(end) = joined.iter().position(|row| row.contains(last)) {
            return joined[..=end].to_vec();
        }
    }
    panic!("no table {first_heading} … {last}");
}

#[test]
fn a_form_of_unlike_words_is_final_and_prints_in_its_own_form() {
    let (_folder, root) = collection(None);
    let built = build(&root, &[]);
    assert_eq!(built.code, 0, "{}", built.stderr);

    let lamps = table(&built, "Lamp", "Every lamp");
    assert_eq!(
        lamps,
        [
            "Lamp|How many|Left to find|Pledged",
            "Out|2|8223|8223",
            "Flickering|1|19000|30000",
            "Lit|4|3692|22792",
            "Every lamp|7|30915|61015",
        ]
    );
    // What the form asks to be noted, and nothing else, is.
    let json = built.json();
    let codes: Vec<&str> =
        json["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["reference-gap"], "{json:#}");
    let Some(pages) = built.pages() else { return };
    let all = solid(&pages.concat());
    let mut last = 0;
    for text in [
        "Estuary Fire and Rescue Authority",
        "Schedule C: what the stations have banked by 30 September 2024",
        "Lamps at a glance",
        "Every lamp7 30,915 61,015",
        "Station B: Moorside",
        "The whole station8,000 7,000 1,000",
        "Whole pounds, as invoiced.",
        "Station A: Quay Street",
        "Pledged for 2024/25",
        "Blue crew",
        "Appliances",
        "Q-02 Hose pool Out 8,000 – 8,000 Supplier named in June",
        "Sum of Appliances20,400 9,150 11,250",
        "Premises",
        "Q-03 Boiler timers Lit 1,975 2,310 (335)",
        "Sum of Premises1,975 2,310 (335)",
        "Q-04 Night cover by rota Flickering 30,000 11,000 19,000",
        "Sum of Blue crew52,375 22,460 29,915",
        "Q-05 Canteen hatch Lit 640 640 0",
        "The whole station53,015 23,100 29,915",
    ] {
        let found = all[last..].find(&solid(text)).unwrap_or_else(|| panic!("{text} does not come next in {all}"));
        last += found + solid(text).len();
    }
}

#[test]
fn a_slip_in_it_is_found_at_its_cell() {
    for (stands, comes, code, cell) in [
        ("Sum of Appliances | 20,400 | 9,150", "Sum of Appliances | 20,400 | 9,510", "column-total", "D7"),
        ("Sum of Blue crew | 52,375", "Sum of Blue crew | 52,735", "column-total", "C12"),
        ("| 30,000 | 11,000 | 19,000", "| 30,000 | 11,000 | 19,100", "computed-amount", "E11"),
        ("£3,250 is yet to come", "£3,520 is yet to come", "amount-contradiction", "G5"),
        ("8,000 | – | 8,000 | Out", "8,000 | – | 8,000 | Lit", "form-check", "D6"),
        ("Q-02 | Hose pool", "Q-01 | Hose pool", "duplicate-reference", "A6"),
        ("Flickering", "Flickring", "unreadable-value", "F11"),
        ("– | 8,000", "soon | 8,000", "unreadable-value", "D6"),
        ("== Moorside", "== Moreside", "unknown-row-area", ""),
    ] {
        let (_folder, root) = collection(Some((stands, comes)));
        let json = findings(&root, &[]);
        let all = json["findings"].as_array().unwrap();
        let found = all
            .iter()
            .any(|finding| finding["code"] == code && (finding["at"]["cell"].as_str().unwrap_or_default() == cell));
        assert!(found, "{comes}: no {code} at {cell} among {all:#?}");
        assert_ne!((&json["counts"]["error"], &json["counts"]["query"]), (&0.into(), &0.into()), "{comes}");
    }
}

/// Words by which the samples' councils and forms could be told from others.
const DISTINCTIVE: &[&str] = &[
    "sheffield",
    "croydon",
    "manchester",
    "nottinghamshire",
    "MHCC",
    "MLCO",
    "HWA Sav",
    "ASC&H",
    "recovery plan",
    "recovery actions",
    "discretionary spend",
    "project title",
    "timeline for completion",
    "risks and actions",
    "mitigations required",
    "achieved to date (",
    "saving category",
    "saving summary",
    "full year budget",
    "year to date actual",
    "balance still to achieve",
    "projected shortfall",
    "additional savings requirement",
    "care group",
    "baseline or stretch",
    "net budget variance",
    "savings shortfall",
    "budget pressures",
    "high governance",
    "low governance",
    "transformation plan",
    "ways of working",
];

#[test]
fn no_word_of_a_council_s_form_stands_in_the_program() {
    let mut words: Vec<String> = DISTINCTIVE.iter().map(|word| word.to_lowercase()).collect();
    for sample in fs::read_dir(repository().join("samples")).unwrap().map(|entry| entry.unwrap().path()) {
        let Ok(text) = fs::read_to_string(sample.join("piperoll.toml")) else { continue };
        let form = Form::parse("piperoll.toml", &text).unwrap();
        words.extend([form.report.title, form.report.council, form.report.committee]);
        words.extend(form.areas.into_iter().flat_map(|area| [vec![area.name], area.also].concat()));
        words.extend(form.lists.into_iter().flat_map(|list| list.columns).map(|column| column.heading));
        words.extend(form.tables.into_iter().map(|table| table.title));
        words.extend(form.checks.into_iter().map(|check| check.message));
        words.extend(form.figures.into_iter().map(|figure| figure.column.heading));
    }
    // A heading of one or two words may be anybody's; so may what is left of one without its placeholders.
    let whole = |word: &String| !word.contains("{{") && word.split_whitespace().count() > 2;
    let (listed, drawn) = words.split_at(DISTINCTIVE.len());
    let words: Vec<String> =
        listed.iter().cloned().chain(drawn.iter().filter(|word| whole(word)).map(|word| word.to_lowercase())).collect();
    assert!(words.len() > DISTINCTIVE.len() + 20, "{words:?}");
    let (mut seen, mut found) = (0, Vec::new());
    for path in sources(&repository().join("src")) {
        let text = without_tests(&fs::read_to_string(&path).unwrap()).to_lowercase();
        seen += 1;
        let hits = words.iter().filter(|word| text.contains(word.as_str()));
        found.extend(hits.map(|word| format!("'{word}' stands in {}", path.display())));
    }
    assert_eq!(found, [""; 0]);
    assert!(seen > 100, "{seen} files");
}

/// The program's files, without those that are only compiled for tests.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let for_tests = stem == "testing" || stem == "fixture" || stem.split('_').any(|part| part == "tests");
        if for_tests {
            continue;
        }
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A file's text up to the module of tests at its end, without comments: an example there is nobody's rule.
fn without_tests(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let opens =
        |pair: &[&str]| pair[0].trim() == "#[cfg(test)]" && pair[1].starts_with("mod ") && pair[1].ends_with('{');
    let end = lines.windows(2).position(opens).unwrap_or(lines.len());
    let code = |line: &&&str| !line.trim_start().starts_with("//");
    lines[..end].iter().filter(code).copied().collect::<Vec<_>>().join("\n")
}
