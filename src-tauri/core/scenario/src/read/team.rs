//! Scripted teams: `[[do]]`, one deed each, flat and readable.

use std::collections::BTreeMap;

use super::doc::At;
use super::inject;
use super::pattern::{self, Refs};
use super::table::{Table, Text};
use crate::deed::{Deed, DeedKind, Page};
use crate::limits;
use crate::model::{Role, Scenario};
use crate::names;
use crate::team::{TeamScript, TeamStep};
use world::{Act, SystemSpec};

pub(super) fn team(top: &Table<'_>, scenario: &Scenario) -> TeamScript {
    let refs = Refs::of(scenario);
    let steps = top.tables("do", limits::TEAM_STEPS, "a step");
    if steps.is_empty() {
        top.missing("do", "a list: begin each with [[do]]");
    }
    TeamScript {
        title: top.need_text("title", limits::TITLE, "A good night").value,
        summary: top
            .need_text(
                "summary",
                limits::TEXT,
                "What it does and what comes of it.",
            )
            .value,
        people: people(top, &refs),
        steps: steps
            .iter()
            .filter_map(|table| step(table, scenario, &refs))
            .collect(),
        ends_ms: top.ms("ends").map(|ms| ms.value),
    }
}

fn people(top: &Table<'_>, refs: &Refs) -> BTreeMap<String, String> {
    let mut people = BTreeMap::new();
    if let Some(table) = top.table("people", "people") {
        for (role, name) in table.pairs(limits::TITLE) {
            table
                .doc
                .refers(&role, "role", refs.roles.iter().map(String::as_str));
            people.insert(role.value, name.value);
        }
    }
    people
}

fn step(table: &Table<'_>, scenario: &Scenario, refs: &Refs) -> Option<TeamStep> {
    let when = inject::trigger(table, &scenario.system, refs, false);
    let role = table.need_text("role", limits::ID, "on-call");
    table
        .doc
        .refers(&role, "role", refs.roles.iter().map(String::as_str));
    let act: Option<At<DeedKind>> = table.need_choice("act", "look");
    let Some(act) = act else {
        table.hush();
        return None;
    };
    let deed = Steps {
        table,
        system: &scenario.system,
        roles: &scenario.roles,
        refs,
    }
    .deed(act.value, &role);
    Some(TeamStep {
        when: when?,
        role: role.value,
        deed: deed?,
    })
}

struct Steps<'a, 'd> {
    table: &'a Table<'d>,
    system: &'a SystemSpec,
    roles: &'a [Role],
    refs: &'a Refs,
}

/// Reads an act on a system without a scenario, as steps write it.
pub(super) fn act(table: &Table<'_>, system: &SystemSpec) -> Option<Act> {
    let act: Option<At<DeedKind>> = table.need_choice("act", "roll-back");
    let Some(act) = act else {
        table.hush();
        return None;
    };
    let (refs, nobody) = (
        Refs::default(),
        &Text {
            value: String::new(),
            span: 0..0,
        },
    );
    let steps = Steps {
        table,
        system,
        roles: &[],
        refs: &refs,
    };
    match steps.deed(act.value, nobody) {
        Some(Deed::System { act }) => Some(act),
        Some(_) => {
            let help = "e.g. `{ act = \"roll-back\", on = \"api\" }`";
            table
                .doc
                .error(&act.span, "this is no act on the system", help);
            None
        }
        None => None,
    }
}

impl Steps<'_, '_> {
    fn deed(&self, act: DeedKind, role: &Text) -> Option<Deed> {
        let table = self.table;
        Some(match act {
            DeedKind::Look => Deed::Look {
                page: table.need_choice::<Page>("page", "logs")?.value,
                on: self.may_be_on(act),
                query: table.text("query", limits::TITLE).map(|query| query.value),
            },
            DeedKind::Acknowledge => Deed::Acknowledge {
                alert: self.on(act, "on")?,
            },
            DeedKind::Hypothesis => Deed::Hypothesis {
                text: self.text("text"),
            },
            DeedKind::Judge => Deed::Judge {
                hypothesis: table.need_whole("hypothesis", 1..=1000),
                verdict: table.need_choice("verdict", "confirmed")?.value,
                evidence: self.text("evidence"),
            },
            DeedKind::Severity => Deed::Severity {
                level: u8::try_from(table.need_whole("level", 1..=5)).ok()?,
            },
            DeedKind::State => Deed::State {
                state: table.need_choice("state", "mitigating")?.value,
            },
            DeedKind::StatusUpdate => Deed::StatusUpdate {
                impact: table
                    .text("impact", limits::TEXT)
                    .map_or_else(String::new, |t| t.value),
                doing: table
                    .text("doing", limits::TEXT)
                    .map_or_else(String::new, |t| t.value),
                next_in_min: table.ms("next_in").map(|ms| ms.value.div_ceil(60_000)),
            },
            DeedKind::Notice => Deed::Notice {
                text: self.text("text"),
            },
            DeedKind::Say => Deed::Say {
                to: self.on(act, "to")?,
                text: self.text("text"),
                answers: table.whole("answers", 1..=100_000),
            },
            DeedKind::Decision => Deed::Decision {
                text: self.text("text"),
            },
            DeedKind::Note => Deed::Note {
                text: self.text("text"),
                mark: table.choice("mark").map(|mark| mark.value),
            },
            DeedKind::Tick => self.tick(role)?,
            DeedKind::Pin => Deed::Pin {
                page: table.need_choice::<Page>("page", "logs")?.value,
                on: self.may_be_on(act),
                what: self.text("text"),
                hypothesis: table.whole("hypothesis", 1..=1000),
                against: table.truth("against", false),
            },
            DeedKind::Ask => Deed::Ask {
                question: self.text("text"),
            },
            DeedKind::Verify => Deed::Verify {
                question: table.need_whole("question", 1..=1000),
                holds: table.truth("holds", true),
                evidence: self.text("evidence"),
            },
            _ => Deed::System {
                act: self.act(act)?,
            },
        })
    }

    fn act(&self, act: DeedKind) -> Option<Act> {
        let table = self.table;
        Some(match act {
            DeedKind::RollBack => self.roll_back(act)?,
            DeedKind::Deploy => self.deploy(act)?,
            DeedKind::Restart => Act::Restart {
                on: self.on(act, "on")?,
            },
            DeedKind::Scale => Act::Scale {
                on: self.on(act, "on")?,
                to: table.need_whole("to", 1..=limits::REPLICAS),
            },
            DeedKind::SetConfig => Act::SetConfig {
                key: self.on(act, "key")?,
                value: table.need_number("value", -1e9..=1e9),
            },
            DeedKind::Flag => Act::Flag {
                flag: self.on(act, "on")?,
                on: self.turn(["on", "off"], None)?,
            },
            DeedKind::Breaker => Act::Breaker {
                edge: self.on(act, "on")?,
                open: self.turn(["open", "closed"], None)?,
            },
            DeedKind::Fallback => Act::Fallback {
                edge: self.on(act, "on")?,
                on: self.turn(["on", "off"], Some(true))?,
            },
            DeedKind::Disable => Act::Disable {
                on: self.on(act, "on")?,
                off: self.turn(["off", "on"], Some(true))?,
            },
            DeedKind::RestartWorkers => Act::RestartWorkers {
                on: self.on(act, "on")?,
            },
            DeedKind::RetryTasks => Act::RetryTasks {
                queue: self.on(act, "on")?,
            },
            DeedKind::PurgeQueue => Act::PurgeQueue {
                queue: self.on(act, "on")?,
            },
            DeedKind::KillConnections => Act::KillConnections {
                database: self.on(act, "on")?,
            },
            DeedKind::KillQueries => Act::KillQueries {
                database: self.on(act, "on")?,
            },
            DeedKind::FailOver => Act::FailOver {
                database: self.on(act, "on")?,
            },
            DeedKind::MoveTasks => Act::MoveTasks {
                queue: self.on(act, "on")?,
                to: self.on(act, "to")?,
            },
            DeedKind::FlushCache => Act::FlushCache {
                cache: self.on(act, "on")?,
            },
            DeedKind::WarmCache => Act::WarmCache {
                cache: self.on(act, "on")?,
            },
            DeedKind::RenewCertificate => Act::RenewCertificate {
                on: self.on(act, "on")?,
            },
            DeedKind::SetAlert => Act::SetAlert {
                alert: self.on(act, "on")?,
                when: self.text("rule"),
                for_s: table.seconds("for", 60),
            },
            DeedKind::FreeDisk => Act::FreeDisk {
                on: self.on(act, "on")?,
            },
            DeedKind::HealthCheck => Act::HealthCheck {
                on: self.on(act, "on")?,
            },
            DeedKind::ShedTraffic => Act::ShedTraffic {
                keep: table.need_number("keep", 0.0..=1.0),
            },
            DeedKind::PipelineCheck => Act::PipelineCheck,
            _ => Act::SmokeTest,
        })
    }

    fn roll_back(&self, act: DeedKind) -> Option<Act> {
        let on = self.on(act, "on")?;
        let to = self.table.text("to", limits::ID);
        if let Some(to) = &to {
            self.check_version(&on, to);
        }
        Some(Act::RollBack {
            on,
            to: to.map(|to| to.value),
        })
    }

    fn deploy(&self, act: DeedKind) -> Option<Act> {
        let on = self.on(act, "on")?;
        let to = self.table.need_text("to", limits::ID, "v215");
        self.check_version(&on, &to);
        Some(Act::Deploy {
            on,
            to: to.value,
            skip_migration: self.table.truth("skip_migration", false),
        })
    }

    fn check_version(&self, on: &str, version: &Text) {
        let all = names::versions(self.system);
        let versions = all
            .iter()
            .find(|(id, _)| *id == on)
            .map_or(&[][..], |(_, v)| *v);
        let known = versions.iter().map(|version| version.id.as_str());
        let kind = format!("version of {on}");
        self.table.doc.refers(version, &kind, known);
    }

    /// What the deed is on, checked.
    fn on(&self, act: DeedKind, key: &str) -> Option<String> {
        let on = self.table.need_text(key, limits::TITLE, "…");
        let is_there = pattern::check_on(self.table, act, &on, self.system, self.refs);
        if !is_there {
            self.table.hush();
        }
        is_there.then_some(on.value)
    }

    fn may_be_on(&self, act: DeedKind) -> Option<String> {
        self.table.has("on").then(|| self.on(act, "on")).flatten()
    }

    fn text(&self, key: &str) -> String {
        self.table.need_text(key, limits::TEXT, "…").value
    }

    /// `turn = "off"`: whether it is the first of the two words.
    fn turn(&self, words: [&str; 2], default: Option<bool>) -> Option<bool> {
        let Some(turn) = self.table.text("turn", limits::ID) else {
            if default.is_none() {
                self.table.missing("turn", &format!("\"{}\"", words[1]));
            }
            return default;
        };
        let is_known = self.table.doc.refers(&turn, "way to turn it", words);
        is_known.then(|| turn.value == words[0])
    }

    /// `item = 2`: a line of the role's checklist, counted from 1 as people do.
    fn tick(&self, role: &Text) -> Option<Deed> {
        let item = self.table.need_whole("item", 1..=1000);
        let role = self.roles.iter().find(|known| known.id == role.value)?;
        if item as usize > role.checklist.len() {
            let message = format!(
                "the checklist of {} has {} lines",
                role.id,
                role.checklist.len()
            );
            self.table
                .doc
                .error(&self.table.place("item"), message, "lines count from 1");
        }
        Some(Deed::Tick {
            item: item.saturating_sub(1),
        })
    }
}
