// @vitest-environment happy-dom
import { flushSync } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { consoleViews } from '../link/fixtures/console';
import { roomViews } from '../link/fixtures/room';
import { fullLibrary } from '../link/fixtures/library';
import type { Link } from '../link/link';
import type { Call, ConsoleView } from '../wire/generated';
import { stage } from './stage.svelte';
import { seen } from './testing.svelte';

const running = (): ConsoleView => structuredClone(consoleViews.running!);
const later = (): ConsoleView => {
  const view = running();
  return { ...view, clock: { ...view.clock, at_ms: view.clock.at_ms + 500 } };
};

afterEach(() => (stage.push = null));

test('only what changed is shown again', () => {
  stage.push = { push: 'console', view: running() };
  const clock = seen(() => stage.console?.clock.at_ms);
  const lanes = seen(() => stage.console?.lanes);
  stage.push = { push: 'console', view: later() };
  flushSync();
  expect(clock.values).toEqual([running().clock.at_ms, later().clock.at_ms]);
  expect(lanes.values).toHaveLength(1);
  clock.stop();
  lanes.stop();
});

test('of the clock, too, only what changed is shown again', () => {
  stage.push = { push: 'console', view: running() };
  const { clock } = stage.console!;
  const starts = seen(() => stage.console?.clock.starts_s);
  const all = seen(() => ({ ...stage.console?.clock }));
  stage.push = { push: 'console', view: later() };
  flushSync();
  expect(stage.console!.clock).toBe(clock);
  expect(starts.values).toHaveLength(1);
  expect(all.values).toEqual([running().clock, later().clock]);
  starts.stop();
  all.stop();
});

test('the view is the same object while the drill is there, and the newest of it', () => {
  stage.push = { push: 'console', view: running() };
  const view = stage.console!;
  const panel = view.panels[0];
  stage.push = { push: 'console', view: later() };
  expect(stage.console).toBe(view);
  expect(view).toEqual(later());
  expect(view.panels[0]).toBe(panel);
  stage.push = { push: 'empty', told: null };
  expect(stage.console).toBeNull();
});

test('the room is told as the console is', () => {
  stage.push = { push: 'room', view: structuredClone(roomViews.running!) };
  expect(stage.room).toEqual(roomViews.running);
  expect(stage.console).toBeNull();
});

test('the library that was asked for at once is given once', async () => {
  const calls: Call[] = [];
  const answers = ['first', 'second'];
  const link: Link = {
    answersAtOnce: true,
    call: (call) => {
      calls.push(call);
      return Promise.resolve({ reply: 'library', library: { ...fullLibrary, version: answers.shift()! } });
    },
    watch: () => () => {},
  };
  stage.open(link, 'console');
  expect(calls).toEqual([{ call: 'library' }]);
  expect((await stage.library())?.version).toBe('first');
  expect(calls).toHaveLength(1);
  expect((await stage.library())?.version).toBe('second');
});

test('a library of before a drill is not given after it', async () => {
  const versions = ['before', 'after'];
  const library = () => ({
    reply: 'library' as const,
    library: { ...fullLibrary, version: versions.shift()! },
  });
  stage.open({ answersAtOnce: true, call: async () => library(), watch: () => () => {} }, 'console');
  stage.push = { push: 'console', view: running() };
  stage.push = { push: 'empty', told: null };
  expect((await stage.library())?.version).toBe('after');
});
