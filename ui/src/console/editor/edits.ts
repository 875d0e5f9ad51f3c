/** Changes to a file, as they are asked for. */
import type { Entries, FileEdit, Step, TextEdit, Written } from '../../wire/generated';

export type Way = Step[];

const change = (file: string, edit: TextEdit): FileEdit => ({ file, edit });

export const set = (file: string, at: Way, value: Written): FileEdit =>
  change(file, { edit: 'set', at, value });

export const unset = (file: string, at: Way): FileEdit => change(file, { edit: 'unset', at });

/** A new `[[…]]` before the entry at that place; as many as there are: behind the last. */
export const insert = (file: string, list: Way, before: number, table: Entries): FileEdit =>
  change(file, { edit: 'insert', list, before, table });

/** `to` is its place afterwards. */
export const move = (file: string, list: Way, from: number, to: number): FileEdit =>
  change(file, { edit: 'move', list, from, to });

export const write = (file: string, text: string): FileEdit => change(file, { edit: 'write', text });
