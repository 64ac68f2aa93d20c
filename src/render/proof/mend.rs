//! What genpdf's file says of itself, put right: it claims a standard that it does not keep, its title is unreadable, it has the time of
//! the clock in it, copied text is not what is read, and the fonts are as large as they come.

use std::collections::BTreeMap;

use lopdf_old as lopdf;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};

use super::document::Document as Laid;
use super::draw::Used;
use super::faces::Faces;
use super::{PROOF, ProofError};
use crate::report::Report;

/// Puts the file right.
pub(super) fn mend(
    bytes: &[u8],
    report: &Report,
    laid: &Laid,
    faces: &Faces<'_>,
    used: &Used,
) -> Result<Vec<u8>, ProofError> {
    let failed = |error: &dyn std::fmt::Display| ProofError(format!("the proof could not be made: {error}"));
    let mut file = Document::load_mem(bytes).map_err(|error| failed(&error))?;
    file.version = "1.7".into();
    about(&mut file, report, laid);
    catalogue(&mut file, laid).map_err(|error| failed(&error))?;
    for (face, glyphs) in used {
        let face = faces.face(*face);
        font(&mut file, &face.bytes, &face.name, &face.shape, glyphs);
    }
    layers(&mut file);
    let unused: Vec<ObjectId> =
        file.objects.iter().filter(|(_, object)| is_not_embedded(object)).map(|(id, _)| *id).collect();
    for object in file.objects.values_mut() {
        without(object, &unused);
    }
    file.prune_objects();
    file.compress();
    let mut mended = Vec::new();
    file.save_to(&mut mended).map_err(|error| failed(&error))?;
    Ok(mended)
}

/// Takes each page off the one layer that it stands on, which says that another program drew it.
fn layers(file: &mut Document) {
    const BEGINS: &[u8] = b"/OC /MC0 BDC\n";
    const ENDS: &[u8] = b"EMC";
    for object in file.objects.values_mut() {
        match object {
            Object::Stream(stream) => {
                let Some(inside) = stream.content.strip_prefix(BEGINS) else { continue };
                let end = inside.windows(ENDS.len()).rposition(|part| part == ENDS).unwrap_or(inside.len());
                stream.set_content(inside[..end].to_vec());
            }
            Object::Dictionary(entries) => {
                entries.remove(b"Properties");
            }
            _ => {}
        }
    }
}

/// Whether it is one of the fonts that genpdf wants and nothing is printed with.
fn is_not_embedded(object: &Object) -> bool {
    let kind = object.as_dict().and_then(|entries| entries.get(b"Subtype")).and_then(Object::as_name);
    kind.is_ok_and(|kind| kind == b"Type1")
}

/// Takes out what refers to one of these.
fn without(object: &mut Object, ids: &[ObjectId]) {
    let Ok(entries) = object.as_dict_mut() else { return };
    let refers = |object: &Object| object.as_reference().is_ok_and(|id| ids.contains(&id));
    let keys: Vec<Vec<u8>> = entries.iter().filter(|(_, value)| refers(value)).map(|(key, _)| key.clone()).collect();
    for key in keys {
        entries.remove(&key);
    }
    entries.iter_mut().for_each(|(_, value)| without(value, ids));
}

/// The file's properties: what it is, in any letters, and of the day of the report.
fn about(file: &mut Document, report: &Report, laid: &Laid) {
    let meta = &laid.meta;
    let date = report.meta.dated;
    let day = format!("D:{:04}{:02}{:02}000000Z", date.year(), date.month(), date.day());
    let title = ["PROOF", &meta.mark, &meta.title].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let mut about = Dictionary::new();
    about.set("Title", text(&title.join(" – ")));
    about.set("Subject", text(PROOF));
    about.set("Author", text(&meta.council));
    about.set("Keywords", text(&format!("fingerprint {}", report.meta.fingerprint)));
    about.set("Creator", text("Piperoll"));
    about.set("Producer", text("genpdf"));
    about.set("CreationDate", Object::String(day.clone().into_bytes(), StringFormat::Literal));
    about.set("ModDate", Object::String(day.into_bytes(), StringFormat::Literal));
    let about = file.add_object(about);
    file.trailer.set("Info", about);
    // It is drawn by lot, and no file needs one.
    file.trailer.remove(b"ID");
}

/// What the file says of itself to a viewer.
fn catalogue(file: &mut Document, laid: &Laid) -> Result<(), lopdf::Error> {
    let first = i64::from(laid.meta.first_page);
    let id = file.trailer.get(b"Root").and_then(Object::as_reference)?;
    let catalogue = file.get_object_mut(id).and_then(Object::as_dict_mut)?;
    // A standard that it does not keep, layers that nobody can want to hide, bookmarks that are none.
    for key in ["OutputIntents", "Metadata", "OCProperties", "Outlines"] {
        catalogue.remove(key.as_bytes());
    }
    catalogue.set("PageMode", "UseNone");
    catalogue.set("Lang", Object::String(laid.meta.language.clone().into_bytes(), StringFormat::Literal));
    let mut viewer = Dictionary::new();
    viewer.set("DisplayDocTitle", true);
    catalogue.set("ViewerPreferences", viewer);
    // Viewers count the pages as the agenda pack does.
    let mut style = Dictionary::new();
    style.set("S", Object::Name(b"D".to_vec()));
    style.set("St", first);
    let mut labels = Dictionary::new();
    labels.set("Nums", vec![Object::Integer(0), Object::Dictionary(style)]);
    catalogue.set("PageLabels", labels);
    Ok(())
}

/// The numbers of a font's shape, in thousandths of the size of its letters: the box, ascent, descent, height of capitals.
pub(super) struct Shape {
    edges: [i64; 4],
    ascent: i64,
    descent: i64,
    capitals: i64,
}

impl Shape {
    pub(super) fn of(face: &ttf_parser::Face<'_>) -> Shape {
        let per_em = i64::from(face.units_per_em()).max(1);
        let of = |units: i16| i64::from(units) * 1_000 / per_em;
        let edges = face.global_bounding_box();
        Shape {
            edges: [edges.x_min, edges.y_min, edges.x_max, edges.y_max].map(of),
            ascent: of(face.ascender()),
            descent: of(face.descender()),
            capitals: of(face.capital_height().unwrap_or(face.ascender())),
        }
    }
}

/// Gives a font its name and its numbers, and says which character each of its glyphs stands for: genpdf's own list has one for every
/// glyph, the last one that looks like it (a soft hyphen for a hyphen), and a wrong one where its number has more than four digits.
fn font(file: &mut Document, bytes: &[u8], name: &str, shape: &Shape, glyphs: &BTreeMap<u16, char>) {
    let embedded = file.objects.iter().find_map(|(id, object)| {
        let stream = object.as_stream().ok()?;
        (stream.content == bytes).then_some(*id)
    });
    let Some(descriptor) = embedded.and_then(|stream| with(file, b"FontFile2", stream)) else { return };
    let name = Object::Name(name.as_bytes().to_vec());
    if let Ok(entries) = file.get_object_mut(descriptor).and_then(Object::as_dict_mut) {
        entries.set("FontName", name.clone());
        entries.set("FontBBox", shape.edges.map(Object::Integer).to_vec());
        entries.set("Ascent", shape.ascent);
        entries.set("Descent", shape.descent);
        entries.set("CapHeight", shape.capitals);
    }
    let list = file.add_object(Stream::new(Dictionary::new(), characters(glyphs).into_bytes()));
    for object in file.objects.values_mut() {
        let Ok(font) = object.as_dict_mut() else { continue };
        let Ok(below) = font.get_mut(b"DescendantFonts").and_then(Object::as_array_mut) else { continue };
        let Some(Object::Dictionary(below)) = below.first_mut() else { continue };
        if below.get(b"FontDescriptor").and_then(Object::as_reference).ok() == Some(descriptor) {
            below.set("BaseFont", name.clone());
            font.set("BaseFont", name.clone());
            font.set("ToUnicode", list);
        }
    }
}

/// The dictionary that refers to an object by a key.
fn with(file: &Document, key: &[u8], object: ObjectId) -> Option<ObjectId> {
    let refers = |entries: &Dictionary| entries.get(key).and_then(Object::as_reference).ok() == Some(object);
    file.objects.iter().find(|(_, object)| object.as_dict().is_ok_and(refers)).map(|(id, _)| *id)
}

/// So many entries may stand in one block of the list.
const BLOCK: usize = 100;

/// The characters of a font's glyphs, as PDF lists them.
fn characters(glyphs: &BTreeMap<u16, char>) -> String {
    let mut list = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 \
         >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n",
    );
    let entries: Vec<(&u16, &char)> = glyphs.iter().collect();
    for block in entries.chunks(BLOCK) {
        list.push_str(&format!("{} beginbfchar\n", block.len()));
        for (glyph, character) in block {
            let units: String = character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{unit:04x}")).collect();
            list.push_str(&format!("<{glyph:04x}> <{units}>\n"));
        }
        list.push_str("endbfchar\n");
    }
    list.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    list
}

/// A text in any letters: UTF-16 with its mark.
fn text(text: &str) -> Object {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}
