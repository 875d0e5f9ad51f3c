//! Alert rules and service levels: every second they are held against what was measured.

use std::sync::Arc;

use crate::World;
use crate::expr::Expr;
use crate::happening::What;

/// A rule that held is over after not holding for this long. Seconds.
const RESOLVES_AFTER_S: u32 = 60;
/// A breach is said to be over after two good minutes; it was over when they began.
pub const BREACH_ENDS_AFTER_S: u32 = 120;

/// All rules and where they stand.
#[derive(Debug, Clone, Default)]
pub(crate) struct Watch {
    alerts: Vec<Rule>,
    levels: Vec<Rule>,
}

#[derive(Debug, Clone)]
struct Rule {
    name: String,
    expr: Arc<Expr>,
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
        for (levels, rules) in [(false, &mut watch.alerts), (true, &mut watch.levels)] {
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
