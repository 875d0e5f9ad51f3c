/** Which number the room sees on each stop. */
import { second, stopsOf, type Stop } from '../../parts/wash/stops';
import type { Story } from '../../wire/generated';

/** All stops, numbered as in the room; 0: the room does not have it. */
export function numbered({ moments, to_ms }: Pick<Story, 'moments' | 'to_ms'>, revealed: boolean): Stop[] {
  const stops = stopsOf(moments, to_ms);
  if (revealed) return stops;
  const open = stopsOf(
    moments.filter((moment) => !moment.hidden),
    to_ms,
  );
  const numbers = new Map(open.map((stop) => [second(stop.at_ms), stop.number]));
  return stops.map((stop) => ({ ...stop, number: numbers.get(second(stop.at_ms)) ?? 0 }));
}
