//! Numbers, durations and names in a table.

use std::fmt::Display;
use std::ops::RangeInclusive;

use serde::de::DeserializeOwned;
use world::spec::{Dist, Time};

use super::choice;
use super::doc::{At, Entry, Node};
use super::table::Table;
use super::time;
use crate::limits;

impl Table<'_> {
    /// A number within bounds; None when it is missing or wrong.
    pub(super) fn number(&self, key: &str, bounds: RangeInclusive<f64>) -> Option<f64> {
        let entry = self.entry(key)?;
        let value = match entry.item.value {
            Node::Number(number) => number,
            #[allow(clippy::cast_precision_loss, reason = "bounds are far below 2^53")]
            Node::Whole(whole) => whole as f64,
            _ => {
                self.wrong(entry, "a number", &bounds.start().to_string());
                return None;
            }
        };
        if bounds.contains(&value) {
            return Some(value);
        }
        self.out_of_bounds(entry, &value.to_string(), bounds.start(), bounds.end());
        None
    }

    pub(super) fn need_number(&self, key: &str, bounds: RangeInclusive<f64>) -> f64 {
        if !self.has(key) {
            self.missing(key, &bounds.start().to_string());
        }
        let least = *bounds.start();
        self.number(key, bounds).unwrap_or(least)
    }

    /// A list of numbers within bounds.
    pub(super) fn numbers(&self, key: &str, most: usize, bounds: RangeInclusive<f64>) -> Vec<f64> {
        let mut all = Vec::new();
        for item in self.list(key, most) {
            let value = match item.value {
                Node::Number(number) => number,
                #[allow(clippy::cast_precision_loss, reason = "bounds are far below 2^53")]
                Node::Whole(whole) => whole as f64,
                _ => f64::NAN,
            };
            if bounds.contains(&value) {
                all.push(value);
            } else {
                let message = format!(
                    "`{key}` lists numbers from {} to {}",
                    bounds.start(),
                    bounds.end()
                );
                self.doc
                    .error(&item.span, message, "write a number without quotes");
            }
        }
        all
    }

    /// A whole number within bounds.
    pub(super) fn whole(&self, key: &str, bounds: RangeInclusive<u32>) -> Option<u32> {
        let entry = self.entry(key)?;
        let Node::Whole(whole) = entry.item.value else {
            self.wrong(entry, "a whole number", &bounds.start().to_string());
            return None;
        };
        match u32::try_from(whole) {
            Ok(whole) if bounds.contains(&whole) => Some(whole),
            _ => {
                self.out_of_bounds(entry, &whole.to_string(), bounds.start(), bounds.end());
                None
            }
        }
    }

    pub(super) fn need_whole(&self, key: &str, bounds: RangeInclusive<u32>) -> u32 {
        if !self.has(key) {
            self.missing(key, &bounds.start().to_string());
        }
        let least = *bounds.start();
        self.whole(key, bounds).unwrap_or(least)
    }

    fn out_of_bounds(&self, entry: &Entry, value: &str, least: &dyn Display, most: &dyn Display) {
        let message = format!(
            "`{}` is {value}; it goes from {least} to {most}",
            entry.key.value
        );
        self.doc.error(
            &entry.item.span,
            message,
            format!("choose a value from {least} to {most}"),
        );
    }

    /// A duration in microseconds, at most so long.
    pub(super) fn us(&self, key: &str, most: u64) -> Option<At<u64>> {
        if let Some(Entry {
            item:
                At {
                    value: Node::Whole(number),
                    span,
                },
            ..
        }) = self.entry(key)
        {
            let help = format!(
                "write the unit and quotes, e.g. `{key} = \"{}s\"`",
                number.abs()
            );
            self.doc
                .error(span, format!("`{key}` is a duration and has no unit"), help);
            return None;
        }
        let text = self.text(key, 40)?;
        if text.value.is_empty() {
            return None;
        }
        match time::duration_us(&text.value) {
            Ok(us) if us <= most => Some(At {
                value: us,
                span: text.span,
            }),
            Ok(_) => {
                let message = format!("`{key}` is \"{}\", too long", text.value);
                let help = format!("at most {}", time::say_us(most));
                self.doc.error(&text.span, message, help);
                None
            }
            Err((message, help)) => {
                self.doc.error(&text.span, message, help);
                None
            }
        }
    }

    /// A duration inside a system, microseconds.
    pub(super) fn duration(&self, key: &str, default: u64) -> u64 {
        self.us(key, limits::DURATION_US)
            .map_or(default, |us| us.value)
    }

    /// A duration in whole seconds.
    pub(super) fn seconds(&self, key: &str, default: u32) -> u32 {
        self.us(key, limits::DURATION_US * 2)
            .map_or(default, |us| (us.value / 1_000_000) as u32)
    }

    /// An instant or duration of a drill, milliseconds.
    pub(super) fn ms(&self, key: &str) -> Option<At<u32>> {
        let us = self.us(key, u64::from(limits::LENGTH_MS) * 1000)?;
        Some(At {
            value: (us.value / 1000) as u32,
            span: us.span,
        })
    }

    pub(super) fn need_ms(&self, key: &str, example: &str) -> At<u32> {
        if !self.has(key) {
            self.missing(key, &format!("\"{example}\""));
        }
        self.ms(key).unwrap_or(At {
            value: 0,
            span: self.span.clone(),
        })
    }

    /// A duration that varies: "12ms", "12ms exp", "12ms fixed".
    pub(super) fn time(&self, key: &str) -> Option<Time> {
        let text = self.text(key, 40)?;
        let (number, dist) = text.value.split_once(' ').unwrap_or((&text.value, ""));
        let dist = match dist.trim() {
            "" => Dist::LogNormal,
            "exp" => Dist::Exp,
            "fixed" => Dist::Fixed,
            other => {
                let message = format!("a time varies as \"exp\" or \"fixed\", not \"{other}\"");
                self.doc.error(
                    &text.span,
                    message,
                    "leave it out for what servers look like",
                );
                return None;
            }
        };
        if text.value.is_empty() {
            return None;
        }
        match time::duration_us(number) {
            Ok(mean_us) if mean_us <= limits::DURATION_US => Some(Time { mean_us, dist }),
            Ok(_) => {
                self.doc
                    .error(&text.span, format!("`{key}` is too long"), "at most 1h");
                None
            }
            Err((message, help)) => {
                self.doc.error(&text.span, message, help);
                None
            }
        }
    }

    pub(super) fn need_time(&self, key: &str) -> Time {
        if !self.has(key) {
            self.missing(key, "\"12ms\"");
        }
        self.time(key).unwrap_or(Time {
            mean_us: 0,
            dist: Dist::Fixed,
        })
    }

    /// One of the names of an enum, as serde writes them.
    pub(super) fn choice<T: DeserializeOwned>(&self, key: &str) -> Option<At<T>> {
        let text = self.text(key, limits::ID)?;
        if text.value.is_empty() {
            return None;
        }
        match choice::named(&text.value) {
            Ok(value) => Some(At {
                value,
                span: text.span,
            }),
            Err(known) => {
                let message = format!("`{key}` cannot be \"{}\"", text.value);
                let help = choice::did_you_mean(&text.value, known.iter().map(String::as_str));
                self.doc.error(&text.span, message, help);
                None
            }
        }
    }

    pub(super) fn need_choice<T: DeserializeOwned>(
        &self,
        key: &str,
        example: &str,
    ) -> Option<At<T>> {
        if !self.has(key) {
            self.missing(key, &format!("\"{example}\""));
        }
        self.choice(key)
    }
}
