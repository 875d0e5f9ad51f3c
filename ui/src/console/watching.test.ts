// @vitest-environment happy-dom
// What needs the facilitator, who holds what, and what was seen: as it is answered, moved and noted.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { stage } from '../state/stage.svelte';
import { toasts } from '../state/toasts.svelte';
import type { ConsoleView, NeedRow } from '../wire/generated';
import { cockpit } from './cockpit.svelte';
import { commands, leave, settle, show } from './testing';

// happy-dom has no canvas; what uPlot draws is looked at in a browser.
vi.mock('uplot', () => ({ default: class {} }));

async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  await settle();
}

async function click(name: string): Promise<void> {
  const button = [...document.querySelectorAll<HTMLElement>('button')].find(
    (one) => one.getAttribute('aria-label') === name || one.textContent.trim().startsWith(name),
  );
  if (!button) throw new Error(`no button ${name}`);
  button.click();
  await settle();
}

async function type(text: string, field = document.activeElement): Promise<void> {
  const into = field as HTMLInputElement;
  into.focus();
  into.value = text;
  into.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
}

async function change(edit: (view: ConsoleView) => Partial<ConsoleView>): Promise<void> {
  if (stage.push?.push !== 'console') throw new Error('no drill is shown');
  const { view } = stage.push;
  stage.push = { push: 'console', view: { ...view, ...edit(view) } };
  await settle();
}

const panel = (name: string): HTMLElement => document.querySelector(`[aria-label="${name}"]`)!;
const said = (element: Element | null): string => (element?.textContent ?? '').replace(/\s+/g, ' ');
const dialog = (): HTMLDialogElement => document.querySelector('dialog')!;
const figures = (): string[] => [...panel('Needs you').querySelectorAll('.figure [aria-hidden]')].map(said);

beforeEach(() => {
  cockpit.close();
  cockpit.tab = 'actions';
  cockpit.wide = false;
  cockpit.feed = null;
  cockpit.feed_who = null;
  cockpit.feed_words = '';
  toasts.clear();
});
afterEach(leave);

const urgent: NeedRow = {
  id: 'question-9',
  tone: 'bad',
  title: 'Cleo asks the assistant.',
  text: 'It waits for you.',
  answer: { kind: 'question', question: 2 },
};

describe('what needs the facilitator', () => {
  test('keeps its figure when something urgent pushes it down', async () => {
    await show('busy');
    expect(figures().slice(0, 3)).toEqual(['1', '2', '3']);
    await change((view) => ({ needs: [urgent, ...view.needs] }));
    expect(figures().slice(0, 3)).toEqual(['8', '1', '2']);
    expect(said(panel('Needs you').querySelector('[role=status]'))).toBe('Now: Cleo asks the assistant.');
    await press('1');
    expect(cockpit.open).toMatchObject({ kind: 'log', role: 'bridge' });
  });

  test('and a figure that has just been freed answers nothing', async () => {
    await show('busy');
    await change((view) => ({ needs: [urgent, ...view.needs.slice(1)] }));
    expect(figures().slice(0, 2)).toEqual(['8', '2']);
    await press('1');
    expect(cockpit.open).toBeNull();
    expect(toasts.all.map((toast) => toast.message)).toEqual(['1 has just gone.']);
  });

  test('is not answered by a pointer that was aimed at another row', async () => {
    await show('busy');
    const later = (): HTMLElement =>
      document.querySelector('[aria-label="Later: Documentation is held by nobody."]')!;
    await change((view) => ({ needs: [urgent, ...view.needs] }));
    later().dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
    await settle();
    expect(toasts.all).toEqual([]);
    later().dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 0 }));
    await settle();
    expect(toasts.all.map((toast) => toast.message)).toEqual(['Set aside: Documentation is held by nobody.']);
  });

  test.each([
    ['3', { code: 'Digit3', shiftKey: true, key: '#' }, 'hint:ai'],
    ['1', { key: '0' }, 'update-due'],
  ])('is set aside by its figure: %s', async (_, event, need) => {
    const link = await show('busy');
    await press(event.key, event);
    expect(commands(link)).toEqual([{ do: 'set_aside', need }]);
    expect(toasts.all[0]!.hint).toBe('It comes back at 03:19:32, if it still stands.');
  });

  test.each([
    ['1', 'Status update', 'What the team does about it'],
    ['5', 'Answers VP Product', 'Words'],
  ])('leads to the deed that is wanted: %s', async (key, deed, field) => {
    await show('busy');
    await press(key);
    await settle();
    expect(said(dialog())).toContain(deed);
    expect(said(dialog())).toContain(field);
  });

  test('says in words how urgent it is, and how many there are', async () => {
    await show('busy');
    expect(said(panel('Needs you').querySelector('header'))).toContain('2 now of 8');
    expect(panel('Needs you').querySelector('li [role=img]')!.getAttribute('aria-label')).toBe('Now');
    await change(() => ({ needs: [] }));
    expect(said(panel('Needs you'))).toContain('Nothing needs you.');
  });
});

describe('a role', () => {
  test('is given by key: its figure, a name, Enter', async () => {
    const link = await show('running');
    await press('r');
    await press('5');
    expect(said(dialog())).toContain('Documentation Lead');
    await type('Zoe');
    await press('Enter');
    expect(commands(link)).toEqual([{ do: 'assign', role: 'docs', person: 'Zoe' }]);
    expect(cockpit.open).toBeNull();
    expect(toasts.all[0]!.message).toBe('Zoe has Documentation now.');
    toasts.all[0]!.does!.run();
    await settle();
    expect(commands(link).at(-1)).toEqual({ do: 'unassign', role: 'docs', person: 'Zoe' });
  });

  test.each([
    ['finn', { do: 'move_person', person: 'Finn Example', role: 'docs' }],
    ['move ada', { do: 'move_person', person: 'Ada Example', role: 'docs' }],
    ['share ada', { do: 'assign', person: 'Ada Example', role: 'docs' }],
  ])('goes to who is meant: %s', async (typed, command) => {
    const link = await show('running');
    await press('r');
    await type('docu');
    await press('Enter');
    await type(typed);
    await press('Enter');
    expect(commands(link)).toEqual([command]);
  });

  test('is handed over with a note, and left, from the keyboard', async () => {
    const link = await show('running');
    await press('r');
    await press('4');
    await type('hand');
    await press('Enter');
    await type('Zoe');
    await press('Enter');
    expect(document.activeElement!.tagName).toBe('TEXTAREA');
    await type('The VP wants a word at 03:20.');
    await press('Enter');
    expect(commands(link)).toEqual([
      {
        do: 'hand_over',
        role: 'bridge',
        from: 'Dan Example',
        to: 'Zoe',
        note: 'The VP wants a word at 03:20.',
      },
    ]);
    await press('r');
    await press('4');
    await type('take');
    await press('Enter');
    expect(commands(link).at(-1)).toEqual({ do: 'unassign', role: 'bridge', person: 'Dan Example' });
  });

  test('says how it stands: expectations, checklist, load, desk', async () => {
    await show('busy');
    const row = [...panel('Role board').querySelectorAll('.role')][1]!;
    for (const words of ['2 under way', '5 done in the last five minutes', '2/3', '3/6'])
      expect(said(row)).toContain(words);
    expect(row.querySelector('.bar')!.getAttribute('aria-label')).toBe(
      '3 of 6 expectations met; 2 due; 1 missed',
    );
    expect([...row.querySelectorAll('title')].map((title) => title.textContent)).toEqual([
      'no desk',
      'desk connected',
    ]);
  });
});

describe('a note', () => {
  test('is of the moment at which it was begun', async () => {
    const link = await show('running');
    await press('n');
    const at_ms = stage.console!.clock.at_ms;
    await change((view) => ({ clock: { ...view.clock, at_ms: at_ms + 45_000, clock: '03:15:17' } }));
    expect(said(dialog())).toContain('03:14:32');
    await type('They read the playbook first.');
    await press('g', { altKey: true });
    await type('Cy Example', dialog().querySelector('input'));
    await press('Enter');
    const text = 'They read the playbook first.';
    expect(commands(link)).toEqual([{ do: 'observe', text, mark: 'good', at_ms, by: 'Cy Example' }]);
  });

  test('can be moved back, and not past the moment', async () => {
    const link = await show('running');
    await press('n');
    const at_ms = stage.console!.clock.at_ms;
    for (const step of [
      '−1 min: a minute earlier',
      '−10 s: ten seconds earlier',
      '−10 s: ten seconds earlier',
    ])
      await click(step);
    await click('+10 s: ten seconds later');
    expect(said(dialog().querySelector('output'))).toBe('03:13:22');
    await type('Late.', dialog().querySelector('textarea'));
    await press('Enter');
    expect(commands(link)).toEqual([
      { do: 'observe', text: 'Late.', mark: null, at_ms: at_ms - 70_000, by: null },
    ]);
  });

  test('stands among the others', async () => {
    await show('running');
    await press('o');
    expect(said(panel('Notes'))).toContain('Said out loud what they were about to do.');
    await click('Badly');
    expect(said(panel('Notes'))).toBe('03:09:00 Two people searched the same logs. went badly you');
    await change(() => ({ notes: [] }));
    expect(said(panel('Notes'))).toContain('No note yet.');
    await press('o');
    expect([cockpit.tab, cockpit.wide]).toEqual(['actions', false]);
  });
});

describe('coverage', () => {
  test('names what is broken and nobody has looked at', async () => {
    await show('running');
    await press('m');
    const map = document.querySelector('.coverage')!;
    expect(said(map)).toContain('Broken, and nobody has looked: AI pipeline and Image model.');
    expect(said(map)).toContain('Nobody has looked at Traces and Playbooks.');
    expect([...map.querySelectorAll('.faulty.nobody .link')].map(said)).toEqual([
      'AI pipeline',
      'Image model',
    ]);
    expect(said(map)).toContain('On-Call (Ada Example): 4 looks, first at 03:00:50, last at 03:12:00');
    await click('AI pipeline');
    expect([cockpit.tab, cockpit.page]).toEqual(['pages', 'ai_pipeline']);
  });

  test('teaches before anything was looked at', async () => {
    await show('ready');
    await press('m');
    expect(said(document.querySelector('.coverage'))).toContain('Nobody has looked at anything yet.');
  });
});

describe('what a need opens', () => {
  test('an act of a role: what is typed at once is what they did', async () => {
    await show('busy');
    const silent = [...panel('Needs you').querySelectorAll('li')].find((one) =>
      said(one).includes('Frontend has been silent'),
    )!;
    silent.querySelector<HTMLButtonElement>('button')!.click();
    await settle();
    await settle();
    expect(dialog().contains(document.activeElement)).toBe(true);
    expect(document.activeElement!.tagName).toBe('INPUT');
  });
});

describe('a field with suggestions', () => {
  test('keeps the first Enter after typing while there is something to take', async () => {
    const link = await show('running');
    await press('n');
    await type('They asked twice.');
    const by = [...dialog().querySelectorAll('input')].find((one) => one.hasAttribute('list'))!;
    const known = by.list!.options[0]!.value;
    await type(known.slice(0, 2), by);
    by.focus();
    await press('Enter');
    expect(commands(link)).toEqual([]);
    await press('Enter');
    expect(commands(link)).toHaveLength(1);
  });
});

describe('what the team believes', () => {
  test('is weighed, and a wrong one that gains is marked', async () => {
    await show('busy');
    const belief = document.querySelector('.belief')!;
    expect(said(belief)).toContain('2 for, 0 against wrong, and gaining');
    belief.querySelector<HTMLButtonElement>('button.tag')!.click();
    await settle();
    expect(said(belief)).toContain('for visits doubled at 03:09 (dashboards of api)');
    await change((view) => ({
      beliefs: view.beliefs.map((one) => ({ ...one, astray: 'confirmed' as const })),
    }));
    expect(said(document.querySelector('.belief'))).toContain('wrong, and taken as true');
  });
});

describe('the feed', () => {
  test('is of one role, with words, and says all when a line is opened', async () => {
    await show('spoken');
    const feed = (): string => said(document.querySelector('.feed'));
    const who = document.querySelector<HTMLSelectElement>('[aria-label="Of whom"]')!;
    who.value = 'Backend';
    who.dispatchEvent(new Event('change', { bubbles: true }));
    await settle();
    expect(feed()).not.toContain('Dan Example');
    await type('restarted', document.querySelector('[aria-label="With these words"]'));
    expect(document.querySelectorAll('.feed .line')).toHaveLength(1);
    document.querySelector<HTMLElement>('.feed .line')!.click();
    await settle();
    expect(feed()).toContain('all 4 replicas back, leak still there');
    expect(feed()).toContain('no difference: the system stood as it would have without it');
    await type('nothing', document.querySelector('[aria-label="With these words"]'));
    expect(feed()).toContain('Nothing like this.');
  });

  test('is gone through with arrows, one stop for Tab', async () => {
    await show('spoken');
    const lines = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.feed .line')];
    expect(lines().filter((line) => line.tabIndex === 0)).toHaveLength(1);
    lines()[0]!.focus();
    await press('ArrowDown');
    expect(document.activeElement).toBe(lines()[1]);
    expect(lines().findIndex((line) => line.tabIndex === 0)).toBe(1);
  });
});
