//! Views as the bytes that are sent: written once, however many desks read them.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use live::{Desks, Handle};
use serde::Serialize;
use tokio::sync::watch;
use wire::desk::{DeskView, SeatView};
use wire::parts::{ClockView, PanelView};

/// About how large a seat, a clock and all graphs are.
const SEAT_BYTES: usize = 2_048;
const CLOCK_BYTES: usize = 256;
const GRAPHS_BYTES: usize = 32_768;

/// What desks are sent now.
#[derive(Default)]
pub struct Printed {
    /// What the bytes below are of.
    of: Arc<Desks>,
    /// Seat by number of the desk, with the roles of its view.
    pub seats: Arc<BTreeMap<u32, (Utf8Bytes, String)>>,
    /// Views by roles.
    pub views: BTreeMap<String, View>,
}

/// A view as it is sent to whoever has it, and to whoever has not.
#[derive(Clone)]
pub struct View {
    /// All of it. The same bytes as long as nothing has changed but the time.
    pub whole: Utf8Bytes,
    /// It has the time of now.
    pub fresh: bool,
    /// The time alone.
    pub clock: Utf8Bytes,
}

/// [`wire::DeskPush`], borrowed: what is printed need not be copied first.
#[derive(Serialize)]
#[serde(tag = "push", rename_all = "snake_case")]
enum Push<'a> {
    Seat { seat: &'a SeatView },
    Desk { view: &'a DeskView },
    Clock { clock: &'a ClockView },
    Graphs { panels: &'a [PanelView] },
}

#[derive(Serialize)]
struct Said<'a> {
    push: Push<'a>,
}

/// `about`: the size that is expected, bytes.
fn written(push: Push<'_>, about: usize) -> Utf8Bytes {
    let mut bytes = Vec::with_capacity(about);
    // Our own types can always be written.
    let _ = serde_json::to_writer(&mut bytes, &Said { push });
    Utf8Bytes::try_from(bytes).unwrap_or_default()
}

fn print(desks: &Arc<Desks>, before: &Printed) -> Printed {
    let seats = if Arc::ptr_eq(&desks.seats, &before.of.seats) {
        Arc::clone(&before.seats)
    } else {
        let seats = desks.seats.iter().map(|(desk, seat)| {
            let bytes = written(Push::Seat { seat: &seat.view }, SEAT_BYTES);
            (*desk, (bytes, seat.roles.clone()))
        });
        Arc::new(seats.collect())
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
    let known = before.of.views.get(roles).zip(before.views.get(roles));
    let same = known.filter(|(then, _)| view.differs_in_time_only(then));
    let whole = match same {
        Some((_, sent)) => sent.whole.clone(),
        None => {
            // As large as the last one, and a little more has happened since.
            let last = known.map_or(0, |(_, sent)| sent.whole.len());
            written(Push::Desk { view }, last + last / 8)
        }
    };
    View {
        whole,
        fresh: same.is_none(),
        clock: written(Push::Clock { clock: &view.clock }, CLOCK_BYTES),
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

fn graph(panels: &[PanelView]) -> Utf8Bytes {
    written(Push::Graphs { panels }, GRAPHS_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::DeskPush;
    use wire::parts::ClockState;

    #[test]
    fn what_is_borrowed_is_written_as_what_is_owned() {
        let clock = ClockView {
            state: ClockState::Running,
            at_ms: 1_000,
            clock: "03:00:01".to_owned(),
            speed: 1.0,
            paused_ms: 0,
            starts_s: 10_800,
            length_ms: 60_000,
            started: true,
        };
        let seat = SeatView {
            person: "Ada".to_owned(),
            roles: Vec::new(),
            offers: Vec::new(),
            title: "A night".to_owned(),
            briefing: "…".to_owned(),
            answered: false,
        };
        let owned = |push: DeskPush| serde_json::json!({ "push": push });
        let borrowed = |push: Push<'_>| -> serde_json::Value {
            serde_json::from_str(&written(push, 0)).unwrap()
        };
        assert_eq!(
            borrowed(Push::Clock { clock: &clock }),
            owned(DeskPush::Clock {
                clock: clock.clone()
            })
        );
        assert_eq!(
            borrowed(Push::Seat { seat: &seat }),
            owned(DeskPush::Seat {
                seat: Box::new(seat.clone())
            })
        );
        assert_eq!(
            borrowed(Push::Graphs { panels: &[] }),
            owned(DeskPush::Graphs { panels: Vec::new() })
        );
    }
}
