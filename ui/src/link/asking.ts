/** Calls on a socket: each finds its own answer, and all are answered when the socket is lost. */
import { lost, type Refused } from './link';

export interface Asking<Call, Reply, Push> {
  /** Sends it, if the socket is open. Never rejects. */
  ask(wire: WebSocket | null, call: Call): Promise<Reply | Refused>;
  /** Reads what came: a push is given back, an answer goes to who asked. */
  take(text: string): Push | null;
  /** The socket is gone: nothing that was asked on it will be answered. */
  drop(): void;
}

/** `look`: where a person finds out whether a request that was lost on the way was carried out. */
export function asking<Call, Reply, Push>(look: string): Asking<Call, Reply, Push> {
  type Incoming = { id: number; reply: Reply } | { push: Push };
  const waiting = new Map<number, (reply: Reply | Refused) => void>();
  let next_id = 1;

  return {
    ask(wire, call) {
      if (wire?.readyState !== WebSocket.OPEN) {
        return Promise.resolve(
          lost(
            'There is no connection to Three AM.',
            'It reconnects by itself; try again when the bar is gone.',
          ),
        );
      }
      const id = next_id++;
      return new Promise((settle) => {
        waiting.set(id, settle);
        wire.send(JSON.stringify({ id, call }));
      });
    },
    take(text) {
      const message = JSON.parse(text) as Incoming;
      if ('push' in message) return message.push;
      waiting.get(message.id)?.(message.reply);
      waiting.delete(message.id);
      return null;
    },
    drop() {
      const answer = lost(
        'The connection to Three AM was lost before it answered.',
        `Check ${look} after it is back: the request may have been carried out.`,
      );
      for (const settle of waiting.values()) settle(answer);
      waiting.clear();
    },
  };
}
