/** The run sheet as it is drawn: which rows stand where, what is said of them, and where a pointer lets one go. */
import type { ClockView, InjectRow } from '../wire/generated';
import { clockShort, span } from './format';

/** What a run sheet asks of whoever holds it. */
export interface Steer {
  fire: (row: InjectRow) => void;
  /** Takes back what it brought; asks once. */
  undo: (row: InjectRow) => void;
  hold: (row: InjectRow) => void;
  release: (row: InjectRow) => void;
  skip: (row: InjectRow) => void;
  /** Brings one back that is skipped. */
  restore: (row: InjectRow) => void;
  duplicate: (row: InjectRow) => void;
  move: (row: InjectRow, at_ms: number) => void;
  /** Moves it by so much; one without a time gets a first one. */
  nudge: (row: InjectRow, by_ms: number) => void;
  /** This one and all that come after it. */
  slide: (row: InjectRow, by_ms: number) => void;
  /** Asks which time. */
  time: (row: InjectRow) => void;
  /** From scratch, or from the tray. */
  add: () => void;
  /** Slide or fit, asked with a preview; from a row on, or all. */
  plan: (row: InjectRow | null) => void;
}

/** Keys of a row that has the focus, as people see them. */
export const SHEET_KEYS: [string, string][] = [
  ['↑ ↓', 'From row to row; Enter opens one'],
  ['F', 'Fire it now'],
  ['H', 'Hold it, release it'],
  ['K, Del', 'Skip it; K brings it back'],
  ['D', 'Duplicate it'],
  ['U', 'Undo it, when it has come'],
  ['Alt ← →', 'Move it by 30 s; one of the tray gets a time'],
  ['Alt Shift ← →', 'Slide it and all that follows by 30 s'],
];

export const KEY_STEP_MS = 30_000;

/** What a branch or a contingency waits for; null: it comes by the clock, or is played by hand. */
export function waitsFor({ trigger }: InjectRow): 'branch' | 'contingency' | null {
  if (trigger.kind === 'at' || trigger.kind === 'tray') return null;
  return trigger.kind === 'silent' ? 'contingency' : 'branch';
}

export interface Groups {
  /** By time: what came, and what comes. A branch whose occasion has come has a time. */
  timed: InjectRow[];
  branches: InjectRow[];
  contingencies: InjectRow[];
}

export function grouped(rows: InjectRow[]): Groups {
  const still = (row: InjectRow): boolean => ['waiting', 'held', 'skipped'].includes(row.state);
  const waits = (kind: 'branch' | 'contingency') =>
    rows.filter((row) => still(row) && waitsFor(row) === kind);
  return {
    timed: rows.filter((row) => !still(row) || waitsFor(row) === null),
    branches: waits('branch'),
    contingencies: waits('contingency'),
  };
}

/** When one that waits would come: `would come 03:18, in 4:10`; null: nobody knows. */
export function wouldCome({ would_ms }: InjectRow, clock: ClockView): string | null {
  if (would_ms === null) return null;
  const ahead = would_ms - clock.at_ms;
  const at = clockShort(would_ms, clock.starts_s);
  return ahead > 0 ? `would come ${at}, in ${span(ahead)}` : `would come ${at}`;
}

export interface Offers {
  fire: boolean;
  hold: boolean;
  release: boolean;
  skip: boolean;
  restore: boolean;
  move: boolean;
}

/** Which buttons a row has. */
export function offers(row: InjectRow, clock: ClockView): Offers {
  const is = (...states: InjectRow['state'][]): boolean => states.includes(row.state);
  return {
    fire: clock.state !== 'ready' && !is('fired'),
    hold: is('planned', 'waiting'),
    release: is('held'),
    skip: is('planned', 'waiting', 'held'),
    restore: is('skipped', 'undone'),
    move: row.movable,
  };
}

/** A row on the page: its middle, and its time. */
export interface Stop {
  y: number;
  at_ms: number;
}

const SNAP_MS = 5_000;
/** Behind the last row, a pixel is so long. */
const PAST_LAST_MS = 5_000;

/** The time at a place between rows, in whole five seconds and never before the first stop, which is now. */
export function timeBetween(stops: Stop[], y: number): number {
  const first = stops[0];
  if (!first) return 0;
  const below = stops.findIndex((stop) => stop.y > y);
  if (below === 0) return up(first.at_ms, first.at_ms);
  const above = stops[below < 0 ? stops.length - 1 : below - 1]!;
  const next = stops[below];
  const at = next
    ? above.at_ms + ((y - above.y) / (next.y - above.y)) * (next.at_ms - above.at_ms)
    : above.at_ms + (y - above.y) * PAST_LAST_MS;
  return up(at, first.at_ms);
}

function up(at_ms: number, least_ms: number): number {
  const at = Math.round(at_ms / SNAP_MS) * SNAP_MS;
  return at >= least_ms ? at : Math.ceil(least_ms / SNAP_MS) * SNAP_MS;
}
