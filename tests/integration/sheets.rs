//! Which sheets of a workbook count, whose a return is and of when, and what an empty one says: by the whole program.

mod nil;
mod whose;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;

use piperoll::report::Block;

use crate::support::{build, findings, made, piperoll, report, stderr};

/// A return of this period, and what it was in the prior one.
const NOW: &str = "Scheme | Target | Forecast | Progress
Voids repairs | 400 | 380 | Contract let.
Hostel lease | 250 | 250 | Lease signed.
Lettings team | 150 | 120 | Two posts vacant.
Total | 800 | 750
";

const THEN: &str = "Scheme | Target | Forecast | Progress
Voids repairs | 400 | 390 | Tender out.
Hostel lease | 250 | 250 | Heads of terms agreed.
Lettings team | 150 | 150 | Consultation under way.
Total | 800 | 790
";

const Q2: &str = "returns/2022-23-q2/north.txt";
const Q3: &str = "returns/2022-23-q3/north.txt";

/// Severity, code and place of each finding: 'error several-sheets Oct', 'query other-period Return!A1'.
fn told(collection: &Path) -> Vec<String> {
    let said = findings(collection, &[]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let line = |finding: &Value| {
        let (sheet, cell) = (text(&finding["at"]["sheet"]), text(&finding["at"]["cell"]));
        let place = if cell.is_empty() { sheet } else { format!("{sheet}!{cell}") };
        format!("{} {} {place}", text(&finding["severity"]), text(&finding["code"])).trim_end().to_string()
    };
    // That notes and spare headings are not used is told too; `ledger` tests that.
    // So is how much moved without a question.
    let other = |line: &String| !line.starts_with("note not-used ") && !line.starts_with("note smaller-movements ");
    said["findings"].as_array().unwrap().iter().map(line).filter(other).collect()
}

/// What is told of returns by their grids, and the total row of the table that is printed: target and forecast.
fn read(files: &[(&str, &str)]) -> (Vec<String>, [String; 2]) {
    read_with("", files)
}

fn read_with(added: &str, files: &[(&str, &str)]) -> (Vec<String>, [String; 2]) {
    let (_folder, collection) = made(added, files);
    let report = report(&collection);
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let mut tables = blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    let table = tables.find(|table| table.id == "schemes.north");
    let total = table.and_then(|table| table.rows.iter().find(|row| row.cells[0].text() == "Total"));
    let cell = |index: usize| total.map(|row| row.cells[index].text().to_string()).unwrap_or_default();
    (told(&collection), [cell(1), cell(2)])
}

#[track_caller]
fn check(grid: &str, expected: &[&str], totals: [&str; 2]) {
    let (told, counted) = read(&[(Q3, grid)]);
    assert_eq!(
        (told.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), counted.each_ref().map(String::as_str)),
        (expected, totals),
        "{grid}"
    );
}

#[test]
fn of_month_sheets_the_last_of_the_quarter_counts_and_is_asked_about() {
    let month = |name: &str, forecast: u32| {
        let rows = NOW.replace("380", &forecast.to_string()).replace("| 750", &format!("| {}", 370 + forecast));
        format!("== {name}\nHousing savings return\n\n{rows}")
    };
    let (oct, nov, dec) = (month("Oct", 390), month("Nov", 385), month("Dec", 380));
    for (grid, first) in [(format!("{oct}{nov}{dec}"), "Oct"), (format!("{dec}{nov}{oct}"), "Nov")] {
        check(&grid, &[&format!("error several-sheets {first}")], ["800", "750"]);
    }
    for (name, other) in [("P9", "P8"), ("Month 9", "Month 8"), ("Dec-22", "Sep-22"), ("Q3", "Nov")] {
        let grid = format!("{}{}", month(other, 385), month(name, 380));
        check(&grid, &[&format!("error several-sheets {other}")], ["800", "750"]);
    }
    // One is called after the quarter, and each of the others after another one.
    for (name, other) in [("Q3", "Q2"), ("Quarter 3", "Quarter 2"), ("Q3 2022-23", "Q3 2021-22"), ("2022-23_Q3", "Q1")]
    {
        let grid = format!("{}{}", month(other, 385), month(name, 380));
        check(&grid, &[&format!("note several-sheets {other}")], ["800", "750"]);
    }
}

#[test]
fn the_error_names_the_sheets_and_is_no_ones_to_set_aside() {
    let grid = format!("== Oct\n{NOW}== Nov\n{NOW}== Dec\n{NOW}");
    let (_folder, collection) = made("", &[(Q3, &grid)]);
    let run = piperoll().arg("check").arg(&collection).output().unwrap();
    let said = stderr(&run);
    assert!(said.contains("'Oct', 'Nov' and 'Dec': which one is meant? Only 'Dec' is counted"), "{said}");
    assert_eq!(run.status.code(), Some(1));
    let decided = "[[set_aside]]\nfinding = \"several-sheets:north\"\nstated = \"Oct\"\nstands = \"Dec\"\nwords = \"w\"\n\
                   role = \"Section 151 officer\"\ndate = 2023-01-20\n";
    fs::write(collection.join("decisions.toml"), decided).unwrap();
    assert!(told(&collection).contains(&"error several-sheets Oct".to_string()));
    assert_ne!(build(&collection, &[]).code, 0);
}

#[test]
fn an_example_in_the_guidance_is_not_counted() {
    let example = "Scheme | Target | Forecast | Progress\nExample: closing a depot | 100 | 80 | Lease ends in May.\n";
    for (sheet, lines) in [
        ("Guidance", "How to fill in this return\nWrite one line for each saving, as here:\n"),
        ("Read me", ""),
        ("Sheet1", "For example:\n"),
    ] {
        let grid = format!("== {sheet}\n{lines}{example}== Return\n{NOW}");
        let row = 2 + lines.lines().count();
        check(&grid, &[&format!("note example-row {sheet}!A{row}")], ["800", "750"]);
        let grid = format!("== Return\n{NOW}== {sheet}\n{lines}{example}");
        check(&grid, &[&format!("note example-row {sheet}!A{row}")], ["800", "750"]);
        // One that is not called an example is no less than a second return.
        let grid = grid.replace("Example: closing a depot", "Closing a depot");
        check(&grid, &[&format!("error several-sheets {sheet}")], ["800", "750"]);
    }
    // The same with a prior period: the example is neither new nor gone.
    let grid = |then: &str| format!("== Guidance\n{example}== Return\n{then}");
    let (told, totals) = read(&[(Q2, &grid(THEN)), (Q3, &grid(NOW))]);
    assert_eq!(
        (told.as_slice(), totals),
        (["note example-row Guidance!A2".to_string()].as_slice(), ["800".into(), "750".into()])
    );
}

#[test]
fn a_left_over_sheet_is_asked_about_and_a_blank_template_is_not() {
    let more = "Scheme | Target | Forecast | Progress\nSheltered meals | 90 | 90 | x\nTotal | 90 | 90\n";
    check(
        &format!("== Return\n{NOW}== Sheet2\nHousing savings return\n\n{more}"),
        &["error several-sheets Sheet2"],
        ["800", "750"],
    );
    check(&format!("== Sheet\n{NOW}== Q2\n{THEN}"), &["error several-sheets Q2"], ["800", "750"]);
    check(&format!("== Q2\n{THEN}== Sheet\n{NOW}"), &["error several-sheets Q2"], ["800", "750"]);
    for blank in ["", "Total | 0 | 0\n", "\n\nTotal | | \n"] {
        for name in ["Template", "Sheet2", "Jan"] {
            let template = format!("== {name}\nScheme | Target | Forecast | Progress\n{blank}");
            check(&format!("== Return\n{NOW}{template}"), &[], ["800", "750"]);
            check(&format!("{template}== Return\n{NOW}"), &[], ["800", "750"]);
        }
    }
    check(&format!("== Return\n{NOW}== Old !hidden\n{THEN}"), &[], ["800", "750"]);
}

#[test]
fn the_form_says_which_sheet_or_that_all_count() {
    let form = |more: &str| {
        let base = fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
        base.replace("area = \"file\"\n", &format!("area = \"file\"\n{more}\n"))
    };
    let other = "Scheme | Target | Forecast\nMeals | 90 | 90\n";
    let grid = format!("== Homes\n{}== Care\n{other}", NOW.replace("Total | 800 | 750\n", ""));
    let all = form("sheets = \"all\"");
    let (told, totals) = read(&[("piperoll.toml", &all), (Q3, &grid)]);
    assert_eq!(totals, ["890", "840"]);
    assert!(told.iter().all(|line| line.starts_with("note ")), "{told:?}");
    let one = form("sheet = \"Care\"");
    let (told, totals) = read(&[("piperoll.toml", &one), (Q3, &grid)]);
    assert_eq!(totals, ["90", "90"]);
    // What stands on the other one may be meant to count, until the form says that it never is.
    assert_eq!(told, ["query not-used Homes!A1", "note missing-total Care!A2"]);
    let named = form("sheet = \"Care\"\nnot_read = [\"homes\"]");
    let (told, totals) = read(&[("piperoll.toml", &named), (Q3, &grid)]);
    assert_eq!((told, totals), (vec!["note missing-total Care!A2".to_string()], ["90".into(), "90".into()]));
    // A sheet that is no part of the return is none of several, and its title says nothing of the period.
    let old = format!("== Last quarter\nQuarter 2\n{THEN}== Return\n{NOW}");
    let (told, totals) = read(&[("piperoll.toml", &form("not_read = [\"Last quarter\"]")), (Q3, &old)]);
    assert_eq!((told.len(), totals), (0, ["800".into(), "750".into()]), "{told:?}");
    let both = form("sheet = \"Care\"\nsheets = \"all\"");
    let (_folder, collection) = made("", &[("piperoll.toml", &both), (Q3, &grid)]);
    let run = piperoll().arg("check").arg(&collection).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(stderr(&run).contains("leave one of them out"), "{}", stderr(&run));
}

#[test]
fn last_quarters_title_over_new_figures_is_asked_about() {
    let title = "Housing savings return – Quarter 2 2022/23\nPosition at 30 September 2022\n";
    let (told, _) = read(&[(Q2, &format!("== Return\n{title}{THEN}")), (Q3, &format!("== Return\n{title}{NOW}"))]);
    assert_eq!(told, ["query other-period Return!A1"]);
    for (grid, expected) in [
        (format!("== Return\nHousing | | as at | @2022-09-30\n{NOW}"), vec!["query other-period Return!D1"]),
        (format!("== Return\n@2022-09-30\n{NOW}"), vec!["query other-period Return!A1"]),
        (format!("== Return\nQuarter | 2\n{NOW}"), vec!["query other-period Return!B1"]),
        (format!("== Q2\nHousing\n{NOW}"), vec!["query other-period Q2"]),
        (format!("== Cover\nQuarter 2 2022/23\n== Return\nHousing\n{NOW}"), vec!["query other-period Cover!A1"]),
        (
            format!("== Return\n{}Quarter 2\n\n{NOW}", "A line of guidance.\n".repeat(20)),
            vec!["query other-period Return!A21"],
        ),
        (format!("== Q2\nQuarter 3 2022/23\n{NOW}"), vec!["note other-period Q2"]),
        (format!("== Return\nQuarter 3 | updated from Quarter 2\n{NOW}"), vec!["note other-period Return!B1"]),
        (format!("== Cover\nQuarter 3 2022/23\n== Return\nQuarter 2\n{NOW}"), vec!["note other-period Return!A1"]),
        (format!("== Return\nQuarter 3 2022/23\nPosition at 31 December 2022\n{NOW}"), vec![]),
        (format!("== Return\nQuarter | 3\n{NOW}"), vec![]),
        (format!("== Return\nDate completed | @2023-01-12\nYear end 31/03/23\n{NOW}"), vec![]),
        (
            format!(
                "== Cover\nReturns are due:\nQuarter 1 | 15 July 2022\nQuarter 2 | 14 October 2022\nQuarter 4 | 14 April 2023\n== Return\n{NOW}"
            ),
            vec![],
        ),
        (format!("== Return\n | Q1 | Q2 | Q3\n\n{NOW}"), vec![]),
        // A due date, the next return and a meeting do not name the right one.
        (format!("== Return\nQuarter 2 2022/23\nNext return: Quarter 3\n{NOW}"), vec!["query other-period Return!A1"]),
        (
            format!("== Return\nQuarter 2\nReturn to Finance by 31 December 2022\n{NOW}"),
            vec!["query other-period Return!A1"],
        ),
        (format!("== Return\nQuarter 2\nCommittee: December 2022\n{NOW}"), vec!["query other-period Return!A1"]),
        (
            format!("== Return\nQuarter 2\nTwo schemes will be delivered in Quarter 3\n{NOW}"),
            vec!["query other-period Return!A1"],
        ),
        (
            format!("== Return\nQuarter 2\nYear | 2021/22\nQuarter 3 2022/23\n{NOW}"),
            vec!["note other-period Return!A1"],
        ),
        // Another year, where this one stands nowhere.
        (format!("== Return\nSavings 2021/22\n{NOW}"), vec!["query other-period Return!A1"]),
        (format!("== Return\nYear | 2021/22\nQuarter | 3\n{NOW}"), vec!["query other-period Return!B1"]),
        (format!("== 2021-22\n{NOW}"), vec!["query other-period 2021-22"]),
        (format!("== Return\nSavings 2021/22\nPosition at 31 December 2022\n{NOW}"), vec![]),
        (format!("== Return\nSavings 2021/22\nMonitoring 2022/23\n{NOW}"), vec![]),
        // Below the table.
        (format!("== Return\n{NOW}\nQuarter 2 2022/23 return\n"), vec!["query other-period Return!A7"]),
        (
            format!("== Return\n{NOW}\nPosition as at 30 September 2022\n"),
            vec!["query other-period Return!A7", "note below-total Return!A7"],
        ),
        (
            format!("== Return\n{NOW}\nVoids were delivered in Quarter 2\nSigned 12 October 2022\n"),
            vec!["note below-total Return!A8"],
        ),
    ] {
        let (told, totals) = read(&[(Q3, &grid)]);
        assert_eq!(
            (told, totals),
            (expected.iter().map(|line| (*line).to_string()).collect(), ["800".into(), "750".into()]),
            "{grid}"
        );
    }
}

#[test]
fn a_row_of_periods_of_one_kind_names_none_however_long_it_is() {
    let row = |cells: &dyn Fn(usize) -> String| (0..400).map(cells).collect::<Vec<_>>().join(" | ");
    for (line, expected) in [
        (row(&|at| format!("Q{}", at % 4 + 1)), vec![]),
        (row(&|_| "Q2".to_string()), vec!["query other-period Return!A1"]),
    ] {
        check(&format!("== Return\n{line}\n\n{NOW}"), &expected, ["800", "750"]);
    }
}

#[test]
fn a_title_over_some_figures_is_theirs_whatever_stands_at_the_top() {
    let over = |title: &str| {
        let rows = NOW.split_once('\n').unwrap().1;
        format!(
            "== Return\nHousing savings, Quarter 3 2022/23\nScheme | {title} | | Progress\n | Target | Forecast |\n{rows}"
        )
    };
    for title in [
        "Quarter 2",
        "2021/22",
        "As at 30/09/22",
        "@2022-09-30",
        "Month 6",
        "September 2022",
        "Prior year",
        "Previous quarter",
        "Last year",
        "31/03/22",
    ] {
        // With the words below it is a heading of another period, and not read, or else a title.
        let (told, _) = read(&[(Q3, &over(title))]);
        let is_it = |line: &String| line == "query other-period Return!B2" || line == "error missing-column Return!B3";
        assert!(told.len() == 1 && told.iter().all(is_it), "{title}: {told:?}");
    }
    check(&over("Half-year review"), &["query other-period Return!B2"], ["800", "750"]);
    for title in ["Quarter 3", "2022/23", "Financial position", "Year end", "31/03/23"] {
        check(&over(title), &[], ["800", "750"]);
    }
    check(
        &format!("== Return\n2021/22 | Savings | Savings |\n{NOW}"),
        &["query other-period Return!A1"],
        ["800", "750"],
    );
    // A second block under its own title; the rows are those of one list.
    let blocks = |title: &str, total: &str| {
        format!(
            "== Return\nQuarter 3 2022/23\nScheme | Target | Forecast | Progress\nVoids | 400 | 380 | x\n{total}\n{title}\nScheme | Target | Forecast | Progress\nRents | 400 | 370 | y\nTotal | {}\n",
            if total.is_empty() { "800 | 750" } else { "400 | 370" }
        )
    };
    for total in ["Total | 400 | 380\n", ""] {
        let at = if total.is_empty() { "Return!A5" } else { "Return!A6" };
        for (title, severity) in [
            ("2021/22", "query"),
            ("Prior quarter (Q2)", "query"),
            ("2023/24 savings", "query"),
            ("Quarter 2 2022/23", "query"),
            ("Quarter 3 2022/23", ""),
            ("Housing savings (continued)", ""),
            ("2021/22 schemes carried forward", ""),
        ] {
            let (told, _) = read(&[(Q3, &blocks(title, total))]);
            let told: Vec<&String> = told.iter().filter(|line| line.contains("other-period")).collect();
            let expected: Vec<String> = [severity]
                .iter()
                .filter(|word| !word.is_empty())
                .map(|word| format!("{word} other-period {at}"))
                .collect();
            assert_eq!(told, expected.iter().collect::<Vec<_>>(), "{title} {total}");
        }
    }
    // Another area's.
    let south = "[[area]]\nid = \"south\"\nname = \"South\"\nreturns = false\n";
    for (grid, at) in [
        (over("South"), "Return!B2"),
        (over("Savings of South"), "Return!B2"),
        (blocks("South", "Total | 400 | 380\n"), "Return!A6"),
    ] {
        let (told, _) = read_with(south, &[(Q3, &grid.replace("Housing", "North"))]);
        assert!(told.contains(&format!("query other-area {at}")), "{told:?} {grid}");
    }
    let (told, _) = read_with(south, &[(Q3, &over("North"))]);
    assert_eq!(told, [""; 0]);
}

#[test]
fn a_title_may_be_explained_until_it_changes() {
    let grid = format!("== Return\nQuarter 2\n{NOW}");
    let (_folder, collection) = made("", &[(Q3, &grid)]);
    let entry = "[[explain]]\nfinding = \"other-period:north\"\nstated = \"Quarter 2, in Quarter 3, 2022/23\"\nwords = \"Only the title is old.\"\n\
                 role = \"Finance business partner\"\ndate = 2023-01-20\n";
    fs::write(collection.join("decisions.toml"), entry).unwrap();
    assert_eq!(build(&collection, &[]).code, 0);
    // It is given on this title, and for this period.
    for (said, other) in [("Quarter 2", "Quarter 1"), ("Quarter 3", "Quarter 4")] {
        fs::write(collection.join("decisions.toml"), entry.replace(said, other)).unwrap();
        assert_ne!(build(&collection, &[]).code, 0);
    }
}

#[test]
fn last_quarters_figures_are_one_finding_however_the_file_was_saved() {
    let title = "Housing savings return – Quarter 2 2022/23\nPosition at 30 September 2022\n";
    let q2 = format!("== Return\n{title}{THEN}");
    let again = |grid: &str| read(&[(Q2, &q2), (Q3, grid)]).0;
    // The very bytes; saved anew; another order of rows and columns; a title that is this quarter's, or none.
    assert_eq!(again(&q2), ["error same-file-again"]);
    assert_eq!(again(&format!("== Sheet1\n{title}\n{THEN}")), ["error last-return-again Sheet1!A1"]);
    assert_eq!(
        again(&format!("== Sheet1\n{title}\n{}", THEN.replace(" | Progress", " | Progress "))),
        ["error last-return-again Sheet1!A1"]
    );
    assert_eq!(again(&format!("== Return\nQuarter 3 2022/23\n{THEN}")), ["query figures-unmoved Return"]);
    assert_eq!(again(&format!("== Return\nHousing\n{THEN}")), ["query figures-unmoved Return"]);
    // Only the title is this quarter's text: the figures are the same and the texts are new.
    let retold = THEN.replace("Tender out.", "Contract let.");
    assert_eq!(again(&format!("== Return\nHousing\n{retold}")), [""; 0]);
    assert_eq!(again(&format!("== Return\n{title}\n{retold}")), ["error last-return-again Return!A1"]);
    // One figure moved.
    assert_eq!(
        again(&format!("== Return\nHousing\n{}", THEN.replace("250 | 250", "250 | 230").replace("790", "770"))),
        [""; 0]
    );
    // Figures to date that stand still are asked about whatever the texts say.
    let to_date = |progress: &str| {
        format!(
            "== Return\nScheme | Target | Forecast | Achieved | Progress\nVoids | 400 | 390 | 100 | {progress}\nTotal | 400 | 390 | 100\n"
        )
    };
    let told = read(&[(Q2, &to_date("Tender out.")), (Q3, &to_date("Contract let."))]).0;
    assert_eq!(told, ["query figures-unmoved Return"]);
    // Two figures are too few.
    let few = |progress: &str| {
        format!(
            "== Return\nScheme | Target | Forecast | Progress\nVoids | 400 | 390 | x{progress}\nTotal | 400 | 390\n"
        )
    };
    assert_eq!(read(&[(Q2, &few("")), (Q3, &few("\n"))]).0, [""; 0]);
}

#[test]
fn folders_of_periods_are_understood_or_stop_the_run() {
    let run = |folders: &[&str]| {
        let files: Vec<(String, String)> =
            folders.iter().map(|folder| (format!("returns/{folder}/north.txt"), format!("== Return\n{NOW}"))).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, grid)| (path.as_str(), grid.as_str())).collect();
        let (folder, collection) = made("", &files);
        let run = piperoll().arg("check").arg(&collection).output().unwrap();
        drop(folder);
        (run.status.code(), stderr(&run))
    };
    for name in
        ["2022-23-Q3", "Q3 2022-23", "2022-23 q3", "2022-23-P05", "2022-23-outturn", "2022-23 Quarter three", "FY23 Q3"]
    {
        let (code, said) = run(&[name]);
        assert_eq!(code, Some(0), "{name}: {said}");
    }
    let (code, said) = run(&["2022-23-q2", "2022-23-Q3 (2)"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("returns/2022-23-Q3 (2) is no period that is understood: call it 2022-23-q3"), "{said}");
    let (code, said) = run(&["2022-23-q2", "new"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("returns/new is no period that is understood: call it by its period, like 2022-23-q3"),
        "{said}"
    );
    let (code, said) = run(&["2022-23-q3", "2022-23 Q3"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("are both the period 2022-23-q3"), "{said}");
    // A month is one where the periods are months, and may be a quarter elsewhere.
    for name in ["December 2022", "Dec-22", "2022-12", "31.12.22"] {
        assert_ne!(run(&["2022-23-p08", name]).0, Some(2), "{name}");
        for others in [&["2022-23-q2", name][..], &["2022-23-q2", "2022-23-p08", name], &[name]] {
            assert_eq!(run(others).0, Some(2), "{others:?}");
        }
    }
    let (code, said) = run(&["2022-23-q3", ".git", "__MACOSX"]);
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn a_folder_in_another_spelling_is_a_period_like_any_other() {
    let moved = NOW.replace("Voids repairs | 400", "Voids repairs | 410").replace("800", "810");
    let (_folder, collection) = made(
        "",
        &[
            ("returns/Q2 2022-23/north.txt", &format!("== Return\n{NOW}")),
            ("returns/2022-23-Q3/north.txt", &format!("== Return\n{moved}")),
            ("returns/.DS_Store", "x"),
            ("returns/2022-23-Q3/~$north.xlsx", "x"),
            ("returns/2022-23-Q3/.DS_Store", "x"),
        ],
    );
    let said = stderr(&piperoll().arg("check").arg(&collection).output().unwrap());
    assert!(said.contains("returns/2022-23-Q3/north.xlsx, sheet Return, cell B2"), "{said}");
    assert!(said.contains("it was £400k in Quarter 2, 2022/23"), "{said}");
    let read = piperoll().arg("read").arg(collection.join("returns/Q2 2022-23/north.xlsx")).output().unwrap();
    assert_eq!(read.status.code(), Some(0), "{}", stderr(&read));
    let named = piperoll().arg("check").arg(&collection).args(["--period", "2022-23-q2"]).output().unwrap();
    assert_eq!(named.status.code(), Some(0), "{}", stderr(&named));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn several_sheets_never_add_up(names in proptest::sample::subsequence(vec!["Oct", "Nov", "Dec", "Sheet2", "Q2", "Guidance", "Return"], 2..5)) {
        let grid: String = names.iter().map(|name| format!("== {name}\n{NOW}")).collect();
        let (told, totals) = read(&[(Q3, &grid)]);
        prop_assert_eq!(told.len(), 1);
        prop_assert!(told[0].starts_with("error several-sheets"), "{:?}", told);
        prop_assert_eq!(totals, ["800".to_string(), "750".to_string()]);
    }
}
