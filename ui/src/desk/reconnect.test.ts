// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { desk } from '../state/desk.svelte';
import type { DeskReply } from '../wire/generated';
import { go, leave, named, press, settle, show, submit, text, type } from './testing';

afterEach(leave);

test('after the road was lost somebody is on the same page, which looks again', async () => {
  const link = await show('running');
  await go('database');
  const looks = (): number => link.calls.filter((call) => call.call === 'page').length;
  const before = looks();
  link.road({ state: 'lost', why: null });
  await settle();
  expect(text()).toContain('No connection. Trying again. What you see is from before.');
  expect(text()).toContain('100 of 100');
  link.road({ state: 'open' });
  await settle();
  expect(text()).not.toContain('No connection');
  expect(text()).toContain('100 of 100');
  expect(looks()).toBe(before + 1);
  expect(desk.role?.id).toBe('backend');
});

test('why the road was cut is said', async () => {
  const link = await show('running');
  link.road({ state: 'lost', why: 'This page asked too much at once and was cut off.' });
  await settle();
  expect(text()).toContain('asked too much at once');
});

test('logs ask again for what was missed, with the same query', async () => {
  const link = await show('running');
  await go('logs');
  const field = named('Search the logs');
  await type(field, 'level:error');
  await submit(field);
  const lines = (): number => document.querySelectorAll('[data-line]').length;
  await press(named('Older lines'));
  const had = lines();
  const before = link.calls.length;
  link.road({ state: 'lost', why: null });
  link.road({ state: 'open' });
  await settle();
  const asked = link.calls.slice(before).filter((call) => call.call === 'logs');
  expect(asked).toMatchObject([{ query: 'level:error', before: null, role: 'backend' }]);
  expect(lines()).toBe(had);
});

test('traces ask again, and so does one that could not be read', async () => {
  const link = await show('running');
  await go('traces');
  const { call } = link;
  const lost: DeskReply = { reply: 'refused', refusal: { code: 'no-link', message: 'Lost.', hint: '' } };
  link.call = (asked) => (asked.call === 'trace' ? Promise.resolve(lost) : call(asked));
  await press(document.querySelector<HTMLElement>('[data-req]')!);
  expect(text()).toContain('Lost.');
  link.call = call;
  const before = link.calls.length;
  link.road({ state: 'lost', why: null });
  link.road({ state: 'open' });
  await settle();
  expect(link.calls.slice(before).map((one) => one.call)).toEqual(
    expect.arrayContaining(['traces', 'trace']),
  );
  expect(text()).not.toContain('Lost.');
});
