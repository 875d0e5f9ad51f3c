//! Stations as queueing theory sees them, for holding the simulation against it.

use serde::{Deserialize, Serialize};

use crate::World;
use crate::parts::Part;

/// Counts of a service since the beginning of the warm-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Station {
    /// Requests let in; refused ones are not among them.
    pub arrived: u64,
    /// Requests that are over.
    pub left: u64,
    /// Requests in it now.
    pub present: u32,
    /// Microseconds that those who left were in it.
    pub stayed_us: i64,
    /// Requests that got a worker.
    pub begun: u64,
    /// Those among them that waited for it.
    pub waited: u64,
    /// Microseconds they waited.
    pub waited_us: i64,
}

impl World {
    /// A service as a station; None if there is none with this id.
    pub fn station(&self, id: &str) -> Option<Station> {
        let Some(Part::Service(at)) = self.find_part(id) else {
            return None;
        };
        let known = &self.services[usize::from(at)];
        Some(Station {
            arrived: known.inside.arrived,
            left: known.inside.left,
            present: known.inside.present,
            stayed_us: known.inside.stayed_us,
            begun: known.begun,
            waited: known.waited,
            waited_us: known.waited_us,
        })
    }
}
