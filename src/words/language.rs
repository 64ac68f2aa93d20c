//! The languages in which the program has words of its own: a set of templates and fixed words for each, as data. A set is looked for by its
//! tag, and else by the language alone: 'cy-GB' has the words of 'cy'.

/// The words of one language.
pub(super) struct Language {
    /// Its tag.
    tag: &'static str,
    /// Its templates: name and text.
    pub(super) templates: [(&'static str, &'static str); TEMPLATES.len()],
    /// Its fixed.toml.
    pub(super) fixed: &'static str,
}

/// The templates that each language has. The last four are parts of the first page, for templates that say the rest in words of their own.
pub(super) const TEMPLATES: [&str; 7] =
    ["changes", "area", "overall", "as_at", "against_target", "since_then", "stands_open"];

/// The set in a folder of templates/words/.
macro_rules! set {
    ($tag:literal, $folder:literal) => {
        Language {
            tag: $tag,
            templates: [
                ("changes", include_str!(concat!("../../templates/words/", $folder, "changes.hbs"))),
                ("area", include_str!(concat!("../../templates/words/", $folder, "area.hbs"))),
                ("overall", include_str!(concat!("../../templates/words/", $folder, "overall.hbs"))),
                ("as_at", include_str!(concat!("../../templates/words/", $folder, "as_at.hbs"))),
                ("against_target", include_str!(concat!("../../templates/words/", $folder, "against_target.hbs"))),
                ("since_then", include_str!(concat!("../../templates/words/", $folder, "since_then.hbs"))),
                ("stands_open", include_str!(concat!("../../templates/words/", $folder, "stands_open.hbs"))),
            ],
            fixed: include_str!(concat!("../../templates/words/", $folder, "fixed.toml")),
        }
    };
}

/// English, in which the program's messages are too.
pub(super) static ENGLISH: Language = set!("en-GB", "");

/// All of them.
static LANGUAGES: [&Language; 2] = [&ENGLISH, &set!("cy", "cy/")];

/// The set of a language; none where the program has no words in it.
pub(super) fn of(tag: &str) -> Option<&'static Language> {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let same = |language: &&&Language| language.tag.eq_ignore_ascii_case(tag);
    let alike = |language: &&&Language| primary(language.tag) == primary(tag);
    LANGUAGES.iter().find(same).or_else(|| LANGUAGES.iter().find(alike)).copied()
}

/// Whether it is English, whichever.
pub(super) fn is_english(tag: &str) -> bool {
    of(tag).is_some_and(|language| language.tag == ENGLISH.tag)
}

/// The tags of all.
pub(super) fn tags() -> Vec<&'static str> {
    LANGUAGES.iter().map(|language| language.tag).collect()
}
