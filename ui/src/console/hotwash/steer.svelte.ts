/** The facilitator's hand on the hot wash: it moves at once, and the room follows. */
import { throttled } from '../../parts/wash/throttle';
import { Playhead } from '../../parts/wash/playhead.svelte';
import { beside } from '../../parts/wash/stops';
import { stage } from '../../state/stage.svelte';
import type { HotWashView } from '../../wire/generated';

export const SPEEDS = [1, 2, 5, 10, 30, 60];
/** At most eight positions a second are sent while somebody drags. */
const EVERY_MS = 125;

export class Steer {
  readonly head = new Playhead();
  /** How fast it will play, drill seconds per wall second. */
  speed = $state(10);
  dragging = $state(false);
  /** Sent and not answered yet. */
  #under_way = 0;
  #waits = false;
  #played = false;
  #from_ms = 0;
  #to_ms = 0;

  #send = throttled<{ at_ms: number; speed: number }>(EVERY_MS, ({ at_ms, speed }) => {
    this.#waits = false;
    this.#under_way++;
    void stage.ask({ call: 'wash', at_ms: Math.round(at_ms), speed }).then((taken) => {
      this.#under_way--;
      // Refused: back to where it really stands.
      const now = stage.console?.hot_wash;
      if (!taken && now) this.hear(now);
    });
  });

  get plays(): boolean {
    return this.head.speed > 0;
  }

  /** Takes a push. What the hand does goes before it until the server has answered. */
  hear(view: HotWashView): void {
    this.#from_ms = view.story.from_ms;
    this.#to_ms = view.story.to_ms;
    if (view.speed > 0) this.speed = view.speed;
    this.head.hear(view, !this.dragging && !this.#waits && this.#under_way === 0);
  }

  /** To a time; it plays on if it played. */
  to(at_ms: number, speed = this.head.speed): void {
    const at = Math.max(this.#from_ms, Math.min(this.#to_ms, at_ms));
    const on = at >= this.#to_ms ? 0 : speed;
    this.head.put(at, on);
    this.#waits = true;
    this.#send({ at_ms: at, speed: on });
  }

  by(ms: number): void {
    this.to(this.head.at_ms + ms);
  }

  /** Plays, from the beginning where it had come to its end, or stands. */
  toggle(): void {
    if (this.plays) return this.to(this.head.at_ms, 0);
    this.to(this.head.at_ms >= this.#to_ms ? this.#from_ms : this.head.at_ms, this.speed);
  }

  /** Another speed, now or for when it plays. */
  choose(speed: number): void {
    this.speed = speed;
    if (this.plays) this.to(this.head.at_ms, speed);
  }

  faster(steps: 1 | -1): void {
    const i = SPEEDS.findIndex((speed) => speed >= this.speed);
    const next = SPEEDS[(i < 0 ? SPEEDS.length - 1 : i) + steps];
    if (next !== undefined) this.choose(next);
  }

  /** To the next moment, or the one before. */
  stop(stops: { at_ms: number }[], side: 1 | -1): void {
    const stop = beside(stops, this.head.at_ms, side, this.plays);
    if (stop) this.to(stop.at_ms);
  }

  /** A drag begins: it stands until it is let go, and then goes on as before. */
  grab(): void {
    this.#played = this.plays;
    this.dragging = true;
  }

  drag(at_ms: number): void {
    this.to(at_ms, 0);
  }

  drop(): void {
    this.dragging = false;
    if (this.#played) this.to(this.head.at_ms, this.speed);
  }

  leave(): void {
    this.#send.drop();
  }
}
