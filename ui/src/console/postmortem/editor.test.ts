// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import Blocks from '../../parts/document/Blocks.svelte';
import { lost } from '../../link/link';
import { toasts } from '../../state/toasts.svelte';
import type { Call, Command, Edit } from '../../wire/generated';
import { commands, leave, settle, show, type Replay } from '../testing';
import { place } from './place.svelte';
import { forget } from './writing.svelte';

// happy-dom has no canvas; what uPlot draws is looked at in a browser.
vi.mock('uplot', () => ({ default: class {} }));

const text = (): string => document.querySelector('.editor')?.textContent ?? '';
const $ = <E extends HTMLElement = HTMLElement>(selector: string): E => {
  const found = document.querySelector<E>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};
const button = (words: string | RegExp, within = '.editor, dialog, .drawer, .corner'): HTMLButtonElement => {
  const all = [...document.querySelectorAll(within)].flatMap((el) => [...el.querySelectorAll('button')]);
  const found = all.find((one) =>
    typeof words === 'string' ? one.textContent?.trim() === words : words.test(one.textContent ?? ''),
  );
  if (!found) throw new Error(`no button ${String(words)}`);
  return found;
};

async function press(key: string, more: KeyboardEventInit = {}, on?: Element): Promise<void> {
  const target = on ?? document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  await settle();
}

async function type(box: HTMLTextAreaElement | HTMLInputElement, words: string): Promise<void> {
  box.focus();
  box.value = words;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
}

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
}

const edits = (link: Replay): Edit[] =>
  commands(link).flatMap((command: Command) => (command.do === 'write' ? command.edits : []));

async function section(id: string): Promise<void> {
  const titles: Record<string, RegExp> = {
    summary: /Summary/,
    timeline: /Timeline/,
    lessons: /Lessons/,
    items: /Action items/,
    graphs: /Graphs/,
    cause: /Root cause/,
  };
  button(titles[id]!, 'nav[aria-label^="Sections"]').click();
  await pass(200);
}

async function open(name = 'postmortem'): Promise<Replay> {
  const link = await show(name);
  await press('w', {}, document.body);
  await pass(600);
  return link;
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  forget();
  place.at('');
  toasts.clear();
});
afterEach(async () => {
  await leave();
  vi.useRealTimers();
});

describe('the editor', () => {
  test('opens with W, shows all sixteen sections, and goes back with Esc', async () => {
    await open();
    expect(document.querySelectorAll('nav[aria-label^="Sections"] button')).toHaveLength(16);
    expect(text()).toContain('As drafted from the record');
    expect(text()).toContain('Nothing to remark.');
    await press('Escape', {}, document.body);
    expect(document.querySelector('.editor')).toBeNull();
    expect(document.body.textContent).toContain('Write the postmortem');
  });

  test('says why there is none, and asks again', async () => {
    const link = await show('postmortem');
    const call = link.call;
    link.call = (asked: Call) =>
      asked.call === 'postmortem'
        ? Promise.resolve({
            reply: 'refused',
            refusal: { code: 'not-ended', message: 'The drill has not ended.', hint: 'End it first: ENDEX.' },
          })
        : call(asked);
    await press('w', {}, document.body);
    await pass(600);
    expect(text()).toContain('End it first: ENDEX.');
    link.call = call;
    button('Try again').click();
    await pass(10);
    expect(text()).toContain('Incident');
  });

  test('goes through the sections with Alt and the arrows', async () => {
    await open();
    await press('ArrowDown', { altKey: true }, document.body);
    expect($('[data-sheet]').getAttribute('aria-label')).toBe('Summary');
    await press('ArrowUp', { altKey: true }, document.body);
    expect($('[data-sheet]').getAttribute('aria-label')).toBe('Title');
  });
});

describe('a field', () => {
  test('is sent once after a pause, previewed meanwhile, and marked as edited', async () => {
    const link = await open();
    await section('summary');
    const box = $<HTMLTextAreaElement>('[data-field=summary] textarea');
    for (const words of ['Short', 'Short and', 'Short and true']) {
      await type(box, words);
      await pass(160);
    }
    expect(edits(link)).toEqual([]);
    expect($('[data-field=summary] .preview').textContent).toContain('Short and true');
    await pass(1_500);
    expect(edits(link)).toEqual([{ edit: 'text', field: 'summary', text: 'Short and true' }]);
    expect($('[data-field=summary]').textContent).toContain('edited');
    expect(text()).toMatch(/Saved \d\d:/);
    expect(document.activeElement).toBe(box);
  });

  test('is sent when the section changes, and when the editor is closed', async () => {
    const link = await open();
    await section('summary');
    await type($<HTMLTextAreaElement>('[data-field=summary] textarea'), 'One');
    await section('cause');
    expect(edits(link)).toEqual([{ edit: 'text', field: 'summary', text: 'One' }]);
    await type($<HTMLTextAreaElement>('[data-field=root_cause] textarea'), 'Two');
    button(/Back/, '.editor header').click();
    await pass(10);
    expect(edits(link).at(-1)).toEqual({ edit: 'text', field: 'root_cause', text: 'Two' });
    await press('w', {}, document.body);
    await pass(600);
    expect($<HTMLTextAreaElement>('[data-field=root_cause] textarea').value).toBe('Two');
  });

  test('stays as typed while the road is lost, says so, and is sent again', async () => {
    const link = await open();
    await section('summary');
    const call = link.call;
    link.call = (asked: Call) =>
      asked.call === 'command'
        ? Promise.resolve(lost('There is no connection to Three AM.', ''))
        : call(asked);
    await type($<HTMLTextAreaElement>('[data-field=summary] textarea'), 'Kept');
    await pass(1_000);
    expect(text()).toContain('Not saved: There is no connection to Three AM. Trying again.');
    expect($<HTMLTextAreaElement>('[data-field=summary] textarea').value).toBe('Kept');
    link.call = call;
    await pass(3_000);
    expect(edits(link)).toEqual([{ edit: 'text', field: 'summary', text: 'Kept' }]);
    expect(text()).toMatch(/Saved \d\d:/);
  });

  test('shows a refusal beside it, and keeps the text', async () => {
    const link = await open();
    await section('summary');
    const call = link.call;
    link.call = (asked: Call) =>
      asked.call === 'command'
        ? Promise.resolve({
            reply: 'refused',
            refusal: { code: 'too-long', message: 'Summary has 20,001 characters.', hint: 'Shorten it.' },
          })
        : call(asked);
    await type($<HTMLTextAreaElement>('[data-field=summary] textarea'), 'x'.repeat(20_001));
    await pass(1_000);
    const field = $('[data-field=summary]');
    expect(field.textContent).toContain('Shorten it.');
    expect(field.querySelector('textarea')!.value.length).toBe(20_001);
    expect(field.textContent).toMatch(/20.001 of 20.000 characters/);
  });

  test('is as drafted again, and that is undone', async () => {
    const link = await open();
    await section('summary');
    await type($<HTMLTextAreaElement>('[data-field=summary] textarea'), 'Mine');
    await pass(1_500);
    button('As drafted', '[data-field=summary]').click();
    await pass(600);
    expect(edits(link).at(-1)).toEqual({ edit: 'text', field: 'summary', text: null });
    expect($<HTMLTextAreaElement>('[data-field=summary] textarea').value).toContain('03:02:02');
    button('Undo').click();
    await pass(600);
    expect($<HTMLTextAreaElement>('[data-field=summary] textarea').value).toBe('Mine');
  });

  test('has its remarked words chosen by a click on the remark', async () => {
    await open();
    await section('lessons');
    const remark = $<HTMLButtonElement>('aside[aria-label=Remarks] li button');
    expect(remark.textContent).toContain('Bob should have known');
    remark.click();
    await pass(10);
    const box = document.activeElement as HTMLTextAreaElement;
    expect(box.closest('[data-field]')?.getAttribute('data-field')).toBe('went_badly');
    expect(box.value.slice(box.selectionStart, box.selectionEnd)).toBe('Bob should have known');
    await type(box, 'Nobody looked.');
    await pass(400);
    expect($('aside[aria-label=Remarks]').textContent).toContain('Nothing to remark.');
  });
});

describe('the timeline', () => {
  const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[role=option]')];
  const list = (): HTMLElement => $('[role=listbox]');

  test('rows are left out, pinned and annotated from the keyboard', async () => {
    const link = await open();
    await section('timeline');
    list().focus();
    await settle();
    await press('j');
    await press('h');
    await pass(600);
    expect(edits(link).at(-1)).toEqual({
      edit: 'row',
      event: 10,
      row: { hidden: true, pinned: false, note: '' },
    });
    expect(text()).toContain('1 left out');
    await press('h', {}, list());
    await press('p', {}, list());
    await press('n', {}, list());
    await pass(10);
    const note = document.activeElement as HTMLTextAreaElement;
    expect(note.tagName).toBe('TEXTAREA');
    await type(note, 'This is where it began.');
    await press('Enter', {}, note);
    await pass(600);
    expect(edits(link).at(-1)).toEqual({
      edit: 'row',
      event: 10,
      row: { hidden: false, pinned: true, note: 'This is where it began.' },
    });
    expect(document.activeElement).toBe(list());
    expect(rows()[1]!.textContent).toContain('This is where it began.');
  });

  test('several are chosen and left out at once, and that is undone', async () => {
    const link = await open();
    await section('timeline');
    list().focus();
    await settle();
    for (let i = 0; i < 3; i++) await press('ArrowDown', { shiftKey: true });
    await press('h');
    await pass(600);
    expect(edits(link)).toHaveLength(4);
    expect(text()).toContain('4 left out');
    button('Undo').click();
    await pass(600);
    expect(text()).not.toContain('left out,');
    expect(rows().some((row) => row.classList.contains('hidden'))).toBe(false);
  });

  test('are found by words and by what they are', async () => {
    await open();
    await section('timeline');
    await type($<HTMLInputElement>('[aria-label="Words in a row"]'), 'smoke');
    expect(rows()).toHaveLength(1);
    expect(text()).toContain('1 row of 22');
    button('show all').click();
    await settle();
    expect(rows()).toHaveLength(22);
  });

  test('links lead to their row', async () => {
    await open();
    await section('cause');
    button('03:15:58').click();
    await pass(10);
    expect($('[data-sheet]').getAttribute('aria-label')).toBe('Timeline');
    expect($('[role=listbox]').getAttribute('aria-activedescendant')).toBe('row-61');
  });
});

describe('graphs and action items', () => {
  test('a caption is written under its graph', async () => {
    const link = await open();
    await section('graphs');
    await type($<HTMLTextAreaElement>('[data-caption=api-p95] textarea'), 'Waiting, not working.');
    await pass(1_500);
    expect(edits(link)).toEqual([{ edit: 'caption', graph: 'api-p95', text: 'Waiting, not working.' }]);
  });

  test('the table is edited, added to, moved, and a row deleted and brought back', async () => {
    const link = await open();
    await section('items');
    const titles = (): string[] =>
      [...document.querySelectorAll<HTMLTextAreaElement>('[data-row] textarea')].map((box) => box.value);
    const last = (): string[] => {
      const edit = edits(link).at(-1);
      return edit?.edit === 'action_items' ? (edit.items ?? []).map((one) => one.title) : [];
    };
    const [first, second, third] = titles();
    await type($<HTMLInputElement>('[aria-label="Owner of action 1"]'), 'Ada');
    await pass(1_500);
    expect(edits(link)).toHaveLength(1);
    // Enter in the last row begins another, which is not sent while nothing is in it.
    await press('Enter', {}, [...document.querySelectorAll('[data-row] textarea')].at(-1));
    await pass(1_500);
    expect(titles()).toHaveLength(4);
    expect(edits(link)).toHaveLength(1);
    await type(document.activeElement as HTMLTextAreaElement, 'Add');
    await pass(1_500);
    expect(last()).toEqual([first, second, third, 'Add']);
    await press('ArrowUp', { altKey: true });
    await pass(1_500);
    expect(last()).toEqual([first, second, 'Add', third]);
    $<HTMLButtonElement>('[aria-label="Delete action item 1"]').click();
    await pass(600);
    expect(last()).toEqual([second, 'Add', third]);
    button('Undo').click();
    await pass(600);
    expect(last()).toEqual([first, second, 'Add', third]);
    button('As drafted').click();
    await pass(600);
    expect(edits(link).at(-1)).toEqual({ edit: 'action_items', items: null });
    expect(titles()).toEqual([first, second, third]);
  });
});

describe('versions and status', () => {
  test('a version is kept, looked at, and restored', async () => {
    const link = await open();
    button(/^Versions/).click();
    await settle();
    await type($<HTMLInputElement>('.drawer input'), 'sent to the team');
    $('.drawer form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await pass(600);
    expect(commands(link).at(-1)).toEqual({ do: 'keep_version', says: 'sent to the team' });
    expect($('.drawer').textContent).toContain('sent to the team');
    button('Look at it').click();
    await pass(100);
    expect(text()).toContain('To be read only.');
    expect(document.querySelectorAll('[data-sheet] :is(textarea, input)')).toHaveLength(0);
    button('Restore it').click();
    await pass(600);
    expect(commands(link).at(-1)).toEqual({ do: 'restore_version', version: 1 });
    expect(text()).not.toContain('To be read only.');
    button('Undo').click();
    await pass(600);
    expect(commands(link).at(-1)).toEqual({ do: 'restore_version', version: 2 });
  });

  test('final explains the seal, closes the fields, and is taken back after asking once', async () => {
    const link = await open();
    await section('summary');
    button(/Status/).click();
    await settle();
    expect(button('Seal …').disabled).toBe(true);
    button('Into review').click();
    await pass(600);
    button(/Status/).click();
    await settle();
    button('Seal …').click();
    await settle();
    expect($('dialog').textContent).toContain('SHA-256');
    button('Seal it').click();
    await pass(600);
    expect($('dialog').textContent).toContain(
      'b7c94d1e60a5f2837d0e4ab16c95f83d2e7a40b1c6d8f9e35a7204b8cd16ef90',
    );
    expect(document.querySelectorAll('[data-sheet] :is(textarea, input)')).toHaveLength(0);
    button('Back to draft').click();
    await settle();
    expect(commands(link)).toHaveLength(2);
    button('Back to draft').click();
    await pass(600);
    expect(commands(link).map((one) => one.do === 'file' && one.status)).toEqual([
      'in_review',
      'final',
      'draft',
    ]);
    expect(document.querySelectorAll('[data-sheet] textarea')).toHaveLength(1);
  });

  test('an export has what was typed just before', async () => {
    const link = await open();
    await section('summary');
    await type($<HTMLTextAreaElement>('[data-field=summary] textarea'), 'Last words');
    button('Export').click();
    await settle();
    button(/PDF, Letter/).click();
    await pass(100);
    const tail = link.calls.filter((call) => call.call === 'command' || call.call === 'export');
    expect(tail.map((call) => call.call)).toEqual(['command', 'export']);
    expect(tail.at(-1)).toMatchObject({ format: 'pdf', paper: 'letter' });
  });
});

test('blocks are text, whatever they hold', async () => {
  const hostile = '<img src=x onerror=alert(1)> **not bold** [x](javascript:alert(1))';
  const span = { text: hostile, bold: true, italic: false, code: false, tone: 'plain', link: null } as const;
  const app = mount(Blocks, {
    target: document.body,
    props: {
      blocks: [
        { block: 'paragraph', is: [span] },
        { block: 'code', is: hostile },
        { block: 'heading', is: { level: 2, id: hostile, text: hostile } },
        {
          block: 'key_value',
          is: [[hostile, [{ ...span, link: { to: 'url', at: 'javascript:alert(1)' } }]]],
        },
        {
          block: 'list',
          is: { start: 3, items: [[{ block: 'quote', is: [{ block: 'note', is: [span] }] }]] },
        },
      ],
    },
  });
  flushSync();
  expect(document.querySelectorAll('img, a, script')).toHaveLength(0);
  expect(document.body.textContent!.split(hostile).length - 1).toBe(6);
  expect(document.body.textContent).toContain('javascript:alert(1)');
  expect(document.querySelector('ol')!.getAttribute('start')).toBe('3');
  await unmount(app);
});
