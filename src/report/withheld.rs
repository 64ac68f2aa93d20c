//! What is personal is taken out of the whole report at its end, wherever it came from: every string that a renderer may print goes
//! through here. What a field is, each pattern below says in full, so that a new one does not compile before somebody has thought of it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use super::{
    Block, Cell, CellValue, Chart, ChartGroup, Column, Expression, Meta, Origin, Report, Row, Section, SourceFile,
    Table,
};
use crate::finding::{ExplainedBy, Finding};
use crate::privacy::MayPrint;
use crate::source::Place;

/// Withholds what may not print from sections; before sheets are named, which cuts their titles.
pub(super) fn from_sections(may: &MayPrint, sections: &mut [Section]) {
    for Section { id: _, heading, new_page: _, blocks } in sections {
        text(may, heading);
        for block in blocks {
            match block {
                Block::Paragraph { text: words } => text(may, words),
                Block::Bullets { items } => texts(may, items),
                Block::Table(table) => from_table(may, table),
                Block::Chart(chart) => from_chart(may, chart),
            }
        }
    }
}

/// Withholds it from everything else.
pub(super) fn from_rest(may: &MayPrint, report: &mut Report) {
    let Report { meta, sections: _, set_aside, findings, files, compared_with } = report;
    let Meta { title, council, committee, period, as_at, meeting, dated: _, language, draft: _, first_page: _ } = meta;
    [title, council, committee, period, as_at, meeting, language].into_iter().for_each(|words| text(may, words));
    *set_aside = mem::take(set_aside)
        .into_iter()
        .map(|(mut at, mut by)| {
            place(may, &mut at);
            text(may, &mut by);
            (at, by)
        })
        .collect::<BTreeMap<_, _>>();
    findings.iter_mut().for_each(|finding| from_finding(may, finding));
    for SourceFile { path, sha256, role: _ } in files {
        text(may, path);
        text(may, sha256);
    }
    compared_with.iter_mut().for_each(|words| text(may, words));
}

fn from_table(may: &MayPrint, table: &mut Table) {
    let Table { id: _, title, sheet, description, appears: _, columns, rows, notes } = table;
    [title, sheet, description].into_iter().for_each(|words| text(may, words));
    columns.iter_mut().for_each(|Column { heading, holds: _, width: _ }| text(may, heading));
    texts(may, notes);
    for Row { kind: _, cells } in rows {
        for Cell { value, origin, tone: _ } in cells {
            match value {
                // A number is no text: what it looks like is how its column prints it.
                CellValue::Number { number: _, format: _, text: _ } | CellValue::Blank => {}
                CellValue::Mixed(words) | CellValue::Placeholder(words) | CellValue::Text(words) => text(may, words),
            }
            from_origin(may, origin);
        }
    }
}

fn from_origin(may: &MayPrint, origin: &mut Origin) {
    match origin {
        Origin::Label => {}
        Origin::Given(at) => place(may, at),
        Origin::Drawn(_, places) => places.iter_mut().for_each(|at| place(may, at)),
        Origin::Computed(expression) => match expression {
            Expression::Same(_) | Expression::Sum(_) | Expression::Count(_) => {}
            // The rows are picked out by what stands in them now.
            Expression::Matching { table: _, sum: _, rows } => rows.iter_mut().for_each(|(_, words)| text(may, words)),
            Expression::Formula(_, _, instead) => text(may, instead),
        },
    }
}

fn from_chart(may: &MayPrint, chart: &mut Chart) {
    let Chart { title, unit, series, groups, alternative } = chart;
    [title, unit, alternative].into_iter().for_each(|words| text(may, words));
    texts(may, series);
    for ChartGroup { name, labels, lengths: _ } in groups {
        text(may, name);
        texts(may, labels);
    }
}

fn from_finding(may: &MayPrint, finding: &mut Finding) {
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
        explains: _,
    } = finding;
    [id, message, help, topic].into_iter().for_each(|words| text(may, words));
    [area, scheme, column, stated_text].into_iter().flatten().for_each(|words| text(may, words));
    texts(may, rows);
    demanded_by.iter_mut().chain(related).chain([at]).for_each(|at| place(may, at));
    if let Some(ExplainedBy { kind: _, role, date, words, stands, until, line: _ }) = explained_by {
        [role, date, words].into_iter().chain(stands).chain(until).for_each(|words| text(may, words));
    }
}

/// The names of a file and of a sheet are texts that somebody typed.
fn place(may: &MayPrint, at: &mut Place) {
    let Place { file, sheet, cell: _, to: _, line: _ } = at;
    for name in [file].into_iter().chain(sheet) {
        if let Cow::Owned(said) = may.withheld(name) {
            *name = Arc::from(said);
        }
    }
}

fn texts(may: &MayPrint, texts: &mut [String]) {
    texts.iter_mut().for_each(|words| text(may, words));
}

fn text(may: &MayPrint, words: &mut String) {
    if let Cow::Owned(said) = may.withheld(words) {
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
        let columns = (0..4).map(|_| Column { heading: secret(), holds: Holds::Text, width: 1 }).collect();
        let table = Table {
            id: "t".into(),
            title: secret(),
            sheet: secret(),
            description: secret(),
            appears: Appears::Both,
            columns,
            rows: vec![Row { kind: RowKind::Item, cells }],
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
            draft: true,
            first_page: 1,
        };
        let mut report = Report {
            meta,
            sections: vec![Section { id: "s".into(), heading: secret(), new_page: false, blocks: blocks() }],
            set_aside: [(at(), secret())].into(),
            findings: vec![finding()],
            files: vec![SourceFile { path: secret(), sha256: secret(), role: "return" }],
            compared_with: Some(secret()),
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
        let row = Row { kind: RowKind::Item, cells: vec![cell(number.clone(), Origin::Label)] };
        let mut blocks = blocks();
        let Some(Block::Table(table)) = blocks.get_mut(2) else { panic!("a table") };
        table.rows = vec![row];
        let mut sections = vec![Section { id: "s".into(), heading: String::new(), new_page: false, blocks }];
        from_sections(&MayPrint::default(), &mut sections);
        let Block::Table(table) = &sections[0].blocks[2] else { panic!("a table") };
        assert_eq!(table.rows[0].cells[0].value, number);
    }
}
