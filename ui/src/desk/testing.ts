/** What the desk's tests share: a desk on the page, fingers and eyes. */
import { flushSync, mount, tick, unmount } from 'svelte';
import { deskReplay, type DeskReplay } from '../link/desk-replay';
import { desk } from '../state/desk.svelte';
import type { DeskLink } from '../link/desk';
import { toasts } from '../state/toasts.svelte';
import type { Deed, DeskCall } from '../wire/generated';
import Desk from './Desk.svelte';
import { place } from './place.svelte';

let app: object | null = null;
let stop = (): void => {};

export async function settle(): Promise<void> {
  for (let i = 0; i < 8; i++) await tick();
  flushSync();
}

export async function sit(link: DeskLink): Promise<void> {
  app = mount(Desk, { target: document.body });
  stop = desk.open(link);
  await settle();
}

export async function show(name: string): Promise<DeskReplay> {
  const link = deskReplay(name);
  await sit(link);
  return link;
}

/** The page goes, as when somebody loads it again; what the tab keeps stays. */
export async function unload(): Promise<void> {
  stop();
  if (app) await unmount(app);
  app = null;
  place.reset();
  toasts.clear();
  document.body.innerHTML = '';
}

export async function leave(): Promise<void> {
  await unload();
  place.leave();
}

export async function go(at: typeof place.at): Promise<void> {
  place.go(at);
  await settle();
  await settle();
}

export const text = (): string => (document.body.textContent ?? '').replace(/\s+/g, ' ');

/** The control with that name, as it is read out. */
export function named(name: string, within: ParentNode = document): HTMLButtonElement {
  const all = [...within.querySelectorAll<HTMLButtonElement>('button, input, textarea, select')];
  const found = all.find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent ?? '').replace(/\s+/g, ' ').trim() === name,
  );
  if (!found) throw new Error(`nothing is named “${name}”`);
  return found;
}

export async function press(control: HTMLElement): Promise<void> {
  control.click();
  await settle();
}

export async function type(field: Element | null, words: string): Promise<void> {
  const input = field as HTMLInputElement;
  input.value = words;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
}

/** Enter in a field, or the form's button. */
export async function submit(field: Element | null): Promise<void> {
  field!.closest('form')!.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
  await settle();
}

/** What was done, in the order it was done, with the role. */
export const deeds = ({ calls }: { calls: DeskCall[] }): (Deed & { role: string })[] =>
  calls.flatMap((call) => (call.call === 'do' ? [{ ...call.deed, role: call.role }] : []));

export async function key(pressed: string, on: Element = document.body): Promise<void> {
  on.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, bubbles: true, cancelable: true }));
  await settle();
}

/** The window at a width: happy-dom tells media queries of it. */
export function width(px: number): void {
  (window as unknown as { happyDOM: { setViewport(to: object): void } }).happyDOM.setViewport({ width: px });
}
