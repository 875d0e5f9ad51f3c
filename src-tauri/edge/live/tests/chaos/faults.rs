//! Faults by lot: every effect there is, on what may or may not bear it.

use world::{Carrier, Effect, Fault, Shape};

use crate::dice::Dice;
use crate::names::Names;

kinds!(EffectKind of Effect {
    PoolLeak, Down, Slow, Errors, Hang, Surge, Garbage, Misconfigured, NPlusOne, Lock, ReplicaLag,
    FailOver, CacheLoss, MemoryLeak, Poison, Misrouted, Delay, Loss, Certificate, NoAddress,
    DiskFill, Blind, Late,
});

/// A fault, which the system may refuse.
pub fn fault(dice: &mut Dice, names: &Names) -> Fault {
    let effect = effect(dice, names);
    let on = on(dice, names, &effect);
    let carried_by = match dice.below(6) {
        0 if !names.versions.is_empty() => {
            let (component, version) = dice.pick(&names.versions).clone();
            Carrier::Version { component, version }
        }
        1 => Carrier::Process,
        2 => Carrier::Config {
            key: dice.pick(&names.keys).0.clone(),
        },
        3 => Carrier::Data,
        4 => Carrier::Outside,
        _ => effect.usual_carrier(),
    };
    let shape = match dice.below(4) {
        0 => Shape::Ramp {
            over_ms: dice.between(1, 120_000) as u32,
        },
        1 => {
            let every_ms = dice.between(2, 30_000) as u32;
            let on_ms = every_ms / 2;
            Shape::Pulse { every_ms, on_ms }
        }
        _ => Shape::Step,
    };
    Fault {
        title: (*dice.pick(&["Something breaks", "", "v214 leaks"])).to_owned(),
        on,
        only: (!names.endpoints.is_empty() && dice.one_in(6)).then(|| dice.name(&names.endpoints)),
        effect,
        shape,
        for_ms: dice.maybe(|dice| dice.between(0, 240_000) as u32),
        carried_by,
    }
}

/// Where such a fault can mostly be.
fn on(dice: &mut Dice, names: &Names, effect: &Effect) -> String {
    if dice.one_in(4) {
        return names.anything(dice);
    }
    match EffectKind::of(effect) {
        EffectKind::PoolLeak => dice.name(&names.pools),
        EffectKind::Misconfigured => dice.pick(&names.keys).0.clone(),
        EffectKind::Delay | EffectKind::Loss | EffectKind::NoAddress => dice.name(&names.edges),
        EffectKind::Surge => "traffic".to_owned(),
        EffectKind::Late => "telemetry".to_owned(),
        _ => dice.name(&names.components),
    }
}

fn effect(dice: &mut Dice, names: &Names) -> Effect {
    let share = dice.share();
    let some = *dice.pick(&[0.0, 0.5, 1.5, 3.0, 10.0, 50.0, 1e9, -1.0]);
    match *dice.pick(EffectKind::ALL) {
        EffectKind::PoolLeak => Effect::PoolLeak { rate: share / 20.0 },
        EffectKind::Down => Effect::Down,
        EffectKind::Slow => Effect::Slow { factor: some },
        EffectKind::Errors => Effect::Errors { ratio: share },
        EffectKind::Hang => Effect::Hang { ratio: share },
        // Thrice the traffic is enough to fall over, and is simulated in thrice the time.
        EffectKind::Surge => Effect::Surge {
            factor: 3.0 * share,
        },
        EffectKind::Garbage => Effect::Garbage { ratio: share },
        EffectKind::Misconfigured => Effect::Misconfigured {
            value: value(dice, names),
        },
        EffectKind::NPlusOne => Effect::NPlusOne {
            queries: 1.0 + 10.0 * share,
        },
        EffectKind::Lock => Effect::Lock,
        EffectKind::ReplicaLag => Effect::ReplicaLag { ratio: share },
        EffectKind::FailOver => Effect::FailOver,
        EffectKind::CacheLoss => Effect::CacheLoss { share },
        EffectKind::MemoryLeak => Effect::MemoryLeak { mb: some },
        EffectKind::Poison => Effect::Poison { ratio: share },
        EffectKind::Misrouted => Effect::Misrouted {
            to: dice.name(&names.components),
        },
        EffectKind::Delay => Effect::Delay { ms: 20.0 * some },
        EffectKind::Loss => Effect::Loss { ratio: share },
        EffectKind::Certificate => Effect::Certificate,
        EffectKind::NoAddress => Effect::NoAddress,
        EffectKind::DiskFill => Effect::DiskFill { mb_per_s: some },
        EffectKind::Blind => Effect::Blind,
        EffectKind::Late => Effect::Late { seconds: some },
    }
}

/// A value of a key: at its ends, as it is, or out of bounds.
pub fn value(dice: &mut Dice, names: &Names) -> f64 {
    let (_, now, least, most) = dice.pick(&names.keys);
    *dice.pick(&[*now, *least, *most, now / 2.0, now * 2.0, 0.0, 1.0, -1.0])
}
