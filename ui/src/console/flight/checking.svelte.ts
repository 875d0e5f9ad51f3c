import { stage } from '../../state/stage.svelte';
import type { FlightRow, Refusal } from '../../wire/generated';

/** What is ready changes outside: a disk fills, a cable is pulled. */
const AGAIN_MS = 10_000;

/** Pre-flight as the program answers it, asked again and again while somebody looks. */
export class Checking {
  rows = $state.raw<FlightRow[] | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  #scenario: () => string | null;
  #n = 0;

  /** `scenario`: the one that is to be played; null: the drill on the stage. */
  constructor(scenario: () => string | null) {
    this.#scenario = scenario;
  }

  check = async (): Promise<void> => {
    const n = ++this.#n;
    const reply = await stage.call({ call: 'pre_flight', scenario: this.#scenario() });
    if (n !== this.#n) return;
    this.rows = reply.reply === 'pre_flight' ? reply.rows : this.rows;
    this.refusal = reply.reply === 'refused' ? reply.refusal : null;
  };

  /** Asks now, when the window is come back to, and every ten seconds while it is seen. Returns how to stop. */
  watch = (): (() => void) => {
    const seen = (): void => {
      if (document.visibilityState !== 'hidden') void this.check();
    };
    this.rows = null;
    void this.check();
    addEventListener('focus', seen);
    const timer = setInterval(seen, AGAIN_MS);
    return () => {
      removeEventListener('focus', seen);
      clearInterval(timer);
      this.#n++;
    };
  };
}

/** Of the drill that is open and has not begun. */
export const beforeDrill = new Checking(() => null);
