// @vitest-environment happy-dom
import { mount, unmount } from 'svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { crowdedLibrary, fullLibrary } from '../link/fixtures/library';
import { replay } from '../link/replay';
import { stage } from '../state/stage.svelte';
import Library from './Library.svelte';
import { ordered, playedBy, teamsOf } from './played';
import { leave, settle, show } from './testing';

vi.mock('uplot', () => ({ default: class {} }));

const cards = fullLibrary.scenarios;
const text = (): string => document.body.textContent!.replace(/\s+/g, ' ');
const card = (title: string): HTMLElement =>
  [...document.querySelectorAll('article')].find((one) => one.querySelector('h3')!.textContent === title)!;
const said = (title: string): string => card(title).textContent!.replace(/\s+/g, ' ');
const button = (words: string): HTMLButtonElement =>
  [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === words)!;

async function choose(label: string, value: string): Promise<void> {
  const select = [...document.querySelectorAll('label')]
    .find((one) => one.textContent.trim().startsWith(label))!
    .querySelector('select')!;
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
}

afterEach(leave);

describe('the cards of a library', () => {
  test('know which teams there are, and what one has played', () => {
    expect(teamsOf(cards)).toEqual(['Another example', 'Example team', 'Payments']);
    expect(playedBy(cards[2]!, 'Payments')?.times).toBe(2);
    expect(playedBy(cards[0]!, 'Payments')).toBeNull();
  });

  test.each([
    ['level', null, 'The false alarm'],
    ['title', null, 'Database connections'],
    ['unplayed', null, 'Database connections'],
    ['unplayed', 'Payments', 'The false alarm'],
  ] as const)('in order of %s for %s begin with %s', (order, team, first) => {
    expect(ordered(cards, order, team)[0]!.title).toBe(first);
  });

  test('say what a scenario is, and how it went', async () => {
    await show('library');
    expect(said('The 3 AM outage')).toContain('Level 2 of 5, easy');
    expect(said('The 3 AM outage')).toContain('mitigated after 14 min · 21 of 27 expectations');
    expect(said('The 3 AM outage')).toContain('and 1 other team');
    expect(said('Database connections')).toContain('not played here yet');
    expect(said('The workers hang')).toContain('1 warning');
    expect(text()).toContain('6 scenarios, 3 not played here yet');
  });

  test('are seen as one team has played them', async () => {
    await show('library');
    await choose('Team', 'Payments');
    expect(said('The false alarm')).toContain('not played by Payments yet');
    expect(said('The 3 AM outage')).toContain('21 of 27');
    expect(said('The 3 AM outage')).not.toContain('8 of 27');
    expect(text()).toContain('5 not played by Payments yet');
    await choose('Order', 'unplayed');
    expect([...document.querySelectorAll('h3')].at(-1)!.textContent).toBe('The 3 AM outage');
  });

  test('lead to the room, and quietly to the editor, broken ones too', async () => {
    const link = replay('library');
    const chosen: string[] = [];
    const edited: string[] = [];
    const stop = stage.open(link, 'console');
    const app = mount(Library, {
      target: document.body,
      props: { onchoose: (id: string) => chosen.push(id), onedit: (id: string) => edited.push(id) },
    });
    await settle();
    card('The false alarm').querySelector<HTMLElement>('.choose')!.click();
    card('The false alarm').querySelector<HTMLElement>('.edit')!.click();
    document.querySelector<HTMLElement>('[aria-label="Edit my-first-outage"]')!.click();
    expect(chosen).toEqual(['false-alarm']);
    expect(edited).toEqual(['false-alarm', 'my-first-outage']);
    await unmount(app);
    stop();
  });

  test('are as many as there are', async () => {
    await show('crowded');
    expect(document.querySelectorAll('article')).toHaveLength(crowdedLibrary.scenarios.length);
  });
});

describe('a scenario file', () => {
  test('is taken in, and the library read again', async () => {
    const link = await show('crowded');
    button('Import a scenario').click();
    await settle();
    expect(text()).toContain('The night shift');
    expect(text()).toContain('The scenario stands in the library now.');
    expect(link.calls.map((call) => call.call)).toEqual(['library', 'take_in', 'library']);
  });

  test('in a browser is chosen by its ending', async () => {
    const link = await show('library');
    (link as { takeIn?: unknown }).takeIn = () => Promise.resolve({ reply: 'cancelled' });
    const input = document.querySelector<HTMLInputElement>('input[type=file]')!;
    const opened: string[] = [];
    input.click = () => void opened.push(input.accept);
    button('Import a scenario').click();
    button('Open a drill file').click();
    expect(opened).toEqual(['.scenario.json,.json', '.3am']);
  });
});

test('the set-up says whom the facilitator plays', async () => {
  await show('library');
  card('The 3 AM outage').querySelector<HTMLElement>('.choose')!.click();
  await settle();
  expect(text()).toContain('2 people whom you play');
  expect(text()).toContain('One sentence that can be pasted into tickets.');
  expect(text()).toContain('Eighteen tickets in three minutes.');
});
