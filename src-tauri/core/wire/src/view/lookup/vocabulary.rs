//! What there is to point at.

use drill::Drill;
use world::spec::ComponentKind;

use crate::lookup::Vocabulary;

/// What there is to point at.
pub fn vocabulary(drill: &Drill) -> Vocabulary {
    let world = drill.world();
    let scenario = drill.scenario();
    let system = &scenario.system;
    let senders = scenario.injects.iter().filter_map(|i| i.message.as_ref());
    let played = scenario.stakeholders.iter().map(|one| one.name.clone());
    let mut voices: Vec<String> = senders
        .map(|message| message.from.clone())
        .chain(played)
        .collect();
    voices.sort();
    voices.dedup();
    let versions = |id: &str, all: &[world::spec::VersionSpec]| {
        (id.to_owned(), all.iter().map(|v| v.id.clone()).collect())
    };
    Vocabulary {
        components: world
            .components()
            .into_iter()
            .filter(|c| c.kind != ComponentKind::Browser)
            .map(|c| (c.id, c.title, c.kind))
            .collect(),
        edges: edges(drill),
        pools: system
            .services
            .iter()
            .flat_map(|s| s.pools.keys().map(move |db| format!("{}.{db}", s.id)))
            .collect(),
        flags: world
            .config()
            .into_iter()
            .filter(|c| c.unit == "on/off")
            .filter_map(|c| {
                let flag = system.flags.iter().find(|flag| flag.id == c.key)?;
                Some((c.key, flag.title.clone(), c.value > 0.5))
            })
            .collect(),
        config: world
            .config()
            .into_iter()
            .filter(|c| c.unit != "on/off" && c.ours)
            .map(|c| (c.key, c.value, c.unit))
            .collect(),
        alerts: system
            .alerts
            .iter()
            .map(|a| (a.name.clone(), a.title.clone()))
            .collect(),
        rules: world.alert_rules(),
        versions: system
            .services
            .iter()
            .map(|s| versions(&s.id, &s.versions))
            .chain(system.workers.iter().map(|w| versions(&w.id, &w.versions)))
            .collect(),
        migrations: system
            .services
            .iter()
            .flat_map(|s| s.versions.iter().map(move |v| (s, v)))
            .filter(|(_, v)| v.migrates.is_some())
            .map(|(s, v)| (s.id.clone(), v.id.clone()))
            .collect(),
        replicas: system
            .databases
            .iter()
            .filter_map(|db| Some((db.replica.as_ref()?.of.clone(), db.id.clone())))
            .collect(),
        disks: system
            .databases
            .iter()
            .filter(|db| db.disk.is_some())
            .map(|db| db.id.clone())
            .collect(),
        playbooks: scenario
            .playbooks
            .iter()
            .map(|p| (p.id.clone(), p.title.clone()))
            .collect(),
        roles: scenario
            .roles
            .iter()
            .map(|r| (r.id.clone(), r.short.clone()))
            .collect(),
        voices,
    }
}

/// Edges with a policy: `caller->callee`, has a breaker, has a fallback.
fn edges(drill: &Drill) -> Vec<(String, bool, bool)> {
    use world::spec::{Step, StepKind};
    fn walk(service: &str, steps: &[Step], out: &mut Vec<(String, bool, bool)>) {
        for step in steps {
            match &step.kind {
                StepKind::Call { target, edge, .. } => {
                    let id = format!("{service}->{target}");
                    match out.iter_mut().find(|(known, ..)| *known == id) {
                        Some(known) => {
                            known.1 |= edge.breaker.is_some();
                            known.2 |= edge.fallback;
                        }
                        None => out.push((id, edge.breaker.is_some(), edge.fallback)),
                    }
                }
                StepKind::Cache { miss, .. } => walk(service, miss, out),
                _ => {}
            }
        }
    }
    let mut out = Vec::new();
    for service in &drill.scenario().system.services {
        for endpoint in &service.endpoints {
            walk(&service.id, &endpoint.steps, &mut out);
        }
    }
    out
}
