//! What is wrong, said to people.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a system cannot run.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("{path}: {message}")]
pub struct Problem {
    /// The field, e.g. `service.api.endpoint[2].steps[0].call`.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct Refusal {
    /// For programs, e.g. `unknown-component`.
    pub code: &'static str,
    /// For people.
    pub message: String,
    /// What to do instead.
    pub hint: String,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, message: String, hint: String) -> Self {
        Self {
            code,
            message,
            hint,
        }
    }
}

/// "Did you mean `api`?", or what there is.
pub(crate) fn did_you_mean(word: &str, known: &[String]) -> String {
    let near = known
        .iter()
        .map(|one| {
            (
                strsim::jaro_winkler(&word.to_lowercase(), &one.to_lowercase()),
                one,
            )
        })
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match near {
        Some((_, one)) => format!("Did you mean `{one}`?"),
        None if known.is_empty() => "There is none.".to_owned(),
        None => {
            let some: Vec<String> = known
                .iter()
                .take(12)
                .map(|one| format!("`{one}`"))
                .collect();
            let more = if known.len() > some.len() {
                ", …"
            } else {
                "."
            };
            format!("There are: {}{more}", some.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_suggested_and_far_ones_listed() {
        let known = ["api".to_owned(), "web".to_owned()];
        assert_eq!(did_you_mean("ap", &known), "Did you mean `api`?");
        assert_eq!(did_you_mean("zzz", &known), "There are: `api`, `web`.");
    }
}
