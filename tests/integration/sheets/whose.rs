//! Whose a return, a sheet and a file is.

use super::*;

#[test]
fn sheets_of_different_areas_count_together_and_months_of_all_areas_do_not() {
    let form = fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
    let areas = "[[area]]\nid = \"north\"\nname = \"North\"\nreturns = false\n\n[[area]]\nid = \"south\"\nname = \"South\"\nreturns = false\n";
    let form = form
        .replace("[[area]]\nid = \"north\"\nname = \"North\"\n", areas)
        .replace("file = \"{area}\"", "file = \"all\"");
    let by_sheet = form.replace("area = \"file\"", "area = \"sheet\"");
    let all = "returns/2022-23-q3/all.txt";
    let (told, totals) = read(&[("piperoll.toml", &by_sheet), (all, &format!("== North\n{NOW}== South\n{THEN}"))]);
    assert_eq!((told.len(), totals), (0, ["800".into(), "750".into()]));
    let column =
        "[[list.column]]\nid = \"whose\"\nheading = \"Area\"\nkind = \"text\"\n\n[[list.column]]\nid = \"target\"";
    let by_column = form.replace("area = \"file\"", "area = \"column:whose\"").replacen(
        "[[list.column]]\nid = \"target\"",
        column,
        1,
    );
    let month = |name: &str, north: u32| {
        format!(
            "== {name}\nScheme | Area | Target | Forecast\nVoids | North | 100 | {north}\nRents | South | 50 | 50\n"
        )
    };
    let grid = format!("{}{}", month("Nov", 90), month("Dec", 80));
    let (told, totals) = read(&[("piperoll.toml", &by_column), (all, &grid)]);
    assert!(told.contains(&"error several-sheets Nov".to_string()), "{told:?}");
    assert_eq!(totals, ["100", "80"]);
}

#[test]
fn sheets_rival_each_other_where_they_have_an_area_in_common_and_guidance_under_no_area_never_counts() {
    let base = fs::read_to_string(crate::support::repository().join("tests/gallery/base.toml")).unwrap();
    let area = |id: &str| format!("[[area]]\nid = \"{id}\"\nname = \"{id}\"\nreturns = false\n\n");
    let base = base
        .replace("[[area]]\nid = \"north\"\nname = \"North\"\n", &["north", "South", "East"].map(area).concat())
        .replace("file = \"{area}\"", "file = \"all\"");
    let column =
        "[[list.column]]\nid = \"whose\"\nheading = \"Area\"\nkind = \"text\"\n\n[[list.column]]\nid = \"target\"";
    let by_column = base.replace("area = \"file\"", "area = \"column:whose\"").replacen(
        "[[list.column]]\nid = \"target\"",
        column,
        1,
    );
    let by_heading = base.replace("area = \"file\"", "area = \"heading\"");
    let all = "returns/2022-23-q3/all.txt";
    let month = |name: &str, other: &str| {
        format!("== {name}\nScheme | Area | Target | Forecast\nVoids | North | 100 | 90\nRents | {other} | 50 | 50\n")
    };
    let grid = format!("{}{}", month("Oct", "South"), month("Nov", "East"));
    let (told, totals) = read(&[("piperoll.toml", &by_column), (all, &grid)]);
    assert!(told.iter().any(|line| line.starts_with("error several-sheets")), "{told:?}");
    assert_eq!(totals, ["100", "90"]);
    let headed = "Scheme | Target | Forecast\n";
    let sections = "North\nVoids | 100 | 90\nSouth\nRents | 50 | 50\n";
    let example = "Close a depot | 20 | 20\n";
    for (grid, expected, totals) in [
        (
            format!("== Guidance\n{headed}{example}== Return\n{headed}{sections}"),
            "query not-used Guidance!",
            ["100", "90"],
        ),
        (
            format!("== Return\n{headed}{sections}== Guidance\n{headed}{example}"),
            "query not-used Guidance!",
            ["100", "90"],
        ),
        (format!("== Return\n{headed}{example}{sections}"), "error unknown-row-area Return!A2", ["100", "90"]),
        (
            format!("== Sheet2\n{headed}{example}== Return\n{headed}{sections}"),
            "error unknown-row-area Sheet2!A2",
            ["100", "90"],
        ),
        (
            format!("== Guidance\n{headed}{sections}== Return\n{headed}{sections}"),
            "error several-sheets Guidance",
            ["100", "90"],
        ),
    ] {
        let (told, counted) = read(&[("piperoll.toml", &by_heading), (all, &grid)]);
        let asked: Vec<&String> = told.iter().filter(|line| !line.starts_with("note ")).collect();
        assert!(asked.len() == 1 && asked[0].starts_with(expected), "{grid} {told:?}");
        assert_eq!(counted, totals, "{grid}");
    }
}

#[test]
fn a_title_of_another_area_is_asked_about() {
    let south = "[[area]]\nid = \"south\"\nname = \"South\"\nalso = [\"The South\"]\n";
    let other = "returns/2022-23-q3/south.txt";
    let titled = |title: &str| format!("== Return\n{title}\n\n{NOW}");
    for (title, expected) in [
        ("Service area: South", vec!["query other-area Return!A1"]),
        ("Savings return – The South", vec!["query other-area Return!A1"]),
        ("South", vec!["query other-area Return!A1"]),
        ("North", vec![]),
        ("Service area: North", vec![]),
        ("Directorate: South\nService area: North", vec!["note other-area Return!A1"]),
        ("Savings of the south coast", vec![]),
        // In ordinary words.
        ("South savings return", vec!["query other-area Return!A1"]),
        ("SAVINGS RETURN Q3: THE SOUTH", vec!["query other-area Return!A1"]),
        ("Return of The South, Quarter 3", vec!["query other-area Return!A1"]),
        ("Transferred from The South", vec![]),
        ("North savings\nJointly with The South", vec![]),
        ("North savings\nSouth and North", vec![]),
        ("Return to: South", vec![]),
        ("Portfolio holder: The South", vec![]),
        ("Cabinet member: South", vec![]),
        ("Cabinet member | South", vec![]),
        ("Contact: | South", vec![]),
        ("Scrutiny committee: South", vec![]),
        ("Directorate | South", vec!["query other-area Return!B1"]),
        ("To May", vec![]),
        ("Savings to May", vec!["query other-period Return!A1"]),
    ] {
        let (told, totals) = read_with(south, &[(Q3, &titled(title)), (other, &format!("== Return\n{THEN}"))]);
        assert_eq!(
            (told, totals),
            (expected.iter().map(|line| (*line).to_string()).collect(), ["800".into(), "750".into()]),
            "{title}"
        );
    }
    // What may be chosen from is no title.
    for lists in [
        "== Lists\nSouth\n",
        "== Lists\nAreas\nNorth\nSouth\n",
        "== Sheet3\nSouth\nNorth\n",
        "== Drop-downs\nArea\nNorth\nSouth\n",
    ] {
        let files = [(Q3, format!("== Return\n{NOW}{lists}")), (other, format!("{lists}== Return\n{THEN}"))];
        let (told, totals) = read_with(south, &files.each_ref().map(|(path, grid)| (*path, grid.as_str())));
        assert_eq!((told, totals), (vec![], ["800".into(), "750".into()]), "{lists}");
    }
    // Another area's sheet is not offered to be counted for this one.
    for (grid, named) in [
        (format!("== Return\n{NOW}== Sheet2\nService area: South\n{THEN}"), "'Sheet2' is South's"),
        (format!("== Sheet2\nSouth savings return\n{THEN}== Return\n{NOW}"), "'Sheet2' is South's"),
        (format!("== South\n{THEN}== Return\nService area: North\n{NOW}"), "'South' is South's"),
    ] {
        let (_folder, collection) = made(south, &[(Q3, &grid), (other, &format!("== Return\n{THEN}"))]);
        let said = stderr(&piperoll().arg("check").arg(&collection).output().unwrap());
        assert!(said.contains("error[several-sheets]") && said.contains(named), "{said}");
        assert!(!said.contains("sheets = \"all\"") && said.contains("Only 'Return' is counted"), "{said}");
    }
    // Nothing else came from the other area: its title is believed, and both are told.
    let (_folder, collection) = made(south, &[(Q3, &titled("Service area: South"))]);
    assert_eq!(told(&collection), ["error missing-return", "query other-area Return!A1"]);
    // Ordinary words, and a sheet's name, are asked about; the file's name is believed.
    let south = south.replace("id", "returns = false\nid");
    for (grid, at) in [
        (titled("South savings return"), "Return!A1"),
        (format!("== South\n{NOW}"), "South"),
        (format!("== The_South Q3\n{NOW}"), "The_South Q3"),
    ] {
        let (told, totals) = read_with(&south, &[(Q3, &grid)]);
        assert_eq!((told, totals), (vec![format!("query other-area {at}")], ["800".into(), "750".into()]), "{grid}");
    }
}

#[test]
fn a_second_file_of_an_area_is_named_with_the_first() {
    for file in [
        "Copy of north",
        "north v2",
        "north (1)",
        "north - Copy",
        "north copy 2",
        "north FINAL (2)",
        "north_old",
        "Kopie von north",
        "north jb edits",
    ] {
        let (_folder, collection) = made(
            "",
            &[
                (Q3, &format!("== Return\n{NOW}")),
                (&format!("returns/2022-23-q3/{file}.txt"), &format!("== Return\n{THEN}")),
            ],
        );
        let said = stderr(&piperoll().arg("check").arg(&collection).output().unwrap());
        let both = said.contains(&format!("{file}.xlsx")) && said.contains(" north.xlsx");
        assert!(both && said.contains("1 error is open") && !said.contains("`also`"), "{said}");
    }
}

#[test]
fn a_files_name_holds_the_areas_name() {
    let south = "[[area]]\nid = \"south\"\nname = \"South\"\nreturns = false\n";
    for (file, expected) in [
        ("North Q3 2022-23", vec![]),
        ("North savings return Q3 v2 FINAL", vec![]),
        ("Savings return Q3", vec!["error missing-return", "error unknown-area"]),
        ("North and South Q3", vec!["error unknown-area"]),
        ("North Q2", vec!["query other-period Return"]),
        ("North 2021-22", vec!["query other-period Return"]),
        ("North 2022-10-14", vec![]),
    ] {
        let (_folder, collection) =
            made(south, &[(&format!("returns/2022-23-q3/{file}.txt"), &format!("== Return\n{NOW}"))]);
        assert_eq!(told(&collection), expected, "{file}");
    }
}
