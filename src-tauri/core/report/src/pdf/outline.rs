//! Where things are: the outline beside the pages, and links on them.

use lopdf::{Document, Object, ObjectId, dictionary};

use super::finish::text_string;
use crate::document::Link;
use crate::flow::{Item, Laid};

/// A destination: the page, with the place at the top of the window.
fn destination(laid: &Laid, pages: &[ObjectId], id: &str) -> Option<Object> {
    let (page, y) = laid.anchors.get(id)?;
    let top = laid.sheet.paper_height - y + 8.0;
    Some(Object::Array(vec![
        (*pages.get(*page)?).into(),
        "XYZ".into(),
        Object::Null,
        Object::Real(top.min(laid.sheet.paper_height).round()),
        Object::Null,
    ]))
}

struct Entry {
    id: ObjectId,
    title: String,
    dest: Object,
    children: Vec<Entry>,
}

/// Writes the outline, two levels deep; `None` when there is nothing to list.
pub(super) fn write(doc: &mut Document, laid: &Laid, pages: &[ObjectId]) -> Option<ObjectId> {
    let mut top: Vec<Entry> = Vec::new();
    for (level, title, id) in &laid.outline {
        let Some(dest) = destination(laid, pages, id) else {
            continue;
        };
        let entry = Entry {
            id: doc.new_object_id(),
            title: title.clone(),
            dest,
            children: Vec::new(),
        };
        match top.last_mut() {
            Some(chapter) if *level > 1 => chapter.children.push(entry),
            _ => top.push(entry),
        }
    }
    let (first, last) = (top.first()?.id, top.last()?.id);
    let root = doc.new_object_id();
    level(doc, &top, root);
    doc.objects.insert(
        root,
        Object::Dictionary(dictionary! {
            "Type" => "Outlines", "First" => first, "Last" => last, "Count" => top.len() as i64,
        }),
    );
    Some(root)
}

fn level(doc: &mut Document, entries: &[Entry], parent: ObjectId) {
    for (i, entry) in entries.iter().enumerate() {
        let mut dict = dictionary! {
            "Title" => text_string(&entry.title), "Parent" => parent, "Dest" => entry.dest.clone(),
        };
        if let Some(before) = i.checked_sub(1).and_then(|b| entries.get(b)) {
            dict.set("Prev", before.id);
        }
        if let Some(after) = entries.get(i + 1) {
            dict.set("Next", after.id);
        }
        if let (Some(first), Some(last)) = (entry.children.first(), entry.children.last()) {
            dict.set("First", first.id);
            dict.set("Last", last.id);
            // Negative: closed until it is opened.
            dict.set("Count", -(entry.children.len() as i64));
            level(doc, &entry.children, entry.id);
        }
        doc.objects.insert(entry.id, Object::Dictionary(dict));
    }
}

/// The link annotations of one page, without borders.
pub(super) fn links(laid: &Laid, page: usize, pages: &[ObjectId]) -> Vec<Object> {
    let height = laid.sheet.paper_height;
    let mut out = Vec::new();
    for placed in laid.pages.get(page).into_iter().flatten() {
        let Item::Link { x, y, w, h, target } = &placed.item else {
            continue;
        };
        let rect: Vec<Object> = [*x, height - y - h, x + w, height - y]
            .into_iter()
            .map(|v| Object::Real((v * 100.0).round() / 100.0))
            .collect();
        let mut dict = dictionary! {
            "Type" => "Annot",
            "Subtype" => "Link",
            "Rect" => rect,
            "Border" => vec![0.into(), 0.into(), 0.into()],
            "F" => 4,
        };
        match target {
            Link::Inside(id) => match destination(laid, pages, id) {
                Some(dest) => dict.set("Dest", dest),
                None => continue,
            },
            Link::Url(url) => {
                let uri = Object::string_literal(ascii_url(url));
                dict.set("A", dictionary! { "S" => "URI", "URI" => uri });
                dict.set("Contents", text_string(url));
            }
        }
        out.push(Object::Dictionary(dict));
    }
    out
}

/// A URI is ASCII; anything else is percent-encoded.
fn ascii_url(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
