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

/// What is quoted of a file is a piece of it.
#[test]
fn what_is_said_is_no_longer_than_people_read() {
    for sql in [
        "UPDATE events SET body = replace(body, 'created', printf('%.*c', 100000, 'x'))",
        "UPDATE drills SET scenario = replace(scenario, 'fixed', printf('%.*c', 100000, 'x'))",
    ] {
        let said = refused(&forged(&file(), sql));
        assert!(said.contains("xxx…"), "{said}");
        assert!(said.chars().count() < 1_000, "{said}");
    }
}
