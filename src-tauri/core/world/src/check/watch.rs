//! Alert rules, service levels and panels: expressions that mean something.

use super::Found;
use crate::World;
use crate::expr::Expr;
use crate::problem::{Problem, did_you_mean};

/// Terms that name no series, found when the series are known.
pub(crate) fn unknown_terms(world: &World) -> Vec<Problem> {
    let spec = world.spec();
    let alerts = spec.alerts.iter().enumerate();
    let levels = spec.service_levels.iter().enumerate();
    let panels = spec.panels.iter().enumerate();
    let all = alerts
        .map(|(at, one)| (format!("alert[{at}].when"), &one.when))
        .chain(levels.map(|(at, one)| (format!("service_level[{at}].breach"), &one.breach)))
        .chain(panels.map(|(at, one)| (format!("panel[{at}].expr"), &one.expr)));
    let mut problems = Vec::new();
    for (path, text) in all {
        let Ok(expr) = Expr::parse(text) else {
            continue;
        };
        for (component, alias) in expr.terms() {
            let series = world.telemetry().series().iter();
            let known: Vec<String> = series
                .filter(|one| one.component == component)
                .map(|one| one.alias.clone())
                .collect();
            if !known.iter().any(|one| one == alias) {
                let message = format!("`{component}` has no figure called `{alias}`.");
                problems.push(Problem {
                    path: path.clone(),
                    message,
                    help: did_you_mean(alias, &known),
                });
            }
        }
    }
    problems
}

impl Found<'_> {
    pub(super) fn watched(&mut self) {
        let spec = self.spec;
        for (at, alert) in spec.alerts.iter().enumerate() {
            self.expression(format!("alert[{at}].when"), &alert.when, true);
        }
        for (at, level) in spec.service_levels.iter().enumerate() {
            self.expression(format!("service_level[{at}].breach"), &level.breach, true);
        }
        for (at, panel) in spec.panels.iter().enumerate() {
            self.expression(format!("panel[{at}].expr"), &panel.expr, false);
        }
    }

    fn expression(&mut self, path: String, text: &str, compares: bool) {
        let expr = match Expr::parse(text) {
            Ok(expr) => expr,
            Err(error) => {
                self.say(path, error.message, error.help);
                return;
            }
        };
        if expr.is_comparison() != compares {
            let (message, help) = if compares {
                ("It compares nothing.", "End it with e.g. `> 0.01`.")
            } else {
                (
                    "It compares.",
                    "A graph shows a value: leave the comparison out.",
                )
            };
            self.say(path.clone(), message, help);
        }
        let spec = self.spec;
        let mut ids: Vec<String> = vec!["browser".to_owned(), "business".to_owned()];
        ids.extend(spec.services.iter().map(|one| one.id.clone()));
        ids.extend(spec.databases.iter().map(|one| one.id.clone()));
        ids.extend(spec.caches.iter().map(|one| one.id.clone()));
        ids.extend(spec.queues.iter().map(|one| one.id.clone()));
        ids.extend(spec.workers.iter().map(|one| one.id.clone()));
        ids.extend(spec.models.iter().map(|one| one.id.clone()));
        ids.extend(spec.externals.iter().map(|one| one.id.clone()));
        for (component, _) in expr.terms() {
            self.known(path.clone(), "component", component, &ids);
        }
    }
}
