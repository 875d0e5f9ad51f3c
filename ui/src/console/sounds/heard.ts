/** What is to be heard now. It tells by comparing two views, and makes no sound itself. */
import type { AlertView, ClockView, ConsoleView, MessageRow } from '../../wire/generated';
import type { Level } from './levels';

/** Loudest first: so they are played when several come at once. */
export const SOUNDS = ['pager', 'alert', 'need', 'question', 'message', 'startex', 'endex'] as const;
export type Sound = (typeof SOUNDS)[number];

/** Whatever fires: the pager does not go off more often. */
export const PAGER_RESTS_MS = 5_000;

/** What of a view can be heard. */
export type Audible = Pick<ConsoleView, 'alerts' | 'messages' | 'needs' | 'questions'> & {
  drill: Pick<ConsoleView['drill'], 'id'>;
  clock: Pick<ClockView, 'state'>;
};

/** As it stands now: a view stays the same object while its fields change. */
export function audible({ drill, clock, alerts, messages, needs, questions }: ConsoleView): Audible {
  return { drill: { id: drill.id }, clock: { state: clock.state }, alerts, messages, needs, questions };
}

export interface Hearing {
  level: Level;
  /** Wall time since the pager was last heard, milliseconds; Infinity: never. */
  since_pager_ms: number;
}

/**
 * What came between two views of the same drill, each kind once. `before` null: the page was just opened, and
 * what stands there is not new.
 */
export function heard(before: Audible | null, now: Audible | null, hearing: Hearing): Sound[] {
  if (hearing.level === 'off' || !before || !now || before.drill.id !== now.drill.id) return [];
  const { state } = now.clock;
  if (state === 'paused' || state === 'emergency') return [];
  if (state === 'ended') return before.clock.state === 'ended' ? [] : ['endex'];
  const came = new Set<Sound>();
  if (before.clock.state === 'ready' && state === 'running') came.add('startex');
  alerts(before, now, came);
  messages(before, now, came);
  questions(before, now, came);
  if (came.has('pager')) {
    came.delete('alert');
    if (hearing.since_pager_ms < PAGER_RESTS_MS) came.delete('pager');
  }
  return SOUNDS.filter((sound) => came.has(sound));
}

/** Those that fire now and did not before. One that came and went between the views is past. */
function alerts(before: Audible, now: Audible, came: Set<Sound>): void {
  const name = (alert: AlertView): string => `${alert.name} ${alert.component} ${alert.fired_ms}`;
  const known = new Set(before.alerts.map(name));
  for (const alert of now.alerts) {
    if (known.has(name(alert)) || alert.resolved_ms !== null) continue;
    came.add(alert.severity === 'critical' ? 'pager' : 'alert');
  }
}

/** What is written to a pager is heard as one. */
function messages(before: Audible, now: Audible, came: Set<Sound>): void {
  const known = new Set(before.messages.map((message: MessageRow) => message.number));
  for (const message of now.messages) {
    if (known.has(message.number) || message.retracted) continue;
    came.add(message.channel === 'pager' ? 'pager' : 'message');
  }
}

/** Questions to the assistant, and what has become urgent; a question that is both is heard once. */
function questions(before: Audible, now: Audible, came: Set<Sound>): void {
  const known = new Set(before.questions.map((question) => question.number));
  const fresh = now.questions.filter((one) => !known.has(one.number) && one.answer === null);
  if (fresh.length > 0) came.add('question');
  const urgent = new Set(before.needs.filter((need) => need.tone === 'bad').map((need) => need.id));
  for (const need of now.needs) {
    if (need.tone !== 'bad' || urgent.has(need.id)) continue;
    const { answer } = need;
    if (answer?.kind === 'question' && fresh.some((one) => one.number === answer.question)) continue;
    came.add('need');
  }
}
