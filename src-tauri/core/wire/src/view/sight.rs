//! What is not seen of the system, in words: telemetry may be late, or blind.

use drill::{Drill, words};
use scenario::Page;
use world::expr::Expr;

use super::panels::second;

/// The second after which nothing of an expression's components was seen. None: it is seen now.
pub fn missing_since(drill: &Drill, expr: Option<&Expr>) -> Option<i32> {
    let terms = expr.map(Expr::terms).unwrap_or_default();
    let components = terms.into_iter().map(|(component, _)| component);
    components.filter_map(|one| since(drill, one)).min()
}

/// "not seen since 03:12" of a component that is not seen now.
pub fn unseen(drill: &Drill, component: &str) -> Option<String> {
    let clock = clock(drill, since(drill, component)?);
    let short = clock.get(..5).unwrap_or(&clock);
    Some(format!("not seen since {short}"))
}

fn since(drill: &Drill, component: &str) -> Option<i32> {
    let (world, now_s) = (drill.world(), second(drill.now_ms()));
    if world.is_seen(component, now_s) {
        return None;
    }
    let last = world.last_seen_s(component, now_s);
    Some(last.unwrap_or(world.telemetry().from_s()))
}

fn clock(drill: &Drill, at_s: i32) -> String {
    words::clock(drill.scenario().starts_s, i64::from(at_s) * 1_000)
}

/// What a page says of the metrics on it when they are late or missing.
pub fn note(drill: &Drill, page: Page) -> Option<String> {
    let system = &drill.scenario().system;
    let shown: Vec<&str> = match page {
        Page::Database => {
            let pools = system.services.iter().filter(|s| !s.pools.is_empty());
            let databases = system.databases.iter().map(|db| db.id.as_str());
            databases.chain(pools.map(|s| s.id.as_str())).collect()
        }
        Page::AiPipeline => {
            let queues = system.queues.iter().map(|queue| queue.id.as_str());
            let workers = system.workers.iter().map(|worker| worker.id.as_str());
            let models = system.models.iter().map(|model| model.id.as_str());
            queues.chain(workers).chain(models).collect()
        }
        Page::WebConsole => vec!["browser"],
        // Graphs say it themselves; the others show no metric.
        _ => return None,
    };
    let (world, now_s) = (drill.world(), second(drill.now_ms()));
    let until_s = world.seen_until_s().min(now_s);
    let mut says = Vec::new();
    if until_s < now_s {
        let at = clock(drill, until_s);
        says.push(format!("Metrics arrive late: those here are of {at}."));
    }
    let blind: Vec<String> = shown
        .into_iter()
        .filter(|one| !world.is_seen(one, until_s))
        .filter_map(|one| Some(format!("{one} since {}", clock(drill, since(drill, one)?))))
        .collect();
    if !blind.is_empty() {
        let blind = blind.join(", ");
        says.push(format!("No metrics of {blind}: a dash stands for them."));
    }
    if !says.is_empty() && page != Page::WebConsole {
        says.push("What is asked of the parts themselves is of now.".to_owned());
    }
    (!says.is_empty()).then(|| says.join(" "))
}
