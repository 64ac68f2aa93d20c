//! Whether a change was approved when a paper is published.

use jiff::civil::Date;

use crate::form::Form;
use crate::period::Period;

/// How a change stands when the paper is published: it counts as approved if it was by that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Approval {
    /// It was approved by the day at which the figures stand.
    Given,
    /// It was approved since, and before the paper is published.
    Since,
    /// It is to be approved after the paper is published: until then nobody may take it for approved.
    Awaited,
}

impl Approval {
    /// How a change that is approved on a day stands in the paper of a period. Where the form does not say when that is published, what
    /// is approved before the day of its meeting counts: what the meeting itself approves, nobody has approved before. Where it says
    /// neither, every approval counts.
    pub fn of(form: &Form, period: Period, approved: Date) -> Approval {
        let known = form.period(period);
        let is_late = match (known.and_then(|known| known.publication), known.and_then(|known| known.meeting)) {
            (Some(publication), _) => approved > publication,
            (None, Some(meeting)) => approved >= meeting,
            (None, None) => false,
        };
        match () {
            () if is_late => Approval::Awaited,
            () if approved > form.as_at(period) => Approval::Since,
            () => Approval::Given,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_approval_counts_by_the_day_of_publication_or_else_before_the_meeting() {
        let of = |period: &str, day: &str| {
            let form = format!(
                "version = 1\n[report]\ntitle = \"T\"\ncouncil = \"C\"\ncommittee = \"K\"\nmoney = {{ unit = \"pounds\" }}\n\
                 main_list = \"items\"\nroles = {{ target = \"amount\" }}\n[[area]]\nid = \"all\"\nname = \"All\"\n\
                 [[period]]\nid = \"2022-23-q3\"\n{period}\n\
                 [[list]]\nid = \"items\"\nkey = \"name\"\n[[list.column]]\nid = \"name\"\nheading = \"Name\"\nkind = \"text\"\n\
                 [[list.column]]\nid = \"amount\"\nheading = \"Amount\"\nkind = \"money\"\nunit = \"pounds\"\n\
                 [[return]]\nlist = \"items\"\nfile = \"{{area}}\"\n"
            );
            let form = Form::parse("piperoll.toml", &form).unwrap();
            Approval::of(&form, Period::parse("2022-23-q3").unwrap(), day.parse().unwrap())
        };
        use Approval::{Awaited, Given, Since};
        let both = "publication = 2023-01-31\nmeeting = 2023-02-08";
        let days = ["2022-12-31", "2023-01-01", "2023-01-31", "2023-02-01", "2023-02-08"];
        assert_eq!(days.map(|day| of(both, day)), [Given, Since, Since, Awaited, Awaited]);
        assert_eq!(days.map(|day| of("meeting = 2023-02-08", day)), [Given, Since, Since, Since, Awaited]);
        assert_eq!(days.map(|day| of("as_at = 2023-01-31", day)), [Given, Given, Given, Since, Since]);
    }
}
