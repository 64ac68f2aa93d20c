//! A report for everybody: its tables, movements and answers, and nothing that names a file, a cell or a line of decisions.toml.

use super::{Block, NotPublic, Report, exempt, ids};

impl Report {
    /// The report as everybody may have it. Tables of data for later periods, those that say what a text is made from, the findings and the
    /// files are left out, and what is exempt from publication.
    ///
    /// # Errors
    ///
    /// If what is left would give away what is exempt, or that cannot be said.
    pub fn for_public(&self) -> Result<Report, NotPublic> {
        let mut public = self.clone();
        public.findings.clear();
        public.files.clear();
        public.set_aside.clear();
        public.as_last_reported.iter_mut().for_each(|own| own.files.clear());
        public.compared_with = None;
        for section in &mut public.sections {
            section.blocks.retain(|block| !matches!(block, Block::Table(table) if !ids::is_for_all(&table.id)));
            for block in &mut section.blocks {
                let Block::Table(table) = block else { continue };
                if table.id == ids::EACH_CHANGE {
                    // The last column says where a decision stands. No formula needs it.
                    table.columns.pop();
                    for row in &mut table.rows {
                        row.cells.pop();
                    }
                }
            }
        }
        public.sections.retain(|section| !section.blocks.is_empty());
        if self.exempt.is_empty() { Ok(public) } else { exempt::left_out(self, public) }
    }
}

#[cfg(test)]
mod tests {
    use crate::render::fixture;
    use crate::report::{Appears, Block, Report};

    fn titles(report: &Report) -> Vec<&str> {
        let blocks = report.sections.iter().flat_map(|section| &section.blocks);
        let tables = blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
        tables.filter(|table| table.appears != Appears::Workbook).map(|table| table.title.as_str()).collect()
    }

    #[test]
    fn what_prints_stays_and_what_is_the_councils_goes() {
        let report = fixture::report();
        let public = report.for_public().unwrap();
        assert!(public.findings.is_empty() && public.files.is_empty() && public.compared_with.is_none());
        assert!(titles(&report).len() > 1);
        assert_eq!(titles(&public), titles(&report));
    }
}
