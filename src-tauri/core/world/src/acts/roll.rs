//! Rolling: replica by replica, slot by slot.

use super::steps::Op;
use super::{Plan, World};
use crate::changes::{ChangeKind, deployed};
use crate::parts::Part;
use crate::parts::replica::Stand;
use crate::parts::worker::Slot;

/// A replica that is taken out ends what it has within this.
const DRAIN_US: i64 = 5_000_000;
/// A replica starts in this.
const START_US: i64 = 17_000_000;
/// A restart does not wait for anyone.
const RESTART_US: i64 = 20_000_000;
/// All slots of a worker start in this; the model is loaded meanwhile.
pub(super) const SLOTS_US: i64 = 15_000_000;
/// New replicas need a machine first.
pub(super) const SCALE_UP_US: i64 = 40_000_000;
/// Replicas that are taken away end what they have.
pub(super) const SCALE_DOWN_US: i64 = 12_000_000;
/// A planned deploy that finds its component being rolled comes again after this.
const DEPLOY_AGAIN_US: i64 = 30_000_000;

impl World {
    /// Numbers of the replicas that are there.
    pub(super) fn replicas_there(&self, service: u16) -> Vec<u16> {
        let replicas = self.services[usize::from(service)]
            .replicas
            .iter()
            .enumerate();
        replicas
            .filter(|(_, one)| one.stand != Stand::Off)
            .map(|(at, _)| at as u16)
            .collect()
    }

    /// Numbers of the slots that are there.
    pub(super) fn slots_there(&self, worker: u16) -> Vec<u16> {
        let slots = self.workers[usize::from(worker)].slots.iter().enumerate();
        slots
            .filter(|(_, one)| one.doing != Slot::Off)
            .map(|(at, _)| at as u16)
            .collect()
    }

    /// Rolls a service or worker to a version; at most so many replicas or slots.
    pub(super) fn roll_steps(
        &self,
        part: Part,
        version: u16,
        reaches: Option<u32>,
    ) -> (Vec<(i64, Op)>, i64) {
        let most = reaches.map_or(usize::MAX, |count| count as usize);
        let mut steps = vec![(0, Op::Target(part, version))];
        match part {
            Part::Service(at) => {
                let mut time = 0;
                for replica in self.replicas_there(at).into_iter().take(most) {
                    steps.push((time, Op::Drain(at, replica)));
                    steps.push((time + DRAIN_US, Op::Stop(at, replica)));
                    steps.push((time + DRAIN_US, Op::Start(at, replica, version)));
                    steps.push((time + DRAIN_US + START_US, Op::Ready(at, replica)));
                    time += DRAIN_US + START_US;
                }
                (steps, time)
            }
            Part::Worker(at) => {
                // Half of the slots, then the other half, so that tasks go on.
                let mut slots = self.slots_there(at);
                slots.truncate(most);
                let (first, second) = slots.split_at(slots.len() / 2);
                let mut time = 0;
                for half in [first, second].into_iter().filter(|half| !half.is_empty()) {
                    self.slot_steps(at, half, version, time, &mut steps);
                    time += SLOTS_US;
                }
                (steps, time)
            }
            _ => (steps, 0),
        }
    }

    /// Restarts a service, replica by replica, without waiting for what is in flight.
    pub(super) fn restart_steps(&self, service: u16) -> (Vec<(i64, Op)>, i64) {
        let mut steps = Vec::new();
        let mut time = 0;
        for replica in self.replicas_there(service) {
            let version =
                self.services[usize::from(service)].replicas[usize::from(replica)].version;
            steps.push((time, Op::Stop(service, replica)));
            steps.push((time, Op::Start(service, replica, version)));
            steps.push((time + RESTART_US, Op::Ready(service, replica)));
            time += RESTART_US;
        }
        (steps, time)
    }

    /// Kills slots and starts them again.
    pub(super) fn slot_steps(
        &self,
        worker: u16,
        slots: &[u16],
        version: u16,
        time: i64,
        steps: &mut Vec<(i64, Op)>,
    ) {
        for &slot in slots {
            steps.push((time, Op::StopSlot(worker, slot)));
        }
        for &slot in slots {
            steps.push((time, Op::StartSlot(worker, slot, version)));
            steps.push((time + SLOTS_US, Op::ReadySlot(worker, slot)));
        }
    }

    /// Numbers that new replicas get: those that are off first.
    pub(super) fn new_numbers(&self, part: Part, count: u32) -> Vec<u16> {
        let (there, all) = match part {
            Part::Service(at) => (
                self.replicas_there(at),
                self.services[usize::from(at)].replicas.len(),
            ),
            Part::Worker(at) => (
                self.slots_there(at),
                self.workers[usize::from(at)].slots.len(),
            ),
            _ => (Vec::new(), 0),
        };
        let limit = (all + count as usize) as u16;
        (0..limit)
            .filter(|number| !there.contains(number))
            .take(count as usize)
            .collect()
    }

    /// Puts the deploys that the spec dates on the agenda.
    pub(crate) fn plan_deploys(&mut self) {
        let begins_s = self.now / 1_000_000;
        for part in self.parts() {
            let deploys: Vec<(i64, u16)> = self
                .version_specs(part)
                .iter()
                .enumerate()
                .filter_map(|(number, version)| {
                    let at_s = i64::from(version.at_s?);
                    (at_s > begins_s).then_some((at_s, number as u16))
                })
                .collect();
            for (at_s, version) in deploys {
                self.plan_deploy(at_s * 1_000_000, part, version);
            }
        }
    }

    fn plan_deploy(&mut self, at: i64, part: Part, version: u16) {
        self.plan_op(at, Op::Deploy(part, version));
    }

    /// A dated deploy is due.
    pub(super) fn deploy(&mut self, part: Part, version: u16) {
        if self.refuse_rolling(part).is_err() {
            self.plan_deploy(self.now + DEPLOY_AGAIN_US, part, version);
            return;
        }
        let spec = &self.version_specs(part)[usize::from(version)];
        let text = deployed(&spec.id, &spec.note);
        let reaches = spec.reaches;
        let id = self.part_id(part).to_owned();
        self.change(&id, ChangeKind::Deploy, text.clone());
        if let Part::Service(at) = part {
            self.migrate(at, version);
        }
        let (steps, takes_us) = self.roll_steps(part, version, reaches);
        self.begin_plan(
            None,
            Plan {
                steps,
                takes_us,
                says: text,
                rolls: Some(part),
                also: None,
            },
        );
    }
}
