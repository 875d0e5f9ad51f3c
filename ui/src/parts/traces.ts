/** Words and geometry of traces. */
import type { SpanKind, SpanView } from '../wire/generated';
import { figure, takes } from './format';

/** A duration with the digits that matter: `0.4 ms`, `184 ms`, `5.01 s`, `2 min 3 s`. */
export function lasted(us: number): string {
  const ms = us / 1000;
  if (ms < 1) return `${ms < 0.05 ? '<0.1' : ms.toFixed(1)} ms`;
  if (ms < 1000) return `${figure(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(2)} s` : takes(ms);
}

const WAITS: SpanKind[] = ['worker_wait', 'connection_wait', 'queue_wait', 'model_wait'];
/** Something else does the work meanwhile. */
const ASKS: SpanKind[] = ['browser', 'call', 'query', 'cache', 'publish', 'task', 'fallback'];

/** How a bar is drawn: what waits is hollow, what asks is pale, what works is full. */
export function look(kind: SpanKind): 'wait' | 'ask' | 'work' {
  if (WAITS.includes(kind)) return 'wait';
  return ASKS.includes(kind) ? 'ask' : 'work';
}

export const KIND_WORD: Record<SpanKind, string> = {
  browser: 'call from a browser',
  server: 'request',
  worker_wait: 'wait for a worker',
  connection_wait: 'wait for a connection',
  query: 'query',
  cache: 'cache look-up',
  call: 'call',
  fallback: 'cached answer instead of a call',
  publish: 'publishing a task',
  task: 'task, from publishing to its end',
  queue_wait: 'wait in a queue',
  try: 'try of a task',
  model_wait: 'wait for a model',
  inference: 'model computes',
};

/** Who does a span. Replicas are told apart where there may be several. */
export function who(span: SpanView): string {
  const one_of_many = span.kind !== 'browser' && span.kind !== 'task' && span.kind !== 'queue_wait';
  return one_of_many ? `${span.component}/${span.replica}` : span.component;
}

/** What a span does, beside who does it. */
export function what(span: SpanView): string {
  const peer = span.peer ?? span.component;
  const again = span.attempt !== null && span.attempt > 1 ? `, try ${span.attempt}` : '';
  switch (span.kind) {
    case 'browser':
    case 'server':
    case 'task':
      return span.name + again;
    case 'try':
      return `${span.name}, try ${span.attempt ?? 1}`;
    case 'worker_wait':
      return 'waits for a worker';
    case 'connection_wait':
      return `waits for a connection to ${peer}`;
    case 'query':
      return `queries ${peer}: ${span.name}`;
    case 'cache':
      return `looks up ${peer}: ${span.hit ? 'hit' : 'miss'}`;
    case 'call':
      return `calls ${[peer, span.name].filter(Boolean).join(' ')}${again}`;
    case 'fallback':
      return `serves a cached answer, not ${peer}`;
    case 'publish':
      return `publishes ${span.name} to ${peer}`;
    case 'queue_wait':
      return 'waits for a worker to take it';
    case 'model_wait':
      return 'waits for a slot';
    case 'inference':
      return 'computes';
  }
}

/** Facts of a span, as pairs. */
export function facts(span: SpanView): [string, string][] {
  const pairs: [string, string | null][] = [
    ['Kind', KIND_WORD[span.kind]],
    ['By', who(span)],
    ['To', span.peer],
    ['Name', span.name || null],
    ['Begins', `+${lasted(span.from_us)}`],
    [span.open ? 'So far' : 'Took', lasted(span.took_us)],
    ['HTTP status', span.status === null ? null : String(span.status)],
    ['Try', span.attempt === null ? null : String(span.attempt)],
    ['Found', span.hit === null ? null : span.hit ? 'yes' : 'no'],
    ['Error', span.error],
  ];
  return pairs.filter((pair): pair is [string, string] => pair[1] !== null);
}

/** Left edge and width of a bar, percent; never so narrow that it cannot be seen. */
export function bar(span: SpanView, whole_us: number): { left: number; width: number } {
  const whole = Math.max(1, whole_us);
  const left = Math.min(99.4, (100 * span.from_us) / whole);
  return { left, width: Math.min(100 - left, Math.max(0.6, (100 * span.took_us) / whole)) };
}

/** Instants of a time scale, microseconds: round steps, four to eight of them. */
export function ticks(whole_us: number): number[] {
  const rough = Math.max(1, whole_us) / 5;
  const ten = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * ten).find((n) => n >= rough) ?? rough;
  return Array.from({ length: Math.floor(whole_us / step) + 1 }, (_, i) => i * step);
}
