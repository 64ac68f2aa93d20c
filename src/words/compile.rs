//! What a template of the council's own may not do. The engine reads and composes blocks in blocks by calling itself, and two
//! templates may include each other: either would end the program, whatever is in the file.

use std::collections::{BTreeMap, BTreeSet};

use handlebars::template::{Parameter, TemplateElement};
use handlebars::{Template, TemplateError};

/// So deep blocks stand in blocks, and brackets in brackets. Words that somebody reads again have three or four.
pub(super) const DEEPEST: usize = 20;

/// The stack of the thread in which a template is read before it is known how deep it is, in bytes. A file of the largest size
/// that opens a block with every seven characters takes less than half. No more of it is used than is needed.
const STACK: usize = 512 * 1024 * 1024;

/// So many characters of what the engine says are told.
const MOST_QUOTED: usize = 200;

/// What is wrong with a template: its line, and what to say of it.
pub(super) type Wrong = (usize, String);

/// What one template includes: the name of each once, with the line of the first.
pub(super) type Included = Vec<(String, usize)>;

/// What a template includes, if nothing is wrong with it.
pub(super) fn included(text: &str) -> Result<Included, Wrong> {
    let read = || {
        let template = Template::compile(text).map_err(|error| no_template(&error))?;
        let mut look = Look { text, included: Vec::new() };
        // What is too deep is thrown away here, where there is room for it.
        look.template(&template, 0)?;
        // Each counts once in the search for a circle, however many thousand times it stands there.
        let mut known = BTreeSet::new();
        look.included.retain(|(name, _)| known.insert(name.clone()));
        Ok(look.included)
    };
    let cannot = || (1, "there is not enough memory to read it".to_string());
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, read);
        thread.map_err(|_| cannot())?.join().unwrap_or_else(|_| Err(cannot()))
    })
}

fn no_template(error: &TemplateError) -> Wrong {
    // The engine may quote the whole line.
    let reason: String = error.reason().to_string().chars().take(MOST_QUOTED).collect();
    (error.pos().map_or(1, |(line, _)| line), format!("this is not a template: {reason}"))
}

/// Looks through what was read.
struct Look<'t> {
    text: &'t str,
    included: Included,
}

impl Look<'_> {
    fn template(&mut self, template: &Template, depth: usize) -> Result<(), Wrong> {
        if depth > DEEPEST {
            let line = line(self.text, deep_block(self.text));
            return Err((line, format!("blocks stand in blocks more than {DEEPEST} deep here: say it in fewer")));
        }
        template.elements.iter().try_for_each(|element| self.element(element, depth))
    }

    fn element(&mut self, element: &TemplateElement, depth: usize) -> Result<(), Wrong> {
        match element {
            TemplateElement::RawString(_) | TemplateElement::Comment(_) => Ok(()),
            TemplateElement::HtmlExpression(helper)
            | TemplateElement::Expression(helper)
            | TemplateElement::HelperBlock(helper) => {
                self.parameters(std::iter::once(&helper.name).chain(&helper.params).chain(helper.hash.values()))?;
                helper.template.iter().chain(&helper.inverse).try_for_each(|inner| self.template(inner, depth + 1))
            }
            TemplateElement::PartialExpression(partial) => {
                self.parameters(partial.params.iter().chain(partial.hash.values()))?;
                let Some(name) = partial.name.as_name() else {
                    let message = "`{{> … }}` wants the name of one of the templates behind it".to_string();
                    return Err((line(self.text, self.text.find("{{>")), message));
                };
                let mut names = self.text.match_indices(name).map(|(at, _)| at);
                let at = names.find(|at| self.text[..*at].trim_end().ends_with('>'));
                self.included.push((name.to_string(), line(self.text, at)));
                Ok(())
            }
            _ => {
                let message = "`{{#> … }}` and `{{#* … }}` are not used in words: include another template by `{{> area}}`, or \
                               write the words out";
                let at = ["{{#>", "{{#*", "{{*"].iter().filter_map(|mark| self.text.find(mark)).min();
                Err((line(self.text, at), message.to_string()))
            }
        }
    }

    /// Refuses brackets that stand too deep in each other.
    fn parameters<'p>(&self, parameters: impl Iterator<Item = &'p Parameter>) -> Result<(), Wrong> {
        let mut inner: Vec<(&Parameter, usize)> = parameters.map(|parameter| (parameter, 0)).collect();
        while let Some((parameter, depth)) = inner.pop() {
            let Parameter::Subexpression(expression) = parameter else { continue };
            if depth >= DEEPEST {
                let line = line(self.text, deep_bracket(self.text));
                return Err((
                    line,
                    format!("brackets stand in brackets more than {DEEPEST} deep here: say it in fewer"),
                ));
            }
            let hash = expression.hash().into_iter().flat_map(|hash| hash.values());
            inner.extend(expression.params().into_iter().flatten().chain(hash).map(|parameter| (parameter, depth + 1)));
        }
        Ok(())
    }
}

/// The line, from 1, of a place in a text; the first where it is not known.
fn line(text: &str, at: Option<usize>) -> usize {
    1 + text[..at.unwrap_or_default()].matches('\n').count()
}

/// Where the first block opens that is too deep, for a message: the engine does not say. What stands in comments is taken for blocks.
fn deep_block(text: &str) -> Option<usize> {
    let mut open: Vec<usize> = Vec::new();
    for (at, _) in text.match_indices("{{") {
        let inside = text[at + 2..].trim_start_matches(['{', '~', ' ']);
        match inside.chars().next() {
            Some('#' | '^') => open.push(1),
            Some('/') => drop(open.pop()),
            _ if inside.starts_with("else ") => open.iter_mut().last().into_iter().for_each(|chain| *chain += 1),
            _ => {}
        }
        if open.iter().sum::<usize>() > DEEPEST {
            return Some(at);
        }
    }
    None
}

/// Where the first expression begins that has too many brackets, for a message.
fn deep_bracket(text: &str) -> Option<usize> {
    let many = |at: &usize| text[*at..].split("}}").next().is_some_and(|inside| inside.matches('(').count() > DEEPEST);
    text.match_indices("{{").map(|(at, _)| at).find(many)
}

/// The first template, in the order given, that leads back to itself through what it includes: its name, the line in which it includes the next
/// one, and the names on the way back.
pub(super) fn circle(included: &BTreeMap<String, Included>) -> Option<(&str, usize, Vec<&str>)> {
    included.iter().find_map(|(name, own)| {
        own.iter().find_map(|(next, line)| Some((name.as_str(), *line, way(included, next, name)?)))
    })
}

/// The names from one template to another.
fn way<'t>(included: &'t BTreeMap<String, Included>, from: &'t str, to: &str) -> Option<Vec<&'t str>> {
    let mut seen = BTreeSet::from([from]);
    let mut ways = vec![vec![from]];
    while let Some(way) = ways.pop() {
        let last = way.last()?;
        if *last == to {
            return Some(way);
        }
        for (next, _) in included.get(*last).into_iter().flatten() {
            if seen.insert(next) {
                ways.push([way.as_slice(), &[next.as_str()]].concat());
            }
        }
    }
    None
}
