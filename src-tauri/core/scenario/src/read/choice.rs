//! Names from a closed set: the names of an enum, and the nearest of them.

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, Error};

use super::doc::{At, Doc};

/// The names an enum would have taken.
#[derive(Debug)]
struct Known(Vec<&'static str>);

impl std::fmt::Display for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}

impl std::error::Error for Known {}

impl Error for Known {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self(Vec::new())
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self(expected.to_vec())
    }
}

/// The variant of that name. Files write kebab-case, whatever serde writes. The error is
/// the names there are.
pub(super) fn named<T: DeserializeOwned>(name: &str) -> Result<T, Vec<String>> {
    let read = |name: &str| T::deserialize(StrDeserializer::<Known>::new(name));
    read(name)
        .or_else(|_| read(&name.replace('-', "_")))
        .map_err(|known| known.0.iter().map(|name| name.replace('_', "-")).collect())
}

/// "did you mean …" and the names there are, at most twelve.
pub(super) fn did_you_mean<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    let mut known: Vec<&str> = known.into_iter().collect();
    let mut seen = std::collections::BTreeSet::new();
    known.retain(|name| seen.insert(*name));
    let near = nearest(name, known.iter().copied());
    let all = match known.len() {
        0 => "there is none of that kind".to_owned(),
        1..=12 => format!("known: {}", known.join(", ")),
        more => format!("known: {}, and {} more", known[..12].join(", "), more - 12),
    };
    near.map_or(all.clone(), |near| format!("did you mean `{near}`? {all}"))
}

/// The nearest name, if it is near; or the first that has it as one of its words.
pub(super) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let name = name.to_lowercase();
    let known: Vec<&str> = known.collect();
    let has = |one: &&str| one.split(['-', '_', '.', ' ']).any(|word| word == name);
    let partly = known.iter().copied().find(has);
    known
        .into_iter()
        .map(|known| (strsim::jaro_winkler(&name, &known.to_lowercase()), known))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
        .or(partly)
}

impl Doc<'_> {
    /// Whether a name is one of those there are; reports it if not. An empty one, whose
    /// mistake has been reported, is not.
    pub(super) fn refers<'n>(
        &self,
        name: &At<String>,
        kind: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) -> bool {
        if name.value.is_empty() {
            return false;
        }
        let known: Vec<&str> = known.into_iter().collect();
        if known.contains(&name.value.as_str()) {
            return true;
        }
        let message = format!("no {kind} is called \"{}\"", name.value);
        self.error(&name.span, message, did_you_mean(&name.value, known));
        false
    }
}
