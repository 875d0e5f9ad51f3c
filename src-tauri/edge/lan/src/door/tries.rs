//! Wrong codes: an address that gives them waits, longer each time; all together are bounded.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

/// Wrong codes of one address before it waits.
const FREE: u32 = 3;
/// Longest wait.
const LONGEST: Duration = Duration::from_secs(60);
/// Wrong codes in a minute, of everybody together. Beyond it nobody's code is looked at until
/// the minute is over: 23⁶ codes are then worth a lifetime of drills.
const A_MINUTE: u32 = 60;
/// Addresses remembered. Beyond it the one that has waited longest is forgotten.
const ADDRESSES: usize = 1_000;

/// Wrong codes so far.
#[derive(Debug, Default)]
pub struct Tries {
    by: BTreeMap<IpAddr, (u32, Instant)>,
    minute: Option<(Instant, u32)>,
}

impl Tries {
    /// How long an address has to wait before a code of its is looked at. None: not at all.
    pub fn wait(&self, who: IpAddr, now: Instant) -> Option<Duration> {
        let own = self.by.get(&who).map(|(_, until)| *until);
        let all = self
            .minute
            .filter(|(_, wrong)| *wrong >= A_MINUTE)
            .map(|(from, _)| from + Duration::from_secs(60));
        let until = own.into_iter().chain(all).max()?;
        (until > now).then(|| until - now)
    }

    /// An address gave a wrong code. Returns how long it has to wait now, if it has to.
    pub fn wrong(&mut self, who: IpAddr, now: Instant) -> Option<Duration> {
        self.minute = match self.minute {
            Some((from, wrong)) if now < from + Duration::from_secs(60) => Some((from, wrong + 1)),
            _ => Some((now, 1)),
        };
        if self.by.len() >= ADDRESSES && !self.by.contains_key(&who) {
            let oldest = self.by.iter().min_by_key(|(_, (_, until))| *until);
            if let Some(oldest) = oldest.map(|(who, _)| *who) {
                self.by.remove(&oldest);
            }
        }
        let (count, until) = self.by.entry(who).or_insert((0, now));
        *count += 1;
        let over = count.saturating_sub(FREE);
        let wait = match over {
            0 => Duration::ZERO,
            over => Duration::from_secs(1 << over.min(6)).min(LONGEST),
        };
        *until = now + wait;
        self.wait(who, now)
    }

    /// An address gave the right code.
    pub fn right(&mut self, who: IpAddr) {
        self.by.remove(&who);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 168, 1, last])
    }

    #[test]
    fn who_guesses_waits_longer_each_time() {
        let now = Instant::now();
        let mut tries = Tries::default();
        let waits: Vec<u64> = (0..10)
            .map(|_| tries.wrong(address(7), now).map_or(0, |w| w.as_secs()))
            .collect();
        assert_eq!(waits, [0, 0, 0, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(tries.wait(address(8), now), None, "others need not wait");
        assert_eq!(tries.wait(address(7), now + LONGEST), None);
        tries.right(address(7));
        assert_eq!(tries.wait(address(7), now), None);
    }

    #[test]
    fn many_addresses_are_no_way_around() {
        let now = Instant::now();
        let mut tries = Tries::default();
        for last in 0..60 {
            tries.wrong(address(last), now);
        }
        assert!(tries.wait(address(200), now).is_some());
        assert_eq!(
            tries.wait(address(200), now + Duration::from_secs(60)),
            None
        );
    }
}
