//! The scenarios that ship, each played by its three teams: what comes of it, in one table. They
//! end differently, and the good team's night fits 30, 45 and 60 minutes.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;

use drill::judge::{self, Standing};
use drill::{times, words};
use live::{Rehearsal, rehearse};
use scenario::{Files, Scenario};

const TEAMS: [&str; 3] = ["good", "slow", "harmful"];
/// Time boxes that each scenario is tried in beside its own, minutes.
const BOXES: [u32; 3] = [30, 45, 60];

/// What came of one rehearsal.
#[derive(Debug, Clone)]
struct Outcome {
    /// A line of the table.
    row: String,
    affected: u64,
    /// Nobody was hit, or it was mitigated and then validated.
    ends_well: bool,
    met: usize,
    late: usize,
    judged: usize,
    harmed: usize,
    skipped: Vec<String>,
}

fn files() -> Files {
    shelf::read_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios"))
        .expect("they ship")
}

/// (scenario, team, time box in minutes; None: its own).
type Play = (String, &'static str, Option<u32>);

fn plays(files: &Files) -> Vec<Play> {
    let mut all = Vec::new();
    for id in files.scenario_ids() {
        all.extend(TEAMS.map(|team| (id.to_owned(), team, None)));
        let own = scenario(files, id).length_ms / 60_000;
        let boxes = BOXES.into_iter().filter(|minutes| *minutes != own);
        all.extend(boxes.map(|minutes| (id.to_owned(), "good", Some(minutes))));
    }
    all
}

fn scenario(files: &Files, id: &str) -> Scenario {
    scenario::read(files, id).expect("it checks").scenario
}

fn play(files: &Files, (id, team, minutes): &Play) -> Outcome {
    let mut read = scenario(files, id);
    if let Some(minutes) = minutes {
        read = read.fitted(minutes * 60_000);
    }
    let read = Arc::new(read);
    let script =
        scenario::read_team(files, &format!("{id}/teams/{team}.toml"), &read).expect("it checks");
    let played = rehearse(&read, &script, read.seed, |_, _| {}).expect("it plays");
    outcome(&played, team)
}

fn outcome(played: &Rehearsal, team: &str) -> Outcome {
    let (scenario, state) = (played.drill.scenario(), played.drill.state());
    let key = times::key_times(scenario, state);
    let judged = judge::expectations(scenario, state);
    let count = |wanted: Standing| judged.iter().filter(|one| one.standing == wanted).count();
    let (met, late) = (count(Standing::Met), count(Standing::Late));
    let clock = |moment: times::Moment| {
        moment.map_or("–".to_owned(), |(at, _)| {
            words::clock(scenario.starts_s, at)
        })
    };
    let affected = played.drill.world().totals().users_affected;
    let worse = |effect: &drill::effect::Effect| effect.sum == drill::effect::Sum::Worse;
    let harmed = state
        .deeds
        .iter()
        .filter(|deed| deed.effect.as_ref().is_some_and(worse))
        .count();
    let row = format!(
        "{team:<8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {affected:>8} {:>14} {harmed:>6}",
        clock(key.impact),
        clock(key.alerted),
        clock(key.identified),
        clock(key.mitigated),
        clock(key.fixed),
        clock(key.validated),
        clock(key.closed),
        format!("{met}+{late} of {}", judged.len()),
    );
    Outcome {
        row: row.trim_end().to_owned(),
        affected,
        ends_well: key.impact.is_none() || (key.mitigated.is_some() && key.validated.is_some()),
        met,
        late,
        judged: judged.len(),
        harmed,
        skipped: played
            .skipped
            .iter()
            .map(|step| format!("step {}: {}", step.step, step.why))
            .collect(),
    }
}

/// All of them, two at a time.
fn played(files: &Files) -> BTreeMap<Play, Outcome> {
    let todo = Mutex::new(plays(files));
    let done = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(next) = todo.lock().expect("unpoisoned").pop() else {
                        break;
                    };
                    let outcome = play(files, &next);
                    done.lock().expect("unpoisoned").insert(next, outcome);
                }
            });
        }
    });
    done.into_inner().expect("unpoisoned")
}

#[test]
fn three_teams_end_differently_and_a_night_fits_its_slot() {
    let files = files();
    let all = played(&files);
    let mut table = String::from(
        "Met in time + late, of how many were judged; acts that were measured to do harm.\n",
    );
    for id in files.scenario_ids() {
        table.push_str(&rows(&scenario(&files, id), &all));
    }
    insta::assert_snapshot!(table);
    for id in files.scenario_ids() {
        check(id, &all);
    }
}

/// A scenario's part of the table.
fn rows(own: &Scenario, all: &BTreeMap<Play, Outcome>) -> String {
    let (id, minutes) = (&own.id, own.length_ms / 60_000);
    let mut rows = format!(
        "\n{id}: {} (level {}, {minutes} min, {})\n",
        own.title, own.level, own.system_id
    );
    rows.push_str("team       impact    alert    cause mitigated   fixed validated closed  affected expectations  harmful\n");
    for team in TEAMS {
        rows.push_str(&format!("{}\n", all[&(id.clone(), team, None)].row));
    }
    for minutes in BOXES {
        if let Some(outcome) = all.get(&(id.clone(), "good", Some(minutes))) {
            rows.push_str(&format!("{}  in {minutes} minutes\n", outcome.row));
        }
    }
    rows
}

/// What must be so of every scenario.
fn check(id: &str, all: &BTreeMap<Play, Outcome>) {
    let of = |team: &'static str| &all[&(id.to_owned(), team, None)];
    let (good, slow, harmful) = (of("good"), of("slow"), of("harmful"));
    for ((_, team, minutes), outcome) in all.iter().filter(|((of, ..), _)| of == id) {
        let slot = minutes.map_or("its own time".to_owned(), |minutes| {
            format!("{minutes} minutes")
        });
        let skipped = &outcome.skipped;
        assert!(skipped.is_empty(), "{id} by {team} in {slot}: {skipped:#?}");
        if *team == "good" {
            let came = outcome.met + outcome.late;
            let ends_well = outcome.ends_well && came * 10 >= outcome.judged * 9;
            assert!(ends_well, "{id} in {slot}: {}", outcome.row);
        }
    }
    assert!(good.met * 10 >= good.judged * 9, "{id}: {}", good.row);
    assert!(
        slow.met < good.met && harmful.met < slow.met,
        "{id}: {} > {} > {}",
        good.met,
        slow.met,
        harmful.met
    );
    assert!(
        harmful.affected > slow.affected && slow.affected >= good.affected,
        "{id}: {} > {} >= {}",
        harmful.affected,
        slow.affected,
        good.affected
    );
    assert!(harmful.harmed >= 2, "{id}: {}", harmful.row);
}
