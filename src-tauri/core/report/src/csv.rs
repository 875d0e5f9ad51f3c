//! Action items for a spreadsheet.

use crate::clean::clean_line;
use crate::postmortem::ActionItem;

/// RFC 4180: a header, CRLF, quotes where needed.
pub(crate) fn write(items: &[ActionItem]) -> String {
    let mut out = String::from("title,owner,due,type,changes\r\n");
    for item in items {
        let fields = [
            clean_line(&item.title),
            clean_line(item.owner.as_deref().unwrap_or("")),
            clean_line(item.due.as_deref().unwrap_or("")),
            item.kind.word().to_owned(),
            item.changes.map_or("", |c| c.word()).to_owned(),
        ];
        let fields: Vec<String> = fields.iter().map(|f| field(f)).collect();
        out.push_str(&fields.join(","));
        out.push_str("\r\n");
    }
    out
}

fn field(text: &str) -> String {
    // A spreadsheet would run a cell that starts like a formula, in wide letters as well; an
    // apostrophe makes it text.
    let text = if text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    // Where a comma is in numbers, a spreadsheet takes a semicolon to end a cell: what stands behind
    // one would be a cell of its own, and could be a formula.
    if text.contains([',', ';', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::postmortem::{ActionItem, ActionKind, Change};

    #[test]
    fn fields_are_quoted_and_formulas_are_text() {
        let item = ActionItem {
            title: "=HYPERLINK(\"x\", 1)".to_owned(),
            owner: Some("Müller, Zoë".to_owned()),
            due: None,
            kind: ActionKind::Detect,
            changes: Some(Change::Threshold),
        };
        assert_eq!(
            write(&[item]),
            "title,owner,due,type,changes\r\n\
             \"'=HYPERLINK(\"\"x\"\", 1)\",\"Müller, Zoë\",,detect,threshold\r\n"
        );
    }

    #[test]
    fn no_separator_makes_a_formula_of_what_stands_behind_it() {
        let item = ActionItem {
            title: "Look at it;=1+1".to_owned(),
            owner: Some("＝1+1".to_owned()),
            ..ActionItem::default()
        };
        assert_eq!(
            write(&[item]),
            "title,owner,due,type,changes\r\n\"Look at it;=1+1\",'＝1+1,,prevent,\r\n"
        );
    }
}
