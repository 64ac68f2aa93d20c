//! What a further scheme costs is the same however many there are. Held by counted instructions of one thread, which hardly
//! differ from run to run however busy a machine is, and never by a time.
//!
//! Three runs, each on twice as many schemes as the one before: what is done once falls out of their differences.

use std::path::Path;
use std::process::Command;

use crate::support::binary;

#[path = "../../benches/made/mod.rs"]
mod made;

/// By how many hundredths the cost of a further scheme may differ between the first doubling and the second. Time that grows
/// with an exponent of 1.1 differs by 7, a loop over all pairs of schemes by up to 100.
const BAND: u64 = 10;

/// The smallest of the gate's three collections: together they take some 75 s of one core in a debug build.
const OF_THE_GATE: usize = 120;

/// The smallest of `.ci/deep`'s.
const DEEP: usize = 640;

type Make = fn(&Path, usize) -> Result<(), Box<dyn std::error::Error>>;

/// Whether valgrind is there. Where CI is set it must be; else the test that asks says that it did nothing.
#[expect(clippy::print_stderr, reason = "whoever runs it is to know that nothing was counted")]
fn valgrind_is_there() -> bool {
    let there = Command::new("valgrind").arg("--version").output().is_ok_and(|run| run.status.success());
    assert!(there || std::env::var_os("CI").is_none(), "valgrind is not there: .ci/run installs it");
    if !there {
        eprintln!("valgrind is not there: no instructions were counted");
    }
    there
}

/// The instructions of one run of the program, which ends with this exit code.
fn instructions(arguments: &[&str], code: i32) -> u64 {
    let run = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(binary())
        .args(arguments)
        .envs([("NO_COLOR", "1"), ("RAYON_NUM_THREADS", "1")])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(code), "{arguments:?}: {said}");
    let collected = said.lines().find_map(|line| line.split_once("Collected : "));
    collected.expect("callgrind says what it counted").1.trim().parse().unwrap()
}

/// Holds that what the command costs grows with the number of schemes. `more` comes behind the collection.
#[expect(clippy::print_stderr, reason = "whoever runs it by hand sees what was counted")]
fn grows_with_the_schemes(command: &str, options: &[&str], make: Make, smallest: usize, code: i32) {
    if !valgrind_is_there() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let sizes = [smallest, 2 * smallest, 4 * smallest];
    let counts = sizes.map(|size| {
        let collection = folder.path().join(size.to_string());
        std::fs::create_dir(&collection).unwrap();
        make(&collection, size).unwrap();
        let mut arguments = vec![command, collection.to_str().unwrap()];
        arguments.extend(options);
        let output = folder.path().join("outputs").join(size.to_string());
        if command == "build" {
            arguments.extend(["--output", output.to_str().unwrap()]);
        }
        instructions(&arguments, code)
    });
    let further = |step: usize| {
        let schemes = u64::try_from(sizes[step + 1] - sizes[step]).unwrap();
        counts[step + 1].checked_sub(counts[step]).expect("more schemes cost more") / schemes
    };
    let (first, second) = (further(0), further(1));
    let hundredths = second * 100 / first;
    let said = format!(
        "{command}: {counts:?} instructions for {sizes:?} schemes. A further scheme costs {first} in the first doubling and \
         {second} in the second, {hundredths} hundredths of it"
    );
    eprintln!("{said}");
    assert!(
        hundredths.abs_diff(100) <= BAND,
        "{said}; at most {BAND} more or less are allowed. Something goes through all schemes for each scheme, or stops at a \
         number of them. To see what: make two of these sizes with\n  \
         cargo bench --no-default-features --bench reading -- --make FOLDER SCHEMES\ncount both with\n  \
         RAYON_NUM_THREADS=1 valgrind --tool=callgrind --callgrind-out-file=SCHEMES.out target/debug/piperoll {command} FOLDER\n\
         and look in both for the functions whose share has grown\n  callgrind_annotate --inclusive=yes SCHEMES.out"
    );
}

#[test]
fn a_further_scheme_costs_the_same_to_check() {
    grows_with_the_schemes("check", &[], made::collection, OF_THE_GATE, 0);
}

#[test]
#[ignore = "takes minutes: .ci/deep runs it"]
fn a_further_scheme_costs_the_same_at_larger_sizes_to_check() {
    grows_with_the_schemes("check", &[], made::collection, DEEP, 0);
}

#[test]
#[ignore = "does not hold while fewer than 24 corrections are tried: the more faults, the more are; run it by hand"]
fn faults_cost_the_same_to_check_however_many_there_are() {
    grows_with_the_schemes("check", &["--all"], made::spoilt, OF_THE_GATE, 1);
}

#[test]
#[ignore = "takes minutes: .ci/deep runs it"]
fn a_further_scheme_costs_the_same_at_larger_sizes_to_build() {
    grows_with_the_schemes("build", &["--no-pdf"], made::collection, DEEP, 0);
}
