import { expect, test } from 'vitest';
import { vocabulary } from '../link/fixtures/lookup';
import { offers } from './offers';

const inWords = (may: string[], known = vocabulary): string[] =>
  offers(known, (kind) => may.includes(kind)).map(({ named }) => named);
const ALL = ['roll-back', 'restart', 'fallback', 'flag'];

test('some of each kind, six at most, in the order in which the system names its parts', () => {
  expect(inWords(ALL)).toEqual([
    'Roll back api',
    'Roll back web',
    'Restart web',
    'Restart api',
    'Turn on fallback ai-worker → vision',
    'Turn off flag recommendations',
  ]);
});

test('only what the role may', () => {
  expect(inWords(['flag'])).toEqual(['Turn off flag recommendations', 'Turn off flag image-search']);
  expect(inWords(['scale'])).toEqual([]);
  expect(offers(null, () => true)).toEqual([]);
});

test('a flag that is off is turned on, and what has one release has none before it', () => {
  const other = {
    ...vocabulary,
    flags: vocabulary.flags.map(([id, title]): [string, string, boolean] => [id, title, false]),
    versions: [['api', ['v1']]] as [string, string[]][],
  };
  expect(inWords(['roll-back', 'flag'], other)).toEqual([
    'Turn on flag recommendations',
    'Turn on flag image-search',
  ]);
});
