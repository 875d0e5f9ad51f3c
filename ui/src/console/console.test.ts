// @vitest-environment happy-dom
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Link } from '../link/link';
import { stage } from '../state/stage.svelte';
import { cockpit } from './cockpit.svelte';
import { commands, leave, settle, show } from './testing';

// happy-dom has no canvas; what uPlot draws is looked at in a browser.
vi.mock('uplot', () => ({ default: class {} }));

function press(key: string, more: KeyboardEventInit = {}): void {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  flushSync();
}

const text = (): string => document.body.textContent ?? '';

beforeEach(() => cockpit.close());
afterEach(leave);

describe('the console shows', () => {
  test.each([
    ['library', ['The 3 AM outage', 'Cannot be played', 'Did you mean `api.db`?', 'Go on']],
    ['empty', ['There is no scenario that can be played', 'No drill was played on this machine']],
    ['ready', ['STARTEX', 'Pre-flight', 'Back to the library', 'held by nobody']],
    ['running', ['03:14:32', 'SEV-1', 'VP asks', 'v214 leak', 'silent for 6:10', 'Nobody suspects it yet']],
    ['paused', ['PAUSED', 'Resume']],
    ['emergency', ['REAL EMERGENCY', 'This is not the drill']],
    ['unsaved', ['database or disk is full', 'Do not close the program before that']],
    ['slow', ['saving took 2.4 s']],
    ['saved', ['The journal was damaged', 'put aside whole']],
    ['ended', ['ENDEX', 'Key times', 'not reached', 'Outcome']],
  ])('%s', async (name, words) => {
    await show(name);
    for (const word of words) expect(text()).toContain(word);
  });

  test('the connection that is lost', async () => {
    await show('running');
    stage.connected = false;
    await settle();
    expect(text()).toContain('No connection to Three AM');
    stage.connected = true;
  });
});

describe('a drill file', () => {
  const chosen = async (name: string) => {
    const link = await show(name);
    const buttons = [...document.querySelectorAll('button')];
    buttons.find((button) => button.textContent?.includes('Open a drill file'))!.click();
    await settle();
    return link;
  };

  test('is taken in, and the library read again', async () => {
    const link = await chosen('library');
    expect(text()).toContain('The drill stands in the library now.');
    expect(link.calls.map((call) => call.call)).toEqual(['library', 'take_in', 'library']);
  });

  test('that is none is refused in words', async () => {
    await chosen('empty');
    expect(document.querySelector('[role=alert]')?.textContent).toContain('it is no drill file');
  });

  test('in a browser is handed over by the page', async () => {
    const link: Link = await show('library');
    const given: File[] = [];
    link.takeIn = (file) => {
      given.push(file);
      return Promise.resolve({ reply: 'cancelled' });
    };
    const file = new File(['x'], 'drill.3am');
    const input = document.querySelector<HTMLInputElement>('input[type=file]')!;
    Object.defineProperty(input, 'files', { value: [file] });
    input.dispatchEvent(new Event('change', { bubbles: true }));
    await settle();
    expect(given).toEqual([file]);
  });

  test('is among the exports', async () => {
    await show('ended');
    expect(text()).toContain('Drill file (.3am)');
  });
});

describe('keys reach the drill', () => {
  test.each([
    [' ', { do: 'pause' }],
    ['f', { do: 'fire', inject: 'vp' }],
    ['h', { do: 'hold', inject: 'vp' }],
  ])('%j', async (key, command) => {
    const link = await show('running');
    press(key);
    await settle();
    expect(commands(link)).toEqual([command]);
  });

  test('what cannot be taken back asks once', async () => {
    const link = await show('running');
    for (const [key, yes] of [
      ['u', 'Undo it'],
      ['2', 'Give it'],
      ['e', 'ENDEX'],
    ]) {
      press(key!);
      await settle();
      const dialog = document.querySelector('dialog')!;
      expect(dialog.textContent).toContain(yes);
      cockpit.close();
      await settle();
    }
    expect(commands(link)).toEqual([]);
  });

  test('an act is logged from the keyboard, and its estimate is seen first', async () => {
    vi.useFakeTimers();
    const link = await show('running');
    press('a');
    await settle();
    press('2');
    await settle();
    const input = document.querySelector<HTMLInputElement>('dialog input')!;
    input.value = 'roll back api to v213';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    flushSync();
    input.focus();
    press('Enter');
    await settle();
    await vi.advanceTimersByTimeAsync(200);
    await settle();
    expect(commands(link)).toEqual([]);
    expect(text()).toContain('one replica at a time');
    document.querySelector<HTMLButtonElement>('dialog .btn.primary')!.click();
    await settle();
    expect(commands(link)).toEqual([
      {
        do: 'log',
        person: null,
        role: 'backend',
        deed: { deed: 'system', act: { act: 'roll_back', on: 'api', to: 'v213' } },
      },
    ]);
    vi.useRealTimers();
  });
});

describe('traces', () => {
  const row = (n: number): HTMLElement => document.querySelectorAll<HTMLElement>('.entry')[n]!;

  test('are gone through with arrows and opened', async () => {
    const link = await show('running');
    cockpit.show('traces', true);
    await settle();
    row(0).focus();
    press('ArrowDown');
    press('ArrowDown');
    press('ArrowUp');
    expect(document.activeElement).toBe(row(1));
    row(0).click();
    await settle();
    expect(link.calls.at(-1)).toEqual({ call: 'trace', req: '8f21b7' });
    const waits = [...document.querySelectorAll<HTMLElement>('.span')].find((one) =>
      one.textContent.includes('waits for a connection to db'),
    )!;
    waits.click();
    await settle();
    expect(waits.getAttribute('aria-expanded')).toBe('true');
    expect(document.querySelector('.facts')!.textContent).toContain('no connection in time');
  });

  test('and log lines lead to each other', async () => {
    const link = await show('running');
    cockpit.search('level:error');
    await settle();
    await settle();
    document.querySelector<HTMLElement>('[aria-label="Trace of 8f21b7"]')!.click();
    await settle();
    await settle();
    expect(cockpit.tab).toBe('traces');
    expect(text()).toContain('waits for a connection to db');
    document.querySelector<HTMLElement>('[title="Search the logs for req:8f21b7"]')!.click();
    await settle();
    await settle();
    expect(cockpit.tab).toBe('logs');
    expect(link.calls.at(-1)).toMatchObject({ call: 'logs', query: 'req:8f21b7' });
  });

  test('follow the clock when asked to, and stand still otherwise', async () => {
    const link = await show('running');
    cockpit.show('traces', true);
    await settle();
    const later = async (ms: number): Promise<number> => {
      if (stage.push?.push !== 'console') throw new Error('no drill is shown');
      const { view } = stage.push;
      const at_ms = view.clock.at_ms + ms;
      stage.push = { push: 'console', view: { ...view, clock: { ...view.clock, at_ms } } };
      await settle();
      return at_ms;
    };
    const searches = () => link.calls.filter((call) => call.call === 'traces');
    await later(60_000);
    expect(searches()).toHaveLength(1);
    const box = [...document.querySelectorAll('label')].find((one) => one.textContent.trim() === 'follow')!;
    box.querySelector('input')!.click();
    await settle();
    const now = await later(3000);
    expect(searches()).toHaveLength(3);
    expect(searches().at(-1)).toMatchObject({ before: null, to_ms: now + 1 });
    row(1).focus();
    await later(3000);
    expect(searches()).toHaveLength(3);
    expect(document.activeElement).toBe(row(1));
    row(1).blur();
    await later(3000);
    expect(searches()).toHaveLength(4);
  });

  test('say so when one is not kept', async () => {
    await show('running');
    cockpit.trace({ req: '00abcd' });
    await settle();
    await settle();
    expect(text()).toContain('No trace of 00abcd is kept');
  });
});
