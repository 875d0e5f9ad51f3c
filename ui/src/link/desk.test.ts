// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { deskSocket, type Road } from './desk';
import { deskMoments } from './fixtures/desk';
import type { DeskPush } from '../wire/generated';

/** A socket that the test opens, answers and closes. */
class FakeSocket {
  static all: FakeSocket[] = [];
  static CONNECTING = 0;
  static OPEN = 1;
  readyState = 0;
  sent: { id: number; call: unknown }[] = [];
  onopen: () => void = () => {};
  onclose: (event: { code: number; reason: string }) => void = () => {};
  onmessage: (event: { data: string }) => void = () => {};
  constructor(readonly address: URL) {
    FakeSocket.all.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  open(): void {
    this.readyState = 1;
    this.onopen();
  }
  close(code = 1006, reason = ''): void {
    this.readyState = 3;
    this.onclose({ code, reason });
  }
  says(message: unknown): void {
    this.onmessage({ data: JSON.stringify(message) });
  }
}

const newest = (): FakeSocket => FakeSocket.all.at(-1)!;
const after = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

let roads: Road[] = [];
let pushes: DeskPush[] = [];
let stop = (): void => {};
let seat_status = 204;

function watch(): ReturnType<typeof deskSocket> {
  const link = deskSocket();
  stop = link.watch(
    (push) => pushes.push(push),
    (road) => roads.push(road),
  );
  return link;
}

beforeEach(() => {
  FakeSocket.all = [];
  roads = [];
  pushes = [];
  seat_status = 204;
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: seat_status })));
  history.replaceState(null, '', 'http://localhost:3000/');
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the road of a desk', () => {
  test('brings what is pushed, and each call its answer', async () => {
    const link = watch();
    expect(newest().address.href).toBe('ws://localhost:3000/socket');
    newest().open();
    newest().says({ push: { push: 'seat', seat: deskMoments.running!.seat } });
    expect(pushes).toHaveLength(1);
    const asked = link.call({ call: 'vocabulary' });
    newest().says({ id: newest().sent[0]!.id, reply: { reply: 'done' } });
    expect(await asked).toEqual({ reply: 'done' });
  });

  test('comes back after 400 ms, then ever more slowly, never later than 4 s', async () => {
    watch();
    newest().open();
    newest().close();
    expect(roads).toEqual([{ state: 'open' }, { state: 'lost', why: null }]);
    let tries = FakeSocket.all.length;
    for (const wait of [400, 800, 1600, 3200, 4000, 4000]) {
      await after(wait - 1);
      expect(FakeSocket.all).toHaveLength(tries);
      await after(1);
      expect(FakeSocket.all).toHaveLength(++tries);
      newest().close();
    }
    await after(4000);
    newest().open();
    expect(roads.at(-1)).toEqual({ state: 'open' });
  });

  test('watches the graphs again', async () => {
    const link = watch();
    newest().open();
    void link.call({ call: 'watch', graphs: true });
    newest().close();
    await after(400);
    newest().open();
    expect(newest().sent.map(({ call }) => call)).toEqual([{ call: 'watch', graphs: true }]);
  });

  test('comes back at once when the network does', async () => {
    watch();
    newest().open();
    newest().close();
    dispatchEvent(new Event('online'));
    expect(FakeSocket.all).toHaveLength(2);
    newest().open();
    await after(10_000);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test('is tried when a phone wakes, and replaced when it is dead', async () => {
    watch();
    newest().open();
    document.dispatchEvent(new Event('visibilitychange'));
    const [held] = FakeSocket.all;
    expect(held!.sent).toHaveLength(1);
    held!.says({ id: held!.sent[0]!.id, reply: { reply: 'done' } });
    await after(4000);
    expect(FakeSocket.all).toHaveLength(1);
    document.dispatchEvent(new Event('visibilitychange'));
    await after(3000);
    expect(FakeSocket.all).toHaveLength(2);
    expect(roads.at(-1)).toEqual({ state: 'lost', why: null });
    newest().open();
    expect(roads.at(-1)).toEqual({ state: 'open' });
  });

  test.each([
    [4001, 'no seat', 'You have no seat here any more'],
    [4001, 'Ada took your seat.', 'Ada took your seat.'],
    [4002, '', 'The facilitator has closed joining.'],
  ])('ends with %s %s', async (code, reason, says) => {
    watch();
    newest().open();
    newest().close(code, reason);
    expect(roads.at(-1)).toMatchObject({ state: 'gone', why: expect.stringContaining(says) });
    await after(60_000);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test('ends when it cannot be opened because there is no seat', async () => {
    watch();
    seat_status = 401;
    newest().close();
    await after(0);
    expect(roads.at(-1)).toMatchObject({ state: 'gone' });
    await after(60_000);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test('says why it was cut off, and comes back', async () => {
    watch();
    newest().open();
    newest().close(4008);
    expect(roads.at(-1)).toEqual({
      state: 'lost',
      why: 'This page asked too much at once and was cut off.',
    });
    await after(400);
    expect(FakeSocket.all).toHaveLength(2);
  });
});

describe('the door', () => {
  test.each([
    [204, true],
    [401, false],
    [500, null],
  ])('%s at /seat', async (status, has) => {
    seat_status = status;
    expect(await deskSocket().seat()).toBe(has);
  });

  test('says what the server says, and also when it says nothing', async () => {
    const refusal = { code: 'wrong-code', message: 'That is not the code.', hint: 'Six letters.' };
    const asked = vi.fn(() => Promise.resolve(Response.json({ refusal, wait_s: 4 }, { status: 403 })));
    vi.stubGlobal('fetch', asked);
    expect(await deskSocket().join('AAAAAA', 'Eve')).toEqual({ refusal, wait_s: 4 });
    expect(asked).toHaveBeenCalledWith(
      new URL('http://localhost:3000/join'),
      expect.objectContaining({ method: 'POST', body: '{"code":"AAAAAA","name":"Eve"}' }),
    );
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('bad gateway', { status: 502 })));
    expect(await deskSocket().join('AAAAAA', 'Eve')).toMatchObject({ refusal: { code: 'no-link' } });
  });
});
