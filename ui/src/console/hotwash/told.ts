/** What of the moments says something of the truth, and which number the room sees on each stop. */
import { second, stopsOf, type Stop } from '../../parts/wash/stops';
import type { KeyTime, MomentView, Story } from '../../wire/generated';

/** Key times that cannot be known without the truth. */
const HIDDEN = ['t0', 't6', 't8'];

type Told = Pick<Story, 'moments' | 'to_ms'>;

/** Only some key times are free of it. */
export function saysTruth({ kind, title }: MomentView, key_times: KeyTime[]): boolean {
  if (kind !== 'key_time') return true;
  const known = key_times.find((time) => time.title === title);
  return !known || HIDDEN.includes(known.id);
}

/** All stops, numbered as in the room; 0: the room does not have it. */
export function numbered({ moments, to_ms }: Told, key_times: KeyTime[], revealed: boolean): Stop[] {
  const stops = stopsOf(moments, to_ms);
  if (revealed) return stops;
  const open = stopsOf(
    moments.filter((moment) => !saysTruth(moment, key_times)),
    to_ms,
  );
  const numbers = new Map(open.map((stop) => [second(stop.at_ms), stop.number]));
  return stops.map((stop) => ({ ...stop, number: numbers.get(second(stop.at_ms)) ?? 0 }));
}
