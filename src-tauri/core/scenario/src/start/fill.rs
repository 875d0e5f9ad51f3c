//! Templates: `<<name>>` becomes what it stands for.

use std::collections::BTreeMap;

/// Each `<<name>>` that is known, once: what is put in is not looked at again.
pub(super) fn fill(template: &str, words: &BTreeMap<&'static str, String>) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, from)) = rest.split_once("<<") {
        text.push_str(before);
        match from
            .split_once(">>")
            .and_then(|(name, after)| Some((words.get(name)?, after)))
        {
            Some((word, after)) => {
                text.push_str(word);
                rest = after;
            }
            None => {
                text.push_str("<<");
                rest = from;
            }
        }
    }
    text.push_str(rest);
    text
}
