/** Where everything of lanes over one axis stands, in pixels. */
import type { DocLanes, LaneBar, LanePoint, LaneRule } from '../../wire/generated';
import { times } from './graph';

/** The height of a lane. */
export const LANE = 26;
const TAIL = 20;
const RIGHT = 12;
/** One row of words above the lanes; what finds no room in so many rows keeps only its line. */
const WORDS = 12;
const ROWS = 4;
const LETTER = 5.4;

export interface Laid {
  left: number;
  right: number;
  bottom: number;
  height: number;
  times: { at_s: number; x: number }[];
  rules: (LaneRule & { x: number; y: number; late: boolean; said: boolean })[];
  lanes: {
    label: string;
    y: number;
    bars: (LaneBar & { x: number; w: number; y: number })[];
    points: (LanePoint & { x: number; y: number })[];
  }[];
}

export function laid({ lanes, rules, from_s, to_s }: DocLanes, width: number): Laid {
  const longest = Math.max(0, ...lanes.map(({ label }) => label.length));
  const left = Math.min(width * 0.35, longest * LETTER + 18);
  const right = Math.max(left + 40, width - RIGHT);
  const length_s = Math.max(1, to_s - from_s);
  const x = (at_s: number): number =>
    Math.round((left + (Math.min(1, Math.max(0, (at_s - from_s) / length_s)) || 0) * (right - left)) * 10) /
    10;
  const words = worded(rules, x, right);
  const rows = Math.max(0, ...words.map(({ row }) => row + 1));
  const top = rows * WORDS + 6;
  const middle = (lane: number, row: number | null): number =>
    top + lane * LANE + (row === null ? LANE / 2 : row === 0 ? LANE * 0.3 : LANE * 0.7);
  const bottom = top + lanes.length * LANE;
  return {
    left,
    right,
    bottom,
    height: bottom + TAIL,
    times: times(from_s, length_s, right - left).map((at_s) => ({ at_s, x: x(at_s) })),
    rules: words.map(({ row, ...rule }) => ({ ...rule, y: (rows - row) * WORDS - 2, said: row >= 0 })),
    lanes: lanes.map(({ label, bars, points }, i) => ({
      label,
      y: top + i * LANE,
      bars: bars.map((bar) => ({
        ...bar,
        x: x(bar.from_s),
        w: Math.max(1, x(bar.to_s) - x(bar.from_s)),
        y: middle(i, bar.row),
      })),
      points: points.map((point) => ({ ...point, x: x(point.at_s), y: middle(i, point.row) })),
    })),
  };
}

/** The lowest row in which a word has room; -1: none. Late ones are written to the left. */
function worded(
  rules: LaneRule[],
  x: (at_s: number) => number,
  right: number,
): (LaneRule & { x: number; late: boolean; row: number })[] {
  const taken: [number, number][][] = Array.from({ length: ROWS }, () => []);
  return rules
    .toSorted((a, b) => a.at_s - b.at_s)
    .map((rule) => {
      const at = x(rule.at_s);
      const long = rule.label.length * LETTER + 6;
      const late = at + long > right;
      const [from, to] = late ? [at - long, at] : [at, at + long];
      const row = taken.findIndex((all) => all.every(([a, b]) => to <= a || from >= b));
      if (row >= 0) taken[row]!.push([from, to]);
      return { ...rule, x: at, late, row };
    });
}
