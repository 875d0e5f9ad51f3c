/** What keys, the palette and buttons do. */
import { clockAt } from '../parts/format';
import type { Action } from '../parts/keys';
import { SPEEDS } from '../parts/format';
import { needOf } from '../parts/slots';
import { stage } from '../state/stage.svelte';
import { toasts } from '../state/toasts.svelte';
import type { ConsoleView, DeedKind, InjectRow, NeedRow, Refusal } from '../wire/generated';
import { cockpit } from './cockpit.svelte';
import { nextByItself } from './foresee';
import { fire, hold, release } from './steer';
import { flushed } from './postmortem/writing.svelte';
import { sounds } from './sounds/sounds.svelte';

export function perform(action: Action, view: ConsoleView): void {
  switch (action) {
    case 'pause':
    case 'resume':
      void stage.send({ do: action });
      return;
    case 'fire-next':
      return next(view, (row) => void fire(row));
    case 'hold-next':
      return holdNext(view);
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
    case 'emergency':
      // At once: whoever calls it has no time for a question, and it can be taken back.
      void stage.send({ do: 'emergency' });
      return;
    case 'step':
      return stepBy(10_000, view);
    case 'step-minute':
      return stepBy(60_000, view);
    case 'jump':
      return jump(view);
    case 'faster':
    case 'slower':
      return speedBy(action === 'faster' ? 1 : -1, view);
    case 'take-back':
      return takeBack();
    case 'end':
      return end(view);
    case 'flight':
      return preFlight();
    case 'sounds':
      return toggleSounds();
    case 'note':
      cockpit.open = { kind: 'note', at_ms: view.clock.at_ms };
      return;
    case 'coverage':
    case 'notes':
      return cockpit.unfold(action);
    case 'startex':
    case 'roles':
    case 'inject':
    case 'slide':
    case 'joining':
    case 'palette':
    case 'shortcuts':
      cockpit.open = { kind: action };
      return;
    default:
      return byFigure(action, view);
  }
}

/** Answers a need, or sets it aside, by the figure that stands beside it. */
function byFigure(action: `need-${number}` | `aside-${number}`, view: ConsoleView): void {
  const figure = Number(action.slice(action.indexOf('-') + 1));
  const need = needOf(cockpit.slots, view.needs, figure);
  if (need) return action.startsWith('aside') ? void setAside(need, view) : answer(need, view);
  if (cockpit.slots.resting.has(figure)) toasts.say(`${figure} has just gone.`, 'It needs you no more.');
}

/** So long a second H means the inject that the first one held. */
const AGAIN_MS = 8_000;
let held: { inject: string; until: number } | null = null;

/** So long in drill time, as core/drill/src/needs has it. */
const ASIDE_MS = 300_000;

export async function setAside(need: NeedRow, { clock }: ConsoleView): Promise<void> {
  const back = clockAt(clock.at_ms + ASIDE_MS, clock.starts_s);
  if (await stage.send({ do: 'set_aside', need: need.id }))
    toasts.say(`Set aside: ${need.title}`, `It comes back at ${back}, if it still stands.`);
}

/** Shows what is ready. Where one part is seen at a time, it is all that is seen. */
export function preFlight(): void {
  cockpit.show('flight', cockpit.wide || matchMedia('(max-width: 1180px)').matches);
  cockpit.aside = false;
}

/** The drill has begun: what is done takes the place of pre-flight. */
export function begun(): void {
  if (cockpit.tab !== 'flight') return;
  cockpit.tab = 'actions';
  cockpit.wide = false;
  cockpit.section = 'sheet';
}

/** Sounds off, or on as loud as they were. */
export function toggleSounds(): void {
  sounds.toggle();
  toasts.say(`Sound: ${sounds.level}.`, sounds.level === 'off' ? 'S turns it on.' : 'S turns it off.');
}

/** Opens it, comes back to it, or closes it. */
function hotWash({ hot_wash }: ConsoleView): void {
  const back = cockpit.aside;
  cockpit.aside = false;
  if (!hot_wash || !back) void stage.ask({ call: 'hot_wash', open: !hot_wash });
}

/** Asks once. Before STARTEX there is no ENDEX. */
function end({ clock }: ConsoleView): void {
  if (clock.state !== 'ready') cockpit.open = { kind: 'end' };
  else
    toasts.say('The drill has not started: there is nothing to end.', 'Close it. It stays in the library.');
}

/** While the clock stands, drill time goes on by a little and stands again. */
function stepBy(by_ms: number, { clock }: ConsoleView): void {
  if (clock.state === 'running')
    toasts.say('The clock runs.', 'Pause it to go on in steps, or jump to the next inject with G.');
  else void stage.send({ do: 'jump', by_ms });
}

/** Asks once, for what falls due meanwhile is lost on the room. */
function jump(view: ConsoleView): void {
  if (view.clock.state === 'ready') void stage.send({ do: 'jump', by_ms: null });
  else if (nextByItself(view)) cockpit.open = { kind: 'jump' };
  else toasts.say('No inject comes by itself any more.', 'Fire one, or add one with I.');
}

/** The speed asked for last, while what is shown may be older than it: a key pressed twice goes two steps. */
let asked: { factor: number; until: number } | null = null;
const SHOWN_WITHIN_MS = 1_500;

function speedBy(by: number, { clock }: ConsoleView): void {
  const now = asked && performance.now() < asked.until ? asked.factor : clock.speed;
  const nearest = SPEEDS.findLastIndex((factor) => factor <= now);
  const at = SPEEDS[nearest] === now || by > 0 ? nearest : nearest + 1;
  const factor = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at + by))]!;
  if (factor === now) return;
  asked = { factor, until: performance.now() + SHOWN_WITHIN_MS };
  void stage.send({ do: 'speed', factor });
}

/** H again, while it is told that one is held, means that one. */
function holdNext(view: ConsoleView): void {
  const again = held && performance.now() < held.until ? held.inject : null;
  const row = view.run_sheet.find((one) => one.id === again && one.state === 'held');
  held = null;
  if (row) return void release(row);
  next(view, (row) => {
    held = { inject: row.id, until: performance.now() + AGAIN_MS };
    void hold(row);
  });
}

/** Does what the newest message offers. */
function takeBack(): void {
  const offer = toasts.all.findLast((toast) => toast.does !== null);
  if (!offer) return toasts.say('Nothing to take back.', 'U undoes the inject fired last.');
  toasts.dismiss(offer.id);
  offer.does!.run();
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
  if (!what) return toasts.say(need.title, 'No key sees to this: the room has to.');
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
      cockpit.open = { kind: 'inject', from_tray: true };
      return;
    case 'end':
      cockpit.open = { kind: 'end' };
      return;
    case 'log':
      cockpit.open = { kind: 'log', role: what.role, choice: wanted(need.id, what.deed, view) };
  }
}

/** What is to be logged, as parts/deeds.ts names it: an answer is one to the message that waits. */
function wanted(need: string, deed: DeedKind | null, { messages }: ConsoleView): string | undefined {
  if (deed !== 'say') return deed?.replaceAll('-', '_');
  const waits = messages.find(({ number }) => need === `message-${number}`);
  return waits ? `answer:${waits.number}` : 'say';
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
