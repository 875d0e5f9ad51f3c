import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { postmortem } from '../../link/fixtures/postmortem';
import { lost } from '../../link/link';
import type { Call, Edit, Reply } from '../../wire/generated';
import { LONGEST_MS, LOOK_MS, PAUSE_MS, SLOW_MS, Writing } from './writing.svelte';
import { saving } from './words';

/** A road whose answers are given by hand, or at once. */
function road() {
  const calls: Call[] = [];
  const open: ((reply: Reply) => void)[] = [];
  let reply: (call: Call) => Reply | null = (call) =>
    call.call === 'postmortem' ? { reply: 'postmortem', view: postmortem } : { reply: 'done' };
  return {
    calls,
    open,
    say: (to: (call: Call) => Reply | null) => (reply = to),
    ask: (call: Call): Promise<Reply> => {
      calls.push(call);
      const at_once = reply(call);
      return at_once ? Promise.resolve(at_once) : new Promise((done) => open.push(done));
    },
    written: (): Edit[] =>
      calls.flatMap((call) =>
        call.call === 'command' && call.command.do === 'write' ? call.command.edits : [],
      ),
  };
}

const summary = (text: string | null): Edit => ({ edit: 'text', field: 'summary', text });
const field = () => postmortem.sections.flatMap((one) => one.fields).find((one) => one.field === 'summary')!;
const said = (writing: Writing): string =>
  saving(writing.all, writing.saved_ms, null, { slow: writing.slow }).words;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what is typed is sent once, after a pause', async () => {
  const at = road();
  const writing = new Writing('d', at.ask);
  for (const text of ['a', 'ab', 'abc']) {
    writing.write(summary(text));
    await vi.advanceTimersByTimeAsync(PAUSE_MS / 2);
  }
  expect(at.written()).toEqual([]);
  expect(said(writing)).toBe('Saving …');
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  expect(at.written()).toEqual([summary('abc')]);
  expect(said(writing)).toMatch(/^Saved \d\d:\d\d:\d\d$/);
});

test('who never pauses is saved as well', async () => {
  const at = road();
  const writing = new Writing('d', at.ask);
  for (let ms = 0; ms < LONGEST_MS + PAUSE_MS; ms += 100) {
    writing.write(summary(`at ${ms}`));
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(at.written().length).toBe(1);
});

test('what is typed while another is on its way is sent after it, and never before', async () => {
  const at = road();
  const writing = new Writing('d', at.ask);
  at.say(() => null);
  writing.write(summary('first'), true);
  writing.write(summary('second'), true);
  await vi.advanceTimersByTimeAsync(10);
  expect(at.written()).toEqual([summary('first')]);
  at.open[0]!({ reply: 'done' });
  await vi.advanceTimersByTimeAsync(10);
  expect(at.written()).toEqual([summary('first'), summary('second')]);
  expect(writing.text(field())).toBe('second');
});

test('a lost road is tried again until it is there', async () => {
  const at = road();
  const writing = new Writing('d', at.ask);
  at.say(() => lost('There is no connection to Three AM.', ''));
  writing.write(summary('kept'), true);
  await vi.advanceTimersByTimeAsync(0);
  expect(said(writing)).toBe('Not saved: There is no connection to Three AM. Trying again.');
  await vi.advanceTimersByTimeAsync(3_500);
  expect(at.written().length).toBeGreaterThan(2);
  expect(writing.text(field())).toBe('kept');
  at.say(() => ({ reply: 'done' }));
  await vi.advanceTimersByTimeAsync(9_000);
  expect(said(writing)).toMatch(/^Saved/);
});

test('what is decided against stays as it was typed, and is not sent again before it is changed', async () => {
  const at = road();
  const writing = new Writing('d', at.ask);
  const refusal = { code: 'too-long', message: 'Summary has 20,001 characters.', hint: 'Shorten it.' };
  at.say(() => ({ reply: 'refused', refusal }));
  writing.write(summary('long'), true);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(at.written()).toEqual([summary('long')]);
  expect(writing.trouble('text:summary')).toEqual(refusal);
  expect(writing.text(field())).toBe('long');
  expect(await writing.flush()).toBe(false);
  at.say(() => ({ reply: 'done' }));
  writing.write(summary('short'), true);
  await vi.advanceTimersByTimeAsync(0);
  expect(writing.trouble('text:summary')).toBeNull();
});

test('a view that was asked for before an edit was taken does not undo it on the screen', async () => {
  const at = road();
  const writing = new Writing('d', at.ask);
  at.say((call) => (call.call === 'postmortem' ? null : { reply: 'done' }));
  void writing.look();
  writing.write(summary('newer'), true);
  await vi.advanceTimersByTimeAsync(0);
  at.open[0]!({ reply: 'postmortem', view: postmortem });
  await vi.advanceTimersByTimeAsync(0);
  expect(writing.text(field())).toBe('newer');
  await vi.advanceTimersByTimeAsync(LOOK_MS);
  at.open[1]!({ reply: 'postmortem', view: postmortem });
  await vi.advanceTimersByTimeAsync(0);
  expect(writing.all.size).toBe(0);
});

test('as drafted shows the draft before the next view has come', () => {
  const writing = new Writing('d', road().ask);
  const mine = { ...field(), text: 'mine', edited: true };
  writing.write(summary(null));
  expect(writing.text(mine)).toBe(field().drafted);
  expect(writing.edited(mine)).toBe(false);
});

test('before something that needs all of it, all of it is sent', async () => {
  const at = road();
  const writing = new Writing('d', at.ask);
  writing.write(summary('one'));
  for (let event = 1; event <= 30; event++)
    writing.write({ edit: 'row', event, row: { hidden: true, pinned: false, note: '' } });
  expect(await writing.flush()).toBe(true);
  expect(at.written().length).toBe(31);
});

test('a page that goes hands over everything without waiting', () => {
  const at = road();
  const writing = new Writing('d', at.ask);
  at.say(() => null);
  writing.write(summary('one'), true);
  writing.write(summary('two'));
  writing.write({ edit: 'caption', graph: 'api-errors', text: 'Look' });
  writing.leave();
  expect(at.written().at(-1)).toEqual({ edit: 'caption', graph: 'api-errors', text: 'Look' });
  expect(at.written()).toContainEqual(summary('two'));
});

test('an answer that does not come is missed, in words', async () => {
  const at = road();
  const writing = new Writing('d', at.ask);
  at.say(() => null);
  writing.write(summary('one'), true);
  await vi.advanceTimersByTimeAsync(SLOW_MS);
  expect(said(writing)).toContain('no answer so far');
  at.open[0]!({ reply: 'done' });
  await vi.advanceTimersByTimeAsync(0);
  expect(said(writing)).toMatch(/^Saved/);
});

test('what a closed window could not send is there when it is opened again', async () => {
  const store: Record<string, string> = {};
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => store[key] ?? null,
    setItem: (key: string, to: string) => (store[key] = to),
    removeItem: (key: string) => delete store[key],
  });
  const at = road();
  at.say(() => null);
  const writing = new Writing('d', at.ask);
  writing.write(summary('half a sent'));
  writing.leave();
  const again = road();
  const reopened = new Writing('d', again.ask);
  expect(reopened.text(field())).toBe('half a sent');
  reopened.again();
  await vi.advanceTimersByTimeAsync(0);
  expect(again.written()).toEqual([summary('half a sent')]);
  expect(store).toEqual({});
  expect(new Writing('another', road().ask).all.size).toBe(0);
  vi.unstubAllGlobals();
});

test('many rows go in one command, and one that cannot be keeps no other out', async () => {
  const at = road();
  const row = (event: number): Edit => ({
    edit: 'row',
    event,
    row: { hidden: true, pinned: false, note: '' },
  });
  at.say((call) => {
    const refusal = { code: 'unknown-row', message: 'There is no event 9.', hint: 'Choose a row.' };
    const edits = call.call === 'command' && call.command.do === 'write' ? call.command.edits : [];
    const has = edits.some((edit) => edit.edit === 'row' && edit.event === 9);
    return has ? { reply: 'refused', refusal } : { reply: 'done' };
  });
  const writing = new Writing('d', at.ask);
  writing.writeAll(Array.from({ length: 700 }, (_, i) => row(i + 100)));
  await vi.advanceTimersByTimeAsync(1);
  expect(at.calls.filter((call) => call.call === 'command')).toHaveLength(2);
  at.calls.length = 0;
  writing.writeAll([row(8), row(9), row(10)]);
  await vi.advanceTimersByTimeAsync(1);
  expect(at.calls.filter((call) => call.call === 'command')).toHaveLength(4);
  expect(writing.trouble('row:9')?.code).toBe('unknown-row');
  expect(writing.waiting.map((one) => one.key)).toEqual(['row:9']);
});

test('what is far beyond every limit is refused here, and kept', async () => {
  const at = road();
  const writing = new Writing('d', at.ask);
  writing.write(summary('x'.repeat(1_600_000)), true);
  await writing.preview('summary', 'x'.repeat(1_600_000));
  await vi.advanceTimersByTimeAsync(LONGEST_MS);
  expect(at.calls).toEqual([]);
  expect(writing.trouble('text:summary')?.code).toBe('too-long');
  expect(writing.text(field())).toHaveLength(1_600_000);
});
