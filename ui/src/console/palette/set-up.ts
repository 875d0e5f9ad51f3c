/** What the palette offers while the room is set. */
import { stage } from '../../state/stage.svelte';
import type { ScenarioSheet } from '../../wire/generated';
import type { Doing } from '../everything';
import { sounds } from '../sounds/sounds.svelte';

export interface SettingUp {
  /** Puts the caret there: team, seed, or a role's id. */
  go: (to: string) => void;
  open: () => void;
  back: () => void;
  edit: () => void;
  minutes: (minutes: number | null) => void;
  side: (side: 'notes' | 'briefing' | 'sheet') => void;
}

export function settingUpThings(sheet: ScenarioSheet | null, acts: SettingUp): Doing[] {
  if (!sheet) return [];
  const entry = (group: string, id: string, title: string, run: () => void, key?: string, detail = '') => ({
    id,
    title,
    group,
    run,
    key,
    detail,
  });
  return [
    entry('Do', 'open', 'Open the drill', acts.open, 'Ctrl ⏎', 'The clock does not start yet.'),
    entry('Do', 'back', 'Back to the library', acts.back, 'Esc', 'What was typed is kept.'),
    entry('Do', 'edit', `Edit: ${sheet.card.title}`, acts.edit),
    entry('Do', 'room', 'Open the room screen', stage.openRoom),
    entry('Do', 'sound:test', 'Test the sound', () => sounds.test()),
    entry('Room', 'team', 'Team', () => acts.go('team')),
    ...sheet.roles.map((role) =>
      entry('Room', `role:${role.id}`, role.title, () => acts.go(role.id), undefined, role.answers_for),
    ),
    entry('Room', 'seed', 'Seed', () => acts.go('seed')),
    entry('Time box', 'box', `${sheet.card.minutes} min, as written`, () => acts.minutes(null)),
    ...sheet.minutes.map((n) => entry('Time box', `box:${n}`, `${n} min`, () => acts.minutes(n))),
    entry('Read', 'notes', 'For you: the truth, voices, notes', () => acts.side('notes')),
    entry('Read', 'briefing', 'Briefing', () => acts.side('briefing')),
    entry('Read', 'sheet', 'Run sheet', () => acts.side('sheet')),
  ];
}
