import type { Call, Push, Refusal, Reply } from '../wire/generated';

/** Who watches. */
export type Surface = 'console' | 'room';

/** The only road to Rust. */
export interface Link {
  /** It needs no connection first. */
  readonly answersAtOnce?: boolean;
  /** Asks once. Never rejects: what goes wrong on the way comes back as a refusal. */
  call(call: Call): Promise<Reply>;
  /** Hands a drill file over, where the page knows its bytes and not its path. Never rejects either. */
  takeIn?(file: File): Promise<Reply>;
  /** Address of the room screen, where it is a page of this browser's and no window of the program's. */
  room?: string;
  /** Gets the newest view, again and again. Returns how to stop. */
  watch(surface: Surface, onPush: (push: Push) => void, onState: (connected: boolean) => void): () => void;
}

export interface Refused {
  reply: 'refused';
  refusal: Refusal;
}

/** What a call comes back with when the road itself is broken. */
export function lost(message: string, hint: string): Refused {
  return { reply: 'refused', refusal: { code: 'no-link', message, hint } };
}
