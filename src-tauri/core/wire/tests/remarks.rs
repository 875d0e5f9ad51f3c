//! Remarks stand where the editor's text has the words, whatever stands before them.

use drill::writing::Field;
use report::Postmortem;
use report::postmortem::RoleShift;
use wire::view::preview;

fn draft() -> Postmortem {
    Postmortem {
        role_board: vec![RoleShift {
            role: "On-Call Engineer".to_owned(),
            person: "Zoë Łukasik".to_owned(),
            ..RoleShift::default()
        }],
        ..Postmortem::default()
    }
}

/// The words that a browser would select.
fn selected(text: &str, from: u32, to: u32) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    String::from_utf16_lossy(&units[from as usize..to as usize])
}

#[test]
fn the_words_that_are_meant_are_the_words_that_are_selected() {
    let cases = [
        (Field::Summary, "🔥 Zoë restarted the database."),
        (Field::WentBadly, "- 🔥 nothing\n\n- Zoë was alone"),
        (Field::WentWell, "first\n   * 👍 second, by Zoë  \nthird"),
        (Field::Lessons, "One.\n\nTwo, says Zoë."),
    ];
    for (field, text) in cases {
        let (blocks, remarks) = preview(&draft(), field, text);
        assert!(!blocks.is_empty(), "{field:?}");
        let one = remarks.iter().find(|remark| remark.found == "Zoë");
        let one = one.unwrap_or_else(|| panic!("{field:?}: {remarks:?}"));
        assert_eq!(selected(text, one.from, one.to), "Zoë", "{field:?}");
        assert_eq!(one.field, Some(field));
        assert!(!one.remedy.is_empty());
    }
}

#[test]
fn a_plain_text_has_no_remarks() {
    let (_, remarks) = preview(
        &draft(),
        Field::Lessons,
        "The pool was too small for the night job.",
    );
    assert_eq!(remarks, []);
}
