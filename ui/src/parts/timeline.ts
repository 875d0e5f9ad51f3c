/** The timeline's scale: drill time to pixels and back, ticks, and lanes in which no bar hides another. */
import type { Bar } from '../wire/generated';

export interface Scale {
  from_ms: number;
  to_ms: number;
  width: number;
}

export interface PlacedBar {
  bar: Bar;
  x: number;
  w: number;
  /** Of that, what its label needs: one that goes on is no narrower. */
  least: number;
  /** How much of it is how long it took, pixels; null: an instant. */
  lasts: number | null;
  /** Sub-row within the lane, from 0. */
  row: number;
  /** What of its label has room before the next one in its row. */
  text: string;
}

const STEPS_MS = [10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000, 1_800_000, 3_600_000];
const TICK_PX = 84;
const LABEL_PX = 6.2;
const WIDE_PX = 11;
const LEAST_PX = 12;
const MOST_ROWS = 3;
/** How far ahead of the clock there is room for what goes on: so often are all bars placed again. */
const BEAT_MS = 30_000;

/** The next time at which bars are placed again. */
export const beat = (at_ms: number): number => Math.ceil(at_ms / BEAT_MS) * BEAT_MS;

/** Width and length of a bar as long as it goes on: it has been placed up to a later time than now. */
export function soFar({ x, w, least, lasts }: PlacedBar, now_x: number): { w: number; lasts: number } {
  const long = Math.max(2, Math.min(lasts ?? 0, Math.round(now_x - x)));
  return { w: Math.min(w, Math.max(least, long)), lasts: long };
}

/** What is shown: the whole drill, or a window of `window_ms` in which now stands at three quarters. */
export function scaleFor(at_ms: number, length_ms: number, window_ms: number | null, width: number): Scale {
  const end = Math.max(length_ms, at_ms, 60_000);
  if (window_ms === null || window_ms >= end) return { from_ms: 0, to_ms: end, width };
  const from = Math.min(Math.max(0, at_ms - window_ms * 0.75), Math.max(0, end - window_ms));
  return { from_ms: from, to_ms: from + window_ms, width };
}

export function xOf(scale: Scale, at_ms: number): number {
  return ((at_ms - scale.from_ms) / (scale.to_ms - scale.from_ms)) * scale.width;
}

export function msOf(scale: Scale, x: number): number {
  return scale.from_ms + (x / scale.width) * (scale.to_ms - scale.from_ms);
}

/** Round times at least 84 px apart. */
export function ticks(scale: Scale): number[] {
  const per_px = (scale.to_ms - scale.from_ms) / Math.max(1, scale.width);
  const step = STEPS_MS.find((ms) => ms >= per_px * TICK_PX) ?? STEPS_MS.at(-1)!;
  const all: number[] = [];
  for (let at = Math.ceil(scale.from_ms / step) * step; at <= scale.to_ms; at += step) all.push(at);
  return all;
}

const WIDE = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]|\p{Extended_Pictographic}/u;

/** Room that a label takes; Chinese, Japanese, Korean and emoji are wider. */
const labelPx = (label: string): number =>
  [...label].reduce((px, letter) => px + (WIDE.test(letter) ? WIDE_PX : LABEL_PX), 0);

/** As many letters as have room, or none. */
function cut(label: string, px: number): string {
  let used = LEAST_PX;
  const letters = [...label];
  const fit = letters.findIndex((letter) => (used += WIDE.test(letter) ? WIDE_PX : LABEL_PX) > px);
  if (fit < 0) return label;
  return fit < 3
    ? ''
    : `${letters
        .slice(0, fit - 1)
        .join('')
        .trimEnd()}…`;
}

/**
 * Places the bars of a lane. A bar is as wide as its label, and those that would overlap go one row down. When there are
 * no more rows, one ends where the next begins, and its label with it: its title says the rest.
 */
export function placeBars(
  bars: Bar[],
  scale: Scale,
  at_ms: number,
  most_rows = MOST_ROWS,
): { placed: PlacedBar[]; rows: number } {
  const ends: number[] = [];
  const placed: PlacedBar[] = [];
  for (const bar of bars) {
    const until = bar.open ? at_ms : bar.to_ms;
    if ((until ?? bar.from_ms) < scale.from_ms - 60_000 || bar.from_ms > scale.to_ms) continue;
    const x = Math.min(Math.max(xOf(scale, bar.from_ms), -4), scale.width - LEAST_PX);
    // A sign stands before what waits.
    const label = labelPx(bar.label) + (bar.waits === null ? 0 : 2 * LABEL_PX) + LEAST_PX;
    // In whole pixels: one that goes on grows when there is something to see.
    const lasts =
      until === null ? null : Math.max(2, Math.round(xOf(scale, Math.max(until, scale.from_ms)) - x));
    // At the end of the lane there is less room: its title says the rest.
    const room = Math.max(LEAST_PX, scale.width - x);
    const w = Math.min(Math.max(label, lasts ?? 0), room);
    let row = ends.findIndex((end) => end <= x);
    if (row < 0) row = ends.length < most_rows ? ends.length : ends.indexOf(Math.min(...ends));
    ends[row] = x + w + 2;
    placed.push({ bar, x, w, least: Math.min(label, room), lasts, row, text: bar.label });
  }
  const next: (PlacedBar | undefined)[] = [];
  for (const one of placed.toSorted((a, b) => b.x - a.x)) {
    const after = next[one.row];
    next[one.row] = one;
    if (!after || one.x + one.w <= after.x) continue;
    const free = after.x - one.x - 1;
    // How long it took is never cut: the next one stands on it.
    one.w = Math.max(LEAST_PX / 2, free, one.lasts ?? 0);
    one.least = Math.max(LEAST_PX / 2, free);
    one.text = cut(one.bar.label, free - (one.bar.waits === null ? 0 : 2 * LABEL_PX));
  }
  return { placed, rows: Math.max(1, ends.length) };
}

/** A dragged inject lands on whole five seconds, and not before STARTEX. */
export function snap(at_ms: number): number {
  return Math.max(0, Math.round(at_ms / 5_000) * 5_000);
}

/**
 * How many rows each lane may have so that all together have no more than so many, of what each would like: the lanes
 * with the most give one up first, and of those the lowest. None has less than one.
 */
export function share(wanted: number[], rows: number): number[] {
  const all = wanted.map((one) => Math.max(1, one));
  for (let over = all.reduce((sum, one) => sum + one, 0) - rows; over > 0; over -= 1) {
    const at = all.lastIndexOf(Math.max(...all));
    if (all[at] === 1) break;
    all[at]! -= 1;
  }
  return all;
}
