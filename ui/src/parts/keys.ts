/** Which key means what, as one table. Surfaces act; this only tells. */
import type { ClockState } from '../wire/generated';

export type Action =
  | 'startex'
  | 'pause'
  | 'resume'
  | 'fire-next'
  | 'hold-next'
  | 'undo-last'
  | 'log-act'
  | 'note'
  | 'search-logs'
  | 'palette'
  | 'shortcuts'
  | 'inject'
  | 'slide'
  | 'take-back'
  | 'step'
  | 'step-minute'
  | 'jump'
  | 'faster'
  | 'slower'
  | 'joining'
  | 'hot-wash'
  | 'end'
  | 'emergency'
  | 'enlarge'
  | 'write'
  | 'roles'
  | 'coverage'
  | 'notes'
  | 'sounds'
  | 'flight'
  | `need-${number}`
  | `aside-${number}`;

export interface Key {
  key: string;
  ctrl: boolean;
  shift: boolean;
  alt: boolean;
  /** Which key of the keyboard it is, whatever stands on it. */
  code?: string;
}

export interface Situation {
  clock: ClockState;
  /** A text field has the focus. */
  typing: boolean;
  /** A button or other control has the focus, which takes space and Enter itself. */
  on_control: boolean;
  /** A dialog is open, which has its own keys. */
  dialog: boolean;
  /** The postmortem is being written, which has its own keys. */
  writing?: boolean;
}

/** The keys as people see them. `live`: only before ENDEX. */
export const KEYS: { key: string; action: Action; says: string; live: boolean }[] = [
  { key: 'Space', action: 'pause', says: 'Pause, resume; before the start: STARTEX', live: true },
  { key: 'F', action: 'fire-next', says: 'Fire the next inject now', live: true },
  { key: 'H', action: 'hold-next', says: 'Hold the next inject', live: true },
  { key: 'U', action: 'undo-last', says: 'Undo the inject fired last (asks once)', live: true },
  { key: 'I', action: 'inject', says: 'Add an inject, or play one from the tray', live: true },
  { key: 'T', action: 'slide', says: 'Slide the run sheet, or fit it to a new end', live: true },
  { key: 'Ctrl Z', action: 'take-back', says: 'Undo what the newest message offers to undo', live: true },
  { key: 'G', action: 'jump', says: 'Jump to the next inject (asks once)', live: true },
  { key: '.', action: 'step', says: 'While paused: step on by 10 s', live: true },
  { key: '>', action: 'step-minute', says: 'While paused: step on by a minute', live: true },
  { key: '+', action: 'faster', says: 'Faster, up to 60 times', live: true },
  { key: '-', action: 'slower', says: 'Slower, down to half', live: true },
  { key: 'A', action: 'log-act', says: 'Log an act for a role', live: true },
  { key: 'J', action: 'joining', says: 'Joining: who comes from their own device', live: false },
  { key: 'N', action: 'note', says: 'Write a note for the hot wash', live: false },
  {
    key: 'B',
    action: 'hot-wash',
    says: 'After ENDEX: look back on the room screen (hot wash), and close it',
    live: false,
  },
  { key: '1 … 9', action: 'need-1', says: 'Answer what needs you, by its number', live: true },
  {
    key: '0, Shift 2 … 9',
    action: 'aside-1',
    says: 'Set what needs you aside for five minutes, by its number: 0 stands for 1, as Shift 1 is !',
    live: true,
  },
  { key: 'R', action: 'roles', says: 'Roles: put in, move, share, hand over, take out', live: true },
  {
    key: 'M',
    action: 'coverage',
    says: 'Coverage: what has been looked at, and what nobody has seen; again: back',
    live: false,
  },
  { key: 'O', action: 'notes', says: 'Notes: what was seen, and by whom; again: back', live: false },
  { key: '/', action: 'search-logs', says: 'Search the logs', live: false },
  { key: 'X', action: 'enlarge', says: 'Enlarge the lower panel, and back', live: false },
  { key: 'P', action: 'flight', says: 'Before the start: pre-flight, what is ready', live: true },
  { key: 'S', action: 'sounds', says: 'Sounds on, off', live: false },
  { key: 'W', action: 'write', says: 'After ENDEX: write the postmortem', live: false },
  { key: 'Ctrl K', action: 'palette', says: 'Everything, by name', live: false },
  { key: 'E', action: 'end', says: 'End the drill (asks once)', live: true },
  { key: '?', action: 'shortcuts', says: 'This list', live: false },
  {
    key: 'Shift Esc, !',
    action: 'emergency',
    says: 'REAL EMERGENCY: stop everything, at once',
    live: true,
  },
];

const LETTERS: Record<string, Action> = {
  f: 'fire-next',
  h: 'hold-next',
  u: 'undo-last',
  i: 'inject',
  t: 'slide',
  g: 'jump',
  '.': 'step',
  '>': 'step-minute',
  '+': 'faster',
  // The same key without Shift.
  '=': 'faster',
  '-': 'slower',
  a: 'log-act',
  j: 'joining',
  n: 'note',
  b: 'hot-wash',
  x: 'enlarge',
  e: 'end',
  w: 'write',
  r: 'roles',
  m: 'coverage',
  o: 'notes',
  // Shift 1 is taken: on most keyboards it is the emergency.
  '0': 'aside-1',
  s: 'sounds',
  p: 'flight',
  '/': 'search-logs',
  '?': 'shortcuts',
};

const AFTER_ENDEX: Action[] = [
  'hot-wash',
  'joining',
  'note',
  'search-logs',
  'palette',
  'shortcuts',
  'enlarge',
  'write',
  'coverage',
  'notes',
  'sounds',
];
const ONLY_THEN: Action[] = ['hot-wash', 'write'];
const ONLY_BEFORE: Action[] = ['flight'];
const WHILE_WRITING: Action[] = ['palette', 'shortcuts'];

/** What a key means here; null: nothing. */
export function route(pressed: Key, here: Situation): Action | null {
  const action = meaning(pressed, here);
  if (action === null) return null;
  if (here.writing && !WHILE_WRITING.includes(action)) return null;
  if (ONLY_BEFORE.includes(action) && here.clock !== 'ready') return null;
  return (here.clock === 'ended' ? AFTER_ENDEX.includes(action) : !ONLY_THEN.includes(action))
    ? action
    : null;
}

function meaning({ key, ctrl, shift, alt, code }: Key, here: Situation): Action | null {
  // In a real emergency no habit may start the clock again: only the buttons on the screen do.
  if (alt || here.clock === 'emergency') return null;
  // The emergency key works everywhere, in fields and over dialogs.
  if (key === 'Escape' && shift) return 'emergency';
  // Some browsers keep Shift Esc for themselves. In a field it is a letter.
  if (key === '!' && !ctrl && !here.typing) return 'emergency';
  if (ctrl && key.toLowerCase() === 'k') return here.dialog ? null : 'palette';
  if (ctrl && key.toLowerCase() === 'z' && !shift) return here.typing || here.dialog ? null : 'take-back';
  if (ctrl || here.typing || here.dialog) return null;
  if (key === ' ') {
    if (here.on_control) return null;
    if (here.clock === 'ready') return 'startex';
    return here.clock === 'running' ? 'pause' : 'resume';
  }
  if (/^[1-9]$/.test(key)) return `need-${Number(key)}`;
  // On many keyboards the slash is Shift 7: what a key writes comes before where it is.
  const letter = LETTERS[key.toLowerCase()];
  if (letter) return letter;
  const aside = shift ? /^Digit([2-9])$/.exec(code ?? '') : null;
  if (aside) return `aside-${Number(aside[1])}`;
  return null;
}
