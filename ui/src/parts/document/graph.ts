/** Where everything of a graph stands, in pixels. */
import type { ChartMark, DocChart } from '../../wire/generated';

export interface Drawn {
  left: number;
  right: number;
  bottom: number;
  line: string;
  area: string;
  threshold: number | null;
  levels: { value: number; y: number }[];
  times: { at_s: number; x: number }[];
  marks: (ChartMark & { x: number; y: number })[];
}

const LEFT = 46;
const TAIL = 22;
/** Numbers of marks stand in so many lines above the graph, so that near ones do not cover each other. */
const LINES = 3;
const LINE_HEIGHT = 11;
const NUMBER_WIDTH = 15;

export function graph(chart: DocChart, width: number, height: number): Drawn {
  const left = LEFT;
  const right = Math.max(left + 40, width - 10);
  const top = chart.marks.length > 0 ? LINES * LINE_HEIGHT + 4 : 8;
  const bottom = height - TAIL;
  const length_s = Math.max(chart.step_s, (chart.values.length - 1) * chart.step_s);
  const known = chart.values.filter((value): value is number => value !== null);
  const high = nice(Math.max(...known, (chart.threshold ?? 0) * 1.1, 0) || 1);
  const x = (at_s: number): number => round(left + ((at_s - chart.t0_s) / length_s) * (right - left));
  const y = (value: number): number => round(bottom - (value / high) * (bottom - top));
  const runs = stretches(chart).map((run) => run.map(([at_s, value]) => [x(at_s), y(value)] as const));
  const path = (run: (readonly [number, number])[]): string => run.map(([a, b]) => `${a} ${b}`).join('L');
  return {
    left,
    right,
    bottom,
    line: runs.map((run) => `M${path(run)}`).join(''),
    area: runs.map((run) => `M${run[0]![0]} ${bottom}L${path(run)}L${run.at(-1)![0]} ${bottom}Z`).join(''),
    threshold: chart.threshold === null ? null : y(chart.threshold),
    levels: [0, high / 2, high].map((value) => ({ value, y: y(value) })),
    times: times(chart.t0_s, length_s, right - left).map((at_s) => ({ at_s, x: x(at_s) })),
    marks: numbered(chart.marks, x, chart.t0_s, chart.t0_s + length_s),
  };
}

const round = (n: number): number => Math.round(n * 10) / 10;

/** Stretches without a gap. */
function stretches({ values, t0_s, step_s }: DocChart): [number, number][][] {
  const runs: [number, number][][] = [];
  let open = false;
  values.forEach((value, i) => {
    if (value !== null) {
      if (!open) runs.push([]);
      runs.at(-1)!.push([t0_s + i * step_s, value]);
    }
    open = value !== null;
  });
  return runs;
}

/** The next figure whose half reads well, too. */
function nice(high: number): number {
  const power = 10 ** Math.floor(Math.log10(high));
  return [1, 2, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= high * 0.999) ?? high;
}

/** Whole minutes to name on an axis, as many as have room. */
export function times(from_s: number, length_s: number, width: number): number[] {
  const most = Math.max(2, Math.floor(width / 70));
  const step = [60, 120, 300, 600, 900, 1800, 3600].find((s) => length_s / s <= most) ?? 7200;
  const first = Math.ceil(from_s / step) * step;
  return Array.from(
    { length: Math.floor((from_s + length_s - first) / step) + 1 },
    (_, i) => first + i * step,
  );
}

function numbered(
  marks: ChartMark[],
  x: (at_s: number) => number,
  from_s: number,
  to_s: number,
): Drawn['marks'] {
  const ends = Array<number>(LINES).fill(-Infinity);
  return marks
    .filter((mark) => mark.at_s >= from_s && mark.at_s <= to_s)
    .toSorted((a, b) => a.at_s - b.at_s)
    .map((mark) => {
      const at = x(mark.at_s);
      const free = ends.findIndex((end) => at >= end);
      const line = free < 0 ? LINES - 1 : free;
      ends[line] = at + NUMBER_WIDTH;
      return { ...mark, x: at, y: (line + 1) * LINE_HEIGHT - 2 };
    });
}
