//! Views as the bytes that are sent: written once, however many desks read them.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use live::{Desks, Handle, Seat};
use serde::Serialize;
use tokio::sync::watch;
use wire::DeskPush;

/// About how large a seat and all graphs are.
const SEAT_BYTES: usize = 2_048;
const GRAPHS_BYTES: usize = 32_768;

/// What desks are sent now.
#[derive(Default)]
pub struct Printed {
    /// The seats that the bytes below are of.
    seats_of: Arc<BTreeMap<u32, Seat>>,
    /// Seat by number of the desk, with the roles of its view.
    pub seats: Arc<BTreeMap<u32, (Utf8Bytes, String)>>,
    /// Views by roles.
    pub views: BTreeMap<String, Utf8Bytes>,
}

#[derive(Serialize)]
struct Said<'a> {
    push: &'a DeskPush,
}

/// `about`: the size that is expected, bytes.
fn written(push: &DeskPush, about: usize) -> Utf8Bytes {
    let mut bytes = Vec::with_capacity(about);
    // Our own types can always be written.
    let _ = serde_json::to_writer(&mut bytes, &Said { push });
    Utf8Bytes::try_from(bytes).unwrap_or_default()
}

fn print(desks: &Desks, before: &Printed) -> Printed {
    let same = Arc::ptr_eq(&desks.seats, &before.seats_of);
    let seats = if same {
        Arc::clone(&before.seats)
    } else {
        let seats = desks.seats.iter().map(|(desk, seat)| {
            let push = DeskPush::Seat {
                seat: Box::new(seat.view.clone()),
            };
            (*desk, (written(&push, SEAT_BYTES), seat.roles.clone()))
        });
        Arc::new(seats.collect())
    };
    let views = desks.views.iter().map(|(roles, view)| {
        let push = DeskPush::Desk {
            view: Box::new(view.clone()),
        };
        // As large as the last one, and a little more has happened since.
        let last = before.views.get(roles).map_or(0, |view| view.len());
        (roles.clone(), written(&push, last + last / 8))
    });
    Printed {
        seats_of: Arc::clone(&desks.seats),
        seats,
        views: views.collect(),
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
    let panels = panels.to_vec();
    written(&DeskPush::Graphs { panels }, GRAPHS_BYTES)
}
