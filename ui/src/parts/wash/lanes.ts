/** Lanes of a whole drill: every bar stands at its time, and has its words only where there is room for them. */
import type { Bar } from '../../wire/generated';
import { xOf, type Scale } from '../timeline';

export interface WashBar {
  bar: Bar;
  x: number;
  /** How long it took, at least a mark, pixels. */
  w: number;
  row: number;
  /** Where its words begin, pixels; null: there is no room for them. */
  words: number | null;
}

export interface Measure {
  /** Width of an instant, pixels. */
  mark: number;
  /** Width of a letter, pixels. */
  letter: number;
  /** Only what lasts has words, inside its bar. */
  inside: boolean;
  /** Rows of a lane at most. */
  rows: number;
}

const GAP = 2;
const PADDING = 10;

/** Places bars in order of time. In a crowd words go first, marks never. */
export function placeLane(bars: Bar[], scale: Scale, measure: Measure): { placed: WashBar[]; rows: number } {
  const rows: { end: number; words: number }[] = [];
  const placed: WashBar[] = [];
  for (const bar of bars) {
    if (bar.from_ms > scale.to_ms) continue;
    const until = bar.open ? scale.to_ms : (bar.to_ms ?? bar.from_ms);
    if (until < scale.from_ms) continue;
    const x = Math.min(xOf(scale, Math.max(bar.from_ms, scale.from_ms)), scale.width - measure.mark);
    const w = Math.max(measure.mark, xOf(scale, Math.min(until, scale.to_ms)) - x);
    const needs = bar.label.length * measure.letter + PADDING;
    const words = x + w + (measure.inside || (w > measure.mark && w >= needs) ? 0 : needs);
    let row = rows.findIndex((one) => one.words + GAP <= x);
    if (row < 0 && rows.length < measure.rows) row = rows.length;
    if (row < 0) row = rows.findIndex((one) => one.end + GAP <= x);
    if (row < 0) row = rows.indexOf(rows.reduce((a, b) => (b.end < a.end ? b : a)));
    rows[row] = { end: x + w, words };
    placed.push({ bar, x, w, row, words: null });
  }
  const next = rows.map(() => scale.width);
  for (const one of placed.toReversed()) {
    const needs = one.bar.label.length * measure.letter + PADDING;
    const until = next[one.row]! - GAP;
    // Inside its bar as far as nothing lies over it; otherwise behind it.
    if (one.w > measure.mark && Math.min(one.x + one.w, until) - one.x >= needs) one.words = one.x;
    else if (!measure.inside && until - (one.x + one.w) >= needs) one.words = one.x + one.w;
    next[one.row] = one.x;
  }
  return { placed, rows: Math.max(1, rows.length) };
}
