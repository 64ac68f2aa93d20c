//! The styles of a package: fonts, fills and number formats, put together for each format of a cell.

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_xml::events::BytesStart;

use super::Fault;
use super::colours::{Palette, Shade, hex};
use super::walk::{Step, attribute, number, says_no, walk};
use crate::returns::look::{Colour, Style};

/// A font as far as it says something.
#[derive(Debug, Clone, Default)]
pub(super) struct Font {
    pub(super) bold: bool,
    pub(super) struck: bool,
    pub(super) raised: bool,
    pub(super) lowered: bool,
    name: Option<String>,
    /// Whether its letters are declared to be symbols.
    of_symbols: bool,
    shade: Option<Shade>,
}

/// Fonts whose letters are pictures, in small letters.
const SYMBOL_FONTS: [&str; 8] =
    ["symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "zapf dingbats", "monotype sorts", "marlett"];

/// Whether the letters of the font with that name are pictures.
pub(in super::super) fn is_symbol_font(name: &str) -> bool {
    SYMBOL_FONTS.iter().any(|font| font.eq_ignore_ascii_case(name))
}

impl Font {
    /// Takes one property: a child of `font`, or of `rPr` in a text.
    pub(super) fn take(&mut self, property: &str, element: &BytesStart<'_>) {
        match property {
            // Being there says yes, but it may say no outright.
            "b" => self.bold = !says_no(element, "val"),
            "strike" => self.struck = !says_no(element, "val"),
            "vertAlign" => {
                let place = attribute(element, "val").unwrap_or_default();
                self.raised = place == "superscript";
                self.lowered = place == "subscript";
            }
            "name" | "rFont" => self.name = attribute(element, "val").map(|name| name.trim().to_string()),
            "charset" => self.of_symbols = number::<u8>(element, "val") == Some(2),
            "color" => self.shade = Shade::of(element),
            _ => {}
        }
    }

    /// Its name, if it is one of symbols.
    pub(super) fn symbols(&self) -> Option<Arc<str>> {
        let name = self.name.as_deref()?;
        (self.of_symbols || is_symbol_font(name)).then(|| name.into())
    }

    /// Its colour, if that is another one than black.
    pub(super) fn ink(&self, palette: &Palette) -> Option<Colour> {
        palette.colour(self.shade?).filter(|ink| *ink != Colour::BLACK)
    }
}

/// What stands behind a cell.
#[derive(Debug, Clone, Default)]
struct Fill {
    /// Whether there is any.
    is_there: bool,
    front: Option<Shade>,
    back: Option<Shade>,
}

impl Fill {
    fn take(&mut self, property: &str, element: &BytesStart<'_>) {
        match property {
            "patternFill" => {
                // The faint pattern stands in every workbook as the second fill, and programs draw nothing for it.
                self.is_there =
                    attribute(element, "patternType").is_some_and(|kind| !matches!(&*kind, "none" | "gray125"));
            }
            "gradientFill" => self.is_there = true,
            "fgColor" => self.front = Shade::of(element),
            "bgColor" => self.back = Shade::of(element),
            // The colours of a gradient: the first stands for it.
            "color" if self.front.is_none() => self.front = Shade::of(element),
            _ => {}
        }
    }

    fn colour(&self, palette: &Palette) -> Option<Colour> {
        palette.colour(self.front.or(self.back).filter(|_| self.is_there)?)
    }
}

/// A format of cells, by the numbers of what it is made of.
#[derive(Debug, Clone, Default)]
struct CellFormat {
    number: u32,
    font: usize,
    fill: usize,
    indent: u8,
}

/// All styles, by the number with which cells name them.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// `None` where a cell of that format is a plain one.
    styles: Vec<Option<Arc<Style>>>,
}

impl Styles {
    /// The style with that number; `None` for a plain one.
    pub(super) fn get(&self, number: usize) -> Option<&Arc<Style>> {
        self.styles.get(number)?.as_ref()
    }
}

/// The list of the part that is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Formats,
    Fonts,
    Fills,
    Cells,
    Colours,
    /// Styles by name and those that rules give: they hold fonts and fills too, and count for no cell.
    Other,
}

impl List {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "numFmts" => List::Formats,
            "fonts" => List::Fonts,
            "fills" => List::Fills,
            "cellXfs" => List::Cells,
            "indexedColors" => List::Colours,
            "cellStyleXfs" | "cellStyles" | "dxfs" | "borders" | "tableStyles" => List::Other,
            _ => return None,
        })
    }
}

/// What is read before it is put together.
#[derive(Default)]
struct Lists {
    formats: BTreeMap<u32, Arc<str>>,
    fonts: Vec<Font>,
    fills: Vec<Fill>,
    cells: Vec<CellFormat>,
}

/// Reads the styles. The palette, which stands behind the fills that use it, is brought up to date.
pub(super) fn read(part: &[u8], palette: &mut Palette) -> Result<Styles, Fault> {
    let mut lists = Lists::default();
    let mut list = None;
    walk(part, |step| {
        match step {
            Step::Open(name, element) => match list {
                None => list = List::named(name),
                Some(List::Colours) => {
                    palette.indexed.extend(attribute(element, "rgb").and_then(|colour| hex(&colour)));
                }
                Some(list) => lists.take(list, name, element),
            },
            Step::Close(name) if List::named(name).is_some_and(|closed| Some(closed) == list) => list = None,
            _ => {}
        }
        Ok(())
    })?;
    Ok(lists.put_together(palette))
}

impl Lists {
    fn take(&mut self, list: List, name: &str, element: &BytesStart<'_>) {
        match (list, name) {
            (List::Formats, "numFmt") => {
                if let (Some(id), Some(code)) = (number(element, "numFmtId"), attribute(element, "formatCode")) {
                    self.formats.insert(id, (*code).into());
                }
            }
            (List::Fonts, "font") => self.fonts.push(Font::default()),
            (List::Fonts, property) => {
                if let Some(font) = self.fonts.last_mut() {
                    font.take(property, element);
                }
            }
            (List::Fills, "fill") => self.fills.push(Fill::default()),
            (List::Fills, property) => {
                if let Some(fill) = self.fills.last_mut() {
                    fill.take(property, element);
                }
            }
            (List::Cells, "xf") => self.cells.push(CellFormat {
                number: number(element, "numFmtId").unwrap_or(0),
                font: number(element, "fontId").unwrap_or(0),
                fill: number(element, "fillId").unwrap_or(0),
                indent: 0,
            }),
            (List::Cells, "alignment") => {
                if let Some(cell) = self.cells.last_mut() {
                    cell.indent = number(element, "indent").unwrap_or(0);
                }
            }
            _ => {}
        }
    }

    fn put_together(&self, palette: &Palette) -> Styles {
        let plain = Style::default();
        let style = |cell: &CellFormat| {
            let font = self.fonts.get(cell.font).cloned().unwrap_or_default();
            let style = Style {
                format: self.formats.get(&cell.number).cloned().or_else(|| built_in(cell.number).map(Arc::from)),
                struck: font.struck,
                raised: font.raised || font.lowered,
                symbols: font.symbols(),
                ink: font.ink(palette),
                fill: self.fills.get(cell.fill).and_then(|fill| fill.colour(palette)),
                indent: cell.indent,
                bold: font.bold,
            };
            let style = Style { format: style.format.filter(|code| !code.eq_ignore_ascii_case("general")), ..style };
            (style != plain).then(|| Arc::new(style))
        };
        Styles { styles: self.cells.iter().map(style).collect() }
    }
}

/// The formats that have a number and no code in the file, as programs show them in this country.
fn built_in(number: u32) -> Option<&'static str> {
    Some(match number {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 => "£#,##0;-£#,##0",
        6 => "£#,##0;[Red]-£#,##0",
        7 => "£#,##0.00;-£#,##0.00",
        8 => "£#,##0.00;[Red]-£#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "dd/mm/yyyy",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "dd/mm/yyyy h:mm",
        37 => "#,##0;-#,##0",
        38 => "#,##0;[Red]-#,##0",
        39 => "#,##0.00;-#,##0.00",
        40 => "#,##0.00;[Red]-#,##0.00",
        41 => r#"_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-"#,
        42 => r#"_-£* #,##0_-;-£* #,##0_-;_-£* "-"_-;_-@_-"#,
        43 => r#"_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-"#,
        44 => r#"_-£* #,##0.00_-;-£* #,##0.00_-;_-£* "-"??_-;_-@_-"#,
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The style of the one cell format in a part with these lists.
    fn style(lists: &str) -> Option<Style> {
        let part = format!("<x:styleSheet xmlns:x=\"x\">{lists}</x:styleSheet>");
        let styles = read(part.as_bytes(), &mut Palette::default()).unwrap();
        styles.get(0).map(|style| Style::clone(style))
    }

    #[test]
    fn a_font_says_what_it_says() {
        let plain = Style::default();
        let symbols = |name: &str| Style { symbols: Some(name.into()), ..plain.clone() };
        let cases = [
            ("<strike/>", Style { struck: true, ..plain.clone() }),
            (r#"<strike val="1"/>"#, Style { struck: true, ..plain.clone() }),
            (r#"<strike val="0"/>"#, plain.clone()),
            (r#"<strike val="false"/>"#, plain.clone()),
            (r#"<b/><vertAlign val="superscript"/>"#, Style { bold: true, raised: true, ..plain.clone() }),
            (r#"<vertAlign val="subscript"/>"#, Style { raised: true, ..plain.clone() }),
            (r#"<vertAlign val="baseline"/>"#, plain.clone()),
            (r#"<name val="Wingdings"/>"#, symbols("Wingdings")),
            (r#"<name val="Odd"/><charset val="2"/>"#, symbols("Odd")),
            (r#"<name val="Segoe UI Symbol"/><charset val="0"/>"#, plain.clone()),
            (r#"<color rgb="FFFF0000"/>"#, Style { ink: Some(Colour(255, 0, 0)), ..plain.clone() }),
            (r#"<color theme="0"/>"#, Style { ink: Some(Colour(255, 255, 255)), ..plain.clone() }),
            (r#"<color theme="1"/>"#, plain.clone()),
        ];
        for (font, expected) in cases {
            let lists = format!("<fonts><font>{font}</font></fonts><cellXfs><xf/></cellXfs>");
            assert_eq!(style(&lists).unwrap_or_default(), expected, "{font}");
        }
    }

    #[test]
    fn only_a_fill_that_is_seen_is_one() {
        let red = Some(Colour(255, 0, 0));
        let cases = [
            (r#"<patternFill patternType="solid"><fgColor rgb="FFFF0000"/><bgColor indexed="64"/></patternFill>"#, red),
            (r#"<patternFill patternType="solid"><bgColor rgb="FFFF0000"/></patternFill>"#, red),
            (r#"<patternFill patternType="none"><fgColor rgb="FFFF0000"/></patternFill>"#, None),
            (r#"<patternFill patternType="gray125"><fgColor rgb="FFFF0000"/></patternFill>"#, None),
            (r#"<patternFill><fgColor rgb="FFFF0000"/></patternFill>"#, None),
            (
                r#"<gradientFill><stop position="0"><color rgb="FFFF0000"/></stop><stop position="1"><color rgb="FF00FF00"/></stop></gradientFill>"#,
                red,
            ),
            // The palette stands behind the fills that use it.
            (r#"<patternFill patternType="solid"><fgColor indexed="1"/></patternFill>"#, red),
        ];
        for (fill, expected) in cases {
            let lists = format!(
                r#"<fills><fill>{fill}</fill></fills><cellXfs><xf/></cellXfs><colors><indexedColors><rgbColor rgb="00000000"/><rgbColor rgb="00FF0000"/></indexedColors><mruColors><color rgb="FF00FF00"/></mruColors></colors>"#
            );
            assert_eq!(style(&lists).and_then(|style| style.fill), expected, "{fill}");
        }
    }

    #[test]
    fn only_formats_of_cells_count() {
        // Fonts and fills of styles by name, of rules and in extensions shift no number.
        let lists = r#"<numFmts><numFmt numFmtId="164" formatCode="&quot;TBC&quot;"/><numFmt numFmtId="165" formatCode="General"/></numFmts>
<fonts><font/><font><b/><extLst><ext><font><strike/></font></ext></extLst></font></fonts>
<cellStyleXfs><xf fontId="1"/></cellStyleXfs>
<cellXfs><xf numFmtId="164" fontId="1"><alignment indent="2"/></xf><xf numFmtId="14"/><xf numFmtId="44"/><xf numFmtId="165"/><xf numFmtId="0" fontId="9" fillId="9"/></cellXfs>
<dxfs><dxf><font><strike/></font><numFmt numFmtId="164" formatCode="0"/></dxf></dxfs>"#;
        let part = format!("<styleSheet>{lists}</styleSheet>");
        let styles = read(part.as_bytes(), &mut Palette::default()).unwrap();
        let first = Style { format: Some("\"TBC\"".into()), bold: true, indent: 2, ..Style::default() };
        assert_eq!(styles.get(0).map(|style| &**style), Some(&first));
        let format = |number: usize| styles.get(number).and_then(|style| style.format.clone()).unwrap_or_default();
        assert_eq!(&*format(1), "dd/mm/yyyy");
        assert!(format(2).contains('£') && styles.get(3).is_none() && styles.get(4).is_none());
    }
}
