//! Scaling, and what it does to a database's connections.

use super::plan::refusal;
use super::roll::{SCALE_DOWN_US, SCALE_UP_US};
use super::steps::Op;
use super::{Plan, World};
use crate::changes::ChangeKind;
use crate::parts::Part;
use crate::problem::Refusal;

/// Replicas or slots that a component may be scaled to.
const MOST_REPLICAS: u32 = 64;

impl World {
    pub(super) fn plan_scale(&self, on: &str, to: u32) -> Result<Plan, Refusal> {
        let part = self.need_part(on)?;
        self.refuse_rolling(part)?;
        let (there, what) = match part {
            Part::Service(at) => (self.replicas_there(at), "replicas"),
            Part::Worker(at) => (self.slots_there(at), "slots"),
            _ => {
                return refusal(
                    "wrong-kind",
                    format!("`{on}` cannot be scaled."),
                    "Services and workers can.",
                );
            }
        };
        let from = there.len() as u32;
        if to == 0 || to > MOST_REPLICAS {
            return refusal(
                "out-of-range",
                format!("{to} {what} are not possible."),
                &format!("Give 1 to {MOST_REPLICAS}."),
            );
        }
        if to == from {
            return refusal(
                "nothing-to-do",
                format!("`{on}` has {to} {what} already."),
                "",
            );
        }
        let mut steps = Vec::new();
        let takes_us = if to > from {
            SCALE_UP_US
        } else {
            SCALE_DOWN_US
        };
        for number in self.new_numbers(part, to.saturating_sub(from)) {
            match part {
                Part::Service(at) => {
                    steps.push((
                        0,
                        Op::Start(at, number, self.services[usize::from(at)].version),
                    ));
                    steps.push((takes_us, Op::Ready(at, number)));
                }
                Part::Worker(at) => {
                    steps.push((
                        0,
                        Op::StartSlot(at, number, self.workers[usize::from(at)].version),
                    ));
                    steps.push((takes_us, Op::ReadySlot(at, number)));
                }
                _ => {}
            }
        }
        for &number in there.iter().skip(to as usize) {
            match part {
                Part::Service(at) => {
                    steps.push((0, Op::Drain(at, number)));
                    steps.push((takes_us - 1_000_000, Op::Stop(at, number)));
                }
                Part::Worker(at) => steps.push((takes_us - 1_000_000, Op::StopSlot(at, number))),
                _ => {}
            }
        }
        steps.push((
            0,
            Op::Change(
                on.to_owned(),
                ChangeKind::Scale,
                format!("{from} → {to} {what}"),
            ),
        ));
        let mut says = format!("{on} {from} → {to} {what}");
        if let Part::Service(at) = part {
            says.push_str(&self.connections_warning(at, to, None));
        }
        Ok(Plan {
            steps,
            takes_us,
            says,
            rolls: Some(part),
            also: None,
        })
    }

    /// "; 240 connections, more than the 100 that db takes"
    pub(super) fn connections_warning(
        &self,
        service: u16,
        replicas: u32,
        resized: Option<(u8, u32)>,
    ) -> String {
        let mut warning = String::new();
        for (number, pool) in self.services[usize::from(service)].pools.iter().enumerate() {
            let size = match resized {
                Some((resized, size)) if usize::from(resized) == number => size,
                _ => pool.size,
            };
            let others: u32 = self
                .services
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != usize::from(service))
                .map(|(at, other)| {
                    let same = other.pools.iter().filter(|of| of.database == pool.database);
                    same.map(|of| of.size).sum::<u32>()
                        * self.replicas_there(at as u16).len() as u32
                })
                .sum();
            let all = size * replicas + others;
            let most = self.databases[usize::from(pool.database)].max_connections;
            if all > most {
                let id = self.part_id(Part::Database(pool.database));
                warning.push_str(&format!(
                    "; up to {all} connections, more than the {most} that {id} takes"
                ));
            }
        }
        warning
    }
}
