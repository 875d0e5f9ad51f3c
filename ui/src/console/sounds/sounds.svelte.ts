/** The console's ear and voice: what has been heard, how loud it is, and whether the browser lets it sound. */
import { untrack } from 'svelte';
import { browser } from '../../state/kept';
import { heard, type Audible, type Sound } from './heard';
import { LEVELS, LOUDNESS, type Level } from './levels';
import { play } from './play';

const KEY = 'three-am.sound';
/** What was off is on again as loud as it was. */
const KEY_ON = 'three-am.sound.on';
/** A sound that has to wait longer for the browser is not worth hearing any more. */
const STALE_MS = 1_000;

const isLevel = (text: string | null): text is Level => (LEVELS as readonly (string | null)[]).includes(text);

class Sounds {
  level = $state<Level>('low');
  /** The browser lets nothing sound before the first click or key on the page. */
  waits = $state(false);
  #context: AudioContext | null = null;
  #before: Audible | null = null;
  #pager_ms = -Infinity;
  #gesture: (() => void) | null = null;

  constructor() {
    this.restore();
  }

  /** Reads the choice. */
  restore(): void {
    const kept = browser.get(KEY);
    this.level = isLevel(kept) ? kept : 'low';
  }

  choose(level: Level): void {
    this.level = level;
    browser.set(KEY, level);
    if (level !== 'off') browser.set(KEY_ON, level);
    else this.#close();
  }

  /** Off, or on as loud as it was. */
  toggle(): void {
    const kept = browser.get(KEY_ON);
    this.choose(this.level !== 'off' ? 'off' : isLevel(kept) && kept !== 'off' ? kept : 'low');
  }

  /** Takes a new view in, and lets what is new in it be heard; null: there is no drill. */
  hear = (view: Audible | null): void =>
    untrack(() => {
      const now_ms = performance.now();
      const level = this.level;
      const sounds = heard(this.#before, view, { level, since_pager_ms: now_ms - this.#pager_ms });
      this.#before = view;
      if (level !== 'off' && view && !acted()) this.#await();
      if (sounds.length === 0) return;
      if (sounds.includes('pager')) this.#pager_ms = now_ms;
      this.#sound(sounds);
    });

  /** The pager as it will be heard. */
  test(): void {
    if (this.level !== 'off') this.#sound(['pager']);
  }

  #sound(sounds: Sound[]): void {
    const loudness = LOUDNESS[this.level];
    // Without a gesture a browser would only complain about a context.
    if (!acted()) return this.#await();
    try {
      const context = (this.#context ??= new AudioContext({ latencyHint: 'interactive' }));
      if (context.state === 'running') return play(context, sounds, loudness);
      const asked_ms = performance.now();
      this.#await();
      void context.resume().then(
        () => {
          this.waits = false;
          if (performance.now() - asked_ms < STALE_MS && this.#context === context)
            play(context, sounds, loudness);
        },
        () => undefined,
      );
    } catch {
      // A machine without sound has no context. What is heard can always be seen as well.
      this.#close();
    }
  }

  /** Tries again at the first click or key. */
  #await(): void {
    this.waits = true;
    if (this.#gesture) return;
    this.#gesture = () => {
      this.#forget();
      this.waits = false;
      void this.#context?.resume().catch(() => undefined);
    };
    addEventListener('pointerdown', this.#gesture, { capture: true });
    addEventListener('keydown', this.#gesture, { capture: true });
  }

  #forget(): void {
    if (!this.#gesture) return;
    removeEventListener('pointerdown', this.#gesture, { capture: true });
    removeEventListener('keydown', this.#gesture, { capture: true });
    this.#gesture = null;
  }

  #close(): void {
    this.#forget();
    this.waits = false;
    void this.#context?.close().catch(() => undefined);
    this.#context = null;
  }
}

/** Whether somebody has clicked or pressed anything on this page; a browser that cannot say is believed. */
const acted = (): boolean => navigator.userActivation?.hasBeenActive ?? true;

export const sounds = new Sounds();
