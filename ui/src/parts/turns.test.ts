import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Turns } from './turns';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'queueMicrotask'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Graphs that write down when they are drawn, and by which figure. */
function drawing(turns: Turns, names: string[]) {
  const drawn: string[] = [];
  const who = new Map(names.map((name) => [name, {}]));
  const come = (figure: number): void => {
    for (const name of names)
      turns.ask(who.get(name)!, () => drawn.push(`${name}${figure} at ${performance.now()}`));
  };
  return { drawn, come, gone: (name: string) => turns.forget(who.get(name)!) };
}

test('one after the other, all before the next figures come', () => {
  const { drawn, come } = drawing(new Turns(), ['a', 'b', 'c', 'd']);
  come(1);
  vi.advanceTimersByTime(5_000);
  expect(drawn).toEqual(['a1 at 0', 'b1 at 1000', 'c1 at 2000', 'd1 at 3000']);
});

test('figures that come before the last were drawn are drawn at once, and the next ones faster', () => {
  const { drawn, come } = drawing(new Turns(), ['a', 'b', 'c']);
  come(1);
  vi.advanceTimersByTime(500);
  come(2);
  vi.advanceTimersByTime(500);
  expect(drawn).toEqual(['a1 at 0', 'b2 at 500', 'c2 at 500', 'a2 at 500']);
  come(3);
  vi.advanceTimersByTime(500);
  come(4);
  vi.advanceTimersByTime(1);
  const third = ['a3 at 1000', 'b3 at 1133', 'c3 at 1266'];
  expect(drawn.slice(4)).toEqual([...third, 'a4 at 1500']);
});

test('what is gone is not drawn, and keeps nobody waiting', () => {
  const { drawn, come, gone } = drawing(new Turns(), ['a', 'b', 'c']);
  come(1);
  gone('b');
  vi.advanceTimersByTime(5_000);
  expect(drawn.map((one) => one.slice(0, 2))).toEqual(['a1', 'c1']);
});
