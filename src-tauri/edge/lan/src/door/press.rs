//! Views as the bytes that are sent: written once, however many desks read them.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use live::{Desks, Handle};
use serde::Serialize;
use tokio::sync::watch;
use wire::DeskPush;
use wire::desk::DeskView;

/// What desks are sent now.
#[derive(Default)]
pub struct Printed {
    /// What the bytes below are of.
    of: Arc<Desks>,
    /// Seat by number of the desk, with the roles of its view.
    pub seats: BTreeMap<u32, (Utf8Bytes, String)>,
    /// Views by roles.
    pub views: BTreeMap<String, View>,
}

/// A view as it is sent to whoever has it, and to whoever has not.
#[derive(Clone)]
pub struct View {
    /// All of it. The same bytes as long as nothing has changed but the time.
    pub whole: Utf8Bytes,
    /// The time alone.
    pub clock: Utf8Bytes,
}

#[derive(Serialize)]
struct Said<'a> {
    push: &'a DeskPush,
}

fn written(push: &DeskPush) -> Utf8Bytes {
    // Our own types can always be written.
    serde_json::to_string(&Said { push })
        .unwrap_or_default()
        .into()
}

fn print(desks: &Arc<Desks>, before: &Printed) -> Printed {
    let seats = if Arc::ptr_eq(&desks.seats, &before.of.seats) {
        before.seats.clone()
    } else {
        let seats = desks.seats.iter().map(|(desk, seat)| {
            let push = DeskPush::Seat {
                seat: Box::new(seat.view.clone()),
            };
            (*desk, (written(&push), seat.roles.clone()))
        });
        seats.collect()
    };
    let views = desks.views.iter();
    let views = views.map(|(roles, view)| (roles.clone(), view_of(roles, view, before)));
    Printed {
        seats,
        views: views.collect(),
        of: Arc::clone(desks),
    }
}

fn view_of(roles: &str, view: &DeskView, before: &Printed) -> View {
    let clock = view.clock.clone();
    let last = before.of.views.get(roles).zip(before.views.get(roles));
    let same = last.filter(|(known, _)| {
        let then = DeskView {
            clock: known.clock.clone(),
            ..view.clone()
        };
        // A clock that stands, or runs again, is more than the time.
        known.clock.state == clock.state && **known == then
    });
    let whole = match same {
        Some((_, sent)) => sent.whole.clone(),
        None => written(&DeskPush::Desk {
            view: Box::new(view.clone()),
        }),
    };
    View {
        whole,
        clock: written(&DeskPush::Clock { clock }),
    }
}

/// Prints all that comes, until the stage or the last reader is gone.
pub fn run(stage: &Handle) -> (watch::Receiver<Arc<Printed>>, watch::Receiver<Utf8Bytes>) {
    let (mut desks, mut graphs) = (stage.desks(), stage.graphs());
    let first = print(&desks.borrow_and_update(), &Printed::default());
    let (out, printed) = watch::channel(Arc::new(first));
    let (graphs_out, graphs_printed) = watch::channel(graph(&graphs.borrow_and_update()));
    tokio::spawn(async move {
        loop {
            tokio::select! {
                changed = desks.changed() => {
                    if changed.is_err() || out.is_closed() {
                        break;
                    }
                    let before = Arc::clone(&out.borrow());
                    let next = print(&desks.borrow_and_update(), &before);
                    out.send_replace(Arc::new(next));
                }
                changed = graphs.changed() => {
                    if changed.is_err() {
                        break;
                    }
                    let next = graph(&graphs.borrow_and_update());
                    graphs_out.send_replace(next);
                }
            }
        }
    });
    (printed, graphs_printed)
}

fn graph(panels: &live::Graphs) -> Utf8Bytes {
    written(&DeskPush::Graphs {
        panels: panels.to_vec(),
    })
}
