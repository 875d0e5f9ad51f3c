//! Every family of faults: its symptom is measured, its remedy ends it, and what misleads does not.

mod cases;
mod mechanisms;

use cases::{databases, deploys, outside, work};

use crate::full::full;
use crate::play::{carried, fault, go};
use crate::systems::start;
use world::{Act, Carrier, Effect, Expr, Fault, SystemSpec, World, families};

/// A family, played.
struct Case {
    name: &'static str,
    change: fn(&mut SystemSpec),
    fault: Fault,
    /// Holds while users or those on call feel it.
    symptom: &'static str,
    /// So long until it is felt, seconds.
    builds_s: i64,
    wrong: Vec<Act>,
    wrong_s: i64,
    right: Vec<Act>,
    right_s: i64,
    /// The world outside mends itself together with the remedy.
    ends: bool,
}

impl Case {
    fn new(name: &'static str, fault: Fault, symptom: &'static str, builds_s: i64) -> Self {
        Self {
            name,
            change: |_| {},
            fault,
            symptom,
            builds_s,
            wrong: Vec::new(),
            wrong_s: 120,
            right: Vec::new(),
            right_s: 180,
            ends: false,
        }
    }

    fn wrong(mut self, acts: &[Act], then_s: i64) -> Self {
        (self.wrong, self.wrong_s) = (acts.to_vec(), then_s);
        self
    }

    fn right(mut self, acts: &[Act], then_s: i64) -> Self {
        (self.right, self.right_s) = (acts.to_vec(), then_s);
        self
    }

    fn ends(mut self) -> Self {
        self.ends = true;
        self
    }

    fn with(mut self, change: fn(&mut SystemSpec)) -> Self {
        self.change = change;
        self
    }

    /// One line of figures, or what is not as it should be.
    fn play(&self) -> Result<String, String> {
        let mut spec = full(20.0);
        (self.change)(&mut spec);
        let mut world = start(&spec, 42);
        world.advance(120_000);
        let expr = Expr::parse(self.symptom).unwrap();
        let healthy = value(&world, &expr);
        if felt(&world, &expr) {
            return Err(format!("{}: felt at {healthy} before it began", self.name));
        }
        world.start_fault(1, &self.fault).unwrap();
        go(&mut world, self.builds_s);
        let broken = value(&world, &expr);
        if !felt(&world, &expr) {
            return Err(format!("{}: not felt at {broken}", self.name));
        }

        let mut misled = world.clone();
        act_all(&mut misled, &self.wrong);
        go(&mut misled, self.wrong_s);
        let after_wrong = value(&misled, &expr);
        let still = felt(&misled, &expr);
        assert!(
            still,
            "{}: {:?} helped: {after_wrong}",
            self.name, self.wrong
        );

        act_all(&mut world, &self.right);
        if self.ends {
            // It may have ended by itself.
            let _ = world.stop_fault(1);
        }
        go(&mut world, self.right_s);
        let mended = value(&world, &expr);
        if felt(&world, &expr) {
            let right = &self.right;
            return Err(format!("{}: {right:?} did not help: {mended}", self.name));
        }
        Ok(format!(
            "{:<40} {:<58} {healthy:>8.3} → {broken:>8.3}; misled {after_wrong:>8.3}; mended {mended:>8.3}",
            self.name, self.symptom
        ))
    }
}

fn act_all(world: &mut World, acts: &[Act]) {
    for (number, act) in acts.iter().enumerate() {
        let estimate = world
            .act(100 + number as u32, act)
            .unwrap_or_else(|refused| panic!("{act:?}: {refused}"));
        go(world, i64::from(estimate.takes_ms) / 1000 + 1);
    }
}

fn value(world: &World, expr: &Expr) -> f64 {
    let at_s = (world.now_ms() / 1000) as i32;
    world.eval(expr, at_s, 60).unwrap_or(f64::NAN)
}

fn felt(world: &World, expr: &Expr) -> bool {
    let at_s = (world.now_ms() / 1000) as i32;
    world.holds(expr, at_s, 60).unwrap_or(false)
}

fn on(component: &str, effect: Effect) -> Fault {
    fault(component, effect, None)
}

fn only(fault: Fault, only: &str) -> Fault {
    Fault {
        only: Some(only.into()),
        ..fault
    }
}

fn by(fault: Fault, carried_by: Carrier) -> Fault {
    Fault {
        carried_by,
        ..fault
    }
}

fn v214(fault: Fault) -> Fault {
    carried(fault, "api", "v214")
}

fn restart(on: &str) -> Act {
    Act::Restart { on: on.into() }
}

fn back(on: &str) -> Act {
    Act::RollBack {
        on: on.into(),
        to: None,
    }
}

fn deploy(to: &str) -> Act {
    Act::Deploy {
        on: "api".into(),
        to: to.into(),
        skip_migration: false,
    }
}

fn scale(on: &str, to: u32) -> Act {
    Act::Scale { on: on.into(), to }
}

fn set(key: &str, value: f64) -> Act {
    Act::SetConfig {
        key: key.into(),
        value,
    }
}

fn flag(on: bool) -> Act {
    Act::Flag {
        flag: "recommendations".into(),
        on,
    }
}

const FAILING: &str = "api.errors / api.requests > 0.03";

#[test]
fn each_family_has_its_symptom_its_remedy_and_its_trap() {
    let (mut played, mut amiss) = (Vec::new(), Vec::new());
    for case in databases()
        .into_iter()
        .chain(deploys())
        .chain(work())
        .chain(outside())
    {
        match case.play() {
            Ok(line) => println!("{line}"),
            Err(wrong) => amiss.push(wrong),
        }
        played.push(case.name);
    }
    assert!(amiss.is_empty(), "{amiss:#?}");
    // These have tests of their own, below and in `storms.rs`.
    played.extend([
        "Cache loss and stampede",
        "DNS",
        "Retry storm",
        "Observability late or blind",
        "Thundering herd",
        "None at all",
    ]);
    for family in families() {
        assert!(
            played.contains(&family.name),
            "{} is not played",
            family.name
        );
    }
    assert_eq!(played.len(), families().len());
}
