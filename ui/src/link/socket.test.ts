// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Push } from '../wire/generated';
import { socket } from './socket';

/** A socket that the test opens, answers and closes. */
class FakeSocket {
  static all: FakeSocket[] = [];
  static OPEN = 1;
  readyState = 0;
  sent: string[] = [];
  onopen: () => void = () => {};
  onclose: () => void = () => {};
  onmessage: (event: { data: string }) => void = () => {};
  constructor(readonly address: URL) {
    FakeSocket.all.push(this);
  }
  send(text: string): void {
    this.sent.push(text);
  }
  open(): void {
    this.readyState = 1;
    this.onopen();
  }
  close(): void {
    this.readyState = 3;
    this.onclose();
  }
  says(message: unknown): void {
    this.onmessage({ data: JSON.stringify(message) });
  }
}

const newest = (): FakeSocket => FakeSocket.all.at(-1)!;
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  FakeSocket.all = [];
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  history.replaceState(null, '', 'http://localhost:3000/console.html');
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the socket road', () => {
  test('a call finds its own answer', async () => {
    const link = socket();
    link.watch(
      'console',
      () => {},
      () => {},
    );
    await settle();
    newest().open();
    const first = link.call({ call: 'library' });
    const second = link.call({ call: 'close' });
    expect(newest().sent.map((text) => JSON.parse(text))).toEqual([
      { id: 1, call: { call: 'library' } },
      { id: 2, call: { call: 'close' } },
    ]);
    newest().says({ id: 2, reply: { reply: 'done' } });
    newest().says({ id: 1, reply: { reply: 'cancelled' } });
    expect(await first).toEqual({ reply: 'cancelled' });
    expect(await second).toEqual({ reply: 'done' });
  });

  test('pushes reach the watcher', async () => {
    const seen: Push[] = [];
    socket().watch(
      'room',
      (push) => seen.push(push),
      () => {},
    );
    await settle();
    expect(newest().address.search).toBe('?surface=room&changes=true');
    expect(newest().address.protocol).toBe('ws:');
    newest().open();
    newest().says({ push: { push: 'empty' } });
    newest().says({ push: { push: 'room', view: { words: ['a'] } } });
    newest().says({ push: { changes: { in: { view: { in: { words: { splice: [[1, 0, ['b']]] } } } } } } });
    expect(seen).toEqual([
      { push: 'empty' },
      { push: 'room', view: { words: ['a'] } },
      { push: 'room', view: { words: ['a', 'b'] } },
    ]);
  });

  test('a lost connection is said, open calls are refused, and it is tried again, ever more slowly', async () => {
    const states: boolean[] = [];
    const link = socket();
    const stop = link.watch(
      'console',
      () => {},
      (connected) => states.push(connected),
    );
    await settle();
    newest().open();
    const open = link.call({ call: 'library' });
    newest().close();
    expect(await open).toMatchObject({ reply: 'refused', refusal: { code: 'no-link' } });
    expect(await link.call({ call: 'library' })).toMatchObject({ reply: 'refused' });
    expect(states).toEqual([true, false]);

    await vi.advanceTimersByTimeAsync(400);
    expect(FakeSocket.all).toHaveLength(2);
    newest().close();
    await vi.advanceTimersByTimeAsync(400);
    expect(FakeSocket.all).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(400);
    expect(FakeSocket.all).toHaveLength(3);
    newest().open();
    expect(states.at(-1)).toBe(true);

    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(3);
  });

  test('the token is exchanged and leaves the address before anything else', async () => {
    history.replaceState(null, '', 'http://localhost:3000/console.html?token=abc&x=1');
    const asked = vi.fn(() => Promise.resolve(new Response()));
    vi.stubGlobal('fetch', asked);
    socket().watch(
      'console',
      () => {},
      () => {},
    );
    expect(location.search).toBe('?x=1');
    expect(FakeSocket.all).toHaveLength(0);
    await settle();
    expect(asked).toHaveBeenCalledWith(
      new URL('http://localhost:3000/session'),
      expect.objectContaining({ method: 'POST', body: '{"token":"abc"}' }),
    );
    expect(FakeSocket.all).toHaveLength(1);
  });
});
