/** The position of a hot wash as a surface shows it: it moves on by itself between pushes. */
import type { HotWashView, Story } from '../../wire/generated';
import { heard, positionAt, type Anchor } from './position';

/** Wall time between two steps of what is drawn. */
const STEP_MS = 40;
/** With reduced motion it steps instead of gliding. */
const CALM_STEP_MS = 1_000;

export class Playhead {
  at_ms = $state(0);
  /** Drill seconds per wall second; 0: it stands. */
  speed = $state(0);
  /** The drill; another one only when something in it is other. */
  story = $state.raw<Story | null>(null);
  #anchor: Anchor | null = null;
  #said = '';

  /** Takes a push. `position`: false while the surface itself is moving it. */
  hear(view: HotWashView, position = true): void {
    // Twice a second the same story comes again; everything drawn from it would be drawn anew.
    const said = JSON.stringify(view.story);
    if (said !== this.#said) {
      this.#said = said;
      this.story = view.story;
    }
    if (!position) return;
    this.#anchor = heard(this.#anchor, view, performance.now());
    this.speed = view.speed;
    this.step();
  }

  /** Moves it here and now, before anybody else says so. */
  put(at_ms: number, speed: number): void {
    this.#anchor = { at_ms, speed, wall_ms: performance.now() };
    this.speed = speed;
    this.step();
  }

  /** Brings the position up to now. */
  step(): void {
    if (!this.#anchor) return;
    const to_ms = this.story?.to_ms ?? Infinity;
    this.at_ms = positionAt(this.#anchor, performance.now(), to_ms);
    if (this.at_ms >= to_ms) this.speed = 0;
  }

  /** Moves on by itself while it plays. Returns how to stop. */
  run(): () => void {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const timer = setInterval(() => this.step(), calm ? CALM_STEP_MS : STEP_MS);
    return () => clearInterval(timer);
  }
}
