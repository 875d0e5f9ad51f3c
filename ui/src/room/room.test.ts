// @vitest-environment happy-dom
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { consoleViews } from '../link/fixtures/console';
import { replay } from '../link/replay';
import { stage } from '../state/stage.svelte';
import Room from './Room.svelte';

// happy-dom has no canvas; what uPlot draws is looked at in a browser.
vi.mock('uplot', () => ({ default: class {} }));

let app: object | null = null;
let stop = (): void => {};

async function show(name: string): Promise<string> {
  app = mount(Room, { target: document.body });
  stop = stage.open(replay(name), 'room');
  await tick();
  flushSync();
  return document.body.textContent ?? '';
}

afterEach(async () => {
  stop();
  if (app) await unmount(app);
  stage.push = null;
});

test.each([
  ['none', ['No drill is on the stage']],
  ['ready', ['Waiting for STARTEX', '03:00:00', 'open: held by nobody']],
  [
    'running',
    ['03:14:32', 'SEV-1', 'Mitigating', 'Next status update in', '0:58', 'API availability below 99 %'],
  ],
  ['paused', ['PAUSED']],
  ['emergency', ['REAL EMERGENCY', 'This is not the drill']],
  ['ended', ['ENDEX', '03:38:10']],
])('%s', async (name, words) => {
  const text = await show(name);
  for (const word of words) expect(text).toContain(word);
  expect(document.documentElement.dataset.clock).toBe(name);
});

test('what is not seen is said in words, and is no figure', async () => {
  const text = await show('blind');
  expect(text).toContain('no data since 03:11');
  expect(text).toContain('as of 03:11');
  const first = document.querySelector('figcaption')!.textContent;
  expect(first.replace(/\s+/g, ' ').trim()).toBe('API errors no data since 03:11');
});

test.each([
  ['ready', true],
  ['running', true],
  ['ready-spoken', false],
  ['spoken', false],
])('%s shows how to join: %s', async (name, on) => {
  const text = await show(name);
  for (const words of ['K7PQRM', '192.168.1.5:3003', '3 desks connected'])
    expect(text.includes(words)).toBe(on);
  expect(document.querySelectorAll('svg[aria-label^="QR"]')).toHaveLength(name === 'ready' ? 1 : 0);
});

test('nothing of the truth, and no control', async () => {
  const text = await show('running');
  for (const fault of consoleViews.running!.system.faults) expect(text).not.toContain(fault.label);
  expect(text).not.toContain('Nobody suspects');
  for (const { text: asked } of consoleViews.running!.questions) expect(text).not.toContain(asked);
  expect(document.querySelectorAll('button, input, a')).toHaveLength(0);
});
