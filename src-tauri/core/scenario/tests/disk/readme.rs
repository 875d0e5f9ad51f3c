//! The example in scenarios/README.md: code blocks that carry a path.

use scenario::Files;

/// The files of the example.
pub fn example() -> Files {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios/README.md");
    let text = std::fs::read_to_string(path).unwrap();
    let mut files = Files::default();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("\n```") {
        rest = &rest[at + 4..];
        let (info, body) = rest.split_once('\n').unwrap();
        let (block, after) = body.split_once("\n```").unwrap();
        if let Some((_, path)) = info.split_once(' ') {
            files.0.insert(path.to_owned(), format!("{block}\n"));
        }
        rest = after;
    }
    files
}
