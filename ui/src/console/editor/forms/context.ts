/** What every field of a form knows. */
import type { Entries, FileEdit, Form, Key, Refusal, Written } from '../../../wire/generated';
import type { Way } from '../edits';
import type { Editing } from '../editor.svelte';
import { itemOf } from '../tree';
import { put } from './keys';

/** A table as it is written in a form. */
export interface Sheet {
  editing: Editing;
  form: Form;
  way: Way;
  table: Entries;
}

export const wayOf = (sheet: Sheet, key: Key): Way => [...sheet.way, key.name];

/** As an element is found by, to put the focus there. */
export const mark = (way: Way): string => JSON.stringify(way);

/** What undo will call it. */
export const changes = (sheet: Sheet, title: string): string =>
  `change “${title}” of “${sheet.editing.name(itemOf(sheet.way))}”`;

/** Gives a key its value; undefined: takes it out. */
export function give(sheet: Sheet, key: Key, value: Written | undefined): Promise<Refusal | null> {
  const { editing, form, way, table } = sheet;
  if (value === undefined && table[key.name] === undefined) return Promise.resolve(null);
  const edits = put(editing.view!, editing.forms, editing.path, way, form, table, key.name, value);
  return editing.change(edits, changes(sheet, key.title));
}

export function send(sheet: Sheet, edits: FileEdit[], key: Key): Promise<Refusal | null> {
  return sheet.editing.change(edits, changes(sheet, key.title));
}

/** What was typed, as the file will have it. A number that is none is written as it stands; the check says so. */
export function written(key: Key, text: string): Written | undefined {
  const { kind } = key.value;
  if (kind === 'prose') return text.trim() === '' ? (key.needed ? '' : undefined) : text;
  const short = text.trim();
  if (short === '') return key.needed && kind !== 'whole' && kind !== 'number' ? '' : undefined;
  if (kind === 'whole' || kind === 'number') {
    const number = Number(short.replace(',', '.'));
    return Number.isFinite(number) ? number : short;
  }
  return short;
}

/** How it is written, by example. */
export const EXAMPLE: Partial<Record<Key['value']['kind'], string>> = {
  duration: '90s, 5m, 1h30m or 02:30',
  time: '12ms, 12ms exp',
  clock: '03:00',
  before: '-19m, -3d',
};
