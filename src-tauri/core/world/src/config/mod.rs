//! Configuration: every value that can be set while the system runs.

mod keys;
mod values;

use serde::{Deserialize, Serialize};

use crate::World;
use crate::problem::{Refusal, did_you_mean};

/// A value that can be set, or a flag that can be switched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConfigValue {
    /// E.g. `api.pool.db.size`.
    pub key: String,
    /// Now.
    pub value: f64,
    /// E.g. "ms", "connections"; "on/off" for a flag.
    pub unit: String,
    /// At the start.
    pub default: f64,
    /// Smallest value taken.
    pub min: f64,
    /// Largest value taken.
    pub max: f64,
    /// The team may set it. False: a third party's, or a model server's hardware.
    pub ours: bool,
}

/// What a key stands for. Numbers index the world's parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    Workers(u16),
    QueueLength(u16),
    QueueOrder(u16),
    Timeout(u16),
    ServiceRate(u16),
    HealthEvery(u16),
    HealthTimeout(u16),
    HealthFailures(u16),
    Memory(u16),
    LockTimeout(u16),
    Deliveries(u16),
    Prefetch(u16),
    CallJitter(u16),
    PoolSize(u16, u8),
    PoolWait(u16, u8),
    MaxConnections(u16),
    Capacity(u16),
    TaskTimeout(u16, u16),
    TaskAttempts(u16, u16),
    TaskRetry(u16, u16),
    ModelSlots(u16),
    RateLimit(u16),
    CallTimeout(u16),
    CallAttempts(u16),
    CallBackoff(u16),
    CallBudget(u16),
    BreakerRatio(u16),
    UserAttempts,
    UserPatience,
    UserRetry,
}

/// A key, what it stands for, and its value at the start.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) setting: Setting,
    pub(crate) default: f64,
}

impl Setting {
    /// Unit, smallest and largest value.
    fn range(self) -> (&'static str, f64, f64) {
        match self {
            Self::Workers(_) => ("workers", 1.0, 1_000.0),
            Self::QueueLength(_) => ("requests", 0.0, 100_000.0),
            Self::QueueOrder(_) => ("0 fifo, 1 lifo, 2 drop expired", 0.0, 2.0),
            Self::ServiceRate(_) => ("requests/s, 0 = no limit", 0.0, 100_000.0),
            Self::HealthEvery(_) | Self::HealthTimeout(_) => ("ms", 1.0, 600_000.0),
            Self::HealthFailures(_) => ("failures in a row", 1.0, 1_000.0),
            Self::Memory(_) => ("MB", 1.0, 1_000_000.0),
            Self::Deliveries(_) => ("deliveries, 0 = no end", 0.0, 1_000.0),
            Self::Prefetch(_) => ("tasks per slot", 1.0, 1_000.0),
            Self::CallJitter(_) => ("share of the pause", 0.0, 1.0),
            Self::PoolSize(..) => ("connections", 1.0, 1_000.0),
            Self::MaxConnections(_) => ("connections", 1.0, 10_000.0),
            Self::Capacity(_) => ("tasks", 0.0, 1_000_000.0),
            Self::TaskAttempts(..) | Self::CallAttempts(_) | Self::UserAttempts => {
                ("tries", 1.0, 20.0)
            }
            Self::ModelSlots(_) => ("inferences", 1.0, 1_000.0),
            Self::RateLimit(_) => ("requests/s, 0 = no limit", 0.0, 100_000.0),
            Self::CallBudget(_) => ("share of calls, -1 = no limit", -1.0, 1.0),
            Self::BreakerRatio(_) => ("share of failures", 0.0, 1.0),
            Self::Timeout(_)
            | Self::CallTimeout(_)
            | Self::TaskTimeout(..)
            | Self::LockTimeout(_)
            | Self::UserPatience => ("ms, 0 = never", 0.0, 3_600_000.0),
            Self::PoolWait(..) | Self::CallBackoff(_) | Self::TaskRetry(..) | Self::UserRetry => {
                ("ms", 0.0, 3_600_000.0)
            }
        }
    }

    fn ours(self) -> bool {
        !matches!(self, Self::RateLimit(_))
    }

    fn whole(self) -> bool {
        !matches!(
            self,
            Self::CallBudget(_)
                | Self::BreakerRatio(_)
                | Self::RateLimit(_)
                | Self::ServiceRate(_)
                | Self::Memory(_)
                | Self::CallJitter(_)
        )
    }
}

impl World {
    /// Every key with its value now, then every flag.
    pub fn config(&self) -> Vec<ConfigValue> {
        let keys = self.keys.iter().map(|key| {
            let (unit, min, max) = key.setting.range();
            ConfigValue {
                key: key.name.clone(),
                value: self.setting(key.setting),
                unit: unit.to_owned(),
                default: key.default,
                min,
                max,
                ours: key.setting.ours(),
            }
        });
        let flags = self
            .flags
            .iter()
            .zip(&self.spec.flags)
            .map(|(flag, spec)| ConfigValue {
                key: spec.id.clone(),
                value: f64::from(u8::from(flag.on)),
                unit: "on/off".to_owned(),
                default: f64::from(u8::from(spec.on)),
                min: 0.0,
                max: 1.0,
                ours: true,
            });
        keys.chain(flags).collect()
    }

    /// Value of a key or flag.
    pub(crate) fn key_value(&self, name: &str) -> Option<f64> {
        if let Some(key) = self.keys.iter().find(|key| key.name == name) {
            return Some(self.setting(key.setting));
        }
        let flag = self.spec.flags.iter().position(|flag| flag.id == name)?;
        Some(f64::from(u8::from(self.flags[flag].on)))
    }

    pub(crate) fn key_names(&self) -> Vec<String> {
        let flags = self.spec.flags.iter().map(|flag| flag.id.clone());
        self.keys
            .iter()
            .map(|key| key.name.clone())
            .chain(flags)
            .collect()
    }

    /// Whether a key could take a value.
    pub(crate) fn check_setting(&self, name: &str, value: f64) -> Result<Setting, Refusal> {
        let Some(key) = self.keys.iter().find(|key| key.name == name) else {
            if self.spec.flags.iter().any(|flag| flag.id == name) {
                let message = format!("`{name}` is a flag.");
                return Err(Refusal::new(
                    "is-a-flag",
                    message,
                    "Switch it on or off.".to_owned(),
                ));
            }
            let message = format!("There is no configuration key called `{name}`.");
            return Err(Refusal::new(
                "unknown-key",
                message,
                did_you_mean(name, &self.key_names()),
            ));
        };
        let (unit, min, max) = key.setting.range();
        let whole = !key.setting.whole() || value == libm::trunc(value);
        if !(min..=max).contains(&value) || !whole {
            let number = if key.setting.whole() {
                "a whole number"
            } else {
                "a number"
            };
            return Err(Refusal::new(
                "out-of-range",
                format!("`{name}` cannot be {value}."),
                format!("It takes {number} from {min} to {max} ({unit})."),
            ));
        }
        Ok(key.setting)
    }

    /// As [`World::check_setting`], and the team is allowed to.
    pub(crate) fn check_own_setting(&self, name: &str, value: f64) -> Result<Setting, Refusal> {
        let setting = self.check_setting(name, value)?;
        if setting.ours() {
            return Ok(setting);
        }
        let message = format!("`{name}` is the provider's, not yours.");
        Err(Refusal::new(
            "not-ours",
            message,
            "Ask them, or call them less often.".to_owned(),
        ))
    }

    /// Whether a key or a flag could take a value.
    pub(crate) fn check_value(&self, name: &str, value: f64) -> Result<(), Refusal> {
        if !self.spec.flags.iter().any(|flag| flag.id == name) {
            return self.check_setting(name, value).map(|_| ());
        }
        if value == 0.0 || value == 1.0 {
            return Ok(());
        }
        let message = format!("`{name}` is a flag and cannot be {value}.");
        Err(Refusal::new(
            "out-of-range",
            message,
            "It is 1 (on) or 0 (off).".to_owned(),
        ))
    }

    pub(crate) fn apply_setting(&mut self, name: &str, value: f64) {
        if let Some(key) = self.keys.iter().find(|key| key.name == name) {
            self.set(key.setting, value);
        }
    }
}
