import { describe, expect, test } from 'vitest';
import { trace, tracePage } from '../link/fixtures/traces';
import type { TraceFilter } from '../wire/generated';
import { bar, facts, lasted, look, ticks, what, who } from './traces';

const ALL: TraceFilter = { component: null, name: null, failed: false, min_ms: 0, req: null };
const checkout = trace(tracePage(ALL, null, 1).rows[0]!.req)!;

test.each([
  [0, '<0.1 ms'],
  [430, '0.4 ms'],
  [8_200, '8.2 ms'],
  [184_000, '184 ms'],
  [5_012_000, '5.01 s'],
  [63_000_000, '63 s'],
  [150_000_000, '2 min 30 s'],
])('%i µs lasted %s', (us, words) => expect(lasted(us)).toBe(words));

test('a trace reads as sentences', () => {
  expect(checkout.spans.map((span) => `${who(span)} ${what(span)}`)).toEqual([
    'browser POST /api/checkout, try 2',
    'web/1 POST /api/checkout',
    'web/1 calls api POST /api/checkout',
    'api/2 POST /api/checkout',
    'api/2 waits for a worker',
    'api/2 looks up cache: miss',
    'api/2 queries db: sessions',
    'api/2 calls payments',
    'api/2 calls payments, try 2',
    'api/2 publishes receipt to tasks',
    'tasks receipt',
    'tasks waits for a worker to take it',
    'ai-worker/3 receipt, try 1',
    'vision/0 computes',
    'api/2 waits for a connection to db',
  ]);
});

describe('bars', () => {
  test('lie within the track and can be seen', () => {
    for (const span of checkout.spans) {
      const { left, width } = bar(span, checkout.took_us);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(width).toBeGreaterThanOrEqual(0.6);
      expect(left + width).toBeLessThanOrEqual(100.001);
    }
  });

  test('of waits are hollow, of work full', () => {
    expect(look('connection_wait')).toBe('wait');
    expect(look('query')).toBe('ask');
    expect(look('server')).toBe('work');
  });
});

test.each([
  [43_000, [0, 10_000, 20_000, 30_000, 40_000]],
  [6_214_000, [0, 2_000_000, 4_000_000, 6_000_000]],
  [0, [0]],
])('a scale over %i µs has round steps', (whole, wanted) => expect(ticks(whole)).toEqual(wanted));

test('facts leave out what is not known', () => {
  const span = checkout.spans.find(({ kind }) => kind === 'connection_wait')!;
  expect(facts(span)).toEqual([
    ['Kind', 'wait for a connection'],
    ['By', 'api/2'],
    ['To', 'db'],
    ['Begins', '+1.21 s'],
    ['Took', '5.00 s'],
    ['Error', 'no connection in time'],
  ]);
});
