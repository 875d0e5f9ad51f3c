import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const SOURCES = join(import.meta.dirname, '..');
const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const HEX = '#[0-9a-f]{3,6}';

type Pair = [light: string, dark: string];

/** Reads a token as [light, dark]; `block` picks the paused values. */
function token(name: string, block = css.slice(0, css.indexOf('data-theme'))): Pair {
  const pair = new RegExp(`--${name}: light-dark\\((${HEX}), (${HEX})\\)`).exec(block);
  if (pair) return [pair[1]!, pair[2]!];
  const one = new RegExp(`--${name}: (${HEX})`).exec(block);
  if (!one) throw new Error(`no token ${name}`);
  return [one[1]!, one[1]!];
}

const parts = (hex: string): number[] => {
  const full = hex.length === 4 ? [...hex.slice(1)].map((c) => c + c).join('') : hex.slice(1);
  return [0, 2, 4].map((i) => parseInt(full.slice(i, i + 2), 16));
};

function luminance(rgb: number[]): number {
  const [r, g, b] = rgb.map((part) => {
    const c = part / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** `opacity`: of the first one, as it lies on the second. */
function contrast(a: string, b: string, opacity = 1): number {
  const ground = parts(b);
  const seen = parts(a).map((c, i) => c * opacity + ground[i]! * (1 - opacity));
  const [high, low] = [luminance(seen), luminance(ground)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

const paused = css.slice(css.indexOf("data-clock='paused'"));
const INKS = ['ink-0', 'ink-1', 'ink-2', 'ink-3'];
const TONES = ['amber', 'red', 'green', 'blue', 'violet'];
const DIMS = TONES.map((tone) => `${tone}-dim`);

/** Words, and what they stand on: AA wants 4.5. */
const WORDS: [string, string][] = [
  // Marked lines, fresh lines, hints, the paused head: all three strengths of words stand on them.
  ...['text', 'text-2', 'text-3'].flatMap((text) =>
    [...INKS, ...DIMS].map((ground): [string, string] => [text, ground]),
  ),
  ...TONES.flatMap((tone) =>
    [`${tone}-dim`, ...INKS].map((ground): [string, string] => [`${tone}-text`, ground]),
  ),
  // The clock, the numbers of marks in a graph, figures of a panel.
  ...['amber', 'red', 'violet', 'blue'].map((tone): [string, string] => [tone, 'ink-0']),
  ...TONES.map((tone): [string, string] => [tone, 'ink-1']),
  ['amber-on', 'amber-fill'],
  ['amber-key', 'amber-key-fill'],
  ['violet-on', 'violet'],
  ['red-on', 'red'],
  ['teal-text', 'teal-dim'],
  ['sand-text', 'sand-dim'],
  ['emergency-on', 'emergency'],
  ['emergency-text', 'emergency-on'],
];

/** What is drawn and means something, at its opacity, and what it lies on: AA wants 3. */
const DRAWN: [string, string, number?][] = [
  // Fields, arrows of the map, lines between lanes.
  ...INKS.map((ground): [string, string] => ['contour', ground]),
  // Lines and marks of graphs, signs, lines of traces.
  ...['text-2', 'text-3', ...TONES].flatMap((tone): [string, string][] =>
    ['ink-1', 'ink-2'].map((ground) => [tone, ground]),
  ),
  // The thresholds of a graph, the time marks.
  ['text-3', 'ink-1', 0.9],
  ['red', 'ink-1', 0.8],
  ...TONES.map((tone): [string, string, number] => [tone, 'ink-1', 0.85]),
  // Bars of the histogram, of the bins of traces, of a trace in the list.
  ['blue', 'ink-1', 0.75],
  ['red', 'ink-1', 0.75],
  // Which tab, and where the focus is.
  ...[...INKS, ...DIMS].map((ground): [string, string] => ['amber', ground]),
  // The hatched frame around what is paused: its own two colours, and the page.
  ['frame-dark', 'amber-fill'],
];

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('in the %s theme', (_, i) => {
  test.each(WORDS)('%s on %s can be read', (words, ground) => {
    expect(contrast(token(words)[i], token(ground)[i])).toBeGreaterThanOrEqual(4.5);
  });

  test.each(DRAWN)('%s on %s can be seen', (drawn, ground, opacity) => {
    expect(contrast(token(drawn)[i], token(ground)[i], opacity)).toBeGreaterThanOrEqual(3);
  });

  test.each(['text', 'text-2', 'text-3', 'amber-text'])('%s on the paused page can be read', (words) => {
    expect(contrast(token(words)[i], token('ink-0', paused)[i])).toBeGreaterThanOrEqual(4.5);
  });
});

/** A code for cameras is black on white whatever the theme is. */
const OF_THEIR_OWN = ['parts/Qr.svelte'];

test('no colour is written anywhere else, where nothing would measure it', () => {
  const found = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(svelte|css)$/.test(path) && !path.endsWith('tokens.css'))
    .filter((path) => !OF_THEIR_OWN.includes(path.replaceAll('\\', '/')))
    .flatMap((path) =>
      readFileSync(join(SOURCES, path), 'utf8')
        .split('\n')
        .filter((line) =>
          /(?:color|background|border|outline|fill|stroke|shadow|gradient)[^;]*(?:#[0-9a-f]{3,8}\b|rgba?\(\d)/i.test(
            line,
          ),
        )
        .map((line) => `${path}: ${line.trim()}`),
    );
  expect(found).toEqual([]);
});
