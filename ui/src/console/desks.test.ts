// @vitest-environment happy-dom
// Participants at their own devices, as the facilitator meets them.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { stage } from '../state/stage.svelte';
import type { ConsoleView } from '../wire/generated';
import { cockpit } from './cockpit.svelte';
import { commands, leave, settle, show, type Replay } from './testing';

// happy-dom has no canvas; what uPlot draws is looked at in a browser.
vi.mock('uplot', () => ({ default: class {} }));

async function press(key: string): Promise<void> {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await settle();
}

async function click(words: string): Promise<void> {
  const button = [...document.querySelectorAll<HTMLElement>('button')].find(
    (one) => one.textContent.trim().startsWith(words) || one.getAttribute('aria-label') === words,
  );
  if (!button) throw new Error(`no button ${words}`);
  button.click();
  await settle();
}

async function type(field: HTMLInputElement | HTMLTextAreaElement, text: string): Promise<void> {
  field.focus();
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
}

async function change(edit: (view: ConsoleView) => ConsoleView): Promise<void> {
  if (stage.push?.push !== 'console') throw new Error('no drill is shown');
  stage.push = { push: 'console', view: edit(stage.push.view) };
  await settle();
}

const dialog = (): HTMLDialogElement => document.querySelector('dialog')!;
const said = (): string => dialog().textContent.replace(/\s+/g, ' ');
const joinings = (link: Replay) => link.calls.filter((call) => call.call === 'joining');

beforeEach(() => {
  cockpit.close();
  cockpit.tab = 'actions';
  cockpit.feed = null;
});
afterEach(leave);

describe('joining', () => {
  test('is turned on for one network, the likeliest that a phone can reach', async () => {
    const link = await show('spoken');
    await press('j');
    expect(said()).toContain('Nothing goes to the internet');
    expect([...dialog().querySelectorAll('fieldset b')].map((b) => b.textContent)).toEqual([
      'wlan0',
      'eth0',
      'lo',
    ]);
    expect(said()).toContain('only this machine');
    expect(document.activeElement!.getAttribute('value')).toBe('192.168.1.5');
    await click('Turn joining on');
    expect(document.activeElement!.textContent).toContain('Done');
    expect(joinings(link)).toEqual([{ call: 'joining', network: '192.168.1.5' }]);
    expect(said()).toContain('open 192.168.1.5:3003 and type K7PQRM');
    expect(dialog().querySelector('svg[aria-label^="QR code"] path')!.getAttribute('d')).toMatch(/^M0 0h7v1/);
  });

  test('says what to do when there is no network', async () => {
    await show('offline');
    await press('j');
    expect(said()).toContain('Connect this laptop to a Wi-Fi, or start a hotspot');
    expect(dialog().querySelector<HTMLButtonElement>('.btn.primary')!.disabled).toBe(true);
  });

  test('is closed after asking once', async () => {
    const link = await show('running');
    await press('j');
    await click('Close joining …');
    expect(said()).toContain('4 desks are dropped at once. Their seats are gone');
    expect(document.activeElement!.textContent).toContain('Keep it on');
    expect(joinings(link)).toEqual([]);
    await click('Close joining');
    expect(joinings(link)).toEqual([{ call: 'joining', network: null }]);
    expect(said()).toContain('Joining is off');
  });

  test('moves, renames and removes people, and opens roles', async () => {
    const link = await show('running');
    await press('j');
    const list = dialog().querySelector<HTMLSelectElement>('[aria-label="Role of Finn Example"]')!;
    expect(list.value).toBe('');
    list.value = 'docs';
    list.dispatchEvent(new Event('change', { bubbles: true }));
    await click('Rename Finn Example');
    await type(dialog().querySelector('[aria-label="New name of Finn Example"]')!, 'Ada Example');
    expect(said()).toContain('Ada Example is here already');
    await type(dialog().querySelector('[aria-label="New name of Finn Example"]')!, 'Finn E.');
    dialog().querySelector<HTMLButtonElement>('form button[type=submit]')!.click();
    await settle();
    await click('Remove Cleo Example');
    expect(said()).toContain('Remove Cleo Example? The desk and the role are gone at once');
    dialog().querySelector<HTMLButtonElement>('.btn.danger.tiny')!.click();
    await settle();
    dialog().querySelector<HTMLInputElement>('input[type=checkbox]')!.click();
    await settle();
    expect(commands(link)).toEqual([
      { do: 'move_person', person: 'Finn Example', role: 'docs' },
      { do: 'rename', from: 'Finn Example', to: 'Finn E.' },
      { do: 'remove', person: 'Cleo Example' },
      { do: 'open_role', role: 'on-call', open: false },
    ]);
  });

  test('takes names as text', async () => {
    await show('running');
    const name = '<img src=x onerror=alert(1)><b>Gil</b>';
    await change((view) => ({
      ...view,
      desks: [{ person: name, roles: [], connected: true, last: '<i>x</i>', last_ms: 1 }],
      questions: [{ ...view.questions[1]!, person: name, text: name, answer: name }],
    }));
    expect(document.querySelector('.role.waiting')!.textContent).toContain(name);
    cockpit.show('assistant');
    await press('j');
    expect(said()).toContain(name);
    expect(document.body.querySelectorAll('img, i[src]')).toHaveLength(0);
  });

  test('who waits stands on the role board, and nobody does without desks', async () => {
    await show('running');
    await click('Assign Finn Example');
    expect(document.activeElement!.getAttribute('aria-label')).toBe('Role of Finn Example');
    cockpit.close();
    await change((view) => ({ ...view, desks: [] }));
    expect(document.querySelector('.role.waiting')).toBeNull();
    expect(document.querySelector('[aria-label="desk connected"]')).toBeNull();
  });
});

describe('a question to the assistant', () => {
  const field = (): HTMLTextAreaElement => dialog().querySelector('textarea')!;

  test('is answered by key, with the script and whether it is right', async () => {
    const link = await show('running');
    await press('5');
    expect(said()).toContain('Proposal 1 goes by itself in 0:12');
    await press('1');
    await press('2');
    expect(field().value).toMatch(/^max_connections is too low/);
    await press('Enter');
    expect(commands(link)).toEqual([
      {
        do: 'answer',
        question: 2,
        text: 'max_connections is too low for this load. Raise it to 400 and restart Postgres.',
        script: 'raise',
        right: false,
      },
    ]);
    expect(cockpit.open).toBeNull();
  });

  test('is held by H, and by whoever types, once', async () => {
    const link = await show('running');
    cockpit.open = { kind: 'question', question: 2 };
    await settle();
    await type(field(), 'I do');
    await type(field(), 'I do not know');
    expect(commands(link)).toEqual([{ do: 'hold_answer', question: 2 }]);
    expect(said()).toContain('Is that so?');
    await click('Right');
    field().focus();
    await press('Enter');
    expect(commands(link).at(-1)).toEqual({
      do: 'answer',
      question: 2,
      text: 'I do not know',
      script: null,
      right: true,
    });
    cockpit.open = { kind: 'question', question: 2 };
    await settle();
    await press('h');
    expect(commands(link).at(-1)).toEqual({ do: 'hold_answer', question: 2 });
  });

  test('says what an edited proposal was made from, and no longer that it is right', async () => {
    const link = await show('running');
    cockpit.open = { kind: 'question', question: 2 };
    await settle();
    await press('1');
    await type(field(), `${field().value} I think, in 2 minutes.`);
    await press('2');
    expect(field().value).toContain('I think');
    await press('Enter');
    expect(commands(link).at(-1)).toMatchObject({ do: 'answer', script: 'idle', right: null });
  });

  test('stands in the list with what became of it', async () => {
    await show('running');
    cockpit.show('assistant');
    await settle();
    const list = (): string => document.querySelector('.questions')!.textContent.replace(/\s+/g, ' ');
    for (const words of ['goes by itself in 0:12', 'wrong', 'not checked', 'acted on, not checked first'])
      expect(list()).toContain(words);
    await change((view) => ({
      ...view,
      questions: view.questions.map((q) => ({
        ...q,
        verified_ms: 12 * 60_000,
        holds: false,
        followed: true,
      })),
    }));
    expect(list()).toContain('checked at 03:12, does not hold');
    expect(list()).toContain('acted on, checked first');
  });

  test('that the script has answered meanwhile can only be read', async () => {
    await show('running');
    cockpit.open = { kind: 'question', question: 2 };
    await settle();
    await change((view) => ({
      ...view,
      questions: view.questions.map((q) => ({ ...q, answer: 'Gone by itself.', right: true, due_ms: null })),
    }));
    expect(said()).toContain('It has answered');
    expect(dialog().querySelector('textarea')).toBeNull();
  });
});

describe('the feed', () => {
  const feed = (): string => document.querySelector('.feed')!.textContent;

  test('leaves looks out where desks send them, and says how many', async () => {
    await show('running');
    expect(feed()).not.toContain('searched logs');
    expect(feed()).toContain('rolled back');
    expect(document.body.textContent).toMatch(/[1-9] hidden/);
    await click('Looks');
    expect(feed()).toContain('searched logs');
    expect(feed()).not.toContain('rolled back');
    await click('Steering');
    expect(feed()).toContain('STARTEX');
    await click('All');
    expect(document.body.textContent).not.toMatch(/\d hidden/);
    cockpit.show('logs');
    await settle();
    cockpit.show('actions');
    await settle();
    expect(feed()).toContain('searched logs');
  });

  test('shows all without desks', async () => {
    await show('spoken');
    expect(feed()).toContain('searched logs');
  });
});

describe('an act is logged for', () => {
  async function severity(): Promise<void> {
    await type(dialog().querySelector('input')!, 'sev 2');
    await press('Enter');
  }
  const deed = { deed: 'severity', level: 2 };

  test.each([
    ['one of those who share the role, by letter', ['a', 'b'], 'Bo Example'],
    ['the role, by figure', ['a', '2'], null],
  ])('%s', async (_, keys, person) => {
    const link = await show('running');
    for (const key of keys) await press(key);
    expect(said()).toContain('Which of them?');
    await severity();
    expect(commands(link)).toEqual([{ do: 'log', role: 'backend', person, deed }]);
  });

  test('a person chosen afterwards', async () => {
    const link = await show('running');
    await press('a');
    await press('2');
    await click('Ben Example');
    expect(document.activeElement!.tagName).toBe('INPUT');
    await severity();
    expect(commands(link)).toEqual([{ do: 'log', role: 'backend', person: 'Ben Example', deed }]);
  });
});
