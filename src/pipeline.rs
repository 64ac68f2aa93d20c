//! The whole way: form and returns, figures, reconciling, checks, report, files. What the commands do, as functions.

mod as_read;
mod earlier;
mod last_reported;
mod pages;

pub(crate) use as_read::AsRead;
pub use pages::{NO_PROOFS, NO_TYPESETTER, PROOFS, Pages, TYPESETS};

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::check::appendix::{self, Most, Printed};
use crate::check::decision::{clearing, entitled};
use crate::check::offers::Offer;
use crate::check::period::prior_restated;
use crate::check::period::year_ended::Ending;
use crate::check::standing::Answer;
use crate::check::{self, Context};
use crate::collection::manifest::LAST_RETURN;
use crate::collection::{
    BaseWorkbook, Before, CannotRun, Collection, FONTS, LAYOUT, PUBLISHED, Prior, Setting, WORDS, because,
};
use crate::figures::Figures;
use crate::file::{self, sha256};
use crate::finding::{Counts, Family, Finding};
use crate::form::Form;
use crate::period::Period;
use crate::progress::{Observer, Step};
use crate::reconcile::position::Position;
use crate::reconcile::{self, PriorFrom, Reconciliation, published};
use crate::render::watch::Watch;
use crate::render::{Audience, limits, xlsx};
use crate::report::{self, Material, Meta, NotPublic, Report, Revision, SourceFile};
use crate::returns::files::{self, LIMIT as LARGEST_WORKBOOK, is_fingerprint};
use crate::returns::standing::Standing;
use crate::returns::{self, Returns};
use crate::source::Fault;
use earlier::Earlier;
use pages::{pdf_of, proof_of};

/// Which period, against which, and what is known late.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The period; the newest folder of returns if absent.
    pub period: Option<Period>,
    /// What to compare with; if absent, the last published locked set before the period, else the newest folder of returns.
    pub prior: Option<Prior>,
    /// The agenda pack's number of the first page; the form's if absent. It changes no figure.
    pub first_page: Option<u32>,
    /// Who is told what is being done; nobody if left out. It changes nothing that is made.
    pub observer: Observer,
    /// No PDF is wanted, so that nothing is too much for one.
    pub no_pdf: bool,
    /// The number of the published set that this is to take the place of, and why.
    pub supersedes: Option<(u32, String)>,
}

/// Everything that was read for one period and the one before.
#[derive(Debug)]
pub struct Inputs {
    /// The collection's name.
    pub collection: String,
    /// The folder of its returns, relative to the collection.
    pub folder: String,
    /// Form and decisions of the period.
    pub setting: Setting,
    /// Its returns, as they stand by decision.
    #[doc(hidden)]
    pub returns: Returns,
    /// Its returns as they were sent, where something stands in place of a cell.
    #[doc(hidden)]
    pub sent: Option<Returns>,
    /// The findings that were answered by what stands in a cell's place.
    pub answered: Vec<Finding>,
    /// The forms and decisions by which figures were read that stand as last published, as they lie in the sets.
    as_last_published: Vec<SourceFile>,
    /// What it is compared with.
    #[doc(hidden)]
    pub prior: Option<PriorInputs>,
    /// What is known of periods before that one: for a trend, and for how the year before ended.
    earlier: Earlier,
    /// See [`Options::first_page`].
    pub first_page: Option<u32>,
    /// See [`Options::observer`].
    pub observer: Observer,
    /// See [`Options::no_pdf`].
    pub no_pdf: bool,
    /// What was published of the period and is to be revised.
    #[doc(hidden)]
    pub revision: Option<Revision>,
}

/// What the period is compared with, as read.
#[doc(hidden)]
#[derive(Debug)]
pub enum PriorInputs {
    /// Form, decisions and returns of a period.
    Returns(Box<Inputs>),
    /// A consolidated workbook.
    Workbook {
        /// What stands in it.
        position: Position,
        /// The file.
        file: SourceFile,
        /// Where it lies.
        path: PathBuf,
        /// What the returns of that period in the collection say now, if they are not those that it was made from.
        live: Option<Box<Position>>,
    },
}

impl PriorInputs {
    /// The period.
    fn period(&self) -> Period {
        match self {
            PriorInputs::Returns(prior) => prior.setting.period,
            PriorInputs::Workbook { position, .. } => position.period,
        }
    }
}

/// What came of checking and reconciling.
#[derive(Debug)]
pub struct Examined<'a> {
    /// What was read.
    pub inputs: &'a Inputs,
    /// The period's figures.
    #[doc(hidden)]
    pub figures: Figures<'a>,
    /// Against the prior period, if there is one.
    #[doc(hidden)]
    pub reconciliation: Option<Reconciliation>,
    /// What the rules found, with the decisions applied, in order.
    pub findings: Vec<Finding>,
}

/// The files of a finished build.
#[derive(Debug, Clone)]
pub struct Built {
    /// appendix.pdf, if it was asked for.
    pub pdf: Option<Vec<u8>>,
    /// proof.pdf, if that was asked for.
    pub proof: Option<Vec<u8>>,
    /// consolidated.xlsx
    pub xlsx: Vec<u8>,
    /// findings.json
    pub json: String,
    /// Errors and queries that are open make it a draft.
    pub counts: Counts,
    /// What they say.
    pub report: Report,
    /// The same for everybody, or why there is none.
    pub public: Result<Report, NotPublic>,
    /// appendix.pdf for everybody, where that is another one and was asked for.
    pub public_pdf: Option<Vec<u8>>,
    /// The period built.
    pub period: Period,
}

impl Inputs {
    /// Reads a period and the one before it.
    pub fn read(collection: &Collection, options: &Options) -> Result<Inputs, CannotRun> {
        let period = collection.period(options.period)?;
        let prior = match collection.prior(period, options.prior.as_ref())? {
            Some(Before::Returns { period, instead }) => {
                let prior = Inputs::as_prior(collection, period, &options.observer)?;
                if prior.returns.files.is_empty() {
                    return Err(collection.cannot_compare_with_returns(period, instead.as_deref()));
                }
                if let Some(because) = prior.returns.left_alone() {
                    return Err(collection.cannot_compare_with_a_part(period, because));
                }
                Some(PriorInputs::Returns(Box::new(prior)))
            }
            Some(Before::Workbook(book)) => {
                let form = collection.setting(period)?.form;
                let (position, bytes) = read_base(&form, &book)?;
                let live = Inputs::changed_since(collection, &form, &position, &options.observer);
                let file = SourceFile { path: book.shown, sha256: sha256(&bytes), role: "prior workbook" };
                Some(PriorInputs::Workbook { position, file, path: book.path, live })
            }
            None => None,
        };
        let inputs = Inputs::of(collection, collection.setting(period)?, prior, &options.observer)?;
        // Of what was published last alone no paper is made.
        if inputs.returns.files.iter().all(|file| inputs.returns.last_reported_in(&file.path).is_some()) {
            return Err(because(format!(
                "there are no returns in {}: put the workbooks that the areas sent there (.xlsx, .xlsm, .xlsb, .xls, .ods or .csv){}",
                collection.root.join(collection.folder(period)).display(),
                inputs.returns.in_place_of_returns()
            )));
        }
        let supersedes = options.supersedes.as_ref();
        let revision =
            supersedes.map(|of| Inputs::revision(collection, &inputs.setting.form, period, of)).transpose()?;
        let earlier =
            Inputs::earlier(collection, &inputs.setting.form, period, inputs.prior.as_ref(), &options.observer)?;
        Ok(Inputs { first_page: options.first_page, no_pdf: options.no_pdf, revision, earlier, ..inputs })
    }

    /// What the returns of a period that was published say now, where they are other files than was published. None where they are the
    /// same, are not there, or cannot be read: it is compared with what was published, whatever they are.
    fn changed_since(
        collection: &Collection,
        form: &Form,
        published: &Position,
        observer: &Observer,
    ) -> Option<Box<Position>> {
        let period = published.period;
        if published.files.is_empty() || !collection.periods.contains(&period) {
            return None;
        }
        // As a rule they are the same: then none of them is opened.
        // What stood as it was published before is not looked for among them.
        let stood = format!("{PUBLISHED}/");
        let own = published.files.iter().filter(|(path, _)| !path.starts_with(&stood));
        let own = own.map(|(path, hash)| (path.clone(), hash.clone())).collect();
        if files::unchanged(&collection.root, &collection.folder(period), &own) {
            return None;
        }
        let live = Inputs::as_prior(collection, period, observer).ok()?;
        let now = hashes(&live.returns);
        if now == published.files {
            return None;
        }
        let own = &live.setting.form;
        let figures = Figures::of(own, &live.returns).ok()?;
        Some(Box::new(Position::of(own, period, &figures, now).known_then(form)))
    }

    /// What stands in the set of a period that is to be revised: the last one that was published.
    fn revision(
        collection: &Collection,
        form: &Form,
        period: Period,
        (number, reason): &(u32, String),
    ) -> Result<Revision, CannotRun> {
        let sets = collection.sets_of(period)?;
        let published = collection.published(period)?;
        match sets.first() {
            Some((last, folder)) if last == number => {
                let named = Prior::File(collection.root.join(folder));
                let Some(Before::Workbook(book)) = collection.prior(period, Some(&named))? else {
                    return Err(because(format!("{folder} holds no workbook that could be revised")));
                };
                let (position, _) = read_base(form, &book)?;
                Ok(Revision { number: *number, reason: reason.clone(), published: position })
            }
            Some((last, folder)) => Err(because(format!(
                "{number} is not the last set that was published for {period}: that is {folder}; write --supersedes {last}"
            ))),
            None => Err(because(format!(
                "nothing was published for {period} that could be superseded: {published} holds no set"
            ))),
        }
    }

    /// A period that another one is compared with. What decisions set aside there because of how it moved needs the period
    /// before it.
    fn as_prior(collection: &Collection, period: Period, observer: &Observer) -> Result<Inputs, CannotRun> {
        let setting = collection.setting(period)?;
        let needed = Inputs::sets_aside_by_movement(&setting);
        let prior = match collection.prior(period, None) {
            Ok(Some(Before::Returns { period, .. })) if needed => {
                Some(PriorInputs::Returns(Box::new(Inputs::as_prior(collection, period, observer)?)))
            }
            _ => None,
        };
        Inputs::of(collection, setting, prior, observer)
    }

    /// Whether a decision of the period sets a figure aside because of how it moved.
    fn sets_aside_by_movement(setting: &Setting) -> bool {
        let by_movement = |code: &str| check::rule(code).is_some_and(|rule| rule.family == Family::Period);
        let mut entries = setting.decisions.set_asides_of(setting.period);
        entries.any(|decision| decision.finding.split(':').next().is_some_and(by_movement))
    }

    fn of(
        collection: &Collection,
        setting: Setting,
        prior: Option<PriorInputs>,
        observer: &Observer,
    ) -> Result<Inputs, CannotRun> {
        let folder = collection.folder(setting.period);
        Inputs::in_folder(collection, &folder, setting, prior, observer, true)
    }

    /// The same of returns that lie elsewhere in the collection. `late` says whether figures that were published last may stand for returns
    /// that are missing: in what a set was made from, each area is looked for by itself.
    fn in_folder(
        collection: &Collection,
        folder: &str,
        setting: Setting,
        prior: Option<PriorInputs>,
        observer: &Observer,
        late: bool,
    ) -> Result<Inputs, CannotRun> {
        let mut returns = read_returns(collection, folder, &setting, observer)?;
        let stood = match late {
            true => last_reported::stand(collection, &setting, &mut returns, observer)?,
            false => last_reported::Stood::default(),
        };
        let mut inputs = Inputs {
            collection: collection.name.clone(),
            folder: folder.to_string(),
            setting,
            returns,
            sent: None,
            answered: stood.answered,
            as_last_published: stood.files,
            prior,
            earlier: Earlier::default(),
            first_page: None,
            observer: observer.clone(),
            no_pdf: false,
            revision: None,
        };
        inputs.let_stand()?;
        Ok(inputs)
    }

    /// The returns as they were sent, whatever decisions let stand in place of their cells.
    pub(crate) fn as_sent(&self) -> &Returns {
        self.sent.as_ref().unwrap_or(&self.returns)
    }

    /// Lets stand what the decisions say, until they say nothing more: one of them may answer what another one raises.
    fn let_stand(&mut self) -> Result<(), CannotRun> {
        let waiting = self.setting.decisions.set_asides_of(self.setting.period).count();
        for _ in 0..waiting {
            self.observer.tell(Step::Checking);
            let answers = self.with_context(|context| {
                let findings = check::find(context);
                check::standing::answers(context, &findings)
            })?;
            if answers.is_empty() {
                break;
            }
            self.sent.get_or_insert_with(|| self.returns.clone());
            for Answer { standing, finding } in answers {
                self.returns.stand(&self.setting.form, standing);
                self.answered.push(finding);
            }
        }
        Ok(())
    }

    /// Works the figures out and reconciles them with the prior period.
    fn work_out(&self) -> Result<(Figures<'_>, Option<Reconciliation>), CannotRun> {
        let form = &self.setting.form;
        let figures = Figures::of(form, &self.returns).map_err(out_of_bounds)?;
        let before = match &self.prior {
            Some(PriorInputs::Returns(prior)) => {
                let (form, period) = (&prior.setting.form, prior.setting.period);
                let figures = Figures::of(form, &prior.returns).map_err(out_of_bounds)?;
                let position = Position::of(form, period, &figures, hashes(&prior.returns));
                Some((position.known_then(form), PriorFrom::Returns))
            }
            Some(PriorInputs::Workbook { position, .. }) => Some((position.clone(), PriorFrom::Published)),
            None => None,
        };
        let reconciliation = match before {
            Some((before, from)) => {
                let after = Position::of(form, self.setting.period, &figures, hashes(&self.returns));
                let decisions = &self.setting.decisions;
                let reconciliation =
                    reconcile::reconcile(form, decisions, before, after, from).map_err(out_of_bounds)?;
                Some(reconciliation.behind_a_budget(form, decisions, self.earlier.last_year.clone()))
            }
            None => None,
        };
        Ok((figures, reconciliation))
    }

    fn context<'a>(&'a self, figures: &'a Figures<'a>, reconciliation: Option<&'a Reconciliation>) -> Context<'a> {
        Context {
            form: &self.setting.form,
            returns: &self.returns,
            figures,
            decisions: &self.setting.decisions,
            reconciliation,
            answered: &self.answered,
            fonts: &self.setting.fonts,
            phrases: &self.setting.phrases,
            templates: self.setting.words.templates(),
        }
    }

    fn with_context<T>(&self, look: impl FnOnce(&Context<'_>) -> T) -> Result<T, CannotRun> {
        let (figures, reconciliation) = self.work_out()?;
        Ok(look(&self.context(&figures, reconciliation.as_ref())))
    }

    /// Works the figures out, reconciles them with the prior period, runs every rule, composes every text, and counts what would print.
    /// `Err` too where a template of the words is wrong.
    pub fn examine(&self) -> Result<Examined<'_>, CannotRun> {
        self.observer.tell(Step::Checking);
        let (figures, reconciliation) = self.work_out()?;
        let findings = check::check(&self.context(&figures, reconciliation.as_ref()));
        let mut examined = Examined { inputs: self, figures, reconciliation, findings };
        let extents = examined.with_material(report::compose)?;
        let too_long = appendix::too_long(&self.setting.form, &printed(&self.setting.form, extents), LIMITS);
        let mut last: Vec<Finding> = too_long.filter(|_| !self.no_pdf).into_iter().collect();
        let Setting { form, decisions, no_evidence, .. } = &self.setting;
        let period = self.setting.period;
        let not_read = self.earlier.not_read.iter();
        last.extend(not_read.map(|own| appendix::closing_not_read(own.period, &own.shown, &own.why)));
        if decisions.clearances_of(period).next().is_some() {
            let fingerprint = examined.report()?.meta.fingerprint;
            last.extend(clearing::findings(form, (decisions, period), &fingerprint, no_evidence));
        }
        match &self.prior {
            Some(PriorInputs::Returns(prior)) => last.extend(entitled::of_prior(form, decisions, &prior.returns)),
            Some(PriorInputs::Workbook { position, live: Some(live), .. }) => {
                last.extend(prior_restated::findings(form, position, live));
            }
            Some(PriorInputs::Workbook { .. }) | None => {}
        }
        check::add_last(&mut examined.findings, last, period);
        Ok(examined)
    }

    /// What stands in place of cells of returns, of this period and of the prior one.
    fn standings(&self) -> Vec<&Standing> {
        let prior = match &self.prior {
            Some(PriorInputs::Returns(prior)) => Some(prior.returns.standings.iter()),
            _ => None,
        };
        self.returns.standings.iter().chain(prior.into_iter().flatten()).collect()
    }

    /// What the period is compared with, and where it lies: one sentence. `None` where there is nothing to compare with.
    pub fn compared_with(&self) -> Option<String> {
        self.prior.as_ref().map(|prior| match prior {
            PriorInputs::Returns(prior) => {
                format!("Compared with {} ({}).", PriorFrom::Returns.words(prior.setting.period), prior.folder)
            }
            PriorInputs::Workbook { position, file, .. } => {
                format!("Compared with {} ({}).", PriorFrom::Published.words(position.period), file.path)
            }
        })
    }

    /// Every file that was read, with its SHA-256.
    pub fn files(&self) -> Vec<SourceFile> {
        let mut files = own_files(&self.setting, &self.returns, ["form", "decisions", "return"]);
        let before = match &self.prior {
            Some(PriorInputs::Returns(prior)) => {
                let own = own_files(&prior.setting, &prior.returns, ["form", "decisions", "prior return"]);
                own.into_iter().chain(prior.as_last_published.iter().cloned()).collect()
            }
            Some(PriorInputs::Workbook { file, .. }) => vec![file.clone()],
            None => Vec::new(),
        };
        let earlier = self.earlier.files.iter().cloned();
        for file in self.as_last_published.iter().cloned().chain(before).chain(earlier) {
            if !files.iter().any(|known| known.path == file.path) {
                files.push(file);
            }
        }
        files
    }
}

/// What stands in a workbook to be compared with, if it is the one that was published and of the period that its folder says, and its
/// bytes.
fn read_base(form: &Form, book: &BaseWorkbook) -> Result<(Position, Vec<u8>), CannotRun> {
    let bytes = file::read(&book.path, LARGEST_WORKBOOK).map_err(|why| book.cannot_be_read(&why.to_string()))?;
    book.is_as_published(&bytes)?;
    let position = published::position(form, &book.shown, &bytes).map_err(|why| book.cannot_be_read(&why))?;
    book.is_of(position.period)?;
    Ok((position, bytes))
}

fn own_files(setting: &Setting, returns: &Returns, roles: [&'static str; 3]) -> Vec<SourceFile> {
    let [form, decisions, role] = roles;
    let evidence: Vec<&String> =
        setting.decisions.clearances.iter().filter_map(|clearance| clearance.evidence.as_ref()).collect();
    let texts = setting.files.iter().map(|(path, bytes)| SourceFile {
        path: path.clone(),
        sha256: sha256(bytes),
        role: match path.as_str() {
            _ if evidence.contains(&path) => "evidence",
            _ if setting.form.controls.iter().any(|control| control.reads(path)) => "control",
            path if path.ends_with("decisions.toml") => decisions,
            path if path.starts_with(FONTS) => "font",
            path if path.starts_with(WORDS) => "words",
            LAYOUT => "layout",
            _ => form,
        },
    });
    let books = returns.files.iter().map(|file| SourceFile {
        path: file.path.to_string(),
        sha256: file.sha256.clone(),
        role: if returns.last_reported_in(&file.path).is_some() { LAST_RETURN } else { role },
    });
    texts.chain(books).collect()
}

fn read_returns(
    collection: &Collection,
    folder: &str,
    setting: &Setting,
    observer: &Observer,
) -> Result<Returns, CannotRun> {
    returns::read(&setting.form, &collection.root, folder, setting.period, observer)
        .map_err(|error| because(format!("{} cannot be read: {error}", collection.root.join(folder).display())))
}

fn hashes(returns: &Returns) -> BTreeMap<String, String> {
    let read = returns.files.iter().filter(|file| is_fingerprint(&file.sha256));
    read.map(|file| (file.path.to_string(), file.sha256.clone())).collect()
}

fn out_of_bounds(error: crate::figures::OutOfBounds) -> CannotRun {
    because(error.to_string())
}

impl Examined<'_> {
    /// The prior period, if there is one.
    pub fn prior(&self) -> Option<Period> {
        self.inputs.prior.as_ref().map(PriorInputs::period)
    }

    /// How one of its findings may be answered.
    #[doc(hidden)]
    pub fn offers(&self, finding: &Finding) -> Vec<Offer> {
        check::offers::of(&self.inputs.context(&self.figures, self.reconciliation.as_ref()), finding)
    }

    /// How the schemes of the year before ended of which nobody has said what became of them.
    pub fn endings(&self) -> Vec<Ending> {
        check::endings(&self.inputs.context(&self.figures, self.reconciliation.as_ref()))
    }

    /// findings.json, and what `check --format json` prints. `Err` as [`report`](Self::report) has it.
    pub fn json(&self) -> Result<String, CannotRun> {
        Ok(self.json_of(&self.report()?))
    }

    fn json_of(&self, report: &Report) -> String {
        let Meta { stage, fingerprint, .. } = &report.meta;
        let of = check::json::Of {
            collection: &self.inputs.collection,
            period: self.inputs.setting.period,
            prior: self.prior(),
            stage: stage.word(),
            fingerprint,
        };
        check::json::json(&of, &self.findings)
    }

    /// The document as data.
    pub fn report(&self) -> Result<Report, CannotRun> {
        self.with_material(report::build)
    }

    fn with_material<T>(&self, make: impl FnOnce(&Material<'_>) -> Result<T, Fault>) -> Result<T, CannotRun> {
        let setting = &self.inputs.setting;
        let material = Material {
            form: &setting.form,
            period: setting.period,
            figures: &self.figures,
            standings: self.inputs.standings(),
            last_reported: &self.inputs.returns.last_reported,
            reconciliation: self.reconciliation.as_ref(),
            decisions: &setting.decisions,
            findings: &self.findings,
            files: &self.inputs.files(),
            compared_with: self.inputs.compared_with(),
            words: &setting.words,
            revision: self.inputs.revision.as_ref(),
            earlier: &self.inputs.earlier.closings,
            layout: setting.layout.as_ref().map(|(_, text)| text.as_str()),
            may_print: check::privacy::may_print(&setting.form, &self.inputs.returns, &self.findings),
            first_page: self.inputs.first_page,
        };
        make(&material).map_err(|fault| setting.shown(fault).into())
    }

    /// The files, in memory; the PDF among them if `pdf` asks for it and it is not too long for one, which a build without the feature
    /// `typst` cannot give.
    pub fn render(&self, pdf: bool) -> Result<Built, CannotRun> {
        self.render_watched(if pdf { Pages::Appendix } else { Pages::None }, None)
    }

    /// The same, or with a proof in the place of the PDF, with somebody who watches over the layout while it runs.
    #[doc(hidden)]
    pub fn render_watched(&self, pages: Pages, watch: Option<&Watch<'_>>) -> Result<Built, CannotRun> {
        self.inputs.observer.tell(if pages == Pages::None { Step::Writing } else { Step::Typesetting });
        let report = self.report()?;
        let too_long = self.findings.iter().any(|finding| finding.code == appendix::TOO_LONG.code);
        let setting = &self.inputs.setting;
        // One after the other: what the workbook takes of memory is not to be the layout's.
        let (pdf, proof) = match pages {
            Pages::Appendix if !too_long => (Some(pdf_of(&report, setting, watch)?), None),
            Pages::Proof if !too_long => (None, Some(proof_of(&report, setting)?)),
            _ => (None, None),
        };
        let public = report.for_public();
        let public_pdf = match (&pdf, &public) {
            (Some(_), Ok(public)) if !report.exempt.is_empty() => Some(pdf_of(public, setting, watch)?),
            _ => None,
        };
        self.inputs.observer.tell(Step::Writing);
        let xlsx = xlsx::xlsx(&report, Audience::Council).map_err(|error| because(error.to_string()))?;
        Ok(Built {
            pdf,
            proof,
            xlsx,
            json: self.json_of(&report),
            counts: Counts::of(&self.findings),
            report,
            public,
            public_pdf,
            period: self.inputs.setting.period,
        })
    }
}

/// What prints of each table, with the place where the form has it.
fn printed(form: &Form, extents: Vec<report::Extent>) -> Vec<Printed> {
    let of = |extent: report::Extent| {
        let table = form.tables.iter().find(|table| table.id == extent.id);
        Printed {
            title: extent.title,
            form: table.map(|table| (table.id.clone(), table.at.clone())),
            rows: extent.rows,
            characters: extent.characters,
        }
    };
    extents.into_iter().map(of).collect()
}

/// The most that one PDF can hold.
const LIMITS: Most = Most { rows: limits::MAX_ROWS, characters: limits::MAX_CHARACTERS };
