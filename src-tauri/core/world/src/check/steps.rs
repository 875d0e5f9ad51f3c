//! The steps: whom they need, and that nobody waits for themselves.

use super::Found;
use crate::spec::{Access, ServiceSpec, Step, StepKind};

/// Visits all steps, also those of cache misses.
pub(crate) fn each_step<'a>(steps: &'a [Step], visit: &mut dyn FnMut(&'a Step)) {
    for step in steps {
        visit(step);
        if let StepKind::Cache { miss, .. } = &step.kind {
            each_step(miss, visit);
        }
    }
}

impl Found<'_> {
    pub(super) fn steps(&mut self, path: &str, service: &ServiceSpec, steps: &[Step]) {
        let spec = self.spec;
        let flags: Vec<String> = spec.flags.iter().map(|one| one.id.clone()).collect();
        for (at, step) in steps.iter().enumerate() {
            let path = format!("{path}[{at}]");
            if let Some(flag) = &step.flag {
                self.known(format!("{path}.flag"), "flag", flag, &flags);
            }
            match &step.kind {
                StepKind::Cpu { .. } => {}
                StepKind::Query {
                    database,
                    access,
                    hot,
                    ..
                } => {
                    self.share(format!("{path}.hot"), *hot);
                    self.writes(&format!("{path}.access"), database, *access);
                    let known: Vec<String> =
                        spec.databases.iter().map(|one| one.id.clone()).collect();
                    let path = format!("{path}.query");
                    if known.contains(database) && !service.pools.contains_key(database) {
                        let message = format!("`{}` has no pool for `{database}`.", service.id);
                        let help = format!(
                            "Add `pool.{database} = {{ size = 20, wait = \"30s\" }}` to the service."
                        );
                        self.say(path, message, help);
                    } else {
                        self.known(path, "database", database, &known);
                    }
                }
                StepKind::Cache { cache, miss } => {
                    let known: Vec<String> = spec.caches.iter().map(|one| one.id.clone()).collect();
                    self.known(format!("{path}.cache"), "cache", cache, &known);
                    self.steps(&format!("{path}.miss"), service, miss);
                }
                StepKind::Call {
                    target,
                    endpoint,
                    edge,
                } => {
                    self.call(&format!("{path}.call"), target, endpoint);
                    self.range(
                        format!("{path}.attempts"),
                        f64::from(edge.attempts),
                        1.0,
                        20.0,
                    );
                    self.share(format!("{path}.jitter"), edge.jitter);
                    if let Some(budget) = edge.retry_budget {
                        self.share(format!("{path}.budget"), budget);
                    }
                    if let Some(breaker) = &edge.breaker {
                        self.share(
                            format!("{path}.breaker.failure_ratio"),
                            breaker.failure_ratio,
                        );
                    }
                }
                StepKind::Enqueue { queue, task } => {
                    self.enqueue(&format!("{path}.enqueue"), queue, task);
                }
            }
        }
    }

    /// A replica takes no writes.
    fn writes(&mut self, path: &str, database: &str, access: Access) {
        let of = self.spec.databases.iter().find(|one| one.id == database);
        if let Some(replica) = of.and_then(|of| of.replica.as_ref())
            && access == Access::Write
        {
            let message = format!("`{database}` is a replica and takes no writes.");
            let help = format!("Write to `{}`, which it follows.", replica.of);
            self.say(path, message, help);
        }
    }

    fn call(&mut self, path: &str, target: &str, endpoint: &str) {
        let spec = self.spec;
        if let Some(service) = spec.services.iter().find(|one| one.id == target) {
            let known: Vec<String> = service
                .endpoints
                .iter()
                .map(|one| one.name.clone())
                .collect();
            self.known(path.to_owned(), "endpoint", endpoint, &known);
            return;
        }
        let services = spec.services.iter().map(|one| &one.id);
        let models = spec.models.iter().map(|one| &one.id);
        let externals = spec.externals.iter().map(|one| &one.id);
        let known: Vec<String> = services.chain(models).chain(externals).cloned().collect();
        self.known(
            path.to_owned(),
            "service, model or third party",
            target,
            &known,
        );
    }

    fn enqueue(&mut self, path: &str, queue: &str, task: &str) {
        let spec = self.spec;
        let queues: Vec<String> = spec.queues.iter().map(|one| one.id.clone()).collect();
        self.known(path.to_owned(), "queue", queue, &queues);
        // A queue that nobody reads is allowed: it happens.
        let mut readers = spec
            .workers
            .iter()
            .filter(|worker| worker.queue == queue)
            .peekable();
        if readers.peek().is_some() {
            let tasks: Vec<String> = readers
                .flat_map(|worker| &worker.tasks)
                .map(|task| task.name.clone())
                .collect();
            self.known(path.to_owned(), "task", task, &tasks);
        }
    }

    /// Synchronous calls that lead back to where they came from never end.
    pub(super) fn cycles(&mut self) {
        let spec = self.spec;
        let count = spec.services.len();
        let mut calls: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (at, service) in spec.services.iter().enumerate() {
            for endpoint in &service.endpoints {
                each_step(&endpoint.steps, &mut |step| {
                    if let StepKind::Call { target, .. } = &step.kind
                        && let Some(to) = spec.services.iter().position(|one| one.id == *target)
                        && !calls[at].contains(&to)
                    {
                        calls[at].push(to);
                    }
                });
            }
        }
        // Whoever can be peeled off, because all they call was peeled off, is in no cycle.
        let mut left: Vec<usize> = (0..count).collect();
        loop {
            let before = left.len();
            let rest = left.clone();
            left.retain(|at| calls[*at].iter().any(|to| rest.contains(to)));
            if left.len() == before {
                break;
            }
        }
        if !left.is_empty() {
            let names: Vec<&str> = left
                .iter()
                .map(|&at| spec.services[at].id.as_str())
                .collect();
            let message = format!(
                "These services call each other in a circle, or call such: {}.",
                names.join(", ")
            );
            self.say(
                format!("service.{}", names[0]),
                message,
                "Let one of them publish a task instead.",
            );
        }
    }
}
