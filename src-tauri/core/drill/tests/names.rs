//! Names of people: what is kept of them, and that nobody on the board looks like somebody else.
#![allow(clippy::unwrap_used)]

mod play;
mod refused;

use drill::names::name;
use drill::{Command, Drill, Fact, NAME_MAX};
use hostile::{PIECES, naughty, rounds};
use play::fresh;
use proptest::prelude::*;
use proptest::sample::select;
use refused::refused;

fn kept(text: &str) -> Result<String, String> {
    name(text, "The name").map_err(|refusal| refusal.code)
}

/// (what was written, what is kept)
const KEPT: [(&str, Result<&str, &str>); 24] = [
    ("  Ada \t Lovelace ", Ok("Ada Lovelace")),
    ("Ada\nBjörn", Ok("Ada Björn")),
    ("A\u{200b}d\u{ad}a\u{feff}", Ok("Ada")),
    ("\u{202e}adA\u{2066}", Ok("adA")),
    ("Bjo\u{308}rn", Ok("Björn")),
    ("李雷", Ok("李雷")),
    ("עדה", Ok("עדה")),
    // What joins letters is spelling in Persian and Marathi, and makes one sign of three.
    ("علی\u{200c}رضا", Ok("علی\u{200c}رضا")),
    ("क्\u{200d}ष", Ok("क्\u{200d}ष")),
    ("👩\u{200d}🚒", Ok("👩\u{200d}🚒")),
    ("❤\u{fe0f}", Ok("❤\u{fe0f}")),
    // Where it joins nothing it is nothing.
    ("A\u{200d}da\u{200d}", Ok("Ada")),
    ("علی\u{200c}", Ok("علی")),
    (
        "A\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}",
        Ok("À\u{301}\u{302}\u{303}\u{304}"),
    ),
    ("\u{301}Ada", Ok("Ada")),
    ("O'Brien-Ñúñez, Jr.", Ok("O'Brien-Ñúñez, Jr.")),
    ("", Err("empty")),
    (" \u{3000}\u{2003}", Err("empty")),
    ("\u{200b}\u{200d}\u{2060}", Err("empty")),
    ("\u{3164}", Err("empty")),
    ("\u{2800}", Err("empty")),
    ("\u{e000}", Err("empty")),
    ("\u{301}\u{302}", Err("empty")),
    ("\u{fe0f}", Err("empty")),
];

#[test]
fn what_can_be_seen_of_a_name_is_kept() {
    for (text, wanted) in KEPT {
        let wanted = wanted.map(str::to_owned).map_err(str::to_owned);
        assert_eq!(kept(text), wanted, "{text:?}");
    }
    assert!(kept(&"x".repeat(NAME_MAX)).is_ok());
    assert_eq!(kept(&"x".repeat(NAME_MAX + 1)), Err("too-long".to_owned()));
}

fn assign(role: &str, person: &str) -> Command {
    Command::Assign {
        role: role.to_owned(),
        person: person.to_owned(),
    }
}

fn on_board(drill: &Drill) -> Vec<String> {
    let held = drill.state().holdings.iter().filter(|h| h.to_ms.is_none());
    held.map(|h| h.person.clone()).collect()
}

/// Somebody who looks like Ada, or is her.
const ALIKE: [&str; 8] = [
    "Аda",
    "Adа",
    "А\u{200b}da",
    "ＡＤＡ",
    "𝐀da",
    "Α\u{202d}DA",
    "ada",
    "A\u{200d}da",
];

#[test]
fn nobody_sits_down_who_looks_like_somebody_else() {
    for name in ALIKE {
        let mut drill = fresh();
        drill.join("Ada", 0).unwrap();
        assert_eq!(
            drill.join(name, 0).unwrap_err().code,
            "name-taken",
            "{name}"
        );
        drill.join("Bo", 0).unwrap();
        let rename = Command::Rename {
            from: "Bo".to_owned(),
            to: name.to_owned(),
        };
        assert_eq!(refused(&mut drill, &rename), "name-taken", "{name}");
    }
    // These do not.
    let mut drill = fresh();
    for name in [
        "Ada", "Adam", "Ian", "Lan", "Аня", "אדה", "Ida", "Änne", "Anne", "李雷", "李磊",
    ] {
        drill
            .join(name, 0)
            .unwrap_or_else(|said| panic!("{name}: {said}"));
    }
}

#[test]
fn the_facilitator_finds_who_is_there_and_puts_nobody_beside_them_who_looks_the_same() {
    // It is she, however she is written.
    for name in ["ada", "ＡＤＡ", "A\u{200b}da", " Ada "] {
        let mut drill = fresh();
        drill.command(&assign("on-call", "Ada"), 0).unwrap();
        drill.command(&assign("bridge", name), 0).unwrap();
        assert_eq!(on_board(&drill), ["Ada", "Ada"], "{name}");
    }
    // It is not.
    let mut drill = fresh();
    drill.command(&assign("on-call", "Ada"), 0).unwrap();
    assert_eq!(refused(&mut drill, &assign("bridge", "Аda")), "name-taken");
    let hand_over = Command::HandOver {
        role: "on-call".to_owned(),
        from: "Ada".to_owned(),
        to: "Adа".to_owned(),
        note: String::new(),
    };
    assert_eq!(refused(&mut drill, &hand_over), "name-taken");
    assert_eq!(drill.join("Аda", 0).unwrap_err().code, "name-taken");
    // Who is on the board under that name sits down as they.
    drill.join("ADA", 0).unwrap();
    assert!(drill.state().at_desk("Ada"));
}

#[test]
fn no_name_means_something_else_on_a_screen() {
    for name in [
        "Facilitator",
        "sуstem",
        "ROOM",
        "r\u{200b}oom",
        "run  sheet",
    ] {
        let mut drill = fresh();
        assert_eq!(drill.join(name, 0).unwrap_err().code, "name", "{name}");
        assert_eq!(
            refused(&mut drill, &assign("bridge", name)),
            "name",
            "{name}"
        );
    }
}

#[test]
fn a_text_is_not_turned_and_not_empty_to_the_eye() {
    let observe = |text: &str| Command::Observe {
        text: text.to_owned(),
        mark: None,
        at_ms: None,
        by: None,
    };
    let mut drill = fresh();
    for text in ["\u{200b}", "\u{2800} \n\u{3164}", "\u{202e}\u{202c}"] {
        assert_eq!(refused(&mut drill, &observe(text)), "empty", "{text:?}");
    }
    let text = "a \u{202e}b\u{202c}\n\u{2067}עדה\u{2069}: 👩\u{200d}🚒\u{1b}[2J";
    drill.command(&observe(text), 0).unwrap();
    let Some(Fact::Observed { text, .. }) = drill.events().last().map(|event| &event.fact) else {
        panic!("it was noted")
    };
    assert_eq!(text, "a b\nעדה: 👩\u{200d}🚒[2J");
}

/// A name that is on the board: seen, one line, and the same again.
fn is_a_name(name: &str) {
    assert!((1..=NAME_MAX).contains(&name.chars().count()), "{name:?}");
    assert!(!name.contains(char::is_control), "{name:?}");
    assert!(!name.contains(|c| "\u{202e}\u{2066}\u{200b}\u{feff}\u{ad}".contains(c)));
    assert!(name.contains(|c: char| !c.is_whitespace()), "{name:?}");
    assert_eq!(kept(name), Ok(name.to_owned()));
}

#[test]
fn naughty_strings_are_names_or_are_refused() {
    let mut count = 0;
    for text in naughty() {
        match kept(text) {
            Ok(name) => {
                count += 1;
                is_a_name(&name);
            }
            Err(code) => assert!(code == "empty" || code == "too-long", "{text:?}: {code}"),
        }
    }
    assert!(count > 300, "{count}");
}

proptest! {
    #![proptest_config(rounds(200))]

    #[test]
    fn any_text_is_a_name_or_is_refused(text in any::<String>(), piece in select(&PIECES[..]), at in any::<usize>()) {
        let mut chars: Vec<char> = text.chars().collect();
        let at = at % (chars.len() + 1);
        chars.splice(at..at, piece.chars());
        let text: String = chars.into_iter().collect();
        if let Ok(name) = kept(&text) {
            is_a_name(&name);
        }
    }

    /// Whatever is in it that cannot be seen, and wherever.
    #[test]
    fn who_is_there_already_is_not_there_twice(
        pieces in proptest::collection::vec((0usize..4, select(&["\u{200b}", "\u{200d}", "\u{202e}", "\u{2066}", "\u{ad}", "\u{feff}", "\u{0}", "\u{e0041}"][..])), 1..6),
    ) {
        let mut name = String::from("Ada");
        for (at, piece) in pieces {
            let at = name.char_indices().nth(at).map_or(name.len(), |(at, _)| at);
            name.insert_str(at, piece);
        }
        let mut drill = fresh();
        drill.join("Ada", 0).unwrap();
        prop_assert_eq!(drill.join(&name, 0).unwrap_err().code, "name-taken");
    }
}
