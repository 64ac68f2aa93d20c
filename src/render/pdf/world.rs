//! What a layout can see: itself, the report, and the embedded fonts. No file system, no network, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World};

use crate::fonts::{FILES, Fonts};

/// Typst's standard library, with row headers and table summaries for readers who listen (upstream calls these temporary:
/// hence the exact versions in Cargo.toml).
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build())
});

static EMBEDDED: LazyLock<Vec<Font>> =
    LazyLock::new(|| FILES.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect());

/// Where the layout finds the report.
const REPORT: &str = "/report.json";

/// A layout, a report and fonts, and nothing else.
pub(super) struct AppendixWorld {
    main: Source,
    report: (FileId, Bytes),
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
}

fn file_id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

impl AppendixWorld {
    /// The layout's text, the report as JSON, and the fonts, the embedded ones first; `None` cannot happen while the two paths are well formed.
    pub(super) fn new(layout: &str, report: Vec<u8>, fonts: &Fonts) -> Option<Self> {
        let mut all = EMBEDDED.clone();
        all.extend(fonts.own().iter().flat_map(|file| Font::iter(Bytes::new(file.clone()))));
        Some(AppendixWorld {
            main: Source::new(file_id("/main.typ")?, layout.to_owned()),
            report: (file_id(REPORT)?, Bytes::new(report)),
            book: LazyHash::new(FontBook::from_fonts(all.iter())),
            fonts: all,
        })
    }

    /// The layout's text, to say on which line an error stands.
    pub(super) fn layout(&self) -> &Source {
        &self.main
    }

    fn missing(id: FileId) -> FileError {
        match id.get().root() {
            VirtualRoot::Package(package) => FileError::Other(Some(
                format!("a layout can load no package ({package}); copy what it needs of it into the layout").into(),
            )),
            VirtualRoot::Project => FileError::Other(Some(
                format!(
                    "a layout can read no file but {REPORT} ('{}' was asked for)",
                    id.get().vpath().get_with_slash()
                )
                .into(),
            )),
        }
    }
}

impl World for AppendixWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(AppendixWorld::missing(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.report.0 {
            Ok(self.report.1.clone())
        } else if id == self.main.id() {
            Ok(Bytes::from_string(self.main.text().to_owned()))
        } else {
            Err(AppendixWorld::missing(id))
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
