// @vitest-environment happy-dom
import { mount, unmount } from 'svelte';
import { afterEach, describe, expect, test } from 'vitest';
import { bare, editorView, rehearsal } from '../../../link/fixtures/editor';
import type { EditorView, Refusal, RehearsalView } from '../../../wire/generated';
import { settle } from '../../testing';
import SystemPick from '../SystemPick.svelte';
import Rehearsal from './Rehearsal.svelte';
import { teamsOf, tookWords } from './teams';

let app: object | null = null;
const said: unknown[] = [];

afterEach(async () => {
  if (app) await unmount(app);
  app = null;
  said.length = 0;
  document.body.innerHTML = '';
});

interface Given {
  view?: EditorView;
  rehearsal?: RehearsalView | null;
  playing?: boolean;
  refused?: Refusal | null;
  team?: string | null;
}

async function open(given: Given = {}): Promise<void> {
  const props = {
    view: editorView,
    rehearsal: null,
    playing: false,
    refused: null,
    team: null,
    onteam: (team: string | null) => void said.push(['team', team]),
    onrehearse: () => void said.push('rehearse'),
    onselect: (inject: string) => void said.push(['inject', inject]),
    ...given,
  };
  app = mount(Rehearsal, { target: document.body, props });
  await settle();
}

const text = (): string => document.body.textContent ?? '';
const button = (words: string): HTMLButtonElement =>
  [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === words)!;

describe('a rehearsal', () => {
  test('teaches before the first', async () => {
    await open();
    expect(text()).toContain('Not rehearsed yet.');
    button('Rehearse').click();
    expect(said).toEqual(['rehearse']);
  });

  test('is with nobody, or with a team of the scenario', async () => {
    expect(teamsOf(editorView).map((team) => team.id)).toEqual(['good', 'harmful', 'slow']);
    await open({ team: 'slow' });
    const select = document.querySelector('select')!;
    expect(select.selectedOptions[0]!.textContent).toBe('Team: slow');
    for (const value of ['good', '/']) {
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }
    expect(said).toEqual([
      ['team', 'good'],
      ['team', null],
    ]);
  });

  test('says how it ended, what was reached and what was not', async () => {
    const key_times = rehearsal.key_times.map(([name, at]): [string, number | null] =>
      name === 'Closed' ? [name, null] : [name, at],
    );
    await open({ rehearsal: { ...rehearsal, key_times } });
    for (const words of [
      rehearsal.outcome,
      '03:03:14',
      'T+3:14',
      'not reached',
      '26 met',
      '0 missed',
      '1 step of the team could not be carried out',
      `took ${tookWords(rehearsal.took_ms)}`,
    ]) {
      expect(text().replace(/\s+/g, ' ')).toContain(words);
    }
  });

  test('leads from an inject in its lane to the run sheet', async () => {
    await open({ rehearsal });
    document.querySelector<HTMLElement>('[aria-label="The VP wants two sentences"]')!.click();
    expect(said).toEqual([['inject', 'vp-asks']]);
  });

  test('stays, faint, while the next is played', async () => {
    await open({ rehearsal, playing: true });
    expect(text()).toContain('Playing 45 min …');
    expect(text()).toContain(rehearsal.outcome);
    expect(document.querySelector('.faint')).not.toBeNull();
    expect(button('Playing …').disabled).toBe(true);
  });

  test('that is refused says why, and which mistakes stand in the way', async () => {
    const problems = editorView.problems.map((one) => ({
      ...one,
      problem: { ...one.problem, severity: 'error' as const },
    }));
    await open({
      view: { ...bare, problems },
      refused: { code: 'broken-scenario', message: 'The scenario does not check.', hint: 'Mend it.' },
    });
    expect(document.querySelector('[role=alert]')!.textContent).toContain('The scenario does not check.');
    expect(text()).toContain('3am-outage/scenario.toml:98');
    expect(text()).toContain('leave people two minutes to react');
  });

  test.each([
    [821, '0.8 s'],
    [1813, '1.8 s'],
    [12_400, '12 s'],
  ])('of %i ms took %s', (ms, words) => expect(tookWords(ms)).toBe(words));
});

describe('the system to point at', () => {
  test('marks what is picked and the fault that is spoken of, and arrows walk over it', async () => {
    const picked: string[] = [];
    app = mount(SystemPick, {
      target: document.body,
      props: {
        map: editorView.map!,
        picked: 'api',
        faultAt: 5,
        onpick: (id: string) => void picked.push(id),
      },
    });
    await settle();
    const box = (id: string): HTMLElement => document.querySelector<HTMLElement>(`[data-component="${id}"]`)!;
    expect(box('api').getAttribute('aria-pressed')).toBe('true');
    expect(box('db').getAttribute('aria-pressed')).toBe('false');
    expect(box('image-worker').querySelector('.fault')!.className).not.toContain('faint');
    expect(box('api').querySelector('.fault')!.className).toContain('faint');
    box('api').focus();
    for (const [key, at] of [
      ['ArrowRight', 'recommender'],
      ['ArrowDown', 'db'],
      ['ArrowLeft', 'images'],
    ]) {
      document.activeElement!.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
      );
      expect(document.activeElement).toBe(box(at!));
    }
    box('images').click();
    expect(picked).toEqual(['images']);
  });
});
