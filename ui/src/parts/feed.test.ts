import { describe, expect, test } from 'vitest';
import { beliefs, feed as team } from '../link/fixtures/team';
import type { FeedRow } from '../wire/generated';
import { details, shownIn, whoIn, type FeedFilter } from './feed';

const pin = (event: number, what: string, about: FeedRow['about']): FeedRow => ({
  event,
  at_ms: 0,
  who: 'Backend',
  person: 'Bo Example',
  did: 'pinned',
  what,
  kind: 'think',
  tags: [],
  outcome: null,
  about,
});
const feed = [
  pin(41, 'logs of api, against hypothesis 1: “no lock waits: all idle”', { hypothesis: 1, how: 'against' }),
  pin(40, 'database, for hypothesis 2: “100 of 100 connections”', { hypothesis: 2, how: 'supports' }),
  ...team,
];
const events = (filter: Partial<FeedFilter>): number[] =>
  shownIn(feed, { shown: 'all', who: null, words: '', ...filter }).map((line) => line.event);

describe('the feed', () => {
  test.each([
    [{ who: 'Bridge' }, [25, 24, 16]],
    [{ who: 'Bridge', words: 'SEV' }, [25]],
    [{ words: 'v213' }, [30]],
    [{ words: 'not checked' }, [28]],
    [{ words: 'bo EXAMPLE pinned' }, [41, 40]],
    [{ shown: 'looks' as const, who: 'Backend' }, [17]],
    [{ words: 'nothing like it' }, []],
  ])('%j', (filter, of) => expect(events(filter)).toEqual(of));

  test('is of the roles, and of who else did something', () =>
    expect(whoIn(feed, ['On-Call', 'Docs'])).toEqual(['On-Call', 'Docs', 'Facilitator', 'System']));
});

describe('an opened line says', () => {
  const said = (event: number) =>
    details(
      feed.find((line) => line.event === event)!,
      beliefs,
    );
  test('what came of an act, and how it is judged', () =>
    expect(said(28)).toEqual([
      ['What came of it', ['all 4 replicas back, leak still there']],
      [
        'Judged',
        [
          'no difference: the system stood as it would have without it',
          'advised, not checked: the assistant said so, and nobody put that to the test',
        ],
      ],
    ]));
  test('what a pin speaks to', () =>
    expect(said(41)).toEqual([['Speaks against', ['1. Postgres itself is failing.']]]));
  test('what speaks for and against what was judged', () => {
    const judged = pin(50, 'as it says', { hypothesis: 1, how: 'weighs' });
    const weighed = beliefs.map((one) => ({ ...one, supports: ['slow at 03:01'], against: ['CPU idle'] }));
    expect(details(judged, weighed)).toEqual([
      ['Speaks for it', ['slow at 03:01']],
      ['Speaks against it', ['CPU idle']],
    ]);
    const bare = beliefs.map((one) => ({ ...one, supports: [], against: [] }));
    expect(details(judged, bare)).toEqual([['Evidence', ['none was given']]]);
  });
  test('nothing of a plain look', () => expect(said(21)).toEqual([]));
});
