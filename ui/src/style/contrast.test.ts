import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const HEX = '#[0-9a-f]{3,6}';

/** Reads a token as [light, dark]; `block` picks the paused values. */
function token(name: string, block = css.slice(0, css.indexOf('data-theme'))): [string, string] {
  const pair = new RegExp(`--${name}: light-dark\\((${HEX}), (${HEX})\\)`).exec(block);
  if (pair) return [pair[1]!, pair[2]!];
  const one = new RegExp(`--${name}: (${HEX})`).exec(block);
  if (!one) throw new Error(`no token ${name}`);
  return [one[1]!, one[1]!];
}

function luminance(hex: string): number {
  const full = hex.length === 4 ? [...hex.slice(1)].map((c) => c + c).join('') : hex.slice(1);
  const [r, g, b] = [0, 2, 4].map((i) => {
    const c = parseInt(full.slice(i, i + 2), 16) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

const INKS = ['ink-0', 'ink-1', 'ink-2', 'ink-3'];
const PAIRS: [string, string][] = [
  ...['text', 'text-2', 'text-3'].flatMap((text) => INKS.map((ink): [string, string] => [text, ink])),
  ...['amber', 'red', 'green', 'blue', 'violet'].flatMap((tone): [string, string][] => [
    [`${tone}-text`, `${tone}-dim`],
    [`${tone}-text`, 'ink-1'],
    [`${tone}-text`, 'ink-2'],
  ]),
  ['amber-on', 'amber-fill'],
  ['violet-on', 'violet'],
  ['text-2', 'violet-dim'],
  ['text-2', 'red-dim'],
  ['text', 'red-dim'],
];

test.each(PAIRS)('%s on %s is readable (AA), light and dark', (text, ground) => {
  token(text).forEach((colour, i) => {
    expect(contrast(colour, token(ground)[i]!)).toBeGreaterThanOrEqual(4.5);
  });
});

test('words on the paused frame are readable', () => {
  const paused = token('ink-0', css.slice(css.indexOf("data-clock='paused'")));
  for (const text of ['text', 'text-2', 'text-3', 'amber-text']) {
    token(text).forEach((colour, i) => expect(contrast(colour, paused[i]!)).toBeGreaterThanOrEqual(4.5));
  }
});
