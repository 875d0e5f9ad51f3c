/** What is done to the run sheet, and the way back that is offered with it. The way back is made of commands too:
 * what has passed meanwhile stays as it is, and the record says both. */
import { clockAt, count, span } from '../parts/format';
import type { Steer } from '../parts/sheet';
import { snap } from '../parts/timeline';
import { stage } from '../state/stage.svelte';
import { toasts } from '../state/toasts.svelte';
import type { Command, InjectRow } from '../wire/generated';
import { cockpit } from './cockpit.svelte';

const TAKES_BACK = 'Ctrl Z takes it back.';

/** Does something, and offers the way back if it was done. */
async function does(command: Command, offer: () => void): Promise<void> {
  if (await stage.send(command)) offer();
}

/** Commands one after the other; the first that is refused says why, and the rest is left. */
async function inTurn(commands: Command[]): Promise<void> {
  for (const command of commands) if (!(await stage.send(command))) return;
}

const starts_s = (): number => stage.console?.clock.starts_s ?? 0;
const undo = (...commands: Command[]) => ({ title: 'Undo', run: () => void inTurn(commands) });

export async function fire(row: InjectRow): Promise<void> {
  await does({ do: 'fire', inject: row.id }, () =>
    toasts.offer(`Fired: ${row.title}`, { title: 'Undo …', run: () => undoFired(row) }, 'U undoes it.'),
  );
}

function undoFired(row: InjectRow): void {
  const now = [...(stage.console?.run_sheet ?? []), row].find((one) => one.id === row.id)!;
  if (now.undoable) cockpit.open = { kind: 'undo', inject: now };
  else void stage.send({ do: 'undo', inject: row.id });
}

export function hold(row: InjectRow): Promise<void> {
  const inject = row.id;
  return does({ do: 'hold', inject }, () =>
    toasts.offer(
      `Held: ${row.title}`,
      undo({ do: 'release', inject }),
      'H again lets it come; so does H on its row.',
    ),
  );
}

export function release(row: InjectRow): Promise<void> {
  const inject = row.id;
  return does({ do: 'release', inject }, () =>
    toasts.offer(`Released: ${row.title}`, undo({ do: 'hold', inject }), TAKES_BACK),
  );
}

function skip(row: InjectRow): Promise<void> {
  const inject = row.id;
  const held: Command[] = row.state === 'held' ? [{ do: 'hold', inject }] : [];
  return does({ do: 'skip', inject }, () =>
    toasts.offer(`Skipped: ${row.title}`, undo({ do: 'restore', inject }, ...held), TAKES_BACK),
  );
}

function restore(row: InjectRow): Promise<void> {
  const inject = row.id;
  return does({ do: 'restore', inject }, () =>
    toasts.offer(`Brought back: ${row.title}`, undo({ do: 'skip', inject }), TAKES_BACK),
  );
}

/** It was undone: it does not come by itself any more, and can be put back where it was planned. */
export function undone(row: InjectRow): void {
  toasts.offer(
    `Undone: ${row.title}`,
    { title: 'Bring back', run: () => void restore(row) },
    'It does not come by itself any more. Bring back plans it as it was.',
  );
}

function duplicate(row: InjectRow): Promise<void> {
  return does({ do: 'duplicate', inject: row.id }, () =>
    toasts.say(`Duplicated: ${row.title}`, 'The copy is marked “yours”.'),
  );
}

type Times = Map<string, number>;

/** Where things stood before the first of several moves that are still offered to be undone. */
let standing: { message: string; times: Times } | null = null;

/** Times of what can be moved. */
function times(of: (row: InjectRow) => boolean): Times {
  const rows = stage.console?.run_sheet ?? [];
  return new Map(
    rows.flatMap((row) => (row.movable && row.at_ms !== null && of(row) ? [[row.id, row.at_ms]] : [])),
  );
}

/** Times before what `message` says; those before the first of its kind that can still be undone. */
function before(message: string, of: (row: InjectRow) => boolean): Times {
  asked = null;
  const goes_on = standing?.message === message && toasts.all.some((toast) => toast.message === message);
  const kept = goes_on ? standing!.times : times(of);
  standing = { message, times: kept };
  return kept;
}

/** Moves back what stands elsewhere now. What has come, or would have, stays. */
async function putBack(old: Times): Promise<void> {
  standing = asked = null;
  const now_ms = stage.console?.clock.at_ms ?? 0;
  const away = [...times((row) => old.has(row.id) && old.get(row.id) !== row.at_ms).keys()];
  const back = away.filter((inject) => old.get(inject)! >= now_ms);
  await inTurn(back.map((inject) => ({ do: 'move', inject, at_ms: old.get(inject)! })));
  const stayed = away.length - back.length;
  if (stayed > 0) toasts.say(`${count(stayed, 'inject')} stayed.`, 'The time before has passed.');
}

/** Remembers where it stands; what comes back offers to move it there, once it has been moved. */
export function moving(row: InjectRow, at_ms: number): () => void {
  const message = `Moved: ${row.title}`;
  const old = before(message, (one) => one.id === row.id);
  const hint = `It comes at ${clockAt(at_ms, starts_s())}.`;
  return () => {
    if (row.state === 'tray') toasts.say(`On the run sheet: ${row.title}`, hint);
    else toasts.offer(message, { title: 'Undo', run: () => void putBack(old) }, `${hint} ${TAKES_BACK}`);
  };
}

export function sliding(from: InjectRow | null, by_ms: number): () => void {
  const message = from ? `Slid: ${from.title}, and all that follows` : 'Slid: all that has not come';
  const since = from?.at_ms ?? -Infinity;
  const old = before(message, (row) => row.at_ms! >= since);
  const hint = `${span(Math.abs(by_ms))} ${by_ms < 0 ? 'earlier' : 'later'}. ${TAKES_BACK}`;
  return () => toasts.offer(message, { title: 'Undo', run: () => void putBack(old) }, hint);
}

export function fitting(length_ms: number): () => void {
  const message = `Fitted: the drill ends at ${clockAt(length_ms, starts_s())}`;
  const old = before(message, () => true);
  const was_ms = stage.console?.clock.length_ms ?? length_ms;
  const back = async (): Promise<void> => {
    // An end that has passed cannot come back; that is said, and the injects can.
    await stage.send({ do: 'fit', length_ms: was_ms });
    await putBack(old);
  };
  return () => toasts.offer(message, { title: 'Undo', run: () => void back() }, TAKES_BACK);
}

export const moveCommand = ({ id }: InjectRow, at_ms: number): Command => ({ do: 'move', inject: id, at_ms });
export const slideCommand = (from: InjectRow | null, by_ms: number): Command => ({
  do: 'slide',
  by_ms,
  from: from?.id ?? null,
});

function move(row: InjectRow, at_ms: number): void {
  void does(moveCommand(row, at_ms), moving(row, at_ms));
}

function slide(row: InjectRow, by_ms: number): void {
  void does(slideCommand(row, by_ms), sliding(row, by_ms));
}

/** One without a time is first given one so far ahead. */
const FIRST_TIME_MS = 300_000;
/** So long a time that was asked for may take to be shown. */
const SHOWN_WITHIN_MS = 1_500;
let asked: { inject: string; at_ms: number; until: number } | null = null;

/** Keys come faster than views: what was asked for a moment ago counts, not what is still shown. */
function nudge(row: InjectRow, by_ms: number): void {
  const fresh = asked?.inject === row.id && performance.now() < asked.until ? asked.at_ms : null;
  const from = fresh ?? row.at_ms;
  const at_ms = snap(from === null ? (stage.console?.clock.at_ms ?? 0) + FIRST_TIME_MS : from + by_ms);
  const offer = moving(row, at_ms);
  asked = { inject: row.id, at_ms, until: performance.now() + SHOWN_WITHIN_MS };
  void stage.send(moveCommand(row, at_ms)).then((done) => {
    if (done) offer();
    else asked = null;
  });
}

/** While the clock stands nothing comes by itself: what was added to come now is fired by hand, when it is there. */
export async function fireAdded(before: ReadonlySet<string>): Promise<void> {
  const end = performance.now() + SHOWN_WITHIN_MS;
  while (performance.now() < end) {
    const added = stage.console?.run_sheet.find((row) => row.added && !before.has(row.id));
    if (added) return added.state === 'fired' ? undefined : fire(added);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const steer: Steer = {
  fire: (row) => void fire(row),
  undo: undoFired,
  hold: (row) => void hold(row),
  release: (row) => void release(row),
  skip: (row) => void skip(row),
  restore: (row) => void restore(row),
  duplicate: (row) => void duplicate(row),
  move,
  nudge,
  slide,
  time: (inject) => (cockpit.open = { kind: 'move', inject }),
  add: () => (cockpit.open = { kind: 'inject' }),
  plan: (row) => (cockpit.open = { kind: 'slide', from: row?.id }),
};
