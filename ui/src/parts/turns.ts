/**
 * Drawing in turn. Many graphs get their next figure at once, and none of them is in a hurry: they are drawn one after
 * the other until the next figures come, so that nothing else has to wait for all of them.
 */

/** However rarely figures come: a graph is not later than this. */
const LATEST_MS = 4_000;
/** Of the time until the next figures come, so much is used. */
const USED = 0.8;

export class Turns {
  #waiting = new Map<object, () => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the graphs that were drawn last began to wait, milliseconds. */
  #began_ms = -Infinity;
  #every_ms = 0;
  /** Who asks in this turn is counted when it is over. */
  #counting = false;
  /** One that still waits has asked again: there is less time than was thought. */
  #late = false;

  /** Draws later. */
  ask(who: object, draw: () => void): void {
    this.#late ||= this.#waiting.has(who);
    if (!this.#counting) {
      this.#counting = true;
      const alone = this.#waiting.size === 0;
      queueMicrotask(() => this.#begin(alone));
    }
    this.#waiting.set(who, draw);
  }

  /** It was drawn in another way, or is gone. */
  forget(who: object): void {
    this.#waiting.delete(who);
  }

  #begin(alone: boolean): void {
    const late = this.#late;
    this.#counting = this.#late = false;
    if (!alone && !late) return;
    const now_ms = performance.now();
    const between_ms = now_ms - this.#began_ms;
    this.#began_ms = now_ms;
    this.#every_ms = Math.min(LATEST_MS, USED * between_ms) / Math.max(1, this.#waiting.size);
    this.#draw(late ? this.#waiting.size : 1);
  }

  #draw(most: number): void {
    clearTimeout(this.#timer);
    for (const [who, draw] of [...this.#waiting].slice(0, most)) {
      this.#waiting.delete(who);
      draw();
    }
    if (this.#waiting.size > 0) this.#timer = setTimeout(() => this.#draw(1), this.#every_ms);
  }
}

export const turns = new Turns();
