/** The timeline's rows as people look for them, and what a key does to those that are chosen. Pure. */
import { wordsOf } from '../../parts/document/ink';
import type { RowEdit, TimelineRowView } from '../../wire/generated';

export interface Asked {
  words: string;
  kind: string;
  who: string;
  only: '' | 'shown' | 'hidden' | 'pinned' | 'noted';
}

export const ALL: Asked = { words: '', kind: '', who: '', only: '' };

export function matching(
  rows: TimelineRowView[],
  asked: Asked,
  edit: (row: TimelineRowView) => RowEdit,
): TimelineRowView[] {
  const words = asked.words.trim().toLowerCase().split(/\s+/u).filter(Boolean);
  return rows.filter((row) => {
    if (asked.kind !== '' && row.kind !== asked.kind) return false;
    if (asked.who !== '' && row.who !== asked.who) return false;
    if (asked.only === '' && words.length === 0) return true;
    const { hidden, pinned, note } = edit(row);
    if (asked.only === 'shown' && hidden) return false;
    if (asked.only === 'hidden' && !hidden) return false;
    if (asked.only === 'pinned' && !pinned) return false;
    if (asked.only === 'noted' && note === '') return false;
    const text = `${row.clock} ${row.who} ${row.kind} ${wordsOf(row.text)} ${note}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export const values = (rows: TimelineRowView[], of: 'kind' | 'who'): string[] =>
  [...new Set(rows.map((row) => row[of]))].toSorted((a, b) => a.localeCompare(b));

/** Of several: all get it unless all have it, as a switch would do. */
export function switched(edits: RowEdit[], what: 'hidden' | 'pinned'): boolean {
  return !edits.every((edit) => edit[what]);
}

/** From one row to another, both included, in the order they are shown. */
export function between(rows: TimelineRowView[], from: number, to: number): number[] {
  const [a, b] = [rows.findIndex((row) => row.event === from), rows.findIndex((row) => row.event === to)];
  if (a < 0 || b < 0) return [to];
  return rows.slice(Math.min(a, b), Math.max(a, b) + 1).map((row) => row.event);
}

/** Rows that are chosen, by event. */
export type Chosen = ReadonlySet<number>;

export const these = (events: Iterable<number> = []): Chosen => new Set(events);

export function toggled(chosen: Chosen, event: number): Chosen {
  return chosen.has(event) ? these([...chosen].filter((one) => one !== event)) : these([...chosen, event]);
}
