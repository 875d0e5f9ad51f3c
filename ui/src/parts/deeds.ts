/** Everything that can be logged for a participant, in the order it is offered. */
import type {
  ConsoleView,
  Deed,
  IncidentState,
  Mark,
  Page,
  QuestionRow,
  Verdict,
  Vocabulary,
} from '../wire/generated';
import { actChoices } from './acts';
import {
  figureOf,
  long,
  maybe,
  number,
  pick,
  text,
  words,
  type DeedChoice,
  type Field,
  type Values,
} from './choice';
import { PAGE_WORD, severity, STATE_WORD } from './format';

export type DeedSource = Pick<ConsoleView, 'alerts' | 'beliefs' | 'messages' | 'roles'> & {
  questions: Pick<QuestionRow, 'number' | 'text' | 'answer'>[];
};

const MARKS: [string, string][] = [
  ['', 'No mark'],
  ['good', 'Went well'],
  ['bad', 'Went badly'],
  ['lucky', 'Got lucky'],
];

export const markOf = (value: string): Mark | null => (value === '' ? null : (value as Mark));
export const MARK_OPTIONS = MARKS;

/** The whole list for a role. What answers something that stands open comes first. */
export function deedChoices(role: string, vocabulary: Vocabulary, view: DeedSource): DeedChoice[] {
  return [
    ...acknowledgements(vocabulary, view),
    ...answers(view),
    ...looks(vocabulary),
    ...thoughts(view),
    ...assistant(view),
    pins(vocabulary, view),
    ...incident(),
    ...talk(vocabulary),
    ...writing(),
    ...ticks(role, view),
    ...actChoices(vocabulary),
  ];
}

/** Offered when nothing in the list is meant: the typed words themselves. */
export function freeChoices(typed: string): DeedChoice[] {
  if (typed.trim() === '') return [];
  const as = (id: string, title: string, field: Field, make: (v: Values) => Deed): DeedChoice => ({
    ...choice(`free:${id}`, title, 'As typed', [field], make),
    detail: `“${typed.trim()}”`,
  });
  return [
    as('hypothesis', 'Hypothesis', long('text', 'In their words', true, typed), (v) => ({
      deed: 'hypothesis',
      text: words(v, 'text'),
    })),
    as('say', 'Says to the room', long('text', 'Words', true, typed), (v) => ({
      deed: 'say',
      to: 'room',
      text: words(v, 'text'),
      answers: null,
    })),
    as('decision', 'Decision', long('text', 'What was decided', true, typed), (v) => ({
      deed: 'decision',
      text: words(v, 'text'),
    })),
    as('note', 'Note in the timeline', long('text', 'Words', true, typed), (v) => ({
      deed: 'note',
      text: words(v, 'text'),
      mark: null,
    })),
  ];
}

function choice(
  id: string,
  title: string,
  group: string,
  fields: Field[],
  make: (values: Values) => Deed,
  found_by = '',
): DeedChoice {
  return { id, title, group, words: found_by, fields, make };
}

/** Alerts that have fired; what nobody has yet comes first. There is nothing else to acknowledge. */
function acknowledgements({ alerts }: Vocabulary, view: DeedSource): DeedChoice[] {
  const newest = new Map(view.alerts.toReversed().map((alert) => [alert.name, alert]));
  const open = (name: string): boolean => newest.get(name)?.acknowledged_by === null;
  return alerts
    .filter(([name]) => newest.has(name))
    .toSorted(([a], [b]) => Number(open(b)) - Number(open(a)))
    .map(([alert, title]) => ({
      ...choice(
        `ack:${alert}`,
        `Acknowledges ${alert}`,
        'Alert',
        [],
        () => ({ deed: 'acknowledge', alert }),
        title,
      ),
      detail: open(alert) ? `nobody has it · ${title}` : title,
    }));
}

function answers({ messages }: DeedSource): DeedChoice[] {
  return messages
    .filter((m) => m.wants_answer && m.answered_ms === null && !m.retracted)
    .map((m) => ({
      ...choice(`answer:${m.number}`, `Answers ${m.from}`, 'Talk', [long('text', 'Words')], (v) => ({
        deed: 'say',
        to: m.from,
        text: words(v, 'text'),
        answers: m.number,
      })),
      detail: `“${m.text}”`,
    }));
}

function looks({ components, playbooks }: Vocabulary): DeedChoice[] {
  const anywhere: [string, string][] = [
    ['', 'All'],
    ...components.map(([id, t]): [string, string] => [id, t]),
  ];
  const on = (label = 'Looks at'): Field => pick('on', label, anywhere);
  const page = (id: Page, title: string, fields: Field[], found_by = ''): DeedChoice =>
    choice(
      `look:${id}`,
      title,
      'Look',
      fields,
      (v) => ({ deed: 'look', page: id, on: maybe(v, 'on'), query: maybe(v, 'query') }),
      `${PAGE_WORD[id]} opens reads ${found_by}`,
    );
  return [
    page('logs', 'Searches the logs', [text('query', 'Searches for', false), on('Of')], 'query'),
    page(
      'traces',
      'Looks at traces',
      [text('query', 'Searches for', false), on('Through')],
      'spans requests',
    ),
    page('alerts', 'Looks at the alerts', []),
    page('dashboards', 'Looks at dashboards', [on()], 'graphs metrics'),
    page('deploys', 'Looks at recent deploys', [on()], 'changes releases versions'),
    page('database', 'Looks at the database', [], 'connections locks'),
    page('ai_pipeline', 'Looks at the AI pipeline', [], 'queues workers models'),
    page('web_console', 'Looks at the web console', [], 'browser javascript'),
    ...playbooks.map(([id, title]) =>
      choice(
        `playbook:${id}`,
        `Reads playbook “${title}”`,
        'Look',
        [],
        () => ({ deed: 'look', page: 'playbooks', on: id, query: null }),
        'runbook',
      ),
    ),
  ];
}

function thoughts({ beliefs }: DeedSource): DeedChoice[] {
  const judge = (hypothesis: number, said: string, verdict: Verdict): DeedChoice => ({
    ...choice(
      `judge:${hypothesis}:${verdict}`,
      `${verdict === 'confirmed' ? 'Confirms' : 'Refutes'} hypothesis ${hypothesis}`,
      'Think',
      [long('evidence', 'Because')],
      (v) => ({ deed: 'judge', hypothesis, verdict, evidence: words(v, 'evidence') }),
      'evidence verdict judge',
    ),
    detail: `“${said}”`,
  });
  return [
    choice(
      'hypothesis',
      'New hypothesis',
      'Think',
      [long('text', 'In their words')],
      (v) => ({ deed: 'hypothesis', text: words(v, 'text') }),
      'cause suspects believes',
    ),
    ...beliefs.flatMap(({ number, text }) =>
      number === null ? [] : [judge(number, text, 'confirmed'), judge(number, text, 'refuted')],
    ),
  ];
}

/** A question to the assistant, and putting its answers to the test, the newest first. */
function assistant({ questions }: DeedSource): DeedChoice[] {
  const verify = (question: number, answer: string, holds: boolean): DeedChoice => ({
    ...choice(
      `verify:${question}:${holds}`,
      `Checks answer ${question}: ${holds ? 'it holds' : 'it does not hold'}`,
      'Think',
      [long('evidence', 'Because', false)],
      (v) => ({ deed: 'verify', question, holds, evidence: words(v, 'evidence') }),
      'assistant ai checks an answer verify test',
    ),
    detail: `“${answer}”`,
  });
  return [
    choice(
      'ask',
      'Asks the assistant',
      'Talk',
      [long('question', 'The question')],
      (v) => ({ deed: 'ask', question: words(v, 'question') }),
      'ai question chat',
    ),
    ...questions
      .toSorted((a, b) => b.number - a.number)
      .flatMap(({ number, answer }) =>
        answer === null ? [] : [verify(number, answer, true), verify(number, answer, false)],
      ),
  ];
}

function pins({ components }: Vocabulary, { beliefs }: DeedSource): DeedChoice {
  const parts: [string, string][] = [
    ['', 'Nothing in particular'],
    ...components.map(([id, title]): [string, string] => [id, title]),
  ];
  const speaks: [string, string][] = [
    ['', 'No hypothesis yet'],
    ...beliefs.flatMap(({ number, text }): [string, string][] =>
      number === null
        ? []
        : [
            [`for ${number}`, `For ${number}: ${text}`],
            [`against ${number}`, `Against ${number}: ${text}`],
          ],
    ),
  ];
  return choice(
    'pin',
    'Pins evidence',
    'Think',
    [
      long('what', 'What was seen: the log line, the figure'),
      pick('page', 'On page', Object.entries(PAGE_WORD), 'logs'),
      pick('on', 'Of', parts),
      pick('speaks', 'Speaks for or against', speaks),
    ],
    (v) => {
      const [side, number] = words(v, 'speaks').split(' ');
      return {
        deed: 'pin',
        page: words(v, 'page') as Page,
        on: maybe(v, 'on'),
        what: words(v, 'what'),
        hypothesis: number === undefined ? null : Number(number),
        against: side === 'against',
      };
    },
    'keeps proof supports against',
  );
}

function incident(): DeedChoice[] {
  return [
    ...[1, 2, 3, 4, 5].map((level) =>
      choice(
        `severity:${level}`,
        `Declares ${severity(level)}`,
        'Incident',
        [],
        () => ({ deed: 'severity', level }),
        `severity ${level} sev${level}`,
      ),
    ),
    ...(Object.keys(STATE_WORD) as IncidentState[]).map((state) =>
      choice(`state:${state}`, `State: ${STATE_WORD[state]}`, 'Incident', [], () => ({
        deed: 'state',
        state,
      })),
    ),
  ];
}

function talk({ roles, voices }: Vocabulary): DeedChoice[] {
  const listeners: [string, string][] = [
    ['room', 'The room'],
    ...roles.map(([id, short]): [string, string] => [id, short]),
    ...voices.map((voice): [string, string] => [voice, voice]),
  ];
  return [
    choice(
      'status_update',
      'Status update',
      'Talk',
      [
        long('impact', 'Impact: who is affected, and how', false),
        long('doing', 'What the team does about it'),
        number('next_in_min', 'Next update in', '', 'minutes', false),
      ],
      (v) => ({
        deed: 'status_update',
        impact: words(v, 'impact'),
        doing: words(v, 'doing'),
        next_in_min: words(v, 'next_in_min') === '' ? null : figureOf(v, 'next_in_min'),
      }),
      'stakeholders',
    ),
    choice('notice', 'Notice to users', 'Talk', [long('text', 'What users read')], (v) => ({
      deed: 'notice',
      text: words(v, 'text'),
    })),
    choice('say', 'Says something', 'Talk', [pick('to', 'To', listeners), long('text', 'Words')], (v) => ({
      deed: 'say',
      to: words(v, 'to'),
      text: words(v, 'text'),
      answers: null,
    })),
  ];
}

function writing(): DeedChoice[] {
  return [
    choice('decision', 'Decision', 'Write', [long('text', 'What was decided')], (v) => ({
      deed: 'decision',
      text: words(v, 'text'),
    })),
    choice(
      'note',
      'Note in the timeline',
      'Write',
      [long('text', 'Words'), pick('mark', 'For the hot wash', MARKS)],
      (v) => ({ deed: 'note', text: words(v, 'text'), mark: markOf(words(v, 'mark')) }),
    ),
  ];
}

function ticks(role: string, { roles }: DeedSource): DeedChoice[] {
  const lines = roles.find((row) => row.role.id === role)?.checklist ?? [];
  return lines.flatMap(([line, ticked], item) =>
    ticked
      ? []
      : [
          choice(
            `tick:${item}`,
            `Ticks “${line}”`,
            'Checklist',
            [],
            () => ({ deed: 'tick', item }),
            'checklist',
          ),
        ],
  );
}
