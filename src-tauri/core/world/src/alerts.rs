//! Alert rules and service levels: every second they are held against what was measured.

use std::sync::Arc;

use crate::World;
use crate::expr::Expr;
use crate::happening::What;
use crate::problem::{Refusal, did_you_mean};

/// A rule that held is over after not holding for this long. Seconds.
const RESOLVES_AFTER_S: u32 = 60;
/// A breach is said to be over after two good minutes; it was over when they began.
pub const BREACH_ENDS_AFTER_S: u32 = 120;

/// All rules and where they stand.
#[derive(Debug, Clone, Default)]
pub(crate) struct Watch {
    alerts: Vec<Rule>,
    levels: Vec<Rule>,
    /// The second until which was seen when the rules were held against it last.
    seen_s: i32,
}

#[derive(Debug, Clone)]
struct Rule {
    name: String,
    expr: Arc<Expr>,
    /// It, as it is written.
    text: Arc<str>,
    window_s: u32,
    for_s: u32,
    ends_after_s: u32,
    /// Seconds in a row that it held.
    held_s: u32,
    /// Seconds in a row that it did not hold.
    quiet_s: u32,
    firing: bool,
}

/// What a second did to a rule.
enum Turn {
    Began(f64),
    Ended,
    Nothing,
}

impl Rule {
    fn new(name: &str, text: &str, window_s: u32, for_s: u32, ends_after_s: u32) -> Option<Self> {
        let expr = Arc::new(Expr::parse(text).ok()?);
        let name = name.to_owned();
        Some(Self {
            name,
            expr,
            text: text.into(),
            window_s,
            for_s,
            ends_after_s,
            held_s: 0,
            quiet_s: 0,
            firing: false,
        })
    }

    fn turn(&mut self, holds: bool, value: f64) -> Turn {
        if holds {
            self.held_s += 1;
            self.quiet_s = 0;
        } else {
            self.held_s = 0;
            self.quiet_s += 1;
        }
        if !self.firing && self.held_s > self.for_s {
            self.firing = true;
            return Turn::Began(value);
        }
        if self.firing && self.quiet_s >= self.ends_after_s {
            self.firing = false;
            return Turn::Ended;
        }
        Turn::Nothing
    }
}

impl World {
    pub(crate) fn new_watch(&self) -> Watch {
        let alerts = self.spec.alerts.iter();
        let levels = self.spec.service_levels.iter();
        Watch {
            seen_s: i32::MIN,
            alerts: alerts
                .filter_map(|rule| {
                    Rule::new(
                        &rule.name,
                        &rule.when,
                        rule.window_s,
                        rule.for_s,
                        RESOLVES_AFTER_S,
                    )
                })
                .collect(),
            levels: levels
                .filter_map(|level| {
                    Rule::new(
                        &level.id,
                        &level.breach,
                        level.window_s,
                        level.for_s,
                        BREACH_ENDS_AFTER_S,
                    )
                })
                .collect(),
        }
    }

    /// Alert rules as they are now: name, expression, how long it must hold in seconds.
    pub fn alert_rules(&self) -> Vec<(String, String, u32)> {
        let rules = self.watch.alerts.iter();
        rules
            .map(|rule| (rule.name.clone(), rule.text.to_string(), rule.for_s))
            .collect()
    }

    /// Whether an expression could be a rule.
    pub(crate) fn check_rule(&self, when: &str) -> Result<(), Refusal> {
        let refuse = |message: String, hint: String| Err(Refusal::new("bad-rule", message, hint));
        let expr = match Expr::parse(when) {
            Ok(expr) => expr,
            Err(error) => {
                let message = format!(
                    "`{when}` cannot be read: {} at {}.",
                    error.message, error.at
                );
                return refuse(message, error.help);
            }
        };
        if !expr.is_comparison() {
            let hint = "End it with e.g. `> 0.01`.".to_owned();
            return refuse(format!("`{when}` compares nothing."), hint);
        }
        for (component, alias) in expr.terms() {
            let known: Vec<String> = self
                .telemetry
                .series()
                .iter()
                .filter(|one| one.component == component)
                .map(|one| one.alias.clone())
                .collect();
            if known.is_empty() {
                let message = format!("There is no component called `{component}`.");
                return refuse(message, did_you_mean(component, &self.part_ids()));
            }
            if !known.iter().any(|one| one == alias) {
                let message = format!("`{component}` has no figure called `{alias}`.");
                return refuse(message, did_you_mean(alias, &known));
            }
        }
        Ok(())
    }

    /// A rule is another one from now on; what it held before does not count.
    pub(crate) fn set_alert(&mut self, rule: u16, when: &str, for_s: u32) {
        let Ok(expr) = Expr::parse(when) else { return };
        if let Some(rule) = self.watch.alerts.get_mut(usize::from(rule)) {
            rule.expr = Arc::new(expr);
            rule.text = when.into();
            (rule.for_s, rule.held_s) = (for_s, 0);
        }
    }

    /// Names of the alerts that fire now.
    pub fn firing(&self) -> Vec<String> {
        self.watch
            .alerts
            .iter()
            .filter(|rule| rule.firing)
            .map(|rule| rule.name.clone())
            .collect()
    }

    /// Ids of the service levels that are breached now.
    pub fn breached(&self) -> Vec<String> {
        self.watch
            .levels
            .iter()
            .filter(|rule| rule.firing)
            .map(|rule| rule.name.clone())
            .collect()
    }

    /// Every second. No value, no alarm: an unknown is not held against a rule.
    pub(crate) fn watch_alerts(&mut self) {
        let now_s = (self.now / 1_000_000) as i32;
        let seen_s = self.seen_until_s();
        let mut watch = std::mem::take(&mut self.watch);
        // Nothing new has arrived: nobody can say whether a rule still holds.
        let stands_still = seen_s == watch.seen_s;
        watch.seen_s = seen_s;
        for (levels, rules) in [(false, &mut watch.alerts), (true, &mut watch.levels)] {
            if !levels && stands_still {
                continue;
            }
            for rule in rules {
                // Alerts go by what is seen; what users were promised goes by what is.
                let at_s = if levels { now_s } else { seen_s };
                let hidden = !levels && self.hidden(&rule.expr, at_s);
                let known = !hidden && at_s > self.telemetry.from_s();
                let holds = known && self.holds(&rule.expr, at_s, rule.window_s).unwrap_or(false);
                let value = if holds {
                    self.eval(&rule.expr, at_s, rule.window_s).unwrap_or(0.0)
                } else {
                    0.0
                };
                match (rule.turn(holds, value), levels) {
                    (Turn::Began(value), false) => {
                        self.happen(What::AlertFired {
                            alert: rule.name.clone(),
                            value,
                        });
                    }
                    (Turn::Ended, false) => self.happen(What::AlertResolved {
                        alert: rule.name.clone(),
                    }),
                    (Turn::Began(_), true) => self.happen(What::BreachBegan {
                        level: rule.name.clone(),
                    }),
                    (Turn::Ended, true) => self.happen(What::BreachEnded {
                        level: rule.name.clone(),
                    }),
                    (Turn::Nothing, _) => {}
                }
            }
        }
        self.watch = watch;
    }
}
