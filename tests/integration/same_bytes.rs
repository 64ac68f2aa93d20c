//! Same input, same bytes: whatever the folder, the time zone, the locale.

use std::fs;
use std::path::Path;

use crate::support::{copy, piperoll_build, sample, stderr};

fn build(collection: &Path, output: &Path, zone: &str, locale: &str, threads: &str) {
    let run = piperoll_build()
        .arg(collection)
        .arg("--output")
        .arg(output)
        .env("TZ", zone)
        .env("LANG", locale)
        .env("LC_ALL", locale)
        .env("RAYON_NUM_THREADS", threads)
        .output()
        .expect("it runs");
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
}

#[test]
fn two_builds_elsewhere_give_the_same_bytes() {
    let (_one, first) = copy(&sample("recovery-plan"));
    let (_two, second) = copy(&sample("recovery-plan"));
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    build(&first, one.path(), "Europe/London", "en_GB.UTF-8", "1");
    build(&second, &two.path().join("a folder"), "Pacific/Auckland", "de_DE.UTF-8", "4");
    let pdf = cfg!(feature = "typst").then_some("appendix.pdf");
    for file in ["consolidated.xlsx", "findings.json"].into_iter().chain(pdf) {
        let read = |folder: &Path| fs::read(folder.join("2022-23-q3").join(file)).unwrap();
        assert!(read(one.path()) == read(&two.path().join("a folder")), "{file} differs");
    }
}
