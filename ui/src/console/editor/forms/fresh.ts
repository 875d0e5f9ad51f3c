/** What a new item says before anybody has written in it: enough to check, and to be seen as unwritten. */
import type {
  EditorView,
  Entries,
  Form,
  InjectLane,
  InjectMark,
  Key,
  Written,
} from '../../../wire/generated';
import { listAt, words } from '../tree';

const UNWRITTEN = 'To be written.';

const first = (view: EditorView, source: string): string => view.choices[source]?.[0]?.[0] ?? '';

/** The first of several that is not taken. */
function free(base: string, taken: string[]): string {
  if (!taken.includes(base)) return base;
  let n = 2;
  while (taken.includes(`${base}-${n}`)) n++;
  return `${base}-${n}`;
}

/** Minutes and seconds, as run sheets are written. */
export function clock(ms: number): string {
  const s = Math.round(ms / 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(s / 60))}:${two(s % 60)}`;
}

/** A minute after the last inject on the clock, and not after the end. */
function afterLast(view: EditorView): number {
  const all = view.injects.filter(({ lane }) => lane === 'clock').map(({ at_ms }) => at_ms ?? 0);
  if (all.length === 0) return 0;
  const next = Math.ceil((Math.max(...all) + 60_000) / 60_000) * 60_000;
  return Math.min(next, Math.max(...all, view.length_ms - 60_000));
}

/** A new line of the run sheet. */
export function freshInject(view: EditorView, lane: InjectLane, at_ms: number | null): Entries {
  const title = 'New inject';
  switch (lane) {
    case 'clock':
      return { at: clock(at_ms ?? afterLast(view)), title };
    case 'branch':
      return { when: { alert: first(view, 'alert') }, after: '1m', title };
    case 'contingency':
      return { when: { silent: 'status-update', for: '15m' }, title };
    case 'tray':
      return { tray: true, title };
  }
}

/** A new entry of one of the lists. `more`: what is known of it already. */
export function fresh(view: EditorView, list: string, more: Entries = {}): Entries {
  const ids = (name: string, key = 'id'): string[] =>
    listAt(view.says, name.split('.')).map((table) => words(table[key]));
  switch (list) {
    case 'inject':
      return freshInject(view, 'clock', null);
    case 'expect':
      return {
        role: first(view, 'role'),
        phase: first(view, 'phase'),
        title: 'New expectation',
        act: 'look',
        within: '10m',
        why: UNWRITTEN,
        ...more,
      };
    case 'hint': {
      const helped = ids('hint', 'for');
      const all = view.choices.expectation ?? [];
      const bare = all.find(([id, title]) => !helped.includes(id) && !helped.includes(title)) ?? all[0];
      return { for: bare?.[0] ?? '', steps: [UNWRITTEN] };
    }
    case 'answer':
      return { id: free('answer', ids('answer')), words: [['word']], says: UNWRITTEN, right: true };
    case 'stakeholder': {
      const there = ids('stakeholder', 'name');
      const silent = (view.choices.stakeholder ?? []).find(([name]) => !there.includes(name))?.[0];
      return { name: silent ?? free('New stakeholder', there), wants: UNWRITTEN, voice: UNWRITTEN };
    }
    case 'deploy':
      return { on: first(view, 'versioned'), version: 'v-new', at: '-1h', note: UNWRITTEN };
    case 'alert': {
      const on = view.map?.components.find(({ kind }) => kind === 'service')?.id ?? 'browser';
      const when = `${on}.errors / ${on}.requests > 0.05`;
      return { name: free('NewAlert', ids('alert', 'name')), title: 'New alert', when, severity: 'warning' };
    }
    case 'truth.cause':
    case 'truth.herring':
      return {
        id: free(list.slice(6), [...ids('truth.cause'), ...ids('truth.herring')]),
        says: UNWRITTEN,
        words: [['word']],
      };
    case 'role':
      return {
        id: free('new-role', [...ids('role'), ...(view.choices.role ?? []).map(([id]) => id)]),
        title: 'New role',
        answers_for: UNWRITTEN,
        ...more,
      };
    default:
      return {};
  }
}

/** A copy that can stand beside the original. */
export function copied(table: Entries, list: string, taken: string[]): Entries {
  const copy: Entries = { ...table };
  if (list === 'inject' || list === 'expect') delete copy.id;
  else if (copy.id !== undefined) copy.id = free(words(copy.id), taken);
  if (list === 'stakeholder' || list === 'alert') copy.name = free(words(copy.name), taken);
  else if (copy.title !== undefined) copy.title = `${words(copy.title)} (copy)`;
  return copy;
}

/** Strong enough to be seen in a rehearsal. */
const STRENGTHS: Record<string, number> = {
  rate: 0.05,
  factor: 4,
  ratio: 0.3,
  queries: 50,
  share: 1,
  mb: 1,
  mb_per_s: 100,
};
const TIMES: Record<string, string> = {
  at: '05:00',
  for: '5m',
  ramp: '2m',
  pulse: '1m',
  on: '30s',
  by: '500ms',
};

/** What a key says before anybody has written it. */
export function starter(view: EditorView, forms: Form[], form: string, key: Key): Written {
  const { value } = key;
  switch (value.kind) {
    case 'text':
    case 'word':
    case 'prose':
      return UNWRITTEN;
    case 'duration':
    case 'time':
      return TIMES[key.name] ?? '1m';
    case 'clock':
      return '03:00';
    case 'before':
      return '-1h';
    case 'whole':
    case 'number':
      return STRENGTHS[key.name] ?? Math.max(value.least, Math.min(1, value.most));
    case 'truth':
      return true;
    case 'choice':
      return starterChoice(view, form, key.name, value.of);
    case 'table':
      return starterTable(view, forms, value.form);
    case 'tables':
      return [starterTable(view, forms, value.form)];
    default:
      return [];
  }
}

function starterChoice(view: EditorView, form: string, name: string, of: string): string {
  if (name === 'silent') return 'status-update';
  if (name === 'act') return form === 'when' ? 'roll-back' : 'look';
  if (of === 'reader') return 'room';
  return first(view, of);
}

/** A table with what it needs: of keys of which one stands, the first. */
export function starterTable(view: EditorView, forms: Form[], id: string): Entries {
  if (id === 'fault') {
    const service = view.map?.components.find(({ kind }) => kind === 'service')?.id;
    return { kind: 'slow', on: service ?? first(view, 'fault_on slow'), factor: 4 };
  }
  const keys = forms.find((form) => form.id === id)?.keys ?? [];
  const seen: string[] = [];
  const table: Entries = {};
  for (const key of keys) {
    const stands = key.either === null ? key.needed : !seen.includes(key.either);
    if (key.either !== null) seen.push(key.either);
    if (stands) table[key.name] = starter(view, forms, id, key);
  }
  return table;
}

/** Where a new inject goes in the file: behind the last of its kind, on the clock behind those that come before it. */
export function placeFor(marks: InjectMark[], lane: InjectLane, at_ms: number | null): number | undefined {
  const kin = marks.filter((mark) => mark.lane === lane);
  const earlier = kin.filter((mark) => at_ms === null || mark.at_ms === null || mark.at_ms <= at_ms);
  const last = (lane === 'clock' ? earlier : kin).at(-1);
  if (last) return last.at + 1;
  return kin[0]?.at;
}
