/**
 * What is told of a view after the first: what changed. As `edge/live/src/changes.rs` says it. What did not change
 * stays the very object that it was.
 */
export type Change =
  | { set: unknown }
  | { in: Record<string, Change> }
  /** From where, how many go, what comes; one after the other. */
  | { splice: [number, number, unknown[]][] };

/** A push, or what changed since the last. */
export type Told<Push> = Push | { changes: Change };

export function changed(before: unknown, change: Change): unknown {
  if ('set' in change) return change.set;
  if ('splice' in change) {
    return change.splice.reduce(
      (rows, [from, gone, come]) => rows.toSpliced(from, gone, ...come),
      before as unknown[],
    );
  }
  const now = (Array.isArray(before) ? [...(before as unknown[])] : { ...(before as object) }) as Record<
    string,
    unknown
  >;
  for (const [at, one] of Object.entries(change.in)) now[at] = changed(now[at], one);
  return now;
}

/** Gets what is told, and gives whole views on. */
export function following<Push extends object>(onPush: (push: Push) => void): (told: Told<Push>) => void {
  let last: Push | null = null;
  return (told) => {
    if (!('changes' in told)) last = told;
    // Changes of nothing are of a road that is gone.
    else if (last === null) return;
    else last = changed(last, told.changes) as Push;
    onPush(last);
  };
}
