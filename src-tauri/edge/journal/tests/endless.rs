//! Small files that are endless to whoever goes through them.
#![allow(clippy::unwrap_used)]

mod forge;
mod small;

use forge::pages::{PAGE, count, inner, leaf, pages, schema_row};
use forge::{forged, sealed, unsealed};
use journal::{FileError, Journal};
use small::{created, scenario};

fn file() -> Vec<u8> {
    let mut journal = Journal::in_memory().unwrap();
    journal
        .begin("d1", 1_000, &scenario(), &[created()])
        .unwrap();
    journal.write_out("d1").unwrap()
}

/// What is said of a file that must be refused.
fn refused(file: &[u8]) -> String {
    let mut journal = Journal::in_memory().unwrap();
    let error = journal.take_in(file).unwrap_err();
    assert!(!matches!(error, FileError::Journal(_)), "{error}");
    assert!(journal.drills().unwrap().is_empty());
    error.to_string()
}

/// The same page many times under each page above: 2 to the power of 18 rows of the schema. With
/// more than two under each it would be hours.
#[test]
fn a_schema_without_end_is_not_read_to_its_end() {
    let mut database = unsealed(&file()).to_vec();
    let first = pages(&database) + 1;
    let levels = 17;
    database.resize(database.len() + PAGE * (levels as usize + 1), 0);
    count(&mut database);
    inner(&mut database, 1, &[first, first]);
    for number in first..first + levels {
        inner(&mut database, number, &[number + 1, number + 1]);
    }
    let row = schema_row("table", "keys", 2, "CREATE TABLE IF NOT EXISTS keys (a)");
    leaf(&mut database, first + levels, &[row]);
    let said = refused(&sealed(database));
    assert!(said.contains("takes too long"), "{said}");
}

#[test]
fn a_text_of_the_schema_without_end_is_not_parsed() {
    let text = "x".repeat(9_000);
    let said = refused(&forged(
        &file(),
        &format!("CREATE TABLE more (a /* {text} */)"),
    ));
    assert!(said.contains("longer than any may be"), "{said}");
}

/// Two long cells that share their pages: a thousand could, and a small file would fill the memory.
#[test]
fn a_page_has_one_place_in_a_file() {
    let noise = |n: u32| f32::from_bits(0x3f80_0000 | n.wrapping_mul(2_654_435_761) >> 9);
    let columns = [("api requests".to_owned(), (0..250).map(noise).collect())];
    let columns = columns.iter().cycle().take(12).cloned().collect::<Vec<_>>();
    let chunk = journal::pack(&columns);
    let mut journal = Journal::in_memory().unwrap();
    journal
        .begin("d1", 1_000, &scenario(), &[created()])
        .unwrap();
    for minute in 0..2 {
        journal.keep_minute("d1", minute, &columns).unwrap();
    }
    let mut database = unsealed(&journal.write_out("d1").unwrap()).to_vec();
    // What of the chunk comes first on a page of its own, behind the number of the next page.
    let place = |number: &u32| {
        let from = (*number as usize - 1) * PAGE + 4;
        let begins = &database[from..from + 16];
        let at = chunk.windows(16).position(|bytes| bytes == begins)?;
        (at > 0).then_some((at, *number))
    };
    let mut places: Vec<(usize, u32)> = (1..=pages(&database))
        .filter_map(|number| place(&number))
        .collect();
    places.sort_unstable();
    let [(at, one), (same, other)] = places[..2] else {
        panic!("{places:?}")
    };
    assert_eq!(at, same, "each has one");
    let shows = [&chunk[at - 16..at], &other.to_be_bytes()].concat();
    let from = database.windows(20).position(|bytes| bytes == shows);
    let from = from.expect("its row shows on it") + 16;
    database[from..from + 4].copy_from_slice(&one.to_be_bytes());
    let said = refused(&sealed(database));
    assert!(said.contains("2nd reference"), "{said}");
}

/// What is quoted of a file is a piece of it.
#[test]
fn what_is_said_is_no_longer_than_people_read() {
    for sql in [
        "UPDATE events SET body = replace(body, 'created', printf('%.*c', 100000, 'x'))",
        "UPDATE drills SET scenario = replace(scenario, 'fixed', printf('%.*c', 100000, 'x'))",
        "UPDATE drills SET scenario = replace(scenario, '\"journeys\":[]',
             '\"journeys\":[{\"name\":\"j\",\"weight\":1.0,\"counts\":null,\"calls\":[[\"' ||
             printf('%.*c', 100000, 'x') || '\",\"x\"]]}]')",
    ] {
        let said = refused(&forged(&file(), sql));
        assert!(said.contains("xxx…"), "{said}");
        assert!(said.chars().count() < 1_000, "{said}");
    }
}
