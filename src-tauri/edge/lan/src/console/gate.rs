//! Who may come in: one token, once; then a cookie.

use std::sync::Mutex;

use subtle::ConstantTimeEq;

use crate::random::token;

/// Wrong tokens after which none is accepted any more.
const TRIES: u32 = 20;
/// Sessions at once. Further ones push out the oldest.
const SESSIONS: usize = 8;

/// The gate.
pub struct Gate {
    inner: Mutex<Inner>,
}

struct Inner {
    token: Option<String>,
    wrong: u32,
    sessions: Vec<String>,
}

/// Why a token was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// It is not the token.
    Wrong,
    /// It was used.
    Used,
    /// Too many wrong ones.
    TooMany,
}

impl Gate {
    /// A gate with a fresh token.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub fn new() -> std::io::Result<(Self, String)> {
        let offer = token()?;
        let inner = Inner {
            token: Some(offer.clone()),
            wrong: 0,
            sessions: Vec::new(),
        };
        Ok((
            Self {
                inner: Mutex::new(inner),
            },
            offer,
        ))
    }

    /// Exchanges the token for a session, once.
    ///
    /// # Errors
    /// Why not.
    pub fn exchange(&self, offered: &str) -> Result<String, Closed> {
        let Ok(mut inner) = self.inner.lock() else {
            return Err(Closed::TooMany);
        };
        if inner.wrong >= TRIES {
            return Err(Closed::TooMany);
        }
        let Some(wanted) = &inner.token else {
            return Err(Closed::Used);
        };
        if !bool::from(wanted.as_bytes().ct_eq(offered.as_bytes())) {
            inner.wrong += 1;
            return Err(Closed::Wrong);
        }
        let Ok(session) = token() else {
            return Err(Closed::Wrong);
        };
        inner.token = None;
        if inner.sessions.len() >= SESSIONS {
            inner.sessions.remove(0);
        }
        inner.sessions.push(session.clone());
        Ok(session)
    }

    /// Whether a session is known.
    pub fn knows(&self, session: &str) -> bool {
        self.inner.lock().is_ok_and(|inner| {
            inner
                .sessions
                .iter()
                .any(|known| known.as_bytes().ct_eq(session.as_bytes()).into())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_once() {
        let (gate, token) = Gate::new().unwrap();
        let session = gate.exchange(&token).unwrap();
        assert!(gate.knows(&session));
        assert_eq!(gate.exchange(&token), Err(Closed::Used));
        assert!(!gate.knows(&token));
        assert!(!gate.knows(""));
    }

    #[test]
    fn guessing_ends_the_offer() {
        let (gate, token) = Gate::new().unwrap();
        for _ in 0..TRIES {
            assert_eq!(
                gate.exchange("0123456789abcdef0123456789abcdef"),
                Err(Closed::Wrong)
            );
        }
        assert_eq!(gate.exchange(&token), Err(Closed::TooMany));
    }
}
