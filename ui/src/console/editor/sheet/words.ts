/** Words of the run sheet. */
import { clockAt, elapsed } from '../../../parts/format';
import type { InjectLane, InjectMark, Tone } from '../../../wire/generated';

export const LANE_WORD: Record<InjectLane, string> = {
  clock: 'On the clock',
  branch: 'Branches',
  contingency: 'Contingency',
  tray: 'Tray',
};

/** What an empty lane is for. */
export const LANE_SAYS: Record<InjectLane, string> = {
  clock: 'What comes at a time, whatever the team does.',
  branch: 'What comes after an act, an alert or another inject: the drill answers the team.',
  contingency: 'What comes when the team has not done something for too long.',
  tray: 'What the facilitator keeps back and plays by hand. Drag an inject here to take it off the clock.',
};

export const LANE_ADDS: Record<InjectLane, string> = {
  clock: 'Add an inject on the clock',
  branch: 'Add a branch',
  contingency: 'Add a contingency inject',
  tray: 'Add an inject to the tray',
};

/** What is wrong with an inject, for who does not see the sign. */
export const TROUBLE_WORD: Record<Tone, string> = {
  plain: '',
  good: '',
  info: '',
  truth: '',
  warn: 'has a warning',
  bad: 'has a mistake',
};

/** `03:08:30 · T+8:30`. */
export function timeWords(at_ms: number, starts_s: number): string {
  return `${clockAt(at_ms, starts_s)} · ${elapsed(at_ms)}`;
}

/** When an inject comes: its time, or what it waits for. */
export function whenWords(mark: InjectMark, starts_s: number): string {
  if (mark.lane === 'clock' && mark.at_ms !== null) return timeWords(mark.at_ms, starts_s);
  return mark.at_ms === null ? mark.when : `${mark.when}, ${clockAt(mark.at_ms, starts_s)} by the clock`;
}
