// @vitest-environment happy-dom
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { consoleViews } from '../../link/fixtures/console';
import type { ConsoleView } from '../../wire/generated';
import { sounds } from './sounds.svelte';
import { SOUNDS } from './heard';
import { lasts_s, TONES } from './tones';

const running = consoleViews.running!;
const [alert] = running.alerts;
const paged = (fired_ms: number): ConsoleView => ({
  ...running,
  alerts: [{ ...alert!, severity: 'critical', fired_ms, resolved_ms: null }, ...running.alerts],
});

/** Counts what would be heard. */
class Fake {
  static made: Fake[] = [];
  static first: AudioContextState = 'running';
  state = Fake.first;
  currentTime = 0;
  destination = {};
  hz: number[] = [];
  refuses = false;
  constructor() {
    Fake.made.push(this);
  }
  resume(): Promise<void> {
    if (Fake.first === 'suspended') return Promise.reject(new Error('not allowed'));
    return Promise.resolve();
  }
  close(): Promise<void> {
    this.state = 'closed';
    return Promise.resolve();
  }
  param = { value: 0, setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
  createBiquadFilter() {
    return { type: '', frequency: { value: 0 }, connect() {} };
  }
  createGain() {
    return { gain: this.param, connect() {} };
  }
  createOscillator() {
    const voice = {
      type: '',
      frequency: { value: 0 },
      connect() {},
      start: () => this.hz.push(voice.frequency.value),
      stop() {},
    };
    return voice;
  }
}
const PAGER = TONES.pager.notes.map(({ hz }) => hz);
const played = (): number[] => Fake.made.flatMap(({ hz }) => hz);
let acted = true;

// One clock for all: the pager remembers when it was last heard.
beforeAll(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterAll(() => void vi.useRealTimers());

beforeEach(() => {
  Fake.made = [];
  Fake.first = 'running';
  acted = true;
  vi.stubGlobal('AudioContext', Fake);
  Object.defineProperty(navigator, 'userActivation', {
    configurable: true,
    get: () => ({ hasBeenActive: acted }),
  });
  vi.advanceTimersByTime(60_000);
  sounds.choose('normal');
  sounds.hear(null);
});
afterEach(() => {
  sounds.choose('off');
  vi.unstubAllGlobals();
});

describe('the console sounds', () => {
  test('once for a critical alert, and not again within five seconds', () => {
    sounds.hear(running);
    sounds.hear(paged(1));
    sounds.hear(paged(1));
    expect(played()).toEqual(PAGER);
    sounds.hear(paged(2));
    expect(played()).toEqual(PAGER);
    vi.advanceTimersByTime(5_000);
    sounds.hear(paged(3));
    expect(played()).toEqual([...PAGER, ...PAGER]);
    expect(Fake.made).toHaveLength(1);
  });

  test('not at all when it is off, and makes no context then', () => {
    sounds.choose('off');
    sounds.hear(running);
    sounds.hear(paged(1));
    sounds.test();
    expect(Fake.made).toHaveLength(0);
  });

  test('and closes its context when it is switched off', () => {
    sounds.test();
    expect(Fake.made).toHaveLength(1);
    sounds.toggle();
    expect(Fake.made[0]!.state).toBe('closed');
  });

  test('as loud as before when it is switched on again', () => {
    sounds.choose('low');
    sounds.toggle();
    expect(sounds.level).toBe('off');
    sounds.toggle();
    expect(sounds.level).toBe('low');
    expect(localStorage.getItem('three-am.sound')).toBe('low');
    sounds.choose('normal');
    sounds.restore();
    expect(sounds.level).toBe('normal');
  });

  test('not before the first click or key, and says that it waits', () => {
    acted = false;
    sounds.hear(running);
    expect(sounds.waits).toBe(true);
    sounds.hear(paged(1));
    expect(Fake.made).toHaveLength(0);
    acted = true;
    dispatchEvent(new KeyboardEvent('keydown', { key: 'x' }));
    expect(sounds.waits).toBe(false);
    expect(played()).toEqual([]);
    vi.advanceTimersByTime(5_000);
    sounds.hear(paged(2));
    expect(played()).toEqual(PAGER);
  });

  test('without throwing where a context may not start, or cannot be made', async () => {
    Fake.first = 'suspended';
    sounds.hear(running);
    sounds.hear(paged(1));
    await Promise.resolve();
    expect(sounds.waits).toBe(true);
    expect(played()).toEqual([]);
    sounds.choose('off');
    sounds.choose('normal');
    vi.stubGlobal('AudioContext', undefined);
    expect(() => sounds.test()).not.toThrow();
  });
});

describe('the tones', () => {
  test.each(SOUNDS)('%s is short, quiet beside the pager, and not shrill', (sound) => {
    expect(lasts_s(sound)).toBeLessThanOrEqual(1.2);
    for (const { hz, loud } of TONES[sound].notes) {
      expect(hz).toBeLessThan(1_000);
      if (sound !== 'pager') expect(loud).toBeLessThanOrEqual(0.6);
    }
  });

  test('can be told apart', () => {
    const tunes = SOUNDS.map((sound) => TONES[sound].notes.map(({ hz }) => hz).join(' '));
    expect(new Set(tunes).size).toBe(SOUNDS.length);
  });
});
