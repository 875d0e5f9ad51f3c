/** The parts that a scenario is written in, how much there is of each, and what is wrong in it. */
import type { EditedKind, EditorView, Placed, Tone } from '../../wire/generated';
import type { Way } from './edits';
import { begins, listAt } from './tree';

export type SectionId =
  | 'story'
  | 'sheet'
  | 'expect'
  | 'hints'
  | 'assistant'
  | 'roles'
  | 'stakeholders'
  | Exclude<EditedKind, 'scenario'>
  | 'text'
  | 'problems';

export interface SectionOf {
  id: SectionId;
  title: string;
  /** Stands above the first of its group. */
  group: string;
}

export const SECTIONS: SectionOf[] = [
  { id: 'story', title: 'Story', group: 'Scenario' },
  { id: 'sheet', title: 'Run sheet', group: 'Scenario' },
  { id: 'expect', title: 'Expectations', group: 'Scenario' },
  { id: 'hints', title: 'Hints', group: 'Scenario' },
  { id: 'assistant', title: 'Assistant', group: 'Scenario' },
  { id: 'roles', title: 'Roles', group: 'Scenario' },
  { id: 'stakeholders', title: 'Stakeholders', group: 'Scenario' },
  { id: 'briefing', title: 'Briefing', group: 'Texts' },
  { id: 'facilitator', title: 'Facilitator’s notes', group: 'Texts' },
  { id: 'playbook', title: 'Playbooks', group: 'Texts' },
  { id: 'team', title: 'Teams', group: 'Rehearsal' },
  { id: 'system', title: 'System', group: 'Files' },
  { id: 'text', title: 'scenario.toml', group: 'Files' },
  { id: 'problems', title: 'Checks', group: 'Files' },
];

/** A list of items, as it is headed. */
export interface ListOf {
  list: Way;
  title: string;
  /** Shown while it is empty. */
  empty: string;
}

const one = (name: string, title: string, empty: string): ListOf => ({ list: name.split('.'), title, empty });

/** The lists of a section that is shown as lists. */
export const LISTS: Partial<Record<SectionId, ListOf[]>> = {
  story: [
    one('truth.cause', 'Causes', 'What a right hypothesis says. Without one, nobody can be right.'),
    one(
      'truth.herring',
      'Red herrings',
      'Wrong explanations that a team may fall for, recognised by their words.',
    ),
    one('deploy', 'Deploys of this night', 'Releases that this story adds to the history of its system.'),
    one(
      'alert',
      'Alerts of this night',
      'Rules beside the system’s own, or in place of those of the same name.',
    ),
  ],
  hints: [
    one(
      'hint',
      'Hints',
      'Help for a team that is stuck, from a nudge to the answer. Each belongs to an expectation.',
    ),
  ],
  assistant: [
    one(
      'answer',
      'Answers of the assistant',
      'What the assistant says when it is asked, by the words of the question. Some of it may be confidently wrong.',
    ),
  ],
  roles: [
    one(
      'role',
      'Roles',
      'Without any, the standard five take part: On-Call, Backend, Frontend, Bridge, Documentation.',
    ),
  ],
  stakeholders: [
    one(
      'stakeholder',
      'Stakeholders',
      'People outside the team, whom the facilitator plays: what they want, and how they speak.',
    ),
  ],
};

/** Every list of items in the file. */
export const SECTION_LISTS: Way[] = [
  ['inject'],
  ['expect'],
  ...Object.values(LISTS).flatMap((lists) => lists.map(({ list }) => list)),
];

const OF: Record<string, SectionId> = {
  inject: 'sheet',
  expect: 'expect',
  hint: 'hints',
  answer: 'assistant',
  role: 'roles',
  stakeholder: 'stakeholders',
};

/** Where something of scenario.toml is written. */
export const sectionOf = (way: Way): SectionId => OF[String(way[0])] ?? 'story';

/** Where a problem belongs. */
export function sectionOfProblem(view: EditorView, placed: Placed): SectionId {
  const kind = view.files.find(({ path }) => path === placed.problem.file)?.kind;
  if (kind && kind !== 'scenario') return kind;
  return view.says === null ? 'text' : sectionOf(placed.way);
}

/** How many there are; null: it is no list. */
export function countOf(view: EditorView, id: SectionId): number | null {
  const file = id === 'team' || id === 'playbook';
  // A file that does not read says nothing, which is not the same as none.
  if (view.says === null && !file) return null;
  switch (id) {
    case 'sheet':
      return view.injects.length;
    case 'expect':
      return listAt(view.says, ['expect']).length;
    case 'hints':
    case 'assistant':
    case 'roles':
    case 'stakeholders':
      return LISTS[id]!.reduce((n, { list }) => n + listAt(view.says, list).length, 0);
    case 'team':
    case 'playbook':
      return view.files.filter(({ kind }) => kind === id).length;
    default:
      return null;
  }
}

export interface Trouble {
  errors: number;
  warnings: number;
}

export const troubleOf = (problems: Placed[]): Trouble => ({
  errors: problems.filter(({ problem }) => problem.severity === 'error').length,
  warnings: problems.filter(({ problem }) => problem.severity === 'warning').length,
});

/** What is wrong in a section. */
export const troubleIn = (view: EditorView, id: SectionId): Trouble =>
  troubleOf(
    id === 'problems'
      ? view.problems
      : view.problems.filter((placed) => sectionOfProblem(view, placed) === id),
  );

/** What is wrong in an item of a file. */
export const troubleAt = (view: EditorView, path: string, way: Way): Trouble =>
  troubleOf(view.problems.filter((one) => one.problem.file === path && begins(one.way, way)));

/** null: nothing is wrong. */
export const toneOf = ({ errors, warnings }: Trouble): Tone | null =>
  errors > 0 ? 'bad' : warnings > 0 ? 'warn' : null;

/** For whoever does not see the mark. */
export function troubleWords({ errors, warnings }: Trouble): string {
  const part = (n: number, what: string): string => (n === 0 ? '' : `${n} ${what}${n === 1 ? '' : 's'}`);
  return [part(errors, 'mistake'), part(warnings, 'warning')].filter(Boolean).join(', ');
}
