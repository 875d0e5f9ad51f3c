/**
 * A person carried from one place of the role board to another, with the mouse, a pen or a finger. People are marked
 * with `data-person` (and `data-role`, where they hold one), places with `data-drop` (a role) and `data-as`.
 * Escape lets go.
 */
import type { Attachment } from 'svelte/attachments';

export interface Carried {
  person: string;
  /** Role they were taken from; null: they hold none. */
  from: string | null;
}

export interface Place {
  role: string;
  /** They come as well as where they are. */
  share: boolean;
}

/** Moved less than this it was a click. */
const MOVES_PX = 6;

export class Carrying {
  /** Who is carried now. */
  held = $state.raw<Carried | null>(null);
  x = $state(0);
  y = $state(0);
  /** The place under the pointer. */
  over = $state.raw<Place | null>(null);

  #at: { x: number; y: number; pointer: number; who: Carried } | null = null;
  #drop: (who: Carried, place: Place) => void;
  #click: (who: Carried) => void;

  /** `click`: somebody was touched, and not carried anywhere. */
  constructor(drop: (who: Carried, place: Place) => void, click: (who: Carried) => void) {
    this.#drop = drop;
    this.#click = click;
  }

  board: Attachment<HTMLElement> = (board) => {
    board.addEventListener('pointerdown', this.#down);
    return () => {
      board.removeEventListener('pointerdown', this.#down);
      this.#letGo();
    };
  };

  #down = (event: PointerEvent): void => {
    const target = event.target instanceof Element ? event.target : null;
    const who = target?.closest<HTMLElement>('[data-person]');
    if (!who || event.button !== 0 || target?.closest('button')) return;
    const { person, role } = who.dataset;
    const carried = { person: person ?? '', from: role ?? null };
    this.#at = { x: event.clientX, y: event.clientY, pointer: event.pointerId, who: carried };
    addEventListener('pointermove', this.#move);
    addEventListener('pointerup', this.#up);
    addEventListener('pointercancel', this.#cancel);
    addEventListener('keydown', this.#key, { capture: true });
  };

  #move = (event: PointerEvent): void => {
    if (!this.#at || event.pointerId !== this.#at.pointer) return;
    this.x = event.clientX;
    this.y = event.clientY;
    if (!this.held) {
      if (Math.hypot(this.x - this.#at.x, this.y - this.#at.y) < MOVES_PX) return;
      this.held = this.#at.who;
    }
    event.preventDefault();
    this.over = placeAt(this.x, this.y, event.shiftKey);
  };

  #up = (event: PointerEvent): void => {
    if (!this.#at || event.pointerId !== this.#at.pointer) return;
    const { held } = this;
    const { who } = this.#at;
    const place = held ? placeAt(event.clientX, event.clientY, event.shiftKey) : null;
    this.#letGo();
    if (!held) return this.#click(who);
    swallowClick();
    if (place) this.#drop(held, place);
  };

  #cancel = (event: PointerEvent): void => {
    if (event.pointerId === this.#at?.pointer) this.#letGo();
  };

  #key = (event: KeyboardEvent): void => {
    if (!this.held || event.key !== 'Escape' || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#letGo();
    swallowClick();
  };

  #letGo(): void {
    this.held = null;
    this.over = null;
    this.#at = null;
    removeEventListener('pointermove', this.#move);
    removeEventListener('pointerup', this.#up);
    removeEventListener('pointercancel', this.#cancel);
    removeEventListener('keydown', this.#key, { capture: true });
  }
}

function placeAt(x: number, y: number, shift: boolean): Place | null {
  const place = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-drop]');
  if (!place?.dataset.drop) return null;
  return { role: place.dataset.drop, share: shift || place.dataset.as === 'share' };
}

/** What was let go over a button has not pressed it. */
function swallowClick(): void {
  const swallow = (event: Event): void => {
    event.stopPropagation();
    event.preventDefault();
  };
  addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', swallow, { capture: true }), 300);
}
