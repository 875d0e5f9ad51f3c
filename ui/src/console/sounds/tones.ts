/**
 * What each sound is made of. None is shrill or long: the pager is two notes that alternate, an alert falls,
 * a message rises, a question rises higher, a need knocks, and the drill begins and ends with one quiet bell.
 */
import type { Sound } from './heard';

export interface Note {
  hz: number;
  /** From the beginning of the sound, seconds. */
  at_s: number;
  /** Until it has died away, seconds. */
  for_s: number;
  /** Beside the others, 0 to 1. */
  loud: number;
}

const note = (hz: number, at_s: number, for_s: number, loud: number): Note => ({ hz, at_s, for_s, loud });

export const TONES: Record<Sound, { shape: 'sine' | 'triangle'; notes: Note[] }> = {
  pager: {
    shape: 'triangle',
    notes: [
      note(784, 0, 0.13, 1),
      note(988, 0.14, 0.13, 1),
      note(784, 0.4, 0.13, 1),
      note(988, 0.54, 0.22, 1),
    ],
  },
  alert: { shape: 'sine', notes: [note(587, 0, 0.22, 0.6), note(440, 0.17, 0.36, 0.6)] },
  need: { shape: 'triangle', notes: [note(330, 0, 0.1, 0.6), note(330, 0.15, 0.16, 0.6)] },
  question: {
    shape: 'sine',
    notes: [note(523, 0, 0.1, 0.45), note(659, 0.09, 0.1, 0.45), note(880, 0.18, 0.22, 0.45)],
  },
  message: { shape: 'sine', notes: [note(659, 0, 0.1, 0.45), note(831, 0.09, 0.2, 0.45)] },
  startex: { shape: 'sine', notes: [note(440, 0, 0.9, 0.4)] },
  endex: { shape: 'sine', notes: [note(294, 0, 1.2, 0.4)] },
};

/** How long a sound is, seconds. */
export const lasts_s = (sound: Sound): number =>
  Math.max(...TONES[sound].notes.map(({ at_s, for_s }) => at_s + for_s));
