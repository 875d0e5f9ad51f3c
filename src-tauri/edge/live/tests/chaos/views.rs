//! All that is shown of a drill, word for word, and how two of them are compared.

use drill::Drill;
use scenario::Page;
use wire::view::Around;

use crate::held::ensure;

/// What each audience sees now: its name, and the view as Rust prints it, so that NaN and the
/// infinite are seen, which JSON has no word for.
pub fn views(drill: &Drill) -> Vec<(String, String)> {
    let mut around = Around::default();
    for desk in &drill.state().desks {
        around.connected.insert(desk.desk, desk.desk % 2);
    }
    let mut all = vec![
        (
            "console".to_owned(),
            format!("{:?}", wire::view::console(drill, &around)),
        ),
        (
            "room".to_owned(),
            format!("{:?}", wire::view::room(drill, &around)),
        ),
        (
            "story".to_owned(),
            format!("{:?}", wire::view::story(drill, true)),
        ),
        (
            "writing".to_owned(),
            format!("{:?}", wire::view::writing(drill)),
        ),
    ];
    let mut roles: Vec<String> = Vec::new();
    for desk in &drill.state().desks {
        let seat = wire::view::seat(drill, &desk.person, false);
        all.push((format!("seat of {}", desk.person), format!("{seat:?}")));
        roles.push(wire::view::roles_key(drill, &desk.person));
    }
    roles.sort();
    roles.dedup();
    for key in roles.iter().take(2) {
        let held: Vec<&str> = key.split_whitespace().collect();
        let view = wire::view::desk(drill, &held, false);
        all.push((format!("desk of {key}"), format!("{view:?}")));
    }
    for page in [
        Page::Deploys,
        Page::Database,
        Page::AiPipeline,
        Page::WebConsole,
    ] {
        let view = wire::view::page(drill, page, None);
        all.push((format!("page {page:?}"), format!("{view:?}")));
    }
    all
}

/// No figure in a view is NaN or infinite. What stands between quotes is words.
pub fn finite(name: &str, view: &str) -> Result<(), String> {
    let (mut quoted, mut escaped, mut from) = (false, false, 0);
    for (at, c) in view.char_indices().chain([(view.len(), ' ')]) {
        if quoted {
            (quoted, escaped) = (c != '"' || escaped, c == '\\' && !escaped);
            from = at + c.len_utf8();
        } else if c == '"' {
            quoted = true;
        } else if !c.is_alphanumeric() && c != '_' {
            let word = view.get(from..at).unwrap_or_default();
            ensure(!matches!(word, "NaN" | "inf"), || {
                format!("{name} has a figure that is none: {}", around(view, at))
            })?;
            from = at + c.len_utf8();
        }
    }
    Ok(())
}

/// Two of the same moment are the same.
pub fn same(
    what: &str,
    one: &[(String, String)],
    other: &[(String, String)],
) -> Result<(), String> {
    ensure(one.len() == other.len(), || {
        format!("{what}: others are shown")
    })?;
    for ((name, one), (_, other)) in one.iter().zip(other) {
        ensure(one == other, || {
            format!("{what}, {name}: {}", first_difference(one, other))
        })?;
    }
    Ok(())
}

/// Where two texts begin to differ.
pub fn first_difference(one: &str, other: &str) -> String {
    let pairs = one.bytes().zip(other.bytes());
    let at = pairs.take_while(|(one, other)| one == other).count();
    format!("\n    {}\n    {}", around(one, at), around(other, at))
}

fn around(text: &str, at: usize) -> String {
    let boundary = |at: usize| (at..=text.len()).find(|at| text.is_char_boundary(*at));
    let from = boundary(at.saturating_sub(160)).unwrap_or(text.len());
    let to = boundary((at + 120).min(text.len())).unwrap_or(text.len());
    text[from..to].to_owned()
}
