/**
 * Which figure answers which need. A need keeps its figure for as long as it stands, wherever it stands in the list:
 * what a finger is on its way to must not become something else. A figure that has become free rests before
 * another need gets it, for the same reason.
 */

export interface Slots {
  /** Figure of each need, by id; a tenth need waits for one. */
  figures: ReadonlyMap<string, number>;
  /** Figures that were a need's a moment ago, and when they are free. */
  resting: ReadonlyMap<number, number>;
}

export const NO_SLOTS: Slots = { figures: new Map(), resting: new Map() };

/** There are keys for so many. */
const FIGURES = [1, 2, 3, 4, 5, 6, 7, 8, 9];
/** A decision, and the finger's way. */
export const RESTS_MS = 2_000;

/** The figures after the list has changed; `now_ms` is of any clock that goes on by itself. */
export function figured(before: Slots, all: { id: string; answer: unknown }[], now_ms: number): Slots {
  // What no key sees to has none.
  const needs = all.filter((need) => need.answer !== null);
  const stand = new Set(needs.map((need) => need.id));
  const figures = new Map([...before.figures].filter(([id]) => stand.has(id)));
  const resting = new Map([...before.resting].filter(([, until_ms]) => until_ms > now_ms));
  for (const [id, figure] of before.figures) if (!stand.has(id)) resting.set(figure, now_ms + RESTS_MS);
  const taken = new Set([...figures.values(), ...resting.keys()]);
  const free = FIGURES.filter((figure) => !taken.has(figure));
  for (const { id } of needs) {
    if (figures.has(id)) continue;
    const figure = free.shift();
    if (figure === undefined) break;
    figures.set(id, figure);
  }
  return { figures, resting };
}

/** The need that a figure answers; null: none, or none any more. */
export function needOf<T extends { id: string }>(slots: Slots, needs: T[], figure: number): T | null {
  return needs.find((need) => slots.figures.get(need.id) === figure) ?? null;
}
