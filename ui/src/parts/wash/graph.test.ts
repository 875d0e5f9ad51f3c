import { describe, expect, test } from 'vitest';
import { draw, toneAt, valueAt } from './graph';

const panel = (values: (number | null)[]) => ({
  values,
  from_s: 0,
  step_s: 10,
  warn: 5,
  bad: 50,
  low_is_bad: false,
});

describe('a drawing', () => {
  test('goes from edge to edge, and has its thresholds', () => {
    const { line, area, warn, bad } = draw(panel([0, 10, 0]), 0, 20_000);
    expect(line).toBe('M0 100L500 7.4L1000 100');
    expect(area).toBe(`${line}L1000 100L0 100Z`);
    expect(warn).toBeCloseTo(53.7);
    expect(bad).toBeNull();
  });

  test('has a hole where nothing was seen', () => {
    const { line } = draw(panel([1, null, 1, 1]), 0, 30_000);
    expect(line.match(/M/g)).toHaveLength(2);
  });

  test('has the tone of each height', () => {
    const { bands } = draw({ ...panel([0, 100]), low_is_bad: false }, 0, 10_000);
    expect(bands.map(({ tone }) => tone)).toEqual(['bad', 'warn', 'good']);
    const low = draw({ ...panel([0, 100]), warn: 60, bad: 30, low_is_bad: true }, 0, 10_000);
    expect(low.bands.map(({ tone }) => tone)).toEqual(['good', 'warn', 'bad']);
    expect(low.bands.at(-1)!.until).toBe(100);
    const none = draw({ ...panel([0, 1]), warn: null, bad: null }, 0, 10_000);
    expect(none.bands).toEqual([{ tone: 'info', until: 100 }]);
  });

  test('of nothing is nothing', () => expect(draw(panel([]), 0, 0)).toMatchObject({ line: '', area: '' }));
});

test.each([
  [-1, null],
  [0, 1],
  [9_999, 1],
  [10_000, 2],
  [999_000, 3],
])('the value at %i is %s', (at, value) => expect(valueAt(panel([1, 2, 3]), at)).toBe(value));

test.each([
  [null, 'plain'],
  [1, 'good'],
  [6, 'warn'],
  [51, 'bad'],
])('%s is %s', (value, tone) => expect(toneAt(panel([]), value)).toBe(tone));
