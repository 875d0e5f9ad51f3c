import { describe, expect, test } from 'vitest';
import { shared, sharing } from './shared';

const row = (id: string, says = 'well') => ({ id, says, tags: [['a', 'good']] });

/** As it would come again from outside. */
const again = <T>(value: T): T => structuredClone(value);

describe('what is equal stays the same object', () => {
  test.each([
    ['a view', { clock: { at_ms: 1 }, rows: [row('a'), row('b')], next: null }],
    ['values of a graph', [1, null, 3]],
    ['nothing', null],
    ['an empty list', []],
    ['rows of which the first has no name', [{ number: null }, { number: 2 }]],
    ['a list with nothing in it', [{ id: 'a' }, null]],
  ])('%s', (_, before) => expect(shared(before, again(before))).toBe(before));

  test('a row beside one that changed', () => {
    const before = { rows: [row('a'), row('b')], panels: [1, 2] };
    const now = shared(before, { rows: [row('a'), row('b', 'broken')], panels: [1, 2] });
    expect(now).not.toBe(before);
    expect(now.rows).not.toBe(before.rows);
    expect(now.rows[0]).toBe(before.rows[0]);
    expect(now.rows[1]).not.toBe(before.rows[1]);
    expect(now.rows[1]!.tags).toBe(before.rows[1]!.tags);
    expect(now.panels).toBe(before.panels);
  });

  test.each([
    ['at the top', (rows: unknown[]) => [row('new'), ...rows], [-1, 0, 1, 2]],
    ['at the top, the last one out', (rows: unknown[]) => [row('new'), ...rows.slice(0, -1)], [-1, 0, 1]],
    ['in the middle', (rows: unknown[]) => [rows[0], row('new'), ...rows.slice(1)], [0, -1, 1, 2]],
    ['elsewhere', (rows: unknown[]) => rows.toReversed(), [2, 1, 0]],
    ['out', (rows: unknown[]) => rows.slice(1), [1, 2]],
  ])('rows that are put in %s', (_, edit, from) => {
    const before = [row('a'), row('b'), row('c')];
    const now = shared(before as unknown[], edit(again(before)));
    expect(now).not.toBe(before);
    expect(now.map((one) => before.indexOf(one as (typeof before)[0]))).toEqual(from);
  });
});

test.each([
  ['a field more', { a: 1 }, { a: 1, b: undefined }],
  ['a field less', { a: 1, b: undefined }, { a: 1 }],
  ['another field', { a: undefined }, { b: undefined }],
  ['a list where there was none', { a: {} }, { a: [] }],
  ['no list where there was one', { a: [] }, { a: {} }],
  ['nothing where there was something', { a: [1] }, { a: null }],
  ['something where there was nothing', null, { a: 1 }],
  ['values one step on', [1, 2, 3], [2, 3, 4]],
  ['a shorter list', [1, 2, 3], [1, 2]],
])('what is not equal is taken as it is: %s', (_, before, now) => {
  const wanted = again(now);
  const found = shared<unknown>(before, now);
  expect(found).not.toBe(before);
  expect(found).toStrictEqual(wanted);
});

test('shares with what was given the last time', () => {
  const same = sharing<{ x: number }[]>();
  const first = same([{ x: 1 }, { x: 2 }]);
  const second = same([{ x: 1 }, { x: 3 }]);
  expect(second[0]).toBe(first[0]);
  expect(same([{ x: 1 }, { x: 3 }])).toBe(second);
});
