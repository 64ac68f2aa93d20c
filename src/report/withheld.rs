//! What is personal is taken out of the whole report at its end, wherever it came from: every string that a renderer may print goes
//! through here. What a field is, each pattern below says in full, so that a new one does not compile before somebody has thought of it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use super::{
    AsLastReported, Block, Cell, CellValue, Chart, ChartGroup, ClearedBy, Column, Expression, Meta, Origin, Report,
    Row, Section, SourceFile, Table, Trend, TrendLine, TrendPoint,
};
use crate::finding::{ExplainedBy, Finding};
use crate::privacy::MayPrint;
use crate::source::Place;

/// What may print, and the names of files and sheets that were looked at: each stands in many cells.
struct Pass<'m> {
    may: &'m MayPrint,
    names: BTreeMap<Arc<str>, Option<Arc<str>>>,
}

/// Withholds what may not print from sections; before sheets are named, which cuts their titles.
pub(super) fn from_sections(may: &MayPrint, sections: &mut [Section]) {
    let pass = &mut Pass { may, names: BTreeMap::new() };
    for Section { id: _, heading, new_page: _, blocks } in sections {
        text(pass, heading);
        for block in blocks {
            match block {
                Block::Paragraph { text: words } => text(pass, words),
                Block::Bullets { items } => texts(pass, items),
                Block::Table(table) => from_table(pass, table),
                Block::Chart(chart) => from_chart(pass, chart),
                Block::Trend(trend) => from_trend(pass, trend),
            }
        }
    }
}

/// Withholds it from everything else.
pub(super) fn from_rest(may: &MayPrint, report: &mut Report) {
    let pass = &mut Pass { may, names: BTreeMap::new() };
    // What is exempt is known by its cells and titles, and none of it prints but what everybody may read.
    let Report { meta, sections: _, set_aside, as_last_reported, findings, files, compared_with, exempt: _ } = report;
    let Meta {
        title,
        council,
        committee,
        period,
        as_at,
        meeting,
        dated: _,
        language,
        stage: _,
        mark: _,
        restricted: _,
        words: _,
        fingerprint: _,
        fingerprint_printed: _,
        cleared_by,
        first_page: _,
    } = meta;
    for ClearedBy { role, initials, date, comment } in cleared_by {
        [role, initials, date, comment].into_iter().for_each(|words| text(pass, words));
    }
    [title, council, committee, period, as_at, meeting, language].into_iter().for_each(|words| text(pass, words));
    *set_aside = mem::take(set_aside)
        .into_iter()
        .map(|(mut at, mut by)| {
            place(pass, &mut at);
            text(pass, &mut by);
            (at, by)
        })
        .collect::<BTreeMap<_, _>>();
    for AsLastReported { area, as_at, files } in as_last_reported {
        [area, as_at].into_iter().chain(files).for_each(|words| text(pass, words));
    }
    findings.iter_mut().for_each(|finding| from_finding(pass, finding));
    for SourceFile { path, sha256, role: _ } in files {
        text(pass, path);
        text(pass, sha256);
    }
    compared_with.iter_mut().for_each(|words| text(pass, words));
}

fn from_table(pass: &mut Pass<'_>, table: &mut Table) {
    let Table { id: _, title, sheet, description, appears: _, columns, rows, notes } = table;
    [title, sheet, description].into_iter().for_each(|words| text(pass, words));
    columns.iter_mut().for_each(|Column { heading, holds: _, width: _, left_out: _ }| text(pass, heading));
    texts(pass, notes);
    for Row { kind: _, level: _, cells } in rows {
        for Cell { value, origin, tone: _ } in cells {
            match value {
                // A number is no text: what it looks like is how its column prints it.
                CellValue::Number { number: _, format: _, text: _ } | CellValue::Blank => {}
                CellValue::Mixed(words) | CellValue::Placeholder(words) | CellValue::Text(words) => text(pass, words),
            }
            from_origin(pass, origin);
        }
    }
}

fn from_origin(pass: &mut Pass<'_>, origin: &mut Origin) {
    match origin {
        Origin::Label => {}
        Origin::Given(at) => place(pass, at),
        Origin::Drawn(_, places) => places.iter_mut().for_each(|at| place(pass, at)),
        Origin::Computed(expression) => match expression {
            Expression::Same(_) | Expression::Sum(_) | Expression::Count(_) => {}
            // The rows are picked out by what stands in them now.
            Expression::Matching { table: _, sum: _, rows } => rows.iter_mut().for_each(|(_, words)| text(pass, words)),
            Expression::Formula(_, _, instead) => text(pass, instead),
        },
    }
}

fn from_chart(pass: &mut Pass<'_>, chart: &mut Chart) {
    let Chart { title, unit, series, groups, alternative } = chart;
    [title, unit, alternative].into_iter().for_each(|words| text(pass, words));
    texts(pass, series);
    for ChartGroup { name, labels, lengths: _ } in groups {
        text(pass, name);
        texts(pass, labels);
    }
}

fn from_trend(pass: &mut Pass<'_>, trend: &mut Trend) {
    let Trend { title, unit, periods, lines, notes, alternative } = trend;
    [title, unit, alternative].into_iter().for_each(|words| text(pass, words));
    texts(pass, periods);
    texts(pass, notes);
    for TrendLine { name, nil: _, points } in lines {
        text(pass, name);
        points.iter_mut().for_each(|TrendPoint { label, height: _, joined: _ }| text(pass, label));
    }
}

fn from_finding(pass: &mut Pass<'_>, finding: &mut Finding) {
    let Finding {
        id,
        code: _,
        family: _,
        severity: _,
        status: _,
        message,
        help,
        at,
        demanded_by,
        area,
        scheme,
        column,
        unit: _,
        stated: _,
        stated_text,
        expected: _,
        difference: _,
        rows,
        related,
        explained_by,
        topic,
        waits_for: _,
        follows: _,
        explains: _,
    } = finding;
    [id, message, help, topic].into_iter().for_each(|words| text(pass, words));
    [area, scheme, column, stated_text].into_iter().flatten().for_each(|words| text(pass, words));
    texts(pass, rows);
    demanded_by.iter_mut().chain(related).chain([at]).for_each(|at| place(pass, at));
    if let Some(ExplainedBy { kind: _, role, date, words, stands, until, due, line: _ }) = explained_by {
        [role, date, words].into_iter().chain(stands).chain(until).chain(due).for_each(|words| text(pass, words));
    }
}

/// The names of a file and of a sheet are texts that somebody typed.
fn place(pass: &mut Pass<'_>, at: &mut Place) {
    let Place { file, sheet, cell: _, to: _, line: _, span: _ } = at;
    for name in [file].into_iter().chain(sheet) {
        let known = pass.names.get(&**name).cloned();
        let said = known.unwrap_or_else(|| {
            let said = match pass.may.withheld(name) {
                Cow::Owned(said) => Some(Arc::from(said)),
                Cow::Borrowed(_) => None,
            };
            pass.names.insert(name.clone(), said.clone());
            said
        });
        if let Some(said) = said {
            *name = said;
        }
    }
}

fn texts(pass: &mut Pass<'_>, texts: &mut [String]) {
    texts.iter_mut().for_each(|words| text(pass, words));
}

fn text(pass: &mut Pass<'_>, words: &mut String) {
    if let Cow::Owned(said) = pass.may.withheld(words) {
        *words = said;
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rust_decimal::Decimal;

    use super::super::{Appears, At, Holds, How, NumberFormat, RowKind, Tone};
    use super::*;
    use crate::finding::{Family, Severity, Status};
    use crate::formula::{Expr, Operator};
    use crate::source::Address;

    const SECRET: &str = "jo.bloggs@mail.example";

    fn secret() -> String {
        format!("Ask {SECRET}")
    }

    fn at() -> Place {
        Place::cell(secret(), secret(), Address::new(0, 0))
    }

    fn cell(value: CellValue, origin: Origin) -> Cell {
        Cell { value, origin, tone: Tone::Plain }
    }

    fn finding() -> Finding {
        let by = ExplainedBy {
            kind: "explain",
            role: secret(),
            date: secret(),
            words: secret(),
            stands: Some(secret()),
            until: Some(secret()),
            due: Some(secret()),
            line: 1,
        };
        Finding {
            id: secret(),
            message: secret(),
            help: secret(),
            demanded_by: Some(at()),
            area: Some(secret()),
            scheme: Some(secret()),
            column: Some(secret()),
            stated_text: Some(secret()),
            rows: vec![secret()],
            related: vec![at()],
            status: Status::Explained,
            explained_by: Some(by),
            topic: secret(),
            ..Finding::new("code", Family::Cell, Severity::Query, at())
        }
    }

    fn blocks() -> Vec<Block> {
        let here = At { table: "t".into(), row: 0, column: 0 };
        let rows = vec![(0, secret())];
        let plus =
            Expr::Binary(Operator::Add, Box::new(Expr::Number(Decimal::ONE)), Box::new(Expr::Number(Decimal::ONE)));
        let number = CellValue::Number { number: Decimal::ONE, format: NumberFormat::General, text: "1".into() };
        let cells = vec![
            cell(CellValue::Text(secret()), Origin::Given(at())),
            cell(CellValue::Mixed(secret()), Origin::Drawn(How::Sum, vec![at()])),
            cell(
                CellValue::Placeholder(secret()),
                Origin::Computed(Expression::Matching { table: "t".into(), sum: None, rows }),
            ),
            cell(number, Origin::Computed(Expression::Formula(plus, vec![("a".into(), here)], secret()))),
        ];
        let columns =
            (0..4).map(|_| Column { heading: secret(), holds: Holds::Text, width: 1, left_out: false }).collect();
        let table = Table {
            id: "t".into(),
            title: secret(),
            sheet: secret(),
            description: secret(),
            appears: Appears::Both,
            columns,
            rows: vec![Row { kind: RowKind::Item, level: 0, cells }],
            notes: vec![secret()],
        };
        let group = ChartGroup { name: secret(), labels: vec![secret()], lengths: vec![1] };
        let chart = Chart {
            title: secret(),
            unit: secret(),
            series: vec![secret()],
            groups: vec![group],
            alternative: secret(),
        };
        vec![
            Block::Paragraph { text: secret() },
            Block::Bullets { items: vec![secret()] },
            Block::Table(table),
            Block::Chart(chart),
        ]
    }

    #[test]
    fn nothing_personal_is_left_anywhere_in_a_report() {
        let meta = Meta {
            title: secret(),
            council: secret(),
            committee: secret(),
            period: secret(),
            as_at: secret(),
            meeting: secret(),
            dated: date(2023, 2, 8),
            language: secret(),
            stage: crate::report::Stage::Draft,
            mark: String::new(),
            restricted: String::new(),
            words: crate::report::PageWords::of(crate::words::fixed::Fixed::built_in(), crate::report::Stage::Draft),
            fingerprint: String::new(),
            fingerprint_printed: String::new(),
            cleared_by: vec![ClearedBy { role: secret(), initials: secret(), date: secret(), comment: secret() }],
            first_page: 1,
        };
        let mut report = Report {
            meta,
            sections: vec![Section { id: "s".into(), heading: secret(), new_page: false, blocks: blocks() }],
            set_aside: [(at(), secret())].into(),
            as_last_reported: vec![AsLastReported { area: secret(), as_at: secret(), files: vec![secret()] }],
            findings: vec![finding()],
            files: vec![SourceFile { path: secret(), sha256: secret(), role: "return" }],
            compared_with: Some(secret()),
            exempt: Default::default(),
        };
        let planted = format!("{report:?}").matches(SECRET).count();
        let may = MayPrint::default();
        from_sections(&may, &mut report.sections);
        from_rest(&may, &mut report);
        let all = format!("{report:?}");
        assert!(!all.contains(SECRET), "{all}");
        assert_eq!(
            all.matches("[e-mail address withheld]").count(),
            planted,
            "each is withheld, and nothing else changed"
        );
    }

    #[test]
    fn a_figure_is_no_telephone_number() {
        let number = CellValue::Number {
            number: Decimal::from(9_434_765_919_u64),
            format: NumberFormat::General,
            text: "9434765919".into(),
        };
        let row = Row { kind: RowKind::Item, level: 0, cells: vec![cell(number.clone(), Origin::Label)] };
        let mut blocks = blocks();
        let Some(Block::Table(table)) = blocks.get_mut(2) else { panic!("a table") };
        table.rows = vec![row];
        let mut sections = vec![Section { id: "s".into(), heading: String::new(), new_page: false, blocks }];
        from_sections(&MayPrint::default(), &mut sections);
        let Block::Table(table) = &sections[0].blocks[2] else { panic!("a table") };
        assert_eq!(table.rows[0].cells[0].value, number);
    }
}
