import { expect, test } from 'vitest';
import type { DocLanes } from '../../wire/generated';
import { LANE, laid } from './lanes';

const lanes: DocLanes = {
  title: 'Promised and sent',
  from_s: 0,
  to_s: 1_000,
  starts_s_of_day: 10_800,
  alt: 'in words',
  lanes: [
    {
      label: 'Promised',
      bars: [{ from_s: 100, to_s: 600, kind: 'given', row: null }],
      points: [{ at_s: 5_000, kind: 'promised', row: 1 }],
    },
    { label: 'Sent', bars: [], points: [{ at_s: 0, kind: 'sent', row: 0 }] },
  ],
  rules: [
    { at_s: 500, label: 'declared SEV-1', strong: true },
    { at_s: 505, label: 'mitigating', strong: false },
    { at_s: 990, label: 'closed', strong: false },
  ],
};

test('everything stands inside, on its lane', () => {
  const { left, right, bottom, height, lanes: drawn } = laid(lanes, 700);
  expect(height).toBeGreaterThan(bottom);
  expect(drawn.map(({ y }) => y)).toEqual([bottom - 2 * LANE, bottom - LANE]);
  const [bar] = drawn[0]!.bars;
  expect(bar!.w).toBeCloseTo((right - left) / 2, 0);
  expect(drawn[0]!.points[0]!.x).toBe(right);
  expect(drawn[1]!.points[0]!.x).toBeCloseTo(left, 0);
  expect(drawn[0]!.points[0]!.y).toBeGreaterThan(bar!.y);
});

test('words that are near each other stand in rows of their own, late ones to the left', () => {
  const [first, second, last] = laid(lanes, 700).rules;
  expect(first!.y).not.toBe(second!.y);
  expect(last!.late).toBe(true);
  expect([first, second, last].every((rule) => rule!.said)).toBe(true);
});

test('too many words at one place keep their lines', () => {
  const rules = Array.from({ length: 9 }, () => lanes.rules[0]!);
  const said = laid({ ...lanes, rules }, 700).rules.filter((rule) => rule.said);
  expect(said).toHaveLength(4);
});

test('an empty chart is an empty chart', () => {
  expect(laid({ ...lanes, lanes: [], rules: [], to_s: 0 }, 0).lanes).toEqual([]);
});
