//! `piperoll build --engine genpdf`: a proof for reading in the office, with every word of the appendix, and never one.

use std::fs;

use crate::support::{piperoll, sample, stderr};

fn build(collection: &std::path::Path, output: &std::path::Path, more: &[&str]) -> (Option<i32>, String) {
    let mut command = piperoll();
    command.arg("build").arg(collection).args(["--engine", "genpdf"]).arg("--output").arg(output).args(more);
    let run = command.output().unwrap();
    (run.status.code(), stderr(&run))
}

#[test]
fn a_proof_is_never_published() {
    let output = tempfile::tempdir().unwrap();
    for (more, part) in [
        (&["--final"][..], "is never published: --final publishes appendix.pdf"),
        (&["--final", "--supersedes", "1", "--reason", "why"], "is never published"),
        (&["--audience", "public"], "is not for everybody"),
        (&["--no-pdf"], "cannot be used with"),
    ] {
        let (code, said) = build(&sample("recovery-plan"), output.path(), more);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(part), "{said}");
    }
    assert_eq!(fs::read_dir(output.path()).unwrap().count(), 0);
}

#[cfg(not(feature = "genpdf"))]
#[test]
fn without_genpdf_it_says_how_to_come_by_one_that_has_it() {
    let output = tempfile::tempdir().unwrap();
    let (code, said) = build(&sample("recovery-plan"), output.path(), &[]);
    assert_eq!(code, Some(2));
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(
        said.contains("built without genpdf") && said.contains("--no-default-features --features genpdf"),
        "{said}"
    );
    assert_eq!(fs::read_dir(output.path()).unwrap().count(), 0);
}

#[cfg(feature = "genpdf")]
mod with_genpdf {
    use std::path::Path;

    use piperoll::fonts::Fonts;

    use super::*;
    use crate::pages;
    use crate::printed_words::{differences, expected, found};
    use crate::support::{built, copy, report};

    /// The one folder of a period that a build wrote.
    fn written(output: &Path) -> std::path::PathBuf {
        let mut periods = fs::read_dir(output).unwrap().map(|entry| entry.unwrap().path());
        let period = periods.next().unwrap();
        assert!(periods.next().is_none());
        period
    }

    /// The proof of a sample has the words of its report, each as often; tests/integration/pdf.rs holds the appendix to the same.
    fn has_every_word(name: &'static str) {
        let output = tempfile::tempdir().unwrap();
        let (code, said) = build(&sample(name), output.path(), &[]);
        assert_eq!(code, Some(0), "{said}");
        let expected = expected(&report(&sample(name)), |text| Fonts::default().printable(text).into_owned());
        let proof = pages::pages(&pages::open(&fs::read(written(output.path()).join("proof.pdf")).unwrap()));
        assert_eq!(differences(&expected, &found(&proof)), [""; 0], "the proof");
        for page in &proof {
            let text = page.solid();
            assert!(text.contains("PROOF,notaccessible,notforpublication"), "{text}");
            assert!(text.contains("FORCLEARANCE"), "{text}");
        }
    }

    #[test]
    fn the_proof_of_the_recovery_plan_has_every_word() {
        has_every_word("recovery-plan");
    }

    #[test]
    fn the_proof_of_the_rag_schemes_has_every_word() {
        has_every_word("rag-schemes");
    }

    #[test]
    fn the_proof_of_the_savings_list_has_every_word() {
        has_every_word("savings-list");
    }

    #[test]
    fn the_proof_of_the_budget_recovery_has_every_word() {
        has_every_word("budget-recovery");
    }

    #[test]
    fn the_proof_of_the_multi_year_programme_has_every_word() {
        has_every_word("multi-year-programme");
    }

    #[test]
    fn a_proof_stands_in_the_place_of_the_appendix_and_the_other_files_are_the_same() {
        let output = tempfile::tempdir().unwrap();
        let folder = output.path().join("2022-23-q3");
        fs::create_dir_all(&folder).unwrap();
        // Of an earlier draft, which is kept nowhere.
        fs::write(folder.join("appendix.pdf"), b"an earlier build's").unwrap();
        fs::write(folder.join("findings.json"), br#"{"counts":{"error":1,"query":0}}"#).unwrap();
        let (code, said) = build(&sample("recovery-plan"), output.path(), &[]);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("appendix.pdf of an earlier build was taken away"), "{said}");
        assert!(said.contains("proof.pdf is for reading in the office: not accessible, not for publication"), "{said}");
        let names = || {
            let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            names
        };
        assert_eq!(names(), ["consolidated.xlsx", "findings.json", "proof.pdf"]);
        for file in ["consolidated.xlsx", "findings.json"] {
            assert!(fs::read(folder.join(file)).unwrap() == built("recovery-plan").files[file], "{file} differs");
        }
        let first = fs::read(folder.join("proof.pdf")).unwrap();
        let (_, said) = build(&sample("recovery-plan"), output.path(), &["--quiet"]);
        assert_eq!(said, "");
        assert!(fs::read(folder.join("proof.pdf")).unwrap() == first, "two builds differ");
        // What takes the place of a set with a proof leaves none behind, and keeps none: nothing is lost with it.
        let mut command = piperoll();
        command.arg("build").arg(sample("recovery-plan")).arg("--no-pdf").arg("--output").arg(output.path());
        let said = stderr(&command.output().unwrap());
        assert!(said.contains("proof.pdf of an earlier build was taken away"), "{said}");
        assert_eq!(names(), ["consolidated.xlsx", "findings.json"]);
        assert_eq!(fs::read_dir(output.path()).unwrap().count(), 1, "nothing is kept");
    }

    #[test]
    fn a_proof_of_a_draft_says_so_on_every_page() {
        let (_folder, collection) = copy(&sample("recovery-plan"));
        fs::remove_file(collection.join("decisions.toml")).unwrap();
        let output = tempfile::tempdir().unwrap();
        let (code, said) = build(&collection, output.path(), &[]);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("Draft: "), "{said}");
        let proof = pages::texts(&fs::read(written(output.path()).join("proof.pdf")).unwrap());
        assert!(proof.len() > 3);
        for page in proof {
            assert!(page.contains("PROOF,notaccessible,notforpublication") && page.contains("DRAFT"), "{page}");
        }
    }

    #[test]
    fn a_layout_of_the_collection_s_own_is_refused_and_not_left_unused() {
        let (_folder, collection) = copy(&sample("recovery-plan"));
        fs::create_dir_all(collection.join("templates/layout")).unwrap();
        fs::write(collection.join("templates/layout/appendix.typ"), "= Title\n").unwrap();
        let output = tempfile::tempdir().unwrap();
        let (code, said) = build(&collection, output.path(), &[]);
        assert_eq!(code, Some(2), "{said}");
        assert!(
            said.contains("templates/layout/appendix.typ") && said.contains("genpdf can lay out no page by it"),
            "{said}"
        );
        assert_eq!(fs::read_dir(output.path()).unwrap().count(), 0);
    }

    #[cfg(not(feature = "typst"))]
    #[test]
    fn without_the_typesetter_it_names_the_proof() {
        let run = piperoll().arg("build").arg(sample("recovery-plan")).output().unwrap();
        assert_eq!(run.status.code(), Some(2));
        assert!(stderr(&run).contains("--engine genpdf to write a proof (proof.pdf)"), "{}", stderr(&run));
    }
}
