import { describe, expect, test } from 'vitest';
import { consoleViews } from '../../link/fixtures/console';
import type { ClockState, ConsoleView } from '../../wire/generated';
import { heard, PAGER_RESTS_MS, type Hearing, type Sound } from './heard';

const running = consoleViews.running!;
const ready = consoleViews.ready!;
const ended = consoleViews.ended!;
const [alert] = running.alerts;
const [message] = running.messages;
const [question] = running.questions;
const [need] = running.needs;

const at = (state: ClockState, view: ConsoleView = running): ConsoleView => ({
  ...view,
  clock: { ...view.clock, state },
});
const with_ = (more: Partial<ConsoleView>): ConsoleView => ({ ...running, ...more });
const fired = (more: Partial<typeof alert & object>): ConsoleView =>
  with_({
    alerts: [
      { ...alert!, fired_ms: 871_000, severity: 'critical', resolved_ms: null, ...more },
      ...running.alerts,
    ],
  });
const told = (more: Partial<typeof message & object> = {}): ConsoleView =>
  with_({ messages: [{ ...message!, number: 99, ...more }, ...running.messages] });
const asked = (more: Partial<ConsoleView> = {}): ConsoleView =>
  with_({ questions: [{ ...question!, number: 99, answer: null }, ...running.questions], ...more });
const urgent = (id: string, question_of: number | null = null): ConsoleView['needs'] => [
  {
    ...need!,
    id,
    tone: 'bad',
    answer: question_of === null ? null : { kind: 'question', question: question_of },
  },
  ...running.needs,
];
const hearing = (more: Partial<Hearing> = {}): Hearing => ({
  level: 'normal',
  since_pager_ms: Infinity,
  ...more,
});

const both = with_({ ...fired({}), messages: told().messages, alerts: fired({}).alerts });

const ROWS: [string, ConsoleView | null, ConsoleView | null, Sound[], Partial<Hearing>?][] = [
  ['nothing new', running, running, []],
  ['the page was just opened', null, fired({}), []],
  ['the drill was closed', running, null, []],
  ['another drill', { ...running, drill: { ...running.drill, id: 'other' } }, fired({}), []],
  ['a critical alert', running, fired({}), ['pager']],
  ['the same, still firing', fired({}), fired({}), []],
  ['the same, acknowledged', fired({}), fired({ acknowledged_by: 'On-Call' }), []],
  ['the same, resolved', fired({}), fired({ resolved_ms: 900_000 }), []],
  ['one that came and went between two views', running, fired({ resolved_ms: 880_000 }), []],
  ['a lesser alert', running, fired({ severity: 'warning' }), ['alert']],
  [
    'a critical and a lesser one',
    running,
    with_({
      alerts: [...fired({}).alerts, { ...alert!, name: 'Other', severity: 'warning', resolved_ms: null }],
    }),
    ['pager'],
  ],
  [
    'another critical one within five seconds',
    running,
    fired({}),
    [],
    { since_pager_ms: PAGER_RESTS_MS - 1 },
  ],
  ['another one after five seconds', running, fired({}), ['pager'], { since_pager_ms: PAGER_RESTS_MS }],
  [
    'a lesser one within these five seconds',
    running,
    fired({ severity: 'warning' }),
    ['alert'],
    { since_pager_ms: 10 },
  ],
  ['a message from outside', running, told(), ['message']],
  ['a message that was taken back at once', running, told({ retracted: true }), []],
  ['a message that is answered', told(), told({ answered_ms: 900_000 }), []],
  ['what is written to a pager', running, told({ channel: 'pager' }), ['pager']],
  ['a question that waits', running, asked(), ['question']],
  [
    'a question that was answered at once',
    running,
    with_({
      questions: [{ ...question!, number: 99, answer: 'Yes.' }, ...running.questions],
    }),
    [],
  ],
  ['an urgent need', running, with_({ needs: urgent('update') }), ['need']],
  [
    'the same, with other words',
    with_({ needs: urgent('update') }),
    with_({
      needs: urgent('update').map((one) => ({ ...one, title: 'Overdue by 1:00.' })),
    }),
    [],
  ],
  [
    'a need that is worth knowing',
    running,
    with_({
      needs: [{ ...need!, id: 'new', tone: 'info' }, ...running.needs],
    }),
    [],
  ],
  [
    'a need that becomes urgent',
    with_({
      needs: [{ ...need!, id: 'new', tone: 'warn' }],
    }),
    with_({ needs: [{ ...need!, id: 'new', tone: 'bad' }] }),
    ['need'],
  ],
  [
    'a question that needs an answer now: once',
    running,
    asked({ needs: urgent('question-99', 99) }),
    ['question'],
  ],
  ['an older question that has become urgent', running, with_({ needs: urgent('question-2', 2) }), ['need']],
  ['several at once, the loudest first', running, both, ['pager', 'message']],
  ['STARTEX', ready, at('running', ready), ['startex']],
  ['ENDEX', running, ended, ['endex']],
  ['ENDEX out of a pause', at('paused'), ended, ['endex']],
  ['ENDEX, seen again', ended, ended, []],
  ['an alert while paused', at('paused'), at('paused', fired({})), []],
  ['the same after the pause', at('paused', fired({})), fired({}), []],
  ['an alert in an emergency', at('emergency'), at('emergency', fired({})), []],
  ['an alert after ENDEX', ended, { ...ended, alerts: fired({}).alerts }, []],
  ['a message before STARTEX', ready, { ...ready, messages: told().messages.slice(0, 1) }, ['message']],
  ['a critical alert, quietly', running, fired({}), ['pager'], { level: 'low' }],
  ['a critical alert, switched off', running, fired({}), [], { level: 'off' }],
  ['ENDEX, switched off', running, ended, [], { level: 'off' }],
];

describe('heard', () => {
  test.each(ROWS)('%s', (_, before, now, sounds, more = {}) => {
    expect(heard(before, now, hearing(more))).toEqual(sounds);
  });
});
