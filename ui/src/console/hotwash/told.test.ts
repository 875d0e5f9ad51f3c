import { expect, test } from 'vitest';
import { consoleViews } from '../../link/fixtures/console';
import { story } from '../../link/fixtures/hot-wash';
import { numbered, saysTruth } from './told';

const { key_times } = consoleViews.ended!;

test('what the room does not get is what says something of the truth', () => {
  const open = story.told.moments.filter((moment) => !saysTruth(moment, key_times));
  expect(open).toEqual(story.shown.moments);
});

test('stops have the numbers that the room sees', () => {
  const stops = numbered(story.told, key_times, false);
  expect(stops.filter(({ number }) => number > 0).map(({ number }) => number)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8,
  ]);
  expect(stops.some(({ number }) => number === 0)).toBe(true);
  const all = numbered(story.told, key_times, true);
  expect(all.map(({ number }) => number)).toEqual(all.map((_, i) => i + 1));
});
