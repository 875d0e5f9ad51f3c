/**
 * The road from a browser on this machine: a WebSocket on the page's own origin.
 *
 * The page is opened with a one-time token in its address. It is exchanged for an HttpOnly cookie and taken out
 * of the address before anything else, so that it does not stay in the history.
 */
import type { Call, Push, Reply } from '../wire/generated';
import { lost, type Link, type Surface } from './link';

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 8_000;

type Incoming = { id: number; reply: Reply } | { push: Push };

async function exchangeToken(): Promise<void> {
  const address = new URL(location.href);
  const token = address.searchParams.get('token');
  if (!token) return;
  address.searchParams.delete('token');
  history.replaceState(null, '', address);
  await fetch(new URL('/session', location.origin), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
}

export function socket(): Link {
  const ready = exchangeToken().catch(() => undefined);
  const waiting = new Map<number, (reply: Reply) => void>();
  let wire: WebSocket | null = null;
  let next_id = 1;

  function drop(): void {
    const answer = lost(
      'The connection to Three AM was lost before it answered.',
      'Check the console after it is back: the request may have been carried out.',
    );
    for (const settle of waiting.values()) settle(answer);
    waiting.clear();
  }

  function take(text: string, onPush: (push: Push) => void): void {
    const message = JSON.parse(text) as Incoming;
    if ('push' in message) return onPush(message.push);
    waiting.get(message.id)?.(message.reply);
    waiting.delete(message.id);
  }

  return {
    call(call: Call): Promise<Reply> {
      if (wire?.readyState !== WebSocket.OPEN) {
        return Promise.resolve(
          lost(
            'There is no connection to Three AM.',
            'It reconnects by itself; try again when the bar is gone.',
          ),
        );
      }
      const id = next_id++;
      const road = wire;
      return new Promise((settle) => {
        waiting.set(id, settle);
        road.send(JSON.stringify({ id, call }));
      });
    },
    watch(surface: Surface, onPush, onState) {
      let stopped = false;
      let wait_ms = FIRST_WAIT_MS;
      let timer: ReturnType<typeof setTimeout> | undefined;

      function connect(): void {
        if (stopped) return;
        const address = new URL(`/socket?surface=${surface}`, location.href);
        address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
        const opened = new WebSocket(address);
        wire = opened;
        opened.onopen = () => {
          wait_ms = FIRST_WAIT_MS;
          onState(true);
        };
        opened.onmessage = (event) => take(String(event.data), onPush);
        // `close` follows every error, so it is the only place that plans the next try.
        opened.onclose = () => {
          drop();
          if (stopped) return;
          onState(false);
          timer = setTimeout(connect, wait_ms);
          wait_ms = Math.min(wait_ms * 2, LONGEST_WAIT_MS);
        };
      }

      void ready.then(connect);
      return () => {
        stopped = true;
        clearTimeout(timer);
        wire?.close();
      };
    },
  };
}
