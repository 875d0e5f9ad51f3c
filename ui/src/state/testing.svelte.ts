/** What an effect sees, each time that it runs. */
import { flushSync } from 'svelte';

export function seen<T>(look: () => T): { values: T[]; stop: () => void } {
  const values: T[] = [];
  const stop = $effect.root(() => {
    $effect(() => {
      values.push(look());
    });
  });
  flushSync();
  return { values, stop };
}
