/** What the palette offers: every act of the facilitator, and everything there is to look at. */
import type { Entry } from '../parts/filter';
import { PAGE_WORD, speed, SPEEDS } from '../parts/format';
import { KEYS, type Action } from '../parts/keys';
import { PAGES } from '../parts/pages';
import { offers } from '../parts/sheet';
import { stage } from '../state/stage.svelte';
import type { ConsoleView, Format, InjectRow, NeedRow, Page } from '../wire/generated';
import { cockpit, type Tab } from './cockpit.svelte';
import { program } from './palette/program';
import { place } from './postmortem/place.svelte';
import { flushed, writingOf } from './postmortem/writing.svelte';
import { answer, closeDrill, perform, setAside } from './perform';
import { saved } from './saved';
import { steer } from './steer';

export interface Doing extends Entry {
  run(): void;
}

const TABS: [Tab, string][] = [
  ['actions', 'Actions'],
  ['coverage', 'Coverage: what has been looked at'],
  ['notes', 'Notes'],
  ['logs', 'Logs'],
  ['traces', 'Traces'],
  ['pages', 'Pages as participants see them'],
  ['graphs', 'All graphs'],
  ['expectations', 'Expected: what a good team does, and by when (expectations)'],
  ['messages', 'Messages and status updates'],
  ['assistant', 'Questions to the assistant'],
  ['alerts', 'Alerts'],
];

/** What is on a page, for whoever searches for that. */
const PAGE_HAS: Partial<Record<Page, string>> = {
  deploys: 'Deploys and changes, versions, replicas, memory, restarts',
  database: 'Connections, locks, slow statements, replication, disk',
  ai_pipeline: 'Queues, workers, failed tasks, models, GPU memory',
  web_console: 'Page loads, JavaScript errors',
};

export function everything(view: ConsoleView): Doing[] {
  return [
    ...(cockpit.writing ? [...written(view), ...drill(view)] : [...drill(view), ...written(view)]),
    ...view.needs.flatMap((need) => needed(need, view)),
    ...injects(view),
    ...(view.clock.state === 'ready'
      ? [entry('tab:flight', 'Pre-flight: what is ready', 'Look', () => perform('flight', view), '', 'P')]
      : []),
    entry(
      'voices',
      'Voices: people outside whom you play',
      'Look',
      () => (cockpit.open = { kind: 'voices' }),
      'What they want, how they speak, lines ready to be said. Stakeholders',
    ),
    ...TABS.map(([tab, title]) => entry(`tab:${tab}`, title, 'Look', () => cockpit.show(tab))),
    ...PAGES.map((page) =>
      entry(`page:${page}`, `Page: ${PAGE_WORD[page]}`, 'Look', () => cockpit.turn(page), PAGE_HAS[page]),
    ),
    ...beliefs(view),
    ...components(view),
    ...roles(view),
    ...people(view),
    ...program(() => (cockpit.open = { kind: 'about' }), null, !cockpit.writing),
    entry(
      'close',
      'Close the drill, back to the library',
      'Program',
      () => void closeDrill(),
      'It can be opened again.',
    ),
  ];
}

function entry(id: string, title: string, group: string, run: () => void, detail = '', key?: string): Doing {
  return { id, title, group, run, detail, key };
}

function needed(need: NeedRow, view: ConsoleView): Doing[] {
  const key = cockpit.slots.figures.get(need.id)?.toString();
  const later = entry(
    `aside:${need.id}`,
    `Later: ${need.title}`,
    'Needs you',
    () => void setAside(need, view),
    'Sets it aside for five minutes.',
  );
  if (!need.answer) return [later];
  return [entry(`need:${need.id}`, need.title, 'Needs you', () => answer(need, view), need.text, key), later];
}

function drill(view: ConsoleView): Doing[] {
  const { state } = view.clock;
  const does: [Action, string][] = [
    ['log-act', 'Log an act'],
    ['note', 'Write a note'],
    ['search-logs', 'Search the logs'],
    ['inject', 'Add an inject'],
    ['slide', 'Slide the run sheet, or fit it to a new end'],
    ['jump', 'Jump to the next inject'],
    ['joining', 'Joining: desks of participants'],
    ['roles', 'Roles: put in, move, share, hand over'],
    ['undo-last', 'Undo the inject fired last'],
    ['emergency', 'REAL EMERGENCY: stop everything'],
    ['enlarge', 'Enlarge the lower panel'],
    ['shortcuts', 'All keys'],
  ];
  if (state === 'ready') does.unshift(['startex', 'STARTEX']);
  else does.push(['end', 'End the drill (ENDEX)']);
  if (state === 'running') does.unshift(['pause', 'Pause']);
  if (state === 'paused')
    does.unshift(['resume', 'Resume'], ['step', 'Step on by 10 s'], ['step-minute', 'Step on by a minute']);
  const over = state === 'ended';
  if (over) does.unshift(['hot-wash', washes(view)]);
  if (over) does.unshift(['write', 'Write the postmortem']);
  const keys = new Map(KEYS.map(({ action, key, live }) => [action, { key, live }]));
  return [
    ...does
      .filter(([action]) => !over || keys.get(action)?.live === false)
      .map(([action, title]) =>
        entry(action, title, 'Drill', () => perform(action, view), '', keys.get(action)?.key),
      ),
    ...(over ? review(view) : []),
    entry('fault', 'Start a fault', 'Drill', () => (cockpit.open = { kind: 'fault', on: '' })),
    entry('room:open', 'Open the room screen', 'Drill', stage.openRoom),
    ...(stage.roomPage === null
      ? [
          entry(
            'room:close',
            'Close the room screen',
            'Drill',
            () => void stage.ask({ call: 'room_screen', open: false }),
          ),
        ]
      : []),
    ...SPEEDS.map((factor) =>
      entry(
        `speed:${factor}`,
        `Speed ${speed(factor)}`,
        'Drill',
        () => void stage.send({ do: 'speed', factor }),
      ),
    ),
  ].filter((one) => !over || !/^(fault|speed)/.test(one.id));
}

function beliefs(view: ConsoleView): Doing[] {
  return view.beliefs.flatMap(({ number, text }) =>
    number === null
      ? []
      : [
          entry(
            `rule:${number}`,
            `Rule on hypothesis ${number}: ${text}`,
            'Team',
            () => (cockpit.open = { kind: 'rule', hypothesis: number }),
            'What the team believes: true, red herring, not ruled',
          ),
        ],
  );
}

function washes({ hot_wash }: ConsoleView): string {
  if (!hot_wash) return 'Hot wash: look back at the drill';
  return cockpit.aside ? 'Back to the hot wash' : 'Close the hot wash';
}

function review({ hot_wash, writing }: ConsoleView): Doing[] {
  const survey = entry(
    'survey',
    'Type in an answer to the three questions',
    'Drill',
    () => (cockpit.open = { kind: 'survey' }),
    'Survey, for people without a desk',
  );
  const reveal = entry(
    'reveal',
    'Show the truth to the room (asks once)',
    'Drill',
    () => (cockpit.open = { kind: 'reveal' }),
  );
  return hot_wash && !writing.revealed ? [survey, reveal] : [survey];
}

const FORMATS: [Format, string][] = [
  ['pdf', 'PDF'],
  ['markdown', 'Markdown'],
  ['json', 'JSON'],
  ['csv', 'CSV, action items'],
  ['drill', 'the drill file (.3am)'],
];

/** Sections of the postmortem once it has been opened, and what can be done with it while it is. */
function written(view: ConsoleView): Doing[] {
  if (view.clock.state !== 'ended') return [];
  const writing = writingOf(view.drill.id);
  const does = (id: string, title: string, run: () => void, key?: string): Doing =>
    entry(`post:${id}`, title, 'Postmortem', run, '', key);
  return [
    ...(writing.view?.sections ?? []).map(({ id, title }) =>
      entry(`section:${id}`, `Postmortem: ${title}`, 'Section', () => {
        cockpit.writing = true;
        void place.show(id);
      }),
    ),
    ...(cockpit.writing
      ? [
          does('status', 'Status: draft, in review, final', () => (place.beside = 'standing')),
          does(
            'versions',
            'Versions: keep one, look at one, have one again',
            () => (place.beside = 'versions'),
          ),
          does('whole', place.whole ? 'Show what is written' : 'Show the whole section, as printed', () => {
            void writing.flush();
            place.whole = !place.whole;
          }),
          does('save', 'Send what was typed at once', () => void writing.flush(), 'Ctrl S'),
          does('back', 'Back to the drill', () => (cockpit.writing = false), 'Esc'),
        ]
      : []),
    ...FORMATS.map(([format, title]) =>
      does(`export:${format}`, `Export: ${title}`, () => void flushed().then(() => saved(format, 'a4'))),
    ),
  ];
}

function injects(view: ConsoleView): Doing[] {
  if (view.clock.state === 'ended') return [];
  const on = (row: InjectRow): Doing[] => {
    const offer = (verb: string, run: (row: InjectRow) => void): Doing =>
      entry(`${verb}:${row.id}`, `${verb}: ${row.title}`, 'Inject', () => run(row), row.brings);
    const can = offers(row, view.clock);
    return [
      can.fire && offer('Fire', steer.fire),
      can.hold && offer('Hold', steer.hold),
      can.release && offer('Release', steer.release),
      can.skip && offer('Skip', steer.skip),
      can.restore && offer('Bring back', steer.restore),
      can.move && offer(row.at_ms === null ? 'Give a time' : 'Move', steer.time),
      can.move && row.at_ms !== null && offer('Slide from', steer.plan),
      row.undoable && offer('Undo', steer.undo),
      offer('Duplicate', steer.duplicate),
    ].filter((one) => one !== false);
  };
  return [...view.run_sheet, ...view.tray].flatMap(on);
}

function components(view: ConsoleView): Doing[] {
  return view.system.components.flatMap(({ id, title, says }) => [
    entry(`component:${id}`, title, 'Component', () => (cockpit.open = { kind: 'component', id }), says),
    entry(`logs:${id}`, `Logs of ${title}`, 'Look', () => cockpit.search(`service:${id}`)),
    entry(`traces:${id}`, `Traces through ${title}`, 'Look', () => cockpit.trace({ component: id })),
  ]);
}

function roles(view: ConsoleView): Doing[] {
  return view.roles.flatMap(({ role, title }) => [
    entry(
      `role:${role.id}`,
      title,
      'Role',
      () => (cockpit.open = { kind: 'role', id: role.id }),
      role.people.join(', '),
    ),
    ...(view.clock.state === 'ended'
      ? []
      : [
          entry(
            `log:${role.id}`,
            `Log an act for ${role.short}`,
            'Role',
            () => (cockpit.open = { kind: 'log', role: role.id }),
          ),
        ]),
  ]);
}

/** Those with a desk, and the questions that wait. */
function people(view: ConsoleView): Doing[] {
  const over = view.clock.state === 'ended';
  return [
    ...view.desks.map(({ person, roles, connected }) =>
      entry(
        `desk:${person}`,
        `Desk of ${person}`,
        'People',
        () => (cockpit.open = { kind: 'joining', person }),
        `${roles.length === 0 ? 'waits for a role' : connected ? 'connected' : 'lost'} · role, name, remove`,
      ),
    ),
    ...view.questions
      .filter((question) => question.answer === null && !over)
      .map(({ number, text, person, role }) =>
        entry(
          `question:${number}`,
          `Answer ${person ?? role} as the assistant`,
          'People',
          () => (cockpit.open = { kind: 'question', question: number }),
          text,
        ),
      ),
  ];
}
