// @vitest-environment happy-dom
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { stage } from '../state/stage.svelte';
import { toasts } from '../state/toasts.svelte';
import type { Command } from '../wire/generated';
import { cockpit } from './cockpit.svelte';
import { commands, leave, settle, show } from './testing';

// happy-dom has no canvas; what uPlot draws is looked at in a browser.
vi.mock('uplot', () => ({ default: class {} }));

async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  flushSync();
  await settle();
}

const row = (id: string): HTMLElement => document.querySelector<HTMLElement>(`[data-row="${id}"]`)!;
const dialog = (): HTMLElement => document.querySelector('dialog')!;
const button = (words: string | RegExp, within: ParentNode = document): HTMLButtonElement =>
  [...within.querySelectorAll('button')].find((one) => one.textContent?.trim().match(words))!;

/** By keyboard, as with Tab. */
async function to(id: string): Promise<void> {
  await press('Tab');
  row(id).focus();
  await settle();
}

/** Each test is at a later time: what was asked for in one is not fresh in the next. */
let later_ms = 0;
beforeEach(() => {
  vi.spyOn(performance, 'now').mockReturnValue((later_ms += 60_000));
  cockpit.close();
  toasts.clear();
});
afterEach(leave);

describe('a row of the run sheet', () => {
  const min = (m: number, s = 0): number => (m * 60 + s) * 1000;

  test.each<[string, string, KeyboardEventInit, Command]>([
    ['garbage', 'f', {}, { do: 'fire', inject: 'garbage' }],
    ['garbage', 'h', {}, { do: 'hold', inject: 'garbage' }],
    ['press', 'h', {}, { do: 'release', inject: 'press' }],
    ['garbage', 'k', {}, { do: 'skip', inject: 'garbage' }],
    ['garbage', 'Delete', {}, { do: 'skip', inject: 'garbage' }],
    ['dns', 'k', {}, { do: 'restore', inject: 'dns' }],
    ['garbage', 'd', {}, { do: 'duplicate', inject: 'garbage' }],
    ['garbage', 'ArrowRight', { altKey: true }, { do: 'move', inject: 'garbage', at_ms: min(18, 30) }],
    ['garbage', 'ArrowLeft', { altKey: true }, { do: 'move', inject: 'garbage', at_ms: min(17, 30) }],
    ['ceo', 'ArrowRight', { altKey: true }, { do: 'move', inject: 'ceo', at_ms: min(19, 30) }],
    [
      'garbage',
      'ArrowRight',
      { altKey: true, shiftKey: true },
      { do: 'slide', by_ms: 30_000, from: 'garbage' },
    ],
  ])('%s hears %s %j', async (id, key, more, command) => {
    const link = await show('running');
    await to(id);
    await press(key, more);
    expect(commands(link)).toEqual([command]);
  });

  test('is one stop for Tab, and arrows walk over all of them', async () => {
    await show('running');
    const stops = () => [...document.querySelectorAll<HTMLElement>('[data-row][tabindex="0"]')];
    expect(stops()).toEqual([row('vp')]);
    await to('vp');
    const seen = ['vp'];
    for (let i = 0; i < 9; i++) {
      await press('ArrowDown');
      seen.push((document.activeElement as HTMLElement).dataset.row!);
    }
    expect(seen.join(' ')).toBe('vp garbage press dns tweet flood tickets vp-walks-in cert ceo');
    expect(stops()).toEqual([row('ceo')]);
  });

  test('shows its keys while it has them, and then F is not the next one’s', async () => {
    await show('running');
    const next = row('vp').closest('li')!;
    expect(next.textContent).toMatch(/Fire now\s*F/);
    await to('garbage');
    row('garbage').click();
    await settle();
    expect(next.textContent).not.toMatch(/Fire now\s*F/);
    expect(row('garbage').closest('li')!.textContent).toMatch(
      /Fire now\s*F.*Hold\s*H.*Skip\s*K.*Duplicate\s*D/s,
    );
  });

  test('that was only clicked leaves F to the next one', async () => {
    const link = await show('running');
    window.dispatchEvent(new Event('pointerdown'));
    row('garbage').focus();
    row('garbage').click();
    row('garbage').click();
    await settle();
    await press('f');
    expect(commands(link)).toEqual([{ do: 'fire', inject: 'vp' }]);
  });

  test('says what it waits for, and when it would come', async () => {
    await show('running');
    const waits = (id: string) => row(id).closest('li')!.textContent!.replace(/\s+/g, ' ');
    expect(waits('flood')).toContain('waits: 60 s after roll back of api');
    expect(waits('vp-walks-in')).toContain('waits: no status update for 15 min would come 03:25, in 10:58');
    expect([...document.querySelectorAll('h3')].map((one) => one.textContent)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('Waits for something'),
        expect.stringContaining('Contingency'),
      ]),
    );
  });
});

describe('H', () => {
  const held = async (): Promise<void> => {
    const view = stage.console!;
    const run_sheet = view.run_sheet.map((one) =>
      one.id === 'vp' ? { ...one, state: 'held' as const } : one,
    );
    stage.push = { push: 'console', view: { ...view, run_sheet, next: 'garbage' } };
    await settle();
  };

  test('again lets come what it held', async () => {
    const link = await show('running');
    await press('h');
    await held();
    await press('h');
    expect(commands(link)).toEqual([
      { do: 'hold', inject: 'vp' },
      { do: 'release', inject: 'vp' },
    ]);
  });

  test('later holds the next one', async () => {
    const link = await show('running');
    await press('h');
    await held();
    vi.spyOn(performance, 'now').mockReturnValue((later_ms += 60_000));
    await press('h');
    expect(commands(link).at(-1)).toEqual({ do: 'hold', inject: 'garbage' });
  });
});

describe('what changes the plan offers the way back', () => {
  const later = (changes: Record<string, number>): void => {
    const view = stage.console!;
    const run_sheet = view.run_sheet.map((one) => ({ ...one, at_ms: changes[one.id] ?? one.at_ms }));
    stage.push = { push: 'console', view: { ...view, run_sheet } };
  };

  test('two moves are one, and Ctrl Z undoes both', async () => {
    const link = await show('running');
    await to('garbage');
    await press('ArrowRight', { altKey: true });
    // The second comes before the first is shown.
    await press('ArrowRight', { altKey: true });
    expect(commands(link).at(-1)).toEqual({ do: 'move', inject: 'garbage', at_ms: 1_140_000 });
    later({ garbage: 1_140_000, tweet: 1_900_000 });
    await settle();
    await press('z', { ctrlKey: true });
    expect(commands(link).at(-1)).toEqual({ do: 'move', inject: 'garbage', at_ms: 1_080_000 });
    expect(commands(link)).toHaveLength(3);
  });

  test('a slide is undone one by one, and what has passed stays', async () => {
    const link = await show('running');
    await press('t');
    dialog()
      .querySelector('form')!
      .dispatchEvent(new Event('submit', { cancelable: true }));
    await settle();
    expect(commands(link)).toEqual([{ do: 'slide', by_ms: 120_000, from: null }]);
    const { clock } = stage.console!;
    stage.push = { push: 'console', view: { ...stage.console!, clock: { ...clock, at_ms: 905_000 } } };
    later({ vp: 1_020_000, garbage: 1_200_000, press: 1_320_000, tweet: 1_920_000 });
    await press('z', { ctrlKey: true });
    expect(commands(link).slice(1)).toEqual([
      { do: 'move', inject: 'garbage', at_ms: 1_080_000 },
      { do: 'move', inject: 'press', at_ms: 1_200_000 },
      { do: 'move', inject: 'tweet', at_ms: 1_800_000 },
    ]);
    await settle();
    expect(toasts.all.at(-1)!.message).toBe('1 inject stayed.');
  });

  test('skipping one that was held is undone to held', async () => {
    const link = await show('running');
    await to('press');
    await press('k');
    await press('z', { ctrlKey: true });
    expect(commands(link).slice(1)).toEqual([
      { do: 'restore', inject: 'press' },
      { do: 'hold', inject: 'press' },
    ]);
  });

  test('and with nothing to take back it says so', async () => {
    const link = await show('running');
    await press('z', { ctrlKey: true });
    expect(commands(link)).toEqual([]);
    expect(toasts.all.at(-1)!.message).toBe('Nothing to take back.');
  });
});

describe('slide or fit', () => {
  test('shows where each inject will stand before anything is done', async () => {
    const link = await show('paused');
    await press('t');
    expect(dialog().textContent).toContain('03:17:00');
    button('Fit to a new end').click();
    await settle();
    const input = dialog().querySelector<HTMLInputElement>('form input')!;
    input.value = '03:30';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await settle();
    expect(commands(link)).toEqual([]);
    expect(dialog().textContent).toMatch(/03:30:00\s*03:22:23\s*Journalist/);
    dialog()
      .querySelector('form')!
      .dispatchEvent(new Event('submit', { cancelable: true }));
    await settle();
    expect(commands(link)).toEqual([{ do: 'fit', length_ms: 1_800_000 }]);
  });

  test('from a row, it slides that one and what follows', async () => {
    await show('running');
    await to('press');
    await press('t');
    expect(dialog().querySelector('select')!.value).toBe('press');
    expect(dialog().textContent).toMatch(/03:18:00\s*stays/);
  });
});

describe('an inject from scratch', () => {
  test('is three things: I, words, Enter', async () => {
    const link = await show('running');
    await press('i');
    const words = document.activeElement as HTMLTextAreaElement;
    expect(words.tagName).toBe('TEXTAREA');
    words.value = 'The CEO is in the lobby.';
    words.dispatchEvent(new Event('input', { bubbles: true }));
    flushSync();
    await press('Enter');
    expect(commands(link)).toEqual([
      {
        do: 'add_inject',
        title: 'Support lead: The CEO is in the lobby.',
        at_ms: stage.console!.clock.at_ms,
        fault: null,
        message: {
          from: 'Support lead',
          to: 'room',
          channel: 'chat',
          text: 'The CEO is in the lobby.',
          wants_answer: false,
        },
      },
    ]);
    expect(document.querySelector('dialog')).toBeNull();
  });
});

describe('the clock', () => {
  test.each<[string, string, Command[]]>([
    ['paused', '.', [{ do: 'jump', by_ms: 10_000 }]],
    ['paused', '>', [{ do: 'jump', by_ms: 60_000 }]],
    ['running', '.', []],
    ['running', '+', [{ do: 'speed', factor: 2 }]],
    ['running', '-', [{ do: 'speed', factor: 0.5 }]],
    ['running', '!', [{ do: 'emergency' }]],
    ['ready', 'e', []],
  ])('%s hears %s', async (view, key, sent) => {
    const link = await show(view);
    await press(key);
    expect(commands(link)).toEqual(sent);
    expect(document.querySelector('dialog')).toBeNull();
  });

  test('keys come faster than views: three times faster is three steps', async () => {
    const link = await show('running');
    for (const key of ['+', '+', '+', '-']) await press(key);
    expect(commands(link).map((one) => (one.do === 'speed' ? one.factor : null))).toEqual([2, 4, 8, 4]);
  });

  test('a jump asks once, with what falls due meanwhile', async () => {
    const link = await show('paused');
    stage.push = {
      push: 'console',
      view: {
        ...stage.console!,
        run_sheet: stage.console!.run_sheet.filter((one) => one.id !== 'vp'),
      },
    };
    await settle();
    await press('g');
    expect(dialog().textContent).toContain('Jump to 03:18:00?');
    expect(dialog().textContent).toContain('3:28 of drill time');
    expect(dialog().textContent).toMatch(/03:15:30\s*The next status update is due/);
    expect(commands(link)).toEqual([]);
    button('Jump', dialog()).click();
    await settle();
    expect(commands(link)).toEqual([{ do: 'jump', by_ms: null }]);
  });

  test('before STARTEX there is nothing to end, and the drill can be closed', async () => {
    const link = await show('ready');
    expect(button(/^End/)).toBeUndefined();
    await press('e');
    expect(toasts.all.at(-1)!.message).toContain('has not started');
    button(/^Close$/).click();
    await settle();
    expect(link.calls).toContainEqual({ call: 'close' });
  });
});

describe('REAL EMERGENCY', () => {
  test('one key from inside a field of a dialog, no question, and what was open is out of the way', async () => {
    const link = await show('running');
    await press('n');
    expect(document.activeElement!.tagName).toBe('TEXTAREA');
    await press('Escape', { shiftKey: true });
    expect(commands(link)).toEqual([{ do: 'emergency' }]);
    expect(document.body.textContent).toContain('REAL EMERGENCY');
    expect(document.querySelector('dialog')).toBeNull();
  });

  test('stands as a button in the top bar until ENDEX', async () => {
    const link = await show('running');
    button(/^Real emergency/).click();
    expect(commands(link)).toEqual([{ do: 'emergency' }]);
    await leave();
    await show('ended');
    expect(button(/^Real emergency/)).toBeUndefined();
  });

  test('G goes on; Enter and habits do not', async () => {
    const link = await show('emergency');
    for (const key of ['Enter', ' ', 'f']) await press(key);
    expect(commands(link)).toEqual([]);
    await press('g');
    expect(commands(link)).toEqual([{ do: 'resume' }]);
  });

  test('E asks once, with the way back in focus, and only the button ends it', async () => {
    const link = await show('emergency');
    await press('e');
    await press('e');
    expect(commands(link)).toEqual([]);
    expect(document.activeElement!.textContent).toContain('Not now');
    await press('Escape');
    await press('e');
    button('ENDEX').click();
    expect(commands(link)).toEqual([{ do: 'end' }]);
  });
});
