//! Every figure that a sample's returns state, changed by one unit of its last digit, one at a time: what notices it, and what
//! nothing in the returns or the prior period contradicts. docs/forms.md says which figures those are, and why.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use piperoll::check::{Context, check};
use piperoll::collection::Collection;
use piperoll::figures::Figures;
use piperoll::finding::Finding;
use piperoll::form::{Column, Kind};
use piperoll::pipeline::{Inputs, Options};
use piperoll::reconcile::position::Position;
use piperoll::reconcile::reconcile;
use piperoll::returns::grid::Raw;
use piperoll::returns::{Value, value};
use piperoll::source::{Address, Place};
use rayon::prelude::*;
use rust_decimal::Decimal;

use crate::forms::samples;
use crate::support::{copy, repository, sample};

/// Why nothing contradicts a change of these figures: sample, list (or `figure`) and column.
const WHY: &[(&str, &str, &str)] = &[
    (
        "budget-recovery",
        "measures full_year",
        "Its return states no total of the full-year effect, it has no parts that must add up to it, and the prior period has no \
         measures.",
    ),
    (
        "recovery-plan",
        "projects percent_next",
        "The form asks for no amount a year on, only for its share of the target: where none stands beside it, no other figure \
         of the project speaks of that year, and the section's total is typed, not summed.",
    ),
    (
        "recovery-plan",
        "projects percent_next (the amount beside it)",
        "The percentage is rounded, and so is the amount: both amounts are that percentage of the target.",
    ),
    ("savings-list", "figure packages_target", "The share that is stated of it is rounded, and is the same of both."),
    ("savings-list", "figure validated", "It stands alone: nothing is computed from it."),
];

/// A figure of a return, and what it becomes.
struct Change {
    file: usize,
    sheet: usize,
    cell: Address,
    raw: Raw,
    /// Where the cell was read: block, row, column.
    read_as: Vec<(usize, usize, String)>,
    /// List and column, for people.
    column: String,
}

/// What the findings say in ids and figures, in order. As in `Inputs::examine`, with the prior period worked out only once.
fn told(inputs: &Inputs, before: Option<&Position>) -> Vec<String> {
    let (form, period, decisions) = (&inputs.setting.form, inputs.setting.period, &inputs.setting.decisions);
    let figures = Figures::of(form, &inputs.returns).unwrap();
    let reconciliation = before.map(|before| {
        let after = Position::of(form, period, &figures, BTreeMap::new());
        reconcile(form, decisions, before.clone(), after, piperoll::reconcile::PriorFrom::Returns).unwrap()
    });
    let context = Context {
        form,
        returns: &inputs.returns,
        figures: &figures,
        decisions,
        reconciliation: reconciliation.as_ref(),
        answered: &inputs.answered,
        fonts: &inputs.setting.fonts,
        phrases: &inputs.setting.phrases,
        templates: inputs.setting.words.templates(),
    };
    let line = |finding: &Finding| {
        format!("{} {:?} {:?} {:?}", finding.id, finding.stated, finding.stated_text, finding.expected)
    };
    let mut told: Vec<String> = check(&context).iter().map(line).collect();
    told.sort();
    told
}

/// The prior period, as every run compares with it.
fn before(inputs: &Inputs) -> Option<Position> {
    inputs.examine().unwrap().reconciliation.map(|reconciliation| reconciliation.before)
}

/// Each number of a text with its last digit one higher.
fn texts_raised(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',');
    let mut raised = Vec::new();
    for end in 0..letters.len() {
        let next = |at: usize| letters.get(at).copied().unwrap_or(' ');
        let is_last = letters[end].is_ascii_digit()
            && !(next(end + 1).is_ascii_digit() || is_part(next(end + 1)) && next(end + 2).is_ascii_digit());
        if !is_last {
            continue;
        }
        let mut changed = letters.clone();
        let mut at = end;
        loop {
            match changed[at] {
                '9' => changed[at] = '0',
                digit @ '0'..='8' => {
                    changed[at] = char::from(digit as u8 + 1);
                    break;
                }
                _ => {}
            }
            if at == 0 || !is_part(changed[at - 1]) {
                changed.insert(at, '1');
                break;
            }
            at -= 1;
        }
        raised.push(changed.into_iter().collect());
    }
    raised
}

/// A cell with its figure one unit of its last digit further from nil; a cell of two figures twice. `scale` is how many
/// decimal places the figures of its column are stated with.
fn raised(column: &Column, raw: &Raw, scale: u32) -> Vec<Raw> {
    match raw {
        Raw::Number(number) => {
            let is_ratio = column.kind == Kind::Percent && number.abs() <= Decimal::TEN;
            let scale = if is_ratio { number.normalize().scale().max(column.decimals() + 2) } else { scale };
            let unit = Decimal::new(if number.is_sign_negative() { -1 } else { 1 }, scale);
            vec![Raw::Number(*number + unit)]
        }
        Raw::Text(text) => texts_raised(text).into_iter().map(Raw::Text).collect(),
        Raw::Date(_) | Raw::Truth(_) | Raw::Error(_) => Vec::new(),
    }
}

fn place_in(inputs: &Inputs, at: &Place) -> (usize, usize, Address) {
    let file = inputs.returns.files.iter().position(|file| file.path == at.file).unwrap();
    let named = |sheet: &piperoll::returns::grid::Sheet| Some(&sheet.name) == at.sheet.as_ref();
    let sheet = inputs.returns.files[file].sheets.iter().position(named).unwrap();
    (file, sheet, at.cell.unwrap())
}

/// Every change, in the order of the files and their cells.
fn changes(inputs: &Inputs) -> Vec<Change> {
    type Spot = (Column, String, Vec<(usize, usize, String)>);
    let form = &inputs.setting.form;
    let mut spots: BTreeMap<(usize, usize, Address), Spot> = BTreeMap::new();
    for (block_index, block) in inputs.returns.tables.iter().enumerate() {
        for (row_index, row) in block.rows.iter().enumerate() {
            for (id, cell) in row.cells.iter().filter(|(_, cell)| matches!(cell.value, Value::Figure(_))) {
                let column = form.list(&block.list).unwrap().column(id).unwrap();
                let spot = spots
                    .entry(place_in(inputs, &cell.at))
                    .or_insert_with(|| (column.clone(), format!("{} {id}", block.list), Vec::new()));
                spot.2.push((block_index, row_index, id.clone()));
            }
        }
    }
    let examined = inputs.examine().unwrap();
    for figure in &examined.figures.form_level {
        let Some(at) = figure.at.as_ref().filter(|at| at.cell.is_some()) else { continue };
        let column = &form.figures.iter().find(|form| form.column.id == figure.id).unwrap().column;
        let name = format!("figure {}", figure.id);
        spots.entry(place_in(inputs, at)).or_insert_with(|| (column.clone(), name, Vec::new()));
    }
    let raw_at =
        |(file, sheet, cell): &(usize, usize, Address)| &inputs.returns.files[*file].sheets[*sheet].cells[cell];
    let mut scales: BTreeMap<(usize, usize, String), u32> = BTreeMap::new();
    for (at, (_, name, _)) in &spots {
        if let Raw::Number(number) = raw_at(at) {
            let scale = scales.entry((at.0, at.1, name.clone())).or_default();
            *scale = (*scale).max(number.normalize().scale());
        }
    }
    let mut changes = Vec::new();
    for (at, (column, name, read_as)) in &spots {
        let scale = scales.get(&(at.0, at.1, name.clone())).copied().unwrap_or_default();
        for (index, raw) in raised(column, raw_at(at), scale).into_iter().enumerate() {
            let beside = if index == 0 { "" } else { " (the amount beside it)" };
            changes.push(Change {
                file: at.0,
                sheet: at.1,
                cell: at.2,
                raw,
                read_as: read_as.clone(),
                column: format!("{name}{beside}"),
            });
        }
    }
    changes
}

/// Puts what a change says into the grid and into what was read from it; gives back what stood there.
fn put(inputs: &mut Inputs, change: &Change, raw: Raw) -> Raw {
    let form = &inputs.setting.form;
    for (block, row, id) in &change.read_as {
        let block = &mut inputs.returns.tables[*block];
        let column = form.list(&block.list).unwrap().column(id).unwrap();
        let cell = block.rows[*row].cells.get_mut(id).unwrap();
        let read = value::read(column, Some(&raw));
        assert_eq!(read.why, None, "{}: {raw:?}", cell.at);
        (cell.text, cell.value) = (read.text, read.value);
    }
    let sheet = &mut inputs.returns.files[change.file].sheets[change.sheet];
    sheet.cells.insert(change.cell, raw).unwrap()
}

/// What came of a sample: how many changes there were, and the cells of those that nothing noticed, by file and column.
struct Outcome {
    sample: String,
    changes: usize,
    unnoticed: BTreeMap<(String, String), Vec<String>>,
}

/// A sample's newest period without anybody's decisions, each figure changed.
/// How many changes a part of the work made, and those that were not noticed, by their number.
type Part = (usize, Vec<(usize, [String; 3])>);

fn outcome(name: &str) -> Outcome {
    const PARTS: usize = 4;
    let (_folder, root) = copy(&sample(name));
    if root.join("decisions.toml").exists() {
        fs::remove_file(root.join("decisions.toml")).unwrap();
    }
    let collection = Collection::open(&root).unwrap();
    let parts: Vec<Part> = (0..PARTS)
        .into_par_iter()
        .map(|part| {
            let mut inputs = Inputs::read(&collection, &Options::default()).unwrap();
            let before = before(&inputs);
            let unchanged = told(&inputs, before.as_ref());
            let changes = changes(&inputs);
            let mut unnoticed = Vec::new();
            for (index, change) in changes.iter().enumerate().filter(|(index, _)| index % PARTS == part) {
                let stood = put(&mut inputs, change, change.raw.clone());
                let now = told(&inputs, before.as_ref());
                put(&mut inputs, change, stood);
                if now == unchanged {
                    let file = &inputs.returns.files[change.file];
                    let name = file.path.rsplit('/').next().unwrap();
                    let several = file.sheets.len() > 1;
                    let sheet = if several { format!(", {}", file.sheets[change.sheet].name) } else { String::new() };
                    unnoticed.push((index, [format!("{name}{sheet}"), change.column.clone(), change.cell.to_string()]));
                }
            }
            assert_eq!(told(&inputs, before.as_ref()), unchanged, "{name}: everything is as it was");
            (changes.len(), unnoticed)
        })
        .collect();
    let changes = parts[0].0;
    let mut all: Vec<(usize, [String; 3])> = parts.into_iter().flat_map(|(_, unnoticed)| unnoticed).collect();
    all.sort();
    let mut unnoticed: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for (_, [file, column, cell]) in all {
        unnoticed.entry((column, file)).or_default().push(cell);
    }
    Outcome { sample: name.to_string(), changes, unnoticed }
}

/// What docs/forms.md says of it.
fn written(outcomes: &[Outcome]) -> String {
    let mut text = "| Sample | Changes | Noticed | Not noticed |\n|---|---|---|---|\n".to_string();
    for outcome in outcomes {
        let unnoticed: usize = outcome.unnoticed.values().map(Vec::len).sum();
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {unnoticed} |",
            outcome.sample,
            outcome.changes,
            outcome.changes - unnoticed
        );
    }
    text.push_str("\n| Sample | Figure | Cells | Why nothing contradicts it |\n|---|---|---|---|\n");
    for outcome in outcomes {
        let mut columns: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for ((column, file), cells) in &outcome.unnoticed {
            columns.entry(column).or_default().push(format!("{file}: {}", cells.join(" ")));
        }
        for (column, cells) in columns {
            let why = WHY.iter().find(|(sample, of, _)| *sample == outcome.sample && *of == column);
            let why = why.map_or("**unexplained**", |(_, _, why)| why);
            let _ = writeln!(text, "| `{}` | `{column}` | {} | {why} |", outcome.sample, cells.join("; "));
        }
    }
    text
}

const BEGINS: &str = "<!-- every cell: begins -->\n";
const ENDS: &str = "<!-- every cell: ends -->";

#[test]
fn every_changed_figure_is_noticed_unless_nothing_contradicts_it() {
    let names = samples();
    let outcomes: Vec<Outcome> = names.par_iter().map(|name| outcome(name)).collect();
    let written = written(&outcomes);
    let path = repository().join("docs/forms.md");
    let page = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let (before, rest) = page.split_once(BEGINS).expect("the place for it");
    let (stands, after) = rest.split_once(ENDS).expect("its end");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, format!("{before}{BEGINS}\n{written}\n{ENDS}{after}")).unwrap();
    } else {
        assert_eq!(
            stands.trim(),
            written.trim(),
            "docs/forms.md is stale: run this test with UPDATE_DOCS=1 and read it"
        );
    }
    assert!(!written.contains("**unexplained**"), "say in WHY why nothing contradicts these:\n{written}");
    for (sample, column, _) in WHY {
        let still = outcomes.iter().any(|outcome| {
            outcome.sample == *sample && outcome.unnoticed.keys().any(|(unnoticed, _)| unnoticed == column)
        });
        assert!(still, "{sample}: {column} is noticed by now; take it out of WHY");
    }
}

#[test]
fn a_text_is_raised_at_the_last_digit_of_each_of_its_numbers() {
    for (text, raised) in [
        ("92% (8.78m)", &["93% (8.78m)", "92% (8.79m)"][..]),
        ("£1,204", &["£1,205"]),
        ("£999.9k", &["£1000.0k"]),
        ("(99)", &["(100)"]),
        ("1,299.", &["1,300."]),
        ("n/a", &[]),
    ] {
        assert_eq!(texts_raised(text), raised, "{text}");
    }
}
