/** Tones as words and signs, because colour is never the only sign. */
import type { Level, Ruling, Standing, Tone } from '../wire/generated';

export const TONE_WORD: Record<Tone, string> = {
  plain: '',
  good: 'healthy',
  warn: 'look at it',
  bad: 'broken',
  info: 'information',
  truth: 'ground truth',
};

/** CSS colour of a tone, for lines and fills. */
export const TONE_VAR: Record<Tone, string> = {
  plain: '--text-3',
  good: '--green',
  warn: '--amber',
  bad: '--red',
  info: '--blue',
  truth: '--violet',
};

export const LEVEL_TONE: Record<Level, Tone> = { info: 'info', warning: 'warn', critical: 'bad' };

export const STANDING_TONE: Record<Standing, Tone> = {
  waiting: 'plain',
  open: 'info',
  met: 'good',
  late: 'warn',
  missed: 'bad',
};

export const RULING_TONE: Record<Ruling, Tone> = { true: 'good', red_herring: 'plain', open: 'warn' };
export const RULING_WORD: Record<Ruling, string> = {
  true: 'true',
  red_herring: 'red herring',
  open: 'not ruled',
};
