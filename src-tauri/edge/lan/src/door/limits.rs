//! How much one address may have of the door. This machine has no limit: whoever tries a drill alone
//! has all desks on it.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

/// Connections of one address. Beyond it the next one is dropped, and the facilitator is told.
pub const CONNECTIONS: usize = 200;
/// Seats that one address may take while the door is open. Beyond it nobody joins from there, and
/// they and the facilitator are told.
pub const JOINS: u32 = 30;

/// Connections that are open, by address.
#[derive(Debug, Clone, Default)]
pub struct Connections(Arc<Mutex<BTreeMap<IpAddr, usize>>>);

/// A connection of an address, counted as long as this lives.
#[derive(Debug)]
pub struct Counted {
    all: Connections,
    who: IpAddr,
}

impl Connections {
    /// Counts one more. None: there are too many from there.
    pub fn one(&self, who: IpAddr) -> Option<Counted> {
        let mut all = self.0.lock().ok()?;
        let count = all.entry(who).or_default();
        if *count >= CONNECTIONS && !who.is_loopback() {
            return None;
        }
        *count += 1;
        Some(Counted {
            all: self.clone(),
            who,
        })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        if let Ok(mut all) = self.all.0.lock()
            && let Some(count) = all.get_mut(&self.who)
        {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.who);
            }
        }
    }
}

/// Seats taken, by address.
#[derive(Debug, Default)]
pub struct Joins(Mutex<BTreeMap<IpAddr, u32>>);

impl Joins {
    /// Whether nobody more joins from there.
    pub fn is_full(&self, from: IpAddr) -> bool {
        let many = |joins: &BTreeMap<_, _>| joins.get(&from).is_some_and(|count| *count >= JOINS);
        !from.is_loopback() && self.0.lock().is_ok_and(|joins| many(&joins))
    }

    /// One more has joined.
    pub fn one(&self, from: IpAddr) {
        if let Ok(mut joins) = self.0.lock() {
            *joins.entry(from).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const EVE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 168, 4, 66));
    const ADA: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 168, 4, 20));
    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[test]
    fn who_has_many_connections_gets_no_more_until_one_is_gone() {
        let all = Connections::default();
        let mut eves: Vec<_> = (0..CONNECTIONS).filter_map(|_| all.one(EVE)).collect();
        assert_eq!(eves.len(), CONNECTIONS);
        assert!(all.one(EVE).is_none());
        assert!(all.one(ADA).is_some(), "others are not in the way");
        eves.pop();
        assert!(all.one(EVE).is_some());
        drop(eves);
        assert!(all.0.lock().unwrap().is_empty(), "nothing is kept of them");
        let here: Vec<_> = (0..=CONNECTIONS).filter_map(|_| all.one(HERE)).collect();
        assert_eq!(here.len(), CONNECTIONS + 1);
    }

    #[test]
    fn from_where_many_joined_nobody_joins() {
        let joins = Joins::default();
        for _ in 0..JOINS {
            assert!(!joins.is_full(EVE));
            joins.one(EVE);
            joins.one(HERE);
        }
        joins.one(HERE);
        assert!(joins.is_full(EVE));
        assert!(!joins.is_full(ADA) && !joins.is_full(HERE));
    }
}
