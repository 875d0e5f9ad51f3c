/** How the expectations of a role stand, as a bar of one piece each and as words. */
import type { RoleRow, Standing } from '../wire/generated';
import { count } from './format';

type Counted = Pick<RoleRow, 'met' | 'late' | 'due' | 'missed' | 'expected'>;

/** One for each expectation: what is over first, then what can still come. */
export function pieces({ met, late, due, missed, expected }: Counted): Standing[] {
  const of = (standing: Standing, n: number): Standing[] => Array<Standing>(Math.max(0, n)).fill(standing);
  return [
    ...of('met', met - late),
    ...of('late', late),
    ...of('missed', missed),
    ...of('open', due),
    ...of('waiting', expected - met - missed - due),
  ];
}

/** `4 of 6 expectations met, 1 of them late; 1 due; 1 missed`. */
export function stands({ met, late, due, missed, expected }: Counted): string {
  if (expected === 0) return 'No expectations';
  return [
    `${met} of ${count(expected, 'expectation')} met${late > 0 ? `, ${late} of them late` : ''}`,
    ...(due > 0 ? [`${due} due`] : []),
    ...(missed > 0 ? [`${missed} missed`] : []),
  ].join('; ');
}
