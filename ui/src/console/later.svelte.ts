/** The large surfaces, which come after the first page is there: a start shows the library, and need not read them. */
import type { Component } from 'svelte';
import type { ConsoleView } from '../wire/generated';

interface Surfaces {
  Cockpit: Component<{ view: ConsoleView }>;
  Setup: Component<{ scenario: string; onback: () => void; onedit: (scenario: string) => void }>;
  Editor: Component<{ scenario: string; onclose: () => void }>;
}

class Later {
  /** null: not there yet. */
  surfaces = $state.raw<Surfaces | null>(null);
  #coming: Promise<void> | null = null;

  /** Gets them, once. A road that breaks on the way is tried again when they are wanted again. */
  come(): Promise<void> {
    return (this.#coming ??= this.#load().catch(() => {
      this.#coming = null;
    }));
  }

  async #load(): Promise<void> {
    const [cockpit, setup, editor] = await Promise.all([
      import('./Cockpit.svelte'),
      import('./Setup.svelte'),
      import('./editor/Editor.svelte'),
    ]);
    this.surfaces = { Cockpit: cockpit.default, Setup: setup.default, Editor: editor.default };
  }
}

export const later = new Later();
