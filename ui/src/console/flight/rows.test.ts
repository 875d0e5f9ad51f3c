import { describe, expect, test } from 'vitest';
import { consoleViews } from '../../link/fixtures/console';
import { flight, openFlight } from '../../link/fixtures/watching';
import {
  arranged,
  before,
  found,
  isReady,
  isSeed,
  lacking,
  room,
  row,
  settingUp,
  sound,
  type Asked,
} from './rows';

const asked = (more: Partial<Asked> = {}): Asked => ({
  team: 'Checkout',
  empty: [],
  seed: '8017',
  own_seed: 8017,
  minutes: null,
  own_minutes: 45,
  ...more,
});
const said = (more: Partial<Asked>): string[] =>
  settingUp(asked(more)).map(({ id, tone, says }) => `${id} ${tone}: ${says}`);

describe('pre-flight', () => {
  test.each<[Partial<Asked>, string]>([
    [{}, 'team good: Checkout.'],
    [{ team: ' ' }, 'team bad: It has no name yet. The drill opens when it has one.'],
    [{}, 'roles good: Every role is held.'],
    [
      { empty: ['Docs', 'Bridge'] },
      'roles warn: Held by nobody: Docs and Bridge. What they should do will be flagged, not done.',
    ],
    [{}, 'box good: 45 min, as written.'],
    [{ minutes: 30 }, 'box good: 30 min.'],
    [{}, 'seed good: 8017.'],
    [{ seed: ' ' }, 'seed good: 8017, the scenario’s own.'],
    [{ seed: '007' }, 'seed good: 7.'],
    [{ seed: 'x12' }, 'seed bad: “x12” is no seed: a whole number of up to nine digits, or nothing.'],
    [
      { seed: '1234567890' },
      'seed bad: “1234567890” is no seed: a whole number of up to nine digits, or nothing.',
    ],
  ])('of %j says %s', (more, line) => expect(said(more)).toContain(line));

  test.each([
    ['', true],
    [' 12 ', true],
    ['123456789', true],
    ['1234567890', false],
    ['-1', false],
    ['1.5', false],
  ])('takes %j as a seed: %s', (typed, is) => expect(isSeed(typed)).toBe(is));

  test('says what to do about a disk that is nearly full', () => {
    const disk = found({ rows: flight, refusal: null }).find(({ id }) => id === 'disk')!;
    expect(disk.says).toBe('380 MB left on the disk. Make room, or keep the data elsewhere (THREE_AM_DATA).');
  });

  test('says that it could not ask', () => {
    const refusal = { code: 'no-link', message: 'There is no connection.', hint: 'It reconnects.' };
    expect(found({ rows: flight, refusal })).toEqual([
      row('asked', 'warn', 'There is no connection. It reconnects.'),
    ]);
  });

  test('of an open drill, in an order that stays, each once', () => {
    const rows = before(consoleViews.ready!, { rows: openFlight, refusal: null }, 'low', false, false);
    expect(rows.map(({ id, tone }) => `${id} ${tone}`)).toEqual([
      'roles warn',
      'displays info',
      'joining good',
      'sound good',
      'journal good',
      'disk warn',
    ]);
    expect(lacking(rows)).toBe('2 not ready: roles and disk');
  });

  test('of a browser, where the room screen is a page and desks are off', () => {
    const view = consoleViews['ready-spoken']!;
    const bare = openFlight.filter(({ id }) => id !== 'displays');
    const rows = before(view, { rows: bare, refusal: null }, 'off', false, true);
    expect(rows.find(({ id }) => id === 'displays')).toEqual(room(true));
    expect(rows.find(({ id }) => id === 'joining')!.says).toContain('Off. In the drill');
    expect(rows.find(({ id }) => id === 'sound')!.says).toContain('Off: nothing is heard');
  });

  test.each([
    ['off', false, 'info', 'Off: nothing'],
    ['low', true, 'info', 'after the first click'],
    ['normal', false, 'good', 'On, normal.'],
  ] as const)('of sounds that are %s, waiting: %s', (level, waits, tone, says) => {
    expect(sound(level, waits)).toMatchObject({ tone, says: expect.stringContaining(says) });
  });

  test('is ready when nothing is amiss', () => {
    expect(lacking(arranged(settingUp(asked())))).toBeNull();
    expect(isReady(row('joining', 'info', 'Off.'))).toBe(true);
  });
});
