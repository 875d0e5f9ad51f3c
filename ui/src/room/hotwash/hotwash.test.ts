// @vitest-environment happy-dom
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { roomWash, story, truth, washed } from '../../link/fixtures/hot-wash';
import { roomViews } from '../../link/fixtures/room';
import { min } from '../../link/fixtures/storefront';
import { replay } from '../../link/replay';
import { stage } from '../../state/stage.svelte';
import type { HotWashView } from '../../wire/generated';
import Room from '../Room.svelte';

vi.mock('uplot', () => ({ default: class {} }));

let app: object | null = null;
let stop = (): void => {};

async function settle(): Promise<string> {
  await tick();
  flushSync();
  return (document.body.textContent ?? '').replace(/\s+/g, ' ');
}

async function show(name: string): Promise<string> {
  app = mount(Room, { target: document.body });
  stop = stage.open(replay(name), 'room');
  return settle();
}

async function push(hot_wash: HotWashView | null): Promise<string> {
  stage.push = { push: 'room', view: { ...roomViews['hot-wash']!, hot_wash } };
  return settle();
}

const clock = (): string => document.querySelector('[role=timer]')!.textContent;

beforeEach(() => void vi.useFakeTimers());
afterEach(async () => {
  stop();
  if (app) await unmount(app);
  app = null;
  stage.push = null;
  vi.useRealTimers();
});

describe('the room sees', () => {
  test('where it stands, the moment in words, and what happened', async () => {
    const text = await show('hot-wash');
    expect(clock()).toBe('03:13:51');
    for (const words of [
      'T+13:51',
      'Moment 5 of 8 · 03:11:05',
      'Incident declared',
      'Backend rolled back api',
      'API errors',
      'Outside',
    ])
      expect(text).toContain(words);
    expect(document.querySelector('.newest')!.textContent).toContain('rolled back');
  });

  test('no control, and the normal room again when it is closed', async () => {
    await show('hot-wash');
    expect(document.querySelectorAll('button, input, a, [tabindex]')).toHaveLength(0);
    const text = await push(null);
    expect(text).toContain('ENDEX');
    expect(text).not.toContain('Moment 5');
  });

  test('a drill in which nothing happened, calmly', async () => {
    const text = await show('hot-wash-quiet');
    expect(text).toContain('No moment of this drill stands out.');
    expect(text).toContain('Nothing was recorded in this drill.');
  });
});

describe('before the truth is told', () => {
  test('nothing hints at it, at any time of the drill', async () => {
    await show('hot-wash');
    const hidden = story.told.moments.filter(
      ({ title }) => !story.shown.moments.some((m) => m.title === title),
    );
    for (const at of [0, min(8), min(13, 51), min(31), min(44)]) {
      const text = await push(roomWash(washed(at)));
      for (const { title } of hidden) expect(text).not.toContain(title);
      for (const words of [
        'What it really was',
        'Root cause',
        'Injects',
        'helped',
        'hurt',
        'leaks a connection',
      ])
        expect(text).not.toContain(words);
      expect(document.querySelector('.truth')).toBeNull();
      for (const bar of document.querySelectorAll('.bar')) expect(bar.className).not.toMatch(/truth|good/);
    }
  });

  test('and afterwards it is there', async () => {
    const text = await show('hot-wash-told');
    for (const words of ['What it really was', 'Injects', 'Act helped', truth.contributing[0]!])
      expect(text).toContain(words);
    expect(text).toContain('never gives its database connection back');
    expect(document.querySelectorAll('.bar.truth').length).toBeGreaterThan(3);
  });
});

describe('while it plays', () => {
  test('it moves on between pushes', async () => {
    await show('hot-wash-plays');
    expect(clock()).toBe('03:04:00');
    await vi.advanceTimersByTimeAsync(4_000);
    const text = await settle();
    expect(clock()).toBe('03:04:40');
    expect(text).toContain('First stakeholder update');
    expect(text).toContain('▶ 10×');
  });

  test('a push that agrees does not make it jump, one that does not is believed', async () => {
    await show('hot-wash-plays');
    await vi.advanceTimersByTimeAsync(1_000);
    await push(roomWash(washed(min(4, 8), 10)));
    expect(clock()).toBe('03:04:10');
    await push(roomWash(washed(min(12), 10)));
    expect(clock()).toBe('03:12:00');
    await push(roomWash(washed(min(12, 3))));
    await vi.advanceTimersByTimeAsync(5_000);
    await settle();
    expect(clock()).toBe('03:12:03');
  });

  test('with reduced motion it goes in steps', async () => {
    vi.spyOn(window, 'matchMedia').mockImplementation(
      (query) =>
        ({ matches: query.includes('reduced-motion'), addEventListener() {} }) as unknown as MediaQueryList,
    );
    await show('hot-wash-plays');
    await vi.advanceTimersByTimeAsync(900);
    await settle();
    expect(clock()).toBe('03:04:00');
    await vi.advanceTimersByTimeAsync(200);
    await settle();
    expect(clock()).toBe('03:04:10');
  });
});
