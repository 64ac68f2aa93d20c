//! The program is killed, interrupted, or refused by the system, at each system call of a build. Whatever happens, what
//! stands afterwards is exactly the earlier set or the new one.
//!
//! The gate tries a spread of the points; `.ci/deep` tries all of them.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};

use piperoll::output::recover;
use tempfile::TempDir;

use super::traced::{self, Call};
use super::{all_in, collection};
use crate::support::{copy_tree, piperoll, stderr};

/// How many points of each scene the gate tries.
const SPREAD: usize = 11;

/// A folder of outputs, and a build that goes into it.
pub struct Scene {
    what: &'static str,
    _folder: TempDir,
    collection: PathBuf,
    before: PathBuf,
    /// What stands there when the build does nothing at all, and what when it does all.
    old: BTreeMap<String, Vec<u8>>,
    new: BTreeMap<String, Vec<u8>>,
    /// What stands there when it does all but could only take back what another build left.
    taken_back: BTreeMap<String, Vec<u8>>,
}

impl Scene {
    fn new(what: &'static str, target: u32, before: impl FnOnce(&Path)) -> Scene {
        let (folder, collection) = collection(target);
        let standing = folder.path().join("before");
        before(&standing);
        let mut scene = Scene {
            what,
            _folder: folder,
            collection,
            before: standing,
            old: BTreeMap::new(),
            new: BTreeMap::new(),
            taken_back: BTreeMap::new(),
        };
        let (_kept, output) = scene.fresh();
        recover(&period(&output), &|_| {}).unwrap();
        scene.old = all_in(&output);
        assert!(matches!(scene.run(&output), 0 | 1), "{what}");
        scene.new = all_in(&output);
        assert_ne!(scene.old, scene.new, "{what}");
        assert!(scene.new.keys().all(|name| !name.contains("/.")), "{what}: {:?}", scene.new.keys());
        scene
    }

    /// The folder of outputs as it was before.
    fn fresh(&self) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("outputs");
        copy_tree(&self.before, &output);
        (folder, output)
    }

    fn run(&self, output: &Path) -> i32 {
        let run = piperoll().args(self.arguments(output)).output().unwrap();
        run.status.code().unwrap_or_else(|| panic!("{}: {}", self.what, stderr(&run)))
    }

    fn arguments<'a>(&'a self, output: &'a Path) -> [&'a str; 6] {
        let path = |path: &'a Path| path.to_str().unwrap();
        ["--quiet", "build", "--no-pdf", path(&self.collection), "--output", path(output)]
    }

    /// The points at which something is done to it: all of the build, and those from where it comes to the outputs.
    pub fn calls(&self) -> (Vec<Call>, Vec<Call>) {
        let (_kept, output) = self.fresh();
        let all = traced::calls(&self.arguments(&output));
        let first = all.iter().position(|call| call.shown.contains(output.to_str().unwrap())).unwrap();
        let last = all.iter().rposition(|call| call.shown.contains(output.to_str().unwrap())).unwrap();
        let outputs = all[first..=last].to_vec();
        assert!(outputs.len() > 25, "{}", outputs.len());
        (all, outputs)
    }

    fn is_an_end(&self, output: &Path, point: &Call) {
        let all = all_in(output);
        let names = |set: &BTreeMap<String, Vec<u8>>| set.keys().cloned().collect::<Vec<_>>();
        assert!(
            all == self.old || all == self.new,
            "{}, at {}:\n{:?}\nold {:?}\nnew {:?}",
            self.what,
            point.shown,
            names(&all),
            names(&self.old),
            names(&self.new)
        );
    }

    /// Killed: whoever opens the place next finds one of the two sets, and the next build makes the new one.
    pub fn kill(&self, point: &Call) {
        let (_kept, output) = self.fresh();
        let run = traced::inject(point, "signal=KILL", &self.arguments(&output));
        assert_eq!(run.status.signal(), Some(9), "{}, at {}: {}", self.what, point.shown, stderr(&run));
        let copy = output.with_file_name("copy");
        copy_tree(&output, &copy);
        recover(&period(&output), &|_| {}).unwrap_or_else(|error| panic!("{}: {error}", point.shown));
        self.is_an_end(&output, point);
        // The next build does the same before it writes.
        assert!(matches!(self.run(&copy), 0 | 1), "{}, at {}", self.what, point.shown);
        assert_eq!(all_in(&copy), self.new, "{}, at {}", self.what, point.shown);
    }

    /// Interrupted: one of the two sets stands at once, with nothing beside it.
    pub fn interrupt(&self, point: &Call) {
        let (_kept, output) = self.fresh();
        let run = traced::inject(point, "signal=INT", &self.arguments(&output));
        let all = all_in(&output);
        match run.status.code() {
            // It came before anything was looked at: what another build left is still there.
            Some(130) if all == all_in(&self.before) => {}
            // Before the program itself had begun, it dies of it.
            None if run.status.signal() == Some(2) && all == all_in(&self.before) => {}
            Some(130) => self.is_an_end(&output, point),
            // It came when everything was done.
            Some(0 | 1) => assert_eq!(all, self.new),
            _ => panic!("{}, at {}: {:?} {}", self.what, point.shown, run.status, stderr(&run)),
        }
    }

    /// A call fails: exit code 2 and the earlier set, or the new one if all was in place. What could not be taken away goes with
    /// the next build.
    pub fn refuse(&self, point: &Call) {
        let (_kept, output) = self.fresh();
        let run = traced::inject(point, "error=EIO", &self.arguments(&output));
        let said = stderr(&run);
        recover(&period(&output), &|_| {}).unwrap_or_else(|error| panic!("{}: {error}", point.shown));
        let all = all_in(&output);
        let is_an_end = match run.status.code() {
            Some(2) => said.starts_with("cannot run: ") && said.contains("nput/output error") && all == self.old,
            Some(0 | 1) => all == self.new || all == self.taken_back,
            _ => false,
        };
        assert!(is_an_end, "{}, at {}: {:?} {said}\n{:?}", self.what, point.shown, run.status, all.keys());
    }
}

fn period(output: &Path) -> PathBuf {
    output.join("2022-23-q3")
}

/// Builds a set of this target there, with a paper beside it that an earlier build with a PDF would have left.
fn standing(target: u32, output: &Path) {
    let (_folder, collection) = collection(target);
    let run = piperoll().args(["build", "--no-pdf"]).arg(collection).arg("--output").arg(output).output().unwrap();
    assert!(matches!(run.status.code(), Some(0 | 1)), "{}", stderr(&run));
    fs::write(period(output).join("appendix.pdf"), "an earlier paper").unwrap();
    fs::write(period(output).join("notes.txt"), "of somebody else").unwrap();
}

/// A first build, a build over an earlier draft, a draft over a final set, and a build where another was killed half-way.
pub fn scenes() -> Vec<Scene> {
    let first = Scene::new("first build", 100, |output| fs::create_dir(output).unwrap());
    let over = Scene::new("over an earlier draft", 200, |output| standing(102, output));
    let draft = Scene::new("draft over final", 101, |output| standing(100, output));
    let mut half_way = Scene::new("after a killed build", 101, |output| {
        let (_kept, killed) = over.fresh();
        let (_, points) = over.calls();
        // The first of the files has just been moved out of the folder.
        let point = points.iter().filter(|call| call.name == "rename").nth(2).unwrap();
        traced::inject(point, "signal=KILL", &over.arguments(&killed));
        assert!(all_in(&killed).keys().any(|name| name.ends_with(".old")), "{:?}", all_in(&killed).keys());
        copy_tree(&killed, output);
    });
    // Then a draft stood there before, and no final set is kept.
    half_way.taken_back = draft.new.clone();
    half_way.taken_back.retain(|name, _| !name.contains("earlier-final"));
    vec![first, over, draft, half_way]
}

/// So many points, evenly over all.
fn spread(points: &[Call], many: usize) -> impl Iterator<Item = &Call> {
    (0..many).map(move |number| &points[number * points.len() / many])
}

#[test]
fn killed_anywhere_it_leaves_the_old_or_the_new_set() {
    if !traced::is_there() {
        return;
    }
    let mut tries = 0;
    for scene in scenes() {
        let (_, points) = scene.calls();
        for point in spread(&points, SPREAD) {
            scene.kill(point);
            tries += 1;
        }
    }
    assert!(tries >= 40, "{tries}");
}

#[test]
fn interrupted_or_refused_anywhere_it_leaves_the_old_or_the_new_set() {
    if !traced::is_there() {
        return;
    }
    for scene in scenes() {
        let (_, points) = scene.calls();
        let changes: Vec<Call> = points.into_iter().filter(Call::changes).collect();
        for point in spread(&changes, SPREAD / 2) {
            scene.interrupt(point);
            scene.refuse(point);
        }
    }
}

/// All points of whole builds: `.ci/deep`.
#[test]
#[ignore = "takes minutes: .ci/deep runs it"]
#[expect(clippy::print_stderr, reason = "it says how many points there are")]
fn killed_interrupted_or_refused_at_every_single_point() {
    assert!(traced::is_there(), "strace is needed");
    let (mut kills, mut others) = (0, 0);
    for scene in scenes() {
        let (all, points) = scene.calls();
        for point in &all {
            scene.kill(point);
            scene.interrupt(point);
            kills += 1;
        }
        for point in &points {
            scene.refuse(point);
            others += 1;
        }
        eprintln!("{}: {} points, {} of them at the outputs", scene.what, all.len(), points.len());
    }
    eprintln!("killed {kills} times, interrupted {kills} times, refused {others} times");
    assert!(kills >= 300, "{kills}");
}
