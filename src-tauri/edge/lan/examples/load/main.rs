//! One measurement of participants' desks in a process of its own, as JSON, for `npm run bench`:
//!
//! - `load keystroke DESKS ROUNDS`: from the facilitator's call to its receipt at every desk
//! - `load stuck DESKS ROUNDS`: the same, with ten more desks that never read
//! - `load sockets SOCKETS SECONDS`: sockets that stay connected, five to a desk
//! - `load rate DESKS MESSAGES ROUNDS [SCRIPT]`: messages a second, ours beside a bare axum
//!   broadcast of the same bytes, and beside `ws` on Node when its script is named
//!
//! The desks are in a second process, which is this program again. Times are the system's clock
//! in microseconds, which both processes read: a monotonic clock of Rust's cannot be compared
//! between processes. Should somebody set the system's clock meanwhile, the run is worthless.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is what it is for"
)]

mod client;
mod keystroke;
mod numbers;
mod peers;
mod rate;
mod room;
mod sockets;

use std::process::ExitCode;

/// What may go wrong, in words.
type Failed = Box<dyn std::error::Error + Send + Sync>;

/// Every message that is measured carries this and six digits.
const MARK: &str = "3am-mark-";

/// Desks that never read, where there are any.
const STUCK: usize = 10;

fn mark(number: usize) -> String {
    format!("{MARK}{number:06}")
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(told) => {
            println!("{told}");
            ExitCode::SUCCESS
        }
        Err(failed) => {
            eprintln!("{failed}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<serde_json::Value, Failed> {
    let many = tokio::runtime::Runtime::new()?;
    match words {
        ["keystroke", desks, rounds] => {
            many.block_on(keystroke::measure(desks.parse()?, rounds.parse()?, 0))
        }
        ["stuck", desks, rounds] => {
            many.block_on(keystroke::measure(desks.parse()?, rounds.parse()?, STUCK))
        }
        ["sockets", sockets, seconds] => {
            many.block_on(sockets::measure(sockets.parse()?, seconds.parse()?))
        }
        ["rate", desks, messages, rounds] => rate::measure(
            &many,
            desks.parse()?,
            messages.parse()?,
            rounds.parse()?,
            None,
        ),
        ["rate", desks, messages, rounds, script] => rate::measure(
            &many,
            desks.parse()?,
            messages.parse()?,
            rounds.parse()?,
            Some(script),
        ),
        ["clients", address, code, desks, each, stuck] => {
            // One thread is enough to read, and leaves the rest to what is measured.
            let one = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            one.block_on(client::run(client::Crowd {
                address: (*address).to_owned(),
                code: (*code).to_owned(),
                desks: desks.parse()?,
                each: each.parse()?,
                stuck: stuck.parse()?,
            }))
        }
        _ => Err(
            "keystroke DESKS ROUNDS, stuck DESKS ROUNDS, sockets SOCKETS SECONDS, or \
                  rate DESKS MESSAGES ROUNDS [SCRIPT]"
                .into(),
        ),
    }
}
