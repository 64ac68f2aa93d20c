//! A look over an .xls workbook before the library reads it. It lays tables out as far as the file says that they reach, follows
//! chains of sectors that may run in a circle, and copies a text for every cell that refers to it; so the one stream that
//! holds the workbook is taken out with care, counted, and packed anew into the plainest container there is.

use super::kind::{self, PASSWORD};
use super::{LONGEST_TEXT, MOST_CELLS, MOST_DENSE, MOST_SHEETS, MOST_TEXT, damaged, too_much};

/// How an old Office file begins.
pub(super) const SIGNATURE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

const LAST: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;
/// From here on a number is not a sector's.
const RESERVED: u32 = 0xFFFF_FFFA;
/// Streams shorter than this stand in the small sectors.
const SHORT: u32 = 4096;

/// The same workbook in a container of our own, once what it holds is known to be affordable.
pub(super) fn inspect(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut stream = workbook_stream(bytes).ok_or_else(|| damaged("its parts do not hang together"))??;
    forget_dimensions(&mut stream);
    check(&stream)?;
    Ok(container(&stream))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// The sectors of a file or of the stream of small sectors.
struct Sectors<'a> {
    bytes: &'a [u8],
    size: usize,
    next: Vec<u32>,
}

impl Sectors<'_> {
    fn sector(&self, id: u32) -> Option<&[u8]> {
        let start = usize::try_from(id).ok()?.checked_mul(self.size)?;
        let end = start.checked_add(self.size)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    /// The bytes of a chain; `None` if it leaves the file or runs in a circle.
    fn chain(&self, first: u32) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut id = first;
        while id != LAST {
            bytes.extend_from_slice(self.sector(id)?);
            if bytes.len() > self.bytes.len() {
                return None;
            }
            id = *self.next.get(usize::try_from(id).ok()?)?;
        }
        Some(bytes)
    }
}

/// The stream named 'Workbook' (or 'Book', before Excel 97). `None` if the container is broken.
fn workbook_stream(bytes: &[u8]) -> Option<Result<Vec<u8>, String>> {
    let size = match u16_at(bytes, 30)? {
        9 => 512,
        12 => 4096,
        _ => return None,
    };
    let mut sectors = Sectors { bytes: bytes.get(size..)?, size, next: Vec::new() };
    // Where the table of sectors stands: 109 places in the header, and a chain of sectors for more.
    let mut places: Vec<u32> = (0..109).filter_map(|index| u32_at(bytes, 76 + index * 4)).collect();
    let most = sectors.bytes.len() / size + 1;
    let mut more = u32_at(bytes, 68)?;
    let mut seen = 0;
    while more < RESERVED {
        let sector = sectors.sector(more)?;
        let count = sector.len() / 4;
        places.extend((0..count.saturating_sub(1)).filter_map(|index| u32_at(sector, index * 4)));
        more = u32_at(sector, count.checked_sub(1)? * 4)?;
        seen += 1;
        if seen > most {
            return None;
        }
    }
    places.retain(|place| *place < RESERVED);
    if places.len() > most {
        return None;
    }
    let mut next = Vec::new();
    for place in places {
        next.extend(sectors.sector(place)?.chunks_exact(4).filter_map(|entry| u32_at(entry, 0)));
    }
    sectors.next = next;

    let directory = sectors.chain(u32_at(bytes, 48)?)?;
    let entries: Vec<&[u8]> = directory.chunks_exact(128).collect();
    let find = |name: &str| {
        let mut wanted = super::utf16(&name.to_lowercase());
        wanted.extend([0, 0]);
        entries.iter().find(|entry| {
            let found: Vec<u8> = entry.iter().take(wanted.len()).map(u8::to_ascii_lowercase).collect();
            found == wanted
        })
    };
    let Some(entry) = find("Workbook").or_else(|| find("Book")) else {
        return Some(Err(kind::wrong_ending("xls", bytes)));
    };
    let (start, length) = (u32_at(entry, 116)?, u32_at(entry, 120)?);
    let mut stream = if length < SHORT {
        let root = entries.first()?;
        let small = sectors.chain(u32_at(root, 116)?)?;
        let table = sectors.chain(u32_at(bytes, 60)?)?;
        let next = table.chunks_exact(4).filter_map(|entry| u32_at(entry, 0)).collect();
        Sectors { bytes: &small, size: 64, next }.chain(start)?
    } else {
        sectors.chain(start)?
    };
    stream.truncate(usize::try_from(length).ok()?);
    Some(Ok(stream))
}

/// The records of a stream from a place on: type and content.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(rest, 0)?, usize::from(u16_at(rest, 2)?));
        let content = rest.get(4..4 + length)?;
        rest = &rest[4 + length..];
        Some((kind, content))
    })
}

/// Takes out how far each sheet says that it reaches. The library makes room for as many cells, and programs write it of columns that
/// are formatted to the bottom and hold nothing; how far cells do reach is counted.
fn forget_dimensions(stream: &mut [u8]) {
    let mut at = 0;
    while let (Some(kind), Some(length)) = (u16_at(stream, at), u16_at(stream, at + 2)) {
        let end = at + 4 + usize::from(length);
        if let Some(content) = stream.get_mut(at + 4..end).filter(|_| kind == 0x0200) {
            content.fill(0);
        }
        at = end;
    }
}

/// Counts what the library would make of the stream, record by record as it does.
fn check(stream: &[u8]) -> Result<(), String> {
    let mut sheets = Vec::new();
    let mut lengths = Vec::new();
    let mut in_texts = false;
    let mut texts: Vec<&[u8]> = Vec::new();
    for (kind, content) in records(stream) {
        match kind {
            // Whatever the way in which it is encrypted: the library takes the oldest for none, and would read other figures.
            0x002F => return Err(PASSWORD.to_string()),
            0x0085 => sheets.extend(u32_at(content, 0)),
            0x00FC => texts = vec![content],
            0x003C if in_texts => texts.push(content),
            0x000A => break,
            _ => {}
        }
        in_texts = kind == 0x00FC || (in_texts && kind == 0x003C);
    }
    if sheets.len() > MOST_SHEETS {
        return Err(too_much("the workbook", "sheets", sheets.len() as u64, MOST_SHEETS as u64));
    }
    if !texts.is_empty() {
        lengths = text_lengths(&texts).ok_or_else(|| damaged("its texts are cut short"))??;
    }
    let (mut dense, mut cells, mut text) = (0u64, 0usize, 0u64);
    for start in sheets {
        let records = usize::try_from(start).ok().and_then(|start| stream.get(start..)).map(records);
        let Some(records) = records else { return Err(damaged("a sheet stands outside the file")) };
        check_sheet(records, &lengths, &mut dense, &mut cells, &mut text)?;
    }
    Ok(())
}

fn check_sheet<'a>(
    records: impl Iterator<Item = (u16, &'a [u8])>,
    lengths: &[u64],
    dense: &mut u64,
    cells: &mut usize,
    text: &mut u64,
) -> Result<(), String> {
    let mut reach: Option<[u64; 4]> = None;
    let mut formula = (0, 0);
    let (mut begun, mut depth) = (false, 0u32);
    for (kind, content) in records {
        match kind {
            0x0809 if begun => depth += 1,
            0x0809 => begun = true,
            0x000A if depth == 0 => break,
            0x000A => depth -= 1,
            _ => {}
        }
        if depth > 0 {
            continue;
        }
        let at = || Some((u64::from(u16_at(content, 0)?), u64::from(u16_at(content, 2)?)));
        let mut touch = |row: u64, column: u64| {
            let [first_row, last_row, first, last] = reach.get_or_insert([row, row, column, column]);
            (*first_row, *last_row) = ((*first_row).min(row), (*last_row).max(row));
            (*first, *last) = ((*first).min(column), (*last).max(column));
            *cells += 1;
        };
        match kind {
            0x0200 => {
                let extent = dimensions(content).unwrap_or(0);
                *dense = dense.saturating_add(extent);
            }
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x0006 => {
                let Some((row, column)) = at() else { continue };
                touch(row, column);
                match kind {
                    0x0006 => formula = (row, column),
                    0x00FD => {
                        let index = u32_at(content, 6).and_then(|index| usize::try_from(index).ok());
                        *text = text.saturating_add(index.and_then(|index| lengths.get(index)).copied().unwrap_or(0));
                    }
                    _ => {}
                }
            }
            0x0207 => touch(formula.0, formula.1),
            0x00BD => {
                let Some((row, column)) = at() else { continue };
                for offset in 0..(content.len() as u64 / 6).max(1) {
                    touch(row, column.saturating_add(offset));
                }
            }
            _ => {}
        }
        if *cells > MOST_CELLS {
            return Err(format!(
                "the workbook has more than {MOST_CELLS} filled cells; take out what is not the return"
            ));
        }
        if *text > MOST_TEXT as u64 {
            return Err(format!(
                "the workbook has more than {MOST_TEXT} bytes of text; take out what is not the return"
            ));
        }
    }
    if let Some([first_row, last_row, first, last]) = reach {
        *dense = dense.saturating_add((last_row - first_row + 1).saturating_mul(last - first + 1));
    }
    if *dense > MOST_DENSE { Err(super::reaches_too_far()) } else { Ok(()) }
}

/// How many cells a sheet says that it reaches over. What is written the wrong way round counts as too many.
fn dimensions(content: &[u8]) -> Option<u64> {
    let wide = content.len() != 10;
    let row = |index: usize| {
        if wide { u32_at(content, index * 4).map(u64::from) } else { u16_at(content, index * 2).map(u64::from) }
    };
    let columns = if wide { 8 } else { 4 };
    let (first_row, end_row) = (row(0)?, row(1)?);
    let (mut first, end) = (u64::from(u16_at(content, columns)?), u64::from(u16_at(content, columns + 2)?));
    if end_row == 0 || end == 0 {
        // The library takes it for an empty sheet.
        return Some(1);
    }
    if first > 0xFF || end < first {
        first = 0;
    }
    if first_row >= end_row || first >= end {
        return Some(if first_row == end_row || first == end { 1 } else { u64::MAX });
    }
    Some((end_row - first_row).saturating_mul(end - first))
}

/// The length in bytes of every shared text (at three bytes a character), from the record of texts and those that carry it
/// on. `None` if it is cut short.
fn text_lengths(parts: &[&[u8]]) -> Option<Result<Vec<u64>, String>> {
    let mut cursor = Cursor { parts, part: 0, at: 8 };
    let mut lengths = Vec::new();
    while !cursor.done() {
        let count = cursor.u16()?;
        if usize::from(count) > LONGEST_TEXT {
            return Some(Err(format!(
                "a text of the workbook has {count} characters, and a cell can hold {LONGEST_TEXT}: take out what is not the return"
            )));
        }
        let flags = cursor.u8()?;
        let runs = if flags & 0x8 == 0 { 0 } else { usize::from(cursor.u16()?) };
        let extra = if flags & 0x4 == 0 { 0 } else { usize::try_from(cursor.u32()?).ok()? };
        cursor.characters(usize::from(count), flags & 1 != 0)?;
        cursor.skip(runs.checked_mul(4)?.checked_add(extra)?)?;
        lengths.push(u64::from(count) * 3);
    }
    Some(Ok(lengths))
}

struct Cursor<'a> {
    parts: &'a [&'a [u8]],
    part: usize,
    at: usize,
}

impl Cursor<'_> {
    fn rest(&self) -> &[u8] {
        self.parts.get(self.part).and_then(|part| part.get(self.at..)).unwrap_or_default()
    }

    fn next_part(&mut self) -> Option<()> {
        self.part += 1;
        self.at = 0;
        (self.part < self.parts.len()).then_some(())
    }

    fn done(&mut self) -> bool {
        while self.rest().is_empty() {
            if self.next_part().is_none() {
                return true;
            }
        }
        false
    }

    fn take(&mut self, count: usize) -> Option<&[u8]> {
        let start = self.at;
        self.at = start.checked_add(count)?;
        self.parts.get(self.part)?.get(start..self.at)
    }

    fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn u16(&mut self) -> Option<u16> {
        u16_at(self.take(2)?, 0)
    }

    fn u32(&mut self) -> Option<u32> {
        u32_at(self.take(4)?, 0)
    }

    /// Characters may go on in the next record, which then says anew whether they take one byte or two.
    fn characters(&mut self, mut count: usize, mut wide: bool) -> Option<()> {
        while count > 0 {
            let width = if wide { 2 } else { 1 };
            let here = (self.rest().len() / width).min(count);
            self.take(here * width)?;
            count -= here;
            if count > 0 {
                self.next_part()?;
                wide = self.u8()? & 1 != 0;
            }
        }
        Some(())
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            let here = self.rest().len().min(count);
            self.take(here)?;
            count -= here;
            if count > 0 {
                self.next_part()?;
            }
        }
        Some(())
    }
}

/// A container with the stream 'Workbook' and nothing else: version 4, sectors of 4,096 bytes, so that the header has room for
/// the whole table of sectors (109 of them cover 457 MB).
pub(super) fn container(stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 4096;
    const PER_TABLE: usize = SECTOR / 4;
    let data = stream.len().div_ceil(SECTOR).max(1);
    // The table covers itself, the directory and the stream.
    let mut tables = 1;
    while tables * PER_TABLE < tables + 1 + data {
        tables += 1;
    }
    let number = |number: usize| u32::try_from(number).unwrap_or(FREE);
    let mut header = SIGNATURE.to_vec();
    header.extend([0; 16]);
    for field in [0x003E_u16, 4, 0xFFFE, 12, 6, 0, 0, 0] {
        header.extend(field.to_le_bytes());
    }
    for field in [1, number(tables), number(tables), 0, SHORT, LAST, 0, LAST, 0] {
        header.extend(field.to_le_bytes());
    }
    for index in 0..109 {
        header.extend(if index < tables { number(index) } else { FREE }.to_le_bytes());
    }
    header.resize(SECTOR, 0);

    let mut table: Vec<u32> = vec![0xFFFF_FFFD; tables];
    table.push(LAST);
    let first = tables + 1;
    table.extend((1..data).map(|index| number(first + index)));
    table.push(LAST);
    table.resize(tables * PER_TABLE, FREE);

    let mut file = header;
    file.extend(table.iter().flat_map(|entry| entry.to_le_bytes()));
    let directory_end = file.len() + SECTOR;
    // The library takes a root without a place for an empty file, though its length says that there is nothing there.
    file.extend(directory_entry("Root Entry", 5, 0, 0, 1));
    // A short stream would have to stand in small sectors; blanks behind its end do no harm.
    file.extend(directory_entry("Workbook", 2, number(first), stream.len().max(SECTOR), FREE));
    file.resize(directory_end, 0);
    file.extend(stream);
    file.resize(directory_end + data * SECTOR, 0);
    file
}

fn directory_entry(name: &str, kind: u8, start: u32, length: usize, child: u32) -> Vec<u8> {
    let mut entry = super::utf16(name);
    let name_length = u16::try_from(entry.len() + 2).unwrap_or(64);
    entry.resize(64, 0);
    entry.extend(name_length.to_le_bytes());
    entry.extend([kind, 1]);
    for link in [FREE, FREE, child] {
        entry.extend(link.to_le_bytes());
    }
    entry.resize(116, 0);
    entry.extend(start.to_le_bytes());
    entry.extend((length as u64).to_le_bytes());
    entry
}
