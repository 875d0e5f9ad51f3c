//! The system's typefaces: which of them have the characters that are wanted.
//!
//! Only the tables that say so are read of each file; the few files that are chosen are read
//! whole. The order is that of the paths, so one machine always chooses the same.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use skrifa::raw::tables::cmap::Cmap;
use skrifa::raw::{FontData, FontRead};

/// Larger files are left alone.
const FILE_MAX: u64 = 64 << 20;
/// Most files looked into.
const FILES_MAX: usize = 4_000;
/// Deepest folder.
const DEPTH_MAX: usize = 8;
/// Most faces of one collection that are looked at.
const FACES_MAX: u32 = 32;
/// Most typefaces given.
const FOUND_MAX: usize = 4;
/// A larger table is no table.
const TABLE_MAX: u32 = 8 << 20;

/// A typeface of this system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemTypeface {
    /// Its file's name, without the ending.
    pub name: String,
    /// The file.
    pub bytes: Arc<[u8]>,
    /// Which face of the file.
    pub index: u32,
}

/// The fewest of the system's typefaces, at most four, that have as many of the characters as
/// can be had. What cannot be read is passed over.
#[must_use]
pub fn typefaces_with(characters: &[char]) -> Vec<SystemTypeface> {
    typefaces_in(&folders(), characters)
}

/// The same, in given folders. Links to folders are not followed.
#[must_use]
pub fn typefaces_in(folders: &[PathBuf], characters: &[char]) -> Vec<SystemTypeface> {
    let mut files = Vec::new();
    for folder in folders {
        walk(folder, 0, &mut files);
    }
    files.sort();
    files.dedup();
    files.truncate(FILES_MAX);
    let mut faces: Vec<(PathBuf, u32, Vec<char>)> = Vec::new();
    for path in files {
        for (index, has) in faces_with(&path, characters).unwrap_or_default() {
            faces.push((path.clone(), index, has));
        }
    }
    let mut wanted = characters.to_vec();
    let mut found = Vec::new();
    while !wanted.is_empty() && found.len() < FOUND_MAX {
        let count = |has: &[char]| has.iter().filter(|c| wanted.contains(c)).count();
        // The most characters, then the plainest style, then the first path.
        let best = faces
            .iter()
            .enumerate()
            .map(|(i, (path, index, has))| {
                let rank = (count(has), !is_styled(path), std::cmp::Reverse(*index));
                (rank, std::cmp::Reverse(i))
            })
            .max();
        let Some(((1.., ..), std::cmp::Reverse(at))) = best else {
            break;
        };
        let (path, index, has) = faces.swap_remove(at);
        if let Some(bytes) = read(&path) {
            wanted.retain(|c| !has.contains(c));
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            found.push(SystemTypeface {
                name: name.into_owned(),
                bytes,
                index,
            });
        }
    }
    found
}

/// Where systems keep fonts.
fn folders() -> Vec<PathBuf> {
    let home = std::env::home_dir();
    let of_home = |below: &str| home.as_ref().map(|home| home.join(below));
    let (fixed, own): (&[&str], &[&str]) = if cfg!(target_os = "macos") {
        (
            &["/System/Library/Fonts", "/Library/Fonts"],
            &["Library/Fonts"],
        )
    } else if cfg!(windows) {
        (
            &["C:\\Windows\\Fonts"],
            &["AppData\\Local\\Microsoft\\Windows\\Fonts"],
        )
    } else {
        (
            &["/usr/share/fonts", "/usr/local/share/fonts"],
            &[".local/share/fonts", ".fonts"],
        )
    };
    let own = own.iter().filter_map(|below| of_home(below));
    fixed.iter().map(PathBuf::from).chain(own).collect()
}

fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    if depth > DEPTH_MAX || files.len() >= FILES_MAX {
        return;
    }
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut entries: Vec<_> = entries.flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        if kind.is_dir() {
            walk(&path, depth + 1, files);
        } else if is_font(&path)
            && std::fs::metadata(&path).is_ok_and(|m| m.is_file() && m.len() <= FILE_MAX)
        {
            files.push(path);
        }
    }
}

fn is_font(path: &Path) -> bool {
    path.extension()
        .and_then(|e| e.to_str())
        .is_some_and(|e| ["ttf", "otf", "ttc", "otc"].contains(&e.to_ascii_lowercase().as_str()))
}

fn is_styled(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    [
        "bold",
        "italic",
        "oblique",
        "light",
        "thin",
        "black",
        "medium",
        "heavy",
        "condensed",
        "mono",
        "serif",
    ]
    .iter()
    .any(|style| name.contains(style) && !name.contains("sans-serif"))
}

fn read(path: &Path) -> Option<Arc<[u8]>> {
    let mut bytes = Vec::new();
    let file = File::open(path).ok()?;
    file.take(FILE_MAX + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= FILE_MAX).then(|| bytes.into())
}

/// Which of the characters the faces of a file have; faces with none are left out.
fn faces_with(path: &Path, characters: &[char]) -> Option<Vec<(u32, Vec<char>)>> {
    let mut file = File::open(path).ok()?;
    let head = read_at(&mut file, 0, 12)?;
    let offsets: Vec<u32> = if head.starts_with(b"ttcf") {
        let count = number(&head, 8)?.min(FACES_MAX);
        let list = read_at(&mut file, 12, count * 4)?;
        (0..count)
            .filter_map(|i| number(&list, i as usize * 4))
            .collect()
    } else {
        vec![0]
    };
    let mut out = Vec::new();
    for (index, offset) in offsets.into_iter().enumerate() {
        let Some(cmap) = cmap(&mut file, offset) else {
            continue;
        };
        let Ok(cmap) = Cmap::read(FontData::new(&cmap)) else {
            continue;
        };
        let has = characters.iter().copied().filter(|c| {
            cmap.map_codepoint(*c)
                .is_some_and(|glyph| glyph.to_u32() != 0)
        });
        let has: Vec<char> = has.collect();
        if !has.is_empty() {
            out.push((index as u32, has));
        }
    }
    Some(out)
}

/// The table of characters of the face at an offset, if the face has outlines.
fn cmap(file: &mut File, offset: u32) -> Option<Vec<u8>> {
    let head = read_at(file, offset, 12)?;
    let count = u32::from(u16::from_be_bytes([head[4], head[5]]));
    let records = read_at(file, offset.checked_add(12)?, count * 16)?;
    let tables = || records.chunks_exact(16);
    let outlines = |record: &[u8]| record.starts_with(b"glyf") || record.starts_with(b"CFF ");
    if !tables().any(outlines) {
        return None;
    }
    let record = tables().find(|record| record.starts_with(b"cmap"))?;
    let (at, length) = (number(record, 8)?, number(record, 12)?);
    (length <= TABLE_MAX).then(|| read_at(file, at, length))?
}

fn read_at(file: &mut File, at: u32, length: u32) -> Option<Vec<u8>> {
    file.seek(SeekFrom::Start(at.into())).ok()?;
    let mut bytes = vec![0; length as usize];
    file.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_be_bytes(four.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::typefaces_in;

    #[test]
    fn the_plainest_face_with_most_of_the_characters_is_found() {
        let fonts = concat!(env!("CARGO_MANIFEST_DIR"), "/../../core/report/fonts");
        let folders = [fonts.into(), "/no/such/folder".into()];
        let names = |characters: &str| -> Vec<String> {
            let characters: Vec<char> = characters.chars().collect();
            let found = typefaces_in(&folders, &characters);
            found.into_iter().map(|f| f.name).collect()
        };
        assert_eq!(names("שלום"), ["NotoSansHebrew-Regular"]);
        let mut two = names("ש🔥");
        two.sort();
        assert_eq!(two, ["NotoEmoji-Regular", "NotoSansHebrew-Regular"]);
        // Each face of a collection counts.
        let tests = concat!(env!("CARGO_MANIFEST_DIR"), "/../../core/report/tests");
        let found = typefaces_in(&[tests.into()], &['数', '池']);
        let faces: Vec<_> = found.iter().map(|f| (f.name.as_str(), f.index)).collect();
        assert_eq!(faces, [("Two", 0), ("Two", 1)]);
        assert!(names("\u{10ffff}").is_empty());
        assert!(names("").is_empty());
    }

    #[test]
    fn what_is_no_font_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in [
            ("empty.ttf", &b""[..]),
            ("noise.otf", &[0xff; 400]),
            (
                "many.ttc",
                b"ttcf\0\x01\0\0\xff\xff\xff\xff\0\0\0\x0c\0\0\0\0",
            ),
        ] {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        assert!(typefaces_in(&[folder.path().into()], &['a']).is_empty());
    }
}
