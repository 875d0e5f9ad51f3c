//! What an act did, in words.

use super::{Effect, Figure, Of, Panel, Sum};
use crate::words::count;

/// Gains named, the weightiest; the cost is named whole.
const GAINS: usize = 2;

impl Effect {
    /// In words, e.g. "over 7 minutes: without it 5,210 more requests would have failed; API errors
    /// 0 instead of 21 %; at a cost: 1,240 tasks thrown away".
    pub fn says(&self) -> String {
        let mut said: Vec<String> = Vec::new();
        match self.sum {
            Sum::Better | Sum::Relief => {
                said.extend(self.gain());
                if self.sum == Sum::Relief {
                    said.push("it did not last".to_owned());
                }
            }
            Sum::Worse => said.extend(self.harm()),
            Sum::NoEffect | Sum::Fine => said.push("no difference to not doing it".to_owned()),
        }
        let cost = self.cost();
        if !cost.is_empty() {
            said.push(format!("at a cost: {}", cost.join(", ")));
        }
        let only = if self.stretch.early { "only " } else { "" };
        format!("over {only}{}: {}", self.minutes(), said.join("; "))
    }

    /// What it cost although it was not worse all in all, in words, e.g. "1,240 tasks thrown away".
    pub fn cost(&self) -> Vec<String> {
        match self.sum {
            Sum::Worse => Vec::new(),
            _ => self.harm(),
        }
    }

    fn gain(&self) -> Vec<String> {
        let gains = |figures: &[Figure]| -> Vec<String> {
            let better = figures.iter().filter(|figure| figure.sign() > 0);
            better.filter_map(better_by).take(GAINS).collect()
        };
        let mut said = gains(&self.figures);
        said.extend(self.panels.iter().filter(|p| p.better).map(stands));
        if said.is_empty() {
            said.extend(gains(&self.last).iter().map(|gain| at_the_end(gain)));
        }
        said
    }

    fn harm(&self) -> Vec<String> {
        let harms = |figures: &[Figure]| -> Vec<String> {
            let worse: Vec<&Figure> = figures.iter().filter(|f| f.sign() < 0).collect();
            let purged = worse.iter().any(|figure| figure.of == Of::TasksPurged);
            let told = worse.iter().filter(|f| !(purged && f.of == Of::TasksLost));
            told.map(|figure| worse_by(figure)).collect()
        };
        let mut said = harms(&self.figures);
        let summed = |f: &Figure| f.of == Of::Requests && f.sign() < 0;
        if let Some(more) = self.at_first
            && !self.figures.iter().any(summed)
        {
            said.push(format!("{} more requests failed at first", count(more)));
        }
        said.extend(self.panels.iter().filter(|p| !p.better).map(stands));
        if said.is_empty() && self.sum == Sum::Worse {
            said.extend(harms(&self.last).iter().map(|harm| at_the_end(harm)));
        }
        said
    }

    fn minutes(&self) -> String {
        match (self.stretch.to_s - self.stretch.from_s + 30) / 60 {
            1 => "1 minute".to_owned(),
            n => format!("{n} minutes"),
        }
    }
}

/// None: it is part of another figure.
fn better_by(figure: &Figure) -> Option<String> {
    let n = count(apart(figure));
    Some(match &figure.of {
        Of::Users => format!("without it {n} more users would have been affected"),
        Of::Requests => format!("without it {n} more requests would have failed"),
        Of::Business(name) => format!("{} more {name} than without it", share(figure)),
        Of::TasksLost => format!("without it {n} more tasks would have been lost"),
        Of::TasksDone => format!("{n} more tasks done than without it"),
        Of::TurnedAway | Of::TasksPurged | Of::WritesLost => return None,
    })
}

fn worse_by(figure: &Figure) -> String {
    let n = count(apart(figure));
    match &figure.of {
        Of::Users => format!("{n} more users affected than without it"),
        Of::TurnedAway => format!("{n} users turned away"),
        Of::Business(name) => format!("{} fewer {name} than without it", share(figure)),
        Of::Requests => format!("{n} more requests failed than without it"),
        Of::TasksLost => format!("{n} more tasks lost than without it"),
        Of::TasksPurged => format!("{n} tasks thrown away"),
        Of::TasksDone => format!("{n} fewer tasks done than without it"),
        Of::WritesLost => format!("{n} writes lost for good"),
    }
}

fn at_the_end(said: &str) -> String {
    format!("{said} in the last minute")
}

fn apart(figure: &Figure) -> u64 {
    figure.with.abs_diff(figure.without)
}

/// A difference as a share of what there would have been, or as a number when it is larger.
fn share(figure: &Figure) -> String {
    if figure.without > 0 && apart(figure) <= figure.without.unsigned_abs() {
        let percent = 100.0 * apart(figure) as f64 / figure.without as f64;
        format!("{percent:.0} %")
    } else {
        count(apart(figure))
    }
}

fn stands(panel: &Panel) -> String {
    let unit = &panel.unit;
    format!(
        "{} {} instead of {} {unit}",
        panel.title,
        short(panel.with),
        short(panel.without)
    )
}

/// A figure with the digits that matter.
fn short(value: f64) -> String {
    if value.abs() >= 10.0 || value == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}
