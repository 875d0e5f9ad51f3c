//! What must be true at every instant, checked every second in debug builds and in tests.

use crate::World;
use crate::parts::Part;
use crate::parts::replica::Stand;
use crate::parts::worker::Slot;

impl World {
    /// Little's law at every station, and conservation of all that is in flight.
    ///
    /// # Errors
    /// Which one is broken, and where.
    pub fn invariants(&self) -> Result<(), String> {
        self.littles_law()?;
        self.connections_add_up()?;
        self.workers_add_up()?;
        self.tasks_add_up()
    }

    fn littles_law(&self) -> Result<(), String> {
        let now = self.now;
        let check = |name: &str,
                     tally: &crate::engine::tally::Tally,
                     since: &mut dyn Iterator<Item = i64>| {
            let (mut present, mut present_us) = (0u64, 0i64);
            for arrived in since {
                present += 1;
                present_us += now - arrived;
            }
            if tally.agrees(now, present, present_us) {
                return Ok(());
            }
            Err(format!(
                "Little's law at {name}: {present} present, {tally:?}"
            ))
        };
        check(
            "users",
            &self.traffic.inside,
            &mut self.journeys.iter().map(|(_, one)| one.began),
        )?;
        for (number, service) in self.services.iter().enumerate() {
            let id = self.part_id(Part::Service(number as u16));
            let here = || {
                self.requests
                    .iter()
                    .filter(|(_, one)| usize::from(one.service) == number)
            };
            check(id, &service.inside, &mut here().map(|(_, one)| one.arrived))?;
            let began = here()
                .map(|(_, one)| one.began)
                .filter(|&began| began != i64::MIN);
            check(id, &service.working, &mut began.into_iter())?;
        }
        for (number, database) in self.databases.iter().enumerate() {
            let id = self.part_id(Part::Database(number as u16));
            let here = self
                .queries
                .iter()
                .filter(|(_, one)| usize::from(one.database) == number);
            check(id, &database.inside, &mut here.map(|(_, one)| one.arrived))?;
        }
        for (number, model) in self.models.iter().enumerate() {
            let id = self.part_id(Part::Model(number as u16));
            let here = self
                .inferences
                .iter()
                .filter(|(_, one)| usize::from(one.model) == number);
            check(id, &model.inside, &mut here.map(|(_, one)| one.arrived))?;
        }
        for (number, queue) in self.queues.iter().enumerate() {
            let id = self.part_id(Part::Queue(number as u16));
            let ahead = queue.readers.iter();
            let ahead = ahead.flat_map(|&worker| &self.workers[usize::from(worker)].reserved);
            let ready = queue.ready.iter().chain(&queue.unknown).chain(ahead);
            let ready = ready.map(|&at| self.tasks[at].queued);
            check(id, &queue.inside, &mut ready.into_iter())?;
        }
        for (number, worker) in self.workers.iter().enumerate() {
            let id = self.part_id(Part::Worker(number as u16));
            let held = worker.slots.iter().filter_map(|slot| match slot.doing {
                Slot::Busy(at) | Slot::Hung(at) => Some(at),
                _ => None,
            });
            check(id, &worker.inside, &mut held.map(|at| self.tasks[at].began))?;
        }
        Ok(())
    }

    /// A database's connections are those of its clients and of killed clients' last queries.
    fn connections_add_up(&self) -> Result<(), String> {
        for (number, database) in self.databases.iter().enumerate() {
            let mut open = self
                .queries
                .iter()
                .filter(|(_, one)| usize::from(one.database) == number && one.orphan)
                .count() as u32;
            for service in &self.services {
                for replica in &service.replicas {
                    for (pool, of) in replica.pools.iter().zip(&service.pools) {
                        if usize::from(of.database) == number {
                            open += pool.open;
                        }
                        if pool.used > pool.open || pool.leaked > pool.used {
                            return Err(format!("A pool has more used than open: {pool:?}"));
                        }
                    }
                }
            }
            if open != database.connections {
                let id = self.part_id(Part::Database(number as u16));
                return Err(format!(
                    "{id} counts {} connections, its clients {open}",
                    database.connections
                ));
            }
            if database.busy > database.cores {
                return Err(format!(
                    "{} queries on {} cores",
                    database.busy, database.cores
                ));
            }
        }
        Ok(())
    }

    /// Each request is in a worker or in a listen queue, and each replica knows how many it has.
    fn workers_add_up(&self) -> Result<(), String> {
        for (number, service) in self.services.iter().enumerate() {
            for (at, replica) in service.replicas.iter().enumerate() {
                let here = self.requests.iter().filter(|(_, one)| {
                    usize::from(one.service) == number && usize::from(one.replica) == at
                });
                let (working, waiting) = here.fold((0, 0), |(working, waiting), (_, one)| {
                    if one.began == i64::MIN {
                        (working, waiting + 1)
                    } else {
                        (working + 1, waiting)
                    }
                });
                if working != replica.busy || waiting != replica.queue.len() {
                    let id = self.part_id(Part::Service(number as u16));
                    return Err(format!(
                        "{id}-{at} has {working} at work and {waiting} waiting, and counts {replica:?}"
                    ));
                }
                if replica.stand == Stand::Off && working + waiting as u32 > 0 {
                    return Err("A replica that is off holds requests".to_owned());
                }
            }
        }
        Ok(())
    }

    /// Each task waits, is held by a slot, or waits for its next try; idle slots are known.
    fn tasks_add_up(&self) -> Result<(), String> {
        let held: usize = self
            .workers
            .iter()
            .map(|one| (one.busy() + one.hung()) as usize + one.reserved.len())
            .sum();
        let waiting: usize = self
            .queues
            .iter()
            .map(|one| one.len() + one.delayed as usize)
            .sum();
        let there = self.tasks.iter().count();
        if there != held + waiting {
            return Err(format!(
                "{there} tasks: {held} in slots and {waiting} waiting"
            ));
        }
        for worker in &self.workers {
            let idle = worker.count(|slot| slot == Slot::Idle);
            if worker.idle.len() as u32 != idle {
                return Err(format!(
                    "{idle} idle slots, and {:?} are known",
                    worker.idle
                ));
            }
        }
        Ok(())
    }
}
