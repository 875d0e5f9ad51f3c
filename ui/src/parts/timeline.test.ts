import { describe, expect, test } from 'vitest';
import type { Bar } from '../wire/generated';
import { beat, msOf, placeBars, scaleFor, share, snap, soFar, ticks, xOf } from './timeline';

const min = (m: number): number => m * 60_000;
const bar = (from: number, to: number | null = null, open = false): Bar => ({
  from_ms: from,
  to_ms: to,
  open,
  label: 'label',
  title: 'label',
  tone: 'plain',
  inject: null,
  movable: false,
  waits: null,
});

describe('the scale', () => {
  test.each([
    ['the whole drill', min(14), min(45), null, 0, min(45)],
    ['past its planned end', min(50), min(45), null, 0, min(50)],
    ['a window around now', min(20), min(45), min(20), min(5), min(25)],
    ['a window near the start', min(2), min(45), min(20), 0, min(20)],
    ['a window near the end', min(44), min(45), min(20), min(25), min(45)],
    ['a window longer than the drill', min(3), min(10), min(20), 0, min(10)],
  ])('%s', (_, at, length, window, from, to) => {
    expect(scaleFor(at, length, window, 900)).toMatchObject({ from_ms: from, to_ms: to });
  });

  test('there and back', () => {
    const scale = scaleFor(min(20), min(45), min(20), 1000);
    expect(msOf(scale, xOf(scale, min(17)))).toBeCloseTo(min(17));
  });

  test('ticks are round and not too close', () => {
    const scale = scaleFor(0, min(45), null, 900);
    const all = ticks(scale);
    expect(all[1]! - all[0]!).toBe(min(5));
    expect(xOf(scale, all[1]!) - xOf(scale, all[0]!)).toBeGreaterThanOrEqual(84);
  });
});

describe('bars', () => {
  const scale = scaleFor(min(20), min(40), null, 800);

  test('one that goes on is placed ahead of the clock, and shown up to it', () => {
    const ahead = beat(min(10) + 1_000);
    expect(ahead).toBe(min(10) + 30_000);
    expect([beat(0), beat(ahead)]).toEqual([0, ahead]);
    const [one] = placeBars([bar(min(8), null, true)], scale, ahead).placed;
    expect(one).toMatchObject({ x: 160, w: 50, lasts: 50 });
    // As wide as its label at first, then as long as it has lasted, and never past its place.
    expect(soFar(one!, 161)).toEqual({ w: one!.least, lasts: 2 });
    expect(soFar(one!, 206)).toEqual({ w: 46, lasts: 46 });
    expect(soFar(one!, 400)).toEqual({ w: 50, lasts: 50 });
  });

  test('those that would overlap go one row down', () => {
    const { placed, rows } = placeBars([bar(0, min(10)), bar(min(5), min(8)), bar(min(12))], scale, min(20));
    expect(placed.map((one) => one.row)).toEqual([0, 1, 0]);
    expect(rows).toBe(2);
  });

  test('with no row left, one ends where the next begins, and its label with it', () => {
    const many = [bar(0, min(10)), { ...bar(min(2)), label: 'restart Postgres' }, bar(min(4), min(6))];
    const { placed, rows } = placeBars(many, scale, min(20), 1);
    expect(rows).toBe(1);
    expect(placed.map(({ x, w }) => x + w)).toEqual([200, 79, 123]);
    expect(placed.map(({ text }) => text)).toEqual(['lab…', 'res…', 'label']);
    // Two rows hold them, side by side.
    expect(placeBars(many, scale, min(20), 3).placed.map(({ text }) => text)).toEqual([
      'label',
      'restart Postgres',
      'label',
    ]);
  });

  test('an open bar reaches to now, an instant is as wide as its label', () => {
    const [open, instant] = placeBars([bar(0, null, true), bar(min(30))], scale, min(20)).placed;
    expect(open).toMatchObject({ x: 0, w: 400, lasts: 400 });
    expect(instant!.lasts).toBeNull();
    expect(instant!.w).toBeCloseTo(5 * 6.2 + 12);
  });

  test('a short bar keeps its label, and says how long it lasted', () => {
    const [short] = placeBars([bar(0, 30_000)], scale, min(20)).placed;
    expect(short!.w).toBeGreaterThan(short!.lasts!);
    expect(short!.lasts).toBeCloseTo(10);
  });

  test.each([
    ['“quoted” and naïve', 18 * 6.2],
    ['障害', 2 * 11],
    ['🔥 on', 11 + 3 * 6.2],
  ])('a bar is wide enough for %s', (label, px) => {
    const [one] = placeBars([{ ...bar(0), label }], scale, min(20)).placed;
    expect(one!.w).toBeCloseTo(px + 12);
  });

  test('what goes on grows by whole pixels', () => {
    const at = (ms: number) => placeBars([bar(0, null, true)], scale, min(20) + ms).placed[0]!;
    expect(at(500)).toEqual(at(0));
    expect(at(3_000).w).toBe(at(0).w + 1);
  });

  test('what lies outside the window is left out', () => {
    const late = scaleFor(min(30), min(40), min(8), 800);
    expect(placeBars([bar(0), bar(min(30))], late, min(30)).placed).toHaveLength(1);
  });
});

test.each([
  [62_400, 60_000],
  [63_000, 65_000],
  [-4_000, 0],
])('a dragged inject at %i lands on %i', (from, to) => expect(snap(from)).toBe(to));

test.each([
  [[3, 3, 1, 2], 9, [3, 3, 1, 2]],
  [[3, 3, 1, 2], 7, [2, 2, 1, 2]],
  [[2, 3, 2, 2, 1, 2, 1], 10, [2, 2, 2, 1, 1, 1, 1]],
  [[3, 0], 1, [1, 1]],
])('of %j rows, %i leave %j', (wanted, rows, all) => expect(share(wanted, rows)).toEqual(all));
