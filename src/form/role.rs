//! Who may answer what, and who clears the appendix.

use crate::names::Label;
use crate::source::Place;

/// `[[role]]`: a role that decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its name, as it is printed.
    pub name: String,
    /// Other names of the same role.
    pub also: Vec<String>,
    /// What it may do.
    pub may: Vec<May>,
    /// Line of the form.
    pub at: Place,
}

/// What a role may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum May {
    /// Explain a query, or say which schemes are one.
    Explain,
    /// Say that a stated figure does not stand, and which one does.
    SetAside,
    /// Let personal data stand in what is published.
    LetPersonalDataStand,
    /// Clear an appendix, and leave a query open in it.
    Clear,
    /// Publish it.
    Publish,
}

/// `[clearance]`: what an appendix needs before it is published.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClearanceForm {
    /// The roles that must have cleared it, each; empty where any one that may is enough.
    pub by: Vec<String>,
    /// Whether persons who answered a finding of a period may not clear it.
    pub by_others: bool,
    /// Whether the comment of a clearance is printed.
    pub comments: bool,
}

impl May {
    /// As the form writes it.
    pub(super) fn parse(text: &str) -> Option<May> {
        Some(match text {
            "explain" => May::Explain,
            "set-aside" => May::SetAside,
            "let-personal-data-stand" => May::LetPersonalDataStand,
            "clear" => May::Clear,
            "publish" => May::Publish,
            _ => return None,
        })
    }

    /// For a sentence: 'who may … '.
    pub fn words(self) -> &'static str {
        match self {
            May::Explain => "explain a finding",
            May::SetAside => "set a figure aside",
            May::LetPersonalDataStand => "let personal data stand",
            May::Clear => "clear the appendix",
            May::Publish => "publish the appendix",
        }
    }
}

impl Role {
    /// Whether the role goes by this name.
    pub fn is_called(&self, name: &str) -> bool {
        std::iter::once(&self.name).chain(&self.also).any(|own| Label::same(own, name))
    }
}

/// Whether a role, where the form has none of its own, may do it. All may be done by any role but clearing, which is for the
/// officer who answers for the council's financial affairs, or a delegate.
pub(super) fn may_by_law(role: &str, may: May) -> bool {
    match may {
        May::Explain | May::SetAside | May::LetPersonalDataStand | May::Publish => true,
        May::Clear => is_chief_finance_officer(role),
    }
}

/// The sections under which an authority has an officer responsible for its financial affairs: section 151 of the Local Government
/// Act 1972 (England and Wales), section 95 of the Local Government (Scotland) Act 1973, section 73 of the Local Government Act 1985
/// (joint and combined authorities), section 112 of the Local Government Finance Act 1988 (fire and rescue).
const SECTIONS: [&str; 4] = ["151", "95", "73", "112"];

/// Whether a role's name says that it is that officer, or a deputy or delegate: 'Section 151 officer', 's151', 'Deputy S.95 Officer',
/// 'Chief Finance Officer'.
fn is_chief_finance_officer(role: &str) -> bool {
    let role = role.to_lowercase();
    match role.split_once(" to ") {
        // 'PA to the section 151 officer' is somebody else; 'deputy to' and 'delegated to' are not.
        Some((who, _)) if !["deput", "delegat"].iter().any(|word| who.contains(word)) => names_that_officer(who),
        _ => names_that_officer(&role),
    }
}

fn names_that_officer(role: &str) -> bool {
    let mut words = role.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let mut names_a_section = false;
    while let Some(word) = words.next() {
        let joined = word.strip_prefix("section").or_else(|| word.strip_prefix('s'));
        let number = match joined {
            Some("") => words.peek().copied().unwrap_or_default(),
            Some(number) => number,
            None => continue,
        };
        names_a_section = names_a_section || SECTIONS.contains(&number);
    }
    names_a_section || role.contains("chief finance officer") || role.contains("chief financial officer")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_officer_who_answers_for_the_figures_is_known_by_the_section() {
        for role in [
            "Section 151 officer",
            "section 151 Officer (delegate)",
            "S151 Officer",
            "Deputy s.151 officer",
            "Section 95 Officer",
            "Section95 officer",
            "Chief Finance Officer",
            "Head of Finance and S73 Officer",
            "Chief Finance Officer to the Fire Authority",
            "Deputy to the Section 151 officer",
            "Delegated to Head of Finance by the s151 officer",
        ] {
            assert!(may_by_law(role, May::Clear), "{role}");
        }
        for role in [
            "Head of Finance",
            "Officer 151",
            "Section 15 officer",
            "Room 95",
            "",
            "s",
            "Section",
            "PA to the Section 151 officer",
        ] {
            assert!(!may_by_law(role, May::Clear) && may_by_law(role, May::Explain), "{role}");
        }
    }
}
