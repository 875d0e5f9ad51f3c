import { describe, expect, test } from 'vitest';
import { story } from '../../link/fixtures/hot-wash';
import { heard, positionAt, type Anchor } from './position';

const TO = 2_640_000;

describe('between two pushes', () => {
  test.each([
    ['it stands', { at_ms: 5_000, speed: 0, wall_ms: 0 }, 9_000, 5_000],
    ['it plays', { at_ms: 5_000, speed: 10, wall_ms: 1_000 }, 1_500, 10_000],
    ['it comes to the end', { at_ms: TO - 1_000, speed: 60, wall_ms: 0 }, 4_000, TO],
    ['it never goes back', { at_ms: 5_000, speed: 10, wall_ms: 1_000 }, 900, 5_000],
  ])('%s', (_, anchor: Anchor, now, at) => expect(positionAt(anchor, now, TO)).toBe(at));
});

describe('a push', () => {
  const plays: Anchor = { at_ms: 0, speed: 10, wall_ms: 0 };
  const push = (at_ms: number, speed: number) => ({ at_ms, speed, story: story.told });

  test.each([
    ['that agrees changes nothing', push(9_000, 10), plays],
    ['that is off by a second is believed', push(30_000, 10), { at_ms: 30_000, speed: 10, wall_ms: 1_000 }],
    ['with another speed is believed', push(10_000, 30), { at_ms: 10_000, speed: 30, wall_ms: 1_000 }],
    ['that stands is believed', push(9_900, 0), { at_ms: 9_900, speed: 0, wall_ms: 1_000 }],
  ])('%s', (_, said, anchor) => expect(heard(plays, said, 1_000)).toEqual(anchor));

  test('the first one is where it begins', () =>
    expect(heard(null, push(7_000, 5), 40)).toEqual({ at_ms: 7_000, speed: 5, wall_ms: 40 }));
});
