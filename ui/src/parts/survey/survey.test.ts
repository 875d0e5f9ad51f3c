import { expect, test } from 'vitest';
import { EMPTY, length, limit, readSurvey, sendable } from './survey';

test.each([
  ['short', null],
  ['x'.repeat(1_799), null],
  ['x'.repeat(1_900), '1 900 of 2 000 characters'],
  ['x'.repeat(2_012), '2 012 of 2 000 characters: 12 too many'],
])('%.8s… is said to be %s', (text, says) =>
  expect(limit(text)?.replaceAll('\u202f', ' ') ?? null).toBe(says),
);

test('characters are counted as people do', () => expect(length('🙂'.repeat(3))).toBe(3));

test.each([
  [{}, false],
  [{ helped: '  \n' }, false],
  [{ change: 'Alert on the pool.' }, true],
  [{ helped: 'fine', change: 'x'.repeat(2_001) }, false],
])('%.40j can be sent: %s', (survey, can) => expect(sendable({ ...EMPTY, ...survey })).toBe(can));

test('what was kept is read with care', () =>
  expect(readSurvey({ helped: 'a', hindered: 7 })).toEqual({ helped: 'a', hindered: '', change: '' }));
