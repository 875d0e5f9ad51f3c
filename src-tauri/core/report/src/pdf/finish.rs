//! What printpdf leaves open or writes differently: outline, links, structure, metadata,
//! version, and an identity that is made of the content instead of chance.

use std::io::{self, Write};

use chrono::{DateTime, Utc};
use lopdf::{
    Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary,
};
use sha2::{Digest, Sha256};

use super::outline;
use super::tree::Tree;
use crate::ReportError;
use crate::document::Meta;
use crate::flow::Laid;

const PRODUCER: &str = "Three AM";

pub(super) fn finish(
    mut doc: Document,
    laid: &Laid,
    tree: &Tree,
    meta: &Meta,
    created: DateTime<Utc>,
) -> Result<Vec<u8>, ReportError> {
    doc.version = "1.7".to_owned();
    // printpdf draws an identity by lot; ours is made below.
    doc.trailer.remove(b"ID");
    let pages: Vec<ObjectId> = doc.get_pages().into_values().collect();
    if pages.len() != laid.pages.len() {
        return Err(ReportError::Finish(format!(
            "{} pages were laid out and {} written",
            laid.pages.len(),
            pages.len()
        )));
    }
    for (i, page) in pages.iter().enumerate() {
        finish_page(&mut doc, *page, i, outline::links(laid, i, &pages))?;
    }
    let info = info(meta, created);
    replace(&mut doc, b"Info", info)?;
    let outline = outline::write(&mut doc, laid, &pages);
    let structure = tree.write(&mut doc, &laid.nodes, &pages);
    doc.compress();
    let identity = identity(&mut doc)?;
    let xmp = doc.add_object(xmp(meta, created, &identity));
    let catalog = catalog(&mut doc)?;
    catalog.set("Lang", Object::string_literal("en"));
    catalog.set("Metadata", xmp);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", structure);
    catalog.set(
        "ViewerPreferences",
        dictionary! { "DisplayDocTitle" => true },
    );
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    let id = Object::String(identity.to_vec(), StringFormat::Hexadecimal);
    doc.trailer.set("ID", vec![id.clone(), id]);
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(500)
        .compression_level(9)
        .build();
    let mut bytes = Vec::new();
    doc.save_with_options(&mut bytes, options)
        .map_err(|e| ReportError::Finish(e.to_string()))?;
    Ok(bytes)
}

fn finish_page(
    doc: &mut Document,
    id: ObjectId,
    index: usize,
    links: Vec<Object>,
) -> Result<(), ReportError> {
    let links: Vec<Object> = links
        .into_iter()
        .map(|l| doc.add_object(l).into())
        .collect();
    let page = doc
        .get_dictionary_mut(id)
        .map_err(|e| ReportError::Finish(e.to_string()))?;
    if links.is_empty() {
        page.remove(b"Annots");
    } else {
        page.set("Annots", links);
    }
    page.set("StructParents", index as i64);
    page.set("Tabs", "S");
    Ok(())
}

fn catalog(doc: &mut Document) -> Result<&mut Dictionary, ReportError> {
    let id = doc
        .trailer
        .get(b"Root")
        .and_then(Object::as_reference)
        .map_err(|e| ReportError::Finish(e.to_string()))?;
    doc.get_dictionary_mut(id)
        .map_err(|e| ReportError::Finish(e.to_string()))
}

fn replace(doc: &mut Document, key: &[u8], with: Dictionary) -> Result<(), ReportError> {
    let id = doc
        .trailer
        .get(key)
        .and_then(Object::as_reference)
        .map_err(|e| ReportError::Finish(e.to_string()))?;
    doc.objects.insert(id, Object::Dictionary(with));
    Ok(())
}

fn info(meta: &Meta, created: DateTime<Utc>) -> Dictionary {
    let date = created.format("D:%Y%m%d%H%M%SZ").to_string();
    dictionary! {
        "Title" => text_string(&meta.title),
        "Author" => text_string(&meta.author),
        "Subject" => text_string(&meta.subject),
        "Keywords" => text_string(&meta.keywords),
        "Creator" => text_string(PRODUCER),
        "Producer" => text_string(PRODUCER),
        "CreationDate" => Object::string_literal(date.clone()),
        "ModDate" => Object::string_literal(date),
    }
}

/// Text in a dictionary: ASCII as it is, anything else in UTF-16.
pub(super) fn text_string(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A hash of everything written so far.
fn identity(doc: &mut Document) -> Result<[u8; 16], ReportError> {
    struct Hasher(Sha256);
    impl Write for Hasher {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut hasher = Hasher(Sha256::new());
    doc.save_to(&mut hasher)
        .map_err(|e| ReportError::Finish(e.to_string()))?;
    let hash = hasher.0.finalize();
    let mut identity = [0; 16];
    for (to, from) in identity.iter_mut().zip(hash) {
        *to = from;
    }
    Ok(identity)
}

fn xmp(meta: &Meta, created: DateTime<Utc>, identity: &[u8; 16]) -> Stream {
    let date = created.format("%Y-%m-%dT%H:%M:%SZ");
    let id: String = identity.iter().map(|b| format!("{b:02x}")).collect();
    let text = format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\"\n\
         \u{20}xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n\
         \u{20}xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n\
         \u{20}xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\"\n\
         \u{20}xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n\
         <dc:format>application/pdf</dc:format>\n\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
         <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n\
         <dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{subject}</rdf:li></rdf:Alt></dc:description>\n\
         <pdf:Keywords>{keywords}</pdf:Keywords>\n\
         <pdf:Producer>{PRODUCER}</pdf:Producer>\n\
         <xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>\n\
         <xmp:CreateDate>{date}</xmp:CreateDate>\n\
         <xmp:ModifyDate>{date}</xmp:ModifyDate>\n\
         <xmpMM:DocumentID>uuid:{id}</xmpMM:DocumentID>\n\
         </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>",
        title = xml(&meta.title),
        author = xml(&meta.author),
        subject = xml(&meta.subject),
        keywords = xml(&meta.keywords),
    );
    let dict = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    // Uncompressed, so that programs that know nothing of PDF can read it.
    Stream::new(dict, text.into_bytes()).with_compression(false)
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
