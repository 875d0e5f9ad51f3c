import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { throttled } from './throttle';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a flood becomes a few calls, the first at once and the last always', () => {
  const made: number[] = [];
  const call = throttled<number>(125, (n) => made.push(n));
  for (let ms = 0; ms < 1000; ms += 10) {
    call(ms);
    vi.advanceTimersByTime(10);
  }
  expect(made[0]).toBe(0);
  expect(made.length).toBeLessThanOrEqual(9);
  vi.advanceTimersByTime(125);
  expect(made.at(-1)).toBe(990);
});

test('after a while it is made at once again', () => {
  const made: string[] = [];
  const call = throttled<string>(125, (word) => made.push(word));
  call('a');
  vi.advanceTimersByTime(500);
  call('b');
  expect(made).toEqual(['a', 'b']);
});

test('what waits can be dropped', () => {
  const made: number[] = [];
  const call = throttled<number>(125, (n) => made.push(n));
  call(1);
  call(2);
  call.drop();
  vi.advanceTimersByTime(500);
  expect(made).toEqual([1]);
});
