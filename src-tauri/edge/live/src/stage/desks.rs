//! What desks see and do.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use drill::writing::Survey;
use drill::{Drill, Fact, Refusal};
use journal::Key;
use scenario::{Deed, Page};
use wire::desk::{DeskCall, DeskReply};
use world::traces::TraceFilter;

use super::{Desks, GRAPH_STEP_MS, GRAPHS_EVERY, Graphs, Seat, Stage, wall_ms};

/// Lines about who was turned away that are kept. Older ones are forgotten.
const TURNED_AWAY: usize = 30;

impl Stage {
    /// Views for every set of roles that somebody holds, and whose seat has which.
    pub(super) fn desk_views(&mut self) -> Desks {
        self.seat();
        let Some(on) = &self.on else {
            return Desks::default();
        };
        let seats = Arc::clone(&on.seats.1);
        let mut views = BTreeMap::new();
        for seat in seats.values() {
            if !views.contains_key(&seat.roles) {
                let roles: Vec<&str> = seat.roles.split_whitespace().collect();
                views.insert(
                    seat.roles.clone(),
                    wire::view::desk(&on.drill, &roles, on.unsaved.is_some()),
                );
            }
        }
        Desks {
            drill: Some(on.id.clone()),
            seats,
            views,
        }
    }

    /// Seats anew, if somebody came, went or changed roles. A key is thrown away with its desk.
    fn seat(&mut self) {
        let Some(on) = &mut self.on else { return };
        let state = on.drill.state();
        let (known, _) = on.seats;
        let new = on.drill.events().iter().skip(known as usize);
        if known > 0 && !new.clone().any(|event| seats(&event.fact)) {
            on.seats.0 = state.seq;
            return;
        }
        let mut all = BTreeMap::new();
        for desk in &state.desks {
            let view = wire::view::seat(
                &on.drill,
                &desk.person,
                self.around.answered.contains(&desk.desk),
            );
            if let (Some(view), Some(key)) = (view, on.keys.get(&desk.desk)) {
                let roles = wire::view::roles_key(&on.drill, &desk.person);
                all.insert(
                    desk.desk,
                    Seat {
                        view,
                        roles,
                        key: *key,
                    },
                );
            }
        }
        let gone = on.keys.keys().filter(|desk| !all.contains_key(desk));
        let gone: Vec<u32> = gone.copied().collect();
        if !gone.is_empty() {
            // At worst they open nothing.
            let _ = self.config.journal.drop_keys(&on.id, &gone);
        }
        on.keys.retain(|desk, _| all.contains_key(desk));
        on.seats = (state.seq, Arc::new(all));
    }

    /// Sends the graphs when they have a new value, no faster than a person reads.
    pub(super) fn graph(&mut self) {
        let (at, step) = self.graphed;
        let Some(on) = &self.on else {
            if step != i64::MIN {
                self.graphed = (Instant::now(), i64::MIN);
                self.graphs.send_replace(Graphs::default());
            }
            return;
        };
        let now = on.drill.now_ms().div_euclid(GRAPH_STEP_MS);
        let nobody = on.drill.state().desks.is_empty();
        if nobody || now == step || at.elapsed() < GRAPHS_EVERY {
            return;
        }
        self.graphed = (Instant::now(), now);
        self.graphs
            .send_replace(Arc::new(wire::view::graphs(&on.drill)));
    }

    pub(super) fn join(&mut self, name: &str, key: Key) -> Result<(), Refusal> {
        let on = self.on()?;
        let desk = on.drill.join(name, wall_ms())?;
        on.keys.insert(desk, key);
        let id = on.id.clone();
        // Without it they join again after the program was started anew, and nothing is lost.
        let _ = self.config.journal.keep_key(&id, desk, &key);
        self.stale = true;
        Ok(())
    }

    pub(super) fn present(&mut self, desk: u32, here: bool) {
        let count = self.around.connected.entry(desk).or_default();
        *count = if here {
            *count + 1
        } else {
            count.saturating_sub(1)
        };
        if *count > 0 {
            self.around.lost.remove(&desk);
        } else if let Some(on) = &self.on {
            self.around.lost.insert(desk, on.drill.now_ms());
        }
        self.stale = true;
    }

    /// Remembers who was turned away at the door, the newest few.
    pub(super) fn turned_away(&mut self, what: String) {
        let all = &mut self.around.turned_away;
        if all.len() >= TURNED_AWAY {
            all.pop_front();
        }
        let clock = chrono::Local::now().format("%H:%M:%S").to_string();
        // What comes again and again is one line, of when it came last.
        all.retain(|(_, known)| *known != what);
        all.push_back((clock, what));
        self.stale = true;
    }

    /// A call of whoever sits at a desk. What it makes true is not on disk yet.
    pub(super) fn desk(&mut self, desk: u32, call: DeskCall) -> DeskReply {
        self.person(desk)
            .and_then(|person| match call {
                DeskCall::Survey { anonymous, survey } => {
                    self.survey(desk, &person, anonymous, &survey)
                }
                call => self.desk_done(&person, call),
            })
            .unwrap_or_else(|refusal| DeskReply::Refused { refusal })
    }

    fn person(&mut self, desk: u32) -> Result<String, Refusal> {
        let person = self.on()?.drill.state().person_at(desk).map(str::to_owned);
        person.ok_or_else(|| {
            Refusal::new(
                "no-desk",
                "You have no desk in this drill any more.",
                "Join again with the code that the facilitator shows.",
            )
        })
    }

    fn desk_done(&mut self, person: &str, call: DeskCall) -> Result<DeskReply, Refusal> {
        match call {
            DeskCall::Take { role } => {
                self.on()?.drill.take(person, &role, wall_ms())?;
                self.stale = true;
                Ok(DeskReply::Done)
            }
            DeskCall::Do { role, deed } => {
                self.do_at(person, &role, &deed, false)?;
                Ok(DeskReply::Done)
            }
            DeskCall::Estimate { role, act } => {
                let drill = &self.on()?.drill;
                drill.may_do(person, &role, &Deed::System { act: act.clone() })?;
                let estimated = drill.world().estimate(&act);
                let estimate =
                    estimated.map_err(|no| Refusal::new(no.code, no.message, no.hint))?;
                Ok(DeskReply::Estimate { estimate })
            }
            DeskCall::Logs {
                role,
                again,
                query,
                from_ms,
                to_ms,
                before,
                limit,
            } => {
                let look = look(Page::Logs, None, words(&query));
                let drill = self.may_look(person, &role, &look)?;
                let page = wire::view::logs(drill, &query, from_ms, to_ms, before, limit)?;
                self.do_at(person, &role, &look, again || before.is_some())?;
                Ok(DeskReply::Logs { page })
            }
            DeskCall::Traces {
                role,
                again,
                filter,
                from_ms,
                to_ms,
                before,
                limit,
            } => {
                let query = words(&sought(&filter));
                let look = look(Page::Traces, filter.component.clone(), query);
                let drill = self.may_look(person, &role, &look)?;
                let last = before.as_deref();
                let page = wire::view::traces(drill, &filter, from_ms, to_ms, last, limit)?;
                self.do_at(person, &role, &look, again || before.is_some())?;
                Ok(DeskReply::Traces { page })
            }
            DeskCall::Trace { role, req } => {
                let look = look(Page::Traces, None, Some(format!("req:{req}")));
                let drill = self.may_look(person, &role, &look)?;
                let trace = wire::view::trace(drill, &req)?;
                self.do_at(person, &role, &look, false)?;
                Ok(DeskReply::Trace { trace })
            }
            DeskCall::Page {
                role,
                again,
                page,
                on,
            } => {
                let look = look(page, on.clone(), None);
                self.do_at(person, &role, &look, again)?;
                let drill = &self.on()?.drill;
                let page = Box::new(wire::view::page(drill, page, on.as_deref()));
                Ok(DeskReply::Page { page })
            }
            DeskCall::Vocabulary => {
                let drill = &self.on()?.drill;
                if drill.state().roles_of(person).is_empty() {
                    return Err(Refusal::new(
                        "no-role",
                        "You have no role yet.",
                        "Take one, or wait for the facilitator.",
                    ));
                }
                let vocabulary = Box::new(wire::view::desk_vocabulary(drill));
                Ok(DeskReply::Vocabulary { vocabulary })
            }
            // Whoever holds the socket knows what it sends; a survey is taken before.
            DeskCall::Watch { .. } | DeskCall::Survey { .. } => Ok(DeskReply::Done),
        }
    }

    /// Takes an answer to the three questions. That a desk has answered is known while the drill is
    /// on the stage, and stands in no record: an answer without a name stays without one.
    fn survey(
        &mut self,
        desk: u32,
        person: &str,
        anonymous: bool,
        survey: &Survey,
    ) -> Result<DeskReply, Refusal> {
        if anonymous && self.around.answered.contains(&desk) {
            return Err(Refusal::new(
                "answered",
                "You have answered already, and an answer without a name cannot be told from others.",
                "Answer with your name, or tell the facilitator.",
            ));
        }
        let drill = &mut self.on()?.drill;
        drill.survey(person, anonymous, survey, wall_ms())?;
        self.around.answered.insert(desk);
        // The seat says so.
        if let Some(on) = &mut self.on {
            on.seats.0 = 0;
        }
        self.stale = true;
        Ok(DeskReply::Done)
    }

    /// Does it; a look is recorded before what it shows is sent.
    fn do_at(&mut self, person: &str, role: &str, deed: &Deed, again: bool) -> Result<(), Refusal> {
        let drill = &mut self.on()?.drill;
        let happened = drill.at_desk(person, role, deed, again, wall_ms())?;
        let happened = !happened.is_empty();
        self.stale |= happened;
        Ok(())
    }

    /// Nobody is shown anything that they may not look at now.
    fn may_look(&mut self, person: &str, role: &str, look: &Deed) -> Result<&Drill, Refusal> {
        let drill = &self.on()?.drill;
        drill.may_do(person, role, look)?;
        Ok(drill)
    }
}

fn look(page: Page, on: Option<String>, query: Option<String>) -> Deed {
    Deed::Look { page, on, query }
}

/// Facts that change who sits where.
fn seats(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Joined { .. }
            | Fact::Left { .. }
            | Fact::Renamed { .. }
            | Fact::Removed { .. }
            | Fact::RoleOpened { .. }
            | Fact::Assigned { .. }
            | Fact::Unassigned { .. }
            | Fact::HandedOver { .. }
    )
}

fn words(query: &str) -> Option<String> {
    let query = query.trim();
    (!query.is_empty()).then(|| query.to_owned())
}

/// What a filter asks for, beside the component.
fn sought(filter: &TraceFilter) -> String {
    let mut parts = Vec::new();
    parts.extend(filter.name.clone());
    if filter.failed {
        parts.push("failed".to_owned());
    }
    if filter.min_ms > 0 {
        parts.push(format!("over {} ms", filter.min_ms));
    }
    parts.extend(filter.req.as_ref().map(|req| format!("req:{req}")));
    parts.join(" ")
}
