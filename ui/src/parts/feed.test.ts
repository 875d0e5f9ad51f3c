import { describe, expect, test } from 'vitest';
import { beliefs, feed as team } from '../link/fixtures/team';
import type { FeedRow } from '../wire/generated';
import { pinned, speaks } from './evidence';
import { details, shownIn, whoIn, type FeedFilter } from './feed';

const pin = (event: number, what: string): FeedRow => ({
  event,
  at_ms: 0,
  who: 'Backend',
  person: 'Bo Example',
  did: 'pinned',
  what,
  kind: 'think',
  tags: [],
  outcome: null,
});
const feed = [
  pin(41, 'logs of api, against hypothesis 1: “no lock waits: all idle”'),
  pin(40, 'database, for hypothesis 2: “100 of 100 connections”'),
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

describe('evidence', () => {
  test.each([
    ['logs of api: “a, for hypothesis 3: “b””', { place: 'logs of api', hypothesis: null, against: false }],
    ['logs of api, for hypothesis 12: “x”', { place: 'logs of api', hypothesis: 12, against: false }],
    ['traces, against hypothesis 1: “x\ny”', { place: 'traces', hypothesis: 1, against: true }],
  ])('%j', (what, is) => expect(pinned(pin(1, what))).toMatchObject(is));

  test('speaks for and against', () => {
    expect(speaks(beliefs[1]!, feed)).toEqual({
      pro: [
        '100 of 100 connections (database)',
        'Pool waits begin 40 s after v214',
        'Connections grow with declined cards',
      ],
      contra: [],
    });
    expect(speaks(beliefs[2]!, feed)).toEqual({
      pro: [],
      contra: ['no lock waits: all idle (logs of api)', 'CPU idle, no locks'],
    });
  });
});

describe('an opened line says', () => {
  const said = (event: number) =>
    details(
      feed.find((line) => line.event === event)!,
      feed,
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
    const judged: FeedRow = { ...pin(50, `“${beliefs[2]!.text}”: CPU idle, no locks`), did: 'refuted' };
    expect(details(judged, feed, beliefs)).toEqual([
      ['Speaks against it', ['no lock waits: all idle (logs of api)', 'CPU idle, no locks']],
    ]);
  });
  test('nothing of a plain look', () => expect(said(21)).toEqual([]));
});
