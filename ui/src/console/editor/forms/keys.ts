/** Which keys of a form mean something, and what changing one brings with it. */
import type { EditorView, Entries, FileEdit, Form, Key, Source, Written } from '../../../wire/generated';
import { set, unset, type Way } from '../edits';
import { words } from '../tree';
import { starter } from './fresh';

/** Whether a key means something beside what stands in its table. */
export function applies(key: Key, table: Entries): boolean {
  if (!key.beside) return true;
  const other = table[key.beside.key];
  if (other === undefined) return false;
  return key.beside.values.length === 0 || key.beside.values.includes(words(other));
}

/** A part of a form: one key, or keys of which one stands. */
export type Part = { key: Key } | { either: string; keys: Key[] };

/**
 * What a form shows of a table: keys that mean something there, and those that stand there though they do not. Lists
 * with items of their own are shown elsewhere, and in the head of the file every table.
 */
export function partsOf(form: Form, table: Entries, head: boolean): Part[] {
  const parts: Part[] = [];
  for (const key of form.keys) {
    if (key.value.kind === 'tables' && key.value.sections) continue;
    if (key.value.kind === 'table' && head) continue;
    if (!applies(key, table) && table[key.name] === undefined) continue;
    const group = key.either;
    if (group === null) {
      parts.push({ key });
      continue;
    }
    const known = parts.find((part) => 'either' in part && part.either === group);
    if (known && 'either' in known) known.keys.push(key);
    else parts.push({ either: group, keys: [key] });
  }
  // A name for patterns, which is made where none is given, is the last thing that is thought of.
  const late = (part: Part): boolean => 'key' in part && part.key.name === 'id' && !part.key.needed;
  return [...parts.filter((part) => !late(part)), ...parts.filter(late)];
}

/** Takes out what means nothing any more once the table has become another. */
function orphans(file: string, way: Way, form: Form, before: Entries, after: Entries): FileEdit[] {
  return form.keys
    .filter((key) => after[key.name] !== undefined && applies(key, before) && !applies(key, after))
    .map((key) => unset(file, [...way, key.name]));
}

/** Gives a key a value; undefined: takes it out. What meant something beside the old one only goes with it. */
export function put(
  view: EditorView,
  forms: Form[],
  file: string,
  way: Way,
  form: Form,
  table: Entries,
  name: string,
  value: Written | undefined,
): FileEdit[] {
  const after = { ...table };
  delete after[name];
  if (value !== undefined) after[name] = value;
  const at = [...way, name];
  return [
    ...orphans(file, way, form, table, after),
    value === undefined ? unset(file, at) : set(file, at, value),
    ...company(view, forms, file, way, form, table, after),
  ];
}

/** Of several keys one stands: this one from now on. All in one step. */
export function turn(
  view: EditorView,
  forms: Form[],
  file: string,
  way: Way,
  form: Form,
  table: Entries,
  keys: Key[],
  to: Key,
): FileEdit[] {
  const others = keys.filter((key) => key.name !== to.name && table[key.name] !== undefined);
  const after = { ...table };
  for (const key of others) delete after[key.name];
  const begins = starter(view, forms, form.id, to);
  after[to.name] = begins;
  return [
    ...others.map((key) => unset(file, [...way, key.name])),
    ...orphans(file, way, form, table, after),
    set(file, [...way, to.name], begins),
    ...company(view, forms, file, way, form, table, after),
  ];
}

/** What comes with a key: how long a silence lasts, how strong a fault of a kind is. */
function company(
  view: EditorView,
  forms: Form[],
  file: string,
  way: Way,
  form: Form,
  before: Entries,
  after: Entries,
): FileEdit[] {
  return form.keys
    .filter(
      (key) => form.id === 'fault' || (key.value.kind === 'duration' && key.beside?.values.length === 0),
    )
    .filter((key) => key.beside !== null && key.either === null)
    .filter((key) => after[key.name] === undefined && applies(key, after) && !applies(key, before))
    .map((key) => set(file, [...way, key.name], starter(view, forms, form.id, key)));
}

/** What there is to choose from: value, and what it says. null: that depends on something that does not stand yet. */
export function choicesOf(view: EditorView, of: Source, table: Entries): [string, string][] | null {
  const by = (name: string, value: Written | undefined): [string, string][] | null =>
    value === undefined ? null : (view.choices[`${name} ${words(value)}`] ?? []);
  switch (of) {
    case 'fault_on':
      return by(of, table.kind);
    case 'act_on':
      return by(of, table.act ?? table.silent);
    case 'fault_only': {
      if (table.on === undefined) return null;
      const target = words(table.on);
      return view.choices[`${of} ${target}`] ?? view.choices[`${of} ${component(target)}`] ?? [];
    }
    default:
      return view.choices[of] ?? [];
  }
}

/** The component of a pool, a configuration value or an edge: `api` of `api.db` and of `api->db`. */
export const component = (target: string): string => target.split(/\.|->/)[0]!;

/** What a fault of a kind can be on, of one component. */
export function targets(view: EditorView, kind: Written | undefined, of: string): string[] {
  const all = (choicesOf(view, 'fault_on', { kind: kind ?? '' }) ?? []).map(([value]) => value);
  return all.includes(of) ? [of] : all.filter((value) => component(value) === of);
}
