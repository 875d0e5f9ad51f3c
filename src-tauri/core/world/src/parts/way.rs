//! The way between two parts: names, certificates, loss and delay.

use crate::World;
use crate::faults::Strike;
use crate::parts::{Cause, NONE, Part, Process};

/// TCP sends a lost packet again after this, then after twice as long, and so on.
const RESEND_US: f64 = 200_000.0;
/// Packets of one call that are lost in a row at most: 12.6 s of delay.
const MOST_LOST: u32 = 6;

/// What becomes of a call on its way.
pub(crate) enum Fate {
    Arrives,
    /// Neither arrives nor fails: the caller waits until their limit.
    Vanishes,
    Fails(Cause),
}

impl World {
    /// What the faults of an edge do to one call over it.
    pub(crate) fn fate_on_way(&mut self, edge: u16, name: u16, by: Process) -> Fate {
        if let Some(cause) = self.unreachable(edge, by) {
            return Fate::Fails(cause);
        }
        let way = self.edges[usize::from(edge)].place;
        if !self.struck(way) {
            Fate::Arrives
        } else if self.strikes(way, Strike::Hang, name, by, by) {
            Fate::Vanishes
        } else if self.strikes(way, Strike::Down, name, by, by) {
            Fate::Fails(Cause::CallRefused)
        } else if self.strikes(way, Strike::Errors, name, by, by) {
            Fate::Fails(Cause::CallError)
        } else {
            Fate::Arrives
        }
    }

    /// Why a new connection over an edge does not even begin: no address, or an expired
    /// certificate. Both may be a matter of the edge or of the target.
    pub(crate) fn unreachable(&mut self, edge: u16, by: Process) -> Option<Cause> {
        let known = &self.edges[usize::from(edge)];
        for place in [known.place, known.to_place] {
            if place == NONE || !self.struck(place) {
                continue;
            }
            for (strike, cause) in [
                (Strike::NoAddress, Cause::NoAddress),
                (Strike::Certificate, Cause::Certificate),
            ] {
                if self.strikes(place, strike, NONE, by, by) {
                    return Some(cause);
                }
            }
        }
        None
    }

    /// How much longer one call takes on its way, microseconds.
    pub(crate) fn way_delay(&mut self, way: u16, name: u16, by: Process) -> i64 {
        if !self.struck(way) {
            return 0;
        }
        let fixed = self.added(way, Strike::Delay, name, by, by) * 1_000.0;
        let mut lost = 0;
        while lost < MOST_LOST && self.strikes(way, Strike::Loss, name, by, by) {
            lost += 1;
        }
        let resent = RESEND_US * f64::from((1u32 << lost) - 1);
        (fixed + resent) as i64
    }

    /// The machine that the data of a place lies on, counted up by failovers.
    pub(crate) fn node_at(&self, place: u16) -> u32 {
        match self.part_at(place) {
            Some(Part::Database(at)) => self.databases[usize::from(at)].node,
            _ => 0,
        }
    }
}
