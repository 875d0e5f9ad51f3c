import { describe, expect, test } from 'vitest';
import type { Bar } from '../../wire/generated';
import { placeLane } from './lanes';

const scale = { from_ms: 0, to_ms: 100_000, width: 1_000 };
const wide = { mark: 8, letter: 6, inside: false, rows: 2 };
const bar = (from_ms: number, to_ms: number | null = null, more: Partial<Bar> = {}): Bar => ({
  from_ms,
  to_ms,
  open: false,
  label: 'label',
  title: 'label',
  tone: 'plain',
  inject: null,
  movable: false,
  waits: null,
  ...more,
});

describe('a lane', () => {
  test('an instant is a mark with its words behind it', () => {
    const [one] = placeLane([bar(10_000)], scale, wide).placed;
    expect(one).toMatchObject({ x: 100, w: 8, row: 0, words: 108 });
  });

  test('what lasts is as long as it was, words inside', () => {
    const [one] = placeLane([bar(10_000, 60_000)], scale, wide).placed;
    expect(one).toMatchObject({ x: 100, w: 500, words: 100 });
  });

  test('what goes on reaches the end', () => {
    const [one] = placeLane([bar(90_000, null, { open: true })], scale, wide).placed;
    expect(one).toMatchObject({ x: 900, w: 100 });
  });

  test('a neighbour goes one row down, so that both keep their words', () => {
    const { placed, rows } = placeLane([bar(10_000), bar(12_000)], scale, wide);
    expect(placed.map(({ row }) => row)).toEqual([0, 1]);
    expect(placed.every(({ words }) => words !== null)).toBe(true);
    expect(rows).toBe(2);
  });

  test('in a crowd words go first, marks never', () => {
    const crowd = Array.from({ length: 12 }, (_, i) => bar(i * 1_500));
    const { placed, rows } = placeLane(crowd, scale, wide);
    expect(placed).toHaveLength(12);
    expect(rows).toBe(2);
    expect(placed.filter(({ words }) => words !== null).length).toBeLessThan(6);
  });

  test('read from far away only what lasts has words', () => {
    const { placed } = placeLane([bar(1_000), bar(10_000, 60_000)], scale, { ...wide, inside: true });
    expect(placed.map(({ words }) => words)).toEqual([null, 100]);
  });

  test('what came after the end or was over before is left out', () => {
    expect(placeLane([bar(120_000), bar(-9_000, -5_000)], scale, wide).placed).toEqual([]);
  });

  test('an empty one has one row', () => expect(placeLane([], scale, wide)).toEqual({ placed: [], rows: 1 }));
});
