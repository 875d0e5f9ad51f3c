/**
 * A value that hundreds ask for. They hear of it when it has changed; of a derived one, each of them would be asked
 * again whenever it might have. To be made while a component begins.
 */
import { untrack } from 'svelte';

export function settled<T>(find: () => T): { readonly now: T } {
  let now = $state.raw(untrack(find));
  $effect.pre(() => {
    now = find();
  });
  return {
    get now() {
      return now;
    },
  };
}
