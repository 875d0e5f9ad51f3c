import { describe, expect, test } from 'vitest';
import {
  clockAt,
  elapsed,
  figure,
  initials,
  list,
  missingData,
  parseTime,
  size,
  span,
  takes,
} from './format';

const THREE = 3 * 3600;
const table = <I, O>(name: string, f: (input: I) => O, rows: [I, O][]): void => {
  test.each(rows)(`${name} %j → %j`, (input, output) => expect(f(input)).toBe(output));
};

describe('words for figures', () => {
  table('clockAt', (ms: number) => clockAt(ms, THREE), [
    [0, '03:00:00'],
    [872_999, '03:14:32'],
    [-1_140_000, '02:41:00'],
    [22 * 3_600_000, '01:00:00'],
  ]);
  table('elapsed', elapsed, [
    [872_000, 'T+14:32'],
    [3_723_000, 'T+1:02:03'],
    [-120_000, 'T−2:00'],
  ]);
  table('missingData', (panel: Parameters<typeof missingData>[0]) => missingData(panel, THREE), [
    [{ value: 3, missing_since_s: null }, null],
    [{ value: null, missing_since_s: null }, null],
    [{ value: null, missing_since_s: 725 }, 'no data since 03:12'],
    [{ value: 3, missing_since_s: 725 }, 'as of 03:12'],
  ]);
  table('span', span, [
    [28_400, '0:28'],
    [846_000, '14:06'],
    [-5_000, '−0:05'],
    [-400, '0:00'],
  ]);
  table('takes', takes, [
    [20_000, '20 s'],
    [90_000, '90 s'],
    [150_000, '2 min 30 s'],
    [180_000, '3 min'],
  ]);
  table('figure', figure, [
    [null, '–'],
    [Number.NaN, '–'],
    [31, '31'],
    [8.24, '8.2'],
    [0.4, '0.4'],
    [0.042, '0.04'],
    [1942, '1\u202f942'],
    [96_410, '96\u202f410'],
    [-1.25, '−1.3'],
  ]);
  table('size', size, [
    [812, '812 B'],
    [317_000, '317 KB'],
    [2_700_000, '2.7 MB'],
  ]);
  table('initials', initials, [
    [undefined, '?'],
    ['Ada', 'AD'],
    ['Ada Example', 'AE'],
    ['Élodie de Example', 'ÉE'],
  ]);
  table('list', list, [
    [[], ''],
    [['Ada'], 'Ada'],
    [['Ada', 'Ben', 'Cleo'], 'Ada, Ben and Cleo'],
  ]);
});

describe('parseTime reads what people type', () => {
  table('parseTime', (text: string) => parseTime(text, 600_000, THREE), [
    ['03:15', 900_000],
    ['03:15:30', 930_000],
    ['T+15', 900_000],
    ['t+15:30', 930_000],
    ['+5', 900_000],
    ['+0:30', 630_000],
    ['02:59', 86_340_000],
    ['15', null],
    ['03:75', null],
    ['soon', null],
    ['', null],
  ]);
});
