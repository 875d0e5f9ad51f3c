/**
 * What people wrote and what is not seen in a view yet. Pure: it knows no clock, no page and no road.
 *
 * Each thing that can be written has a key, and the last edit of a key is the one that counts. An edit stays here
 * until a view that was asked for after it was taken has come, so that no view ever shows what was before it.
 */
import type { Edit, Refusal } from '../../wire/generated';

export interface Unsent {
  key: string;
  edit: Edit;
  /**
   * `typed`: not sent yet. `sent`: on its way. `lost`: the road broke, it is sent again. `refused`: it was
   * decided against, and waits for a change. `taken`: it is in the record.
   */
  state: 'typed' | 'sent' | 'lost' | 'refused' | 'taken';
  refusal: Refusal | null;
  /** How many views had been asked for when it was taken. */
  views: number;
}

export type All = ReadonlyMap<string, Unsent>;

export const NOTHING: All = new Map();

export function keyOf(edit: Edit): string {
  switch (edit.edit) {
    case 'text':
      return `text:${edit.field}`;
    case 'row':
      return `row:${edit.event}`;
    case 'caption':
      return `caption:${edit.graph}`;
    case 'action_items':
      return 'items';
  }
}

/** Somebody wrote something. */
export function typed(all: All, edits: Edit[]): All {
  return put(
    all,
    edits.map((edit) => ({ key: keyOf(edit), edit, state: 'typed', refusal: null, views: 0 })),
  );
}

/** They go out. */
export function sent(all: All, those: Unsent[]): All {
  return put(
    all,
    those.map((one) => ({ ...one, state: 'sent' })),
  );
}

export interface Answer {
  edit: Edit;
  /** null: it was taken. */
  refusal: Refusal | null;
}

/** Answers came for what was sent. What was written in the meantime is still to be sent. */
export function answered(all: All, answers: Answer[], views: number): All {
  return put(
    all,
    answers.flatMap(({ edit, refusal }): Unsent[] => {
      const one = all.get(keyOf(edit));
      if (!one || one.edit !== edit) return [];
      if (refusal === null) return [{ ...one, state: 'taken', refusal: null, views }];
      return [{ ...one, state: isLost(refusal) ? 'lost' : 'refused', refusal }];
    }),
  );
}

/** A view came, the `n`th that was asked for: it knows what was taken before. */
export function seen(all: All, n: number): All {
  const rest = [...all].filter(([, one]) => one.state !== 'taken' || one.views >= n);
  return rest.length === all.size ? all : new Map(rest);
}

/** It is given up, and what the record says stands again. */
export function dropped(all: All, key: string): All {
  const rest = new Map(all);
  rest.delete(key);
  return rest;
}

/** Not in the record yet. */
export const waiting = (all: All): Unsent[] => [...all.values()].filter((one) => one.state !== 'taken');

/** To be sent, now or again. */
export const due = (all: All): Unsent[] =>
  [...all.values()].filter((one) => one.state === 'typed' || one.state === 'lost');

/** As they are sent: rows of the timeline together, everything else by itself. */
export function parcels(those: Unsent[], together: number): Unsent[][] {
  const rows = those.filter((one) => one.edit.edit === 'row');
  const rest = those.filter((one) => one.edit.edit !== 'row').map((one) => [one]);
  for (let at = 0; at < rows.length; at += together) rest.push(rows.slice(at, at + together));
  return rest;
}

/** Nothing was decided: the road was broken, or the drill is not there. */
export const isLost = ({ code }: Refusal): boolean =>
  code === 'no-link' || code === 'stopped' || code === 'no-drill';

function put(all: All, those: Unsent[]): All {
  if (those.length === 0) return all;
  const next = new Map(all);
  for (const one of those) next.set(one.key, one);
  return next;
}
