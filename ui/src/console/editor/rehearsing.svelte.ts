import { browser } from '../../state/kept';
import type { EditorView, Refusal, RehearsalView } from '../../wire/generated';
import type { Editing } from './editor.svelte';

/** After so long without a change the scenario is rehearsed again. */
export const REHEARSE_MS = 600;

/** How the scenario goes, as it stands: played after every change that may matter, if there is no mistake in it. */
export class Rehearsing {
  view = $state.raw<RehearsalView | null>(null);
  playing = $state(false);
  refused = $state.raw<Refusal | null>(null);
  /** Who plays; null: nobody does anything. */
  team = $state<string | null>(null);

  #editing: Editing;
  #plays = 0;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(editing: Editing) {
    this.#editing = editing;
  }

  get #place(): string {
    return `three-am.rehearsed-by.${this.#editing.scenario}`;
  }

  /** With the team that was chosen last, or else the good one. */
  begin(view: EditorView): void {
    const teams = teamsOf(view);
    const kept = browser.get(this.#place);
    const first = teams.includes('good') ? 'good' : (teams[0] ?? null);
    this.team = kept === '' ? null : kept !== null && teams.includes(kept) ? kept : first;
    this.soon();
  }

  by(team: string | null): void {
    this.team = team;
    browser.set(this.#place, team ?? '');
    void this.play();
  }

  soon(): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => void this.play(), REHEARSE_MS);
  }

  stop(): void {
    clearTimeout(this.#soon);
    this.#stopped = true;
  }

  async play(): Promise<void> {
    clearTimeout(this.#soon);
    const { view, errors } = this.#editing;
    if (this.#stopped || view === null || errors > 0) return;
    if (this.team !== null && !teamsOf(view).includes(this.team)) this.team = null;
    const n = ++this.#plays;
    this.playing = true;
    const answer = await this.#editing.editor({ ask: 'rehearse', team: this.team, minutes: null });
    // A newer one is on its way.
    if (n < this.#plays || this.#stopped) return;
    this.playing = false;
    if ('code' in answer) {
      if (answer.code !== 'overtaken') this.refused = answer;
    } else if (answer.editor === 'rehearsed') {
      this.refused = null;
      this.view = answer.rehearsal;
    }
  }
}

/** Names of the teams that can rehearse it. */
export const teamsOf = (view: EditorView): string[] =>
  view.files
    .filter(({ kind }) => kind === 'team')
    .map(({ path }) => path.replace(/^.*\//, '').replace(/\.toml$/, ''));
