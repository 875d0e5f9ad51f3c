import { expect, test } from 'vitest';
import { pieces, stands } from './standing';

const LETTER = { met: 'm', late: 'l', missed: 'x', open: 'o', waiting: '.' };

test.each([
  [
    { met: 4, late: 1, due: 1, missed: 0, expected: 6 },
    'mmmlo.',
    '4 of 6 expectations met, 1 of them late; 1 due',
  ],
  [{ met: 0, late: 0, due: 0, missed: 2, expected: 3 }, 'xx.', '0 of 3 expectations met; 2 missed'],
  [{ met: 1, late: 0, due: 0, missed: 0, expected: 1 }, 'm', '1 of 1 expectation met'],
  [{ met: 0, late: 0, due: 0, missed: 0, expected: 0 }, '', 'No expectations'],
])('%j', (row, letters, words) => {
  expect(
    pieces(row)
      .map((one) => LETTER[one])
      .join(''),
  ).toBe(letters);
  expect(stands(row)).toBe(words);
});
