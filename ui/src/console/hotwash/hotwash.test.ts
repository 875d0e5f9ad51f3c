// @vitest-environment happy-dom
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { washed } from '../../link/fixtures/hot-wash';
import { min } from '../../link/fixtures/storefront';
import { stage } from '../../state/stage.svelte';
import type { Call } from '../../wire/generated';
import { cockpit } from '../cockpit.svelte';
import { commands, leave, settle, show, type Replay } from '../testing';
import { washKey } from './keys';

vi.mock('uplot', () => ({ default: class {} }));

const text = (): string => (document.body.textContent ?? '').replace(/\s+/g, ' ');
const clock = (): string =>
  document.querySelector('[aria-label="The hot wash stands at"] .clock')!.textContent;
const washes = ({ calls }: Replay) =>
  calls.filter((call): call is Extract<Call, { call: 'wash' }> => call.call === 'wash');

async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  flushSync();
  await settle();
}

function button(words: string, within: ParentNode = document): HTMLButtonElement {
  const all = [...within.querySelectorAll('button')];
  return all.find((one) => (one.getAttribute('aria-label') ?? one.textContent).includes(words))!;
}

beforeEach(() => {
  vi.useFakeTimers();
  cockpit.close();
  cockpit.aside = false;
});
afterEach(async () => {
  await leave();
  vi.useRealTimers();
});

describe('after the drill', () => {
  test('the hot wash opens by key and by button, and closes', async () => {
    const link = await show('ended');
    expect(text()).toContain('Look back together');
    await press('b');
    expect(link.calls.at(-1)).toEqual({ call: 'hot_wash', open: true });
    expect(clock()).toBe('03:00:00');
    await press('b');
    expect(link.calls.at(-1)).toEqual({ call: 'hot_wash', open: false });
    button('Hot wash').click();
    await settle();
    expect(link.calls.at(-1)).toEqual({ call: 'hot_wash', open: true });
  });

  test('the facilitator looks aside, and comes back without closing it', async () => {
    const link = await show('hot-wash');
    await press('/');
    expect(document.querySelector('.scrub')).toBeNull();
    expect(text()).toContain('Back to the hot wash');
    (document.activeElement as HTMLElement).blur();
    await press('b');
    expect(link.calls.filter((call) => call.call === 'hot_wash')).toEqual([]);
    expect(clock()).toBe('03:13:51');
    button('Look aside').click();
    await settle();
    button('Back to it').click();
    await settle();
    expect(clock()).toBe('03:13:51');
  });

  test('not while it runs', async () => {
    const link = await show('running');
    await press('b');
    expect(link.calls.filter((call) => call.call === 'hot_wash')).toEqual([]);
  });
});

describe('while it plays', () => {
  test('it moves on by itself, and stops at the end', async () => {
    await show('hot-wash-plays');
    expect(clock()).toBe('03:04:00');
    await vi.advanceTimersByTimeAsync(6_000);
    await settle();
    expect(clock()).toBe('03:05:00');
    await vi.advanceTimersByTimeAsync(300_000);
    await settle();
    expect(clock()).toBe('03:44:00');
    expect(button('Play')).toBeTruthy();
  });

  test('a push that is far off is believed', async () => {
    await show('hot-wash-plays');
    const { view } = stage.push as Extract<typeof stage.push, { push: 'console' }>;
    stage.push = { push: 'console', view: { ...view, hot_wash: washed(min(20), 10) } };
    await settle();
    expect(clock()).toBe('03:20:00');
  });
});

describe('keys', () => {
  test.each([
    [['ArrowRight'], '03:14:01'],
    [['ArrowLeft', 'ArrowLeft'], '03:13:31'],
    [[']'], '03:26:00'],
    [['['], '03:13:00'],
    [['.', ','], '03:13:51'],
    [['Home'], '02:58:00'],
    [['End'], '03:44:00'],
  ])('%j lead to %s', async (keys, at) => {
    await show('hot-wash');
    for (const key of keys) await press(key);
    expect(clock()).toBe(at);
  });

  test('with Shift it is a minute', async () => {
    await show('hot-wash');
    await press('ArrowRight', { shiftKey: true });
    expect(clock()).toBe('03:14:51');
  });

  test('space plays at the speed that is chosen, and lets it stand', async () => {
    const link = await show('hot-wash');
    await press('+');
    expect(washes(link)).toEqual([]);
    await press(' ');
    expect(washes(link).at(-1)).toEqual({ call: 'wash', at_ms: min(13, 51), speed: 30 });
    await vi.advanceTimersByTimeAsync(1_000);
    await press('-');
    expect(washes(link).at(-1)).toMatchObject({ speed: 10 });
    await vi.advanceTimersByTimeAsync(1_000);
    await press(' ');
    expect(washes(link).at(-1)).toMatchObject({ speed: 0 });
    expect(washes(link).at(-1)!.at_ms).toBeGreaterThan(min(14));
  });

  test('mean nothing over a dialog, and nothing with Ctrl', async () => {
    const link = await show('hot-wash');
    cockpit.open = { kind: 'note', at_ms: 0 };
    await settle();
    await press('ArrowRight');
    expect(washes(link)).toEqual([]);
    expect(
      washKey({ key: '+', ctrlKey: true, metaKey: false, altKey: false, shiftKey: false }, false),
    ).toBeNull();
  });
});

test('dragging is seen at once, sent a few times, and its end always', async () => {
  const link = await show('hot-wash');
  const scrub = document.querySelector<HTMLElement>('.scrub')!;
  scrub.setPointerCapture = () => {};
  scrub.getBoundingClientRect = () => ({ left: 0, width: 1136 }) as DOMRect;
  Object.defineProperty(scrub, 'clientWidth', { value: 1136 });
  // The width of the window is not known here: the narrow gutter is 88 pixels wide.
  const x = (at: number): number => 88 + ((at + min(2)) / min(46)) * (1136 - 88 - 12);
  const fire = (type: string, at: number): void => {
    scrub.dispatchEvent(new PointerEvent(type, { clientX: x(at), bubbles: true, button: 0, pointerId: 1 }));
    flushSync();
  };
  fire('pointerdown', min(1));
  for (let i = 1; i <= 100; i++) {
    fire('pointermove', min(1) + i * 6_000);
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(clock()).toMatch(/03:1(0:59|1:00)/);
  fire('pointerup', min(11));
  await vi.advanceTimersByTimeAsync(500);
  const sent = washes(link);
  expect(sent.length).toBeLessThanOrEqual(10);
  expect(Math.abs(sent.at(-1)!.at_ms - min(11))).toBeLessThan(3_000);
  expect(sent.at(-1)!.speed).toBe(0);
});

test('the slider says in words where it stands', async () => {
  await show('hot-wash');
  const slider = document.querySelector('[role=slider]')!;
  expect(slider.getAttribute('aria-valuetext')).toContain('03:13:51, T+13:51, after Backend rolled back api');
  expect(Number(slider.getAttribute('aria-valuenow'))).toBe(831);
});

test('a moment is a click away, says how it went, and what only the facilitator sees', async () => {
  const link = await show('hot-wash');
  const moments = document.querySelector('[aria-label="Decisive moments"]')!;
  expect(moments.textContent).toContain('the room sees 8 of 15');
  const restarted = button('Backend restarted api', moments);
  expect(restarted.textContent).toContain('hurt');
  expect(restarted.textContent).toContain('truth');
  restarted.click();
  await settle();
  expect(washes(link).at(-1)).toMatchObject({ at_ms: min(12, 40) });
  expect(clock()).toBe('03:12:40');
});

test('the truth is shown to the room after one question', async () => {
  const link = await show('hot-wash');
  expect(text()).toContain('only you see it');
  button('Show the truth').click();
  await settle();
  expect(commands(link)).toEqual([]);
  const dialog = document.querySelector('dialog')!;
  expect(dialog.textContent).toContain('It stays shown for good');
  button('Show the truth', dialog).click();
  await settle();
  expect(commands(link)).toEqual([{ do: 'reveal' }]);
  expect(text()).toContain('The room sees it');
  expect(button('Show the truth')).toBeUndefined();
});

test('answers of people without a desk are typed in, one after the other', async () => {
  const link = await show('ended');
  expect(text()).toContain('0 answers to the three questions');
  button('Type one in').click();
  await settle();
  const dialog = document.querySelector('dialog')!;
  const send = button('Take it down', dialog);
  expect(send.disabled).toBe(true);
  const [helped] = dialog.querySelectorAll('textarea');
  helped!.value = 'The deploy page.';
  helped!.dispatchEvent(new Event('input', { bubbles: true }));
  const select = dialog.querySelector('select')!;
  select.selectedIndex = 2;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
  dialog.querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
  await settle();
  expect(commands(link)).toEqual([
    {
      do: 'survey',
      role: 'backend',
      survey: { helped: 'The deploy page.', hindered: '', change: '' },
    },
  ]);
  expect(dialog.textContent).toContain('Taken. 1 answer so far.');
  expect(helped!.value).toBe('');
});
