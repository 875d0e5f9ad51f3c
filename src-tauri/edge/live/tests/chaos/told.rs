//! What is shown is what is recorded: a second, smaller fold over the events, made here, against
//! what the console, the room and the desks are told.

use std::collections::{BTreeMap, BTreeSet};

use drill::{Drill, Event, Fact};
use scenario::Deed;
use wire::console::{ConsoleView, InjectState};
use wire::parts::{AlertView, ClockState, RoleView};
use wire::view::Around;
use world::What;

use crate::held::ensure;

/// What the record says, in the least words.
#[derive(Debug, Default, PartialEq)]
struct Told {
    clock: &'static str,
    started: bool,
    speed: f64,
    /// Role and person.
    people: BTreeSet<(String, String)>,
    /// Number and person.
    desks: BTreeMap<u32, String>,
    /// Name, fired at, resolved at.
    alerts: Vec<(String, i64, Option<i64>)>,
    /// Number, words, retracted.
    messages: Vec<(u32, String, bool)>,
    updates: usize,
    hypotheses: u32,
    /// Question to its answer.
    questions: BTreeMap<u32, Option<String>>,
    hints: BTreeMap<String, u32>,
    severity: Option<u8>,
    /// Injects that came and were not taken back, and when.
    fired: BTreeMap<String, i64>,
    faults: BTreeSet<u32>,
}

impl Told {
    fn by(events: &[Event]) -> Self {
        let mut told = Self {
            clock: "ready",
            speed: 1.0,
            ..Self::default()
        };
        for event in events {
            told.hear(event);
        }
        told.messages.sort();
        told.alerts.sort();
        told
    }

    fn hear(&mut self, event: &Event) {
        let at = event.at_ms;
        match &event.fact {
            Fact::Started => (self.clock, self.started) = ("running", true),
            Fact::Resumed => self.clock = if self.started { "running" } else { "ready" },
            Fact::Paused { .. } => self.clock = "paused",
            Fact::EmergencyCalled => self.clock = "emergency",
            Fact::Ended => self.clock = "ended",
            Fact::SpeedSet { factor } => self.speed = *factor,
            Fact::Assigned { role, person } => {
                self.people.insert((role.clone(), person.clone()));
            }
            Fact::Unassigned { role, person } => {
                self.people.remove(&(role.clone(), person.clone()));
            }
            Fact::HandedOver { role, from, to, .. } => {
                self.people.remove(&(role.clone(), from.clone()));
                self.people.insert((role.clone(), to.clone()));
            }
            Fact::Joined { desk, person } => {
                self.desks.insert(*desk, person.clone());
            }
            Fact::Left { desk } => {
                self.desks.remove(desk);
            }
            Fact::Renamed { from, to } => self.rename(from, to),
            Fact::Removed { person } => {
                self.desks.retain(|_, one| one != person);
                self.people.retain(|(_, one)| one != person);
            }
            Fact::MessageDelivered {
                number, message, ..
            } => {
                self.messages.push((*number, message.text.clone(), false));
            }
            Fact::MessageRetracted { number } => {
                let mut all = self.messages.iter_mut();
                if let Some(found) = all.find(|m| m.0 == *number) {
                    found.2 = true;
                }
            }
            Fact::Did(did) => match &did.deed {
                Deed::StatusUpdate { .. } => self.updates += 1,
                Deed::Hypothesis { .. } => self.hypotheses += 1,
                Deed::Severity { level } => self.severity = Some(*level),
                Deed::Ask { .. } => {
                    self.questions.insert(did.question.unwrap_or(0), None);
                }
                _ => {}
            },
            Fact::AssistantAnswered { question, text, .. } => {
                self.questions.insert(*question, Some(text.clone()));
            }
            Fact::HintGiven {
                expectation, step, ..
            } => {
                self.hints.insert(expectation.clone(), step + 1);
            }
            Fact::InjectFired { inject, .. } => {
                self.fired.insert(inject.clone(), at);
            }
            Fact::InjectUndone { inject } => {
                self.fired.remove(inject);
            }
            Fact::FaultStarted { fault, .. } | Fact::System(What::FaultBack { fault }) => {
                self.faults.insert(*fault);
            }
            Fact::FaultStopped { fault } | Fact::System(What::FaultEnded { fault, .. }) => {
                self.faults.remove(fault);
            }
            Fact::System(What::AlertFired { alert, .. }) => {
                self.alerts.push((alert.clone(), at, None));
            }
            Fact::System(What::AlertResolved { alert }) => {
                let mut all = self.alerts.iter_mut().rev();
                if let Some(found) = all.find(|known| known.0 == *alert) {
                    found.2 = Some(at);
                }
            }
            _ => {}
        }
    }

    fn rename(&mut self, from: &str, to: &str) {
        for one in self.desks.values_mut().filter(|one| *one == from) {
            to.clone_into(one);
        }
        self.people = std::mem::take(&mut self.people)
            .into_iter()
            .map(|(role, one)| match one == from {
                true => (role, to.to_owned()),
                false => (role, one),
            })
            .collect();
    }
}

/// The console's, the room's and the desks' views against the record of the same moment.
pub fn is_recorded(drill: &Drill) -> Result<(), String> {
    let told = Told::by(drill.events());
    let console = wire::view::console(drill, &Around::default());
    same("the console", &shown(drill, &console), &told)?;
    rows(
        drill,
        "feed",
        console.feed.iter().map(|row| (row.event, row.at_ms)),
    )?;
    let room = wire::view::room(drill, &Around::default());
    let firing = |alert: &AlertView| alert.resolved_ms.is_none();
    let wanted: Vec<_> = console.alerts.iter().filter(|one| firing(one)).collect();
    ensure(room.alerts.iter().collect::<Vec<_>>() == wanted, || {
        format!("the room has other alerts: {:?}", room.alerts)
    })?;
    ensure(people(&room.roles) == told.people, || {
        "the room has other people".to_owned()
    })?;
    ensure(room.clock == console.clock, || {
        "the room has another clock".to_owned()
    })?;
    let said: Vec<&str> = told
        .messages
        .iter()
        .filter(|m| !m.2)
        .map(|m| m.1.as_str())
        .collect();
    for message in &room.messages {
        ensure(said.contains(&message.text.as_str()), || {
            format!("the room reads what nobody said: {message:?}")
        })?;
    }
    for role in &drill.scenario().roles {
        let desk = wire::view::desk(drill, &[&role.id], false);
        let of = |what| format!("{what} of {}", role.id);
        rows(
            drill,
            &of("timeline"),
            desk.timeline.iter().map(|r| (r.event, r.at_ms)),
        )?;
        rows(
            drill,
            &of("channel"),
            desk.channel.iter().map(|r| (r.event, r.at_ms)),
        )?;
        ensure(desk.alerts == console.alerts, || of("other alerts"))?;
        ensure(desk.clock == console.clock, || of("another clock"))?;
        ensure(desk.hypotheses.len() == told.hypotheses as usize, || {
            of("other hypotheses")
        })?;
        for question in &desk.questions {
            let answer = told.questions.get(&question.number).map(Option::is_some);
            ensure(answer == Some(question.answer.is_some()), || {
                of("another answer")
            })?;
        }
    }
    Ok(())
}

/// What the console shows, in the same words.
fn shown(drill: &Drill, console: &ConsoleView) -> Told {
    let sheet = console.run_sheet.iter().chain(&console.tray);
    let fired = sheet.filter(|row| row.state == InjectState::Fired);
    let hints = console.expectations.iter().filter(|row| row.hints.0 > 0);
    let roles: Vec<RoleView> = console.roles.iter().map(|row| row.role.clone()).collect();
    let mut told = Told {
        clock: match console.clock.state {
            ClockState::Ready => "ready",
            ClockState::Running => "running",
            ClockState::Paused => "paused",
            ClockState::Emergency => "emergency",
            ClockState::Ended => "ended",
        },
        started: console.clock.started,
        speed: console.clock.speed,
        people: people(&roles),
        desks: console
            .desks
            .iter()
            .zip(&drill.state().desks)
            .map(|(seat, desk)| (desk.desk, seat.person.clone()))
            .collect(),
        alerts: console
            .alerts
            .iter()
            .map(|a| {
                (
                    a.name.clone(),
                    a.fired_ms.into(),
                    a.resolved_ms.map(i64::from),
                )
            })
            .collect(),
        messages: console
            .messages
            .iter()
            .map(|m| (m.number, m.text.clone(), m.retracted))
            .collect(),
        updates: console.updates.len(),
        hypotheses: console
            .beliefs
            .iter()
            .filter(|row| row.number.is_some())
            .count() as u32,
        questions: console
            .questions
            .iter()
            .map(|q| (q.number, q.answer.clone()))
            .collect(),
        hints: hints.map(|row| (row.id.clone(), row.hints.0)).collect(),
        severity: console.incident.severity,
        fired: fired
            .map(|row| (row.id.clone(), row.at_ms.map_or(i64::MIN, i64::from)))
            .collect(),
        faults: console.system.faults.iter().map(|row| row.id).collect(),
    };
    // An answer that nobody waits for any more counts from nothing, and has no row.
    let rows: BTreeSet<&str> = console
        .expectations
        .iter()
        .map(|row| row.id.as_str())
        .collect();
    for (id, given) in &drill.state().hints {
        if !rows.contains(id.as_str()) {
            told.hints.insert(id.clone(), *given);
        }
    }
    told.messages.sort();
    told.alerts.sort();
    told
}

fn people(roles: &[RoleView]) -> BTreeSet<(String, String)> {
    let one = |role: &RoleView| {
        let id = role.id.clone();
        role.people
            .clone()
            .into_iter()
            .map(move |person| (id.clone(), person))
    };
    roles.iter().flat_map(one).collect()
}

fn same(who: &str, shown: &Told, told: &Told) -> Result<(), String> {
    ensure(shown == told, || {
        let (shown, told) = (format!("{shown:?}"), format!("{told:?}"));
        let at = crate::views::first_difference(&shown, &told);
        format!("{who} shows what is not recorded, or not all of it: {at}")
    })
}

/// Each line leads to an event, and tells its time.
fn rows(
    drill: &Drill,
    what: &str,
    mut rows: impl Iterator<Item = (u32, i32)>,
) -> Result<(), String> {
    let wrong = rows.find(|(seq, at_ms)| {
        let event = drill.events().get(*seq as usize - 1);
        event.is_none_or(|event| event.at_ms != i64::from(*at_ms))
    });
    ensure(wrong.is_none(), || {
        format!("a line of the {what} has no such event: {wrong:?}")
    })
}
