/** What a gesture on the run sheet writes into scenario.toml: always one step, which undo can name. */
import { clockAt, count, span } from '../../../parts/format';
import type { EditorView, Entries, FileEdit, InjectMark, Step, Written } from '../../../wire/generated';
import { written, writtenLength } from './times';

export interface Change {
  edits: FileEdit[];
  /** What undo will name. */
  says: string;
}

type Piece = { edit: 'set'; at: Step[]; value: Written } | { edit: 'unset'; at: Step[] };

/** Keys that say when an inject comes. Exactly one of the first three stands. */
const WHENS = ['at', 'when', 'tray', 'after'];

const isTable = (value: Written | null | undefined): value is Entries =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An inject as the file has it. */
export function entryOf(view: EditorView, at: number): Entries {
  const list = isTable(view.says) ? view.says.inject : null;
  const entry = Array.isArray(list) ? list[at] : null;
  return isTable(entry) ? entry : {};
}

/** The inject that another one waits for; null: it waits for something else. */
export function waitsFor(view: EditorView, mark: InjectMark): InjectMark | null {
  const { when } = entryOf(view, mark.at);
  const name = isTable(when) ? when.inject : null;
  if (typeof name !== 'string') return null;
  return view.injects.find((other) => other.id === name || other.title === name) ?? null;
}

/** Timed injects that come later. */
export function following(view: EditorView, mark: InjectMark): InjectMark[] {
  const { at_ms, lane } = mark;
  if (at_ms === null || lane !== 'clock') return [];
  return view.injects.filter((other) => other.lane === 'clock' && (other.at_ms ?? 0) > at_ms);
}

/** Puts an inject on the clock, or moves it there; with `slide`, what follows moves by as much. */
export function toClock(view: EditorView, mark: InjectMark, to_ms: number, slide: boolean): Change {
  const after = slide ? following(view, mark) : [];
  const by_ms = to_ms - (mark.at_ms ?? 0);
  const pieces = [
    ...without(view, mark, 'at'),
    set(['inject', mark.at, 'at'], written(to_ms)),
    ...after.map((other) => set(['inject', other.at, 'at'], written((other.at_ms ?? 0) + by_ms))),
  ];
  const clock = clockAt(to_ms, view.starts_s);
  const says =
    after.length > 0
      ? `Slide “${mark.title}” and ${count(after.length, 'inject')} after it by ${by_ms < 0 ? '' : '+'}${span(by_ms)}`
      : `${mark.lane === 'clock' ? 'Move' : 'Put'} “${mark.title}” ${mark.lane === 'clock' ? 'to' : 'at'} ${clock}`;
  return { edits: inScenario(view, pieces), says };
}

/** Takes an inject off the clock, into the tray. */
export function toTray(view: EditorView, mark: InjectMark): Change {
  const pieces = [...without(view, mark, 'tray'), set(['inject', mark.at, 'tray'], true)];
  return { edits: inScenario(view, pieces), says: `Put “${mark.title}” into the tray` };
}

/** Makes the drill longer or shorter. */
export function toLength(view: EditorView, length_ms: number): Change {
  const value = writtenLength(length_ms);
  return { edits: inScenario(view, [set(['length'], value)]), says: `Set the length to ${value}` };
}

const set = (at: Step[], value: Written): Piece => ({ edit: 'set', at, value });

/** Takes out what says when it comes, but one key. */
function without(view: EditorView, mark: InjectMark, kept: string): Piece[] {
  const entry = entryOf(view, mark.at);
  return WHENS.filter((key) => key !== kept && key in entry).map((key) => ({
    edit: 'unset',
    at: ['inject', mark.at, key],
  }));
}

function inScenario(view: EditorView, pieces: Piece[]): FileEdit[] {
  const file = view.files.find((one) => one.kind === 'scenario')?.path ?? `${view.id}/scenario.toml`;
  return pieces.map((edit) => ({ file, edit }));
}
