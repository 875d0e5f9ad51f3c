//! The log that SQLite keeps beside the database, as it is found after a crash.
//!
//! SQLite takes what is in it up to the first frame that is not as it was written, and says nothing
//! of the rest. A crash leaves half a frame at the end, which nobody was answered for; frames behind
//! one that is damaged were answered, and are lost. Format: <https://sqlite.org/fileformat2.html>, 4.

/// Bytes before the first frame, and before the page of each.
const HEAD: usize = 32;
const FRAME_HEAD: usize = 24;

/// How many frames of the newest writing are lost behind a damaged one; 0: it is sound, or empty.
pub fn lost_frames(log: &[u8]) -> usize {
    let number = |at: usize| {
        let bytes = log.get(at..at + 4).and_then(|b| b.try_into().ok());
        bytes.map(u32::from_be_bytes)
    };
    let (Some(magic), Some(page)) = (number(0), number(8)) else {
        return 0;
    };
    let page = page as usize;
    let big = match magic {
        0x377f_0682 => false,
        0x377f_0683 => true,
        // Nothing of it can be told apart.
        _ => return log.len().saturating_sub(HEAD) / (FRAME_HEAD + 4096),
    };
    if page == 0 || log.len() < HEAD {
        return 0;
    }
    let salts = &log[16..24];
    let mut sum = checksum(&log[..24], (0, 0), big);
    let frames: Vec<&[u8]> = log[HEAD..].chunks_exact(FRAME_HEAD + page).collect();
    // Frames of an earlier writing, which these have not reached yet, have other salts.
    let newest = |frame: &&&[u8]| &frame[8..16] == salts;
    let good = frames.iter().take_while(newest).take_while(|frame| {
        sum = checksum(&frame[..8], sum, big);
        sum = checksum(&frame[FRAME_HEAD..], sum, big);
        let told = |at: usize| frame[at..at + 4].try_into().ok().map(u32::from_be_bytes);
        (told(16), told(20)) == (Some(sum.0), Some(sum.1))
    });
    let good = good.count();
    // The first that is not good may be half of what was being written when it ended, and so may
    // be all behind the last that closes a change.
    let lost = frames.iter().skip(good + 1).filter(newest);
    let lost: Vec<&&[u8]> = lost.collect();
    let closes = |frame: &&&[u8]| frame[4..8] != [0; 4];
    lost.iter().rposition(closes).map_or(0, |at| at + 1)
}

/// SQLite's sum over pairs of 32-bit words.
fn checksum(bytes: &[u8], from: (u32, u32), big: bool) -> (u32, u32) {
    let word = |b: &[u8]| {
        let b = b.try_into().unwrap_or_default();
        if big {
            u32::from_be_bytes(b)
        } else {
            u32::from_le_bytes(b)
        }
    };
    bytes.chunks_exact(8).fold(from, |(a, b), two| {
        let a = a.wrapping_add(word(&two[..4])).wrapping_add(b);
        let b = b.wrapping_add(word(&two[4..])).wrapping_add(a);
        (a, b)
    })
}
