/** An inject, or the end, while it is being moved: by a pointer or by keys. One change when it is let go. */
import { msOf, xOf, type Scale } from '../../../parts/timeline';
import type { EditorView, InjectMark } from '../../../wire/generated';
import { following, toClock, toLength, toTray, type Change } from './edits';
import { END_MS, FINE_MS, SNAP_MS, snapTo } from './times';

export interface Held {
  /** Place in the file; null: the end of the drill. */
  at: number | null;
  /** Where it would be let go; null: nowhere, it goes back. */
  onto: 'clock' | 'tray' | null;
  /** Its time there. */
  to_ms: number;
  /** Places of those that move along. */
  along: number[];
  /** How far the pointer is from where it took hold, pixels. */
  x: number;
  y: number;
}

export interface Ground {
  view: () => EditorView;
  scale: () => Scale;
  /** Whether what follows moves along. */
  slides: () => boolean;
  /** Where the clock and the tray are on the page. */
  rects: () => { clock: DOMRect | null; tray: DOMRect | null };
  change: (change: Change) => Promise<boolean>;
}

/** A pointer that moved less has clicked. */
const CLICK_PX = 3;
/** Keys pressed within this time are one change. */
const KEYS_MS = 450;
const LEAST_LENGTH_MS = 60_000;

export class Mover {
  held = $state.raw<Held | null>(null);
  #ground: Ground;
  #grip: { mark: InjectMark | null; x: number; y: number; pointer: number; from: Element } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #click = false;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** True once, after a pointer that dragged: its click means nothing. */
  wasDrag(): boolean {
    const was = this.#click;
    this.#click = false;
    return was;
  }

  /** Takes hold of an inject, or of the end. */
  grab = (event: PointerEvent, mark: InjectMark | null): void => {
    if (event.button !== 0 || this.held !== null) return;
    const from = event.currentTarget as Element;
    this.#click = false;
    this.#grip = { mark, x: event.clientX, y: event.clientY, pointer: event.pointerId, from };
    from.setPointerCapture(event.pointerId);
  };

  pull = (event: PointerEvent): void => {
    const grip = this.#grip;
    if (!grip) return;
    const x = event.clientX - grip.x;
    const y = event.clientY - grip.y;
    if (this.held === null && Math.hypot(x, y) <= CLICK_PX) return;
    this.#click = true;
    this.held = grip.mark ? this.#inject(grip.mark, event, x, y) : this.#end(event, x, y);
  };

  drop = (): void => {
    if (this.#grip === null) return;
    this.#let();
    void this.#commit();
  };

  /** Puts it back. */
  cancel = (): void => {
    this.#let();
    clearTimeout(this.#timer);
    this.held = null;
  };

  /** Moves a timed inject by keys. */
  nudge(mark: InjectMark, by_ms: number): void {
    const now = this.held?.at === mark.at ? this.held.to_ms : (mark.at_ms ?? 0);
    this.#byKeys(this.#moved(mark, Math.max(0, now + by_ms), this.#ground.slides(), 0, 0));
  }

  /** Moves the end by keys. */
  nudgeEnd(by_ms: number): void {
    const now = this.held?.at === null ? this.held.to_ms : this.#ground.view().length_ms;
    const to_ms = Math.max(LEAST_LENGTH_MS, now + by_ms);
    this.#byKeys({ at: null, onto: 'clock', to_ms, along: [], x: 0, y: 0 });
  }

  /** By how much an inject is drawn away from its place, milliseconds. */
  shift(mark: InjectMark): number {
    const { held } = this;
    if (!held || held.onto !== 'clock' || mark.lane !== 'clock') return 0;
    if (held.at !== mark.at && !held.along.includes(mark.at)) return 0;
    const from = this.#ground.view().injects.find((one) => one.at === held.at);
    return from?.lane === 'clock' ? held.to_ms - (from.at_ms ?? 0) : 0;
  }

  #byKeys(held: Held): void {
    if (this.#grip) return;
    this.held = held;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#commit(), KEYS_MS);
  }

  #moved(mark: InjectMark, to_ms: number, slides: boolean, x: number, y: number): Held {
    const along = slides ? following(this.#ground.view(), mark).map((other) => other.at) : [];
    return { at: mark.at, onto: 'clock', to_ms, along, x, y };
  }

  #inject(mark: InjectMark, event: PointerEvent, x: number, y: number): Held {
    const { clock, tray } = this.#ground.rects();
    const scale = this.#ground.scale();
    const step = event.shiftKey ? FINE_MS : SNAP_MS;
    const back: Held = { at: mark.at, onto: null, to_ms: 0, along: [], x, y };
    if (mark.lane !== 'tray' && within(tray, event)) return { ...back, onto: 'tray' };
    if (mark.lane === 'clock') {
      const to_ms = snapTo(msOf(scale, xOf(scale, mark.at_ms ?? 0) + x), step);
      const slides = this.#ground.slides() !== event.altKey;
      return this.#moved(mark, x === 0 ? (mark.at_ms ?? 0) : to_ms, slides, x, y);
    }
    if (!clock || !within(clock, event)) return back;
    return { ...back, onto: 'clock', to_ms: snapTo(msOf(scale, event.clientX - clock.left), step) };
  }

  #end(event: PointerEvent, x: number, y: number): Held {
    const scale = this.#ground.scale();
    const { length_ms } = this.#ground.view();
    const to_ms = snapTo(msOf(scale, xOf(scale, length_ms) + x), event.shiftKey ? SNAP_MS : END_MS);
    const held = { at: null, onto: 'clock' as const, along: [], x, y };
    return { ...held, to_ms: Math.max(LEAST_LENGTH_MS, to_ms) };
  }

  #let(): void {
    const grip = this.#grip;
    this.#grip = null;
    if (grip?.from.hasPointerCapture(grip.pointer)) grip.from.releasePointerCapture(grip.pointer);
  }

  /** It stays where it was let go until the answer has come, and then stands there or goes back. */
  async #commit(): Promise<void> {
    clearTimeout(this.#timer);
    const { held } = this;
    const change = held && this.#change(held);
    if (change) await this.#ground.change(change);
    if (this.held === held) this.held = null;
  }

  #change(held: Held): Change | null {
    const view = this.#ground.view();
    if (held.at === null) return held.to_ms === view.length_ms ? null : toLength(view, held.to_ms);
    const mark = view.injects.find((one) => one.at === held.at);
    if (!mark || held.onto === null) return null;
    if (held.onto === 'tray') return toTray(view, mark);
    if (mark.lane === 'clock' && held.to_ms === mark.at_ms) return null;
    return toClock(view, mark, held.to_ms, held.along.length > 0);
  }
}

const within = (rect: DOMRect | null, { clientX, clientY }: PointerEvent): boolean =>
  rect !== null &&
  clientX >= rect.left &&
  clientX <= rect.right &&
  clientY >= rect.top &&
  clientY <= rect.bottom;
