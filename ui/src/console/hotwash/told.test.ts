import { expect, test } from 'vitest';
import { story } from '../../link/fixtures/hot-wash';
import { numbered } from './told';

test('stops have the numbers that the room sees', () => {
  const stops = numbered(story.told, false);
  expect(stops.filter(({ number }) => number > 0).map(({ number }) => number)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8,
  ]);
  expect(stops.some(({ number }) => number === 0)).toBe(true);
  const all = numbered(story.told, true);
  expect(all.map(({ number }) => number)).toEqual(all.map((_, i) => i + 1));
});
