//! Playing with a system: faults, acts, waiting, reading.

use world::World;

use crate::systems::{start, storefront};

/// A fault of the world outside, at once.
pub fn fault(on: &str, effect: world::Effect, for_ms: Option<u32>) -> world::Fault {
    world::Fault {
        title: format!("{effect:?} on {on}"),
        on: on.into(),
        only: None,
        effect,
        shape: world::Shape::Step,
        for_ms,
        carried_by: world::Carrier::Outside,
    }
}

/// A fault that a version carries.
pub fn carried(fault: world::Fault, component: &str, version: &str) -> world::Fault {
    let carried_by = world::Carrier::Version {
        component: component.into(),
        version: version.into(),
    };
    world::Fault {
        carried_by,
        ..fault
    }
}

/// Left side of an expression over the minute before now.
pub fn last_minute(world: &World, expr: &str) -> f64 {
    let parsed = world::Expr::parse(expr).unwrap();
    let at_s = (world.now_ms() / 1000) as i32;
    world
        .eval(&parsed, at_s, 60)
        .unwrap_or_else(|| panic!("{expr} has no value"))
}

/// Runs on for some seconds.
pub fn go(world: &mut World, seconds: i64) -> Vec<world::Happening> {
    let to = world.now_ms() + seconds * 1000;
    let happenings = world.advance(to);
    world.invariants().unwrap();
    happenings
}

/// Does an act, waits until it is done and returns what it said.
pub fn done(world: &mut World, id: u32, act: &world::Act) -> (bool, String) {
    let estimate = world.act(id, act).unwrap();
    let happenings = go(world, i64::from(estimate.takes_ms) / 1000 + 1);
    let said = happenings
        .into_iter()
        .find_map(|happening| match happening.what {
            world::What::ActDone { act, ok, says } if act == id => Some((ok, says)),
            _ => None,
        });
    said.unwrap_or_else(|| panic!("{act:?} takes longer than {} ms", estimate.takes_ms))
}

/// The storefront at STARTEX, with a third of the real traffic so that tests are quick.
pub fn open_shop() -> World {
    let mut world = start(&storefront(20.0), 42);
    world.advance(0);
    world
}
