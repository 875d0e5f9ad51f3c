import { describe, expect, test } from 'vitest';
import { filterEntries, type Entry } from './filter';

const entry = (title: string, group = 'Act', words = ''): Entry => ({ id: title, title, group, words });
const ENTRIES = [
  entry('Restart api', 'Act', 'Django API reboot'),
  entry('Roll back api to v213', 'Act', 'Django API revert'),
  entry('Roll back web to r111', 'Act', 'React web revert'),
  entry('Acknowledges APIAvailability', 'Alert', 'API availability below 99 %'),
  entry('Answers Élodie', 'Talk'),
  entry('Scale ai-worker', 'Act', 'AI workers slots'),
];

describe('type-ahead', () => {
  test.each<[string, string[]]>([
    ['', ENTRIES.map((one) => one.title)],
    ['roll api', ['Roll back api to v213']],
    ['api roll', ['Roll back api to v213']],
    ['revert', ['Roll back api to v213', 'Roll back web to r111']],
    ['v213', ['Roll back api to v213']],
    ['rlb', []],
    ['rstrt', ['Restart api']],
    ['elodie', ['Answers Élodie']],
    ['talk', ['Answers Élodie']],
    ['ack', ['Acknowledges APIAvailability', 'Roll back api to v213', 'Roll back web to r111']],
    ['(', []],
    ['nothing like it', []],
  ])('%j', (typed, titles) => {
    expect(filterEntries(ENTRIES, typed).map((one) => one.title)).toEqual(titles);
  });
});
