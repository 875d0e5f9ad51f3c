/** Which lines of the actions feed are shown, and what an opened line says. */
import type { BeliefRow, FeedKind, FeedRow } from '../wire/generated';

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

export interface FeedFilter {
  shown: FeedShown;
  /** Role's short name, or whoever else a line is of; null: everybody. */
  who: string | null;
  /** Every word must be there; case does not matter. */
  words: string;
}

export function shownIn(feed: FeedRow[], { shown, who, words }: FeedFilter): FeedRow[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return feed.filter((line) => {
    if (!PASSES[shown](line.kind) || (who !== null && !isOf(line, who))) return false;
    const said = [
      line.who,
      line.person ?? '',
      line.did,
      line.what,
      line.outcome ?? '',
      ...line.tags.map(([tag]) => tag),
    ]
      .join(' ')
      .toLowerCase();
    return wanted.every((word) => said.includes(word));
  });
}

/** Who does something and is no role. Names of people and observers are found by words. */
const OTHERS = ['Facilitator', 'Run sheet', 'Assistant', 'System'];

/** Whose lines can be asked for: the roles, then who else there is a line of. */
export const whoIn = (feed: FeedRow[], roles: string[]): string[] => [
  ...roles,
  ...OTHERS.filter((who) => feed.some((line) => isOf(line, who))),
];

/** What the facilitator said as the assistant is the assistant's. */
const isOf = (line: FeedRow, who: string): boolean =>
  line.who === who || (who === 'Assistant' && line.who.startsWith('Assistant'));

/** What the tags mean; they are given by core/wire. */
const TAG_SAYS: Record<string, string> = {
  expected: 'a good team does this: it met an expectation',
  better: 'the system stood better than it would have without it',
  'did not last': 'it helped for a while, and is broken again',
  'made it worse': 'the system stood worse than it would have without it',
  'no difference': 'the system stood as it would have without it',
  'at a cost': 'it helped, and harmed something else',
  'under way': 'not complete yet',
  failed: 'it was not carried out to the end',
  green: 'the check found nothing',
  red: 'the check found something broken',
  'advised, checked first': 'the assistant said so, and they put that to the test',
  'advised, not checked': 'the assistant said so, and nobody put that to the test',
  true: 'your ruling: it is a cause',
  'red herring': 'your ruling: it is not the cause',
  right: 'the assistant was right',
  wrong: 'the assistant was wrong',
};

/** A heading, and lines under it. */
export type Detail = [head: string, lines: string[]];

/** What there is to say about a line beyond the line. */
export function details(line: FeedRow, beliefs: BeliefRow[]): Detail[] {
  const all: Detail[] = [];
  if (line.outcome !== null) all.push(['What came of it', line.outcome.split('; ')]);
  const tags = line.tags.flatMap(([tag]) => (TAG_SAYS[tag] ? [`${tag}: ${TAG_SAYS[tag]}`] : []));
  if (tags.length > 0) all.push(['Judged', tags]);
  const belief = beliefs.find(({ number }) => number !== null && number === line.about?.hypothesis);
  if (!belief) return all;
  if (line.about!.how !== 'weighs') {
    const side = line.about!.how === 'against' ? 'Speaks against' : 'Speaks for';
    all.push([side, [`${belief.number}. ${belief.text}`]]);
    return all;
  }
  const { supports, against } = belief;
  if (supports.length > 0) all.push(['Speaks for it', supports]);
  if (against.length > 0) all.push(['Speaks against it', against]);
  if (supports.length + against.length === 0) all.push(['Evidence', ['none was given']]);
  return all;
}
