/** Flags on a time axis, in as few rows as they need, none over another. In a crowd their words become shorter. */
import type { InjectMark } from '../../../wire/generated';
import { xOf, type Scale } from '../../../parts/timeline';

export interface Flag {
  mark: InjectMark;
  /** Where its time is, pixels. */
  x: number;
  /** Where it begins and how wide it is. */
  left: number;
  w: number;
  row: number;
  /** It hangs to the left of its time, because there is no room on the right. */
  flipped: boolean;
}

/** Height of a row, the room above the first, and the middle of a flag. */
export const ROW_PX = 25;
export const TOP_PX = 6;
export const MIDDLE_PX = 11;

const LETTER_PX = 6.3;
/** The sign and the edges. */
const FRAME_PX = 36;
const TROUBLE_PX = 14;
const GAP_PX = 3;
const MOST_ROWS = 9;
/** Widest flag, from a quiet sheet to a crowded one; the last has room for its sign only. */
const WIDEST_PX = [230, 160, 104, 64, 27];

/** Places flags in order of time. */
export function pack(marks: InjectMark[], scale: Scale): { flags: Flag[]; rows: number } {
  for (const widest of WIDEST_PX) {
    const placed = packAt(marks, scale, widest);
    if (placed.rows <= MOST_ROWS || widest === WIDEST_PX.at(-1)) return placed;
  }
  return { flags: [], rows: 1 };
}

function packAt(marks: InjectMark[], scale: Scale, widest: number): { flags: Flag[]; rows: number } {
  const rows: [number, number][][] = [];
  const flags = marks.map((mark) => {
    const x = xOf(scale, mark.at_ms ?? 0);
    const trouble = mark.trouble ? TROUBLE_PX : 0;
    const w = Math.min(widest + trouble, scale.width, mark.title.length * LETTER_PX + FRAME_PX + trouble);
    const flipped = x + w > scale.width;
    const left = flipped ? Math.max(0, x - w) : x;
    const free = (taken: [number, number][]): boolean =>
      taken.every(([from, to]) => left + w + GAP_PX <= from || to + GAP_PX <= left);
    let row = rows.findIndex(free);
    if (row < 0) row = rows.push([]) - 1;
    rows[row]!.push([left, left + w]);
    return { mark, x, left, w, row, flipped };
  });
  return { flags, rows: Math.max(1, rows.length) };
}

/** Where a flag's row begins: timed ones from the top, branches from where they begin. */
export function yOf(flag: Flag, split: number): number {
  return (flag.mark.lane === 'clock' ? TOP_PX : split + TOP_PX) + flag.row * ROW_PX;
}
