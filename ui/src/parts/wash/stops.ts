/** The moments that decided a drill as stops on its time axis. */
import type { MomentKind, MomentView } from '../../wire/generated';
import { xOf, type Scale } from '../timeline';

/** Moments of the same second: one place to stop. */
export interface Stop {
  at_ms: number;
  /** From 1. */
  number: number;
  moments: MomentView[];
}

/** Closer than this, a stop counts as where we are: the next one is further on. */
const HERE_MS = 500;
/** While it plays, going back must get past the stop that was just passed. */
const BACK_MS = 2_000;
const MOST_ROWS = 3;

export const MOMENT_WORD: Record<MomentKind, string> = {
  key_time: 'Key time',
  fault: 'Fault',
  act: 'Act',
  belief: 'Hypothesis',
  missed: 'Expected',
  advice: 'Advice',
  note: 'Note',
};

/** For better or worse, in a word; empty where it cannot be said. */
export function outcome({ kind, good }: Pick<MomentView, 'kind' | 'good'>): string {
  if (good === null) return '';
  if (kind === 'missed') return 'did not come';
  if (kind === 'note') return good ? 'went well' : 'went badly';
  if (kind === 'belief') return good ? 'right' : 'led astray';
  return good ? 'helped' : 'hurt';
}

/** Stops from moments in order of time. What would have been due after the end is nowhere to stop. */
export function stopsOf(moments: MomentView[], to_ms: number): Stop[] {
  const stops: Stop[] = [];
  for (const moment of moments) {
    if (moment.at_ms > to_ms) break;
    const last = stops.at(-1);
    if (last && second(last.at_ms) === second(moment.at_ms)) last.moments.push(moment);
    else stops.push({ at_ms: moment.at_ms, number: stops.length + 1, moments: [moment] });
  }
  return stops;
}

export const second = (at_ms: number): number => Math.floor(at_ms / 1000);

/** The stop where it stands, or the last one that was passed; null: before the first. */
export function stopAt<T extends { at_ms: number }>(stops: T[], at_ms: number): T | null {
  return stops.findLast((stop) => stop.at_ms <= at_ms) ?? null;
}

/** The next stop after a position, or the one before it; null: none. */
export function beside<T extends { at_ms: number }>(
  stops: T[],
  at_ms: number,
  side: 1 | -1,
  plays: boolean,
): T | null {
  if (side > 0) return stops.find((stop) => stop.at_ms > at_ms + HERE_MS) ?? null;
  return stops.findLast((stop) => stop.at_ms < at_ms - (plays ? BACK_MS : HERE_MS)) ?? null;
}

/** How many rows have happened. Rows are in order of time. */
export function passed(rows: { at_ms: number }[], at_ms: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.at_ms <= at_ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Places marks of one width in as few rows as they need, centred on their time, inside the axis. */
export function placeStops<T extends { at_ms: number }>(
  stops: T[],
  scale: Scale,
  mark: number,
): { placed: { stop: T; x: number; row: number }[]; rows: number } {
  const ends: number[] = [];
  const placed = stops.map((stop) => {
    const x = Math.max(0, Math.min(scale.width - mark, xOf(scale, stop.at_ms) - mark / 2));
    let row = ends.findIndex((end) => end <= x);
    if (row < 0) row = ends.length < MOST_ROWS ? ends.length : ends.indexOf(Math.min(...ends));
    ends[row] = x + mark + 2;
    return { stop, x: x + mark / 2, row };
  });
  return { placed, rows: Math.max(1, ends.length) };
}
