import { describe, expect, test } from 'vitest';
import type { MomentView } from '../../wire/generated';
import { beside, passed, placeStops, stopAt, stopsOf } from './stops';

const moment = (at_ms: number, title = 'x'): MomentView => ({
  at_ms,
  kind: 'key_time',
  title,
  good: null,
  hidden: false,
});
const at = (...all: number[]) => all.map((at_ms) => ({ at_ms }));

test('moments of one second are one stop', () => {
  const stops = stopsOf(
    [moment(0, 'a'), moment(400, 'b'), moment(1_200, 'c'), moment(9_000, 'd'), moment(9_001, 'late')],
    9_000,
  );
  expect(stops.map(({ number, moments }) => [number, moments.map(({ title }) => title).join()])).toEqual([
    [1, 'a,b'],
    [2, 'c'],
    [3, 'd'],
  ]);
});

test.each([
  [-1, null],
  [0, 0],
  [59_000, 0],
  [60_000, 60_000],
  [999_000, 60_000],
])('at %i the last stop is %s', (now, stop) => expect(stopAt(at(0, 60_000), now)?.at_ms ?? null).toBe(stop));

describe('the stop beside', () => {
  const stops = at(0, 10_000, 20_000);
  test.each([
    ['on from the start', 0, 1, false, 10_000],
    ['on from just before one', 9_800, 1, false, 20_000],
    ['on from the last one', 20_000, 1, false, null],
    ['back from one', 20_000, -1, false, 10_000],
    ['back from between', 15_000, -1, false, 10_000],
    ['back from the first', 0, -1, false, null],
    ['back while it plays gets past the one just passed', 11_000, -1, true, 0],
    ['back while it stands does not', 11_000, -1, false, 10_000],
  ] as const)('%s', (_, now, side, plays, to) =>
    expect(beside(stops, now, side, plays)?.at_ms ?? null).toBe(to),
  );
  test('there is none in an empty drill', () => expect(beside([], 0, 1, false)).toBeNull());
});

test.each([
  [-1, 0],
  [0, 2],
  [4_999, 2],
  [5_000, 3],
  [99_000, 3],
])('at %i so many rows have happened: %i', (now, n) => expect(passed(at(0, 0, 5_000), now)).toBe(n));

test('stops that would overlap go one row down, and none leaves the axis', () => {
  const scale = { from_ms: 0, to_ms: 100_000, width: 1_000 };
  const { placed, rows } = placeStops(at(0, 500, 50_000, 100_000), scale, 20);
  expect(placed.map(({ row }) => row)).toEqual([0, 1, 0, 0]);
  expect(placed[0]!.x).toBe(10);
  expect(placed.at(-1)!.x).toBe(990);
  expect(rows).toBe(2);
});
