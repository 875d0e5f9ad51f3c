//! Randomness of the system's, and what is made of it.

use sha2::{Digest, Sha256};

/// 32 random hexadecimal digits.
///
/// # Errors
/// The system gives no randomness.
pub fn token() -> std::io::Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

/// What is kept of a token.
pub fn key_of(token: &str) -> live::Key {
    Sha256::digest(token.as_bytes()).into()
}

/// Letters that are not taken for others, on a projector or by ear.
const LETTERS: &[u8] = b"ABCDEFGHJKMNPQRSTUVWXYZ";

/// Six random letters.
///
/// # Errors
/// The system gives no randomness.
pub fn code() -> std::io::Result<String> {
    let mut code = String::new();
    while code.len() < 6 {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
        // What is beyond the last whole run of letters would make the first ones likelier.
        let fair = bytes
            .into_iter()
            .filter(|byte| usize::from(*byte) < LETTERS.len() * 11);
        let letters = fair.map(|byte| char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
        code.extend(letters.take(6 - code.len()));
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_six_plain_letters_and_differ() {
        let codes: std::collections::BTreeSet<String> = (0..200).map(|_| code().unwrap()).collect();
        assert_eq!(codes.len(), 200);
        let plain = |code: &String| code.len() == 6 && code.bytes().all(|b| LETTERS.contains(&b));
        assert!(codes.iter().all(plain));
    }
}
