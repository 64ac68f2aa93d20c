//! What a file is, by its first bytes and whatever its ending says: so that what cannot be read is called by its name, with what to
//! do for its kind.

use super::{contains, csv, utf16, xls};

/// What the first bytes say a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Zip,
    Compound,
    Other,
}

impl Container {
    pub(super) fn of(bytes: &[u8]) -> Self {
        if bytes.starts_with(b"PK") {
            Container::Zip
        } else if bytes.starts_with(&xls::SIGNATURE) {
            Container::Compound
        } else {
            Container::Other
        }
    }
}

pub(super) const PASSWORD: &str = "the workbook is protected with a password: save it without one and send it again";

const LABEL: &str = "the workbook is locked by a sensitivity label, or by rights management, so that only some people can open it: give it \
     a label without encryption, save it and send it again";

const CUT_OFF: &str = "only the first part of the file is there, as if copying or downloading had been cut off: get it again from where it came";

/// So far into a file its kind is looked for.
const HEAD: usize = 4096;

/// The comment at the end of a packed file, with its own head, is no longer.
const TAIL: usize = 65_557;

/// What says that a packed file is locked, or is not all there. `None` where it may be read.
pub(super) fn locked_or_cut_off(bytes: &[u8]) -> Option<String> {
    match Container::of(bytes) {
        Container::Compound if contains(bytes, &utf16("DRMEncrypted")) || contains(bytes, &utf16("\u{9}DRMContent")) => {
            Some(LABEL.to_string())
        }
        Container::Compound if contains(bytes, &utf16("EncryptedPackage")) => Some(PASSWORD.to_string()),
        // What a packed file holds is listed at its end.
        Container::Zip if bytes.starts_with(b"PK\x03\x04") && !contains(tail(bytes), b"PK\x05\x06") => {
            Some(CUT_OFF.to_string())
        }
        _ if bytes.iter().all(|byte| *byte == 0) => Some(
            "there is nothing but zeros in the file, as if copying or downloading had failed: get it again from where it came"
                .to_string(),
        ),
        _ => None,
    }
}

fn tail(bytes: &[u8]) -> &[u8] {
    bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or(bytes)
}

/// What a file is whose content is not what its ending says, and what to do.
pub(super) fn wrong_ending(ending: &str, bytes: &[u8]) -> String {
    format!("the ending is .{ending}, but the content is {}", content(ending, bytes))
}

const OPEN_AND_SAVE: &str = "open it in your spreadsheet program, save it as .xlsx and send that";

const THE_WORKBOOK: &str = "ask for the workbook itself";

fn content(ending: &str, bytes: &[u8]) -> String {
    let (is, mend) = match Container::of(bytes) {
        Container::Zip => ("a newer workbook, or another packed file", OPEN_AND_SAVE),
        Container::Compound => compound(bytes),
        Container::Other => other(bytes).unwrap_or_else(|| match csv::decoded(bytes) {
            Some(text) => text_of(ending, &text),
            None => ("something that is no workbook", THE_WORKBOOK),
        }),
    };
    format!("{is}: {mend}")
}

/// An old Office file.
fn compound(bytes: &[u8]) -> (&'static str, &'static str) {
    let holds = |stream: &str| contains(bytes, &utf16(stream));
    if holds("__substg1.0_") {
        ("an Outlook message", "save the workbook that is attached to it and take the message out")
    } else if holds("WordDocument") {
        ("an old Word document", THE_WORKBOOK)
    } else if holds("PowerPoint Document") {
        ("an old PowerPoint presentation", THE_WORKBOOK)
    } else {
        ("a workbook of the old .xls kind, or another old Office file", OPEN_AND_SAVE)
    }
}

/// What has a mark of its own at its beginning.
fn other(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let starts = |mark: &[u8]| head.starts_with(mark);
    let at = |place: usize, mark: &[u8]| head.get(place..).is_some_and(|rest| rest.starts_with(mark));
    // A sheet before Excel 5 begins with its version, and with how long what follows is.
    let is_old_sheet = matches!(head, [9, 0 | 2 | 4, 4 | 6, 0, ..]);
    let picture: [&[u8]; 7] =
        [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"\x01\0\0\0 EMF", b"\xd7\xcd\xc6\x9a"];
    let packed: [&[u8]; 4] = [b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"MSCF"];
    Some(if is_old_sheet {
        ("a sheet of Excel 2, 3 or 4, as no program has written since 1993", OPEN_AND_SAVE)
    } else if contains(head.get(..1024).unwrap_or(head), b"%PDF-") {
        ("a PDF, which is a print of something", "ask for the workbook that it was printed from")
    } else if starts(br"{\rtf") {
        ("a text document (RTF)", THE_WORKBOOK)
    } else if picture.iter().any(|mark| starts(mark))
        || starts(b"RIFF") && at(8, b"WEBP")
        || at(4, b"ftypheic")
        || starts(b"BM") && at(6, &[0; 4])
    {
        ("a picture", THE_WORKBOOK)
    } else if packed.iter().any(|mark| starts(mark)) {
        ("a packed file", "unpack it and send what is in it")
    } else {
        return None;
    })
}

/// A text.
fn text_of(ending: &str, text: &str) -> (&'static str, &'static str) {
    let start: String = text.trim_start_matches('\u{feff}').trim_start().chars().take(HEAD).collect();
    let start = start.to_lowercase();
    if start.contains("urn:schemas-microsoft-com:office:spreadsheet") && start.starts_with("<?xml") {
        ("an 'XML Spreadsheet 2003'", OPEN_AND_SAVE)
    } else if start.starts_with("<?xml") && !start.contains("<html") {
        ("XML", OPEN_AND_SAVE)
    } else if start.starts_with('<') || start.starts_with("mime-version:") {
        ("a web page, as some systems export one", OPEN_AND_SAVE)
    } else if start.contains("docs.google.com") {
        ("a link to a sheet on the web", "open the sheet, download it as .xlsx and send that")
    } else if csv::alike(text, csv::delimited(text).0).0 > 1 {
        (
            "CSV text",
            if ending == "xls" {
                "open it in your spreadsheet program, save it as .xlsx and send that, or call it .csv"
            } else {
                "call it .csv, or save it as .xlsx and send that"
            },
        )
    } else {
        ("plain text", THE_WORKBOOK)
    }
}

/// Whether a .csv holds something that is no csv: the sentence that says what.
pub(super) fn no_csv(bytes: &[u8]) -> Option<String> {
    let is_marked = Container::of(bytes) != Container::Other || other(bytes).is_some();
    let is_page = || {
        let start: String = csv::decoded(bytes.get(..HEAD).unwrap_or(bytes)).unwrap_or_default().to_lowercase();
        ["<!doctype", "<html", "<?xml", "<table", "{\"url\""].iter().any(|mark| start.trim_start().starts_with(mark))
    };
    (is_marked || is_page() || csv::decoded(bytes).is_none()).then(|| wrong_ending("csv", bytes))
}

/// What a packed file is that is no workbook, by the names of its parts in small letters.
pub(super) fn packed<'n>(mut names: impl Iterator<Item = &'n str>) -> (&'static str, &'static str) {
    names
        .find_map(|name| {
            if name.starts_with("word/") {
                Some(("a Word document", THE_WORKBOOK))
            } else if name.starts_with("ppt/") {
                Some(("a PowerPoint presentation", THE_WORKBOOK))
            } else if name.ends_with(".iwa") || name == "index.zip" {
                Some(("a Numbers or Pages document", "export it as .xlsx and send that"))
            } else if [".xlsx", ".xlsm", ".xls"].iter().any(|ending| name.ends_with(ending)) {
                Some(("a packed folder with workbooks in it", "unpack it and send what is in it"))
            } else {
                None
            }
        })
        .unwrap_or(("a packed file that is no workbook", THE_WORKBOOK))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_is_is_said_with_what_to_do() {
        let wide = |text: &str| [b"\xff\xfe".to_vec(), utf16(text)].concat();
        let compound = |stream: &str| [xls::SIGNATURE.to_vec(), vec![0; 600], utf16(stream)].concat();
        for (bytes, expected) in [
            (b"\x09\x00\x04\x00\x07\x00\x10\x00".to_vec(), "Excel 2, 3 or 4"),
            (b"\x09\x04\x06\x00\x00\x00\x10\x00".to_vec(), "Excel 2, 3 or 4"),
            (b"<html><table><tr><td>1".to_vec(), "a web page, as some systems export one: open it"),
            (b"\xef\xbb\xbf\r\n<!DOCTYPE html>".to_vec(), "a web page"),
            (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook".to_vec(), "a web page"),
            (
                b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">".to_vec(),
                "XML Spreadsheet 2003",
            ),
            (b"<?xml version=\"1.0\"?><a/>".to_vec(), "is XML"),
            (
                b"a,b\r\n1,2\r\n".to_vec(),
                "CSV text: open it in your spreadsheet program, save it as .xlsx and send that, or call it .csv",
            ),
            (wide("a\tb\r\n1\t2\r\n"), "CSV text"),
            (b"see the email".to_vec(), "plain text: ask for the workbook itself"),
            (b"%PDF-1.7".to_vec(), "a PDF, which is a print"),
            (br"{\rtf1\ansi".to_vec(), "RTF"),
            (b"\x89PNG\r\n\x1a\n".to_vec(), "a picture"),
            (b"RIFF\x10\0\0\0WEBPVP8 ".to_vec(), "a picture"),
            (b"\x1f\x8b\x08".to_vec(), "a packed file: unpack it"),
            (compound("__substg1.0_0037001F"), "an Outlook message"),
            (compound("WordDocument"), "an old Word document"),
            (b"{\"url\": \"https://docs.google.com/open?id=1\"}".to_vec(), "a link to a sheet on the web"),
            (vec![1, 2, 0, 255], "something that is no workbook"),
        ] {
            let why = wrong_ending("xls", &bytes);
            assert!(why.contains(expected), "{expected}: {why}");
        }
        for (bytes, expected) in [
            (compound("DRMEncryptedDataSpace EncryptedPackage"), Some("sensitivity label")),
            (compound("\u{9}DRMContent"), Some("sensitivity label")),
            (compound("StrongEncryptionDataSpace EncryptedPackage"), Some("a password")),
            (b"PK\x03\x04 the rest never came".to_vec(), Some("cut off")),
            (vec![0; 5000], Some("nothing but zeros")),
            (compound("Workbook"), None),
            (b"PK\x03\x04 PK\x05\x06".to_vec(), None),
        ] {
            let why = locked_or_cut_off(&bytes);
            assert_eq!(why.is_some(), expected.is_some(), "{why:?}");
            assert!(why.unwrap_or_default().contains(expected.unwrap_or_default()));
        }
    }

    #[test]
    fn a_csv_may_begin_with_anything_that_is_text() {
        for sound in ["a,b\n1,2", "<5 schemes,2", "BMI,2", "xml,1", "\u{feff}a;b"] {
            assert_eq!(no_csv(sound.as_bytes()), None, "{sound}");
        }
        for (bytes, expected) in [
            (b"PK\x03\x04".as_slice(), "a newer workbook"),
            (b"<table><tr>", "a web page"),
            (b"%PDF-1.4", "a PDF"),
            (b"a\0b,c", "something that is no workbook"),
        ] {
            assert!(no_csv(bytes).is_some_and(|why| why.contains(expected)), "{expected}");
        }
    }

    #[test]
    fn packed_files_are_known_by_their_parts() {
        for (name, expected) in [
            ("word/document.xml", "a Word document"),
            ("index/document.iwa", "Numbers"),
            ("returns/housing.xlsx", "workbooks in it"),
            ("readme.txt", "no workbook"),
        ] {
            assert!(packed(["a", name].into_iter()).0.contains(expected), "{name}");
        }
    }
}
