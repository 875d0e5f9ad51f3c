//! Expressions over metrics: `api.errors / api.requests > 0.01`.
//!
//! Numbers, `component.alias` terms, `+ - * /`, parentheses, and at the top at most one
//! of `> >= < <=`. Ids and aliases are letters, digits, `-` and `_`; so `a-b.c` is one
//! term, and a minus between two terms has spaces about it.

mod parse;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// Longest expression, bytes. A longer one is refused.
pub const MAX_BYTES: usize = 1000;
/// Deepest nesting of parentheses and signs. A deeper one is refused.
pub const MAX_DEPTH: usize = 32;

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message} at byte {at}: {help}")]
pub struct ExprError {
    /// Where, bytes from the start; at most the length of the text.
    pub at: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// How the two sides are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `<`
    Below,
    /// `<=`
    AtMost,
}

impl Comparison {
    /// Whether `left` compares so with `right`.
    pub fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Self::Above => left > right,
            Self::AtLeast => left >= right,
            Self::Below => left < right,
            Self::AtMost => left <= right,
        }
    }
}

/// Looks up the value of (component, alias); None while there is none.
pub type Lookup<'a> = dyn FnMut(&str, &str) -> Option<f64> + 'a;

/// A component and the alias of one of its metrics.
pub type Term<'a> = (&'a str, &'a str);

/// A checked expression. Its text is what it was parsed from, and what serde writes.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    text: String,
    left: Vec<Op>,
    right: Option<(Comparison, Vec<Op>)>,
}

/// One step of a side in postfix order.
#[derive(Debug, Clone, PartialEq)]
enum Op {
    Number(f64),
    Term { component: String, alias: String },
    Negate,
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Expr {
    /// Reads an expression. The error says where, what and what to do.
    pub fn parse(text: &str) -> Result<Self, ExprError> {
        let (left, right) = parse::parse(text)?;
        Ok(Self {
            text: text.trim().to_owned(),
            left,
            right,
        })
    }

    /// What it was parsed from, trimmed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// All (component, alias) terms of both sides, left to right, each once.
    pub fn terms(&self) -> Vec<(&str, &str)> {
        let right = self.right.iter().flat_map(|(_, ops)| ops);
        let mut terms = Vec::new();
        for op in self.left.iter().chain(right) {
            if let Op::Term { component, alias } = op
                && !terms.contains(&(component.as_str(), alias.as_str()))
            {
                terms.push((component.as_str(), alias.as_str()));
            }
        }
        terms
    }

    /// For `a / b > limit`: the terms a and b, and the limit. What may go wrong of all there is.
    pub fn share_above(&self) -> Option<(Term<'_>, Term<'_>, f64)> {
        let Some((Comparison::Above, right)) = &self.right else {
            return None;
        };
        match (self.left.as_slice(), right.as_slice()) {
            (
                [
                    Op::Term {
                        component: a,
                        alias: part,
                    },
                    Op::Term {
                        component: b,
                        alias: whole,
                    },
                    Op::Divide,
                ],
                [Op::Number(limit)],
            ) => Some(((a, part), (b, whole), *limit)),
            _ => None,
        }
    }

    /// There is a comparison at the top.
    pub fn is_comparison(&self) -> bool {
        self.right.is_some()
    }

    /// How the sides are compared, if they are.
    pub fn comparison(&self) -> Option<Comparison> {
        self.right.as_ref().map(|(comparison, _)| *comparison)
    }

    /// The right side, when it has no term: the line an alert draws on its graph.
    pub fn threshold(&self) -> Option<f64> {
        let (_, ops) = self.right.as_ref()?;
        run(ops, &mut |_, _| None)
    }

    /// Value of the left side. None if a term has no value or the result is no number
    /// (a division by zero).
    pub fn eval(&self, lookup: &mut Lookup<'_>) -> Option<f64> {
        run(&self.left, lookup)
    }

    /// Whether the comparison holds. None without a comparison, or when a side has no value.
    pub fn holds(&self, lookup: &mut Lookup<'_>) -> Option<bool> {
        let (comparison, right) = self.right.as_ref()?;
        let left = run(&self.left, lookup)?;
        Some(comparison.holds(left, run(right, lookup)?))
    }
}

fn run(ops: &[Op], lookup: &mut Lookup<'_>) -> Option<f64> {
    let mut stack: Vec<f64> = Vec::with_capacity(8);
    for op in ops {
        let value = match op {
            Op::Number(number) => *number,
            Op::Term { component, alias } => lookup(component, alias)?,
            Op::Negate => -stack.pop()?,
            Op::Add | Op::Subtract | Op::Multiply | Op::Divide => {
                let (right, left) = (stack.pop()?, stack.pop()?);
                match op {
                    Op::Add => left + right,
                    Op::Subtract => left - right,
                    Op::Multiply => left * right,
                    _ if right == 0.0 => return None,
                    _ => left / right,
                }
            }
        };
        if !value.is_finite() {
            return None;
        }
        stack.push(value);
    }
    stack.pop()
}

impl std::str::FromStr for Expr {
    type Err = ExprError;

    fn from_str(text: &str) -> Result<Self, ExprError> {
        Self::parse(text)
    }
}

impl std::fmt::Display for Expr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Expr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Expr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}
