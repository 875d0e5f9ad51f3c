import { describe, expect, test } from 'vitest';
import { consoleViews } from '../link/fixtures/console';
import type { ConsoleView } from '../wire/generated';
import { fitted, lapses, nextByItself, slid, type Foreseen } from './foresee';

const min = (m: number, s = 0): number => (m * 60 + s) * 1000;
const running = consoleViews.running!;
const at = (clock: Partial<ConsoleView['clock']>): ConsoleView => ({
  ...running,
  clock: { ...running.clock, at_ms: min(14), ...clock },
});
const times = (all: Foreseen[]): Record<string, number> =>
  Object.fromEntries(all.map(({ row, to_ms }) => [row.id, to_ms]));

describe('slid', () => {
  test.each([
    ['all', min(2), null, { vp: min(17), garbage: min(20), press: min(22), tweet: min(32) }],
    [
      'one and what follows',
      min(2),
      'press',
      { vp: min(15), garbage: min(18), press: min(22), tweet: min(32) },
    ],
    ['not before now', -min(5), null, { vp: min(14), garbage: min(14), press: min(15), tweet: min(25) }],
  ])('%s', (_, by, from, to) => expect(times(slid(at({}), by, from))).toEqual(to));
});

describe('fitted', () => {
  // From 14:00 to 45:00 there are 31 minutes.
  test.each([
    [
      'into half of what was left',
      min(29, 30),
      { vp: min(14, 30), garbage: min(16), press: min(17), tweet: min(22) },
    ],
    ['to the same end', min(45), { vp: min(15), garbage: min(18), press: min(20), tweet: min(30) }],
    [
      'to the second',
      min(40),
      { vp: min(14, 50), garbage: min(17, 21), press: min(19, 2), tweet: min(27, 25) },
    ],
  ])('%s', (_, end, to) => expect(times(fitted(at({}), end))).toEqual(to));

  test('behind the planned end, by its last inject', () =>
    expect(times(fitted(at({ length_ms: min(10) }), min(22)))).toMatchObject({
      tweet: min(22),
      vp: min(14, 30),
    }));

  test('with nothing left there is nothing to fit', () =>
    expect(fitted({ ...at({}), run_sheet: [] }, min(30))).toEqual([]));
});

describe('a jump', () => {
  test('goes to what comes by itself first: nothing held, nothing skipped', () => {
    expect(nextByItself(running)?.row.id).toBe('vp');
    const held = running.run_sheet.map((row) => (row.id === 'vp' ? { ...row, state: 'held' as const } : row));
    expect(nextByItself({ ...running, run_sheet: held })?.row.id).toBe('garbage');
  });

  test('may be to a silence that runs out', () => {
    const only = running.run_sheet.filter((row) => row.state !== 'planned');
    expect(nextByItself({ ...running, run_sheet: only })?.row.id).toBe('vp-walks-in');
  });

  test('says what falls due before it', () => {
    const open = { ...running.expectations[0]!, met_ms: null, standing: 'open' as const };
    const view: ConsoleView = {
      ...running,
      expectations: [
        { ...open, id: 'later', due_ms: min(18) },
        { ...open, id: 'inside', due_ms: min(17) },
        { ...open, id: 'first', due_ms: min(15) },
        { ...open, id: 'over', due_ms: min(14) },
        { ...open, id: 'met', due_ms: min(16), met_ms: min(13) },
        { ...open, id: 'not-yet', due_ms: null },
      ],
    };
    const { expectations, update_ms } = lapses(view, min(17, 59));
    expect(expectations.map(({ id }) => id)).toEqual(['first', 'inside']);
    expect(update_ms).toBe(min(15, 30));
    expect(lapses(view, min(15)).update_ms).toBeNull();
  });
});
