// @vitest-environment happy-dom
import { flushSync } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { cockpit } from '../cockpit.svelte';
import { leave, settle, show } from '../testing';

vi.mock('uplot', () => ({ default: class {} }));

const dialog = (): HTMLElement => document.querySelector('dialog')!;
const text = (): string => dialog().textContent!.replace(/\s+/g, ' ');
const press = async (name: string, within: Element = document.body): Promise<void> => {
  const all = [...within.querySelectorAll('button')];
  all.find((one) => one.textContent!.trim() === name)!.click();
  await settle();
};

afterEach(async () => {
  cockpit.close();
  await leave();
});

test('the library leads to what the program is, where it keeps what, and its licences', async () => {
  await show('library');
  await press('About Three AM');
  expect(text()).toContain('Version 0.1.0.');
  for (const place of ['/data/journal.sqlite', '/data/logs', '/data/exports'])
    expect(text()).toContain(place);
  await vi.waitFor(() => expect(dialog().querySelectorAll('tbody tr').length).toBeGreaterThan(300));
  const find = dialog().querySelector<HTMLInputElement>('input')!;
  find.value = 'printpdf';
  find.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
  expect(dialog().querySelectorAll('tbody tr')).toHaveLength(1);
  expect(dialog().querySelector('tbody')!.textContent).toMatch(/printpdf.*MIT/);
});

test('diagnostics are saved from there, and it is said where they are', async () => {
  const link = await show('library');
  await press('About Three AM');
  await press('Save diagnostics', dialog());
  expect(link.calls.at(-1)).toMatchObject({ call: 'diagnostics' });
  expect(text()).toContain('exports/diagnostics.jsonl');
});

test('in a drill it is a dialog as all others', async () => {
  await show('running');
  cockpit.open = { kind: 'about' };
  await settle();
  expect(text()).toContain('Where it keeps what');
  await press('Close', dialog());
  expect(document.querySelector('dialog')).toBeNull();
});
