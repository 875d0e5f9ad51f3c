import type { Refusal, Tone } from '../wire/generated';

/** Something said briefly. */
export interface Toast {
  id: number;
  tone: Tone;
  message: string;
  hint: string;
  /** Where the control that asked is; null: said in the corner. */
  near: { x: number; top: number; bottom: number } | null;
  /** What it is about, and how to get there; null: it leads nowhere. */
  leads: Lead | null;
  /** What can be done about it; null: nothing. */
  does: Deed | null;
}

export interface Deed {
  title: string;
  run: () => void;
}

export interface Lead {
  to: string;
  go: () => void;
}

/** A refusal says what to do next: it stays as long as it takes to read that twice. */
const REFUSAL_STAYS_MS = 8_000;

class Toasts {
  all = $state.raw<Toast[]>([]);
  /** How long what is not a refusal stays, and how many stand at once. A surface may want it shorter and fewer. */
  stays_ms = 8_000;
  most = 4;
  #next = 1;

  /** Says that something was done, or came. */
  say(message: string, hint = '', tone: Tone = 'plain', leads: Lead | null = null): void {
    this.#add({ id: this.#next++, tone, message, hint, near: null, leads, does: null }, this.stays_ms);
  }

  /** Says that something was done, and offers what can be done about it, as to undo it. */
  offer(message: string, does: Deed, hint = ''): void {
    const id = this.#next++;
    this.#add({ id, tone: 'plain', message, hint, near: null, leads: null, does }, this.stays_ms);
  }

  /** Says why something was not done, near the control. */
  refuse(refusal: Refusal, near: Element | null): void {
    const box = near && near !== document.body ? near.getBoundingClientRect() : null;
    const seen = box && box.width > 0 && box.width < 600;
    this.#add(
      {
        id: this.#next++,
        tone: 'bad',
        message: refusal.message,
        hint: refusal.hint,
        near: seen ? { x: box.left, top: box.top, bottom: box.bottom } : null,
        leads: null,
        does: null,
      },
      REFUSAL_STAYS_MS,
    );
  }

  dismiss(id: number): void {
    this.all = this.all.filter((toast) => toast.id !== id);
  }

  /** Those that lead to something that is in sight now. */
  arrived(to: string): void {
    if (this.all.some((toast) => toast.leads?.to === to))
      this.all = this.all.filter((toast) => toast.leads?.to !== to);
  }

  clear(): void {
    this.all = [];
  }

  /** What comes pushes out the oldest of its kind: a message never takes a refusal away before it was read. */
  #add(toast: Toast, stays_ms: number): void {
    const others = this.all.filter((old) => old.message !== toast.message);
    const same = [...others.filter((old) => (old.tone === 'bad') === (toast.tone === 'bad')), toast];
    const gone = same.slice(0, -this.most);
    this.all = [...others, toast].filter((one) => !gone.includes(one));
    setTimeout(() => this.dismiss(toast.id), stays_ms);
  }
}

export const toasts = new Toasts();
