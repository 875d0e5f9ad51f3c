/** Words for where a postmortem stands. */
import type { Status } from '../../wire/generated';
import { waiting, type All } from './unsent';

export const STATUS_WORD: Record<Status, string> = { draft: 'Draft', in_review: 'In review', final: 'Final' };

export const STATUS_SAYS: Record<Status, string> = {
  draft: 'Being written. Everything can be changed.',
  in_review: 'Complete, and read by others who were in the room. Everything can still be changed.',
  final:
    'Agreed and sealed: closed for writing, with two hashes that anybody with the record can compute again.',
};

const two = (n: number): string => String(n).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Wall clock: `03:12:09`. */
export function wall(ms: number): string {
  const at = new Date(ms);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** Day and wall clock: `24 Nov 2026, 03:12`. */
export function when(ms: number): string {
  const at = new Date(ms);
  return `${at.getDate()} ${MONTHS[at.getMonth()]} ${at.getFullYear()}, ${wall(ms).slice(0, 5)}`;
}

export interface Saying {
  words: string;
  bad: boolean;
}

/** What the head says about saving. */
export function saving(
  all: All,
  saved_ms: number | null,
  edited_ms: number | null,
  { closed = false, slow = false } = {},
): Saying {
  const rest = waiting(all);
  const lost = rest.find((one) => one.state === 'lost' && one.refusal);
  if (lost) return { words: `Not saved: ${lost.refusal!.message} Trying again.`, bad: true };
  const refused = rest.find((one) => one.state === 'refused');
  if (refused) return { words: `Not saved: ${refused.refusal!.message}`, bad: true };
  if (slow && rest.length > 0)
    return { words: 'Not saved yet: no answer so far. What you typed is kept.', bad: true };
  if (rest.length > 0) return { words: 'Saving …', bad: false };
  if (saved_ms !== null) return { words: `Saved ${wall(saved_ms)}`, bad: false };
  if (closed) return { words: 'Closed for writing', bad: false };
  if (edited_ms !== null) return { words: `Last edited ${when(edited_ms)}`, bad: false };
  return { words: 'As drafted from the record', bad: false };
}
