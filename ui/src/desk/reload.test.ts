// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { deskReplay } from '../link/desk-replay';
import { deskMoments, seatOf } from '../link/fixtures/desk';
import { desk } from '../state/desk.svelte';
import { place } from './place.svelte';
import { go, leave, named, press, settle, show, sit, submit, type, unload } from './testing';

vi.mock('uplot', () => ({ default: class {} }));
afterEach(leave);

test('the page comes back, and asks once', async () => {
  await show('running');
  await go('database');
  await unload();
  const link = await show('running');
  expect(place.at).toBe('database');
  expect(link.calls.filter((call) => call.call === 'page')).toEqual([
    { call: 'page', role: 'backend', again: false, page: 'database', on: null },
  ]);
});

test('so does what was searched for, and it is searched for once', async () => {
  await show('running');
  await go('logs');
  const field = named('Search the logs');
  await type(field, 'level:error');
  await submit(field);
  await unload();
  const link = await show('running');
  await settle();
  expect((named('Search the logs') as unknown as HTMLInputElement).value).toBe('level:error');
  const looks = link.calls.filter((call) => call.call === 'logs');
  expect(looks.map((call) => call.call === 'logs' && call.query)).toEqual(['level:error']);
});

test('so does the playbook that was open', async () => {
  await show('running');
  await go('playbooks');
  await press(
    [...document.querySelectorAll<HTMLElement>('main button')].find((one) =>
      one.textContent.includes('Rolling back a release'),
    )!,
  );
  await unload();
  const link = await show('running');
  expect(link.calls.filter((call) => call.call === 'page')).toEqual([
    { call: 'page', role: 'backend', again: false, page: 'playbooks', on: 'rollback' },
  ]);
  await go('playbooks');
  expect(place.playbook).toBeNull();
});

test('so does the role somebody with several acted in', async () => {
  await show('two');
  desk.choose('on-call');
  await settle();
  await unload();
  await show('two');
  expect(desk.role?.id).toBe('on-call');
});

test.each([
  ['another drill', { seat: { ...seatOf('Bo Example', ['backend']), title: 'Another night' } }],
  ['another person', { seat: seatOf('Eve Example', ['backend']) }],
  ['another team', { view: { ...deskMoments.running!.view, team: 'Others' } }],
])('but not for %s', async (_, other) => {
  await show('running');
  await go('database');
  await unload();
  const link = deskReplay('running');
  link.show(other);
  await sit(link);
  expect(place.at).toBe('alerts');
});

test('and not after the seat was taken', async () => {
  const link = await show('running');
  await go('database');
  link.road({ state: 'gone', why: 'The facilitator took your seat.' });
  await settle();
  await unload();
  await show('running');
  expect(place.at).toBe('alerts');
});

test('a tab that keeps nothing, or nonsense, is no hindrance', async () => {
  sessionStorage.setItem('three-am.place', '{"at":');
  await show('running');
  expect(place.at).toBe('alerts');
  await unload();
  const refuses = vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(() => {
    throw new DOMException('no', 'SecurityError');
  });
  await show('running');
  await go('database');
  expect(place.at).toBe('database');
  refuses.mockRestore();
});
