/** The fault form: what is typed, and the fault it makes. Whether it can be is for Rust to say. */
import type { Carrier, Effect, Fault, Shape, Vocabulary } from '../wire/generated';

export interface FaultDraft {
  title: string;
  on: string;
  only: string;
  effect: Effect['kind'];
  /** In the unit of EFFECTS; where it asks for a queue, its id. */
  strength: string;
  shape: Shape['kind'];
  /** Minutes. */
  ramp_min: string;
  pulse_every_min: string;
  pulse_on_min: string;
  /** Minutes; empty: stays. */
  for_min: string;
  carrier: Carrier['kind'];
  /** `component@version`, or a configuration key. */
  carrier_of: string;
}

export interface EffectKind {
  kind: Effect['kind'];
  label: string;
  /** What the strength is; null: it has none. */
  asks: string | null;
  /** It is one of these, not a number. */
  of?: 'queue';
  unit: string;
  first: string;
}

export const EFFECTS: EffectKind[] = [
  { kind: 'errors', label: 'Errors', asks: 'Share that fails', unit: '%', first: '20' },
  { kind: 'slow', label: 'Slow', asks: 'Times slower', unit: '×', first: '4' },
  { kind: 'down', label: 'Down', asks: null, unit: '', first: '' },
  { kind: 'hang', label: 'Hang', asks: 'Share that hangs', unit: '%', first: '2' },
  { kind: 'pool_leak', label: 'Pool leak', asks: 'Share of requests that leak', unit: '%', first: '0.4' },
  { kind: 'surge', label: 'Surge', asks: 'Times more', unit: '×', first: '3' },
  { kind: 'garbage', label: 'Wrong answers', asks: 'Share that is wrong', unit: '%', first: '30' },
  { kind: 'misconfigured', label: 'Wrong setting', asks: 'The wrong value', unit: '', first: '' },
  { kind: 'lock', label: 'Table lock (a migration)', asks: null, unit: '', first: '' },
  { kind: 'n_plus_one', label: 'N+1 queries', asks: 'Queries instead of one', unit: '', first: '20' },
  {
    kind: 'replica_lag',
    label: 'Replica lag',
    asks: 'Share of its speed that is lost',
    unit: '%',
    first: '100',
  },
  { kind: 'fail_over', label: 'Failover', asks: null, unit: '', first: '' },
  { kind: 'disk_fill', label: 'Disk fills', asks: 'Each second', unit: 'MB', first: '50' },
  { kind: 'cache_loss', label: 'Cache forgets', asks: 'Share forgotten', unit: '%', first: '100' },
  { kind: 'memory_leak', label: 'Memory leak', asks: 'Left behind each time', unit: 'MB', first: '0.5' },
  { kind: 'poison', label: 'Poisoned tasks', asks: 'Share that kills its process', unit: '%', first: '1' },
  {
    kind: 'misrouted',
    label: 'Tasks in the wrong queue',
    asks: 'Queue they go to',
    of: 'queue',
    unit: '',
    first: '',
  },
  { kind: 'delay', label: 'Network delay', asks: 'Each way', unit: 'ms', first: '200' },
  { kind: 'loss', label: 'Network loss', asks: 'Share lost', unit: '%', first: '5' },
  { kind: 'certificate', label: 'Certificate expired', asks: null, unit: '', first: '' },
  { kind: 'no_address', label: 'Name does not resolve', asks: null, unit: '', first: '' },
  { kind: 'blind', label: 'Not seen by telemetry', asks: null, unit: '', first: '' },
  { kind: 'late', label: 'Telemetry late', asks: 'How late', unit: 's', first: '120' },
];

export function emptyFault(on = ''): FaultDraft {
  return {
    title: '',
    on,
    only: '',
    effect: 'errors',
    strength: '20',
    shape: 'step',
    ramp_min: '5',
    pulse_every_min: '2',
    pulse_on_min: '1',
    for_min: '',
    carrier: 'outside',
    carrier_of: '',
  };
}

/** Everything a fault can be put on: value and words. */
export function targets({ components, pools, edges, config }: Vocabulary): [string, string][] {
  return [
    ...components.map(([id, title]): [string, string] => [id, `${title} (${id})`]),
    ...pools.map((pool): [string, string] => [pool, `Pool ${pool}`]),
    ...edges.map(([edge]): [string, string] => [edge, `Edge ${edge.replace('->', ' → ')}`]),
    ['traffic', 'Traffic'],
    ['telemetry', 'Telemetry'],
    ...config.map(([key]): [string, string] => [key, `Setting ${key}`]),
  ];
}

/** What still has to be filled. */
export function missingInFault(draft: FaultDraft): string[] {
  const kind = EFFECTS.find((effect) => effect.kind === draft.effect);
  const needs: [string, string][] = [['Where', draft.on]];
  if (kind?.asks) needs.push([kind.asks, draft.strength]);
  if (draft.carrier === 'version' || draft.carrier === 'config') needs.push(['Carried by', draft.carrier_of]);
  return needs.filter(([, value]) => value.trim() === '').map(([label]) => label);
}

const minutes = (text: string): number => Math.round(Number(text) * 60_000);

export function makeFault(draft: FaultDraft): Fault {
  const label = EFFECTS.find((effect) => effect.kind === draft.effect)?.label ?? draft.effect;
  return {
    title: draft.title.trim() || `${label} on ${draft.on}`,
    on: draft.on,
    only: draft.only.trim() || null,
    effect: effectOf(draft),
    shape: shapeOf(draft),
    for_ms: draft.for_min.trim() === '' ? null : minutes(draft.for_min),
    carried_by: carrierOf(draft),
  };
}

function effectOf({ effect, strength }: FaultDraft): Effect {
  const value = Number(strength);
  switch (effect) {
    case 'pool_leak':
      return { kind: effect, rate: value / 100 };
    case 'errors':
    case 'hang':
    case 'garbage':
    case 'replica_lag':
    case 'poison':
    case 'loss':
      return { kind: effect, ratio: value / 100 };
    case 'cache_loss':
      return { kind: effect, share: value / 100 };
    case 'n_plus_one':
      return { kind: effect, queries: value };
    case 'memory_leak':
      return { kind: effect, mb: value };
    case 'disk_fill':
      return { kind: effect, mb_per_s: value };
    case 'delay':
      return { kind: effect, ms: value };
    case 'late':
      return { kind: effect, seconds: value };
    case 'misrouted':
      return { kind: effect, to: strength };
    case 'slow':
    case 'surge':
      return { kind: effect, factor: value };
    case 'misconfigured':
      return { kind: effect, value };
    case 'down':
    case 'lock':
    case 'fail_over':
    case 'certificate':
    case 'no_address':
    case 'blind':
      return { kind: effect };
  }
}

function shapeOf(draft: FaultDraft): Shape {
  if (draft.shape === 'ramp') return { kind: 'ramp', over_ms: minutes(draft.ramp_min) };
  if (draft.shape === 'pulse') {
    return { kind: 'pulse', every_ms: minutes(draft.pulse_every_min), on_ms: minutes(draft.pulse_on_min) };
  }
  return { kind: 'step' };
}

function carrierOf({ carrier, carrier_of }: FaultDraft): Carrier {
  if (carrier === 'version') {
    const [component = '', version = ''] = carrier_of.split('@');
    return { kind: 'version', component, version };
  }
  return carrier === 'config' ? { kind: 'config', key: carrier_of } : { kind: carrier };
}
