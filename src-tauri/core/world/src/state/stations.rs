//! Stations as queueing theory sees them, for holding the simulation against it.

use serde::{Deserialize, Serialize};

use crate::World;
use crate::engine::tally::{Tally, Waits};
use crate::parts::Part;

/// Counts of a component since the beginning of the warm-up. Its customers are users'
/// journeys, requests (service), queries (database), inferences (model), tasks that are
/// ready (queue) or tasks that have a slot (worker, in which nobody waits).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Station {
    /// Customers let in; refused ones are not among them.
    pub arrived: u64,
    /// Customers who are over.
    pub left: u64,
    /// Customers in it now.
    pub present: u32,
    /// Microseconds that those who left were in it.
    pub stayed_us: i64,
    /// Microseconds of presence until now, of those still here too: the area under the
    /// number present. Over a stretch of time its growth is the mean number in the station.
    pub presence_us: i64,
    /// Customers who got what the station has few of: a worker, a core, a slot.
    pub begun: u64,
    /// Those among them that waited for it.
    pub waited: u64,
    /// Microseconds they waited.
    pub waited_us: i64,
}

impl World {
    /// A component as a station; None if there is none with this id, or it is one in which
    /// nobody is counted (a cache, a third party).
    pub fn station(&self, id: &str) -> Option<Station> {
        let at_once = |inside: &Tally| Waits {
            begun: inside.arrived,
            ..Waits::default()
        };
        let (inside, waits) = match self.find_part(id)? {
            Part::Browser => (&self.traffic.inside, at_once(&self.traffic.inside)),
            Part::Service(at) => {
                let known = &self.services[usize::from(at)];
                let waits = Waits {
                    begun: known.begun,
                    waited: known.waited,
                    waited_us: known.waited_us,
                };
                (&known.inside, waits)
            }
            Part::Database(at) => {
                let known = &self.databases[usize::from(at)];
                (&known.inside, known.waits)
            }
            Part::Model(at) => {
                let known = &self.models[usize::from(at)];
                (&known.inside, known.waits)
            }
            Part::Queue(at) => {
                let known = &self.queues[usize::from(at)];
                (&known.inside, known.waits)
            }
            Part::Worker(at) => {
                let inside = &self.workers[usize::from(at)].inside;
                (inside, at_once(inside))
            }
            Part::Cache(_) | Part::External(_) => return None,
        };
        Some(Station {
            arrived: inside.arrived,
            left: inside.left,
            present: inside.present,
            stayed_us: inside.stayed_us,
            presence_us: inside.area(self.now),
            begun: waits.begun,
            waited: waits.waited,
            waited_us: waits.waited_us,
        })
    }
}
