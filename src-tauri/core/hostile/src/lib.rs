//! What tests throw at whatever reads: texts, JSON and bytes that were damaged or meant to harm.
//!
//! A damage is a value, so that proptest can make it smaller; it is done to something that is
//! right, because what is nearly right gets furthest. How often is said by [`rounds`].
//!
//! It must never know: any reader of ours. Nothing that ships uses it.

mod asked;
mod bytes;
mod json;
mod naughty;
mod pieces;
mod text;

pub use asked::{Dice, asked};
pub use bytes::{ByteDamage, byte_damage};
pub use json::{JsonDamage, any_json, json_damage};
pub use naughty::naughty;
pub use pieces::{NUMBERS, PIECES};
pub use text::{TextDamage, text_damage};

use proptest::test_runner::Config;

/// A normal run takes so many rounds. `PROPTEST_CASES`, proptest's own, says how many instead:
/// `PROPTEST_CASES=100000 cargo test --release -p report --test hostile`.
#[must_use]
#[allow(
    clippy::disallowed_methods,
    reason = "tests are run by people, who say how long"
)]
pub fn rounds(normal: u32) -> Config {
    let told = std::env::var("PROPTEST_CASES").is_ok();
    let config = Config::default();
    Config {
        cases: if told { config.cases } else { normal },
        failure_persistence: None,
        // A round is long where a reader is; making it smaller must end, too.
        max_shrink_iters: 2_000,
        ..config
    }
}
