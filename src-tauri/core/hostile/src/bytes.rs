//! Damage to bytes that nobody reads as text.

use proptest::prelude::*;
use proptest::sample::select;

/// One damage. Places are counted round and round.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "places and lengths, as the variant says")]
pub enum ByteDamage {
    /// A byte is another.
    Flip { at: usize, with: u8 },
    /// Four bytes are a number at a limit, large end first.
    Word { at: usize, word: u32 },
    /// Bytes are gone.
    Cut { at: usize, bytes: usize },
    /// Bytes are there once more, elsewhere.
    Copy { at: usize, bytes: usize, to: usize },
    /// Bytes were written over others; the length stays.
    Over { at: usize, bytes: usize, to: usize },
    /// Nothing but zeros for a while.
    Zeros { at: usize, bytes: usize },
}

/// Any damage.
pub fn byte_damage() -> impl Strategy<Value = ByteDamage> {
    let place = || any::<usize>();
    let words = [0, 1, 2, 0xffff, 0x7fff_ffff, 0x8000_0000, u32::MAX];
    prop_oneof![
        4 => (place(), 1u8..).prop_map(|(at, with)| ByteDamage::Flip { at, with }),
        2 => (place(), select(words.to_vec())).prop_map(|(at, word)| ByteDamage::Word { at, word }),
        1 => (place(), 1usize..200).prop_map(|(at, bytes)| ByteDamage::Cut { at, bytes }),
        1 => (place(), 1usize..200, place())
            .prop_map(|(at, bytes, to)| ByteDamage::Copy { at, bytes, to }),
        2 => (place(), 1usize..200, place())
            .prop_map(|(at, bytes, to)| ByteDamage::Over { at, bytes, to }),
        1 => (place(), 1usize..5_000).prop_map(|(at, bytes)| ByteDamage::Zeros { at, bytes }),
    ]
}

impl ByteDamage {
    /// The bytes, damaged.
    #[must_use]
    pub fn done(&self, bytes: &[u8]) -> Vec<u8> {
        let mut out = bytes.to_vec();
        if out.is_empty() {
            return out;
        }
        let length = out.len();
        let span = |at: usize, count: usize| at % length..(at % length + count).min(length);
        match *self {
            Self::Flip { at, with } => out[at % length] ^= with,
            Self::Word { at, word } => {
                let place = span(at, 4);
                let word = word.to_be_bytes();
                let count = place.len();
                out[place].copy_from_slice(&word[..count]);
            }
            Self::Cut { at, bytes } => {
                out.drain(span(at, bytes));
            }
            Self::Copy { at, bytes: n, to } => {
                let copied = bytes[span(at, n)].to_vec();
                let to = to % (length + 1);
                out.splice(to..to, copied);
            }
            Self::Over { at, bytes: n, to } => {
                let (from, to) = (span(at, n), span(to, n));
                let count = from.len().min(to.len());
                let copied = bytes[from.start..from.start + count].to_vec();
                out[to.start..to.start + count].copy_from_slice(&copied);
            }
            Self::Zeros { at, bytes } => out[span(at, bytes)].fill(0),
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::ByteDamage;

    #[test]
    fn each_damage_damages() {
        let done = |damage: ByteDamage| damage.done(b"abcdef");
        assert_eq!(done(ByteDamage::Flip { at: 6, with: 1 }), b"`bcdef");
        assert_eq!(done(ByteDamage::Word { at: 4, word: 0 }), b"abcd\0\0");
        assert_eq!(done(ByteDamage::Cut { at: 1, bytes: 99 }), b"a");
        let (at, bytes, to) = (0, 2, 6);
        assert_eq!(done(ByteDamage::Copy { at, bytes, to }), b"abcdefab");
        assert_eq!(done(ByteDamage::Over { at, bytes, to: 5 }), b"abcdea");
        assert_eq!(done(ByteDamage::Zeros { at: 4, bytes: 9 }), b"abcd\0\0");
        assert_eq!(ByteDamage::Cut { at: 1, bytes: 1 }.done(b""), b"");
    }
}
