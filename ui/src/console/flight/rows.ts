/** Pre-flight as rows: what the program found, beside what the page knows itself. */
import { count, list } from '../../parts/format';
import type { ConsoleView, FlightCheck, FlightRow, Refusal, Tone } from '../../wire/generated';
import type { Level } from '../sounds/levels';

export type RowId = FlightCheck | 'team' | 'box' | 'seed' | 'sound' | 'asked';

export interface Row {
  id: RowId;
  name: string;
  tone: Tone;
  says: string;
}

const NAME: Record<RowId, string> = {
  team: 'Team',
  roles: 'Roles',
  box: 'Time box',
  seed: 'Seed',
  scenario: 'Scenario',
  displays: 'Room screen',
  joining: 'Desks',
  sound: 'Sound',
  journal: 'Journal',
  disk: 'Disk',
  asked: 'Checks',
};
const ORDER = Object.keys(NAME) as RowId[];

/** What to do about what the program only states. */
const NEXT: Partial<Record<RowId, string>> = {
  disk: 'Make room, or keep the data elsewhere (THREE_AM_DATA).',
};

export const row = (id: RowId, tone: Tone, says: string): Row => ({ id, name: NAME[id], tone, says });

/** Whether it keeps nobody from beginning. What is only to be known is no obstacle. */
export const isReady = ({ tone }: Row): boolean => tone !== 'bad' && tone !== 'warn';

export interface Found {
  /** null: not answered yet. */
  rows: FlightRow[] | null;
  refusal: Refusal | null;
}

/** What the program found. */
export function found({ rows, refusal }: Found): Row[] {
  if (refusal) return [row('asked', 'warn', `${refusal.message} ${refusal.hint}`)];
  return (rows ?? []).map(({ id, tone, says }) =>
    row(id, tone, [says, tone === 'bad' || tone === 'warn' ? NEXT[id] : undefined].filter(Boolean).join(' ')),
  );
}

/** Where the program has no windows, the room screen is a page. */
export const ROOM_PAGE = 'A page of this browser: open it in a tab, and put that on the projector.';
const ROOM_WINDOW = 'A window: put it on the projector.';

export const room = (is_page: boolean): Row => row('displays', 'info', is_page ? ROOM_PAGE : ROOM_WINDOW);

export function sound(level: Level, waits: boolean): Row {
  if (level === 'off') return row('sound', 'info', 'Off: nothing is heard when an alert fires.');
  if (waits) return row('sound', 'info', `On, ${level}, after the first click or key on this page.`);
  return row('sound', 'good', `On, ${level}.`);
}

/** Team, roles, time box and seed, before there is a drill. */
export interface Asked {
  team: string;
  /** Titles of the roles that nobody holds. */
  empty: string[];
  /** As typed. */
  seed: string;
  /** The scenario's own. */
  own_seed: number;
  minutes: number | null;
  own_minutes: number;
}

/** A seed that is taken: empty, or a whole number. */
export const isSeed = (typed: string): boolean => /^\d{0,9}$/.test(typed.trim());

export function settingUp({ team, empty, seed, own_seed, minutes, own_minutes }: Asked): Row[] {
  return [
    team.trim() === ''
      ? row('team', 'bad', 'It has no name yet. The drill opens when it has one.')
      : row('team', 'good', `${team.trim()}.`),
    empty.length === 0
      ? row('roles', 'good', 'Every role is held.')
      : row(
          'roles',
          'warn',
          `Held by nobody: ${list(empty)}. What they should do will be flagged, not done.`,
        ),
    row('box', 'good', minutes === null ? `${own_minutes} min, as written.` : `${minutes} min.`),
    !isSeed(seed)
      ? row('seed', 'bad', `“${seed.trim()}” is no seed: a whole number of up to nine digits, or nothing.`)
      : row('seed', 'good', seed.trim() === '' ? `${own_seed}, the scenario’s own.` : `${Number(seed)}.`),
  ];
}

/** One row each, in an order that stays; what is given first counts. */
export function arranged(rows: Row[]): Row[] {
  const once = rows.filter((one, i) => rows.findIndex(({ id }) => id === one.id) === i);
  return once.toSorted((a, b) => ORDER.indexOf(a.id) - ORDER.indexOf(b.id));
}

/** What is not ready, in a line: `2 not ready: disk and roles`; null: everything is. */
export function lacking(rows: Row[]): string | null {
  const names = rows.filter((one) => !isReady(one)).map(({ name }) => name.toLowerCase());
  return names.length === 0 ? null : `${names.length} not ready: ${list(names)}`;
}

/** Of an open drill. */
export function before(
  view: ConsoleView,
  checks: Found,
  level: Level,
  waits: boolean,
  is_page: boolean,
): Row[] {
  const joined = view.desks.filter((desk) => desk.connected).length;
  const desks = view.joining
    ? [row('joining', 'good', `${count(joined, 'desk')} connected, code ${view.joining.code}.`)]
    : [];
  return arranged([...desks, ...found(checks), room(is_page), sound(level, waits)]);
}
