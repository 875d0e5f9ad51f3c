/** Notes as they are marked, told from each other, and found again. */
import type { Mark, NoteRow, Tone } from '../wire/generated';
import { parseTime } from './format';

export const MARK_WORD: Record<Mark, string> = { good: 'went well', bad: 'went badly', lucky: 'got lucky' };
export const MARK_TONE: Record<Mark, Tone> = { good: 'good', bad: 'bad', lucky: 'warn' };

/** How the facilitator's own are called. */
export const YOU = 'You';

export interface NotesShown {
  /** `none`: those without a mark; null: all. */
  mark: Mark | 'none' | null;
  /** Name as it is shown; null: everybody. */
  who: string | null;
  /** Times as they were typed, e.g. `03:10`; empty, or none: no bound. */
  from: string;
  to: string;
}

export const ALL_NOTES: NotesShown = { mark: null, who: null, from: '', to: '' };

export const whoOf = ({ by }: NoteRow): string => by ?? YOU;

/** Names in the order in which they are met. */
export const writers = (notes: NoteRow[]): string[] => [...new Set(notes.map(whoOf))];

/** Observers among them, to be named again: whoever is neither the facilitator nor a role. */
export const observers = (notes: NoteRow[], roles: string[]): string[] =>
  writers(notes.filter(({ by }) => by !== null && !roles.includes(by)));

/** Up to the end of what was typed: `03:10` ends with 03:10:59. */
function until(typed: string, starts_s: number): number | null {
  const at = parseTime(typed, 0, starts_s);
  return at === null ? null : at + (/^\d+:\d+$/.test(typed.trim()) ? 59_999 : 999);
}

export function notesIn(notes: NoteRow[], { mark, who, from, to }: NotesShown, starts_s: number): NoteRow[] {
  const first = parseTime(from, 0, starts_s) ?? -Infinity;
  const last = until(to, starts_s) ?? Infinity;
  return notes
    .filter((note) => mark === null || (mark === 'none' ? note.mark === null : note.mark === mark))
    .filter((note) => who === null || whoOf(note) === who)
    .filter((note) => note.at_ms >= first && note.at_ms <= last)
    .toSorted((a, b) => b.at_ms - a.at_ms || b.event - a.event);
}
