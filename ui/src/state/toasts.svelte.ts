import type { Refusal, Tone } from '../wire/generated';

/** Something said briefly. */
export interface Toast {
  id: number;
  tone: Tone;
  message: string;
  hint: string;
  /** Where the control that asked is; null: said in the corner. */
  near: { x: number; top: number; bottom: number } | null;
}

const STAYS_MS = 8_000;
const MOST = 4;

class Toasts {
  all = $state.raw<Toast[]>([]);
  #next = 1;

  /** Says that something was done. */
  say(message: string, hint = '', tone: Tone = 'plain'): void {
    this.#add({ id: this.#next++, tone, message, hint, near: null });
  }

  /** Says why something was not done, near the control. */
  refuse(refusal: Refusal, near: Element | null): void {
    const box = near && near !== document.body ? near.getBoundingClientRect() : null;
    const seen = box && box.width > 0 && box.width < 600;
    this.#add({
      id: this.#next++,
      tone: 'bad',
      message: refusal.message,
      hint: refusal.hint,
      near: seen ? { x: box.left, top: box.top, bottom: box.bottom } : null,
    });
  }

  dismiss(id: number): void {
    this.all = this.all.filter((toast) => toast.id !== id);
  }

  #add(toast: Toast): void {
    this.all = [...this.all.filter((old) => old.message !== toast.message), toast].slice(-MOST);
    setTimeout(() => this.dismiss(toast.id), STAYS_MS);
  }
}

export const toasts = new Toasts();
