/** At most one call in `every_ms`, the newest wins, and the last one is always made. */
export function throttled<T>(every_ms: number, make: (last: T) => void): { (value: T): void; drop(): void } {
  let waits: { value: T } | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function next(): void {
    timer = null;
    if (!waits) return;
    const { value } = waits;
    waits = null;
    timer = setTimeout(next, every_ms);
    make(value);
  }

  const call = (value: T): void => {
    waits = { value };
    if (timer === null) next();
  };
  call.drop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    waits = null;
  };
  return call;
}
