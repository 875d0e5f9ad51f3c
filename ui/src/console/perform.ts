/** What keys, the palette and buttons do. */
import type { Action } from '../parts/keys';
import { stage } from '../state/stage.svelte';
import { toasts } from '../state/toasts.svelte';
import type { ConsoleView, InjectRow, NeedRow, Refusal } from '../wire/generated';
import { cockpit } from './cockpit.svelte';
import { flushed } from './postmortem/writing.svelte';

export function perform(action: Action, view: ConsoleView): void {
  switch (action) {
    case 'pause':
    case 'resume':
      void stage.send({ do: action });
      return;
    case 'fire-next':
      return next(view, (row) => void fire(row));
    case 'hold-next':
      return next(view, (row) => void stage.send({ do: 'hold', inject: row.id }));
    case 'undo-last':
      return undoLast(view);
    case 'log-act':
      cockpit.open = { kind: 'log' };
      return;
    case 'search-logs':
      return cockpit.search(null);
    case 'write':
      cockpit.writing = true;
      return;
    case 'enlarge':
      cockpit.wide = !cockpit.wide;
      cockpit.aside = true;
      return;
    case 'hot-wash':
      return hotWash(view);
    case 'startex':
    case 'note':
    case 'inject':
    case 'joining':
    case 'palette':
    case 'shortcuts':
    case 'end':
    case 'emergency':
      cockpit.open = { kind: action };
      return;
    default: {
      const need = view.needs[Number(action.slice('need-'.length)) - 1];
      if (need) answer(need, view);
    }
  }
}

/** Opens it, comes back to it, or closes it. */
function hotWash({ hot_wash }: ConsoleView): void {
  const back = cockpit.aside;
  cockpit.aside = false;
  if (!hot_wash || !back) void stage.ask({ call: 'hot_wash', open: !hot_wash });
}

export async function fire(row: InjectRow): Promise<void> {
  if (await stage.send({ do: 'fire', inject: row.id })) toasts.say(`Fired: ${row.title}`, 'U undoes it.');
}

/** Closes the drill; what was typed in its postmortem is sent before. */
export async function closeDrill(): Promise<void> {
  if (await flushed()) await stage.ask({ call: 'close' });
  else toasts.refuse(UNSENT, document.activeElement);
}

const UNSENT: Refusal = {
  code: 'unsent',
  message: 'Some text of the postmortem is not saved.',
  hint: 'Open the postmortem: it says which, and why. Shorten it or give it up, then close.',
};

/** Answers a need. What a role will see and nothing can take back asks once. */
export function answer(need: NeedRow, view: ConsoleView): void {
  const what = need.answer;
  if (!what) return;
  switch (what.kind) {
    case 'hint': {
      const title = view.expectations.find((row) => row.id === what.expectation)?.title ?? need.title;
      cockpit.open = { kind: 'hint', expectation: what.expectation, step: what.step, title };
      return;
    }
    case 'assign':
      cockpit.open = { kind: 'role', id: what.role };
      return;
    case 'fire': {
      const row = [...view.run_sheet, ...view.tray].find((one) => one.id === what.inject);
      if (row) void fire(row);
      return;
    }
    case 'rule':
      cockpit.open = { kind: 'rule', hypothesis: what.hypothesis };
      return;
    case 'question':
      cockpit.open = { kind: 'question', question: what.question };
      return;
    case 'look':
      return cockpit.turn(what.page);
    case 'desk':
      cockpit.open = { kind: 'joining', person: what.person };
      return;
    case 'tray':
      cockpit.open = { kind: 'inject' };
      return;
    case 'end':
      cockpit.open = { kind: 'end' };
      return;
    case 'log':
      cockpit.open = { kind: 'log', role: what.role };
  }
}

function next(view: ConsoleView, then: (row: InjectRow) => void): void {
  const row = view.run_sheet.find((one) => one.id === view.next);
  if (row) then(row);
  else toasts.say('No inject comes next.', 'Add one with I, or play one from the tray.');
}

function undoLast(view: ConsoleView): void {
  const fired = view.run_sheet.filter((row) => row.undoable);
  const inject = fired.toSorted((a, b) => (b.at_ms ?? 0) - (a.at_ms ?? 0))[0];
  if (inject) cockpit.open = { kind: 'undo', inject };
  else toasts.say('Nothing to undo.', 'No inject that has fired can be taken back.');
}
