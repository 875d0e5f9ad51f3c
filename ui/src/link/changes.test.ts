import { describe, expect, test } from 'vitest';
import { changed, following, type Change } from './changes';

describe('what is said to have changed', () => {
  const a = { id: 'a', says: 'well' };
  const b = { id: 'b', says: 'well' };
  test.each<[string, unknown, Change, unknown]>([
    ['a field', { x: 1, y: 2 }, { in: { y: { set: 3 } } }, { x: 1, y: 3 }],
    ['nothing any more', { x: 1 }, { in: { x: { set: null } } }, { x: null }],
    [
      'a field of a row',
      [a, b],
      { in: { 1: { in: { says: { set: 'broken' } } } } },
      [a, { ...b, says: 'broken' }],
    ],
    [
      'a graph that moved on',
      [1, 2, 3],
      {
        splice: [
          [0, 1, []],
          [2, 0, [4]],
        ],
      },
      [2, 3, 4],
    ],
    [
      'a row at the top, the last one out',
      [b, a],
      {
        splice: [
          [1, 1, []],
          [0, 0, [a]],
        ],
      },
      [a, b],
    ],
    ['everything', { x: 1 }, { set: [a] }, [a]],
  ])('%s', (_, before, change, now) => {
    const was = structuredClone(before);
    expect(changed(before, change)).toEqual(now);
    expect(before).toEqual(was);
  });

  test('the rest stays the very object', () => {
    const before = { clock: { at_ms: 1 }, rows: [a, b] };
    const now = changed(before, {
      in: { rows: { in: { 0: { in: { says: { set: 'broken' } } } } } },
    }) as typeof before;
    expect(now.clock).toBe(before.clock);
    expect(now.rows[1]).toBe(b);
  });
});

test('whole views are given on', () => {
  const got: unknown[] = [];
  const follow = following<{ push: string; x?: number }>((push) => got.push(push));
  follow({ changes: { in: { x: { set: 0 } } } });
  follow({ push: 'a', x: 1 });
  follow({ changes: { in: { x: { set: 2 } } } });
  follow({ push: 'b' });
  expect(got).toEqual([{ push: 'a', x: 1 }, { push: 'a', x: 2 }, { push: 'b' }]);
});
