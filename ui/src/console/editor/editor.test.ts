// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { author } from '../../link/fixtures/authoring';
import { toasts } from '../../state/toasts.svelte';
import type { Call, EditorCall, EditorView, Reply } from '../../wire/generated';
import { leave, settle, show, type Replay } from '../testing';

// What stands on the map and in the rehearsal is tested beside them.
vi.mock('uplot', () => ({ default: class {} }));

const $ = <E extends HTMLElement = HTMLElement>(selector: string): E => {
  const found = document.querySelector<E>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};
const text = (): string => document.body.textContent ?? '';

function button(words: string | RegExp, within = 'body'): HTMLButtonElement {
  const all = [...document.querySelectorAll<HTMLButtonElement>(`${within} button`)];
  const name = (one: HTMLElement): string => (one.getAttribute('aria-label') ?? one.textContent ?? '').trim();
  const found = all.find((one) => (typeof words === 'string' ? name(one) === words : words.test(name(one))));
  if (!found) throw new Error(`no button ${String(words)}`);
  return found;
}

const box = (label: string): HTMLInputElement =>
  $<HTMLInputElement>(`aside [aria-label="${label}"]:is(input, textarea)`);

async function press(key: string, more: KeyboardEventInit = {}, on?: Element): Promise<void> {
  const target = on ?? document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  await settle();
}

async function type(field: HTMLInputElement | HTMLTextAreaElement, words: string): Promise<void> {
  field.focus();
  field.value = words;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
}

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
}

const asked = (link: Replay): EditorCall[] =>
  link.calls.flatMap((call) => (call.call === 'editor' ? [call.ask] : []));
const changes = (link: Replay) => asked(link).flatMap((ask) => (ask.ask === 'change' ? [ask] : []));
const last = (link: Replay) => changes(link).at(-1)!;

/** Answers otherwise, as long as it is not null. */
function instead(link: Replay, answer: (ask: EditorCall) => Reply | Promise<Reply> | null): void {
  const call = link.call;
  link.call = (asks: Call) => {
    const other = asks.call === 'editor' ? answer(asks.ask) : null;
    return other === null ? call(asks) : Promise.resolve(other);
  };
}

/** The library, and a scenario behind it that takes what is written. */
async function library(): Promise<Replay> {
  const link = await show('library');
  const call = link.call;
  const authors = author();
  link.call = (asks: Call) => {
    if (asks.call !== 'editor') return call(asks);
    link.calls.push(asks);
    const answer = authors(asks.ask);
    return Promise.resolve(
      'code' in answer ? { reply: 'refused', refusal: answer } : { reply: 'editor', answer },
    );
  };
  return link;
}

async function part(title: RegExp): Promise<void> {
  button(title, 'nav').click();
  await pass(10);
}

async function open(): Promise<Replay> {
  const link = await library();
  button(/^Edit/, '.cards').click();
  await pass(20);
  return link;
}

async function inject(title: RegExp): Promise<void> {
  await part(/^Run sheet/);
  button(title, 'main').click();
  await pass(10);
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sessionStorage.clear();
  toasts.clear();
});
afterEach(async () => {
  await leave();
  vi.useRealTimers();
});

describe('the editor', () => {
  test('opens from the library, says where everything is, and goes back', async () => {
    const link = await open();
    expect(asked(link)[0]).toEqual({ ask: 'open', scenario: 'false-alarm' });
    expect($('h1').textContent).toBe('The kiosk stops selling');
    expect($('nav').textContent).toMatch(/Run sheet\s*3/);
    expect(text()).toContain('Checks clean');
    button('← Library').click();
    await pass(10);
    expect(asked(link).at(-1)).toEqual({ ask: 'close' });
    expect(text()).toContain('Drills');
  });

  test('says why it does not open, and asks again', async () => {
    const link = await library();
    let closed = true;
    instead(link, (ask) =>
      ask.ask === 'open' && closed
        ? {
            reply: 'refused',
            refusal: { code: 'unknown-scenario', message: 'There is none.', hint: 'Look.' },
          }
        : null,
    );
    button(/^Edit/, '.cards').click();
    await pass(20);
    expect(text()).toContain('There is none.');
    closed = false;
    button('Try again').click();
    await pass(20);
    expect($('h1').textContent).toBe('The kiosk stops selling');
  });

  test('makes one, and opens it', async () => {
    const link = await library();
    button('New scenario').click();
    await pass(10);
    await type($<HTMLInputElement>('#make-title'), 'A night');
    $<HTMLFormElement>('#make').dispatchEvent(new Event('submit', { cancelable: true }));
    await pass(10);
    expect(asked(link)[0]).toEqual({ ask: 'make', title: 'A night', system: 'storefront', from: null });
    expect(asked(link)[1]).toEqual({ ask: 'open', scenario: 'made' });
  });

  test('finds everything by name', async () => {
    await open();
    await press('k', { ctrlKey: true }, document.body);
    await type($<HTMLInputElement>('dialog .ask'), 'owner calls');
    await press('Enter', {}, $('dialog .ask'));
    expect($('aside h2').textContent).toBe('The owner calls');
  });

  test('rehearses after it was opened and after changes, but not after those of a text for people', async () => {
    const link = await open();
    const played = () => asked(link).filter(({ ask }) => ask === 'rehearse');
    await pass(700);
    expect(played()).toEqual([{ ask: 'rehearse', team: 'good', minutes: null }]);
    await part(/^Run sheet/);
    expect($('main').textContent).toContain('Users were hit from 22:12');
    await inject(/The kiosk calls/);
    await type(box('Title'), 'x');
    await pass(700);
    expect(played()).toHaveLength(1);
    await pass(700);
    expect(played()).toHaveLength(2);
    await part(/^Briefing/);
    await type($<HTMLTextAreaElement>('main textarea'), '# Words');
    await pass(3_000);
    expect(played()).toHaveLength(2);
  });
});

describe('a field', () => {
  test('is sent once after a rest, as one step', async () => {
    const link = await open();
    await inject(/The kiosk calls/);
    for (const words of ['The', 'The shop', 'The shop calls']) {
      await type(box('Title'), words);
      await pass(200);
    }
    expect(changes(link)).toEqual([]);
    expect(text()).toContain('Saving …');
    await pass(700);
    expect(changes(link)).toHaveLength(1);
    expect(last(link)).toEqual({
      ask: 'change',
      edits: [
        {
          file: 'kiosk-release/scenario.toml',
          edit: { edit: 'set', at: ['inject', 1, 'title'], value: 'The shop calls' },
        },
      ],
      says: 'change “Title” of “The kiosk calls”',
    });
    expect(text()).toContain('Saved');
    expect(document.activeElement).toBe(box('Title'));
  });

  test('is sent on Enter and when it is left, and nothing is sent twice', async () => {
    const link = await open();
    await inject(/The kiosk calls/);
    await type(box('Title'), 'One');
    await press('Enter', {}, box('Title'));
    box('Title').dispatchEvent(new Event('blur'));
    await pass(2_000);
    expect(changes(link)).toHaveLength(1);
    await type(box('Title'), 'Two');
    button(/The owner calls/, 'main').click();
    await pass(10);
    expect(last(link).edits[0]!.edit).toMatchObject({ at: ['inject', 1, 'title'], value: 'Two' });
  });

  test('keeps what was typed when it is refused', async () => {
    const link = await open();
    await inject(/The kiosk calls/);
    let full = true;
    instead(link, (ask) =>
      ask.ask === 'change' && full
        ? {
            reply: 'refused',
            refusal: { code: 'not-written', message: 'The disk is full.', hint: 'Make room.' },
          }
        : null,
    );
    await type(box('Title'), 'Mine');
    await pass(800);
    expect($('aside').textContent).toContain('Make room.');
    expect(text()).toContain('Not saved');
    expect(box('Title').value).toBe('Mine');
    full = false;
    button('Try again', 'aside').click();
    await pass(10);
    expect(last(link).edits[0]!.edit).toMatchObject({ value: 'Mine' });
    expect(text()).not.toContain('Make room.');
  });

  test('keeps a refused text when its field goes, and asks before it is left behind', async () => {
    const link = await open();
    await inject(/The kiosk calls/);
    instead(link, (ask) =>
      ask.ask === 'change'
        ? { reply: 'refused', refusal: { code: 'not-written', message: 'Full.', hint: 'Make room.' } }
        : null,
    );
    await type(box('Title'), 'Long and dear');
    await pass(800);
    const sent = asked(link).length;
    box('Title').dispatchEvent(new Event('blur'));
    await pass(800);
    expect(asked(link).length, 'what was refused is not sent again by itself').toBe(sent);
    button(/Hints/).click();
    await pass(800);
    expect(text()).toContain('Long and dear');
    button(/Library/).click();
    await pass(10);
    expect(text()).toContain('Something that you typed is in no file.');
    expect(text()).toContain('Long and dear');
  });

  test('that is emptied is taken out, if it may be missing', async () => {
    const link = await open();
    await inject(/v2 leaks/);
    await type(box('Id'), '');
    await pass(800);
    expect(last(link).edits[0]!.edit).toEqual({ edit: 'unset', at: ['inject', 0, 'id'] });
  });

  test('has its mistakes beside it, and the list of all leads to it', async () => {
    const link = await open();
    const wrong = {
      problem: {
        severity: 'error' as const,
        file: 'kiosk-release/scenario.toml',
        line: 9,
        column: 9,
        length: 6,
        line_text: 'at    = "soon"',
        message: '"soon" is not a duration',
        help: 'write "5m"',
      },
      way: ['inject', 1, 'at'],
    };
    const call = link.call;
    link.call = async (asks: Call) => {
      const reply = await call(asks);
      if (reply.reply !== 'editor' || reply.answer.editor !== 'edited') return reply;
      const view: EditorView = { ...reply.answer.view, problems: [wrong] };
      return { reply: 'editor', answer: { editor: 'edited', view } };
    };
    await inject(/The kiosk calls/);
    await type(box('On the clock'), 'soon');
    await pass(800);
    expect($('aside').textContent).toContain('"soon" is not a duration');
    expect(box('On the clock').getAttribute('aria-invalid')).toBe('true');
    await part(/^Story/);
    button('1 mistake').click();
    await pass(10);
    expect($('main mark').textContent).toBe('"soon"');
    button(/is not a duration/, 'main').click();
    await pass(10);
    expect(document.activeElement).toBe(box('On the clock'));
  });
});

describe('a choice of keys', () => {
  test('is changed in one step', async () => {
    const link = await open();
    await inject(/The kiosk calls/);
    button('In the tray', 'aside').click();
    await pass(10);
    expect(last(link).edits.map(({ edit }) => edit)).toEqual([
      { edit: 'unset', at: ['inject', 1, 'at'] },
      { edit: 'set', at: ['inject', 1, 'tray'], value: true },
    ]);
    expect(changes(link)).toHaveLength(1);
  });

  test('of names filters what there is, and takes what is picked', async () => {
    const link = await open();
    await inject(/v2 leaks/);
    const kind = box('Kind');
    kind.click();
    await settle();
    expect(document.querySelectorAll('aside [role=option]')).toHaveLength(6);
    await type(kind, 'sl');
    expect(document.querySelectorAll('aside [role=option]')).toHaveLength(1);
    await press('ArrowDown', {}, kind);
    await press('Enter', {}, kind);
    await pass(10);
    expect(last(link).edits.map(({ edit }) => edit)).toEqual([
      { edit: 'unset', at: ['inject', 0, 'fault', 'rate'] },
      { edit: 'set', at: ['inject', 0, 'fault', 'kind'], value: 'slow' },
      { edit: 'set', at: ['inject', 0, 'fault', 'factor'], value: 4 },
    ]);
  });
});

describe('items', () => {
  test('are added with what they need, chosen at once, with the title to be typed', async () => {
    const link = await open();
    await part(/^Expectations/);
    button('Add an expectation: learn, Bridge Engineer').click();
    await pass(10);
    expect(last(link).edits[0]!.edit).toMatchObject({
      edit: 'insert',
      list: ['expect'],
      before: 2,
      table: { role: 'bridge', phase: 'learn', title: 'New expectation' },
    });
    expect($('aside h2').textContent).toBe('New expectation');
    expect(document.activeElement).toBe(box('Title'));
  });

  test('are removed without a question, and brought back where they were', async () => {
    const link = await open();
    await inject(/The kiosk calls/);
    button('Remove', 'aside').click();
    await pass(10);
    expect(last(link)).toMatchObject({ says: 'remove “The kiosk calls”' });
    expect($('aside h2').textContent).toBe('The owner calls');
    button('Undo', '.corner').click();
    await pass(10);
    expect($('aside h2').textContent).toBe('The kiosk calls');
  });

  test('are moved with Alt and the arrows, and stay chosen', async () => {
    const link = await open();
    await part(/^Story/);
    button('Add a cause').click();
    await pass(10);
    button(/^cause/, 'main').click();
    await press('ArrowUp', { altKey: true }, button(/^cause/, 'main'));
    await pass(10);
    expect(last(link).edits[0]!.edit).toEqual({ edit: 'move', list: ['truth', 'cause'], from: 1, to: 0 });
    expect($('aside .eyebrow').textContent).toBe('Cause 1 of 2');
  });
});

describe('undo', () => {
  test('takes the last step back, says which, and leaves alone what is typed and not sent', async () => {
    const link = await open();
    await inject(/The kiosk calls/);
    await type(box('Title'), 'Other');
    await press('z', { ctrlKey: true }, box('Title'));
    expect(asked(link).some(({ ask }) => ask === 'undo')).toBe(false);
    await pass(800);
    expect(button(/Undo/, 'header').title).toContain('change “Title” of “The kiosk calls”');
    await press('z', { ctrlKey: true }, box('Title'));
    await pass(10);
    expect(asked(link).at(-1)).toEqual({ ask: 'undo' });
    expect(box('Title').value).toBe('The kiosk calls');
    await press('y', { ctrlKey: true }, document.body);
    await pass(10);
    expect(box('Title').value).toBe('Other');
  });

  test('of a file that another program changed offers to read it again', async () => {
    const link = await open();
    await inject(/The kiosk calls/);
    let stale = true;
    instead(link, (ask) =>
      ask.ask === 'change' && stale
        ? {
            reply: 'refused',
            refusal: { code: 'changed-outside', message: 'It was changed.', hint: 'Read it again.' },
          }
        : null,
    );
    await type(box('Title'), 'Mine');
    await pass(800);
    stale = false;
    button('Read the files again').click();
    await pass(10);
    expect(asked(link).at(-1)).toEqual({ ask: 'again' });
    expect(box('Title').value).toBe('Mine');
  });
});

describe('a file as text', () => {
  const area = (): HTMLTextAreaElement => $<HTMLTextAreaElement>('main textarea');

  test('is written after a rest; what is typed meanwhile stays', async () => {
    const link = await open();
    await part(/^scenario.toml/);
    let answer: (() => void) | null = null;
    instead(link, (ask) => {
      if (ask.ask !== 'change' || answer) return null;
      const call = link.call;
      return new Promise((done) => {
        answer = () => void call({ call: 'editor', ask }).then(done);
      });
    });
    await type(area(), 'title = "a"\n');
    await pass(900);
    await type(area(), 'title = "ab"\n');
    answer!();
    await pass(10);
    expect(area().value).toBe('title = "ab"\n');
    await pass(900);
    expect(last(link).edits).toEqual([
      { file: 'kiosk-release/scenario.toml', edit: { edit: 'write', text: 'title = "ab"\n' } },
    ]);
  });

  test('takes Tab, and lets go after Escape', async () => {
    await open();
    await part(/^scenario.toml/);
    area().focus();
    area().setSelectionRange(0, 0);
    await press('Tab', {}, area());
    expect(area().value.startsWith('  # by hand')).toBe(true);
    await press('Escape', {}, area());
    const tab = new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, cancelable: true });
    area().dispatchEvent(tab);
    expect(tab.defaultPrevented).toBe(false);
  });

  test('stands beside what people will read, and says who else reads it', async () => {
    await open();
    await part(/^Briefing/);
    expect($('main .preview strong').textContent).toBe('forty');
    await part(/^System/);
    expect($('main').textContent).toContain('2 other scenarios read it too: kiosk-fire, kiosk-rush.');
  });

  test('is made under a name that can be one, and removed with an undo', async () => {
    const link = await open();
    await part(/^Teams/);
    button('New team').click();
    await pass(10);
    await type($<HTMLInputElement>('#new-file-name'), 'Too Loud');
    $<HTMLFormElement>('#new-file').dispatchEvent(new Event('submit', { cancelable: true }));
    await pass(10);
    expect($('dialog').textContent).toContain('Small letters');
    await type($<HTMLInputElement>('#new-file-name'), 'slow');
    $<HTMLFormElement>('#new-file').dispatchEvent(new Event('submit', { cancelable: true }));
    await pass(10);
    expect(last(link).edits[0]).toMatchObject({
      file: 'kiosk-release/teams/slow.toml',
      edit: { edit: 'write' },
    });
    button('Remove team').click();
    await pass(10);
    expect(asked(link)).toContainEqual({ ask: 'remove', file: 'kiosk-release/teams/slow.toml' });
  });
});
