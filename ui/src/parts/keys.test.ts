import { describe, expect, test } from 'vitest';
import type { ClockState } from '../wire/generated';
import { KEYS, route, type Action, type Key, type Situation } from './keys';

const press = (text: string): Key => {
  const parts = text.split('+');
  return {
    key: parts.at(-1) === 'Space' ? ' ' : parts.at(-1)! || '+',
    ctrl: parts.includes('Ctrl'),
    shift: parts.includes('Shift'),
    alt: parts.includes('Alt'),
    code: parts.find((part) => part.startsWith('Digit')),
  };
};
const at = (clock: ClockState, more: Partial<Situation> = {}): Situation => ({
  clock,
  typing: false,
  on_control: false,
  dialog: false,
  ...more,
});

const ROWS: [string, Situation, Action | null][] = [
  ['Space', at('ready'), 'startex'],
  ['Space', at('running'), 'pause'],
  ['Space', at('paused'), 'resume'],
  ['Space', at('emergency'), null],
  ['Space', at('ended'), null],
  ['Space', at('running', { on_control: true }), null],
  ['Space', at('running', { typing: true }), null],
  ['f', at('running'), 'fire-next'],
  ['F', at('running'), 'fire-next'],
  ['h', at('paused'), 'hold-next'],
  ['u', at('running'), 'undo-last'],
  ['a', at('running'), 'log-act'],
  ['a', at('ended'), null],
  ['j', at('ready'), 'joining'],
  ['j', at('running'), 'joining'],
  ['j', at('ended'), 'joining'],
  ['j', at('running', { dialog: true }), null],
  ['n', at('ended'), 'note'],
  ['b', at('ended'), 'hot-wash'],
  ['b', at('running'), null],
  ['b', at('ended', { typing: true }), null],
  ['w', at('ended'), 'write'],
  ['w', at('running'), null],
  ['n', at('ended', { writing: true }), null],
  ['?', at('ended', { writing: true }), 'shortcuts'],
  ['Ctrl+k', at('ended', { writing: true, typing: true }), 'palette'],
  ['s', at('ready'), 'sounds'],
  ['S', at('running'), 'sounds'],
  ['s', at('ended'), 'sounds'],
  ['s', at('running', { typing: true }), null],
  ['p', at('ready'), 'flight'],
  ['p', at('running'), null],
  ['p', at('ended'), null],
  ['/', at('ended'), 'search-logs'],
  // A German keyboard.
  ['Shift+Digit7+/', at('running'), 'search-logs'],
  ['?', at('running'), 'shortcuts'],
  ['3', at('running'), 'need-3'],
  ['3', at('running', { dialog: true }), null],
  ['0', at('running'), 'aside-1'],
  ['Shift+Digit3+#', at('running'), 'aside-3'],
  ['Shift+Digit3+§', at('running'), 'aside-3'],
  // Where figures stand behind Shift they are figures; where Shift 1 is the emergency it stays that.
  ['Shift+Digit3+3', at('running'), 'need-3'],
  ['Shift+Digit1+!', at('running'), 'emergency'],
  ['Shift+Digit3+#', at('running', { dialog: true }), null],
  ['Shift+Digit3+#', at('ended'), null],
  ['r', at('running'), 'roles'],
  ['r', at('ended'), null],
  ['m', at('ended'), 'coverage'],
  ['o', at('paused'), 'notes'],
  ['f', at('running', { typing: true }), null],
  ['f', at('running', { dialog: true }), null],
  ['Ctrl+f', at('running'), null],
  ['Alt+f', at('running'), null],
  ['Ctrl+k', at('running', { typing: true }), 'palette'],
  ['Ctrl+k', at('running', { dialog: true }), null],
  ['Shift+Escape', at('running', { typing: true, dialog: true }), 'emergency'],
  ['!', at('running'), 'emergency'],
  ['!', at('running', { dialog: true }), 'emergency'],
  ['!', at('running', { typing: true }), null],
  ['!', at('running', { typing: true, dialog: true }), null],
  ['!', at('ready'), 'emergency'],
  ['!', at('ended'), null],
  ['Shift+Escape', at('ended', { writing: true }), null],
  ['t', at('ready'), 'slide'],
  ['t', at('ended'), null],
  ['g', at('paused'), 'jump'],
  ['g', at('emergency'), null],
  ['.', at('paused'), 'step'],
  ['Shift+>', at('paused'), 'step-minute'],
  ['Shift++', at('running'), 'faster'],
  ['=', at('running'), 'faster'],
  ['-', at('running'), 'slower'],
  ['-', at('running', { typing: true }), null],
  ['Ctrl+z', at('running'), 'take-back'],
  ['Ctrl+z', at('running', { typing: true }), null],
  ['Ctrl+z', at('ended', { writing: true }), null],
  ['Escape', at('running'), null],
  ['Shift+Escape', at('emergency'), null],
  ['f', at('emergency'), null],
];

describe('keys', () => {
  test.each(ROWS)('%s in %j', (keys, situation, action) =>
    expect(route(press(keys), situation)).toBe(action),
  );

  test('the sheet names every action once', () => {
    const actions = KEYS.map((key) => key.action);
    expect(new Set(actions).size).toBe(actions.length);
  });
});
