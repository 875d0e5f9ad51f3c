/** What a browser keeps for us. It may refuse: then nothing is kept, and nothing breaks. */
function kept(which: () => Storage): {
  get(key: string): string | null;
  set(key: string, to: string): void;
  drop(key: string): void;
} {
  const safely = <T>(act: () => T, otherwise: T): T => {
    try {
      return act();
    } catch {
      return otherwise;
    }
  };
  return {
    get: (key) => safely(() => which().getItem(key), null),
    set: (key, to) => safely(() => which().setItem(key, to), undefined),
    drop: (key) => safely(() => which().removeItem(key), undefined),
  };
}

/** In this browser, for good. */
export const browser = kept(() => localStorage);

/** In this tab, until it is closed. */
export const tab = kept(() => sessionStorage);
