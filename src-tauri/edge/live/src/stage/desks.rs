//! What desks see and do.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use drill::Refusal;
use scenario::{Deed, Page};
use wire::desk::{DeskCall, DeskReply};
use world::traces::TraceFilter;

use super::{Desks, GRAPH_STEP_MS, GRAPHS_EVERY, Graphs, Stage, wall_ms};

impl Stage {
    /// Views for every set of roles that somebody holds, and whose seat has which.
    pub(super) fn desk_views(&self) -> Desks {
        let Some(on) = &self.on else {
            return Desks::default();
        };
        let drill = &on.drill;
        let mut views = BTreeMap::new();
        let mut seats = BTreeMap::new();
        for desk in &drill.state().desks {
            let Some(seat) = wire::view::seat(drill, &desk.person) else {
                continue;
            };
            let key = wire::view::roles_key(drill, &desk.person);
            if !views.contains_key(&key) {
                let roles: Vec<&str> = key.split_whitespace().collect();
                views.insert(key.clone(), wire::view::desk(drill, &roles));
            }
            seats.insert(desk.desk, (seat, key));
        }
        Desks {
            drill: Some(on.id.clone()),
            seats,
            views,
        }
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

    pub(super) fn join(&mut self, name: &str) -> Result<(String, u32), Refusal> {
        let on = self.on()?;
        let desk = on.drill.join(name, wall_ms())?;
        let drill = on.id.clone();
        self.stale = true;
        Ok((drill, desk))
    }

    pub(super) fn present(&mut self, desk: u32, here: bool) {
        let count = self.around.connected.entry(desk).or_default();
        *count = if here {
            *count + 1
        } else {
            count.saturating_sub(1)
        };
        self.stale = true;
    }

    /// A call of whoever sits at a desk. What it makes true is not on disk yet.
    pub(super) fn desk(&mut self, desk: u32, call: DeskCall) -> DeskReply {
        self.person(desk)
            .and_then(|person| self.desk_done(&person, call))
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
                self.do_at(person, &role, &deed)?;
                Ok(DeskReply::Done)
            }
            DeskCall::Estimate { act } => {
                let estimated = self.on()?.drill.world().estimate(&act);
                let estimate =
                    estimated.map_err(|no| Refusal::new(no.code, no.message, no.hint))?;
                Ok(DeskReply::Estimate { estimate })
            }
            DeskCall::Logs {
                role,
                query,
                from_ms,
                to_ms,
                before,
                limit,
            } => {
                let drill = &self.on()?.drill;
                let page = wire::view::logs(drill, &query, from_ms, to_ms, before, limit)?;
                if before.is_none() {
                    self.look(person, &role, Page::Logs, None, words(&query))?;
                }
                Ok(DeskReply::Logs { page })
            }
            DeskCall::Traces {
                role,
                filter,
                from_ms,
                to_ms,
                before,
                limit,
            } => {
                let drill = &self.on()?.drill;
                let newest = before.is_none();
                let before = before.as_deref();
                let page = wire::view::traces(drill, &filter, from_ms, to_ms, before, limit)?;
                if newest {
                    let query = words(&sought(&filter));
                    self.look(person, &role, Page::Traces, filter.component, query)?;
                }
                Ok(DeskReply::Traces { page })
            }
            DeskCall::Trace { role, req } => {
                let trace = wire::view::trace(&self.on()?.drill, &req)?;
                let query = Some(format!("req:{req}"));
                self.look(person, &role, Page::Traces, None, query)?;
                Ok(DeskReply::Trace { trace })
            }
            DeskCall::Page { role, page, on } => {
                self.look(person, &role, page, on.clone(), None)?;
                let drill = &self.on()?.drill;
                let page = Box::new(wire::view::page(drill, page, on.as_deref()));
                Ok(DeskReply::Page { page })
            }
            DeskCall::Vocabulary => {
                let vocabulary = Box::new(wire::view::desk_vocabulary(&self.on()?.drill));
                Ok(DeskReply::Vocabulary { vocabulary })
            }
            // Whoever holds the socket knows what it sends.
            DeskCall::Watch { .. } => Ok(DeskReply::Done),
        }
    }

    fn do_at(&mut self, person: &str, role: &str, deed: &Deed) -> Result<(), Refusal> {
        let happened = self.on()?.drill.at_desk(person, role, deed, wall_ms())?;
        let happened = !happened.is_empty();
        self.stale |= happened;
        Ok(())
    }

    /// A look is recorded before what it shows is sent.
    fn look(
        &mut self,
        person: &str,
        role: &str,
        page: Page,
        on: Option<String>,
        query: Option<String>,
    ) -> Result<(), Refusal> {
        self.do_at(person, role, &Deed::Look { page, on, query })
    }
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
