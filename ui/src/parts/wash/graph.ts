/** A graph of a whole drill as a drawing of 1000 by 100, and its figure at any moment of it. */
import type { PanelView, Tone } from '../../wire/generated';

export const WIDE = 1000;
export const HIGH = 100;

type Panel = Pick<PanelView, 'values' | 'from_s' | 'step_s' | 'warn' | 'bad' | 'low_is_bad'>;
type Limits = Pick<PanelView, 'warn' | 'bad' | 'low_is_bad'>;

export interface Drawing {
  line: string;
  area: string;
  /** Height of the thresholds; null: there is none, or it lies above. */
  warn: number | null;
  bad: number | null;
  /** Tones from the top down, each until a height: what was broken stays red when it is well again. */
  bands: { tone: Tone; until: number }[];
}

const round = (n: number): number => Math.round(n * 10) / 10;

/** Draws the values from `from_ms` to `to_ms`; where there are none, there is no line. */
export function draw(panel: Panel, from_ms: number, to_ms: number): Drawing {
  const high = panel.values.reduce<number>((top, value) => Math.max(top, value ?? 0), 1e-6);
  const top = Math.max(high, (panel.warn ?? 0) * 1.15) * 1.08;
  const x = (i: number): number =>
    round((((panel.from_s + i * panel.step_s) * 1000 - from_ms) / Math.max(1, to_ms - from_ms)) * WIDE);
  const y = (value: number): number => round(HIGH - (Math.max(0, value) / top) * HIGH);
  let line = '';
  let area = '';
  let began: number | null = null;
  const close = (i: number): void => {
    if (began !== null) area += `L${x(i)} ${HIGH}L${x(began)} ${HIGH}Z`;
    began = null;
  };
  panel.values.forEach((value, i) => {
    if (value === null) return close(i - 1);
    const point = `${x(i)} ${y(value)}`;
    line += `${began === null ? 'M' : 'L'}${point}`;
    area += `${began === null ? 'M' : 'L'}${point}`;
    began ??= i;
  });
  close(panel.values.length - 1);
  const heights = [panel.warn, panel.bad]
    .filter((limit): limit is number => limit !== null)
    .map((limit) => Math.max(0, y(limit)));
  const edges = [0, ...heights.toSorted((a, b) => a - b), HIGH];
  const bands = edges.slice(1).map((until, i) => {
    const middle = ((HIGH - (edges[i]! + until) / 2) / HIGH) * top;
    return { tone: toneAt(panel, middle), until };
  });
  const level = (value: number | null): number | null => (value === null || value > top ? null : y(value));
  return { line, area, warn: level(panel.warn), bad: level(panel.bad), bands };
}

/** The newest value at a position; null: there is none. */
export function valueAt(panel: Panel, at_ms: number): number | null {
  const i = Math.floor((at_ms / 1000 - panel.from_s) / panel.step_s);
  return panel.values[Math.min(i, panel.values.length - 1)] ?? null;
}

/** How a value stands against its thresholds. */
export function toneAt({ warn, bad, low_is_bad }: Limits, value: number | null): Tone {
  if (value === null) return 'plain';
  const beyond = (limit: number | null): boolean =>
    limit !== null && (low_is_bad ? value < limit : value > limit);
  if (beyond(bad)) return 'bad';
  if (beyond(warn)) return 'warn';
  return warn === null && bad === null ? 'info' : 'good';
}

/** The worst value of all: the lowest where low is bad, or the highest. null: there is none. */
export function worst({ values, low_is_bad }: Pick<Panel, 'values' | 'low_is_bad'>): number | null {
  const there = values.filter((value) => value !== null);
  if (there.length === 0) return null;
  return low_is_bad ? Math.min(...there) : Math.max(...there);
}
