/** What came of a file that was opened from outside, as by a double click: said once. */
import { tab } from '../state/kept';
import type { Push, Reply, Told } from '../wire/generated';

const KEY = 'three-am.told';

export const toldOf = (push: Push | null): Told | null =>
  push?.push === 'empty' ? push.told : push?.push === 'console' ? push.view.told : null;

/**
 * Whether it is to be said now. `heard`: number of the last one that was; `first`: nothing was shown before.
 * What stands in an open drill when the page comes is old; a file that started the program finds the library.
 */
export function isNews(push: Push, heard: number, first: boolean): boolean {
  const told = toldOf(push);
  if (!told || told.number === heard) return false;
  return !first || push.push === 'empty';
}

export const lastHeard = (): number => Number(tab.get(KEY) ?? 0);
export const hear = (told: Told): void => tab.set(KEY, String(told.number));

/** Where something that was taken in stands. */
export type Taken = { title: string; id: string; said: string } & { what: 'drill' | 'scenario' };

/** What was taken in, in the words of the reply; null: nothing was. */
export function takenIn(reply: Reply): Taken | null {
  if (reply.reply === 'taken_in')
    return { title: reply.title, id: reply.drill, said: reply.said, what: 'drill' };
  if (reply.reply === 'scenario_taken')
    return { title: reply.title, id: reply.scenario, said: reply.said, what: 'scenario' };
  return null;
}
