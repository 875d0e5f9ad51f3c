//! One minute of telemetry as bytes: what was shown, kept for when the simulator has improved.
//!
//! Deflate over: u16 number of columns; per column u16 length and UTF-8 of `component metric`,
//! then u8 number of seconds and that many little-endian f32.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// Columns of one minute: name and up to 60 values.
pub type Columns = Vec<(String, Vec<f32>)>;

/// Largest chunk after unpacking. A larger one is damaged.
const UNPACKED_MAX: u64 = 4 << 20;

/// Packs a minute.
pub fn pack(columns: &[(String, Vec<f32>)]) -> Vec<u8> {
    let mut raw = Vec::new();
    raw.extend((columns.len() as u16).to_le_bytes());
    for (name, values) in columns {
        raw.extend((name.len() as u16).to_le_bytes());
        raw.extend(name.as_bytes());
        raw.push(values.len().min(255) as u8);
        for value in values.iter().take(255) {
            raw.extend(value.to_le_bytes());
        }
    }
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    // Writing into memory cannot fail.
    let _ = encoder.write_all(&raw);
    encoder.finish().unwrap_or_default()
}

/// Unpacks a minute; None if it is damaged.
pub fn unpack(chunk: &[u8]) -> Option<Columns> {
    let mut raw = Vec::new();
    DeflateDecoder::new(chunk)
        .take(UNPACKED_MAX)
        .read_to_end(&mut raw)
        .ok()?;
    let mut rest = raw.as_slice();
    let mut take = |n: usize| -> Option<&[u8]> {
        let (head, tail) = rest.split_at_checked(n)?;
        rest = tail;
        Some(head)
    };
    let count = u16::from_le_bytes(take(2)?.try_into().ok()?);
    let mut columns = Vec::with_capacity(usize::from(count));
    for _ in 0..count {
        let length = u16::from_le_bytes(take(2)?.try_into().ok()?);
        let name = std::str::from_utf8(take(usize::from(length))?)
            .ok()?
            .to_owned();
        let seconds = usize::from(take(1)?[0]);
        let bytes = take(seconds * 4)?;
        let values = bytes
            .as_chunks::<4>()
            .0
            .iter()
            .map(|b| f32::from_le_bytes(*b))
            .collect();
        columns.push((name, values));
    }
    Some(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_comes_back_as_it_went() {
        let columns = vec![
            (
                "api requests".to_owned(),
                (0..60).map(|s| s as f32 * 1.5).collect(),
            ),
            ("db connections".to_owned(), vec![f32::MAX, 0.0, -1.0]),
            (String::new(), Vec::new()),
        ];
        assert_eq!(unpack(&pack(&columns)), Some(columns));
    }

    #[test]
    fn a_damaged_minute_is_none_and_never_a_panic() {
        let whole = pack(&[("api requests".to_owned(), vec![1.0; 60])]);
        for cut in 0..whole.len() {
            let _ = unpack(&whole[..cut]);
        }
        assert_eq!(unpack(b"not a chunk"), None);
    }
}
