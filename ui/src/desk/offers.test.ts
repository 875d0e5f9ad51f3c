import { expect, test } from 'vitest';
import { vocabulary } from '../link/fixtures/lookup';
import { offers } from './offers';

const inWords = (may: string[], known = vocabulary): string[] =>
  offers(known, (kind) => may.includes(kind)).map(({ button, does, to }) => `${button}: ${does} ${to}`);
const ALL = ['roll-back', 'restart', 'fallback', 'flag'];

test('some of each kind, six at most, in the order in which the system names its parts', () => {
  expect(inWords(ALL)).toEqual([
    'Roll back: Roll back api',
    'Roll back: Roll back web',
    'Restart: Restart web',
    'Restart: Restart api',
    'Turn on: Fallback ai-worker → vision',
    'Turn off: Flag recommendations',
  ]);
});

test('only what the role may', () => {
  expect(inWords(['flag'])).toEqual(['Turn off: Flag recommendations', 'Turn off: Flag image-search']);
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
    'Turn on: Flag recommendations',
    'Turn on: Flag image-search',
  ]);
});
