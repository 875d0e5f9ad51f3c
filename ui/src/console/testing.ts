/** What the console's tests share: a console on the page, and how it goes. */
import { flushSync, mount, tick, unmount } from 'svelte';
import { replay } from '../link/replay';
import { stage } from '../state/stage.svelte';
import type { Command } from '../wire/generated';
import Console from './Console.svelte';
import { later } from './later.svelte';

export type Replay = ReturnType<typeof replay>;

let app: object | null = null;
let stop = (): void => {};

export async function settle(): Promise<void> {
  for (let i = 0; i < 8; i++) await tick();
  flushSync();
}

export async function show(name: string): Promise<Replay> {
  const link = replay(name);
  await later.come();
  app = mount(Console, { target: document.body });
  stop = stage.open(link, 'console');
  await settle();
  return link;
}

/** The page goes. */
export async function leave(): Promise<void> {
  stop();
  if (app) await unmount(app);
  app = null;
  stage.push = null;
  document.body.innerHTML = '';
  sessionStorage.clear();
}

/** What was commanded, in order. */
export const commands = (link: Replay): Command[] =>
  link.calls.flatMap((call) => (call.call === 'command' ? [call.command] : []));
