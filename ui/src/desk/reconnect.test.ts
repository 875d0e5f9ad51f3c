// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { desk } from '../state/desk.svelte';
import { go, leave, settle, show, text } from './testing';

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
