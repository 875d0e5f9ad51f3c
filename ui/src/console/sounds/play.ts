/** Makes the sounds, with Web Audio alone: no file, nothing from a network. The only place that knows it. */
import type { Sound } from './heard';
import { lasts_s, TONES } from './tones';

/** Between two sounds that came at once, seconds. */
const APART_S = 0.12;
/** A note that begins or ends at once clicks. */
const ATTACK_S = 0.012;
/** What a small loudspeaker makes shrill of a triangle is taken away. */
const SOFT_HZ = 2_400;
/** Exponential ramps never reach nothing. */
const SILENCE = 0.0001;

/** Plays one after the other, beginning now. `loudness`: 0 to 1. */
export function play(context: AudioContext, sounds: Sound[], loudness: number): void {
  const soft = context.createBiquadFilter();
  soft.type = 'lowpass';
  soft.frequency.value = SOFT_HZ;
  soft.connect(context.destination);
  let at = context.currentTime + 0.02;
  for (const sound of sounds) {
    const { shape, notes } = TONES[sound];
    for (const { hz, at_s, for_s, loud } of notes) {
      const from = at + at_s;
      const to = from + for_s;
      const gain = context.createGain();
      gain.gain.setValueAtTime(SILENCE, from);
      gain.gain.linearRampToValueAtTime(loud * loudness, from + ATTACK_S);
      gain.gain.exponentialRampToValueAtTime(SILENCE, to);
      gain.connect(soft);
      const voice = context.createOscillator();
      voice.type = shape;
      voice.frequency.value = hz;
      voice.connect(gain);
      voice.start(from);
      voice.stop(to + 0.02);
    }
    at += lasts_s(sound) + APART_S;
  }
}
