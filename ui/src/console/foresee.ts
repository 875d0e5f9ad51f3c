/** What a jump passes over: where it ends, and what falls due on the way. */
import type { ConsoleView, ExpectationRow, InjectRow } from '../wire/generated';

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
