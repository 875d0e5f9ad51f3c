//! Warnings about a scenario that was read before, at their place in its file.

use super::doc::{At, Doc, Node, Span};
use crate::edit::Step;
use crate::files::Files;
use crate::problem::Problem;

/// A warning where a value stands; at the nearest that stands, if it does not.
pub(crate) fn warning(
    files: &Files,
    id: &str,
    way: &[Step],
    message: &str,
    help: &str,
) -> Vec<Problem> {
    let file = format!("{id}/scenario.toml");
    let text = files.get(&file).unwrap_or_default();
    let doc = Doc::new(file, text);
    let tree = doc.tree();
    let span = span(&tree, way);
    doc.warn(&span, message, help);
    doc.into_problems()
}

fn span(tree: &At<Node>, way: &[Step]) -> Span {
    let (mut at, mut span) = (tree, tree.span.clone());
    for step in way {
        match (&at.value, step) {
            (Node::Table(entries), Step::Key(key)) => {
                let Some(entry) = entries.iter().find(|entry| entry.key.value == *key) else {
                    break;
                };
                (at, span) = (&entry.item, entry.key.span.clone());
            }
            (Node::List(items), Step::At(place)) => {
                let Some(item) = items.get(*place) else { break };
                (at, span) = (item, item.span.clone());
            }
            _ => break,
        }
    }
    span
}
