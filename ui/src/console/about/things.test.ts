import { expect, test } from 'vitest';
import list from './licences.json';
import { matching, type Thing } from './things';

const things = list as Thing[];
const names = (words: string): string[] => matching(things, words).map(({ name }) => name);

test('those are found whose name and licence have every word', () => {
  expect(matching(things, '  ')).toBe(things);
  expect(names('SVELTE')).toEqual(['svelte']);
  expect(names('rusqlite mit')).toContain('rusqlite');
  expect(names('rusqlite ofl')).toEqual([]);
  expect(names('ofl').length).toBe(things.filter(({ licence }) => licence === 'OFL-1.1').length);
});

test('what the user named is in the list, and nothing without a licence', () => {
  const known = new Set(things.map(({ name }) => name));
  for (const name of ['tauri', 'tokio', 'serde', 'rusqlite', 'chrono', 'pulldown-cmark', 'printpdf'])
    expect(known, name).toContain(name);
  expect(things.filter(({ licence }) => licence === '')).toEqual([]);
});
