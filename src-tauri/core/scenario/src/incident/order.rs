//! Rows in the order of time, counted from STARTEX.

use super::{Entry, LENGTH_S, Lines, Rows, Timeline};
use crate::problem::Problem;

const DAY_S: i64 = 86_400;

/// Puts the rows in order. A clock that goes back by more than half a day has passed midnight; one
/// that goes back by less stood in the wrong place.
pub(super) fn ordered(
    lines: &Lines<'_>,
    rows: &Rows,
    starts: Option<u32>,
) -> Result<Timeline, Vec<Problem>> {
    // As the wall clock of the first row had it, wherever later rows were written.
    let base = rows.rows.iter().find_map(|row| row.at.offset_s);
    let mut times: Vec<i64> = Vec::new();
    let mut before: Option<i64> = None;
    let mut day = rows.rows.iter().find_map(|row| row.at.day).unwrap_or(0);
    for row in &rows.rows {
        let away = match (base, row.at.offset_s) {
            (Some(base), Some(own)) => base - own,
            _ => 0,
        };
        let time = match (row.at.day, before) {
            (Some(day), _) => day * DAY_S + row.at.clock_s + away,
            (None, None) => day * DAY_S + row.at.clock_s + away,
            (None, Some(before)) => {
                let same = day * DAY_S + row.at.clock_s + away;
                if before - same > DAY_S / 2 {
                    same + DAY_S
                } else if same - before > DAY_S / 2 {
                    same - DAY_S
                } else {
                    same
                }
            }
        };
        day = time.div_euclid(DAY_S);
        before = Some(time);
        times.push(time);
    }
    let moved = times.windows(2).filter(|two| two[1] < two[0]).count();
    let mut order: Vec<usize> = (0..times.len()).collect();
    order.sort_by_key(|&at| times[at]);
    let first = order.first().map_or(0, |&at| times[at]);
    let start = match starts {
        None => first,
        Some(clock) => {
            let same = first.div_euclid(DAY_S) * DAY_S + i64::from(clock);
            // A little before midnight, for what happened a little after.
            if same - first > DAY_S / 2 {
                same - DAY_S
            } else {
                same
            }
        }
    };
    let mut entries = Vec::new();
    let mut problems = Vec::new();
    for &at in &order {
        let (row, from_start) = (&rows.rows[at], times[at] - start);
        if from_start < 0 {
            let help = "start earlier with --starts, or take it out";
            problems.push(lines.problem(row.line, "it comes before the start", help));
        } else if from_start > LENGTH_S {
            let message = "it comes more than 7 h 50 min after the start";
            let help = "a drill lasts 8 hours at the most: keep what matters, or cut it in two";
            problems.push(lines.problem(row.line, message, help));
        } else {
            entries.push(Entry {
                at_s: u32::try_from(from_start).unwrap_or(0),
                what: row.what.clone(),
            });
        }
    }
    if !problems.is_empty() {
        return Err(crate::problem::sorted(problems));
    }
    Ok(Timeline {
        starts_s: u32::try_from(start.rem_euclid(DAY_S)).unwrap_or(0),
        entries,
        passed_over: rows.passed_over,
        moved,
    })
}
