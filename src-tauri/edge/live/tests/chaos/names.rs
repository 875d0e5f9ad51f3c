//! What there is to point at in a scenario, and words to say.

use drill::Drill;

use crate::dice::Dice;

/// People who take part. Two are one but for their capitals, one is written from right to left.
const PEOPLE: [&str; 9] = [
    "Ada",
    "ada",
    "Björn",
    "李雷",
    "Zoë van der Ångström",
    "O'Neil <b>",
    "נועה",
    "🙂",
    "Sam",
];

/// Names that a scenario has.
pub struct Names {
    pub roles: Vec<String>,
    pub components: Vec<String>,
    pub edges: Vec<String>,
    pub pools: Vec<String>,
    pub flags: Vec<String>,
    /// Key, value now, least and most.
    pub keys: Vec<(String, f64, f64, f64)>,
    pub alerts: Vec<String>,
    /// Expressions of alert rules.
    pub rules: Vec<String>,
    /// Component and version.
    pub versions: Vec<(String, String)>,
    pub endpoints: Vec<String>,
    pub expectations: Vec<String>,
    pub answers: Vec<String>,
    pub playbooks: Vec<String>,
    pub panels: Vec<String>,
    /// Texts that name a cause, a herring, or what an answer knows.
    pub telling: Vec<String>,
}

impl Names {
    pub fn of(drill: &Drill) -> Self {
        let scenario = drill.scenario();
        let system = &scenario.system;
        let told = wire::view::vocabulary(drill);
        let first = |groups: &Vec<Vec<String>>| {
            let words = groups.iter().filter_map(|group| group.first().cloned());
            words.collect::<Vec<_>>().join(" ")
        };
        let truth = &scenario.truth;
        let causes = truth.causes.iter().chain(&truth.herrings);
        let answers = scenario.answers.iter();
        let versions = told.versions.iter();
        let paths = system.traffic.journeys.iter().flat_map(|j| &j.calls);
        Self {
            roles: scenario.roles.iter().map(|role| role.id.clone()).collect(),
            components: told.components.iter().map(|one| one.0.clone()).collect(),
            edges: told.edges.iter().map(|one| one.0.clone()).collect(),
            pools: told.pools.clone(),
            flags: told.flags.iter().map(|one| one.0.clone()).collect(),
            keys: drill
                .world()
                .config()
                .into_iter()
                .map(|key| (key.key, key.value, key.min, key.max))
                .collect(),
            alerts: told.alerts.iter().map(|one| one.0.clone()).collect(),
            rules: told.rules.iter().map(|one| one.1.clone()).collect(),
            versions: versions
                .flat_map(|(id, all)| all.iter().map(move |v| (id.clone(), v.clone())))
                .collect(),
            endpoints: paths.map(|(_, endpoint)| endpoint.clone()).collect(),
            expectations: scenario.expectations.iter().map(|e| e.id.clone()).collect(),
            answers: answers.clone().map(|answer| answer.id.clone()).collect(),
            playbooks: scenario.playbooks.iter().map(|p| p.id.clone()).collect(),
            panels: system.panels.iter().map(|panel| panel.id.clone()).collect(),
            telling: causes
                .map(|cause| first(&cause.words))
                .chain(answers.map(|answer| first(&answer.words)))
                .collect(),
        }
    }

    /// What a text or a fault may point at.
    pub fn anything(&self, dice: &mut Dice) -> String {
        let from = match dice.below(8) {
            0 => &self.edges,
            1 => &self.pools,
            2 => &self.flags,
            3 => return dice.pick(&self.keys).0.clone(),
            4 => return (*dice.pick(&["traffic", "telemetry", "browser"])).to_owned(),
            _ => &self.components,
        };
        dice.name(from)
    }
}

/// A name of somebody: of those who are there, of the list, or none that can be taken.
pub fn person(dice: &mut Dice, drill: &Drill) -> String {
    let state = drill.state();
    let there: Vec<&str> = state
        .holdings
        .iter()
        .filter(|held| held.to_ms.is_none())
        .map(|held| held.person.as_str())
        .chain(state.desks.iter().map(|desk| desk.person.as_str()))
        .collect();
    match dice.below(12) {
        0 => String::new(),
        1 => "x".repeat(dice.below(90)),
        2 => "Facilitator\u{202e}".to_owned(),
        3..=8 if !there.is_empty() => (*dice.pick(&there)).to_owned(),
        _ => (*dice.pick(&PEOPLE)).to_owned(),
    }
}

/// Words that somebody writes.
pub fn words(dice: &mut Dice, names: &Names) -> String {
    match dice.below(14) {
        0 => "  \u{7}\t ".to_owned(),
        1 => "a".repeat(4_000 + dice.below(2)),
        2 => "line one\r\nline two\0 | `<script>` NaN inf".to_owned(),
        3 => "مرحبا 👩‍👩‍👧 Ω≈ç".to_owned(),
        4..=8 if !names.telling.is_empty() => dice.pick(&names.telling).clone(),
        _ => {
            let all = [
                "The pool of the API is full",
                "We look at the database now",
                "Rolled back, watching",
                "**Checkout** fails for _everybody_",
            ];
            (*dice.pick(&all)).to_owned()
        }
    }
}
