/**
 * What speaks for a hypothesis and what against it. Evidence given with a verdict comes with the belief; what was
 * pinned is told by the feed alone, in the words of core/drill/src/words.rs.
 */
import type { BeliefRow, FeedRow } from '../wire/generated';

export interface Pinned {
  /** Where it was seen, e.g. "logs of api". */
  place: string;
  /** The hypothesis it speaks to, from 1; null: none. */
  hypothesis: number | null;
  against: boolean;
  /** What was seen. */
  what: string;
}

/** E.g. `logs of api, against hypothesis 2: “pool waited”`. The place has no colon in it. */
const PINNED = /^([^:]*?)(?:, (for|against) hypothesis (\d+))?: “(.*)”$/s;

/** null: the line is no pin. */
export function pinned({ did, kind, what }: FeedRow): Pinned | null {
  const match = kind === 'think' && did === 'pinned' ? PINNED.exec(what) : null;
  if (!match) return null;
  const [, place = '', side, number, seen = ''] = match;
  return {
    place,
    hypothesis: number === undefined ? null : Number(number),
    against: side === 'against',
    what: seen,
  };
}

/** The hypothesis that a line raised or judged; undefined: none. */
export function beliefIn({ kind, did, what }: FeedRow, beliefs: BeliefRow[]): BeliefRow | undefined {
  if (kind !== 'think' || did === 'pinned') return undefined;
  return beliefs.find(
    ({ number, text }) => number !== null && (what === text || what.startsWith(`“${text}”`)),
  );
}

/** In the order in which it came; with the verdict that was given last on one side. */
export function speaks(belief: BeliefRow, feed: FeedRow[]): { pro: string[]; contra: string[] } {
  const pins = feed
    .toReversed()
    .map(pinned)
    .filter((pin) => pin !== null && pin.hypothesis === belief.number);
  const said = (against: boolean): string[] =>
    pins.flatMap((pin) => (pin?.against === against ? [`${pin.what} (${pin.place})`] : []));
  const given = (refutes: boolean): string[] =>
    (belief.verdict === 'refuted') === refutes ? belief.evidence : [];
  return { pro: [...said(false), ...given(false)], contra: [...said(true), ...given(true)] };
}
