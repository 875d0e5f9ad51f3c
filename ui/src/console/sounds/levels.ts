/** How loud the console is. */
export const LEVELS = ['off', 'low', 'normal'] as const;
export type Level = (typeof LEVELS)[number];

export const LEVEL_SAYS: Record<Level, string> = {
  off: 'nothing is heard',
  low: 'for who sits at the console',
  normal: 'for the room as well',
};

/** Of full loudness, 0 to 1. */
export const LOUDNESS: Record<Level, number> = { off: 0, low: 0.16, normal: 0.5 };
