//! How a sheet is divided into printed pages: one page wide while its text can be read, else as few as may be, each beginning with the
//! column that says which row it is.

use rust_xlsxwriter::Worksheet;

use super::XlsxError;

/// What stands beside each other on a landscape A4 page in its own size, in the pixels of spreadsheets, 96 to an inch.
const PAGE: u32 = 1026;

/// The smallest size, in hundredths, in which a table of 11 points is printed on one page's width.
const SMALLEST: u32 = 60;

/// The size that is aimed at where a table takes several pages anyhow.
const READABLE: u32 = 66;

/// The columns up to the label are repeated while they take no more hundredths of a page than this; else the label alone.
const MOST_REPEATED: u32 = 45;

/// The pixels of a column, given its characters.
pub(super) fn pixels(characters: u16) -> u32 {
    u32::from(characters) * 7 + 5
}

/// Whether columns are wider than one page that can be read.
pub(super) fn is_too_wide(widths: &[u16]) -> bool {
    widths.iter().map(|width| pixels(*width)).sum::<u32>() > PAGE * 100 / SMALLEST
}

/// The pages across a sheet. Spreadsheets shrink the columns to so many; a size that they are told, and breaks that they are told, would
/// hold only where the font is there that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Across {
    /// The columns (from 0) that each page but the first begins with, behind those that are repeated.
    starts: Vec<usize>,
    /// The first and the last of those that are repeated.
    repeated: (usize, usize),
}

impl Across {
    /// For columns of such widths, of which `label` is repeated.
    pub(super) fn of(widths: &[u16], label: usize) -> Across {
        let fits = !is_too_wide(widths);
        let widths: Vec<u32> = widths.iter().map(|width| pixels(*width)).collect();
        if fits {
            return Across { starts: Vec::new(), repeated: (label, label) };
        }
        let page = |scale: u32| PAGE * 100 / scale;
        let up_to_label = widths.iter().take(label + 1).sum::<u32>();
        let first = if up_to_label <= page(READABLE) * MOST_REPEATED / 100 { 0 } else { label };
        let repeated = (first, label);
        let mut best = starts(&widths, repeated, page(READABLE));
        // No more than that, and as large as may be.
        for scale in READABLE..=100 {
            let larger = starts(&widths, repeated, page(scale));
            if larger.len() > best.len() {
                break;
            }
            best = larger;
        }
        Across { starts: best, repeated }
    }

    /// How many pages.
    pub(super) fn pages(&self) -> usize {
        self.starts.len() + 1
    }

    /// How many of the columns text above the table may run over, so that no piece of it stands on another page.
    pub(super) fn for_text(&self, columns: usize) -> usize {
        match (self.starts.first(), self.repeated.0) {
            (None, _) => columns,
            (Some(start), 0) => *start,
            (Some(start), repeated) => repeated.min(*start),
        }
    }

    /// Says so in the sheet.
    pub(super) fn set(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_print_fit_to_pages(u16::try_from(self.pages()).unwrap_or(u16::MAX), 0);
        if self.pages() > 1 {
            let column = |column: usize| u16::try_from(column).unwrap_or_default();
            sheet.set_repeat_columns(column(self.repeated.0), column(self.repeated.1))?;
            // The pages of the same rows lie behind each other.
            sheet.set_page_order(false);
        }
        Ok(())
    }
}

/// The columns that each page but the first begins with, where so many pixels stand on one.
fn starts(widths: &[u32], repeated: (usize, usize), page: u32) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut used = 0;
    for (index, width) in widths.iter().enumerate() {
        if used > 0 && used + width > page {
            starts.push(index);
            used = pixels_of(widths, repeated, index);
        }
        used += width;
    }
    starts
}

/// The pixels of what is repeated on a page that begins with the column `start`.
fn pixels_of(widths: &[u32], (first, last): (usize, usize), start: usize) -> u32 {
    if last < start { widths.get(first..=last).unwrap_or_default().iter().sum() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_one_page_wide_while_it_can_be_read() {
        for widths in [vec![30, 12, 12], vec![42; 4], vec![42, 42, 42, 42, 60]] {
            assert_eq!(Across::of(&widths, 0).pages(), 1, "{widths:?}");
        }
        assert_eq!(Across::of(&[42, 42, 42, 42, 80], 0).pages(), 2);
    }

    #[test]
    fn a_wide_table_takes_several_pages_that_are_as_large_as_may_be() {
        let mut widths = vec![42];
        widths.extend([13; 30]);
        let across = Across::of(&widths, 0);
        assert_eq!(across.starts, [11, 21], "31 columns on three pages, the first of them on each");
        assert_eq!((across.repeated, across.for_text(31)), ((0, 0), 11));
    }

    #[test]
    fn the_columns_up_to_the_label_are_repeated_or_the_label_alone_where_they_are_wide() {
        let narrow = Across::of(&[11, 11, 60, 60, 60, 60], 2);
        assert_eq!((narrow.starts.as_slice(), narrow.repeated, narrow.for_text(6)), ([5].as_slice(), (0, 2), 5));
        let wide = Across::of(&[60; 6], 2);
        assert_eq!((wide.starts.as_slice(), wide.repeated, wide.for_text(6)), ([3, 5].as_slice(), (2, 2), 2));
    }

    #[test]
    fn a_column_wider_than_a_page_stands_on_one() {
        assert_eq!(Across::of(&[40, 250, 13], 0).starts, [1, 2]);
    }
}
