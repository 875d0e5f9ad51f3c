import { tick } from 'svelte';
import type { SectionView } from '../../wire/generated';
import { anchors } from '../../parts/document/ink';

/** Where somebody is in the postmortem. Nothing here says anything about its text. */
class Place {
  /** Id of the section that is shown. */
  section = $state('');
  /** The whole section as printed, rather than what is written in it. */
  whole = $state(false);
  /** What is open beside the text. */
  beside = $state<'standing' | 'versions' | null>(null);
  /** Event of the timeline's row that was jumped to; the number makes each jump new. */
  row = $state.raw<{ event: number; n: number } | null>(null);
  /** How far each section was scrolled. */
  #scrolled: Record<string, number> = {};
  #drill = '';

  /** Another drill begins at the first section. */
  at(drill: string): void {
    if (drill === this.#drill) return;
    this.#drill = drill;
    this.section = '';
    this.whole = false;
    this.row = null;
    this.#scrolled = {};
  }

  /** Somebody leaves the section. */
  leave(): void {
    const scrolls = scroller();
    if (scrolls) this.#scrolled[this.section] = scrolls.scrollTop;
  }

  /** Somebody is there, or there again. */
  async back(): Promise<void> {
    await tick();
    const scrolls = scroller();
    if (scrolls) scrolls.scrollTop = this.#scrolled[this.section] ?? 0;
  }

  /** Shows a section, as far down as it was. */
  async show(id: string): Promise<void> {
    if (id === this.section) return;
    this.leave();
    this.section = id;
    await this.back();
  }

  /** Goes to what a link points at. */
  async jump(id: string, sections: SectionView[]): Promise<void> {
    const event = /^event-(\d+)$/.exec(id)?.[1];
    const section = sections.find((one) => one.id === id || one.blocks.flatMap(anchors).includes(id));
    const to = section?.id ?? (event ? 'timeline' : undefined);
    if (!to) return;
    await this.show(to);
    if (event) this.row = { event: Number(event), n: (this.row?.n ?? 0) + 1 };
    await tick();
    const found =
      sheet()?.querySelector<HTMLElement>(`[data-at="${CSS.escape(id)}"]`) ?? sheet()?.querySelector('h2');
    found?.scrollIntoView({ block: 'center' });
    found?.classList.add('found');
    setTimeout(() => found?.classList.remove('found'), 2_000);
  }

  /** Puts the caret on some words; `from` and `to` the same: on all of them. */
  async point(selector: string, from: number, to: number, found: string): Promise<void> {
    this.whole = false;
    await tick();
    const box = sheet()?.querySelector<HTMLTextAreaElement | HTMLInputElement>(selector);
    if (!box) return;
    box.focus();
    box.scrollIntoView({ block: 'center' });
    const [start, end] = where(box.value, from, to, found);
    box.setSelectionRange(start, end);
  }
}

const sheet = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-sheet]');

/** On a narrow window the whole editor is scrolled, elsewhere its middle. */
function scroller(): HTMLElement | null {
  const main = sheet();
  return main && getComputedStyle(main).overflowY === 'visible' ? main.closest<HTMLElement>('.editor') : main;
}

/** Where the words are now: text may have been typed before them since they were found. */
export function where(text: string, from: number, to: number, found: string): [number, number] {
  if (from === to) return [0, text.length];
  if (found === '' || text.slice(from, to) === found) return [from, to];
  const near = [text.lastIndexOf(found, from), text.indexOf(found, from)].filter((at) => at >= 0);
  const at = near.toSorted((a, b) => Math.abs(a - from) - Math.abs(b - from))[0];
  return at === undefined
    ? [Math.min(from, text.length), Math.min(to, text.length)]
    : [at, at + found.length];
}

export const place = new Place();
