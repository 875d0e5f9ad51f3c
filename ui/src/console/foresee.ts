/**
 * Where each inject will stand, before it is done; and what lapses before a time. Rust decides, at the moment it
 * is asked: this draws the same sums a moment earlier (`decide/plan.rs`), and a story holds the two together.
 */
import type { ConsoleView, ExpectationRow, InjectRow } from '../wire/generated';

export interface Foreseen {
  row: InjectRow;
  from_ms: number;
  to_ms: number;
}

/** Those that have a time and have not come. */
function toCome({ run_sheet }: ConsoleView): { row: InjectRow; from_ms: number }[] {
  return run_sheet.flatMap((row) => (row.movable && row.at_ms !== null ? [{ row, from_ms: row.at_ms }] : []));
}

/** Slid by so much, from one on (null: all); nothing goes back before now. */
export function slid(view: ConsoleView, by_ms: number, from: string | null): Foreseen[] {
  const all = toCome(view);
  const since = all.find(({ row }) => row.id === from)?.from_ms ?? -Infinity;
  return all.map(({ row, from_ms }) => ({
    row,
    from_ms,
    to_ms: from_ms < since ? from_ms : Math.max(view.clock.at_ms, from_ms + by_ms),
  }));
}

/** What is left of the run sheet, brought into what is left until the new end, in proportion and to the second. */
export function fitted(view: ConsoleView, length_ms: number): Foreseen[] {
  const { at_ms: now, length_ms: planned } = view.clock;
  const all = toCome(view);
  const old = planned > now ? planned : Math.max(now, ...all.map(({ from_ms }) => from_ms));
  return all.map(({ row, from_ms }) => {
    if (old <= now) return { row, from_ms, to_ms: from_ms };
    const ahead = Math.trunc((Math.max(0, from_ms - now) * (length_ms - now)) / (old - now));
    return { row, from_ms, to_ms: now + Math.trunc((ahead + 500) / 1000) * 1000 };
  });
}

/** The inject that comes by itself next: a jump goes there. What is held does not come. */
export function nextByItself({ run_sheet }: ConsoleView): { row: InjectRow; at_ms: number } | null {
  const due = run_sheet.flatMap((row) =>
    (row.state === 'planned' || row.state === 'waiting') && row.at_ms !== null
      ? [{ row, at_ms: row.at_ms }]
      : [],
  );
  return due.toSorted((a, b) => a.at_ms - b.at_ms)[0] ?? null;
}

export interface Lapses {
  expectations: ExpectationRow[];
  /** A status update that falls due. */
  update_ms: number | null;
  /** Questions that the assistant answers by itself. */
  questions: number;
}

/** What falls due until then, and which nobody in the room could do anything about. */
export function lapses(view: ConsoleView, until_ms: number): Lapses {
  const inside = (due: number | null): boolean => due !== null && due > view.clock.at_ms && due <= until_ms;
  const { next_update_due_ms } = view.incident;
  return {
    expectations: view.expectations
      .filter((row) => row.met_ms === null && row.standing === 'open' && inside(row.due_ms))
      .toSorted((a, b) => a.due_ms! - b.due_ms!),
    update_ms: inside(next_update_due_ms) ? next_update_due_ms : null,
    questions: view.questions.filter((one) => one.answer === null && inside(one.due_ms)).length,
  };
}
