/** The table of action items while it is edited. Pure. */
import type { ActionItem, ActionKind, Change } from '../../wire/generated';

/** A row, with a name of its own so that it can be moved while somebody types in it. */
export interface Row extends ActionItem {
  id: number;
}

export const KINDS: [ActionKind, string][] = [
  ['prevent', 'prevent'],
  ['mitigate', 'mitigate'],
  ['detect', 'detect'],
  ['process', 'process'],
];
export const CHANGES: [Change | '', string][] = [
  ['', 'none of them'],
  ['threshold', 'threshold'],
  ['playbook', 'playbook'],
  ['observability', 'observability'],
];
export const MOST = 100;

let next = 1;

export const named = (items: ActionItem[]): Row[] => items.map((item) => ({ ...item, id: next++ }));

export const blank = (): Row => ({
  id: next++,
  title: '',
  owner: null,
  due: null,
  kind: 'prevent',
  changes: null,
});

/** What is worth keeping: a row in which nothing is written stays on the screen only. */
export const kept = (rows: Row[]): ActionItem[] =>
  rows
    .filter((row) => row.title.trim() !== '' || row.owner !== null || row.due !== null)
    .map(({ title, owner, due, kind, changes }) => ({ title, owner, due, kind, changes }));

/** Whether the rows are those items already: then they keep their names, and the carets in them. */
export const same = (rows: Row[], items: ActionItem[]): boolean =>
  JSON.stringify(kept(rows)) ===
  JSON.stringify(items.map(({ title, owner, due, kind, changes }) => ({ title, owner, due, kind, changes })));

export function changed(rows: Row[], id: number, change: Partial<ActionItem>): Row[] {
  return rows.map((row) => (row.id === id ? { ...row, ...change } : row));
}

export function moved(rows: Row[], id: number, to: number): Row[] {
  const row = rows.find((one) => one.id === id);
  if (!row) return rows;
  const rest = rows.filter((one) => one !== row);
  const at = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, at), row, ...rest.slice(at)];
}

export function inserted(rows: Row[], row: Row, at: number): Row[] {
  return [...rows.slice(0, at), row, ...rows.slice(at)];
}
