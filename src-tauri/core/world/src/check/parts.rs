//! The components: sizes, versions, pools, tasks.

use super::Found;
use crate::spec::{DatabaseSpec, MemorySpec, ServiceSpec, VersionSpec};

impl Found<'_> {
    pub(super) fn services(&mut self) {
        let spec = self.spec;
        let databases: Vec<String> = spec.databases.iter().map(|one| one.id.clone()).collect();
        for of in &spec.services {
            let path = format!("service.{}", of.id);
            self.range(
                format!("{path}.replicas"),
                f64::from(of.replicas),
                1.0,
                200.0,
            );
            self.range(
                format!("{path}.workers"),
                f64::from(of.workers),
                1.0,
                1_000.0,
            );
            self.range(
                format!("{path}.queue.length"),
                f64::from(of.queue_length),
                0.0,
                1_000_000.0,
            );
            self.versions(&path, &of.version, &of.versions);
            if of.pools.len() > 8 {
                self.say(
                    format!("{path}.pool"),
                    "It has more than 8 pools.",
                    "Split the service.",
                );
            }
            for (database, pool) in &of.pools {
                let path = format!("{path}.pool.{database}");
                self.known(path.clone(), "database", database, &databases);
                self.range(format!("{path}.size"), f64::from(pool.size), 1.0, 1_000.0);
            }
            self.machine(&path, of);
            let mut seen: Vec<&str> = Vec::new();
            for (at, endpoint) in of.endpoints.iter().enumerate() {
                let path = format!("{path}.endpoint[{at}]");
                if seen.contains(&endpoint.name.as_str()) {
                    let message = format!("`{}` is there twice.", endpoint.name);
                    self.say(format!("{path}.name"), message, "Give it another name.");
                }
                seen.push(&endpoint.name);
                let mut count = 0;
                super::each_step(&endpoint.steps, &mut |_| count += 1);
                if count > 1_000 {
                    self.say(
                        path.clone(),
                        format!("It has {count} steps."),
                        "1,000 are the most.",
                    );
                }
                self.steps(&format!("{path}.steps"), of, &endpoint.steps);
            }
        }
    }

    /// Memory, health check and rate limit.
    fn machine(&mut self, path: &str, of: &ServiceSpec) {
        if let Some(memory) = &of.memory {
            self.memory(&format!("{path}.memory"), memory);
        }
        if let Some(limit) = of.rate_limit {
            self.range(format!("{path}.rate_limit"), limit, 0.001, 100_000.0);
        }
        let Some(health) = &of.health else { return };
        let path = format!("{path}.health");
        let endpoints: Vec<String> = of.endpoints.iter().map(|one| one.name.clone()).collect();
        self.known(
            format!("{path}.endpoint"),
            "endpoint",
            &health.endpoint,
            &endpoints,
        );
        let ms = |us: u64| us as f64 / 1000.0;
        self.range(
            format!("{path}.every"),
            ms(health.every_us),
            100.0,
            600_000.0,
        );
        self.range(
            format!("{path}.timeout"),
            ms(health.timeout_us),
            1.0,
            600_000.0,
        );
        self.range(
            format!("{path}.failures"),
            f64::from(health.failures),
            1.0,
            1_000.0,
        );
        self.range(
            format!("{path}.passes"),
            f64::from(health.passes),
            1.0,
            1_000.0,
        );
    }

    fn memory(&mut self, path: &str, memory: &MemorySpec) {
        self.range(format!("{path}.limit"), memory.limit_mb, 1.0, 1_000_000.0);
        if memory.base_mb < 0.0 || memory.base_mb >= memory.limit_mb {
            self.say(
                format!("{path}.base"),
                format!(
                    "It starts with {} MB of {} MB, and would be killed at once.",
                    memory.base_mb, memory.limit_mb
                ),
                "Give it less than its limit.",
            );
        }
    }

    fn versions(&mut self, path: &str, running: &str, versions: &[VersionSpec]) {
        if running.is_empty() {
            self.say(
                format!("{path}.version"),
                "No version runs.",
                "Name the version, e.g. \"v213\".",
            );
        }
        let known: Vec<String> = versions.iter().map(|version| version.id.clone()).collect();
        if !versions.is_empty() {
            self.known(format!("{path}.version"), "version", running, &known);
        }
        let mut last = i32::MIN;
        for (at, version) in versions.iter().enumerate() {
            if known[..at].contains(&version.id) {
                let message = format!("`{}` is there twice.", version.id);
                self.say(
                    format!("{path}.versions[{at}].id"),
                    message,
                    "Give it another id.",
                );
            }
            if let Some((database, _)) = &version.migrates {
                let databases: Vec<String> = self
                    .spec
                    .databases
                    .iter()
                    .map(|one| one.id.clone())
                    .collect();
                let path = format!("{path}.versions[{at}].migrates");
                self.known(path, "database", database, &databases);
            }
            if let Some(at_s) = version.at_s {
                if at_s < last {
                    let help = "List versions in the order of their deploys, oldest first.";
                    self.say(
                        format!("{path}.versions[{at}].at"),
                        "It is older than the one before it.",
                        help,
                    );
                }
                last = at_s;
            }
        }
    }

    pub(super) fn stores(&mut self) {
        let spec = self.spec;
        for of in &spec.databases {
            let path = format!("database.{}", of.id);
            self.range(format!("{path}.cores"), f64::from(of.cores), 1.0, 1_000.0);
            self.range(
                format!("{path}.max_connections"),
                f64::from(of.max_connections),
                1.0,
                10_000.0,
            );
            self.database(&path, of);
        }
        for of in &spec.caches {
            self.share(format!("cache.{}.hit_ratio", of.id), of.hit_ratio);
        }
        for of in &spec.queues {
            self.range(
                format!("queue.{}.capacity", of.id),
                f64::from(of.capacity),
                0.0,
                1_000_000.0,
            );
        }
        for of in &spec.models {
            let path = format!("model.{}", of.id);
            self.range(format!("{path}.slots"), f64::from(of.slots), 1.0, 1_000.0);
            self.share(format!("{path}.error_ratio"), of.error_ratio);
            self.share(format!("{path}.quality"), of.quality);
            if let Some(gpu) = &of.gpu
                && gpu.weights_mb + gpu.each_mb > gpu.size_mb
            {
                self.say(
                    format!("{path}.gpu"),
                    "Its weights and one inference do not fit.",
                    "Give it more memory, or smaller weights.",
                );
            }
        }
        for of in &spec.externals {
            let path = format!("external.{}", of.id);
            self.share(format!("{path}.error_ratio"), of.error_ratio);
            if let Some(limit) = of.rate_limit {
                self.range(format!("{path}.rate_limit"), limit, 0.001, 100_000.0);
            }
        }
    }

    fn database(&mut self, path: &str, of: &DatabaseSpec) {
        if let Some(disk) = &of.disk
            && disk.used_mb > disk.size_mb
        {
            self.say(
                format!("{path}.disk"),
                format!("{} MB of {} MB are in use.", disk.used_mb, disk.size_mb),
                "Begin with less than there is.",
            );
        }
        let Some(replica) = &of.replica else { return };
        let leaders: Vec<String> = self
            .spec
            .databases
            .iter()
            .filter(|other| other.replica.is_none())
            .map(|other| other.id.clone())
            .collect();
        // A replica of a replica, or of itself, is none of them.
        let path = format!("{path}.replica");
        self.known(
            format!("{path}.of"),
            "database to follow",
            &replica.of,
            &leaders,
        );
        self.range(
            format!("{path}.replays"),
            replica.replays,
            0.001,
            1_000_000.0,
        );
    }

    pub(super) fn workers(&mut self) {
        let spec = self.spec;
        let queues: Vec<String> = spec.queues.iter().map(|one| one.id.clone()).collect();
        let models: Vec<String> = spec.models.iter().map(|one| one.id.clone()).collect();
        for of in &spec.workers {
            let path = format!("worker.{}", of.id);
            self.known(format!("{path}.queue"), "queue", &of.queue, &queues);
            self.range(format!("{path}.slots"), f64::from(of.slots), 1.0, 1_000.0);
            self.versions(&path, &of.version, &of.versions);
            self.range(
                format!("{path}.prefetch"),
                f64::from(of.prefetch),
                1.0,
                1_000.0,
            );
            if let Some(memory) = &of.memory {
                self.memory(&format!("{path}.memory"), memory);
            }
            if of.tasks.is_empty() {
                self.say(
                    format!("{path}.task"),
                    "It can do nothing.",
                    "Name at least one task.",
                );
            }
            for task in &of.tasks {
                let path = format!("{path}.task.{}", task.name);
                self.range(
                    format!("{path}.attempts"),
                    f64::from(task.attempts),
                    1.0,
                    100.0,
                );
                if let Some(model) = &task.model {
                    self.known(format!("{path}.model"), "model", model, &models);
                }
            }
        }
    }
}
