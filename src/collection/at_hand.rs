//! Which collections are at hand from where somebody stands: the one whose folder this is or lies in, and those below it. Only names are
//! looked at; nothing in them is read.

use std::path::{Path, PathBuf};

use super::{FORM, NOT_OURS, RETURNS};
use crate::file;
use crate::names::nearest;

/// So deep below a folder collections are looked for: `samples/recovery-plan` is found, and not all of a drive is walked through.
const DEEPEST: usize = 2;

/// So many folders are looked into, in the order of their names.
const MOST_LOOKED_INTO: usize = 1_000;

/// So many collections are named.
const MOST_NAMED: usize = 20;

/// The way from `folder` to the nearest collection that it is, or lies in: '.', '..', '../..'. `folder` is as the system has it, from
/// its root on.
pub(crate) fn around(folder: &Path) -> Option<PathBuf> {
    let steps = folder.ancestors().position(is_collection)?;
    let up: PathBuf = (0..steps).map(|_| "..").collect();
    Some(if steps == 0 { PathBuf::from(".") } else { up })
}

/// The collections below `folder`, relative to it, by name.
pub(crate) fn below(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut looked_into) = (Vec::new(), 0);
    look(folder, Path::new(""), &mut found, &mut looked_into);
    found
}

/// The collection at hand that is called nearly like a folder which is not there.
pub(super) fn near(missing: &Path) -> Option<PathBuf> {
    let parent = missing.parent().filter(|parent| !parent.as_os_str().is_empty());
    let found = below(parent.unwrap_or(Path::new(".")));
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let names: Vec<String> = found.iter().map(|path| name(path)).collect();
    let wanted = name(missing);
    let is = |known: &&str| **known == wanted;
    let near =
        names.iter().map(String::as_str).find(is).or_else(|| nearest(&wanted, names.iter().map(String::as_str)))?;
    let place = names.iter().position(|name| name == near)?;
    let found = found.get(place)?;
    Some(parent.map_or_else(|| found.clone(), |parent| parent.join(found)))
}

/// The commands that check collections, one a line, and how many more there are.
pub(crate) fn commands(collections: &[PathBuf]) -> String {
    let mut lines: Vec<String> =
        collections.iter().take(MOST_NAMED).map(|path| format!("  piperoll check {}", typed(path))).collect();
    let more = collections.len().saturating_sub(MOST_NAMED);
    if more > 0 {
        lines.push(format!("  and {more} more"));
    }
    lines.join("\n")
}

/// A path as it is typed: in quotation marks where a blank would make two of it.
pub(crate) fn typed(path: &Path) -> String {
    let path = path.display().to_string();
    if path.contains(char::is_whitespace) { format!("\"{path}\"") } else { path }
}

/// A folder with a form in it, other than the form of one period.
fn is_collection(folder: &Path) -> bool {
    let holds_form = |folder: &Path| file::is_there(&folder.join(FORM));
    let returns = folder.parent().filter(|returns| returns.ends_with(RETURNS));
    holds_form(folder) && !returns.and_then(Path::parent).is_some_and(holds_form)
}

fn look(root: &Path, within: &Path, found: &mut Vec<PathBuf>, looked_into: &mut usize) {
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(root.join(within)).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        // A link may lead anywhere, back to where it stands too.
        if entry.file_type().is_ok_and(|of| of.is_dir()) && !name.starts_with('.') && !NOT_OURS.contains(&name.as_str())
        {
            folders.push(within.join(entry.file_name()));
        }
    }
    folders.sort();
    for folder in folders {
        if is_collection(&root.join(&folder)) {
            found.push(folder);
        } else if folder.components().count() < DEEPEST && *looked_into < MOST_LOOKED_INTO {
            *looked_into += 1;
            look(root, &folder, found, looked_into);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_forms(forms: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for form in forms {
            std::fs::create_dir_all(folder.path().join(form)).unwrap();
            std::fs::write(folder.path().join(form).join(FORM), "").unwrap();
        }
        folder
    }

    #[test]
    fn collections_are_found_two_levels_down_and_none_inside_another() {
        let folder = with_forms(&["b", "a/c", "a/d/e", ".hidden", "b/f", "__MACOSX", "b/returns/2022-23-q3"]);
        assert_eq!(below(folder.path()), [Path::new("a/c"), Path::new("b")]);
        assert!(below(&folder.path().join("nowhere")).is_empty());
    }

    #[test]
    fn a_walk_through_a_large_drive_ends() {
        let folder = with_forms(&["0000/a", "zzzz/z", "zz"]);
        for number in 1..=MOST_LOOKED_INTO {
            std::fs::create_dir(folder.path().join(format!("{number:04}"))).unwrap();
        }
        assert_eq!(below(folder.path()), [Path::new("0000/a"), Path::new("zz")]);
    }

    #[test]
    fn a_folder_of_returns_lies_in_its_collection_and_a_form_of_a_period_is_none() {
        let folder = with_forms(&["b", "b/returns/2022-23-q3"]);
        let root = folder.path().join("b");
        for (within, way) in
            [("", "."), ("returns", ".."), ("returns/2022-23-q3", "../.."), ("templates/words", "../..")]
        {
            std::fs::create_dir_all(root.join(within)).unwrap();
            let within = if within.is_empty() { root.clone() } else { root.join(within) };
            assert_eq!(around(&within), Some(PathBuf::from(way)), "{}", within.display());
        }
        assert_eq!(around(&folder.path().join("other")), None);
    }

    #[test]
    fn commands_can_be_typed_as_they_are_said() {
        let paths = [PathBuf::from("b"), PathBuf::from("our savings/a")];
        assert_eq!(commands(&paths), "  piperoll check b\n  piperoll check \"our savings/a\"");
        let many = vec![PathBuf::from("b"); MOST_NAMED + 3];
        assert!(commands(&many).ends_with("piperoll check b\n  and 3 more"));
    }
}
