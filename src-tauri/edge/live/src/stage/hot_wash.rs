//! The hot wash: where it stands, and that it plays.

use std::sync::Arc;
use std::time::Instant;

use drill::{Refusal, SPEED_MAX, writing};
use wire::Reply;
use wire::view::Wash;

use super::Stage;

impl Stage {
    /// Opens the hot wash on the room screen, at the beginning, or closes it.
    pub(super) fn open_wash(&mut self, open: bool) -> Result<Reply, Refusal> {
        let closed = self.around.wash.is_none();
        let drill = &self.on()?.drill;
        if !open {
            self.around.wash = None;
        } else if drill.state().ended_ms.is_none() {
            return Err(Refusal::new(
                "not-ended",
                "The drill has not ended.",
                "End it first: ENDEX. Then the room can look back at it.",
            ));
        } else if closed {
            let (told, shown) = (
                wire::view::story(drill, true),
                wire::view::story(drill, drill.state().writing.revealed),
            );
            let knows = (
                writing::recorded(drill.events()),
                drill.state().writing.revealed,
            );
            self.around.wash = Some(Wash {
                at_ms: 0,
                speed: 0.0,
                revealed: knows.1,
                told: Arc::new(told),
                shown: Arc::new(shown),
            });
            self.washed = (Instant::now(), knows);
        }
        self.show();
        Ok(Reply::Done)
    }

    /// Moves it, and lets it play or stand.
    pub(super) fn move_wash(&mut self, at_ms: i32, speed: f64) -> Result<Reply, Refusal> {
        if speed != 0.0 && !(1.0..=SPEED_MAX).contains(&speed) {
            return Err(Refusal::new(
                "speed",
                format!("A speed of {speed} is not possible here."),
                "Take one from 1 to 60, or 0 to let it stand.",
            ));
        }
        let Some(wash) = &mut self.around.wash else {
            return Err(Refusal::new(
                "no-hot-wash",
                "The hot wash is not open.",
                "Open it first.",
            ));
        };
        wash.at_ms = at_ms.clamp(wash.told.from_ms, wash.told.to_ms);
        wash.speed = speed;
        self.washed.0 = Instant::now();
        self.show();
        Ok(Reply::Done)
    }

    /// Whether it plays.
    pub(super) fn washing(&self) -> bool {
        self.around.wash.as_ref().is_some_and(|w| w.speed > 0.0)
    }

    /// Brings it up to now.
    pub(super) fn wash(&mut self) {
        let (Some(wash), Some(on)) = (&mut self.around.wash, &self.on) else {
            return;
        };
        if wash.speed > 0.0 {
            let now = Instant::now();
            let passed = now.duration_since(self.washed.0).as_secs_f64() * wash.speed * 1_000.0;
            self.washed.0 = now;
            wash.at_ms = wash.at_ms.saturating_add(passed as i32);
            if wash.at_ms >= wash.told.to_ms {
                wash.at_ms = wash.told.to_ms;
                wash.speed = 0.0;
            }
        }
        let revealed = on.drill.state().writing.revealed;
        let knows = (writing::recorded(on.drill.events()), revealed);
        if knows != self.washed.1 {
            self.washed.1 = knows;
            wash.revealed = revealed;
            wash.told = Arc::new(wire::view::story(&on.drill, true));
            wash.shown = Arc::new(wire::view::story(&on.drill, revealed));
        }
    }
}
