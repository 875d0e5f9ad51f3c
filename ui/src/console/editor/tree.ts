/** What a scenario's file says, and ways in it. */
import type { Entries, Form, Key, Placed, Written } from '../../wire/generated';
import type { Way } from './edits';

export const isTable = (value: Written | undefined | null): value is Entries =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands there; undefined: nothing. */
export function at(says: Written | null, way: Way): Written | undefined {
  let here: Written | undefined = says ?? undefined;
  for (const step of way) {
    if (typeof step === 'number') here = Array.isArray(here) ? here[step] : undefined;
    else here = isTable(here) ? here[step] : undefined;
  }
  return here;
}

export function tableAt(says: Written | null, way: Way): Entries {
  const here = at(says, way);
  return isTable(here) ? here : {};
}

/** The tables of a list; none where there is no list. */
export function listAt(says: Written | null, way: Way): Entries[] {
  const here = at(says, way);
  return Array.isArray(here) ? here.map((one) => (isTable(one) ? one : {})) : [];
}

export const same = (a: Way, b: Way): boolean => a.length === b.length && begins(a, b);

/** Whether a way begins with another. */
export const begins = (way: Way, with_: Way): boolean => with_.every((step, i) => way[i] === step);

/** A value on one line, as it was written or nearly. */
export function words(value: Written | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The form that a table at that way is written by; undefined: there is none, or it is a list. */
export function formAt(forms: Form[], way: Way): Form | undefined {
  let form = forms[0];
  for (const step of way) {
    if (typeof step === 'number') continue;
    const key: Key | undefined = form?.keys.find(({ name }) => name === step);
    const of = key?.value;
    form =
      of && (of.kind === 'table' || of.kind === 'tables')
        ? forms.find(({ id }) => id === of.form)
        : undefined;
  }
  return form;
}

/** Lists of the file, each entry of which is an item with a form of its own. */
const LISTS = ['inject', 'expect', 'hint', 'answer', 'role', 'stakeholder', 'deploy', 'alert'];
const TRUTHS = ['cause', 'herring'];

/** The item that something is in: an inject, a cause, the truth. The head of the file: an empty way. */
export function itemOf(way: Way): Way {
  const [first, second, third] = way;
  if (first === 'truth')
    return TRUTHS.includes(String(second)) && typeof third === 'number' ? way.slice(0, 3) : ['truth'];
  if (first === 'norms') return ['norms'];
  return LISTS.includes(String(first)) && typeof second === 'number' ? way.slice(0, 2) : [];
}

/** What an item is called, for lists and for undo. */
export function nameOf(says: Written | null, way: Way): string {
  if (way.length === 0) return 'the head';
  if (same(way, ['truth'])) return 'the truth';
  if (same(way, ['norms'])) return 'the norms';
  const table = tableAt(says, way);
  if (way[0] === 'deploy') return `${words(table.on)} ${words(table.version)}`.trim();
  if (way[0] === 'hint') return `Hint for ${words(table.for)}`;
  const named = table.title ?? table.name ?? table.id ?? table.says;
  return words(named) || 'without a name';
}

/** The places that problems are shown at, in one form. */
export interface Shown {
  /** Those of a key, by its name. */
  of: Map<string, Placed[]>;
  /** Those of no key. */
  rest: Placed[];
}

/** A key that is missing has no place: the problem is at its table, or at the first line of the file, and names it. */
const MISSING = /has no `([^`]+)`/;

/** Sorts the problems under a way: to each key its own. */
export function problemsOf(problems: Placed[], way: Way, form: Form, table: Entries): Shown {
  const shown: Shown = { of: new Map(), rest: [] };
  const put = (name: string, placed: Placed): void => {
    shown.of.set(name, [...(shown.of.get(name) ?? []), placed]);
  };
  for (const placed of problems) {
    if (!begins(placed.way, way)) continue;
    // What is in an item is shown in the item.
    if (itemOf(placed.way).length > way.length) continue;
    const step = placed.way[way.length];
    const missing =
      placed.way.length <= way.length + 1 ? MISSING.exec(placed.problem.message)?.[1] : undefined;
    const key = form.keys.find(({ name }) => name === missing && table[name] === undefined);
    if (key) put(key.name, placed);
    else if (typeof step === 'string' && form.keys.some(({ name }) => name === step)) put(step, placed);
    else if (way.length > 0 || placed.way.length === 0) shown.rest.push(placed);
  }
  return shown;
}

/** The line of the file, from 1, that an item begins in. */
export function lineOf(text: string, item: Way): number {
  const lines = text.split('\n');
  const nth = item.at(-1);
  const name = item.filter((step) => typeof step === 'string').join('.');
  if (name === '') return 1;
  const head =
    typeof nth === 'number'
      ? new RegExp(`^\\s*\\[\\[\\s*${name}\\s*\\]\\]`)
      : new RegExp(`^\\s*\\[\\s*${name}\\s*\\]`);
  let left = typeof nth === 'number' ? nth : 0;
  const line = lines.findIndex((one) => head.test(one) && left-- === 0);
  return line < 0 ? 1 : line + 1;
}
