/**
 * The road from a participant's browser: a seat by cookie, and a WebSocket on the page's own origin.
 *
 * It comes back by itself after the network was away or the phone was locked, and knows when there is nothing to come
 * back to: the seat was taken away, or joining was closed.
 */
import type { DeskCall, DeskPush, DeskReply, Refusal } from '../wire/generated';
import { asking } from './asking';

/** Why joining did not work, and how long to wait before the next try, seconds. */
export interface JoinRefusal {
  refusal: Refusal;
  wait_s: number | null;
}

/** How the road stands. `gone`: there is no seat any more. */
export type Road = { state: 'open' } | { state: 'lost'; why: string | null } | { state: 'gone'; why: string };

export interface DeskLink {
  /** Whether this browser has a seat; null: nobody answered. */
  seat(): Promise<boolean | null>;
  /** null: joined. */
  join(code: string, name: string): Promise<JoinRefusal | null>;
  /** Asks once. Never rejects. */
  call(call: DeskCall): Promise<DeskReply>;
  /** Gets what is new, until it is stopped or the seat is gone. */
  watch(onPush: (push: DeskPush) => void, onRoad: (road: Road) => void): () => void;
}

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 4_000;
const ANSWERS_WITHIN_MS = 3_000;

const NO_SEAT = 4001;
const CLOSED = 4002;
const ELSEWHERE = 4003;
const TOO_MUCH = 4008;
const TOO_BIG = 1009;

const WORDS: Record<number, string> = {
  [NO_SEAT]: 'You have no seat here any more: the facilitator took it back, or another drill is on.',
  [CLOSED]: 'The facilitator has closed joining.',
  [ELSEWHERE]: 'You have this open in too many places. Reload to use it here.',
  [TOO_MUCH]: 'This page asked too much at once and was cut off.',
  [TOO_BIG]: 'What this page sent was too big and was not taken.',
};

/** The reason that was given, where it is a sentence; otherwise ours. */
function words(code: number, reason: string): string | null {
  return /[.!?]$/.test(reason) ? reason : (WORDS[code] ?? null);
}

export function deskSocket(): DeskLink {
  const calls = asking<DeskCall, DeskReply, DeskPush>('the timeline');
  let wire: WebSocket | null = null;
  let graphs = false;

  async function seat(): Promise<boolean | null> {
    try {
      const answer = await fetch(new URL('/seat', location.origin), { cache: 'no-store' });
      if (answer.status === 401) return false;
      return answer.ok ? true : null;
    } catch {
      return null;
    }
  }

  return {
    seat,
    async join(code, name) {
      try {
        const answer = await fetch(new URL('/join', location.origin), {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ code, name }),
        });
        return answer.ok ? null : ((await answer.json()) as JoinRefusal);
      } catch {
        const refusal = {
          code: 'no-link',
          message: 'Three AM did not answer.',
          hint: 'Is this device on the same network as the facilitator’s laptop? Then try again.',
        };
        return { refusal, wait_s: null };
      }
    },
    call(call) {
      if (call.call === 'watch') graphs = call.graphs;
      return calls.ask(wire, call);
    },
    watch(onPush, onRoad) {
      let stopped = false;
      let wait_ms = FIRST_WAIT_MS;
      let timer: ReturnType<typeof setTimeout> | undefined;

      function connect(): void {
        clearTimeout(timer);
        if (stopped) return;
        const address = new URL('/socket', location.href);
        address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
        const opened = new WebSocket(address);
        let was_open = false;
        wire = opened;
        opened.onopen = () => {
          was_open = true;
          wait_ms = FIRST_WAIT_MS;
          onRoad({ state: 'open' });
          if (graphs) void calls.ask(opened, { call: 'watch', graphs });
        };
        opened.onmessage = (event) => {
          const push = calls.take(String(event.data));
          if (push) onPush(push);
        };
        // `close` follows every error, so it is the only place that plans the next try.
        opened.onclose = (event) => {
          if (wire !== opened) return;
          wire = null;
          calls.drop();
          if (stopped) return;
          // Opened elsewhere: the seat is still theirs, and to come back would close the next one.
          const ends = [NO_SEAT, CLOSED, ELSEWHERE].includes(event.code);
          if (ends) return gone(words(event.code, event.reason)!);
          onRoad({ state: 'lost', why: words(event.code, event.reason) });
          timer = setTimeout(connect, wait_ms);
          wait_ms = Math.min(wait_ms * 2, LONGEST_WAIT_MS);
          // A browser does not say why a socket would not open: perhaps there is no seat.
          if (!was_open) void seat().then((has) => has === false && gone(WORDS[NO_SEAT]!));
        };
      }

      function gone(why: string): void {
        if (stopped) return;
        stop();
        onRoad({ state: 'gone', why });
      }

      /** The network is back, or somebody looks again: no reason to wait. */
      function now(): void {
        if (stopped || wire?.readyState === WebSocket.CONNECTING) return;
        if (wire?.readyState === WebSocket.OPEN) return void still(wire);
        wait_ms = FIRST_WAIT_MS;
        connect();
      }

      /** A phone that slept may hold a socket that is dead and does not know it. */
      async function still(held: WebSocket): Promise<void> {
        const late = setTimeout(() => {
          if (wire !== held || stopped) return;
          // Its own close may take a minute to come.
          wire = null;
          calls.drop();
          held.close();
          onRoad({ state: 'lost', why: null });
          connect();
        }, ANSWERS_WITHIN_MS);
        await calls.ask(held, { call: 'watch', graphs });
        clearTimeout(late);
      }

      const seen = (): void => {
        if (document.visibilityState === 'visible') now();
      };

      function stop(): void {
        stopped = true;
        clearTimeout(timer);
        removeEventListener('online', now);
        document.removeEventListener('visibilitychange', seen);
        const held = wire;
        wire = null;
        held?.close();
      }

      addEventListener('online', now);
      document.addEventListener('visibilitychange', seen);
      connect();
      return stop;
    },
  };
}
