/** The acts that a role may do, gathered by what they are. */
import { actChoices } from '../parts/acts';
import type { DeedChoice } from '../parts/choice';
import { kindOf } from '../state/desk.svelte';
import type { DeedKind, Vocabulary } from '../wire/generated';

/** Checks have a page of their own. */
export const CHECKS: DeedKind[] = ['health-check', 'pipeline-check', 'smoke-test'];

const TITLE: Partial<Record<DeedKind, string>> = {
  'roll-back': 'Roll back',
  deploy: 'Deploy',
  restart: 'Restart',
  scale: 'Scale',
  'set-config': 'Change a setting',
  flag: 'Feature flags',
  breaker: 'Circuit breakers',
  fallback: 'Fallbacks',
  disable: 'Switch off and on',
  'restart-workers': 'Restart all slots',
  'retry-tasks': 'Retry tasks',
  'purge-queue': 'Purge a queue',
  'kill-connections': 'Kill connections',
  'kill-queries': 'Kill queries',
  'fail-over': 'Fail over',
  'move-tasks': 'Move tasks',
  'shed-traffic': 'Shed traffic',
  'flush-cache': 'Flush a cache',
  'warm-cache': 'Warm a cache',
  'renew-certificate': 'Renew certificates',
  'free-disk': 'Free a disk',
  'set-alert': 'Change alerts',
};

export interface ActGroup {
  kind: DeedKind;
  title: string;
  choices: DeedChoice[];
}

/** The kind does not depend on what is typed into the fields. */
const kindOfChoice = (choice: DeedChoice): DeedKind => kindOf(choice.make({}));

export function actsFor(vocabulary: Vocabulary | null, may: (kind: DeedKind) => boolean): DeedChoice[] {
  if (!vocabulary) return [];
  return actChoices(vocabulary).filter((choice) => {
    const kind = kindOfChoice(choice);
    return may(kind) && !CHECKS.includes(kind);
  });
}

/** In the order in which scenarios' acts are listed. */
export function grouped(choices: DeedChoice[]): ActGroup[] {
  const groups = new Map<DeedKind, DeedChoice[]>();
  for (const choice of choices) {
    const kind = kindOfChoice(choice);
    groups.set(kind, [...(groups.get(kind) ?? []), choice]);
  }
  const order = Object.keys(TITLE);
  return [...groups]
    .map(([kind, all]) => ({ kind, title: TITLE[kind] ?? kind, choices: all }))
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}
