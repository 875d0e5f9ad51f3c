//! What the benchmark's postmortem says. The timeline is drawn by lot from a fixed seed:
//! 40 sentences with two to four gaps each, filled from lists of services, people's words,
//! figures, clocks and hexadecimal ids, so that of 10,000 rows practically none says the
//! same as another (`tests/pdf.rs` counts), and words come again as they do in a real
//! record. A tenth of the rows has a link, a third emphasis or code, one in eight letters
//! beyond ASCII, one in twenty Cyrillic ones.

use report::Postmortem;
use report::postmortem::{RowKind, TimelineRow};

use crate::fixture;

/// The fixture's postmortem with a timeline of so many rows, and without graphs: what the
/// peers would have to draw them with differs too much.
pub fn postmortem(rows: usize) -> Postmortem {
    let mut lot = Lot(0x0003_a03a_03a0_3a03);
    let mut at_ms = 0;
    let timeline = (0..rows).map(|i| {
        at_ms += 200 + lot.below(1_400) as i64;
        row(&mut lot, at_ms, 100 + i as u64)
    });
    Postmortem {
        timeline: timeline.collect(),
        graphs: Vec::new(),
        ..fixture::outage()
    }
}

/// SplitMix64: the same lot everywhere.
struct Lot(u64);

impl Lot {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64) as usize]
    }
}

fn row(lot: &mut Lot, at_ms: i64, event: u64) -> TimelineRow {
    let (kind, sentence) = SENTENCES[lot.below(SENTENCES.len() as u64) as usize];
    let who = match kind {
        RowKind::System | RowKind::Alert => "",
        RowKind::Inject => "Facilitator",
        _ => lot.of(&ROLES),
    };
    TimelineRow {
        at_ms,
        who: who.to_owned(),
        kind,
        text: fill(lot, sentence),
        event: Some(event),
        harmful: kind == RowKind::Act && lot.below(12) == 0,
        ..TimelineRow::default()
    }
}

/// Fills a sentence's gaps, `~1` to `~9`.
fn fill(lot: &mut Lot, sentence: &str) -> String {
    let mut out = String::with_capacity(sentence.len() + 32);
    let mut chars = sentence.chars();
    while let Some(c) = chars.next() {
        if c != '~' {
            out.push(c);
            continue;
        }
        match chars.next().unwrap_or('~') {
            '1' => out.push_str(lot.of(&SERVICES)),
            '2' => out.push_str(&format!("{} %", 1 + lot.below(99))),
            '3' => out.push_str(&(10 + lot.below(89_990)).to_string()),
            '4' => out.push_str(&format!("{} ms", 20 + lot.below(9_000))),
            '5' => out.push_str(&format!("0{}:{:02}", 3 + lot.below(3), lot.below(60))),
            '6' => out.push_str(&format!("{:08x}", lot.next() as u32)),
            '7' => out.push_str(lot.of(&REMARKS)),
            '8' => out.push_str(&format!("eu-west-{}{}", 1 + lot.below(3), lot.of(&ZONES))),
            '9' => out.push_str(lot.of(&VENUES)),
            c => out.push(c),
        }
    }
    out
}

const ROLES: [&str; 6] = [
    "On-Call Engineer",
    "Backend Engineer",
    "Frontend Engineer",
    "Bridge Engineer",
    "Documentation Lead",
    "Database Engineer",
];

const ZONES: [&str; 3] = ["a", "b", "c"];

const SERVICES: [&str; 24] = [
    "checkout-api",
    "orders-db",
    "payment-gateway",
    "inventory",
    "search-index",
    "recommendations",
    "web-shop",
    "session-cache",
    "mail-relay",
    "invoice-writer",
    "stock-sync",
    "edge-proxy",
    "auth",
    "feature-flags",
    "ai-router",
    "ai-worker",
    "prompt-store",
    "vector-index",
    "ledger",
    "settlement",
    "fraud-scorer",
    "image-resizer",
    "event-bus",
    "audit-log",
];

const VENUES: [&str; 8] = [
    "Köln",
    "Málaga",
    "Łódź",
    "Zürich",
    "Göteborg",
    "São Paulo",
    "Leeds",
    "Denver",
];

const REMARKS: [&str; 16] = [
    "nobody watches it at night",
    "that is twice the usual rate",
    "the runbook says otherwise",
    "we saw the same in March",
    "support has been told",
    "the façade answers, the core does not",
    "the canary is naïve about retries",
    "waiting for the database team",
    "the graph lags by a minute",
    "two of three replicas agree",
    "no customer has complained yet",
    "it looks like a thundering herd",
    "the cache is cold after the restart",
    "пул соединений исчерпан, ждём",
    "проверяю журналы шлюза",
    "next look in five minutes",
];

const SENTENCES: [(RowKind, &str); 40] = [
    (
        RowKind::Alert,
        "Error rate of `~1` above ~2 for two minutes (~8)",
    ),
    (RowKind::Alert, "`~1`: p99 latency is ~4, the limit is ~4"),
    (
        RowKind::Alert,
        "Queue of `~1` holds ~3 messages, the oldest from ~5",
    ),
    (RowKind::Alert, "Resolved: saturation of ~1 back below ~2"),
    (RowKind::Alert, "Disk of ~1-~6 in ~8 is ~2 full"),
    (RowKind::System, "Instance ~6 of `~1` restarted after ~4"),
    (
        RowKind::System,
        "Deploy ~3 of `~1` reached ~2 of the instances in ~8",
    ),
    (RowKind::System, "Autoscaler: `~1` from ~3 to ~3 instances"),
    (
        RowKind::System,
        "Health check of `~1` in ~8 failed with status 503 after ~4",
    ),
    (RowKind::System, "Replica ~6 lags ~4 behind its leader"),
    (RowKind::Look, "Opened the dashboard *~1 overview* for ~8"),
    (
        RowKind::Look,
        "Searched the logs of `~1` for `status=500 trace=~6`: ~3 lines",
    ),
    (
        RowKind::Look,
        "Opened the trace ~6: ~4 in `~1`, of that ~4 waiting for a connection",
    ),
    (RowKind::Look, "Compared deploys ~3 and ~3 of `~1`: ~7"),
    (
        RowKind::Look,
        "Read [the runbook for ~1](https://runbooks.example/~1/~3), step ~5",
    ),
    (
        RowKind::Look,
        "Queried `SELECT count(id) FROM orders WHERE shard = ~3`: ~3 rows in ~4",
    ),
    (RowKind::Act, "Rolled `~1` back to ~3"),
    (RowKind::Act, "Restarted instance ~6 of `~1` in ~8"),
    (
        RowKind::Act,
        "Set the limit of `~1` from ~3 to ~3 requests a second; ~7",
    ),
    (
        RowKind::Act,
        "Switched the flag `~1.fast-path` off for ~2 of the users",
    ),
    (RowKind::Act, "Drained ~8 of `~1`, ~3 sessions moved"),
    (
        RowKind::Act,
        "Raised the pool of `~1` to ~3 connections, time-out ~4",
    ),
    (
        RowKind::Hypothesis,
        "Raised: `~1` retries without jitter and drains the pool of `~1`",
    ),
    (
        RowKind::Hypothesis,
        "Refuted: the job of ~5 blocks `~1`; it ended after ~4",
    ),
    (
        RowKind::Hypothesis,
        "Raised: **certificate** ~6 of `~1` has expired at ~5",
    ),
    (
        RowKind::Hypothesis,
        "Confirmed: deploy ~3 of ~1 made every request ~4 slower",
    ),
    (
        RowKind::Update,
        "Sent to management: ~2 of orders fail, cause not known, next update at ~5",
    ),
    (
        RowKind::Update,
        "Sent to ~9: users are served again since ~5; we are checking",
    ),
    (
        RowKind::Notice,
        "Status page: _Some payments fail. Your card is not charged._ (~3)",
    ),
    (
        RowKind::Notice,
        "Status page: all systems of ~9 work again since ~5",
    ),
    (
        RowKind::Check,
        "Smoke test of `~1`: ~2 of the steps green in ~4",
    ),
    (
        RowKind::Check,
        "Bought a test article in the shop of ~9: accepted in ~4",
    ),
    (RowKind::Message, "~9 reports ~3 tickets since ~5, ~7"),
    (RowKind::Message, "Who looks at `~1`? ~7"),
    (RowKind::Message, "\"~7\" – from ~9, about ~1"),
    (
        RowKind::Message,
        "See [ticket ~3](https://tickets.example/~3) of ~9: payment hangs for ~4; ~7",
    ),
    (
        RowKind::Note,
        "Open question for the hot wash: who owns `~1` in ~8? ~7",
    ),
    (
        RowKind::Note,
        "**Keep:** the graph of `~1` at ~5, see [board ~6](https://boards.example/~6)",
    ),
    (
        RowKind::Severity,
        "Declared **SEV-2** for ~9, bridge ~3 is open",
    ),
    (
        RowKind::Inject,
        "Fault: `~1` drops ~2 of its packets to `~1` in ~8",
    ),
];
