/** Where an item is after something was changed: in another place of its list, or gone. */
import type { EditorCall, Entries, FileEdit, Written } from '../../wire/generated';
import type { Way } from './edits';
import { SECTION_LISTS } from './sections';
import { at, begins, listAt, same } from './tree';

/** Where an item is after something was asked; what undo or redo brought back comes first. null: nothing is chosen. */
export function whereabouts(
  way: Way | null,
  ask: EditorCall,
  path: string,
  before: Written | null,
  after: Written | null,
): Way | null {
  if (ask.ask === 'change' && !ask.edits.some((edit) => edit.edit.edit === 'write')) {
    if (!way || way.length === 0) return way;
    return follow(
      way,
      ask.edits.filter(({ file }) => file === path),
    );
  }
  const back = ask.ask === 'undo' || ask.ask === 'redo' ? appeared(before, after, SECTION_LISTS) : null;
  return back ?? (way && keep(before, after, way));
}

/** Its place after one of its list was moved. */
export function movedTo(place: number, from: number, to: number): number {
  if (place === from) return to;
  if (from < place && place <= to) return place - 1;
  if (to <= place && place < from) return place + 1;
  return place;
}

/** The way to the same item after some changes to its file; null: it was taken out. */
export function follow(way: Way, edits: FileEdit[]): Way | null {
  let now: Way | null = way;
  for (const edit of edits) {
    if (now === null) return null;
    const change = edit.edit;
    const place: number = Number(now.at(-1));
    const list: Way = now.slice(0, -1);
    const to = (place: number): Way => [...list, place];
    if (change.edit === 'move' && same(change.list, list)) now = to(movedTo(place, change.from, change.to));
    else if (change.edit === 'insert' && same(change.list, list))
      now = to(place + (change.before <= place ? 1 : 0));
    else if (change.edit === 'unset' && begins(now, change.at)) now = null;
    else if (change.edit === 'unset' && same(change.at.slice(0, -1), list))
      now = to(place - (Number(change.at.at(-1)) < place ? 1 : 0));
  }
  return now;
}

const named = (table: Entries | undefined): string =>
  JSON.stringify(table?.id ?? table?.name ?? table?.title ?? table?.for ?? table?.version ?? null);

/**
 * The way to the same item in a file that was written anew, as by undo; null: it is gone. An item is known by what it
 * says, then by its name, then by its place, where its list is as long as before.
 */
export function keep(before: Written | null, after: Written | null, way: Way): Way | null {
  if (after === null) return way;
  const place = way.at(-1);
  if (typeof place !== 'number') return at(after, way) === undefined && way.length > 0 ? null : way;
  const list = way.slice(0, -1);
  const was = listAt(before, list);
  const is = listAt(after, list);
  const one = was[place];
  const to = (found: number): Way => [...list, found];
  if (one === undefined) return place < is.length ? way : null;
  const text = JSON.stringify(one);
  if (JSON.stringify(is[place]) === text) return way;
  const rest = (all: Entries[]): string => JSON.stringify(all.toSpliced(place, 1));
  if (is.length === was.length && rest(is) === rest(was)) return way;
  const there = is.findIndex((other) => JSON.stringify(other) === text);
  if (there >= 0) return to(there);
  const name = named(one);
  if (named(is[place]) === name) return way;
  const known = is.findIndex((other) => named(other) === name);
  if (known >= 0 && name !== 'null') return to(known);
  return is.length === was.length ? way : null;
}

/** The item that is in a list now and was not before, as after a removal was undone. */
export function appeared(before: Written | null, after: Written | null, lists: Way[]): Way | null {
  for (const list of lists) {
    const was = listAt(before, list).map((one) => JSON.stringify(one));
    const is = listAt(after, list).map((one) => JSON.stringify(one));
    if (is.length !== was.length + 1) continue;
    const place = is.findIndex((one, i) => one !== was[i]);
    return [...list, place];
  }
  return null;
}
