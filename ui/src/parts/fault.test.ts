import { describe, expect, test } from 'vitest';
import type { Fault } from '../wire/generated';
import { EFFECTS, emptyFault, makeFault, missingInFault, type FaultDraft } from './fault';

const ROWS: [Partial<FaultDraft>, Partial<Fault>][] = [
  [
    { effect: 'errors', strength: '20' },
    { effect: { kind: 'errors', ratio: 0.2 }, title: 'Errors on api' },
  ],
  [{ effect: 'pool_leak', strength: '0.4' }, { effect: { kind: 'pool_leak', rate: 0.004 } }],
  [{ effect: 'slow', strength: '4' }, { effect: { kind: 'slow', factor: 4 } }],
  [
    { effect: 'down', title: ' Gone ' },
    { effect: { kind: 'down' }, title: 'Gone' },
  ],
  [{ effect: 'misconfigured', strength: '3' }, { effect: { kind: 'misconfigured', value: 3 } }],
  [{ effect: 'lock' }, { effect: { kind: 'lock' } }],
  [{ effect: 'n_plus_one', strength: '20' }, { effect: { kind: 'n_plus_one', queries: 20 } }],
  [{ effect: 'loss', strength: '5' }, { effect: { kind: 'loss', ratio: 0.05 } }],
  [{ effect: 'cache_loss', strength: '100' }, { effect: { kind: 'cache_loss', share: 1 } }],
  [{ effect: 'misrouted', strength: 'recs' }, { effect: { kind: 'misrouted', to: 'recs' } }],
  [{ effect: 'late', strength: '120' }, { effect: { kind: 'late', seconds: 120 } }],
  [{ shape: 'ramp', ramp_min: '2' }, { shape: { kind: 'ramp', over_ms: 120_000 } }],
  [
    { shape: 'pulse', pulse_every_min: '2', pulse_on_min: '0.5' },
    { shape: { kind: 'pulse', every_ms: 120_000, on_ms: 30_000 } },
  ],
  [{ for_min: '3' }, { for_ms: 180_000 }],
  [{ for_min: '' }, { for_ms: null }],
  [{ only: ' POST /pay ' }, { only: 'POST /pay' }],
  [
    { carrier: 'version', carrier_of: 'api@v214' },
    { carried_by: { kind: 'version', component: 'api', version: 'v214' } },
  ],
  [{ carrier: 'config', carrier_of: 'db.max' }, { carried_by: { kind: 'config', key: 'db.max' } }],
  [{ carrier: 'process' }, { carried_by: { kind: 'process' } }],
];

describe('the fault form', () => {
  test('offers every kind of fault once', () => {
    const kinds = EFFECTS.map((effect) => effect.kind);
    expect(new Set(kinds).size).toBe(kinds.length);
    for (const { kind, first } of EFFECTS) {
      const made = makeFault({ ...emptyFault('api'), effect: kind, strength: first });
      expect(made.effect.kind).toBe(kind);
    }
  });

  test.each(ROWS)('%j → %j', (draft, fault) => {
    expect(makeFault({ ...emptyFault('api'), ...draft })).toMatchObject(fault);
  });

  test('names what is missing', () => {
    expect(missingInFault(emptyFault())).toEqual(['Where']);
    expect(missingInFault({ ...emptyFault('api'), strength: '', carrier: 'version' })).toEqual([
      'Share that fails',
      'Carried by',
    ]);
  });
});
