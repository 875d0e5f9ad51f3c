//! The system as it runs, and beside it, for each act, how it would have run without that act.
//! All that changes the system goes through here, so that no shadow misses any of it.

use world::{Act, Fault, Happening, What, World};

use crate::effect::{Effect, Futures, Stretch, compare};

/// After an act is complete it is compared for so long, milliseconds: pools that were emptied
/// by a restart need three minutes to run dry again, and many acts look harmless for two.
pub const SETTLE_MS: i64 = 300_000;
/// An act that was complete for less than this when its comparison had to end is not judged,
/// milliseconds.
pub const LEAST_MS: i64 = 60_000;
/// Acts compared at once; each takes two systems of some 8 MB. A further one ends the oldest,
/// which is judged by what it has.
pub const SHADOWS_MAX: usize = 8;

/// The system and its shadows.
#[derive(Clone)]
pub struct Worlds {
    real: World,
    /// Oldest first.
    shadows: Vec<Shadow>,
    /// Comparisons that are over and have not been taken.
    measured: Vec<(u32, Effect)>,
    /// What was simulated so far, in all of them: [`World::events`].
    work: u64,
}

/// The system without one act, twice.
#[derive(Clone)]
struct Shadow {
    /// The act it never saw.
    without: u32,
    world: World,
    /// With other luck: what differs between these two is chance.
    other: World,
    began_ms: i64,
    /// When the act was complete in the real world.
    done_ms: Option<i64>,
}

impl Shadow {
    fn new(without: u32, world: World) -> Self {
        let mut other = world.clone();
        other.change_luck();
        Self {
            without,
            began_ms: world.now_ms(),
            world,
            other,
            done_ms: None,
        }
    }

    fn both(&mut self) -> impl Iterator<Item = &mut World> {
        [&mut self.world, &mut self.other].into_iter()
    }

    fn effect(&self, real: &World, ends_ms: i64, early: bool) -> Effect {
        let futures = Futures {
            with: real,
            without: &self.world,
            chance: &self.other,
        };
        compare(futures, Stretch::new(self.began_ms, ends_ms, early))
    }

    /// When the comparison is over.
    fn ends_ms(&self) -> Option<i64> {
        Some(self.done_ms? + SETTLE_MS)
    }
}

impl Worlds {
    /// A system without shadows.
    pub fn new(real: World) -> Self {
        Self {
            real,
            shadows: Vec::new(),
            measured: Vec::new(),
            work: 0,
        }
    }

    /// What was simulated since it was made, of the real system and of all shadows.
    pub fn work(&self) -> u64 {
        self.work
    }

    /// What really happens.
    pub fn real(&self) -> &World {
        &self.real
    }

    /// A fault strikes, here and there. One that decide has checked cannot be refused by the
    /// world it was checked on; a shadow that refuses it goes on without.
    pub fn start_fault(&mut self, id: u32, fault: &Fault) {
        for world in self.all() {
            let _ = world.start_fault(id, fault);
        }
    }

    /// A fault is taken back.
    pub fn stop_fault(&mut self, id: u32) {
        for world in self.all() {
            let _ = world.stop_fault(id);
        }
    }

    /// An act begins. When it is to be `judged`, its shadow begins too. A shadow that lacks
    /// what this act needs refuses it, and it is not done there.
    pub fn act(&mut self, number: u32, act: &Act, judged: bool) {
        let before = judged.then(|| self.real.clone());
        if self.real.act(number, act).is_err() {
            return;
        }
        for world in self.shadows.iter_mut().flat_map(Shadow::both) {
            let _ = world.act(number, act);
        }
        let Some(world) = before else {
            return;
        };
        if self.shadows.len() >= SHADOWS_MAX {
            let oldest = self.shadows.remove(0);
            self.cut(&oldest);
        }
        self.shadows.push(Shadow::new(number, world));
    }

    /// Time passes. Returns what really happened.
    pub fn advance(&mut self, to_ms: i64) -> Vec<Happening> {
        let before = self.real.events();
        let happened = self.real.advance(to_ms);
        self.work += self.real.events() - before;
        for happening in &happened {
            if let What::ActDone { act, .. } = happening.what
                && let Some(shadow) = self.shadows.iter_mut().find(|s| s.without == act)
            {
                shadow.done_ms = Some(happening.at_ms);
            }
        }
        let (real, measured, work) = (&self.real, &mut self.measured, &mut self.work);
        self.shadows.retain_mut(|shadow| {
            let ends = shadow.ends_ms().unwrap_or(i64::MAX);
            // What happens there is nobody's news.
            for world in shadow.both() {
                let before = world.events();
                world.advance(to_ms.min(ends));
                *work += world.events() - before;
            }
            let over = to_ms >= ends;
            if over {
                measured.push((shadow.without, shadow.effect(real, ends, false)));
            }
            !over
        });
        happened
    }

    /// Nothing more will happen: what is still compared is judged by what there is.
    pub fn end(&mut self) {
        for shadow in std::mem::take(&mut self.shadows) {
            self.cut(&shadow);
        }
    }

    /// Comparisons that have come to an end since the last call: act, effect.
    pub fn take_measured(&mut self) -> Vec<(u32, Effect)> {
        std::mem::take(&mut self.measured)
    }

    fn cut(&mut self, shadow: &Shadow) {
        let ends = self.real.now_ms();
        if shadow.done_ms.is_some_and(|done| ends - done >= LEAST_MS) {
            let effect = shadow.effect(&self.real, ends, true);
            self.measured.push((shadow.without, effect));
        }
    }

    fn all(&mut self) -> impl Iterator<Item = &mut World> {
        let shadows = self.shadows.iter_mut().flat_map(Shadow::both);
        std::iter::once(&mut self.real).chain(shadows)
    }
}
