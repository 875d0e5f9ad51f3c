//! What printpdf leaves open or writes differently: outline, links, structure, metadata,
//! version, and an identity that is made of the content instead of chance.

use std::sync::Mutex;

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
use crate::workers::Workers;

const PRODUCER: &str = "Three AM";

pub(super) fn finish(
    mut doc: Document,
    laid: &Laid,
    tree: &Tree,
    meta: &Meta,
    created: DateTime<Utc>,
    workers: Workers,
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
    compress(&mut doc, workers);
    let xmp = doc.add_object(xmp(meta, created));
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
    let id = Object::String(vec![0; 16], StringFormat::Hexadecimal);
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
    sign(&mut bytes)?;
    Ok(bytes)
}

/// Compresses every stream, in parallel; each alone, so that the order cannot matter.
fn compress(doc: &mut Document, workers: Workers) {
    let streams = doc.objects.values_mut().filter_map(|object| match object {
        Object::Stream(stream) if stream.allows_compression => Some(Mutex::new(stream)),
        _ => None,
    });
    let streams: Vec<Mutex<&mut Stream>> = streams.collect();
    workers.map(
        streams.len(),
        || (),
        |(), i| {
            // A stream that cannot be compressed stays as it is.
            if let Ok(mut stream) = streams[i].lock() {
                let _ = stream.compress();
            }
        },
    );
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

/// Thirty-two noughts stand where the identity belongs: once in the XMP, twice in the trailer.
const NO_IDENTITY: &str = "00000000000000000000000000000000";

/// Gives the file its identity, which is a hash of all of it.
fn sign(bytes: &mut [u8]) -> Result<(), ReportError> {
    let hash = Sha256::digest(&*bytes);
    let identity: String = hash.iter().take(16).map(|b| format!("{b:02x}")).collect();
    let (in_xmp, in_trailer) = (
        format!("{XMP_IDENTITY}{NO_IDENTITY}"),
        format!("/ID[<{NO_IDENTITY}><{NO_IDENTITY}>]"),
    );
    // People's words in the XMP have no angle brackets, and the trailer stands last.
    let xmp = bytes
        .windows(in_xmp.len())
        .position(|w| w == in_xmp.as_bytes());
    let trailer = bytes
        .windows(in_trailer.len())
        .rposition(|w| w == in_trailer.as_bytes());
    let (Some(xmp), Some(trailer)) = (xmp, trailer) else {
        return Err(ReportError::Finish("no place for an identity".to_owned()));
    };
    let first = trailer + "/ID[<".len();
    for at in [
        xmp + XMP_IDENTITY.len(),
        first,
        first + NO_IDENTITY.len() + "><".len(),
    ] {
        bytes[at..at + NO_IDENTITY.len()].copy_from_slice(identity.as_bytes());
    }
    Ok(())
}

const XMP_IDENTITY: &str = "<xmpMM:DocumentID>uuid:";

fn xmp(meta: &Meta, created: DateTime<Utc>) -> Stream {
    let date = created.format("%Y-%m-%dT%H:%M:%SZ");
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
         {XMP_IDENTITY}{NO_IDENTITY}</xmpMM:DocumentID>\n\
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
