/**
 * A view whose fields are watched one by one, so that what shows the messages is not run again because the clock moved.
 * The object stays the same while its fields get the newest, with whatever is unchanged kept as it was. So do the
 * `parts` of it whose own fields are watched: hundreds of bars want to know when the drill began, and no seconds.
 */
import { untrack } from 'svelte';
import { shared } from './shared';

class Field {
  newest = $state.raw<unknown>();
  constructor(first: unknown) {
    this.newest = first;
  }
}

export class Watched<T extends object> {
  readonly view = {} as T;
  #fields: Record<string, Field> = {};
  #parts: Record<string, Watched<object>> = {};

  constructor(first: T, parts: (keyof T & string)[] = []) {
    for (const [name, value] of Object.entries(first)) {
      const part = parts.some((one) => one === name) ? new Watched(value as object) : null;
      if (part) this.#parts[name] = part;
      const field = new Field(part ? part.view : value);
      this.#fields[name] = field;
      Object.defineProperty(this.view, name, { enumerable: true, get: () => field.newest });
    }
  }

  /** The newest. False: it has other fields, and is another kind of view. */
  take(now: T): boolean {
    const names = Object.keys(now) as (keyof T & string)[];
    const known = Object.keys(this.#fields);
    if (names.length !== known.length || !names.every((name) => name in this.#fields)) return false;
    for (const name of names) {
      const part = this.#parts[name];
      if (part) {
        if (!part.take(now[name] as object)) return false;
        continue;
      }
      const field = this.#fields[name]!;
      const before = untrack(() => field.newest);
      field.newest = shared(before, now[name]);
    }
    return true;
  }
}
