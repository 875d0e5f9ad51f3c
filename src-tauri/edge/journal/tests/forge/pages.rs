//! Pages of SQLite's file format, made by hand: <https://www.sqlite.org/fileformat.html>.

/// Bytes of a page.
pub const PAGE: usize = 4096;
/// Bytes of the file's header, on the first page.
const HEADER: usize = 100;

/// The place of the first page's header; the others' is at 0.
fn head(page: u32) -> usize {
    if page == 1 { HEADER } else { 0 }
}

/// How many pages a database has.
pub fn pages(database: &[u8]) -> u32 {
    (database.len() / PAGE) as u32
}

/// Says in the header how many pages there are.
pub fn count(database: &mut [u8]) {
    let count = pages(database);
    database[28..32].copy_from_slice(&count.to_be_bytes());
}

/// Makes page `number` one that shows on these, the last one to the right; for each the largest
/// key is 1.
pub fn inner(database: &mut [u8], number: u32, children: &[u32]) {
    let (right, left) = children.split_last().expect("a child");
    let cells = left
        .iter()
        .map(|child| [&child.to_be_bytes()[..], &[1]].concat());
    write(
        database,
        number,
        (5, Some(*right)),
        &cells.collect::<Vec<_>>(),
    );
}

/// Makes page `number` the end of a table, with these rows.
pub fn leaf(database: &mut [u8], number: u32, rows: &[Vec<u8>]) {
    let cells = (1..).zip(rows).map(|(id, row)| {
        let mut cell = varint(row.len() as u32);
        cell.extend(varint(id));
        cell.extend(row);
        cell
    });
    write(database, number, (13, None), &cells.collect::<Vec<_>>());
}

/// A row of `sqlite_master`.
pub fn schema_row(kind: &str, name: &str, root: u8, sql: &str) -> Vec<u8> {
    let texts = [kind, name, name, sql];
    let mut types: Vec<u8> = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        if at == 3 {
            types.push(1);
        }
        types.extend(varint(13 + 2 * text.len() as u32));
    }
    let mut row = vec![types.len() as u8 + 1];
    row.extend(types);
    row.extend([kind, name, name].concat().bytes());
    row.push(root);
    row.extend(sql.bytes());
    row
}

fn write(database: &mut [u8], number: u32, (kind, right): (u8, Option<u32>), cells: &[Vec<u8>]) {
    let from = (number as usize - 1) * PAGE;
    let page = &mut database[from..from + PAGE];
    let head = head(number);
    page[head..].fill(0);
    let mut pointer = head + if right.is_some() { 12 } else { 8 };
    let mut content = PAGE;
    for cell in cells {
        content -= cell.len();
        page[content..content + cell.len()].copy_from_slice(cell);
        page[pointer..pointer + 2].copy_from_slice(&(content as u16).to_be_bytes());
        pointer += 2;
    }
    assert!(pointer <= content, "the cells have room");
    page[head] = kind;
    page[head + 3..head + 5].copy_from_slice(&(cells.len() as u16).to_be_bytes());
    page[head + 5..head + 7].copy_from_slice(&(content as u16).to_be_bytes());
    if let Some(right) = right {
        page[head + 8..head + 12].copy_from_slice(&right.to_be_bytes());
    }
}

fn varint(number: u32) -> Vec<u8> {
    let mut bytes = vec![(number & 0x7f) as u8];
    let mut rest = number >> 7;
    while rest > 0 {
        bytes.insert(0, (rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    bytes
}
