// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest';
import { consoleViews } from '../link/fixtures/console';
import { takenIn as replies } from '../link/fixtures/library';
import { stage } from '../state/stage.svelte';
import { toasts } from '../state/toasts.svelte';
import type { Push, Reply } from '../wire/generated';
import { leave, settle, show } from './testing';
import { isNews, takenIn } from './told';

vi.mock('uplot', () => ({ default: class {} }));

const empty = (number: number | null, reply: Reply = replies.done): Push => ({
  push: 'empty',
  told: number === null ? null : { number, reply },
});
const drill = (number: number | null): Push => ({
  push: 'console',
  view: {
    ...consoleViews.running!,
    told: number === null ? null : { number, reply: replies.done },
  },
});

const ROWS: [string, Push, number, boolean, boolean][] = [
  ['nothing was told', empty(null), 0, true, false],
  ['a file that started the program', empty(1), 0, true, true],
  ['the page was loaded again', empty(1), 1, true, false],
  ['the program was started again', empty(1), 3, true, true],
  ['another file, while the library is seen', empty(2), 1, false, true],
  ['it stood in an open drill before the page came', drill(1), 0, true, false],
  ['a file that is opened during a drill', drill(2), 1, false, true],
  ['the same, in the next view', drill(2), 2, false, false],
];

afterEach(async () => {
  await leave();
  toasts.clear();
});

describe('what is told from outside', () => {
  test.each(ROWS)('%s', (_, push, heard, first, news) => expect(isNews(push, heard, first)).toBe(news));

  test('was taken in, or not', () => {
    expect(takenIn(replies.scenario)).toMatchObject({ what: 'scenario', id: 'night-shift' });
    expect(takenIn(replies.not)).toBeNull();
  });

  test('is said once, the library is read again, and it can be opened', async () => {
    const link = await show('library');
    stage.push = empty(1);
    await settle();
    stage.push = empty(1);
    await settle();
    expect(toasts.all).toHaveLength(1);
    expect(toasts.all[0]).toMatchObject({
      message: 'Taken in: The 3 AM outage',
      hint: 'The drill stands in the library now.',
    });
    expect(link.calls.map(({ call }) => call)).toEqual(['library', 'library']);
    toasts.all[0]!.does!.run();
    await settle();
    expect(link.calls).toContainEqual({ call: 'open', drill: '2026-11-20-1904' });
  });

  test('leads a scenario to its set-up', async () => {
    await show('library');
    stage.push = empty(1, replies.scenario);
    await settle();
    toasts.all[0]!.does!.run();
    await settle();
    expect(document.body.textContent).toContain('Pre-flight');
  });

  test('is a refusal where it was refused', async () => {
    await show('library');
    stage.push = empty(1, replies.not);
    await settle();
    expect(toasts.all[0]).toMatchObject({ tone: 'bad', message: replies.not.refusal.message });
  });

  test('during a drill leads nowhere', async () => {
    await show('running');
    stage.push = drill(1);
    await settle();
    expect(toasts.all[0]).toMatchObject({ message: 'Taken in: The 3 AM outage', does: null });
  });
});
