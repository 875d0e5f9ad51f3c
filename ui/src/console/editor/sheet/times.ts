/** Times of the run sheet: where it begins and ends, what they snap to, and how a file writes them. */
import type { EditorView, InjectMark } from '../../../wire/generated';
import type { Scale } from '../../../parts/timeline';

/** What a moved inject snaps to, and what it does with Shift. */
export const SNAP_MS = 30_000;
export const FINE_MS = 5_000;
/** What the end snaps to. */
export const END_MS = 60_000;

/** A run sheet shorter than this is drawn as if it were as long. */
const LEAST_MS = 300_000;
/** Room behind the end, into which it can be drawn out, as a share. */
const BEHIND = 0.04;

const two = (n: number): string => String(n).padStart(2, '0');

/** The nearest step, and not before STARTEX. */
export function snapTo(ms: number, step_ms: number): number {
  return Math.max(0, Math.round(ms / step_ms) * step_ms);
}

/** As `at` is written: `08:30`, `104:05`. */
export function written(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1000));
  return `${two(Math.floor(s / 60))}:${two(s % 60)}`;
}

/** As `length` is written: `45m`, or `45:30`. */
export function writtenLength(ms: number): string {
  return ms % 60_000 === 0 ? `${ms / 60_000}m` : written(ms);
}

/** From STARTEX to a little behind the end, or behind the last inject where that comes later. */
export function sheetSpan(view: EditorView): Pick<Scale, 'from_ms' | 'to_ms'> {
  const last = view.injects.reduce((latest, mark) => Math.max(latest, mark.at_ms ?? 0), 0);
  const to_ms = Math.max(LEAST_MS, view.length_ms, last);
  return { from_ms: 0, to_ms: to_ms * (1 + BEHIND) };
}

/** Those of a lane, in order of time; what has none keeps the order of the file. */
export function inOrder(marks: InjectMark[]): InjectMark[] {
  return marks.toSorted((a, b) => (a.at_ms ?? 0) - (b.at_ms ?? 0) || a.at - b.at);
}
