import { stage } from '../state/stage.svelte';
import type { Command, Move, Refusal } from '../wire/generated';

/** Where a command would move injects, as the program answers; the answer to the newest question alone counts. */
export class Foreseen {
  /** null: nothing was answered yet. */
  moves = $state.raw<Move[] | null>(null);
  /** It would not be done. */
  refusal = $state.raw<Refusal | null>(null);
  /** The newest question is not answered yet: the rest is of the one before. */
  waits = $state(false);
  #asked = 0;

  async ask(command: Command): Promise<void> {
    const mine = ++this.#asked;
    this.waits = true;
    const reply = await stage.call({ call: 'foresee', command });
    if (mine !== this.#asked) return;
    this.waits = false;
    this.refusal = reply.reply === 'refused' ? reply.refusal : null;
    this.moves = reply.reply === 'foreseen' ? reply.moves : [];
  }
}
