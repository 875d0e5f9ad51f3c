//! Any query finds what a plain filter finds, line by line, or is refused with its place.

use hostile::{PIECES, TextDamage, naughty, rounds, text_damage};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use regex::bytes::{Regex, RegexBuilder};
use world::logs::{LogLevel, LogRecord, LogStore, Query, RenderedLine};

use crate::data::SAMPLES;
use crate::empty_store;

/// A part of a query, and what it asks of a line.
#[derive(Debug, Clone)]
enum Part {
    /// What a line has, in quotes or not.
    Words {
        line: Index,
        from: Index,
        length: usize,
        quoted: bool,
    },
    /// What a line has, with what makes a regex of it before, in and behind it.
    Regex {
        line: Index,
        from: Index,
        length: usize,
        frame: (&'static str, &'static str, &'static str),
    },
    Service(&'static str),
    Level(&'static str, LogLevel),
    Request(Index),
    Replica(u16),
}

fn part() -> impl Strategy<Value = Part> {
    let levels = [
        ("debug", LogLevel::Debug),
        ("Notice", LogLevel::Info),
        ("warning", LogLevel::Warn),
        ("ERROR", LogLevel::Error),
    ];
    // Before, between two halves, behind.
    let frames = [
        ("", "", ""),
        ("", ".*", ""),
        ("(", "|", ")"),
        ("^.*", "", ""),
        ("", "", "$"),
        ("", "\\s*", "\\d*"),
        ("(?i-u)(?:", ")?(?:", ")+"),
        ("[0-9]+.*?", "", ""),
        ("(x|", ")(y|", "|)"),
        ("\\b", "", "\\b"),
        ("(?s)", ".+", ""),
    ];
    let place = any::<Index>;
    prop_oneof![
        3 => (place(), place(), 1usize..12, any::<bool>())
            .prop_map(|(line, from, length, quoted)| Part::Words { line, from, length, quoted }),
        3 => (place(), place(), 2usize..12, select(frames.to_vec()))
            .prop_map(|(line, from, length, frame)| Part::Regex { line, from, length, frame }),
        1 => select(&["api", "db", "web", "browser", "cache", "nowhere"][..]).prop_map(Part::Service),
        1 => select(levels.to_vec()).prop_map(|(word, level)| Part::Level(word, level)),
        1 => place().prop_map(Part::Request),
        1 => (0u16..4).prop_map(Part::Replica),
    ]
}

/// The same part as it is typed, and as a plain filter has it.
enum Plain {
    Has(String),
    /// A word that reads as a request id finds that request too.
    Id(String, u32),
    Is(Box<Regex>),
    Service(&'static str),
    Level(LogLevel),
    Request(u32),
    Replica(u16),
}

impl Plain {
    fn finds(&self, line: &RenderedLine) -> bool {
        let has = |word: &str| line.text.to_ascii_lowercase().contains(word);
        let req = line
            .req
            .as_deref()
            .and_then(|req| u32::from_str_radix(req, 16).ok());
        match self {
            Self::Has(word) => has(word),
            Self::Id(word, id) => has(word) || req == Some(*id),
            Self::Is(regex) => regex.is_match(line.text.as_bytes()),
            Self::Service(id) => line.component == *id,
            Self::Level(level) => line.level >= *level,
            Self::Request(id) => req == Some(*id),
            Self::Replica(replica) => line.replica == *replica,
        }
    }

    /// Several of the same kind are alternatives, if they are not negated.
    fn kind(&self) -> Option<u8> {
        match self {
            Self::Service(_) => Some(0),
            Self::Request(_) => Some(1),
            Self::Replica(_) => Some(2),
            _ => None,
        }
    }
}

fn piece(lines: &[RenderedLine], line: &Index, from: &Index, length: usize) -> String {
    let text: Vec<char> = line.get(lines).text.chars().collect();
    text[from.index(text.len())..].iter().take(length).collect()
}

/// None: it would be typed otherwise.
fn typed(part: &Part, lines: &[RenderedLine]) -> Option<(String, Plain)> {
    Some(match part {
        Part::Words {
            line,
            from,
            length,
            quoted,
        } => {
            let words = piece(lines, line, from, *length);
            let lower = words.to_ascii_lowercase();
            let is_id = lower.len() >= 6 && lower.bytes().all(|byte| byte.is_ascii_hexdigit());
            let plain = match u32::from_str_radix(&lower, 16) {
                Ok(id) if is_id && id != 0 => Plain::Id(lower, id),
                _ => Plain::Has(lower),
            };
            let text = if *quoted {
                format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
            } else {
                let plain_word = |c: char| c.is_ascii_alphanumeric() || "._=,;'#".contains(c);
                if !words.chars().all(plain_word) {
                    return None;
                }
                words
            };
            (text, plain)
        }
        Part::Regex {
            line,
            from,
            length,
            frame: (before, between, behind),
        } => {
            let words: Vec<char> = piece(lines, line, from, *length).chars().collect();
            let (one, other) = words.split_at(words.len() / 2);
            let escaped = |half: &[char]| regex::escape(&half.iter().collect::<String>());
            let pattern = format!(
                "{before}{}{between}{}{behind}",
                escaped(one),
                escaped(other)
            );
            let regex = RegexBuilder::new(&pattern)
                .unicode(false)
                .case_insensitive(true)
                .multi_line(true)
                .build()
                .ok()?;
            // A slash ends it, unless a backslash stands before it.
            let text = format!("/{}/", pattern.replace('/', "\\/"));
            (text, Plain::Is(Box::new(regex)))
        }
        Part::Service(id) => (format!("service:{id}"), Plain::Service(id)),
        Part::Level(word, level) => (format!("level:{word}"), Plain::Level(*level)),
        Part::Request(line) => {
            let id = line.get(lines).req.clone()?;
            let number = u32::from_str_radix(&id, 16).ok()?;
            (format!("req:{id}"), Plain::Request(number))
        }
        Part::Replica(replica) => (format!("replica:{replica}"), Plain::Replica(*replica)),
    })
}

fn plain_filter(parts: &[(bool, Plain)], line: &RenderedLine) -> bool {
    parts.iter().all(|(negated, part)| {
        let finds = part.finds(line);
        match part.kind() {
            Some(kind) if !negated => parts
                .iter()
                .filter(|(negated, other)| !negated && other.kind() == Some(kind))
                .any(|(_, other)| other.finds(line)),
            _ => finds != *negated,
        }
    })
}

/// Lines of every kind there is, with figures of all sizes.
fn store(figures: &[(u32, u32, u16)]) -> LogStore {
    let mut store = empty_store();
    for (n, (a, b, replica)) in figures.iter().enumerate() {
        let (line, source, x, own_a, own_b, level) = SAMPLES[n % SAMPLES.len()];
        let source = store.names_mut().intern(source);
        let x = store.names_mut().intern(x);
        let (a, b) = if n % 2 == 0 { (own_a, *b) } else { (*a, own_b) };
        let (at_us, req) = (n as i64 * 750_000, b.rotate_left(8));
        let replica = *replica;
        store.push(LogRecord {
            at_us,
            req,
            a,
            b,
            source,
            replica,
            x,
            level,
            line,
        });
    }
    store
}

fn lines(store: &LogStore) -> Vec<RenderedLine> {
    (0..store.len()).filter_map(|at| store.render(at)).collect()
}

/// All matches, by pages of seven.
fn found(store: &LogStore, query: &Query) -> Vec<usize> {
    let mut all = Vec::new();
    let mut before = None;
    loop {
        let page = store.search(query, i64::MIN, i64::MAX, before, 7);
        assert_eq!(page.scanned as usize, store.len());
        assert_eq!(page.histogram.iter().sum::<u32>(), page.matched);
        all.extend(page.lines.iter().map(|line| line.index as usize));
        match page.lines.last() {
            Some(last) => before = Some(last.index as usize),
            None => {
                assert_eq!(page.matched as usize, all.len());
                return all;
            }
        }
    }
}

proptest! {
    #![proptest_config(rounds(150))]

    #[test]
    fn a_query_finds_what_a_plain_filter_finds(
        figures in vec((any::<u32>(), any::<u32>(), 0u16..4), 60..140),
        parts in vec((any::<bool>(), part()), 0..6),
    ) {
        let store = store(&figures);
        let lines = lines(&store);
        let mut text = String::new();
        let mut filter = Vec::new();
        for (negated, part) in &parts {
            let Some((typed, plain)) = typed(part, &lines) else { continue };
            text += &format!("{}{typed} ", if *negated { "-" } else { "" });
            filter.push((*negated, plain));
        }
        // Too large a regex is refused.
        let Ok(query) = Query::parse(&text) else {
            prop_assert!(text.contains('/') || text.len() > 400, "{}", text);
            return Ok(());
        };
        let plainly: Vec<usize> =
            (0..lines.len()).rev().filter(|at| plain_filter(&filter, &lines[*at])).collect();
        prop_assert_eq!(found(&store, &query), plainly, "{}", text);
    }
}

/// What somebody types, from which damage makes what nobody types.
const TYPED: &str = "timeout -pool \"too many clients\" service:api -service:db level:warn req:8f2103 \
                     replica:2 /pool ?timeout|x{2,9}/ -/^(a|b)*[^c]$/ /api/checkout é \"a \\\" b\"";

/// It is read, and then it runs; or it is refused, with a place in it and in words.
fn tried(text: &str, store: &LogStore) {
    match Query::parse(text) {
        Ok(query) => {
            let page = store.search(&query, i64::MIN, i64::MAX, None, 5);
            assert!(page.matched <= page.scanned, "{text}");
            // The same again: nothing of a search is left over for the next.
            assert_eq!(store.search(&query, i64::MIN, i64::MAX, None, 5), page);
        }
        Err(error) => {
            assert!(text.is_char_boundary(error.at), "{text}: {}", error.at);
            assert!(
                !error.message.is_empty() && !error.help.is_empty(),
                "{text}"
            );
            assert!(error.to_string().len() < 1_500, "{text}: {error}");
        }
    }
}

#[test]
fn naughty_queries_run_or_are_refused() {
    let store = store(&vec![(7, 9, 1); SAMPLES.len()]);
    for text in naughty() {
        for text in [
            text.to_owned(),
            format!("/{text}/"),
            format!("\"{text}\""),
            format!("req:{text}"),
        ] {
            tried(&text, &store);
        }
    }
}

/// What is quoted of a query is a piece of it.
#[test]
fn what_is_said_about_a_query_is_shorter_than_the_query() {
    for key in ["level", "req", "replica"] {
        let text = format!("{key}:{}", "\u{7f}".repeat(400));
        let said = Query::parse(&text).expect_err("it is none").to_string();
        assert!(said.contains("\"…") && said.len() < 400, "{said}");
    }
}

proptest! {
    #![proptest_config(rounds(400))]

    #[test]
    fn any_query_runs_or_is_refused(
        damages in vec(text_damage(), 1..5),
        from in 0usize..60,
        piece in select(&PIECES[..]),
        times in prop_oneof![4 => Just(0usize), 1 => 1usize..200],
    ) {
        static STORE: std::sync::LazyLock<LogStore> =
            std::sync::LazyLock::new(|| store(&vec![(7, 9, 1); SAMPLES.len()]));
        let start = (from..).find(|at| TYPED.is_char_boundary(*at)).unwrap_or(0);
        let text = damages.iter().fold(TYPED[start..].to_owned(), |text, damage: &TextDamage| damage.done(&text));
        tried(&format!("{text}{}", piece.repeat(times)), &STORE);
    }
}
