/**
 * A few acts that stand above the others. They come from what the system has and in the order in which it names its
 * parts, a kind after the other in turn. Nothing about the incident goes in: it must not tell anybody what to do.
 */
import { actChoices } from '../parts/acts';
import type { DeedChoice } from '../parts/choice';
import { kindOf } from '../state/desk.svelte';
import type { DeedKind, Vocabulary } from '../wire/generated';

export interface Offer {
  choice: DeedChoice;
  /** In two parts: what is done, and to what. */
  does: string;
  to: string;
  detail: string;
  button: string;
  /** The button as it is read out. */
  named: string;
}

const MOST = 6;
/** So many of the parts with releases. */
const RELEASES = 3;

export function offers(vocabulary: Vocabulary | null, may: (kind: DeedKind) => boolean): Offer[] {
  if (!vocabulary) return [];
  const choices = new Map(actChoices(vocabulary).map((choice) => [choice.id, choice]));
  const offer = (id: string, does: string, to: string, detail: string, button: string): Offer[] => {
    const choice = choices.get(`act:${id}`);
    const named = button === does ? `${does} ${to}` : `${button} ${does.toLowerCase()} ${to}`;
    return choice && may(kindOf(choice.make({}))) ? [{ choice, does, to, detail, button, named }] : [];
  };
  const { components, edges, flags, versions } = vocabulary;
  const kinds = [
    versions
      .filter(([, all]) => all.length > 1)
      .slice(0, RELEASES)
      .flatMap(([on, all]) =>
        offer(`roll_back:${on}`, 'Roll back', on, `newest release ${all.at(-1)}`, 'Roll back'),
      ),
    components
      .filter(([, , kind]) => kind === 'service')
      .flatMap(([id, title]) => offer(`restart:${id}`, 'Restart', id, title, 'Restart')),
    edges.flatMap(([edge]) => {
      const [from, to] = edge.split('->');
      return offer(
        `fallback:${edge}:true`,
        'Fallback',
        `${from} → ${to}`,
        `${from} does without ${to}`,
        'Turn on',
      );
    }),
    flags.flatMap(([id, title, on]) =>
      offer(`flag:${id}:${!on}`, 'Flag', id, `${on ? 'on' : 'off'} · ${title}`, on ? 'Turn off' : 'Turn on'),
    ),
  ];
  return fair(kinds);
}

/** One of each kind, then a second of each, until there are enough; shown by kind. */
function fair(kinds: Offer[][]): Offer[] {
  const taken = kinds.map(() => 0);
  let left = MOST;
  for (let round = 0; left > 0 && kinds.some((all) => all.length > round); round++)
    kinds.forEach((all, i) => {
      if (left === 0 || all.length <= round) return;
      taken[i]!++;
      left--;
    });
  return kinds.flatMap((all, i) => all.slice(0, taken[i]));
}
