// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { bare, changed, crowded, editorView, rehearsal } from '../../../link/fixtures/editor';
import type { EditorView, FileEdit, InjectLane } from '../../../wire/generated';
import { settle } from '../../testing';
import RunSheet from './RunSheet.svelte';
import { sheetSpan } from './times';

const PX = 1000;

let app: object | null = null;
let width = PX;
const said: { edits: unknown[]; says: string }[] = [];
const selected: (number | null)[] = [];
const added: [number | null, InjectLane][] = [];
let accepts = true;

beforeEach(() => {
  vi.useFakeTimers();
  width = PX;
  accepts = true;
  for (const list of [said, selected, added]) list.length = 0;
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockImplementation(() => width);
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockImplementation(function (this: HTMLElement) {
    // The clock above, the tray far below it.
    if (this.classList.contains('clock')) return new DOMRect(0, 0, width, 200);
    if (this.classList.contains('lane')) return new DOMRect(0, 300, width, 40);
    return new DOMRect(0, 0, 0, 0);
  });
  HTMLElement.prototype.setPointerCapture = () => {};
  HTMLElement.prototype.hasPointerCapture = () => false;
});

afterEach(async () => {
  if (app) await unmount(app);
  app = null;
  document.body.innerHTML = '';
  vi.useRealTimers();
});

async function open(view: EditorView = editorView, rehearsed = false): Promise<void> {
  const props = propsOf(view, rehearsed);
  app = mount(RunSheet, { target: document.body, props });
  await settle();
}

function propsOf(view: EditorView, rehearsed: boolean) {
  return {
    view,
    selected: null,
    rehearsal: rehearsed ? rehearsal : null,
    onselect: (at: number | null) => void selected.push(at),
    onchange: (edits: FileEdit[], says: string) => {
      said.push({ edits: edits.map((one) => one.edit), says });
      return Promise.resolve(accepts);
    },
    onadd: (at_ms: number | null, lane: InjectLane) => void added.push([at_ms, lane]),
  };
}

const inject = (at: number): HTMLElement => document.querySelector<HTMLElement>(`[data-inject="${at}"]`)!;
const px = (ms: number): number => (ms / sheetSpan(editorView).to_ms) * PX;

function pointer(on: HTMLElement, type: string, x: number, y: number, more: PointerEventInit = {}): void {
  on.dispatchEvent(
    new PointerEvent(type, { bubbles: true, button: 0, clientX: x, clientY: y, pointerId: 1, ...more }),
  );
  flushSync();
}

async function drag(on: HTMLElement, from: number[], to: number[], more: PointerEventInit = {}) {
  pointer(on, 'pointerdown', from[0]!, from[1]!, more);
  pointer(on, 'pointermove', (from[0]! + to[0]!) / 2, to[1]!, more);
  pointer(on, 'pointermove', to[0]!, to[1]!, more);
  const shown = on.textContent!.trim();
  pointer(on, 'pointerup', to[0]!, to[1]!, more);
  on.click();
  await settle();
  return shown;
}

async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  const on = document.activeElement ?? document.body;
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  await settle();
}

describe('dragging', () => {
  test('moves one inject in one change, which snaps, and shows the time meanwhile', async () => {
    await open();
    const shown = await drag(inject(6), [100, 50], [100 + px(130_000), 50]);
    expect(shown).toBe('03:12:00');
    expect(said).toEqual([
      {
        edits: [{ edit: 'set', at: ['inject', 6, 'at'], value: '12:00' }],
        says: 'Move “The VP wants two sentences” to 03:12:00',
      },
    ]);
    expect(selected).toEqual([]);
  });

  test('snaps to five seconds with Shift', async () => {
    await open();
    await drag(inject(6), [100, 50], [100 + px(131_000), 50], { shiftKey: true });
    expect(said[0]!.edits).toEqual([{ edit: 'set', at: ['inject', 6, 'at'], value: '12:10' }]);
  });

  test('does not go before STARTEX', async () => {
    await open();
    await drag(inject(6), [400, 50], [0, 50]);
    expect(said[0]!.edits).toEqual([{ edit: 'set', at: ['inject', 6, 'at'], value: '00:00' }]);
  });

  test.each([
    ['Alt', { altKey: true }, false],
    ['the box', {}, true],
  ])('slides what follows with %s', async (_, more, box) => {
    await open();
    if (box) {
      document.querySelector<HTMLInputElement>('input[type=checkbox]')!.click();
      await settle();
    }
    await drag(inject(6), [100, 50], [100 + px(60_000), 50], more);
    expect(said).toHaveLength(1);
    expect(said[0]!.edits).toHaveLength(3);
    expect(said[0]!.says).toContain('2 injects after it by +1:00');
  });

  test('is put back by Escape', async () => {
    await open();
    const one = inject(6);
    pointer(one, 'pointerdown', 100, 50);
    pointer(one, 'pointermove', 300, 50);
    expect(one.className).toContain('held');
    await press('Escape');
    expect(one.className).not.toContain('held');
    pointer(one, 'pointerup', 300, 50);
    one.click();
    expect(said).toEqual([]);
    expect(selected).toEqual([]);
  });

  test('goes back when the change was refused', async () => {
    accepts = false;
    await open();
    await drag(inject(6), [100, 50], [200, 50]);
    expect(inject(6).textContent).toContain('The VP wants two sentences');
  });

  test('a press that does not move selects', async () => {
    await open();
    await drag(inject(6), [100, 50], [101, 50]);
    expect(said).toEqual([]);
    expect(selected).toEqual([6]);
  });

  test('onto the clock from the tray and from a branch, and off it into the tray', async () => {
    await open();
    await drag(inject(17), [100, 320], [px(600_000), 100]);
    await drag(inject(9), [100, 250], [px(900_000), 100]);
    await drag(inject(0), [5, 20], [50, 320]);
    expect(said.map((one) => one.edits)).toEqual([
      [
        { edit: 'unset', at: ['inject', 17, 'tray'] },
        { edit: 'set', at: ['inject', 17, 'at'], value: '10:00' },
      ],
      [
        { edit: 'unset', at: ['inject', 9, 'when'] },
        { edit: 'unset', at: ['inject', 9, 'after'] },
        { edit: 'set', at: ['inject', 9, 'at'], value: '15:00' },
      ],
      [
        { edit: 'unset', at: ['inject', 0, 'at'] },
        { edit: 'set', at: ['inject', 0, 'tray'], value: true },
      ],
    ]);
  });

  test('beside both changes nothing', async () => {
    await open();
    await drag(inject(17), [100, 320], [500, 260]);
    expect(said).toEqual([]);
  });

  test('the end changes the length', async () => {
    await open();
    const end = document.querySelector<HTMLElement>('[role=slider]')!;
    await drag(end, [900, 10], [900 - px(300_000), 10]);
    expect(said).toEqual([
      { edits: [{ edit: 'set', at: ['length'], value: '40m' }], says: 'Set the length to 40m' },
    ]);
  });
});

describe('keys', () => {
  test('walk in order of time, from lane to lane, and there is one stop for Tab', async () => {
    await open();
    expect(document.querySelectorAll('[data-inject][tabindex="0"]')).toHaveLength(1);
    inject(0).focus();
    await press('ArrowRight');
    await press('ArrowRight');
    expect(document.activeElement).toBe(inject(3));
    await press('ArrowLeft');
    expect(document.activeElement).toBe(inject(1));
    await press('ArrowDown');
    expect(document.activeElement).toBe(inject(12));
    await press('End');
    expect(document.activeElement).toBe(inject(17));
    await press('ArrowUp');
    expect(document.activeElement).toBe(inject(13));
  });

  test('with Alt move it, in one change for several presses', async () => {
    await open();
    inject(6).focus();
    for (let i = 0; i < 3; i++) await press('ArrowRight', { altKey: true });
    expect(said).toEqual([]);
    expect(inject(6).textContent).toContain('03:11:30');
    await vi.advanceTimersByTimeAsync(500);
    await settle();
    expect(said.map((one) => one.edits)).toEqual([
      [{ edit: 'set', at: ['inject', 6, 'at'], value: '11:30' }],
    ]);
  });

  test('put it on the clock and take it off', async () => {
    await open();
    inject(17).focus();
    await press('ArrowUp', { altKey: true });
    inject(6).focus();
    await press('ArrowDown', { altKey: true });
    expect(said.map((one) => one.says)).toEqual([
      'Put “A laptop dies” at 03:16:00',
      'Put “The VP wants two sentences” into the tray',
    ]);
  });

  test('add at the time they stand on', async () => {
    await open();
    inject(6).focus();
    await press('n');
    inject(15).focus();
    await press('n');
    expect(added).toEqual([
      [600_000, 'clock'],
      [null, 'tray'],
    ]);
  });

  test('change the length', async () => {
    await open();
    document.querySelector<HTMLElement>('[role=slider]')!.focus();
    await press('ArrowRight');
    await press('ArrowRight');
    await vi.advanceTimersByTimeAsync(500);
    await settle();
    expect(said[0]!.says).toBe('Set the length to 47m');
  });
});

describe('it shows', () => {
  test('names for who does not see, with what is wrong', async () => {
    await open();
    expect(inject(4).getAttribute('aria-label')).toBe(
      'Bad advice: restart Postgres, 03:06:30, chat · Data platform on-call to Backend, has a warning',
    );
  });

  test('what a branch waits for, and a line to one that hangs on an inject', async () => {
    await open();
    expect(inject(2).textContent).toContain('on alert APIAvailability');
    expect(document.querySelectorAll('.clock > svg path')).toHaveLength(1);
  });

  test('what the rehearsal did', async () => {
    await open(editorView, true);
    const played = document.querySelector('[aria-label^="Rehearsed"]')!;
    expect(played.querySelectorAll('.came')).toHaveLength(rehearsal.fired.length);
    expect(played.querySelector('.alert')!.getAttribute('title')).toContain('APIAvailability');
  });

  test('what to do where nothing comes yet', async () => {
    await open(bare);
    expect(document.body.textContent).toContain('Nothing comes by the clock yet.');
    document
      .querySelector<HTMLElement>('.clock')!
      .dispatchEvent(new MouseEvent('dblclick', { bubbles: true, clientX: px(600_000), clientY: 20 }));
    expect(added).toEqual([[600_000, 'clock']]);
  });

  test('that a file does not read', async () => {
    await open({ ...bare, says: null });
    expect(document.body.textContent).toContain('does not read as TOML');
  });

  test('two hundred', async () => {
    await open(crowded(200));
    expect(document.querySelectorAll('[data-inject]')).toHaveLength(200);
  });
});

describe('on a phone', () => {
  const press_on = async (name: string): Promise<void> => {
    document.querySelector<HTMLElement>(`[aria-label="${name}"]`)!.click();
    await settle();
  };

  test('it is a list in order of time', async () => {
    width = 390;
    await open(changed(editorView, toEdits([['inject', 0, 'at'], '20:00']), ''));
    const titles = [...document.querySelectorAll('section[aria-label="On the clock"] b')];
    expect(titles[0]!.textContent).toContain('The scheduler reports in');
    expect(titles.at(-1)!.textContent).toContain('v214 leaks');
    expect(document.querySelector('[role=slider]')).toBeNull();
    inject(6).click();
    expect(selected).toEqual([6]);
  });

  test('buttons move, put and take', async () => {
    width = 390;
    await open();
    await press_on('+30 s: The VP wants two sentences later');
    await press_on('−30 s: The VP wants two sentences earlier');
    await press_on('To tray: The VP wants two sentences');
    await press_on('Onto the clock: A laptop dies');
    await press_on('Add an inject to the tray');
    expect(said.map((one) => one.says)).toEqual([
      'Move “The VP wants two sentences” to 03:10:30',
      'Move “The VP wants two sentences” to 03:09:30',
      'Put “The VP wants two sentences” into the tray',
      'Put “A laptop dies” at 03:16:00',
    ]);
    expect(added).toEqual([[null, 'tray']]);
  });
});

function toEdits(...sets: [unknown[], string][]): FileEdit[] {
  return sets.map(
    ([at, value]) =>
      ({ file: '3am-outage/scenario.toml', edit: { edit: 'set', at, value } }) as unknown as FileEdit,
  );
}
