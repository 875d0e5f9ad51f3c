// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { deskMoments } from '../link/fixtures/desk';
import type { DeskReplay } from '../link/desk-replay';
import { toasts } from '../state/toasts.svelte';
import { place } from './place.svelte';
import { go, leave, press, settle, show, width } from './testing';

beforeEach(() => {
  vi.useFakeTimers();
  width(390);
});
afterEach(async () => {
  await leave();
  width(1024);
  vi.useRealTimers();
});

const { view } = deskMoments.running!;
const outside = view.channel.find((row) => row.from === 'Support lead')!;

/** Messages from outside, the newest last. */
async function come(link: DeskReplay, ...texts: string[]): Promise<void> {
  const rows = texts.map((text, i) => ({ ...outside, event: 90 + i, from: `Voice ${i}`, text }));
  link.show({ view: { ...view, channel: [...rows.toReversed(), ...view.channel] } });
  await settle();
}
const told = (): string[] => toasts.all.map((toast) => toast.hint);

test('nothing is told of what was there before', async () => {
  await show('running');
  expect(told()).toEqual([]);
});

test('on a phone one message stands at a time, and not for long', async () => {
  const link = await show('running');
  await come(link, 'first', 'second', 'third');
  expect(told()).toEqual(['third']);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(told()).toEqual([]);
  expect(place.unread({ ...view, channel: [{ ...outside, event: 90 }] }, 'Bo Example')).toBe(1);
});

test('on a laptop two', async () => {
  width(1024);
  const link = await show('running');
  await come(link, 'first', 'second', 'third');
  expect(told()).toEqual(['second', 'third']);
});

test('a tap leads to the room, where nothing has to be told', async () => {
  const link = await show('running');
  await come(link, 'first');
  await press(document.querySelector<HTMLElement>('.toast button.words')!);
  expect(place.at).toBe('room');
  expect(told()).toEqual([]);
  expect(document.querySelector('main li.fresh')!.textContent).toContain('first');
  await come(link, 'first', 'second');
  expect(told()).toEqual([]);
  expect(document.querySelectorAll('main li.fresh')).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(7_000);
  await settle();
  expect(document.querySelectorAll('main li.fresh')).toHaveLength(0);
});

test('what was told goes when the room is opened some other way', async () => {
  const link = await show('running');
  await come(link, 'first');
  toasts.say('Status update sent');
  await go('room');
  expect(toasts.all.map(({ message }) => message)).toEqual(['Status update sent']);
});

test('nothing is told where the channel stands beside the page', async () => {
  width(1440);
  const link = await show('running');
  await come(link, 'first');
  expect(told()).toEqual([]);
  expect(document.querySelector('aside li.fresh')!.textContent).toContain('first');
});

test('what came while the road was lost is not told one by one, but counted', async () => {
  const link = await show('running');
  link.road({ state: 'lost', why: null });
  await settle();
  link.road({ state: 'open' });
  await settle();
  await come(link, 'first', 'second');
  expect(told()).toEqual([]);
  expect(document.querySelector('nav[aria-label=Desk] button .n')).not.toBeNull();
  const rows = ['first', 'second', 'third'];
  await come(link, ...rows);
  expect(told()).toEqual(['third']);
});

test('a message takes no refusal away', async () => {
  const link = await show('running');
  toasts.refuse({ code: 'no', message: 'That cannot be done.', hint: 'Try something else.' }, null);
  await come(link, 'first', 'second');
  expect(told()).toEqual(['Try something else.', 'second']);
});

test('all goes with the seat', async () => {
  const link = await show('running');
  await come(link, 'first');
  toasts.say('Kept as evidence');
  link.road({ state: 'gone', why: 'The facilitator took your seat.' });
  await settle();
  expect(toasts.all).toEqual([]);
});
