//! Desks and questions to the assistant, as the facilitator sees them.

use drill::Drill;
use drill::assistant::proposals;
use drill::state::QuestionRecord;

use super::parts::{cut, ms, short};
use super::{Around, feed};
use crate::console::{DeskSeat, ProposalRow, QuestionRow};

/// Proposals that a question shows.
const PROPOSALS: usize = 4;

/// Who has a desk of their own.
pub fn desks(drill: &Drill, around: &Around) -> Vec<DeskSeat> {
    let state = drill.state();
    let seat = |desk: &drill::state::DeskRecord| {
        let by =
            |d: &&drill::state::DeedRecord| d.did.person.as_deref() == Some(desk.person.as_str());
        let last = state.deeds.iter().rev().find(by);
        DeskSeat {
            person: desk.person.clone(),
            roles: owned(&state.roles_of(&desk.person)),
            connected: around.is_connected(desk.desk),
            last: last.map(|record| {
                let (did, what) = feed::said(drill, record);
                cut(&format!("{did} {what}"), 60)
            }),
            last_ms: last.map(|record| ms(record.at_ms)),
        }
    };
    state.desks.iter().map(seat).collect()
}

fn owned(all: &[&str]) -> Vec<String> {
    all.iter().map(|one| (*one).to_owned()).collect()
}

/// Questions, those that wait first.
pub fn questions(drill: &Drill) -> Vec<QuestionRow> {
    let mut all: Vec<&QuestionRecord> = drill.state().questions.iter().rev().collect();
    all.sort_by_key(|q| q.answer.is_some());
    all.into_iter().map(|q| question(drill, q)).collect()
}

fn question(drill: &Drill, q: &QuestionRecord) -> QuestionRow {
    let waits = q.answer.is_none();
    let ready = if waits {
        proposals(drill.scenario(), &q.text)
    } else {
        Vec::new()
    };
    QuestionRow {
        number: q.number,
        at_ms: ms(q.at_ms),
        role: short(drill, &q.role),
        person: q.person.clone(),
        text: q.text.clone(),
        proposals: ready
            .into_iter()
            .take(PROPOSALS)
            .map(|(answer, _)| ProposalRow {
                id: answer.id.clone(),
                says: answer.says.clone(),
                right: answer.right,
                note: answer.note.clone(),
                first: q.due_ms.is_some() && q.script.as_deref() == Some(answer.id.as_str()),
            })
            .collect(),
        due_ms: q.due_ms.map(ms),
        answer: q.answer.as_ref().map(|answer| answer.text.clone()),
        right: q.answer.as_ref().and_then(|answer| answer.right),
        verified_ms: q.verified.map(|(at, ..)| ms(at)),
        holds: q.verified.and_then(|(.., holds)| holds),
        followed: q.followed.map(|(_, verified)| verified),
    }
}
