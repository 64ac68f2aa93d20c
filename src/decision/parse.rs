//! From the text of decisions.toml to [`Decisions`].

use rust_decimal::Decimal;

use super::clearance::{self, PRINTED_DIGITS};
use super::keys::DECISIONS;
use super::{
    ChangeKind, ChangeRequest, Clearance, Decisions, Ended, Exempt, Explain, LeftOpen, Match, NewYear, NotUpdated,
    OutsideControl, Record, SchemeIdentity, SchemeName, SetAside, Side, Until, number,
};
use crate::file;
use crate::form::{Column, Form, Kind, known_area};
use crate::money::{self, Unit};
use crate::names::did_you_mean;
use crate::period::Period;
use crate::source::{Fault, Place};
use crate::toml_reader::{Table, read};

/// The page of the docs that says what may stand there.
const PAGE: &str = "docs/decisions.md";

/// Reads the text; all faults at once.
pub(super) fn parse(file: &str, text: &str, form: &Form) -> Result<Decisions, Vec<Fault>> {
    let document = read(file, text, &DECISIONS);
    let mut reader = Reader { form, faults: document.faults };
    let raw = &document.table;
    let mut decisions = Decisions::default();
    if !document.broken {
        decisions.explanations = raw.tables("explain").filter_map(|table| reader.explain(table)).collect();
        decisions.set_asides = raw.tables("set_aside").filter_map(|table| reader.set_aside(table)).collect();
        let requests = raw.tables("change_request");
        decisions.change_requests = requests.filter_map(|table| reader.change_request(table)).collect();
        decisions.matches = raw.tables("match").filter_map(|table| reader.matched(table)).collect();
        decisions.schemes = raw.tables("scheme").filter_map(|table| reader.scheme(table)).collect();
        decisions.left_open = raw.tables("open_at_publication").filter_map(|table| reader.left_open(table)).collect();
        decisions.not_updated = raw.tables("not_updated").filter_map(|table| reader.not_updated(table)).collect();
        decisions.new_years = raw.tables("new_year").filter_map(|table| reader.new_year(table)).collect();
        decisions.clearances = raw.tables("clearance").filter_map(|table| reader.clearance(table)).collect();
        let outside = raw.tables("outside_control");
        decisions.outside_controls = outside.filter_map(|table| reader.outside_control(table)).collect();
        decisions.records = raw.tables("record").filter_map(|table| reader.record(table)).collect();
        decisions.exempt = raw.tables("exempt").filter_map(|table| reader.exempt(table)).collect();
        reader.once(&decisions);
    }
    if reader.faults.is_empty() {
        Ok(decisions)
    } else {
        reader.faults.sort();
        reader.faults.dedup();
        Err(document.outline.shown(reader.faults, text, PAGE))
    }
}

struct Reader<'a> {
    form: &'a Form,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn fault(&mut self, at: Place, message: impl Into<String>) {
        self.faults.push(Fault::new(at, message));
    }

    /// A period. It need not be one of the form's.
    fn period(&mut self, table: &Table) -> Option<Period> {
        match Period::parse(table.text("period")?) {
            Ok(period) => Some(period),
            Err(error) => {
                self.fault(table.at("period"), error.to_string());
                None
            }
        }
    }

    fn area(&mut self, table: &Table) -> Option<String> {
        let id = table.text("area")?;
        if let Err(message) = known_area(&self.form.areas, id) {
            self.fault(table.at("area"), message);
        }
        Some(id.to_string())
    }

    /// A column of money or counts: of the main list, else of any.
    fn column(&mut self, id: &str, at: Place, period: Option<Period>) -> Option<Column> {
        let form = self.form;
        let main = form.main().into_iter();
        let found = main.chain(&form.lists).find_map(|list| list.column(id));
        match found {
            Some(column) if column.kind.is_amount() => Some(column.clone()),
            Some(_) => {
                self.fault(at, format!("`{id}` must be a column that holds money or a count"));
                None
            }
            None if self.is_elsewhere(id) => {
                // Of a period in which it is there it may be said, and of this one it would have no effect.
                if let Some(here) = period.filter(|period| form.read_for == Some(*period)) {
                    self.fault(
                        at,
                        format!("`{id}` is not there in {here}: the form has it in other periods alone (`only_in`)"),
                    );
                }
                None
            }
            None => {
                let known = form.lists.iter().flat_map(|list| &list.columns).map(|column| column.id.as_str());
                self.fault(at, format!("unknown column `{id}`{}", did_you_mean(id, known)));
                None
            }
        }
    }

    /// Whether a column is there in other periods than the one that the form was read for.
    fn is_elsewhere(&self, id: &str) -> bool {
        self.form.by_period.columns.contains(id)
    }

    /// An amount, written in the unit of its column, in pounds.
    fn amount(&mut self, table: &Table, key: &str, column: Option<&Column>) -> Option<Decimal> {
        let written = table.number(key)?;
        let Some(column) = column.filter(|column| column.kind == Kind::Money) else { return Some(written) };
        let pounds = written.checked_mul(column.unit().factor()).map(|pounds| pounds.normalize());
        if pounds.is_none_or(|pounds| pounds.abs() > Decimal::from(money::LARGEST_AMOUNT)) {
            self.fault(table.at(key), format!("`{key}` is out of bounds: it is written in {}", column.unit_name()));
            return None;
        }
        pounds
    }

    /// Until when an answer stands that was given for this period, and up to which amount. None stands longer than to the end
    /// of the next financial year: by then somebody has to say it again.
    fn stands_until(&mut self, table: &Table, period: Option<Period>) -> (Option<Until>, Option<Decimal>) {
        let up_to = table.number("up_to");
        if let Some(up_to) = up_to.filter(Decimal::is_sign_negative) {
            self.fault(table.at("up_to"), format!("`up_to` is {up_to}; write the amount without a sign"));
        }
        if up_to.is_some() && !table.has("until") {
            self.fault(
                table.at("up_to"),
                "`up_to` says what is answered in later periods; add `until`, the last of them",
            );
        }
        let Some(text) = table.text("until") else { return (None, up_to) };
        let until = match Until::parse(text) {
            Ok(until) => Some(until),
            Err(error) => {
                self.fault(table.at("until"), error.to_string());
                None
            }
        };
        match (until, period) {
            (Some(_), None) if !table.has("period") => {
                self.fault(table.at("until"), "`until` needs `period`: the period for which the answer was given");
            }
            (Some(until), Some(period)) if !until.reaches(period) => {
                let message = format!("`until` is {until}, before {period}, for which the answer was given");
                self.fault(table.at("until"), message);
            }
            (Some(until), Some(period)) if until.year() > period.year.next() => {
                let latest = Until::Year(period.year.next());
                let message =
                    format!("`until` is {until}; an answer given for {period} stands until {latest} at the longest");
                self.fault(table.at("until"), message);
            }
            _ => {}
        }
        (until, up_to)
    }

    fn explain(&mut self, table: &Table) -> Option<Explain> {
        let period = self.period(table);
        let (until, up_to) = self.stands_until(table, period);
        Some(Explain {
            finding: table.text("finding")?.trim().to_string(),
            period,
            stated: table.string("stated"),
            expected: table.string("expected"),
            rows: texts(table, "rows"),
            until,
            up_to,
            words: table.string("words")?,
            role: table.string("role")?,
            initials: table.string("initials"),
            date: table.date("date")?,
            at: table.at.clone(),
        })
    }

    fn set_aside(&mut self, table: &Table) -> Option<SetAside> {
        let period = self.period(table);
        // Of what is no figure, such as a reference that stands twice, words stand.
        let of_figure = table.text("stated").is_none_or(is_figure);
        if let Some(stands) = table.text("stands")
            && of_figure
            && !is_figure(stands)
        {
            self.fault(
                table.at("stands"),
                format!("`stands` is \"{stands}\"; write a figure in the finding's own unit, such as 1190"),
            );
        }
        Some(SetAside {
            finding: table.text("finding")?.trim().to_string(),
            period,
            stated: table.string("stated")?,
            stands: table.string("stands")?,
            rows: texts(table, "rows"),
            words: table.string("words")?,
            role: table.string("role")?,
            initials: table.string("initials"),
            date: table.date("date")?,
            at: table.at.clone(),
        })
    }

    fn left_open(&mut self, table: &Table) -> Option<LeftOpen> {
        let period = self.period(table);
        let (date, due) = (table.date("date")?, table.date("due")?);
        if due < date {
            let message = format!("`due` is {due}, before {date}, when it was left open");
            self.fault(table.at("due"), message);
        }
        Some(LeftOpen {
            finding: table.text("finding")?.trim().to_string(),
            period: period?,
            stated: table.string("stated"),
            expected: table.string("expected"),
            rows: texts(table, "rows"),
            words: table.string("words")?,
            due,
            role: table.string("role")?,
            initials: table.string("initials"),
            date,
            at: table.at.clone(),
        })
    }

    fn outside_control(&mut self, table: &Table) -> Option<OutsideControl> {
        let period = self.period(table);
        let area = if table.has("area") { self.area(table) } else { None };
        let target = || self.form.report.roles.target.clone();
        let named = table.string("column").or_else(target)?;
        let column = self.column(&named, table.at("column"), period)?;
        Some(OutsideControl {
            period: period?,
            area,
            scheme: table.string("scheme")?,
            column: column.id,
            amount: table.number("amount")?,
            words: table.string("words")?,
            role: table.string("role")?,
            initials: table.string("initials"),
            date: table.date("date")?,
            at: table.at.clone(),
        })
    }

    fn not_updated(&mut self, table: &Table) -> Option<NotUpdated> {
        let period = self.period(table);
        let area = self.area(table)?;
        Some(NotUpdated {
            period: period?,
            area,
            words: table.string("words")?,
            role: table.string("role")?,
            initials: table.string("initials"),
            date: table.date("date")?,
            at: table.at.clone(),
        })
    }

    fn new_year(&mut self, table: &Table) -> Option<NewYear> {
        let period = self.period(table);
        let target = self.form.report.roles.target.clone();
        if target.is_none() && table.has("schemes") {
            let message = "`schemes` says what became of targets, and `roles` in piperoll.toml names no `target`";
            self.fault(table.at("schemes"), message);
        }
        let column = target.and_then(|id| self.form.main()?.column(&id));
        let schemes = table.list("schemes").iter().filter_map(|item| item.table());
        let schemes: Vec<Ended> = schemes.filter_map(|own| self.ended(own, column)).collect();
        Some(NewYear {
            period: period?,
            schemes,
            words: table.string("words")?,
            role: table.string("role")?,
            initials: table.string("initials"),
            date: table.date("date")?,
            at: table.at.clone(),
        })
    }

    fn ended(&mut self, table: &Table, column: Option<&Column>) -> Option<Ended> {
        let area = if table.has("area") { self.area(table) } else { None };
        if area.is_none() && !table.has("area") && !self.form.areas.is_empty() {
            self.fault(table.at.clone(), "`area` is missing: write the area's id, as in area = \"adults\"");
        }
        let mut amount = |key: &str| self.amount(table, key, column);
        Some(Ended {
            area,
            scheme: table.string("scheme")?,
            target: amount("target"),
            delivered: amount("delivered"),
            brought_forward: amount("brought_forward").unwrap_or_default(),
            written_off: amount("written_off").unwrap_or_default(),
            one_off: amount("one_off").unwrap_or_default(),
            words: table.string("words"),
            at: table.at.clone(),
        })
    }

    fn clearance(&mut self, table: &Table) -> Option<Clearance> {
        let period = self.period(table);
        let written = table.text("fingerprint")?;
        let fingerprint = clearance::fingerprint(written);
        if fingerprint.is_none() {
            let message = format!(
                "`fingerprint` is \"{written}\"; write the {PRINTED_DIGITS} digits that stand at the end of the appendix, such \
                 as \"af32 91bc 0d4e 77a1\""
            );
            self.fault(table.at("fingerprint"), message);
        }
        let evidence = table.string("evidence");
        if let Some(path) = evidence.as_deref().filter(|path| !file::is_within(path)) {
            let message = format!(
                "`evidence` is \"{path}\"; put the file into the collection and write its path there, such as \"clearances/s151.eml\""
            );
            self.fault(table.at("evidence"), message);
        }
        Some(Clearance {
            period: period?,
            role: table.string("role")?,
            initials: table.string("initials")?,
            date: table.date("date")?,
            fingerprint: fingerprint?,
            comment: table.string("comment"),
            evidence,
            at: table.at.clone(),
        })
    }

    /// What is exempt: something must be named, and what is named must be there. Whether any row is it, the returns say.
    fn exempt(&mut self, table: &Table) -> Option<Exempt> {
        let period = self.period(table);
        let area = if table.has("area") { self.area(table) } else { None };
        let form = self.form;
        let lists = || form.lists.iter().map(|list| list.id.as_str());
        let list = table.string("list");
        if let Some(id) = list.as_deref().filter(|id| form.list(id).is_none()) {
            self.fault(table.at("list"), format!("the form has no list `{id}`{}", did_you_mean(id, lists())));
        }
        let columns = || {
            let own = form.lists.iter().filter(|own| list.as_ref().is_none_or(|list| own.id == *list));
            own.flat_map(|list| &list.columns).map(|column| column.id.as_str())
        };
        let column = table.string("column");
        if let Some(id) = column.as_deref().filter(|id| !columns().any(|own| own == *id) && !self.is_elsewhere(id)) {
            self.fault(table.at("column"), format!("unknown column `{id}`{}", did_you_mean(id, columns())));
        }
        let tables = || form.tables.iter().map(|table| table.id.as_str());
        let whole = table.string("table");
        if let Some(id) = whole.as_deref().filter(|id| !tables().any(|own| own == *id)) {
            self.fault(table.at("table"), format!("the form has no table `{id}`{}", did_you_mean(id, tables())));
        }
        let scheme = table.string("scheme");
        let parts = ["area", "scheme", "list", "column"].into_iter().filter(|key| table.has(key)).count();
        if parts == 0 && whole.is_none() {
            self.fault(
                table.at.clone(),
                "what is exempt is not said: name an `area`, a `scheme`, a `list`, a `column` or a `table`",
            );
        }
        if parts > 0 && whole.is_some() {
            self.fault(table.at("table"), "a `table` is exempt as a whole: name nothing beside it, or leave it out");
        }
        if scheme.is_some() && area.is_none() && !form.areas.is_empty() {
            self.fault(table.at("scheme"), "`scheme` needs `area`: two areas may have a scheme of one name");
        }
        let (date, until) = (table.date("date")?, table.date("until"));
        if let Some(until) = until.filter(|until| *until < date) {
            self.fault(table.at("until"), format!("`until` is {until}, before {date}, when it was decided"));
        }
        Some(Exempt {
            period: period?,
            area,
            scheme,
            list,
            column,
            table: whole,
            paragraph: table.string("paragraph")?,
            reason: table.string("reason")?,
            role: table.string("role")?,
            date,
            until,
            resolved: table.date("resolved"),
            at: table.at.clone(),
        })
    }

    fn record(&mut self, table: &Table) -> Option<Record> {
        let period = self.period(table);
        let area = if table.has("area") { self.area(table) } else { None };
        let of = table.string("of")?;
        if !self.form.records.iter().any(|kind| kind.id == of) {
            let known = self.form.records.iter().map(|kind| kind.id.as_str());
            let hint = if self.form.records.is_empty() {
                "; say in the form what is recorded: [[record]] with `id` and `title`".to_string()
            } else {
                did_you_mean(&of, known)
            };
            self.fault(table.at("of"), format!("the form has no [[record]] `{of}`{hint}"));
        }
        let unit = self.form.report.money.unit;
        let written = table.number("amount");
        let amount = written.and_then(|amount| amount.checked_mul(unit.factor())).map(|pounds| pounds.normalize());
        if written.is_some() && amount.is_none_or(|pounds| pounds.abs() > Decimal::from(money::LARGEST_AMOUNT)) {
            self.fault(table.at("amount"), "`amount` is out of bounds: it is written in the form's unit of money");
        }
        Some(Record {
            of,
            period: period?,
            by: table.string("by")?,
            initials: table.string("initials"),
            date: table.date("date")?,
            words: table.string("words")?,
            reference: table.string("reference"),
            area,
            scheme: table.string("scheme"),
            amount,
            to: table.string("to"),
            due: table.date("due"),
            at: table.at.clone(),
        })
    }

    fn change_request(&mut self, table: &Table) -> Option<ChangeRequest> {
        let period = self.period(table);
        let area = self.area(table);
        let named = table.text("column");
        let column = named.and_then(|id| self.column(id, table.at("column"), period));
        // What was approved for a column of another period is listed still.
        let id = column.as_ref().map(|column| column.id.clone());
        let id = id.or_else(|| named.filter(|id| self.is_elsewhere(id)).map(str::to_string));
        let from = self.amount(table, "from", column.as_ref());
        let to = self.amount(table, "to", column.as_ref());
        if from.is_some() && from == to {
            self.fault(table.at("to"), "`from` and `to` are the same, so that nothing is changed");
        }
        if table.has("outside") && table.text("kind").is_some_and(|kind| !matches!(kind, "virement" | "reprofile")) {
            self.fault(
                table.at("outside"),
                "`outside` names the budget at the other end of a virement, or the year of a re-profiling, and this is neither",
            );
        }
        Some(ChangeRequest {
            reference: table.string("reference")?,
            period: period?,
            kind: match table.text("kind")? {
                "reprofile" => ChangeKind::Reprofile,
                "virement" => ChangeKind::Virement,
                "correction" => ChangeKind::Correction,
                _ => ChangeKind::Rebase,
            },
            outside: table.string("outside"),
            area: area?,
            scheme: table.string("scheme")?,
            column: id?,
            from: from?,
            to: to?,
            approved_by: table.string("approved_by")?,
            date: table.date("date")?,
            words: table.string("words")?,
            at: table.at.clone(),
        })
    }

    fn matched(&mut self, table: &Table) -> Option<Match> {
        let period = self.period(table);
        let amounts =
            |key: &str| table.list(key).iter().any(|side| side.table().is_some_and(|side| side.has("amount")));
        let any_amount = amounts("from") || amounts("to");
        let named = table.string("column").or_else(|| self.form.report.roles.target.clone().filter(|_| any_amount));
        let column = match &named {
            Some(id) => self.column(id, table.at("column"), period),
            None if any_amount => {
                self.fault(table.at.clone(), "amounts are given, but not of which column; add `column`");
                None
            }
            None => None,
        };
        let from = self.sides(table, "from", column.as_ref());
        let to = self.sides(table, "to", column.as_ref());
        if from.len() > 1 && to.len() > 1 {
            self.fault(
                table.at.clone(),
                "several schemes cannot become several others in one [[match]]; write one for each split or merger",
            );
        }
        Some(Match {
            period: period?,
            from,
            to,
            column: column.map(|column| column.id),
            words: table.string("words")?,
            role: table.string("role")?,
            date: table.date("date")?,
            at: table.at.clone(),
        })
    }

    fn sides(&mut self, table: &Table, key: &str, column: Option<&Column>) -> Vec<Side> {
        let mut sides = Vec::new();
        for side in table.list(key).iter().filter_map(|side| side.table()) {
            let area = self.area(side);
            let amount = self.amount(side, "amount", column);
            if let (Some(area), Some(scheme)) = (area, side.string("scheme")) {
                sides.push(Side { area, scheme, amount });
            }
        }
        let given = sides.iter().filter(|side| side.amount.is_some()).count();
        if given != 0 && given != sides.len() {
            self.fault(table.at(key), format!("in `{key}`, give an `amount` for every scheme or for none"));
        }
        if table.value(key).is_some_and(|value| value.data == crate::toml_reader::Data::List(Vec::new())) {
            self.fault(table.at(key), format!("`{key}` names no scheme"));
        }
        sides
    }

    fn scheme(&mut self, table: &Table) -> Option<SchemeIdentity> {
        let mut was: Vec<SchemeName> = Vec::new();
        for name in table.tables("was") {
            let period = self.period(name);
            let area = self.area(name);
            let (Some(period), Some(area), Some(title)) = (period, area, name.string("title")) else { continue };
            if was.iter().any(|other| other.period == period) {
                self.fault(name.at("period"), format!("two names from {period} on; a scheme has one at a time"));
            }
            was.push(SchemeName { period, area, reference: name.string("reference"), title });
        }
        was.sort_by_key(|name| name.period);
        Some(SchemeIdentity { id: table.string("id")?, was, at: table.at.clone() })
    }

    /// What may stand once only.
    fn once(&mut self, decisions: &Decisions) {
        let mut told = Vec::new();
        for (index, scheme) in decisions.schemes.iter().enumerate() {
            if let Some(first) = decisions.schemes[..index].iter().find(|other| other.id == scheme.id) {
                told.push((
                    &scheme.at,
                    format!("the scheme `{}` stands in line {} already", scheme.id, line(&first.at)),
                ));
            }
        }
        for (index, request) in decisions.change_requests.iter().enumerate() {
            let key = |request: &ChangeRequest| {
                let ChangeRequest { reference, area, scheme, column, .. } = request;
                [reference.clone(), area.clone(), scheme.clone(), column.clone()]
            };
            let same = |other: &&ChangeRequest| key(other) == key(request) && other.period == request.period;
            if let Some(first) = decisions.change_requests[..index].iter().find(same) {
                let message = format!("the same change stands in line {} already", line(&first.at));
                told.push((&request.at, format!("{} `{}`", message, request.reference)));
            }
        }
        for (index, entry) in decisions.not_updated.iter().enumerate() {
            let same = |other: &&NotUpdated| other.area == entry.area && other.period == entry.period;
            if let Some(first) = decisions.not_updated[..index].iter().find(same) {
                let message = format!("the same is said of `{}` in line {} already", entry.area, line(&first.at));
                told.push((&entry.at, message));
            }
        }
        for (index, entry) in decisions.new_years.iter().enumerate() {
            if let Some(first) = decisions.new_years[..index].iter().find(|other| other.period == entry.period) {
                let message = format!("{} has a [[new_year]] in line {} already", entry.period, line(&first.at));
                told.push((&entry.at, message));
            }
        }
        for (at, message) in told {
            self.fault(at.clone(), message);
        }
    }
}

/// The texts of a list.
fn texts(table: &Table, key: &str) -> Vec<String> {
    table.list(key).iter().filter_map(|value| value.text().map(str::to_string)).collect()
}

fn line(place: &Place) -> u32 {
    place.line.unwrap_or_default()
}

/// Whether a stated text is a figure, in whatever way it is typed.
fn is_figure(stated: &str) -> bool {
    number(stated).is_some()
        || money::read_money(stated, Unit::Pounds).is_ok()
        || money::read_percent(stated, Unit::Pounds).is_ok()
}
