// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { deskMoments, seatOf } from '../link/fixtures/desk';
import { desk } from '../state/desk.svelte';
import { toasts } from '../state/toasts.svelte';
import { place } from './place.svelte';
import { deeds, go, leave, named, press, settle, show, submit, text, type } from './testing';

// happy-dom has no canvas; what uPlot draws is looked at in a browser.
vi.mock('uplot', () => ({ default: class {} }));

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, '', 'http://localhost:3000/');
});
afterEach(leave);

describe('the desk shows', () => {
  test.each([
    ['join', ['Take a seat', 'stands in the record']],
    ['role', ['which role is yours?', 'Backend Engineer', 'Held by Ben Example', 'given by the facilitator']],
    [
      'ready',
      ['Waiting for STARTEX', 'three in the morning', 'Validate the API after the fix', 'nobody yet'],
    ],
    ['running', ['03:14:32', 'SEV-1', 'Mitigating', 'Backend Engineer', 'API availability below 99 %']],
    ['paused', ['PAUSED', '03:14:32']],
    ['emergency', ['This is not the drill. Stop.']],
    ['ended', ['The drill has ended. What was found can still be read.', 'What helped?']],
    ['empty', ['No alert has fired', 'Not declared']],
    ['lost', ['No connection. Trying again. What you see is from before.']],
  ])('%s', async (name, words) => {
    await show(name);
    for (const word of words) expect(text()).toContain(word);
  });

  test('the state of the clock on the frame', async () => {
    await show('paused');
    expect(document.documentElement.dataset.clock).toBe('paused');
  });

  test('nothing to act with after ENDEX', async () => {
    await show('ended');
    for (const at of [
      'alerts',
      'checks',
      'incident',
      'hypotheses',
      'room',
      'assistant',
      'timeline',
    ] as const) {
      await go(at);
      expect(document.querySelectorAll('main form, main .btn')).toHaveLength(0);
    }
    expect(text()).not.toContain('Pin evidence');
  });
});

describe('the door', () => {
  const code = (): HTMLInputElement => document.querySelector('.code')!;

  test('takes the code from the address, and out of it', async () => {
    history.replaceState(null, '', '/#k7pqrm');
    await show('join');
    expect(code().value).toBe('K7PQRM');
    expect(location.href).toBe('http://localhost:3000/');
  });

  test('writes the code in capitals, as people type it', async () => {
    await show('join');
    await type(code(), ' k7p-qrmx');
    expect(code().value).toBe('K7PQRM');
  });

  test('says what is wrong, counts down, and lets try again', async () => {
    vi.useFakeTimers();
    const link = await show('refused');
    await type(code(), 'AAAAAA');
    await type(document.querySelectorAll('input')[1]!, 'Eve');
    await submit(code());
    expect(text()).toContain('That is not the code. It stands on the room screen');
    const button = document.querySelector<HTMLButtonElement>('button[type=submit]')!;
    expect(button.textContent).toContain('Wait 8 seconds');
    expect(button.disabled).toBe(true);
    await vi.advanceTimersByTimeAsync(7000);
    await settle();
    expect(button.textContent).toContain('Wait 1 second');
    await vi.advanceTimersByTimeAsync(1000);
    await settle();
    expect(button.disabled).toBe(false);
    link.refuses = null;
    await submit(code());
    expect(desk.phase).toBe('seated');
    vi.useRealTimers();
  });

  test('is where somebody stands again who was removed, and knows why', async () => {
    const link = await show('running');
    await go('database');
    link.road({ state: 'gone', why: 'The facilitator took your seat.' });
    await settle();
    expect(text()).toContain('The facilitator took your seat.');
    expect(text()).toContain('Take a seat');
    expect(desk.view).toBeNull();
  });
});

test('a role is taken', async () => {
  const link = await show('role');
  await press(named('Join them: Backend Engineer'));
  expect(link.calls).toEqual([{ call: 'take', role: 'backend' }]);
  link.show(deskMoments.running!);
  await settle();
  expect(text()).toContain('03:14:32');
});

describe('looking', () => {
  test('asks for the page once, in the role', async () => {
    const link = await show('running');
    await go('database');
    const looks = link.calls.filter((call) => call.call === 'page');
    expect(looks).toEqual([
      { call: 'page', role: 'backend', again: false, page: 'alerts', on: null },
      { call: 'page', role: 'backend', again: false, page: 'database', on: null },
    ]);
    expect(deeds(link)).toEqual([]);
    expect(text()).toContain('100 of 100');
  });

  test('is renewed every five seconds of drill time', async () => {
    const link = await show('running');
    await go('deploys');
    const asked = (): number =>
      link.calls.filter((call) => call.call === 'page' && call.page === 'deploys').length;
    const { view } = deskMoments.running!;
    const later = async (ms: number): Promise<void> => {
      link.show({ view: { ...view, clock: { ...view.clock, at_ms: view.clock.at_ms + ms } } });
      await settle();
    };
    const before = asked();
    await later(1000);
    expect(asked()).toBe(before);
    await later(6000);
    expect(asked()).toBe(before + 1);
  });

  test('at dashboards watches the graphs, and stops', async () => {
    const link = await show('running');
    await go('dashboards');
    expect(link.calls).toContainEqual({
      call: 'page',
      role: 'backend',
      again: false,
      page: 'dashboards',
      on: null,
    });
    await go('logs');
    const watches = link.calls.filter((call) => call.call === 'watch');
    expect(watches).toEqual([
      { call: 'watch', graphs: true },
      { call: 'watch', graphs: false },
    ]);
  });

  test('a playbook is asked for when it is opened', async () => {
    const link = await show('running');
    await go('playbooks');
    await press(
      [...document.querySelectorAll<HTMLElement>('main button')].find((one) =>
        one.textContent.includes('Rolling back a release'),
      )!,
    );
    expect(link.calls.at(-1)).toEqual({
      call: 'page',
      role: 'backend',
      again: false,
      page: 'playbooks',
      on: 'rollback',
    });
    expect(text()).toContain('Then run the smoke test.');
  });

  test('users see an error page, or how long it took', async () => {
    await show('running');
    await go('web_console');
    const words = text();
    expect(words).toContain('500 after 30.00 s');
    expect(words).toContain('the page waited 8.00 s and gave up');
    expect(words).toContain('31 % of 212 visits failed in the last minute.');
    expect(words).toContain('Checkout is slow tonight.');
    expect(words).toContain('Not seen: no figures of visits arrive.');
  });

  test('is in the role that is chosen', async () => {
    const link = await show('two');
    desk.choose('on-call');
    await go('logs');
    expect(link.calls.at(-1)).toMatchObject({ call: 'logs', role: 'on-call' });
  });

  test('a log line leads to its trace, and back', async () => {
    const link = await show('running');
    await go('logs');
    await press(named('Trace of 8f21b7'));
    await settle();
    expect(link.calls.at(-1)).toEqual({ call: 'trace', role: 'backend', req: '8f21b7' });
    await press(document.querySelector<HTMLElement>('[title="Search the logs for req:8f21b7"]')!);
    await settle();
    expect(link.calls.at(-1)).toMatchObject({ call: 'logs', query: 'req:8f21b7' });
  });
});

describe('evidence', () => {
  test('a log line is pinned for a hypothesis', async () => {
    const link = await show('running');
    await go('logs');
    await press(document.querySelectorAll<HTMLElement>('[aria-label="Pin this line"]')[1]!);
    const dialog = document.querySelector('dialog')!;
    const [select] = dialog.querySelectorAll('select');
    select!.selectedIndex = 1;
    select!.dispatchEvent(new Event('change', { bubbles: true }));
    await settle();
    await press(named('speaks against it', dialog));
    await press(dialog.querySelector<HTMLElement>('.btn.primary')!);
    expect(deeds(link)).toEqual([
      {
        deed: 'pin',
        role: 'backend',
        page: 'logs',
        on: 'ai-worker',
        what: 'task recommend.rank[5d1c] retried in 8 s: TimeoutError',
        hypothesis: 3,
        against: true,
      },
    ]);
    expect(document.querySelector('dialog')).toBeNull();
  });

  test('graphs, rows and screens have a pin too', async () => {
    await show('running');
    for (const [at, name, says] of [
      ['dashboards', 'Pin API errors', 'API errors: '],
      ['database', 'Pin db', 'Database db, State up, Connections 100 of 100'],
      ['web_console', 'Pin checkout', '500 after 30.00 s'],
    ] as const) {
      await go(at);
      await press(named(name));
      expect(document.querySelector<HTMLTextAreaElement>('dialog textarea')!.value).toContain(says);
      place.close();
      await settle();
    }
  });
});

describe('acting', () => {
  test('says what it will do before it can be pressed', async () => {
    vi.useFakeTimers();
    const link = await show('running');
    await go('act');
    await type(named('Search what you can do'), 'roll back api v213');
    await press(document.querySelector<HTMLElement>('.found button')!);
    const dialog = document.querySelector('dialog')!;
    const button = dialog.querySelector<HTMLButtonElement>('.btn.primary')!;
    expect(button.textContent).toContain('Roll back api to v213');
    expect(button.disabled).toBe(true);
    await vi.advanceTimersByTimeAsync(150);
    await settle();
    expect(dialog.textContent).toContain('one replica at a time');
    expect(dialog.textContent).toContain('90 s');
    await press(button);
    expect(deeds(link)).toEqual([
      { deed: 'system', role: 'backend', act: { act: 'roll_back', on: 'api', to: 'v213' } },
    ]);
    vi.useRealTimers();
  });

  test('offers only what the role may', async () => {
    await show('two');
    desk.choose('on-call');
    await go('act');
    expect(document.querySelector('main')!.textContent).toContain('Restart');
    expect(document.querySelector('main')!.textContent).not.toContain('Roll back');
    desk.choose('bridge');
    await settle();
    expect(document.querySelector('main')!.textContent).toContain('Your role changes nothing in the system.');
  });

  test('checks are asked for, and an alert is acknowledged', async () => {
    const link = await show('running');
    await press(named('Acknowledge AI task latency above 60 s'));
    await go('checks');
    await press(named('Run the smoke test'));
    await press(named('Check the AI pipeline'));
    expect(deeds(link).map(({ deed, ...rest }) => [deed, rest])).toEqual([
      ['acknowledge', { role: 'backend', alert: 'AITaskLatency' }],
      ['system', { role: 'backend', act: { act: 'smoke_test' } }],
      ['system', { role: 'backend', act: { act: 'pipeline_check' } }],
    ]);
    expect(text()).toContain('2 of 2 answer, in 41 ms');
  });

  test('a checklist line is ticked in the role it belongs to', async () => {
    const link = await show('two');
    await go('checklist');
    const boxes = [...document.querySelectorAll<HTMLInputElement>('main input[type=checkbox]')];
    await press(boxes.find((box) => !box.checked)!);
    expect(deeds(link)).toEqual([{ deed: 'tick', role: 'on-call', item: 3 }]);
  });
});

describe('talking', () => {
  test('a status update says when the next one comes', async () => {
    const link = await show('two');
    await go('incident');
    const [impact, doing] = document.querySelectorAll('main textarea');
    await type(impact!, 'Checkout fails for one in three.');
    await type(doing!, 'Rolling back.');
    await press(named('in 30 min'));
    expect(text()).toContain('next at 03:44');
    await submit(impact!);
    expect(deeds(link)).toEqual([
      {
        deed: 'status_update',
        role: 'bridge',
        impact: 'Checkout fails for one in three.',
        doing: 'Rolling back.',
        next_in_min: 30,
      },
    ]);
  });

  test('what a role may not is not offered', async () => {
    await show('running');
    await go('incident');
    expect(text()).toContain('Your role does not set the severity. Ask in the room.');
    expect(text()).toContain('Your role does not send status updates.');
  });

  test('a message that waits is answered', async () => {
    const link = await show('running');
    await go('room');
    await press(named('Answer VP Product'));
    const field = named('Answer to VP Product');
    await type(field, 'By half past three.');
    await submit(field);
    expect(deeds(link)).toEqual([
      { deed: 'say', role: 'backend', to: 'VP Product', text: 'By half past three.', answers: 2 },
    ]);
  });

  test('what comes from outside is said wherever somebody is, and counted until it is seen', async () => {
    const link = await show('running');
    const { view } = deskMoments.running!;
    const row = {
      ...view.channel.find((one) => one.from === 'Support lead')!,
      event: 90,
      text: 'It is on the news.',
    };
    link.show({ view: { ...view, channel: [row, ...view.channel] } });
    await settle();
    expect(toasts.all.map((toast) => toast.hint)).toEqual(['It is on the news.']);
    expect(place.unread(desk.view!, 'Bo Example')).toBe(1);
    await go('room');
    expect(place.unread(desk.view!, 'Bo Example')).toBe(0);
  });

  test('an answer of the assistant is verified', async () => {
    const link = await show('running');
    await go('assistant');
    expect(text()).toContain('thinking');
    await press(named('does not hold'));
    const field = named('Because of what');
    await type(field, 'The pool is 25, the limit 100.');
    await submit(field);
    expect(deeds(link)).toEqual([
      {
        deed: 'verify',
        role: 'backend',
        question: 1,
        holds: false,
        evidence: 'The pool is 25, the limit 100.',
      },
    ]);
  });

  test('a hypothesis is raised and judged, a decision is written', async () => {
    const link = await show('two');
    await go('hypotheses');
    const field = named('New hypothesis');
    await type(field, 'The pool leaks; then idle connections grow.');
    await submit(field);
    await press(named('Confirm or refute hypothesis 3'));
    await type(document.querySelector('dialog textarea'), 'Payments answer in 200 ms.');
    await press(named('Refute it'));
    await go('timeline');
    await type(named('Note or decision'), 'We roll back.');
    await press(named('Decision'));
    expect(deeds(link)).toEqual([
      { deed: 'hypothesis', role: 'bridge', text: 'The pool leaks; then idle connections grow.' },
      {
        deed: 'judge',
        role: 'bridge',
        hypothesis: 3,
        verdict: 'refuted',
        evidence: 'Payments answer in 200 ms.',
      },
      { deed: 'decision', role: 'bridge', text: 'We roll back.' },
    ]);
  });
});

test('names are words, never HTML', async () => {
  const link = await show('running');
  const evil = '<img src=x onerror="globalThis.pwned=1">';
  const { view } = deskMoments.running!;
  link.show({
    seat: { ...seatOf(evil, ['backend']), briefing: evil, title: evil },
    view: {
      ...view,
      roles: view.roles.map((role) => ({ ...role, people: [evil] })),
      channel: view.channel.map((row) => ({ ...row, from: evil, text: evil })),
      hypotheses: view.hypotheses.map((row) => ({ ...row, text: evil, evidence: [evil] })),
      pins: view.pins.map((pin) => ({ ...pin, what: evil, by: evil })),
      questions: view.questions.map((one) => ({ ...one, text: evil, answer: evil, by: evil })),
      notice: [evil, 0],
    },
  });
  for (const at of [
    'room',
    'hypotheses',
    'evidence',
    'assistant',
    'role',
    'web_console',
    'incident',
  ] as const) {
    await go(at);
    expect(document.querySelector('img')).toBeNull();
    expect(text()).toContain('<img src=x');
  }
});
