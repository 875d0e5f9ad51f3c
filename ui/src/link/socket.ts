/**
 * The road from a browser on this machine: a WebSocket on the page's own origin.
 *
 * The page is opened with a one-time token in its address. It is exchanged for an HttpOnly cookie and taken out
 * of the address before anything else, so that it does not stay in the history.
 */
import type { Call, Push, Reply } from '../wire/generated';
import { asking } from './asking';
import { following, type Told } from './changes';
import { lost, type Link, type Surface } from './link';

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 8_000;

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

async function handOver(file: File): Promise<Reply> {
  try {
    const answer = await fetch(new URL('/drill', location.origin), { method: 'POST', body: file });
    if (answer.ok) return (await answer.json()) as Reply;
    return lost(await answer.text(), 'Nothing was changed.');
  } catch (error) {
    return lost(
      `The file did not get to the console: ${String(error)}`,
      'Try again, or take it in with `3am open` after the console was closed.',
    );
  }
}

export function socket(): Link {
  const ready = exchangeToken().catch(() => undefined);
  const calls = asking<Call, Reply, Told<Push>>('the console');
  let wire: WebSocket | null = null;

  return {
    call: (call) => calls.ask(wire, call),
    takeIn: handOver,
    // The cookie that the token was exchanged for is good for every page of this server.
    room: 'room.html',
    watch(surface: Surface, onPush, onState) {
      let stopped = false;
      let wait_ms = FIRST_WAIT_MS;
      let timer: ReturnType<typeof setTimeout> | undefined;

      function connect(): void {
        if (stopped) return;
        const address = new URL(`/socket?surface=${surface}&changes=true`, location.href);
        address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
        const opened = new WebSocket(address);
        wire = opened;
        const follow = following(onPush);
        opened.onopen = () => {
          wait_ms = FIRST_WAIT_MS;
          onState(true);
        };
        opened.onmessage = (event) => {
          const told = calls.take(String(event.data));
          if (told) follow(told);
        };
        // `close` follows every error, so it is the only place that plans the next try.
        opened.onclose = () => {
          calls.drop();
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
