// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { KEYS } from './keys';
import { place } from './place.svelte';
import { go, key, leave, named, settle, show, text, width } from './testing';

vi.mock('uplot', () => ({ default: class {} }));
afterEach(async () => {
  await leave();
  width(1024);
});

test('? lists the keys, and Escape closes the list', async () => {
  await show('running');
  await key('?');
  const dialog = document.querySelector('dialog')!;
  for (const { says } of KEYS) expect(dialog.textContent).toContain(says);
  await key('r');
  expect(place.at).toBe('alerts');
  await key('Escape', dialog);
  expect(document.querySelector('dialog')).toBeNull();
});

test('pages, room, logs and the search for acts have a key', async () => {
  await show('running');
  await key('6');
  expect(place.at).toBe('database');
  await key('r');
  expect(place.at).toBe('room');
  await key('/');
  await settle();
  expect(place.at).toBe('logs');
  expect(document.activeElement).toBe(named('Search the logs'));
  (document.activeElement as HTMLElement).blur();
  await key('a');
  expect(place.at).toBe('act');
  expect(document.activeElement).toBe(named('Search what you can do'));
});

test('beside the page the search for acts takes nobody away', async () => {
  width(1440);
  await show('running');
  await go('database');
  await key('a');
  expect(place.at).toBe('database');
  expect(document.activeElement).toBe(named('Search what you can do'));
});

test('no key means anything to somebody who types, and Escape leaves the field', async () => {
  await show('running');
  await go('hypotheses');
  const field = named('New hypothesis');
  field.focus();
  for (const pressed of ['/', '1', 'r', 'a', '?']) await key(pressed, field);
  expect(place.at).toBe('hypotheses');
  expect(place.open).toBeNull();
  await key('Escape', field);
  expect(document.activeElement).not.toBe(field);
  await key('1');
  expect(place.at).toBe('alerts');
});

test('after ENDEX there is nothing to act with', async () => {
  await show('ended');
  await key('a');
  expect(place.at).toBe('survey');
  await key('?');
  expect(document.querySelector('dialog')!.textContent).not.toContain('what you can do');
  expect(text()).toContain('Search the logs');
});
