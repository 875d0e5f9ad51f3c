//! What breaks in a new scenario, and which alert tells of it.

use world::spec::{AlertSpec, ServiceSpec};
use world::{Expr, Level, SystemSpec};

use crate::edit::Written;

/// A release of a service, what it does, and the alert that fires for it.
#[derive(Debug)]
pub(super) struct Breaks {
    pub service: String,
    /// The version that breaks it.
    pub version: String,
    /// The one before.
    pub before: String,
    /// What it does, as the end of a sentence that begins with it.
    pub does: &'static str,
    pub alert: String,
    pub minutes_ago: u32,
    says: String,
    level: Level,
    strength: Strength,
    /// The service has no history: the version before has to be added, too.
    is_first: bool,
    /// No alert of the system tells of it: the night brings its own.
    is_own: bool,
}

#[derive(Debug, Clone, Copy)]
enum Strength {
    Errors(f64),
    Slow(f64),
}

impl Breaks {
    /// None: the system has no service.
    pub(super) fn of(system: &SystemSpec) -> Option<Self> {
        // What pages comes first, then what counts errors of the service itself.
        let mut alerts: Vec<&AlertSpec> = system.alerts.iter().collect();
        alerts.sort_by_key(|alert| std::cmp::Reverse(alert.severity));
        let told = [errors_of, slowness_of]
            .iter()
            .find_map(|tells| alerts.iter().find_map(|alert| tells(system, alert)));
        if let Some((service, alert, strength)) = told {
            return Some(Self::on(system, service, alert, strength, false));
        }
        let service = called_first(system)?;
        let name = (1..)
            .map(|n| match n {
                1 => "ServiceErrors".to_owned(),
                n => format!("ServiceErrors{n}"),
            })
            .find(|name| system.alerts.iter().all(|alert| alert.name != *name))?;
        let alert = AlertSpec {
            name,
            title: format!("More than 5 % of requests to {} fail", service.id),
            component: service.id.clone(),
            when: format!("{id}.errors / {id}.requests > 0.05", id = service.id),
            window_s: 60,
            for_s: 60,
            severity: Level::Critical,
        };
        let strength = Strength::Errors(0.3);
        Some(Self::on(system, service, &alert, strength, true))
    }

    fn on(
        system: &SystemSpec,
        service: &ServiceSpec,
        alert: &AlertSpec,
        strength: Strength,
        is_own: bool,
    ) -> Self {
        let last = service.versions.last().map(|version| version.id.as_str());
        let before = last.unwrap_or(&service.version).to_owned();
        Self {
            service: service.id.clone(),
            version: next(&before, service),
            before,
            does: match strength {
                Strength::Errors(_) => "fails at a part of its requests",
                Strength::Slow(_) => "takes many times as long for a request",
            },
            alert: alert.name.clone(),
            says: alert.title.clone(),
            level: alert.severity,
            // Within the warm-up, so that the deploy happens and shows.
            minutes_ago: (system.warmup_s / 120).clamp(1, 12),
            strength,
            is_first: service.versions.is_empty(),
            is_own,
        }
    }

    /// `[[deploy]]`, one or two.
    pub(super) fn deploys(&self) -> String {
        let one = |version: &str, at: &str, note: &str| {
            format!(
                "\n[[deploy]]\non      = {}\nversion = {}\nat      = \"{at}\"\nnote    = \"{note}\"\n",
                toml(&self.service),
                toml(version)
            )
        };
        let mut all = String::new();
        if self.is_first {
            all.push_str(&one(&self.before, "-9d", "What ran until tonight"));
        }
        let at = format!("-{}m", self.minutes_ago);
        all.push_str(&one(&self.version, &at, "Say what it was meant to bring"));
        all
    }

    /// The alert that this night brings, if its system has none that tells of it.
    pub(super) fn own_alert(&self) -> String {
        if !self.is_own {
            return String::new();
        }
        format!(
            "# No alert of the system tells of it, so the night brings one.\n[[alert]]\nname     = {}\ntitle    = {}\nwhen     = \"{id}.errors / {id}.requests > 0.05\"\nseverity = \"critical\"\n\n",
            toml(&self.alert),
            toml(&self.says),
            id = self.service
        )
    }

    /// What the pager says.
    pub(super) fn page(&self) -> String {
        let level = match self.level {
            Level::Critical => "CRITICAL",
            Level::Warning => "WARNING",
            Level::Info => "INFO",
        };
        format!("{level} {}. {}. You are primary.", self.alert, self.says)
    }

    /// As an inject has it.
    pub(super) fn fault(&self) -> String {
        let (kind, key, value) = match self.strength {
            Strength::Errors(ratio) => ("errors", "ratio", ratio),
            Strength::Slow(factor) => ("slow", "factor", factor),
        };
        format!(
            "{{ kind = \"{kind}\", on = {}, {key} = {value}, carried_by = {} }}",
            toml(&self.service),
            toml(&format!("{}@{}", self.service, self.version))
        )
    }
}

type Told<'s> = Option<(&'s ServiceSpec, &'s AlertSpec, Strength)>;

/// `S.errors / S.requests > limit`: so many more of its requests fail.
fn errors_of<'s>(system: &'s SystemSpec, alert: &'s AlertSpec) -> Told<'s> {
    let expr = Expr::parse(&alert.when).ok()?;
    let ((part, errors), (whole, requests), limit) = expr.share_above()?;
    if part != whole || errors != "errors" || requests != "requests" || limit > 0.5 {
        return None;
    }
    let ratio = (limit * 10.0).clamp(0.2, 0.8);
    Some((service(system, part)?, alert, Strength::Errors(ratio)))
}

/// `S.p95_ms > limit`: everything in it takes many times as long.
fn slowness_of<'s>(system: &'s SystemSpec, alert: &'s AlertSpec) -> Told<'s> {
    let expr = Expr::parse(&alert.when).ok()?;
    let terms = expr.terms();
    let [(on, alias)] = terms[..] else {
        return None;
    };
    if !matches!(alias, "p50_ms" | "p95_ms" | "p99_ms") {
        return None;
    }
    Some((service(system, on)?, alert, Strength::Slow(20.0)))
}

fn service<'s>(system: &'s SystemSpec, id: &str) -> Option<&'s ServiceSpec> {
    system.services.iter().find(|service| service.id == id)
}

/// The service that the first journey calls last: its work, rather than its page.
fn called_first(system: &SystemSpec) -> Option<&ServiceSpec> {
    let journeys = system.traffic.journeys.iter();
    let called = journeys
        .flat_map(|journey| journey.calls.iter().rev())
        .find_map(|(on, _)| service(system, on));
    called.or(system.services.first())
}

/// The version after: "v213" → "v214", "5.18" → "5.19", "blue" → "blue-2".
fn next(version: &str, service: &ServiceSpec) -> String {
    let digits = version.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (stem, number) = version.split_at(digits);
    let (stem, mut number) = match number.parse::<u32>() {
        Ok(number) => (stem.to_owned(), number),
        Err(_) => (format!("{version}-"), 1),
    };
    loop {
        number = number.saturating_add(1);
        let next = format!("{stem}{number}");
        let is_taken = service.versions.iter().any(|known| known.id == next);
        if !is_taken || number == u32::MAX {
            return next;
        }
    }
}

fn toml(text: &str) -> String {
    Written::Text(text.to_owned()).to_toml()
}
