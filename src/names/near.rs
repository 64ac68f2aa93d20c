//! What may be meant by a name that is not known. There are two rules: a word of a file that must be written exactly is
//! mistyped by few letters; a name in a return is reworded, and longer or shorter than the form's.

use super::fold;

/// From which likeness (0 to 1) on a name is taken to be what was meant.
const NEAR: f64 = 0.6;

/// The nearest of the known words, if one is near enough to have been meant: a third of its letters may be others.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold::core(word);
    let reach = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&wanted, &fold::core(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= reach && *distance < candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// What goes by the name nearest to `wanted`, if one is near enough to be what was meant: much like it, or a part of it, or
/// the other way round. The first of several that are as near.
pub fn nearest_name<T>(wanted: &str, among: impl IntoIterator<Item = (T, impl AsRef<str>)>) -> Option<T> {
    let wanted = fold::core(wanted);
    let mut best: Option<(f64, T)> = None;
    for (item, name) in among {
        let name = fold::core(name.as_ref());
        let mut likeness = strsim::normalized_damerau_levenshtein(&wanted, &name);
        if name.len() > 3 && wanted.len() > 3 && (wanted.contains(&name) || name.contains(&wanted)) {
            likeness = likeness.max(NEAR);
        }
        if likeness >= NEAR && best.as_ref().is_none_or(|(so_far, _)| likeness.total_cmp(so_far).is_gt()) {
            best = Some((likeness, item));
        }
    }
    best.map(|(_, item)| item)
}

/// '; did you mean `forecast`?', or nothing: for a word that must be written exactly.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    match nearest(word, known) {
        Some(candidate) => format!("; did you mean `{candidate}`?"),
        None => String::new(),
    }
}

/// "; did you mean 'Adults' or 'Older Adults'?", or nothing: names that were found to be near, three at most.
pub fn may_be_meant(near: &[String]) -> String {
    let near: Vec<String> = near.iter().take(3).map(|name| format!("'{name}'")).collect();
    match near.as_slice() {
        [] => String::new(),
        [one] => format!("; did you mean {one}?"),
        [most @ .., last] => format!("; did you mean {} or {last}?", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_meant_if_it_is_near() {
        let known = ["forecast", "target", "id"];
        assert_eq!(nearest("forcast", known), Some("forecast"));
        assert_eq!(nearest("Target", known), Some("target"));
        assert_eq!(nearest("ids", known), Some("id"));
        assert_eq!(nearest("achieved", known), None);
        assert_eq!(nearest("x", known), None);
        assert_eq!(did_you_mean("tarket", known), "; did you mean `target`?");
        assert_eq!(did_you_mean("achieved", known), "");
    }

    #[test]
    fn a_name_is_meant_by_what_is_like_it_or_a_part_of_it() {
        let known = || ["Adults", "Older Adults", "Children’s Services"].into_iter().enumerate();
        assert_eq!(nearest_name("Adlts", known()), Some(0));
        assert_eq!(nearest_name("Childrens' services", known()), Some(2));
        assert_eq!(nearest_name("Children's Services (Operations)", known()), Some(2));
        assert_eq!(nearest_name("Roads", known()), None);
    }

    #[test]
    fn three_names_are_proposed_at_most() {
        let said = |count: usize| may_be_meant(&["A", "B", "C", "D"].map(String::from)[..count]);
        assert_eq!((said(0).as_str(), said(1).as_str()), ("", "; did you mean 'A'?"));
        assert_eq!(
            (said(2).as_str(), said(4).as_str()),
            ("; did you mean 'A' or 'B'?", "; did you mean 'A', 'B' or 'C'?")
        );
    }
}
