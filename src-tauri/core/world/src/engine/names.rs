//! Who is who: ids, names, places and what runs there.

use crate::World;
use crate::parts::replica::Stand;
use crate::parts::worker::Slot;
use crate::parts::{NONE, Part};
use crate::problem::{Refusal, did_you_mean};
use crate::spec::VersionSpec;

/// What stands at a place where faults can strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Part(Part),
    /// A service's pool.
    Pool(u16),
    Edge(u16),
    Traffic,
    Telemetry,
}

impl World {
    /// All components, in the order of the spec.
    pub(crate) fn parts(&self) -> Vec<Part> {
        let count = |length: usize| 0..length as u16;
        std::iter::once(Part::Browser)
            .chain(count(self.services.len()).map(Part::Service))
            .chain(count(self.databases.len()).map(Part::Database))
            .chain(count(self.caches.len()).map(Part::Cache))
            .chain(count(self.queues.len()).map(Part::Queue))
            .chain(count(self.workers.len()).map(Part::Worker))
            .chain(count(self.models.len()).map(Part::Model))
            .chain(count(self.externals.len()).map(Part::External))
            .collect()
    }

    pub(crate) fn part_id(&self, part: Part) -> &str {
        match part {
            Part::Browser => "browser",
            Part::Service(at) => &self.spec.services[usize::from(at)].id,
            Part::Database(at) => &self.spec.databases[usize::from(at)].id,
            Part::Cache(at) => &self.spec.caches[usize::from(at)].id,
            Part::Queue(at) => &self.spec.queues[usize::from(at)].id,
            Part::Worker(at) => &self.spec.workers[usize::from(at)].id,
            Part::Model(at) => &self.spec.models[usize::from(at)].id,
            Part::External(at) => &self.spec.externals[usize::from(at)].id,
        }
    }

    pub(crate) fn part_ids(&self) -> Vec<String> {
        self.parts()
            .into_iter()
            .map(|part| self.part_id(part).to_owned())
            .collect()
    }

    pub(crate) fn find_part(&self, id: &str) -> Option<Part> {
        self.parts()
            .into_iter()
            .find(|&part| self.part_id(part) == id)
    }

    /// The component with an id, or a refusal that says which there are.
    pub(crate) fn need_part(&self, id: &str) -> Result<Part, Refusal> {
        self.find_part(id).ok_or_else(|| {
            let message = format!("There is no component called `{id}`.");
            Refusal::new(
                "unknown-component",
                message,
                did_you_mean(id, &self.part_ids()),
            )
        })
    }

    /// Name in the logs.
    pub(crate) fn part_name(&self, part: Part) -> u16 {
        match part {
            Part::Browser => self.traffic.name,
            Part::Service(at) => self.services[usize::from(at)].name,
            Part::Database(at) => self.databases[usize::from(at)].name,
            Part::Cache(at) => self.caches[usize::from(at)].name,
            Part::Queue(at) => self.queues[usize::from(at)].name,
            Part::Worker(at) => self.workers[usize::from(at)].name,
            Part::Model(at) => self.models[usize::from(at)].name,
            Part::External(at) => self.externals[usize::from(at)].name,
        }
    }

    pub(crate) fn part_place(&self, part: Part) -> u16 {
        self.places
            .iter()
            .position(|&place| place == Place::Part(part))
            .map_or(NONE, |at| at as u16)
    }

    pub(crate) fn part_at(&self, place: u16) -> Option<Part> {
        match self.places.get(usize::from(place)) {
            Some(Place::Part(part)) => Some(*part),
            _ => None,
        }
    }

    /// (version, since when) of all processes at a place; of the caller's, on an edge.
    pub(crate) fn running_at(&self, place: u16) -> Vec<(u16, i64)> {
        let part = match self.places.get(usize::from(place)) {
            Some(Place::Part(part)) => *part,
            Some(Place::Pool(service)) => Part::Service(*service),
            Some(Place::Edge(edge)) => self.edges[usize::from(*edge)].from,
            Some(Place::Traffic | Place::Telemetry) | None => return Vec::new(),
        };
        match part {
            Part::Service(at) => {
                let replicas = self.services[usize::from(at)].replicas.iter();
                let there = replicas.filter(|replica| replica.stand != Stand::Off);
                there
                    .map(|replica| (replica.version, replica.started))
                    .collect()
            }
            Part::Worker(at) => {
                let slots = self.workers[usize::from(at)].slots.iter();
                slots
                    .filter(|slot| slot.doing != Slot::Off)
                    .map(|slot| (slot.version, slot.started))
                    .collect()
            }
            Part::Database(at) => vec![(NONE, self.databases[usize::from(at)].started)],
            Part::Cache(at) => vec![(NONE, self.caches[usize::from(at)].started)],
            Part::Model(at) => vec![(NONE, self.models[usize::from(at)].started)],
            Part::Browser | Part::Queue(_) | Part::External(_) => Vec::new(),
        }
    }

    /// `api.db`
    pub(crate) fn pool_id(&self, service: u16, database: u16) -> String {
        format!(
            "{}.{}",
            self.part_id(Part::Service(service)),
            self.part_id(Part::Database(database))
        )
    }

    /// Deploy history of a service or worker.
    pub(crate) fn version_specs(&self, part: Part) -> &[VersionSpec] {
        match part {
            Part::Service(at) => &self.spec.services[usize::from(at)].versions,
            Part::Worker(at) => &self.spec.workers[usize::from(at)].versions,
            _ => &[],
        }
    }

    /// Version names of a service or worker, oldest first.
    pub(crate) fn versions_of(&self, id: &str) -> Result<Vec<String>, Refusal> {
        let part = self.need_part(id)?;
        let names = |versions: &[u16]| {
            versions
                .iter()
                .map(|&name| self.logs.names().get(name).to_owned())
                .collect()
        };
        match part {
            Part::Service(at) => Ok(names(&self.services[usize::from(at)].versions)),
            Part::Worker(at) => Ok(names(&self.workers[usize::from(at)].versions)),
            _ => Err(Refusal::new(
                "no-versions",
                format!("`{id}` has no versions."),
                "Services and workers have.".to_owned(),
            )),
        }
    }

    pub(crate) fn endpoint_names(&self, service: u16) -> Vec<String> {
        let spec = &self.spec.services[usize::from(service)];
        spec.endpoints
            .iter()
            .map(|endpoint| endpoint.name.clone())
            .collect()
    }

    pub(crate) fn journey_names(&self) -> Vec<String> {
        self.spec
            .traffic
            .journeys
            .iter()
            .map(|journey| journey.name.clone())
            .collect()
    }

    pub(crate) fn task_names(&self) -> Vec<String> {
        self.spec
            .workers
            .iter()
            .flat_map(|worker| &worker.tasks)
            .map(|task| task.name.clone())
            .collect()
    }

    pub(crate) fn table_names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for endpoint in self
            .spec
            .services
            .iter()
            .flat_map(|service| &service.endpoints)
        {
            crate::check::each_step(&endpoint.steps, &mut |step| {
                if let crate::spec::StepKind::Query { table, .. } = &step.kind {
                    names.push(table.clone());
                }
            });
        }
        names
    }

    /// Index of a name that was interned at the start; [`NONE`] if it was not.
    pub(crate) fn known_name(&self, name: &str) -> u16 {
        (0..NONE)
            .take_while(|&at| at == 0 || !self.logs.names().get(at).is_empty())
            .find(|&at| self.logs.names().get(at) == name)
            .unwrap_or(NONE)
    }
}
