//! The appendix read back: the texts of each page with their places, and the tree of its structure.

#![allow(clippy::float_arithmetic, reason = "points on a page, no money")]

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// A piece of text on a page, in points from the lower left corner.
#[derive(Debug, Clone)]
pub struct Piece {
    pub left: f32,
    pub right: f32,
    pub baseline: f32,
    pub size: f32,
    pub text: String,
    /// By which the structure tree refers to it; none of what is not read out: heads and feet.
    pub marked: Option<i64>,
}

/// A page.
#[derive(Debug)]
pub struct Page {
    pub width: f32,
    pub height: f32,
    pub pieces: Vec<Piece>,
}

impl Page {
    /// Its text without blanks.
    pub fn solid(&self) -> String {
        let texts = self.pieces.iter().flat_map(|piece| piece.text.chars());
        texts.filter(|character| !character.is_whitespace() && *character != '\u{200b}').collect()
    }
}

/// Opens a PDF.
pub fn open(bytes: &[u8]) -> Document {
    Document::load_mem(bytes).expect("a PDF")
}

/// The text of each page without blanks.
pub fn texts(bytes: &[u8]) -> Vec<String> {
    pages(&open(bytes)).iter().map(Page::solid).collect()
}

/// The pages in order.
pub fn pages(document: &Document) -> Vec<Page> {
    document.page_iter().map(|id| page(document, id)).collect()
}

/// The six numbers of a transformation.
type Matrix = [f32; 6];

fn product(first: Matrix, then: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = then;
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

fn page(document: &Document, id: ObjectId) -> Page {
    let size = inherited(document, id, b"MediaBox");
    let size: Vec<f32> = size.as_array().expect("a box").iter().map(|edge| edge.as_float().expect("an edge")).collect();
    let fonts: BTreeMap<Vec<u8>, Font<'_>> = document
        .get_page_fonts(id)
        .expect("fonts")
        .into_iter()
        .map(|(name, font)| (name, Font::of(document, font)))
        .collect();
    let content = Content::decode(&document.get_page_content(id)).expect("content");
    let mut matrix: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    let (mut saved, mut text_matrix, mut font, mut points) = (Vec::new(), matrix, None, 0.0);
    let mut pieces = Vec::new();
    let mut marks: Vec<Option<i64>> = Vec::new();
    for operation in &content.operations {
        let numbers = || -> Matrix {
            let mut numbers = [0.0; 6];
            for (number, operand) in numbers.iter_mut().zip(&operation.operands) {
                *number = operand.as_float().expect("a number");
            }
            numbers
        };
        match operation.operator.as_str() {
            "q" => saved.push(matrix),
            "Q" => matrix = saved.pop().expect("a state"),
            "cm" => matrix = product(numbers(), matrix),
            "BMC" => marks.push(None),
            "BDC" => {
                let properties = operation.operands.get(1).and_then(|properties| properties.as_dict().ok());
                marks.push(properties.and_then(|it| it.get(b"MCID").ok()).and_then(|id| id.as_i64().ok()));
            }
            "EMC" => drop(marks.pop()),
            "Tm" => text_matrix = numbers(),
            // genpdf moves once behind each "BT"; Typst never does.
            "BT" => text_matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            "Td" => {
                let [across, up, ..] = numbers();
                text_matrix = product([1.0, 0.0, 0.0, 1.0, across, up], text_matrix);
            }
            "Tf" => {
                font = fonts.get(operation.operands[0].as_name().expect("a name"));
                points = operation.operands[1].as_float().expect("a size");
            }
            "Tj" | "TJ" => {
                let font = font.expect("a font");
                let shown = match &operation.operands[0] {
                    Object::Array(shown) => shown.as_slice(),
                    _ => &operation.operands[..1],
                };
                let (mut text, mut width) = (String::new(), 0.0);
                for part in shown {
                    match part {
                        Object::String(glyphs, _) => {
                            text.push_str(&font.text(glyphs));
                            width += font.width(glyphs);
                        }
                        kern => width -= kern.as_float().expect("a number"),
                    }
                }
                let here = product(text_matrix, matrix);
                let (left, right) = (here[4], here[4] + here[0] * width / 1000.0 * points);
                let marked = marks.last().copied().flatten();
                pieces.push(Piece { left, right, baseline: here[5], size: points * here[3].abs(), text, marked });
            }
            // Neither uses others; if one comes to, this must learn them.
            "TD" | "T*" | "'" | "\"" | "Do" => panic!("{} is not known here", operation.operator),
            _ => {}
        }
    }
    Page { width: size[2], height: size[3], pieces }
}

/// An entry of a page, or of the nodes above it.
fn inherited<'d>(document: &'d Document, mut id: ObjectId, key: &[u8]) -> &'d Object {
    loop {
        let node = document.get_dictionary(id).expect("a node");
        if let Ok(found) = node.get_deref(key, document) {
            return found;
        }
        id = node.get(b"Parent").and_then(Object::as_reference).expect("a node above");
    }
}

/// A font of two bytes a glyph, as Typst writes them.
struct Font<'d> {
    encoding: lopdf::Encoding<'d>,
    widths: BTreeMap<usize, f32>,
    usual: f32,
}

impl<'d> Font<'d> {
    fn of(document: &'d Document, font: &'d Dictionary) -> Font<'d> {
        let below = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).expect("an array");
        let below = document.dereference(&below[0]).expect("a font").1.as_dict().expect("a dictionary");
        let mut widths = BTreeMap::new();
        let listed = below.get_deref(b"W", document).and_then(Object::as_array).expect("widths");
        let mut rest = listed.iter();
        while let Some(first) = rest.next() {
            let first = usize::try_from(first.as_i64().expect("a glyph")).expect("a glyph");
            match rest.next().expect("widths") {
                Object::Array(each) => {
                    for (index, width) in each.iter().enumerate() {
                        widths.insert(first + index, width.as_float().expect("a width"));
                    }
                }
                last => {
                    let last = usize::try_from(last.as_i64().expect("a glyph")).expect("a glyph");
                    let width = rest.next().expect("a width").as_float().expect("a width");
                    widths.extend((first..=last).map(|glyph| (glyph, width)));
                }
            }
        }
        let usual = below.get(b"DW").and_then(Object::as_float).unwrap_or(1000.0);
        Font { encoding: font.get_font_encoding(document).expect("an encoding"), widths, usual }
    }

    fn text(&self, glyphs: &[u8]) -> String {
        Document::decode_text(&self.encoding, glyphs).expect("text")
    }

    fn width(&self, glyphs: &[u8]) -> f32 {
        let glyphs =
            glyphs.chunks(2).map(|glyph| glyph.iter().fold(0, |number, byte| number * 256 + usize::from(*byte)));
        glyphs.map(|glyph| self.widths.get(&glyph).copied().unwrap_or(self.usual)).sum()
    }
}

/// An element of the structure tree.
#[derive(Debug)]
pub struct Element {
    /// 'Table', 'TH', 'P' …
    pub role: String,
    /// Its text alternative.
    pub alternative: Option<String>,
    /// What it holds, of a table.
    pub summary: Option<String>,
    /// The pages on which it stands itself, without its children, from 0.
    pub own_pages: Vec<usize>,
    /// 'Column' or 'Row', of a heading cell.
    pub scope: Option<String>,
    /// By which cells refer to it, of a heading cell.
    pub id: Option<String>,
    /// The ids of the heading cells that are said of a cell, as it names them itself.
    pub headers: Vec<String>,
    /// What stands in it, in reading order.
    pub children: Vec<Element>,
    /// Its own text, without that of its children.
    own_text: String,
}

impl Element {
    /// This one and all below it that have the role.
    pub fn all(&self, role: &str) -> Vec<&Element> {
        let own = (self.role == role).then_some(self);
        own.into_iter().chain(self.children.iter().flat_map(|child| child.all(role))).collect()
    }

    /// The page on which it begins, from 0; none of an empty one.
    pub fn page(&self) -> Option<usize> {
        self.own_pages.iter().copied().chain(self.children.iter().filter_map(Element::page)).min()
    }

    /// Its text, one line.
    pub fn text(&self) -> String {
        let all = self.children.iter().fold(self.own_text.clone(), |text, child| text + " " + &child.text());
        all.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The structure tree.
pub fn structure(document: &Document) -> Element {
    let root = document.catalog().expect("a catalogue").get_deref(b"StructTreeRoot", document).expect("it is tagged");
    let mut texts: BTreeMap<(ObjectId, i64), String> = BTreeMap::new();
    for id in document.page_iter() {
        let mut before: Option<(i64, f32, f32)> = None;
        for piece in page(document, id).pieces {
            let Some(mark) = piece.marked else { continue };
            let text = texts.entry((id, mark)).or_default();
            // A line's end is a blank to who listens, but behind a hyphen; so is a gap within one.
            let goes_on = before.is_some_and(|(last, baseline, right)| {
                last == mark && (baseline - piece.baseline).abs() < 1.0 && (piece.left - right).abs() < 0.5
            });
            if !goes_on && !ends_with_hyphen(text) {
                text.push(' ');
            }
            text.push_str(&piece.text);
            before = Some((mark, piece.baseline, piece.right));
        }
    }
    let numbers = document.page_iter().zip(0..).collect();
    element(document, &(texts, numbers), root.as_dict().expect("a dictionary"))
}

/// Whether a word goes on in the next line.
fn ends_with_hyphen(text: &str) -> bool {
    text.ends_with('-') && !text.ends_with(" -")
}

/// The texts of a document by what refers to them, and the numbers of its pages.
type Texts = (BTreeMap<(ObjectId, i64), String>, BTreeMap<ObjectId, usize>);

fn element(document: &Document, known: &Texts, from: &Dictionary) -> Element {
    let (texts, numbers) = known;
    let name = |object: &Object| String::from_utf8_lossy(object.as_name().expect("a name")).into_owned();
    let id = |object: &Object| String::from_utf8_lossy(object.as_str().expect("an id")).into_owned();
    let attributes: Vec<&Dictionary> = match from.get_deref(b"A", document) {
        Ok(Object::Array(several)) => {
            several.iter().filter_map(|one| document.dereference(one).ok()?.1.as_dict().ok()).collect()
        }
        Ok(one) => one.as_dict().into_iter().collect(),
        Err(_) => Vec::new(),
    };
    let inside = match from.get_deref(b"K", document) {
        Ok(Object::Array(several)) => several.iter().collect(),
        Ok(one) => vec![one],
        Err(_) => Vec::new(),
    };
    let page = from.get(b"Pg").and_then(Object::as_reference).ok();
    let mut children = Vec::new();
    let (mut own_text, mut own_pages) = (String::new(), Vec::new());
    for child in inside {
        let child = document.dereference(child).expect("what stands in it").1;
        let (on, mark) = match child {
            Object::Integer(mark) => (page, Some(*mark)),
            Object::Dictionary(child) if child.has(b"S") => {
                children.push(element(document, known, child));
                continue;
            }
            // What stands on another page than the rest.
            Object::Dictionary(child) => {
                let on = child.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                (on, child.get(b"MCID").and_then(Object::as_i64).ok())
            }
            _ => continue,
        };
        if let Some(text) = on.zip(mark).and_then(|key| texts.get(&key)) {
            let text = if ends_with_hyphen(&own_text) { text.trim_start() } else { text };
            own_text.push_str(text);
            own_pages.extend(on.and_then(|on| numbers.get(&on)));
        }
    }
    let headers = attributes.iter().find_map(|attribute| attribute.get(b"Headers").and_then(Object::as_array).ok());
    Element {
        role: from.get(b"S").map(name).unwrap_or_default(),
        alternative: from.get_deref(b"Alt", document).ok().map(text),
        summary: attributes.iter().find_map(|attribute| attribute.get(b"Summary").ok()).map(text),
        own_pages,
        scope: attributes.iter().find_map(|attribute| attribute.get(b"Scope").ok()).map(name),
        id: from.get(b"ID").ok().map(id),
        headers: headers.map(|headers| headers.iter().map(id).collect()).unwrap_or_default(),
        children,
        own_text,
    }
}

/// A text string of a PDF.
pub fn text(object: &Object) -> String {
    lopdf::decode_text_string(object).expect("a text string")
}
