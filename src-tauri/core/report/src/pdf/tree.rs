//! The structure tree: what is a heading, a table, a list, in reading order.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::finish::text_string;
use crate::flow::{NodeId, Nodes, Role};

/// Which marked content belongs to which node.
pub(super) struct Tree {
    /// By node: page and mark on that page.
    marks: Vec<Vec<(usize, i64)>>,
    /// By page and mark: the node.
    pages: Vec<Vec<NodeId>>,
}

impl Tree {
    pub fn new(nodes: usize, pages: usize) -> Self {
        Self {
            marks: vec![Vec::new(); nodes],
            pages: vec![Vec::new(); pages],
        }
    }

    /// A new mark on a page for a node.
    pub fn mark(&mut self, node: NodeId, page: usize) -> i64 {
        let Some(on_page) = self.pages.get_mut(page) else {
            return 0;
        };
        let mcid = on_page.len() as i64;
        on_page.push(node);
        if let Some(marks) = (node as usize)
            .checked_sub(1)
            .and_then(|i| self.marks.get_mut(i))
        {
            marks.push((page, mcid));
        }
        mcid
    }

    /// Writes the tree; the answer is the root to be put into the catalogue.
    pub fn write(&self, doc: &mut Document, nodes: &Nodes, page_ids: &[ObjectId]) -> ObjectId {
        let root = doc.new_object_id();
        let ids: Vec<ObjectId> = nodes.0.iter().map(|_| doc.new_object_id()).collect();
        let mut kids: Vec<Vec<Object>> = vec![Vec::new(); ids.len()];
        let mut top = Vec::new();
        for (i, node) in nodes.0.iter().enumerate() {
            match (node.parent as usize).checked_sub(1) {
                Some(parent) => kids[parent].push(ids[i].into()),
                None => top.push(ids[i].into()),
            }
        }
        for (i, node) in nodes.0.iter().enumerate() {
            // Optional keys are left out: a long timeline has tens of thousands of cells.
            let parent = (node.parent as usize)
                .checked_sub(1)
                .map_or(root, |p| ids[p]);
            let mut dict = dictionary! { "S" => tag(node.role), "P" => parent };
            let mut all = std::mem::take(&mut kids[i]);
            let marks = &self.marks[i];
            let page = marks.first().map(|(page, _)| *page);
            if let Some(page) = page {
                dict.set("Pg", page_ids[page]);
            }
            all.extend(marks.iter().map(|(on, mcid)| {
                if Some(*on) == page {
                    return Object::Integer(*mcid);
                }
                Object::Dictionary(dictionary! {
                    "Type" => "MCR", "Pg" => page_ids[*on], "MCID" => *mcid,
                })
            }));
            match all.len() {
                0 => {}
                1 => dict.set("K", all.swap_remove(0)),
                _ => dict.set("K", all),
            }
            if node.role == Role::TableHead {
                dict.set("A", dictionary! { "O" => "Table", "Scope" => "Column" });
            }
            if !node.alt.is_empty() {
                dict.set("Alt", text_string(&node.alt));
            }
            doc.objects.insert(ids[i], Object::Dictionary(dict));
        }
        let parent_tree = doc.add_object(self.parent_tree(&ids));
        doc.objects.insert(
            root,
            Object::Dictionary(dictionary! {
                "Type" => "StructTreeRoot",
                "K" => top,
                "ParentTree" => parent_tree,
                "ParentTreeNextKey" => self.pages.len() as i64,
            }),
        );
        root
    }

    fn parent_tree(&self, ids: &[ObjectId]) -> Dictionary {
        let mut numbers = Vec::with_capacity(self.pages.len() * 2);
        for (page, marks) in self.pages.iter().enumerate() {
            numbers.push(Object::Integer(page as i64));
            let owners = marks.iter().map(|node| {
                ids.get((*node as usize).wrapping_sub(1))
                    .map_or(Object::Null, |id| (*id).into())
            });
            numbers.push(Object::Array(owners.collect()));
        }
        dictionary! { "Nums" => numbers }
    }
}

/// The standard structure type of a role.
pub(super) fn tag(role: Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Title => "H1",
        Role::Heading(1) => "H2",
        Role::Heading(2) => "H3",
        Role::Heading(_) => "H4",
        Role::Paragraph | Role::Code => "P",
        Role::List => "L",
        Role::ListItem => "LI",
        Role::Label => "Lbl",
        Role::ListBody => "LBody",
        Role::Quote => "BlockQuote",
        Role::Table => "Table",
        Role::TableRow => "TR",
        Role::TableHead => "TH",
        Role::TableCell => "TD",
        Role::Contents => "TOC",
        Role::ContentsItem => "TOCI",
        Role::Figure => "Figure",
    }
}
