//! How cells look. Colour goes beside words, never in place of them; dark text on light ground or white on dark, with a
//! contrast above 4.5 : 1; nothing is smaller than 11 points.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::report::{NumberFormat, RowKind, Tone};

const INK: &str = "1F3864";
const RULE: &str = "BFBFBF";

/// The formats that do not depend on the cell.
pub(super) struct Styles {
    /// The sheet's title.
    pub(super) title: Format,
    /// The word DRAFT under it.
    pub(super) draft: Format,
    /// Lines of text above the table: not wrapped, they run on to the right.
    pub(super) line: Format,
    /// The heading row.
    pub(super) heading: Format,
    /// The heading of a column of figures.
    pub(super) figure_heading: Format,
    /// The heading of a column of text behind one of figures.
    pub(super) behind_figure: Format,
    /// Text in a table.
    pub(super) text: Format,
    /// Text in a table that leads to another sheet.
    pub(super) link: Format,
    /// A number as it is.
    pub(super) number: Format,
}

impl Styles {
    pub(super) fn new() -> Self {
        let plain = Format::new().set_font_size(11);
        let text = cell(RowKind::Item, Tone::Plain);
        let heading = plain
            .clone()
            .set_bold()
            .set_font_color("FFFFFF")
            .set_background_color(INK)
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border(FormatBorder::Thin)
            .set_border_color(RULE);
        Styles {
            title: plain.clone().set_font_size(14).set_bold().set_font_color(INK),
            draft: plain.clone().set_font_size(12).set_bold().set_font_color("9C0006"),
            line: plain,
            behind_figure: behind_figure(heading.clone()),
            figure_heading: heading.clone().set_align(FormatAlign::Right),
            heading,
            link: text.clone().set_hyperlink().set_font_size(11),
            number: text.clone().set_align(FormatAlign::Right),
            text,
        }
    }
}

/// Text that keeps its distance to the figure before it.
pub(super) fn behind_figure(format: Format) -> Format {
    format.set_align(FormatAlign::Left).set_indent(1)
}

/// A cell of a table by what its row is, and the colour that goes with its word.
pub(super) fn cell(row: RowKind, tone: Tone) -> Format {
    let format = Format::new()
        .set_font_size(11)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_border_color(RULE);
    let format = match row {
        RowKind::Item => format,
        RowKind::Head => format.set_bold().set_background_color("D9E2F3"),
        RowKind::Subtotal => format.set_bold().set_background_color("F2F2F2"),
        RowKind::Total => format
            .set_bold()
            .set_background_color("F2F2F2")
            .set_border_top(FormatBorder::Medium)
            .set_border_top_color(INK),
    };
    match tone {
        Tone::Plain => format,
        Tone::Red => format.set_background_color("FFC7CE").set_font_color("9C0006"),
        Tone::Amber => format.set_background_color("FFEB9C").set_font_color("6F4E00"),
        Tone::Green => format.set_background_color("C6EFCE").set_font_color("006100"),
    }
}

/// The number format in a spreadsheet's own words; `points` is how percentage points are said, with {{number}} for their number.
pub(super) fn number_format(format: NumberFormat, points: &str) -> String {
    let places = |decimals: u32| match decimals.min(12) {
        0 => String::new(),
        decimals => format!(".{}", "0".repeat(decimals as usize)),
    };
    match format {
        NumberFormat::General => "General".to_owned(),
        NumberFormat::Money { decimals, parentheses: false } => {
            let places = places(decimals);
            format!("#,##0{places};-#,##0{places}")
        }
        NumberFormat::Money { decimals, parentheses: true } => {
            let places = places(decimals);
            format!("#,##0{places}_);(#,##0{places})")
        }
        NumberFormat::Percent { decimals } => format!("0{}%", places(decimals)),
        NumberFormat::Points { decimals } => {
            let (before, behind) = points.split_once("{{number}}").unwrap_or(("", points));
            let quoted = |text: &str| match text.replace('"', "") {
                text if text.is_empty() => text,
                text => format!("\"{text}\""),
            };
            format!("{}0{}{}", quoted(before), places(decimals), quoted(behind))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_formats_say_what_prints() {
        let said = |format| number_format(format, "{{number}} points");
        let money = |decimals, parentheses| NumberFormat::Money { decimals, parentheses };
        assert_eq!(said(money(0, false)), "#,##0;-#,##0");
        assert_eq!(said(money(3, true)), "#,##0.000_);(#,##0.000)");
        assert_eq!(said(NumberFormat::Percent { decimals: 0 }), "0%");
        assert_eq!(said(NumberFormat::Percent { decimals: 1 }), "0.0%");
        assert_eq!(said(NumberFormat::Points { decimals: 1 }), "0.0\" points\"");
        assert_eq!(number_format(NumberFormat::Points { decimals: 0 }, "am {{number}}"), "\"am \"0");
        assert_eq!(said(NumberFormat::General), "General");
    }
}
