import { describe, expect, test } from 'vitest';
import { figured, needOf, NO_SLOTS, RESTS_MS, type Slots } from './slots';

/** A capital letter is a need that no key answers. */
const list = (ids: string): { id: string; answer: boolean | null }[] =>
  [...ids].map((id) => ({ id, answer: id === id.toUpperCase() ? null : true }));

/** Figures in the order of the list, `-` where a need has none. */
const shown = (slots: Slots, ids: string): string =>
  [...ids].map((id) => slots.figures.get(id) ?? '-').join('');

function play(steps: [ids: string, at_ms: number, figures: string][]): void {
  let slots = NO_SLOTS;
  for (const [ids, at_ms, figures] of steps) {
    slots = figured(slots, list(ids), at_ms);
    expect(`${ids} ${shown(slots, ids)}`).toBe(`${ids} ${figures}`);
  }
}

describe('figures of needs', () => {
  test('go by the list at first', () => play([['abc', 0, '123']]));

  test('stay when something urgent comes before them', () =>
    play([
      ['abc', 0, '123'],
      ['xabc', 10, '4123'],
      ['cxba', 20, '3421'],
    ]));

  test('rest before another gets them', () =>
    play([
      ['abc', 0, '123'],
      ['xbc', 10, '423'],
      ['yxbc', RESTS_MS + 10, '1423'],
    ]));

  test('of a need that comes back meanwhile are others', () =>
    play([
      ['ab', 0, '12'],
      ['b', 10, '2'],
      ['ab', 20, '32'],
    ]));

  test('are nine; the tenth waits for one', () =>
    play([
      ['abcdefghij', 0, '123456789-'],
      ['abdefghij', 10, '12456789-'],
      ['abdefghij', RESTS_MS + 10, '124567893'],
    ]));

  test('none for what no key sees to', () => {
    const slots = figured(NO_SLOTS, list('Xab'), 0);
    expect(shown(slots, 'Xab')).toBe('-12');
  });

  test('answer what was shown, or nothing', () => {
    const before = figured(NO_SLOTS, list('ab'), 0);
    expect(needOf(before, list('ab'), 1)?.id).toBe('a');
    const urgent = figured(before, list('xab'), 10);
    expect(needOf(urgent, list('xab'), 1)?.id).toBe('a');
    const gone = figured(urgent, list('xyb'), 20);
    expect(needOf(gone, list('xyb'), 1)).toBeNull();
  });
});
