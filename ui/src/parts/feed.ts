/** Which lines of the actions feed are shown. */
import type { FeedKind, FeedRow } from '../wire/generated';

export type FeedShown = 'all' | 'doing' | 'looks' | 'steering';

/** In the order they are offered. `doing` leaves out looks only: alerts and injects explain what was done. */
export const FEED_SHOWN: [FeedShown, string, string][] = [
  ['all', 'All', 'Everything'],
  ['doing', 'Acts & talk', 'Everything but looks'],
  ['looks', 'Looks', 'What was opened, read and searched for'],
  ['steering', 'Steering', 'What you did'],
];

const PASSES: Record<FeedShown, (kind: FeedKind) => boolean> = {
  all: () => true,
  doing: (kind) => kind !== 'look',
  looks: (kind) => kind === 'look',
  steering: (kind) => kind === 'steer',
};

export const shownIn = (feed: FeedRow[], shown: FeedShown): FeedRow[] =>
  feed.filter((line) => PASSES[shown](line.kind));
