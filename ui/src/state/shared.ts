/**
 * Structural sharing: the newest of something, in which whatever did not change is the very object that was there
 * before. A view comes whole, twice a second, and nearly all of it is as it was: what is the same object is not drawn
 * again.
 */
type Fields = Record<string, unknown>;

/** What rows of a list are told apart by, of those that a view has. */
const NAMES = ['id', 'event', 'number'] as const;

/** `now`, made of as much of `before` as is equal. Neither is changed from outside; `now` must be used no more. */
export function shared<T>(before: unknown, now: T): T {
  if (Object.is(before, now)) return now;
  if (!isObject(before) || !isObject(now)) return now;
  if (Array.isArray(now)) return Array.isArray(before) ? (sharedList(before, now) as T) : now;
  return Array.isArray(before) ? now : (sharedFields(before, now) as T);
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

function sharedFields(before: Fields, now: Fields): Fields {
  const names = Object.keys(now);
  let same = names.length === Object.keys(before).length;
  for (const name of names) {
    const kept = shared(before[name], now[name]);
    if (kept !== before[name] || !(name in before)) same = false;
    now[name] = kept;
  }
  return same ? before : now;
}

function sharedList(before: unknown[], now: unknown[]): unknown[] {
  const name = named(now[0]);
  // Rows come in at the top or go anywhere: each is held against the one of its name.
  const known =
    name && before.length > 0 ? new Map(before.map((row) => [(row as Fields | null)?.[name], row])) : null;
  let same = before.length === now.length;
  for (let i = 0; i < now.length; i++) {
    const was = known ? known.get((now[i] as Fields | null)?.[name!]) : before[i];
    const kept = shared(was, now[i]);
    if (!Object.is(kept, before[i])) same = false;
    now[i] = kept;
  }
  return same ? before : now;
}

function named(row: unknown): string | undefined {
  return isObject(row) ? NAMES.find((name) => row[name] !== null && row[name] !== undefined) : undefined;
}

/** Shares with what it gave the last time. */
export function sharing<T>(): (now: T) => T {
  let before: T | undefined;
  return (now) => (before = shared(before, now));
}
