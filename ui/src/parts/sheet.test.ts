import { describe, expect, test } from 'vitest';
import { run_sheet, tray } from '../link/fixtures/sheet';
import type { ClockView, InjectState } from '../wire/generated';
import { grouped, offers, timeBetween, wouldCome } from './sheet';

const min = (m: number, s = 0): number => (m * 60 + s) * 1000;
const clock: ClockView = {
  state: 'running',
  at_ms: min(14, 32),
  clock: '03:14:32',
  speed: 1,
  paused_ms: 0,
  starts_s: 3 * 3600,
  length_ms: min(45),
  started: true,
};
const ids = (rows: { id: string }[]): string[] => rows.map((row) => row.id);
const row = (id: string) => [...run_sheet, ...tray].find((one) => one.id === id)!;

test('what waits stands apart, and what came does not', () => {
  const came = run_sheet.map((one) => (one.id === 'flood' ? { ...one, state: 'fired' as const } : one));
  const armed = run_sheet.map((one) => (one.id === 'flood' ? { ...one, state: 'planned' as const } : one));
  expect(ids(grouped(run_sheet).branches)).toEqual(['flood', 'tickets']);
  expect(ids(grouped(run_sheet).contingencies)).toEqual(['vp-walks-in']);
  expect(ids(grouped(came).timed)).toContain('flood');
  expect(ids(grouped(armed).timed)).toContain('flood');
  const all = grouped(run_sheet);
  expect(all.timed.length + all.branches.length + all.contingencies.length).toBe(run_sheet.length);
});

test('one that waits says when it would come, if that can be known', () => {
  expect(wouldCome(row('flood'), clock)).toBeNull();
  expect(wouldCome(row('vp-walks-in'), clock)).toBe('would come 03:25, in 10:58');
});

describe('a row offers', () => {
  test.each<[InjectState, string]>([
    ['planned', 'fire hold skip'],
    ['waiting', 'fire hold skip'],
    ['held', 'fire release skip'],
    ['skipped', 'fire restore'],
    ['fired', ''],
    ['undone', 'fire restore'],
    ['tray', 'fire'],
  ])('when %s: %s', (state, words) => {
    const all = Object.entries(offers({ ...row('vp'), state, movable: false }, clock));
    expect(
      all
        .filter(([, yes]) => yes)
        .map(([name]) => name)
        .join(' '),
    ).toBe(words);
  });

  test('nothing to fire before the start', () =>
    expect(offers(row('vp'), { ...clock, state: 'ready' }).fire).toBe(false));
});

describe('between rows', () => {
  const stops = [
    { y: 100, at_ms: min(14, 32) },
    { y: 150, at_ms: min(15) },
    { y: 200, at_ms: min(18) },
  ];
  test.each([
    ['above now it is now', 40, min(14, 35)],
    ['half way it is half way', 175, min(16, 30)],
    ['in whole five seconds', 176, min(16, 35)],
    ['just below now never before now', 101, min(14, 35)],
    ['behind the last it goes on', 212, min(19)],
  ])('%s', (_, y, at_ms) => expect(timeBetween(stops, y)).toBe(at_ms));

  test('with nothing to come, from now on', () =>
    expect(timeBetween(stops.slice(0, 1), 112)).toBe(min(15, 30)));
});
