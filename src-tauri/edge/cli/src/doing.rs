//! What `3am simulate` does to a system while it runs: `--set`, `--fault`, `--act`, each `@TIME`.

use drill::words;
use scenario::{Problem, duration_ms, read_act, read_fault};
use world::{Act, Fault, SystemSpec, World};

use crate::check;
use crate::outcome::{Failure, input, say};

/// Something that is done to the system at a time.
pub struct Doing {
    /// When, milliseconds after the warm-up.
    pub at_ms: i64,
    /// As it was asked for.
    asked: String,
    deed: Deed,
}

enum Deed {
    Act(Act),
    Fault(Box<Fault>),
}

impl Doing {
    /// Does it, and says what it is.
    pub fn begin(&self, world: &mut World, id: u32) -> Result<String, Failure> {
        let begun = match &self.deed {
            Deed::Act(act) => world.act(id, act).map(|estimate| estimate.says),
            Deed::Fault(fault) => world.start_fault(id, fault).map(|()| words::fault(fault)),
        };
        begun.map_err(|refusal| {
            let (message, hint) = (refusal.message, refusal.hint);
            input(format!("{}: {message}\n  help: {hint}", self.asked))
        })
    }
}

/// What the options ask for, in order of time.
pub fn read(
    sets: &[String],
    faults: &[String],
    acts: &[String],
    system: &SystemSpec,
    ends_ms: i64,
) -> Result<Vec<Doing>, Failure> {
    let mut all = Vec::new();
    let mut add = |option: &str, text: &str, read: &dyn Fn(&str) -> Result<Deed, Failure>| {
        let asked = format!("{option} '{text}'");
        let (text, at_ms) = timed(&asked, text, ends_ms)?;
        let deed = read(text)?;
        all.push(Doing { at_ms, asked, deed });
        Ok(())
    };
    for text in sets {
        add("--set", text, &|text| set(text, system))?;
    }
    for text in faults {
        add("--fault", text, &|text| {
            let fault = read_fault("--fault", text, system).map_err(|all| problems(&all))?;
            Ok(Deed::Fault(Box::new(fault)))
        })?;
    }
    for text in acts {
        add("--act", text, &|text| {
            let act = read_act("--act", text, system).map_err(|all| problems(&all))?;
            Ok(Deed::Act(act))
        })?;
    }
    all.sort_by_key(|doing| doing.at_ms);
    Ok(all)
}

/// `KEY=VALUE`, of a configuration value or a flag.
fn set(text: &str, system: &SystemSpec) -> Result<Deed, Failure> {
    let pair = text.split_once('=');
    let pair = pair.and_then(|(key, value)| Some((key.trim(), value.trim().parse().ok()?)));
    let Some((key, value)) = pair else {
        let help = "write KEY=VALUE or KEY=VALUE@TIME, e.g. api.workers=16@5m";
        return Err(input(format!("--set {text} sets nothing.\n  help: {help}")));
    };
    let key = key.to_owned();
    Ok(Deed::Act(
        if system.flags.iter().any(|flag| flag.id == key) {
            let on = value != 0.0;
            Act::Flag { flag: key, on }
        } else {
            Act::SetConfig { key, value }
        },
    ))
}

fn problems(all: &[Problem]) -> Failure {
    all.iter().for_each(say);
    check::mistakes(all.len())
}

/// Takes the `@TIME` off the end; an `@` inside a table is none. Without one it is at once.
fn timed<'t>(asked: &str, text: &'t str, ends_ms: i64) -> Result<(&'t str, i64), Failure> {
    let from = text.rfind('}').unwrap_or(0);
    let Some(at) = text[from..].find('@').map(|at| from + at) else {
        return Ok((text, 0));
    };
    let time = duration_ms(&text[at + 1..]).map_err(|why| input(format!("{asked}: {why}")))?;
    match i64::try_from(time) {
        Ok(ms) if ms < ends_ms => Ok((&text[..at], ms)),
        _ => {
            let help = "make the run longer with --for";
            Err(input(format!(
                "{asked} comes after the end.\n  help: {help}"
            )))
        }
    }
}
