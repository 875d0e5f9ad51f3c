import type { Call, Push, Reply } from '../wire/generated';

/** Who watches. */
export type Surface = 'console' | 'room';

/** The only road to Rust. */
export interface Link {
  /** Asks once. Never rejects: what goes wrong on the way comes back as a refusal. */
  call(call: Call): Promise<Reply>;
  /** Gets the newest view, again and again. Returns how to stop. */
  watch(surface: Surface, onPush: (push: Push) => void, onState: (connected: boolean) => void): () => void;
}

/** What a call comes back with when the road itself is broken. */
export function lost(message: string, hint: string): Reply {
  return { reply: 'refused', refusal: { code: 'no-link', message, hint } };
}
