import { expect, test } from 'vitest';
import type { RemarkView } from '../../wire/generated';
import { said } from './remarks';

const remark = (more: Partial<RemarkView>): RemarkView => ({
  section: 'action-items',
  field: null,
  row: null,
  graph: null,
  item: null,
  warning: true,
  from: 0,
  to: 0,
  found: '',
  says: 'The action item has no date.',
  remedy: 'Set a date.',
  ...more,
});

test('what is said of many action items is said once', () => {
  const all = said([0, 1, 4].map((item) => remark({ item })));
  expect(all).toHaveLength(1);
  expect(all[0]!.items).toEqual([1, 2, 5]);
});

test('what is found in a text, or said of something else, stands by itself', () => {
  const all = said([
    remark({ item: 0, found: 'careless' }),
    remark({ item: 1, found: 'careless' }),
    remark({ item: 1 }),
    remark({ section: 'lessons', says: 'Empty.' }),
    remark({ section: 'lessons', says: 'Empty.' }),
  ]);
  expect(all.map(({ items }) => items)).toEqual([[1], [2], [2], [], []]);
});
