import { describe, expect, test } from 'vitest';
import { consoleViews } from '../link/fixtures/console';
import type { Command, ConsoleView } from '../wire/generated';
import { newcomer, seatCommands, seatings, unseatCommands, type Seat } from './seating';

const view = consoleViews.running!;
const said = (of: ReturnType<typeof seatings>): string[] =>
  of.map(({ group, title, detail }) => `${group}: ${title}${detail ? ` (${detail})` : ''}`);

describe('a role', () => {
  test('that is empty is offered to who waits, then to the others, to move or to share', () =>
    expect(said(seatings(view, 'docs')).slice(0, 3)).toEqual([
      'Assign: Finn Example (waits for a role)',
      'Move: Ada Example (here, out of On-Call)',
      'Share: Ada Example (here as well, keeps On-Call)',
    ]));

  test('that is held can be handed over, and left', () =>
    expect(said(seatings(view, 'bridge')).slice(-2)).toEqual([
      'Hand over: Hand over from Dan Example … (with a note)',
      'Take out: Take Dan Example out',
    ]));

  test.each([
    ['Zoe', ['New: Assign Zoe (as typed)']],
    ['  ', []],
    ['ada example', []],
  ])('takes a new name: %j', (typed, offers) => expect(said(newcomer(view, 'docs', typed))).toEqual(offers));
});

const shared: ConsoleView = {
  ...view,
  roles: view.roles.map((row) =>
    row.role.id === 'docs' ? { ...row, role: { ...row.role, people: ['Ada Example', 'Dan Example'] } } : row,
  ),
};

describe('seated', () => {
  const ROWS: [string, ConsoleView, Seat, Command[]][] = [
    [
      'who waits at a desk',
      view,
      { person: 'Finn Example', role: 'docs', from: null },
      [{ do: 'move_person', person: 'Finn Example', role: 'docs' }],
    ],
    [
      'who is new',
      view,
      { person: 'Zoe', role: 'docs', from: null },
      [{ do: 'assign', role: 'docs', person: 'Zoe' }],
    ],
    [
      'moved with a desk',
      view,
      { person: 'Ada Example', role: 'docs', from: 'on-call' },
      [{ do: 'move_person', person: 'Ada Example', role: 'docs' }],
    ],
    [
      'moved without a desk: in before out',
      view,
      { person: 'Dan Example', role: 'docs', from: 'bridge' },
      [
        { do: 'assign', role: 'docs', person: 'Dan Example' },
        { do: 'unassign', role: 'bridge', person: 'Dan Example' },
      ],
    ],
    [
      'moved out of one of two: the other stays',
      shared,
      { person: 'Ada Example', role: 'backend', from: 'docs' },
      [
        { do: 'assign', role: 'backend', person: 'Ada Example' },
        { do: 'unassign', role: 'docs', person: 'Ada Example' },
      ],
    ],
    [
      'shared',
      view,
      { person: 'Ada Example', role: 'docs', from: null },
      [{ do: 'assign', role: 'docs', person: 'Ada Example' }],
    ],
  ];
  test.each(ROWS)('%s', (_, where, asked, commands) => expect(seatCommands(where, asked)).toEqual(commands));

  test.each([
    [
      { person: 'Ada Example', role: 'on-call', from: 'docs' },
      [{ do: 'move_person', person: 'Ada Example', role: 'docs' }],
    ],
    [
      { person: 'Ada Example', role: 'on-call', from: null },
      [{ do: 'move_person', person: 'Ada Example', role: null }],
    ],
    [
      { person: 'Dan Example', role: 'bridge', from: null },
      [{ do: 'unassign', role: 'bridge', person: 'Dan Example' }],
    ],
  ])('and taken back: %j', (asked, commands) => expect(unseatCommands(view, asked)).toEqual(commands));
});
