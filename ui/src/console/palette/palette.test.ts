// @vitest-environment happy-dom
import { flushSync } from 'svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { toasts } from '../../state/toasts.svelte';
import { theme } from '../../state/theme.svelte';
import { cockpit } from '../cockpit.svelte';
import { sounds } from '../sounds/sounds.svelte';
import { commands, leave, settle, show } from '../testing';

vi.mock('uplot', () => ({ default: class {} }));

function press(key: string, more: KeyboardEventInit = {}): void {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  flushSync();
}
const text = (): string => document.body.textContent!.replace(/\s+/g, ' ');
const dialog = (): string => document.querySelector('dialog')?.textContent!.replace(/\s+/g, ' ') ?? '';

async function find(words: string): Promise<string[]> {
  press('k', { ctrlKey: true });
  await settle();
  const input = document.querySelector<HTMLInputElement>('dialog [role=combobox]')!;
  input.value = words;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
  return [...document.querySelectorAll('dialog [role=option] .title')].map((one) => one.textContent!);
}

async function go(words: string): Promise<void> {
  await find(words);
  const input = document.querySelector<HTMLInputElement>('dialog [role=combobox]')!;
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  await settle();
}

afterEach(async () => {
  cockpit.close();
  cockpit.writing = false;
  toasts.clear();
  await leave();
});

describe('the palette in the library', () => {
  test.each([
    ['set up false', 'Set up: The false alarm'],
    ['edit 3 am', 'Edit: The 3 AM outage'],
    ['edit my-first', 'Edit: my-first-outage'],
    ['go on', 'Go on: The 3 AM outage'],
    ['review false', 'Review: The false alarm'],
    ['export workers', 'Export: The workers hang'],
    ['new', 'New scenario'],
    ['open file', 'Open a drill file (.3am)'],
    ['light', 'Colours: light'],
    ['sound', 'Sound off'],
    ['keys', 'Keys of this place'],
    ['diagnostics', 'Save diagnostics'],
    ['about', 'About Three AM'],
  ])('finds %j', async (words, title) => {
    await show('library');
    expect((await find(words))[0]).toBe(title);
  });

  test('sets a scenario up, by keyboard alone', async () => {
    const link = await show('library');
    await go('set up 3 am');
    expect(link.calls).toContainEqual({ call: 'scenario', id: '3am-outage' });
    expect(text()).toContain('Pre-flight');
  });

  test('exports a drill, which it opens', async () => {
    const link = await show('library');
    await go('export workers');
    const calls = link.calls.filter(({ call }) => call === 'open' || call === 'export');
    expect(calls).toMatchObject([
      { call: 'open', drill: 'd3' },
      { call: 'export', format: 'pdf' },
    ]);
    expect(toasts.all.at(-1)).toMatchObject({ hint: 'postmortem.pdf' });
  });

  test('asks for a new scenario', async () => {
    await show('library');
    await go('new scenario');
    expect(dialog()).toContain('Begin with');
  });

  test('offers what was picked last before anything is typed', async () => {
    await show('library');
    await go('colours light');
    press('k', { ctrlKey: true });
    await settle();
    const first = document.querySelector('dialog [role=option]')!.textContent!;
    expect(first).toContain('Recent');
    expect(first).toContain('Colours: light');
    expect(theme.now).toBe('light');
    theme.choose('dark');
  });
});

describe('keys are shown', () => {
  test.each([
    ['library', 'Ctrl K'],
    ['running', 'Fire the next inject'],
  ])('in %s', async (name, words) => {
    await show(name);
    press('?');
    await settle();
    expect(dialog()).toContain(words);
  });

  test('after ENDEX without those of a running drill', async () => {
    await show('ended');
    press('?');
    await settle();
    expect(dialog()).toContain('write the postmortem');
    expect(dialog()).not.toContain('Fire the next inject');
  });

  test('S turns the sounds off and on, in the library as in a drill', async () => {
    for (const name of ['library', 'running']) {
      sounds.choose('low');
      await show(name);
      press('s');
      expect(sounds.level).toBe('off');
      press('s');
      expect(sounds.level).toBe('low');
      await leave();
    }
  });
});

describe('while the room is set', () => {
  const setUp = async () => {
    const link = await show('library');
    await go('set up 3 am');
    return link;
  };
  const field = (label: string): HTMLInputElement =>
    [...document.querySelectorAll('label')]
      .find((one) => one.textContent!.trim().startsWith(label))!
      .querySelector('input')!;
  const type = (input: HTMLInputElement, value: string): void => {
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    flushSync();
  };

  test('what was typed is there again after going back', async () => {
    await setUp();
    type(field('Team'), 'Checkout');
    await go('60 min');
    await go('back to the library');
    expect(text()).toContain('Scenarios');
    await go('set up 3 am');
    expect(field('Team').value).toBe('Checkout');
    expect(field('Seed').value).toBe('8017');
    expect([...document.querySelectorAll('[aria-pressed=true]')].map((one) => one.textContent)).toContain(
      '60 min',
    );
  });

  test('a bad seed is said, and the drill waits for it', async () => {
    const link = await setUp();
    type(field('Team'), 'Checkout');
    type(field('Seed'), 'x12');
    expect(text()).toContain('“x12” is no seed');
    expect(text()).toContain('Waits for: seed.');
    press('Enter', { ctrlKey: true });
    await settle();
    expect(link.calls.some(({ call }) => call === 'create')).toBe(false);
    type(field('Seed'), '');
    press('Enter', { ctrlKey: true });
    await settle();
    expect(link.calls).toContainEqual(
      expect.objectContaining({ call: 'create', team: 'Checkout', seed: null }),
    );
    expect(sessionStorage.getItem('three-am.set-up.3am-outage')).toBeNull();
  });

  test('pre-flight is asked with the scenario, and in the open drill without one', async () => {
    const link = await setUp();
    expect(link.calls).toContainEqual({ call: 'pre_flight', scenario: '3am-outage' });
    type(field('Team'), 'Checkout');
    await go('open the drill');
    expect(link.calls).toContainEqual({ call: 'pre_flight', scenario: null });
    expect(cockpit.tab).toBe('flight');
  });
});

describe('an open drill', () => {
  test('says what is not ready, here and at STARTEX, and leads back', async () => {
    const link = await show('ready');
    expect(text()).toContain('Held by nobody: Docs');
    press(' ');
    await settle();
    expect(dialog()).toContain('2 not ready: roles and disk');
    cockpit.close();
    await settle();
    [...document.querySelectorAll('button')]
      .find((one) => one.textContent!.trim() === 'Back to the library')!
      .click();
    await settle();
    expect(link.calls.some(({ call }) => call === 'close')).toBe(true);
    expect(commands(link)).toEqual([]);
  });

  test('P shows pre-flight before the start, and nothing after it', async () => {
    await show('ready');
    cockpit.tab = 'logs';
    press('p');
    expect(cockpit.tab).toBe('flight');
    await leave();
    await show('running');
    cockpit.tab = 'logs';
    press('p');
    expect(cockpit.tab).toBe('logs');
  });

  test('asks again when the window is come back to', async () => {
    const link = await show('ready');
    const asked = () => link.calls.filter(({ call }) => call === 'pre_flight').length;
    const before = asked();
    dispatchEvent(new Event('focus'));
    await settle();
    expect(asked()).toBe(before + 1);
  });

  test('has the voices at hand, and a line of one in the inject dialog', async () => {
    const link = await show('running');
    await go('voices');
    expect(dialog()).toContain('Eighteen tickets in three minutes.');
    document
      .querySelector<HTMLElement>('dialog [aria-label^="Say it … as Support lead: Is it over"]')!
      .click();
    await settle();
    await settle();
    expect(document.querySelector('dialog textarea')).toHaveProperty('value', 'Is it over? People ask.');
    document.querySelector<HTMLElement>('dialog [aria-label^="Say: Eighteen tickets"]')!.click();
    await settle();
    document.querySelector<HTMLElement>('dialog .btn.primary')!.click();
    await settle();
    expect(commands(link)).toMatchObject([
      { do: 'add_inject', message: { from: 'Support lead', text: expect.stringContaining('Eighteen') } },
    ]);
  });

  test('finds the sections and the actions of its postmortem', async () => {
    await show('postmortem');
    press('w');
    await settle();
    await settle();
    expect((await find('status'))[0]).toContain('Status: draft');
    cockpit.close();
    await settle();
    expect(await find('summary')).toContain('Postmortem: Summary');
    cockpit.close();
    await settle();
    await go('back to the drill');
    expect(cockpit.writing).toBe(false);
  });
});
